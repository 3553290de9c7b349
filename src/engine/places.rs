//! Places: rules for so many accounts at most, and accounts at risk for a while.

use super::event::Event;
use super::observer::Observer;
use super::plan::Plan;
use super::replay::Replay;
use crate::policy::places;
use crate::time::{Elapsed, SimTime};

/// Who has places, and when risks struck; empty where no rule asks.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// By account, a bit for each capped rule in which it has a place.
    of_account: Vec<u32>,
    /// By capped rule, places that are taken.
    taken: Vec<u32>,
    /// By account, when a risk last struck or an alarm was raised.
    struck: Vec<SimTime>,
}

impl Places {
    /// Nobody has any, memory kept.
    pub(super) fn reset(&mut self, plan: &Plan, accounts: usize) {
        let capped = plan.matching.iter().filter(|rule| rule.cap.is_some()).count();
        self.taken.clear();
        self.taken.resize(capped, 0);
        self.of_account.clear();
        self.of_account.resize(if capped > 0 { accounts } else { 0 }, 0);
        self.struck.clear();
        self.struck.resize(if plan.at_risk_for.is_empty() { 0 } else { accounts }, SimTime::DISTANT_PAST);
    }

    /// The capped rules in which an account has a place.
    #[inline]
    pub(super) fn of(&self, account: usize) -> u32 {
        self.of_account.get(account).copied().unwrap_or(0)
    }

    /// Time since a risk last struck an account or an alarm was raised.
    #[inline]
    pub(super) fn since_risk(&self, account: usize, now: SimTime) -> Elapsed {
        self.struck.get(account).map_or(Elapsed::FOREVER, |struck| now - *struck)
    }
}

impl<O: Observer> Replay<'_, O> {
    /// Gives the places that depend on no risk to the accounts of the beginning that pay most.
    pub(super) fn hand_out_places(&mut self) {
        let rules = &self.plan.matching;
        for (rule, cap) in rules.iter().enumerate().filter_map(|(number, rule)| Some((number, rule.cap?))) {
            let mut wanting: Vec<usize> = (0..self.demand.accounts.initial as usize)
                .filter(|account| places::wants(rules, rule, self.customer_now(*account)))
                .collect();
            // Those who came first among equals.
            wanting.sort_by_key(|account| std::cmp::Reverse(self.demand.accounts.arr_cents[*account]));
            wanting.truncate(cap.accounts as usize);
            self.state.places.taken[usize::from(cap.number)] = wanting.len() as u32;
            for account in wanting {
                self.state.places.of_account[account] |= 1 << cap.number;
            }
        }
    }

    /// An account takes places that are free and that it is one for, and gives back those that it is none for any more.
    pub(super) fn look_at_places(&mut self, account: usize) {
        if self.state.places.of_account.is_empty() {
            return;
        }
        let rules = &self.plan.matching;
        for (rule, cap) in rules.iter().enumerate().filter_map(|(number, rule)| Some((number, rule.cap?))) {
            let wants = places::wants(rules, rule, self.customer_now(account));
            let places = &mut self.state.places;
            let (bit, taken) = (1 << cap.number, &mut places.taken[usize::from(cap.number)]);
            match (wants, places.of_account[account] & bit != 0) {
                (true, false) if *taken < cap.accounts => {
                    places.of_account[account] |= bit;
                    *taken += 1;
                }
                (false, true) => {
                    places.of_account[account] &= !bit;
                    *taken -= 1;
                }
                _ => {}
            }
        }
    }

    /// An account that leaves gives all its places back.
    pub(super) fn leave_places(&mut self, account: usize) {
        let Some(places) = self.state.places.of_account.get_mut(account) else { return };
        let had = std::mem::take(places);
        for (number, taken) in self.state.places.taken.iter_mut().enumerate() {
            *taken -= had >> number & 1;
        }
    }

    /// A risk strikes an account or an alarm is raised: rules see it at risk for a while.
    #[cold]
    pub(super) fn is_struck(&mut self, account: u32) {
        let now = self.state.now;
        self.state.places.struck[account as usize] = now;
        for within in &self.plan.at_risk_for {
            self.schedule(now + *within, Event::Review { account });
        }
        self.review(account);
    }
}
