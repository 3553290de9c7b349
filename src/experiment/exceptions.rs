//! Accounts that a design cannot treat like the others, as a spreadsheet would list them before anything is decided:
//! those with a named CSM in their contract, and those that had better not be handed over at the date of a change.

use super::spreadsheet::{available_hours, imagined};
use crate::engine::hours_per_account;
use crate::model::work::Origin;
use crate::model::{Class, Coverage, Design, PodSize, Scenario, Transition};
use crate::policy::coverage::{Customer, serving_rule};
use crate::time::{Elapsed, YEAR};

/// Expected numbers of one segment, at the accounts of the beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    /// Index into `Scenario::segments`.
    pub segment: usize,
    /// Why.
    pub reason: Reason,
    /// Accounts.
    pub accounts: f64,
    /// Their ARR [currency/year].
    pub arr: f64,
    /// What their work takes \[h/year\], and what those hours cost [currency/year]; zero but for contracts.
    pub hours: f64,
    /// See `hours`.
    pub cost: f64,
}

/// Why an account is an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its contract promises a named CSM, and the design would pool it.
    Contract,
    /// It renews within the overlap after the change.
    RenewalInOverlap,
    /// A risk of it is open on the day of the change.
    OpenRisk,
}

/// Accounts that keep a person by contract where the design has a pool or pods, by segment.
pub fn by_contract(scenario: &Scenario, design: &Design) -> Vec<Exception> {
    let mut exceptions = Vec::new();
    for segment in 0..scenario.segments.len() {
        let mut sum = Exception { segment, reason: Reason::Contract, accounts: 0.0, arr: 0.0, hours: 0.0, cost: 0.0 };
        for (customer, accounts) in imagined(scenario, design, segment) {
            let pooled = |coverage: &&Coverage| customer.contract_named && coverage.pods != PodSize::One;
            let Some(coverage) = coverage(design, customer).filter(pooled) else { continue };
            let team = &design.teams[coverage.team];
            let hours = accounts * hours_per_account(scenario, segment);
            sum.accounts += accounts;
            sum.arr += accounts * customer.arr;
            sum.hours += hours;
            sum.cost += hours / available_hours(scenario, team).max(1.0) * team.cost_per_year;
        }
        if sum.accounts > 0.0 {
            exceptions.push(sum);
        }
    }
    exceptions
}

/// Accounts to look at before a design changes: of those that the change would move, who has a contract, renews within
/// the overlap, or is at risk. None where the design does not change.
///
/// Renewals are spread evenly over terms; risks are open for their windows, each as though it were never worked on.
pub fn before_change(scenario: &Scenario, design: &Design) -> Vec<Exception> {
    let Some(change) = design.transition else { return Vec::new() };
    let from = &scenario.designs[change.from];
    let overlap = overlap(scenario, change);
    let mut exceptions = by_contract(scenario, design);
    for (segment, facts) in scenario.segments.iter().enumerate() {
        let (mut accounts, mut arr) = (0.0, 0.0);
        for (customer, number) in imagined(scenario, design, segment) {
            if !customer.contract_named && coverage(design, customer) != coverage(from, customer) {
                accounts += number;
                arr += number * customer.arr;
            }
        }
        let renewing = facts.contracts.iter().map(|c| c.share * (overlap.years() / c.term.years()).min(1.0)).sum();
        let renewing = if change.by_renewal { 0.0 } else { renewing };
        let at_risk = 1.0 - libm::exp(-open_risks(scenario, segment));
        for (reason, share) in [(Reason::RenewalInOverlap, renewing), (Reason::OpenRisk, at_risk)] {
            if accounts * share > 0.0 {
                let (accounts, arr) = (accounts * share, arr * share);
                exceptions.push(Exception { segment, reason, accounts, arr, hours: 0.0, cost: 0.0 });
            }
        }
    }
    exceptions
}

/// Overlap of the hand-offs of a change.
pub(super) fn overlap(scenario: &Scenario, change: Transition) -> Elapsed {
    change.overlap.or(scenario.hand_off.map(|hand_off| hand_off.overlap)).unwrap_or(Elapsed::ZERO)
}

/// Risks and alarms of an account that are open at an instant, the mean.
fn open_risks(scenario: &Scenario, segment: usize) -> f64 {
    let kinds = scenario.kinds.iter().filter(|kind| kind.segments[segment] && !kind.is_of_expansion());
    let open = kinds.map(|kind| match kind.origin {
        Origin::Risk { rate_per_year, window, .. } => rate_per_year * window.ms() as f64 / YEAR as f64,
        Origin::Trigger { ref trigger, window, .. } => trigger.per_year[segment].0 * window.ms() as f64 / YEAR as f64,
        _ => 0.0,
    });
    open.sum()
}

/// Who answers requests of an account that has been there for long.
pub(super) fn coverage(design: &Design, customer: Customer) -> Option<&Coverage> {
    let rule = serving_rule(&design.rules, customer, Class::Reactive as usize)?;
    Some(&design.rules[rule].coverage)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::path::Path;

    pub const FIRM: &str = r#"
[simulation]
current = "named"
[segments.smb]
accounts = 1000
arr = "$4k"
contract = { "12 months" = "50%", "6 months" = "50%" }
contract_named = "5%"
[requests.question]
rate = "1 / account / month"
work = "1 h"
respond_within = "4 h"
[risks.drop]
rate = "2 / account / year"
work = "1 h"
window = "73 days"
[hand_off]
overlap = "36.5 days"
[teams.csms]
csms = 20
cost = "$100k / year"
[designs.named]
coverage = [ { named = "csms" } ]
[designs.pool]
transition = { from = "named", at = "13 weeks" }
coverage = [ { pooled = "csms" } ]
"#;

    #[test]
    fn contracts_are_counted_and_priced() {
        let scenario = Scenario::parse(FIRM, Path::new("firm.toml"), &[]).expect("it is valid");
        assert_eq!(by_contract(&scenario, &scenario.designs[0]), [], "all are named there");
        let [one] = &by_contract(&scenario, &scenario.designs[1])[..] else { panic!("one segment") };
        // 5 % of 1,000 accounts of $4k, with 12 requests and 2 risks of an hour each.
        assert_eq!((one.accounts.round(), one.arr.round(), one.hours.round()), (50.0, 200_000.0, 700.0));
        let hours = available_hours(&scenario, &scenario.designs[1].teams[0]);
        assert!((one.cost - 700.0 / hours * 100_000.0).abs() < 1e-6);
    }

    #[test]
    fn who_had_better_not_be_handed_over_is_counted() {
        let scenario = Scenario::parse(FIRM, Path::new("firm.toml"), &[]).expect("it is valid");
        assert!(before_change(&scenario, &scenario.designs[0]).is_empty(), "it does not change");
        let [_, renewing, at_risk] = &before_change(&scenario, &scenario.designs[1])[..] else { panic!("three") };
        assert_eq!((renewing.reason, at_risk.reason), (Reason::RenewalInOverlap, Reason::OpenRisk));
        // 950 others; 36.5 days are 0.0999 years: a tenth of those with 12 months, a fifth of those with 6.
        assert!((renewing.accounts - 950.0 * 0.15).abs() < 0.3, "{renewing:?}");
        // Two risks a year that are open for 73 days: 0.4 at a time.
        assert!((at_risk.accounts - 950.0 * (1.0 - libm::exp(-0.4))).abs() < 0.5, "{at_risk:?}");
        let by_renewal = [("designs.pool.transition.cohorts".to_string(), "by_renewal".to_string())];
        let scenario = Scenario::parse(FIRM, Path::new("firm.toml"), &by_renewal).expect("it is valid");
        let reasons: Vec<Reason> = before_change(&scenario, &scenario.designs[1]).iter().map(|e| e.reason).collect();
        assert_eq!(reasons, [Reason::Contract, Reason::OpenRisk], "each moves after its renewal");
    }
}
