//! The engine against theory: ordinary scenarios whose answers are known exactly.
//!
//! A check holds if the simulated mean lies within [`BAND`] standard errors of theory *and* that standard error is at
//! most [`PRECISION`] of theory: a noisy simulation agrees with everything and proves nothing. Run lengths come from
//! the theory too, so that a failure is not a matter of luck with the length.
//!
//! Not expressible as scenarios so far, hence not checked here: where several servers interrupt, the classes behind the first,
//! whose theory lets any server go on with the work of another.

mod absence;
mod catalogue;
mod classes;
mod conversations;
mod general;
mod losses;
mod measure;
mod pools;
mod shipped;
mod sources;
mod starts;
mod station;

pub use catalogue::{cases, files};
pub use measure::Measure;
pub use station::{Origin, Station, Stream, Watch};

use super::replications::{OnProgress, Phase, Progress, ThreadsRefused, on_threads};
use crate::engine::{Anchoring, Plan, Workspace};
use crate::model::Scenario;
use crate::model::demand::DemandSource;
use crate::statistics::Estimate;
use crate::streams::KeyRing;
use rayon::prelude::*;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// Largest distance from theory that agrees [standard errors]. With 300 checks a sound engine fails one run in 50.
pub const BAND: f64 = 4.0;
/// Largest standard error that says anything, as a share of theory.
pub const PRECISION: f64 = 0.005;

/// How much to check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// One case of each family, all cheap.
    Quick,
    /// Every case.
    Full,
}

/// A queue with known answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// What it is about: cases of one family share a mechanism.
    pub family: &'static str,
    /// The queue.
    pub name: String,
    /// The scenario, as a user would write it.
    pub toml: String,
    /// How long to watch.
    pub watch: Watch,
    /// Whether it takes part in a quick run.
    pub quick: bool,
    /// What is compared.
    pub checks: Vec<Check>,
}

/// A number that theory knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What it is, with its unit.
    pub quantity: String,
    /// How it is read off a replication.
    pub measure: Measure,
    /// Its exact value.
    pub theory: f64,
    /// Where that comes from.
    pub source: &'static str,
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Close, and precise enough to mean it.
    Holds,
    /// Too imprecise to say.
    TooNoisy,
    /// Too far from theory.
    Differs,
}

impl Verdict {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::TooNoisy => "too noisy",
            Verdict::Differs => "DIFFERS",
        }
    }
}

/// A check with its outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Family of the case.
    pub family: &'static str,
    /// The case.
    pub case: String,
    /// The check.
    pub check: Check,
    /// What the simulation gave.
    pub simulated: Estimate,
    /// How it came out.
    pub verdict: Verdict,
}

impl Line {
    /// From values by replication.
    fn new(case: &Case, check: &Check, values: impl Iterator<Item = f64>) -> Line {
        let simulated = Estimate::from_values(values, 0.95);
        let verdict = verdict(check.theory, simulated.mean, simulated.std_error);
        Line { family: case.family, case: case.name.clone(), check: check.clone(), simulated, verdict }
    }

    /// Distance from theory [standard errors], with its sign.
    pub fn distance(&self) -> f64 {
        (self.simulated.mean - self.check.theory) / self.simulated.std_error
    }
}

/// The gate. What is not a number does not hold.
fn verdict(theory: f64, mean: f64, std_error: f64) -> Verdict {
    let close = (mean - theory).abs() <= BAND * std_error;
    let precise = std_error > 0.0 && std_error <= PRECISION * theory.abs();
    match (close, precise) {
        (false, _) => Verdict::Differs,
        (true, false) => Verdict::TooNoisy,
        (true, true) => Verdict::Holds,
    }
}

/// Everything that was checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Validation {
    /// How much was asked for.
    pub extent: Extent,
    /// Master seed.
    pub seed: u64,
    /// One line for each check.
    pub lines: Vec<Line>,
}

impl Validation {
    /// Whether every check holds.
    pub fn holds(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.verdict == Verdict::Holds)
    }
}

/// The cases of an extent; of these, where a text is given, those whose family or name contains it.
pub fn chosen(extent: Extent, only: Option<&str>) -> Vec<Case> {
    let wanted = |case: &Case| {
        let named = only.is_none_or(|only| case.name.contains(only) || case.family.contains(only));
        named && (case.quick || extent == Extent::Full)
    };
    cases().into_iter().filter(wanted).collect()
}

/// Checks the engine against theory in the cases [`chosen`].
pub fn validate(
    extent: Extent,
    cases: &[Case],
    seed: u64,
    threads: Option<usize>,
    progress: OnProgress,
) -> Result<Validation, ThreadsRefused> {
    let lines = on_threads(threads, || check_all(cases, seed, progress))?;
    Ok(Validation { extent, seed, lines })
}

/// Runs cases one after another, the replications of each in parallel. Call inside
/// `on_threads`.
pub fn check_all(cases: &[Case], seed: u64, progress: OnProgress) -> Vec<Line> {
    let total = cases.iter().map(|case| u64::from(case.watch.replications)).sum();
    let done = AtomicU64::new(0);
    progress(Progress { phase: Phase::Simulating, done: 0, total });
    let one_more = || {
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        progress(Progress { phase: Phase::Simulating, done, total });
    };
    cases.iter().flat_map(|case| check(case, seed, &one_more)).collect()
}

/// One line for each check of a case.
fn check(case: &Case, seed: u64, one_more: &(dyn Fn() + Sync)) -> Vec<Line> {
    let origin = Path::new("validation.toml");
    let scenario = Scenario::parse(&case.toml, origin, &case.watch.overrides(seed));
    let scenario = scenario.unwrap_or_else(|error| panic!("the scenario of `{}` is not valid: {error}", case.name));
    let (source, plan) = (DemandSource::new(&scenario), Plan::new(&scenario, scenario.current));
    let until = scenario.simulation.end_of_measuring();
    let segments = scenario.segments.len();
    let anchoring = Anchoring { churn_shift: vec![0.0; segments], expansion_factor: vec![1.0; segments] };
    let replications: Vec<Vec<f64>> = (0..case.watch.replications)
        .into_par_iter()
        .map_init(Workspace::default, |workspace, replication| {
            let ring = KeyRing::new(seed, replication);
            let demand = source.draw(&ring);
            let values = measure::replay(&case.checks, &demand, &plan, &anchoring, &ring, workspace, until);
            one_more();
            values
        })
        .collect();
    let line = |(index, check)| Line::new(case, check, replications.iter().map(|values| values[index]));
    case.checks.iter().enumerate().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_wants_closeness_and_precision() {
        assert_eq!(verdict(4.0, 4.0, 0.01), Verdict::Holds);
        assert_eq!(verdict(4.0, 4.039, 0.01), Verdict::Holds);
        assert_eq!(verdict(4.0, 4.041, 0.01), Verdict::Differs);
        assert_eq!(verdict(4.0, 3.959, 0.01), Verdict::Differs);
        assert_eq!(verdict(4.0, 4.0, 0.019), Verdict::Holds);
        assert_eq!(verdict(4.0, 4.0, 0.021), Verdict::TooNoisy);
        assert_eq!(verdict(4.0, 5.0, 0.021), Verdict::Differs);
        assert_eq!(verdict(4.0, f64::NAN, 0.01), Verdict::Differs);
        assert_eq!(verdict(4.0, 4.0, f64::NAN), Verdict::Differs);
        assert_eq!(verdict(4.0, 4.0, 0.0), Verdict::TooNoisy, "no spread at all means that nothing was measured");
    }

    #[test]
    fn every_case_is_a_valid_scenario_and_names_are_unique() {
        let cases = cases();
        for (index, case) in cases.iter().enumerate() {
            let overrides = case.watch.overrides(1);
            Scenario::parse(&case.toml, Path::new("validation.toml"), &overrides).unwrap_or_else(|e| panic!("{e}"));
            assert!(cases[..index].iter().all(|other| other.name != case.name), "{}", case.name);
            assert!(!case.checks.is_empty() && case.checks.iter().all(|check| check.theory > 0.0), "{}", case.name);
        }
        assert!(cases.iter().any(|case| case.quick) && cases.iter().any(|case| !case.quick));
    }

    #[test]
    fn nothing_checked_is_nothing_proven() {
        assert!(!Validation { extent: Extent::Quick, seed: 1, lines: Vec::new() }.holds());
    }
}
