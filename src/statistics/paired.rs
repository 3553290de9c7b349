//! Paired differences under common random numbers.

use super::{Estimate, Tally};

/// The mean difference of two designs over replications that share their demand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairedDifference {
    /// Mean of (design - baseline) with its interval.
    pub estimate: Estimate,
    /// Variance of the difference had the two been independent, over the variance of the paired difference: what
    /// common random numbers saved. NaN where the paired variance is zero.
    pub variance_ratio: f64,
}

impl PairedDifference {
    /// Differences of values that stand at the same replication; a replication counts where both are defined (not
    /// NaN).
    pub fn from_pairs(design: &[f64], baseline: &[f64], level: f64) -> PairedDifference {
        debug_assert_eq!(design.len(), baseline.len(), "both designs have the same replications");
        let (mut own, mut other, mut difference) = (Tally::new(), Tally::new(), Tally::new());
        for (&a, &b) in design.iter().zip(baseline).filter(|(a, b)| !a.is_nan() && !b.is_nan()) {
            own.record(a);
            other.record(b);
            difference.record(a - b);
        }
        let paired = difference.variance();
        let variance_ratio = if paired > 0.0 { (own.variance() + other.variance()) / paired } else { f64::NAN };
        PairedDifference { estimate: Estimate::from_tally(&difference, level), variance_ratio }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pairs_with_both_values_count() {
        let paired = PairedDifference::from_pairs(&[2.0, f64::NAN, 4.0, 7.0], &[1.0, 5.0, 1.0, 2.0], 0.95);
        assert_eq!((paired.estimate.n, paired.estimate.mean), (3, 3.0));
        // Variances 19/3 and 1/3 against 4.
        assert!((paired.variance_ratio - 20.0 / 12.0).abs() < 1e-12);
    }

    #[test]
    fn a_constant_difference_has_no_ratio() {
        let paired = PairedDifference::from_pairs(&[2.0, 3.0], &[1.0, 2.0], 0.95);
        assert!(paired.variance_ratio.is_nan() && paired.estimate.std_error == 0.0);
    }
}
