//! Designs that begin as another one and change at a date, the slow way.

use crate::rules::{Place, Queue};
use crate::seats::NEVER;
use crate::simulator::World;
use crate::state::{Alarm, Item, Joined};
use caseload::model::{Class, Discipline, Misrouting, PodSize, Rule, Scenario};
use caseload::streams::{Purpose, uniform};

/// Stands for the change of all accounts among the reviews.
pub const CHANGE: usize = usize::MAX - 1;

/// The rules of the first design, and behind them those of the one with which it begins.
pub fn rules(scenario: &Scenario) -> &[Rule] {
    let design = &scenario.designs[0];
    match design.transition {
        None => &design.rules,
        // A firm is lived through once, and small.
        Some(change) => {
            Box::leak([&design.rules[..], &scenario.designs[change.from].rules].concat().into_boxed_slice())
        }
    }
}

impl World<'_> {
    /// Sets the dates at which accounts go over, other than at renewals: all together, or with the seats behind them.
    pub fn set_change(&mut self) {
        let design = &self.scenario.designs[0];
        let Some(change) = design.transition else { return };
        let mut dates: Vec<i64> = self.csms.iter().map(|csm| csm.closes).filter(|at| *at < NEVER).collect();
        if !change.by_renewal || design.seat_change.is_some() {
            dates.push(change.at.ms());
        }
        dates.sort_unstable();
        dates.dedup();
        for at in dates {
            let order = self.next_order();
            self.reviews.push((at, order, CHANGE));
        }
    }

    /// Whether accounts that come now are covered as before the change.
    pub fn is_before_the_change(&self) -> bool {
        self.scenario.designs[0].transition.is_some_and(|change| self.now < change.at.ms())
    }

    /// All accounts go over, or those whose CSM or pod is gone for good; what is left behind closed seats finds somebody.
    pub fn change_all(&mut self) {
        let all = self.scenario.designs[0].transition.is_some_and(|c| !c.by_renewal && c.at.ms() <= self.now);
        for account in 0..self.accounts.len() {
            if (all || self.is_left_behind(account)) && self.goes_over(account) {
                self.review(account);
            }
        }
        let closing: Vec<usize> = (0..self.csms.len()).filter(|csm| self.csms[*csm].closes == self.now).collect();
        for csm in &closing {
            self.coverage.there = self.csms.iter().map(|csm| csm.is_there(self.now)).collect();
            self.give_books_away(*csm, |world, member| world.csms[member].is_closed(world.now));
        }
        closing.into_iter().for_each(|csm| self.clear(csm));
    }

    /// Whether nobody who serves an account, for some class of work, will ever be there again.
    fn is_left_behind(&self, account: usize) -> bool {
        let closed = |queue: Queue| self.coverage.members(queue).iter().all(|csm| self.csms[*csm].is_closed(self.now));
        let state = &self.accounts[account];
        state.alive && self.coverage.old[account] && state.places.iter().flatten().any(|place| closed(place.queue))
    }

    /// Somebody has left. Where nobody follows, the accounts go to others of the team.
    pub fn somebody_left(&mut self, csm: usize) {
        let person = &self.csms[csm];
        let given_up = person.vacant.contains(&(self.now, NEVER));
        let goes_over = given_up && person.closes == self.now;
        let for_good = given_up || self.does_without(csm);
        self.end_what_is_set_aside(csm);
        self.nudge(csm);
        if for_good && !goes_over {
            self.coverage.there = (0..self.csms.len()).map(|other| self.is_there_yet(other, csm)).collect();
            self.give_books_away(csm, |world, member| !world.is_there_yet(member, csm));
        }
    }

    /// Somebody has come to a seat that opens: where the team evens out its books, accounts move there from the heaviest,
    /// those with the least attachment first.
    pub fn somebody_came(&mut self, csm: usize) {
        if !self.scenario.designs[0].teams[self.csms[csm].team].movement.rebalance {
            return;
        }
        self.coverage.there = (0..self.csms.len()).map(|other| self.is_there_yet(other, csm)).collect();
        for grouping in 0..self.coverage.groupings.len() {
            let of = &self.coverage.groupings[grouping];
            let Some(to) = of.members.iter().position(|members| members.contains(&csm)) else { continue };
            while self.coverage.groupings[grouping].pods != PodSize::Everyone {
                let Some(from) = self.coverage.heaviest_but(grouping, to) else { break };
                let here = |account: &usize| {
                    let state = &self.accounts[*account];
                    state.alive && state.places.iter().flatten().any(|p| (p.grouping, p.book) == (grouping, from))
                };
                // Those in later seats who leave now have not done so yet.
                let attachment = |account: usize| {
                    let state = &self.accounts[account];
                    let there = |who: (usize, i64)| {
                        let seat = self.later_at(who, self.now - 1);
                        let still = seat.is_some_and(|seat| self.turn(seat) > self.turn(csm));
                        self.later_at(who, self.now - i64::from(still)).is_some()
                    };
                    if state.attached_to.is_some_and(there) { state.attachment } else { 0.0 }
                };
                let least = (0..self.accounts.len())
                    .filter(here)
                    .min_by(|a, b| attachment(*a).total_cmp(&attachment(*b)).then(a.cmp(b)));
                let Some(account) = least.filter(|a| self.coverage.evens_out(self.demand, *a, grouping, (from, to)))
                else {
                    break;
                };
                self.moves_to(account, grouping, to);
            }
        }
    }

    /// An account moves to another book, whose CSM does not know it yet.
    fn moves_to(&mut self, account: usize, grouping: usize, book: usize) {
        let mut places = self.accounts[account].places;
        self.coverage.move_to(self.demand, account, &mut places, (grouping, book));
        let own = |place: &Place| if let Queue::Own(csm) = place.queue { Some(csm) } else { None };
        let owner = places.iter().flatten().rev().find_map(own);
        let state = &mut self.accounts[account];
        (state.places, state.owner, state.met) = (places, owner, None);
    }

    /// Whether somebody is there while those up to a CSM have come and gone who do so now.
    fn is_there_yet(&self, csm: usize, up_to: usize) -> bool {
        self.csms[csm].is_there(if self.turn(csm) > self.turn(up_to) { self.now - 1 } else { self.now })
    }

    /// At one instant people come and go in the order of their seats, those last whose seats a rule has opened.
    fn turn(&self, csm: usize) -> (bool, usize) {
        let team = self.csms[csm].team;
        let seat = &self.coverage.seats[team][csm - self.coverage.teams[team][0]];
        (seat.opens == NEVER, csm)
    }

    /// The books of a CSM, or of a pod, in which nobody is left go to others of the team, and what waits joins there.
    fn give_books_away(&mut self, csm: usize, gone: impl Fn(&World, usize) -> bool) {
        for grouping in 0..self.coverage.groupings.len() {
            let of = &self.coverage.groupings[grouping];
            let Some(book) = of.members.iter().position(|members| members.contains(&csm)) else { continue };
            if of.pods == PodSize::Everyone || !of.members[book].iter().all(|member| gone(self, *member)) {
                continue;
            }
            let here = |account: &usize| {
                let state = &self.accounts[*account];
                state.alive && state.places.iter().flatten().any(|p| (p.grouping, p.book) == (grouping, book))
            };
            let moving: Vec<usize> = (0..self.accounts.len()).filter(here).collect();
            for &account in &moving {
                let lightest =
                    self.coverage.lightest_of(self.demand, account, &self.accounts[account].places, grouping);
                self.moves_to(account, grouping, lightest);
            }
            self.bring_along(&moving);
        }
    }

    /// What waits of accounts joins the queues where they now stand, what came first before the rest.
    fn bring_along(&mut self, accounts: &[usize]) {
        let elsewhere = |item: &Item| item.talk.is_some_and(|talk| talk.with.is_some());
        let mut moving: Vec<(i64, usize, u16, u64)> = (self.waiting.iter())
            .filter(|item| accounts.contains(&item.account) && !elsewhere(item))
            .map(|item| (item.arrived, item.account, item.kind, item.number))
            .collect();
        moving.sort_unstable();
        for (.., number) in moving {
            let Some(place) = self.waiting.iter().position(|item| item.number == number) else { continue };
            let item = self.waiting[place].clone();
            // The old owner's part in a hand-off stays.
            if self.is_farewell(item.kind) || self.is_nobodys(&item) {
                continue;
            }
            let at = self.place_of(&item);
            if self.coverage.rules[at.rule].is_by_name() {
                continue;
            }
            let queue = self.queue_at_home(&item, at);
            let (order, account) = (self.next_order(), self.standing(item.account));
            self.waiting[place].waits_in.push(Joined { queue, order, account });
            if let Some(csm) = self.idle_longest(queue, self.opens(&item)) {
                self.look_for_work(csm);
            }
        }
    }

    /// What waits for nobody but a seat that has closed: the part in a hand-off goes along with whoever sat there or is
    /// missed, all else goes where its account is now. In the order in which it would have been begun, more or less.
    fn clear(&mut self, csm: usize) {
        let priority = self.scenario.designs[0].teams[self.csms[csm].team].discipline == Discipline::Priority;
        let mut waiting = Vec::new();
        for item in self.waiting.iter().filter(|item| self.accounts[item.account].alive) {
            let Some(joined) = item.waits_in.iter().find(|joined| joined.queue == Queue::Own(csm)) else { continue };
            let urgent = self.interrupts(item.kind);
            let level = if urgent || priority { self.priority(item.kind) } else { 0 };
            let planned = item.class == Class::Planned as usize;
            let held = self.limits() && self.opens(item);
            let line = (held, !urgent, level, planned);
            waiting.push((line, self.rank(csm, item, *joined), joined.order, item.number));
        }
        waiting.sort_unstable();
        for (.., number) in waiting {
            let Some(place) = self.waiting.iter().position(|item| item.number == number) else { continue };
            let heir = self.csms[csm].heir;
            if let (true, Some(heir)) = (self.is_farewell(self.waiting[place].kind), heir)
                && !self.is_free(heir)
            {
                let (order, account) = (self.next_order(), self.standing(self.waiting[place].account));
                self.waiting[place].waits_in = vec![Joined { queue: Queue::Own(heir), order, account }];
                continue;
            }
            let mut item = self.waiting.remove(place);
            match heir {
                _ if !self.is_farewell(item.kind) => {
                    item.moves();
                    self.route(item);
                }
                Some(heir) => self.start(heir, item),
                None => {
                    self.accounts[item.account].missed.push(self.now);
                    self.tell("expires", None, &item);
                }
            }
        }
    }

    /// Whether an account goes over at a renewal now.
    pub fn changes_at_renewal(&mut self, account: usize) -> bool {
        let change = self.scenario.designs[0].transition;
        let begun = change.is_some_and(|change| change.by_renewal && self.now >= change.at.ms());
        begun && self.goes_over(account)
    }

    fn goes_over(&mut self, account: usize) -> bool {
        let goes = std::mem::take(&mut self.coverage.old[account]);
        if goes {
            self.accounts[account].went_over = Some(self.now);
        }
        goes
    }

    /// Whether a request that comes now goes astray: the share falls in a straight line from when its account
    /// went over.
    pub fn astray(&self, item: &Item) -> Option<Misrouting> {
        let change = self.scenario.designs[0].transition?;
        let lost = change.misrouting.filter(|_| !self.coverage.old[item.account])?;
        let went = self.accounts[item.account].went_over.unwrap_or(change.at.ms());
        let since = (self.now - went) as f64 / lost.over.ms() as f64;
        if !(0.0..1.0).contains(&since) {
            return None;
        }
        let word = self.talker(item.account, item.kind).word();
        let drawn = uniform(&mut self.ring.stream(Purpose::Misrouting, word, item.arrived as u64));
        (drawn < lost.share * (1.0 - since)).then_some(lost)
    }

    /// It lies with somebody who is not in charge.
    pub fn go_astray(&mut self, item: Item, place: Place, lost: Misrouting) {
        let found = self.after(self.coverage.rules[place.rule].coverage.team, lost.delay);
        let item = Item { work: item.work + lost.work.ms(), rule: place.rule, ..item };
        self.wait(item, &[], &[(found, Alarm::Found)]);
    }
}
