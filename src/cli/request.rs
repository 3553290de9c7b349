//! Requests: arguments checked against the scenario they are about.

use super::args::{Output, Simulate};
use super::failure::Failure;
use crate::experiment::Options;
use crate::experiment::wording::list;
use crate::model::Scenario;
use crate::report;
use std::path::Path;
use std::sync::Arc;

/// A scenario with what is to be done on it.
#[derive(Clone, Debug)]
pub struct Request {
    /// The scenario, with replications and seed as asked for.
    pub scenario: Arc<Scenario>,
    /// Designs and threads.
    pub options: Options,
}

/// Which designs are wanted.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// These, or all where none is named; and today's, if `with_today`.
    Several {
        /// Names as typed.
        names: &'a [String],
        /// Whether today's design takes part anyhow.
        with_today: bool,
    },
    /// Exactly one.
    One(Option<&'a str>),
}

impl Request {
    /// Reads the scenario and checks the rest against it.
    pub fn new(path: &Path, simulate: &Simulate, wanted: Wanted) -> Result<Request, Failure> {
        Request::of(Scenario::read(path, &[])?, simulate, wanted)
    }

    /// Checks the rest against a scenario that has been read.
    pub fn of(mut scenario: Scenario, simulate: &Simulate, wanted: Wanted) -> Result<Request, Failure> {
        if let Some(replications) = simulate.replications {
            scenario.simulation.replications = replications;
        }
        if let Some(seed) = simulate.seed {
            scenario.simulation.seed = seed;
        }
        let designs = match wanted {
            Wanted::Several { names, with_today } => several(&scenario, names, with_today)?,
            Wanted::One(name) => vec![one(&scenario, name)?],
        };
        let options = Options { designs, threads: simulate.threads.map(usize::from) };
        Ok(Request { scenario: Arc::new(scenario), options })
    }
}

/// Indices of the named designs in the order of the scenario; empty where none is named.
fn several(scenario: &Scenario, names: &[String], with_today: bool) -> Result<Vec<usize>, Failure> {
    let mut designs = names.iter().map(|name| named(scenario, name)).collect::<Result<Vec<_>, _>>()?;
    if with_today && !designs.is_empty() {
        designs.push(scenario.current);
    }
    designs.sort_unstable();
    designs.dedup();
    Ok(designs)
}

fn one(scenario: &Scenario, name: Option<&str>) -> Result<usize, Failure> {
    match name {
        Some(name) => named(scenario, name),
        None if scenario.designs.len() == 1 => Ok(0),
        None => Err(Failure::Usage(format!(
            "which design? the scenario has {}; choose one with --design, or compare them all with `caseload compare`",
            list(&names(scenario))
        ))),
    }
}

fn named(scenario: &Scenario, name: &str) -> Result<usize, Failure> {
    let found = scenario.designs.iter().position(|design| design.name == name);
    found.ok_or_else(|| {
        let names = names(scenario);
        let meant = did_you_mean(name, names.iter().map(String::as_str));
        Failure::Usage(format!("there is no design `{name}`{meant}; the scenario has {}", list(&names)))
    })
}

fn names(scenario: &Scenario) -> Vec<String> {
    scenario.designs.iter().map(|design| design.name.clone()).collect()
}

/// " (did you mean `pooled`?)", or nothing.
pub fn did_you_mean<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = known.map(|name| (strsim::jaro_winkler(word, name), name));
    let best = near.filter(|(likeness, _)| *likeness > 0.8).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or(String::new(), |(_, name)| format!(" (did you mean `{name}`?)"))
}

/// Finds out before a long run whether its results can be written.
pub fn check_output(output: &Output) -> Result<(), Failure> {
    match &output.output {
        Some(dir) => check_folder(dir),
        None => Ok(()),
    }
}

/// Finds out whether a folder can be written.
pub fn check_folder(dir: &Path) -> Result<(), Failure> {
    // The error names the folder and what is wrong with it.
    report::check_writable(dir).map_err(|error| Failure::World(format!("{error} (choose another folder with -o)")))
}

/// The command line, as one would type it again.
pub fn command_line() -> String {
    let quoted = std::env::args().skip(1).map(|arg| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=,:%+@".contains(c);
        if !arg.is_empty() && arg.chars().all(plain) { arg } else { format!("'{}'", arg.replace('\'', "'\\''")) }
    });
    std::iter::once("caseload".to_string()).chain(quoted).collect::<Vec<_>>().join(" ")
}
