//! The state of a replay: accounts, CSMs, waiting work and queues. Columns are reused from run to run.

use super::adoption::Adoption;
use super::asking::Askers;
pub(super) use super::csm::{Csm, Doing};
use super::digital::Sent;
use super::event::Event;
use super::expansion::Opportunity;
use super::filler::Fillers;
use super::hiring::Hiring;
pub(super) use super::history::{Counted, History};
use super::in_order::FreeTimes;
use super::interruptions::Aside;
use super::line::Line;
use super::notes::Call;
use super::observer::Piece;
use super::overtime::Late;
use super::places::Places;
use super::plan::Plan;
use super::reviews::Reviews;
use super::timers::Timers;
use super::waiting::Table;
pub(super) use super::waiting::{Item, Waiting};
use crate::event_list::EventList;
use crate::model::satisfaction::{Mood, Watch};
use crate::model::{Class, Demand};
use crate::policy::books::Books;
use crate::time::timeline::Timeline;
use crate::time::{SimTime, Span, Working};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// Nobody: no CSM, no account, no queue.
pub(super) const NONE: u32 = u32::MAX;

/// Somebody who has left.
pub(super) const GONE: u32 = NONE - 1;

/// The next interaction of a conversation is with whoever serves the account.
pub(super) const AT_HOME: u16 = u16::MAX;
/// The rule of work that nobody does.
pub(super) const NO_RULE: u16 = u16::MAX;

/// ARR at the opening of a year's cohort for accounts that are not in it.
pub(super) const NOT_IN_COHORT: i64 = -1;

/// What the replay needs of an account at every touch: one cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Account {
    /// Home queue for each class of work.
    pub queue: [u32; 3],
    /// Rule for each class of work.
    pub rule: [u16; 3],
    pub alive: bool,
    /// Still under the design with which this one begins.
    pub old: bool,
    /// How often the contract was renewed; plays of an earlier term do not touch a later one's risks.
    pub terms: u16,
    /// Named CSM, or [`NONE`].
    pub owner: u32,
    /// Who touched the account last, or [`GONE`].
    pub last: u32,
    /// When.
    pub last_at: SimTime,
    /// Whom the account is attached to.
    pub attached_to: u32,
    /// How much, 0 to 1.
    pub attachment: f32,
    /// The last piece of its work that began to wait and still does, or [`NONE`]; kept where outcomes matter.
    pub waiting: u32,
}

/// What only renewals and counts need: two cache lines.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Ledger {
    /// Yearly revenue \[hundredths\].
    pub arr: i64,
    /// The same when this year's cohort was opened; [`NOT_IN_COHORT`] for those not in it.
    pub arr_at_year: i64,
    /// The same when measuring began.
    pub arr_at_zero: i64,
    /// Log odds of churn from risks of this term that nobody saved.
    pub risk: f64,
    /// A step after the start was begun late or missed.
    pub late_start: bool,
    /// When a play on an alarm last saved the account.
    pub lifted: SimTime,
    pub history: History,
}

/// A piece of work in hand.
#[derive(Clone, Copy, Debug)]
pub(super) struct InHand {
    pub arrived: SimTime,
    pub arrived_working: Working,
    pub account: u32,
    pub kind: u16,
    pub term: u16,
    pub team: u16,
    pub class: Class,
    /// The play began early enough to save the account.
    pub saved: bool,
    pub thread: u32,
}

/// A conversation that goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Thread {
    /// When it began, and the working time of the team by then.
    pub opened: SimTime,
    pub opened_working: Working,
    pub account: u32,
    pub kind: u16,
    /// Team to which the request came.
    pub opened_team: u16,
    /// The team to which it was handed over, with whom the next interaction is; [`AT_HOME`]: nobody.
    pub with: u16,
    /// Why there is a next interaction, by number among the reasons of its kind.
    pub reason: u16,
    /// Number of the next interaction; the first of all is 0.
    pub round: u16,
    /// Work content of the next interaction.
    pub work: Working,
    /// Who had the last one.
    pub handler: u32,
    /// How long the next one waits for that CSM, and the lane of that wait; [`NONE`]: not at all.
    pub patience: Span,
    pub lane: u32,
}

impl InHand {
    /// What an observer is told of it.
    #[inline]
    pub(super) fn piece(&self) -> Piece {
        Piece { account: self.account, kind: self.kind, arrived: self.arrived }
    }
}

impl Ledger {
    /// Reads what is counted at an instant.
    #[inline]
    pub(super) fn touch(&self, at: SimTime) -> usize {
        self.history.touch(at)
    }
}

/// A queue.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    /// Which of its lines are not empty, one bit each.
    pub filled: u64,
    /// CSMs who became idle, in that order; entries whose stamp is old are passed over.
    pub idle: VecDeque<(u32, u32)>,
}

/// Everything that changes during a replay.
#[derive(Debug, Default)]
pub(super) struct State {
    pub now: SimTime,
    /// Waiting work that expires before this instant is gone: now, or just after it once the timers of this instant have
    /// gone off.
    pub gone_before: SimTime,
    pub events: EventList<Event>,
    pub accounts: Vec<Account>,
    pub ledgers: Vec<Ledger>,
    /// The ARR by which rules see each account [hundredths of currency/year]; empty where it never changes.
    pub seen_arr: Vec<i64>,
    /// By account: whether nobody has found out yet what sales left out; empty where sales leaves nothing out.
    pub unbriefed: Vec<bool>,
    /// By account: when it went over, or the change of the design; empty where no request goes astray.
    pub went_over: Vec<SimTime>,
    /// What is done after hours.
    pub late: Late,
    /// Places of capped rules, and accounts at risk.
    pub places: Places,
    /// By account; empty where digital touches do nothing.
    pub sent: Vec<Sent>,
    /// By account; empty where no trigger looks for expansions.
    pub opportunities: Vec<Opportunity>,
    /// By account; empty where satisfaction is not looked at.
    pub moods: Vec<Mood>,
    /// By trigger on satisfaction, then account.
    pub watches: Vec<Watch>,
    /// Alarms of such triggers that are due now, by kind and account.
    pub alarms: Vec<(u16, u32)>,
    pub items: Table,
    pub queues: Vec<Queue>,
    /// Lines of waiting work, [`Plan::lines`] of each queue.
    pub lines: Vec<Line>,
    /// The open hours of each team's calendar, read forward.
    pub clocks: Vec<Timeline>,
    pub free_times: Vec<FreeTimes>,
    pub timers: Timers,
    pub csms: Vec<Csm>,
    pub books: Vec<Books>,
    /// By team, what its hiring rule remembers.
    pub hiring: Vec<Hiring>,
    /// Conversations in which the customer will be back, and places in that table that are free.
    pub threads: Vec<Thread>,
    pub free_threads: Vec<u32>,
    /// By account: how far new accounts are in taking their seats into use; empty where that is not looked at.
    pub adoptions: Vec<Adoption>,
    /// By segment; empty where no step looks at reviews.
    pub reviews: Vec<Reviews>,
    /// By kind: plays that will be called for.
    pub calls: Vec<VecDeque<Call>>,
    /// By CSM: waiting work that was given to them as it came.
    pub loads: Vec<u32>,
    /// Accounts that ask again after an answer.
    pub askers: Askers,
    /// Work for idle time.
    pub fillers: Fillers,
    /// Work that was interrupted.
    pub aside: Aside,
    /// By CSM: open conversations, where some team limits them.
    pub open: Vec<u32>,
    /// When such work expires, where those loads matter: instant, place and stamp, first one first.
    pub load_expiries: BinaryHeap<Reverse<(SimTime, u32, u32)>>,
    /// By queue: who is next in turn.
    pub turns: Vec<u32>,
    /// Work waiting now.
    pub waiting: u32,
}

pub(super) const NOTHING: InHand = InHand {
    arrived: SimTime::ZERO,
    arrived_working: Working::ZERO,
    account: 0,
    kind: 0,
    term: 0,
    team: 0,
    class: Class::Reactive,
    saved: false,
    thread: NONE,
};

impl State {
    /// Empties everything for a new replay, keeping memory. CSMs' timelines are set by the caller.
    pub(super) fn reset(&mut self, plan: &Plan, demand: &Demand) {
        self.now = plan.simulation.begin();
        self.gone_before = self.now;
        self.events.clear();
        let blank = Account {
            queue: [NONE; 3],
            rule: [NO_RULE; 3],
            alive: false,
            old: false,
            terms: 0,
            owner: NONE,
            last: NONE,
            last_at: SimTime::DISTANT_PAST,
            attached_to: NONE,
            attachment: 0.0,
            waiting: NONE,
        };
        self.accounts.clear();
        self.accounts.resize(demand.accounts.len(), blank);
        self.ledgers.clear();
        self.ledgers.extend(demand.accounts.arr_cents.iter().map(|&arr| Ledger {
            arr,
            arr_at_year: NOT_IN_COHORT,
            arr_at_zero: 0,
            risk: 0.0,
            late_start: false,
            lifted: SimTime::DISTANT_PAST,
            history: History::EMPTY,
        }));
        self.sent.clear();
        if plan.digital.is_some() {
            self.sent.resize(demand.accounts.len(), Sent::NOTHING);
        }
        self.moods.clear();
        if plan.satisfaction.is_some() {
            self.moods.resize(demand.accounts.len(), Mood::USUAL);
        }
        self.alarms.clear();
        self.watches.clear();
        self.watches.resize(plan.watched.len() * demand.accounts.len(), Watch::NEW);
        self.opportunities.clear();
        if plan.expansions {
            self.opportunities.resize(demand.accounts.len(), Opportunity::None);
        }
        self.unbriefed.clear();
        if plan.briefs {
            let accounts = 0..demand.accounts.len();
            self.unbriefed.extend(accounts.map(|account| demand.accounts.poorly_handed_off(account)));
        }
        self.went_over.clear();
        if let Some(change) = plan.transition.filter(|change| change.misrouting.is_some()) {
            self.went_over.resize(demand.accounts.len(), change.instant());
        }
        self.late.reset(plan);
        self.places.reset(plan, demand.accounts.len());
        self.seen_arr.clear();
        if plan.tiers.is_some() {
            self.seen_arr.extend_from_slice(&demand.accounts.arr_cents);
        }
        self.items.clear();
        self.threads.clear();
        self.free_threads.clear();
        self.loads.clear();
        self.loads.resize(plan.csm_count(), 0);
        self.aside.reset(plan);
        self.open.clear();
        self.open.resize(if plan.limits_wip { plan.csm_count() } else { 0 }, 0);
        self.load_expiries.clear();
        self.fillers.reset(plan);
        self.askers.reset(plan, demand.accounts.len());
        self.turns.clear();
        self.turns.resize(plan.queues.len(), 0);
        self.queues.resize_with(plan.queues.len(), Queue::default);
        for queue in &mut self.queues {
            queue.filled = 0;
            queue.idle.clear();
        }
        self.lines.resize_with(plan.queues.len() * plan.lines, Line::default);
        self.lines.iter_mut().for_each(Line::clear);
        self.clocks.resize_with(plan.teams.len(), Timeline::always);
        for (clock, team) in self.clocks.iter_mut().zip(&plan.teams) {
            if team.calendar.is_always() { *clock = Timeline::always() } else { clock.reset(&team.calendar, &[]) }
        }
        self.timers.reset(plan);
        self.books.resize_with(plan.groupings.len(), Books::default);
        for (books, grouping) in self.books.iter_mut().zip(&plan.groupings) {
            books.reset(&grouping.sizes);
        }
        self.adoptions.clear();
        if plan.activates {
            self.adoptions.resize(demand.accounts.len(), Adoption::DONE);
        }
        self.reviews.resize_with(if plan.reviews { plan.segments.len() } else { 0 }, Reviews::default);
        self.reviews.iter_mut().for_each(Reviews::reset);
        self.calls.resize_with(plan.kinds.len(), VecDeque::new);
        self.calls.iter_mut().for_each(VecDeque::clear);
        self.hiring.resize_with(plan.teams.len(), Hiring::default);
        self.hiring.iter_mut().for_each(Hiring::reset);
        self.waiting = 0;
    }

    /// Puts a piece of work in the table; gives its reference.
    #[inline]
    pub(super) fn keep(&mut self, item: Item) -> Waiting {
        self.waiting += 1;
        self.items.keep(item)
    }

    /// Takes a piece of work out of the table: it waits no more.
    #[inline]
    pub(super) fn take(&mut self, waiting: Waiting) -> Item {
        self.waiting -= 1;
        self.items.take(waiting)
    }

    /// Puts waiting work at the head of its account's list.
    #[inline]
    pub(super) fn link(&mut self, place: u32, account: u32) {
        self.items.link(place, &mut self.accounts[account as usize].waiting);
    }

    /// Takes work that waits no more out of its account's list.
    #[inline]
    pub(super) fn unlink(&mut self, place: u32, account: u32) {
        self.items.unlink(place, &mut self.accounts[account as usize].waiting);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_fits_a_cache_line() {
        assert!(std::mem::size_of::<Account>() <= 64);
    }
}
