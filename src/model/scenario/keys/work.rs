//! Keys of work: profiles, requests, playbooks, risks.

use super::Need::{Assumed, Optional, Required, Setting};
use super::{Kind, TableSpec, key};
use crate::model::scenario::Grade::{A, C, E};

/// When in the week requests come.
pub static PROFILE: TableSpec = TableSpec {
    name: "profiles.NAME",
    doc: "When in the week requests come; the weight of an hour is its weekday's times its own times its month's.",
    keys: &[
        key("time_zone", Kind::TimeZone, Optional, "The zone whose wall clock the hours mean."),
        key(
            "weekdays",
            Kind::WeekdayWeights,
            Optional,
            "Weights by weekday: { mon = 19, tue = 22 }; all alike without it.",
        ),
        key(
            "hours",
            Kind::HourWeights,
            Optional,
            "Weights by hour 0 to 23: { \"9\" = 12, \"10\" = 8 }; all alike without it.",
        ),
        key("months", Kind::MonthWeights, Optional, "Weights by month, in place of `demand.months`."),
    ],
};

/// What `interrupts` means.
pub const INTERRUPTS: &str = "Where nobody is free, takes a CSM from the least urgent work of a higher `priority` number, who goes \
    on with that afterwards. Goes ahead of such work under any discipline, and waits for no last handler.";

/// Reactive work.
pub static REQUEST: TableSpec = TableSpec {
    name: "requests.NAME",
    doc: "A kind of request that customers send.",
    keys: &[
        key("segments", Kind::NamesOf("segments"), Setting("all"), "Whose accounts send it."),
        key("rate", Kind::Rate, Optional, "How often: \"0.5 / account / month\"."),
        key("log", Kind::Log, Optional, "A CSV file of real tickets, resampled by whole weeks, instead of a rate."),
        key(
            "again_after",
            Kind::Delay,
            Optional,
            "Instead of a rate: an account has one such request at a time, and sends the next so long after the last one was \
             resolved, by the clock: { exponential = \"3 weeks\" }. A slow team is asked less.",
        ),
        key("work", Kind::Work, Required, "Work content of one request."),
        key("respond_within", Kind::Span, Required, "First-response target: \"4 business hours\"."),
        key("priority", Kind::Count(1, 255), Setting("2"), "Rank under the `priority` discipline; 1 is served first."),
        key("skill", Kind::Text, Optional, super::skills::SKILL),
        key("interrupts", Kind::Flag, Setting("false"), INTERRUPTS),
        key(
            "frailty",
            Kind::NumberOrNone,
            Assumed("0.4", A, "a public B2B help-desk log shows 0.25 to 0.5"),
            "Shape of the Gamma factor by which accounts differ; \"none\": all alike. Small is very unequal.",
        ),
        key(
            "profile",
            Kind::NameOf("profiles"),
            Assumed("business_hours", A, "hours and weekdays of a public B2B help-desk log"),
            "When in the week requests come.",
        ),
        key(
            "deflection",
            Kind::ShareRamp,
            Optional,
            "Share that fresh content of self-service answers: \"20%\", or { from = \"10%\", to = \"30%\", over = \"24 months\" }; \
             as `self_service` says without it.",
        ),
        key("human_only", Kind::Flag, Setting("false"), "Self-service answers none of it."),
        key(
            "channel",
            Kind::Table(&CHANNEL),
            Optional,
            "A channel that is added, such as chat or a telephone line: it brings these requests only from a date on.",
        ),
        key(
            "gives_up",
            Kind::Delay,
            Optional,
            "How long a customer waits for the first response before giving up, by the clock: { exponential = \"2 days\" }; \
             for ever without it.",
        ),
        key(
            "follow_ups",
            Kind::Named(&FOLLOW_UP),
            Optional,
            "Why a customer comes back after an interaction, tried in order: an answer, a reopened case, Support.",
        ),
    ],
};

/// A channel that is added.
pub static CHANNEL: TableSpec = TableSpec {
    name: "requests.NAME.channel",
    doc: "A channel that opens while measuring. `rate` is what it brings on top once everybody knows it, and may be left out; \
          `takes` is what comes by it that would have come by others.",
    keys: &[
        key("opens", Kind::When, Required, "When it opens: \"2026-07-01\" (midnight UTC) or \"26 weeks\"."),
        key(
            "over",
            Kind::Duration,
            Setting("0 days"),
            "Time from then on, in a straight line, until everybody knows it.",
        ),
        key(
            "takes",
            Kind::Shares,
            Optional,
            "Shares of other kinds of requests at a rate that come by this channel instead, with its work content, target \
             and priority: { email = \"40%\" }.",
        ),
    ],
};

/// One reason to come back.
pub static FOLLOW_UP: TableSpec = TableSpec {
    name: "requests.NAME.follow_ups.NAME",
    doc: "One reason why a customer comes back after an interaction. Meanwhile nobody is held.",
    keys: &[
        key(
            "share",
            Kind::Share,
            Required,
            "Probability after each interaction. A public help-desk log has 27% waiting on the customer, 8% reopened.",
        ),
        key("after", Kind::Delay, Required, "How long until the customer is back, by the clock."),
        key("work", Kind::Work, Required, "Work content of the next interaction."),
        key(
            "to_handler_for",
            Kind::Span,
            Optional,
            "How long the next interaction waits for whoever had the last one: \"4 business hours\"; for anyone without it.",
        ),
        key(
            "to",
            Kind::NameOf("teams"),
            Optional,
            "The next interaction is with this team, say Support: from one queue, and by people who are nobody's contact (no \
             stranger's penalty, no attachment). The first response is the CSM's; resolution waits for that team too.",
        ),
        key(
            "back",
            Kind::Work,
            Optional,
            "With `to`: work content of the interaction with which it comes back as that team ends, to whoever had it before \
             (`to_handler_for`) or anyone; without it that team resolves the request.",
        ),
    ],
};

/// Columns of a ticket log.
pub static LOG: TableSpec = TableSpec {
    name: "requests.NAME.log",
    doc: "A CSV file of tickets with a header row.",
    keys: &[
        key("file", Kind::Text, Required, "Path of the CSV file, relative to the scenario."),
        key("ticket_id", Kind::Text, Setting("ticket_id"), "Column with the ticket's number."),
        key("account_id", Kind::Text, Setting("account_id"), "Column with the account."),
        key(
            "created_at",
            Kind::Text,
            Setting("created_at"),
            "Column with the time: 2026-01-31T13:45:00, with or without offset.",
        ),
        key("time_zone", Kind::TimeZone, Optional, "Zone of the log's wall clock."),
    ],
};

/// Names of the playbooks of the field.
pub static PLAYBOOKS: [&str; 6] = ["onboarding", "adoption", "check_in", "business_review", "renewal", "advocacy"];

/// Planned work.
pub static PLAYBOOK: TableSpec = TableSpec {
    name: "playbooks.NAME",
    doc: "A timed list of touches.",
    keys: &[
        key("segments", Kind::NamesOf("segments"), Setting("all"), "Whose accounts get it."),
        key("priority", Kind::Count(1, 255), Setting("3"), "Rank under the `priority` discipline; 1 is served first."),
        key("skill", Kind::Text, Optional, super::skills::SKILL),
        key("steps", Kind::List(&STEP), Optional, "The touches."),
        key(
            "work_over_time",
            Kind::ShareRamp,
            Setting("100%"),
            "Work content of its touches against `work` as stated; { from, to, over } where playbooks are codified and take \
             less over time. Practitioners say that onboarding does; nobody published by how much.",
        ),
        key(
            "preset",
            Kind::Choice(&PLAYBOOKS),
            Optional,
            "A playbook of the field, in place of `steps`; `caseload check` says back its touches.",
        ),
    ],
};

/// One touch of a playbook.
pub static STEP: TableSpec = TableSpec {
    name: "playbooks.NAME.steps.N",
    doc: "One touch: exactly one of `every`, `before_renewal`, `after_start`.",
    keys: &[
        key("every", Kind::Duration, Optional, "Opens again and again: \"1 month\"."),
        key("before_renewal", Kind::Duration, Optional, "Opens ahead of each renewal: \"90 days\"."),
        key("after_start", Kind::Duration, Optional, "Opens once after the account's start: \"14 days\"."),
        key("work", Kind::Work, Required, "Work content of the touch."),
        key(
            "due_in",
            Kind::Duration,
            Assumed("7 days", E, "a week from opening"),
            "Time from opening to the due date.",
        ),
        key(
            "expires",
            Kind::DurationOrNever,
            Assumed("30 days", E, "a month from opening"),
            "Time from opening after which a touch not begun is missed, or \"never\".",
        ),
        key("digital", Kind::Flag, Setting("false"), "Sent by a program: holds no CSM."),
        key(
            "quality",
            Kind::Share,
            Optional,
            "Share of its sends that are good where a program sends it, in place of `digital.quality`.",
        ),
        key(
            "human_only",
            Kind::Flag,
            Setting("false"),
            "Only a person may do it, as an executive review or the talk before a renewal: sent by a program, or left to \
             nobody by design, it does the damage of `outcomes.automated_moment`.",
        ),
        key(
            "advocacy",
            Kind::Flag,
            Setting("false"),
            "Asks for a reference, a review or a case study: an answer is one, counted in `references_annual`.",
        ),
        key(
            "lifts",
            Kind::Points(0.0, 100.0),
            Optional,
            "A nudge to use more, or a notice of a milestone: where a program sends it and the customer acts on it, health is lifted \
             by so many points at renewals, fading with `health.memory`. Vendors' claims (3 times the engagement) are copy; 2 points \
             are our guess (E).",
        ),
        key(
            "only_if_score_below",
            Kind::Points(0.0, 100.0),
            Optional,
            "Opens only where the last score, if there is one, is below this [points].",
        ),
        key(
            "only_if_score_above",
            Kind::Points(0.0, 100.0),
            Optional,
            "Opens only where there is a score and the last one is not below this [points], as to ask satisfied customers only.",
        ),
        key(
            "only_if_licences_over",
            Kind::Share,
            Optional,
            "Opens only where more than this share of the licences is in use; with `only_if_score_below` where either holds.",
        ),
        key(
            "human_if_score_below",
            Kind::Points(0.0, 100.0),
            Optional,
            "A digital touch that a CSM makes instead where the last score is below this [points].",
        ),
        key(
            "only_if_activated_below",
            Kind::Share,
            Optional,
            "After a start: opens only while, at the last review (`segments.NAME.activation.review`), fewer of the accounts of \
             the segment than this were activated in time; not before the first review with any account due. Plans count it as \
             though it always opened.",
        ),
        key(
            "human_if_activated_below",
            Kind::Share,
            Optional,
            "After a start: a digital touch that a CSM makes instead while fewer than this were, as in \
             `only_if_activated_below`.",
        ),
        key(
            "response",
            Kind::Share,
            Assumed("35%", C, "practitioners see 30 to 40% of proactive touches completed"),
            "Share of delivered touches that the customer answers; of a digital step `digital.response` without it.",
        ),
    ],
};

/// Triggered work.
pub static RISK: TableSpec = TableSpec {
    name: "risks.NAME",
    doc: "A kind of risk that strikes accounts and calls for a play.",
    keys: &[
        key("segments", Kind::NamesOf("segments"), Setting("all"), "Whose accounts it strikes."),
        key("rate", Kind::Rate, Required, "How often: \"0.5 / account / year\"."),
        key("work", Kind::Work, Required, "Work content of the play."),
        key(
            "window",
            Kind::Duration,
            Assumed("30 days", E, "decisions fall 30 to 60 days before a renewal (practitioners)"),
            "How long acting helps.",
        ),
        key(
            "save_at_once",
            Kind::Share,
            Assumed("45%", E, "save curve that blends to the 20 to 30% of practitioners"),
            "Chance that a play begun at once saves the account.",
        ),
        key(
            "save_at_end",
            Kind::Share,
            Assumed("5%", E, "save curve that blends to the 20 to 30% of practitioners"),
            "The same as the window closes.",
        ),
        key(
            "response",
            Kind::Share,
            Assumed("90%", E, "practitioners see more than the 30 to 40% of proactive touches; no figure is public"),
            "Share of plays begun in time that the customer answers; no more than these save anybody.",
        ),
        key(
            "churn_odds",
            Kind::Number(0.001, 1000.0),
            Assumed("4", E, "nothing public exists"),
            "Odds ratio of churn at the next renewal for a risk not saved.",
        ),
        key("priority", Kind::Count(1, 255), Setting("1"), "Rank under the `priority` discipline; 1 is served first."),
        key("skill", Kind::Text, Optional, super::skills::SKILL),
    ],
};
