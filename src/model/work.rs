//! Work: the three classes, and every kind of work that a scenario names.

use super::activation::Reviewed;
use super::channel::Channel;
use super::conversation::Conversation;
use super::digital::Sending;
use super::health::{Condition, Trigger};
use super::months::Months;
use super::ramp::Ramp;
use crate::distribution::Distribution;
use crate::time::{Elapsed, Span};
use std::sync::Arc;

/// The three classes of work that share a CSM's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Class {
    /// Requests from customers.
    Reactive = 0,
    /// Planned touches from playbooks.
    Planned = 1,
    /// Triggered CTAs.
    Triggered = 2,
}

impl Class {
    /// All classes, in the order of their numbers.
    pub const ALL: [Class; 3] = [Class::Reactive, Class::Planned, Class::Triggered];

    /// The class as scenarios and results write it.
    pub fn name(self) -> &'static str {
        match self {
            Class::Reactive => "reactive",
            Class::Planned => "planned",
            Class::Triggered => "triggered",
        }
    }
}

/// One kind of work: a request kind, one step of a playbook, or a kind of risk.
#[derive(Clone, Debug)]
pub struct WorkKind {
    /// Name in the scenario: `question`, `renewal.2` (second step of a playbook), `usage_drop`.
    pub name: String,
    /// Which segments' accounts cause it, indexed like `Scenario::segments`.
    pub segments: Vec<bool>,
    /// Work content of one piece [h of working time].
    pub work: Distribution,
    /// Rank under the `priority` discipline: 1 is served first.
    pub priority: u8,
    /// The skill that it calls for, an index into `Skills::names`.
    pub skill: Option<u8>,
    /// Where it comes from, and what that class alone has.
    pub origin: Origin,
}

/// Where a kind of work comes from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// Requests that accounts send.
    Request {
        /// How often, and when.
        source: RequestSource,
        /// First-response target.
        respond_within: Span,
        /// Interrupts less urgent work where nobody is free.
        interrupts: bool,
        /// What customers do after sending it.
        conversation: Box<Conversation>,
    },
    /// A step of a playbook.
    Step {
        /// When the touch falls due to be started.
        schedule: Schedule,
        /// Time from opening to the due date; a touch begun later is late.
        due_in: Elapsed,
        /// Time from opening to expiry; a touch not begun by then is missed. `None`: it never expires.
        expires: Option<Elapsed>,
        /// Sent by a program: holds no CSM.
        digital: bool,
        /// Share of touches that the customer answers.
        response: f64,
        /// What it is where a program sends it.
        sending: Sending,
        /// Work content against `WorkKind::work`, by when the touch opens.
        learning: Ramp,
        /// Opens only where the score stands so; `None`: always.
        condition: Option<Box<Condition>>,
        /// Opens only where the last review of activation found so; `None`: always.
        reviewed: Option<Reviewed>,
    },
    /// Risks that strike accounts and call for a play.
    Risk {
        /// Risks of an account in a year.
        rate_per_year: f64,
        /// How long acting helps; a play not begun by then is missed.
        window: Elapsed,
        /// Probability that a play begun at once saves the account from this risk.
        save_at_once: f64,
        /// The same for a play begun as the window closes; linear in between.
        save_at_end: f64,
        /// Share of plays that the customer answers; no more than these save anybody.
        response: f64,
        /// Odds ratio of churn at the next renewal for a risk that was not saved.
        churn_odds: f64,
    },
    /// Alarms that what is seen of accounts raises, and that call for a play: one that saves, or where the sign is of an
    /// expansion, one that wins, or where it is of answers, one that restores satisfaction.
    Trigger {
        /// What raises them.
        trigger: Box<Trigger>,
        /// How long acting helps; a play not begun by then is missed.
        window: Elapsed,
        /// Probability that a play begun at once saves an account at risk, or wins one that is ready to expand.
        save_at_once: f64,
        /// The same for a play begun as the window closes; linear in between.
        save_at_end: f64,
        /// Share of plays that the customer answers; no more than these save anybody.
        response: f64,
    },
}

/// How requests of a kind arise.
#[derive(Clone, Debug)]
pub enum RequestSource {
    /// A random process per account.
    Rate {
        /// Mean requests of an account in a year.
        per_year: f64,
        /// Shape of the Gamma frailty with mean 1 that multiplies each account's rate; `None`: all alike.
        frailty: Option<f64>,
        /// When in the week requests come.
        profile: Box<Profile>,
        /// Share that self-service answers, of accounts without a preference and with fresh content; `None`: no part.
        deflection: Option<Ramp>,
        /// The channel that brings them, where it opens only in time.
        channel: Option<Box<Channel>>,
    },
    /// One request of an account at a time: the next comes so long after the last one was answered \[h by the clock\].
    Again(Box<Distribution>),
    /// Whole weeks of a real log, resampled.
    Log(Arc<TicketLog>),
    /// Product incidents, each of which many accounts report at once.
    Incidents(Box<Incidents>),
}

/// Product incidents of one kind.
#[derive(Clone, Debug)]
pub struct Incidents {
    /// Mean incidents in a year, for all accounts together.
    pub per_year: f64,
    /// Share of the accounts that report one.
    pub share: f64,
    /// Time within which the reports come, evenly.
    pub spread: Elapsed,
    /// When in the week they strike.
    pub profile: Profile,
    /// Odds ratio of churn at the next renewal of an account that was hit.
    pub churn_odds: f64,
}

/// When in the week requests come, on a wall clock.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Name, for display.
    pub name: String,
    /// The zone whose wall clock the hours mean.
    pub time_zone: jiff::tz::TimeZone,
    /// Relative weight of each hour of the week, Monday 00:00 first; not all zero. Mean need not be 1.
    pub weights: [f64; 168],
    /// In which months of the year, on the same wall clock.
    pub months: Months,
}

impl Profile {
    /// All hours of the year alike.
    pub fn flat() -> Profile {
        let (time_zone, weights, months) = (jiff::tz::TimeZone::UTC, [1.0; 168], Months::EVEN);
        Profile { name: "flat".to_string(), time_zone, weights, months }
    }

    /// Whether every hour of the year has the same weight.
    pub fn is_flat(&self) -> bool {
        self.weights.iter().all(|w| *w == self.weights[0]) && self.months.is_even()
    }
}

/// When a playbook step opens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Schedule {
    /// Again and again, with a phase of its own for each account.
    Every(Elapsed),
    /// Ahead of each renewal.
    BeforeRenewal(Elapsed),
    /// Once, after the account's start.
    AfterStart(Elapsed),
    /// At each hand-off, for whoever leaves the account; the demand has none of it.
    Farewell,
    /// At each hand-off, for whoever takes the account over.
    Welcome,
}

/// A log of tickets, cut into whole weeks on the wall clock of a zone.
#[derive(Clone, Debug, PartialEq)]
pub struct TicketLog {
    /// Path as written in the scenario.
    pub path: String,
    /// The zone whose wall clock the tickets' times mean.
    pub time_zone: jiff::tz::TimeZone,
    /// Distinct accounts in the log.
    pub accounts: u32,
    /// Weeks of the log, each with its tickets in order of time.
    pub weeks: Vec<Vec<Ticket>>,
}

/// One ticket of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Milliseconds after Monday 00:00 of its week on the log's wall clock.
    pub at_ms: i64,
    /// Account, numbered by first appearance in the log.
    pub account: u32,
}

/// What a play can do about a risk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Play {
    /// How long acting helps.
    pub window: Elapsed,
    /// Probability that it saves the account when begun at once, and as the window closes.
    pub save_at_once: f64,
    /// See `save_at_once`.
    pub save_at_end: f64,
    /// Probability that the customer answers.
    pub response: f64,
}

impl Play {
    /// Probability that the play, begun after `delay` by people of some skill (1 is plain), saves the account: it falls
    /// linearly over the window, and is never more than that of an answer.
    #[inline]
    pub fn save_probability(&self, delay: Elapsed, skill: f64) -> f64 {
        let part = (delay.ms() as f64 / self.window.ms().max(1) as f64).min(1.0);
        ((self.save_at_once + (self.save_at_end - self.save_at_once) * part) * skill).min(self.response)
    }
}

/// Whether a step, or a part of it, is held by a playbook or step of a name: `renewal.2` by `renewal` and by `renewal.2`.
pub fn is_part_of(step: &str, name: &str) -> bool {
    step.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl Origin {
    /// The play that it calls for, where it calls for one.
    pub fn play(&self) -> Option<Play> {
        match *self {
            Origin::Risk { window, save_at_once, save_at_end, response, .. }
            | Origin::Trigger { window, save_at_once, save_at_end, response, .. } => {
                Some(Play { window, save_at_once, save_at_end, response })
            }
            _ => None,
        }
    }
}

impl WorkKind {
    /// The class that the origin belongs to.
    pub fn class(&self) -> Class {
        match self.origin {
            Origin::Request { .. } => Class::Reactive,
            Origin::Step { .. } => Class::Planned,
            Origin::Risk { .. } | Origin::Trigger { .. } => Class::Triggered,
        }
    }

    /// Whether it is a sign of an expansion, and a talk about it.
    pub fn is_of_expansion(&self) -> bool {
        matches!(&self.origin, Origin::Trigger { trigger, .. } if trigger.sign.is_of_expansion())
    }

    /// What must be seen of an account for it to open, where that is asked.
    pub fn condition(&self) -> Option<&Condition> {
        match &self.origin {
            Origin::Step { condition, .. } => condition.as_deref(),
            _ => None,
        }
    }

    /// Whether its plays may go to accounts that need none: alarms of what is seen with an error.
    pub fn may_be_needless(&self) -> bool {
        matches!(self.origin, Origin::Trigger { .. }) && self.of_answers().is_none()
    }

    /// The trigger that surveys after requests set off, where it is one.
    pub fn of_answers(&self) -> Option<&Trigger> {
        match &self.origin {
            Origin::Trigger { trigger, .. } if trigger.sign.is_of_answers() => Some(trigger),
            _ => None,
        }
    }

    /// Whether it is the part of one side in a hand-off.
    pub fn is_of_hand_off(&self) -> bool {
        matches!(self.origin, Origin::Step { schedule: Schedule::Farewell | Schedule::Welcome, .. })
    }

    /// Whether it interrupts less urgent work where nobody is free.
    pub fn interrupts(&self) -> bool {
        matches!(self.origin, Origin::Request { interrupts: true, .. })
    }

    /// Whether self-service answers some of it.
    pub fn may_be_deflected(&self) -> bool {
        matches!(self.origin, Origin::Request { source: RequestSource::Rate { deflection: Some(_), .. }, .. })
    }

    /// The channel that brings it, where it opens only in time.
    pub fn channel(&self) -> Option<&Channel> {
        match &self.origin {
            Origin::Request { source: RequestSource::Rate { channel, .. }, .. } => channel.as_deref(),
            _ => None,
        }
    }

    /// Whether a playbook or a step of this name holds it.
    pub fn belongs_to(&self, name: &str) -> bool {
        is_part_of(&self.name, name)
    }

    /// What it is where a program sends it; `None`: no program can.
    pub fn sending(&self) -> Option<Sending> {
        match self.origin {
            Origin::Step { schedule: Schedule::Farewell | Schedule::Welcome, .. } => None,
            Origin::Step { sending, .. } => Some(sending),
            _ => None,
        }
    }

    /// Whether it opens by what reviews of activation find.
    pub fn is_reviewed(&self) -> bool {
        matches!(self.origin, Origin::Step { reviewed: Some(_), .. })
    }

    /// Whether it opens only while such a review finds too few.
    pub fn opens_below(&self) -> bool {
        matches!(self.origin, Origin::Step { reviewed: Some(Reviewed { below: true, .. }), .. })
    }

    /// Whether a program does it, holding no CSM.
    pub fn is_digital(&self) -> bool {
        matches!(self.origin, Origin::Step { digital: true, .. })
    }
}
