//! Keys of how new accounts take their seats into use.

use super::Need::{Assumed, Setting};
use super::{Kind, TableSpec, key};
use crate::model::scenario::Grade::{C, E};

/// How new accounts take their seats into use.
pub static ACTIVATION: TableSpec = TableSpec {
    name: "segments.NAME.activation",
    doc: "New accounts take their seats into use, faster with every onboarding step that is begun in time; who has not may \
          leave early. After half-times `A` at the account's pace `1 - 2^-A` of the seats are in use.",
    keys: &[
        key(
            "seats",
            Kind::Share,
            Assumed("80%", C, "practitioners want 80% of seats in use within 30 days"),
            "Share of seats in use that makes an account activated; below 100%.",
        ),
        key(
            "within",
            Kind::Duration,
            Assumed("30 days", C, "practitioners want 80% of seats in use within 30 days"),
            "Time by which it should be, from the hand-off by sales on.",
        ),
        key(
            "half_in",
            Kind::Duration,
            Assumed("14 days", E, "nothing public exists"),
            "Time in which a typical account takes half of its seats into use without a human step.",
        ),
        key(
            "spread",
            Kind::Number(0.0, 5.0),
            Assumed("0.6", E, "nothing public exists"),
            "Standard deviation of the logarithm of an account's pace.",
        ),
        key(
            "step_factor",
            Kind::Number(0.01, 100.0),
            Assumed("1.5", E, "too few onboarding touches go with 2.4 times the churn (grade D); the pace is a guess"),
            "By what the pace is multiplied with each human step after the start that is begun by its due date.",
        ),
        key(
            "early_churn",
            Kind::YearlyShare,
            Assumed("20% / year", E, "practitioners see the highest risk of churn in onboarding; no figure is public"),
            "Share of accounts that leave before the first renewal as long as they are not activated, a year; none where \
             the segment states no churn.",
        ),
        key(
            "review",
            Kind::Duration,
            Setting("1 month"),
            "Time between reviews of how many were activated in time, for `only_if_activated_below` and \
             `human_if_activated_below`; practitioners review monthly or quarterly. One falls on the beginning of measuring, \
             and those before and after it decide as well; at least 1 day.",
        ),
        key(
            "review_over",
            Kind::Duration,
            Setting("3 months"),
            "How far back a review looks, in whole reviews: at accounts that should have been activated then. Where there \
             was none, what the review before found stands.",
        ),
    ],
};
