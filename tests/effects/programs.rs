//! One-to-many programs: each key moves its metric, and its neutral value moves nothing.

use crate::base::{self, BASE, Set};
use crate::direction::{Row, Way, check_all};
use crate::neutral;
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not: office hours, and a rare kind of request.
const MORE: &str = r#"
[requests.rare]
segments = ["small", "large"]
rate = "0.1 / account / year"
work = "10 min"
respond_within = "4 business hours"
profile = "day"
"#;

const HOURS: &str = r#"
[programs.hours]
segments = ["small", "large"]
team = "csms"
every = "1 week"
work = "2 h"
attendance = "30%"
counts_for = "14 days"
covers = "care.1"
requests = ["question", "rare"]
answers = "30%"
"#;

/// The base with more.
pub static TEXT: LazyLock<String> = LazyLock::new(|| format!("{BASE}\n{MORE}\n{HOURS}"));

/// Keys and what they move; seen on [`TEXT`].
#[rustfmt::skip]
pub const PROGRAMS: &[Row] = &[
    ("programs.hours.segments", "all", "large", "named", OneToManyShare, Down),
    ("programs.hours.team", "csms", "key", "named", Csms, Up),
    ("programs.hours.every", "1 week", "4 weeks", "named", OneToManyShare, Down),
    ("programs.hours.work", "30 min", "6 h", "named", PlannedShare, Up),
    ("programs.hours.attendance", "10%", "60%", "named", OneToManyShare, Up),
    ("programs.hours.attendance", "10%", "60%", "named", PlannedShare, Down),
    ("programs.hours.counts_for", "7 days", "60 days", "named", OneToManyShare, Up),
    ("programs.hours.covers", "care.2", "care", "named", OneToManyShare, Up),
    ("programs.hours.requests", "rare", "question", "named", RequestsPerAccountMonth, Down),
    ("programs.hours.answers", "10%", "90%", "named", AnsweredInSessionsShare, Up),
    ("programs.hours.answers", "10%", "90%", "named", FirstResponseHoursMean, Down),
    ("designs.named.programs", "[]", "hours", "named", OneToManyShare, Up),
];

#[test]
fn programs_move_what_they_say() {
    check_all(Path::new("."), &TEXT, PROGRAMS, &[]);
}

/// The same customers under one design: what is set on one side and on the other.
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("nobody comes and nobody hosts", "named",
        &[("programs.hours.attendance", "0%"), ("programs.hours.work", "0 h"), ("programs.hours.every", "1 week")],
        &[("designs.named.programs", "[]")]),
    ("what no longer counts does nothing", "named",
        &[("programs.hours.counts_for", "0 days"), ("programs.hours.work", "0 h")], &[("designs.named.programs", "[]")]),
    ("a session that answers nothing", "named",
        &[("programs.hours.answers", "0%"), ("programs.hours.requests", "question")],
        &[("programs.hours.answers", "0%"), ("programs.hours.requests", "rare")]),
    ("all programs are run by default", "named", &[], &[("designs.named.programs", r#"["hours"]"#)]),
];

#[test]
fn neutral_programs_change_nothing() {
    neutral::check(&TEXT, NEUTRAL, &Metric::ALL);
}

#[test]
fn a_program_that_nobody_runs_is_not_there() {
    let side = |text: &str, sets: &[Set]| base::rows(&base::scenario(text, sets), "named", 3);
    let metrics: Vec<Metric> =
        Metric::ALL.into_iter().filter(|metric| !matches!(metric, OneToManyShare | AnsweredInSessionsShare)).collect();
    let without = side(&format!("{BASE}\n{MORE}"), &[]);
    let with = side(&TEXT, &[("designs.named.programs", "[]")]);
    assert_eq!(base::first_difference(&without, &with, &metrics), None);
}
