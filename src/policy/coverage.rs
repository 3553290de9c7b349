//! Which rule covers an account, and what its coverage comes to in a team of a given size.

use crate::model::{Coverage, Leanings, PodSize, Rule, Stage};
use crate::time::Elapsed;

/// What the rules look at.
#[derive(Clone, Copy, Debug)]
pub struct Customer {
    /// Index into `Scenario::segments`.
    pub segment: usize,
    /// Yearly revenue [currency/year].
    pub arr: f64,
    /// Whether the contract promises a named CSM.
    pub contract_named: bool,
    /// What it leans to.
    pub leanings: Leanings,
    /// Time since a risk or an alarm last called for a play; [`Elapsed::FOREVER`] where none did.
    pub since_risk: Elapsed,
    /// The capped rules in which it has a place, a bit each.
    pub places: u32,
    /// Time since its start; [`Elapsed::FOREVER`] for those who were there at the beginning.
    pub age: Elapsed,
    /// Where it stands in its life.
    pub stage: Stage,
}

impl Customer {
    /// One who has been there for long.
    pub fn settled(segment: usize, arr: f64, contract_named: bool) -> Customer {
        Customer {
            segment,
            arr,
            contract_named,
            leanings: Leanings::default(),
            since_risk: Elapsed::FOREVER,
            places: 0,
            age: Elapsed::FOREVER,
            stage: Stage::Live,
        }
    }

    /// The same, leaning otherwise.
    pub fn leaning(self, leanings: Leanings) -> Customer {
        Customer { leanings, ..self }
    }
}

/// The first rule that matches a customer and a class of work (by its number); rules for work by name are passed over.
pub fn rule_for(rules: &[Rule], customer: Customer, class: usize) -> Option<usize> {
    rules.iter().position(|rule| rule.classes[class] && covers(rule, customer))
}

/// The first rule that matches a customer and a kind of work of a class (by its number).
pub fn rule_for_kind(rules: &[Rule], customer: Customer, class: usize, kind: usize) -> Option<usize> {
    rules.iter().position(|rule| (rule.classes[class] || rule.names(kind)) && covers(rule, customer))
}

/// Whether a rule applies to a customer, as far as that does not depend on the work.
pub fn covers(rule: &Rule, customer: Customer) -> bool {
    rule.segments[customer.segment]
        && customer.arr >= rule.arr_from
        && customer.arr < rule.arr_below
        && rule.contract_named.is_none_or(|wanted| wanted == customer.contract_named)
        && rule.wants_human.is_none_or(|wanted| wanted == customer.leanings.wants_human)
        && rule.vertical.is_none_or(|wanted| Some(wanted) == customer.leanings.vertical)
        && rule.strategic.is_none_or(|wanted| wanted == customer.leanings.strategic)
        && rule.growing.is_none_or(|wanted| wanted == customer.leanings.growing)
        && rule.at_risk.is_none_or(|within| customer.since_risk < within)
        && rule.cap.is_none_or(|cap| customer.places >> cap.number & 1 == 1)
        && rule.until.is_none_or(|until| customer.age < until)
        && rule.stage.is_none_or(|wanted| wanted == customer.stage)
}

/// As [`rule_for`]; `None` also where that rule leaves the work to nobody.
pub fn serving_rule(rules: &[Rule], customer: Customer, class: usize) -> Option<usize> {
    rule_for(rules, customer, class).filter(|rule| !rules[*rule].nobody)
}

/// As [`rule_for_kind`]; `None` also where that rule leaves the work to nobody.
pub fn serving_rule_of_kind(rules: &[Rule], customer: Customer, class: usize, kind: usize) -> Option<usize> {
    rule_for_kind(rules, customer, class, kind).filter(|rule| !rules[*rule].nobody)
}

/// The pods that a coverage comes to in a team of `csms`: pods of one are named, a pod that holds everyone is a
/// pool, and a team of one has a named CSM however it is cut.
pub fn pods_in_team(pods: PodSize, csms: u32) -> PodSize {
    match pods {
        _ if csms <= 1 => PodSize::One,
        PodSize::Of(size) if size <= 1 => PodSize::One,
        PodSize::Of(size) if size >= csms => PodSize::Everyone,
        pods => pods,
    }
}

/// The pods that serve one customer: a contract that promises a named CSM is kept, whatever the rule says.
pub fn pods_for(coverage: &Coverage, contract_named: bool, csms: u32) -> PodSize {
    if contract_named { PodSize::One } else { pods_in_team(coverage.pods, csms) }
}

/// Sizes of the pods of a team: all alike, or the last ones smaller by one.
pub fn pod_sizes(pods: PodSize, csms: u32) -> Vec<u32> {
    let count = match pods_in_team(pods, csms) {
        PodSize::One => csms,
        PodSize::Everyone => 1,
        PodSize::Of(size) => csms.div_ceil(size),
    };
    (0..count).map(|pod| csms / count + u32::from(pod < csms % count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Assign, Balance, Matching};

    fn coverage(pods: PodSize) -> Coverage {
        Coverage {
            team: 0,
            pods,
            balance: Balance::Accounts,
            backup_after: None,
            sticky: None,
            assign: Assign::LongestIdle,
            matching: Matching::Ignored,
            overflow: None,
            triage: None,
        }
    }

    fn rule(segments: &[bool], arr: (f64, f64), contract_named: Option<bool>, classes: [bool; 3]) -> Rule {
        Rule {
            segments: segments.to_vec(),
            arr_from: arr.0,
            arr_below: arr.1,
            contract_named,
            wants_human: None,
            vertical: None,
            strategic: None,
            growing: None,
            at_risk: None,
            cap: None,
            classes,
            named_work: Vec::new(),
            kinds: Vec::new(),
            until: None,
            stage: None,
            nobody: false,
            digital: Vec::new(),
            coverage: coverage(PodSize::Everyone),
        }
    }

    #[test]
    fn the_first_rule_that_matches_decides() {
        let all = (0.0, f64::INFINITY);
        let rules = [
            rule(&[true, true], all, Some(true), [true; 3]),
            rule(&[true, false], (0.0, 30_000.0), None, [true, false, true]),
            rule(&[true, false], all, None, [true; 3]),
        ];
        let customer = Customer::settled;
        assert_eq!(rule_for(&rules, customer(0, 5_000.0, false), 0), Some(1));
        assert_eq!(rule_for(&rules, customer(0, 5_000.0, false), 1), Some(2), "planned work is not in rule 1");
        assert_eq!(rule_for(&rules, customer(0, 30_000.0, false), 0), Some(2), "the band ends below its upper limit");
        assert_eq!(rule_for(&rules, customer(0, 5_000.0, true), 0), Some(0));
        assert_eq!(rule_for(&rules, customer(1, 5_000.0, false), 0), None);
    }

    #[test]
    fn rules_for_work_by_name_stand_in_line_with_the_others() {
        let all = (0.0, f64::INFINITY);
        let renewals = Rule { kinds: vec![false, true, false], ..rule(&[true], all, None, [false; 3]) };
        let rules = [
            rule(&[true], (0.0, 5_000.0), None, [true; 3]),
            renewals,
            Rule { nobody: true, ..rule(&[true], all, None, [false, true, false]) },
            rule(&[true], all, None, [true; 3]),
        ];
        let customer = |arr: f64| Customer::settled(0, arr, false);
        assert_eq!(rule_for_kind(&rules, customer(9_000.0), 1, 1), Some(1));
        assert_eq!(rule_for_kind(&rules, customer(4_000.0), 1, 1), Some(0), "the first that matches decides");
        assert_eq!(serving_rule_of_kind(&rules, customer(9_000.0), 1, 0), None);
        assert_eq!(serving_rule_of_kind(&rules, customer(9_000.0), 2, 2), Some(3));
        assert_eq!(rule_for(&rules, customer(9_000.0), 1), Some(2));
    }

    #[test]
    fn rules_know_the_age_and_the_stage_of_an_account() {
        let any = || rule(&[true], (0.0, f64::INFINITY), None, [true; 3]);
        let days = |days: i64| Elapsed::from_ms(days * crate::time::DAY);
        let rules = [
            Rule { until: Some(days(30)), ..any() },
            Rule { stage: Some(Stage::Onboarding), nobody: true, ..any() },
            Rule { stage: Some(Stage::Live), ..any() },
        ];
        let at = |age: Elapsed, stage| Customer { age, stage, ..Customer::settled(0, 1.0, false) };
        assert_eq!(rule_for(&rules, at(days(29), Stage::Onboarding), 0), Some(0));
        assert_eq!(rule_for(&rules, at(days(30), Stage::Onboarding), 0), Some(1));
        assert_eq!(serving_rule(&rules, at(days(30), Stage::Onboarding), 0), None);
        assert_eq!(serving_rule(&rules, Customer::settled(0, 1.0, false), 0), Some(2));
    }

    #[test]
    fn pods_of_one_are_named_and_pods_of_everyone_are_a_pool() {
        assert_eq!(pods_in_team(PodSize::Of(1), 14), PodSize::One);
        assert_eq!(pods_in_team(PodSize::Of(14), 14), PodSize::Everyone);
        assert_eq!(pods_in_team(PodSize::Of(20), 14), PodSize::Everyone);
        assert_eq!(pods_in_team(PodSize::Everyone, 1), PodSize::One);
        assert_eq!(pods_for(&coverage(PodSize::Everyone), true, 14), PodSize::One);
    }

    #[test]
    fn pods_differ_by_one_at_most_and_hold_everyone() {
        assert_eq!(pod_sizes(PodSize::Of(5), 14), [5, 5, 4]);
        assert_eq!(pod_sizes(PodSize::Of(4), 14), [4, 4, 3, 3]);
        assert_eq!(pod_sizes(PodSize::Everyone, 14), [14]);
        assert_eq!(pod_sizes(PodSize::One, 3), [1, 1, 1]);
    }
}
