//! A scenario: the file as written, read and checked into values that cannot be wrong.

mod activation;
mod amounts;
mod calendars;
mod channels;
mod checks;
mod context;
mod designs;
mod digital;
mod distributions;
pub mod error;
mod exceptions;
mod habits;
mod health;
mod item;
pub mod keys;
mod licences;
mod months;
mod notes;
mod overrides;
mod people;
mod playbooks;
mod profiles;
mod programs;
mod ramps;
mod read;
mod reader;
mod reviews;
mod rule_work;
mod satisfaction;
mod schema;
mod segments;
mod skills;
mod teams;
mod ticket_log;
mod transitions;
mod tree;
pub mod units;
mod work;

pub(super) use checks::expected_work;
pub use error::{Problem, ScenarioError};
pub use read::value_at;
pub use schema::json_schema;

use super::account::Segment;
use super::coverage::{Design, HandOff};
use super::digital::Digital;
use super::health::Health;
use super::licences::Licences;
use super::outcome::{Attachment, Context, Outcomes, Worth};
use super::program::Program;
use super::satisfaction::Satisfaction;
use super::self_service::SelfService;
use super::skill::Skills;
use super::work::WorkKind;
use crate::time::calendar::Hours;
use crate::time::{Elapsed, SimTime};
use jiff::civil::Date;

/// A checked scenario. Indices in it are valid, shares are shares, and at least one design covers every account.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The question it answers.
    pub title: String,
    /// Sign before amounts of money; a label only.
    pub currency: String,
    /// Lengths, seed, replications.
    pub simulation: Simulation,
    /// Named calendars.
    pub calendars: Vec<(String, Hours)>,
    /// Segments of accounts.
    pub segments: Vec<Segment>,
    /// Every kind of work.
    pub kinds: Vec<WorkKind>,
    /// Multiplier on the rate of every kind of request that is given as a rate.
    pub load: f64,
    /// Variance over mean of the number of requests on a day with requests (1: Poisson); requests given as a rate
    /// share one random factor a day that makes it so.
    pub daily_dispersion: f64,
    /// How published content ages, and what a liking for self-service adds.
    pub self_service: SelfService,
    /// How accounts are, and what is seen of it; `None`: it does not matter.
    pub health: Option<Health>,
    /// How much of their licences accounts use; `None` where nothing looks at it.
    pub licences: Option<Licences>,
    /// One-to-many programs.
    pub programs: Vec<Program>,
    /// What touches that programs send do; `None`: nothing.
    pub digital: Option<Digital>,
    /// How satisfaction moves; `None`: it is not looked at.
    pub satisfaction: Option<Satisfaction>,
    /// Verticals and skills; `None`: nothing calls for any.
    pub skills: Option<Skills>,
    /// What a stranger costs.
    pub context: Context,
    /// How attachment moves.
    pub attachment: Attachment,
    /// What a hand-off does; `None` where no design moves accounts.
    pub hand_off: Option<HandOff>,
    /// Effects on renewal and expansion.
    pub outcomes: Outcomes,
    /// What ARR is worth where it is weighed against cost.
    pub worth: Worth,
    /// The designs, in the order of the file.
    pub designs: Vec<Design>,
    /// Index of today's design, to which churn is anchored and against which others are compared.
    pub current: usize,
    /// Values that the user did not set.
    pub assumptions: Vec<Assumption>,
    /// SHA-256 of the file's text and of the logs it names, in hex.
    pub hash: String,
}

/// How to simulate.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// The date at whose 00:00 UTC measuring begins.
    pub start: Date,
    /// Time simulated before measuring begins.
    pub warm_up: Elapsed,
    /// Time measured.
    pub length: Elapsed,
    /// Time simulated, with demand going on, after measuring ends, so that work begun in time can finish.
    pub cool_down: Elapsed,
    /// Independent replications.
    pub replications: u32,
    /// Master seed.
    pub seed: u64,
    /// Confidence level of intervals.
    pub level: f64,
}

impl Simulation {
    /// Where the warm-up begins.
    pub fn begin(&self) -> SimTime {
        SimTime::ZERO - self.warm_up
    }

    /// Where measuring ends.
    pub fn end_of_measuring(&self) -> SimTime {
        SimTime::ZERO + self.length
    }

    /// Where demand ends.
    pub fn end(&self) -> SimTime {
        SimTime::ZERO + self.length + self.cool_down
    }
}

/// A value that the user did not set.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    /// Path of the key: `teams.smb_csms.sickness`.
    pub key: String,
    /// The value used, as one would write it.
    pub value: String,
    /// How good the evidence is.
    pub grade: Grade,
    /// Where it comes from, in a few words.
    pub source: String,
}

/// How good the evidence for a default is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Peer-reviewed, official statistics, or computed from a public log.
    A,
    /// A large survey with a stated sample.
    B,
    /// A practitioner's own published figure.
    C,
    /// Unsourced or second-hand.
    D,
    /// Our own assumption: nothing public exists.
    E,
}

impl Grade {
    /// The letter.
    pub fn letter(self) -> &'static str {
        match self {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
            Grade::D => "D",
            Grade::E => "E",
        }
    }
}
