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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Scenario;
    use std::path::Path;

    /// Three places for accounts of $5k and more, four for anybody, and a pool.
    const RULES: &str = r#"
[segments.s]
accounts = 10
arr = "$10k"
[requests.ask]
rate = "1 / account / year"
work = "1 h"
respond_within = "1 h"
[teams.t]
csms = 3
[designs.d]
coverage = [
  { arr_from = "$5k", cap = 3, named = "t" },
  { cap = 4, pods = "t", pod_size = 2 },
  { pooled = "t" },
]
"#;

    #[test]
    fn places_go_to_those_who_pay_most_and_a_group_may_be_cut_in_two() {
        let scenario = Scenario::parse(RULES, Path::new("test.toml"), &[]).expect("a scenario");
        let rules = &scenario.designs[0].rules;
        let group = |arr: f64, accounts: f64| (Customer::settled(0, arr, false), accounts);
        let seated = |groups: Vec<(Customer, f64)>| -> Vec<(f64, f64, u32)> {
            let all = hand_out(rules, groups).into_iter();
            all.map(|(customer, accounts)| (customer.arr, accounts, customer.places)).collect()
        };
        let groups = vec![group(3_000.0, 5.0), group(7_000.0, 4.0), group(9_000.0, 2.0)];
        // One of four at $7k has the third place of the first rule; the others have three of the second, and one at $3k.
        let expected = [
            (3_000.0, 1.0, 0b10),
            (7_000.0, 1.0, 0b01),
            (9_000.0, 2.0, 0b01),
            (7_000.0, 3.0, 0b10),
            (3_000.0, 4.0, 0b00),
        ];
        assert_eq!(seated(groups), expected);
        assert_eq!(
            seated(vec![group(9_000.0, 3.0), group(8_000.0, 4.0)]),
            [(9_000.0, 3.0, 0b01), (8_000.0, 4.0, 0b10)]
        );
        assert!(any(rules) && !any(&rules[2..]));
    }
}
