//! Conversations: customers who give up unanswered, and customers who come back after an answer.

use super::event::Event;
use super::observer::Observer;
use super::replay::Replay;
use super::state::{AT_HOME, GONE, InHand, Item, NONE, Thread};
use crate::model::demand::Occurrence;
use crate::model::{Class, Conversation};
use crate::time::{Elapsed, SimTime, Span};

impl<O: Observer> Replay<'_, O> {
    /// How long the customer of a request that arrives now waits for a first response.
    pub(super) fn patience(&self, occurrence: &Occurrence) -> Elapsed {
        let conversation = self.plan.kinds[usize::from(occurrence.kind)].conversation();
        let talker = self.talker(occurrence.account, occurrence.kind);
        let patience = conversation.and_then(|talk| talk.patience(self.ring, talker, occurrence.at));
        patience.unwrap_or(Elapsed::FOREVER)
    }

    /// An interaction of a request has ended: sets up the next one. When the request was sent and the working time by
    /// then, if that was the last.
    pub(super) fn carry_on(&mut self, csm: u32, done: &InHand) -> Option<InHand> {
        let kind = usize::from(done.kind);
        let opened = match done.thread {
            NONE => Thread {
                opened: done.arrived,
                opened_working: done.arrived_working,
                account: done.account,
                kind: done.kind,
                opened_team: done.team,
                with: AT_HOME,
                reason: 0,
                round: 0,
                work: crate::time::Working::ZERO,
                handler: csm,
                patience: Span::Clock(Elapsed::ZERO),
                lane: NONE,
            },
            thread => self.state.threads[thread as usize],
        };
        if self.monitor.is_counted(opened.opened) {
            let segment = usize::from(self.demand.accounts.segment[done.account as usize]);
            self.monitor.segments[segment].interactions += 1;
        }
        let account = &self.state.accounts[done.account as usize];
        let alive = account.alive;
        let (_, rule) = self.place_of(done.account, done.kind, Class::Reactive);
        let conversation = self.plan.kinds[kind].conversation().filter(|_| alive);
        let talker = self.talker(done.account, done.kind);
        if opened.with != AT_HOME {
            return self.hand_back(done, opened, conversation);
        }
        let complexity = self.complexity(done.account);
        let next = conversation.and_then(|talk| talk.next(self.ring, talker, opened.opened, opened.round, complexity));
        let Some(next) = next else {
            return Some(self.is_resolved(done, opened));
        };
        let reason = self.plan.first_reason[kind] + next.reason as u32;
        // Who leaves at this very instant has no successor in conversations.
        let left =
            self.plan.people_move && self.away[csm as usize].vacant.iter().any(|(gone, _)| *gone == self.state.now);
        let heir = self.plan.goes_to(csm).filter(|_| left && self.plan.closes(csm, self.state.now));
        let handler = if left { heir.unwrap_or(GONE) } else { csm };
        if self.plan.limits_wip && done.thread == NONE && handler != GONE {
            self.state.open[handler as usize] += 1;
        }
        let lane = next.to_handler_for.map_or(NONE, |_| self.state.timers.lane_of_reason(rule, reason));
        let thread = Thread {
            with: next.to.map_or(AT_HOME, |team| team as u16),
            reason: next.reason as u16,
            round: opened.round.saturating_add(1),
            work: next.work,
            handler,
            patience: next.to_handler_for.unwrap_or(Span::Clock(Elapsed::ZERO)),
            lane,
            ..opened
        };
        let place = self.keep_thread(done.thread, thread);
        self.schedule(self.state.now + next.after, Event::Reply { thread: place });
        None
    }

    /// By what complexity multiplies the content of an account's work.
    pub(super) fn complexity(&self, account: u32) -> f64 {
        self.plan.segments[usize::from(self.demand.accounts.segment[account as usize])].habits.complexity
    }

    /// The last interaction has ended: the request as it came.
    fn is_resolved(&mut self, done: &InHand, opened: Thread) -> InHand {
        if done.thread != NONE {
            self.let_go(opened.handler);
            self.free_thread(done.thread);
        }
        let Thread { opened: arrived, opened_working: arrived_working, opened_team: team, .. } = opened;
        InHand { arrived, arrived_working, team, ..*done }
    }

    /// The team to which a request was handed over is done with it: it comes back at once, or is resolved.
    fn hand_back(&mut self, done: &InHand, opened: Thread, talk: Option<&Conversation>) -> Option<InHand> {
        let talker = self.talker(done.account, done.kind);
        let (interaction, complexity) = ((opened.round, opened.reason), self.complexity(done.account));
        let back = talk.and_then(|talk| talk.back(self.ring, talker, opened.opened, interaction, complexity));
        let Some(work) = back else {
            let request = self.is_resolved(done, opened);
            if self.plan.limits_wip {
                self.nudge(opened.handler);
            }
            return Some(request);
        };
        let thread = Thread { with: AT_HOME, round: opened.round.saturating_add(1), work, ..opened };
        self.state.threads[done.thread as usize] = thread;
        self.schedule(self.state.now, Event::Reply { thread: done.thread });
        None
    }

    /// Whether work is that of a team to which it was handed over, whose people are nobody's contact.
    #[inline]
    pub(super) fn is_elsewhere(&self, thread: u32) -> bool {
        O::FRILLS && self.plan.hands_over && thread != NONE && self.state.threads[thread as usize].with != AT_HOME
    }

    /// Work that was handed over goes to whoever of that team is free, or waits for somebody.
    fn route_elsewhere(&mut self, item: &Item) {
        let class = Class::Reactive;
        let queue = self.team_queue(u32::from(item.team));
        if let Some(csm) = self.take_idle(queue) {
            self.start(csm, item, class);
        } else if self.plan.urgent == 0 || !self.interrupts(item, class, [Some(queue), None, None]) {
            self.wait(item, class, queue);
        }
    }

    /// A conversation is over; nobody has it.
    fn free_thread(&mut self, place: u32) {
        self.state.threads[place as usize].handler = GONE;
        self.state.free_threads.push(place);
    }

    fn keep_thread(&mut self, place: u32, thread: Thread) -> u32 {
        let place = if place == NONE { self.state.free_threads.pop().unwrap_or(NONE) } else { place };
        if place == NONE {
            self.state.threads.push(thread);
            return self.state.threads.len() as u32 - 1;
        }
        self.state.threads[place as usize] = thread;
        place
    }

    /// The customer of a conversation is back.
    pub(super) fn reply(&mut self, place: u32) {
        let thread = self.state.threads[place as usize];
        let account = &self.state.accounts[thread.account as usize];
        let class = Class::Reactive;
        let (alive, term) = (account.alive, account.terms);
        if !alive {
            self.free_thread(place);
            return;
        }
        let (home, rule) = self.place_of(thread.account, thread.kind, class);
        let now = self.state.now;
        let team = match thread.with {
            AT_HOME => self.plan.rules[usize::from(rule)].team,
            team => u32::from(team),
        };
        let item = Item {
            arrived: now,
            arrived_working: self.working_at(team as usize, now),
            work: thread.work,
            expires: SimTime::NEVER,
            luck: 0.0,
            account: thread.account,
            kind: thread.kind,
            term,
            team: team as u16,
            late: false,
            rule,
            thread: place,
            assigned: NONE,
        };
        self.monitor.arrived += 1;
        if thread.with != AT_HOME {
            self.route_elsewhere(&item);
            return;
        }
        // A named CSM has it anyway; in a pool or pod whoever had the last interaction comes first.
        let shared = (home as usize) >= self.plan.csm_count();
        let member = shared && self.plan.queues[home as usize].has(thread.handler);
        if thread.lane != NONE && member && !self.is_absent(thread.handler) {
            let lane = self.state.timers.under(thread.lane, rule);
            self.prefer(&item, class, thread.handler, lane, usize::from(rule), thread.patience);
        } else {
            self.route(&item, class, (home, rule));
        }
    }
}
