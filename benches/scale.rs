//! Cost per event by size of the firm: `cargo bench --bench scale -- 1000 10000 100000 1000000`.
//!
//! The full model of `scenarios/pooled-vs-named.toml` for one year, with 100 accounts per CSM at every size, named and
//! pooled. An event is an arrival or a completion of a piece of work. Without sizes (as `cargo bench` calls every bench)
//! there is nothing to measure.

use caseload::engine::{Anchoring, Plan, Workspace, run};
use caseload::model::demand::What;
use caseload::model::{Demand, DemandSource, Scenario};
use caseload::streams::KeyRing;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

/// Time this thread has had on a core [ns], where the system tells, else time on the wall.
fn on_core(begin: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let first = told.and_then(|text| text.split(' ').next().and_then(|ns| ns.parse().ok()));
    first.unwrap_or_else(|| begin.elapsed().as_nanos() as f64)
}

/// Accounts drawn and lived at each size in all, so that small sizes take long enough to measure.
const ACCOUNTS_IN_ALL: u32 = 200_000;

fn scenario(accounts: u32) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/pooled-vs-named.toml");
    let settings = [
        ("segments.smb.accounts", accounts),
        ("teams.smb_csms.csms", accounts / 100),
        ("designs.pooled-12.teams.smb_csms.csms", accounts / 100),
    ];
    let mut settings: Vec<(String, String)> = settings.map(|(key, value)| (key.into(), value.to_string())).into();
    settings.push(("simulation.length".into(), "52 weeks".into()));
    Scenario::read(&path, &settings).unwrap_or_else(|error| panic!("{}", error.render(false)))
}

fn events(demand: &Demand) -> usize {
    2 * demand.occurrences.iter().filter(|occurrence| occurrence.what == What::Work).count()
}

/// Events, and nanoseconds per event of drawing, and of replaying under the named and the pooled design.
fn measure(accounts: u32) -> (usize, [f64; 3]) {
    let scenario = scenario(accounts);
    let source = DemandSource::new(&scenario);
    let anchoring = Anchoring::neutral(&scenario);
    let plans = [Plan::new(&scenario, 0), Plan::new(&scenario, 1)];
    let mut workspace = Workspace::default();
    let mut demand = source.draw(&KeyRing::new(1, 0));
    let begin = Instant::now();
    let (mut count, mut spent) = (0, [0.0; 3]);
    for replication in 0..(ACCOUNTS_IN_ALL / accounts).max(1) {
        let ring = KeyRing::new(1, replication);
        let before = on_core(begin);
        demand = source.draw_again(&ring, demand);
        spent[0] += on_core(begin) - before;
        for (plan, spent) in plans.iter().zip(&mut spent[1..]) {
            let before = on_core(begin);
            black_box(run(&demand, plan, &anchoring, &ring, &mut workspace));
            *spent += on_core(begin) - before;
        }
        count += events(&demand);
    }
    (count, spent.map(|spent| spent / count as f64))
}

/// Most memory this process has held so far [MB], where the system tells.
fn peak_megabytes() -> f64 {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|text| text.trim().trim_end_matches(" kB").parse::<f64>().ok()).map_or(f64::NAN, |kb| kb / 1024.0)
}

fn main() {
    let sizes: Vec<u32> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        println!("give numbers of accounts, for instance 1000 1000000");
        return;
    }
    println!("{:>9}  {:>11}  {:>8}  {:>8}  {:>8}  {:>8}", "accounts", "events", "draw", "named", "pooled", "peak");
    for accounts in sizes {
        let (events, [draw, named, pooled]) = measure(accounts);
        let peak = peak_megabytes();
        println!("{accounts:>9}  {events:>11}  {draw:>5.0} ns  {named:>5.0} ns  {pooled:>5.0} ns  {peak:>5.0} MB");
    }
}
