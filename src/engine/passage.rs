//! Week by week: what is recorded where some design of a scenario changes at a date.

use super::monitor::Monitor;
use crate::time::{SimTime, WEEK};

/// One week of measuring, all accounts together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WeekTally {
    /// Requests that arrived in it, and those of them that were answered within target.
    pub requests: u32,
    /// See `requests`.
    pub in_time: u32,
    /// Planned human touches that closed in it (begun or expired), and those of them that were begun.
    pub closed: u32,
    /// See `closed`.
    pub begun: u32,
    /// Renewals that came up in it.
    pub renewals: u32,
    /// Sum of the attachment of the accounts that came up.
    pub attachment: f64,
    /// Sum of their probabilities of leaving.
    pub churn: f64,
}

impl Monitor {
    /// The week of an instant of measuring; `None` where weeks are not recorded.
    #[inline]
    pub(super) fn week(&mut self, at: SimTime) -> Option<&mut WeekTally> {
        if self.passage.is_empty() || at < SimTime::ZERO {
            return None;
        }
        self.passage.get_mut((at.ms() / WEEK) as usize)
    }
}
