//! Cost a year against retained revenue: what a euro of coverage buys.

use super::axis::{Frame, Scale, horizontal, range, room_for, ticks, vertical};
use super::canvas::{Align, Canvas, LABEL, NOTE, Picture, Stroke, picture};
use super::text::width_of;
use super::{ends, format_of, of_all, series};
use crate::engine::Metric;
use crate::engine::metric::Unit;
use crate::experiment::Comparison;
use crate::statistics::Estimate;

const SIZE: (f64, f64) = (680.0, 400.0);

/// One design as a point.
struct Point<'a> {
    design: usize,
    cost: &'a Estimate,
    kept: &'a Estimate,
}

/// Cost against GRR with the intervals of both; designs that another beats on both are faded.
pub(super) fn cost_against_retention(c: &Comparison) -> Option<Picture> {
    let points: Vec<Point> = c
        .designs
        .iter()
        .enumerate()
        .filter_map(|(design, result)| {
            let (cost, kept) = (of_all(result, Metric::CostAnnual)?, of_all(result, Metric::GrrAnnual)?);
            Some(Point { design, cost, kept })
        })
        .collect();
    if points.is_empty() {
        return None;
    }
    let description = "One point a design: its cost a year to the right, the revenue it keeps in a year upwards, each \
                       with its interval. Up and to the left is better. Faded designs cost no less than another one \
                       that keeps clearly more.";
    Some(picture("cost-against-retention", "What coverage costs and what it keeps", description, SIZE, |canvas| {
        let format = format_of(&c.scenario);
        let costs = range(points.iter().flat_map(|p| <[f64; 2]>::from(ends(p.cost))), 0.22);
        let kept = range(points.iter().flat_map(|p| <[f64; 2]>::from(ends(p.kept))), 0.12);
        let label = |unit: Unit| move |value: f64| (value, format.value(unit, value));
        let shares: Vec<(f64, String)> = ticks(kept, 7).into_iter().map(label(Unit::Share)).collect();
        let money: Vec<(f64, String)> = ticks(costs, 6).into_iter().map(label(Unit::Money)).collect();
        let frame = Frame { left: room_for(&shares), right: SIZE.0 - 24.0, top: 36.0, bottom: SIZE.1 - 50.0 };
        let x = Scale::linear(costs, frame.across());
        let y = Scale::linear(kept, frame.upward());
        vertical(canvas, frame, y, &shares, "GRR a year (revenue kept, without expansion)");
        horizontal(canvas, frame, x, &money, "cost of CSMs a year");
        canvas.text("up and to the left is better", (frame.right, frame.top - 18.0), NOTE.align(Align::Right));
        for point in &points {
            draw(canvas, point, beaten(point, &points), x, y);
        }
        name(canvas, c, &points, frame, x, y);
    }))
}

/// Whether another design keeps clearly more and costs no more.
fn beaten(point: &Point, points: &[Point]) -> bool {
    points.iter().any(|other| other.cost.mean <= point.cost.mean && other.kept.low > point.kept.high)
}

fn draw(canvas: &mut Canvas, point: &Point, faded: bool, x: Scale, y: Scale) {
    let (paint, _) = series(point.design);
    let opacity = if faded { 0.45 } else { 1.0 };
    let (cx, cy) = (x.at(point.cost.mean), y.at(point.kept.mean));
    let stroke = Stroke { opacity, ..Stroke::solid(paint, 1.5) };
    let (low, high) = ends(point.kept);
    canvas.whisker((cx, y.at(low)), (cx, y.at(high)), stroke);
    let (low, high) = ends(point.cost);
    if x.at(high) - x.at(low) > 4.0 {
        canvas.whisker((x.at(low), cy), (x.at(high), cy), stroke);
    }
    canvas.mark(point.design, (cx, cy), if faded { 4.5 } else { 6.0 }, paint);
}

/// A rectangle that a label or a point takes: left, top, right, bottom.
type Taken = (f64, f64, f64, f64);

/// Puts each name where it hides the least: beside its point, or above or below its interval.
fn name(canvas: &mut Canvas, c: &Comparison, points: &[Point], frame: Frame, x: Scale, y: Scale) {
    let half = LABEL.size * 0.65;
    let mut taken: Vec<Taken> = Vec::new();
    for point in points {
        let (cx, cy) = (x.at(point.cost.mean), y.at(point.kept.mean));
        let (low, high) = ends(point.kept);
        taken.push((cx - 3.5, y.at(high) - 1.0, cx + 3.5, y.at(low) + 1.0));
        taken.push((cx - 7.0, cy - 7.0, cx + 7.0, cy + 7.0));
        let (least, most) = ends(point.cost);
        taken.push((x.at(least), cy - 1.5, x.at(most), cy + 1.5));
    }
    for point in points {
        let today = point.design == c.baseline;
        let design = &c.designs[point.design].name;
        let text = if today { format!("{design} (today)") } else { design.clone() };
        let pen = if today { LABEL.bold() } else { LABEL };
        let text = super::text::fit(&text, pen.size * 1.1, 200.0);
        let width = width_of(&text, pen.size, today);
        let (cx, cy) = (x.at(point.cost.mean), y.at(point.kept.mean));
        let (low, high) = ends(point.kept);
        let (above, below) = (y.at(high) - half - 3.0, y.at(low) + half + 3.0);
        let (least, most) = ends(point.cost);
        let (left, right) = (x.at(least).min(cx - 6.0) - 5.0, x.at(most).max(cx + 6.0) + 5.0);
        let mut places = vec![(right, cy), (left - width, cy), (cx - width / 2.0, above), (cx - width / 2.0, below)];
        for step in 1..8 {
            let shift = f64::from(step) * 9.0;
            places.extend([(cx + 11.0, cy - shift), (cx + 11.0, cy + shift)]);
            places.extend([(cx - 11.0 - width, cy - shift), (cx - 11.0 - width, cy + shift)]);
        }
        let boxed = |(left, middle): (f64, f64)| (left, middle - half, left + width, middle + half);
        let cost = |place: &(f64, f64)| crowding(boxed(*place), &taken, frame);
        let best = places.iter().min_by(|a, b| cost(a).total_cmp(&cost(b))).copied().unwrap_or((cx + 11.0, cy));
        taken.push(boxed(best));
        canvas.text(&text, best, pen.align(Align::Left));
    }
}

/// Area that a label would share with what is there, and what would stick out.
fn crowding(label: Taken, taken: &[Taken], frame: Frame) -> f64 {
    let shared = |a: &Taken| {
        let across = a.2.min(label.2) - a.0.max(label.0);
        let upward = a.3.min(label.3) - a.1.max(label.1);
        across.max(0.0) * upward.max(0.0)
    };
    let outside = (frame.left - label.0).max(0.0)
        + (label.2 - frame.right - 18.0).max(0.0)
        + (frame.top - label.1).max(0.0)
        + (label.3 - frame.bottom).max(0.0);
    taken.iter().map(shared).sum::<f64>() + outside * 1000.0
}
