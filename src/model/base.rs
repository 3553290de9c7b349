//! The accounts of a segment over time, by arithmetic: those of the beginning and newcomers, less those who leave.

use super::work::{Origin, RequestSource, Schedule};
use super::{Class, Contract, Design, Scenario, WorkKind};
use crate::distribution::normal_quantile;
use crate::time::Elapsed;

/// Parts into which a stretch of time is cut for means.
const PARTS: u32 = 200;

/// The course of a segment under today's churn, for each account that is there at the beginning of the simulation.
struct Base<'a> {
    contracts: &'a [Contract],
    /// Share of accounts that leave in a year.
    churn: f64,
    /// New accounts in a year, less those that leave before they are activated [1/year].
    new: f64,
}

impl Base<'_> {
    /// Share of accounts that a renewal of a term of so many years leaves.
    fn stay(&self, term: f64) -> f64 {
        libm::pow(1.0 - self.churn, term)
    }

    /// Accounts after some time: renewals of the first ones fall evenly over their term, those of newcomers a term after
    /// they come.
    fn accounts(&self, years: f64) -> f64 {
        let of = |contract: &Contract| {
            let term = contract.term.years();
            let (past, part, stay) = ((years / term).floor(), (years / term).fract(), self.stay(term));
            let survivors = libm::pow(stay, past);
            let old = survivors * (1.0 - part * (1.0 - stay));
            contract.share * (old + self.new * term * (self.cohorts(past, stay) + part * survivors))
        };
        self.contracts.iter().map(of).sum()
    }

    /// Renewals in a year after some time.
    fn renewals(&self, years: f64) -> f64 {
        let of = |contract: &Contract| {
            let term = contract.term.years();
            let (past, stay) = ((years / term).floor(), self.stay(term));
            contract.share * (libm::pow(stay, past) / term + self.new * self.cohorts(past, stay))
        };
        self.contracts.iter().map(of).sum()
    }

    /// The sum of what is left of so many cohorts, each a term older than the one before.
    fn cohorts(&self, past: f64, stay: f64) -> f64 {
        if stay < 1.0 { (1.0 - libm::pow(stay, past)) / (1.0 - stay) } else { past }
    }
}

impl Scenario {
    /// How often a kind of work comes over the time measured, for each time that it would if the accounts of the
    /// beginning stayed as they are: the base grows or shrinks, and newcomers renew only after a term.
    pub fn growth_of_work(&self, design: &Design, segment: usize, kind: &WorkKind) -> f64 {
        let of = &self.segments[segment];
        let new = of.new_accounts * (1.0 - self.early_leavers(design, segment));
        let base = Base { contracts: &of.contracts, churn: of.churn.unwrap_or(0.0), new };
        let (from, length) = (self.simulation.warm_up.years(), self.simulation.length.years());
        let mean = |value: &dyn Fn(f64) -> f64| {
            let at = |part: u32| from + length * (f64::from(part) + 0.5) / f64::from(PARTS);
            (0..PARTS).map(|part| value(at(part))).sum::<f64>() / f64::from(PARTS)
        };
        match &kind.origin {
            Origin::Step { schedule: Schedule::AfterStart(_), .. } => 1.0,
            Origin::Step { schedule: Schedule::BeforeRenewal(ahead), .. } => {
                mean(&|years| base.renewals(years + ahead.years())) / of.renewals_per_year()
            }
            Origin::Request { source: RequestSource::Rate { .. }, .. } => {
                // What onboarding adds depends on those who come, not on those who are there.
                let more = of.habits.onboarding.map_or(0.0, |onboarding| {
                    of.new_accounts * onboarding.duration.years() * (onboarding.request_factor - 1.0)
                });
                (mean(&|years| base.accounts(years)) + more) / (1.0 + more)
            }
            _ => mean(&|years| base.accounts(years)),
        }
    }

    /// Share of new accounts that leave before they are activated, if people begin each of their onboarding steps as it
    /// opens.
    pub fn early_leavers(&self, design: &Design, segment: usize) -> f64 {
        let of = &self.segments[segment];
        let Some(activation) = of.habits.activation.filter(|a| a.early_churn > 0.0 && of.churn.is_some()) else {
            return 0.0;
        };
        let by_people = |number: usize, kind: &WorkKind| {
            kind.segments[segment]
                && !kind.is_digital()
                // As long as nothing falls short.
                && !kind.opens_below()
                && (design.rules.iter())
                    .find(|rule| {
                        rule.segments[segment] && (rule.classes[Class::Planned as usize] || rule.names(number))
                    })
                    .is_some_and(|rule| !rule.nobody && !rule.sends(kind))
        };
        let mut steps: Vec<Elapsed> = (self.kinds.iter().enumerate())
            .filter(|(number, kind)| by_people(*number, kind))
            .filter_map(|(_, kind)| match kind.origin {
                Origin::Step { schedule: Schedule::AfterStart(after), .. } => Some(after),
                _ => None,
            })
            .collect();
        steps.sort();
        let first = of.contracts.iter().map(|contract| contract.term).min().unwrap_or(Elapsed::FOREVER);
        let left = |years: f64| 1.0 - libm::exp(-activation.early_churn * years);
        let leaves = |luck: f64| left(activation.needs(luck, &steps).min(first).years());
        // The middles of equal parts of a standard normal law.
        let luck = |part: u32| normal_quantile((f64::from(part) + 0.5) / f64::from(PARTS));
        (0..PARTS).map(|part| leaves(luck(part))).sum::<f64>() / f64::from(PARTS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{DAY, MONTH};

    fn yearly() -> [Contract; 1] {
        [Contract { term: Elapsed::from_ms(12 * MONTH), share: 1.0 }]
    }

    #[test]
    fn a_base_without_newcomers_shrinks_by_its_churn() {
        let contracts = yearly();
        let base = Base { contracts: &contracts, churn: 0.2, new: 0.0 };
        assert!((base.accounts(0.0) - 1.0).abs() < 1e-12);
        assert!((base.accounts(0.5) - 0.9).abs() < 1e-9, "half of them have renewed");
        assert!((base.accounts(2.0) - 0.64).abs() < 1e-9);
        assert!((base.renewals(1.5) - 0.8).abs() < 1e-9);
    }

    #[test]
    fn newcomers_renew_a_term_after_they_came() {
        let contracts = yearly();
        let base = Base { contracts: &contracts, churn: 0.2, new: 0.5 };
        assert!((base.accounts(1.0) - (0.8 + 0.5)).abs() < 1e-9);
        assert!((base.accounts(2.0) - (0.64 + 0.4 + 0.5)).abs() < 1e-9);
        assert!((base.renewals(0.5) - 1.0).abs() < 1e-9);
        assert!((base.renewals(1.5) - (0.8 + 0.5)).abs() < 1e-9);
        let all_stay = Base { contracts: &contracts, churn: 0.0, new: 0.5 };
        assert!((all_stay.accounts(3.0) - 2.5).abs() < 1e-9);
    }

    #[test]
    fn each_step_brings_activation_nearer() {
        let days = |days: i64| Elapsed::from_ms(days * DAY);
        let activation = super::super::Activation {
            seats: 0.75,
            within: days(30),
            half_in: days(14),
            spread: 0.5,
            step_factor: 2.0,
            early_churn: 0.2,
            review: days(30),
            review_over: 3,
        };
        // Two half-times: 28 days; 14 at the first pace, then 7 at twice that.
        assert_eq!(activation.needs(0.0, &[]), days(28));
        assert_eq!(activation.needs(0.0, &[days(14)]), days(21));
        assert_eq!(activation.needs(0.0, &[days(0)]), days(14));
        assert_eq!(activation.needs(0.0, &[days(40)]), days(28), "a step too late changes nothing");
    }
}
