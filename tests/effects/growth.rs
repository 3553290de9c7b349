//! Expansion: each key moves its metric, and its neutral value moves nothing.

use crate::base::{self, BASE, Set};
use crate::direction::{Row, Way, check_all, check_together};
use crate::neutral::{self, OUTCOMES};
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not.
const MORE: &str = r#"
[licences]
mean = "70%"

[triggers.full]
licences_over = "80%"
work = "30 min"

[playbooks.outreach]
steps = [ { every = "1 month", work = "20 min", only_if_licences_over = "80%" } ]

[designs.silent]
coverage = [ { named = "csms" } ]
triggers = []
"#;

/// The base with more.
pub static TEXT: LazyLock<String> = LazyLock::new(|| format!("{BASE}\n{MORE}"));

/// Keys and what they move; seen on [`TEXT`].
#[rustfmt::skip]
pub const GROWTH: &[Row] = &[
    ("licences.mean", "60%", "75%", "named", ExpansionCtasPerAccountYear, Up),
    ("licences.spread", "5%", "20%", "named", ExpansionCtasPerAccountYear, Up),
    ("licences.memory", "1 month", "12 months", "named", ExpansionCtasPerAccountYear, Down),
    ("licences.ready_from", "70%", "90%", "named", TriggerPrecisionShare, Down),
    ("licences.update", "1 day", "30 days", "named", ExpansionCtasPerAccountYear, Down),
    ("licences.noise", "0", "0.2", "named", TriggerPrecisionShare, Down),
    ("licences.noise", "0", "0.2", "named", FalseAlarmsPerAccountYear, Up),
    ("triggers.full.licences_over", "75%", "90%", "named", ExpansionCtasPerAccountYear, Down),
    ("triggers.full.win_at_once", "5%", "35%", "named", ExpansionWonShare, Up),
    ("triggers.full.win_at_once", "5%", "35%", "named", ExpansionCtaArrAnnual, Up),
    ("triggers.full.response", "10%", "35%", "named", ExpansionWonShare, Up),
    ("outcomes.expansion_won", "1", "3", "named", ExpansionCtaArrAnnual, Up),
    ("outcomes.expansion_won", "1", "3", "named", ExpansionArrAnnual, Up),
    ("outcomes.expansion_missed", "1", "0.2", "silent", ExpansionArrAnnual, Down),
    ("outcomes.needless_touch", "1", "2", "named", LogoChurnAnnual, Up),
    ("playbooks.outreach.steps.1.only_if_licences_over", "60%", "85%", "named", PlannedShare, Down),
];

/// Keys that are only seen together with another value.
#[rustfmt::skip]
pub const GROWTH_TOGETHER: &[(Row, Set)] = &[
    (("triggers.full.win_at_end", "0%", "30%", "named", ExpansionWonShare, Up), ("triggers.full.window", "8 h")),
];

#[test]
fn licences_and_expansion_move_what_they_say() {
    check_all(Path::new("."), &TEXT, GROWTH, &[]);
    check_together(&TEXT, GROWTH_TOGETHER);
}

#[test]
fn accounts_that_grow_fill_their_licences() {
    let growing = TEXT.replace("[segments.large]", "[segments.small.growth]\nshare = \"0%\"\n[segments.large]");
    let row: Row = ("segments.small.growth.share", "0%", "80%", "named", ExpansionCtasPerAccountYear, Up);
    check_all(Path::new("."), &growing, &[row], &[("segments.small.contract", "12 months")]);
}

/// Values that are as though the key were not there; seen on [`TEXT`].
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("nobody opens at licences that nobody has", "named",
        &[("playbooks.outreach.steps.1.only_if_licences_over", "100%"), ("playbooks.outreach.steps.1.work", "10 min")],
        &[("playbooks.outreach.steps.1.only_if_licences_over", "100%"), ("playbooks.outreach.steps.1.work", "9 h")]),
    ("without noise and spread all licences stand at the mean", "named",
        &[("licences.noise", "0"), ("licences.spread", "0%"), ("licences.memory", "1 month")],
        &[("licences.noise", "0"), ("licences.spread", "0%"), ("licences.memory", "1 year")]),
    ("strength 0 makes talks no matter", "named",
        &[("outcomes.strength", "0")],
        &[("outcomes.strength", "0"), ("outcomes.expansion_won", "3"), ("outcomes.expansion_missed", "0.2")]),
    ("a design that names all triggers acts on all", "named", &[], &[("designs.named.triggers", r#"["full"]"#)]),
];

#[test]
fn neutral_licences_change_nothing() {
    neutral::check(&TEXT, NEUTRAL, &Metric::ALL);
}

/// Churn and growth are the same, whatever else changes.
#[rustfmt::skip]
const ONLY_OUTCOMES: &[neutral::Row] = &[
    ("talks that multiply by 1 win nothing", "named",
        &[("outcomes.expansion_won", "1"), ("outcomes.expansion_missed", "1"), ("triggers.full.win_at_once", "0%")],
        &[("outcomes.expansion_won", "1"), ("outcomes.expansion_missed", "1"), ("triggers.full.win_at_once", "90%")]),
];

#[test]
fn neutral_talks_change_no_outcome() {
    neutral::check(&TEXT, ONLY_OUTCOMES, OUTCOMES);
}

#[test]
fn a_trigger_that_never_alarms_is_no_trigger() {
    let trigger = "[triggers.full]\nlicences_over = \"100%\"\nwork = \"1 h\"\n";
    let side = |text: &str| base::rows(&base::scenario(text, &[]), "named", 3);
    let new = [
        TriggerPrecisionShare,
        FalseAlarmsPerAccountYear,
        ExpansionCtasPerAccountYear,
        ExpansionWonShare,
        ExpansionCtaArrAnnual,
    ];
    let metrics: Vec<Metric> = Metric::ALL.into_iter().filter(|metric| !new.contains(metric)).collect();
    let with = format!("{BASE}\n{trigger}");
    assert_eq!(base::first_difference(&side(BASE), &side(&with), &metrics), None);
}
