//! Places: which rules, queues and books an account has, when they are looked at again, and what a hand-off does.

use super::event::Event;
use super::hand_off::HandOffPlan;
use super::observer::Observer;
use super::plan::Plan;
use super::replay::Replay;
use super::state::{Item, NO_RULE, NONE};
use crate::model::{Balance, Class, Stage};
use crate::policy::coverage::{self, Customer};
use crate::time::{Elapsed, SimTime, Working};

/// No grouping.
const NOWHERE: (u32, u32) = (u32::MAX, NONE);

/// The CSM whose own queue is among those of an account (own queues are numbered like the CSMs), the last class first;
/// [`NONE`] without one.
pub(super) fn owner_among(queues: [u32; 3], csms: usize) -> u32 {
    queues.into_iter().rfind(|queue| (*queue as usize) < csms).unwrap_or(NONE)
}

impl<O: Observer> Replay<'_, O> {
    /// Gives the accounts of the beginning their places.
    pub(super) fn place_initial_accounts(&mut self) {
        self.set_changes();
        self.set_tier_dates();
        self.hand_out_places();
        let initial = self.demand.accounts.initial;
        let weighed = self.plan.groupings.iter().map(|grouping| grouping.balance).find(|b| *b != Balance::Accounts);
        let mut order: Vec<u32> = (0..initial).collect();
        if let Some(heaviest) = weighed {
            // Heaviest first: the books come out even (Graham 1969, longest processing time).
            order.sort_by_key(|&account| std::cmp::Reverse(self.weight(heaviest, account as usize)));
        }
        for account in order {
            self.place_account(account);
        }
    }

    /// Gives an account its rules, queues and books.
    pub(super) fn place_account(&mut self, account: u32) {
        let index = account as usize;
        self.state.accounts[index].alive = true;
        let now = self.state.now;
        self.state.accounts[index].old = self.plan.transition.is_some_and(|change| now < SimTime::ZERO + change.at);
        self.look_at_places(index);
        let rules = self.rules_of(index);
        let places = self.find_places(index, rules, &[]);
        self.settle(index, rules, places);
        self.stock_changes(index, 1, self.state.ledgers[index].arr);
        if index >= self.demand.accounts.initial as usize {
            self.monitor.arr_won += self.state.ledgers[index].arr;
            self.set_reviews(account);
        } else {
            self.monitor.arr_at_begin += self.state.ledgers[index].arr;
        }
    }

    /// Sets the dates at which the age of an account alone may change its place.
    fn set_reviews(&mut self, account: u32) {
        let index = account as usize;
        for age in &self.plan.review_ages[usize::from(self.demand.accounts.segment[index])] {
            self.schedule(self.demand.accounts.start[index] + *age, Event::Review { account });
        }
    }

    /// What the rules see of an account now.
    pub(super) fn customer_now(&self, index: usize) -> Customer {
        let accounts = &self.demand.accounts;
        let segment = usize::from(accounts.segment[index]);
        let old = index < accounts.initial as usize;
        let age = if old { Elapsed::FOREVER } else { self.state.now - accounts.start[index] };
        let live = age >= self.plan.segments[segment].habits.go_live();
        Customer {
            segment,
            arr: self.seen_arr(index) as f64 / 100.0,
            contract_named: accounts.contract_named[index],
            leanings: accounts.leanings(index),
            since_risk: self.state.places.since_risk(index, self.state.now),
            places: self.state.places.of(index),
            age,
            stage: if live { Stage::Live } else { Stage::Onboarding },
        }
    }

    /// The rule for each class of work; [`NO_RULE`] for what nobody does.
    fn rules_of(&self, index: usize) -> [u16; 3] {
        let customer = self.customer_now(index);
        let (own, old) = self.plan.matching.split_at(self.plan.own_rules);
        let (rules, first) = if self.state.accounts[index].old { (old, own.len()) } else { (own, 0) };
        std::array::from_fn(|class| {
            coverage::serving_rule(rules, customer, class).map_or(NO_RULE, |rule| (first + rule) as u16)
        })
    }

    /// Where a piece of work is served: the home queue and the rule; [`NO_RULE`] for what nobody does.
    #[inline(always)]
    pub(super) fn place_of(&self, account: u32, kind: u16, class: Class) -> (u32, u16) {
        if O::FRILLS && self.kinds[usize::from(kind)].by_name {
            return self.place_by_name(account as usize, usize::from(kind), class);
        }
        let account = &self.state.accounts[account as usize];
        (account.queue[class as usize], account.rule[class as usize])
    }

    /// The same for a kind that some rule names: the pool of that rule, where it is the first that applies.
    #[cold]
    fn place_by_name(&self, index: usize, kind: usize, class: Class) -> (u32, u16) {
        let rules = &self.plan.matching[..self.plan.own_rules];
        let Some(rule) = coverage::serving_rule_of_kind(rules, self.customer_now(index), class as usize, kind) else {
            return (NONE, NO_RULE);
        };
        if !rules[rule].is_by_name() {
            let account = &self.state.accounts[index];
            return (account.queue[class as usize], account.rule[class as usize]);
        }
        let grouping = &self.plan.groupings[self.plan.rules[rule].grouping as usize];
        (grouping.first_queue, rule as u16)
    }

    /// The grouping that an account has under a rule.
    fn grouping(&self, index: usize, rule: u16) -> u32 {
        let covered = &self.plan.rules[usize::from(rule)];
        if self.demand.accounts.contract_named[index] { covered.named_grouping } else { covered.grouping }
    }

    /// Grouping and queue for each class under some rules: where the account already has a book it stays, else it
    /// goes to the lightest.
    fn find_places(&mut self, index: usize, rules: [u16; 3], had: &[(u32, u32)]) -> [(u32, u32); 3] {
        let mut places = [NOWHERE; 3];
        for class in 0..3 {
            if rules[class] == NO_RULE {
                continue;
            }
            let grouping = self.grouping(index, rules[class]);
            // One book for all classes that share it.
            let known = places[..class].iter().chain(had).find(|(seen, _)| *seen == grouping);
            let queue = match known {
                Some((_, queue)) => *queue,
                None => {
                    let plan = &self.plan.groupings[grouping as usize];
                    let weight = self.weight(plan.balance, index);
                    let kept = self.book_of_convert(index, grouping);
                    let book = kept.unwrap_or_else(|| self.lightest_for(grouping, index, rules[class]));
                    self.state.books[grouping as usize].add(book, weight);
                    plan.first_queue + book as u32
                }
            };
            places[class] = (grouping, queue);
        }
        places
    }

    /// Notes the places of an account.
    fn settle(&mut self, index: usize, rules: [u16; 3], places: [(u32, u32); 3]) {
        let csms = self.plan.csm_count();
        let account = &mut self.state.accounts[index];
        account.rule = rules;
        account.queue = places.map(|(_, queue)| queue);
        account.owner = owner_among(account.queue, csms);
    }

    /// The places that an account has.
    fn places_of(&self, index: usize) -> [(u32, u32); 3] {
        let account = &self.state.accounts[index];
        std::array::from_fn(|class| match account.rule[class] {
            NO_RULE => NOWHERE,
            rule => (self.grouping(index, rule), account.queue[class]),
        })
    }

    /// Takes an account out of its books, save those that it keeps.
    fn leave_books(&mut self, index: usize, places: [(u32, u32); 3], kept: &[(u32, u32)]) {
        for class in 0..3 {
            let (grouping, queue) = places[class];
            let again = places[..class].iter().chain(kept).any(|(seen, _)| *seen == grouping);
            if grouping == NOWHERE.0 || again {
                continue;
            }
            let plan = &self.plan.groupings[grouping as usize];
            let weight = self.weight(plan.balance, index);
            self.state.books[grouping as usize].add((queue - plan.first_queue) as usize, -weight);
        }
    }

    /// Takes a churned account out of the books.
    pub(super) fn take_from_books(&mut self, index: usize) {
        self.leave_books(index, self.places_of(index), &[]);
        self.leave_places(index);
    }

    /// Notes a change in the number of accounts or their ARR, by segment and team.
    pub(super) fn stock_changes(&mut self, index: usize, count: i64, arr: i64) {
        let segment = usize::from(self.demand.accounts.segment[index]);
        self.monitor.segments[segment].stock.change(self.state.now, count, arr);
        if let (Some(fee), true) =
            (self.plan.segments[segment].habits.named_fee, self.demand.accounts.contract_named[index])
        {
            self.monitor.segments[segment].fees.change(self.state.now, count, count * (fee * 100.0 + 0.5) as i64);
        }
        self.team_changes(index, count, arr);
    }

    fn team_changes(&mut self, index: usize, count: i64, arr: i64) {
        let rule = self.state.accounts[index].rule[Class::Reactive as usize];
        if rule != NO_RULE {
            let team = self.plan.rules[usize::from(rule)].team as usize;
            self.monitor.teams[team].change(self.state.now, count, arr);
        }
    }

    /// What an account weighs in a book.
    pub(super) fn weight(&self, balance: Balance, index: usize) -> i64 {
        let accounts = &self.demand.accounts;
        match balance {
            Balance::Accounts => 1,
            Balance::Arr => accounts.arr_cents[index].max(1),
            Balance::Work => {
                let hours = self.plan.hours_per_account[usize::from(accounts.segment[index])];
                ((hours * 3_600.0) as i64).max(1)
            }
        }
    }
}

impl<O: Observer> Replay<'_, O> {
    /// Looks at an account's rules again: where they give it another place, it is handed over.
    pub(super) fn review(&mut self, account: u32) {
        let index = account as usize;
        let before = self.state.accounts[index];
        if !before.alive {
            return;
        }
        self.look_at_places(index);
        let rules = self.rules_of(index);
        if rules == before.rule {
            return;
        }
        let had = self.places_of(index);
        let has = self.find_places(index, rules, &had);
        self.leave_books(index, had, &has);
        let arr = self.state.ledgers[index].arr;
        self.team_changes(index, -1, -arr);
        self.settle(index, rules, has);
        self.team_changes(index, 1, arr);
        self.tell_goes_over(account);
        let requests = Class::Reactive as usize;
        let owner = self.state.accounts[index].owner;
        let lost = before.owner != NONE && before.owner != owner;
        // Whoever has come along with the account has nothing to hand over.
        let stays = owner != NONE && owner == before.owner && self.plan.goes_to(had[requests].1) == Some(owner);
        if lost || (has[requests].1 != had[requests].1 && !stays) {
            self.hand_over(account, before.owner, lost);
        }
        self.move_waiting_work(account, had);
    }

    /// An account that was renewed is looked at: by its ARR, and where the change of the design is by renewal and has
    /// begun.
    pub(super) fn change_at_renewal(&mut self, account: u32) {
        let crossed = self.tier_at_renewal(account);
        let begun = |at: Elapsed| self.state.now >= SimTime::ZERO + at;
        let changes = self.plan.transition.is_some_and(|change| change.by_renewal && begun(change.at))
            && self.comes_under_the_new_rules(account);
        if crossed || changes {
            self.review(account);
        }
    }

    /// The design becomes itself for an account.
    pub(super) fn change(&mut self, account: u32) {
        if self.comes_under_the_new_rules(account) {
            self.review(account);
        }
    }

    /// Notes that the rules of the design itself hold for an account from now on. Whether they did not before.
    fn comes_under_the_new_rules(&mut self, account: u32) -> bool {
        let index = account as usize;
        let changes = std::mem::replace(&mut self.state.accounts[index].old, false);
        if changes && let Some(at) = self.state.went_over.get_mut(index) {
            *at = self.state.now;
        }
        changes
    }

    /// Tells who answers an account's requests from now on.
    pub(super) fn tell_goes_over(&mut self, account: u32) {
        if O::WATCHES {
            let queue = self.state.accounts[account as usize].queue[Class::Reactive as usize];
            let serves = self.plan.queues.get(queue as usize).map(|queue| (queue.team, queue.first_csm, queue.csms));
            self.observer.goes_over(self.state.now, account, serves);
        }
    }

    /// Attachment, meetings and count of a hand-off.
    fn hand_over(&mut self, account: u32, before: u32, lost: bool) {
        let index = account as usize;
        if self.monitor.measuring {
            let segment = usize::from(self.demand.accounts.segment[index]);
            self.monitor.segments[segment].hand_offs += 1;
        }
        let Some(HandOffPlan { kept, work, farewell, welcome }) = self.plan.hand_off else { return };
        let queues = self.state.accounts[index].queue.into_iter().filter(|queue| *queue != NONE);
        let account_now = &mut self.state.accounts[index];
        let person = account_now.attached_to;
        let serves = queues.into_iter().any(|queue| self.plan.queues[queue as usize].has(person));
        if person != NONE && person != account_now.owner && ((lost && person == before) || !serves) {
            account_now.attachment *= kept;
            if account_now.owner != NONE {
                account_now.attached_to = account_now.owner;
            }
        }
        if work > Working::ZERO {
            if lost {
                self.meet(account, farewell, work, Some(before));
            }
            self.meet(account, welcome, work, None);
        }
    }

    /// One party's part in a hand-off falls due: the old owner's own, or that of whoever takes over.
    fn meet(&mut self, account: u32, kind: u16, work: Working, owner: Option<u32>) {
        let now = self.state.now;
        let state = &self.state.accounts[account as usize];
        let (queue, rule) = (state.queue[Class::Planned as usize], state.rule[Class::Planned as usize]);
        let term = state.terms;
        let team = match owner {
            Some(csm) => self.plan.team_of_csm[csm as usize],
            None if rule == NO_RULE => return,
            None => self.plan.rules[usize::from(rule)].team,
        };
        self.monitor.arrived += 1;
        if self.monitor.is_counted(now) {
            let segment = usize::from(self.demand.accounts.segment[account as usize]);
            self.monitor.segments[segment].arrivals[Class::Planned as usize] += 1;
        }
        let item = Item {
            arrived: now,
            arrived_working: self.working_at(team as usize, now),
            work,
            expires: SimTime::NEVER,
            luck: 0.0,
            account,
            kind,
            term,
            team: team as u16,
            late: false,
            rule,
            thread: NONE,
            assigned: NONE,
        };
        match owner {
            Some(csm) if self.is_free(csm) => self.start(csm, &item, Class::Planned),
            Some(csm) => {
                self.wait(&item, Class::Planned, csm);
            }
            None => self.route(&item, Class::Planned, (queue, rule)),
        }
    }

    /// Work that does not go along with its account: the old owner's part, and what another team was given.
    pub(super) fn stays(&self, item: &Item) -> bool {
        self.plan.is_farewell(item.kind) || self.is_elsewhere(item.thread)
    }

    /// Work that waits of an account goes along to its new place, in the order in which it began to wait.
    fn move_waiting_work(&mut self, account: u32, had: [(u32, u32); 3]) {
        let now = self.state.now;
        let mut moves = Vec::new();
        let mut place = self.state.accounts[account as usize].waiting;
        while place != NONE {
            let held = &self.state.items[place];
            let facts = &self.kinds[usize::from(held.kind)];
            let (queue, rule) = self.place_of(account, held.kind, facts.class);
            let stays = if facts.by_name { rule == held.rule } else { queue == had[facts.class as usize].1 };
            let just_came = held.arrived == now && queue != NONE;
            if !(stays || just_came || self.stays(held)) {
                moves.push((self.state.items.at(place), facts.class, (queue, rule)));
            }
            place = self.state.items.after(place);
        }
        // None of it is a load of those to whom it was given, while others are looked for.
        for (waiting, ..) in &moves {
            let given = std::mem::replace(&mut self.state.items[waiting.item].assigned, NONE);
            if given != NONE {
                self.state.loads[given as usize] -= 1;
            }
        }
        for (waiting, class, (queue, rule)) in moves.into_iter().rev() {
            // What went before it may have brought it to an end.
            if !self.state.items.still_waits(waiting) {
                continue;
            }
            let held = self.state.items[waiting.item];
            if held.expires <= now {
                self.expire(waiting);
                continue;
            }
            if queue == NONE {
                self.withdraw(waiting);
                continue;
            }
            let item = Item { rule, ..self.leave(waiting) };
            self.route_again(&item, class, (queue, rule));
        }
    }

    /// A risk strikes that nobody works, or a touch opens that nobody makes, by design.
    #[cold]
    pub(super) fn left_to_nobody(&mut self, account: usize, kind: u16, at: SimTime) {
        let facts = self.kinds[usize::from(kind)];
        if self.plan.kinds[usize::from(kind)].sending().is_some_and(|sending| sending.human_only) {
            self.lose_moment(account, at);
        }
        if facts.class != Class::Triggered {
            return;
        }
        if self.monitor.is_counted(at) {
            let segment = usize::from(self.demand.accounts.segment[account]);
            self.monitor.segments[segment].arrivals[Class::Triggered as usize] += 1;
        }
        self.state.ledgers[account].risk += facts.log_odds;
    }
}

/// At which ages an account of each segment is looked at again.
pub(super) fn review_ages(plan: &Plan) -> Vec<Vec<Elapsed>> {
    (plan.segments.iter())
        .map(|segment| {
            let ages = plan.matching.iter().flat_map(|rule| rule.ages(segment));
            let mut ages: Vec<Elapsed> = ages.filter(|age| *age > Elapsed::ZERO).collect();
            ages.sort_unstable();
            ages.dedup();
            ages
        })
        .collect()
}
