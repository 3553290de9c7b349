//! Theory: the engine, through scenario files and the public API, against exact results of queueing theory.
//!
//! Tolerance: 4 standard errors, with a standard error of at most 0.5 % of theory; both are asserted. Seeds are fixed.

use caseload::engine::{self, Anchoring, Metric, Plan, Workspace};
use caseload::experiment::validation::{self, BAND, Case, Line, PRECISION, Station, Stream, Verdict, Watch};
use caseload::model::Scenario;
use caseload::model::demand::DemandSource;
use caseload::statistics::Estimate;
use caseload::streams::KeyRing;
use caseload::theory::erlang::ErlangC;
use rayon::prelude::*;
use std::fs;
use std::path::Path;

/// Runs cases and fails with a line for each check that does not hold.
fn all_hold(cases: Vec<Case>) {
    assert!(!cases.is_empty());
    let lines = validation::check_all(&cases, 20_261, &|_| {});
    let wrong = |line: &&Line| line.verdict != Verdict::Holds;
    let text = |line: &Line| {
        let Line { case, check, simulated, .. } = line;
        let (mean, error) = (simulated.mean, simulated.std_error);
        let distance = line.distance();
        format!("{case}, {}: {mean} +- {error}, theory {}, {distance:+.1} SE", check.quantity, check.theory)
    };
    let wrong: Vec<String> = lines.iter().filter(wrong).map(text).collect();
    assert!(wrong.is_empty(), "{} of {} checks fail:\n{}", wrong.len(), lines.len(), wrong.join("\n"));
    for line in &lines {
        assert!((line.simulated.mean - line.check.theory).abs() <= BAND * line.simulated.std_error);
        assert!(line.simulated.std_error <= PRECISION * line.check.theory);
    }
}

/// The cases of a family whose names are listed.
fn of(family: &str, names: &[&str]) -> Vec<Case> {
    let cases: Vec<Case> = validation::cases().into_iter().filter(|case| case.family == family).collect();
    let named = |name: &&str| {
        let found = cases.iter().find(|case| case.name == **name);
        found.unwrap_or_else(|| panic!("no case `{name}` in `{family}`")).clone()
    };
    names.iter().map(named).collect()
}

#[test]
fn the_shipped_scenario_files_are_what_is_checked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/theory");
    let files = fs::read_dir(folder).unwrap().count();
    let own_load = |case: &Case| !case.name.ends_with("cv 1");
    let cases: Vec<Case> = validation::files().into_iter().filter(own_load).collect();
    assert_eq!(cases.len(), files);
    for case in cases {
        assert_eq!(case.toml, fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(case.name)).unwrap());
    }
}

#[test]
fn scenario_files_agree_with_theory() {
    // At its own variability the mean takes minutes to settle: `caseload validate --full`.
    let quick_enough = |case: &Case| case.name != "scenarios/theory/mg1.toml";
    all_hold(validation::files().into_iter().filter(quick_enough).collect());
}

#[test]
fn erlang_c() {
    let family = "Erlang C";
    all_hold(of(
        family,
        &[
            "M/M/1, 0.5 arrivals and 1 services an hour",
            "M/M/1, 0.8 arrivals and 1 services an hour",
            "M/M/4, 9 arrivals and 5 services an hour",
            "M/M/5, 4 arrivals and 1 services an hour",
        ],
    ));
}

#[test]
fn any_law_of_work_on_one_server() {
    all_hold(of(
        "any law of work",
        &[
            "M/G/1, constant work, load 0.8",
            "M/G/1, log-normal cv 0.5 work, load 0.8",
            "M/G/1, exponential work, load 0.5",
            "M/G/1, log-normal cv 1 work, load 0.5",
        ],
    ));
}

#[test]
fn any_law_of_work_on_several_servers() {
    all_hold(of(
        "any law of work, several servers",
        &["M/D/5, load 0.8", "M/E2/5, load 0.8", "M/H2 (cv2 2)/5, load 0.8"],
    ));
}

#[test]
fn priorities() {
    all_hold(of(
        "priorities",
        &[
            "2 priorities on 2 servers, [0.5, 1.0] an hour",
            "priorities on one server, short work first",
            "priorities on one server, long work first",
            "priorities on one server, constant, Erlang and exponential work",
        ],
    ));
}

#[test]
fn urgent_work_that_interrupts() {
    let wanted = ["two classes alike", "short work first", "the first of two classes"];
    let cases = validation::cases().into_iter().filter(|case| case.family == "interruptions");
    all_hold(cases.filter(|case| wanted.iter().any(|end| case.name.ends_with(end))).collect());
}

#[test]
fn accounts_that_ask_again_after_an_answer() {
    let names = [
        "20 accounts and 1 server, exponential time of 20 h between requests",
        "12 accounts and 5 servers, exponential time of 0.125 h between requests",
        "20 accounts and 1 server, constant time of 20 h between requests",
    ];
    all_hold(of("finite source", &names));
}

#[test]
fn servers_that_turn_to_other_work_or_go_away() {
    all_hold(of("vacations", &["0.5 an hour, work of cv2 1, blocks of 2 h"]));
    all_hold(of("single vacations", &["0.5 an hour, work of cv2 1, one block of 2 h"]));
    all_hold(of("breakdowns", &["0.5 an hour, leaves 0.1 and comes back 0.4 times an hour"]));
}

#[test]
fn the_order_of_service_changes_no_weighted_wait() {
    let cases = validation::cases().into_iter().filter(|case| case.family == "conservation law");
    all_hold(cases.filter(|case| case.name.starts_with("short")).collect());
}

#[test]
fn pools_and_owners() {
    let names = ["20 named servers, load 0.7", "pool of 2, load 0.7", "pool of 5, load 0.7"];
    all_hold(of("pools and owners", &names));
    all_hold(of("break-even", &["5 owners who equal a pool in wait, load 0.8"]));
    all_hold(of("square-root staffing", &["10 servers, 1 roots above the load"]));
}

#[test]
fn work_that_is_lost() {
    all_hold(of(
        "Erlang B",
        &[
            "10 servers, load 8 Erlang, exponential work, no room to wait",
            "10 servers, load 8 Erlang, constant work, no room to wait",
            "10 servers, load 8 Erlang, log-normal cv 2 work, no room to wait",
            "10 servers, load 8 Erlang, hyperexponential work, no room to wait",
            "10 servers, load 10 Erlang, exponential work, no room to wait",
        ],
    ));
    all_hold(validation::cases().into_iter().filter(|case| case.family == "windows").collect());
}

#[test]
fn work_that_comes_in_batches() {
    all_hold(validation::cases().into_iter().filter(|case| case.family == "batches").collect());
}

#[test]
fn the_first_customers_of_an_idle_start() {
    let names = ["M/M/1, load 0.8, the first 25 customers", "M/M/1, load 0.9, the first 25 customers at 1 an hour"];
    all_hold(of("from an idle start", &names));
}

/// Mean wait [h] and share without an answer at the end, of all customers of replications.
fn simulate(station: &Station, watch: Watch) -> (Estimate, f64) {
    let scenario = Scenario::parse(&station.toml("test"), Path::new("test.toml"), &watch.overrides(7)).unwrap();
    let (source, plan) = (DemandSource::new(&scenario), Plan::new(&scenario, 0));
    let anchoring = Anchoring { churn_shift: vec![0.0], expansion_factor: vec![1.0] };
    let rows: Vec<(f64, f64)> = (0..watch.replications)
        .into_par_iter()
        .map_init(Workspace::default, |workspace, replication| {
            let ring = KeyRing::new(7, replication);
            let record = engine::run(&source.draw(&ring), &plan, &anchoring, &ring, workspace);
            (record.groups[0][Metric::FirstResponseHoursMean], record.groups[0][Metric::UnansweredShare])
        })
        .collect();
    let unanswered = rows.iter().map(|row| row.1).sum::<f64>() / rows.len() as f64;
    (Estimate::from_values(rows.into_iter().map(|row| row.0), 0.95), unanswered)
}

/// An empty start and an early end make waits look shorter than they are; warm-up and cool-down cure that. The
/// example is that of a simulator's guide to parallel trials: M/M/3, mean service 10, one arrival each 5, horizon 500.
#[test]
fn an_empty_start_shows_as_bias_and_warm_up_with_cool_down_cures_it() {
    let theory = ErlangC::new(0.2, 0.1, 3).unwrap().mean_wait();
    assert!((theory - 4.444444).abs() < 1e-6);
    let station = Station::pooled(3, vec![Stream::exponential(0.2, 10.0)]);
    let naive = Watch { replications: 20_000, warm_up: 0.0, length: 500.0, cool_down: 0.0 };
    let (biased, unanswered) = simulate(&station, naive);
    let bias = (biased.mean - theory) / theory;
    assert!((-0.25..-0.08).contains(&bias), "{biased:?}");
    assert!((biased.mean - theory) / biased.std_error < -10.0, "{biased:?}");
    assert!(unanswered > 0.005, "those who still wait at the end are counted, not forgotten: {unanswered}");
    let patient = Watch { replications: 350, warm_up: 1500.0, length: 70_000.0, cool_down: 1500.0 };
    let (cured, unanswered) = simulate(&station, patient);
    assert!((cured.mean - theory).abs() <= BAND * cured.std_error, "{cured:?}");
    assert!(cured.std_error <= PRECISION * theory, "{cured:?}");
    assert_eq!(unanswered, 0.0);
}
