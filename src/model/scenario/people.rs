//! Reads who leaves a team and who comes, and costs beside the CSMs.

use super::calendars;
use super::distributions::{self, Of};
use super::keys::{CALLED_AWAY, CHANGE, COST, DEPARTURE, HIRE_WHEN, RAMP_UP};
use super::reader::{Context, Item, TableReader, join};
use super::reviews;
use super::tree::{Node, Value};
use super::units::YearlyShare;
use crate::model::hiring::{HireWhen, Threshold};
use crate::model::team::{CalledAway, Change, Departure, Movement, RampUp, When};
use crate::time::{Elapsed, HOUR, SimTime};
use jiff::civil::Date;

/// Longest time a seat stays empty [d].
const LONGEST_VACANCY: f64 = 360.0;
/// Longest overtime on a day; the night is longer.
const LONGEST_OVERTIME: Elapsed = Elapsed::from_ms(5 * HOUR);
/// Most departures in a year over people employed.
const HIGHEST_TURNOVER: f64 = 4.0;
/// Most seats that a plan opens or closes.
const MOST_CHANGES: u32 = 100_000;

/// Reads who leaves a team and who comes. What is assumed of successors is assumed only where there are any.
pub fn movement(table: &TableReader<'_>) -> Movement {
    let turnover = turnover(table);
    let departures = departures(table);
    let (hires, cuts) = (changes(table, "hires"), changes(table, "cuts"));
    let hire_when = hire_when(table);
    let leaves = turnover > 0.0 || !departures.is_empty();
    let vacancy = if leaves || table.has("vacancy") { vacancy(table) } else { Elapsed::ZERO };
    let ramp = (leaves || !hires.is_empty() || hire_when.is_some() || table.has("ramp")).then(|| ramp(table));
    check_cuts(table, &cuts);
    let rebalance = table.flag("rebalance").unwrap_or(false);
    Movement { turnover, vacancy, departures, hires, cuts, hire_when, rebalance, ramp }
}

/// How long people stay after hours at most, and what an hour of that costs.
pub fn overtime(table: &TableReader<'_>, always: bool) -> (Elapsed, f64) {
    let overtime = table.duration("overtime");
    let refuse = |message: String, help: &str| {
        if let Some(item) = table.item("overtime") {
            item.fail(message, help);
        }
    };
    if overtime > LONGEST_OVERTIME {
        refuse(format!("{:.1} h of overtime a day", overtime.hours()), "at most 5 h");
    } else if always && overtime > Elapsed::ZERO {
        refuse(
            "a team with the calendar `always` has no end of the day".to_string(),
            "remove overtime, or give the team a calendar with hours",
        );
    }
    if overtime > Elapsed::ZERO {
        return (overtime, table.number("overtime_pay"));
    }
    if let Some(item) = table.item_of_file("overtime_pay") {
        item.fail("overtime is paid, and nobody works any", "write overtime = \"1 h\", or remove overtime_pay");
    }
    (Elapsed::ZERO, 1.0)
}

fn turnover(table: &TableReader<'_>) -> f64 {
    let Some(item) = table.item("turnover") else { return 0.0 };
    let turnover = item.yearly_share().map_or(0.0, YearlyShare::linear);
    if turnover > HIGHEST_TURNOVER {
        item.fail(
            format!("`{}` is out of range", item.node.text()),
            "from 0% to 400% of the people employed in a year",
        );
    }
    turnover
}

fn vacancy(table: &TableReader<'_>) -> Elapsed {
    let vacancy = table.duration("vacancy");
    if vacancy.days() > LONGEST_VACANCY
        && let Some(item) = table.item("vacancy")
    {
        let help = format!("at most {LONGEST_VACANCY} days; a seat that is given up belongs in `cuts`");
        item.fail(format!("`{}` is too long", item.node.text()), help);
    }
    vacancy
}

fn ramp(table: &TableReader<'_>) -> RampUp {
    let node = table.section("ramp");
    let inner = TableReader::new(table.ctx, &RAMP_UP, &table.key_path("ramp"), &node);
    let from = inner.share("from");
    if from < 0.01
        && let Some(item) = inner.item("from")
    {
        item.fail(format!("`{}` is no productivity at all", item.node.text()), "from 1% to 100%");
    }
    RampUp { from: from.max(0.01), over: inner.duration("over") }
}

/// The ways to say what a hiring rule looks at.
const THRESHOLDS: [&str; 4] = ["arr_per_csm", "accounts_per_csm", "utilization", "late_responses"];

/// A hiring rule; none where it may open no seat and gives none up.
fn hire_when(team: &TableReader<'_>) -> Option<HireWhen> {
    if !team.has("hire_when") {
        return None;
    }
    let node = team.section("hire_when");
    let table = TableReader::new(team.ctx, &HIRE_WHEN, &team.key_path("hire_when"), &node);
    let (every, lead) = (table.positive_duration("every"), table.duration("lead"));
    if lead.days() > LONGEST_VACANCY
        && let Some(item) = table.item("lead")
    {
        item.fail(format!("`{}` is too long", item.node.text()), format!("at most {LONGEST_VACANCY} days"));
    }
    let at_most = table.optional_count("at_most")? as u32;
    let refill_if_needed = table.choice("refill") == Some("if_needed");
    let above = threshold(&table, every)?;
    if refill_if_needed
        && !above.is_of_positions()
        && let Some(item) = table.item("refill")
    {
        item.fail(
            format!("`{}` looks at late responses, which do not say how many people are enough", table.path),
            "write refill = \"always\", or another threshold",
        );
    }
    (at_most > 0 || refill_if_needed).then_some(HireWhen { above, every, lead, at_most, refill_if_needed })
}

fn threshold(table: &TableReader<'_>, every: Elapsed) -> Option<Threshold> {
    let given: Vec<&str> = THRESHOLDS.into_iter().filter(|key| table.has(key)).collect();
    let [form] = given[..] else {
        let message = match given[..] {
            [] => format!("`{}` has no threshold", table.path),
            _ => format!("`{}` has {} thresholds: {}", table.path, given.len(), given.join(", ")),
        };
        table.fail(message, format!("give exactly one of {}", THRESHOLDS.join(", ")));
        return None;
    };
    let item = table.item(form)?;
    let looks = || reviews::whole(table.positive_duration("over"), every);
    let threshold = match form {
        "arr_per_csm" => Threshold::ArrPerCsm(item.money(false)?),
        "accounts_per_csm" => Threshold::AccountsPerCsm(table.number(form)),
        "utilization" => Threshold::Utilization(item.share()?, looks()),
        _ => Threshold::LateResponses(item.share()?, looks()),
    };
    if !threshold.looks_back() && table.has("over") {
        table.fail(
            format!("`{}` looks at {form} as it stands, and has `over`", table.path),
            "remove `over`; it is the time over which utilization and late responses are taken",
        );
    }
    if threshold.limit() <= 0.0 && threshold.is_of_positions() {
        item.fail(format!("`{}` is always passed", item.node.text()), "a threshold above zero");
        return None;
    }
    Some(threshold)
}

fn departures(table: &TableReader<'_>) -> Vec<Departure> {
    let csms = if table.has("csms") { table.optional_count("csms") } else { None };
    let mut departures = Vec::new();
    for (path, node) in entries(table, "departures") {
        let one = TableReader::new(table.ctx, &DEPARTURE, &path, node);
        let at = one.item("at").and_then(|i| when(&i));
        let csm = one.optional_count("csm");
        if let (Some(csms), Some(csm)) = (csms, csm)
            && csm > csms
        {
            let message = format!("`{}` has no CSM number {csm}: it begins with {csms}", table.path);
            one.fail(message, format!("csm is from 1 to {csms}"));
        }
        if let (Some(at), Some(csm)) = (at, csm) {
            departures.push(Departure { at, csm: csm as u32 - 1 });
        }
    }
    departures
}

fn changes(table: &TableReader<'_>, key: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    for (path, node) in entries(table, key) {
        let one = TableReader::new(table.ctx, &CHANGE, &path, node);
        let at = one.item("at").and_then(|i| when(&i));
        let csms = one.optional_count("csms");
        if let (Some(at), Some(csms)) = (at, csms) {
            changes.push(Change { at, csms: csms as u32 });
        }
    }
    let all: u32 = changes.iter().map(|change| change.csms).fold(0, u32::saturating_add);
    if all > MOST_CHANGES {
        table.fail(format!("`{}` has {all} seats", table.key_path(key)), format!("at most {MOST_CHANGES}"));
        changes.clear();
    }
    changes
}

fn check_cuts(table: &TableReader<'_>, cuts: &[Change]) {
    let cut: u32 = cuts.iter().map(|cut| cut.csms).sum();
    if table.has("csms")
        && let Some(csms) = table.optional_count("csms")
        && cut > 0
        && i64::from(cut) >= csms
    {
        let help = "leave at least one of the CSMs of the beginning";
        table.fail(format!("`{}` gives up {cut} of {csms} seats", table.key_path("cuts")), help);
    }
}

/// The entries of a list; an empty one takes back, in a design, what the file has.
fn entries<'a>(table: &'a TableReader<'_>, key: &str) -> Vec<(String, &'a Node)> {
    if !table.has(key) || table.item(key).is_some_and(|i| matches!(&i.node.value, Value::Array(all) if all.is_empty()))
    {
        return Vec::new();
    }
    let path = table.key_path(key);
    table.list(key).into_iter().enumerate().map(|(n, node)| (format!("{path}.{}", n + 1), node)).collect()
}

/// A date, or a duration after measuring begins.
pub fn when(item: &Item<'_>) -> Option<When> {
    let looks_like_a_date = match &item.node.value {
        Value::Date(_) => true,
        Value::Str(text) => text.trim().bytes().filter(|byte| *byte == b'-').count() == 2,
        _ => false,
    };
    if looks_like_a_date { calendars::date(item).map(When::On) } else { item.duration().map(When::After) }
}

/// A moment from the beginning of measuring on: a date, or so long after it begins.
pub fn moment(item: &Item<'_>, start: Date) -> Option<Elapsed> {
    match when(item)? {
        When::After(length) => Some(length),
        date => {
            let at = date.midnight(start);
            if at < SimTime::ZERO {
                item.fail(
                    format!("`{}` lies before measuring begins", item.node.text()),
                    format!("a date from {start} on (simulation.start), or a duration: \"26 weeks\""),
                );
            }
            Some(at - SimTime::ZERO)
        }
    }
}

/// What is paid beside the CSMs, by name; a design's amounts take the place of the file's.
pub fn costs(ctx: &Context, path: &str, named: &[(&str, &Node)], file: &[(String, f64)]) -> Vec<(String, f64)> {
    let mut costs = file.to_vec();
    for (name, node) in named {
        let table = TableReader::new(ctx, &COST, &join(path, name), node);
        let per_year = table.item("per_year").and_then(|i| i.money(true)).unwrap_or(0.0);
        costs.retain(|(other, _)| other != name);
        costs.push((name.to_string(), per_year));
    }
    costs
}

/// How CSMs of a team are called away.
pub fn called_away(table: &TableReader<'_>) -> Option<CalledAway> {
    if !table.has("called_away") {
        return None;
    }
    let node = table.section("called_away");
    let one = TableReader::new(table.ctx, &CALLED_AWAY, &table.key_path("called_away"), &node);
    let law = |key: &str| {
        let item = one.item(key)?;
        let law = distributions::read(&item, Of::Delay)?;
        if law.mean() < 1.0 / 60.0 {
            item.fail(format!("`{}` is too short", item.node.text()), "at least 1 min on average");
        }
        Some(law)
    };
    let (after, back_after) = (law("after"), law("back_after"));
    Some(CalledAway { after: after?, back_after: back_after? })
}
