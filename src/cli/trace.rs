//! `caseload trace`: one account's life under each design, or the accounts that fared differently.

use super::args;
use super::failure::Failure;
use super::request::{Request, Wanted};
use super::terminal::Terminal;
use crate::experiment::Rerun;
use crate::experiment::wording::count;
use crate::report;

/// Width of the table where the terminal does not say.
const WIDTH: usize = 120;

/// Does it.
pub fn trace(args: &args::Trace, terminal: &Terminal) -> Result<(), Failure> {
    if let (Some(from), Some(until)) = (args.from, args.until)
        && from > until
    {
        return Err(Failure::Usage(format!(
            "--from {from} is later than --until {until}; write the earlier date first"
        )));
    }
    let simulate = args::Simulate { replications: None, seed: args.seed, threads: args.threads };
    let wanted = Wanted::Several { names: &args.design, with_today: true };
    let Request { scenario, options } = Request::new(&args.scenario, &simulate, wanted)?;
    let known = scenario.simulation.replications;
    if args.replication >= known {
        terminal.remark(&format!(
            "note: the scenario has replications 0 to {}; number {} is in the results of `-r {}`",
            known - 1,
            args.replication,
            args.replication + 1
        ));
    }
    let rerun = Rerun::draw(scenario.clone(), &options.designs, args.replication);
    // Whether the account exists is known before the long part.
    if let Some(number) = args.account.filter(|number| *number >= rerun.accounts()) {
        return Err(Failure::Usage(format!(
            "there is no account {number}; replication {} has accounts 0 to {} ({})",
            args.replication,
            rerun.accounts().saturating_sub(1),
            ranges(&rerun, &scenario)
        )));
    }
    let bar = terminal.bar();
    let rerun = rerun.anchored(options.threads, &|progress| bar.note(progress));
    bar.finish();
    let rerun = rerun?;
    let (width, color) = (terminal.width_or(WIDTH), terminal.color());
    let Some(mut trace) = args.account.and_then(|number| rerun.trace(number)) else {
        let fates = rerun.fates();
        if args.json {
            return terminal.json(&report::trace::fates(&scenario, &fates, args.replication));
        }
        terminal.answer(&report::table::fates(&scenario, &fates, args.replication, width, color))?;
        if let Some(first) = fates.differing().first() {
            let (path, number) = (args.scenario.display(), fates.accounts[*first].number);
            terminal
                .remark(&format!("next: caseload trace {path} --replication {} --account {number}", args.replication));
        }
        return Ok(());
    };
    trace.keep(args.from, args.until);
    if args.json {
        terminal.json(&report::trace::life(&trace))
    } else {
        terminal.answer(&report::table::trace(&trace, width, color))
    }
}

/// `smb 0 to 1,399, new accounts from 1,400`: which numbers belong to which segment.
fn ranges(rerun: &Rerun, scenario: &crate::model::Scenario) -> String {
    let mut first = 0;
    let mut parts = Vec::new();
    for segment in &scenario.segments {
        let last = first + u64::from(segment.accounts) - 1;
        parts.push(format!("{} {} to {}", segment.name, count(first), count(last)));
        first = last + 1;
    }
    if first < u64::from(rerun.accounts()) {
        parts.push(format!("new ones from {}", count(first)));
    }
    parts.join(", ")
}
