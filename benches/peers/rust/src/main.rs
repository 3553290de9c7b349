//! Simulates one workload with one program and says how long it took and how long customers waited, as JSON.
//!
//! `peers PROGRAM pooled|named CUSTOMERS SEED`

mod program;
mod workload;

use std::time::Instant;
use workload::Workload;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [program, workload, customers, seed] = arguments.as_slice() else {
        panic!("usage: peers PROGRAM pooled|named CUSTOMERS SEED");
    };
    let workload = Workload::new(workload, customers.parse().expect("CUSTOMERS is a whole number"));
    let seed = seed.parse().expect("SEED is a whole number");
    let simulate = match program.as_str() {
        "recursion" => program::recursion::simulate,
        "bare" => program::bare::simulate,
        "desque" => program::desque::simulate,
        "ixa" => program::ixa::simulate,
        "nexosim" => program::nexosim::simulate,
        "simu-des" => program::simu_des::simulate,
        other => panic!("no program is named {other}"),
    };
    let start = Instant::now();
    let mean_wait = simulate(workload, seed);
    let seconds = start.elapsed().as_secs_f64();
    println!("{{\"customers\": {}, \"seconds\": {seconds}, \"mean_wait\": {mean_wait}}}", workload.customers());
}
