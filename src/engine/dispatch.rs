//! Who takes what: work that arrives looks for a free CSM, a CSM who becomes free looks for work.

use super::event::Event;
use super::facts::after;
use super::observer::Observer;
use super::replay::Replay;
use super::state::{Counted, Doing, Item, NONE, Waiting};
use super::timers::{Timer, Timers};
use crate::model::demand::Occurrence;
use crate::model::{Class, Discipline, Sticky};
use crate::policy::discipline;
use crate::time::{Elapsed, SimTime, Span, Working};

impl<O: Observer> Replay<'_, O> {
    /// A piece of work falls due to be begun.
    #[inline]
    pub(super) fn work_arrives(&mut self, occurrence: &Occurrence) {
        let facts = self.kinds[usize::from(occurrence.kind)];
        let class = facts.class;
        let account = &self.state.accounts[occurrence.account as usize];
        let (rule, term) = (account.rule[class as usize], account.terms);
        if !account.alive || facts.digital || rule == u16::MAX {
            return;
        }
        self.monitor.arrived += 1;
        if self.monitor.is_counted(occurrence.at) {
            let segment = usize::from(self.demand.accounts.segment[occurrence.account as usize]);
            self.monitor.segments[segment].arrivals[class as usize] += 1;
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
        let item = self.item(occurrence, rule, term, facts.expires);
        self.route(&item, class);
    }

    /// A piece of work that arrives now.
    #[inline]
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
            stamp: 0,
            before: NONE,
            after: NONE,
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
    pub(super) fn worked_since(&mut self, arrived: SimTime, arrived_working: Working, home: u16, team: usize) -> Working {
        let now = self.state.now;
        if arrived == now {
            return Working::ZERO;
        }
        if usize::from(home) != team {
            return self.plan.teams[team].calendar.working_between(arrived, now);
        }
        Working::from_ms(self.working_at(team, now).ms() - arrived_working.ms())
    }

    /// Finds a free CSM or a queue for a piece of work that arrives now.
    #[inline]
    fn route(&mut self, item: &Item, class: Class) {
        let account = &self.state.accounts[item.account as usize];
        let home = account.queue[class as usize];
        let rule = usize::from(account.rule[class as usize]);
        if let Some(sticky) = self.plan.rules[rule].sticky
            && let Some(handler) = self.remembered(item, home, sticky)
        {
            self.prefer(item, class, handler, rule, sticky.patience);
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
        let waiting = self.wait(item, class, home);
        if home != self.team_queue(self.plan.rules[rule].team)
            && let Some(span) = self.plan.rules[rule].backup_after
        {
            self.release_after(waiting, span, rule, false);
        }
    }

    /// The queue that a whole team serves.
    fn team_queue(&self, team: u32) -> u32 {
        self.plan.csm_count() as u32 + team
    }

    /// The last handler, if still remembered, in the pod, and not away on leave or sick.
    fn remembered(&mut self, item: &Item, home: u32, sticky: Sticky) -> Option<u32> {
        let account = &self.state.accounts[item.account as usize];
        let fresh = account.last != NONE && self.state.now - account.last_at <= sticky.memory;
        // A named CSM is no pod, and someone of another pod or team does not count.
        let pod = (home as usize) >= self.plan.csm_count();
        let handler = account.last;
        let member = fresh && pod && self.plan.queues[home as usize].has(handler);
        (member && !self.is_absent(handler)).then_some(handler)
    }

    /// Whether a CSM is on leave or sick now; asked with times that do not decrease.
    #[inline]
    fn is_absent(&mut self, csm: u32) -> bool {
        let (now, state) = (self.state.now, &mut self.state.csms[csm as usize]);
        while now >= state.absence.1 {
            let next = self.away[csm as usize].absent.get(state.absences as usize);
            state.absence = next.copied().unwrap_or((SimTime::NEVER, SimTime::NEVER));
            state.absences += 1;
        }
        now >= state.absence.0
    }

    /// Gives work to a preferred CSM if free, else lets it wait for that CSM and then for everybody of its home
    /// queue.
    fn prefer(&mut self, item: &Item, class: Class, handler: u32, rule: usize, patience: Span) {
        if self.is_free(handler) {
            self.start(handler, item, class);
            return;
        }
        let waiting = self.wait(item, class, handler);
        self.release_after(waiting, patience, rule, true);
    }

    /// Gives work to a named CSM if free, else lets it wait; the team helps out after the delay, or at once when the
    /// CSM is away.
    fn route_to_owner(&mut self, item: &Item, class: Class, owner: u32, rule: usize) {
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
                    self.join(waiting, item, class, wide);
                }
            }
            return;
        }
        let waiting = self.wait(item, class, owner);
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

    /// Puts work into the table and into one queue.
    fn wait(&mut self, item: &Item, class: Class, queue: u32) -> Waiting {
        let waiting = self.state.keep(*item);
        if self.plan.outcomes_matter {
            self.state.link(waiting.item);
        }
        self.join(waiting, item, class, queue);
        waiting
    }

    /// Puts waiting work into a (further) queue.
    fn join(&mut self, waiting: Waiting, item: &Item, class: Class, queue: u32) {
        let team = &self.plan.teams[self.plan.queues[queue as usize].team as usize];
        let facts = &self.kinds[usize::from(item.kind)];
        let discipline = team.team.discipline;
        let due = match (discipline, class) {
            (Discipline::EarliestDue, Class::Reactive) => facts.deadline(item.arrived, &team.calendar),
            (Discipline::EarliestDue, _) => item.arrived + facts.due_in.min(Elapsed::FOREVER),
            _ => item.arrived,
        };
        let rank = discipline::rank(discipline, facts.priority, item.arrived, due);
        let line = facts.line[usize::from(discipline != Discipline::Priority)];
        self.state.queues[queue as usize].filled |= 1 << line;
        self.state.lines[queue as usize * self.plan.lines + usize::from(line)].join(rank, waiting);
    }

    fn release_after(&mut self, waiting: Waiting, span: Span, rule: usize, sticky: bool) {
        let team = self.plan.rules[rule].team as usize;
        let at = after(self.state.now, span, &self.plan.teams[team].calendar);
        let lane = Timers::lane(rule as u16, sticky);
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
            self.release(first.waiting, Timers::is_sticky(lane));
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
    fn release(&mut self, waiting: Waiting, sticky: bool) {
        let held = self.state.items[waiting.item as usize];
        if held.expires <= self.state.now {
            self.expire(waiting);
            return;
        }
        let class = self.kinds[usize::from(held.kind)].class;
        let account = &self.state.accounts[held.account as usize];
        let rule = usize::from(account.rule[class as usize]);
        let wide = self.team_queue(self.plan.rules[rule].team);
        let queue = if sticky { account.queue[class as usize] } else { wide };
        self.join(waiting, &held, class, queue);
        if let Some(csm) = self.take_idle(queue) {
            self.next_work(csm);
        } else if queue != wide
            && let Some(span) = self.plan.rules[rule].backup_after
        {
            // Work that waited for its last handler in vain waits for the pod now, and from now on for its back-up.
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
                let item = self.leave(waiting);
                self.monitor.waits(item.arrived, now);
                self.start(csm, &item, class);
            }
            None => self.become_idle(csm),
        }
    }

    /// Takes work out of the table and its account's list: it waits no more.
    #[inline]
    fn leave(&mut self, waiting: Waiting) -> Item {
        let item = self.state.take(waiting);
        if self.plan.outcomes_matter {
            self.state.unlink(&item);
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

    fn has_work(&mut self, csm: u32) -> bool {
        (self.plan.serves_from[csm as usize]..self.plan.serves_from[csm as usize + 1]).any(|place| {
            let queue = self.plan.serves[place as usize];
            (0..self.plan.lines).any(|line| {
                self.state.queues[queue as usize].filled >> line & 1 == 1 && self.head(queue, line).is_some()
            })
        })
    }

    /// The best waiting work that a CSM may take, out of its line: planned first while below its protected share, else
    /// by rank; own queue first among equals.
    #[inline]
    fn choose(&mut self, csm: u32) -> Option<(Waiting, Class)> {
        // Best of planned work and of the rest: rank, reference, line.
        let mut best: [Option<(i64, Waiting, usize)>; 2] = [None, None];
        for place in self.plan.serves_from[csm as usize]..self.plan.serves_from[csm as usize + 1] {
            let queue = self.plan.serves[place as usize];
            let mut filled = self.state.queues[queue as usize].filled;
            while filled != 0 {
                let line = filled.trailing_zeros() as usize;
                filled &= filled - 1;
                let part = line % 2;
                if let Some((rank, waiting)) = self.head(queue, line)
                    && best[part].is_none_or(|(least, ..)| rank < least)
                {
                    best[part] = Some((rank, waiting, queue as usize * self.plan.lines + line));
                }
            }
        }
        let (_, waiting, line) = match best {
            [None, None] => return None,
            [Some(other), None] => other,
            [None, Some(planned)] => planned,
            [Some(other), Some(planned)] => {
                let team = self.plan.team_of_csm[csm as usize] as usize;
                let protected = self.plan.teams[team].team.protected_planned;
                let state = &self.state.csms[csm as usize];
                let first = discipline::planned_goes_first(protected, state.served_planned, state.served);
                if first || planned.0 < other.0 { planned } else { other }
            }
        };
        self.state.lines[line].leave();
        let kind = self.state.items[waiting.item as usize].kind;
        Some((waiting, self.kinds[usize::from(kind)].class))
    }

    /// The first piece of work in a line that still waits and can still be begun.
    #[inline]
    fn head(&mut self, queue: u32, line: usize) -> Option<(i64, Waiting)> {
        let place = queue as usize * self.plan.lines + line;
        while let Some((rank, waiting)) = self.state.lines[place].first() {
            let item = &self.state.items[waiting.item as usize];
            if item.stamp == waiting.stamp {
                if item.expires >= self.state.now {
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
        let at = held.expires;
        self.monitor.waits(held.arrived, at);
        self.monitor.expired += 1;
        self.observer.expires(at, held.piece());
        if self.kinds[usize::from(held.kind)].class == Class::Planned {
            let segment = usize::from(self.demand.accounts.segment[held.account as usize]);
            self.monitor.planned_closes(at, segment, None);
            if self.plan.outcomes_matter {
                self.state.ledgers[held.account as usize].history.count(at, Counted::Missed);
            }
        }
    }

    /// Brings what waits of an account up to now: what is late counts as late, what has expired is gone.
    pub(super) fn look_through(&mut self, account: usize) {
        let now = self.state.now;
        let mut place = self.state.accounts[account].waiting;
        while place != NONE {
            let item = self.state.items[place as usize];
            if item.expires <= now {
                self.expire(Waiting { item: place, stamp: item.stamp });
            } else if self.kinds[usize::from(item.kind)].class == Class::Reactive && !item.late {
                let waited = self.worked_since(item.arrived, item.arrived_working, item.team, usize::from(item.team));
                self.state.items[place as usize].late = self.note_if_late(&item, waited);
            }
            place = item.after;
        }
    }

    /// Counts a request as late, from the instant at which it became so, if it has waited too long. Whether it has.
    pub(super) fn note_if_late(&mut self, item: &Item, waited: Working) -> bool {
        let target = self.kinds[usize::from(item.kind)].target;
        if is_in_time(target, self.state.now - item.arrived, waited) {
            return false;
        }
        if self.plan.outcomes_matter {
            let tick = match target {
                Span::Clock(target) => Span::Clock(target + Elapsed::from_ms(1)),
                Span::Business(target) => Span::Business(target + Working::from_ms(1)),
            };
            let at = after(item.arrived, tick, &self.plan.teams[usize::from(item.team)].calendar);
            self.state.ledgers[item.account as usize].history.count(at, Counted::Late);
        }
        true
    }

    /// Drops what still waits of an account that leaves.
    pub(super) fn withdraw_all(&mut self, account: usize) {
        while self.state.accounts[account].waiting != NONE {
            let place = self.state.accounts[account].waiting;
            let item = self.leave(Waiting { item: place, stamp: self.state.items[place as usize].stamp });
            self.monitor.waits(item.arrived, self.state.now);
            self.monitor.withdrawn += 1;
            self.observer.is_withdrawn(self.state.now, item.piece());
        }
    }
}

/// Whether a response after so much time is in time.
pub(super) fn is_in_time(target: Span, clock: Elapsed, waited: Working) -> bool {
    match target {
        Span::Clock(target) => clock <= target,
        Span::Business(target) => waited <= target,
    }
}
