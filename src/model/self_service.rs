//! Self-service: which part of the requests customers answer for themselves from published content.

use super::ramp::Ramp;
use crate::time::{Elapsed, SimTime};

/// How published content ages, and what a liking for self-service adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SelfService {
    /// Time in which content not reviewed loses half of its deflection; `None`: it stays fresh.
    pub half_life: Option<Elapsed>,
    /// Time from one review to the next; `None`: none after the one at the beginning.
    pub review: Option<Elapsed>,
    /// Multiplier of deflection for accounts that prefer self-service.
    pub preference: f64,
}

impl SelfService {
    /// Content that stays as it is, and nobody with a preference.
    pub const PLAIN: SelfService = SelfService { half_life: None, review: None, preference: 1.0 };

    /// What is left of a fresh page's deflection at an instant; content was reviewed at the beginning.
    pub fn freshness(&self, begin: SimTime, t: SimTime) -> f64 {
        let Some(half_life) = self.half_life else { return 1.0 };
        let mut age = (t - begin).ms();
        if let Some(review) = self.review {
            age %= review.ms().max(1);
        }
        libm::exp2(-(age as f64 / half_life.ms().max(1) as f64))
    }

    /// Share of the requests at an instant that self-service answers.
    pub fn deflection(&self, stated: &Ramp, prefers: bool, begin: SimTime, t: SimTime) -> f64 {
        let share = stated.at(t) * self.freshness(begin, t);
        if prefers { (share * self.preference).min(1.0) } else { share }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    #[test]
    fn content_halves_and_is_fresh_again_after_a_review() {
        let days = |days: i64| Elapsed::from_ms(days * DAY);
        let aging = SelfService { half_life: Some(days(100)), review: Some(days(200)), preference: 2.0 };
        let begin = SimTime::from_ms(-50 * DAY);
        let fresh = |after: i64| aging.freshness(begin, begin + days(after));
        assert_eq!([fresh(0), fresh(100), fresh(200), fresh(300)], [1.0, 0.5, 1.0, 0.5]);
        assert_eq!(SelfService { review: None, ..aging }.freshness(begin, begin + days(200)), 0.25);
        let stated = Ramp::constant(0.6);
        let deflected = |prefers: bool, after: i64| aging.deflection(&stated, prefers, begin, begin + days(after));
        assert_eq!([deflected(false, 100), deflected(true, 100), deflected(true, 0)], [0.3, 0.6, 1.0]);
    }
}
