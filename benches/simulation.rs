//! What one replication costs: demand, then replay, pooled and named, bare and with the full model.
//!
//! `cargo bench --bench simulation`. Throughput is in events: arrivals and completions, two for each piece of human
//! work.

use caseload::engine::{Anchoring, Plan, Workspace, run};
use caseload::model::demand::What;
use caseload::model::{Demand, DemandSource, Scenario};
use caseload::streams::KeyRing;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::path::Path;

fn scenario(name: &str) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    match Scenario::read(&path, &[]) {
        Ok(scenario) => scenario,
        Err(error) => panic!("{}", error.render(false)),
    }
}

fn events(demand: &Demand) -> u64 {
    2 * demand.occurrences.iter().filter(|occurrence| occurrence.what == What::Work).count() as u64
}

fn demand(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("demand");
    for name in ["pooled-vs-named.toml", "theory/mm20-pooled.toml"] {
        let scenario = scenario(name);
        let source = DemandSource::new(&scenario);
        let ring = KeyRing::new(1, 0);
        group.throughput(Throughput::Elements(events(&source.draw(&ring))));
        group.bench_function(name, |bencher| bencher.iter(|| black_box(source.draw(black_box(&ring)))));
    }
    group.finish();
}

fn replay(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("replay");
    for (label, name, design) in [
        ("bare pooled M/M/20", "theory/mm20-pooled.toml", 0),
        ("bare named 20 M/M/1", "theory/mm1-named.toml", 0),
        ("full model, named", "pooled-vs-named.toml", 0),
        ("full model, pooled", "pooled-vs-named.toml", 1),
    ] {
        let scenario = scenario(name);
        let ring = KeyRing::new(1, 0);
        let demand = DemandSource::new(&scenario).draw(&ring);
        let plan = Plan::new(&scenario, design);
        let anchoring = Anchoring::neutral(&scenario);
        let mut workspace = Workspace::default();
        group.throughput(Throughput::Elements(events(&demand)));
        group.bench_function(label, |bencher| {
            bencher.iter(|| black_box(run(black_box(&demand), &plan, &anchoring, &ring, &mut workspace)));
        });
    }
    group.finish();
}

criterion_group!(benches, demand, replay);
criterion_main!(benches);
