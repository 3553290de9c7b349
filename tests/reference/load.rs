//! How much work an account causes in a year, the slow way: what books are balanced by.

use caseload::model::work::{Origin, RequestSource, Schedule};
use caseload::model::{Onboarding, Scenario, Segment, WorkKind};
use caseload::time::{HOUR, WEEK, YEAR};

/// Expected hours of human work of an account in a year.
pub fn hours_a_year(scenario: &Scenario, segment: usize) -> f64 {
    let of_segment = &scenario.segments[segment];
    let (mut hours, complexity) = (0.0, of_segment.habits.complexity);
    for kind in scenario.kinds.iter().filter(|kind| kind.segments[segment]) {
        let pieces = match &kind.origin {
            Origin::Request { source: RequestSource::Rate { per_year, .. }, .. } => {
                per_year * scenario.load * more_while_onboarded(of_segment) * complexity
            }
            Origin::Request { source: RequestSource::Again(after), .. } => {
                YEAR as f64
                    / HOUR as f64
                    / (after.mean() / (scenario.load * complexity) + hours_of_one(kind, complexity))
            }
            Origin::Request { source: RequestSource::Log(log), .. } => {
                let tickets = log.weeks.iter().flatten().count() as f64;
                tickets / log.weeks.len() as f64 / f64::from(log.accounts) * (YEAR as f64 / WEEK as f64)
            }
            Origin::Request { source: RequestSource::Incidents(incidents), .. } => incidents.per_year * incidents.share,
            Origin::Step { digital: true, .. } => 0.0,
            Origin::Step { schedule: Schedule::Every(period), .. } => YEAR as f64 / period.ms() as f64,
            Origin::Step { schedule: Schedule::BeforeRenewal(_), .. } => {
                of_segment.contracts.iter().map(|contract| contract.share / contract.term.years()).sum()
            }
            Origin::Step { schedule: Schedule::AfterStart(_), .. } => of_segment.new_accounts,
            Origin::Step { schedule: Schedule::Farewell | Schedule::Welcome, .. } => 0.0,
            Origin::Risk { rate_per_year, .. } => *rate_per_year,
            Origin::Trigger { trigger, .. } => trigger.per_year[segment].0,
        };
        let opens = kind.condition().map_or(1.0, |condition| condition.share[segment]);
        let note = scenario.designs[0].note(kind).map_or(0.0, |note| note.settles);
        let settled = if scenario.designs[0].ignores(kind) { 1.0 } else { note };
        hours += hours_of_one(kind, complexity) * pieces * opens * (1.0 - settled);
    }
    hours + hours_of_finding_out(scenario, segment)
}

/// A piece of work with all that follows it, interaction by interaction.
fn hours_of_one(kind: &WorkKind, complexity: f64) -> f64 {
    let (mut hours, mut reached) = (kind.work.mean() * complexity, 1.0);
    let reasons = kind.conversation().map_or(&[][..], |talk| &talk.follow_ups);
    while reached > 1e-15 {
        let (mut left, mut goes_on) = (reached, 0.0);
        for reason in reasons {
            let so_many = left * reason.share;
            left -= so_many;
            // Another team has its own hours; it comes back from there, or does not.
            let work = if reason.to.is_none() { Some(&reason.work) } else { reason.back.as_ref() };
            hours += so_many * work.map_or(0.0, |work| work.mean() * complexity);
            goes_on += if work.is_some() { so_many } else { 0.0 };
        }
        reached = goes_on;
    }
    hours
}

/// By what requests are more because some accounts are new.
fn more_while_onboarded(segment: &Segment) -> f64 {
    let more = |onboarding: Onboarding| onboarding.duration.years() * (onboarding.request_factor - 1.0);
    1.0 + segment.new_accounts * segment.habits.onboarding.map_or(0.0, more)
}

/// What sales leaves out falls on the first step after the start that a person always makes.
fn hours_of_finding_out(scenario: &Scenario, segment: usize) -> f64 {
    let of_segment = &scenario.segments[segment];
    let by_people = scenario.kinds.iter().filter(|kind| kind.segments[segment]).any(|kind| {
        matches!(kind.origin, Origin::Step { schedule: Schedule::AfterStart(_), digital: false, reviewed: None, .. })
    });
    match of_segment.habits.poor_hand_off.filter(|_| by_people) {
        Some(poor) => of_segment.new_accounts * poor.share * poor.rework.hours(),
        None => 0.0,
    }
}
