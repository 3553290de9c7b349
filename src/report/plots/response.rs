//! How long customers wait for a first response: the share answered within each time, design by design.

use super::axis::{Frame, Scale, horizontal, vertical};
use super::canvas::{Align, Canvas, INK, LABEL, MUTED, NOTE, Picture, Stroke, picture};
use super::text::{fit, width_of};
use super::{ends, format_of, of_all, series, stroke};
use crate::engine::Metric;
use crate::engine::metric::Unit;
use crate::experiment::Comparison;
use crate::model::Origin;
use crate::report::format::plain;
use crate::time::{HOUR, MINUTE, Span};

const SIZE: (f64, f64) = (680.0, 400.0);
/// Curves start here; what is faster is at once to a customer.
const SHORTEST: f64 = MINUTE as f64;
/// Enough points that a curve of 500 pixels looks smooth.
const POINTS: usize = 120;

/// The distribution of first-response times, with the targets and each design's P90 and its interval.
pub(super) fn distribution(c: &Comparison) -> Option<Picture> {
    let shown: Vec<usize> = (0..c.designs.len()).filter(|i| c.designs[*i].responses.count() > 0).collect();
    let slowest = shown.iter().filter_map(|i| c.designs[*i].responses.quantile(0.995)).fold(0.0, f64::max);
    if shown.is_empty() {
        return None;
    }
    let targets = targets(c);
    let longest = targets.iter().map(|(ms, _)| *ms * 1.5).fold(slowest, f64::max).max(SHORTEST * 100.0);
    let description = "The share of requests that had their first response within a time, in business hours of the \
                       team that serves, one curve a design; a mark with an interval stands where nine of ten are answered.";
    Some(picture("response-times", "How long customers wait for a first response", description, SIZE, |canvas| {
        let frame = Frame { left: 52.0, right: 448.0, top: 36.0, bottom: SIZE.1 - 50.0 };
        let x = Scale::log((SHORTEST, longest), frame.across());
        let y = Scale::linear((0.0, 1.0), frame.upward());
        let shares: Vec<(f64, String)> =
            [0.0, 0.25, 0.5, 0.75, 0.9, 1.0].map(|s: f64| (s, format!("{:.0}%", s * 100.0))).to_vec();
        vertical(canvas, frame, y, &shares, "share of requests answered");
        horizontal(canvas, frame, x, &times(longest), "business time to the first response (logarithmic)");
        draw_targets(canvas, frame, x, &targets);
        for index in &shown {
            let curve = curve(c, *index, longest, x, y);
            canvas.path(&curve, stroke(*index, if *index == c.baseline { 3.0 } else { 2.0 }));
        }
        for index in &shown {
            draw_p90(canvas, c, *index, x, y.at(0.9));
        }
        draw_key(canvas, c, &shown, frame);
    }))
}

/// Distinct first-response targets in working time, in milliseconds. Targets by the clock belong on another axis.
fn targets(c: &Comparison) -> Vec<(f64, String)> {
    let mut targets: Vec<(f64, String)> = Vec::new();
    for kind in &c.scenario.kinds {
        let Origin::Request { respond_within: Span::Business(within), .. } = &kind.origin else { continue };
        let ms = within.ms() as f64;
        if !targets.iter().any(|(known, _)| *known == ms) && ms >= SHORTEST {
            targets.push((ms, format!("target {} h", plain(within.hours()))));
        }
    }
    targets.sort_by(|a, b| a.0.total_cmp(&b.0));
    targets
}

fn draw_targets(canvas: &mut Canvas, frame: Frame, x: Scale, targets: &[(f64, String)]) {
    let mut free = f64::NEG_INFINITY;
    for (ms, label) in targets {
        let at = x.at(*ms);
        canvas.line((at, frame.top - 8.0), (at, frame.bottom), Stroke::dashed(INK, 1.5, 4));
        let width = width_of(label, NOTE.size, true);
        let left = (at - width / 2.0).clamp(frame.left + 180.0, frame.right + 30.0 - width);
        if left > free {
            let pen = super::canvas::Pen { paint: INK, ..NOTE };
            canvas.text(label, (left, frame.top - 18.0), pen.bold());
            free = left + width + 8.0;
        }
    }
}

/// Ticks a person thinks in.
fn times(longest: f64) -> Vec<(f64, String)> {
    let marks = [(1.0, "1 min"), (5.0, "5 min"), (15.0, "15 min"), (60.0, "1 h"), (240.0, "4 h"), (480.0, "8 h")];
    let long = [(960.0, "16 h"), (2400.0, "40 h"), (4800.0, "80 h"), (9600.0, "160 h"), (60000.0, "1000 h")];
    let all = marks.into_iter().chain(long).map(|(minutes, label)| (minutes * MINUTE as f64, label.to_string()));
    all.filter(|(ms, _)| *ms <= longest).collect()
}

fn curve(c: &Comparison, index: usize, longest: f64, x: Scale, y: Scale) -> Vec<(f64, f64)> {
    let responses = &c.designs[index].responses;
    let step = (longest / SHORTEST).ln() / POINTS as f64;
    let times = (0..=POINTS).map(|i| SHORTEST * (step * i as f64).exp());
    times.map(|ms| (x.at(ms), y.at(responses.share_at_most(ms)))).collect()
}

fn draw_p90(canvas: &mut Canvas, c: &Comparison, index: usize, x: Scale, y: f64) {
    let Some(p90) = of_all(&c.designs[index], Metric::FirstResponseHoursP90) else { return };
    let (paint, _) = series(index);
    let ms = |hours: f64| x.at(hours * HOUR as f64);
    let (low, high) = ends(p90);
    canvas.whisker((ms(low), y), (ms(high), y), Stroke::solid(paint, 2.0));
    canvas.mark(index, (ms(p90.mean), y), 4.5, paint);
}

/// Curves that all end at 100 % have no ends to name, so a list beside them does, in the order of their P90.
fn draw_key(canvas: &mut Canvas, c: &Comparison, shown: &[usize], frame: Frame) {
    let p90 = |index: usize| of_all(&c.designs[index], Metric::FirstResponseHoursP90);
    let mut order = shown.to_vec();
    order.sort_by(|a, b| {
        let mean = |index: usize| p90(index).map_or(f64::INFINITY, |e| e.mean);
        mean(*a).total_cmp(&mean(*b))
    });
    let left = frame.right + 18.0;
    canvas.text("design", (left + 44.0, frame.top - 4.0), NOTE);
    canvas.text("P90 first response", (SIZE.0 - 4.0, frame.top - 4.0), NOTE.align(Align::Right));
    for (row, index) in order.into_iter().enumerate() {
        let y = frame.top + 18.0 + row as f64 * 33.0;
        let (paint, _) = series(index);
        canvas.line((left, y), (left + 36.0, y), stroke(index, 2.0));
        canvas.mark(index, (left + 18.0, y), 4.5, paint);
        let pen = if index == c.baseline { LABEL.bold() } else { LABEL };
        let Some(e) = p90(index) else { continue };
        let format = format_of(&c.scenario);
        let value = format.value(Unit::Hours, e.mean);
        let room = SIZE.0 - 8.0 - width_of(&value, LABEL.size, true) - (left + 44.0) - 6.0;
        canvas.text(&fit(&c.designs[index].name, pen.size * 1.1, room), (left + 44.0, y), pen);
        canvas.text(&value, (SIZE.0 - 4.0, y), pen.align(Align::Right));
        let interval = format.interval(Unit::Hours, e.low, e.high);
        let quiet = super::canvas::Pen { size: 11.0, paint: MUTED, ..NOTE };
        canvas.text(&interval, (SIZE.0 - 4.0, y + 14.0), quiet.align(Align::Right));
        if index == c.baseline {
            canvas.text("today", (left + 44.0, y + 14.0), quiet);
        }
    }
}
