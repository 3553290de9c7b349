//! A number that never travels without its uncertainty.

use super::Tally;
use serde::ser::{Serialize, SerializeStruct, Serializer};
use statrs::distribution::{ContinuousCDF, StudentsT};

/// A mean over independent replications with its t interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Mean over replications; NaN where the quantity is defined in none.
    pub mean: f64,
    /// Standard error of the mean; NaN with fewer than two replications.
    pub std_error: f64,
    /// Lower end of the interval; NaN with fewer than two replications.
    pub low: f64,
    /// Upper end of the interval; NaN with fewer than two replications.
    pub high: f64,
    /// Confidence level of the interval.
    pub level: f64,
    /// Replications in which the quantity is defined.
    pub n: u32,
}

impl Estimate {
    /// The estimate from one value for each replication at a confidence level such as 0.95; NaN marks a replication
    /// in which the quantity is not defined.
    pub fn from_values(values: impl IntoIterator<Item = f64>, level: f64) -> Estimate {
        Estimate::from_tally(&values.into_iter().filter(|value| !value.is_nan()).collect(), level)
    }

    /// The estimate from values already tallied.
    pub fn from_tally(tally: &Tally, level: f64) -> Estimate {
        let n = tally.count() as u32;
        let mean = tally.mean();
        let std_error = tally.std_dev() / f64::from(n).sqrt();
        let half = if n < 2 { f64::NAN } else { std_error * student_t(level, n - 1) };
        Estimate { mean, std_error, low: mean - half, high: mean + half, level, n }
    }

    /// Half the width of the interval.
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }

    /// Whether `x` lies in the interval.
    pub fn contains(&self, x: f64) -> bool {
        self.low <= x && x <= self.high
    }

    /// Whether the interval lies on one side of zero: the sign is clear.
    pub fn excludes_zero(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }

    /// How many replications bring the half width down to `half_width`, by the spread seen so far: the smallest `n`
    /// with `t(n - 1) s / sqrt(n) <= half_width`, at least 2. `None` where the spread is unknown or no number would
    /// do.
    pub fn replications_for_half_width(&self, half_width: f64) -> Option<u32> {
        if self.std_error.is_nan() || half_width.is_nan() || (half_width <= 0.0 && self.std_error > 0.0) {
            return None;
        }
        let spread = self.std_error * f64::from(self.n).sqrt();
        let enough = |n: u32| student_t(self.level, n - 1) * spread / f64::from(n).sqrt() <= half_width;
        let (mut low, mut high) = (1, 2);
        while !enough(high) {
            low = high;
            high = high.checked_mul(2)?;
        }
        // `low` is too few, `high` is enough.
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if enough(middle) { high = middle } else { low = middle }
        }
        Some(high)
    }
}

/// `{ mean, std_error, low, high, n }`; what is not defined becomes null.
impl Serialize for Estimate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let finite = |x: f64| if x.is_finite() { Some(x) } else { None };
        let mut object = serializer.serialize_struct("Estimate", 5)?;
        object.serialize_field("mean", &finite(self.mean))?;
        object.serialize_field("std_error", &finite(self.std_error))?;
        object.serialize_field("low", &finite(self.low))?;
        object.serialize_field("high", &finite(self.high))?;
        object.serialize_field("n", &self.n)?;
        object.end()
    }
}

/// The factor of a two-sided t interval: quantile `(1 + level) / 2` of Student's t with `freedom` degrees of freedom.
pub fn student_t(level: f64, freedom: u32) -> f64 {
    let law = StudentsT::new(0.0, 1.0, f64::from(freedom)).expect("degrees of freedom are 1 or more");
    law.inverse_cdf((1.0 + level) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t_quantiles_match_the_published_table() {
        let table = [
            (0.95, 1, 12.706),
            (0.95, 2, 4.303),
            (0.95, 5, 2.571),
            (0.95, 9, 2.262),
            (0.95, 29, 2.045),
            (0.95, 199, 1.972),
            (0.90, 1, 6.314),
            (0.90, 9, 1.833),
            (0.99, 2, 9.925),
            (0.99, 29, 2.756),
        ];
        for (level, freedom, t) in table {
            let found = student_t(level, freedom);
            assert!((found - t).abs() < 0.0006, "t({level}, {freedom}) = {found}, table {t}");
        }
    }

    #[test]
    fn the_interval_is_mean_plus_or_minus_t_standard_errors() {
        let estimate = Estimate::from_values([1.0, 2.0, f64::NAN, 3.0, 4.0, 5.0], 0.95);
        assert_eq!((estimate.n, estimate.mean), (5, 3.0));
        assert!((estimate.std_error - 0.5f64.sqrt()).abs() < 1e-12);
        assert!((estimate.half_width() - 2.776_445 * 0.5f64.sqrt()).abs() < 1e-5);
        assert!(estimate.contains(3.5) && !estimate.contains(5.0) && estimate.excludes_zero());
    }

    #[test]
    fn few_values_leave_the_interval_open() {
        let none = Estimate::from_values([f64::NAN], 0.95);
        assert!(none.n == 0 && none.mean.is_nan() && none.std_error.is_nan() && none.low.is_nan());
        let one = Estimate::from_values([2.0], 0.95);
        assert!(one.n == 1 && one.mean == 2.0 && one.std_error.is_nan() && one.high.is_nan());
        assert!(!one.contains(2.0) && !one.excludes_zero());
        assert_eq!(one.replications_for_half_width(1.0), None);
    }

    #[test]
    fn two_values_are_enough_for_an_interval() {
        // t(1) = 12.706, standard error 1.
        let two = Estimate::from_values([1.0, 3.0], 0.95);
        assert!((two.low + 10.706).abs() < 1e-3 && (two.high - 14.706).abs() < 1e-3);
    }

    #[test]
    fn zero_is_excluded_only_from_outside() {
        let excludes = |values: [f64; 3]| Estimate::from_values(values, 0.95).excludes_zero();
        assert!(excludes([-1.0, -1.1, -0.9]) && excludes([1.0, 1.1, 0.9]));
        assert!(!excludes([-1.0, 0.0, 1.0]));
        assert!(!excludes([0.0; 3]), "an interval that ends at zero contains it");
    }

    #[test]
    fn equal_values_have_no_width() {
        let estimate = Estimate::from_values([2.0; 10], 0.95);
        assert_eq!((estimate.std_error, estimate.low, estimate.high), (0.0, 2.0, 2.0));
        assert_eq!(estimate.replications_for_half_width(0.0), Some(2));
    }

    #[test]
    fn replications_needed_are_the_fewest_that_do() {
        let estimate = Estimate::from_values((0..20).map(f64::from), 0.95);
        let needed = estimate.replications_for_half_width(1.0).unwrap();
        let spread = estimate.std_error * 20f64.sqrt();
        let half = |n: u32| student_t(0.95, n - 1) * spread / f64::from(n).sqrt();
        assert!(half(needed) <= 1.0 && half(needed - 1) > 1.0);
        assert_eq!(estimate.replications_for_half_width(0.0), None);
        // A spread of sqrt(1/2): two give 12.706 / 2 = 6.35, three 4.303 x 0.408 = 1.76.
        let two = Estimate::from_values([0.0, 1.0], 0.95);
        assert_eq!(two.replications_for_half_width(2.2), Some(3));
        assert_eq!(two.replications_for_half_width(6.4), Some(2));
    }

    #[test]
    fn serializes_its_five_keys_and_null_for_nan() {
        let text = |estimate: &Estimate| serde_json::to_string(estimate).unwrap();
        let one = Estimate::from_values([2.0], 0.95);
        assert_eq!(text(&one), r#"{"mean":2.0,"std_error":null,"low":null,"high":null,"n":1}"#);
    }
}
