//! Keys of what comes before a play, and after work that waits too long.

use super::Need::{Assumed, Required};
use super::{Kind, TableSpec, key};
use crate::model::scenario::Grade::E;

/// An automatic note before a play.
pub static NOTE: TableSpec = TableSpec {
    name: "designs.NAME.notes.N",
    doc: "A note that a program sends as soon as a risk strikes or an alarm is raised; a person is called only where it \
          settles nothing.",
    keys: &[
        key("of", Kind::NamesOf("triggers"), Required, "Names of the risks and triggers, whoever makes the play."),
        key(
            "settles",
            Kind::Share,
            Assumed("10%", E, "well below the 30 to 40% of proactive touches by people (practitioners)"),
            "Share of them that the note settles: those that a play would save most easily, and as many false alarms.",
        ),
        key(
            "wait",
            Kind::Duration,
            Required,
            "From the note to the call for the play; the window of the play runs meanwhile. Practitioners wait 3 days.",
        ),
    ],
};
