//! Sweeps: a scenario varied along one or two paths, every design at every point on the same customers.

use super::anchoring::Anchored;
use super::comparison::{Options, anchor, design_result};
use super::range::Axis;
use super::replications::{Engine, OnProgress, ThreadsRefused, on_threads, replicate};
use super::result::{Sweep, SweepPoint, Warning};
use super::warnings;
use super::wording::list;
use crate::model::Scenario;
use std::sync::Arc;

/// What to vary.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepRequest {
    /// One or two axes.
    pub axes: Vec<Axis>,
    /// Today's value of each axis as the scenario writes it, where it has one.
    pub today: Vec<Option<String>>,
    /// Designs and threads.
    pub options: Options,
}

/// A grid point whose scenario cannot be read.
#[derive(Debug)]
pub struct PointRefused<E> {
    /// The point: `teams.smb_csms.csms = 8`.
    pub point: String,
    /// Why.
    pub error: E,
}

/// One point of the grid, read.
struct Point {
    values: Vec<String>,
    positions: Vec<f64>,
    scenario: Arc<Scenario>,
}

/// A sweep whose every point has been read and found valid; nothing is simulated yet.
pub struct Prepared {
    base: Arc<Scenario>,
    request: SweepRequest,
    points: Vec<Point>,
}

/// Reads the scenario at every point. `read` gives the scenario with some paths set to other values.
pub fn prepare<E>(
    base: Arc<Scenario>,
    request: SweepRequest,
    read: impl Fn(&[(String, String)]) -> Result<Scenario, E>,
) -> Result<Prepared, PointRefused<E>> {
    let mut points = Vec::new();
    for (values, positions) in grid(&request.axes) {
        let paths = request.axes.iter().map(|axis| axis.path.clone());
        let overrides: Vec<(String, String)> = paths.zip(values.iter().cloned()).collect();
        let mut scenario = read(&overrides).map_err(|error| PointRefused { point: name(&overrides), error })?;
        scenario.simulation.replications = base.simulation.replications;
        scenario.simulation.seed = base.simulation.seed;
        points.push(Point { values, positions, scenario: Arc::new(scenario) });
    }
    Ok(Prepared { base, request, points })
}

/// Simulates a prepared sweep.
///
/// Churn is anchored once, on the scenario as written, so that the customers of all points are the same people; only
/// where a path states a belief about the world itself is it anchored anew at each point.
pub fn sweep(prepared: Prepared, progress: OnProgress) -> Result<Sweep, ThreadsRefused> {
    let Prepared { base, request, points } = prepared;
    let chosen = request.options.chosen(&base);
    let again = request.axes.iter().any(|axis| changes_the_world(&axis.path));
    let (engine, rows, anchored) = on_threads(request.options.threads, || {
        let engine = engine(&points, &chosen);
        let anchored: Vec<Anchored> = match again {
            true => points.iter().map(|point| anchor(&point.scenario, progress)).collect(),
            false => vec![anchor(&base, progress)],
        };
        let of = |life: usize| &anchored[if again { life / chosen.len() } else { 0 }];
        let anchorings: Vec<_> = (0..points.len() * chosen.len()).map(|life| of(life).anchoring.clone()).collect();
        let rows = replicate(&engine, &anchorings, 0..base.simulation.replications, progress);
        (engine, rows, anchored)
    })?;
    let mut warnings = deaf_designs(&request.axes, &points, &chosen, &base);
    let mut lives = rows.into_iter().enumerate();
    let mut results = Vec::new();
    for point in &points {
        let mut designs = Vec::new();
        for (&design, (life, rows)) in chosen.iter().zip(lives.by_ref()) {
            designs.push(design_result(&point.scenario, &point.scenario.designs[design], engine.plan(life), rows));
        }
        results.push(SweepPoint { values: point.values.clone(), positions: point.positions.clone(), designs });
    }
    let anchors = anchored.iter().flat_map(|anchored| &anchored.anchors);
    warnings.extend(warnings::of_sweep(&base, anchors));
    Ok(Sweep {
        today_positions: today_positions(&request),
        paths: request.axes.into_iter().map(|axis| axis.path).collect(),
        today: request.today,
        scenario: base,
        points: results,
        warnings,
    })
}

/// A life for each design at each point, point after point. Points whose demand cannot differ share one source.
fn engine(points: &[Point], designs: &[usize]) -> Engine {
    let mut engine = Engine::new();
    let mut last: Option<(String, usize)> = None;
    for point in points {
        let print = demand_fingerprint(&point.scenario);
        let source = match last.take() {
            Some((same, source)) if same == print => source,
            _ => engine.add_source(&point.scenario),
        };
        for &design in designs {
            engine.add_life(source, &point.scenario, design);
        }
        last = Some((print, source));
    }
    engine
}

/// All of a scenario that its demand may depend on: everything but designs and teams, to be safe.
fn demand_fingerprint(scenario: &Scenario) -> String {
    let Scenario { simulation, calendars, segments, kinds, load, daily_dispersion, .. } = scenario;
    let Scenario { self_service, health, licences, digital, context, attachment, outcomes, .. } = scenario;
    let drawn = (simulation, calendars, segments, kinds, load, daily_dispersion);
    format!("{:?}", (drawn, self_service, health, licences, digital, (context, attachment, outcomes)))
}

/// Whether a path states how the world is, rather than what the firm does about it.
fn changes_the_world(path: &str) -> bool {
    let keys: Vec<&str> = path.split('.').collect();
    match keys[..] {
        ["outcomes", ..] => true,
        ["risks", _, "churn_odds", ..] => true,
        ["segments", _, key, ..] => matches!(key, "churn" | "expansion" | "contraction" | "contract" | "health_mean"),
        // How accounts are; how well and how often one looks is a decision.
        ["health", key, ..] => {
            matches!(key, "mean" | "spread" | "memory" | "at_risk_below" | "champion_leaves" | "champion_loss")
        }
        ["licences", key, ..] => matches!(key, "mean" | "spread" | "memory" | "ready_from"),
        _ => false,
    }
}

/// Designs that set a swept key of a team themselves, and so stay as they are along the whole axis.
fn deaf_designs(axes: &[Axis], points: &[Point], chosen: &[usize], base: &Scenario) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for (index, axis) in axes.iter().enumerate() {
        let Some(team) = axis.path.strip_prefix("teams.").and_then(|rest| rest.split('.').next()) else { continue };
        let mut deaf = Vec::new();
        for &design in chosen {
            let mut seen: Vec<String> = Vec::new();
            let mut values: Vec<&String> = Vec::new();
            for point in points.iter().filter(|point| only_axis_moves(points, point, index)) {
                let design = &point.scenario.designs[design];
                let member = design.teams.iter().position(|t| t.name == team);
                let serves = member.is_some_and(|m| design.rules.iter().any(|rule| rule.is_served_by(m)));
                if serves {
                    seen.push(format!("{:?}", member.map(|m| &design.teams[m])));
                    values.push(&point.values[index]);
                }
            }
            let moved = values.iter().any(|value| *value != values[0]);
            if moved && seen.iter().all(|team| *team == seen[0]) {
                deaf.push(base.designs[design].name.clone());
            }
        }
        if !deaf.is_empty() {
            let key = &axis.path;
            let (verb, pronoun) = if deaf.len() == 1 { ("sets", "itself") } else { ("set", "themselves") };
            warnings.push(Warning {
                what: format!("{} {verb} {key} {pronoun}, so this axis does not move there.", list(&deaf)),
                advice: format!("Vary designs.{}.{key} instead, or leave such designs out with --design.", deaf[0]),
            });
        }
    }
    warnings
}

/// Whether `point` equals the first point in every axis but `index`.
fn only_axis_moves(points: &[Point], point: &Point, index: usize) -> bool {
    let first = &points[0].values;
    point.values.iter().enumerate().all(|(axis, value)| axis == index || *value == first[axis])
}

/// Every combination of values, first axis slowest, with positions.
fn grid(axes: &[Axis]) -> Vec<(Vec<String>, Vec<f64>)> {
    let mut grid = vec![(Vec::new(), Vec::new())];
    for axis in axes {
        let positions = axis.positions();
        let mut longer = Vec::with_capacity(grid.len() * positions.len());
        for (values, places) in &grid {
            for (value, position) in axis.values.iter().zip(&positions) {
                let mut values = values.clone();
                let mut places = places.clone();
                values.push(value.clone());
                places.push(*position);
                longer.push((values, places));
            }
        }
        grid = longer;
    }
    grid
}

fn today_positions(request: &SweepRequest) -> Vec<Option<f64>> {
    let both = request.axes.iter().zip(&request.today);
    both.map(|(axis, today)| today.as_ref().and_then(|value| axis.position_of(value))).collect()
}

fn name(overrides: &[(String, String)]) -> String {
    let parts: Vec<String> = overrides.iter().map(|(path, value)| format!("{path} = {value}")).collect();
    list(&parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_runs_through_the_last_axis_fastest() {
        let axes = [Axis::parse("a.b=1..2").unwrap(), Axis::parse("c.d=x,y").unwrap()];
        let values: Vec<Vec<String>> = grid(&axes).into_iter().map(|(values, _)| values).collect();
        assert_eq!(values, [["1", "x"], ["1", "y"], ["2", "x"], ["2", "y"]]);
    }

    #[test]
    fn beliefs_about_the_world_are_told_from_decisions() {
        for path in [
            "outcomes.strength",
            "risks.usage_drop.churn_odds",
            "segments.smb.churn",
            "segments.smb.contract",
            "health.mean",
        ] {
            assert!(changes_the_world(path), "{path}");
        }
        for path in [
            "teams.a.csms",
            "designs.p.teams.a.csms",
            "segments.smb.accounts",
            "risks.x.rate",
            "context.penalty",
            "health.noise",
        ] {
            assert!(!changes_the_world(path), "{path}");
        }
    }
}
