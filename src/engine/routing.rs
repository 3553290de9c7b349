//! Routing: who may serve a piece of work, in which order they are asked, and who may take it later.

use super::event::Event;
use super::facts::after;
use super::observer::Observer;
use super::plan::QueuePlan;
use super::replay::Replay;
use super::state::{Doing, Item, NONE, Waiting};
use super::timers::{Release, Timer, Timers};
use crate::model::conversation::Talker;
use crate::model::{Assign, Class, Sticky};
use crate::streams::{Purpose, uniform};
use crate::time::{SimTime, Span};
use std::cmp::Reverse;

impl<O: Observer> Replay<'_, O> {
    /// Finds a free CSM or a queue for a piece of work that arrives now, where its place is this home queue under this
    /// rule.
    #[inline(always)]
    pub(super) fn route(&mut self, item: &Item, class: Class, (home, rule): (u32, u16)) {
        let rule = usize::from(rule);
        if let Some(sticky) = self.plan.rules[rule].sticky
            && let Some(handler) = self.remembered(item, home, sticky)
        {
            self.prefer(item, class, handler, Timers::lane(rule as u16, Release::Sticky), rule, sticky.patience);
            return;
        }
        self.route_home(item, class, home, rule);
    }

    /// Finds somebody free of an account's home queue, or lets work wait there.
    #[inline(always)]
    fn route_home(&mut self, item: &Item, class: Class, home: u32, rule: usize) {
        if (home as usize) < self.plan.csm_count() {
            self.route_to_one(item, class, home, rule);
            return;
        }
        if O::FRILLS && self.plan.skills.is_some() && self.goes_to_match(item, class, home, rule) {
            return;
        }
        let assign = if O::FRILLS { self.plan.rules[rule].assign } else { Assign::LongestIdle };
        match assign {
            Assign::LongestIdle => match self.take_idle_for(home, item, class) {
                Some(csm) => self.start(csm, item, class),
                None => self.wait_for(item, class, home, rule, false),
            },
            assign => {
                let csm = self.assign(item, home, assign);
                self.route_to_one(&Item { assigned: csm, ..*item }, class, csm, rule);
            }
        }
    }

    /// The queue that a whole team serves.
    pub(super) fn team_queue(&self, team: u32) -> u32 {
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
    pub(super) fn is_absent(&mut self, csm: u32) -> bool {
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
    pub(super) fn prefer(&mut self, item: &Item, class: Class, handler: u32, lane: u32, rule: usize, patience: Span) {
        if self.is_free_for(handler, item, class) {
            self.start(handler, item, class);
            return;
        }
        if self.kinds[usize::from(item.kind)].interrupts {
            // It waits for nobody in particular.
            let (home, _) = self.place_of(item.account, item.kind, class);
            self.route_home(item, class, home, rule);
            return;
        }
        let waiting = self.wait(item, class, handler);
        self.release_after(waiting, patience, rule, lane);
    }

    /// Gives work to one CSM if free, else lets it wait; the team helps out after the delay, or at once when the CSM
    /// is away.
    fn route_to_one(&mut self, item: &Item, class: Class, csm: u32, rule: usize) {
        if self.is_free_for(csm, item, class) {
            self.start(csm, item, class);
            return;
        }
        let covered = &self.plan.rules[rule];
        let wide = self.team_queue(covered.team);
        let away = covered.backup_after.is_some() && self.is_absent(csm);
        if away && let Some(csm) = self.take_idle_for(wide, item, class) {
            self.start(csm, item, class);
            return;
        }
        self.wait_for(item, class, csm, rule, away);
    }

    /// Lets work wait in a queue, `away`: for the whole team at once; others may take it as the rule says.
    pub(super) fn wait_for(&mut self, item: &Item, class: Class, queue: u32, rule: usize, away: bool) {
        let plan = self.plan;
        let covered = &plan.rules[rule];
        let at_once = covered.overflow.filter(|overflow| O::FRILLS && overflow.at_once);
        if let Some(overflow) = at_once
            && let Some(csm) = self.take_idle_for(overflow.queue, item, class)
        {
            self.start(csm, item, class);
            return;
        }
        let wide = self.team_queue(covered.team);
        let at_once = [Some(queue), away.then_some(wide), at_once.map(|overflow| overflow.queue)];
        if self.urgent() != 0 && self.interrupts(item, class, at_once) {
            return;
        }
        let waiting = self.wait(item, class, queue);
        if O::FRILLS && item.assigned != NONE {
            self.state.loads[item.assigned as usize] += 1;
            if plan.weighs_loads && item.expires < SimTime::NEVER {
                self.state.load_expiries.push(Reverse((item.expires, waiting.item, waiting.stamp)));
            }
        }
        if away {
            self.join(waiting, item, class, wide);
        } else if queue != wide
            && let Some(span) = covered.backup_after
        {
            self.release_after(waiting, span, rule, Timers::lane(rule as u16, Release::Backup));
        }
        self.overflow(waiting, item, class, rule);
    }

    /// Lets another team take waiting work, now or later, where the rule says so.
    fn overflow(&mut self, waiting: Waiting, item: &Item, class: Class, rule: usize) {
        let plan = self.plan;
        let Some(overflow) = plan.rules[rule].overflow.filter(|_| O::FRILLS) else { return };
        if overflow.at_once {
            self.join(waiting, item, class, overflow.queue);
        } else {
            self.release_after(waiting, overflow.after, rule, Timers::lane(rule as u16, Release::Overflow));
        }
    }

    /// Who of a pool or pod is given a piece of work as it comes.
    fn assign(&mut self, item: &Item, home: u32, assign: Assign) -> u32 {
        let queue = self.plan.queues[home as usize];
        let turn = self.state.turns[home as usize];
        let place = match assign {
            Assign::Random => {
                let talker = self.talker(item.account, item.kind);
                let mut stream = self.ring.stream(Purpose::Assignment, talker.word(), item.arrived.ms() as u64);
                (uniform(&mut stream) * f64::from(queue.csms)) as u32
            }
            Assign::LeastLoaded => {
                self.expire_given();
                // From the next in turn on, so that equals share the work.
                let candidates = (0..queue.csms).map(|step| (turn + step) % queue.csms);
                let load = |replay: &mut Self, place: u32| {
                    let csm = queue.first_csm + place;
                    let busy = replay.state.csms[csm as usize].doing == Doing::Busy;
                    let in_hand = u32::from(busy) + replay.state.aside.count(csm);
                    (replay.is_absent(csm), replay.state.loads[csm as usize] + in_hand)
                };
                candidates.min_by_key(|place| load(self, *place)).unwrap_or(0)
            }
            Assign::RoundRobin | Assign::LongestIdle => turn,
        };
        self.state.turns[home as usize] = (place + 1) % queue.csms;
        queue.first_csm + place
    }

    /// What was given to somebody and has expired by now is no load any more.
    fn expire_given(&mut self) {
        while let Some(Reverse((at, item, stamp))) = self.state.load_expiries.peek().copied()
            && at <= self.state.now
        {
            self.state.load_expiries.pop();
            let waiting = Waiting { item, stamp };
            if self.state.items.still_waits(waiting) {
                self.expire(waiting);
            }
        }
    }

    /// Names an account and a kind of work in the streams.
    pub(super) fn talker(&self, account: u32, kind: u16) -> Talker {
        let accounts = &self.demand.accounts;
        let segment = self.plan.segment_words[usize::from(accounts.segment[account as usize])];
        Talker::new(segment, self.plan.kind_words[usize::from(kind)], accounts.number[account as usize])
    }

    pub(super) fn release_after(&mut self, waiting: Waiting, span: Span, rule: usize, lane: u32) {
        let team = self.plan.rules[rule].team as usize;
        let at = after(self.state.now, span, &self.plan.teams[team].calendar);
        self.set_timer(lane, at, waiting);
    }

    #[inline]
    pub(super) fn set_timer(&mut self, lane: u32, at: SimTime, waiting: Waiting) {
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
        if self.state.items.still_waits(first.waiting) {
            self.release(first.waiting, lane);
        }
        self.state.timers.pop(lane);
        while let Some(next) = self.state.timers.head(lane) {
            if self.state.items.still_waits(next.waiting) {
                self.arm(lane, next);
                return;
            }
            self.state.timers.pop(lane);
        }
        self.state.timers.disarm(lane);
    }

    /// Waiting work may now be taken by more people.
    fn release(&mut self, waiting: Waiting, lane: u32) {
        let held = self.state.items[waiting.item];
        if held.expires <= self.state.now {
            self.expire(waiting);
            return;
        }
        let class = self.kinds[usize::from(held.kind)].class;
        let (home, rule) = self.place_of(held.account, held.kind, class);
        if home == NONE {
            // Its account is looked at again at this very instant.
            self.withdraw(waiting);
            return;
        }
        let release = self.state.timers.release(lane);
        if matches!(release, Release::Triage | Release::Astray | Release::Alerts) {
            self.let_through(waiting, release == Release::Astray);
            return;
        }
        let plan = self.plan;
        let rule = usize::from(rule);
        let covered = &plan.rules[rule];
        let wide = self.team_queue(covered.team);
        let queue = match (release, covered.overflow) {
            // The team that it began to wait for: what came at the very instant of a hand-over stays there.
            (Release::Backup, _) => self.team_queue(plan.rules[Timers::rule_of(lane)].team),
            (Release::Overflow, Some(overflow)) => overflow.queue,
            // The rule of its account has changed meanwhile, and this one asks nobody else.
            (Release::Overflow, None) => return,
            (Release::Sticky | Release::Match | Release::Triage | Release::Astray | Release::Alerts, _) => {
                self.queue_at_home(&held, home, rule)
            }
        };
        self.join(waiting, &held, class, queue);
        if let Some(csm) = self.take_idle_for(queue, &held, class) {
            self.next_work(csm);
            return;
        }
        if self.urgent() != 0
            && let Some(csm) = self.whom_to_interrupt(queue, held.kind)
        {
            self.interrupt_for(csm, waiting, class);
            return;
        }
        if self.urgent() != 0 {
            self.interrupt_on_return(queue, held.kind);
        }
        if !matches!(release, Release::Sticky | Release::Match) {
            return;
        }
        // Work that waited for its last handler, or for a match, in vain waits for the pod now, and from now on for further help.
        if queue != wide
            && let Some(span) = covered.backup_after
        {
            self.release_after(waiting, span, rule, Timers::lane(rule as u16, Release::Backup));
        }
        if let Some(overflow) = covered.overflow {
            self.overflow(waiting, &held, class, rule);
            if overflow.at_once
                && let Some(csm) = self.take_idle_for(overflow.queue, &held, class)
            {
                self.next_work(csm);
            }
        }
    }
}

impl QueuePlan {
    /// Whether a CSM serves this queue.
    #[inline]
    pub(super) fn has(&self, csm: u32) -> bool {
        csm.wrapping_sub(self.first_csm) < self.csms
    }
}
