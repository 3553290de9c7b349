//! Keys of coverage: teams, designs, rules.

use super::Need::{Assumed, Optional, Required, Setting};
use super::escalation::NOTE;
use super::people::{CALLED_AWAY, CHANGE, COST, CUT, DEPARTURE, HIRE_WHEN, RAMP_UP};
use super::transition::TRANSITION;
use super::{Kind, TableSpec, key};
use crate::model::scenario::Grade;
use crate::model::scenario::Grade::{C, D, E};

/// A team; also what a design may override.
pub static TEAM: TableSpec = TableSpec {
    name: "teams.NAME",
    doc: "A team of CSMs: exactly one of `csms`, `accounts_per_csm`, `arr_per_csm`.",
    keys: &[
        key("csms", Kind::Count(0, 100_000), Optional, "How many CSMs."),
        key("accounts_per_csm", Kind::Number(0.01, 1e9), Optional, "One CSM for so many covered accounts, rounded up."),
        key("arr_per_csm", Kind::Money, Optional, "One CSM for so much covered ARR, rounded up: \"$2M\"."),
        key(
            "calendar",
            Kind::NameOf("calendars"),
            Assumed("office", E, "mon-fri 09:00-12:30 and 13:00-17:30 in America/New_York"),
            "Working hours.",
        ),
        key(
            "cost",
            Kind::MoneyPerYear,
            Assumed("$165k / year", D, "US fully loaded, $145k to $210k"),
            "Cost of one CSM, everything included.",
        ),
        key(
            "non_customer",
            Kind::Share,
            Assumed("30%", C, "30 to 40% of CSM hours go to administration, meetings, development"),
            "Share of scheduled hours not for customers.",
        ),
        key(
            "leave",
            Kind::DaysPerYear,
            Assumed("25 days / year", E, "working days, holidays included"),
            "Days of leave of one CSM.",
        ),
        key(
            "leave_block",
            Kind::Days,
            Assumed("5 days", E, "leave is taken by the week"),
            "Working days in one block of leave.",
        ),
        key(
            "sickness",
            Kind::DaysPerYear,
            Assumed("6 days / year", E, "12% of workdays away together with leave"),
            "Days of sickness of one CSM.",
        ),
        key(
            "sick_spell",
            Kind::Days,
            Assumed("3 days", E, "nothing public for CSMs"),
            "Mean length of one spell of sickness.",
        ),
        key(
            "discipline",
            Kind::Choice(&["priority", "first_come", "earliest_due", "highest_arr", "soonest_renewal", "arr_at_risk"]),
            Setting("priority"),
            "What is served next: by priority and then age, by age, by due date, or of the account with the highest ARR, with the \
             soonest renewal, or with the highest ARR at risk (ARR times the churn that its segment and open risks give).",
        ),
        key(
            "wip_limit",
            Kind::Count(1, 100_000),
            Optional,
            "Open conversations at which a CSM begins no new request until one closes; any number without it. Open: another \
             interaction is to follow (`follow_ups`). Each is of whoever began its last interaction. Follow-ups, touches and \
             CTAs go on.",
        ),
        key("protected_planned", Kind::Share, Setting("0%"), "Share of served time that planned work may claim first."),
        key(
            "work_factor",
            Kind::Number(0.1, 10.0),
            Setting("1"),
            "How long work takes this team, against `work` as stated.",
        ),
        key(
            "save_factor",
            Kind::Number(0.0, 10.0),
            Setting("1"),
            "How likely plays of this team save an account, against the shares as stated.",
        ),
        key(
            "turnover",
            Kind::YearlyShare,
            Setting("0% / year"),
            "People who leave in a year over people employed. Published for sales: 20% a year and more leave by themselves; \
             nothing public for CSMs.",
        ),
        key(
            "vacancy",
            Kind::Duration,
            Assumed("75 days", E, "6 to 7 weeks to fill a position in employer surveys, then a month of notice"),
            "From a departure to the successor's first day; used where somebody leaves.",
        ),
        key("departures", Kind::List(&DEPARTURE), Optional, "Departures that are known."),
        key(
            "hires",
            Kind::List(&CHANGE),
            Optional,
            "Seats that open later. `csms` and ratios give those of the beginning.",
        ),
        key(
            "cuts",
            Kind::List(&CUT),
            Optional,
            "Seats given up: their accounts move to the lightest books of the team.",
        ),
        key("hire_when", Kind::Table(&HIRE_WHEN), Optional, "A rule that opens seats beyond the plan."),
        key(
            "rebalance",
            Kind::Flag,
            Setting("false"),
            "Whether accounts move to a seat that opens until its book is as heavy as others; else it gets new accounts only.",
        ),
        key("ramp", Kind::Table(&RAMP_UP), Optional, "How newcomers find their pace; used where somebody comes."),
        key(
            "idle_work",
            Kind::Work,
            Setting("0 min"),
            "Length of one block of work (documentation, training, a project) that a CSM takes up who finds nothing to do for \
             accounts, and does not leave before it is done, not even for what interrupts other work.",
        ),
        key(
            "idle_work_once",
            Kind::Flag,
            Setting("false"),
            "`true`: one block of `idle_work` each time nothing is left to do for accounts, and then waiting; else block after \
             block.",
        ),
        key("skills", Kind::Seats, Optional, super::skills::TEAM_SKILLS),
        key(
            "overtime",
            Kind::Duration,
            Setting("0 h"),
            "How long a CSM stays after hours on a day at most, to finish work begun that can be finished by then; other work goes \
             on the next day. Hours end for the day where the calendar closes for 6 h or more.",
        ),
        key(
            "overtime_pay",
            Kind::Number(0.0, 10.0),
            Assumed(
                "1.5",
                E,
                "time and a half is what US law asks for hourly workers; whoever is paid a salary often gets nothing: 0",
            ),
            "What an hour of overtime costs, against `cost` over the hours of the calendar; used where there is overtime.",
        ),
        key("called_away", Kind::Table(&CALLED_AWAY), Optional, "How CSMs are called away at short notice."),
        key(
            "alerts_every",
            Kind::Span,
            Setting("0 h"),
            "From one look at alerts (risks and triggers) to the next: \"1 day\" is once a day, when the hours of the team begin; \
             \"4 business hours\" count in them. What came since is seen then; its window runs from when it came.",
        ),
    ],
};

/// A design of coverage.
pub static DESIGN: TableSpec = TableSpec {
    name: "designs.NAME",
    doc: "A design of coverage.",
    keys: &[
        key("teams", Kind::Named(&TEAM), Optional, "What this design changes about teams."),
        key(
            "programs",
            Kind::NamesOf("programs"),
            Optional,
            "One-to-many programs that it runs, `[]` for none; all without it.",
        ),
        key("coverage", Kind::List(&RULE), Required, "Rules in order; the first that matches decides."),
        key("triggers", Kind::NamesOf("triggers"), Optional, "Triggers that it acts on; all without it."),
        key("notes", Kind::List(&NOTE), Optional, "Notes that a program sends before somebody is called for a play."),
        key(
            "costs",
            Kind::Named(&COST),
            Optional,
            "What this design pays in place of, or beside, the `costs` of the file.",
        ),
        key(
            "transition",
            Kind::Table(&TRANSITION),
            Optional,
            "The design begins as another one and changes at a date.",
        ),
        key(
            "resegment",
            Kind::Table(&RESEGMENT),
            Optional,
            "Accounts whose ARR has crossed a line of the rules go over; without it the ARR at the start decides for good.",
        ),
    ],
};

/// When accounts are looked at again.
pub static RESEGMENT: TableSpec = TableSpec {
    name: "designs.NAME.resegment",
    doc: "Accounts whose ARR has crossed `arr_from` or `arr_below` of a rule are handed over to the other coverage.",
    keys: &[
        key(
            "every",
            Kind::Duration,
            Optional,
            "All accounts on fixed dates, counted from the beginning of measuring; without it each account at its renewals.",
        ),
        key(
            "hysteresis",
            Kind::Share,
            Assumed("10%", E, "practitioners warn of accounts that float around a line; nobody gives a figure"),
            "How far beyond the line the ARR must lie, as a share of it, before the account goes over.",
        ),
    ],
};

/// One coverage rule.
pub static RULE: TableSpec = TableSpec {
    name: "designs.NAME.coverage.N",
    doc: "Which accounts and work, and who serves: exactly one of `named`, `pooled`, `pods`, `nobody`.",
    keys: &[
        key("accounts", Kind::NamesOf("segments"), Setting("all"), "Segments it applies to."),
        key("arr_from", Kind::Money, Optional, "Only accounts with at least this ARR."),
        key("arr_below", Kind::Money, Optional, "Only accounts with less than this ARR."),
        key(
            "contract_named",
            Kind::Flag,
            Optional,
            "Only accounts whose contract does (or does not) promise a named CSM.",
        ),
        key(
            "work",
            Kind::WorkNames,
            Optional,
            "Classes of work it applies to, or names of requests, incidents, playbooks, risks and triggers (`pooled` or \
             `nobody` then); all work without it.",
        ),
        key("vertical", Kind::Text, Optional, super::skills::VERTICAL),
        key("strategic", Kind::Flag, Optional, "Only accounts that are (or are not) of strategic value."),
        key("growing", Kind::Flag, Optional, "Only accounts that grow (or do not) in usage: `segments.NAME.growth`."),
        key(
            "at_risk",
            Kind::Duration,
            Optional,
            "Only accounts for which a risk or an alarm called for a play so short a time ago: \"60 days\". The play itself goes \
             by this rule, and waiting work goes along.",
        ),
        key(
            "cap",
            Kind::Count(0, 5_000_000),
            Optional,
            "Only so many of these accounts at once. At the beginning those that pay most have the places; a place that becomes \
             free goes to the next account that comes or whose rules are looked at, with `at_risk` to the next at risk.",
        ),
        key("wants_human", Kind::Flag, Optional, "Only accounts that want (or do not want) a person."),
        key("until", Kind::Duration, Optional, "Only accounts younger than this; those of the beginning are old."),
        key(
            "stage",
            Kind::Choice(&["onboarding", "live"]),
            Optional,
            "Only accounts before (`onboarding`) or after go-live: `segments.NAME.hand_off` and `onboarding.duration`.",
        ),
        key(
            "nobody",
            Kind::Flag,
            Optional,
            "`true`: nobody does this planned or triggered work, by design. It counts as no missed touch: churn sees only the \
             attachment that it would have brought, risks that stay, and `human_only` steps.",
        ),
        key(
            "digital",
            Kind::NamesOf("playbooks"),
            Optional,
            "Playbooks, or steps such as `renewal.2`, whose touches a program sends instead of a CSM; the rest is for people.",
        ),
        key("named", Kind::NameOf("teams"), Optional, "Each account has one CSM of this team."),
        key("pooled", Kind::NameOf("teams"), Optional, "Anyone of this team serves, from one queue."),
        key("pods", Kind::NameOf("teams"), Optional, "The team is cut into pods with a queue each."),
        key("pod_size", Kind::Count(1, 100_000), Optional, "CSMs in a pod."),
        key(
            "balance",
            Kind::Choice(&["accounts", "arr", "work"]),
            Setting("accounts"),
            "What is made equal between books or pods.",
        ),
        key(
            "backup_after",
            Kind::SpanOrNever,
            Optional,
            "How long work waits for its own CSM or pod before anyone of the team may take it; `named`: 2 days, else never.",
        ),
        key(
            "sticky",
            Kind::Sticky,
            Optional,
            "How long the last handler is preferred: \"30 days\", or { memory, patience }.",
        ),
        key(
            "assign",
            Kind::Choice(&["longest_idle", "least_loaded", "round_robin", "random"]),
            Setting("longest_idle"),
            "Pools and pods: `longest_idle` is one queue from which whoever is free takes work; the others give each piece to \
             one CSM as it comes: to who has least in hand and waiting and is not absent, to all in turn, or by lot.",
        ),
        key("match", Kind::Matching, Optional, super::skills::MATCH),
        key("overflow", Kind::Table(&OVERFLOW), Optional, "Another team that may take work too."),
        key("triage", Kind::Table(&TRIAGE), Optional, "Pools and pods: requests wait until a shared inbox is sorted."),
    ],
};

/// A shared inbox.
pub static TRIAGE: TableSpec = TableSpec {
    name: "designs.NAME.coverage.N.triage",
    doc: "A shared inbox: CSMs see a request when it is sorted next. Response times count from when the request was sent.",
    keys: &[
        key(
            "every",
            Kind::Span,
            Required,
            "From one sorting to the next: \"1 h\" and \"1 day\" count from midnight UTC, \"4 business hours\" in the hours of \
             the team; what falls outside them is made up for when they begin. \"0 h\": at once.",
        ),
        key(
            "work",
            Kind::Duration,
            Setting("0 min"),
            "What sorting one request takes, by whoever begins it and on top of its work content.",
        ),
    ],
};

/// Help from another team.
pub static OVERFLOW: TableSpec = TableSpec {
    name: "designs.NAME.coverage.N.overflow",
    doc: "Another team that may take the work too: at once where nobody of its own is free, or after a while.",
    keys: &[
        key("team", Kind::NameOf("teams"), Required, "The team that helps; its own work and this are ranked together."),
        key("after", Kind::Span, Setting("0 min"), "How long work waits before that team may take it."),
    ],
};

/// What a hand-off does.
pub static HAND_OFF: TableSpec = TableSpec {
    name: "hand_off",
    doc: "What happens when an account is handed from one owner or queue to another.",
    keys: &[
        key(
            "loss",
            Kind::Share,
            Assumed(
                "100%",
                E,
                "a change of sales rep costs 13 to 18% of sales (grade A); the share of attachment is a guess",
            ),
            "Share of attachment that a hand-off without overlap destroys.",
        ),
        key(
            "communication",
            Kind::Share,
            Assumed("0%", E, "practitioners advise to explain the change; nobody measured what it saves"),
            "Share of that loss which explaining the change well prevents.",
        ),
        key(
            "overlap",
            Kind::Duration,
            Setting("0 days"),
            "How long both parties know the account; practitioners advise 30 to 60 days.",
        ),
        key(
            "half_life",
            Kind::Duration,
            Assumed("30 days", E, "practitioners overlap for 30 to 60 days; nothing public is measured"),
            "Length of an overlap that halves the loss.",
        ),
        key(
            "work",
            Kind::Duration,
            Assumed("30 min", E, "one meeting; nothing public is measured"),
            "Work of each of the two parties for every 30 days of overlap, and at least once.",
        ),
    ],
};

/// A preference for the last handler.
pub static STICKY: TableSpec = TableSpec {
    name: "designs.NAME.coverage.N.sticky",
    doc: "A preference for whoever served the account last.",
    keys: &[
        key("memory", Kind::Duration, Required, "How long after a contact its handler is still preferred."),
        key(
            "patience",
            Kind::Span,
            Assumed("1 business hour", E, "long enough to keep most contacts, short against a target"),
            "How long work waits for that handler.",
        ),
    ],
};

/// The default of `backup_after` where a rule names CSMs.
pub const NAMED_BACKUP: (&str, Grade, &str) = ("2 days", E, "most teams cover for an absent colleague within two days");
