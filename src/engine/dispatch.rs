//! Who takes what: work that arrives waits or is begun, a CSM who becomes free looks for work.

use super::event::Event;
use super::facts::after;
use super::observer::Observer;
use super::plan::QueuePlan;
use super::replay::Replay;
use super::state::{Counted, Doing, Item, NO_RULE, NONE, Waiting};
use crate::model::demand::Occurrence;
use crate::model::{Class, Discipline};
use crate::policy::discipline;
use crate::time::{Elapsed, SimTime, Span, Working};

/// Every second line of a queue: what is not planned.
const PART: u64 = 0x5555_5555_5555_5555;

impl<O: Observer> Replay<'_, O> {
    /// A piece of work falls due to be begun.
    #[inline]
    pub(super) fn work_arrives(&mut self, occurrence: &Occurrence) {
        let facts = self.kinds[usize::from(occurrence.kind)];
        let class = facts.class;
        let account = &self.state.accounts[occurrence.account as usize];
        let (term, alive) = (account.terms, account.alive);
        if O::FRILLS && facts.asks_score && alive && !self.is_called_for(occurrence) {
            return;
        }
        if O::FRILLS && facts.expansion && alive {
            self.see_opportunity(occurrence);
        }
        if O::FRILLS && facts.reviewed && alive && self.is_left_out(occurrence) {
            return;
        }
        if !alive || facts.of_nobody {
            if alive && facts.digital {
                self.send(occurrence);
            }
            return;
        }
        if O::FRILLS && class == Class::Triggered && !facts.expansion && !self.plan.at_risk_for.is_empty() {
            self.is_struck(occurrence.account);
        }
        if O::FRILLS && facts.noted {
            self.send_note(occurrence);
            return;
        }
        let (home, rule) = self.place_of(occurrence.account, occurrence.kind, class);
        if rule == NO_RULE {
            self.left_to_nobody(occurrence.account as usize, occurrence.kind, occurrence.at);
            return;
        }
        if O::FRILLS && facts.helps && self.plan.rules[usize::from(rule)].sends(occurrence.kind) {
            self.send(occurrence);
            return;
        }
        if O::FRILLS && !self.plan.programs.is_empty() && self.is_met(occurrence, class) {
            self.ask_again(occurrence.account, occurrence.kind);
            return;
        }
        self.monitor.arrived += 1;
        if self.monitor.is_counted(occurrence.at) {
            let segment = usize::from(self.demand.accounts.segment[occurrence.account as usize]);
            self.monitor.segments[segment].arrives(class, facts.alarm, occurrence);
            if class == Class::Reactive
                && let Some(week) = self.monitor.week(occurrence.at)
            {
                week.requests += 1;
            }
        }
        if self.plan.outcomes_matter {
            let ledger = &mut self.state.ledgers[occurrence.account as usize];
            match class {
                Class::Reactive => {
                    ledger.history.count(occurrence.at, Counted::Request);
                    // Of an incident; 0 for other requests.
                    ledger.risk += facts.log_odds;
                }
                Class::Triggered => ledger.risk += facts.log_odds,
                Class::Planned => {}
            }
        }
        let expires = if O::FRILLS && facts.talks { self.patience(occurrence) } else { facts.expires };
        if O::FRILLS && facts.talks && !self.plan.watched.is_empty() && expires < Elapsed::FOREVER {
            self.schedule(occurrence.at + expires, Event::GivesUp { account: occurrence.account });
        }
        let item = self.item(occurrence, rule, term, expires);
        if self.holds_back(rule) {
            self.hold_back(&item, class, (home, rule));
        } else {
            self.route(&item, class, (home, rule));
        }
    }

    /// A piece of work that arrives now.
    #[inline(always)]
    pub(super) fn item(&mut self, occurrence: &Occurrence, rule: u16, term: u16, expires: Elapsed) -> Item {
        let team = self.plan.rules[usize::from(rule)].team;
        Item {
            arrived: occurrence.at,
            arrived_working: self.working_at(team as usize, occurrence.at),
            work: occurrence.work_content(),
            expires: if expires < Elapsed::FOREVER { occurrence.at + expires } else { SimTime::NEVER },
            luck: occurrence.luck() as f32,
            account: occurrence.account,
            kind: occurrence.kind,
            term,
            team: team as u16,
            late: false,
            rule,
            thread: NONE,
            assigned: NONE,
        }
    }

    /// Working time of a team by an instant that does not lie before the last one asked about.
    #[inline]
    pub(super) fn working_at(&mut self, team: usize, now: SimTime) -> Working {
        if self.plan.teams[team].open_always {
            return Working::from_ms(now.ms());
        }
        self.state.clocks[team].working_at(now)
    }

    /// Working time of the team that serves a piece of work since it arrived.
    #[inline]
    pub(super) fn worked_since(
        &mut self,
        arrived: SimTime,
        arrived_working: Working,
        home: u16,
        team: usize,
    ) -> Working {
        let now = self.state.now;
        if arrived == now {
            return Working::ZERO;
        }
        if usize::from(home) != team {
            return self.plan.teams[team].calendar.working_between(arrived, now);
        }
        Working::from_ms(self.working_at(team, now).ms() - arrived_working.ms())
    }

    /// Whether a CSM can begin at this instant. One found off duty is put to sleep until the return.
    #[inline]
    pub(super) fn is_free(&mut self, csm: u32) -> bool {
        let now = self.state.now;
        let state = &mut self.state.csms[csm as usize];
        if state.doing != Doing::Idle {
            return false;
        }
        if state.timeline.is_open(now) {
            return true;
        }
        self.sleep(csm);
        false
    }

    /// Marks a CSM as off duty and sets the wake-up.
    fn sleep(&mut self, csm: u32) {
        let now = self.state.now;
        let state = &mut self.state.csms[csm as usize];
        state.doing = Doing::Asleep;
        let back = state.timeline.next_open(now);
        if back < SimTime::NEVER {
            self.schedule(back, Event::Wake { csm });
        }
    }

    /// The CSM of a queue who has been idle longest and is on duty.
    #[inline]
    pub(super) fn take_idle(&mut self, queue: u32) -> Option<u32> {
        while let Some((csm, stamp)) = self.state.queues[queue as usize].idle.pop_front() {
            let state = &self.state.csms[csm as usize];
            if state.idle_stamp == stamp && self.is_free(csm) {
                return Some(csm);
            }
        }
        None
    }

    /// Puts work into the table and into one queue.
    #[inline(always)]
    pub(super) fn wait(&mut self, item: &Item, class: Class, queue: u32) -> Waiting {
        let waiting = self.state.keep(*item);
        if self.plan.lists_work {
            self.state.link(waiting.item, item.account);
        }
        self.join(waiting, item, class, queue);
        waiting
    }

    /// Puts waiting work into a (further) queue.
    pub(super) fn join(&mut self, waiting: Waiting, item: &Item, class: Class, queue: u32) {
        let QueuePlan { team, discipline, .. } = self.plan.queues[queue as usize];
        let facts = &self.kinds[usize::from(item.kind)];
        let due = match (discipline, class) {
            (Discipline::EarliestDue, Class::Reactive) => {
                facts.deadline(item.arrived, &self.plan.teams[team as usize].calendar)
            }
            (Discipline::EarliestDue, _) => facts.raised(item.arrived) + facts.due_in.min(Elapsed::FOREVER),
            _ => item.arrived,
        };
        let account = self.ranked_by(discipline, item.account as usize);
        let rank = discipline::rank(discipline, facts.priority, item.arrived, due, account);
        let mut line = facts.line_under(discipline);
        if self.limits_wip() && self.opens(item, class) {
            line += self.plan.lines as u8 / 2;
        }
        self.state.queues[queue as usize].filled |= 1 << line;
        self.state.lines[queue as usize * self.plan.lines + usize::from(line)].join(rank, waiting);
    }

    /// What a discipline that looks at the account looks at.
    #[inline]
    fn ranked_by(&self, discipline: Discipline, account: usize) -> i64 {
        match discipline {
            Discipline::FirstCome | Discipline::Priority | Discipline::EarliestDue => 0,
            Discipline::HighestArr => self.state.ledgers[account].arr,
            Discipline::SoonestRenewal => self.next_renewal(account).ms(),
            Discipline::ArrAtRisk => self.arr_at_risk(account),
        }
    }

    /// A CSM comes back on duty.
    pub(super) fn wake(&mut self, csm: u32) {
        debug_assert_eq!(self.state.csms[csm as usize].doing, Doing::Asleep);
        self.next_work(csm);
    }

    /// A CSM with nothing in hand takes the best piece of work, or waits for some.
    #[inline]
    pub(super) fn next_work(&mut self, csm: u32) {
        let now = self.state.now;
        if !self.state.csms[csm as usize].timeline.is_open(now) {
            if self.has_work(csm) || self.has_set_aside(csm) || self.fills(csm) {
                self.sleep(csm);
            } else {
                self.become_idle(csm);
            }
            return;
        }
        if self.has_set_aside(csm) {
            self.take_urgent_or_resume(csm);
            return;
        }
        match self.choose(csm) {
            Some((waiting, class)) => {
                let item = self.leave(waiting);
                self.monitor.waits(item.arrived, now);
                self.start(csm, &item, class);
            }
            None if self.fills(csm) => self.fill(csm),
            None => self.become_idle(csm),
        }
    }

    /// Takes work out of the table and its account's list: it waits no more.
    #[inline(always)]
    pub(super) fn leave(&mut self, waiting: Waiting) -> Item {
        let item = self.state.take(waiting);
        if self.plan.lists_work {
            self.state.unlink(waiting.item, item.account);
        }
        if O::FRILLS && item.assigned != NONE {
            self.state.loads[item.assigned as usize] -= 1;
        }
        item
    }

    /// Makes a CSM available to the queues shared with others. (An own queue is looked at directly.)
    pub(super) fn become_idle(&mut self, csm: u32) {
        let state = &mut self.state.csms[csm as usize];
        state.doing = Doing::Idle;
        state.idle_stamp = state.idle_stamp.wrapping_add(1);
        let stamp = state.idle_stamp;
        for place in self.plan.serves_from[csm as usize]..self.plan.serves_from[csm as usize + 1] {
            let queue = self.plan.serves[place as usize];
            if queue as usize >= self.plan.csm_count() {
                let csms = &self.state.csms;
                let idle = &mut self.state.queues[queue as usize].idle;
                // Entries of spells that ended elsewhere pile up where nobody looks: sweep them now and then.
                if idle.len() > 4 * self.plan.queues[queue as usize].csms as usize + 16 {
                    idle.retain(|&(csm, stamp)| {
                        csms[csm as usize].idle_stamp == stamp && csms[csm as usize].doing == Doing::Idle
                    });
                }
                idle.push_back((csm, stamp));
            }
        }
    }

    pub(super) fn has_work(&mut self, csm: u32) -> bool {
        let lines = self.lines_for(csm);
        (self.plan.serves_from[csm as usize]..self.plan.serves_from[csm as usize + 1]).any(|place| {
            let queue = self.plan.serves[place as usize];
            (0..self.plan.lines).any(|line| {
                (self.state.queues[queue as usize].filled & lines) >> line & 1 == 1 && self.head(queue, line).is_some()
            })
        })
    }

    /// The best waiting work that a CSM may take, out of its line: planned first while below its protected share, else
    /// by rank; own queue first among equals.
    #[inline]
    fn choose(&mut self, csm: u32) -> Option<(Waiting, Class)> {
        // Best of the rest and of planned work: rank, reference, line.
        let mut best = [(i64::MAX, Waiting { item: NONE, stamp: 0 }, usize::MAX); 2];
        let lines = self.lines_for(csm);
        for place in self.plan.serves_from[csm as usize]..self.plan.serves_from[csm as usize + 1] {
            let queue = self.plan.serves[place as usize];
            let mut filled = self.state.queues[queue as usize].filled & lines;
            while filled != 0 {
                let line = filled.trailing_zeros() as usize;
                filled &= filled - 1;
                let part = line % 2;
                if let Some((rank, waiting)) = self.head(queue, line) {
                    if rank < best[part].0 {
                        best[part] = (rank, waiting, queue as usize * self.plan.lines + line);
                    }
                    if self.plan.queues[queue as usize].in_order_of_lines {
                        filled &= !(PART << part);
                    }
                }
            }
        }
        let [other, planned] = best;
        let planned_first = planned.0 < other.0
            || other.0 < i64::MAX && planned.0 < i64::MAX && {
                let team = self.plan.team_of_csm[csm as usize] as usize;
                let protected = self.plan.teams[team].team.protected_planned;
                let state = &self.state.csms[csm as usize];
                discipline::planned_goes_first(protected, state.served_planned, state.served)
            };
        let (rank, waiting, line) = if planned_first { planned } else { other };
        if rank == i64::MAX {
            return None;
        }
        let facts = self.kinds[usize::from(self.state.items[waiting.item].kind)];
        if self.urgent() != 0
            && let Some(ahead) = self.most_urgent(csm, facts.priority)
        {
            return Some((ahead, Class::Reactive));
        }
        self.state.lines[line].leave();
        Some((waiting, facts.class))
    }

    /// The first piece of work in a line that still waits and can still be begun.
    #[inline]
    pub(super) fn head(&mut self, queue: u32, line: usize) -> Option<(i64, Waiting)> {
        let place = queue as usize * self.plan.lines + line;
        while let Some((rank, waiting)) = self.state.lines[place].first() {
            if self.state.items.still_waits(waiting) {
                if self.state.items[waiting.item].expires >= self.state.gone_before {
                    return Some((rank, waiting));
                }
                self.expire(waiting);
            }
            self.state.lines[place].leave();
        }
        self.state.queues[queue as usize].filled &= !(1 << line);
        None
    }

    /// Waiting work was no longer worth doing from its expiry on.
    pub(super) fn expire(&mut self, waiting: Waiting) {
        let held = self.leave(waiting);
        let mut at = held.expires;
        self.monitor.waits(held.arrived, at);
        self.monitor.expired += 1;
        self.observer.expires(at, held.piece());
        let segment = usize::from(self.demand.accounts.segment[held.account as usize]);
        let missed = match self.kinds[usize::from(held.kind)].class {
            Class::Triggered => return,
            Class::Planned => {
                self.monitor.planned_closes(at, segment, None);
                if self.kinds[usize::from(held.kind)].onboarding {
                    self.note_late_start(held.account);
                }
                Counted::Missed
            }
            Class::Reactive => {
                if self.monitor.is_counted(held.arrived) {
                    self.monitor.segments[segment].abandoned += 1;
                }
                if self.plan.satisfaction.is_some() {
                    self.is_given_up(&held, at);
                }
                // Who gives up was answered too late, as from then or from when the target had passed.
                if held.late {
                    return;
                }
                at = at.min(self.late_from(&held));
                Counted::Late
            }
        };
        if self.plan.outcomes_matter {
            self.state.ledgers[held.account as usize].history.count(at, missed);
        }
    }

    /// Brings what waits of an account up to now: what is late counts as late, what has expired is gone.
    pub(super) fn look_through(&mut self, account: usize) {
        let now = self.state.now;
        let mut place = self.state.accounts[account].waiting;
        while place != NONE {
            let (item, next) = (self.state.items[place], self.state.items.after(place));
            if item.expires <= now {
                self.expire(self.state.items.at(place));
            } else if self.kinds[usize::from(item.kind)].class == Class::Reactive && item.is_asked() {
                let waited = self.worked_since(item.arrived, item.arrived_working, item.team, usize::from(item.team));
                self.state.items[place].late = self.note_if_late(&item, waited);
            }
            place = next;
        }
    }

    /// Counts a request as late, from the instant at which it became so, if it has waited too long. Whether it has.
    pub(super) fn note_if_late(&mut self, item: &Item, waited: Working) -> bool {
        let target = self.kinds[usize::from(item.kind)].target;
        if target.covers(self.state.now - item.arrived, waited) {
            return false;
        }
        if self.plan.outcomes_matter {
            let at = self.late_from(item);
            self.state.ledgers[item.account as usize].history.count(at, Counted::Late);
        }
        true
    }

    /// The first instant at which an answer to a request is late: a tick more than the target has passed.
    fn late_from(&self, item: &Item) -> SimTime {
        let tick = match self.kinds[usize::from(item.kind)].target {
            Span::Clock(target) => Span::Clock(target + Elapsed::from_ms(1)),
            Span::Business(target) => Span::Business(target + Working::from_ms(1)),
        };
        after(item.arrived, tick, &self.plan.teams[usize::from(item.team)].calendar)
    }

    /// Drops what still waits of an account that leaves.
    pub(super) fn withdraw_all(&mut self, account: usize) {
        while self.state.accounts[account].waiting != NONE {
            let place = self.state.accounts[account].waiting;
            self.withdraw(self.state.items.at(place));
        }
    }

    /// Drops waiting work that nobody is to do any more.
    pub(super) fn withdraw(&mut self, waiting: Waiting) {
        let item = self.leave(waiting);
        self.monitor.waits(item.arrived, self.state.now);
        self.monitor.withdrawn += 1;
        self.observer.is_withdrawn(self.state.now, item.piece());
    }
}
