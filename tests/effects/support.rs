//! Requests that are handed over to another team: each key moves its metric, and its neutral value moves nothing.

use crate::base::{self, BASE};
use crate::direction::{Row, Way, check_all};
use crate::neutral;
use Way::Up;
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not: a third of all answers go on to Support, and come back from there.
const MORE: &str = r#"
[teams.support]
csms = 1
calendar = "desk"

[requests.question.follow_ups.support]
share = "33%"
after = "1 h"
work = "20 min"
to = "support"
back = "10 min"
"#;

/// The base with more.
pub static TEXT: LazyLock<String> = LazyLock::new(|| format!("{BASE}\n{MORE}"));

/// Keys and what they move; seen on [`TEXT`].
#[rustfmt::skip]
pub const SUPPORT: &[Row] = &[
    ("requests.question.follow_ups.support.back", "5 min", "60 min", "named", ResolutionHoursMean, Up),
    ("requests.question.follow_ups.support.to", "csms", "support", "named", CostAnnual, Up),
];

#[test]
fn support_moves_what_it_says() {
    check_all(Path::new("."), &TEXT, SUPPORT, &[]);
    // Another team means other people, who are paid and take work off the first.
    let utilization = |to: &str| {
        let scenario = base::scenario(&TEXT, &[("requests.question.follow_ups.support.to", to)]);
        let team = scenario.designs[0].teams.iter().position(|team| team.name == "csms").expect("it is there");
        let rows = base::rows(&scenario, "named", 10);
        rows.teams.iter().map(|teams| teams[team][Utilization]).sum::<f64>() / 10.0
    };
    assert!(utilization("support") < utilization("csms") - 0.02, "Support takes work off the CSMs");
}

/// Values that are as though the key were not there.
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("what is never handed over never comes back", "named",
        &[("requests.question.follow_ups.support.share", "0%")],
        &[("requests.question.follow_ups.support.share", "0%"), ("requests.question.follow_ups.support.back", "9 h")]),
];

#[test]
fn neutral_support_changes_nothing() {
    neutral::check(&TEXT, NEUTRAL, &Metric::ALL);
}
