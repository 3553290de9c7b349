//! Keys of people who come and go, and of costs beside them.

use super::Need::{Assumed, Optional, Required, Setting};
use super::{Kind, TableSpec, key};
use crate::model::scenario::Grade::{D, E};

/// A departure that is known.
pub static DEPARTURE: TableSpec = TableSpec {
    name: "teams.NAME.departures.N",
    doc: "One CSM who leaves on a known day, and is succeeded after `vacancy`.",
    keys: &[
        key("at", Kind::When, Required, "The first day without that CSM: \"2026-03-01\" or \"13 weeks\"."),
        key("csm", Kind::Count(1, 100_000), Required, "Which one: the first CSM of the team is 1."),
    ],
};

/// Seats that open or close.
pub static CHANGE: TableSpec = TableSpec {
    name: "teams.NAME.hires.N",
    doc: "Seats that open (or, in `cuts`, close) on a day.",
    keys: &[
        key("at", Kind::When, Required, "The day: \"2026-03-01\" or \"26 weeks\"."),
        key("csms", Kind::Count(1, 100_000), Required, "How many seats."),
    ],
};

/// Seats that close.
pub static CUT: TableSpec = TableSpec { name: "teams.NAME.cuts.N", doc: CHANGE.doc, keys: CHANGE.keys };

/// A rule that opens seats.
pub static HIRE_WHEN: TableSpec = TableSpec {
    name: "teams.NAME.hire_when",
    doc: "Opens seats when a threshold is passed: exactly one of `arr_per_csm`, `accounts_per_csm`, `utilization`, \
          `late_responses`. A look takes into account who is on the way, and opens as many seats as it takes to be below; by \
          `late_responses` one, as no formula says how many are needed, and none until the last one that it opened is filled.",
    keys: &[
        key("arr_per_csm", Kind::Money, Optional, "Covered ARR for each position above which a seat opens: \"$2M\"."),
        key(
            "accounts_per_csm",
            Kind::Number(0.01, 1e9),
            Optional,
            "Covered accounts for each position above which it does.",
        ),
        key(
            "utilization",
            Kind::Share,
            Optional,
            "Busy time over available time, as if all positions were filled, above which it does.",
        ),
        key(
            "late_responses",
            Kind::Share,
            Optional,
            "Late first responses over all first responses to requests that came to the team, above which it does. What is not \
             answered yet, or was given up, does not count; where nothing was answered no seat opens.",
        ),
        key(
            "over",
            Kind::Duration,
            Setting("3 months"),
            "Time over which `utilization` or `late_responses` is taken, in whole looks, what was before the last newcomer \
             included.",
        ),
        key(
            "every",
            Kind::Duration,
            Setting("1 month"),
            "Time between looks; the first is at the beginning of measuring.",
        ),
        key(
            "lead",
            Kind::Duration,
            Assumed("75 days", E, "6 to 7 weeks to fill a position in employer surveys, then a month of notice"),
            "From the look to the first day.",
        ),
        key("at_most", Kind::Count(0, 1_000), Required, "Most seats that it opens."),
        key(
            "refill",
            Kind::Choice(&["always", "if_needed"]),
            Setting("always"),
            "`if_needed`: who leaves is succeeded only if without the seat the threshold would be passed.",
        ),
    ],
};

/// How newcomers find their pace.
pub static RAMP_UP: TableSpec = TableSpec {
    name: "teams.NAME.ramp",
    doc: "How newcomers find their pace: productivity grows in a straight line to 100%.",
    keys: &[
        key(
            "from",
            Kind::Share,
            Assumed("40%", E, "published claims for a second month are 70 to 85% of a full book"),
            "Productivity on the first day: work takes so many times longer as this is below 100%.",
        ),
        key(
            "over",
            Kind::Duration,
            Assumed("90 days", D, "three months is the newer claim, six the older norm"),
            "How long it takes to 100%.",
        ),
    ],
};

/// How CSMs are called away.
pub static CALLED_AWAY: TableSpec = TableSpec {
    name: "teams.NAME.called_away",
    doc: "How each CSM is called away at short notice, again and again: travel, trade fairs, crises elsewhere. Work in hand \
          goes on upon return; counted as absence. Times run by the clock, nights and weekends included.",
    keys: &[
        key("after", Kind::Delay, Required, "Time from coming back to the next call: { exponential = \"3 weeks\" }."),
        key("back_after", Kind::Delay, Required, "How long one is away: { exponential = \"6 h\" }."),
    ],
};

/// A cost beside the CSMs.
pub static COST: TableSpec = TableSpec {
    name: "costs.NAME",
    doc: "What is paid beside the CSMs, whoever comes and goes. What it brings is for you to say, in `documentation` or \
          `deflection`.",
    keys: &[key("per_year", Kind::MoneyPerYear, Required, "The amount; segments bear it by their share of accounts.")],
};
