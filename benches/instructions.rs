//! A workload that does the same thing a given number of times, for counting instructions: see `instructions/check`.
//!
//! `cargo bench --bench instructions -- WORKLOAD TIMES`. The count of one time is the difference between two runs, so
//! that reading the scenario and starting up cancel. Prints the events of one time: arrivals and completions.

use caseload::engine::{Anchoring, Plan, Workspace, run};
use caseload::model::demand::What;
use caseload::model::{Demand, DemandSource, Scenario};
use caseload::streams::KeyRing;
use std::hint::black_box;
use std::path::Path;

/// Workloads: name, scenario, design whose replay counts (`None`: drawing the demand counts).
const WORKLOADS: [(&str, &str, Option<usize>); 6] = [
    ("demand-full", "pooled-vs-named.toml", None),
    ("demand-queue", "theory/mm20-pooled.toml", None),
    ("replay-full-named", "pooled-vs-named.toml", Some(0)),
    ("replay-full-pooled", "pooled-vs-named.toml", Some(1)),
    ("replay-queue-pooled", "theory/mm20-pooled.toml", Some(0)),
    ("replay-queue-named", "theory/mm1-named.toml", Some(0)),
];

fn events(demand: &Demand) -> usize {
    2 * demand.occurrences.iter().filter(|occurrence| occurrence.what == What::Work).count()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some((_, file, design)) = WORKLOADS.iter().find(|(name, ..)| arguments.first().is_some_and(|a| a == name))
    else {
        // Without a workload (as `cargo bench` calls every bench) there is nothing to count.
        println!("workloads: {}", WORKLOADS.map(|(name, ..)| name).join(" "));
        return;
    };
    let times: u32 = arguments.get(1).and_then(|times| times.parse().ok()).unwrap_or(1);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
    // Half a year is enough to count, and short under an instruction counter.
    let short = [("simulation.length".to_string(), "26 weeks".to_string())];
    let scenario = match Scenario::read(&path, &short) {
        Ok(scenario) => scenario,
        Err(error) => panic!("{}", error.render(false)),
    };
    let source = DemandSource::new(&scenario);
    let ring = KeyRing::new(1, 0);
    let mut demand = source.draw(&ring);
    match design {
        None => {
            for _ in 0..times {
                demand = source.draw_again(&ring, black_box(demand));
            }
        }
        Some(design) => {
            let plan = Plan::new(&scenario, *design);
            let anchoring = Anchoring::neutral(&scenario);
            let mut workspace = Workspace::default();
            for _ in 0..times {
                black_box(run(black_box(&demand), &plan, &anchoring, &ring, &mut workspace));
            }
        }
    }
    println!("{}", events(&demand));
}
