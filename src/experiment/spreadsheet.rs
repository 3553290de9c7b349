//! The answer that a spreadsheet gives: hours offered against hours available, and "$2M of ARR per CSM".
//!
//! No queue, no absence on the wrong day, no stranger: what a careful planner would compute by hand. Reports show it
//! beside the simulated answer.

use super::result::SpreadsheetRow;
use crate::model::{CalledAway, Class, Design, Scenario, Team, WorkKind};
use crate::policy::coverage::{Customer, serving_rule, serving_rule_of_kind};
use crate::policy::places;
use crate::streams::{KeyRing, Purpose, entity_of_name};
use crate::time::calendar::{Calendar, Hours};
use crate::time::{Elapsed, SimTime, YEAR};

/// ARR that one CSM may look after, by the field's rule of thumb [currency/year].
pub const TWO_MILLION: f64 = 2_000_000.0;

/// Accounts imagined per segment where a rule asks for their ARR.
const IMAGINED: usize = 4096;

/// What falls to one team in a year, by arithmetic.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    /// Accounts with any class of work in this team, at the start.
    pub accounts: f64,
    /// Their ARR [currency/year].
    pub arr: f64,
    /// Offered hours in a year by class (reactive, planned, triggered) [h/year].
    pub hours: [f64; 3],
}

impl Load {
    /// Offered hours in a year, all classes [h/year].
    pub fn total_hours(&self) -> f64 {
        self.hours.iter().sum()
    }
}

/// What falls to each team of a design in a year; indexed like `Design::teams`.
pub fn loads(scenario: &Scenario, design: &Design) -> Vec<Load> {
    loads_of(scenario, design, &|_, _| 1.0)
}

/// The same, with so many times as much of each kind of work (by its number) of a segment.
pub(super) fn loads_of(scenario: &Scenario, design: &Design, times: &dyn Fn(usize, usize) -> f64) -> Vec<Load> {
    let mut loads = vec![Load::default(); design.teams.len()];
    for segment in 0..scenario.segments.len() {
        let work = by_kind(scenario, design, segment, times);
        let complexity = scenario.segments[segment].habits.complexity;
        for (customer, accounts) in imagined(scenario, design, segment) {
            // A play goes by the rule for accounts at risk, being what puts its account there.
            let struck = Customer { since_risk: Elapsed::ZERO, ..customer };
            let mut served = vec![false; loads.len()];
            for class in Class::ALL {
                if let Some(rule) = serving_rule(&design.rules, customer, class as usize) {
                    served[design.rules[rule].coverage.team] = true;
                }
            }
            for piece in &work {
                let class = piece.kind.class() as usize;
                let strikes = class == Class::Triggered as usize && !piece.kind.is_of_expansion();
                let now = if strikes { struck } else { customer };
                let Some(rule) = serving_rule_of_kind(&design.rules, now, class, piece.number) else { continue };
                let rule = &design.rules[rule];
                if rule.sends(piece.kind) {
                    continue; // work of no team
                }
                let team = rule.coverage.team;
                served[team] = true;
                let inbox = rule.coverage.triage.filter(|_| class == Class::Reactive as usize);
                let triage = inbox.map_or(0.0, |triage| triage.work.hours());
                let hours = piece.times * (piece.hours + triage);
                loads[team].hours[class] += accounts * hours * design.teams[team].work_factor;
                for (team, load) in loads.iter_mut().enumerate() {
                    let hours = piece.kind.conversation().map_or(0.0, |talk| talk.hours_with(team) * complexity);
                    load.hours[class] += accounts * piece.times * hours * design.teams[team].work_factor;
                }
            }
            for (load, _) in loads.iter_mut().zip(served).filter(|(_, served)| *served) {
                load.accounts += accounts;
                load.arr += accounts * customer.arr;
            }
        }
    }
    for program in scenario.programs.iter().filter(|program| design.runs(&program.name)) {
        loads[program.team].hours[Class::Planned as usize] += program.hours_per_year();
    }
    loads
}

/// One kind of work of an account in a year.
struct Piece<'a> {
    number: usize,
    kind: &'a WorkKind,
    /// How often it is for people to do under a design, before it is known which rule serves the account.
    times: f64,
    /// Work content, with all later interactions with whoever serves the account \[h\].
    hours: f64,
}

fn by_kind<'a>(
    scenario: &'a Scenario,
    design: &Design,
    segment: usize,
    times: &dyn Fn(usize, usize) -> f64,
) -> Vec<Piece<'a>> {
    let of_people = scenario.kinds.iter().enumerate().filter(|(_, kind)| kind.segments[segment] && !kind.is_digital());
    let piece = |(number, kind): (usize, &'a WorkKind)| {
        let left = scenario.share_left(design, segment, number) * (1.0 - design.spared_share(kind));
        Piece {
            number,
            kind,
            times: scenario.times_per_account(segment, kind) * left * times(segment, number),
            hours: scenario.hours_per_piece(segment, kind),
        }
    };
    of_people.map(piece).collect()
}

/// The rows of one design: one for each team that covers accounts, hosts sessions or takes requests over. `csms` as the
/// plan staffs the teams.
pub fn rows(scenario: &Scenario, design: &Design, csms: &[u32]) -> Vec<SpreadsheetRow> {
    let loads = loads(scenario, design);
    let mut rows = Vec::new();
    for (index, team) in design.teams.iter().enumerate() {
        let load = loads[index];
        if load.accounts <= 0.0 && load.total_hours() <= 0.0 {
            continue;
        }
        let csms = csms.get(index).copied().unwrap_or(0);
        let by_hours = load.total_hours() / available_hours(scenario, team);
        rows.push(SpreadsheetRow {
            team: team.name.clone(),
            csms,
            by_two_million: whole(load.arr / TWO_MILLION),
            by_hours: whole(by_hours),
            offered_load: by_hours / f64::from(csms),
            accounts_per_csm: load.accounts / f64::from(csms),
            arr_per_csm: load.arr / f64::from(csms),
        });
    }
    rows
}

/// Hours in a year that one CSM of `team` has for accounts: hours of the calendar less other duties, leave and
/// sickness [h/year].
pub fn available_hours(scenario: &Scenario, team: &Team) -> f64 {
    let (scheduled, days) = scheduled(scenario, team);
    let away = ((team.leave_days_per_year + team.sick_days_per_year) / days).min(1.0);
    let called = team.called_away.as_ref().map_or(0.0, CalledAway::share);
    scheduled * (1.0 - team.non_customer) * (1.0 - away) * (1.0 - called)
}

/// Hours and days in a year on which the calendar of `team` is open [h/year, d/year].
pub fn scheduled(scenario: &Scenario, team: &Team) -> (f64, f64) {
    let hours = &scenario.calendars[team.calendar].1;
    let year = Elapsed::from_ms(YEAR);
    match hours {
        Hours::Always => (year.hours(), year.days()),
        Hours::Weekly(weekly) => {
            let end = SimTime::ZERO + year;
            let calendar = Calendar::compile(hours, scenario.simulation.start, SimTime::ZERO, end);
            let open = (calendar.working_at(end) - calendar.working_at(SimTime::ZERO)).hours();
            let per_week: u32 = weekly.days.iter().flatten().map(|(from, to)| u32::from(to - from)).sum();
            let days_a_week = weekly.days.iter().filter(|day| !day.is_empty()).count() as f64;
            // Holidays shorten hours and days alike.
            (open, days_a_week * open / (f64::from(per_week) / 60.0))
        }
    }
}

/// A segment as groups of accounts alike, with their numbers; places of capped rules are given to those that pay most.
pub(super) fn imagined(scenario: &Scenario, design: &Design, index: usize) -> Vec<(Customer, f64)> {
    if !places::any(&design.rules) {
        return imagined_without_places(scenario, design, index);
    }
    let segments = 0..scenario.segments.len();
    let all = segments.flat_map(|segment| imagined_without_places(scenario, design, segment)).collect();
    places::hand_out(&design.rules, all).into_iter().filter(|(customer, _)| customer.segment == index).collect()
}

/// The same with no place given to anybody.
pub(super) fn imagined_without_places(scenario: &Scenario, design: &Design, index: usize) -> Vec<(Customer, f64)> {
    let segment = &scenario.segments[index];
    let bands = design.rules.iter().any(|rule| rule.arr_from > 0.0 || rule.arr_below.is_finite() || rule.cap.is_some());
    let arrs: Vec<f64> = if bands {
        let ring = KeyRing::new(scenario.simulation.seed, u32::MAX);
        let mut stream = ring.stream(Purpose::Account, entity_of_name(&segment.name), 0);
        (0..IMAGINED).map(|_| segment.arr.sample(&mut stream)).collect()
    } else {
        vec![segment.arr.mean()]
    };
    let each = f64::from(segment.accounts) / arrs.len() as f64;
    let mut groups = Vec::new();
    for (named, share) in [(true, segment.contract_named), (false, 1.0 - segment.contract_named)] {
        for (leanings, part) in segment.leanings(&design.rules).into_iter().filter(|_| share > 0.0) {
            let customer = |arr: &f64| Customer::settled(index, *arr, named).leaning(leanings);
            groups.extend(arrs.iter().map(|arr| (customer(arr), each * share * part)));
        }
    }
    groups
}

/// Whole CSMs for a load, forgiving rounding errors.
fn whole(load: f64) -> u32 {
    (load - 1e-9).ceil().max(0.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::scenario;

    /// Hours of plays that fall to the team: 100 accounts, four plays a year, an hour each.
    fn triggered(rules: &str) -> f64 {
        let scenario = scenario(&format!(r#"{rules}, {{ pooled = "t" }}"#), "", &[]);
        loads(&scenario, &scenario.designs[0])[0].hours[Class::Triggered as usize]
    }

    #[test]
    fn a_play_goes_by_the_rule_for_accounts_at_risk() {
        let nobody = r#"{ work = "triggered", nobody = true }"#;
        assert!((triggered(&format!(r#"{{ at_risk = "60 days", pooled = "t" }}, {nobody}"#)) - 400.0).abs() < 1e-9);
        assert_eq!(triggered(r#"{ at_risk = "60 days", work = "triggered", nobody = true }"#), 0.0);
        assert_eq!(triggered(nobody), 0.0);
    }
}
