//! Keys of health: how accounts are, what is seen of it, and what raises an alarm.

use super::Need::{Assumed, Optional, Required, Setting};
use super::{Kind, TableSpec, key};
use crate::model::scenario::Grade::{C, E};

/// How accounts are, and what is seen of it.
pub static HEALTH: TableSpec = TableSpec {
    name: "health",
    doc: "How accounts really are, 0 to 100 points, and what a score sees of it. Off without this table and `triggers`.",
    keys: &[
        key(
            "mean",
            Kind::Points(0.0, 100.0),
            Assumed("70", E, "nothing public exists"),
            "Mean health, of segments that state no `health_mean` [points].",
        ),
        key(
            "spread",
            Kind::Points(0.0, 100.0),
            Assumed("15", E, "nothing public exists"),
            "Standard deviation of health over accounts and time [points].",
        ),
        key(
            "memory",
            Kind::Duration,
            Assumed("6 months", E, "risk shows 60 to 90 days before a cancellation (practitioners)"),
            "Time in which a deviation from the mean falls to 1/e; a play that saves an account lifts it for as long.",
        ),
        key(
            "at_risk_below",
            Kind::Points(0.0, 100.0),
            Assumed("50", C, "practitioners escalate below 50"),
            "Health below which an account is at risk [points].",
        ),
        key("update", Kind::Duration, Setting("7 days"), "Time from one update of score and usage to the next."),
        key(
            "updates",
            Kind::Choice(&["together", "spread"]),
            Setting("together"),
            "`together`: accounts of the beginning are all updated at one instant, so that alarms come in bursts; new ones count \
             from their start. `spread`: each account at a time of its own.",
        ),
        key(
            "noise",
            Kind::Points(0.0, 100.0),
            Assumed("8", E, "nothing public exists"),
            "Standard deviation of the error of a score, fresh at every update [points].",
        ),
        key(
            "usage_noise",
            Kind::Number(0.0, 2.0),
            Assumed("15%", E, "nothing public exists"),
            "Relative standard deviation of the error of usage, which follows health.",
        ),
        key("survey", Kind::Duration, Setting("6 months"), "Time from one satisfaction survey to the next."),
        key(
            "survey_response",
            Kind::Share,
            Assumed("30%", E, "as proactive touches: 30 to 40% (practitioners)"),
            "Share of surveys that are answered.",
        ),
        key(
            "champion_leaves",
            Kind::Rate,
            Assumed("0.15 / account / year", E, "below the yearly turnover of staff; nothing public exists"),
            "How often the champion of an account leaves.",
        ),
        key(
            "champion_loss",
            Kind::Points(0.0, 100.0),
            Assumed("20", E, "nothing public exists"),
            "Health that the loss of a champion takes [points].",
        ),
        key(
            "satisfaction",
            Kind::Points(0.0, 100.0),
            Setting("0"),
            "Points by which the score is lower for each 10 points of satisfaction (`[satisfaction]`) below the usual, and higher \
             above it, where steps ask for it (`only_if_score_below`, `only_if_score_above`, `human_if_score_below`); any weight is \
             a guess (E). Alarms of triggers on the score leave it out, as tickets raise theirs by `satisfaction_below`; `check` counts \
             touches as though satisfaction were usual.",
        ),
    ],
};

/// What raises an alarm.
pub static TRIGGER: TableSpec = TableSpec {
    name: "triggers.NAME",
    doc: "A sign that raises a CTA: exactly one of `score_below`, `score_drop`, `usage_below`, `usage_drop`, `nps_below`, \
          `champion_gone` call for a play that saves; `licences_over` calls for a talk that wins an expansion; \
          `satisfaction_below` calls for a play that restores satisfaction.",
    keys: &[
        key("segments", Kind::NamesOf("segments"), Setting("all"), "Whose accounts are watched."),
        key("score_below", Kind::Points(0.0, 100.0), Optional, "The score falls below this [points]."),
        key("score_drop", Kind::Points(0.0, 100.0), Optional, "The score is lower by more than this [points]."),
        key("usage_below", Kind::Share, Optional, "Usage falls below this share."),
        key("usage_drop", Kind::Share, Optional, "Usage is lower by more than this share of what it was."),
        key("nps_below", Kind::Points(0.0, 10.0), Optional, "A survey gives less than this, of 10."),
        key("champion_gone", Kind::Flag, Optional, "The champion has left."),
        key(
            "licences_over",
            Kind::Share,
            Optional,
            "More than this share of the licences is in use: 80 to 90% are usual guesses (E). Whoever covers the account talks \
             about an expansion; see `outcomes.expansion_won`.",
        ),
        key(
            "satisfaction_below",
            Kind::Points(0.0, 100.0),
            Optional,
            "The survey after a request that lowered satisfaction shows less than this [points of `[satisfaction]`]. It is raised \
             as each design answers, so designs differ in how often; and it is always true, because the customer says so.",
        ),
        key("within", Kind::Duration, Setting("30 days"), "How far back a drop looks for the highest reading."),
        key(
            "cooldown",
            Kind::Duration,
            Setting("30 days"),
            "Time after an alarm without another of this trigger for the account.",
        ),
        key(
            "hysteresis",
            Kind::Points(0.0, 100.0),
            Setting("5"),
            "Points by which the sign must recover beyond its threshold before it alarms again.",
        ),
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
            "Chance that a play begun at once saves an account at risk.",
        ),
        key(
            "save_at_end",
            Kind::Share,
            Assumed("5%", E, "save curve that blends to the 20 to 30% of practitioners"),
            "The same as the window closes.",
        ),
        key(
            "win_at_once",
            Kind::Share,
            Assumed("30%", E, "most of the 35% of proactive touches that are answered; nothing public exists"),
            "Chance that a talk begun at once wins an account that is ready to expand; used with `licences_over`.",
        ),
        key(
            "win_at_end",
            Kind::Share,
            Assumed("10%", E, "nothing public exists"),
            "The same as the window closes; used with `licences_over`.",
        ),
        key(
            "restores",
            Kind::Points(0.0, 100.0),
            Assumed(
                "15",
                E,
                "a good recovery makes up for the failure (de Matos et al. 2007); nobody measured these points",
            ),
            "Points by which a play that is made in time and answered raises satisfaction, up to `satisfaction.usual` at most; \
             used with `satisfaction_below`.",
        ),
        key(
            "response",
            Kind::Share,
            Assumed("35%", C, "practitioners see 30 to 40% of proactive touches completed"),
            "Share of plays begun in time that the customer answers; no more than these save, win or restore.",
        ),
        key("priority", Kind::Count(1, 255), Setting("2"), "Rank under the `priority` discipline; 1 is served first."),
        key("skill", Kind::Text, Optional, super::skills::SKILL),
    ],
};
