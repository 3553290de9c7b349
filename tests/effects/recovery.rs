//! Plays on low satisfaction: each key moves its metric, and its neutral value moves nothing.

use crate::base::{self, BASE, Set};
use crate::direction::{Row, Way, check_all};
use crate::neutral;
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not: satisfaction, and a play where it is low.
const MORE: &str = r#"
[satisfaction]
late = 15
survey_response = "100%"

[outcomes]
low_satisfaction = 1.5

[triggers.unhappy]
satisfaction_below = 65
work = "45 min"
response = "80%"
"#;

/// The base with more.
static TEXT: LazyLock<String> = LazyLock::new(|| format!("{BASE}\n{MORE}"));

/// Keys and what they move; seen on [`TEXT`].
#[rustfmt::skip]
pub const RECOVERY: &[Row] = &[
    ("satisfaction.survey_response", "10%", "100%", "named", TriggeredShare, Up),
    ("triggers.unhappy.satisfaction_below", "45", "70", "named", TriggeredShare, Up),
    ("triggers.unhappy.restores", "0", "40", "named", SatisfactionMean, Up),
    ("triggers.unhappy.response", "0%", "100%", "named", SatisfactionMean, Up),
    ("triggers.unhappy.cooldown", "1 day", "1 year", "named", TriggeredShare, Down),
    ("triggers.unhappy.hysteresis", "0", "10", "named", TriggeredShare, Down),
    ("triggers.unhappy.work", "10 min", "90 min", "named", TriggeredShare, Up),
];

#[test]
fn plays_on_low_satisfaction_move_what_they_say() {
    check_all(Path::new("."), &TEXT, RECOVERY, &[]);
}

/// Steps that ask for a score.
const ASKED: &str = r#"
[health]
noise = 4

[playbooks.check]
steps = [
  { every = "2 weeks", work = "10 min", only_if_score_below = 60 },
  { every = "1 month", work = "10 min", digital = true, human_if_score_below = 55 },
]
"#;

/// Keys of scores and what they move; seen on [`TEXT`] with [`ASKED`].
pub const HEARING: &[Row] = &[("health.satisfaction", "0", "30", "pooled", PlannedShare, Up)];

#[test]
fn scores_that_hear_of_late_answers_call_for_more() {
    let text = format!("{}\n{ASKED}", *TEXT);
    check_all(Path::new("."), &text, HEARING, &[("satisfaction.late", "40")]);
}

#[test]
fn scores_that_hear_of_nothing_are_as_read() {
    // Decided as a touch falls due, or with the demand: the same.
    let text = format!("{}\n{ASKED}", *TEXT);
    let still: &[Set] = &[("satisfaction.late", "0"), ("satisfaction.in_time", "0"), ("satisfaction.stranger", "0")];
    let side = |weight: &str| {
        let sets = [still, &[("health.satisfaction", weight)]].concat();
        base::rows(&base::scenario(&text, &sets), "named", 3)
    };
    assert_eq!(base::first_difference(&side("0"), &side("30"), &Metric::ALL), None);
}

/// Values that are as though the key were not there; seen on [`TEXT`].
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("no satisfaction is below 0", "named",
        &[("triggers.unhappy.satisfaction_below", "0"), ("satisfaction.survey_response", "10%")],
        &[("triggers.unhappy.satisfaction_below", "0"), ("triggers.unhappy.work", "9 h")]),
    ("who answers no survey calls for nothing", "named",
        &[("satisfaction.survey_response", "0%")], &[("satisfaction.survey_response", "0%"), ("triggers.unhappy.work", "9 h")]),
    ("who answers no play is restored by nothing", "named",
        &[("triggers.unhappy.response", "0%"), ("triggers.unhappy.restores", "0")],
        &[("triggers.unhappy.response", "0%"), ("triggers.unhappy.restores", "50")]),
];

#[test]
fn neutral_plays_on_satisfaction_change_nothing() {
    neutral::check(&TEXT, NEUTRAL, &Metric::ALL);
}

#[test]
fn a_trigger_that_nothing_sets_off_is_not_there() {
    let more = "[requests.question.follow_ups.more]\nshare = \"20%\"\nafter = \"1 day\"\nwork = \"20 min\"\n";
    let plain = format!("{BASE}\n[satisfaction]\nlate = 15\n{more}");
    let watched = format!("{plain}\n[triggers.unhappy]\nwork = \"1 h\"\nsatisfaction_below = 0\n");
    let sets: &[Set] = &[("requests.question.gives_up", "{ exponential = \"3 days\" }")];
    let side = |text: &str| base::rows(&base::scenario(text, sets), "named", 3);
    let metrics: Vec<Metric> = Metric::ALL
        .into_iter()
        .filter(|metric| !matches!(metric, TriggerPrecisionShare | FalseAlarmsPerAccountYear))
        .collect();
    assert_eq!(base::first_difference(&side(&plain), &side(&watched), &metrics), None);
}
