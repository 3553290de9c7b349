//! Policies that look at what has happened and adapt: each key moves its metric, and its neutral value moves nothing.

use crate::base::{self, BASE, Set};
use crate::direction::{Row, Way, check_all};
use crate::neutral;
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not: many new accounts, and steps for them while too few are activated in time.
const MORE: &str = r#"
[segments.small.activation]
half_in = "30 days"
step_factor = 3
review = "1 month"
review_over = "3 months"

[playbooks.extra]
priority = 1
segments = ["small"]
steps = [
  { after_start = "3 days", work = "60 min", due_in = "5 days", only_if_activated_below = "100%" },
  { after_start = "4 days", work = "1 h", due_in = "5 days", digital = true, human_if_activated_below = "0%" },
]
"#;

/// The base with more.
pub static TEXT: LazyLock<String> = LazyLock::new(|| {
    format!("{BASE}\n{MORE}").replace("new_accounts = \"20% / year\"", "new_accounts = \"90% / year\"")
});

const LATE: &[Set] = &[
    ("teams.csms.hire_when.late_responses", "20%"),
    ("teams.csms.hire_when.lead", "30 days"),
    ("teams.csms.hire_when.at_most", "4"),
];
/// What is known is known only after measuring begins.
const AT_ONCE: Set = ("simulation.warm_up", "0 days");
/// About half are activated in time, whoever helps: more than 60% only by the chance of few.
const HALF: [Set; 2] =
    [("segments.small.activation.spread", "3"), ("playbooks.extra.steps.1.only_if_activated_below", "60%")];

/// Keys and what they move, with what is set beside them; seen on [`TEXT`].
#[rustfmt::skip]
pub const REVIEWS: &[(Row, &[Set])] = &[
    (("playbooks.extra.steps.1.only_if_activated_below", "20%", "95%", "named", PlannedShare, Up), &[]),
    (("playbooks.extra.steps.1.only_if_activated_below", "20%", "95%", "named", ActivatedOnTimeShare, Up), &[]),
    (("playbooks.extra.steps.2.human_if_activated_below", "20%", "95%", "named", PlannedShare, Up), &[]),
    (("playbooks.extra.steps.2.human_if_activated_below", "20%", "95%", "named", ActivatedOnTimeShare, Up), &[]),
    (("segments.small.activation.review", "2 weeks", "2 years", "named", PlannedShare, Down), &[AT_ONCE]),
    (("segments.small.activation.review_over", "1 month", "12 months", "named", PlannedShare, Up), &HALF),
    (("teams.csms.hire_when.late_responses", "5%", "60%", "pooled", Csms, Down), LATE),
    (("teams.csms.hire_when.late_responses", "5%", "60%", "pooled", FirstResponseHoursMean, Up), LATE),
];

#[test]
fn reviews_move_what_they_say() {
    for (row, with) in REVIEWS {
        check_all(Path::new("."), &TEXT, &[*row], with);
    }
}

const NEVER: Set = ("playbooks.extra.steps.1.only_if_activated_below", "0%");

/// Values that are as though the key were not there; seen on [`TEXT`].
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("a step that never opens takes nobody's time", "named", &[NEVER], &[NEVER, ("playbooks.extra.steps.1.work", "9 h")]),
    ("a step that never opens is late for nobody", "pooled", &[NEVER], &[NEVER, ("playbooks.extra.steps.1.due_in", "1 h")]),
    ("reviews that open nothing, however often", "named", &[NEVER], &[NEVER, ("segments.small.activation.review", "1 day")]),
    ("reviews that open nothing, however long", "named", &[NEVER], &[NEVER, ("segments.small.activation.review_over", "2 years")]),
    ("every month over three by default", "named", &[], &[("segments.small.activation.review", "1 month"), ("segments.small.activation.review_over", "3 months")]),
    ("a review is looked back at least once", "named", &[("segments.small.activation.review_over", "1 day")], &[("segments.small.activation.review_over", "1 month")]),
];

#[test]
fn neutral_reviews_change_nothing() {
    neutral::check(&TEXT, NEUTRAL, &Metric::ALL);
}

#[test]
fn a_step_that_is_always_sent_by_a_program_is_a_digital_step() {
    let plain = TEXT.replace(", human_if_activated_below = \"0%\"", "");
    assert_ne!(plain, *TEXT);
    let side = |text: &str| base::rows(&base::scenario(text, &[]), "named", 3);
    assert_eq!(base::first_difference(&side(&plain), &side(&TEXT), &Metric::ALL), None);
}

#[test]
fn a_step_that_never_opens_is_no_step() {
    let step =
        "  { after_start = \"3 days\", work = \"60 min\", due_in = \"5 days\", only_if_activated_below = \"100%\" },\n";
    let without = TEXT.replace(step, "").replace(", human_if_activated_below = \"0%\"", "");
    let without = without.replace("review = \"1 month\"\nreview_over = \"3 months\"\n", "");
    let side = |text: &str, sets: &[Set]| base::rows(&base::scenario(text, sets), "named", 3);
    // Steps are told by their place: the one that stays is the second on one side and the first on the other.
    let digital: &[Metric] = &[DigitalTouchesPerAccountYear, DigitalHelpedShare, DigitalFatigueMean];
    let metrics: Vec<Metric> = Metric::ALL.into_iter().filter(|metric| !digital.contains(metric)).collect();
    let first = [NEVER];
    assert_eq!(base::first_difference(&side(&without, &[]), &side(&TEXT, &first), &metrics), None);
}
