//! Conversations: customers who give up unanswered, and customers who come back after an answer.

use super::event::Event;
use super::observer::Observer;
use super::replay::Replay;
use super::state::{GONE, InHand, Item, NONE, Thread};
use crate::model::Class;
use crate::model::demand::Occurrence;
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
        let next = conversation.and_then(|talk| talk.next(self.ring, talker, opened.opened, opened.round));
        let Some(next) = next else {
            if done.thread != NONE {
                self.let_go(opened.handler);
                self.free_thread(done.thread);
            }
            return Some(InHand { arrived: opened.opened, arrived_working: opened.opened_working, ..*done });
        };
        let reason = self.plan.first_reason[kind] + next.reason as u32;
        // Who leaves at this very instant has no successor in conversations.
        let left =
            self.plan.people_move && self.away[csm as usize].vacant.iter().any(|(gone, _)| *gone == self.state.now);
        let handler = if left { GONE } else { csm };
        if self.plan.limits_wip && done.thread == NONE && !left {
            self.state.open[csm as usize] += 1;
        }
        let lane = next.to_handler_for.map_or(NONE, |_| self.state.timers.lane_of_reason(rule, reason));
        let thread = Thread {
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
        let team = self.plan.rules[usize::from(rule)].team;
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
            stamp: 0,
            before: NONE,
            after: NONE,
        };
        self.monitor.arrived += 1;
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
