//! `caseload run`: one design by itself.

use super::args;
use super::compare::{say_where, simulate, write};
use super::failure::Failure;
use super::request::{Request, Wanted, check_output};
use super::terminal::Terminal;
use crate::report;

/// Does it.
pub fn run(args: &args::Run, terminal: &Terminal) -> Result<(), Failure> {
    let request = Request::new(&args.scenario, &args.simulate, Wanted::One(args.design.as_deref()))?;
    check_output(&args.output)?;
    let comparison = simulate(&request, terminal)?;
    let written = write(args.output.output.as_deref(), &comparison)?;
    terminal.warn(&comparison.warnings);
    if args.output.json {
        terminal.json(&report::json::summary(&comparison))?;
    } else {
        terminal.answer(&report::table::run(
            &comparison.scenario,
            &comparison.designs[0],
            terminal.width(),
            terminal.color(),
        ))?;
    }
    say_where(terminal, &written);
    Ok(())
}
