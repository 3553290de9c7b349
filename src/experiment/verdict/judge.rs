//! Which design to choose, and what is wrong with the others.

use super::super::result::{Comparison, DesignResult, DifferenceGroup};
use super::super::trade::Trade;
use super::super::warnings::overload;
use crate::engine::Metric;
use crate::statistics::Estimate;

/// Planned work, and requests within target, that a design may deliver less \[share\].
const TOLERATED: f64 = 0.05;
/// Share of requests within target below which a loss of a point counts.
const NINE_OF_TEN: f64 = 0.9;
/// A difference in a share worth speaking of.
pub(super) const ONE_POINT: f64 = 0.01;
/// Money that is worth a change, as a share of today's cost.
const WORTH_A_CHANGE: f64 = 0.005;
/// A P90 that is shorter by less than this share of today's is as before.
const NOTICEABLE: f64 = 0.1;

/// What keeps a design from being chosen, in the order in which they are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// A team is busy all the time.
    Overload,
    /// Planned work is left.
    Planned,
    /// Requests are answered too late.
    Response,
    /// It is worth less in money.
    Loss,
    /// It is no better.
    NoGain,
}

/// The difference that speaks for a change; `None` where today's design stands.
pub fn choice(comparison: &Comparison) -> Option<usize> {
    let sound = || (0..comparison.differences.len()).filter(|d| flaw(comparison, *d).is_none());
    let best = |among: &mut dyn Iterator<Item = usize>| {
        among.max_by(|a, b| worth(comparison, *a).total_cmp(&worth(comparison, *b)).then(b.cmp(a)))
    };
    best(&mut sound().filter(|d| pays(comparison, *d))).or_else(|| best(&mut sound()))
}

/// What a design is worth a year against today's [currency/year].
pub(super) fn worth(comparison: &Comparison, difference: usize) -> f64 {
    trade(comparison, difference).map_or(0.0, |trade| trade.net.mean)
}

pub(super) fn trade(comparison: &Comparison, difference: usize) -> Option<&Trade> {
    comparison.differences[difference].trade.as_ref()
}

/// Whether a design is clearly worth more, by more than a trifle.
pub(super) fn pays(comparison: &Comparison, difference: usize) -> bool {
    let cost = mean(&comparison.designs[comparison.baseline], Metric::CostAnnual).unwrap_or(0.0);
    trade(comparison, difference).is_some_and(|t| low(&t.net) > 0.0 && t.net.mean >= WORTH_A_CHANGE * cost)
}

/// Whether a design clearly serves better.
fn serves(comparison: &Comparison, difference: usize) -> bool {
    let all = &comparison.differences[difference].groups[0];
    let today = mean(&comparison.designs[comparison.baseline], Metric::FirstResponseHoursP90);
    let faster = |e: &Estimate| high(e) < 0.0 && today.is_some_and(|today| -e.mean >= NOTICEABLE * today);
    let more = |metric| estimate(all, metric).is_some_and(|e| low(e) > 0.0 && e.mean >= ONE_POINT);
    estimate(all, Metric::FirstResponseHoursP90).is_some_and(faster)
        || more(Metric::WithinTargetShare)
        || more(Metric::PlannedDeliveredShare)
}

pub(super) fn flaw(comparison: &Comparison, difference: usize) -> Option<Flaw> {
    let design = design_of(comparison, difference);
    let all = &comparison.differences[difference].groups[0];
    let today_overloaded = overload(&comparison.designs[comparison.baseline]).is_some();
    if !today_overloaded && overload(design).is_some() {
        return Some(Flaw::Overload);
    }
    if estimate(all, Metric::PlannedDeliveredShare).is_some_and(|e| high(e) < -TOLERATED) {
        return Some(Flaw::Planned);
    }
    let in_time = mean(design, Metric::WithinTargetShare).unwrap_or(1.0);
    let tolerated = if in_time < NINE_OF_TEN { ONE_POINT } else { TOLERATED };
    if estimate(all, Metric::WithinTargetShare).is_some_and(|e| high(e) < -tolerated) {
        return Some(Flaw::Response);
    }
    let trade = trade(comparison, difference);
    if trade.is_some_and(|t| high(&t.net) < 0.0) {
        return Some(Flaw::Loss);
    }
    let no_costlier = trade.is_none_or(|t| t.cost.mean < 0.5 || t.net.mean >= 0.0);
    let good = pays(comparison, difference) || (serves(comparison, difference) && no_costlier);
    (!good).then_some(Flaw::NoGain)
}

pub(super) fn design_of(comparison: &Comparison, difference: usize) -> &DesignResult {
    &comparison.designs[comparison.differences[difference].design]
}

pub(super) fn get(design: &DesignResult, metric: Metric) -> Option<&Estimate> {
    design.groups.first().and_then(|all| all.get(metric))
}

pub(super) fn mean(design: &DesignResult, metric: Metric) -> Option<f64> {
    get(design, metric).map(|estimate| estimate.mean)
}

pub(super) fn estimate(all: &DifferenceGroup, metric: Metric) -> Option<&Estimate> {
    all.get(metric).map(|difference| &difference.estimate)
}

/// Ends of the interval; with a single replication nothing is clear.
fn low(e: &Estimate) -> f64 {
    if e.n < 2 { f64::NEG_INFINITY } else { e.low }
}

fn high(e: &Estimate) -> f64 {
    if e.n < 2 { f64::INFINITY } else { e.high }
}
