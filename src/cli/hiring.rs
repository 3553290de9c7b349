//! What `check` says of rules that open seats.

use super::check::length;
use crate::experiment::wording::{money, percent};
use crate::model::hiring::{HireWhen, Threshold};
use crate::model::{Design, Scenario};
use crate::time::Elapsed;

/// So many times a length.
pub(super) fn over(each: Elapsed, times: u32) -> String {
    length(Elapsed::from_ms(each.ms().saturating_mul(i64::from(times))))
}

/// When a rule opens seats, and how many.
pub(super) fn rule(rule: HireWhen, currency: &str) -> String {
    let back = |looks: u32| over(rule.every, looks);
    let threshold = match rule.above {
        Threshold::ArrPerCsm(arr) => format!("ARR per CSM is above {}", money(currency, arr)),
        Threshold::AccountsPerCsm(accounts) => format!("accounts per CSM are above {accounts}"),
        Threshold::Utilization(share, looks) => {
            format!("utilisation was above {} in the last {}", percent(share), back(looks))
        }
        Threshold::LateResponses(share, looks) => {
            let back = back(looks);
            format!("more than {} of first responses came late in the last {back}, one at a time", percent(share))
        }
    };
    let (most, every, lead) = (rule.at_most, length(rule.every), rule.lead.days());
    let refill = if rule.refill_if_needed { ", and no successor where the rest is enough" } else { "" };
    format!("a look every {every}: up to {most} more seats where {threshold}, {lead:.0} days later{refill}")
}

/// The rules of a design, team by team; empty where it has none.
pub(super) fn of_design(scenario: &Scenario, design: &Design) -> String {
    let rules = design.teams.iter().filter_map(|team| team.movement.hire_when.map(|rule| (team, rule)));
    rules.map(|(team, of)| format!("    {}: {}.\n", team.name, rule(of, &scenario.currency))).collect()
}
