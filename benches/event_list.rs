//! What one event costs in the event list: the classic hold model, a pop and a push at a later time, at several
//! sizes.

use caseload::distribution::exp1;
use caseload::event_list::EventList;
use caseload::streams::{KeyRing, Purpose};
use caseload::time::{Elapsed, SimTime};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

fn hold(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("event list, hold");
    for pending in [20, 1_000, 100_000] {
        let mut stream = KeyRing::new(1, 0).stream(Purpose::Requests, 0, 0);
        let mut list = EventList::default();
        for event in 0..pending as u32 {
            list.schedule(SimTime::from_ms((exp1(&mut stream) * 1e6) as i64), 0, event);
        }
        group.throughput(Throughput::Elements(1));
        group.bench_function(BenchmarkId::new("pop and schedule", pending), |bencher| {
            bencher.iter(|| {
                let (now, event) = list.pop().expect("as many as at the start");
                let gap = Elapsed::from_ms((exp1(&mut stream) * 1e6) as i64);
                list.schedule(now + gap, 0, black_box(event));
            });
        });
    }
    group.finish();
}

criterion_group!(benches, hold);
criterion_main!(benches);
