//! What can go wrong at the door, and the exit code that each has.

use crate::experiment::replications::ThreadsRefused;
use crate::model::scenario::ScenarioError;
use std::io;
use std::path::Path;

/// Exit code: answered.
pub const ANSWERED: u8 = 0;
/// Exit code: answered, and the answer is no.
pub const NO: u8 = 1;
/// Exit code: wrong usage or scenario.
pub const MISUSED: u8 = 2;
/// Exit code: the world failed.
pub const WORLD: u8 = 3;

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    /// The user asked for something that cannot be; the text says what can.
    Usage(String),
    /// The scenario is wrong or cannot be read.
    Scenario {
        /// The grid point of a sweep at which it is wrong.
        point: Option<String>,
        /// What is wrong.
        error: Box<ScenarioError>,
    },
    /// A file or folder failed; the text says which and what was being done.
    World(String),
    /// The answer, already given, is no.
    No,
    /// Nobody reads stdout any more, as behind `| head`.
    NobodyReads,
}

impl Failure {
    /// What the process says to its caller.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Usage(_) => MISUSED,
            Failure::Scenario { error, .. } if error.is_world() => WORLD,
            Failure::Scenario { .. } => MISUSED,
            Failure::World(_) => WORLD,
            Failure::No => NO,
            Failure::NobodyReads => ANSWERED,
        }
    }

    /// A file that could not be `doing`: "written", "created".
    pub fn file(path: &Path, doing: &str, error: &io::Error) -> Failure {
        Failure::World(format!("{} cannot be {doing}: {error}", path.display()))
    }
}

impl From<ScenarioError> for Failure {
    fn from(error: ScenarioError) -> Failure {
        Failure::Scenario { point: None, error: Box::new(error) }
    }
}

impl From<ThreadsRefused> for Failure {
    fn from(error: ThreadsRefused) -> Failure {
        Failure::World(error.to_string())
    }
}
