//! What moves queues beside rates and heads: urgent work that interrupts, accounts that wait for an answer before they ask
//! again, work for idle time, calls away. Each key moves its metric, and its neutral value
//! moves nothing.

use crate::base::{BASE, Set};
use crate::direction::{Row, Way, check_all, check_together};
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

[requests.advice]
segments = "large"
again_after = { exponential = "40 days" }
work = "40 min"
respond_within = "8 business hours"
"#;

/// The base with more.
static TEXT: LazyLock<String> = LazyLock::new(|| format!("{BASE}\n{MORE}"));

/// Keys and what they move; seen on [`TEXT`].
#[rustfmt::skip]
pub const QUEUES: &[Row] = &[
    ("requests.advice.again_after", "40 days", "20 days", "named", RequestsPerAccountMonth, Up),
    ("teams.csms.idle_work", "0 min", "4 h", "pooled", FirstResponseHoursMean, Up),
    ("teams.csms.idle_work", "0 min", "4 h", "named", PlannedLateDaysMean, Up),
    ("incidents.outage.interrupts", "false", "true", "pooled", FirstResponseHoursMean, Down),
];

/// Keys that are only seen together with another value.
#[rustfmt::skip]
pub const QUEUES_TOGETHER: &[(Row, Set)] = &[
    (("requests.question.interrupts", "false", "true", "alone", FirstResponseHoursMean, Down), FIRST_COME),
    (("requests.question.interrupts", "false", "true", "alone", PlannedLateDaysMean, Up), FIRST_COME),
    (("teams.csms.called_away.after", "20 days", "4 days", "named", AbsentShare, Up), AWAY),
    (("teams.csms.called_away.back_after", "6 h", "3 days", "alone", FirstResponseHoursMean, Up), CALLED),
    (("teams.csms.non_customer", "20%", "45%", "named", IdleWorkShare, Down), ("teams.csms.idle_work", "1 h")),
    (("teams.csms.idle_work_once", "false", "true", "named", IdleWorkShare, Down), ("teams.csms.idle_work", "1 h")),
    (("context.interruption", "0 min", "30 min", "pooled", Utilization, Up), URGENT),
    (("requests.question.rate", "1 / account / month", "1.3 / account / month", "named", InterruptionsPerCsmDay, Up), URGENT),
];
const AWAY: Set = ("teams.csms.called_away.back_after", "1 day");
const CALLED: Set = ("teams.csms.called_away.after", "10 days");
const FIRST_COME: Set = ("teams.csms.discipline", "first_come");
const URGENT: Set = ("requests.question.interrupts", "true");

#[test]
fn queues_move_as_they_say() {
    check_all(Path::new("."), &TEXT, QUEUES, &[]);
    check_together(&TEXT, QUEUES_TOGETHER);
}

/// Values that are as though the key were not there.
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("nothing interrupts by default", "pooled", &[],
        &[("requests.question.interrupts", "false"), ("incidents.outage.interrupts", "false")]),
    ("the same time between requests, said in another way", "named",
        &[("requests.advice.again_after", "20 days")], &[("requests.advice.again_after", r#"{ values = ["20 days"] }"#)]),
    ("no time of idle work is none", "named", &[], &[("teams.csms.idle_work", "0 min")]),
    ("block after block by default", "named", &[("teams.csms.idle_work", "1 h")],
        &[("teams.csms.idle_work", "1 h"), ("teams.csms.idle_work_once", "false")]),
    ("nobody is called away for as long as that", "named", &[],
        &[("teams.csms.called_away.after", "99 years"), AWAY]),
    ("picking up again costs nothing by default", "named", &[URGENT], &[URGENT, ("context.interruption", "0 min")]),
];

#[test]
fn neutral_queues_change_nothing() {
    neutral::check(&TEXT, NEUTRAL, &Metric::ALL);
}
