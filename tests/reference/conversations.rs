//! Conversations, the slow way: who comes back when, with how much work.

use crate::rules::Queue;
use crate::simulator::World;
use crate::state::{Item, Talk};
use caseload::model::Class;
use caseload::model::work::Origin;
use caseload::time::SimTime;

/// A customer who will be back.
#[derive(Clone, Copy, Debug)]
pub struct Reply {
    pub account: usize,
    kind: u16,
    work: i64,
    pub talk: Talk,
}

impl World<'_> {
    /// An interaction has ended.
    pub fn carry_on(&mut self, csm: usize, done: &Item) {
        let Origin::Request { conversation, .. } = &self.scenario.kinds[usize::from(done.kind)].origin else { return };
        if !self.accounts[done.account].alive {
            return;
        }
        let (opened, round) = done.talk.map_or((done.arrived, 0), |talk| (talk.opened, talk.round));
        let talker = self.talker(done.account, done.kind);
        let complexity = self.complexity(done.account);
        if let Some(talk) = done.talk.filter(|talk| talk.with.is_some()) {
            // Support is done with it.
            let sent = SimTime::from_ms(opened);
            if let Some(work) = conversation.back(self.ring, talker, sent, (round, talk.reason as u16), complexity) {
                let talk = Talk { round: round + 1, with: None, ..talk };
                let reply = Reply { account: done.account, kind: done.kind, work: work.ms(), talk };
                let order = self.next_order();
                self.replies.push((self.now, order, reply));
            } else if let Some(handler) = self.now_at(talk.handler) {
                self.nudge(handler);
            }
            return;
        }
        let Some(next) = conversation.next(self.ring, talker, SimTime::from_ms(opened), round, complexity) else {
            return self.ask_again(done.account, done.kind);
        };
        let talk = Talk {
            opened,
            round: round + 1,
            handler: (csm, done.began),
            patience: next.to_handler_for,
            with: next.to,
            reason: next.reason,
        };
        let reply = Reply { account: done.account, kind: done.kind, work: next.work.ms(), talk };
        let order = self.next_order();
        self.replies.push((self.now + next.after.ms(), order, reply));
    }

    /// A customer is back.
    pub fn reply(&mut self, reply: &Reply) {
        if !self.accounts[reply.account].alive {
            return;
        }
        let item = Item {
            number: 0,
            account: reply.account,
            kind: reply.kind,
            class: Class::Reactive as usize,
            arrived: self.now,
            work: reply.work,
            luck: 0.0,
            term: self.accounts[reply.account].term,
            waits_in: Vec::new(),
            timers: Vec::new(),
            moved: false,
            raised: self.now,
            rule: 0,
            talk: Some(reply.talk),
            began: 0,
            given_to: None,
            came_to: 0,
        };
        if let Some(team) = reply.talk.with {
            return match self.idle_longest(Queue::Team(team), false) {
                Some(csm) => self.start(csm, item),
                None => self.interrupt_or_wait(item, Queue::Team(team)),
            };
        }
        let (handler, queue) = (reply.talk.handler, self.place_of(&item).queue);
        match (reply.talk.patience, self.may_be_asked(handler, queue)) {
            (Some(patience), Some(handler)) => self.prefer(item, handler, patience),
            _ => self.route(item),
        }
    }
}
