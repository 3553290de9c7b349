//! Keys of digital touches.

use super::Need::Assumed;
use super::{Kind, TableSpec, key};
use crate::model::scenario::Grade::{D, E};

/// What touches that programs send do.
pub static DIGITAL: TableSpec = TableSpec {
    name: "digital",
    doc: "What touches that programs send do to accounts. A good one that the customer acts on helps as an answered touch by a \
          person does, in part; one that is no good is spam and tires the account. Without this table they do nothing.",
    keys: &[
        key(
            "quality",
            Kind::Share,
            Assumed("60%", E, "nothing public exists"),
            "Share of sends that are good (personal, relevant, in time), of steps that say no `quality`.",
        ),
        key(
            "response",
            Kind::Share,
            Assumed("20%", D, "between the opens (30 to 40%) and the clicks (2 to 5%) that senders of mail report"),
            "Share of good sends that a rested customer acts on, of digital steps that say no `response`.",
        ),
        key(
            "unwanted",
            Kind::Share,
            Assumed("50%", E, "nothing public exists"),
            "What is left of the quality for accounts that want a person; used with `segments.NAME.wants_human`.",
        ),
        key(
            "half_life",
            Kind::Duration,
            Assumed("30 days", E, "nothing public exists"),
            "Time in which digital fatigue halves: the number of sends that were no good and are not forgotten yet.",
        ),
        key(
            "fading",
            Kind::Share,
            Assumed("90%", E, "nothing public exists"),
            "By what the response is multiplied for each unit of fatigue; 100% is no effect.",
        ),
        key(
            "worth",
            Kind::Share,
            Assumed("30%", E, "nothing public compares the two"),
            "What a send that helps is worth, of a touch by a person that is answered.",
        ),
        key(
            "lift_at_most",
            Kind::Points(0.01, 100.0),
            Assumed("10", E, "nothing public exists"),
            "However many steps with `lifts` help, they lift health by less than this [points]; used with `lifts`.",
        ),
    ],
};
