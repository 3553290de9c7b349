//! The replay: the loop that takes events and demand in order of time.

use super::event::Event;
use super::facts::{ContractFacts, KindFacts};
use super::frills::Plain;
use super::monitor::Monitor;
use super::observer::Observer;
use super::plan::Plan;
use super::read_ahead::{Ahead, BLOCK, MANY};
use super::record::Record;
use super::roster::Away;
use super::sessions::Sessions;
use super::state::{Item, NONE, NOT_IN_COHORT, State};
use super::{Anchoring, hours, summary};
use crate::model::Class;
use crate::model::demand::{Demand, Mark, Occurrence, What};
use crate::streams::KeyRing;
use crate::time::SimTime;

/// Memory that one thread keeps between runs, so that nothing is allocated per event.
#[derive(Debug, Default)]
pub struct Workspace {
    state: State,
    monitor: Monitor,
    away: Vec<Away>,
    sessions: Sessions,
}

/// A replay under way.
pub(super) struct Replay<'a, O> {
    pub plan: &'a Plan,
    pub demand: &'a Demand,
    pub kinds: Vec<KindFacts>,
    pub contracts: Vec<Vec<ContractFacts>>,
    pub state: &'a mut State,
    pub monitor: &'a mut Monitor,
    pub away: &'a mut [Away],
    pub sessions: &'a Sessions,
    pub observer: &'a mut O,
    pub ring: &'a KeyRing,
    /// Whether the recursion for plain first come, first served takes the place of the event list.
    pub in_order: bool,
    /// Whether memory is read ahead of its use.
    pub ahead: bool,
}

/// Lives one demand through under one design.
///
/// # Panics
///
/// Only on a bug: when work, ARR or time do not add up at the end. The text names what to replay.
pub fn run(demand: &Demand, plan: &Plan, anchoring: &Anchoring, ring: &KeyRing, workspace: &mut Workspace) -> Record {
    run_observed(demand, plan, anchoring, ring, workspace, &mut ())
}

/// As [`run`], telling an observer everything that happens.
///
/// # Panics
///
/// As [`run`].
pub fn run_observed<O: Observer>(
    demand: &Demand,
    plan: &Plan,
    anchoring: &Anchoring,
    ring: &KeyRing,
    workspace: &mut Workspace,
    observer: &mut O,
) -> Record {
    let ahead = demand.accounts.len() >= MANY;
    if O::WATCHES || plan.has_frills() {
        live_through(demand, plan, anchoring, ring, workspace, observer, ahead)
    } else {
        live_through(demand, plan, anchoring, ring, workspace, &mut Plain, ahead)
    }
}

/// One replay, with all mechanisms or without those that few scenarios use.
pub(super) fn live_through<O: Observer>(
    demand: &Demand,
    plan: &Plan,
    anchoring: &Anchoring,
    ring: &KeyRing,
    workspace: &mut Workspace,
    observer: &mut O,
    ahead: bool,
) -> Record {
    let Workspace { state, monitor, away, sessions } = workspace;
    state.reset(plan, demand);
    monitor.reset(plan);
    hours::set_rosters(plan, ring, state, away, sessions);
    let mut replay = Replay {
        plan,
        demand,
        kinds: (0..plan.kinds.len()).map(|kind| KindFacts::new(plan, kind)).collect(),
        contracts: ContractFacts::table(&plan.segments, anchoring),
        state,
        monitor,
        away,
        sessions,
        observer,
        ring,
        in_order: plan.in_order && !O::WATCHES,
        ahead,
    };
    replay.open();
    if replay.in_order {
        replay.live_in_order()
    } else {
        replay.live()
    }
    replay.close(ring);
    let mut record = summary::record(plan, replay.state, replay.monitor, replay.away);
    summary::note_deflection(&mut record, &demand.asked);
    record
}

impl<O: Observer> Replay<'_, O> {
    /// The first instant: everyone is free, the accounts of the beginning are given their places.
    fn open(&mut self) {
        if self.in_order {
            self.open_in_order();
        } else {
            for csm in 0..self.plan.csm_count() as u32 {
                if self.fills(csm) { self.next_work(csm) } else { self.become_idle(csm) }
            }
        }
        if self.people_move() {
            self.open_seats();
            self.open_hiring();
        }
        self.place_initial_accounts();
    }

    /// The loop.
    fn live(&mut self) {
        let end = self.plan.simulation.end();
        // At the end itself only dates of measuring happen, with a cool-down and without.
        let last = SimTime::from_ms(end.ms() - 1);
        if self.ahead {
            self.live_until::<true>(last)
        } else {
            self.live_until::<false>(last)
        }
        while self.state.events.next_time() < end {
            self.next_event();
        }
        self.state.now = end;
    }

    /// All demand, and what happens before it; `AHEAD`: with memory read ahead of its use.
    fn live_until<const AHEAD: bool>(&mut self, last: SimTime) {
        let mut ahead = Ahead::default();
        for block in self.demand.occurrences.chunks(BLOCK) {
            if AHEAD {
                self.read_ahead_of_arrivals(block);
            }
            for occurrence in block {
                while self.state.events.next_time() <= occurrence.at.min(last) {
                    if AHEAD {
                        self.read_ahead_of_events(&mut ahead);
                    }
                    self.next_event();
                }
                self.customer(occurrence);
            }
        }
    }

    /// Something happens because of a customer.
    #[inline]
    pub(super) fn customer(&mut self, occurrence: &Occurrence) {
        self.state.now = occurrence.at;
        self.state.gone_before = SimTime::from_ms(occurrence.at.ms() + 1);
        match occurrence.what {
            What::Work => self.work_arrives(occurrence),
            What::Renewal => self.renewal(occurrence),
            What::Start => {
                self.place_account(occurrence.account);
                if O::FRILLS && self.plan.activates {
                    self.begin_adoption(occurrence);
                }
            }
            What::Adoption => self.look_at_adoption(occurrence),
            What::Mark => self.mark(occurrence),
        }
        self.check_books();
    }

    #[inline]
    fn next_event(&mut self) {
        let (at, event) = self.state.events.pop().expect("the caller saw a next event");
        self.state.now = at;
        // What expires at this instant has done so before any of the later classes.
        let expired = O::FRILLS && event.class() > Event::Timer { lane: 0 }.class();
        self.state.gone_before = SimTime::from_ms(at.ms() + i64::from(expired));
        match event {
            Event::Completion { csm } => self.completion(csm),
            Event::Wake { csm } => self.wake(csm),
            Event::Timer { lane } => self.timer(lane),
            _ if !O::FRILLS => unreachable!("only the design's frills schedule {event:?}"),
            Event::Finish { csm, spell } => self.finish(csm, spell),
            Event::BackAtWork { csm } => self.back_at_work(csm),
            Event::BlockEnds { csm } => self.block_ends(csm),
            Event::GivesUp { account } => self.gives_up(account),
            Event::Alarm => self.raise_alarm(),
            Event::Reply { thread } => self.reply(thread),
            Event::Call { kind } => self.call(kind),
            Event::Asks { asker } => self.asks(asker),
            Event::Leaves { csm } => self.leaves(csm),
            Event::Joins { csm } => self.joins(csm),
            Event::Look { team } => self.look(team),
            Event::Change => self.change_all(),
            Event::Tiers => self.look_at_all_tiers(),
            Event::Review { account } => self.review(account),
        }
        self.check_books();
    }

    #[inline]
    pub(super) fn schedule(&mut self, at: SimTime, event: Event) {
        self.state.events.schedule(at, event.class(), event);
    }

    fn mark(&mut self, occurrence: &Occurrence) {
        let now = self.state.now;
        let ledgers = &mut self.state.ledgers;
        let alive = |account: usize| self.state.accounts[account].alive;
        let segment = &self.demand.accounts.segment;
        match occurrence.as_mark() {
            Mark::MeasuringBegins => {
                for (account, ledger) in ledgers.iter_mut().enumerate() {
                    ledger.arr_at_zero = if alive(account) { ledger.arr } else { 0 };
                    self.monitor.opening_arr += ledger.arr_at_zero;
                }
                self.monitor.begin_measuring(now);
            }
            Mark::YearBegins => {
                self.monitor.begin_year();
                for (account, ledger) in ledgers.iter_mut().enumerate() {
                    ledger.arr_at_year = if alive(account) { ledger.arr } else { NOT_IN_COHORT };
                    if alive(account) {
                        self.monitor.year(segment[account]).open(ledger.arr);
                    }
                }
            }
            Mark::YearEnds => {
                for (account, ledger) in ledgers.iter().enumerate() {
                    if ledger.arr_at_year >= 0 && alive(account) {
                        self.monitor.year(segment[account]).keep(ledger.arr_at_year, ledger.arr);
                    }
                }
            }
            Mark::MonthEnds => {
                let alive = ledgers.iter().enumerate().filter(|(account, _)| alive(*account));
                let sums = alive.fold((0, 0), |(kept, arr), (_, ledger)| {
                    (kept + ledger.arr.min(ledger.arr_at_zero), arr + ledger.arr)
                });
                self.monitor.kept_by_month.push(sums.0);
                self.monitor.arr_by_month.push(sums.1);
            }
            Mark::MeasuringEnds => {
                self.monitor.end_measuring(now);
                self.monitor.closing_arr =
                    (0..ledgers.len()).filter(|account| alive(*account)).map(|account| ledgers[account].arr).sum();
            }
        }
    }
}

impl<O: Observer> Replay<'_, O> {
    /// The last instant: what is unfinished is counted, and everything must add up.
    fn close(&mut self, ring: &KeyRing) {
        let end = self.plan.simulation.end();
        self.spend_unfinished(end);
        self.spend_hosting();
        for place in self.state.items.places() {
            let item = self.state.items[place];
            if item.account == NONE {
                continue;
            }
            if item.expires < end {
                self.expire(self.state.items.at(place));
                continue;
            }
            self.monitor.waits(item.arrived, end);
            self.censor(&item, end);
        }
        let problem = self.what_does_not_add_up();
        assert!(problem.is_none(), "{} under {ring:?}: this is a bug in caseload", problem.unwrap_or_default());
    }

    /// Work that still waits at the end counts with the wait it has had; planned work past its due date counts as
    /// missed.
    fn censor(&mut self, item: &Item, end: SimTime) {
        let facts = self.kinds[usize::from(item.kind)];
        let account = &self.state.accounts[item.account as usize];
        let segment = usize::from(self.demand.accounts.segment[item.account as usize]);
        if !self.monitor.is_counted(item.arrived) || !account.alive {
            return;
        }
        match facts.class {
            // A customer who has come back was answered before.
            Class::Reactive if item.thread != NONE => {}
            Class::Reactive => {
                let queue = self.place_of(item.account, item.kind, facts.class).0 as usize;
                let team = self.plan.queues[queue].team as usize;
                let waited = self.plan.teams[team].calendar.working_between(item.arrived, end);
                let tally = &mut self.monitor.segments[segment];
                tally.response_working.record(waited.ms());
                if !self.plan.clock_is_working {
                    tally.response_clock.record((end - item.arrived).ms());
                }
                tally.unanswered += 1;
            }
            Class::Planned => self.monitor.planned_closes(item.arrived + facts.due_in, segment, None),
            Class::Triggered => {}
        }
    }

    /// Conservation of work in debug builds, at every event.
    #[inline]
    fn check_books(&self) {
        debug_assert_eq!(
            self.monitor.arrived,
            u64::from(self.state.waiting) + self.monitor.in_service + self.monitor.ended(),
            "work in = waiting + in service + done + expired + withdrawn"
        );
    }

    /// Conservation of work, ARR and time, and Little's law, exactly.
    fn what_does_not_add_up(&self) -> Option<String> {
        let m = &self.monitor;
        let out = u64::from(self.state.waiting) + m.in_service + m.ended();
        if m.arrived != out {
            return Some(format!("work: {} pieces came, {out} are accounted for", m.arrived));
        }
        let queue_area: i128 = m.backlog.iter().map(|area| i128::from(*area)).sum();
        if queue_area != m.waited {
            return Some(format!("Little's law: queue over time {queue_area} ms, waits {} ms", m.waited));
        }
        let closing: i64 =
            self.state.ledgers.iter().zip(&self.state.accounts).filter(|(_, a)| a.alive).map(|(l, _)| l.arr).sum();
        let expected = m.arr_at_begin + m.arr_won + m.arr_expanded - m.arr_contracted - m.arr_churned;
        if closing != expected {
            return Some(format!("ARR: {closing} at the end, {expected} by its changes (hundredths)"));
        }
        for (index, csm) in self.state.csms.iter().enumerate() {
            let team = &self.plan.teams[self.plan.team_of_csm[index] as usize];
            let available = csm.window.1 - csm.window.0;
            let busy: i64 = m.busy[index].iter().sum::<i64>() + self.state.fillers.spent(index);
            let end = self.plan.simulation.end_of_measuring();
            let away = self.away[index].roster_time(&team.calendar, SimTime::ZERO, end);
            let gone = (away.absent + away.vacant + away.duties).ms();
            if busy > available || available + gone != team.scheduled_ms {
                return Some(format!(
                    "time of CSM {index}: busy {busy}, available {available}, absent {}, vacant {}, duties {}, \
                     scheduled {} ms",
                    away.absent.ms(),
                    away.vacant.ms(),
                    away.duties.ms(),
                    team.scheduled_ms
                ));
            }
        }
        None
    }
}
