//! How many CSMs each team of a design has, and which accounts it answers for.

use crate::model::{Rule, Scenario, Segment, Staffing};
use crate::policy::coverage::{self, Customer};
use crate::policy::places;

/// CSMs of each team of a design, ratios of accounts or ARR worked out on the accounts expected at the beginning.
///
/// Ratios divide the accounts (or ARR) for which some rule of the team answers requests. Where rules cut at an ARR,
/// the share of a segment on each side is taken from 20,001 quantiles or fixed-seed draws of its ARR distribution.
pub fn staffing(scenario: &Scenario, design: usize) -> Vec<u32> {
    let chosen = &scenario.designs[design];
    // Those of the design with which it begins have seats of their own where seats change.
    let rules = if chosen.seat_change.is_some() { chosen.rules.clone() } else { all_rules(scenario, design) };
    let ratios = chosen.teams.iter().any(|team| !matches!(team.staffing, Staffing::Csms(_)));
    let mut covered = if ratios { covered_by_team(scenario, design) } else { vec![(0.0, 0.0); chosen.teams.len()] };
    if let (true, Some(change)) = (ratios && chosen.seat_change.is_none(), chosen.transition) {
        for (team, before) in covered.iter_mut().zip(covered_by_team(scenario, change.from)) {
            *team = (team.0.max(before.0), team.1.max(before.1));
        }
    }
    (chosen.teams.iter().zip(covered).enumerate())
        .map(|(index, (team, (accounts, arr)))| match team.staffing {
            // A team that no rule of this design mentions, that hosts no program and to which nothing is handed over is not
            // employed under it.
            _ if !(rules.iter().any(|rule| rule.mentions(index))
                || scenario.hosts(chosen, index)
                || scenario.takes_over(index)) =>
            {
                0
            }
            Staffing::Csms(csms) => csms,
            Staffing::AccountsPerCsm(ratio) => round_up(accounts / ratio),
            Staffing::ArrPerCsm(ratio) => round_up(arr / ratio),
        })
        .collect()
}

/// The rules of a design, and behind them those of the design with which it begins.
pub(super) fn all_rules(scenario: &Scenario, design: usize) -> Vec<Rule> {
    let chosen = &scenario.designs[design];
    let before = chosen.transition.iter().flat_map(|change| scenario.designs[change.from].rules.iter());
    chosen.rules.iter().chain(before).cloned().collect()
}

/// Rounds up, forgiving the last digits of a division, and never below one.
fn round_up(heads: f64) -> u32 {
    ((heads - 1e-6).ceil() as u32).max(1)
}

/// Accounts and ARR [currency/year] at the beginning whose requests each team answers (planned work where there are
/// no requests).
pub fn covered_by_team(scenario: &Scenario, design: usize) -> Vec<(f64, f64)> {
    let chosen = &scenario.designs[design];
    let mut covered = vec![(0.0, 0.0); chosen.teams.len()];
    let mut count = |customer: Customer, weight: f64| {
        if let Some(rule) = coverage::serving_rule(&chosen.rules, customer, 0) {
            let team = &mut covered[chosen.rules[rule].coverage.team];
            team.0 += weight;
            team.1 += weight * customer.arr;
        }
    };
    let capped = places::any(&chosen.rules);
    let mut all = Vec::new();
    for (index, segment) in scenario.segments.iter().enumerate() {
        for contract_named in [false, true] {
            let share = if contract_named { segment.contract_named } else { 1.0 - segment.contract_named };
            if share <= 0.0 {
                continue;
            }
            let sample = arr_sample(segment);
            let weight = f64::from(segment.accounts) * share / sample.len() as f64;
            let groups = segment.leanings(&chosen.rules);
            for (arr, (leanings, part)) in sample.into_iter().flat_map(|arr| groups.iter().map(move |one| (arr, *one)))
            {
                let customer = Customer::settled(index, arr, contract_named).leaning(leanings);
                if capped { all.push((customer, weight * part)) } else { count(customer, weight * part) }
            }
        }
    }
    places::hand_out(&chosen.rules, all).into_iter().for_each(|(customer, weight)| count(customer, weight));
    covered
}

/// A fixed sample of a segment's ARR: mid-quantiles where the distribution has them, else draws of a fixed stream.
/// Scaled to the exact mean.
fn arr_sample(segment: &Segment) -> Vec<f64> {
    const POINTS: usize = 20_001;
    let mut values: Vec<f64> = match segment.arr.quantile(0.5) {
        Some(_) => {
            (0..POINTS).map(|i| segment.arr.quantile((i as f64 + 0.5) / POINTS as f64).unwrap_or_default()).collect()
        }
        None => {
            let mut stream = crate::streams::KeyRing::new(0, 0).stream(crate::streams::Purpose::Account, 0, u64::MAX);
            (0..POINTS).map(|_| segment.arr.sample(&mut stream)).collect()
        }
    };
    let sum: f64 = values.iter().sum();
    if sum > 0.0 {
        let scale = segment.arr.mean() * POINTS as f64 / sum;
        values.iter_mut().for_each(|value| *value *= scale);
    }
    values
}

/// Expected hours of human work of an account of a segment in a year, before any stranger's penalty.
pub fn hours_per_account(scenario: &Scenario, segment: usize) -> f64 {
    scenario.hours_per_account(segment, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fixture::scenario;

    #[test]
    fn a_sample_of_revenue_has_the_mean_of_its_law() {
        let sample = |arr: &str| {
            let scenario = scenario(r#"{ pooled = "t" }"#, "", &[("segments.s.arr", arr)]);
            let values = arr_sample(&scenario.segments[0]);
            values.iter().sum::<f64>() / values.len() as f64
        };
        assert!((sample(r#"{ lognormal = { median = "$3k", mean = "$4k" } }"#) - 4_000.0).abs() < 1e-6);
        assert_eq!(sample("$0"), 0.0, "free accounts");
    }
}
