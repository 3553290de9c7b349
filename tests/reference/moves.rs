//! Hand-overs, the slow way.

use crate::rules::Queue;
use crate::simulator::World;
use crate::state::Item;
use caseload::model::HandOff;
use caseload::model::work::{Origin, Schedule};
use caseload::time::Working;

impl World<'_> {
    /// An account that starts is looked at again at every age that some rule names.
    pub fn set_reviews(&mut self, account: usize) {
        let start = self.demand.accounts.start[account].ms();
        let mut ages: Vec<i64> = self.coverage.rules.iter().filter_map(|rule| rule.until).map(|age| age.ms()).collect();
        if self.coverage.rules.iter().any(|rule| rule.stage.is_some()) {
            let segment = usize::from(self.demand.accounts.segment[account]);
            let habits = &self.scenario.segments[segment].habits;
            ages.push(habits.hand_off.ms() + habits.onboarded_in.ms());
        }
        ages.sort_unstable();
        ages.dedup();
        for age in ages {
            let order = self.next_order();
            self.reviews.push((start + age, order, account));
        }
    }

    /// Whether a kind of work is the old owner's part of a hand-off.
    pub fn is_farewell(&self, kind: u16) -> bool {
        self.part(Schedule::Farewell) == Some(kind)
    }

    fn part(&self, part: Schedule) -> Option<u16> {
        let is = |origin: &Origin| matches!(origin, Origin::Step { schedule, .. } if *schedule == part);
        self.scenario.kinds.iter().position(|kind| is(&kind.origin)).map(|kind| kind as u16)
    }

    /// A risk strikes: rules for accounts at risk are looked at now and when the risk is over for each of them.
    pub fn is_struck(&mut self, account: usize) {
        self.coverage.struck[account] = Some(self.now);
        let mut lengths: Vec<i64> = self.coverage.rules.iter().filter_map(|r| r.at_risk).map(|l| l.ms()).collect();
        lengths.sort_unstable();
        lengths.dedup();
        for length in &lengths {
            let order = self.next_order();
            self.reviews.push((self.now + length, order, account));
        }
        if !lengths.is_empty() {
            self.review(account);
        }
    }

    /// Gives an account the place that its age asks for.
    pub fn review(&mut self, account: usize) {
        if !self.accounts[account].alive {
            return;
        }
        let had = self.accounts[account].places;
        let age = self.age(account);
        self.coverage.there = self.csms.iter().map(|csm| csm.is_there(self.now)).collect();
        self.coverage.look_at_places(self.demand, account, (self.now, age));
        // Somebody new in the owner's seat who has not met the account has nothing to hand over.
        let before = self.owner_of(account);
        let has = self.coverage.place(self.demand, account, (self.now, age), &had, before);
        if (0..3).all(|class| had[class].map(|place| place.rule) == has[class].map(|place| place.rule)) {
            return;
        }
        self.coverage.leave(self.demand, account, &had, &has);
        let owner =
            has.iter().flatten().rev().find_map(|p| if let Queue::Own(csm) = p.queue { Some(csm) } else { None });
        if owner != before {
            self.accounts[account].met = Some(self.now);
        }
        self.accounts[account].owner = owner;
        self.accounts[account].places = has;
        let queue = |places: &[Option<crate::rules::Place>; 3], class: usize| places[class].map(|place| place.queue);
        let lost = before.filter(|before| owner != Some(*before));
        // Who has come along from another team takes nothing over.
        let came_along = matches!(queue(&had, 0), Some(Queue::Own(csm)) if owner.is_some() && before == owner
            && self.csms[csm].heir == owner);
        if lost.is_some() || queue(&had, 0) != queue(&has, 0) && !came_along {
            self.hand_over(account, lost);
        }
        for number in (0..self.waiting.len()).rev() {
            let item = &self.waiting[number];
            let named = self.scenario.designs[0].rules.iter().any(|rule| rule.names(usize::from(item.kind)));
            let stays = match named {
                true => {
                    let place = self.place_of_kind(account, item.class, item.kind);
                    place.map(|place| place.rule) == Some(item.rule)
                }
                false => queue(&had, item.class) == queue(&has, item.class),
            };
            // Meetings of this very hand-over are where they should be, and what comes now stays where somebody does it.
            if item.account == account
                && !stays
                && (item.arrived < self.now || self.is_nobodys(item))
                && !self.is_farewell(item.kind)
                && item.talk.is_none_or(|talk| talk.with.is_none())
            {
                self.waiting[number].moves();
            }
        }
        while let Some(number) =
            self.waiting.iter().position(|item| item.account == account && item.moved && item.lies_nowhere())
        {
            let item = self.waiting.remove(number);
            match self.is_nobodys(&item) {
                true => self.tell("withdrawn", None, &item),
                false => self.route(item),
            }
        }
    }

    fn hand_over(&mut self, account: usize, lost: Option<usize>) {
        self.forget_who_left(account);
        let hand_off = self.scenario.hand_off.expect("a firm that hands over says how");
        let overlap = self.scenario.designs[0].transition.and_then(|change| change.overlap);
        let hand_off = HandOff { overlap: overlap.unwrap_or(hand_off.overlap), ..hand_off };
        let queues: Vec<Queue> = self.accounts[account].places.iter().flatten().map(|place| place.queue).collect();
        let attached = self.attached_to(account).filter(|person| self.accounts[account].owner != Some(*person));
        if let Some(person) = attached {
            let serves = queues.iter().any(|queue| self.coverage.members(*queue).contains(&person));
            if lost == Some(person) || !serves {
                let (state, now) = (&mut self.accounts[account], self.now);
                state.attachment *= hand_off.kept() as f32;
                // To whoever is the owner now, whoever sat there before.
                state.attached_to = state.owner.map(|owner| (owner, now)).or(state.attached_to);
            }
        }
        for (part, owner) in [(Schedule::Farewell, lost), (Schedule::Welcome, None)] {
            let Some(kind) = self.part(part).filter(|_| owner.is_some() || part == Schedule::Welcome) else { continue };
            let item = Item {
                number: 0,
                account,
                kind,
                class: 1,
                arrived: self.now,
                raised: self.now,
                work: Working::from_hours(hand_off.hours()).ms(),
                luck: 0.0,
                term: self.accounts[account].term,
                waits_in: Vec::new(),
                timers: Vec::new(),
                moved: false,
                talk: None,
                began: 0,
                given_to: None,
                rule: 0,
                came_to: 0,
            };
            match owner {
                Some(owner) if self.is_free(owner) => self.start(owner, item),
                Some(owner) => self.wait(item, &[Queue::Own(owner)], &[]),
                // Nobody is welcomed where nobody does planned work.
                None if self.is_nobodys(&item) => {}
                None => self.route(item),
            }
        }
    }
}
