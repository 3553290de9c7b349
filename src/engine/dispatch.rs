//! Who takes what: work that arrives looks for a free CSM, a CSM who becomes free looks for work.

use super::event::Event;
use super::facts::after;
use super::observer::Observer;
use super::replay::Replay;
use super::state::{Counted, Doing, Item, NONE, Waiting};
use super::timers::{Alarm, Timer};
use crate::model::demand::Occurrence;
use crate::model::{Class, Sticky};
use crate::policy::discipline;
use crate::time::{Elapsed, SimTime, Span};

impl<O: Observer> Replay<'_, O> {
    /// A piece of work falls due to be begun.
    #[inline]
    pub(super) fn work_arrives(&mut self, occurrence: &Occurrence) {
        let account = &self.state.accounts[occurrence.account as usize];
        if !account.alive {
            return;
        }
        let facts = &self.kinds[usize::from(occurrence.kind)];
        let class = facts.class;
        if facts.digital || account.rule[class as usize] == u16::MAX {
            return;
        }
        let item = Item {
            arrived: occurrence.at,
            work: occurrence.work_content(),
            luck: occurrence.luck(),
            account: occurrence.account,
            kind: occurrence.kind,
            term: account.terms,
            late: false,
            saved: false,
            release_to: NONE,
            stamp: 0,
        };
        self.monitor.arrived += 1;
        let segment = usize::from(self.demand.accounts.segment[item.account as usize]);
        let counted = self.monitor.is_counted(item.arrived);
        if counted {
            self.monitor.segments[segment].arrivals[class as usize] += 1;
        }
        if self.plan.outcomes_matter {
            let ledger = &mut self.state.ledgers[item.account as usize];
            match class {
                Class::Reactive => ledger.history.count(occurrence.at, Counted::Request),
                Class::Triggered => ledger.risk += self.kinds[usize::from(item.kind)].log_odds,
                Class::Planned => {}
            }
        }
        if self.in_order {
            self.serve_in_order(item, self.state.accounts[item.account as usize].queue[class as usize]);
        } else {
            self.route(item, class);
        }
    }

    /// Finds a free CSM or a queue for a piece of work that arrives now.
    #[inline]
    fn route(&mut self, item: Item, class: Class) {
        let account = &self.state.accounts[item.account as usize];
        let home = account.queue[class as usize];
        let rule = usize::from(account.rule[class as usize]);
        if let Some(sticky) = self.plan.rules[rule].sticky
            && let Some(handler) = self.remembered(&item, home, sticky)
        {
            self.prefer(item, class, handler, home, rule, sticky.patience);
            return;
        }
        if (home as usize) < self.plan.csm_count() {
            self.route_to_owner(item, class, home, rule);
            return;
        }
        if let Some(csm) = self.take_idle(home) {
            self.start(csm, item, class);
            return;
        }
        let backup = self.plan.rules[rule].backup_after;
        let wide = self.team_queue(self.plan.rules[rule].team);
        if home != wide
            && let Some(span) = backup
        {
            let waiting = self.wait(Item { release_to: wide, ..item }, class, home);
            self.release_after(waiting, span, rule, false);
        } else {
            self.wait(item, class, home);
        }
    }

    /// The queue that a whole team serves.
    fn team_queue(&self, team: u32) -> u32 {
        self.plan.csm_count() as u32 + team
    }

    /// The last handler, if still remembered, in the pod, and not away on leave or sick.
    fn remembered(&self, item: &Item, home: u32, sticky: Sticky) -> Option<u32> {
        let account = &self.state.accounts[item.account as usize];
        let fresh = account.last != NONE && self.state.now - account.last_at <= sticky.memory;
        // A named CSM is no pod, and someone of another pod or team does not count.
        let pod = (home as usize) >= self.plan.csm_count();
        let handler = account.last;
        (fresh && pod && self.plan.queues[home as usize].has(handler) && !self.is_absent(handler)).then_some(handler)
    }

    fn is_absent(&self, csm: u32) -> bool {
        self.away[csm as usize].absent_until(self.state.now).is_some()
    }

    /// Gives work to a preferred CSM if free, else lets it wait for that CSM and then for everybody of its home
    /// queue.
    fn prefer(&mut self, item: Item, class: Class, handler: u32, home: u32, rule: usize, patience: Span) {
        if self.is_free(handler) {
            self.start(handler, item, class);
            return;
        }
        let waiting = self.wait(Item { release_to: home, ..item }, class, handler);
        self.release_after(waiting, patience, rule, true);
    }

    /// Gives work to a named CSM if free, else lets it wait; the team helps out after the delay, or at once when the
    /// CSM is away.
    fn route_to_owner(&mut self, item: Item, class: Class, owner: u32, rule: usize) {
        if self.is_free(owner) {
            self.start(owner, item, class);
            return;
        }
        let covered = &self.plan.rules[rule];
        let (team, backup) = (covered.team, covered.backup_after);
        let Some(span) = backup else {
            self.wait(item, class, owner);
            return;
        };
        let wide = self.team_queue(team);
        if self.is_absent(owner) {
            match self.take_idle(wide) {
                Some(csm) => self.start(csm, item, class),
                None => {
                    let waiting = self.wait(item, class, owner);
                    self.join(waiting, &item, class, wide);
                }
            }
            return;
        }
        let waiting = self.wait(Item { release_to: wide, ..item }, class, owner);
        self.release_after(waiting, span, rule, false);
    }

    /// Whether a CSM can begin at this instant. One found off duty is put to sleep until the return.
    #[inline]
    fn is_free(&mut self, csm: u32) -> bool {
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
    fn take_idle(&mut self, queue: u32) -> Option<u32> {
        while let Some((csm, stamp)) = self.state.queues[queue as usize].idle.pop_front() {
            let state = &self.state.csms[csm as usize];
            if state.idle_stamp == stamp && self.is_free(csm) {
                return Some(csm);
            }
        }
        None
    }

    /// Puts work into the table and into one queue, with the instants at which something happens if it still waits.
    fn wait(&mut self, item: Item, class: Class, queue: u32) -> Waiting {
        self.monitor.queue_changes(self.state.now, self.state.waiting);
        let waiting = self.state.keep(item);
        self.join(waiting, &item, class, queue);
        let facts = &self.kinds[usize::from(item.kind)];
        let expires = facts.expires;
        if expires < Elapsed::FOREVER {
            let lane = self.state.timers.expiry(item.kind);
            self.set_timer(lane, item.arrived + expires, waiting);
        }
        if class == Class::Reactive && self.plan.outcomes_matter {
            let team = self.plan.queues[queue as usize].team;
            let facts = &self.kinds[usize::from(item.kind)];
            let at = facts.deadline(item.arrived, &self.plan.teams[team as usize].calendar);
            let lane = self.state.timers.target(item.kind, team);
            // One tick later than the target: an answer on the target is in time.
            self.set_timer(lane, at + Elapsed::from_ms(1), waiting);
        }
        waiting
    }

    /// Puts waiting work into a (further) queue.
    fn join(&mut self, waiting: Waiting, item: &Item, class: Class, queue: u32) {
        let team = &self.plan.teams[self.plan.queues[queue as usize].team as usize];
        let facts = &self.kinds[usize::from(item.kind)];
        let due = match (class, team.team.discipline) {
            (Class::Reactive, crate::model::Discipline::EarliestDue) => facts.deadline(item.arrived, &team.calendar),
            _ => item.arrived + facts.due_in.min(Elapsed::FOREVER),
        };
        let rank = discipline::rank(team.team.discipline, facts.priority, item.arrived, due);
        let queue = &mut self.state.queues[queue as usize];
        let part = if class == Class::Planned { &mut queue.planned } else { &mut queue.other };
        part.schedule(SimTime::from_ms(rank), 0, waiting);
    }

    fn release_after(&mut self, waiting: Waiting, span: Span, rule: usize, sticky: bool) {
        let team = self.plan.rules[rule].team as usize;
        let at = after(self.state.now, span, &self.plan.teams[team].calendar);
        let lane = self.state.timers.release(rule as u16, sticky);
        self.set_timer(lane, at, waiting);
    }

    #[inline]
    fn set_timer(&mut self, lane: u32, at: SimTime, waiting: Waiting) {
        let timer = Timer { at, turn: self.state.events.take_turn(), waiting };
        if self.state.timers.set(lane, timer) {
            self.arm(lane, timer);
        }
    }

    #[inline]
    fn arm(&mut self, lane: u32, timer: Timer) {
        let event = Event::Timer { lane };
        self.state.events.schedule_in_turn(timer.at, event.class(), timer.turn, event);
    }

    /// The timer at the head of a lane goes off, and the next one is armed; those of work that no longer waits are
    /// passed over.
    pub(super) fn timer(&mut self, lane: u32) {
        let first = self.state.timers.head(lane).expect("an armed lane has a head");
        if self.state.still_waits(first.waiting) {
            match self.state.timers.alarm(lane) {
                Alarm::Release => self.release(first.waiting),
                Alarm::Deadline => self.pass_target(first.waiting),
                Alarm::Expire => self.expire(first.waiting),
            }
        }
        self.state.timers.pop(lane);
        while let Some(next) = self.state.timers.head(lane) {
            if self.state.still_waits(next.waiting) {
                self.arm(lane, next);
                return;
            }
            self.state.timers.pop(lane);
        }
        self.state.timers.disarm(lane);
    }

    /// Waiting work may now be taken by more people.
    fn release(&mut self, waiting: Waiting) {
        let held = self.state.items[waiting.item as usize];
        if !self.state.accounts[held.account as usize].alive {
            // Nobody's turn is spent on it.
            self.withdraw(waiting);
            return;
        }
        let class = self.kinds[usize::from(held.kind)].class;
        self.join(waiting, &held, class, held.release_to);
        if let Some(csm) = self.take_idle(held.release_to) {
            self.next_work(csm);
        } else {
            self.back_up(waiting, &held, class);
        }
    }

    /// Work that waited for its last handler in vain waits for the pod now, and from now on for the pod's back-up.
    fn back_up(&mut self, waiting: Waiting, held: &Item, class: Class) {
        let rule = usize::from(self.state.accounts[held.account as usize].rule[class as usize]);
        let wide = self.team_queue(self.plan.rules[rule].team);
        if held.release_to != wide
            && let Some(span) = self.plan.rules[rule].backup_after
        {
            self.state.items[waiting.item as usize].release_to = wide;
            self.release_after(waiting, span, rule, false);
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
            if self.has_work(csm) {
                self.sleep(csm);
            } else {
                self.become_idle(csm);
            }
            return;
        }
        match self.choose(csm) {
            Some((waiting, class)) => {
                self.monitor.queue_changes(now, self.state.waiting);
                let item = self.state.take(waiting);
                self.monitor.leaves_queue(now, item.arrived);
                self.start(csm, item, class);
            }
            None => self.become_idle(csm),
        }
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

    fn has_work(&mut self, csm: u32) -> bool {
        (self.plan.serves_from[csm as usize]..self.plan.serves_from[csm as usize + 1]).any(|place| {
            let queue = self.plan.serves[place as usize];
            self.head(queue, Class::Reactive).is_some() || self.head(queue, Class::Planned).is_some()
        })
    }

    /// The best waiting work that a CSM may take: planned first while below its protected share, else by rank; own
    /// queue first among equals.
    #[inline]
    fn choose(&mut self, csm: u32) -> Option<(Waiting, Class)> {
        let team = self.plan.team_of_csm[csm as usize] as usize;
        let protected = self.plan.teams[team].team.protected_planned;
        let state = &self.state.csms[csm as usize];
        let planned_first = discipline::planned_goes_first(protected, state.served_planned, state.served);
        let mut best: Option<(SimTime, Waiting)> = None;
        let mut best_planned: Option<(SimTime, Waiting)> = None;
        for place in self.plan.serves_from[csm as usize]..self.plan.serves_from[csm as usize + 1] {
            let queue = self.plan.serves[place as usize];
            if let Some(head) = self.head(queue, Class::Planned)
                && best_planned.is_none_or(|(rank, _)| head.0 < rank)
            {
                best_planned = Some(head);
            }
            if let Some(head) = self.head(queue, Class::Reactive)
                && best.is_none_or(|(rank, _)| head.0 < rank)
            {
                best = Some(head);
            }
        }
        let waiting = match (best, best_planned) {
            (None, None) => return None,
            (Some((_, other)), None) => other,
            (None, Some((_, planned))) => planned,
            (Some((rank, other)), Some((planned_rank, planned))) => {
                if planned_first || planned_rank < rank {
                    planned
                } else {
                    other
                }
            }
        };
        let kind = self.state.items[waiting.item as usize].kind;
        Some((waiting, self.kinds[usize::from(kind)].class))
    }

    /// The first piece of work in a queue that still waits and whose account is still there; `class` says which part:
    /// planned, or (any other) the rest.
    #[inline(always)]
    fn head(&mut self, queue: u32, class: Class) -> Option<(SimTime, Waiting)> {
        let parts = &self.state.queues[queue as usize];
        let empty = if class == Class::Planned { parts.planned.is_empty() } else { parts.other.is_empty() };
        if empty { None } else { self.head_of_some(queue, class) }
    }

    fn head_of_some(&mut self, queue: u32, class: Class) -> Option<(SimTime, Waiting)> {
        loop {
            let queue = &mut self.state.queues[queue as usize];
            let part = if class == Class::Planned { &mut queue.planned } else { &mut queue.other };
            let (rank, waiting) = part.peek()?;
            let item = &self.state.items[waiting.item as usize];
            if item.stamp != waiting.stamp {
                part.pop();
                continue;
            }
            if self.state.accounts[item.account as usize].alive {
                return Some((rank, waiting));
            }
            part.pop();
            self.withdraw(waiting);
        }
    }

    /// Drops work whose account has left.
    fn withdraw(&mut self, waiting: Waiting) {
        self.monitor.queue_changes(self.state.now, self.state.waiting);
        let item = self.state.take(waiting);
        self.monitor.leaves_queue(self.state.now, item.arrived);
        self.monitor.withdrawn += 1;
        self.observer.is_withdrawn(self.state.now, item.piece());
    }

    /// Waiting work passes its first-response target.
    fn pass_target(&mut self, waiting: Waiting) {
        let held = &mut self.state.items[waiting.item as usize];
        held.late = true;
        let account = held.account as usize;
        self.state.ledgers[account].history.count(self.state.now, Counted::Late);
    }

    /// Waiting work is no longer worth doing.
    fn expire(&mut self, waiting: Waiting) {
        let now = self.state.now;
        let held = self.state.items[waiting.item as usize];
        if !self.state.accounts[held.account as usize].alive {
            self.withdraw(waiting);
            return;
        }
        self.monitor.queue_changes(now, self.state.waiting);
        self.state.take(waiting);
        self.monitor.leaves_queue(now, held.arrived);
        self.monitor.expired += 1;
        self.observer.expires(now, held.piece());
        let facts = &self.kinds[usize::from(held.kind)];
        if facts.class == Class::Planned {
            let segment = usize::from(self.demand.accounts.segment[held.account as usize]);
            self.monitor.planned_closes(now, segment, None);
            if self.plan.outcomes_matter {
                self.state.ledgers[held.account as usize].history.count(now, Counted::Missed);
            }
        }
    }
}
