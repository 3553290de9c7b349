//! What follows from where an account stands: work that goes to other teams by its name.

use crate::base::{self, BASE};
use crate::direction::{Row, Way, check_all};
use crate::neutral;
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not.
const MORE: &str = r#"
[risks.more]
rate = "0.5 / account / year"
work = "30 min"

[designs.sales]
coverage = [ { work = ["care"], pooled = "key" }, { named = "csms" } ]

[segments.small.activation]
half_in = "10 days"

[designs.noted]
coverage = [ { named = "csms" } ]
notes = [ { of = ["drop"], wait = "3 days" } ]
"#;

/// The base with more.
pub static TEXT: LazyLock<String> = LazyLock::new(|| format!("{BASE}\n{MORE}"));

/// Keys and what they move; seen on [`TEXT`].
#[rustfmt::skip]
pub const LIFECYCLE: &[Row] = &[
    ("segments.small.activation.seats", "60%", "95%", "named", ActivatedOnTimeShare, Down),
    ("segments.small.activation.within", "15 days", "60 days", "named", ActivatedOnTimeShare, Up),
    ("segments.small.activation.half_in", "8 days", "20 days", "named", ActivatedOnTimeShare, Down),
    ("segments.small.activation.half_in", "8 days", "60 days", "named", EarlyChurnShare, Up),
    ("segments.small.activation.spread", "0.1", "3", "named", ActivatedOnTimeShare, Down),
    ("segments.small.activation.step_factor", "1", "6", "named", ActivatedOnTimeShare, Up),
    ("segments.small.activation.early_churn", "10% / year", "90% / year", "named", EarlyChurnShare, Up),
    ("designs.noted.notes.1.settles", "0%", "30%", "noted", TriggeredShare, Down),
    ("designs.noted.notes.1.settles", "0%", "30%", "noted", EscalationsPerAccountYear, Down),
    ("designs.noted.notes.1.wait", "1 day", "20 days", "noted", CtaOutcomeShare, Down),
    ("designs.noted.notes.1.of", "drop", r#"["drop", "more"]"#, "noted", EscalationsPerAccountYear, Up),
];

#[test]
fn lifecycles_move_what_they_say() {
    check_all(Path::new("."), &TEXT, LIFECYCLE, &[]);
}

/// Values that are as though the key were not there; seen on [`TEXT`].
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("all names of a class are that class", "sales", &[], &[("designs.sales.coverage.1.work", "planned")]),
    ("the order of names is none", "sales",
        &[("designs.sales.coverage.1.work", r#"["care", "drop"]"#)], &[("designs.sales.coverage.1.work", r#"["drop", "care"]"#)]),
];

#[test]
fn neutral_lifecycles_change_nothing() {
    neutral::check(&TEXT, NEUTRAL, &Metric::ALL);
}

#[test]
fn a_note_that_does_nothing_is_no_note() {
    let scenario =
        base::scenario(&TEXT, &[("designs.noted.notes.1.settles", "0%"), ("designs.noted.notes.1.wait", "0 days")]);
    let (with, without) = (base::rows(&scenario, "noted", 3), base::rows(&scenario, "named", 3));
    let metrics: Vec<Metric> = Metric::ALL.into_iter().filter(|m| *m != EscalationsPerAccountYear).collect();
    assert_eq!(base::first_difference(&with, &without, &metrics), None);
}

/// Values that leave who is activated as it was.
#[rustfmt::skip]
const SAME_ADOPTION: &[neutral::Row] = &[
    ("steps that make nothing faster make nobody faster", "named",
        &[("segments.small.activation.step_factor", "1")],
        &[("segments.small.activation.step_factor", "1"), ("playbooks.care.steps.3.due_in", "1 h")]),
    ("without effects on outcomes steps make nobody faster", "named",
        &[("segments.small.activation.step_factor", "1"), ("outcomes.strength", "0")],
        &[("segments.small.activation.step_factor", "6"), ("outcomes.strength", "0")]),
];

#[test]
fn neutral_steps_leave_adoption_as_it_was() {
    neutral::check(&TEXT, SAME_ADOPTION, &[ActivatedOnTimeShare, EarlyChurnShare]);
}

#[test]
fn activation_without_early_churn_is_only_counted() {
    let sets = [("segments.small.activation.early_churn", "0% / year")];
    let without = TEXT.replace("[segments.small.activation]\nhalf_in = \"10 days\"\n", "");
    assert_ne!(without, *TEXT);
    let side = |text: &str, sets: &[base::Set]| base::rows(&base::scenario(text, sets), "named", 3);
    let metrics: Vec<Metric> =
        Metric::ALL.into_iter().filter(|m| !matches!(m, ActivatedOnTimeShare | EarlyChurnShare)).collect();
    assert_eq!(base::first_difference(&side(&without, &[]), &side(&TEXT, &sets), &metrics), None);
}
