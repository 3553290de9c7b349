//! What moves queues beside rates and heads: urgent work that interrupts. Each key moves its metric, and its neutral value
//! moves nothing.

use crate::base::{BASE, Set};
use crate::direction::{Row, Way, check_all};
use crate::neutral;
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not: incidents.
const MORE: &str = r#"
[incidents.outage]
rate = "2 / month"
share = "20%"
work = "30 min"
respond_within = "1 h"
"#;

/// The base with more.
static TEXT: LazyLock<String> = LazyLock::new(|| format!("{BASE}\n{MORE}"));

/// Keys and what they move; seen on [`TEXT`].
#[rustfmt::skip]
pub const QUEUES: &[Row] = &[
    ("incidents.outage.interrupts", "false", "true", "pooled", FirstResponseHoursMean, Down),
];

/// Keys that are only seen together with another value.
#[rustfmt::skip]
pub const QUEUES_TOGETHER: &[(Row, Set)] = &[
    (("requests.question.interrupts", "false", "true", "alone", FirstResponseHoursMean, Down), FIRST_COME),
    (("requests.question.interrupts", "false", "true", "alone", PlannedLateDaysMean, Up), FIRST_COME),
    (("context.interruption", "0 min", "30 min", "pooled", Utilization, Up), URGENT),
    (("requests.question.rate", "1 / account / month", "1.3 / account / month", "named", InterruptionsPerCsmDay, Up), URGENT),
];
const FIRST_COME: Set = ("teams.csms.discipline", "first_come");
const URGENT: Set = ("requests.question.interrupts", "true");

#[test]
fn queues_move_as_they_say() {
    check_all(Path::new("."), &TEXT, QUEUES, &[]);
    for (row, with) in QUEUES_TOGETHER {
        check_all(Path::new("."), &TEXT, &[*row], &[*with]);
    }
}

/// Values that are as though the key were not there.
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("nothing interrupts by default", "pooled", &[],
        &[("requests.question.interrupts", "false"), ("incidents.outage.interrupts", "false")]),
    ("picking up again costs nothing by default", "named", &[URGENT], &[URGENT, ("context.interruption", "0 min")]),
];

#[test]
fn neutral_queues_change_nothing() {
    neutral::check(&TEXT, NEUTRAL, &Metric::ALL);
}
