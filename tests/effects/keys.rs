//! Every key of the file format either shows its effect in a table of [`super::direction`] or says here why it has no
//! direction. A new key without either fails.

use super::base::{self, BASE};
use super::channels::CHANNELS;
use super::digital::{self, DIGITAL_TOGETHER};
use super::direction::{COVERAGE, CUSTOMERS, FORMS, LOGS, TOGETHER, WORK};
use super::growth::{GROWTH, GROWTH_TOGETHER};
use super::habits::{HABITS, HABITS_TOGETHER};
use super::health::{HEALTH, HEALTH_TOGETHER, SHOWN_APART};
use super::hiring::HIRING;
use super::lifecycle::LIFECYCLE;
use super::moves;
use super::overrides::OVERRIDES;
use super::overtime::OVERTIME;
use super::people::{PEOPLE, PEOPLE_TOGETHER};
use super::programs::PROGRAMS;
use super::queues::{QUEUES, QUEUES_TOGETHER};
use super::recovery::{HEARING, RECOVERY};
use super::reviews::REVIEWS;
use super::routing::ROUTING;
use super::satisfaction::{SATISFACTION, SATISFACTION_TOGETHER};
use super::skills::SKILLS;
use super::support::SUPPORT;
use super::tiers::{FEES, TIERS};
use caseload::model::scenario::keys::{Kind, LOG, RAMP, ROOT, STICKY, TableSpec};
use caseload::time::{Elapsed, HOUR, Span, Working};
use std::collections::BTreeSet;

/// Keys that move no result in a direction, and why.
#[rustfmt::skip]
const WITHOUT_DIRECTION: &[(&str, &str)] = &[
    ("title", "a name"),
    ("simulation.start", "a date: it moves weekends and holidays along, in no direction"),
    ("simulation.length", "how long is measured; what is measured stays the same"),
    ("simulation.replications", "how often; tests/determinism.rs holds that more begin with the fewer"),
    ("simulation.seed", "chance"),
    ("simulation.confidence", "the width of intervals only"),
    ("simulation.current", "what others are compared with; tests/effects/outcome.rs holds what it means for churn"),
    ("outcomes.margin", "what a verdict weighs ARR with; src/experiment/trade.rs and the verdict's tests hold it"),
    ("outcomes.arr_counts_for", "as outcomes.margin"),
    ("requests.NAME.log.ticket_id", "tells tickets apart; a repeated one is refused"),
    ("teams.NAME.departures.N.csm", "one of seats that are alike; tests/behaviour/people.rs holds whose accounts it is"),
    (
        "designs.NAME.transition.conversions.N.from",
        "one of teams; tests/behaviour/transitions.rs holds who goes where, tests/errors that all fit",
    ),
    ("designs.NAME.transition.conversions.N.to", "as from"),
    ("playbooks.NAME.steps.N.before_renewal", "when a touch opens, not how many; tests/demand holds the dates"),
];

/// Keys below a table, by the name of their table: `teams.NAME.csms`. Tables themselves have no effect of their own.
fn keys_of(spec: &'static TableSpec, found: &mut BTreeSet<String>) {
    for key in spec.keys {
        let name = if spec.name.is_empty() { key.name.to_string() } else { format!("{}.{}", spec.name, key.name) };
        match &key.kind {
            Kind::Table(inner) | Kind::Named(inner) | Kind::List(inner) => keys_of(inner, found),
            Kind::Log => {
                found.insert(name);
                keys_of(&LOG, found);
            }
            Kind::ShareRamp => {
                found.insert(name);
                keys_of(&RAMP, found);
            }
            Kind::Sticky => {
                found.insert(name);
                keys_of(&STICKY, found);
            }
            _ => {
                found.insert(name);
            }
        }
    }
}

/// The key that a path such as `teams.csms.leave` sets.
fn key_of(path: &str) -> String {
    let mut spec: &'static TableSpec = &ROOT;
    let mut parts = path.split('.');
    loop {
        let part = parts.next().unwrap_or_else(|| panic!("{path} stops at a table"));
        let key = spec.key(part).unwrap_or_else(|| panic!("{path}: no key {part}"));
        let name = if spec.name.is_empty() { key.name.to_string() } else { format!("{}.{}", spec.name, key.name) };
        spec = match &key.kind {
            Kind::Table(inner) => inner,
            Kind::Named(inner) | Kind::List(inner) => {
                parts.next().unwrap_or_else(|| panic!("{path} stops at a table"));
                inner
            }
            Kind::Log if parts.clone().next().is_some() => &LOG,
            Kind::ShareRamp if parts.clone().next().is_some() => &RAMP,
            Kind::Sticky if parts.clone().next().is_some() => &STICKY,
            _ => return name,
        };
    }
}

fn shown() -> BTreeSet<String> {
    let first = [CUSTOMERS, WORK, COVERAGE, FORMS, LOGS, HABITS, HEALTH, PEOPLE, ROUTING, LIFECYCLE, SUPPORT].concat();
    let rows = [
        &first,
        CHANNELS,
        QUEUES,
        GROWTH,
        SATISFACTION,
        TIERS,
        moves::FORMS,
        digital::DIGITAL,
        PROGRAMS,
        OVERRIDES,
        RECOVERY,
        HEARING,
    ]
    .concat();
    let together = TOGETHER.iter().chain(HABITS_TOGETHER).chain(PEOPLE_TOGETHER).chain(moves::MOVES);
    let together = together.chain(HEALTH_TOGETHER).chain(DIGITAL_TOGETHER).chain(QUEUES_TOGETHER).map(|(row, _)| row);
    let together = together.chain(HIRING.iter().map(|(row, _)| row)).chain(FEES.iter().map(|(row, _)| row));
    let together = together.chain(SKILLS.iter().map(|(row, _)| row)).chain(OVERTIME.iter().map(|(row, _)| row));
    let together = together.chain(REVIEWS.iter().map(|(row, _)| row));
    let together = together.chain(GROWTH_TOGETHER.iter().chain(SATISFACTION_TOGETHER).map(|(row, _)| row));
    rows.iter().chain(together).map(|row| row.0).chain(SHOWN_APART.iter().copied()).map(key_of).collect()
}

#[test]
fn every_key_shows_its_effect_or_says_why_it_has_none() {
    let mut known = BTreeSet::new();
    keys_of(&ROOT, &mut known);
    assert!(known.len() > 70, "the tables of keys are read: {}", known.len());
    let mut accounted = shown();
    for (key, why) in WITHOUT_DIRECTION {
        assert!(accounted.insert(key.to_string()), "{key} shows an effect, so it needs no reason ({why})");
    }
    let missing: Vec<&String> = known.difference(&accounted).collect();
    assert!(missing.is_empty(), "add an effect (or a reason) for {missing:?}");
    let unknown: Vec<&String> = accounted.difference(&known).collect();
    assert!(unknown.is_empty(), "not keys of the format: {unknown:?}");
}

#[test]
fn keys_of_inner_tables_can_be_set_where_the_file_leaves_them_out() {
    let text = BASE.replace(
        r#"sticky = { memory = "60 days", patience = "4 business hours" }"#,
        r#"sticky = { memory = "60 days" }"#,
    );
    assert_ne!(text, BASE);
    let patience = |value: &str| {
        let scenario = base::scenario(&text, &[("designs.sticky.coverage.1.sticky.patience", value)]);
        scenario.designs[base::design(&scenario, "sticky")].rules[0].coverage.sticky.unwrap().patience
    };
    assert_eq!(patience("3 h"), Span::Clock(Elapsed::from_ms(3 * HOUR)));
    assert_eq!(patience("2 business hours"), Span::Business(Working::from_hours(2.0)));
}
