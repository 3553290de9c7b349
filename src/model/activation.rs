//! Activation: how new accounts take their seats into use.
//!
//! The share of seats in use after a working-in of `A` half-times is `1 - 2^-A`. Half-times pass at the account's own
//! pace, which every onboarding step begun in time makes faster; the account is activated when the share reaches a goal.

use crate::time::Elapsed;

/// How new accounts of a segment take their seats into use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Activation {
    /// Share of seats in use that makes an account activated.
    pub seats: f64,
    /// Time by which it should be, from the hand-off by sales on.
    pub within: Elapsed,
    /// Time in which a typical account takes half of its seats into use without any step.
    pub half_in: Elapsed,
    /// Standard deviation of the logarithm of an account's pace.
    pub spread: f64,
    /// By what the pace is multiplied with each human step after the start that is begun in time.
    pub step_factor: f64,
    /// How often accounts leave in a year as long as they are not activated; 0 where nobody ever leaves.
    pub early_churn: f64,
    /// Time between two reviews of how many were activated in time; one falls on the beginning of measuring.
    pub review: Elapsed,
    /// Over how many of these times a review looks back.
    pub review_over: u32,
}

/// A condition of a step on the share of accounts of its segment that were activated in time, at the last review.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reviewed {
    /// The share.
    pub share: f64,
    /// Whether the step opens while fewer were, or else: while not fewer were, or nothing is known yet.
    pub below: bool,
}

impl Reviewed {
    /// Whether the step opens by what was found last.
    pub fn opens(&self, found: Option<f64>) -> bool {
        found.is_some_and(|found| found < self.share) == self.below
    }
}

impl Activation {
    /// Half-times until an account is activated whose pace is `exp(spread x luck)`, for a standard normal luck.
    pub fn half_times(&self, luck: f64) -> f64 {
        -libm::log2(1.0 - self.seats) * libm::exp(-self.spread * luck)
    }

    /// Half-times that pass in a time at a pace.
    pub fn passed(&self, time: Elapsed, pace: f64) -> f64 {
        time.ms().max(0) as f64 / self.half_in.ms().max(1) as f64 * pace
    }

    /// Time from the start until an account is activated, if steps are begun so long after the start, in order.
    pub fn needs(&self, luck: f64, steps: &[Elapsed]) -> Elapsed {
        let (mut left, mut pace, mut now) = (self.half_times(luck), 1.0, Elapsed::ZERO);
        for &step in steps {
            let passed = self.passed(step - now, pace);
            if passed >= left {
                break;
            }
            left -= passed;
            pace *= self.step_factor;
            now = step;
        }
        now + Elapsed::from_ms((left / pace * self.half_in.ms() as f64) as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    #[test]
    fn four_fifths_of_the_seats_take_a_bit_more_than_two_half_times() {
        let days = |days: i64| Elapsed::from_ms(days * DAY);
        let activation = Activation {
            seats: 0.8,
            within: days(30),
            half_in: days(14),
            spread: 0.5,
            step_factor: 1.5,
            early_churn: 0.0,
            review: days(30),
            review_over: 3,
        };
        assert!((activation.half_times(0.0) - 2.321_928).abs() < 1e-6);
        assert!((activation.half_times(2.0) - 2.321_928 / libm::exp(1.0)).abs() < 1e-6, "luck makes it fast");
        assert_eq!(activation.passed(days(28), 1.5), 3.0);
    }

    #[test]
    fn nothing_known_opens_what_opens_otherwise() {
        let opens = |below: bool| [None, Some(0.6), Some(0.7)].map(|found| Reviewed { share: 0.7, below }.opens(found));
        assert_eq!(opens(true), [false, true, false]);
        assert_eq!(opens(false), [true, false, true]);
    }
}
