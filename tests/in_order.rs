//! The recursion for plain first come, first served gives the record of the event list, to the bit.

use caseload::engine::{Anchoring, Observer, Plan, Workspace, run, run_observed};
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

/// Somebody who watches and notes nothing, for whom every mechanism is there.
struct Somebody;

impl Observer for Somebody {}

/// The same record from the shortest way that is open to a design, from the event list, and from the event list with every
/// mechanism.
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
        let full = run_observed(&demand, &plan, &anchoring, &ring, &mut workspace, &mut Somebody);
        // Compared as text: NaN (not defined) equals NaN.
        assert!(format!("{short:?}") == format!("{long:?}"), "replication {replication}");
        assert!(format!("{short:?}") == format!("{full:?}"), "replication {replication}, every mechanism");
        assert!(short.responses == long.responses && short.csm_utilization == long.csm_utilization);
    }
}

#[test]
fn pools_of_every_size() {
    for (accounts, rate, csms) in [(1, 0.9, 1), (3, 0.6, 2), (20, 0.9, 20), (40, 1.5, 64), (40, 1.6, 63), (40, 1.6, 65)]
    {
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
    for (accounts, csms) in [(30, 25), (75, 64)] {
        let work = r#"{ values = ["1 min", "30 min", "60 min"] }"#;
        same(&scenario(accounts, 1.5, work, csms, "first_come", r#"pooled = "t""#));
    }
}

/// A plain pool of three, with one thing more.
fn with(more: &str, coverage: &str, changes: &[(&str, &str)]) -> Scenario {
    let text = format!(
        r#"
[simulation]
warm_up = "1 weeks"
length = "4 weeks"
cool_down = "1 day"
[demand]
daily_dispersion = 1
[context]
penalty = "0%"
[calendars.desk]
time_zone = "UTC"
hours = {{ mon-fri = ["09:00-17:00"] }}
[segments.s]
accounts = 12
arr = {{ triangular = {{ low = "$1k", mode = "$2k", high = "$9k" }} }}
expansion = "0% / year"
[requests.r]
rate = "0.2 / account / hour"
work = {{ exponential = "1 h" }}
respond_within = "1 h"
frailty = "none"
profile = "flat"
{more}
[designs.d]
coverage = [ {coverage} ]
"#
    );
    let teams = ["t", "u"].map(|team| {
        let quiet = "leave = \"0 days / year\"\nsickness = \"0 days / year\"\nnon_customer = \"0%\"\n";
        format!("[teams.{team}]\ncsms = 3\ncalendar = \"always\"\n{quiet}")
    });
    let changes: Vec<_> = changes.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
    match Scenario::parse(&format!("{}{text}", teams.concat()), Path::new("plain.toml"), &changes) {
        Ok(scenario) => scenario,
        Err(error) => panic!("{}", error.render(false)),
    }
}

#[test]
fn whatever_else_there_is_the_record_is_that_of_the_event_list() {
    const POOL: &str = r#"{ pooled = "t" }"#;
    const MORE: &str = r#"[requests.more]
rate = "0.05 / account / hour"
work = { exponential = "1 h" }
respond_within = "4 h"
"#;
    // Of the teams.
    for change in [
        ("teams.t.discipline", "earliest_due"),
        ("teams.t.discipline", "highest_arr"),
        ("teams.t.csms", "65"),
        ("teams.t.leave", "60 days / year"),
        ("teams.t.calendar", "desk"),
        ("teams.t.work_factor", "1.5"),
        ("teams.t.turnover", "90% / year"),
        ("teams.t.departures", r#"[{ at = "10 days", csm = 1 }]"#),
        ("teams.t.idle_work", "10 min"),
        ("segments.s.churn", "30% / year"),
        ("segments.s.contract_named", "50%"),
    ] {
        same(&with("", POOL, &[change]));
    }
    // Two of the teams at once: office hours with overtime, people with a skill that half of the work calls for.
    same(&with("", POOL, &[("teams.t.calendar", "desk"), ("teams.t.overtime", "1 h")]));
    same(&with(
        &format!("{MORE}skill = \"tech\"\n"),
        r#"{ pooled = "t", match = "30 min" }"#,
        &[("teams.t.skills", "{ tech = 1 }")],
    ));
    // Of the accounts: those that grow over a line, and are more or less satisfied.
    let line = r#"{ arr_from = "$4k", pooled = "u" }, { pooled = "t" }"#;
    let grows =
        [("designs.d.resegment.hysteresis", "10%"), ("segments.s.expansion", "90% / year"), ("hand_off.work", "1 h")];
    same(&with("", line, &grows));
    same(&with("", POOL, &[("satisfaction.usual", "70"), ("segments.s.churn", "30% / year")]));
    // Of the work: other ranks, urgent calls, answers to answers, touches, plays, and sessions.
    let urgent = format!("{MORE}priority = 1\ninterrupts = true\n");
    let back = format!("{MORE}[requests.more.follow_ups.back]\nshare = \"50%\"\nafter = \"2 h\"\nwork = \"30 min\"\n");
    let again = MORE.replace("rate = \"0.05 / account / hour\"", "again_after = { exponential = \"1 day\" }");
    let touch = r#"[playbooks.p]
steps = [{ every = "1 day", work = "20 min", due_in = "2 h", expires = "5 h" }]
"#;
    let session = r#"[programs.desk]
team = "t"
every = "7 days"
work = "2 h"
attendance = "80%"
requests = "r"
answers = "50%"
"#;
    for more in [&format!("{MORE}priority = 1\n"), &urgent, &back, &again, touch, session] {
        same(&with(more, POOL, &[]));
    }
    same(&with(&format!("{MORE}priority = 1\n"), POOL, &[("teams.t.discipline", "first_come")]));
    // Of the coverage.
    for coverage in [
        r#"{ named = "t", backup_after = "1 h" }"#,
        r#"{ pods = "t", pod_size = 2, backup_after = "1 h" }"#,
        r#"{ pooled = "t", sticky = { memory = "1 day", patience = "1 h" } }"#,
        r#"{ pooled = "t", overflow = { team = "u", after = "1 h" } }"#,
        r#"{ pooled = "t", assign = "round_robin" }"#,
        r#"{ pooled = "t", triage = { every = "1 h" } }"#,
        r#"{ work = "r", pooled = "u" }, { pooled = "t" }"#,
        r#"{ pooled = "t" } ]
transition = { from = "old", at = "2 weeks" }
[designs.old]
coverage = [ { named = "t", backup_after = "never" }"#,
    ] {
        let old = coverage.contains("designs.old").then_some(("simulation.current", "old"));
        same(&with("", coverage, &old.into_iter().collect::<Vec<_>>()));
    }
    // Where only the design before has rules that are not plain, and where weeks are counted of a design that stays.
    let stays = r#"{ pooled = "t" } ]
[designs.other]
transition = { from = "d", at = "2 weeks" }
coverage = [ { named = "t", backup_after = "never" }"#;
    same(&with("", stays, &[("simulation.current", "d")]));
}
