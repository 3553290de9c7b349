//! Axes: round ticks, room for their labels, and the mapping from values to pixels.

use super::canvas::{AXIS, Align, Canvas, GRID, NOTE, Stroke};
use super::text::width_of;

/// The mapping of values to one direction of a picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    log: bool,
}

impl Scale {
    /// Values from `low` to `high` spread evenly over pixels `from` to `to`.
    pub fn linear((low, high): (f64, f64), (from, to): (f64, f64)) -> Scale {
        Scale { low, high, from, to, log: false }
    }

    /// The same for logarithms; values must be positive.
    pub fn log((low, high): (f64, f64), (from, to): (f64, f64)) -> Scale {
        Scale { low: low.ln(), high: high.ln(), from, to, log: true }
    }

    /// The pixel of a value, kept inside.
    pub fn at(self, value: f64) -> f64 {
        let value = if self.log { value.max(1e-12).ln() } else { value };
        let share = (value - self.low) / (self.high - self.low);
        self.from + share.clamp(0.0, 1.0) * (self.to - self.from)
    }
}

/// A range that holds all finite values, with some room; never empty.
pub(super) fn range(values: impl IntoIterator<Item = f64>, room: f64) -> (f64, f64) {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values.into_iter().filter(|value| value.is_finite()) {
        low = low.min(value);
        high = high.max(value);
    }
    if low > high {
        return (0.0, 1.0);
    }
    let width = if high > low { high - low } else { (high.abs() * 0.1).max(1e-6) };
    (low - width * room, high + width * room)
}

/// Round values in a range: about `wanted` of them, in steps of 1, 2 or 5.
pub(super) fn ticks((low, high): (f64, f64), wanted: usize) -> Vec<f64> {
    let raw = (high - low) / wanted.max(1) as f64;
    let power = 10f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= raw * 0.999).unwrap_or(raw);
    let first = (low / step).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    (first..=last).map(|index| index as f64 * step).collect()
}

/// The rectangle in which data are drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// Left edge.
    pub left: f64,
    /// Right edge.
    pub right: f64,
    /// Upper edge.
    pub top: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Frame {
    /// The pixels from left to right.
    pub fn across(self) -> (f64, f64) {
        (self.left, self.right)
    }

    /// The pixels from bottom to top.
    pub fn upward(self) -> (f64, f64) {
        (self.bottom, self.top)
    }
}

/// Room that labels of a vertical axis need to their left.
pub(super) fn room_for(labels: &[(f64, String)]) -> f64 {
    labels.iter().map(|(_, label)| width_of(label, NOTE.size, false)).fold(24.0, f64::max) + 12.0
}

/// Draws grid lines and labels of a vertical axis, with what it shows above it.
pub(super) fn vertical(canvas: &mut Canvas, frame: Frame, scale: Scale, labels: &[(f64, String)], about: &str) {
    for (value, label) in labels {
        let y = scale.at(*value);
        canvas.line((frame.left, y), (frame.right, y), Stroke::solid(GRID, 1.0));
        canvas.text(label, (frame.left - 7.0, y), NOTE.align(Align::Right));
    }
    canvas.text(about, (6.0, frame.top - 18.0), NOTE);
}

/// Draws ticks and labels of a horizontal axis, leaving out labels that would touch, with what it shows below it.
pub(super) fn horizontal(canvas: &mut Canvas, frame: Frame, scale: Scale, labels: &[(f64, String)], about: &str) {
    canvas.line((frame.left, frame.bottom), (frame.right, frame.bottom), Stroke::solid(AXIS, 1.0));
    let mut taken = f64::NEG_INFINITY;
    for (value, label) in labels {
        let x = scale.at(*value);
        let half = width_of(label, NOTE.size, false) / 2.0;
        canvas.line((x, frame.bottom), (x, frame.bottom + 4.0), Stroke::solid(AXIS, 1.0));
        if x - half > taken + 6.0 {
            canvas.text(label, (x, frame.bottom + 15.0), NOTE.align(Align::Center));
            taken = x + half;
        }
    }
    let middle = (frame.left + frame.right) / 2.0;
    canvas.text(about, (middle, frame.bottom + 35.0), NOTE.align(Align::Center));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        let ticks = ticks((0.713, 0.942), 5);
        assert!(ticks.iter().all(|t| (0.713..=0.942).contains(t)));
        assert!((3..=7).contains(&ticks.len()), "{ticks:?}");
    }

    #[test]
    fn ranges_ignore_what_is_not_a_number_and_are_never_empty() {
        let (low, high) = range([f64::NAN, 3.0, 3.0], 0.1);
        assert!(low < 3.0 && high > 3.0);
        assert_eq!(range([f64::NAN], 0.1), (0.0, 1.0));
    }
}
