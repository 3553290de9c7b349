//! Keys of customers: calendars, segments, and what service does to them.

use super::Need::{Assumed, Optional, Required, Setting};
use super::activation::ACTIVATION;
use super::{GROWTH, Kind, ONBOARDING, QUARTER_END, TableSpec, key};
use crate::model::scenario::Grade::{B, D, E};

/// Working hours.
pub static CALENDAR: TableSpec = TableSpec {
    name: "calendars.NAME",
    doc: "Weekly working hours on the wall clock of a time zone.",
    keys: &[
        key("time_zone", Kind::TimeZone, Required, "IANA time zone, such as \"America/New_York\"."),
        key("hours", Kind::Hours, Required, "Open stretches: { mon-fri = [\"09:00-12:30\", \"13:00-17:30\"] }."),
        key("holidays", Kind::Dates, Setting("[]"), "Dates with no hours at all."),
    ],
};

/// Groups of accounts.
pub static SEGMENT: TableSpec = TableSpec {
    name: "segments.NAME",
    doc: "A group of accounts alike in revenue, contract and churn.",
    keys: &[
        key("accounts", Kind::Count(1, 5_000_000), Required, "Accounts at the start."),
        key("arr", Kind::MoneyDistribution, Required, "Yearly revenue of an account."),
        key(
            "contract",
            Kind::Contract,
            Assumed("12 months", B, "median contract of private SaaS companies is 1.3 to 1.4 years"),
            "Contract term, or terms with shares: { \"1 month\" = \"30%\", \"12 months\" = \"70%\" }.",
        ),
        key(
            "churn",
            Kind::YearlyShare,
            Optional,
            "Share of accounts lost in a year today; without it nobody ever leaves.",
        ),
        key(
            "expansion",
            Kind::YearlyShare,
            Assumed("10% / year", B, "NRR less GRR, private SaaS below $12k ACV (survey of 1,500 companies)"),
            "Expansion revenue in a year today, as a share of ARR.",
        ),
        key(
            "contraction",
            Kind::YearlyShare,
            Assumed("0% / year", E, "neutral: all loss is by leaving"),
            "Revenue lost in a year from accounts that stay, as a share of ARR.",
        ),
        key(
            "new_accounts",
            Kind::YearlyShare,
            Assumed("0% / year", E, "neutral: nobody new comes"),
            "New accounts in a year, as a share of `accounts`.",
        ),
        key(
            "strategic",
            Kind::Share,
            Setting("0%"),
            "Share of its accounts that are of strategic value, whatever they pay: references, a logo, a new market. Rules may \
             look at it.",
        ),
        key("verticals", Kind::Shares, Optional, super::skills::VERTICALS),
        key(
            "contract_named",
            Kind::Share,
            Assumed("0%", E, "neutral: no contract promises a named CSM"),
            "Share of accounts whose contract promises a named CSM.",
        ),
        key(
            "new_accounts_months",
            Kind::MonthWeights,
            Optional,
            "In which months new accounts come: { jan-nov = 1, dec = 3 }; all alike without it.",
        ),
        key(
            "quarter_end",
            Kind::Table(&QUARTER_END),
            Optional,
            "Renewals that bunch at the ends of calendar quarters.",
        ),
        key("onboarding", Kind::Table(&ONBOARDING), Optional, "More requests while a new account is onboarded."),
        key(
            "hand_off",
            Kind::Duration,
            Setting("0 days"),
            "From a new account's start to its hand-off from sales; steps after the start and onboarding begin then.",
        ),
        key(
            "poor_hand_off",
            Kind::Share,
            Setting("0%"),
            "Share of new accounts that sales hands over without what their CSM must know: goals, promises, who decides.",
        ),
        key(
            "hand_off_rework",
            Kind::Duration,
            Assumed("45 min", E, "one more meeting; nothing public is measured"),
            "What finding that out again adds to the first piece of work that a person of a team of CSMs begins for each \
             account handed over poorly, whatever it is; used with `poor_hand_off`.",
        ),
        key(
            "complexity",
            Kind::Number(0.01, 100.0),
            Setting("1"),
            "Multiplier on the rate of requests and on the content of all work.",
        ),
        key("self_service", Kind::Share, Setting("0%"), "Share of accounts that prefer self-service."),
        key(
            "named_fee",
            Kind::MoneyPerYear,
            Optional,
            "What an account pays for the named CSM that its contract promises (`contract_named`), on top of ARR.",
        ),
        key(
            "wants_human",
            Kind::Share,
            Optional,
            "Share of accounts that want a person, whatever they do by self-service; the others would do without. Without it \
             nobody says.",
        ),
        key(
            "motion",
            Kind::Choice(&["sales-led", "product-led"]),
            Setting("sales-led"),
            "`product-led`: no hand-off, no touches before renewals, and contracts of 1 month unless stated.",
        ),
        key(
            "health_mean",
            Kind::Points(0.0, 100.0),
            Optional,
            "Mean health of its accounts, in place of `health.mean` [points].",
        ),
        key(
            "activation",
            Kind::Table(&ACTIVATION),
            Optional,
            "New accounts must take their seats into use; not looked at without it.",
        ),
        key("growth", Kind::Table(&GROWTH), Optional, "Accounts that grow in usage, and pay more at each renewal."),
    ],
};

/// What a stranger costs.
pub static CONTEXT: TableSpec = TableSpec {
    name: "context",
    doc: "What it costs when a stranger answers.",
    keys: &[
        key(
            "penalty",
            Kind::Number(0.0, 10.0),
            Assumed("15%", E, "nothing public exists"),
            "Extra work of a stranger without documentation, as a share.",
        ),
        key(
            "documentation",
            Kind::ShareRamp,
            Assumed("50%", E, "nothing public exists"),
            "Share of the penalty that documentation saves; { from, to, over } where it grows.",
        ),
        key(
            "interruption",
            Kind::Duration,
            Assumed(
                "0 min",
                E,
                "office workers take 23 minutes until they are back at interrupted work, most of it spent on other work \
                 (Mark, Gonzalez, Harris 2005); what picking up costs is not public for CSMs",
            ),
            "Extra work each time that interrupted work is picked up again; where some request `interrupts`.",
        ),
    ],
};

/// How attachment moves.
pub static ATTACHMENT: TableSpec = TableSpec {
    name: "attachment",
    doc: "How attachment to one person moves.",
    keys: &[
        key(
            "gain",
            Kind::Share,
            Assumed("20%", E, "nothing public exists"),
            "Share of the gap to full attachment that a touch by the same person closes.",
        ),
        key(
            "loss",
            Kind::Share,
            Assumed("50%", E, "nothing public exists"),
            "Share that a touch by somebody else destroys.",
        ),
        key(
            "unanswered",
            Kind::Share,
            Assumed("100%", E, "neutral: a touch counts whether or not it is answered"),
            "What part of that a planned touch or a play has which the customer does not answer.",
        ),
        key(
            "indifferent",
            Kind::Share,
            Assumed("50%", E, "practitioners: most customers care that somebody answers, few who; nobody measured it"),
            "What part of the effects of attachment and of answered touches by people holds for accounts that do not want a \
             person; used with `segments.NAME.wants_human`.",
        ),
    ],
};

/// Effects on renewal and expansion.
pub static OUTCOMES: TableSpec = TableSpec {
    name: "outcomes",
    doc: "Effects of service on renewal and expansion, relative to today's design.",
    keys: &[
        key(
            "late_responses",
            Kind::Number(0.001, 1000.0),
            Assumed("1.05", E, "range 1.0 to 1.15; nothing public is causal"),
            "Odds ratio of churn for each 10 points of late responses.",
        ),
        key(
            "missed_touch",
            Kind::Number(0.001, 1000.0),
            Assumed("1.15", E, "range 1.0 to 1.4; nothing public is causal"),
            "Odds ratio of churn for each planned touch missed: one that somebody was to make. What a rule leaves to `nobody` \
             is not missed.",
        ),
        key(
            "late_onboarding",
            Kind::Number(0.001, 1000.0),
            Optional,
            "Odds ratio of churn at the first renewal after a late onboarding: 1.8 is our guess (E), range 1.2 to 2.4.",
        ),
        key(
            "no_attachment",
            Kind::Number(0.001, 1000.0),
            Assumed("1.25", E, "anchored by a 13 to 18% fall of sales when a B2B sales rep changes (grade A)"),
            "Odds ratio of churn for no attachment against full.",
        ),
        key(
            "expansion_unattached",
            Kind::Number(0.0, 10.0),
            Assumed("0.85", E, "range 0.7 to 1.0; practitioners say pools expand less"),
            "Multiplier of expansion without attachment.",
        ),
        key(
            "expansion_won",
            Kind::Number(0.0, 10.0),
            Assumed("1.5", E, "range 1.0 to 2.5; nothing public is causal"),
            "Multiplier of the chance of an expansion at the next renewal after a talk on a trigger with `licences_over` that \
             won.",
        ),
        key(
            "expansion_missed",
            Kind::Number(0.0, 10.0),
            Assumed("0.8", E, "range 0.5 to 1.0; nothing public is causal"),
            "The same where such a trigger was right, and nobody has begun to talk by the renewal.",
        ),
        key(
            "low_satisfaction",
            Kind::Number(0.001, 1000.0),
            Assumed(
                "1",
                E,
                "neutral: late answers have an effect of their own (`late_responses`); nothing public is causal",
            ),
            "Odds ratio of churn for each 10 points of satisfaction below `satisfaction.usual`, and the other way above it; used \
             with `[satisfaction]`.",
        ),
        key(
            "low_health",
            Kind::Number(0.001, 1000.0),
            Assumed(
                "3",
                E,
                "range 1.5 to 6: some 7 points missing, as usual, come near `risks.churn_odds`; nothing is public",
            ),
            "Odds ratio of churn for each 10 points of health below `health.at_risk_below`; used with `[health]`.",
        ),
        key(
            "needless_touch",
            Kind::Number(0.001, 1000.0),
            Assumed(
                "1.02",
                E,
                "range 1.0 to 1.1; the sign from a field experiment in telecom: outreach raised churn from 6 to 10% (grade A)",
            ),
            "Odds ratio of churn for each play on a false alarm since the last renewal; used with `[triggers]`.",
        ),
        key(
            "automated_moment",
            Kind::Number(0.001, 1000.0),
            Assumed(
                "1.3",
                E,
                "range 1.0 to 2.0; practitioners warn that automating an executive touch does damage; nobody measured it",
            ),
            "Odds ratio of churn for each `human_only` step since the last renewal that a program sent, or that was left to \
             nobody by design.",
        ),
        key(
            "helpful_touch",
            Kind::Number(0.001, 1000.0),
            Assumed("0.95", E, "range 0.85 to 1.0; nothing public is causal"),
            "Odds ratio of churn for each planned touch of the last half year that the customer answered, and for \
             `digital.worth` of each digital one that helped; used with `[digital]`.",
        ),
        key(
            "digital_fatigue",
            Kind::Number(0.001, 1000.0),
            Assumed(
                "1.04",
                E,
                "range 1.0 to 1.15; the sign from a field experiment in telecom: outreach raised churn from 6 to 10% (grade A)",
            ),
            "Odds ratio of churn for each digital touch that was no good and is not forgotten yet; used with `[digital]`.",
        ),
        key(
            "strength",
            Kind::Number(0.0, 10.0),
            Setting("1"),
            "Exponent on every effect: 0 none, 1 as given, 2 doubled.",
        ),
        key(
            "margin",
            Kind::Share,
            Assumed("80%", D, "range 70 to 85%: gross margins that SaaS companies commonly report"),
            "Gross margin on revenue; what a verdict weighs ARR with against cost.",
        ),
        key(
            "arr_counts_for",
            Kind::Duration,
            Assumed("3 years", E, "range 1 year to 1 / churn, how long an account stays; a usual horizon of planning"),
            "For how long a verdict counts a unit of ARR kept or won.",
        ),
    ],
};
