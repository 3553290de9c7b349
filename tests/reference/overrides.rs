//! Rules for some accounts only, and for so many at most, the slow way: places are counted whenever it matters.

use crate::calendar::NEVER;
use crate::rules::Coverage;
use caseload::model::{Demand, Rule, Stage};

impl Coverage<'_> {
    /// Whether a rule is for an account, whatever the work, which may lack a place. When: now, and the age of the account.
    fn covers_but_for_a_place(&self, demand: &Demand, account: usize, (now, age): (i64, i64), rule: &Rule) -> bool {
        let arr = self.seen[account] as f64 / 100.0;
        let leans = demand.accounts.leanings(account);
        let struck = self.struck.get(account).copied().flatten();
        rule.segments[usize::from(demand.accounts.segment[account])]
            && arr >= rule.arr_from
            && arr < rule.arr_below
            && rule.contract_named.is_none_or(|wanted| wanted == demand.accounts.contract_named[account])
            && rule.wants_human.is_none_or(|wanted| wanted == leans.wants_human)
            && (rule.vertical.is_none() || rule.vertical == leans.vertical)
            && rule.strategic.is_none_or(|wanted| wanted == leans.strategic)
            && rule.growing.is_none_or(|wanted| wanted == demand.accounts.grows(account))
            && rule.stage.is_none_or(|wanted| wanted == self.stage(demand, account, age))
            && rule.at_risk.is_none_or(|within| struck.is_some_and(|at| now - at < within.ms()))
            && rule.until.is_none_or(|until| age < until.ms())
    }

    /// Where an account of an age stands in its life: it is handed over by sales, and onboarded from then on.
    fn stage(&self, demand: &Demand, account: usize, age: i64) -> Stage {
        let habits = &self.scenario.segments[usize::from(demand.accounts.segment[account])].habits;
        if age < habits.hand_off.ms() + habits.onboarded_in.ms() { Stage::Onboarding } else { Stage::Live }
    }

    /// The same, with a place where places are few.
    pub fn covers(&self, demand: &Demand, account: usize, when: (i64, i64), rule: &Rule) -> bool {
        let number = self.rules.iter().position(|other| std::ptr::eq(other, rule)).expect("a rule of this design");
        let seated = rule.cap.is_none() || self.places[account].contains(&number);
        seated && self.covers_but_for_a_place(demand, account, when, rule)
    }

    /// Whether an account would go by a capped rule if it had a place there.
    fn wants_place(&self, demand: &Demand, account: usize, when: (i64, i64), number: usize) -> bool {
        let first = |class: usize| {
            let covers = |(other, rule): &(usize, &Rule)| {
                let here = if *other == number {
                    self.covers_but_for_a_place(demand, account, when, rule)
                } else {
                    self.covers(demand, account, when, rule)
                };
                here && rule.classes[class]
            };
            self.rules.iter().enumerate().find(covers).map(|(number, _)| number)
        };
        (0..3).any(|class| first(class) == Some(number))
    }

    /// Takes places that are free, and gives back those for which an account is none any more.
    pub fn look_at_places(&mut self, demand: &Demand, account: usize, when: (i64, i64)) {
        for number in 0..self.rules.len() {
            let Some(cap) = self.rules[number].cap else { continue };
            let taken = self.places.iter().filter(|places| places.contains(&number)).count();
            let wants = self.wants_place(demand, account, when, number);
            let had = self.places[account].contains(&number);
            if wants && !had && taken < cap.accounts as usize {
                self.places[account].push(number);
            } else if !wants {
                self.places[account].retain(|place| *place != number);
            }
        }
    }

    /// Gives the places at the beginning to the accounts that pay most.
    pub fn hand_out_places(&mut self, demand: &Demand, now: i64) {
        for number in 0..self.rules.len() {
            let Some(cap) = self.rules[number].cap else { continue };
            let mut wanting: Vec<usize> = (0..demand.accounts.initial as usize).collect();
            wanting.retain(|account| self.wants_place(demand, *account, (now, NEVER), number));
            wanting.sort_by_key(|account| -demand.accounts.arr_cents[*account]);
            wanting.iter().take(cap.accounts as usize).for_each(|account| self.places[*account].push(number));
        }
    }
}
