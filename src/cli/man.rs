//! `caseload man`: manual pages, from the same definitions as `--help`.

use super::args::{self, Args};
use super::failure::Failure;
use super::request::did_you_mean;
use super::terminal::Terminal;
use crate::experiment::wording::list;
use clap::CommandFactory;

/// Does it.
pub fn man(args: &args::Man, terminal: &Terminal) -> Result<(), Failure> {
    let mut program = Args::command();
    // Fills in what commands inherit: names in usage lines, global flags.
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => find(&program, name)?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(|error| Failure::World(format!("the page cannot be made: {error}")))?;
    terminal.answer_bytes(&page)
}

fn find(program: &clap::Command, name: &str) -> Result<clap::Command, Failure> {
    program.find_subcommand(name).cloned().ok_or_else(|| {
        let names: Vec<String> = program.get_subcommands().map(|command| command.get_name().to_string()).collect();
        let meant = did_you_mean(name, names.iter().map(String::as_str));
        Failure::Usage(format!("there is no command `{name}`{meant}; there are {}", list(&names)))
    })
}
