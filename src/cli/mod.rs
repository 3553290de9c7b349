//! The terminal door: arguments as typed, checked into requests, answered on stdout, everything else on stderr.

mod accounts;
mod args;
mod arithmetic;
mod channels;
mod check;
mod columns;
mod compare;
mod demo;
mod exceptions;
mod failure;
mod hiring;
mod leanings;
mod man;
mod new;
mod presets;
mod programs;
mod progress;
mod request;
mod run;
mod signs;
mod sweep;
mod terminal;
mod trace;
mod transitions;
mod validate;

use args::{Args, Command};
use clap::{CommandFactory, Parser};
use failure::Failure;
use std::process::ExitCode;
use terminal::Terminal;

/// Parses the process's arguments, does what they ask and says how it went.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return usage(&error),
    };
    let terminal = Terminal::new(args.color, args.quiet);
    match answer(&args, &terminal) {
        Ok(()) => ExitCode::from(failure::ANSWERED),
        Err(failure) => {
            terminal.fail(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}

fn answer(args: &Args, terminal: &Terminal) -> Result<(), Failure> {
    match &args.command {
        Command::Demo(demo) => demo::demo(demo, terminal),
        Command::New(new) => new::new(new, terminal),
        Command::Check(check) => check::check(check, terminal),
        Command::Run(run) => run::run(run, terminal),
        Command::Compare(compare) => compare::compare(compare, terminal),
        Command::Sweep(sweep) => sweep::sweep(sweep, terminal),
        Command::Trace(trace) => trace::trace(trace, terminal),
        Command::Validate(validate) => validate::validate(validate, terminal),
        Command::Schema(schema) if schema.markdown => terminal.answer(&crate::report::reference::markdown()),
        Command::Schema(_) => terminal.json(&crate::model::scenario::json_schema()),
        Command::Man(page) => man::man(page, terminal),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "caseload", &mut script);
            terminal.answer_bytes(&script)
        }
    }
}

/// Help and version go to stdout with success; misuse goes to stderr.
fn usage(error: &clap::Error) -> ExitCode {
    // clap writes to the right stream by itself; a closed pipe is no reason to complain.
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { failure::MISUSED } else { failure::ANSWERED })
}
