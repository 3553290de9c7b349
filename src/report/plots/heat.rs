//! A sweep over two paths: one map for each design and metric, its values written in the cells.

use super::canvas::{Align, Canvas, INK, LABEL, NOTE, Paint, Pen, Picture, Stroke, picture, text_on};
use super::curves::{SHOWN, capital};
use super::text::width_of;
use super::{format_of, of_all};
use crate::engine::Metric;
use crate::engine::metric::Better;
use crate::experiment::Sweep;
use plotters::style::RGBColor;

/// Light to dark: the order survives a grey printer.
const LIGHT: (f64, f64, f64) = (247.0, 250.0, 253.0);
const DARK: (f64, f64, f64) = (12.0, 66.0, 112.0);

/// A map for each design and metric that has values.
pub(super) fn all(s: &Sweep) -> Vec<Picture> {
    let designs = s.points.first().map_or(0, |point| point.designs.len());
    // Metric by metric, so that designs stand side by side. Cost follows from heads: the table below the maps has it.
    let shown = SHOWN.into_iter().filter(|metric| *metric != Metric::CostAnnual);
    let each = shown.flat_map(|metric| (0..designs).map(move |design| (design, metric)));
    each.filter_map(|(design, metric)| map(s, design, metric)).collect()
}

/// Values of a path: position and text.
type Steps = [(f64, String)];

/// Distinct values of a path, in the order of their positions.
fn steps(s: &Sweep, path: usize) -> Vec<(f64, String)> {
    let mut steps: Vec<(f64, String)> = Vec::new();
    for point in &s.points {
        if !steps.iter().any(|(_, value)| *value == point.values[path]) {
            steps.push((point.positions[path], point.values[path].clone()));
        }
    }
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    steps
}

fn map(s: &Sweep, design: usize, metric: Metric) -> Option<Picture> {
    let (across, upward) = (steps(s, 0), steps(s, 1));
    let value = |x: &str, y: &str| {
        let point = s.points.iter().find(|p| p.values[0] == x && p.values[1] == y)?;
        point.designs.get(design).and_then(|d| of_all(d, metric))
    };
    s.points.iter().find_map(|p| of_all(p.designs.get(design)?, metric))?;
    // One scale of shades for all designs, or two maps could not be compared.
    let all = s.points.iter().flat_map(|p| &p.designs);
    let means: Vec<f64> = all.filter_map(|d| of_all(d, metric)).map(|e| e.mean).collect();
    let (low, high) =
        (means.iter().copied().fold(f64::INFINITY, f64::min), means.iter().copied().fold(f64::NEG_INFINITY, f64::max));
    let name = &s.points[0].designs[design].name;
    let id = format!("map-{}-{}-{}", design + 1, slug(name), metric.name().replace('_', "-"));
    let title = format!("{}: {name}", capital(metric.label()));
    let description = format!(
        "{} of {name} for each pair of {} and {}, with half of the interval's width below it. {}",
        metric.label(),
        s.paths[0],
        s.paths[1],
        shade(metric),
    );
    let left = upward.iter().map(|(_, v)| width_of(v, NOTE.size, false)).fold(30.0, f64::max) + 16.0;
    let cell = ((680.0 - left - 10.0) / across.len() as f64).min(110.0);
    let tall = 42.0;
    let (width, height) = (680.0, 40.0 + tall * upward.len() as f64 + 66.0);
    Some(picture(&id, &title, &description, (width, height), |canvas| {
        let bottom = 40.0 + tall * upward.len() as f64;
        canvas.text(&s.paths[1], (6.0, 18.0), NOTE);
        for (column, (_, x)) in across.iter().enumerate() {
            let from = left + column as f64 * cell;
            for (row, (_, y)) in upward.iter().enumerate() {
                let top = bottom - (row + 1) as f64 * tall;
                let Some(e) = value(x, y) else { continue };
                let share = if high > low { (e.mean - low) / (high - low) } else { 0.5 };
                let paint = blend(share);
                canvas.bar((from, top), (from + cell - 2.0, top + tall - 2.0), paint, 1.0);
                let pen = Pen { paint: text_on(paint), ..LABEL }.align(Align::Center);
                let middle = from + cell / 2.0 - 1.0;
                let format = format_of(&s.scenario);
                write_cell(
                    canvas,
                    (middle, top),
                    cell,
                    pen,
                    &format.metric(metric, e.mean),
                    &format.half_width(metric.unit(), e),
                );
            }
            canvas.text(x, (from + cell / 2.0, bottom + 14.0), NOTE.align(Align::Center));
        }
        for (row, (_, y)) in upward.iter().enumerate() {
            canvas.text(y, (left - 8.0, bottom - (row as f64 + 0.5) * tall), NOTE.align(Align::Right));
        }
        let middle = left + cell * across.len() as f64 / 2.0;
        canvas.text(&s.paths[0], (middle, bottom + 32.0), NOTE.align(Align::Center));
        let outlined = outline_today(canvas, s, (&across, &upward), (left, bottom), (cell, tall));
        let today = if outlined { " Outlined: today." } else { "" };
        super::note(canvas, &format!("{}{today}", shade(metric)), (6.0, bottom + 54.0));
    }))
}

fn write_cell(canvas: &mut Canvas, (middle, top): (f64, f64), cell: f64, pen: Pen, value: &str, half: &str) {
    if width_of(value, pen.size, false) > cell - 4.0 {
        return;
    }
    let small = Pen { size: 11.0, ..pen };
    if half.is_empty() || width_of(half, small.size, false) > cell - 4.0 {
        canvas.text(value, (middle, top + 20.0), pen);
    } else {
        canvas.text(value, (middle, top + 13.0), pen);
        canvas.text(half, (middle, top + 29.0), small);
    }
}

fn outline_today(
    canvas: &mut Canvas,
    s: &Sweep,
    (across, upward): (&Steps, &Steps),
    (left, bottom): (f64, f64),
    (cell, tall): (f64, f64),
) -> bool {
    let find = |path: usize, steps: &Steps| {
        let today = s.today_positions.get(path).copied().flatten()?;
        steps.iter().position(|(at, _)| (at - today).abs() < 1e-9)
    };
    let (Some(column), Some(row)) = (find(0, across), find(1, upward)) else { return false };
    let (x, y) = (left + column as f64 * cell, bottom - (row + 1) as f64 * tall);
    let (from, to) = ((x - 1.0, y - 1.0), (x + cell - 1.0, y + tall - 1.0));
    canvas.frame(from, to, Stroke::solid(super::canvas::PAPER, 6.0));
    canvas.frame(from, to, Stroke::solid(INK, 3.0));
    true
}

fn blend(share: f64) -> Paint {
    // Stretched, so that few cells have a middle tone on which neither white nor black reads well.
    let share = share.clamp(0.0, 1.0);
    let mix = |a: f64, b: f64| (a + (b - a) * share).round() as u8;
    Paint(RGBColor(mix(LIGHT.0, DARK.0), mix(LIGHT.1, DARK.1), mix(LIGHT.2, DARK.2)))
}

fn shade(metric: Metric) -> &'static str {
    match metric.better() {
        Better::Lower => "Darker is more, which is worse.",
        Better::Higher => "Darker is more, which is better.",
        Better::Neither => "Darker is more.",
    }
}

/// Letters and figures only, for a file name and an id.
fn slug(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}
