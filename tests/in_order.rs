//! The recursion for plain first come, first served gives the record of the event list, to the bit.

use caseload::engine::{Anchoring, Plan, Workspace, run};
use caseload::model::{DemandSource, Scenario};
use caseload::streams::KeyRing;
use std::path::Path;

/// Plain queues in hours: `accounts` ask `rate` times an hour each, `csms` serve them as `coverage` says.
fn scenario(accounts: u32, rate: f64, work: &str, csms: u32, discipline: &str, coverage: &str) -> Scenario {
    let text = format!(
        r#"
title = "plain"
[simulation]
warm_up = "2 weeks"
length = "6 weeks"
cool_down = "1 day"
[demand]
daily_dispersion = 1
[context]
penalty = "20%"
[teams.t]
csms = {csms}
calendar = "always"
leave = "0 days / year"
sickness = "0 days / year"
discipline = "{discipline}"
[segments.s]
accounts = {accounts}
arr = "$1k"
expansion = "0% / year"
[requests.r]
rate = "{rate} / account / hour"
work = {work}
respond_within = "1 h"
frailty = "none"
profile = "flat"
[designs.d]
coverage = [ {{ {coverage}, backup_after = "never" }} ]
"#
    );
    match Scenario::parse(&text, Path::new("plain.toml"), &[]) {
        Ok(scenario) => scenario,
        Err(error) => panic!("{}", error.render(false)),
    }
}

fn same(scenario: &Scenario) {
    let source = DemandSource::new(scenario);
    let anchoring = Anchoring::neutral(scenario);
    let plan = Plan::new(scenario, 0);
    let with_events = plan.clone().with_event_list();
    let mut workspace = Workspace::default();
    for replication in 0..4 {
        let ring = KeyRing::new(7, replication);
        let demand = source.draw(&ring);
        let short = run(&demand, &plan, &anchoring, &ring, &mut workspace);
        let long = run(&demand, &with_events, &anchoring, &ring, &mut workspace);
        // Compared as text: NaN (not defined) equals NaN.
        assert!(format!("{short:?}") == format!("{long:?}"), "replication {replication}");
        assert!(short.responses == long.responses && short.csm_utilization == long.csm_utilization);
    }
}

#[test]
fn pools_of_every_size() {
    for (accounts, rate, csms) in [(1, 0.9, 1), (3, 0.6, 2), (20, 0.9, 20), (40, 1.5, 64), (40, 1.6, 63)] {
        let work = r#"{ exponential = "1 h" }"#;
        same(&scenario(accounts, rate, work, csms, "priority", r#"pooled = "t""#));
    }
}

#[test]
fn overload_that_never_drains() {
    same(&scenario(5, 1.0, r#"{ exponential = "1 h" }"#, 4, "first_come", r#"pooled = "t""#));
}

#[test]
fn named_csms_and_pods() {
    let work = r#"{ lognormal = { mean = "1 h", cv = 2 } }"#;
    same(&scenario(20, 0.8, work, 20, "priority", r#"named = "t""#));
    same(&scenario(24, 0.4, work, 12, "first_come", r#"pods = "t", pod_size = 5"#));
}

#[test]
fn constant_work_that_ends_together() {
    // Work of a whole number of minutes makes completions coincide now and then; ties must fall alike.
    same(&scenario(30, 1.5, r#"{ values = ["1 min", "30 min", "60 min"] }"#, 25, "first_come", r#"pooled = "t""#));
}
