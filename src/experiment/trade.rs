//! The trade between cost and revenue: what one design is worth against another in a year.

use crate::engine::Metric;
use crate::engine::metric::Values;
use crate::model::Worth;
use crate::statistics::{Estimate, PairedDifference};

/// Money of one design less that of the baseline, paired by replication [currency/year].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trade {
    /// Cost.
    pub cost: Estimate,
    /// ARR kept and won: expansion less what churn and contraction took.
    pub arr: Estimate,
    /// What that ARR is worth (see [`Worth`]) and fees for named service, less the cost.
    pub net: Estimate,
}

impl Trade {
    /// From the rows of both designs; `None` where no replication defines both.
    pub fn of(design: &[Vec<Values>], baseline: &[Vec<Values>], worth: Worth, level: f64) -> Option<Trade> {
        let arr = |v: &Values| v[Metric::ExpansionArrAnnual] - v[Metric::ArrLostAnnual];
        let cost = |v: &Values| v[Metric::CostAnnual];
        let fees = |v: &Values| Some(v[Metric::NamedFeesAnnual]).filter(|fees| fees.is_finite()).unwrap_or(0.0);
        let net = |v: &Values| arr(v) * worth.of_arr() + fees(v) - cost(v);
        let all = |rows: &[Vec<Values>], value: &dyn Fn(&Values) -> f64| -> Vec<f64> {
            rows.iter().map(|row| row.first().map_or(f64::NAN, value)).collect()
        };
        let paired = |value: &dyn Fn(&Values) -> f64| {
            let (a, b) = (all(design, value), all(baseline, value));
            let both = a.into_iter().zip(b).filter(|(a, b)| a.is_finite() && b.is_finite());
            let (a, b): (Vec<f64>, Vec<f64>) = both.unzip();
            (!a.is_empty()).then(|| PairedDifference::from_pairs(&a, &b, level).estimate)
        };
        Some(Trade { cost: paired(&cost)?, arr: paired(&arr)?, net: paired(&net)? })
    }

    /// For how many years ARR must count for the two designs to be worth the same; `None` where one of them has more
    /// ARR at less cost \[yr\].
    pub fn break_even_years(&self, margin: f64) -> Option<f64> {
        let years = self.cost.mean / (self.arr.mean * margin);
        (years.is_finite() && years > 0.0).then_some(years)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cost, expansion, ARR lost of each replication.
    fn rows(values: &[(f64, f64, f64)]) -> Vec<Vec<Values>> {
        let row = |&(cost, won, lost): &(f64, f64, f64)| {
            let mut v = Values::default();
            v[Metric::CostAnnual] = cost;
            v[Metric::ExpansionArrAnnual] = won;
            v[Metric::ArrLostAnnual] = lost;
            vec![v]
        };
        values.iter().map(row).collect()
    }

    #[test]
    fn arr_is_weighed_with_its_margin_and_years() {
        let today = rows(&[(1_000.0, 50.0, 100.0), (1_000.0, 70.0, 90.0)]);
        let lean = rows(&[(600.0, 40.0, 140.0), (600.0, 60.0, 130.0)]);
        let trade = Trade::of(&lean, &today, Worth { margin: 0.8, years: 3.0 }, 0.95).expect("both are defined");
        assert_eq!((trade.cost.mean, trade.arr.mean), (-400.0, -50.0));
        // 50 x 0.8 x 3 = 120 a year are given up for 400.
        assert!((trade.net.mean - 280.0).abs() < 1e-9, "{trade:?}");
        assert_eq!(trade.break_even_years(0.8), Some(10.0));
    }

    #[test]
    fn what_is_better_in_both_has_no_break_even() {
        let today = rows(&[(1_000.0, 50.0, 100.0); 2]);
        let better = rows(&[(900.0, 60.0, 90.0); 2]);
        let trade = Trade::of(&better, &today, Worth { margin: 0.8, years: 3.0 }, 0.95).expect("both are defined");
        assert_eq!(trade.break_even_years(0.8), None);
        let same = Trade::of(&today, &today, Worth { margin: 0.8, years: 3.0 }, 0.95).expect("both are defined");
        assert_eq!((same.net.mean, same.break_even_years(0.8)), (0.0, None));
        assert!(Trade::of(&[], &[], Worth { margin: 0.8, years: 3.0 }, 0.95).is_none());
    }
}
