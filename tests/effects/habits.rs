//! What customers do besides (quarter ends, onboarding, incidents, self-service, growth): each key moves its metric,
//! and its neutral value moves nothing.

use crate::base::{self, BASE, Set};
use crate::direction::{Row, Way, check_all, check_together};
use crate::neutral;
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not: an incident, and self-service.
const MORE: &str = r#"
[incidents.outage]
segments = ["small", "large"]
rate = "12 / year"
share = "40%"
work = "20 min"
respond_within = "4 business hours"
profile = "day"

[self_service]
deflection = "20%"
review = "3 months"

[segments.small.quarter_end]
share = "50%"

[segments.small.onboarding]

[segments.small.growth]
share = "20%"
"#;

/// The base with more.
pub static TEXT: LazyLock<String> = LazyLock::new(|| format!("{BASE}\n{MORE}"));

const SUMMER: &str = "{ jan-jun = 1, jul-aug = 6, sep-dec = 1 }";
const EVEN: &str = "{ jan-dec = 1 }";
const EARLY: &str = "{ jan = 0, feb = 1, mar-dec = 0 }";
const LATE: &str = "{ jan-oct = 0, nov = 1, dec = 0 }";

/// Keys and what they move; seen on [`TEXT`].
#[rustfmt::skip]
pub const HABITS: &[Row] = &[
    ("demand.months", EVEN, SUMMER, "named", FirstResponseHoursMean, Up),
    ("profiles.day.months", EVEN, SUMMER, "named", FirstResponseHoursMean, Up),
    ("segments.small.new_accounts_months", EARLY, LATE, "named", AccountsPerCsm, Up),
    ("segments.small.quarter_end.share", "0%", "100%", "named", PlannedLateDaysMean, Up),
    ("segments.small.quarter_end.within", "85 days", "5 days", "named", PlannedLateDaysMean, Up),
    ("segments.small.onboarding.duration", "30 days", "180 days", "named", RequestsPerAccountMonth, Up),
    ("segments.small.onboarding.request_factor", "1", "3", "named", RequestsPerAccountMonth, Up),
    ("segments.small.hand_off", "0 days", "300 days", "named", PlannedShare, Down),
    ("segments.small.complexity", "1", "1.2", "named", Utilization, Up),
    ("segments.small.complexity", "1", "1.2", "named", RequestsPerAccountMonth, Up),
    ("segments.small.self_service", "0%", "80%", "named", DeflectedShare, Up),
    ("segments.small.motion", "sales-led", "product-led", "named", PlannedShare, Down),
    ("segments.small.growth.share", "0%", "40%", "named", NrrAnnual, Up),
    ("segments.small.growth.factor", "1.5", "4", "named", NrrAnnual, Up),
    ("segments.small.growth.over", "5 years", "1 year", "named", NrrAnnual, Up),
    ("incidents.outage.segments", "all", "large", "named", RequestsPerAccountMonth, Down),
    ("incidents.outage.rate", "6 / year", "24 / year", "named", FirstResponseHoursMean, Up),
    ("incidents.outage.share", "10%", "70%", "named", FirstResponseHoursMean, Up),
    ("incidents.outage.work", "10 min", "40 min", "named", ReactiveShare, Up),
    ("incidents.outage.respond_within", "16 business hours", "1 business hour", "named", WithinTargetShare, Down),
    ("incidents.outage.priority", "1", "9", "named", PlannedLateDaysMean, Down),
    ("incidents.outage.spread", "1 h", "20 days", "named", FirstResponseHoursMean, Down),
    ("incidents.outage.profile", "day", "flat", "named", FirstResponseCalendarHoursMean, Up),
    ("incidents.outage.churn_odds", "1", "2", "named", LogoChurnAnnual, Up),
    ("self_service.deflection", "10%", "40%", "named", RequestsPerAccountMonth, Down),
    ("self_service.half_life", "1 month", "never", "named", DeflectedShare, Up),
    ("self_service.review", "1 month", "never", "named", DeflectedShare, Down),
    ("requests.question.deflection", "10%", "40%", "named", Utilization, Down),
    ("requests.question.deflection", "10%", r#"{ from = "10%", to = "60%", over = "6 months" }"#, "named", DeflectedShare, Up),
    ("requests.question.human_only", "false", "true", "named", RequestsPerAccountMonth, Up),
];

/// Keys that are only seen together with another value.
#[rustfmt::skip]
pub const HABITS_TOGETHER: &[(Row, Set)] = &[
    (("self_service.preference", "1", "3", "named", DeflectedShare, Up), ("segments.small.self_service", "50%")),
    (("requests.question.deflection.from", "10%", "30%", "named", DeflectedShare, Up), RAMP),
    (("requests.question.deflection.to", "20%", "60%", "named", DeflectedShare, Up), RAMP),
    (("requests.question.deflection.over", "1 month", "2 years", "named", DeflectedShare, Down), RAMP),
];
const RAMP: Set = ("requests.question.deflection", r#"{ from = "10%", to = "40%", over = "12 months" }"#);

#[test]
fn habits_move_what_they_say() {
    check_all(Path::new("."), &TEXT, HABITS, &[]);
    check_together(&TEXT, HABITS_TOGETHER);
}

/// Values that are as though the key, or its table, were not there; seen on the base.
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("months alike are no seasons", "named", &[], &[("demand.months", "{ jan-dec = 3 }")]),
    ("months alike are no seasons of a profile", "named", &[], &[("profiles.day.months", EVEN)]),
    ("a profile without seasons ignores the common ones", "named", &[], &[("profiles.day.months", EVEN), ("demand.months", SUMMER)]),
    ("new accounts in all months alike", "named", &[], &[("segments.small.new_accounts_months", EVEN)]),
    ("nobody renews at quarter ends", "named", &[], &[("segments.small.quarter_end.share", "0%"), ("segments.small.quarter_end.within", "3 days")]),
    ("onboarding as ever", "named", &[], &[("segments.small.onboarding.request_factor", "1")]),
    ("onboarding of no time", "named", &[], &[("segments.small.onboarding.duration", "0 days"), ("segments.small.onboarding.request_factor", "3")]),
    ("nobody new comes, so nobody is onboarded or handed off", "named", &[("segments.small.new_accounts", "0% / year")],
        &[("segments.small.new_accounts", "0% / year"), ("segments.small.onboarding.request_factor", "3"), ("segments.small.hand_off", "30 days")]),
    ("a hand-off at once", "named", &[], &[("segments.small.hand_off", "0 days")]),
    ("plain complexity", "named", &[], &[("segments.small.complexity", "1")]),
    ("sales-led accounts", "named", &[], &[("segments.small.motion", "sales-led")]),
    ("nobody grows", "named", &[], &[("segments.small.growth.share", "0%")]),
    ("growth by nothing", "named", &[], &[("segments.small.growth.share", "50%"), ("segments.small.growth.factor", "1")]),
    ("self-service that answers nothing", "named", &[], &[("self_service.deflection", "0%"), ("self_service.half_life", "1 month")]),
    ("a request that self-service never answers", "named", &[], &[("self_service.deflection", "50%"), ("requests.question.human_only", "true")]),
    ("no deflection of its own", "named", &[], &[("self_service.deflection", "50%"), ("requests.question.deflection", "0%")]),
    ("without self-service nobody can prefer it", "named", &[], &[("segments.small.self_service", "50%")]),
];

/// The same on the text with more.
#[rustfmt::skip]
const NEUTRAL_MORE: &[neutral::Row] = &[
    ("a preference for what is no better", "named", &[("self_service.preference", "1")], &[("self_service.preference", "1"), ("segments.small.self_service", "90%")]),
    ("nobody has a preference", "named", &[], &[("self_service.preference", "9")]),
    ("content that never ages needs no review", "named", &[("self_service.half_life", "never")], &[("self_service.half_life", "never"), ("self_service.review", "never")]),
    ("a ramp to where it began", "named", &[("requests.question.deflection", "30%")],
        &[("requests.question.deflection", r#"{ from = "30%", to = "30%", over = "5 months" }"#)]),
    ("incidents that nobody reports never strike", "named", &[("incidents.outage.share", "0%")], &[("incidents.outage.rate", "0 / year")]),
    ("no incidents, no reports", "named", &[("incidents.outage.rate", "0 / year")],
        &[("incidents.outage.rate", "0 / year"), ("incidents.outage.share", "90%"), ("incidents.outage.spread", "9 h"), ("incidents.outage.churn_odds", "9")]),
    ("plain odds", "named", &[], &[("incidents.outage.churn_odds", "1")]),
];

#[test]
fn neutral_habits_change_nothing() {
    neutral::check(BASE, NEUTRAL, &Metric::ALL);
    neutral::check(&TEXT, NEUTRAL_MORE, &Metric::ALL);
}

#[test]
fn incidents_that_never_strike_are_no_incidents() {
    let incident = &MORE[..MORE.find("[self_service]").unwrap()];
    let text = format!("{BASE}\n{incident}");
    let side = |text: &str, sets: &[Set]| base::rows(&base::scenario(text, sets), "named", 3);
    let difference =
        base::first_difference(&side(BASE, &[]), &side(&text, &[("incidents.outage.share", "0%")]), &Metric::ALL);
    assert_eq!(difference, None);
}

#[test]
fn a_monthly_contract_is_a_monthly_hazard_with_the_stated_churn_of_a_year() {
    let sets = [
        ("segments.small.motion", "product-led"),
        ("segments.small.contract", "1 month"),
        ("segments.small.churn", "30% / year"),
        ("segments.small.accounts", "900"),
        ("outcomes.strength", "0"),
        ("segments.large.churn", "30% / year"),
        ("segments.large.contract", "1 month"),
    ];
    let rows = base::rows(&base::scenario(BASE, &sets), "named", 40);
    let churn: Vec<f64> = rows.groups.iter().map(|groups| groups[1][LogoChurnAnnual]).collect();
    let estimate = caseload::statistics::Estimate::from_tally(&churn.into_iter().collect(), 0.95);
    assert!((estimate.mean - 0.3).abs() < 4.0 * estimate.std_error && estimate.std_error < 0.004, "{estimate:?}");
}

#[test]
fn revenue_follows_usage_at_renewals_and_nowhere_else() {
    let sets = [
        ("simulation.warm_up", "6 months"),
        ("simulation.length", "1 year"),
        ("segments.small.growth.share", "100%"),
        ("segments.small.growth.factor", "3"),
        ("segments.small.growth.over", "2 years"),
        ("segments.small.arr", "$3k"),
        ("segments.small.expansion", "0% / year"),
        ("segments.small.contraction", "0% / year"),
        ("segments.small.churn", "0% / year"),
        ("outcomes.strength", "0"),
    ];
    let rows = base::rows(&base::scenario(BASE, &sets), "named", 1);
    // Four renewals in the year whoever it is, each after a quarter of the way: 3^(1/2), give or take cents.
    let nrr = rows.groups[0][1][NrrAnnual];
    assert!((nrr - 3f64.sqrt()).abs() < 1e-5, "{nrr}");
    assert_eq!(rows.groups[0][1][GrrAnnual], 1.0);
}
