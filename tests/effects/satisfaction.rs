//! Satisfaction, references and digital touches that lift health: each key moves its metric, and its neutral value moves
//! nothing.

use crate::base::{self, BASE, Set};
use crate::direction::{Row, Way, check_all, check_together};
use crate::neutral::{self, OUTCOMES};
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not.
const MORE: &str = r#"
[health]
mean = 55

[digital]

[satisfaction]

[outcomes]
low_satisfaction = 1.5

[playbooks.reviews]
steps = [
  { every = "3 months", work = "10 min", advocacy = true, only_if_score_above = 60 },
  { every = "1 week", work = "1 min", digital = true, lifts = 5 },
]
"#;

/// The base with more.
pub static TEXT: LazyLock<String> = LazyLock::new(|| format!("{BASE}\n{MORE}"));

/// Keys and what they move; seen on [`TEXT`].
#[rustfmt::skip]
pub const SATISFACTION: &[Row] = &[
    ("satisfaction.usual", "60", "80", "named", SatisfactionMean, Up),
    ("satisfaction.in_time", "1", "5", "named", SatisfactionMean, Up),
    ("satisfaction.late", "5", "20", "named", SatisfactionMean, Down),
    ("satisfaction.stranger", "0", "6", "pooled", SatisfactionMean, Down),
    ("playbooks.reviews.steps.1.advocacy", "false", "true", "named", ReferencesAnnual, Up),
    ("playbooks.reviews.steps.1.only_if_score_above", "40", "75", "named", ReferencesAnnual, Down),
    ("playbooks.reviews.steps.1.only_if_score_above", "40", "75", "named", PlannedShare, Down),
    ("playbooks.reviews.steps.2.lifts", "0", "10", "named", LogoChurnAnnual, Down),
];

/// Keys that are only seen together with another value.
#[rustfmt::skip]
pub const SATISFACTION_TOGETHER: &[(Row, Set)] = &[
    (("outcomes.low_satisfaction", "1", "4", "named", LogoChurnAnnual, Up), ("satisfaction.late", "80")),
    (("satisfaction.half_life", "30 days", "12 months", "named", SatisfactionMean, Up), ("satisfaction.late", "0")),
    (("digital.lift_at_most", "1", "30", "named", LogoChurnAnnual, Down), ("playbooks.reviews.steps.2.lifts", "20")),
];

#[test]
fn satisfaction_references_and_lifts_move_what_they_say() {
    check_all(Path::new("."), &TEXT, SATISFACTION, &[("playbooks.reviews.steps.2.advocacy", "true")]);
    check_together(&TEXT, SATISFACTION_TOGETHER);
}

/// Values that are as though the key were not there; seen on [`TEXT`].
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("a lift of nothing is none", "named",
        &[("playbooks.reviews.steps.2.lifts", "0"), ("digital.lift_at_most", "1")],
        &[("playbooks.reviews.steps.2.lifts", "0"), ("digital.lift_at_most", "90")]),
    ("answers that move nothing are not forgotten", "named",
        &[("satisfaction.in_time", "0"), ("satisfaction.late", "0"), ("satisfaction.stranger", "0"), ("satisfaction.half_life", "1 day")],
        &[("satisfaction.in_time", "0"), ("satisfaction.late", "0"), ("satisfaction.stranger", "0"), ("satisfaction.half_life", "1 year")]),
    ("every score is at least 0, but for the time without one", "named",
        &[("health.update", "1 h"), ("playbooks.reviews.steps.1.only_if_score_above", "0"), ("health.noise", "0")],
        &[("health.update", "1 h"), ("playbooks.reviews.steps.1.only_if_score_above", "0"), ("health.noise", "1")]),
];

#[test]
fn neutral_satisfaction_changes_nothing() {
    neutral::check(&TEXT, &NEUTRAL[..2], &Metric::ALL);
    neutral::check(&TEXT, &NEUTRAL[2..], OUTCOMES);
}

/// Churn and growth are the same, whatever else changes.
#[rustfmt::skip]
const ONLY_OUTCOMES: &[neutral::Row] = &[
    ("without an effect nobody leaves for lack of satisfaction", "named",
        &[("outcomes.low_satisfaction", "1"), ("satisfaction.late", "0")], &[("outcomes.low_satisfaction", "1"), ("satisfaction.late", "90")]),
    ("without effects satisfaction and lifts are none", "named",
        &[("outcomes.strength", "0"), ("satisfaction.late", "0")],
        &[("outcomes.strength", "0"), ("satisfaction.late", "50"), ("playbooks.reviews.steps.2.lifts", "50")]),
];

#[test]
fn satisfaction_without_an_effect_changes_no_outcome() {
    neutral::check(&TEXT, ONLY_OUTCOMES, OUTCOMES);
}

#[test]
fn satisfaction_and_references_are_only_counted() {
    let plain = format!("{BASE}\n[playbooks.more]\nsteps = [ {{ every = \"3 months\", work = \"10 min\" }} ]\n");
    let counted = plain.replace("10 min\" } ]", "10 min\", advocacy = true } ]\n[satisfaction]");
    assert_ne!(plain, counted);
    let side = |text: &str| base::rows(&base::scenario(text, &[]), "named", 3);
    let metrics: Vec<Metric> =
        Metric::ALL.into_iter().filter(|m| !matches!(m, SatisfactionMean | ReferencesAnnual)).collect();
    assert_eq!(base::first_difference(&side(&plain), &side(&counted), &metrics), None);
}
