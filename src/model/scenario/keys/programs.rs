//! Keys of one-to-many programs.

use super::Need::{Assumed, Optional, Required, Setting};
use super::{Kind, TableSpec, key};
use crate::model::scenario::Grade::E;

/// One program.
pub static PROGRAM: TableSpec = TableSpec {
    name: "programs.NAME",
    doc: "Sessions for many accounts at once, such as webinars and office hours. Each is held when, from its date on, a CSM of \
          the team is first at work, by whoever that is (of several in turn), before any other work; or not at all if that is \
          not before the next date.",
    keys: &[
        key("segments", Kind::NamesOf("segments"), Setting("all"), "Whose accounts may come."),
        key("team", Kind::NameOf("teams"), Required, "The team whose CSMs host."),
        key("every", Kind::Duration, Required, "Time from the date of one session to that of the next: \"2 weeks\"."),
        key(
            "work",
            Kind::Duration,
            Required,
            "Working time of the CSM who hosts a session, preparing and following up included: planned work.",
        ),
        key(
            "attendance",
            Kind::Share,
            Required,
            "Share of the accounts that come to each session. Nothing public says it of accounts: count yours.",
        ),
        key(
            "counts_for",
            Kind::Duration,
            Assumed("30 days", E, "a month, as long as a planned touch waits"),
            "How long having come counts.",
        ),
        key(
            "covers",
            Kind::NamesOf("playbooks"),
            Optional,
            "Playbooks, or steps such as `check_in.1`, of which an account that came needs no touch that opens while that counts: \
             it is delivered and answered, and holds nobody.",
        ),
        key(
            "requests",
            Kind::NamesOf("requests"),
            Optional,
            "Requests that an account which came asks less of while that counts.",
        ),
        key(
            "answers",
            Kind::Share,
            Assumed("30%", E, "nothing public exists"),
            "Share of these requests that a session answers before they are asked.",
        ),
    ],
};
