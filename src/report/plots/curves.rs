//! A sweep along one path: how each number that matters moves, design by design.

use super::axis::{Frame, Scale, horizontal, range, room_for, ticks, vertical};
use super::canvas::{Align, INK, LABEL, NOTE, Pen, Picture, Stroke, picture};
use super::text::width_of;
use super::{Beside, ends, format_of, name_lines, of_all, series, stroke};
use crate::engine::Metric;
use crate::engine::metric::Unit;
use crate::experiment::Sweep;
use crate::statistics::Estimate;

const SIZE: (f64, f64) = (680.0, 360.0);

/// What sweeps show.
pub(super) const SHOWN: [Metric; 4] =
    [Metric::FirstResponseHoursP90, Metric::PlannedDeliveredShare, Metric::GrrAnnual, Metric::CostAnnual];

/// One picture for each metric that has values.
pub(super) fn all(s: &Sweep) -> Vec<Picture> {
    SHOWN.into_iter().filter_map(|metric| curve(s, metric)).collect()
}

/// Room for the names at the ends of lines.
fn names_width(s: &Sweep) -> f64 {
    let names = s.points.iter().take(1).flat_map(|point| &point.designs).map(|design| &design.name);
    names.map(|name| width_of(name, LABEL.size * 1.1, false)).fold(0.0, f64::max).min(190.0)
}

/// A label at the beginning of a title.
pub(super) fn capital(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Ticks of a metric's axis, written in one unit.
fn labels(s: &Sweep, metric: Metric, extent: (f64, f64)) -> Vec<(f64, String)> {
    let format = format_of(&s.scenario);
    let write = |value: f64| match metric.unit() {
        Unit::Hours => format!("{} h", super::super::format::plain(value)),
        Unit::Share if extent.1 - extent.0 > 0.05 => format!("{:.0}%", value * 100.0),
        unit => format.value(unit, value),
    };
    ticks(extent, 7).into_iter().map(|value| (value, write(value))).collect()
}

fn curve(s: &Sweep, metric: Metric) -> Option<Picture> {
    let designs = s.points.first()?.designs.len();
    let estimate = |point: usize, design: usize| s.points[point].designs.get(design).and_then(|d| of_all(d, metric));
    let values: Vec<&Estimate> =
        (0..s.points.len()).flat_map(|p| (0..designs).filter_map(move |d| estimate(p, d))).collect();
    if values.is_empty() {
        return None;
    }
    let (low, high) = range(values.iter().flat_map(|e| <[f64; 2]>::from(ends(e))), 0.06);
    let low = if values.iter().all(|e| ends(e).0 >= 0.0) { low.max(0.0) } else { low };
    let high = if metric.unit() == Unit::Share { high.min(1.0).max(low + 1e-3) } else { high };
    let id = format!("sweep-{}", metric.name().replace('_', "-"));
    let title = format!("{} against {}", capital(metric.label()), s.paths[0]);
    let description = format!("{}: {}. One line a design, with the interval at each point.", title, metric.meaning());
    Some(picture(&id, &title, &description, SIZE, |canvas| {
        let labels = labels(s, metric, (low, high));
        let frame =
            Frame { left: room_for(&labels), right: SIZE.0 - 40.0 - names_width(s), top: 36.0, bottom: SIZE.1 - 50.0 };
        let extent = range(s.points.iter().map(|p| p.positions[0]).chain(s.today_positions[0]), 0.02);
        let x = Scale::linear(extent, frame.across());
        let y = Scale::linear((low, high), frame.upward());
        vertical(canvas, frame, y, &labels, metric.label());
        let ticks: Vec<(f64, String)> = s.points.iter().map(|p| (p.positions[0], p.values[0].clone())).collect();
        horizontal(canvas, frame, x, &ticks, &s.paths[0]);
        if let Some(today) = s.today_positions[0] {
            let at = x.at(today);
            canvas.line((at, frame.top - 6.0), (at, frame.bottom), Stroke::dashed(INK, 1.5, 4));
            let pen = Pen { paint: INK, ..NOTE }.bold();
            let left = at.clamp(frame.left + 190.0, frame.right);
            canvas.text("today", (left, frame.top - 16.0), pen.align(Align::Center));
        }
        let mut names = Vec::new();
        for design in 0..designs {
            let found: Vec<(f64, &Estimate)> = (0..s.points.len())
                .filter_map(|p| estimate(p, design).map(|e| (x.at(s.points[p].positions[0]), e)))
                .collect();
            let upper = found.iter().map(|(x, e)| (*x, y.at(ends(e).1)));
            let lower = found.iter().rev().map(|(x, e)| (*x, y.at(ends(e).0)));
            canvas.area(&upper.chain(lower).collect::<Vec<_>>(), series(design).0, 0.16);
            let line: Vec<(f64, f64)> = found.iter().map(|(x, e)| (*x, y.at(e.mean))).collect();
            canvas.path(&line, stroke(design, 2.0));
            for ((x, e), at) in found.iter().zip(&line) {
                canvas.whisker((*x, y.at(ends(e).0)), (*x, y.at(ends(e).1)), Stroke::solid(series(design).0, 1.0));
                canvas.mark(design, *at, 3.5, series(design).0);
            }
            if let Some(&(_, height)) = line.last() {
                names.push(Beside { design, height, text: s.points[0].designs[design].name.clone() });
            }
        }
        name_lines(canvas, frame, &names, None, SIZE.0 - frame.right - 38.0);
    }))
}
