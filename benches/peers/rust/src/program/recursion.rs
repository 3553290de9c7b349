//! The limit: no events, only the time at which each server is free (Lindley; Kiefer and Wolfowitz). It can do nothing
//! but first come first served.

use crate::workload::{Draw, Workload};

const SERVERS: usize = 20;

pub fn simulate(workload: Workload, seed: u64) -> f64 {
    let mut draw = Draw::new(seed);
    let waited: f64 = match workload.servers {
        1 => (0..workload.queues).map(|_| lindley(workload, &mut draw)).sum(),
        SERVERS => kiefer_wolfowitz(workload, &mut draw),
        other => panic!("not written for {other} servers"),
    };
    waited / workload.customers() as f64
}

fn lindley(workload: Workload, draw: &mut Draw) -> f64 {
    let (mut now, mut free, mut waited) = (0.0, 0.0, 0.0);
    for _ in 0..workload.customers_each {
        now += draw.exponential(workload.mean_gap);
        let start = larger(now, free);
        waited += start - now;
        free = start + draw.exponential(1.0);
    }
    waited
}

fn kiefer_wolfowitz(workload: Workload, draw: &mut Draw) -> f64 {
    // Ascending, so that the first is the next server to be free; the last is a sentinel.
    let mut free = [0.0; SERVERS + 1];
    free[SERVERS] = f64::INFINITY;
    let (mut now, mut waited) = (0.0, 0.0);
    for _ in 0..workload.customers_each {
        now += draw.exponential(workload.mean_gap);
        let start = larger(now, free[0]);
        waited += start - now;
        let end = start + draw.exponential(1.0);
        // Takes out the first and inserts `end` in order, without a branch.
        let mut next = free;
        for server in 0..SERVERS {
            next[server] = larger(free[server], smaller(free[server + 1], end));
        }
        free = next;
    }
    waited
}

fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}
