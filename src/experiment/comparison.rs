//! Comparison: all designs on the same customers, paired by replication.

use super::anchoring::{self, Anchored, Solved};
use super::replications::{Engine, OnProgress, Rows, ThreadsRefused, on_threads, replicate};
use super::result::{Band, Comparison, DesignResult, Difference, DifferenceGroup, Group};
use super::trade::Trade;
use super::{passage, spreadsheet, verdict, warnings};
use crate::engine::metric::Values;
use crate::engine::{Metric, Plan};
use crate::model::{Design, Scenario};
use crate::statistics::quantile::quantile_sorted;
use crate::statistics::{Estimate, PairedDifference};
use std::sync::Arc;

/// How to run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Indices of the designs to run, in the order of the scenario; empty means all.
    pub designs: Vec<usize>,
    /// Threads; `None` means one for each core.
    pub threads: Option<usize>,
}

impl Options {
    /// The designs to run on `scenario`.
    pub fn chosen(&self, scenario: &Scenario) -> Vec<usize> {
        if self.designs.is_empty() { (0..scenario.designs.len()).collect() } else { self.designs.clone() }
    }
}

/// Runs designs on the same customers. The baseline is today's design when it is among them, else the first.
pub fn compare(scenario: Arc<Scenario>, options: &Options, progress: OnProgress) -> Result<Comparison, ThreadsRefused> {
    let chosen = options.chosen(&scenario);
    let baseline = chosen.iter().position(|design| *design == scenario.current);
    let (anchored, engine, rows) = on_threads(options.threads, || {
        let (targets, level) = (anchoring::targets(&scenario), scenario.simulation.level);
        let (today, solved) = solve(&scenario, &targets, progress);
        let engine = Engine::of(&scenario, &chosen);
        let anchorings = vec![solved.anchoring.clone(); chosen.len()];
        let rows = replicate(&engine, &anchorings, 0..scenario.simulation.replications, progress);
        let on_rows = baseline.and_then(|life| anchoring::check_on_rows(&solved, &rows[life], &targets, level));
        let anchored = on_rows.unwrap_or_else(|| anchoring::check(&today, solved, &targets, level, progress));
        (anchored, engine, rows)
    })?;
    let mut designs = Vec::new();
    for ((life, rows), &design) in rows.into_iter().enumerate().zip(&chosen) {
        designs.push(design_result(&scenario, &scenario.designs[design], engine.plan(life), rows));
    }
    Ok(assemble(scenario, designs, baseline.unwrap_or(0), anchored))
}

/// Today's design alone, anchored but not checked.
fn solve(scenario: &Scenario, targets: &[anchoring::Target], progress: OnProgress) -> (Engine, Solved) {
    let today = Engine::of(scenario, &[scenario.current]);
    if scenario.segments.iter().all(crate::model::Segment::accounts_never_change) {
        // Nothing depends on how anybody is served: not even one pilot is needed.
        return (today, Solved { anchoring: crate::engine::Anchoring::neutral(scenario), pilots: 0 });
    }
    let solved = anchoring::solve(&today, targets, progress);
    (today, solved)
}

/// Ties churn and expansion of a scenario to today's design, and checks that on fresh pilots. Call inside a pool of
/// threads.
pub fn anchor(scenario: &Scenario, progress: OnProgress) -> Anchored {
    let targets = anchoring::targets(scenario);
    let (today, solved) = solve(scenario, &targets, progress);
    anchoring::check(&today, solved, &targets, scenario.simulation.level, progress)
}

/// Puts results together: differences, warnings, the verdict.
pub fn assemble(
    scenario: Arc<Scenario>,
    designs: Vec<DesignResult>,
    baseline: usize,
    anchored: Anchored,
) -> Comparison {
    let differences = (0..designs.len())
        .filter(|design| *design != baseline)
        .map(|design| difference(&scenario, &designs, design, baseline))
        .collect();
    let passages = passage::all(&scenario, &designs, baseline);
    let warnings = warnings::all(&scenario, &designs, &anchored.anchors);
    let mut comparison = Comparison {
        scenario,
        designs,
        baseline,
        differences,
        anchors: anchored.anchors,
        passages,
        warnings,
        verdict: String::new(),
    };
    comparison.verdict = verdict::of(&comparison);
    comparison
}

/// The results of one design from its rows.
pub fn design_result(scenario: &Scenario, design: &Design, plan: &Plan, rows: Rows) -> DesignResult {
    let level = scenario.simulation.level;
    let mut names = vec!["all".to_string()];
    names.extend(scenario.segments.iter().map(|segment| segment.name.clone()));
    let groups = names
        .into_iter()
        .enumerate()
        .map(|(index, name)| Group { name, metrics: metrics(&rows.groups, index, level) })
        .collect();
    let takes_over = |team: usize| scenario.takes_over(team) || scenario.hosts(design, team);
    let serves = |team: usize| design.rules.iter().any(|rule| rule.is_served_by(team)) || takes_over(team);
    let teams = design
        .teams
        .iter()
        .enumerate()
        .filter(|(index, _)| serves(*index))
        .map(|(index, team)| Group { name: team.name.clone(), metrics: metrics(&rows.teams, index, level) })
        .collect();
    DesignResult {
        name: design.name.clone(),
        groups,
        teams,
        retained: bands(&rows.retained, |share| Some(*share)),
        planned: bands(&rows.planned, |(closed, begun)| (*closed > 0).then(|| f64::from(*begun) / f64::from(*closed))),
        weeks: rows.weeks,
        backlog: rows.backlog.iter().map(|sum| sum / rows.groups.len() as f64).collect(),
        csm_utilization: by_csm(rows.csm_utilization, &plan.seats(), rows.groups.len()),
        spreadsheet: spreadsheet::rows(scenario, design, plan.csms()),
        responses: rows.responses,
        rows: rows.groups,
    }
}

/// Every metric that is defined in at least one replication.
fn metrics(rows: &[Vec<Values>], index: usize, level: f64) -> Vec<(Metric, Estimate)> {
    let mut metrics = Vec::new();
    for metric in Metric::ALL {
        let values = || rows.iter().filter_map(|row| row.get(index)).map(|values| values[metric]);
        if values().any(f64::is_finite) {
            metrics.push((metric, Estimate::from_values(values().filter(|value| value.is_finite()), level)));
        }
    }
    metrics
}

/// Paired differences in every group and metric that both designs define.
fn difference(scenario: &Scenario, designs: &[DesignResult], design: usize, baseline: usize) -> Difference {
    let level = scenario.simulation.level;
    let (this, base) = (&designs[design], &designs[baseline]);
    let mut groups = Vec::new();
    for (index, group) in this.groups.iter().enumerate() {
        let mut metrics = Vec::new();
        for metric in Metric::ALL {
            let (a, b) = pairs(&this.rows, &base.rows, index, metric);
            if !a.is_empty() {
                metrics.push((metric, PairedDifference::from_pairs(&a, &b, level)));
            }
        }
        groups.push(DifferenceGroup { name: group.name.clone(), metrics });
    }
    let trade = Trade::of(&this.rows, &base.rows, scenario.worth, level);
    Difference { design, groups, trade }
}

/// The values of one metric in the replications in which both are defined.
fn pairs(this: &[Vec<Values>], base: &[Vec<Values>], group: usize, metric: Metric) -> (Vec<f64>, Vec<f64>) {
    let both = this.iter().zip(base).map(|(a, b)| (a[group][metric], b[group][metric]));
    both.filter(|(a, b)| a.is_finite() && b.is_finite()).unzip()
}

/// The spread over replications, month by month; NaN in a month in which nothing is defined.
fn bands<T>(rows: &[Vec<T>], value: impl Fn(&T) -> Option<f64>) -> Vec<Band> {
    let months = rows.iter().map(Vec::len).max().unwrap_or(0);
    (0..months)
        .map(|month| {
            let defined = rows.iter().filter_map(|row| row.get(month)).filter_map(&value);
            let mut values: Vec<f64> = defined.filter(|value| value.is_finite()).collect();
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            values.sort_by(f64::total_cmp);
            let at = |p| quantile_sorted(&values, p).unwrap_or(f64::NAN);
            Band { p5: at(0.05), mean, p95: at(0.95) }
        })
        .collect()
}

/// Means over replications, highest first within each team.
fn by_csm(mut sums: Vec<f64>, csms: &[u32], replications: usize) -> Vec<f64> {
    for sum in &mut sums {
        *sum /= replications.max(1) as f64;
    }
    let mut first = 0;
    for &size in csms {
        let end = (first + size as usize).min(sums.len());
        sums[first..end].sort_by(|a, b| b.total_cmp(a));
        first = end;
    }
    sums
}
