//! `caseload validate`: the engine against theory.

use super::args;
use super::failure::Failure;
use super::terminal::Terminal;
use crate::experiment::validation::{self, Extent};
use crate::report;

/// Does it.
pub fn validate(args: &args::Validate, terminal: &Terminal) -> Result<(), Failure> {
    let extent = if args.full { Extent::Full } else { Extent::Quick };
    let cases = validation::chosen(extent, args.only.as_deref());
    if cases.is_empty() {
        let only = args.only.as_deref().unwrap_or_default();
        let (which, advice) = if args.full { ("", "") } else { (" quick", "; `--full` has more") };
        return Err(Failure::Usage(format!("no{which} case has `{only}` in its name or family{advice}")));
    }
    let bar = terminal.bar();
    let threads = args.threads.map(usize::from);
    let validation = validation::validate(extent, &cases, args.seed, threads, &|progress| bar.note(progress));
    bar.finish();
    let validation = validation?;
    if args.json {
        terminal.json(&report::json::validation(&validation))?;
    } else {
        terminal.answer(&report::table::validation(&validation, terminal.width(), terminal.color()))?;
    }
    if validation.holds() { Ok(()) } else { Err(Failure::No) }
}
