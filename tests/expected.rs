//! What `check` says of the load, against what the engine does: every scenario that is shipped, design by design.

use caseload::engine::{self, Anchoring, Metric, Plan, Workspace};
use caseload::experiment::expected;
use caseload::model::Scenario;
use caseload::model::demand::DemandSource;
use caseload::streams::KeyRing;
use rayon::prelude::*;
use std::fs;
use std::path::Path;

/// Points of utilisation by which a mean may lie beyond the range that is expected.
const TOLERATED: f64 = 0.03;
/// From here on a team is overloaded: waiting, expiring and giving up decide.
const OVERLOADED: f64 = 0.93;
const REPLICATIONS: u32 = 4;

/// Utilisation of each team under a design: mean and standard error.
fn simulated(scenario: &Scenario, design: usize) -> Vec<(f64, f64)> {
    let (source, plan) = (DemandSource::new(scenario), Plan::new(scenario, design));
    let anchoring = Anchoring::neutral(scenario);
    let rows: Vec<Vec<f64>> = (0..REPLICATIONS)
        .into_par_iter()
        .map_init(Workspace::default, |workspace, replication| {
            let ring = KeyRing::new(scenario.simulation.seed, replication);
            let record = engine::run(&source.draw(&ring), &plan, &anchoring, &ring, workspace);
            record.teams.iter().map(|team| team[Metric::Utilization]).collect()
        })
        .collect();
    let n = f64::from(REPLICATIONS);
    let of = |team: usize| {
        let mean = rows.iter().map(|row| row[team]).sum::<f64>() / n;
        let squares = rows.iter().map(|row| (row[team] - mean) * (row[team] - mean)).sum::<f64>();
        (mean, (squares / (n - 1.0) / n).sqrt())
    };
    (0..scenario.designs[design].teams.len()).map(of).collect()
}

#[test]
fn check_expects_the_utilisation_that_comes_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let (mut wrong, mut held, mut open) = (Vec::new(), 0, 0);
    for path in files {
        // Without effects of service every design loses as many accounts as are stated: arithmetic knows no other churn.
        let without = [("outcomes.strength".to_string(), "0".to_string())];
        let scenario = Scenario::read(&path, &without).unwrap_or_else(|e| panic!("{e}"));
        for (index, design) in scenario.designs.iter().enumerate() {
            let all = expected::of(&scenario, design, Plan::new(&scenario, index).csms());
            if all.iter().all(|(_, expected)| expected.is_open || expected.low > OVERLOADED) {
                open += 1;
                continue;
            }
            let simulated = simulated(&scenario, index);
            for (team, expected) in all {
                let (mean, error) = simulated[team];
                if expected.is_open || (expected.high > OVERLOADED && mean > OVERLOADED) {
                    continue;
                }
                let tolerated = TOLERATED + 2.0 * error;
                if mean < expected.low - tolerated || mean > expected.high + tolerated {
                    let (name, team) = (path.file_stem().unwrap().display(), &design.teams[team].name);
                    let (low, high) = (expected.low, expected.high);
                    wrong.push(format!(
                        "{name}, {}, {team}: {mean:.3} +- {error:.3}, expected {low:.3} to {high:.3}",
                        design.name
                    ));
                } else {
                    held += 1;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} beside {held} that hold:\n{}", wrong.len(), wrong.join("\n"));
    assert!(held > 100 && open < held, "{held} held, {open} not compared");
}
