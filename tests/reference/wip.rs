//! Limits on open conversations and inboxes that are sorted now and then, the slow way: everything is counted anew.

use crate::calendar::NEVER;
use crate::rules::Place;
use crate::simulator::World;
use crate::state::{Alarm, Doing, Item, Talk};
use caseload::model::Class;
use caseload::time::{DAY, Span};

impl World<'_> {
    /// Whether a piece of work begins a conversation and may be held back.
    pub fn opens(&self, item: &Item) -> bool {
        item.class == Class::Reactive as usize && item.talk.is_none() && !self.interrupts(item.kind)
    }

    /// Conversations that a CSM has: whose next interaction is to come, waits or is in hand.
    fn open_conversations(&self, csm: usize) -> usize {
        let to_come = self.replies.iter().map(|(_, _, reply)| (reply.account, reply.talk));
        let of_item = |item: &Item| item.talk.map(|talk| (item.account, talk));
        let waiting = self.waiting.iter().filter_map(of_item);
        let in_hand = self.csms.iter().filter_map(|csm| match &csm.doing {
            Doing::Busy { item, .. } => of_item(item),
            _ => None,
        });
        let aside = self.csms.iter().flat_map(|csm| csm.aside.iter().filter_map(|aside| of_item(&aside.item)));
        let has = |talk: &Talk| self.now_at(talk.handler) == Some(csm);
        to_come
            .chain(waiting)
            .chain(in_hand)
            .chain(aside)
            .filter(|(account, talk)| self.accounts[*account].alive && has(talk))
            .count()
    }

    pub fn is_full(&self, csm: usize) -> bool {
        let limit = self.scenario.designs[0].teams[self.csms[csm].team].wip_limit;
        limit.is_some_and(|limit| self.open_conversations(csm) >= limit as usize)
    }

    /// Whether new requests stand behind follow-ups of the same rank: where some team that is there limits them.
    pub fn limits(&self) -> bool {
        let there = |(team, csms): (&caseload::model::Team, &Vec<usize>)| team.wip_limit.is_some() && !csms.is_empty();
        self.scenario.designs[0].teams.iter().zip(&self.coverage.teams).any(there)
    }

    /// Who was full may take what waits.
    pub fn nudge(&mut self, csm: usize) {
        let takes = |world: &World, planned| world.best(csm, planned).is_some();
        if matches!(self.csms[csm].doing, Doing::Idle(_)) && (takes(self, true) || takes(self, false)) {
            self.look_for_work(csm);
        }
    }

    /// When a request that comes now is seen: every sorting is tried, from some weeks ago on.
    pub fn seen_at(&self, place: Place, look: Span) -> i64 {
        let open = &self.hours[self.team_of(place)];
        let every = match look {
            Span::Clock(every) => every.ms(),
            Span::Business(every) => every.ms(),
        };
        if every == 0 {
            return self.now;
        }
        let always = open.is_always();
        let sorted = |number: i64| match look {
            Span::Business(_) if !always => open.next_open(open.after(open.first(), number * every)),
            _ => open.next_open(number * every),
        };
        let first = match look {
            Span::Business(_) if !always => 0,
            _ => (self.now - 14 * DAY).div_euclid(every),
        };
        (first..).map(sorted).find(|at| *at >= self.now || *at >= NEVER).expect("there is a last one")
    }

    /// Calls for a play: when the team looks at its alerts, if anybody is to make it.
    pub fn alert(&mut self, item: Item) {
        if self.is_nobodys(&item) {
            return;
        }
        let place = self.place_of(&item);
        let every = self.scenario.designs[0].teams[self.team_of(place)].alerts_every;
        let seen = every.map_or(self.now, |every| self.seen_at(place, every));
        if item.class == 2 && seen > self.now {
            return self.wait(Item { rule: place.rule, ..item }, &[], &[(seen, Alarm::Seen)]);
        }
        self.route(item);
    }
}
