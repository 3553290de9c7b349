//! Tidy tables for notebooks and spreadsheets, with all digits.

use crate::engine::Metric;
use crate::experiment::{Comparison, Sweep};
use std::io::{self, Write};

/// One row for each design, replication and segment: the unit of data, from which every estimate can be recomputed.
pub fn replications(c: &Comparison, out: impl Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let columns = ["design", "replication", "segment"].into_iter().chain(Metric::ALL.into_iter().map(Metric::name));
    table.write_record(columns).map_err(io::Error::other)?;
    for design in &c.designs {
        for (replication, groups) in design.rows.iter().enumerate() {
            for (index, values) in groups.iter().enumerate() {
                let mut row = vec![design.name.clone(), replication.to_string(), segment_name(c, index)];
                row.extend(Metric::ALL.into_iter().map(|metric| digits(values[metric])));
                table.write_record(&row).map_err(io::Error::other)?;
            }
        }
    }
    table.flush()
}

/// One row for each grid point, design, segment and metric.
pub fn sweep(s: &Sweep, out: impl Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let tail = ["design", "segment", "metric", "mean", "std_error", "low", "high", "n"];
    let columns = s.paths.iter().map(String::as_str).chain(tail);
    table.write_record(columns).map_err(io::Error::other)?;
    for point in &s.points {
        for design in &point.designs {
            for group in &design.groups {
                for (metric, e) in &group.metrics {
                    let mut row = point.values.clone();
                    row.extend([design.name.clone(), group.name.clone(), metric.name().to_string()]);
                    row.extend([e.mean, e.std_error, e.low, e.high].map(digits));
                    row.push(e.n.to_string());
                    table.write_record(&row).map_err(io::Error::other)?;
                }
            }
        }
    }
    table.flush()
}

/// Rows of a replication hold all accounts first, then the segments in the order of the scenario.
fn segment_name(c: &Comparison, index: usize) -> String {
    let segment = index.checked_sub(1).and_then(|index| c.scenario.segments.get(index));
    segment.map_or_else(|| "all".to_string(), |segment| segment.name.clone())
}

/// The shortest text that reads back as the same number; empty where it is not defined.
fn digits(value: f64) -> String {
    if value.is_finite() { value.to_string() } else { String::new() }
}
