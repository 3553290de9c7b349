//! The accounts of one replication that had better not be handed over at the date of a change, one by one: those that
//! [`super::exceptions`] counts.

use super::exceptions::{Reason, coverage, overlap};
use crate::model::demand::{Occurrence, What};
use crate::model::{Class, Demand, DemandSource, Design, PodSize, Scenario};
use crate::policy::coverage::Customer;
use crate::streams::KeyRing;
use crate::time::SimTime;

/// An account, and why it is on the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its number in the replication, as `caseload trace` takes it.
    pub account: u32,
    /// Index of its segment.
    pub segment: usize,
    /// Yearly revenue when it came [currency/year].
    pub arr: f64,
    /// Why.
    pub reason: Reason,
    /// When it renews, or since when the risk is open.
    pub at: Option<SimTime>,
    /// The kind of the risk, an index into `Scenario::kinds`.
    pub kind: Option<usize>,
}

/// Accounts of one replication by number: with a named CSM by contract that the design would pool, and where it changes
/// also those that it moves and that renew within the overlap or have an open risk on the day (as though no risk were ever
/// worked on). Who comes after the change is not on it; who has left by then may be.
pub fn list(scenario: &Scenario, design: &Design, replication: u32) -> Vec<Listed> {
    let demand = DemandSource::new(scenario).draw(&KeyRing::new(scenario.simulation.seed, replication));
    let there = match design.transition {
        Some(change) => change.instant(),
        None => scenario.simulation.begin(),
    };
    let accounts = &demand.accounts;
    let mut found = Vec::new();
    let mut moves = vec![false; accounts.len()];
    for number in (0..accounts.len()).filter(|number| accounts.start[*number] <= there) {
        let segment = usize::from(accounts.segment[number]);
        let (arr, promised) = (accounts.arr_cents[number] as f64 / 100.0, accounts.contract_named[number]);
        let customer = Customer::settled(segment, arr, promised).leaning(accounts.leanings(number));
        let covered = coverage(design, customer);
        if promised && covered.is_some_and(|coverage| coverage.pods != PodSize::One) {
            found.push(listed(&demand, number as u32, Reason::Contract));
        }
        if let Some(change) = design.transition {
            moves[number] = !promised && covered != coverage(&scenario.designs[change.from], customer);
        }
    }
    if let Some(change) = design.transition {
        let until = there + overlap(scenario, change);
        let moved = |o: &&Occurrence| o.what != What::Mark && moves[o.account as usize];
        for occurrence in demand.occurrences.iter().filter(moved) {
            let (account, at, kind) = (occurrence.account, occurrence.at, usize::from(occurrence.kind));
            if occurrence.what == What::Renewal && !change.by_renewal && (there..until).contains(&at) {
                found.push(Listed { at: Some(at), ..listed(&demand, account, Reason::RenewalInOverlap) });
            }
            if occurrence.what == What::Work
                && scenario.kinds[kind].class() == Class::Triggered
                && !scenario.kinds[kind].is_of_expansion()
                && at <= there
                && scenario.kinds[kind].origin.play().is_some_and(|play| at + play.window > there)
            {
                found.push(Listed { at: Some(at), kind: Some(kind), ..listed(&demand, account, Reason::OpenRisk) });
            }
        }
    }
    found.sort_by_key(|one| (one.account, one.at));
    found
}

fn listed(demand: &Demand, account: u32, reason: Reason) -> Listed {
    let index = account as usize;
    let segment = usize::from(demand.accounts.segment[index]);
    let arr = demand.accounts.arr_cents[index] as f64 / 100.0;
    Listed { account, segment, arr, reason, at: None, kind: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::exceptions::{before_change, tests::FIRM};
    use std::path::Path;

    #[test]
    fn about_as_many_are_listed_as_are_expected() {
        let scenario = Scenario::parse(FIRM, Path::new("firm.toml"), &[]).expect("it is valid");
        assert!(list(&scenario, &scenario.designs[0], 0).is_empty(), "all are named there");
        let pool = &scenario.designs[1];
        for expected in before_change(&scenario, pool) {
            let mut of_reason: Vec<u32> = (0..4)
                .flat_map(|replication| {
                    list(&scenario, pool, replication).into_iter().map(move |one| (replication, one))
                })
                .filter(|(_, one)| one.reason == expected.reason)
                .map(|(replication, one)| replication * 100_000 + one.account)
                .collect();
            of_reason.dedup();
            // Counts of four replications: four standard errors, each at most the root of the count.
            let (found, expected) = (of_reason.len() as f64 / 4.0, expected.accounts);
            assert!((found - expected).abs() < 2.0 * expected.sqrt() + 1.0, "{found} instead of {expected}");
        }
    }
}
