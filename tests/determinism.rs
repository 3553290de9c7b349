//! The same version, scenario and seed give the same bytes: on any number of threads, whichever designs are listed in
//! whatever order, with more replications, and whichever crates share the build.

use caseload::engine::{self, Anchoring, Observer, Plan, Workspace, run_observed};
use caseload::experiment::{Comparison, Options, compare};
use caseload::model::{DemandSource, Scenario};
use caseload::report::json::summary;
use caseload::streams::KeyRing;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

fn scenario(text: &str) -> Arc<Scenario> {
    Arc::new(Scenario::parse(text, &golden("everything.toml"), &[]).unwrap_or_else(|error| panic!("{error}")))
}

fn text() -> String {
    fs::read_to_string(golden("everything.toml")).unwrap()
}

fn run(scenario: &Arc<Scenario>, designs: &[usize], threads: usize) -> Comparison {
    let options = Options { designs: designs.to_vec(), threads: Some(threads) };
    compare(Arc::clone(scenario), &options, &|_| ()).unwrap()
}

/// What `--json` prints for one design, and the same result's parts that only the report shows.
fn of_design(comparison: &Comparison, name: &str) -> String {
    let index = comparison.designs.iter().position(|design| design.name == name).expect("the design was run");
    let result = &comparison.designs[index];
    let rows = format!("{:?}{:?}{:?}{:?}", result.rows, result.retained, result.planned, result.csm_utilization);
    format!("{}\n{rows}", summary(comparison)["designs"][index])
}

/// What a program prints on stdout; it must succeed.
fn stdout(program: &str, line: &str) -> String {
    let output = Command::new(program).args(line.split_whitespace()).current_dir(golden("")).output().unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The lines of a printed summary that come from simulating: no words, and no ends of intervals, because quantiles of
/// Student's t come from a crate that uses the platform's logarithm. Text is compared, as reading it again may round.
fn numbers(printed: &str) -> String {
    let mut kept = Vec::new();
    let mut section = "";
    for line in printed.lines() {
        if let Some(name) = line.strip_prefix("  \"") {
            section = name.split('"').next().unwrap_or_default();
        }
        let end_of_interval = ["\"low\":", "\"high\":"].iter().any(|name| line.trim().starts_with(name));
        if ["designs", "differences", "anchors"].contains(&section) && !end_of_interval {
            kept.push(line);
        }
    }
    assert!(kept.len() > 1000, "the summary is laid out with one value a line");
    kept.join("\n")
}

/// What `--json` prints.
fn printed(comparison: &Comparison) -> String {
    serde_json::to_string_pretty(&summary(comparison)).unwrap()
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Somebody who watches and does nothing.
struct Watching;

impl Observer for Watching {}

#[test]
fn watching_changes_nothing() {
    // With an observer every mechanism is compiled in and there is always an event list; without, only what a design uses.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let (mut workspace, mut designs) = (Workspace::default(), 0);
    let short = [("simulation.warm_up", "4 weeks"), ("simulation.length", "30 weeks")];
    let short = short.map(|(key, value)| (key.to_string(), value.to_string()));
    for file in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        // A change of designs may need the whole length.
        let scenario = Scenario::read(&file, &short).or_else(|_| Scenario::read(&file, &[]));
        let scenario = scenario.unwrap_or_else(|error| panic!("{}", error.render(false)));
        let (ring, anchoring) = (KeyRing::new(1, 0), Anchoring::neutral(&scenario));
        let demand = DemandSource::new(&scenario).draw(&ring);
        for design in 0..scenario.designs.len() {
            let plan = Plan::new(&scenario, design);
            let alone = engine::run(&demand, &plan, &anchoring, &ring, &mut workspace);
            let watched = run_observed(&demand, &plan, &anchoring, &ring, &mut workspace, &mut Watching);
            let name = &scenario.designs[design].name;
            assert!(format!("{alone:?}") == format!("{watched:?}"), "{name} of {}", file.display());
            designs += 1;
        }
    }
    assert!(designs > 50, "{designs} designs");
}

#[test]
fn threads_change_nothing() {
    let scenario = scenario(&text());
    let one = run(&scenario, &[], 1);
    let bytes = |c: &Comparison| format!("{}{:?}", summary(c), c.designs);
    for threads in [3, 8] {
        assert!(bytes(&one) == bytes(&run(&scenario, &[], threads)), "{threads} threads give other bytes");
    }
}

#[test]
fn other_designs_change_nothing() {
    let scenario = scenario(&text());
    let all = run(&scenario, &[], 2);
    for designs in [&[1][..], &[2, 1, 0]] {
        let some = run(&scenario, designs, 2);
        for &design in designs {
            let name = &scenario.designs[design].name;
            assert!(of_design(&all, name) == of_design(&some, name), "{name} differs when {designs:?} are run");
        }
    }
}

#[test]
fn the_order_of_designs_in_the_file_changes_nothing() {
    let all = run(&scenario(&text()), &[], 2);
    let text = text();
    let parts: Vec<&str> = text.split("[designs.").collect();
    let [head, named, pooled, tiers] = parts[..] else { panic!("three designs") };
    let turned = format!(
        "{head}[designs.{tiers}\n[designs.{named}\n[designs.further]\ncoverage = [ {{ pooled = \"csms\" }} ]\n\n[designs.{pooled}"
    );
    let turned = run(&scenario(&turned), &[], 2);
    for name in ["named", "pooled", "tiers"] {
        assert!(of_design(&all, name) == of_design(&turned, name), "{name} differs in another order");
    }
}

#[test]
fn the_program_prints_the_same_bytes_on_any_number_of_threads() {
    let program = env!("CARGO_BIN_EXE_caseload");
    let one = stdout(program, "compare everything.toml --json --quiet --threads 1");
    for threads in [2, 8] {
        let other = stdout(program, &format!("compare everything.toml --json --quiet --threads {threads}"));
        assert!(one == other, "{threads} threads give other bytes");
    }
    let library = printed(&run(&scenario(&text()), &[], 2));
    assert!(numbers(&one) == numbers(&library), "the library gives other numbers");
}

#[test]
fn more_replications_begin_with_the_fewer() {
    let folder = tempfile::tempdir().unwrap();
    let rows = |replications: u32| {
        let to = folder.path().join(format!("r{replications}"));
        let line = format!("compare everything.toml --quiet -r {replications} -o {}", to.display());
        stdout(env!("CARGO_BIN_EXE_caseload"), &line);
        fs::read_to_string(to.join("replications.csv")).unwrap()
    };
    let (few, many) = (rows(20), rows(40));
    assert!(few.lines().count() > 20 * 3, "a row for each replication and design");
    // Rows stand by design, then by replication, which is the second column.
    let is_early = |row: &str| row.split(',').nth(1).and_then(|n| n.parse().ok()).is_none_or(|n: u32| n < 20);
    let early: Vec<&str> = many.lines().filter(|row| is_early(row)).collect();
    assert!(few.lines().collect::<Vec<_>>() == early, "the first 20 of 40 replications are not the 20");
    assert_eq!(many.lines().count() - 1, 2 * (few.lines().count() - 1));
}

/// The numbers of one run, pinned. They change only when a change of the model or of what is drawn changes results
/// on purpose: then run with UPDATE_EXPECT=1, and say what changed and why in CHANGELOG.md under **Changed results**.
///
/// With CASELOAD_BINARY a program built elsewhere (`cargo build --release`, without what tests bring along) is held
/// to the same numbers.
#[test]
fn the_numbers_of_a_fixed_seed_are_pinned() {
    let found = hash(&numbers(&printed(&run(&scenario(&text()), &[], 2))));
    let path = golden("everything.sha256");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, format!("{found}\n")).unwrap();
    }
    let pinned = fs::read_to_string(&path).unwrap();
    assert_eq!(found, pinned.trim(), "results changed: see the comment above this test");
    if let Ok(program) = std::env::var("CASELOAD_BINARY") {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join(program);
        let printed = stdout(&program.display().to_string(), "compare everything.toml --json --quiet");
        assert_eq!(hash(&numbers(&printed)), found, "the release build gives other numbers");
    }
}
