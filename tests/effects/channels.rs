//! Channels that are added, and hand-offs from sales that leave something to find out: each key moves its metric, and its
//! neutral value moves nothing.

use crate::base::{BASE, Set};
use crate::direction::{Row, Way, check_all};
use crate::neutral;
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not.
const MORE: &str = r#"
[segments.small]
poor_hand_off = "50%"

[requests.chat]
segments = ["small", "large"]
rate = "0.4 / account / month"
work = "15 min"
respond_within = "1 business hour"
frailty = 1
profile = "day"

[requests.chat.channel]
opens = "13 weeks"
takes = { question = "10%" }
"#;

/// The base with more.
pub static TEXT: LazyLock<String> = LazyLock::new(|| {
    let (segment, requests) = MORE.split_at(MORE.find("[requests").expect("the text has requests"));
    let poor = segment.replace("[segments.small]", "");
    format!("{}\n{requests}", BASE.replace("[segments.small]", &format!("[segments.small]{}", poor.trim_end())))
});

/// Keys and what they move; seen on [`TEXT`].
#[rustfmt::skip]
pub const CHANNELS: &[Row] = &[
    ("requests.chat.channel.opens", "1 week", "40 weeks", "named", RequestsPerAccountMonth, Down),
    ("requests.chat.channel.over", "0 days", "39 weeks", "named", RequestsPerAccountMonth, Down),
    ("requests.chat.channel.takes", r#"{ question = "0%" }"#, r#"{ question = "60%" }"#, "named", ReactiveShare, Down),
    ("segments.small.poor_hand_off", "0%", "100%", "named", Utilization, Up),
    ("segments.small.hand_off_rework", "10 min", "3 h", "named", Utilization, Up),
];

#[test]
fn channels_and_hand_offs_from_sales_move_what_they_say() {
    check_all(Path::new("."), &TEXT, CHANNELS, &[]);
}

const ALL_OF_IT: Set = ("requests.chat.rate", "0 / account / month");

/// Values that are as though the key were not there; seen on [`TEXT`].
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("a channel that takes nothing takes nothing", "named",
        &[("requests.chat.channel.takes", r#"{ question = "0%" }"#), ("requests.chat.channel.opens", "13 weeks"), ALL_OF_IT],
        &[("requests.chat.channel.takes", r#"{ question = "0%" }"#), ("requests.chat.channel.opens", "30 weeks"), ALL_OF_IT]),
    ("a channel that all know at once", "named", &[], &[("requests.chat.channel.over", "0 days")]),
    ("no hand-off is poor", "named",
        &[("segments.small.poor_hand_off", "0%")], &[("segments.small.poor_hand_off", "0%"), ("segments.small.hand_off_rework", "9 h")]),
    ("nothing to find out again", "named",
        &[("segments.small.poor_hand_off", "0%")], &[("segments.small.poor_hand_off", "70%"), ("segments.small.hand_off_rework", "0 min")]),
];

#[test]
fn neutral_values_leave_everything_as_it_was() {
    neutral::check(&TEXT, NEUTRAL, &Metric::ALL);
}
