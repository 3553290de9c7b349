//! What goes out: tables, JSON, CSV, plots and the one-page report. Strings and files only; nothing is printed here.

// Nothing here feeds back into a simulation, so the platform's own mathematics will do.
#![allow(clippy::disallowed_methods)]

pub mod bands;
pub mod csv;
mod folder;
pub mod format;
pub mod html;
pub mod json;
pub mod plots;
pub mod reference;
pub mod table;
pub mod trace;

pub use folder::check_writable;

use crate::experiment::{Comparison, Sweep};
use folder::{Content, File};
use plots::Picture;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes the results of a comparison to a folder, whole or not at all; returns the files written.
pub fn write_comparison(dir: &Path, c: &Comparison, command_line: &str) -> io::Result<Vec<PathBuf>> {
    let pictures = plots::comparison(c);
    let rows = |out: &mut dyn Write| csv::replications(c, out);
    let mut files = vec![
        bytes("report.html", html::comparison(c, &pictures, command_line).into_bytes()),
        bytes("summary.json", pretty(&json::summary(c))?),
        ("replications.csv".to_string(), Content::Table(&rows)),
    ];
    finish(dir, &mut files, &pictures, json::manifest(&c.scenario, "comparison", command_line))
}

/// Writes the results of a sweep to a folder, whole or not at all; returns the files written.
pub fn write_sweep(dir: &Path, s: &Sweep, command_line: &str) -> io::Result<Vec<PathBuf>> {
    let pictures = plots::sweep(s);
    let rows = |out: &mut dyn Write| csv::sweep(s, out);
    let mut files = vec![
        bytes("report.html", html::sweep(s, &pictures, command_line).into_bytes()),
        bytes("summary.json", pretty(&json::sweep_summary(s))?),
        ("sweep.csv".to_string(), Content::Table(&rows)),
    ];
    finish(dir, &mut files, &pictures, json::manifest(&s.scenario, "sweep", command_line))
}

/// Adds plots and the manifest, which lists all files, and writes.
fn finish(dir: &Path, files: &mut Vec<File>, pictures: &[Picture], mut manifest: Value) -> io::Result<Vec<PathBuf>> {
    files.extend(pictures.iter().map(|p| bytes(&format!("plots/{}.svg", p.id), p.standalone().into_bytes())));
    let names = files.iter().map(|(name, _)| name.as_str()).chain(["manifest.json"]);
    manifest["files"] = json!(names.collect::<Vec<_>>());
    files.push(bytes("manifest.json", pretty(&manifest)?));
    folder::write(dir, files)
}

fn bytes<'a>(name: &str, content: Vec<u8>) -> File<'a> {
    (name.to_string(), Content::Bytes(content))
}

fn pretty(value: &Value) -> io::Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    Ok(text)
}

/// The design that the verdict speaks of, as far as its words tell: the first one named in it that is not today's.
fn favoured(c: &Comparison) -> usize {
    let others = c.designs.iter().enumerate().filter(|(index, _)| *index != c.baseline);
    let named =
        others.filter_map(|(index, design)| c.verdict.find(&design.name).map(|at| (at, design.name.len(), index)));
    // Where one name begins another, the longer one is meant.
    let first = named.min_by_key(|(at, length, _)| (*at, std::cmp::Reverse(*length)));
    first.map_or(c.designs.len().saturating_sub(1), |(_, _, index)| index)
}
