//! Results: what a comparison, a run or a sweep leaves behind. Reports consume these types and nothing else.

use super::passage::Passage;
use super::trade::Trade;
use crate::engine::Metric;
use crate::engine::metric::Values;
use crate::engine::passage::WeekTally;
use crate::model::Scenario;
use crate::statistics::{Estimate, Histogram, PairedDifference};
use std::sync::Arc;

/// All designs of a scenario on the same customers.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The scenario that was run (with replications and seed as run).
    pub scenario: Arc<Scenario>,
    /// One result for each design run, in the order of the scenario.
    pub designs: Vec<DesignResult>,
    /// Index into `designs` of the baseline (today's design).
    pub baseline: usize,
    /// Differences to the baseline, one for each other design, in order.
    pub differences: Vec<Difference>,
    /// How well the current design reproduces the stated churn, by segment with churn.
    pub anchors: Vec<Anchor>,
    /// What the change of each design that changes at a date does on its way.
    pub passages: Vec<Passage>,
    /// What the reader should know before acting.
    pub warnings: Vec<Warning>,
    /// The answer in a sentence or three.
    pub verdict: String,
}

/// The results of one design; by default those of nobody, without a replication.
#[derive(Clone, Debug, Default)]
pub struct DesignResult {
    /// Name of the design.
    pub name: String,
    /// Metrics of all accounts (named `all`), then of each segment.
    pub groups: Vec<Group>,
    /// Metrics of each team.
    pub teams: Vec<Group>,
    /// First-response times over all replications [ms of working time].
    pub responses: Histogram,
    /// Share of opening ARR still there at the end of each month of measuring (month 0 first).
    pub retained: Vec<Band>,
    /// Share of planned touches delivered in each month of measuring.
    pub planned: Vec<Band>,
    /// By replication: each week of measuring; empty where no design of the scenario changes at a date.
    pub weeks: Vec<Vec<WeekTally>>,
    /// Mean number of pieces of work waiting in each week from the beginning of the warm-up.
    pub backlog: Vec<f64>,
    /// Mean utilisation of each CSM over replications, team after team, highest first within a team.
    pub csm_utilization: Vec<f64>,
    /// What a spreadsheet would say.
    pub spreadsheet: Vec<SpreadsheetRow>,
    /// One row for each replication: metrics by group (`all`, then segments), the unit of data.
    pub rows: Vec<Vec<Values>>,
}

/// Metrics of one group of accounts or one team.
#[derive(Clone, Debug)]
pub struct Group {
    /// `all`, a segment's name, or a team's name.
    pub name: String,
    /// Every metric that is defined, in the order of [`Metric::ALL`].
    pub metrics: Vec<(Metric, Estimate)>,
}

impl Group {
    /// The estimate of one metric, if defined.
    pub fn get(&self, metric: Metric) -> Option<&Estimate> {
        self.metrics.iter().find(|(m, _)| *m == metric).map(|(_, estimate)| estimate)
    }
}

/// Paired differences of one design to the baseline.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Index into `Comparison::designs`.
    pub design: usize,
    /// By group: `all`, then segments; every metric that is defined in both.
    pub groups: Vec<DifferenceGroup>,
    /// What it is worth in money; `None` where no replication defines both.
    pub trade: Option<Trade>,
}

/// Paired differences in one group of accounts.
#[derive(Clone, Debug)]
pub struct DifferenceGroup {
    /// `all` or a segment's name.
    pub name: String,
    /// Design less baseline.
    pub metrics: Vec<(Metric, PairedDifference)>,
}

impl DifferenceGroup {
    /// The difference in one metric, if defined.
    pub fn get(&self, metric: Metric) -> Option<&PairedDifference> {
        self.metrics.iter().find(|(m, _)| *m == metric).map(|(_, difference)| difference)
    }
}

/// How one quantity spreads over replications at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// 5th percentile over replications.
    pub p5: f64,
    /// Mean.
    pub mean: f64,
    /// 95th percentile over replications.
    pub p95: f64,
}

/// The anchoring of one segment.
#[derive(Clone, Debug, PartialEq)]
pub struct Anchor {
    /// Segment.
    pub segment: String,
    /// Churn that the scenario states (share a year).
    pub stated: f64,
    /// Churn that the current design gives on pilot replications, with its interval.
    pub reached: Estimate,
}

/// What a spreadsheet would say for one team of one design.
#[derive(Clone, Debug, PartialEq)]
pub struct SpreadsheetRow {
    /// Team.
    pub team: String,
    /// CSMs that the scenario gives.
    pub csms: u32,
    /// CSMs by "$2M of ARR per CSM", rounded up.
    pub by_two_million: u32,
    /// CSMs by hours: offered hours a year over available hours of a CSM, rounded up.
    pub by_hours: u32,
    /// Offered hours over the available hours of all its CSMs: the utilisation to expect.
    pub offered_load: f64,
    /// Accounts per CSM at the start.
    pub accounts_per_csm: f64,
    /// ARR per CSM at the start \[currency\].
    pub arr_per_csm: f64,
}

/// Something the reader should know before acting, with what to do about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// What was seen.
    pub what: String,
    /// What to do.
    pub advice: String,
}

/// One point of a sweep.
#[derive(Clone, Debug)]
pub struct SweepPoint {
    /// The values of the varied paths, as written.
    pub values: Vec<String>,
    /// The same as numbers where they are numbers (position on an axis), else their index.
    pub positions: Vec<f64>,
    /// Results of each design.
    pub designs: Vec<DesignResult>,
}

/// A scenario varied along one or two paths.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// The base scenario.
    pub scenario: Arc<Scenario>,
    /// The paths varied, as given: `teams.smb_csms.csms`.
    pub paths: Vec<String>,
    /// Today's value of each path, as written in the scenario, where it has one.
    pub today: Vec<Option<String>>,
    /// Position of today's value on the axis.
    pub today_positions: Vec<Option<f64>>,
    /// Grid points, first path slowest.
    pub points: Vec<SweepPoint>,
    /// What the reader should know before acting.
    pub warnings: Vec<Warning>,
}
