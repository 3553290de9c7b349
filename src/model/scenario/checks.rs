//! Checks of the scenario as a whole: who covers whom, with how many, and how much there is to simulate.

use super::activation;
use super::digital;
use super::exceptions;
use super::licences;
use super::notes;
use super::programs;
use super::reader::Context;
use super::reviews;
use super::satisfaction;
use super::skills;
use super::transitions;
use super::tree::Table;
use super::{Scenario, Simulation};
use crate::model::account::{Leanings, Segment};
use crate::model::coverage::{Design, PodSize, Rule, Stage};
use crate::model::team::Staffing;
use crate::model::work::{Class, WorkKind};
use crate::time::{Elapsed, YEAR};
use std::ops::Range;

/// Most pieces of work expected in one replication.
const MOST_WORK: f64 = 5e8;
/// Most CSMs of a team.
const MOST_CSMS: f64 = 100_000.0;

/// Checks a scenario that read without problems.
pub fn check(ctx: &Context, scenario: &Scenario, root: &Table) {
    for design in &scenario.designs {
        let span = place(root, &design.name);
        check_staffing(ctx, design, span.clone());
        check_ratios(ctx, scenario, design, span.clone());
        transitions::check(ctx, scenario, design, span.clone());
        exceptions::check(ctx, scenario, design, span.clone());
        notes::check(ctx, design, &scenario.kinds, span.clone());
        check_requests_by_name(ctx, scenario, design, span.clone());
        check_limits(ctx, scenario, design, span.clone());
        check_alerts(ctx, scenario, design, span.clone());
        check_taking_over(ctx, scenario, design, span.clone());
        check_coverage(ctx, scenario, design, span.clone());
        check_hosts(ctx, scenario, design, span.clone());
        digital::check(ctx, scenario, design, span);
    }
    activation::check(ctx, scenario, root);
    reviews::check(ctx, scenario, root);
    skills::check(ctx, scenario, root);
    licences::check(ctx, scenario, root);
    satisfaction::check(ctx, scenario, root);
    exceptions::check_used(ctx, scenario, root);
    check_interruptions(ctx, scenario, root);
    programs::check(ctx, scenario, root);
    check_amount(ctx, scenario);
}

/// Work that interrupts, and all else is as urgent.
fn check_interruptions(ctx: &Context, scenario: &Scenario, root: &Table) {
    for kind in scenario.kinds.iter().filter(|kind| kind.interrupts()) {
        if scenario.kinds.iter().any(|other| !other.is_digital() && other.priority > kind.priority) {
            continue;
        }
        let written = |section: &str| root.get(section).and_then(|s| s.table()?.get(&kind.name)?.span.clone());
        let section = if written("requests").is_some() { "requests" } else { "incidents" };
        let message = format!("`{}` interrupts, and no work is less urgent", kind.name);
        let help = format!("all priorities are {} or below: give other work a higher number", kind.priority);
        ctx.problem(written(section), &format!("{section}.{}.interrupts", kind.name), message, help);
    }
}

/// Sessions are given to hosts at the beginning, for as long as their seats are.
fn check_hosts(ctx: &Context, scenario: &Scenario, design: &Design, span: Option<Range<usize>>) {
    for program in scenario.programs.iter().filter(|program| design.runs(&program.name)) {
        let Some(team) = design.teams.get(program.team) else { continue };
        if team.movement.hire_when.is_some_and(|rule| rule.refill_if_needed) {
            let message = format!(
                "design `{}`: team `{}` hosts the program `{}`, and gives up seats of people who leave",
                design.name, team.name, program.name
            );
            let key = format!("teams.{}.hire_when.refill", team.name);
            ctx.problem(span.clone(), &key, message, "write refill = \"always\", or let another team host");
        }
    }
}

pub(super) fn place(root: &Table, design: &str) -> Option<Range<usize>> {
    root.get("designs")?.table()?.get(design)?.span.clone()
}

fn check_staffing(ctx: &Context, design: &Design, span: Option<Range<usize>>) {
    for (index, rule) in design.rules.iter().enumerate() {
        let Some(team) = design.teams.get(rule.coverage.team).filter(|_| !rule.nobody) else { continue };
        let Staffing::Csms(csms) = team.staffing else { continue };
        let key = format!("designs.{}.coverage.{}", design.name, index + 1);
        if csms == 0 {
            let message = format!("design `{}` relies on team `{}`, and nobody staffs it", design.name, team.name);
            ctx.problem(span.clone(), &key, message, format!("give teams.{}.csms at least 1", team.name));
        } else if let PodSize::Of(size) = rule.coverage.pods
            && size > csms
        {
            let message = format!("design `{}`: pods of {size} in team `{}` of {csms}", design.name, team.name);
            ctx.problem(span.clone(), &key, message, format!("pod_size is from 1 to {csms}"));
        }
    }
}

/// A ratio with a slip in it would hire millions.
fn check_ratios(ctx: &Context, scenario: &Scenario, design: &Design, span: Option<Range<usize>>) {
    let sum = |of: fn(&Segment) -> f64| scenario.segments.iter().map(|s| f64::from(s.accounts) * of(s)).sum::<f64>();
    for team in &design.teams {
        let csms = match team.staffing {
            Staffing::Csms(_) => continue,
            Staffing::AccountsPerCsm(ratio) => sum(|_| 1.0) / ratio,
            Staffing::ArrPerCsm(ratio) => sum(|s| s.arr.mean()) / ratio,
        };
        if csms > MOST_CSMS {
            let message = format!("design `{}`: the ratio of team `{}` means {csms:.0} CSMs", design.name, team.name);
            let key = format!("designs.{}.teams.{}", design.name, team.name);
            ctx.problem(span.clone(), &key, message, format!("at most {MOST_CSMS} CSMs: raise the ratio"));
        }
    }
}

/// A team that is handed requests has people of its own.
fn check_taking_over(ctx: &Context, scenario: &Scenario, design: &Design, span: Option<Range<usize>>) {
    for (index, team) in design.teams.iter().enumerate().filter(|(index, _)| scenario.takes_over(*index)) {
        let alone = !design.rules.iter().any(|rule| rule.is_served_by(index));
        let refuse = |message: String, help: &str| {
            ctx.problem(span.clone(), &format!("designs.{}.teams.{}", design.name, team.name), message, help);
        };
        match team.staffing {
            Staffing::Csms(0) => refuse(
                format!(
                    "requests are handed over to team `{}`, and design `{}` has nobody in it",
                    team.name, design.name
                ),
                "give it at least 1 CSM, or remove `to`",
            ),
            Staffing::Csms(_) => {}
            _ if alone => refuse(
                format!("team `{}` is sized by its accounts, and design `{}` gives it none", team.name, design.name),
                "write csms: requests are handed over to it, no accounts",
            ),
            _ => {}
        }
    }
}

/// A limit on conversations where nothing goes on as one has nothing to limit.
fn check_limits(ctx: &Context, scenario: &Scenario, design: &Design, span: Option<Range<usize>>) {
    let goes_on = |kind: &WorkKind| kind.conversation().is_some_and(|talk| !talk.follow_ups.is_empty());
    if scenario.kinds.iter().any(goes_on) {
        return;
    }
    if let Some(team) = design.teams.iter().find(|team| team.wip_limit.is_some()) {
        let message = format!("team `{}` has a wip_limit, and no request goes on as a conversation", team.name);
        let help = "write [requests.NAME.follow_ups.NAME], or remove `wip_limit`";
        ctx.problem(span, &format!("teams.{}.wip_limit", team.name), message, help);
    }
}

/// Who looks at alerts now and then has some.
fn check_alerts(ctx: &Context, scenario: &Scenario, design: &Design, span: Option<Range<usize>>) {
    let alerts = scenario.kinds.iter().any(|kind| kind.class() == Class::Triggered);
    let team = design.teams.iter().find(|team| team.alerts_every.is_some());
    if let (Some(team), false) = (team, alerts) {
        let message = format!("team `{}` looks at its alerts now and then, and there are none", team.name);
        let help = "write [risks.NAME] or [triggers.NAME], or remove `alerts_every`";
        ctx.problem(span, &format!("teams.{}.alerts_every", team.name), message, help);
    }
}

/// Requests always need somebody.
fn check_requests_by_name(ctx: &Context, scenario: &Scenario, design: &Design, span: Option<Range<usize>>) {
    for (index, rule) in design.rules.iter().enumerate().filter(|(_, rule)| rule.nobody) {
        let named = scenario.kinds.iter().enumerate().filter(|(number, _)| rule.names(*number));
        if let Some((_, kind)) = named.into_iter().find(|(_, kind)| kind.class() == Class::Reactive) {
            let key = format!("designs.{}.coverage.{}", design.name, index + 1);
            let message = format!("design `{}` leaves requests `{}` to nobody", design.name, kind.name);
            ctx.problem(span.clone(), &key, message, "name a team: pooled = TEAM");
        }
    }
}

fn check_coverage(ctx: &Context, scenario: &Scenario, design: &Design, span: Option<Range<usize>>) {
    let mut bounds: Vec<f64> = design.rules.iter().flat_map(|r| [r.arr_from, r.arr_below]).collect();
    bounds.push(0.0);
    bounds.retain(|b| b.is_finite());
    bounds.sort_by(f64::total_cmp);
    bounds.dedup();
    for (index, segment) in scenario.segments.iter().enumerate() {
        for class in Class::ALL {
            let leanings = || segment.leanings(&design.rules).into_iter().map(|(leanings, _)| leanings);
            let customers =
                promises(segment.contract_named).into_iter().flat_map(|named| leanings().map(move |l| (named, l)));
            for (named, leanings) in customers {
                let covers = |arr: f64, life: &(Elapsed, Stage)| {
                    design.rules.iter().any(|r| matches(r, index, class, (named, leanings), arr, *life))
                };
                let lives = lives(design, segment);
                let open = bounds.iter().position(|arr| !lives.iter().all(|life| covers(*arr, life)));
                let Some(open) = open else { continue };
                let ever = lives.iter().any(|life| covers(bounds[open], life));
                let band = band(&scenario.currency, bounds[open], bounds.get(open + 1).copied());
                let promise = if segment.contract_named > 0.0 && segment.contract_named < 1.0 {
                    if named { " whose contract promises a named CSM" } else { " whose contract promises no named CSM" }
                } else {
                    ""
                };
                let wish = match segment.habits.wants_human {
                    Some(share) if share > 0.0 && share < 1.0 && leanings.wants_human => " that want a person",
                    Some(share) if share > 0.0 && share < 1.0 => " that do not want a person",
                    _ => "",
                };
                let wish = wish.to_string() + &skills::of_vertical(scenario, segment, leanings);
                let wish = wish + exceptions::of_traits(segment, leanings);
                let message = format!(
                    "design `{}` leaves {} work of `{}` accounts{promise}{wish}{band} to nobody{}",
                    design.name,
                    class.name(),
                    segment.name,
                    if ever { " for part of their life" } else { "" }
                );
                let help = "add a last rule that covers the rest: { accounts = \"all\", pooled = TEAM }";
                ctx.problem(span.clone(), &format!("designs.{}.coverage", design.name), message, help);
                return;
            }
        }
    }
}

fn promises(share: f64) -> Vec<bool> {
    match share {
        s if s <= 0.0 => vec![false],
        s if s >= 1.0 => vec![true],
        _ => vec![false, true],
    }
}

/// Ages and stages of accounts between which some rule tells a difference.
fn lives(design: &Design, segment: &Segment) -> Vec<(Elapsed, Stage)> {
    let mut lives = vec![(Elapsed::FOREVER, Stage::Live)];
    if segment.new_accounts > 0.0 {
        let go_live = segment.habits.go_live();
        let ages = std::iter::once(Elapsed::ZERO).chain(design.rules.iter().flat_map(|rule| rule.ages(segment)));
        lives.extend(ages.map(|age| (age, if age < go_live { Stage::Onboarding } else { Stage::Live })));
    }
    lives
}

fn matches(
    rule: &Rule,
    segment: usize,
    class: Class,
    (named, leanings): (bool, Leanings),
    arr: f64,
    life: (Elapsed, Stage),
) -> bool {
    rule.segments.get(segment).copied().unwrap_or(false)
        && rule.classes[class as usize]
        && rule.contract_named.is_none_or(|n| n == named)
        && rule.wants_human.is_none_or(|w| w == leanings.wants_human)
        && rule.vertical.is_none_or(|v| Some(v) == leanings.vertical)
        && rule.strategic.is_none_or(|s| s == leanings.strategic)
        && rule.growing.is_none_or(|g| g == leanings.growing)
        // Places run out, and nobody is at risk for ever.
        && rule.cap.is_none()
        && rule.at_risk.is_none()
        && arr >= rule.arr_from
        && arr < rule.arr_below
        && rule.until.is_none_or(|until| life.0 < until)
        && rule.stage.is_none_or(|stage| stage == life.1)
}

fn band(currency: &str, from: f64, below: Option<f64>) -> String {
    match (from, below) {
        (0.0, None) => String::new(),
        (0.0, Some(below)) => format!(" with ARR below {currency}{below}"),
        (from, None) => format!(" with ARR from {currency}{from}"),
        (from, Some(below)) => format!(" with ARR from {currency}{from} to {currency}{below}"),
    }
}

fn check_amount(ctx: &Context, scenario: &Scenario) {
    let expected = expected_work(scenario);
    if expected.is_nan() || expected > MOST_WORK {
        let message = format!("about {expected:.1e} pieces of work in each replication");
        let help = format!("at most {MOST_WORK:.0e}: simulate a shorter time, fewer accounts, or lower rates");
        ctx.problem(None, "", message, help);
    }
}

/// Pieces of work expected in one replication, from begin to end.
pub fn expected_work(scenario: &Scenario) -> f64 {
    let years = years(&scenario.simulation);
    let mut total = 0.0;
    for (index, segment) in scenario.segments.iter().enumerate() {
        let accounts = f64::from(segment.accounts) * (1.0 + segment.new_accounts * years);
        let of_segment = scenario.kinds.iter().filter(|k| k.segments.get(index).copied().unwrap_or(false));
        total += accounts
            * years
            * (of_segment.map(|k| scenario.times_per_account(index, k)).sum::<f64>() + segment.renewals_per_year());
    }
    total
}

fn years(simulation: &Simulation) -> f64 {
    (simulation.warm_up.ms() + simulation.length.ms() + simulation.cool_down.ms()) as f64 / YEAR as f64
}
