//! Health and triggers: each key moves its metric, and its neutral value moves nothing.

use crate::base::{self, BASE, Set};
use crate::direction::{Row, Way, check_all, check_together};
use crate::neutral;
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not: one trigger of each sign.
const MORE: &str = r#"
[health]
mean = 60
memory = "3 months"

[triggers.low]
segments = ["small", "large"]
score_below = 50
work = "30 min"

[triggers.fall]
score_drop = 20
work = "10 min"

[triggers.unused]
usage_below = "35%"
work = "10 min"

[triggers.using_less]
usage_drop = "40%"
work = "10 min"

[triggers.unhappy]
nps_below = 5
work = "10 min"

[triggers.champion]
champion_gone = true
work = "10 min"

[playbooks.reminder]
steps = [ { every = "1 month", work = "10 min", digital = true, human_if_score_below = 50 } ]

[playbooks.field]
preset = "check_in"
"#;

/// The base with more.
pub static TEXT: LazyLock<String> = LazyLock::new(|| format!("{BASE}\n{MORE}"));

/// Keys and what they move; seen on [`TEXT`].
#[rustfmt::skip]
pub const HEALTH: &[Row] = &[
    ("health.mean", "75", "55", "named", LogoChurnAnnual, Up),
    ("health.spread", "5", "25", "named", LogoChurnAnnual, Up),
    ("health.memory", "1 month", "12 months", "named", FalseAlarmsPerAccountYear, Down),
    ("health.at_risk_below", "40", "60", "named", TriggerPrecisionShare, Up),
    ("health.update", "1 day", "30 days", "named", FalseAlarmsPerAccountYear, Down),
    ("health.noise", "2", "15", "named", TriggerPrecisionShare, Down),
    ("health.noise", "2", "15", "named", FalseAlarmsPerAccountYear, Up),
    ("health.usage_noise", "5%", "40%", "named", FalseAlarmsPerAccountYear, Up),
    ("health.survey", "12 months", "1 month", "named", FalseAlarmsPerAccountYear, Up),
    ("health.survey_response", "10%", "90%", "named", FalseAlarmsPerAccountYear, Up),
    ("health.champion_leaves", "0 / account / year", "2 / account / year", "named", LogoChurnAnnual, Up),
    ("segments.small.health_mean", "75", "50", "named", LogoChurnAnnual, Up),
    ("triggers.low.segments", "all", "large", "named", TriggeredShare, Down),
    ("triggers.low.score_below", "45", "65", "named", FalseAlarmsPerAccountYear, Up),
    ("triggers.fall.score_drop", "15", "40", "named", FalseAlarmsPerAccountYear, Down),
    ("triggers.unused.usage_below", "20%", "55%", "named", FalseAlarmsPerAccountYear, Up),
    ("triggers.using_less.usage_drop", "25%", "60%", "named", FalseAlarmsPerAccountYear, Down),
    ("triggers.using_less.within", "7 days", "90 days", "named", TriggeredShare, Up),
    ("triggers.unhappy.nps_below", "3", "7", "named", FalseAlarmsPerAccountYear, Up),
    ("triggers.low.cooldown", "1 day", "180 days", "named", FalseAlarmsPerAccountYear, Down),
    ("triggers.low.hysteresis", "0", "20", "named", FalseAlarmsPerAccountYear, Down),
    ("triggers.low.work", "30 min", "60 min", "named", TriggeredShare, Up),
    ("triggers.low.window", "30 days", "2 h", "named", CtaSentShare, Down),
    ("triggers.low.save_at_once", "5%", "30%", "named", CtaOutcomeShare, Up),
    ("triggers.low.response", "10%", "35%", "named", CtaRespondedShare, Up),
    ("triggers.low.response", "10%", "35%", "named", CtaOutcomeShare, Up),
    ("triggers.low.priority", "1", "9", "named", CtaOutcomeShare, Down),
    ("designs.named.triggers", "all", "unused", "named", TriggeredShare, Down),
    ("playbooks.care.steps.1.only_if_score_below", "40", "70", "named", PlannedShare, Up),
    ("playbooks.reminder.steps.1.human_if_score_below", "30", "70", "named", PlannedShare, Up),
    ("playbooks.field.preset", "advocacy", "business_review", "named", PlannedShare, Up),
    ("outcomes.low_health", "1", "2", "named", LogoChurnAnnual, Up),
    ("outcomes.needless_touch", "1", "1.5", "named", LogoChurnAnnual, Up),
];

/// Keys that are only seen together with another value.
#[rustfmt::skip]
pub const HEALTH_TOGETHER: &[(Row, Set)] = &[
    (("health.champion_loss", "0", "60", "named", LogoChurnAnnual, Up), ("health.champion_leaves", "2 / account / year")),
    (("health.updates", "together", "spread", "named", WaitHoursMean, Down), ("triggers.fall.work", "2 h")),
    (("triggers.low.save_at_end", "0%", "35%", "named", CtaOutcomeShare, Up), ("triggers.low.window", "8 h")),
];

/// A sign that is watched or not; seen on [`TEXT`] without that trigger, and with it.
const CHAMPION: &str = "triggers.champion.champion_gone";

/// Keys shown by a test of their own.
pub const SHOWN_APART: &[&str] = &[CHAMPION];

#[test]
fn health_and_triggers_move_what_they_say() {
    check_all(Path::new("."), &TEXT, HEALTH, &[]);
    check_together(&TEXT, HEALTH_TOGETHER);
    // At one save in two, what triggers save is seen in churn.
    let sets = [("triggers.low.save_at_end", "95%"), ("triggers.low.response", "95%"), ("outcomes.low_health", "3")];
    let row = ("triggers.low.save_at_once", "0%", "95%", "named", LogoChurnAnnual, Down);
    check_all(Path::new("."), &TEXT, &[row], &sets);
}

#[test]
fn a_champion_who_leaves_raises_an_alarm() {
    let without = TEXT.replace("[triggers.champion]\nchampion_gone = true\nwork = \"10 min\"\n", "");
    assert_ne!(without, *TEXT);
    let rows = |text: &str| base::rows(&base::scenario(text, &[]), "named", 20);
    let more = base::difference(&rows(&without), &rows(&TEXT), TriggeredShare, 0.99).estimate;
    assert!(more.low > 0.0, "{more:?}");
}

/// Values that are as though the key were not there; seen on [`TEXT`].
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("whoever never leaves takes nothing along", "named",
        &[("health.champion_leaves", "0 / account / year"), ("health.champion_loss", "1")],
        &[("health.champion_leaves", "0 / account / year"), ("health.champion_loss", "60")]),
    ("surveys that nobody answers are no surveys", "named",
        &[("health.survey_response", "0%"), ("health.survey", "1 month")],
        &[("health.survey_response", "0%"), ("health.survey", "12 months"), ("triggers.unhappy.nps_below", "9")]),
    ("the mean of all is the mean of each", "named", &[], &[("segments.small.health_mean", "60"), ("segments.large.health_mean", "60")]),
    ("all are updated together by default", "named", &[], &[("health.updates", "together")]),
    ("a cooldown shorter than an update is none", "named", &[("triggers.low.cooldown", "0 days")], &[("triggers.low.cooldown", "1 day")]),
    ("a design that names all triggers acts on all", "named", &[],
        &[("designs.named.triggers", r#"["low", "fall", "unused", "using_less", "unhappy", "champion"]"#)]),
    ("no score is below 0, so no CSM steps in", "named",
        &[("playbooks.reminder.steps.1.human_if_score_below", "0"), ("playbooks.reminder.steps.1.work", "10 min")],
        &[("playbooks.reminder.steps.1.human_if_score_below", "0"), ("playbooks.reminder.steps.1.work", "9 h")]),
    ("every score is below 100, without spread and noise", "named",
        &[("health.spread", "0"), ("health.noise", "0")],
        &[("health.spread", "0"), ("health.noise", "0"), ("playbooks.care.steps.1.only_if_score_below", "100")]),
    ("all segments are all accounts", "named", &[], &[("triggers.fall.segments", r#"["small", "large"]"#)]),
    ("strength 0 makes health, plays and alarms no matter", "named",
        &[("outcomes.strength", "0")], &[("outcomes.strength", "0"), ("outcomes.low_health", "3"), ("outcomes.needless_touch", "2")]),
    ("without spread nobody is at risk", "named",
        &[("health.spread", "0"), ("health.champion_loss", "0"), ("outcomes.low_health", "1")],
        &[("health.spread", "0"), ("health.champion_loss", "0"), ("outcomes.low_health", "9"), ("health.memory", "1 year")]),
];

#[test]
fn neutral_health_changes_nothing() {
    neutral::check(&TEXT, NEUTRAL, &Metric::ALL);
}

#[test]
fn a_trigger_that_a_design_does_not_act_on_is_not_there() {
    let without = TEXT.replace("[triggers.fall]\nscore_drop = 20\nwork = \"10 min\"\n", "");
    assert_ne!(without, *TEXT);
    let others = [("designs.named.triggers", r#"["low", "unused", "using_less", "unhappy", "champion"]"#)];
    let (a, b) = (base::scenario(&without, &[]), base::scenario(&TEXT, &others));
    let difference = base::first_difference(&base::rows(&a, "named", 3), &base::rows(&b, "named", 3), &Metric::ALL);
    assert_eq!(difference, None);
}

#[test]
fn health_that_matters_to_nobody_changes_nothing() {
    // A path without an effect, and a trigger that never alarms, beside the scenario without either.
    let health = "[health]\nmean = 60\n[triggers.low]\nscore_below = 0\nwork = \"1 h\"\n";
    let side = |text: &str, sets: &[Set]| base::rows(&base::scenario(text, sets), "named", 3);
    let without = side(BASE, &[]);
    let with = side(&format!("{BASE}\n{health}"), &[("outcomes.low_health", "1")]);
    let metrics: Vec<Metric> = Metric::ALL
        .into_iter()
        .filter(|metric| !matches!(metric, TriggerPrecisionShare | FalseAlarmsPerAccountYear))
        .collect();
    assert_eq!(base::first_difference(&without, &with, &metrics), None);
}

#[test]
fn a_preset_is_the_steps_that_it_stands_for() {
    let steps = r#"steps = [ { every = "3 months", work = "30 min" } ]"#;
    let side = |playbook: &str| {
        base::rows(&base::scenario(&format!("{BASE}\n[playbooks.extra]\n{playbook}\n"), &[]), "named", 3)
    };
    assert_eq!(base::first_difference(&side(steps), &side("preset = \"check_in\""), &Metric::ALL), None);
}
