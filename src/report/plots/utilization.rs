//! Where the scheduled hours of CSMs go, team by team.

use super::axis::Frame;
use super::canvas::{AXIS, Align, Canvas, LABEL, NOTE, Paint, Picture, Stroke, picture, text_on};
use super::format_of;
use super::text::{fit, width_of};
use crate::engine::Metric;
use crate::engine::metric::Unit;
use crate::experiment::{Comparison, Group};
use plotters::style::RGBColor;

const WIDTH: f64 = 680.0;
const ROW: f64 = 34.0;

/// What hours go to, from left to right. The colours alternate in lightness, so that neighbours part in print.
const PARTS: [(Metric, &str, Paint); 6] = [
    (Metric::ReactiveShare, "requests", Paint(RGBColor(0x0f, 0x3f, 0x66))),
    (Metric::PlannedShare, "planned", Paint(RGBColor(0x8f, 0xcf, 0xa9))),
    (Metric::TriggeredShare, "triggered", Paint(RGBColor(0xb5, 0x65, 0x1d))),
    (Metric::IdleShare, "free", Paint(RGBColor(0xf4, 0xf1, 0xe6))),
    (Metric::NonCustomerShare, "other duties", Paint(RGBColor(0xa3, 0xac, 0xb5))),
    (Metric::AbsentShare, "absent", Paint(RGBColor(0xd9, 0xdd, 0xe1))),
];

/// One bar.
struct Row<'a> {
    design: usize,
    name: String,
    /// The team, where the design has several.
    part: Option<&'a String>,
    team: &'a Group,
}

/// Stacked shares of scheduled hours, one bar for each team of each design, with its utilisation beside it.
pub(super) fn time_spent(c: &Comparison) -> Option<Picture> {
    let mut rows: Vec<Row> = Vec::new();
    for (index, design) in c.designs.iter().enumerate() {
        for team in &design.teams {
            let today = if index == c.baseline { " (today)" } else { "" };
            let name = (format!("{}{today}", design.name), (design.teams.len() > 1).then_some(&team.name));
            rows.push(Row { design: index, name: name.0, part: name.1, team });
        }
    }
    rows.retain(|row| PARTS.iter().any(|(metric, _, _)| share(row.team, *metric) > 0.0));
    if rows.is_empty() {
        return None;
    }
    let height = 62.0 + rows.len() as f64 * ROW + 10.0;
    let description = "One bar for each team: the share of scheduled hours that goes to requests, planned work, \
                       triggered work, free time, other duties and absence, with its utilisation and interval.";
    Some(picture("time-spent", "What each CSM hour goes to", description, (WIDTH, height), |canvas| {
        let names = rows.iter().map(|row| width_of(&row.name, LABEL.size, true)).fold(60.0, f64::max);
        let left = names.min(190.0) + 14.0;
        let frame = Frame { left, right: WIDTH - 104.0, top: 58.0, bottom: height - 10.0 };
        key(canvas);
        canvas.text("utilisation", (WIDTH - 4.0, frame.top - 10.0), NOTE.align(Align::Right));
        canvas.text("share of scheduled hours", (frame.left, frame.top - 10.0), NOTE);
        for (index, row) in rows.iter().enumerate() {
            let middle = frame.top + (index as f64 + 0.5) * ROW;
            label(canvas, row, row.design == c.baseline, (left, middle));
            bar(canvas, row.team, frame, middle);
            utilization(canvas, c, row.team, middle);
        }
    }))
}

/// The design, and below it the team where there are several.
fn label(canvas: &mut Canvas, row: &Row, today: bool, (left, middle): (f64, f64)) {
    let pen = if today { LABEL.bold() } else { LABEL };
    let lift = if row.part.is_some() { 7.0 } else { 0.0 };
    let name = fit(&row.name, pen.size * 1.1, left - 12.0);
    canvas.text(&name, (left - 8.0, middle - lift), pen.align(Align::Right));
    if let Some(part) = row.part {
        canvas.text(&fit(part, NOTE.size, left - 12.0), (left - 8.0, middle + 8.0), NOTE.align(Align::Right));
    }
}

fn share(team: &Group, metric: Metric) -> f64 {
    team.get(metric).map(|e| e.mean).filter(|mean| mean.is_finite()).unwrap_or(0.0)
}

fn key(canvas: &mut Canvas) {
    let mut left = 6.0;
    for (_, name, paint) in PARTS {
        canvas.bar((left, 12.0), (left + 14.0, 26.0), paint, 1.0);
        canvas.frame((left, 12.0), (left + 14.0, 26.0), Stroke::solid(AXIS, 1.0));
        canvas.text(name, (left + 20.0, 19.0), LABEL);
        left += 20.0 + width_of(name, LABEL.size, false) + 16.0;
    }
}

fn bar(canvas: &mut Canvas, team: &Group, frame: Frame, middle: f64) {
    let mut from = frame.left;
    let (top, bottom) = (middle - ROW * 0.36, middle + ROW * 0.36);
    for (metric, _, paint) in PARTS {
        let share = share(team, metric);
        let to = from + share * (frame.right - frame.left);
        if to - from < 0.5 {
            continue;
        }
        canvas.bar((from, top), (to, bottom), paint, 1.0);
        let label = format!("{:.0}%", share * 100.0);
        if width_of(&label, NOTE.size, false) + 6.0 < to - from {
            let pen = super::canvas::Pen { paint: text_on(paint), ..NOTE };
            canvas.text(&label, ((from + to) / 2.0, middle), pen.align(Align::Center));
        }
        from = to;
    }
    canvas.frame((frame.left, top), (from, bottom), Stroke::solid(AXIS, 1.0));
}

fn utilization(canvas: &mut Canvas, c: &Comparison, team: &Group, middle: f64) {
    let Some(e) = team.get(Metric::Utilization).filter(|e| e.mean.is_finite()) else { return };
    let format = format_of(&c.scenario);
    let text = format!("{} {}", format.value(Unit::Share, e.mean), format.half_width(Unit::Share, e));
    canvas.text(text.trim(), (WIDTH - 4.0, middle), LABEL.align(Align::Right));
}
