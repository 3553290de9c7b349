//! What is read off one replication of a queue.

use super::Check;
use crate::engine::{self, Anchoring, Metric, Observer, Piece, Plan, Record, Workspace};
use crate::model::demand::Demand;
use crate::streams::KeyRing;
use crate::time::{HOUR, SimTime};

/// How a number is read off one replication.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// A metric of all customers (0) or of a class (from 1).
    Metric(Metric, usize),
    /// Share of customers who wait at all.
    Waits,
    /// Mean waits of classes, each times a weight, added up.
    WeightedWaits(Vec<f64>),
    /// Mean square of the waits of customers who came within measuring [h^2].
    SquaredWait,
    /// Wait of the n-th customer of each server since the beginning, mean over servers \[h\].
    NthWait(usize),
}

impl Measure {
    /// Whether single customers must be watched.
    fn watches(&self) -> bool {
        matches!(self, Measure::SquaredWait | Measure::NthWait(_))
    }

    fn value(&self, record: &Record, seen: &Waits) -> f64 {
        match self {
            Measure::Metric(metric, group) => record.groups[*group][*metric],
            Measure::Waits => 1.0 - record.responses.share_at_most(0.0),
            Measure::WeightedWaits(weights) => {
                let wait = |class: usize| record.groups[class + 1][Metric::FirstResponseHoursMean];
                weights.iter().enumerate().map(|(class, weight)| weight * wait(class)).sum()
            }
            Measure::SquaredWait => seen.squares / seen.count as f64,
            Measure::NthWait(n) => {
                let nth = seen.first.iter().filter_map(|waits| waits.get(n - 1));
                nth.clone().sum::<f64>() / nth.count() as f64
            }
        }
    }
}

/// Lives one replication through and reads all checks off it.
pub(super) fn replay(
    checks: &[Check],
    demand: &Demand,
    plan: &Plan,
    anchoring: &Anchoring,
    ring: &KeyRing,
    workspace: &mut Workspace,
    until: SimTime,
) -> Vec<f64> {
    let first = checks.iter().map(|check| if let Measure::NthWait(n) = check.measure { n } else { 0 }).max();
    let mut seen = Waits { keep: first.unwrap_or(0), until, ..Waits::default() };
    let record = if checks.iter().any(|check| check.measure.watches()) {
        seen.first.resize(plan.csms().iter().sum::<u32>() as usize, Vec::new());
        engine::run_observed(demand, plan, anchoring, ring, workspace, &mut seen)
    } else {
        engine::run(demand, plan, anchoring, ring, workspace)
    };
    checks.iter().map(|check| check.measure.value(&record, &seen)).collect()
}

/// Watches customers begin.
#[derive(Debug, Default)]
struct Waits {
    /// How many first waits of each server to keep.
    keep: usize,
    /// Those waits, by server \[h\].
    first: Vec<Vec<f64>>,
    /// End of measuring.
    until: SimTime,
    /// Sum of squares of the waits of all who came within measuring [h^2], and their number.
    squares: f64,
    count: u64,
}

impl Observer for Waits {
    fn begins(&mut self, at: SimTime, csm: u32, piece: Piece) {
        let wait = (at - piece.arrived).ms() as f64 / HOUR as f64;
        let first = &mut self.first[csm as usize];
        if first.len() < self.keep {
            first.push(wait);
        }
        if (SimTime::ZERO..self.until).contains(&piece.arrived) {
            self.squares += wait * wait;
            self.count += 1;
        }
    }
}
