//! Mean, variance and extremes of values seen one at a time.

/// Count, mean, variance, smallest and largest of the values recorded (Welford, Technometrics 4(3), 1962).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tally {
    count: u64,
    mean: f64,
    /// Sum of squared deviations from the mean.
    squares: f64,
    min: f64,
    max: f64,
}

impl Default for Tally {
    fn default() -> Tally {
        Tally { count: 0, mean: 0.0, squares: 0.0, min: f64::INFINITY, max: f64::NEG_INFINITY }
    }
}

impl Tally {
    /// Nothing recorded yet.
    pub fn new() -> Tally {
        Tally::default()
    }

    /// Records one value.
    #[inline]
    pub fn record(&mut self, value: f64) {
        self.count += 1;
        let off = value - self.mean;
        self.mean += off / self.count as f64;
        self.squares += off * (value - self.mean);
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    /// Adds what another tally has seen (Chan, Golub and LeVeque, 1979).
    pub fn merge(&mut self, other: &Tally) {
        if other.count == 0 {
            return;
        }
        let (own, others) = (self.count as f64, other.count as f64);
        let both = own + others;
        let apart = other.mean - self.mean;
        self.mean += apart * others / both;
        self.squares += other.squares + apart * apart * own * others / both;
        self.count += other.count;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
    }

    /// How many values.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Their mean; NaN without values.
    pub fn mean(&self) -> f64 {
        if self.count == 0 { f64::NAN } else { self.mean }
    }

    /// Their sample variance (divisor n - 1); NaN with fewer than two values.
    pub fn variance(&self) -> f64 {
        if self.count < 2 { f64::NAN } else { self.squares / (self.count - 1) as f64 }
    }

    /// Square root of the variance.
    pub fn std_dev(&self) -> f64 {
        self.variance().sqrt()
    }

    /// The smallest value; infinite without values.
    pub fn min(&self) -> f64 {
        self.min
    }

    /// The largest value; minus infinity without values.
    pub fn max(&self) -> f64 {
        self.max
    }
}

impl FromIterator<f64> for Tally {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Tally {
        let mut tally = Tally::new();
        values.into_iter().for_each(|value| tally.record(value));
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_and_extremes() {
        let tally: Tally = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0].into_iter().collect();
        assert_eq!((tally.count(), tally.mean(), tally.min(), tally.max()), (8, 5.0, 2.0, 9.0));
        assert!((tally.variance() - 32.0 / 7.0).abs() < 1e-12);
        assert!(Tally::new().mean().is_nan() && Tally::from_iter([1.0]).variance().is_nan());
    }

    #[test]
    fn a_large_offset_costs_no_digits() {
        let tally: Tally = [4.0, 7.0, 13.0, 16.0].into_iter().map(|x| x + 1e9).collect();
        assert!((tally.variance() - 30.0).abs() < 1e-6);
    }

    #[test]
    fn merging_equals_recording_all() {
        let values: Vec<f64> = (0..100).map(|i| f64::from(i * 37 % 101)).collect();
        let whole: Tally = values.iter().copied().collect();
        let mut parts: Tally = values[..30].iter().copied().collect();
        parts.merge(&values[30..].iter().copied().collect());
        parts.merge(&Tally::new());
        assert_eq!((parts.count(), parts.min(), parts.max()), (whole.count(), whole.min(), whole.max()));
        assert!((parts.mean() - whole.mean()).abs() < 1e-12 && (parts.variance() - whole.variance()).abs() < 1e-9);
    }
}
