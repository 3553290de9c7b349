//! Keys of licences.

use super::Need::{Assumed, Setting};
use super::{Kind, TableSpec, key};
use crate::model::scenario::Grade::E;

/// How much of their licences accounts use.
pub static LICENCES: TableSpec = TableSpec {
    name: "licences",
    doc: "How much of their licences accounts use, and what is seen of it; read by `triggers.NAME.licences_over` and by steps \
          with `only_if_licences_over`. Accounts that grow (`segments.NAME.growth`) fill theirs until the next renewal, at \
          which they buy anew.",
    keys: &[
        key(
            "mean",
            Kind::Share,
            Assumed("65%", E, "nothing public exists"),
            "Mean share of the licences that an account uses, without growth.",
        ),
        key(
            "spread",
            Kind::Share,
            Assumed("15%", E, "nothing public exists"),
            "Standard deviation of that share over accounts and time.",
        ),
        key(
            "memory",
            Kind::Duration,
            Assumed("6 months", E, "as `health.memory`; nothing public exists"),
            "Time in which a deviation from the mean falls to 1/e.",
        ),
        key(
            "ready_from",
            Kind::Share,
            Assumed("80%", E, "practitioners act when an account is near its capacity, without a figure"),
            "Share in use from which on an account is really ready to expand; an alarm on another one is false.",
        ),
        key("update", Kind::Duration, Setting("7 days"), "Time from one reading to the next."),
        key(
            "noise",
            Kind::Number(0.0, 2.0),
            Assumed("5%", E, "seats are counted, but not all that are in use are needed; nothing public exists"),
            "Relative standard deviation of the error of a reading.",
        ),
    ],
};
