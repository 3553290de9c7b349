//! Seasons: what twelve months weigh against each other.

/// Days of each month in a mean Gregorian year.
const DAYS: [f64; 12] = [31.0, 28.2425, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];

/// A factor for each month of the year, January first, with mean 1 over the days of a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Months([f64; 12]);

impl Months {
    /// Every month alike.
    pub const EVEN: Months = Months([1.0; 12]);

    /// Factors in proportion to weights; `None` where no month has any weight.
    pub fn in_proportion(weights: &[f64; 12]) -> Option<Months> {
        if weights.iter().all(|weight| *weight == weights[0]) {
            return (weights[0] > 0.0).then_some(Months::EVEN);
        }
        let mean = weights.iter().zip(DAYS).map(|(weight, days)| weight * days).sum::<f64>() / DAYS.iter().sum::<f64>();
        (mean > 0.0).then(|| Months(weights.map(|weight| weight / mean)))
    }

    /// The factor of a month, January being 1.
    pub fn of(&self, month: i8) -> f64 {
        self.0[(month.clamp(1, 12) - 1) as usize]
    }

    /// Whether every month is like every other.
    pub fn is_even(&self) -> bool {
        self.0.iter().all(|factor| *factor == self.0[0])
    }

    /// The share of the year that each month is.
    pub fn shares_of_year() -> [f64; 12] {
        DAYS.map(|days| days / DAYS.iter().sum::<f64>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_have_mean_one_over_the_days_of_a_year() {
        let mut weights = [1.0; 12];
        weights[6] = 0.2;
        weights[11] = 3.0;
        let months = Months::in_proportion(&weights).expect("some month has weight");
        let mean: f64 = (1..=12).zip(Months::shares_of_year()).map(|(month, share)| months.of(month) * share).sum();
        assert!((mean - 1.0).abs() < 1e-12, "{mean}");
        assert!((months.of(12) / months.of(7) - 15.0).abs() < 1e-12);
        assert!(!months.is_even());
        assert_eq!(Months::in_proportion(&[7.0; 12]), Some(Months::EVEN));
        assert_eq!(Months::in_proportion(&[0.0; 12]), None);
    }
}
