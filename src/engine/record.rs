//! What one replication of one design leaves behind.

use super::metric::Values;
use super::passage::WeekTally;
use crate::statistics::Histogram;

/// The record of one replication of one design.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Metrics of all accounts together, then of each segment in the order of the scenario.
    pub groups: Vec<Values>,
    /// Metrics of each team of the design.
    pub teams: Vec<Values>,
    /// First-response times of all requests counted [ms of working time].
    pub responses: Histogram,
    /// Share of the ARR there at time zero that is still there (expansion not counted), at the end of each month of
    /// measuring; starts with 1 at month 0.
    pub retained: Vec<f64>,
    /// Planned human touches of each month of measuring: how many closed (begun or expired), and how many of them
    /// begun.
    pub planned: Vec<(u32, u32)>,
    /// Each week of measuring; empty where no design of the scenario changes at a date.
    pub weeks: Vec<WeekTally>,
    /// Mean number of pieces of work waiting in each week of the simulation, warm-up included.
    pub backlog: Vec<f64>,
    /// Utilisation of each CSM, team after team.
    pub csm_utilization: Vec<f64>,
    /// What the anchoring needs, by segment.
    pub anchor: Vec<AnchorSums>,
}

/// Expected churn and expansion of a segment: sums of probabilities instead of luck, so that anchoring needs few
/// pilots.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AnchorSums {
    /// Expected logo churn, annual, as the metric `logo_churn_annual` would be without luck.
    pub churn_annual: f64,
    /// Derivative of `churn_annual` to the intercept.
    pub churn_slope: f64,
    /// ARR-weighted mean of the expansion multiplier over renewals.
    pub expansion_multiplier: f64,
}
