//! What the reference keeps of work, people and customers, and what it tells.

use crate::calendar::Open;
use crate::rules::{Place, Queue};
use caseload::model::RampUp;
use caseload::time::{DAY, Span};
use std::fmt;

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Happening {
    pub at: i64,
    pub what: &'static str,
    pub csm: Option<u32>,
    pub account: u32,
    /// Kind and arrival of a piece of work.
    pub kind: Option<(u16, i64)>,
    /// Probability of churn at a renewal, or how satisfied an account is.
    pub churn: Option<f64>,
}

impl Happening {
    /// The same, up to rounding of the probability.
    pub fn agrees_with(&self, other: &Happening) -> bool {
        let same = (self.at, self.what, self.csm, self.account, self.kind)
            == (other.at, other.what, other.csm, other.account, other.kind);
        same && (self.churn.unwrap_or(0.0) - other.churn.unwrap_or(0.0)).abs() < 1e-6
    }
}

impl fmt::Display for Happening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.at.rem_euclid(DAY) as f64 / 60_000.0;
        let clock = format!("day {} {:02}:{:06.3}", self.at.div_euclid(DAY), (minutes / 60.0) as i64, minutes % 60.0);
        write!(
            f,
            "{clock} {} csm {:?} account {} kind and arrival {:?}",
            self.what, self.csm, self.account, self.kind
        )?;
        self.churn.map_or(Ok(()), |churn| write!(f, " churn {churn}"))
    }
}

/// A queue that work has joined.
#[derive(Clone, Copy, Debug)]
pub struct Joined {
    pub queue: Queue,
    pub order: u64,
    /// What the account paid then, when its contract was to come up, and its ARR at risk.
    pub account: (i64, i64, i64),
}

/// A piece of work.
#[derive(Clone, Debug)]
pub struct Item {
    /// In the order in which work began to wait; 0 for what has not.
    pub number: u64,
    pub account: usize,
    pub kind: u16,
    pub class: usize,
    pub arrived: i64,
    /// When what calls for a play came; later work has arrived only after a note.
    pub raised: i64,
    pub work: i64,
    pub luck: f64,
    pub term: u32,
    /// Where it waits, with the order of joining.
    pub waits_in: Vec<Joined>,
    /// What will happen if it still waits: when, in which order set.
    pub timers: Vec<(i64, u64, Alarm)>,
    /// Its account was handed over while it waited.
    pub moved: bool,
    /// The rule under which it came or was moved.
    pub rule: usize,
    /// The conversation that it goes on with; nothing for what begins one.
    pub talk: Option<Talk>,
    /// When it was begun.
    pub began: i64,
    /// To whom it was given as it came.
    pub given_to: Option<usize>,
    /// The team to which it came.
    pub came_to: usize,
}

impl Item {
    /// It begins to wait anew, where its account is now.
    pub fn moves(&mut self) {
        (self.moved, self.given_to) = (true, None);
        self.waits_in.clear();
        self.timers.retain(|(.., alarm)| matches!(alarm, Alarm::Late | Alarm::Expire));
    }

    /// Whether it is in no queue, and neither in an inbox that is not sorted yet nor in the wrong hands.
    pub fn lies_nowhere(&self) -> bool {
        let held = |alarm: &Alarm| matches!(alarm, Alarm::Seen | Alarm::Found);
        self.waits_in.is_empty() && !self.timers.iter().any(|(.., alarm)| held(alarm))
    }
}

/// A conversation that goes on.
#[derive(Clone, Copy, Debug)]
pub struct Talk {
    /// When the request was sent.
    pub opened: i64,
    /// Number of the interaction; the first of all is 0.
    pub round: u16,
    /// Who had the last interaction, and when it was begun.
    pub handler: (usize, i64),
    /// How long this one waits for that CSM.
    pub patience: Option<Span>,
    /// The team to which it was handed over, and why there is another interaction.
    pub with: Option<usize>,
    pub reason: usize,
}

/// What a timer on waiting work does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Alarm {
    Expire,
    Late,
    /// The pod in which the account stands by then may take it, then its back-up.
    ToPod,
    ToTeam(Queue),
    /// Another team may take it, where the rule of its account still says so.
    ToHelp,
    /// The inbox is sorted.
    Seen,
    /// What went astray comes to whom it should.
    Found,
}

/// What a CSM is doing.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "a firm has three CSMs")]
pub enum Doing {
    Idle(u64),
    Asleep {
        until: i64,
        order: u64,
    },
    /// With a block of work for idle time.
    Filling {
        until: i64,
        order: u64,
    },
    Busy {
        until: i64,
        order: u64,
        item: Item,
        saved: bool,
        since: i64,
        work: i64,
    },
}

/// Work that was interrupted.
#[derive(Clone, Debug)]
pub struct Aside {
    pub item: Item,
    pub saved: bool,
    pub left: i64,
}

/// What was done about an account that is ready to expand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Talked {
    Nothing,
    Begun,
    Won,
}

/// A CSM.
pub struct Csm {
    pub team: usize,
    pub open: Open,
    pub absent: Vec<(i64, i64)>,
    /// When nobody is in the seat: from a departure to the successor's first day.
    pub vacant: Vec<(i64, i64)>,
    /// When the seat closes for good because the design changes, and where whoever is in it goes then.
    pub closes: i64,
    /// When it is cut.
    pub cut: i64,
    pub heir: Option<usize>,
    /// When somebody comes from another team, and how that one finds the pace.
    pub convert: Option<(i64, RampUp)>,
    pub doing: Doing,
    pub aside: Vec<Aside>,
    /// Blocks of work for idle time so far.
    pub blocks: u64,
    /// Whether there was one since the last work for an account.
    pub had_block: bool,
    pub planned: i64,
    pub served: i64,
}

/// A customer.
#[derive(Clone, Default)]
pub struct Account {
    /// When it went over to the new rules.
    pub went_over: Option<i64>,
    pub alive: bool,
    /// Whether somebody has found out what sales left out.
    pub briefed: bool,
    pub places: [Option<Place>; 3],
    pub owner: Option<usize>,
    /// When the owner was last known to know the account; never, where it came from a book that nobody has any more.
    pub met: Option<i64>,
    pub last: Option<(usize, i64)>,
    /// Whom it is attached to, and when that person last touched it.
    pub attached_to: Option<(usize, i64)>,
    pub attachment: f32,
    pub term: u32,
    /// Yearly revenue [hundredths].
    pub arr: i64,
    /// Log odds of open risks.
    pub risk: f64,
    /// When an alarm's play last saved it.
    pub lifted: Option<i64>,
    /// Whether anybody has ever touched it, and what answers did to its satisfaction.
    pub touched: bool,
    pub moves: Vec<(i64, f64)>,
    /// How satisfied it has said it is, and when that called for a play: how much it had said by then.
    pub known: Vec<f64>,
    pub unhappy: Vec<(i64, usize)>,
    /// Sends that lifted its health, and by how much at first.
    pub lifts: Vec<(i64, f64)>,
    /// What was done about expansions since the last renewal.
    pub talks: Vec<Talked>,
    pub requests: Vec<i64>,
    pub late: Vec<i64>,
    pub missed: Vec<i64>,
    /// Half-times that a new account needs to take its seats into use, and its steps in time.
    pub half_times: Option<f64>,
    pub steps: Vec<i64>,
    /// Whether a step after its start was begun late, or not at all.
    pub late_start: bool,
    /// Touches that customers answered, sends that helped, and those that were no good.
    pub helped_by_people: Vec<i64>,
    pub helped_by_programs: Vec<i64>,
    pub spam: Vec<i64>,
}
