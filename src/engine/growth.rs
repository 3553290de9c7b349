//! Growth: people and revenue at the end against the beginning.

use super::metric::{Metric, Values};
use super::monitor::Monitor;
use super::plan::Plan;
use super::roster::Away;
use super::staff::empty_ms;
use crate::time::{MONTH, SimTime};

/// Months that are compared: the first so many of measuring and the last.
const MONTHS: usize = 3;

/// Smallest growth of ARR, as a share, over which anything is held.
const LEAST_GROWTH: f64 = 0.01;

/// Notes CSMs and ARR per CSM at the end, and how CS cost grew against ARR, where people come and go in some design.
pub(super) fn note_growth(values: &mut Values, plan: &Plan, monitor: &Monitor, away: &[Away]) {
    if !plan.counts_people {
        return;
    }
    let end = plan.simulation.end_of_measuring();
    let there = |away: &&Away| !away.vacant.iter().any(|&(gone, back)| gone < end && end <= back);
    let csms = away.iter().filter(there).count() as f64;
    values[Metric::CsmsClosing] = csms;
    if csms > 0.0 {
        values[Metric::ArrPerCsmClosing] = monitor.closing_arr as f64 / 100.0 / csms;
    }
    let months = monitor.arr_by_month.len();
    if months < 2 * MONTHS {
        return;
    }
    let arr = growth(|span| mean_arr(plan, monitor, span), months);
    let cost = growth(|span| mean_cost(plan, away, span), months);
    if arr.abs() >= LEAST_GROWTH && cost.is_finite() {
        values[Metric::CsCostGrowthOverArrGrowth] = cost / arr;
    }
}

/// Growth of something from the first months to the last, as a share; it is asked for its mean between two month ends.
fn growth(mean: impl Fn((usize, usize)) -> f64, months: usize) -> f64 {
    mean((months - MONTHS, months)) / mean((0, MONTHS)) - 1.0
}

/// The end of a month of measuring \[ms\]; the last one may be shorter.
fn month_end(plan: &Plan, month: usize) -> i64 {
    (MONTH * month as i64).min(plan.simulation.length.ms())
}

/// Mean ARR between two month ends, in straight lines from one to the next [hundredths].
fn mean_arr(plan: &Plan, monitor: &Monitor, (from, to): (usize, usize)) -> f64 {
    let at = |month: usize| match month {
        0 => monitor.opening_arr as f64,
        month => monitor.arr_by_month[month - 1] as f64,
    };
    let length = |month: usize| (month_end(plan, month + 1) - month_end(plan, month)) as f64;
    let area: f64 = (from..to).map(|month| (at(month) + at(month + 1)) / 2.0 * length(month)).sum();
    area / (month_end(plan, to) - month_end(plan, from)) as f64
}

/// Mean cost between two month ends [currency/year].
fn mean_cost(plan: &Plan, away: &[Away], (from, to): (usize, usize)) -> f64 {
    let (from, to) = (SimTime::from_ms(month_end(plan, from)), SimTime::from_ms(month_end(plan, to)));
    let length = (to - from).ms();
    let cost_of = |csm: usize| {
        let filled = length - empty_ms(&away[csm].vacant, from, to);
        let team = &plan.teams[plan.team_of_csm[csm] as usize].team;
        team.cost_per_year * filled as f64 / length as f64
    };
    plan.fixed_cost + (0..plan.csm_count()).map(cost_of).sum::<f64>()
}
