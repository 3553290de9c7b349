//! The frontier of cost and revenue: which designs another one beats in one of the two without losing in the other.
//!
//! A design is *dominated* where another is clearly better in cost or in ARR kept and won, not clearly worse in the other of
//! the two, and clearly worth more in money (a [`Trade`]); clearly: the whole interval of the paired difference lies on its
//! side. What is not dominated is a choice: more revenue for more cost. Service and load are not looked at here; the verdict
//! does that.

use super::result::{Comparison, DesignResult};
use super::trade::Trade;
use super::wording::list;
use crate::model::Worth;
use crate::statistics::Estimate;

/// By design of a comparison: the one that dominates it, of several the one that is worth most against it; `None`: it is
/// on the frontier. Empty where there is nothing to tell apart: cost or revenue is not defined, or it is one replication.
pub fn dominated_by(comparison: &Comparison) -> Vec<Option<usize>> {
    let designs = &comparison.designs;
    let simulation = &comparison.scenario.simulation;
    if designs.len() < 2 || simulation.replications < 2 {
        return Vec::new();
    }
    let mut all = Vec::new();
    for (one, design) in designs.iter().enumerate() {
        let mut best: Option<(usize, f64)> = None;
        for (other, rival) in designs.iter().enumerate().filter(|(other, _)| *other != one) {
            let Some(trade) = lead(rival, design, comparison.scenario.worth, simulation.level) else {
                return Vec::new();
            };
            if dominates(&trade) && best.is_none_or(|(_, worth)| trade.net.mean > worth) {
                best = Some((other, trade.net.mean));
            }
        }
        all.push(best.map(|(other, _)| other));
    }
    all
}

/// "On the frontier of cost and revenue: a, b and c. Dominated: d (by a)."; nothing where nothing can be said.
pub fn sentence(comparison: &Comparison) -> Option<String> {
    let dominated = dominated_by(comparison);
    if dominated.is_empty() {
        return None;
    }
    let name = |index: usize| comparison.designs[index].name.clone();
    let frontier: Vec<String> = (0..dominated.len()).filter(|design| dominated[*design].is_none()).map(name).collect();
    let beaten: Vec<String> = (dominated.iter().enumerate())
        .filter_map(|(design, by)| by.map(|by| format!("{} (by {})", name(design), name(by))))
        .collect();
    let rest = match beaten.is_empty() {
        true => "No design is dominated.".to_string(),
        false => format!("Dominated: {}.", list(&beaten)),
    };
    Some(format!("On the frontier of cost and revenue: {}. {rest}", list(&frontier)))
}

/// What `sentence` means by it.
pub const DOMINATED: &str = "Dominated: another design is clearly better in cost or in ARR kept and won, not clearly worse in \
                             the other, and clearly worth more in money. Between designs on the frontier one chooses: more \
                             revenue for more cost.";

/// Money of one design less that of another.
fn lead(one: &DesignResult, other: &DesignResult, worth: Worth, level: f64) -> Option<Trade> {
    Trade::of(&one.rows, &other.rows, worth, level)
}

fn dominates(trade: &Trade) -> bool {
    let clearly_less = |e: &Estimate| e.high < 0.0;
    let clearly_more = |e: &Estimate| e.low > 0.0;
    let (cost, arr) = (&trade.cost, &trade.arr);
    (clearly_less(cost) && !clearly_less(arr) || clearly_more(arr) && !clearly_more(cost)) && clearly_more(&trade.net)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Metric;
    use crate::engine::metric::Values;

    /// A design by cost and ARR won of each replication.
    fn design(name: &str, values: &[(f64, f64)]) -> DesignResult {
        let row = |&(cost, won): &(f64, f64)| {
            let mut v = Values::default();
            v[Metric::CostAnnual] = cost;
            v[Metric::ExpansionArrAnnual] = won;
            v[Metric::ArrLostAnnual] = 0.0;
            vec![v]
        };
        DesignResult { name: name.to_string(), rows: values.iter().map(row).collect(), ..DesignResult::default() }
    }

    #[test]
    fn who_is_clearly_better_in_one_and_no_worse_in_the_other_dominates() {
        let worth = Worth { margin: 0.8, years: 3.0 };
        let dominates = |one: &DesignResult, other: &DesignResult| {
            super::dominates(&lead(one, other, worth, 0.95).expect("both are defined"))
        };
        let today = design("today", &[(10.0, 5.0), (10.0, 6.0), (10.0, 7.0)]);
        let cheaper = design("cheaper", &[(9.0, 5.0), (9.0, 6.0), (9.0, 7.0)]);
        assert!(dominates(&cheaper, &today) && !dominates(&today, &cheaper));
        let better = design("better", &[(10.0, 5.5), (10.0, 6.5), (10.0, 7.5)]);
        assert!(dominates(&better, &today) && !dominates(&today, &better));
        let less_of_both = design("less of both", &[(9.0, 4.5), (9.0, 5.5), (9.0, 6.5)]);
        assert!(!dominates(&less_of_both, &today) && !dominates(&today, &less_of_both));
        let lucky = design("better by luck", &[(10.0, 9.0), (10.0, 3.0), (10.0, 6.5)]);
        assert!(!dominates(&lucky, &today), "nothing is clear");
        let unsure = design("cheaper, and who knows", &[(9.0, 9.0), (9.0, 3.0), (9.0, 6.1)]);
        assert!(!dominates(&unsure, &today), "what it does to revenue might cost more than it saves");
        assert!(!dominates(&today, &today), "nobody dominates a like");
    }
}
