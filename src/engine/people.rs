//! People come and go: what a departure does to accounts, how a newcomer finds the pace, who takes over a book.

use super::event::Event;
use super::observer::Observer;
use super::placing::owner_among;
use super::plan::Plan;
use super::replay::Replay;
use super::state::{GONE, NO_RULE, NONE, Waiting};
use crate::model::PodSize;
use crate::time::{Elapsed, SimTime, Working};

impl<O: Observer> Replay<'_, O> {
    /// Sets all that is known of comings and goings at the first instant.
    pub(super) fn open_seats(&mut self) {
        let begin = self.plan.simulation.begin();
        for csm in 0..self.plan.csm_count() as u32 {
            let vacant = &self.away[csm as usize].vacant;
            let since = vacant.iter().rev().map(|v| v.1).find(|back| *back <= begin).unwrap_or(SimTime::DISTANT_PAST);
            let empty = vacant.iter().any(|&(gone, back)| gone <= begin && begin < back);
            self.state.csms[csm as usize].since = since;
            self.expect_comings_and_goings(csm, begin + Elapsed::from_ms(1));
            if empty {
                self.resize_books(csm, false);
            }
        }
    }

    /// Sets all that is known of comings and goings in a seat from an instant on.
    pub(super) fn expect_comings_and_goings(&mut self, csm: u32, from: SimTime) {
        let away = std::mem::take(&mut self.away[csm as usize]);
        self.state.csms[csm as usize].leaves = next_departure(&away.vacant, from);
        for &(gone, back) in &away.vacant {
            for (at, event) in [(gone, Event::Leaves { csm }), (back, Event::Joins { csm })] {
                if at >= from && at < SimTime::NEVER {
                    self.schedule(at, event);
                }
            }
        }
        self.away[csm as usize] = away;
    }

    /// Somebody's last day is over. The accounts no longer know anybody in this seat; where the seat is given up they
    /// move to others of the team.
    pub(super) fn leaves(&mut self, csm: u32) {
        let now = self.state.now;
        if !self.away[csm as usize].vacant.iter().any(|vacancy| vacancy.0 == now) {
            return;
        }
        self.observer.resigns(now, csm);
        let closes = self.plan.closes(csm, now);
        let heir = self.plan.goes_to(csm).filter(|_| closes);
        for account in &mut self.state.accounts {
            if account.owner == csm {
                account.owner = heir.unwrap_or(NONE);
            }
            if account.last == csm {
                account.last = heir.unwrap_or(GONE);
            }
            if account.attached_to == csm {
                account.attached_to = heir.unwrap_or(NONE);
                account.attachment = if heir.is_some() { account.attachment } else { 0.0 };
            }
        }
        // Conversations go on with somebody else, or with the same person elsewhere.
        let handler = heir.unwrap_or(GONE);
        self.state
            .threads
            .iter_mut()
            .filter(|thread| thread.handler == csm)
            .for_each(|thread| thread.handler = handler);
        if self.plan.limits_wip {
            let open = std::mem::take(&mut self.state.open[csm as usize]);
            if let Some(heir) = heir {
                self.state.open[heir as usize] += open;
            }
        }
        let given_up = self.away[csm as usize].vacant.last() == Some(&(now, SimTime::NEVER));
        let for_good = given_up || self.does_without(csm);
        self.resize_books(csm, false);
        self.end_what_is_set_aside(csm);
        self.state.csms[csm as usize].leaves = next_departure(&self.away[csm as usize].vacant, now);
        if self.plan.limits_wip {
            // A successor who is there at once is not full any more, and new.
            if self.away[csm as usize].vacant.contains(&(now, now)) {
                self.state.csms[csm as usize].since = now;
            }
            self.nudge(csm);
        }
        // Where the design changes they go over instead.
        if for_good && !closes {
            self.hand_over_all(csm);
        }
    }

    /// Somebody's first day: in a seat of the hiring plan, or as a successor.
    pub(super) fn joins(&mut self, csm: u32) {
        let now = self.state.now;
        if !self.away[csm as usize].vacant.iter().any(|vacancy| vacancy.1 == now) {
            return;
        }
        self.state.csms[csm as usize].since = now;
        self.resize_books(csm, true);
        let team = &self.plan.teams[self.plan.team_of_csm[csm as usize] as usize];
        let opens = self.away[csm as usize].vacant.first().is_some_and(|first| first.0 == SimTime::DISTANT_PAST);
        let first_day = opens && self.away[csm as usize].vacant[0].1 == now;
        if first_day && team.team.movement.rebalance {
            self.move_to_newcomer(csm);
        }
    }

    /// A seat is filled or empty from now on: new accounts go to books with somebody behind them.
    fn resize_books(&mut self, csm: u32, filled: bool) {
        for (grouping, books) in self.plan.groupings.iter().zip(&mut self.state.books) {
            if let Some(book) = grouping.book_of(self.plan, csm) {
                let size = books.size(book);
                books.set_size(book, if filled { size + 1 } else { size - 1 });
            }
        }
    }

    /// What a piece of work takes this CSM, apart from a factor: the pace of the team, and of a newcomer at the beginning of
    /// the work.
    pub(super) fn at_own_pace(&self, csm: u32, work: Working, factor: f64) -> Working {
        let team = &self.plan.teams[self.plan.team_of_csm[csm as usize] as usize].team;
        let since = self.state.csms[csm as usize].since;
        // Whoever was always there found it long ago.
        let ramp = self.plan.pace_of_convert(csm, since, self.away).or(team.movement.ramp);
        let productivity = ramp.map_or(1.0, |ramp| ramp.at(self.state.now - since));
        let factor = team.work_factor / productivity * factor;
        if factor == 1.0 { work } else { Working::from_ms((work.ms() as f64 * factor + 0.5) as i64) }
    }

    /// What is in hand on somebody's last day comes to its end that day: when the work ends, in own working time and by
    /// the clock.
    #[cold]
    pub(super) fn end_before_leaving(&mut self, csm: u32, began: i64, ends: i64, done: SimTime) -> (i64, SimTime) {
        let state = &self.state.csms[csm as usize];
        if done <= state.leaves {
            return (ends, done);
        }
        let (left, leaves) = (state.timeline.total_open(self.state.now, state.leaves).ms(), state.leaves);
        if self.plan.overtime {
            self.ends_at(csm, leaves);
        }
        (ends.min(began + left), leaves)
    }

    /// A touch by the CSM in whose own book the account stands: from now on it is known to that CSM.
    #[cold]
    pub(super) fn meet_owner(&mut self, csm: u32, account: u32) {
        let csms = self.plan.csm_count();
        let account = &mut self.state.accounts[account as usize];
        if account.owner == NONE && owner_among(account.queue, csms) == csm {
            account.owner = csm;
        }
    }

    /// All accounts whose pod or CSM has nobody left go to the lightest books, and what waits of them as well.
    fn hand_over_all(&mut self, csm: u32) {
        for number in 0..self.plan.groupings.len() {
            let grouping = &self.plan.groupings[number];
            let Some(book) = grouping.book_of(self.plan, csm) else { continue };
            if self.state.books[number].size(book) > 0 || grouping.pods == PodSize::Everyone {
                continue;
            }
            self.hand_over_book(number, book);
        }
    }

    /// The accounts of a book of a grouping go to the lightest ones, and what waits of them as well.
    pub(super) fn hand_over_book(&mut self, number: usize, book: usize) {
        let moving = self.accounts_by_book(number).swap_remove(book);
        for &account in &moving {
            let rule = self.rule_in(account, number);
            let lightest = self.lightest_for(number as u32, account as usize, rule);
            self.move_account(account, number, book, lightest);
        }
        self.bring_waiting_along(&moving);
    }

    /// Accounts move from the heaviest books to a seat that has just opened until it holds its share: those with the
    /// least attachment first.
    fn move_to_newcomer(&mut self, csm: u32) {
        for number in 0..self.plan.groupings.len() {
            let grouping = &self.plan.groupings[number];
            let Some(book) = grouping.book_of(self.plan, csm) else { continue };
            if grouping.pods == PodSize::Everyone {
                continue;
            }
            let mut candidates = self.accounts_by_book(number);
            for accounts in &mut candidates {
                // The last is taken first.
                accounts.sort_by(|a, b| {
                    let of = |account: &u32| self.state.accounts[*account as usize].attachment;
                    of(b).total_cmp(&of(a)).then(b.cmp(a))
                });
            }
            loop {
                let books = &self.state.books[number];
                let filled = (0..books.count()).filter(|b| books.size(*b) > 0 && *b != book);
                let heaviest = filled.reduce(|a, b| if books.is_heavier(b, a) { b } else { a });
                let Some(from) = heaviest else { break };
                let Some(account) = candidates[from].pop() else { break };
                if !books.evens_out(from, book, self.load(account, number)) {
                    break;
                }
                self.move_account(account, number, from, book);
            }
        }
    }

    /// The accounts of each book of a grouping, by number.
    fn accounts_by_book(&self, grouping: usize) -> Vec<Vec<u32>> {
        let first_queue = self.plan.groupings[grouping].first_queue;
        let mut books = vec![Vec::new(); self.state.books[grouping].count()];
        for (account, state) in self.state.accounts.iter().enumerate().filter(|(_, state)| state.alive) {
            let named = self.demand.accounts.contract_named[account];
            let here = |class: &usize| self.plan.grouping_of(state.rule[*class], named) == grouping as u32;
            if let Some(class) = (0..3).find(here) {
                books[(state.queue[class] - first_queue) as usize].push(account as u32);
            }
        }
        books
    }

    /// The rule under which an account stands in a grouping.
    fn rule_in(&self, account: u32, grouping: usize) -> u16 {
        let named = self.demand.accounts.contract_named[account as usize];
        let rules = self.state.accounts[account as usize].rule;
        let here = |rule: &u16| self.plan.grouping_of(*rule, named) == grouping as u32;
        rules.into_iter().find(here).unwrap_or(NO_RULE)
    }

    /// What an account weighs in the books of a grouping.
    fn load(&self, account: u32, grouping: usize) -> i64 {
        self.weight(self.plan.groupings[grouping].balance, account as usize)
    }

    /// Moves an account from one book of a grouping to another.
    fn move_account(&mut self, account: u32, grouping: usize, from: usize, to: usize) {
        let index = account as usize;
        let plan = &self.plan.groupings[grouping];
        let named = self.demand.accounts.contract_named[index];
        let load = self.load(account, grouping);
        self.state.books[grouping].add(from, -load);
        self.state.books[grouping].add(to, load);
        let state = &mut self.state.accounts[index];
        for class in 0..3 {
            if self.plan.grouping_of(state.rule[class], named) == grouping as u32 {
                state.queue[class] = plan.first_queue + to as u32;
            }
        }
        state.owner = NONE;
        self.tell_goes_over(account);
    }

    /// Work that waits in a queue which nobody serves any more joins the queue where its account now stands.
    fn bring_waiting_along(&mut self, moved: &[u32]) {
        let items = &self.state.items;
        let moves = |place: &u32| moved.binary_search(&items[*place].account).is_ok();
        let mut waiting: Vec<Waiting> = items.places().filter(moves).map(|place| items.at(place)).collect();
        // What came first joins first.
        waiting.sort_by_key(|one| {
            let item = &items[one.item];
            (item.arrived, item.account, item.kind)
        });
        for one in waiting {
            let item = self.state.items[one.item];
            let gone = !self.state.items.still_waits(one) || item.expires <= self.state.now;
            if gone || self.stays(&item) {
                continue;
            }
            let class = self.kinds[usize::from(item.kind)].class;
            let (queue, rule) = self.place_of(item.account, item.kind, class);
            if queue == NONE || self.plan.matching[usize::from(rule)].is_by_name() {
                continue;
            }
            let queue = self.queue_at_home(&item, queue, usize::from(rule));
            self.join(one, &item, class, queue);
            let own = (queue as usize) < self.plan.csm_count();
            let free = match own {
                true => self.is_free_for(queue, &item, class).then_some(queue),
                false => self.take_idle_for(queue, &item, class),
            };
            if let Some(csm) = free {
                self.next_work(csm);
            }
        }
    }
}

/// The first departure after an instant.
fn next_departure(vacant: &[(SimTime, SimTime)], now: SimTime) -> SimTime {
    vacant.iter().map(|v| v.0).find(|gone| *gone > now).unwrap_or(SimTime::NEVER)
}

impl super::plan::Grouping {
    /// The book behind which a CSM stands.
    pub(super) fn book_of(&self, plan: &Plan, csm: u32) -> Option<usize> {
        let team = &plan.teams[self.team as usize];
        let place = csm.checked_sub(team.first_csm).filter(|place| *place < team.csms)?;
        let mut last = 0;
        self.sizes.iter().position(|size| {
            last += size;
            place < last
        })
    }
}
