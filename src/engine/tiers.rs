//! Accounts whose ARR has crossed a line of the rules.

use super::event::Event;
use super::observer::Observer;
use super::replay::Replay;
use crate::model::{Resegment, Rule};
use crate::policy::tiers;
use crate::time::{Elapsed, SimTime};

/// When accounts are looked at again, and the lines they may cross.
#[derive(Clone, Debug)]
pub(super) struct TierPlan {
    every: Option<Elapsed>,
    hysteresis: f64,
    lines: Vec<i64>,
}

impl TierPlan {
    pub(super) fn new(resegment: Resegment, rules: &[Rule]) -> TierPlan {
        TierPlan { every: resegment.every, hysteresis: resegment.hysteresis, lines: tiers::lines(rules) }
    }
}

impl<O: Observer> Replay<'_, O> {
    /// Sets the first date on which all accounts are looked at, counted from the beginning of measuring in both
    /// directions.
    pub(super) fn set_tier_dates(&mut self) {
        let Some(every) = self.plan.tiers.as_ref().and_then(|tiers| tiers.every) else { return };
        let since = (self.plan.simulation.begin() - SimTime::ZERO).ms();
        let first = (since.div_euclid(every.ms()) + 1) * every.ms();
        self.schedule(SimTime::from_ms(first), Event::Tiers);
    }

    /// All accounts are looked at.
    pub(super) fn look_at_all_tiers(&mut self) {
        for account in 0..self.state.accounts.len() as u32 {
            if self.state.accounts[account as usize].alive && self.note_tier(account) {
                self.review(account);
            }
        }
        if let Some(every) = self.plan.tiers.as_ref().and_then(|tiers| tiers.every) {
            self.schedule(self.state.now + every, Event::Tiers);
        }
    }

    /// Whether an account that was renewed is seen by another ARR now.
    pub(super) fn tier_at_renewal(&mut self, account: u32) -> bool {
        self.plan.tiers.as_ref().is_some_and(|tiers| tiers.every.is_none()) && self.note_tier(account)
    }

    /// Notes the ARR by which rules see an account from now on; whether it is another one.
    fn note_tier(&mut self, account: u32) -> bool {
        let Some(plan) = &self.plan.tiers else { return false };
        let index = account as usize;
        let before = self.state.seen_arr[index];
        let now = tiers::seen(before, self.state.ledgers[index].arr, &plan.lines, plan.hysteresis);
        self.state.seen_arr[index] = now;
        now != before
    }

    /// The ARR by which rules see an account [hundredths of currency/year].
    pub(super) fn seen_arr(&self, index: usize) -> i64 {
        if self.plan.tiers.is_some() { self.state.seen_arr[index] } else { self.demand.accounts.arr_cents[index] }
    }
}
