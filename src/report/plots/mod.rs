//! Plots as SVG: one function each. Labels stand beside what they name, intervals are always drawn, and shape and
//! pattern tell series apart where colour does not.

mod axis;
mod canvas;
mod curves;
mod heat;
mod overtime;
mod response;
mod text;
mod utilization;
mod value;

pub use canvas::Picture;

use super::format::Format;
use crate::engine::Metric;
use crate::experiment::{Comparison, DesignResult, Sweep};
use crate::statistics::Estimate;
use axis::Frame;
use canvas::{Canvas, Dash, LABEL, MUTED, Paint, SERIES, Stroke};

/// All plots of a comparison, in the order of the report.
pub fn comparison(c: &Comparison) -> Vec<Picture> {
    let drawn = [
        value::cost_against_retention(c),
        response::distribution(c),
        utilization::time_spent(c),
        overtime::planned(c),
        overtime::retained(c),
    ];
    drawn.into_iter().flatten().collect()
}

/// All plots of a sweep: curves along one path, a heat map for each design and metric over two.
pub fn sweep(s: &Sweep) -> Vec<Picture> {
    match s.paths.len() {
        0 => Vec::new(),
        1 => curves::all(s),
        _ => heat::all(s),
    }
}

/// How the series of a design looks everywhere.
fn series(index: usize) -> (Paint, Dash) {
    (SERIES[index % SERIES.len()], Dash(index % 8))
}

/// The line of a design.
fn stroke(index: usize, width: f64) -> Stroke {
    let (paint, dash) = series(index);
    Stroke { paint, width, dash, opacity: 1.0 }
}

/// The estimate of a metric over all accounts, where it is a number.
fn of_all(design: &DesignResult, metric: Metric) -> Option<&Estimate> {
    let all = design.groups.iter().find(|group| group.name == "all")?;
    all.get(metric).filter(|e| e.mean.is_finite())
}

/// Both ends of an interval, or the mean twice where there is none.
fn ends(e: &Estimate) -> (f64, f64) {
    let or_mean = |end: f64| if end.is_finite() { end } else { e.mean };
    (or_mean(e.low), or_mean(e.high))
}

/// One line beside a plot: which design, at which height it belongs, and its value there.
#[derive(Clone, Debug)]
struct Beside {
    design: usize,
    height: f64,
    text: String,
}

/// Names lines at their right ends, moved apart, each tied to its line; today's in bold.
fn name_lines(canvas: &mut Canvas, frame: Frame, labels: &[Beside], today: Option<usize>, most: f64) {
    let wanted: Vec<f64> = labels.iter().map(|label| label.height).collect();
    let placed = text::spread(&wanted, 17.0, frame.top + 2.0, frame.bottom - 2.0);
    for (label, y) in labels.iter().zip(placed) {
        let (paint, _) = series(label.design);
        let from = frame.right + 3.0;
        canvas.path(&[(from, label.height), (from + 12.0, y)], Stroke { opacity: 0.6, ..Stroke::solid(paint, 1.0) });
        canvas.mark(label.design, (from + 20.0, y), 4.5, paint);
        let pen = if today == Some(label.design) { LABEL.bold() } else { LABEL };
        canvas.text(&text::fit(&label.text, pen.size * 1.1, most), (from + 30.0, y), pen);
    }
}

/// The sign that the scenario writes before money.
fn format_of(scenario: &crate::model::Scenario) -> Format<'_> {
    Format { currency: &scenario.currency }
}

/// A note below a plot.
fn note(canvas: &mut Canvas, text: &str, at: (f64, f64)) {
    canvas.text(text, at, canvas::Pen { paint: MUTED, ..canvas::NOTE });
}
