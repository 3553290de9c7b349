//! What happens month by month: planned work delivered, revenue retained.

use super::axis::{Frame, Scale, horizontal, range, room_for, ticks, vertical};
use super::canvas::{LABEL, Picture, picture};
use super::text::width_of;
use super::{Beside, format_of, name_lines, series, stroke};
use crate::engine::metric::Unit;
use crate::experiment::{Band, Comparison, DesignResult};

const SIZE: (f64, f64) = (680.0, 380.0);

/// Share of planned work delivered, month by month.
pub(super) fn planned(c: &Comparison) -> Option<Picture> {
    let description = "The share of planned touches delivered before they expired, month by month, one line a design; \
                       the shaded bands hold nine of ten replications of today's design and of the one that the \
                       verdict speaks of.";
    let about = ("planned-work", "Planned work delivered over time", description);
    lines(c, about, "planned touches delivered, monthly", 1, |design| &design.planned)
}

/// Share of opening ARR still there, month by month.
pub(super) fn retained(c: &Comparison) -> Option<Picture> {
    let description = "The share of the opening ARR that is still there at the end of each month, expansion not \
                       counted, one line a design; the shaded bands hold nine of ten replications of today's design \
                       and of the one that the verdict speaks of.";
    let about = ("retained-revenue", "Revenue retained over time", description);
    lines(c, about, "opening ARR still there", 0, |design| &design.retained)
}

fn lines(
    c: &Comparison,
    (id, title, description): (&str, &str, &str),
    quantity: &str,
    first_month: usize,
    of: impl Fn(&DesignResult) -> &Vec<Band>,
) -> Option<Picture> {
    let months = c.designs.iter().map(|design| of(design).len()).max().unwrap_or(0);
    if months < 2 {
        return None;
    }
    let banded = [c.baseline, crate::report::favoured(c)];
    let means = c.designs.iter().flat_map(|design| of(design).iter().map(|band| band.mean));
    let edges = banded.iter().flat_map(|i| of(&c.designs[*i]).iter().flat_map(|band| [band.p5, band.p95]));
    let (low, high) = range(means.chain(edges), 0.06);
    let (low, high) = (low.max(0.0), high.min(1.0).max(low + 1e-3));
    Some(picture(id, title, description, SIZE, |canvas| {
        let format = format_of(&c.scenario);
        let values = ticks((low, high), 8);
        // As many digits as tell neighbours apart.
        let step = values.windows(2).map(|pair| pair[1] - pair[0]).fold(1.0, f64::min) * 100.0;
        let digits = (-step.log10().min(0.0) - 1e-9).ceil() as usize;
        let shares: Vec<_> = values.into_iter().map(|v| (v, format!("{:.digits$}%", v * 100.0))).collect();
        let frame =
            Frame { left: room_for(&shares), right: SIZE.0 - 40.0 - names_width(c), top: 36.0, bottom: SIZE.1 - 50.0 };
        let last = (first_month + months - 1) as f64;
        let x = Scale::linear((first_month as f64, last), frame.across());
        let y = Scale::linear((low, high), frame.upward());
        vertical(canvas, frame, y, &shares, &format!("{quantity}; bands: 5th to 95th percentile of replications"));
        let step = [1, 2, 3, 6, 12, 24].into_iter().find(|step| months / step <= 10).unwrap_or(48);
        let ticks: Vec<_> =
            (first_month..first_month + months).filter(|m| m % step == 0).map(|m| (m as f64, m.to_string())).collect();
        horizontal(canvas, frame, x, &ticks, "months since measuring began");
        let month = |at: usize| x.at((first_month + at) as f64);
        for index in banded {
            let bands: Vec<(usize, &Band)> =
                of(&c.designs[index]).iter().enumerate().filter(|(_, b)| b.mean.is_finite()).collect();
            let upper = bands.iter().map(|(at, band)| (month(*at), y.at(band.p95)));
            let lower = bands.iter().rev().map(|(at, band)| (month(*at), y.at(band.p5)));
            canvas.area(&upper.chain(lower).collect::<Vec<_>>(), series(index).0, 0.13);
        }
        let mut labels = Vec::new();
        for (index, design) in c.designs.iter().enumerate() {
            let bands: Vec<(usize, &Band)> =
                of(design).iter().enumerate().filter(|(_, b)| b.mean.is_finite()).collect();
            let points: Vec<(f64, f64)> = bands.iter().map(|(at, band)| (month(*at), y.at(band.mean))).collect();
            let (Some((_, end)), Some(&(_, height))) = (bands.last(), points.last()) else { continue };
            canvas.path(&points, stroke(index, if index == c.baseline { 3.0 } else { 2.0 }));
            labels.push(Beside {
                design: index,
                height,
                text: format!("{} {}", format.value(Unit::Share, end.mean), name(c, index)),
            });
        }
        name_lines(canvas, frame, &labels, Some(c.baseline), SIZE.0 - frame.right - 38.0);
    }))
}

/// Room for the labels at the ends of lines.
fn names_width(c: &Comparison) -> f64 {
    let names =
        (0..c.designs.len()).map(|index| width_of(&format!("88.8% {}", name(c, index)), LABEL.size * 1.1, true));
    names.fold(0.0, f64::max).min(220.0)
}

fn name(c: &Comparison, index: usize) -> String {
    let name = &c.designs[index].name;
    if index == c.baseline { format!("{name} (today)") } else { name.clone() }
}
