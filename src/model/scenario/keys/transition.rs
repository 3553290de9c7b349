//! Keys of a design that begins as another one.

use super::Need::{Assumed, Optional, Required, Setting};
use super::{Kind, TableSpec, key};
use crate::model::scenario::Grade::E;

/// A design that begins as another one.
pub static TRANSITION: TableSpec = TableSpec {
    name: "designs.NAME.transition",
    doc: "The design begins as another one and changes to its own rules at a date.",
    keys: &[
        key("from", Kind::NameOf("designs"), Required, "The design that holds until then."),
        key("at", Kind::When, Required, "When it changes: \"2026-07-01\" (midnight UTC) or \"26 weeks\"."),
        key(
            "cohorts",
            Kind::Choice(&["all_at_once", "by_renewal"]),
            Setting("all_at_once"),
            "`by_renewal`: each account at its first renewal from then on.",
        ),
        key("overlap", Kind::Duration, Optional, "Overlap of these hand-offs; `hand_off.overlap` without it."),
        key(
            "seats",
            Kind::Choice(&["stay", "change"]),
            Setting("stay"),
            "`stay`: all teams have their seats throughout, and are the same in both designs. `change`: each team has the seats \
             that the design before gives it until the change, and those of this one from then on; none where no rule \
             mentions it. The last seats close first. Accounts whose CSM or pod is gone for good go over with the seat; those that \
             have gone over before move to the lightest books of the team.",
        ),
        key(
            "over",
            Kind::Duration,
            Setting("0 days"),
            "Time from the change on over which seats are given up, one by one. With `cohorts = \"by_renewal\"` seats also open and \
             people convert one by one in it; else all at the change.",
        ),
        key(
            "conversions",
            Kind::List(&CONVERSION),
            Optional,
            "People who go from a team that has fewer seats after the change to one that has more.",
        ),
        key(
            "turnover_factor",
            Kind::Number(1.0, 100.0),
            Setting("1"),
            "Multiplies for a while the turnover of teams that serve accounts before the change, and of those who convert from \
             them, but not of those who come for seats that the change opens. Practitioners tell of named CSMs who resist and \
             leave; nobody gives a figure.",
        ),
        key(
            "turnover_for",
            Kind::Duration,
            Assumed("6 months", E, "nothing public; people look for half a year before they go"),
            "How long turnover is raised, from the announcement on.",
        ),
        key("announced", Kind::Duration, Setting("0 days"), "How long before the change it is announced."),
        key("misrouting", Kind::Table(&MISROUTING), Optional, "Requests that go astray after the change."),
    ],
};

/// People who go from one team to another.
pub static CONVERSION: TableSpec = TableSpec {
    name: "designs.NAME.transition.conversions.N",
    doc: "People who change teams and keep what they know of accounts: no seat is vacant, nobody is new to the firm. Where \
          somebody has left before and nobody follows by then, the successor comes to the other team, as a newcomer.",
    keys: &[
        key("from", Kind::NameOf("teams"), Required, "Their team before."),
        key("to", Kind::NameOf("teams"), Required, "Their team from then on."),
        key("csms", Kind::Count(1, 100_000), Required, "How many."),
        key(
            "productivity",
            Kind::Share,
            Assumed(
                "70%",
                E,
                "above newcomers, who are put at 40%: they know product and customers, not the new way of work",
            ),
            "Productivity on the first day in the new team; it grows in a straight line to 100%.",
        ),
        key(
            "ramp",
            Kind::Duration,
            Assumed("60 days", E, "two thirds of the time that newcomers are given"),
            "How long it takes to 100%.",
        ),
    ],
};

/// Requests that go astray.
pub static MISROUTING: TableSpec = TableSpec {
    name: "designs.NAME.transition.misrouting",
    doc: "After the change some requests of accounts that have gone over reach somebody first who is not in charge any more. \
          Response times count from when the request was sent.",
    keys: &[
        key(
            "share",
            Kind::Share,
            Required,
            "Share of requests on the day on which an account goes over; nobody has measured any.",
        ),
        key(
            "over",
            Kind::Duration,
            Assumed("90 days", E, "nothing public; a quarter until everybody knows"),
            "Time until the share has fallen, in a straight line, to nothing.",
        ),
        key(
            "delay",
            Kind::Span,
            Assumed("4 business hours", E, "nothing public; half a day until somebody notices and passes it on"),
            "How long such a request lies before it comes to whom it should.",
        ),
        key(
            "work",
            Kind::Duration,
            Setting("0 min"),
            "What it takes whoever begins it at last, on top of its work content: to ask again, to apologise.",
        ),
    ],
};
