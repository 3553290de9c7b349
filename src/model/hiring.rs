//! When a team opens a seat: a threshold that is looked at every so often.

use crate::time::Elapsed;

/// A rule by which a team opens seats, and gives them up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HireWhen {
    /// What must be above what.
    pub above: Threshold,
    /// Time between two looks; one falls on the beginning of measuring, and from then on they decide.
    pub every: Elapsed,
    /// From the decision to the first day.
    pub lead: Elapsed,
    /// Most seats that the rule opens.
    pub at_most: u32,
    /// Whether somebody who leaves is succeeded only if the rest would be above the threshold.
    pub refill_if_needed: bool,
}

/// What a hiring rule looks at, for each position of the team: people there, on their way, or being succeeded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threshold {
    /// Covered ARR for each position [currency/year].
    ArrPerCsm(f64),
    /// Covered accounts for each position.
    AccountsPerCsm(f64),
    /// Busy time over available time in the last so many looks, as it would be with all positions filled.
    Utilization(f64, u32),
}

impl Threshold {
    /// The number itself.
    pub fn limit(&self) -> f64 {
        match *self {
            Threshold::ArrPerCsm(limit) | Threshold::AccountsPerCsm(limit) | Threshold::Utilization(limit, _) => limit,
        }
    }

    /// Whether a load is too much for so many positions.
    pub fn is_passed(&self, load: f64, positions: u32) -> bool {
        load > self.limit() * f64::from(positions)
    }
}
