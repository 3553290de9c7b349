//! Rules that override others for some accounts: how many accounts they are for, and whether their places run out.

use super::spreadsheet::imagined;
use crate::model::work::Origin;
use crate::model::{Design, Rule, Scenario};
use crate::policy::coverage::{Customer, rule_for};
use crate::policy::places;
use crate::time::{Elapsed, YEAR};

/// A rule for accounts of strategic value, that grow, or at risk, or for so many at most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Override {
    /// Number of the rule in its design.
    pub rule: usize,
    /// Accounts that it is for at an instant, the mean, without a cap.
    pub accounts: f64,
    /// How many it has places for.
    pub cap: Option<u32>,
}

/// The overriding rules of a design, for the accounts of the beginning. Risks and alarms are as though none was prevented.
pub fn of_design(scenario: &Scenario, design: &Design) -> Vec<Override> {
    let overriding = |rule: &Rule| {
        rule.strategic.is_some() || rule.growing.is_some() || rule.at_risk.is_some() || rule.cap.is_some()
    };
    let rules = design.rules.iter().enumerate().filter(|(_, rule)| overriding(rule) && !rule.is_by_name());
    let count = |(number, rule): (usize, &Rule)| {
        let of_segment = |segment: usize| {
            let at_risk = rule.at_risk.map_or(1.0, |within| share_at_risk(scenario, design, segment, within));
            let wants = |customer: Customer| match rule.cap {
                Some(_) => places::wants(&design.rules, number, customer),
                None => (0..3).any(|class| rule_for(&design.rules, customer, class) == Some(number)),
            };
            let seen = |customer: Customer| match rule.at_risk {
                Some(_) => Customer { since_risk: Elapsed::ZERO, ..customer },
                None => customer,
            };
            let groups = imagined(scenario, design, segment).into_iter();
            groups.filter(|(customer, _)| wants(seen(*customer))).map(|(_, accounts)| accounts * at_risk).sum::<f64>()
        };
        let accounts = (0..scenario.segments.len()).map(of_segment).sum();
        Override { rule: number, accounts, cap: rule.cap.map(|cap| cap.accounts) }
    };
    rules.map(count).collect()
}

/// Share of the accounts of a segment that a risk struck, or for which an alarm was raised, within a stretch of time.
fn share_at_risk(scenario: &Scenario, design: &Design, segment: usize, within: Elapsed) -> f64 {
    let kinds =
        scenario.kinds.iter().filter(|kind| kind.segments[segment] && !kind.is_of_expansion() && !design.ignores(kind));
    let rate: f64 = kinds
        .map(|kind| match &kind.origin {
            Origin::Risk { rate_per_year, .. } => *rate_per_year,
            Origin::Trigger { trigger, .. } => trigger.per_year.get(segment).map_or(0.0, |(alarms, _)| *alarms),
            _ => 0.0,
        })
        .sum();
    1.0 - libm::exp(-rate * within.ms() as f64 / YEAR as f64)
}
