//! Touches that programs send, and moments for people only: each key moves its metric, and its neutral value moves
//! nothing.

use crate::base::{self, BASE, Set};
use crate::direction::{Row, Way, check_all, check_together};
use crate::neutral::{self, OUTCOMES};
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not: mails every week, and a talk for people only that some designs leave to programs.
const MORE: &str = r#"
[digital]
quality = "50%"
response = "40%"
unwanted = "50%"

[playbooks.news]
segments = ["small", "large"]
steps = [ { every = "1 week", work = "1 min", digital = true } ]

[playbooks.talk]
segments = ["small", "large"]
steps = [ { every = "1 month", work = "5 min", human_only = true } ]

[designs.wanted]
coverage = [ { accounts = "small", wants_human = true, named = "csms" }, { pooled = "csms", digital = "all" } ]

[designs.programs]
coverage = [ { named = "csms", digital = ["talk", "care.1"], backup_after = "2 days" } ]
"#;

/// The base with more.
pub static TEXT: LazyLock<String> = LazyLock::new(|| {
    let wishes = BASE.replace("[segments.small]\n", "[segments.small]\nwants_human = \"30%\"\n");
    format!("{wishes}\n{MORE}")
});

/// Keys and what they move; seen on [`TEXT`].
#[rustfmt::skip]
pub const DIGITAL: &[Row] = &[
    ("digital.quality", "20%", "80%", "named", DigitalHelpedShare, Up),
    ("digital.quality", "20%", "80%", "named", LogoChurnAnnual, Down),
    ("digital.response", "10%", "60%", "named", DigitalHelpedShare, Up),
    ("digital.half_life", "10 days", "90 days", "named", DigitalFatigueMean, Up),
    ("digital.half_life", "10 days", "90 days", "named", DigitalHelpedShare, Down),
    ("digital.fading", "100%", "50%", "named", DigitalHelpedShare, Down),
    ("playbooks.news.steps.1.quality", "20%", "80%", "named", DigitalHelpedShare, Up),
    ("playbooks.news.steps.1.response", "10%", "60%", "named", DigitalHelpedShare, Up),
    ("playbooks.talk.steps.1.human_only", "false", "true", "programs", LogoChurnAnnual, Up),
    ("designs.programs.coverage.1.digital", "care.2", "all", "programs", PlannedShare, Down),
    ("designs.programs.coverage.1.digital", "care.2", "all", "programs", AutomatedMomentsPerAccountYear, Up),
    ("segments.small.wants_human", "10%", "90%", "wanted", ContinuityShare, Up),
    ("segments.small.wants_human", "10%", "90%", "wanted", PlannedShare, Up),
    ("segments.small.wants_human", "10%", "90%", "named", DigitalHelpedShare, Down),
    ("digital.unwanted", "0%", "100%", "named", DigitalHelpedShare, Up),
    ("designs.wanted.coverage.1.wants_human", "true", "false", "wanted", ContinuityShare, Up),
    ("outcomes.helpful_touch", "1", "0.8", "named", LogoChurnAnnual, Down),
    ("outcomes.digital_fatigue", "1", "1.3", "named", LogoChurnAnnual, Up),
    ("outcomes.automated_moment", "1", "1.5", "programs", LogoChurnAnnual, Up),
];

/// Keys that are only seen together with another value.
#[rustfmt::skip]
pub const DIGITAL_TOGETHER: &[(Row, Set)] = &[
    (("attachment.indifferent", "0%", "100%", "programs", LogoChurnAnnual, Up), ("outcomes.no_attachment", "3")),
    (("digital.worth", "0%", "100%", "named", LogoChurnAnnual, Down), ("outcomes.helpful_touch", "0.8")),
];

#[test]
fn digital_touches_and_moments_move_what_they_say() {
    check_all(Path::new("."), &TEXT, DIGITAL, &[]);
    check_together(&TEXT, DIGITAL_TOGETHER);
}

/// The same customers under one design: what is set on one side and on the other.
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("where nothing is good nobody acts on it", "named",
        &[("digital.quality", "0%"), ("digital.response", "0%"), ("digital.fading", "100%"), ("digital.worth", "0%")],
        &[("digital.quality", "0%"), ("digital.response", "90%"), ("digital.fading", "10%"), ("digital.worth", "100%")]),
    ("where all is good nobody tires", "named",
        &[("digital.quality", "100%"), ("digital.unwanted", "100%"), ("digital.half_life", "1 day"), ("digital.fading", "100%")],
        &[("digital.quality", "100%"), ("digital.unwanted", "100%"), ("digital.half_life", "1 year"), ("digital.fading", "0%"), ("outcomes.digital_fatigue", "9")]),
    ("a step says of itself what all say", "named", &[], &[("playbooks.news.steps.1.quality", "50%"), ("playbooks.news.steps.1.response", "40%")]),
    ("a step that people keep does no damage", "named", &[], &[("outcomes.automated_moment", "9")]),
    ("all that a rule names is all", "programs",
        &[("designs.programs.coverage.1.digital", "all")],
        &[("designs.programs.coverage.1.digital", r#"["care", "talk"]"#)]),
    ("for whom people matter as much, and digital touches too, wishes change nothing", "named",
        &[("digital.unwanted", "100%"), ("attachment.indifferent", "100%"), ("segments.small.wants_human", "20%")],
        &[("digital.unwanted", "100%"), ("attachment.indifferent", "100%"), ("segments.small.wants_human", "90%")]),
    ("where all want a person nobody is indifferent", "named",
        &[("segments.small.wants_human", "100%"), ("attachment.indifferent", "0%")],
        &[("segments.small.wants_human", "100%"), ("attachment.indifferent", "100%")]),
    ("what a rule sends is what a step sends", "programs",
        &[("designs.programs.coverage.1.digital", "all")],
        &[("designs.programs.coverage.1.digital", "talk"), ("playbooks.care.steps.1.digital", "true"),
          ("playbooks.care.steps.2.digital", "true"), ("playbooks.care.steps.3.digital", "true")]),
];

/// Churn and growth are the same, whatever else changes.
#[rustfmt::skip]
const ONLY_OUTCOMES: &[neutral::Row] = &[
    ("without effects digital touches do nothing", "named",
        &[("outcomes.helpful_touch", "1"), ("outcomes.digital_fatigue", "1"), ("digital.quality", "90%")],
        &[("outcomes.helpful_touch", "1"), ("outcomes.digital_fatigue", "1"), ("digital.quality", "10%")]),
    ("a moment of no consequence", "programs",
        &[("outcomes.automated_moment", "1")],
        &[("outcomes.automated_moment", ""), ("playbooks.talk.steps.1.human_only", "false")]),
];

#[test]
fn neutral_digital_touches_change_nothing() {
    neutral::check(&TEXT, NEUTRAL, &Metric::ALL);
    neutral::check(&TEXT, ONLY_OUTCOMES, OUTCOMES);
}

#[test]
fn digital_touches_without_effect_are_as_without_the_table() {
    let without = TEXT.replace("[digital]\nquality = \"50%\"\nresponse = \"40%\"\nunwanted = \"50%\"\n", "");
    assert_ne!(without, *TEXT);
    let neutral = [("outcomes.helpful_touch", "1"), ("outcomes.digital_fatigue", "1")];
    for design in ["named", "programs"] {
        let side = |text: &str, sets: &[Set]| base::rows(&base::scenario(text, sets), design, 3);
        let digital = [DigitalTouchesPerAccountYear, DigitalHelpedShare, DigitalFatigueMean];
        let metrics: Vec<Metric> = Metric::ALL.into_iter().filter(|metric| !digital.contains(metric)).collect();
        assert_eq!(base::first_difference(&side(&without, &[]), &side(&TEXT, &neutral), &metrics), None);
    }
}
