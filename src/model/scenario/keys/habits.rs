//! Keys of what customers do besides asking and paying: quarter ends, onboarding, growth, incidents, self-service.

use super::Need::{Assumed, Optional, Required, Setting};
use super::{Kind, TableSpec, key};
use crate::model::scenario::Grade::{self, C, D, E};

/// The default of `contract` for product-led accounts.
pub const PRODUCT_LED_CONTRACT: (&str, Grade, &str) = ("1 month", E, "product-led accounts can leave every month");

/// Renewals at quarter ends.
pub static QUARTER_END: TableSpec = TableSpec {
    name: "segments.NAME.quarter_end",
    doc: "Renewals, and so starts of new accounts, that bunch at the ends of calendar quarters.",
    keys: &[
        key("share", Kind::Share, Required, "Share of accounts whose renewals do; terms are of whole quarters."),
        key(
            "within",
            Kind::Duration,
            Assumed(
                "14 days",
                E,
                "enterprise software deals close in the last days of a quarter (Larkin 2014); the length is a guess",
            ),
            "How long before the end of the quarter they fall at most, evenly.",
        ),
    ],
};

/// More requests at first.
pub static ONBOARDING: TableSpec = TableSpec {
    name: "segments.NAME.onboarding",
    doc: "More requests while an account that starts is being onboarded.",
    keys: &[
        key(
            "duration",
            Kind::Duration,
            Assumed("90 days", C, "practitioners count onboarding over the first 90 days"),
            "How long, from the hand-off on.",
        ),
        key(
            "request_factor",
            Kind::Number(0.0, 100.0),
            Assumed("2.5", E, "two to three times as many; nothing public is measured"),
            "Multiplier on the rate of requests meanwhile.",
        ),
    ],
};

/// Growth in usage.
pub static GROWTH: TableSpec = TableSpec {
    name: "segments.NAME.growth",
    doc: "Accounts that grow in usage, beyond the expansion of the segment; revenue follows at each renewal.",
    keys: &[
        key("share", Kind::Share, Required, "Share of the accounts that grow."),
        key(
            "factor",
            Kind::Number(1.0, 100.0),
            Assumed("3", E, "a small account may triple in usage (practitioners)"),
            "By how much they grow in all.",
        ),
        key("over", Kind::Duration, Assumed("3 years", E, "nothing public exists"), "How long that takes."),
    ],
};

/// Product incidents.
pub static INCIDENT: TableSpec = TableSpec {
    name: "incidents.NAME",
    doc: "A kind of product incident; each strikes once and many accounts report it.",
    keys: &[
        key("segments", Kind::NamesOf("segments"), Setting("all"), "Whose accounts may be hit."),
        key("rate", Kind::RateOfAll, Required, "How often one strikes, for all accounts together: \"4 / year\"."),
        key("share", Kind::Share, Required, "Share of these accounts that report one."),
        key("work", Kind::Work, Required, "Work content of one report."),
        key("respond_within", Kind::Span, Required, "First-response target: \"2 business hours\"."),
        key("priority", Kind::Count(1, 255), Setting("1"), "Rank under the `priority` discipline; 1 is served first."),
        key("skill", Kind::Text, Optional, super::skills::SKILL),
        key("interrupts", Kind::Flag, Setting("false"), super::work::INTERRUPTS),
        key(
            "spread",
            Kind::Duration,
            Assumed("1 h", E, "nothing public exists"),
            "Time within which the reports come, evenly.",
        ),
        key(
            "profile",
            Kind::NameOf("profiles"),
            Assumed("business_hours", E, "trouble is noticed when people are at work"),
            "When in the week incidents strike.",
        ),
        key(
            "churn_odds",
            Kind::Number(0.001, 1000.0),
            Assumed("1", E, "neutral: nothing public is causal"),
            "Odds ratio of churn at the next renewal of an account that reports one.",
        ),
    ],
};

/// Requests that customers answer for themselves.
pub static SELF_SERVICE: TableSpec = TableSpec {
    name: "self_service",
    doc: "Requests at a rate that customers answer for themselves from published content.",
    keys: &[
        key(
            "deflection",
            Kind::ShareRamp,
            Assumed("20%", D, "B2B knowledge bases, 10 to 35% (vendors' reports)"),
            "Share of requests deflected by fresh content, where a request says nothing else.",
        ),
        key(
            "half_life",
            Kind::DurationOrNever,
            Assumed(
                "6 months",
                E,
                "a guess beside a vendor's report: 45% with content reviewed in 30 days, 18% after six months without",
            ),
            "Time in which content not reviewed loses half of its deflection.",
        ),
        key(
            "review",
            Kind::DurationOrNever,
            Assumed("3 months", E, "nothing public exists"),
            "Time from one review of the content to the next.",
        ),
        key(
            "preference",
            Kind::Number(1.0, 100.0),
            Assumed("1.5", E, "nothing public exists"),
            "Multiplier of deflection for accounts that prefer self-service, up to 100%.",
        ),
    ],
};

/// A share that changes over time.
pub static RAMP: TableSpec = TableSpec {
    name: "ramp",
    doc: "A share that changes in a straight line, beginning where measuring begins.",
    keys: &[
        key("from", Kind::Share, Required, "Share until measuring begins."),
        key("to", Kind::Share, Required, "Share once the change is over."),
        key("over", Kind::Duration, Required, "How long the change takes."),
    ],
};
