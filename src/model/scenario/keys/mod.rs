//! Every key of the file format, as tables: what it holds, its default and the evidence for it. Unknown-key errors,
//! defaults, the list of assumptions and the JSON Schema all come from here.

mod activation;
mod coverage;
mod customers;
mod digital;
mod escalation;
mod habits;
mod health;
mod licences;
mod people;
mod programs;
mod run;
mod satisfaction;
mod skills;
mod transition;
mod work;

pub use activation::ACTIVATION;
use coverage::HAND_OFF;
pub use coverage::{DESIGN, NAMED_BACKUP, OVERFLOW, RESEGMENT, RULE, STICKY, TEAM, TRIAGE};
use customers::{ATTACHMENT, CALENDAR, CONTEXT, OUTCOMES, SEGMENT};
use digital::DIGITAL;
pub use escalation::NOTE;
pub use habits::{GROWTH, ONBOARDING, PRODUCT_LED_CONTRACT, QUARTER_END, RAMP};
use habits::{INCIDENT, SELF_SERVICE};
use health::{HEALTH, TRIGGER};
use licences::LICENCES;
pub use people::{CALLED_AWAY, CHANGE, COST, DEPARTURE, HIRE_WHEN, RAMP_UP};
use programs::PROGRAM;
use run::{DEMAND, SIMULATION};
use satisfaction::SATISFACTION;
use skills::SKILLS;
pub use transition::{CONVERSION, MISROUTING, TRANSITION};
pub use work::{CHANNEL, FOLLOW_UP, LOG, PLAYBOOKS, STEP};
use work::{PLAYBOOK, PROFILE, REQUEST, RISK};

use super::Grade;

/// One table of the file format.
#[derive(Debug)]
pub struct TableSpec {
    /// Path of the table: `segments.NAME`.
    pub name: &'static str,
    /// What it describes.
    pub doc: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

/// One key of a table.
#[derive(Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What happens without it.
    pub need: Need,
    /// What it means.
    pub doc: &'static str,
}

/// What happens when a key is left out.
#[derive(Clone, Copy, Debug)]
pub enum Need {
    /// An error.
    Required,
    /// Nothing: the key switches something on, or is one of several.
    Optional,
    /// A setting of the run, not a statement about the world: used without ado.
    Setting(&'static str),
    /// An assumption about the world: used, and named in reports. The value, the evidence, where it comes from.
    Assumed(&'static str, Grade, &'static str),
}

/// What a key holds.
#[derive(Debug)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number from .. to.
    Count(i64, i64),
    /// A number from .. to.
    Number(f64, f64),
    /// Points of a score, from .. to: a number that is no share.
    Points(f64, f64),
    /// `true` or `false`.
    Flag,
    /// A date.
    Date,
    /// A date, or a duration after measuring begins.
    When,
    /// An IANA time zone.
    TimeZone,
    /// A duration by the clock.
    Duration,
    /// A duration by the clock, or `never`.
    DurationOrNever,
    /// A duration by the clock or in working time.
    Span,
    /// A duration by the clock or in working time, or `never`.
    SpanOrNever,
    /// Working days.
    Days,
    /// Days a year.
    DaysPerYear,
    /// A rate per account.
    Rate,
    /// How often a year, for all accounts together.
    RateOfAll,
    /// A share.
    Share,
    /// A share, or one that changes over time.
    ShareRamp,
    /// A share a year.
    YearlyShare,
    /// An amount of money.
    Money,
    /// An amount of money a year.
    MoneyPerYear,
    /// A distribution of work content.
    Work,
    /// A distribution of durations by the clock.
    Delay,
    /// A distribution of money.
    MoneyDistribution,
    /// A contract term, or terms with shares.
    Contract,
    /// A positive number, or `none`.
    NumberOrNone,
    /// One of some words.
    Choice(&'static [&'static str]),
    /// Classes of work, or names of requests, incidents, playbooks, risks and triggers.
    WorkNames,
    /// The name of something in another table.
    NameOf(&'static str),
    /// A name or a list of names of things in another table, or `all`.
    NamesOf(&'static str),
    /// Open hours by weekday.
    Hours,
    /// A list of dates.
    Dates,
    /// Weights by weekday.
    WeekdayWeights,
    /// Weights by month of the year.
    MonthWeights,
    /// Weights by hour of the day.
    HourWeights,
    /// A CSV file, or a table that names it and its columns.
    Log,
    /// How long the last handler is preferred, or a table.
    Sticky,
    /// Shares by name.
    Shares,
    /// Numbers or shares of CSMs by name of a vertical or skill.
    Seats,
    /// `ignored`, `preferred`, `required`, or a span.
    Matching,
    /// A table.
    Table(&'static TableSpec),
    /// Tables by name.
    Named(&'static TableSpec),
    /// A list of tables.
    List(&'static TableSpec),
}

const fn key(name: &'static str, kind: Kind, need: Need, doc: &'static str) -> Key {
    Key { name, kind, need, doc }
}

use Need::{Optional, Required, Setting};

/// The file.
pub static ROOT: TableSpec = TableSpec {
    name: "",
    doc: "A scenario: customers, their work, the team, and designs of coverage to compare.",
    keys: &[
        key("title", Kind::Text, Setting("Untitled scenario"), "The question the scenario answers."),
        key("simulation", Kind::Table(&SIMULATION), Optional, "Lengths, seed, replications."),
        key("demand", Kind::Table(&DEMAND), Optional, "What all requests have in common."),
        key(
            "calendars",
            Kind::Named(&CALENDAR),
            Optional,
            "Working hours. `office` and `always` exist without being defined.",
        ),
        key("segments", Kind::Named(&SEGMENT), Required, "Groups of accounts alike in revenue, contract and churn."),
        key(
            "profiles",
            Kind::Named(&PROFILE),
            Optional,
            "When in the week requests come. `business_hours` and `flat` exist without being defined.",
        ),
        key("requests", Kind::Named(&REQUEST), Optional, "Kinds of requests that customers send: reactive work."),
        key(
            "incidents",
            Kind::Named(&INCIDENT),
            Optional,
            "Kinds of product incidents, each of which many accounts report at once: reactive work.",
        ),
        key(
            "self_service",
            Kind::Table(&SELF_SERVICE),
            Optional,
            "Requests that customers answer for themselves; none without it.",
        ),
        key("playbooks", Kind::Named(&PLAYBOOK), Optional, "Timed touches: planned work."),
        key("risks", Kind::Named(&RISK), Optional, "Kinds of risk that call for a play: triggered work."),
        key("health", Kind::Table(&HEALTH), Optional, "How accounts really are, and what a score sees of it."),
        key("licences", Kind::Table(&LICENCES), Optional, "How much of their licences accounts use."),
        key("triggers", Kind::Named(&TRIGGER), Optional, "Signs that raise a CTA: triggered work."),
        key("digital", Kind::Table(&DIGITAL), Optional, "What touches that programs send do; nothing without it."),
        key(
            "satisfaction",
            Kind::Table(&SATISFACTION),
            Optional,
            "Satisfaction of accounts with how their requests are answered.",
        ),
        key("programs", Kind::Named(&PROGRAM), Optional, "Sessions for many accounts at once."),
        key(
            "skills",
            Kind::Table(&SKILLS),
            Optional,
            "What it is worth that a CSM knows the vertical and has the skill.",
        ),
        key("context", Kind::Table(&CONTEXT), Optional, "What it costs when a stranger answers."),
        key("attachment", Kind::Table(&ATTACHMENT), Optional, "How attachment to one person moves."),
        key(
            "hand_off",
            Kind::Table(&HAND_OFF),
            Optional,
            "What happens when an account is handed to another owner or queue.",
        ),
        key(
            "outcomes",
            Kind::Table(&OUTCOMES),
            Optional,
            "Effects of service on renewal and expansion, as odds ratios.",
        ),
        key("teams", Kind::Named(&TEAM), Required, "Teams of CSMs."),
        key("costs", Kind::Named(&COST), Optional, "What is paid beside the CSMs: team leads, CS Ops, programmes."),
        key("designs", Kind::Named(&DESIGN), Required, "Designs of coverage to compare."),
    ],
};

impl TableSpec {
    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        // Specs are statics, so their keys live as long.
        let keys: &'static [Key] = self.keys;
        keys.iter().find(|k| k.name == name)
    }

    /// The names of all keys.
    pub fn names(&self) -> Vec<&'static str> {
        self.keys.iter().map(|k| k.name).collect()
    }
}

/// The key at a path such as `teams.smb.csms` (names and list positions stand where they would in a file).
pub fn find(path: &[&str]) -> Option<&'static Key> {
    let mut spec = &ROOT;
    let mut parts = path.iter();
    loop {
        let key = spec.key(parts.next()?)?;
        spec = match (&key.kind, parts.len()) {
            (_, 0) => return Some(key),
            (Kind::Table(inner), _) => inner,
            (Kind::Named(inner) | Kind::List(inner), _) => {
                parts.next()?;
                inner
            }
            (Kind::Log, _) => &LOG,
            (Kind::Sticky, _) => &STICKY,
            (Kind::ShareRamp, _) => &RAMP,
            _ => return None,
        };
    }
}
