//! The table with a row a design, and its like for the points of a sweep.

use super::minus;
use crate::engine::Metric;
use crate::engine::metric::Better;
use crate::experiment::{Comparison, DesignResult, Difference, Sweep, frontier};
use crate::report::format::{Format, MISSING, count, is_clear, is_same};
use crate::statistics::Estimate;
use maud::{Markup, html};

/// The columns of a row.
pub(super) const COLUMNS: [(Metric, &str); 10] = [
    (Metric::Csms, "CSMs"),
    (Metric::CostAnnual, "Cost a year"),
    (Metric::FirstResponseHoursP90, "P90 first response, business time"),
    (Metric::WithinTargetShare, "Answered within target"),
    (Metric::PlannedDeliveredShare, "Planned work delivered"),
    (Metric::Utilization, "Utilisation"),
    (Metric::LogoChurnAnnual, "Logo churn a year"),
    (Metric::GrrAnnual, "GRR a year"),
    (Metric::NrrAnnual, "NRR a year"),
    (Metric::ArrPerCsm, "ARR per CSM"),
];

/// One row a design over all accounts.
pub(super) fn designs(c: &Comparison) -> Markup {
    let today = c.designs.get(c.baseline).map_or("", |design| design.name.as_str());
    html! {
        section aria-labelledby="designs" {
            h2 id="designs" { "The designs side by side" }
            (table(c, "all", &COLUMNS, &frontier::dominated_by(c)))
            @if let Some(sentence) = frontier::sentence(c) {
                p.long { (sentence) }
                p.note { (frontier::DOMINATED) }
            }
            p.note {
                "After each value: half the width of its interval. Below: the difference to " (today)
                " (today) and its paired interval; none where they are the same. "
                "▲ clearly better and ▼ clearly worse: the interval excludes zero. ≈ no clear difference. "
                "★ the best mean, whether or not its lead is clear."
            }
        }
    }
}

/// The table of some metrics for one group: all accounts or a segment.
pub(super) fn table(
    c: &Comparison,
    group: &str,
    columns: &[(Metric, &'static str)],
    dominated: &[Option<usize>],
) -> Markup {
    let format = Format { currency: &c.scenario.currency };
    let shown: Vec<(Metric, &str)> = columns
        .iter()
        .copied()
        .filter(|(metric, _)| c.designs.iter().any(|d| estimate(d, group, *metric).is_some()))
        .collect();
    html! {
        div.wide {
            table.cards {
                thead { tr {
                    th scope="col" { "Design" }
                    @for (_, heading) in &shown { th scope="col" { (heading) } }
                } }
                tbody {
                    @for (index, design) in c.designs.iter().enumerate() {
                        tr class=[(index == c.baseline).then_some("today")] {
                            th scope="row" {
                                (breakable(&design.name))
                                @if index == c.baseline { " " span.tag.today-tag { "today" } }
                                @if dominated.get(index).is_some_and(Option::is_some) { " " span.tag { "dominated" } }
                            }
                            @for (metric, heading) in &shown {
                                td data-label=(heading) { (cell(c, index, group, *metric, format)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn estimate<'a>(design: &'a DesignResult, group: &str, metric: Metric) -> Option<&'a Estimate> {
    let group = design.groups.iter().find(|g| g.name == group)?;
    group.get(metric).filter(|e| e.mean.is_finite())
}

fn cell(c: &Comparison, index: usize, group: &str, metric: Metric, format: Format) -> Markup {
    let Some(e) = estimate(&c.designs[index], group, metric) else { return html! { (minus(MISSING)) } };
    let value = if metric == Metric::Csms { count(e.mean) } else { format.metric(metric, e.mean) };
    let half = if e.high > e.low { format.half_width(metric.unit(), e) } else { String::new() };
    let difference = c.differences.iter().find(|d| d.design == index);
    html! {
        div {
            @if is_best(c, index, group, metric) { span.best title="best mean" { "★ " } }
            b { (minus(&value)) }
            @if !half.is_empty() { " " span.half { (half) } }
        }
        @if let Some(difference) = difference { (delta(difference, group, metric, format)) }
    }
}

/// The difference to today with its interval, in words and a sign, so that colour is never the only cue.
fn delta(difference: &Difference, group: &str, metric: Metric, format: Format) -> Markup {
    let found = difference.groups.iter().find(|g| g.name == group).and_then(|g| g.get(metric));
    let Some(e) = found.map(|d| &d.estimate).filter(|e| e.mean.is_finite()) else { return html! {} };
    // Without a better and a worse there is nothing to decide; the value itself says enough.
    if is_same(e) || (metric.better() == Better::Neither && metric != Metric::Csms) {
        return html! {};
    }
    let (value, interval) = match metric {
        Metric::Csms => (format!("{}{}", if e.mean > 0.0 { "+" } else { "" }, count(e.mean)), MISSING.to_string()),
        _ => format.difference_and_interval(metric.unit(), e),
    };
    let better = match metric.better() {
        Better::Lower => Some(e.mean < 0.0),
        Better::Higher => Some(e.mean > 0.0),
        Better::Neither => None,
    };
    let (class, sign) = match (better, is_clear(e)) {
        (None, _) => ("delta", ""),
        (Some(_), false) => ("delta", "≈ "),
        (Some(true), true) => ("delta good", "▲ "),
        (Some(false), true) => ("delta bad", "▼ "),
    };
    html! {
        small class=(class) { (sign) (minus(&value)) }
        @if interval != "exact" && interval != MISSING { small { (minus(&interval)) } }
    }
}

/// Whether no other design has a better mean; a value that all share is best of none.
fn is_best(c: &Comparison, index: usize, group: &str, metric: Metric) -> bool {
    let means: Vec<f64> = c.designs.iter().filter_map(|d| estimate(d, group, metric)).map(|e| e.mean).collect();
    let Some(own) = estimate(&c.designs[index], group, metric).map(|e| e.mean) else { return false };
    let rivals = means.len() > 1 && means.iter().any(|mean| *mean != own);
    rivals
        && match metric.better() {
            Better::Lower => means.iter().all(|mean| own <= *mean),
            Better::Higher => means.iter().all(|mean| own >= *mean),
            Better::Neither => false,
        }
}

/// A name that may break after an underscore, where a table leaves it little room.
pub(super) fn breakable(name: &str) -> Markup {
    html! { @for part in name.split_inclusive('_') { (part) wbr; } }
}

/// What was varied, with today's values.
pub(super) fn varied(s: &Sweep) -> Markup {
    html! {
        section.verdict aria-labelledby="varied" {
            h2 id="varied" { "Varied" }
            @for (path, today) in s.paths.iter().zip(&s.today) {
                p { code { (path) } @if let Some(today) = today { ", today " (today) } }
            }
        }
    }
}

/// One row for each grid point, design by design.
pub(super) fn points(s: &Sweep) -> Markup {
    let format = Format { currency: &s.scenario.currency };
    let designs = s.points.first().map_or(0, |point| point.designs.len());
    html! {
        section aria-labelledby="points" {
            h2 id="points" { "Every point" }
            @for design in 0..designs {
                h3 { (s.points[0].designs[design].name) }
                div.wide {
                    table.cards {
                        thead { tr {
                            @for path in &s.paths { th scope="col" { (path) } }
                            @for (_, heading) in COLUMNS { th scope="col" { (heading) } }
                        } }
                        tbody { @for point in &s.points { (point_row(s, point, design, format)) } }
                    }
                }
            }
        }
    }
}

fn point_row(s: &Sweep, point: &crate::experiment::SweepPoint, design: usize, format: Format) -> Markup {
    let today = point.values.iter().zip(&s.today).all(|(value, today)| today.as_deref() == Some(value.as_str()));
    html! {
        tr class=[today.then_some("today")] {
            @for (at, value) in point.values.iter().enumerate() {
                @if at == 0 {
                    th scope="row" { (value) @if today { " " span.tag.today-tag { "today" } } }
                } @else {
                    td data-label=(s.paths[at]) { (value) }
                }
            }
            @for (metric, heading) in COLUMNS {
                td data-label=(heading) { (point_cell(point.designs.get(design), metric, format)) }
            }
        }
    }
}

fn point_cell(design: Option<&DesignResult>, metric: Metric, format: Format) -> Markup {
    let Some(e) = design.and_then(|d| estimate(d, "all", metric)) else { return html! { (minus(MISSING)) } };
    let value = if metric == Metric::Csms { count(e.mean) } else { format.metric(metric, e.mean) };
    html! {
        div {
            b { (minus(&value)) }
            @if e.high > e.low { " " span.half { (format.half_width(metric.unit(), e)) } }
        }
    }
}
