//! Expansion: talks with accounts that use nearly all of their licences, and what they do at the next renewal.
//!
//! A trigger that is right opens an opportunity of its account. Whoever begins the talk keeps it from being lost; a talk that
//! wins makes an expansion likelier. What is best of all since the last renewal counts at the next one.

use super::facts::EXPANSION_CHANCE;
use super::observer::Observer;
use super::replay::Replay;
use crate::model::demand::Occurrence;

/// How an account that is ready to expand was treated since its last renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Opportunity {
    /// No trigger was right.
    None,
    /// Nobody has begun to talk.
    Open,
    /// Somebody has.
    TakenUp,
    /// And won.
    Won,
}

/// Counts of talks within measuring.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ExpansionTally {
    /// Triggers on which the design acts, and talks that won.
    pub raised: u64,
    pub won: u64,
    /// ARR won at renewals by accounts with which a talk was won \[hundredths\].
    pub arr: i64,
}

impl ExpansionTally {
    pub(super) fn add(&mut self, other: &ExpansionTally) {
        self.raised += other.raised;
        self.won += other.won;
        self.arr += other.arr;
    }
}

impl<O: Observer> Replay<'_, O> {
    /// A trigger says that an account is ready to expand, whether or not the design acts on it.
    #[cold]
    pub(super) fn see_opportunity(&mut self, raised: &Occurrence) {
        let facts = self.kinds[usize::from(raised.kind)];
        if facts.luck(raised.luck()).1 {
            self.treat(raised.account, Opportunity::Open);
        }
        if !facts.of_nobody && self.monitor.is_counted(raised.at) {
            let segment = usize::from(self.demand.accounts.segment[raised.account as usize]);
            self.monitor.segments[segment].expansion.raised += 1;
        }
    }

    /// What is done with an opportunity; what was done better before stands.
    #[inline]
    pub(super) fn treat(&mut self, account: u32, how: Opportunity) {
        let before = &mut self.state.opportunities[account as usize];
        *before = how.max(*before);
    }

    /// Ends the opportunity of an account that renews: by what the chance of an expansion is multiplied, and whether a talk
    /// was won.
    pub(super) fn take_opportunity(&mut self, account: usize) -> (f64, bool) {
        let Some(opportunity) = self.state.opportunities.get_mut(account) else { return (1.0, false) };
        let outcomes = &self.plan.outcomes;
        let opportunity = std::mem::replace(opportunity, Opportunity::None);
        let multiplier = match opportunity {
            Opportunity::None | Opportunity::TakenUp => return (1.0, false),
            Opportunity::Open => outcomes.expansion_missed,
            Opportunity::Won => outcomes.expansion_won,
        };
        (libm::pow(multiplier, outcomes.strength), opportunity == Opportunity::Won)
    }
}

/// How likely an expansion is at a renewal whose chance is multiplied, and by what its size is then: what would go beyond
/// `most` goes into the size.
pub(super) fn chance(multiplier: f64, most: f64) -> (f64, f64) {
    let wanted = EXPANSION_CHANCE * multiplier;
    let chance = wanted.min(most.max(EXPANSION_CHANCE));
    (chance, if chance < wanted { wanted / chance } else { 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_chance_cannot_hold_goes_into_the_size() {
        assert_eq!(chance(1.0, 0.9), (EXPANSION_CHANCE, 1.0));
        assert_eq!(chance(0.5, 0.9), (0.15, 1.0));
        assert_eq!(chance(2.0, 0.9), (0.6, 1.0));
        let (most, size) = chance(6.0, 0.9);
        assert!(most == 0.9 && (most * size - 6.0 * EXPANSION_CHANCE).abs() < 1e-12);
        assert_eq!(chance(1.0, 0.1), (EXPANSION_CHANCE, 1.0), "as without any opportunity");
    }
}
