//! Rules with places for so many accounts: who gets them, on average, among groups of accounts.

use super::coverage::{Customer, rule_for};
use crate::model::Rule;

/// Whether an account is one for a capped rule, apart from its places: with a place there it is the first that matches for
/// some class of work.
pub fn wants(rules: &[Rule], rule: usize, customer: Customer) -> bool {
    let Some(cap) = rules[rule].cap else { return false };
    let seated = Customer { places: customer.places | 1 << cap.number, ..customer };
    (0..3).any(|class| rule_for(rules, seated, class) == Some(rule))
}

/// Gives the places of all capped rules to groups of accounts (with their numbers), those that pay most first. A group in
/// which only some get a place is cut in two.
pub fn hand_out(rules: &[Rule], groups: Vec<(Customer, f64)>) -> Vec<(Customer, f64)> {
    let mut groups = groups;
    for (number, rule) in rules.iter().enumerate() {
        let Some(cap) = rule.cap else { continue };
        let mut left = f64::from(cap.accounts);
        let mut order: Vec<usize> = (0..groups.len()).filter(|g| wants(rules, number, groups[*g].0)).collect();
        order.sort_by(|a, b| groups[*b].0.arr.total_cmp(&groups[*a].0.arr));
        for place in order {
            let (customer, accounts) = groups[place];
            let seated = accounts.min(left);
            if seated <= 0.0 {
                break;
            }
            left -= seated;
            groups[place] = (Customer { places: customer.places | 1 << cap.number, ..customer }, seated);
            if accounts > seated {
                groups.push((customer, accounts - seated));
            }
        }
    }
    groups
}

/// Whether some rule has places for so many only.
pub fn any(rules: &[Rule]) -> bool {
    rules.iter().any(|rule| rule.cap.is_some())
}
