//! Accounts that are handed over, and work that is left to nobody: each key moves its metric, and its neutral value
//! moves nothing.

use crate::base::{self, BASE, Set};
use crate::direction::{Row, Way, check_all, check_forms, check_together};
use crate::neutral;
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not: designs that hand accounts over.
const MORE: &str = r#"
[designs.young]
coverage = [ { until = "90 days", named = "csms" }, { pooled = "csms" } ]

[designs.stages]
coverage = [ { stage = "onboarding", named = "csms" }, { pooled = "csms" } ]

[designs.at_risk]
coverage = [ { work = "planned", nobody = true }, { pooled = "csms" } ]

[designs.moved]
transition = { from = "named", at = "20 weeks" }
coverage = [ { pooled = "csms" } ]

[designs.unmoved]
transition = { from = "pooled", at = "20 weeks" }
coverage = [ { pooled = "csms" } ]

[designs.shrinking]
transition = { from = "named", at = "20 weeks", seats = "change" }
teams.csms.csms = 2
coverage = [ { pooled = "csms" } ]

[designs.converting]
transition = { from = "named", at = "20 weeks", seats = "change", conversions = [ { from = "csms", to = "key", csms = 4 } ] }
teams.key.csms = 4
coverage = [ { pooled = "key" } ]

[designs.leaving]
teams.csms.turnover = "40% / year"
coverage = [ { named = "csms" } ]

[designs.unsettled]
transition = { from = "leaving", at = "20 weeks", turnover_factor = 10, turnover_for = "300 days" }
teams.csms.turnover = "40% / year"
coverage = [ { pooled = "csms" } ]

[designs.lost]
transition = { from = "named", at = "10 weeks", misrouting = { share = "40%", over = "30 weeks" } }
coverage = [ { pooled = "csms" } ]

[segments.small.onboarding]
request_factor = 1
"#;

/// The base with more.
pub static TEXT: LazyLock<String> = LazyLock::new(|| format!("{BASE}\n{MORE}"));

const MANY: Set = ("segments.small.new_accounts", "100% / year");
const CALM: Set = ("segments.small.new_accounts", "0% / year");
const OVERLAP: Set = ("hand_off.overlap", "30 days");

/// Keys that are only seen together with another value; seen on [`TEXT`].
#[rustfmt::skip]
pub const MOVES: &[(Row, Set)] = &[
    (("designs.young.coverage.1.until", "30 days", "300 days", "young", ContinuityShare, Up), MANY),
    (("designs.young.coverage.1.until", "60 days", "0 days", "young", ReassignmentsPerAccountYear, Down), MANY),
    (("designs.stages.coverage.1.stage", "onboarding", "live", "stages", ContinuityShare, Up), MANY),
    (("hand_off.loss", "0%", "100%", "young", AttachmentMean, Down), MANY),
    (("hand_off.communication", "0%", "100%", "young", AttachmentMean, Up), MANY),
    (("hand_off.overlap", "0 days", "60 days", "young", AttachmentMean, Up), MANY),
    (("hand_off.overlap", "0 days", "90 days", "young", PlannedShare, Up), MANY),
    (("hand_off.half_life", "5 days", "300 days", "young", AttachmentMean, Down), OVERLAP),
    (("designs.moved.transition.from", "pooled", "named", "moved", ContinuityShare, Up), MANY),
    (("designs.moved.transition.at", "5 weeks", "45 weeks", "moved", ContinuityShare, Up), MANY),
    (("designs.moved.transition.cohorts", "all_at_once", "by_renewal", "moved", ContinuityShare, Up), MANY),
    (("designs.moved.transition.overlap", "0 days", "90 days", "moved", AttachmentMean, Up), MANY),
    (("designs.shrinking.transition.over", "0 days", "30 weeks", "shrinking", CostAnnual, Up), MANY),
    (("designs.converting.transition.conversions.1.csms", "1", "4", "converting", ContinuityShare, Up), MANY),
    (("designs.converting.transition.conversions.1.productivity", "20%", "100%", "converting", FirstResponseHoursMean, Down), CALM),
    (("designs.converting.transition.conversions.1.ramp", "10 days", "300 days", "converting", FirstResponseHoursMean, Up), CALM),
    (("designs.unsettled.transition.turnover_factor", "1.5", "20", "unsettled", VacantShare, Up), CALM),
    (("designs.unsettled.transition.turnover_for", "20 days", "200 days", "unsettled", VacantShare, Up), CALM),
    (("designs.unsettled.transition.announced", "0 days", "100 days", "unsettled", VacantShare, Up), CALM),
    (("designs.lost.transition.misrouting.share", "5%", "80%", "lost", FirstResponseHoursMean, Up), CALM),
    (("designs.lost.transition.misrouting.share", "5%", "80%", "lost", MisroutedShare, Up), CALM),
    (("designs.lost.transition.misrouting.over", "2 weeks", "40 weeks", "lost", FirstResponseHoursMean, Up), CALM),
    (("designs.lost.transition.misrouting.delay", "1 h", "2 business days", "lost", FirstResponseHoursMean, Up), CALM),
    (("designs.lost.transition.misrouting.work", "0 min", "2 h", "lost", ReactiveShare, Up), CALM),
    (("teams.csms.alerts_every", "0 h", "20 days", "pooled", CtaOutcomeShare, Down), CALM),
    (("hand_off.work", "0 min", "2 h", "young", PlannedShare, Up), MANY),
    (("outcomes.late_onboarding", "1", "9", "named", LogoChurnAnnual, Up), ("playbooks.care.steps.3.due_in", "1 h")),
];

/// Designs that differ in one form.
#[rustfmt::skip]
pub const FORMS: &[Row] = &[
    ("designs.at_risk.coverage.1.nobody", "pooled", "at_risk", "", PlannedShare, Down),
    ("designs.at_risk.coverage.1.nobody", "pooled", "at_risk", "", FirstResponseHoursMean, Down),
    ("designs.shrinking.transition.seats", "moved", "shrinking", "", Utilization, Up),
];

#[test]
fn moves_move_what_they_say() {
    check_together(&TEXT, MOVES);
    check_forms(&TEXT, FORMS);
    // Steps that fall due sooner are begun in time less often.
    let due: Row = ("playbooks.care.steps.3.due_in", "14 days", "1 h", "named", OnboardingOnTimeShare, Down);
    check_all(Path::new("."), &TEXT, &[due], &[MANY, ("outcomes.late_onboarding", "1.8")]);
}

/// Values that are as though the key were not there; seen on [`TEXT`].
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("nobody is young where nobody new comes", "young", &[("segments.small.new_accounts", "0% / year")],
        &[("segments.small.new_accounts", "0% / year"), ("designs.young.coverage.1.until", "9 days")]),
    ("nobody is onboarded where nobody new comes", "stages", &[("segments.small.new_accounts", "0% / year")],
        &[("segments.small.new_accounts", "0% / year"), ("segments.small.onboarding.duration", "9 days")]),
    ("until the end of onboarding is at that age", "young", &[("designs.young.coverage.1.until", "40 days")],
        &[("designs.young.coverage.1.until", "9 years"), ("designs.young.coverage.1.stage", "onboarding"), ("segments.small.onboarding.duration", "40 days")]),
    ("whoever keeps all attachment loses none", "young", &[("hand_off.loss", "0%")],
        &[("hand_off.loss", "0%"), ("hand_off.communication", "70%"), ("hand_off.half_life", "3 days")]),
    ("a loss that communication prevents", "young", &[("hand_off.loss", "0%")], &[("hand_off.communication", "100%")]),
    ("no overlap has no half-life", "young", &[], &[("hand_off.half_life", "1 day")]),
    ("an overlap that nobody works in and that saves nothing", "young", &[("hand_off.work", "0 min"), ("hand_off.loss", "0%")],
        &[("hand_off.work", "0 min"), ("hand_off.loss", "0%"), ("hand_off.overlap", "60 days")]),
    ("a hand-off by default", "young", &[], &[("hand_off.loss", "100%"), ("hand_off.overlap", "0 days"), ("hand_off.work", "30 min")]),
    ("a change all at once by default", "moved", &[], &[("designs.moved.transition.cohorts", "all_at_once")]),
    ("an overlap as all others", "moved", &[], &[("designs.moved.transition.overlap", "0 days")]),
    ("seats stay by default", "moved", &[], &[("designs.moved.transition.seats", "stay")]),
    ("seats change at once by default", "shrinking", &[], &[("designs.shrinking.transition.over", "0 days")]),
    ("a date is so long after measuring begins", "moved", &[], &[("designs.moved.transition.at", "2026-05-25")]),
    ("who is at full pace at once finds no pace", "converting",
        &[("designs.converting.transition.conversions.1.productivity", "100%"), ("designs.converting.transition.conversions.1.ramp", "1 day")],
        &[("designs.converting.transition.conversions.1.productivity", "100%"), ("designs.converting.transition.conversions.1.ramp", "300 days")]),
    ("turnover as ever", "moved", &[], &[("designs.moved.transition.turnover_factor", "1")]),
    ("turnover as ever for however long", "unsettled", &[("designs.unsettled.transition.turnover_factor", "1")],
        &[("designs.unsettled.transition.turnover_factor", "1"), ("designs.unsettled.transition.announced", "90 days")]),
    ("nothing goes astray where no share does", "lost", &[("designs.lost.transition.misrouting.share", "0%")],
        &[("designs.lost.transition.misrouting.share", "0%"), ("designs.lost.transition.misrouting.delay", "9 days")]),
    ("no extra work by default", "lost", &[], &[("designs.lost.transition.misrouting.work", "0 min")]),
    ("alerts are seen at once by default", "pooled", &[], &[("teams.csms.alerts_every", "0 h")]),
    ("where nobody moves nothing is lost", "named", &[], &[("hand_off.loss", "10%"), ("hand_off.work", "9 h"), ("hand_off.overlap", "90 days")]),
];

/// Churn and growth are the same.
const ONLY_OUTCOMES: &[neutral::Row] =
    &[("late onboarding that costs nothing", "named", &[], &[("outcomes.late_onboarding", "1")])];

#[test]
fn neutral_moves_change_nothing() {
    neutral::check(&TEXT, NEUTRAL, &Metric::ALL);
    neutral::check(&TEXT, ONLY_OUTCOMES, neutral::OUTCOMES);
}

#[test]
fn where_no_request_goes_astray_the_change_is_the_plain_one() {
    let scenario = base::scenario(&TEXT, &[("designs.lost.transition.misrouting.share", "0%")]);
    let plain = base::scenario(&TEXT, &[("designs.moved.transition.at", "10 weeks")]);
    let (lost, moved) = (base::rows(&scenario, "lost", 3), base::rows(&plain, "moved", 3));
    // Where no design has any misrouting its share is not looked at.
    let all: Vec<Metric> = Metric::ALL.into_iter().filter(|metric| *metric != MisroutedShare).collect();
    assert_eq!(base::first_difference(&lost, &moved, &all), None);
}

#[test]
fn designs_that_hand_over_change_no_other_design() {
    // People come and go in some of them, and requests go astray, so both are told of all.
    let told = [ReassignmentsPerAccountYear, CsmsClosing, ArrPerCsmClosing, CsCostGrowthOverArrGrowth, MisroutedShare];
    let all: Vec<Metric> = Metric::ALL.into_iter().filter(|metric| !told.contains(metric)).collect();
    let side = |text: &str, design: &str| base::rows(&base::scenario(text, &[]), design, 3);
    for design in ["named", "pooled", "sticky"] {
        assert_eq!(base::first_difference(&side(BASE, design), &side(&TEXT, design), &all), None, "{design}");
    }
}

#[test]
fn leaving_to_nobody_what_programs_do_changes_nothing() {
    let digital: Vec<(String, String)> =
        (1..=3).map(|step| (format!("playbooks.care.steps.{step}.digital"), "true".to_string())).collect();
    let sets: Vec<Set> = digital.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let scenario = base::scenario(&TEXT, &sets);
    let side = |design| base::rows(&scenario, design, 3);
    assert_eq!(base::first_difference(&side("pooled"), &side("at_risk"), &Metric::ALL), None);
}

#[test]
fn a_change_into_the_same_is_none() {
    let scenario = base::scenario(&TEXT, &[]);
    for cohorts in ["all_at_once", "by_renewal"] {
        let changing = base::scenario(&TEXT, &[("designs.unmoved.transition.cohorts", cohorts)]);
        let (same, unmoved) = (base::rows(&scenario, "pooled", 3), base::rows(&changing, "unmoved", 3));
        assert_eq!(base::first_difference(&same, &unmoved, &Metric::ALL), None, "{cohorts}");
    }
}
