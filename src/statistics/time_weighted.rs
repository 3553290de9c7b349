//! The time average of a quantity that jumps: queue lengths, busy servers, accounts.

use crate::time::SimTime;

/// Integral over time of a piecewise constant quantity, within a window that begins at a cut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeWeighted {
    /// What lies before is not counted; the value in force at the cut is carried in.
    cut: SimTime,
    since: SimTime,
    value: f64,
    /// Integral from the cut to `since` [value x ms].
    area: f64,
}

impl TimeWeighted {
    /// A quantity that is `value` from `now` on, counted from `cut` on.
    pub fn new(now: SimTime, value: f64, cut: SimTime) -> TimeWeighted {
        TimeWeighted { cut, since: now, value, area: 0.0 }
    }

    /// The quantity becomes `value` at `now`, which never lies before the last change.
    #[inline]
    pub fn set(&mut self, now: SimTime, value: f64) {
        self.area = self.integral(now);
        self.since = now;
        self.value = value;
    }

    /// The quantity changes by `by` at `now`.
    #[inline]
    pub fn add(&mut self, now: SimTime, by: f64) {
        self.set(now, self.value + by);
    }

    /// The value in force.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// Integral from the cut to `now` [value x ms].
    #[inline]
    pub fn integral(&self, now: SimTime) -> f64 {
        let counted = (now - self.since.max(self.cut)).ms().max(0);
        self.area + self.value * counted as f64
    }

    /// Mean from the cut to `now`; NaN before the cut.
    pub fn mean(&self, now: SimTime) -> f64 {
        let window = (now - self.cut).ms();
        if window > 0 { self.integral(now) / window as f64 } else { f64::NAN }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(cut: i64) -> TimeWeighted {
        let mut quantity = TimeWeighted::new(SimTime::ZERO, 0.0, SimTime::from_ms(cut));
        quantity.set(SimTime::from_ms(2), 3.0);
        quantity.add(SimTime::from_ms(5), -2.0);
        quantity
    }

    #[test]
    fn the_mean_weighs_values_by_their_time() {
        assert!((steps(0).mean(SimTime::from_ms(10)) - 1.4).abs() < 1e-12);
    }

    #[test]
    fn the_value_in_force_is_carried_in_at_the_cut() {
        assert!((steps(4).mean(SimTime::from_ms(10)) - 8.0 / 6.0).abs() < 1e-12);
        assert!(steps(4).mean(SimTime::from_ms(4)).is_nan());
        assert_eq!(steps(4).value(), 1.0);
        assert_eq!(TimeWeighted::new(SimTime::ZERO, 3.0, SimTime::ZERO).value(), 3.0);
    }
}
