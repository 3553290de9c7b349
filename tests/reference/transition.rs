//! Designs that begin as another one and change at a date, the slow way: all teams keep their seats.

use crate::rules::Place;
use crate::simulator::World;
use crate::state::{Alarm, Item};
use caseload::model::{Misrouting, Rule, Scenario};
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
    /// Sets the date at which all accounts go over.
    pub fn set_change(&mut self) {
        if let Some(change) = self.scenario.designs[0].transition.filter(|change| !change.by_renewal) {
            let order = self.next_order();
            self.reviews.push((change.at.ms(), order, CHANGE));
        }
    }

    /// Whether accounts that come now are covered as before the change.
    pub fn is_before_the_change(&self) -> bool {
        self.scenario.designs[0].transition.is_some_and(|change| self.now < change.at.ms())
    }

    /// All accounts go over.
    pub fn change_all(&mut self) {
        for account in 0..self.accounts.len() {
            if self.goes_over(account) {
                self.review(account);
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
