//! Keys of a run: lengths, seed, and what all demand has in common.

use super::Need::{Assumed, Optional, Setting};
use super::{Kind, TableSpec, key};
use crate::model::scenario::Grade::A;

/// How to simulate.
pub static SIMULATION: TableSpec = TableSpec {
    name: "simulation",
    doc: "How to simulate.",
    keys: &[
        key("start", Kind::Date, Setting("2026-01-05"), "The date at whose 00:00 UTC measuring begins."),
        key("warm_up", Kind::Duration, Setting("26 weeks"), "Time simulated before measuring begins."),
        key("length", Kind::Duration, Setting("104 weeks"), "Time measured; at most 20 years."),
        key(
            "cool_down",
            Kind::Duration,
            Setting("4 weeks"),
            "Time simulated after measuring ends, so that work begun in time can finish.",
        ),
        key("replications", Kind::Count(2, 1_000_000), Setting("200"), "Independent replications."),
        key("seed", Kind::Count(0, i64::MAX), Setting("1"), "Master seed: the same seed gives the same numbers."),
        key("confidence", Kind::Number(0.5, 0.9999), Setting("0.95"), "Confidence level of intervals."),
        key("current", Kind::NameOf("designs"), Optional, "Today's design: churn is anchored to it."),
        key("time_zone", Kind::TimeZone, Optional, "Zone of request profiles that name none."),
    ],
};

/// What all requests have in common.
pub static DEMAND: TableSpec = TableSpec {
    name: "demand",
    doc: "What all requests given as a rate have in common.",
    keys: &[
        key("load", Kind::Number(0.0, 100.0), Setting("1"), "Multiplier on every rate of requests."),
        key(
            "daily_dispersion",
            Kind::Number(1.0, 1000.0),
            Assumed("2.8", A, "variance over mean of daily tickets in a public B2B help-desk log"),
            "Variance over mean of the number of requests on a day; 1 is Poisson.",
        ),
        key(
            "months",
            Kind::MonthWeights,
            Optional,
            "Weights by month: { jan-jun = 1, jul-aug = 0.7, sep-dec = 1.1 }; the rate over the year stays as stated. All \
             alike without it.",
        ),
    ],
};
