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
    /// Mean wait of the first so many customers of each server, mean over servers \[h\].
    MeanOfFirst(usize),
    /// Mean wait of the work that came within measuring and was begun, of whatever kind \[h\].
    WaitOfBegun,
    /// Share of the work that came within measuring that nobody began in time.
    Lost,
    /// The wait that this share of customers stays at or below \[h\].
    Quantile(f64),
}

impl Measure {
    /// Whether single customers must be watched.
    fn watches(&self) -> bool {
        !matches!(self, Measure::Metric(..) | Measure::Waits | Measure::WeightedWaits(_) | Measure::Quantile(_))
    }

    /// How many first customers of each server it looks at.
    fn first(&self) -> usize {
        if let Measure::NthWait(n) | Measure::MeanOfFirst(n) = self { *n } else { 0 }
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
            Measure::MeanOfFirst(n) => {
                let means =
                    seen.first.iter().filter(|w| w.len() >= *n).map(|w| w[..*n].iter().sum::<f64>() / *n as f64);
                means.clone().sum::<f64>() / means.count() as f64
            }
            Measure::WaitOfBegun => seen.sum / seen.count as f64,
            Measure::Lost => seen.lost as f64 / (seen.lost + seen.count) as f64,
            Measure::Quantile(p) => record.responses.quantile(*p).unwrap_or(f64::NAN) / HOUR as f64,
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
    let first = checks.iter().map(|check| check.measure.first()).max();
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
    /// Sum of the waits \[h\] of all who came within measuring and were served, of their squares [h^2], their number.
    sum: f64,
    squares: f64,
    count: u64,
    /// Those who came within measuring and were not served.
    lost: u64,
}

impl Observer for Waits {
    fn begins(&mut self, at: SimTime, csm: u32, piece: Piece) {
        let wait = (at - piece.arrived).ms() as f64 / HOUR as f64;
        let first = &mut self.first[csm as usize];
        if first.len() < self.keep {
            first.push(wait);
        }
        if (SimTime::ZERO..self.until).contains(&piece.arrived) {
            self.sum += wait;
            self.squares += wait * wait;
            self.count += 1;
        }
    }

    fn expires(&mut self, _: SimTime, piece: Piece) {
        self.lost += u64::from((SimTime::ZERO..self.until).contains(&piece.arrived));
    }
}
