//! `caseload compare`: all designs on the same customers.

use super::args;
use super::failure::Failure;
use super::request::{Request, Wanted, check_output, command_line};
use super::terminal::Terminal;
use crate::experiment::{self, Comparison};
use crate::report;
use std::path::{Path, PathBuf};

/// Does it.
pub fn compare(args: &args::Compare, terminal: &Terminal) -> Result<(), Failure> {
    let wanted = Wanted::Several { names: &args.design, with_today: true };
    let request = Request::new(&args.scenario, &args.simulate, wanted)?;
    check_output(&args.output)?;
    let comparison = simulate(&request, terminal)?;
    let written = write(args.output.output.as_deref(), &comparison)?;
    if args.output.json {
        terminal.warn(&comparison.warnings);
        terminal.json(&report::json::summary(&comparison))?;
    } else {
        terminal.answer(&report::table::comparison(&comparison, terminal.width(), terminal.color()))?;
    }
    say_where(terminal, &written);
    Ok(())
}

/// Simulates under a progress bar.
pub fn simulate(request: &Request, terminal: &Terminal) -> Result<Comparison, Failure> {
    let bar = terminal.bar();
    let comparison = experiment::compare(request.scenario.clone(), &request.options, &|progress| bar.note(progress));
    bar.finish();
    Ok(comparison?)
}

/// Writes all result files, if a folder is given.
pub fn write(dir: Option<&Path>, comparison: &Comparison) -> Result<Vec<PathBuf>, Failure> {
    let Some(dir) = dir else { return Ok(Vec::new()) };
    report::write_comparison(dir, comparison, &command_line()).map_err(|error| Failure::World(error.to_string()))
}

/// The last line: where the report is, or how to get one.
pub fn say_where(terminal: &Terminal, written: &[PathBuf]) {
    let report = written.iter().find(|path| path.ends_with("report.html")).or(written.first());
    match report {
        Some(report) => terminal.remark(&format!("written: {} and what is beside it", report.display())),
        None => terminal.remark("nothing was written; add `-o results` for a report, data files and plots"),
    }
}
