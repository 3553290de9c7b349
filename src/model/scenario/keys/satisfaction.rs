//! Keys of satisfaction.

use super::Need::Assumed;
use super::{Kind, TableSpec, key};
use crate::model::scenario::Grade::{C, E};

/// How satisfaction moves with answers.
pub static SATISFACTION: TableSpec = TableSpec {
    name: "satisfaction",
    doc: "Satisfaction of each account with how its requests are answered, 0 to 100 points: every answer moves it, and moves are \
          forgotten by halves. It is reported (`satisfaction_mean`), moves renewals with `outcomes.low_satisfaction`, and calls for \
          plays with `triggers.NAME.satisfaction_below`. Nothing without this table.",
    keys: &[
        key(
            "usual",
            Kind::Points(0.0, 100.0),
            Assumed("75", E, "nothing public compares across firms"),
            "Satisfaction of an account that has asked nothing [points].",
        ),
        key(
            "in_time",
            Kind::Points(0.0, 100.0),
            Assumed("2", E, "nothing public exists"),
            "By how much a first response within the target raises it [points].",
        ),
        key(
            "late",
            Kind::Points(0.0, 100.0),
            Assumed("8", E, "a bad experience weighs more than a good one; nobody measured by how much"),
            "By how much a late one lowers it, or a customer who gives up [points].",
        ),
        key(
            "stranger",
            Kind::Points(0.0, 100.0),
            Assumed("2", E, "practitioners: most customers care that somebody answers, few who"),
            "By how much less satisfied a customer is who is answered by somebody who does not know the account [points].",
        ),
        key(
            "half_life",
            Kind::Duration,
            Assumed("90 days", E, "nothing public exists"),
            "Time in which half of a move is forgotten.",
        ),
        key(
            "survey_response",
            Kind::Share,
            Assumed("20%", C, "practitioners: 10 to 30% of the surveys after a ticket are answered"),
            "Share of the surveys after a first response, or after a customer gave up, that are answered: only these set off a \
             trigger with `satisfaction_below`. At 100% every one does.",
        ),
    ],
};
