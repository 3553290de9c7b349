//! The arguments as typed.

use crate::experiment::wording::count;
use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// How should a customer-success team cover its accounts?
///
/// Caseload simulates pooled, named, pod and hybrid coverage on the same simulated customers and says what each
/// design does to response times, planned work, churn, retained revenue and cost, with an interval on every number.
///
/// Everything stays on this machine: no network, no telemetry.
#[derive(Debug, Parser)]
#[command(name = "caseload", version, max_term_width = 100, after_help = EXIT_CODES, after_long_help = LONG_HELP)]
pub struct Args {
    /// Colours on the terminal (`auto` respects NO_COLOR and pipes)
    #[arg(long, global = true, display_order = 100, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    /// Say nothing on stderr but errors (warnings still stand in the report and in the JSON)
    #[arg(short, long, global = true, display_order = 100)]
    pub quiet: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "\
Exit codes: 0 answered, 1 answered \"no\", 2 wrong usage or scenario, 3 a file or folder failed.";

const LONG_HELP: &str = "\
First steps:
  caseload demo                                  a scenario, a report and a verdict, in seconds
  caseload new > my.toml                         a commented scenario to edit
  caseload check my.toml                         what it says, and what a spreadsheet says
  caseload compare my.toml -o results            all designs, with results/report.html

The answer goes to stdout; progress, warnings and errors go to stderr.
The same version, scenario and seed give the same bytes, on any number of threads.

Exit codes:
  0  answered
  1  answered \"no\" (a check of `validate` failed)
  2  wrong usage, or something is wrong with the scenario
  3  the world failed: a file or folder cannot be read or written";

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always, into pipes and files too
    Always,
    /// Never
    Never,
}

/// A whole number within limits, or what to write.
fn whole(text: &str, low: u32, high: u32) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| (low..=high).contains(number));
    number.ok_or_else(|| format!("write a whole number from {} to {}", count(low.into()), count(high.into())))
}

fn threads(text: &str) -> Result<u16, String> {
    whole(text, 1, 1024).map(|number| number as u16)
}

fn replications(text: &str) -> Result<u32, String> {
    whole(text, 1, 1_000_000)
}

fn replication(text: &str) -> Result<u32, String> {
    whole(text, 0, 999_999)
}

fn account(text: &str) -> Result<u32, String> {
    whole(text, 0, u32::MAX)
}

fn day(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| "write a date such as 2026-01-31".to_string())
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show what it does: writes a scenario and its report, prints the verdict
    Demo(Demo),
    /// Print or write a commented scenario to start from
    New(New),
    /// Check a scenario and explain it, with the load and the answer of a spreadsheet; simulates nothing
    Check(Check),
    /// Simulate one design
    Run(Run),
    /// Simulate all designs on the same customers and compare them with today's
    Compare(Compare),
    /// Vary one or two values of the scenario over a range, every design at every point
    Sweep(Sweep),
    /// Follow one account through one replication, under each design side by side
    Trace(Trace),
    /// Check the engine against queueing theory: ordinary scenarios with known answers
    Validate(Validate),
    /// Print the JSON Schema of scenario files, for editors, or their reference, for people
    Schema(Schema),
    /// Print the manual page of the program or of one command
    ///
    /// To read it: `caseload man compare | man -l -`.
    Man(Man),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
}

/// `caseload validate`.
#[derive(Debug, clap::Args)]
pub struct Validate {
    /// One case of each family, in well under a minute (the default)
    #[arg(long)]
    pub quick: bool,
    /// Every case, in minutes
    #[arg(long, conflicts_with = "quick")]
    pub full: bool,
    /// Only cases with this text in their name or family
    #[arg(long, value_name = "TEXT")]
    pub only: Option<String>,
    /// Master seed; another one is another chance to find a difference
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Threads (default: one for each core); the results do not depend on it
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<u16>,
    /// Print the results as JSON
    #[arg(long)]
    pub json: bool,
}

/// `caseload schema`.
#[derive(Debug, clap::Args)]
pub struct Schema {
    /// Print the reference of all tables and keys in Markdown instead: types, defaults, evidence, examples
    #[arg(long)]
    pub markdown: bool,
}

/// `caseload man`.
#[derive(Debug, clap::Args)]
pub struct Man {
    /// The command whose page is wanted; without it that of the program
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

/// Flags of everything that simulates.
#[derive(Clone, Debug, clap::Args)]
pub struct Simulate {
    /// Independent replications, instead of the scenario's number
    #[arg(short, long, value_name = "N", value_parser = replications)]
    pub replications: Option<u32>,
    /// Master seed, instead of the scenario's
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Threads (default: one for each core); the results do not depend on it
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<u16>,
}

/// Where the answer goes.
#[derive(Clone, Debug, clap::Args)]
pub struct Output {
    /// Folder for report, data files and plots; created if needed. Without it nothing is written
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Print the results as JSON (what summary.json holds) instead of tables
    #[arg(long)]
    pub json: bool,
}

/// `caseload demo`.
#[derive(Debug, clap::Args)]
pub struct Demo {
    /// Folder for the scenario and its report
    #[arg(short, long, value_name = "DIR", default_value = "demo")]
    pub output: PathBuf,
    /// How to simulate
    #[command(flatten)]
    pub simulate: Simulate,
}

/// `caseload new`.
#[derive(Debug, clap::Args)]
pub struct New {
    /// Which one of --list; without it the first, pooled-vs-named
    #[arg(value_name = "PRESET")]
    pub preset: Option<String>,
    /// List the presets with the question each answers
    #[arg(long, conflicts_with_all = ["preset", "output"])]
    pub list: bool,
    /// File to write instead of stdout; never overwritten
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `caseload check`.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// Scenario file (TOML)
    pub scenario: PathBuf,
    /// Only list the accounts that a design cannot treat like the others, one by one with the reason
    #[arg(long)]
    pub accounts: bool,
    /// The replication whose accounts are listed
    #[arg(long, value_name = "R", default_value_t = 0, value_parser = replication, requires = "accounts")]
    pub replication: u32,
}

/// `caseload run`.
#[derive(Debug, clap::Args)]
pub struct Run {
    /// Scenario file (TOML)
    pub scenario: PathBuf,
    /// The design to simulate; may be left out where the scenario has only one
    #[arg(long, value_name = "NAME")]
    pub design: Option<String>,
    /// How to simulate
    #[command(flatten)]
    pub simulate: Simulate,
    /// Where the answer goes
    #[command(flatten)]
    pub output: Output,
}

/// `caseload compare`.
#[derive(Debug, clap::Args)]
pub struct Compare {
    /// Scenario file (TOML)
    pub scenario: PathBuf,
    /// Only this design (repeatable); today's design always takes part
    #[arg(long, value_name = "NAME")]
    pub design: Vec<String>,
    /// How to simulate
    #[command(flatten)]
    pub simulate: Simulate,
    /// Where the answer goes
    #[command(flatten)]
    pub output: Output,
}

/// `caseload sweep`.
#[derive(Debug, clap::Args)]
#[command(after_help = SWEEP_EXAMPLES)]
pub struct Sweep {
    /// Scenario file (TOML)
    pub scenario: PathBuf,
    /// A path of the scenario and the values it takes; give it twice for a grid
    #[arg(long = "vary", value_name = "PATH=RANGE", required = true)]
    pub vary: Vec<String>,
    /// Only this design (repeatable)
    #[arg(long, value_name = "NAME")]
    pub design: Vec<String>,
    /// How to simulate
    #[command(flatten)]
    pub simulate: Simulate,
    /// Where the answer goes
    #[command(flatten)]
    pub output: Output,
}

const SWEEP_EXAMPLES: &str = "\
Ranges:
  --vary teams.smb_csms.csms=8..16           each whole number
  --vary teams.smb_csms.csms=8..16..2        every second
  --vary context.documentation=0..1..0.25    a step where numbers are not whole
  --vary 'teams.smb_csms.arr_per_csm=$1M,$2M,$3M'
  --vary designs.pooled.teams.smb_csms.csms=8..14";

/// `caseload trace`.
#[derive(Debug, clap::Args)]
#[command(after_help = TRACE_EXAMPLES)]
pub struct Trace {
    /// Scenario file (TOML)
    pub scenario: PathBuf,
    /// Which replication of the results, counted from 0 as in replications.csv
    #[arg(long, value_name = "R", default_value_t = 0, value_parser = replication, allow_negative_numbers = true)]
    pub replication: u32,
    /// Which account, counted from 0: those of the beginning segment after segment, then new ones. Without it the
    /// accounts are listed whose outcome differs between designs
    #[arg(long, value_name = "A", value_parser = account, allow_negative_numbers = true)]
    pub account: Option<u32>,
    /// Only this design (repeatable); today's design always takes part
    #[arg(long, value_name = "NAME")]
    pub design: Vec<String>,
    /// Show only what happens from this date on (2026-01-31)
    #[arg(long, value_name = "DATE", requires = "account", value_parser = day)]
    pub from: Option<jiff::civil::Date>,
    /// Show only what happens up to this date, included
    #[arg(long, value_name = "DATE", requires = "account", value_parser = day)]
    pub until: Option<jiff::civil::Date>,
    /// Master seed, instead of the scenario's
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Threads (default: one for each core); the results do not depend on it
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<u16>,
    /// Print as JSON instead of a table
    #[arg(long)]
    pub json: bool,
}

const TRACE_EXAMPLES: &str = "\
Examples:
  caseload trace my.toml                                  whose outcome differs between designs
  caseload trace my.toml --replication 3 --account 17     the life of account 17 in replication 3
  caseload trace my.toml --account 17 --design pooled --from 2026-03-01 --until 2026-06-30";
