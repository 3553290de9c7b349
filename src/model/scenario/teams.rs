//! Reads teams, and what a design changes about them.

use super::calendars::Calendars;
use super::designs::resolve;
use super::distributions::{self, Of};
use super::keys::TEAM;
use super::reader::{Context, Item, TableReader};
use super::tree::{Node, Table, Value};
use super::{people, skills};
use crate::distribution::Distribution;
use crate::model::team::{Discipline, Staffing, Team};
use crate::time::Span;

/// Most days away in a year; a year has about 261 working days.
const MOST_DAYS_AWAY: f64 = 250.0;

/// The ways to say how large a team is.
pub const STAFFING: [&str; 3] = ["csms", "accounts_per_csm", "arr_per_csm"];

/// Reads a team at `path`.
pub fn read(ctx: &Context, calendars: &mut Calendars, path: &str, name: &str, node: &Node) -> Team {
    let table = TableReader::new(ctx, &TEAM, path, node);
    let calendar = calendar(&table, calendars);
    let always = calendars.is_always(calendar);
    let non_customer = non_customer(&table, always);
    let (leave, sickness) = (table.days_per_year("leave"), table.days_per_year("sickness"));
    if leave + sickness > MOST_DAYS_AWAY {
        let message = format!("`{path}` is away {} days a year", leave + sickness);
        table.fail(message, format!("leave and sickness together are at most {MOST_DAYS_AWAY} days / year"));
    }
    let (overtime, overtime_pay) = people::overtime(&table, always);
    let idle_work = table.item("idle_work").and_then(|item| idle_work(&item));
    let idle_work_once = table.flag("idle_work_once").unwrap_or(false);
    if idle_work_once && !table.has("idle_work") {
        let item = table.item("idle_work_once").expect("it is there");
        item.fail("`idle_work_once` without `idle_work`", "state the length of a block: idle_work = \"1 h\"");
    }
    Team {
        name: name.to_string(),
        staffing: staffing(&table),
        calendar,
        cost_per_year: table.item("cost").and_then(|i| i.money(true)).unwrap_or(0.0),
        non_customer,
        leave_days_per_year: leave,
        leave_block_days: days(&table, "leave_block", 1.0, 20.0).round() as u32,
        sick_days_per_year: sickness,
        sick_spell_days: days(&table, "sick_spell", 0.5, 250.0),
        discipline: match table.choice("discipline") {
            Some("first_come") => Discipline::FirstCome,
            Some("earliest_due") => Discipline::EarliestDue,
            Some("highest_arr") => Discipline::HighestArr,
            Some("soonest_renewal") => Discipline::SoonestRenewal,
            Some("arr_at_risk") => Discipline::ArrAtRisk,
            _ => Discipline::Priority,
        },
        wip_limit: table.optional_count("wip_limit").map(|limit| limit as u32),
        protected_planned: table.share("protected_planned"),
        work_factor: table.number("work_factor"),
        save_factor: table.number("save_factor"),
        overtime,
        overtime_pay,
        skills: skills::of_team(&table),
        movement: people::movement(&table),
        idle_work,
        idle_work_once,
        called_away: people::called_away(&table),
        alerts_every: alerts_every(&table, calendars, calendar),
    }
}

/// How often the team looks at its alerts; no time at all is at once.
fn alerts_every(table: &TableReader<'_>, calendars: &Calendars, calendar: usize) -> Option<Span> {
    let every = table.item("alerts_every").and_then(|item| item.span())?;
    Some(resolve(every, calendars, calendar)).filter(|every| !every.is_zero())
}

/// The law of one block; no time at all is none.
fn idle_work(item: &Item<'_>) -> Option<Distribution> {
    let law = distributions::read(item, Of::Work)?;
    if law.mean() > 0.0 && law.mean() < 1.0 / 60.0 {
        item.fail(
            format!("`{}` of idle work", item.node.text()),
            "a block takes at least 1 min on average, or \"0 min\": none",
        );
        return None;
    }
    (law.mean() > 0.0).then_some(law)
}

fn calendar(table: &TableReader<'_>, calendars: &mut Calendars) -> usize {
    if let (false, Some(only)) = (table.has("calendar"), calendars.only_one()) {
        return only;
    }
    table.item("calendar").map_or(0, |item| calendars.index(&item))
}

/// Blocks of other duties need a working day to stand in, so a team that is always open has none.
fn non_customer(table: &TableReader<'_>, always: bool) -> f64 {
    if always && !table.has("non_customer") {
        return 0.0;
    }
    let Some(item) = table.item("non_customer") else { return 0.0 };
    let share = item.share().unwrap_or(0.0);
    if always && share > 0.0 {
        item.fail(
            "a team with the calendar `always` has no working day to hold meetings in",
            "write non_customer = \"0%\" or give the team a calendar with hours",
        );
    } else if share >= 1.0 {
        item.fail("all hours go to other duties", "non_customer is below 100%");
    }
    share
}

fn staffing(table: &TableReader<'_>) -> Staffing {
    let given: Vec<&str> = STAFFING.into_iter().filter(|k| table.has(k)).collect();
    match given[..] {
        ["csms"] => Staffing::Csms(table.optional_count("csms").unwrap_or(1) as u32),
        ["accounts_per_csm"] => Staffing::AccountsPerCsm(table.number("accounts_per_csm")),
        ["arr_per_csm"] => {
            let item = table.item("arr_per_csm");
            let amount = item.as_ref().and_then(|i| i.money(false)).unwrap_or(1.0);
            if let (Some(item), true) = (item, amount < 1.0) {
                item.fail("no ARR per CSM", "an amount above zero: \"$2M\"");
            }
            Staffing::ArrPerCsm(amount)
        }
        [] => {
            table.fail(
                format!("`{}` does not say how large the team is", table.path),
                "give one of csms, accounts_per_csm, arr_per_csm",
            );
            Staffing::Csms(1)
        }
        _ => {
            table.fail(
                format!("`{}` says how large it is in {} ways: {}", table.path, given.len(), given.join(", ")),
                "keep exactly one of csms, accounts_per_csm, arr_per_csm",
            );
            Staffing::Csms(1)
        }
    }
}

/// Working days: `5 days`; a bare number is refused as for other durations.
fn days(table: &TableReader<'_>, key: &str, low: f64, high: f64) -> f64 {
    let Some(item) = table.item(key) else { return low };
    let Some(length) = item.duration() else { return low };
    let days = length.days();
    if !(low..=high).contains(&days) {
        item.fail(format!("`{}` is out of range", item.node.text()), format!("from {low} to {high} days"));
        return low;
    }
    days
}

/// A team's table with a design's changes laid over it; staffing replaces staffing.
pub fn overlay(base: &Node, change: &Node) -> Node {
    let (Some(base), Some(over)) = (base.table(), change.table()) else { return change.clone() };
    let mut merged: Table = base.clone();
    if STAFFING.iter().any(|k| over.get(k).is_some()) {
        STAFFING.iter().for_each(|k| merged.remove(k));
    }
    for entry in &over.entries {
        merged.remove(&entry.key);
        merged.entries.push(entry.clone());
    }
    Node { span: change.span.clone(), value: Value::Table(merged) }
}
