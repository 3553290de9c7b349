//! A value that changes over time as a firm matures: flat, then a straight line, then flat.

use crate::time::{Elapsed, SimTime};

/// `from` until measuring begins, in a straight line to `to` over a while, and `to` from then on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ramp {
    /// Value until time zero.
    pub from: f64,
    /// Value once the ramp is over.
    pub to: f64,
    /// How long the change takes.
    pub over: Elapsed,
}

impl Ramp {
    /// The same value at all times.
    pub fn constant(value: f64) -> Ramp {
        Ramp { from: value, to: value, over: Elapsed::ZERO }
    }

    /// Whether the value never changes.
    pub fn is_constant(&self) -> bool {
        self.from == self.to
    }

    /// The value at an instant.
    #[inline]
    pub fn at(&self, t: SimTime) -> f64 {
        if self.is_constant() || t <= SimTime::ZERO {
            return self.from;
        }
        let part = t.ms() as f64 / self.over.ms().max(1) as f64;
        if part >= 1.0 { self.to } else { self.from + (self.to - self.from) * part }
    }

    /// The mean from time zero on over some time.
    pub fn mean(&self, length: Elapsed) -> f64 {
        if self.is_constant() {
            return self.from;
        }
        let ramped = self.over.ms().min(length.ms()) as f64 / length.ms().max(1) as f64;
        let reached = self.at(SimTime::ZERO + self.over.min(length));
        (self.from + reached) / 2.0 * ramped + self.to * (1.0 - ramped)
    }

    /// The largest value at any time.
    pub fn highest(&self) -> f64 {
        self.from.max(self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    #[test]
    fn a_ramp_is_flat_then_straight_then_flat() {
        let ramp = Ramp { from: 0.1, to: 0.3, over: Elapsed::from_ms(100 * DAY) };
        let at = |days: i64| ramp.at(SimTime::from_ms(days * DAY));
        assert_eq!([at(-50), at(0), at(100), at(500)], [0.1, 0.1, 0.3, 0.3]);
        assert!((at(25) - 0.15).abs() < 1e-12);
        assert_eq!(Ramp::constant(0.2).at(SimTime::from_ms(DAY)), 0.2);
        let step = Ramp { from: 0.0, to: 1.0, over: Elapsed::ZERO };
        assert_eq!((step.at(SimTime::ZERO), step.at(SimTime::from_ms(1))), (0.0, 1.0));
        assert_eq!(ramp.highest(), 0.3);
        let mean = |days: i64| ramp.mean(Elapsed::from_ms(days * DAY));
        assert!((mean(50) - 0.15).abs() < 1e-12 && (mean(100) - 0.2).abs() < 1e-12 && (mean(200) - 0.25).abs() < 1e-12);
        assert_eq!(Ramp::constant(0.2).mean(Elapsed::ZERO), 0.2);
    }
}
