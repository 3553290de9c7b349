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

/// What a hiring rule looks at; loads are for each position of the team: people there, on their way, or being succeeded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threshold {
    /// Covered ARR for each position [currency/year].
    ArrPerCsm(f64),
    /// Covered accounts for each position.
    AccountsPerCsm(f64),
    /// Busy time over available time in the last so many looks, as it would be with all positions filled.
    Utilization(f64, u32),
    /// Late first responses over all first responses to requests that came to the team, in the last so many looks.
    LateResponses(f64, u32),
}

impl Threshold {
    /// The number itself.
    pub fn limit(&self) -> f64 {
        match *self {
            Threshold::ArrPerCsm(limit)
            | Threshold::AccountsPerCsm(limit)
            | Threshold::Utilization(limit, _)
            | Threshold::LateResponses(limit, _) => limit,
        }
    }

    /// Whether a load is too much for so many positions.
    pub fn is_passed(&self, load: f64, positions: u32) -> bool {
        load > if self.is_of_positions() { self.limit() * f64::from(positions) } else { self.limit() }
    }

    /// Whether it says how many positions are enough; else it opens one seat for each look.
    pub fn is_of_positions(&self) -> bool {
        !matches!(self, Threshold::LateResponses(..))
    }

    /// Whether it looks back and not at how things stand.
    pub fn looks_back(&self) -> bool {
        matches!(self, Threshold::Utilization(..) | Threshold::LateResponses(..))
    }
}
