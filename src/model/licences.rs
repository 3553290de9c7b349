//! Licences: what share of them accounts use, what is seen of it, and from where on an account is ready to expand.

use crate::time::Elapsed;

/// How much of their licences accounts use, and what is seen of it \[points of 100\].
///
/// Use is a Gaussian process that forgets exponentially, drawn once a week, within 0 to 100. Where an account grows in usage
/// (`Growth`), it is multiplied by what usage has grown since the last renewal, at which licences are bought anew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Licences {
    /// Mean use without growth \[points\].
    pub mean: f64,
    /// Standard deviation of use over accounts and time, without growth \[points\].
    pub spread: f64,
    /// Time in which a deviation from the mean falls to 1/e.
    pub memory: Elapsed,
    /// From this use on an account is ready to expand \[points\].
    pub ready_from: f64,
    /// Time from one reading to the next.
    pub update: Elapsed,
    /// Relative standard deviation of the error of a reading.
    pub noise: f64,
}
