//! The terminal door, from outside: the built program, its streams, its exit codes, the files it writes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Two designs on forty accounts: milliseconds a replication.
const SMALL: &str = r#"title = "A small question"

[simulation]
warm_up = "4 weeks"
length = "26 weeks"
replications = 12
seed = 1
current = "named"

[calendars.office]
time_zone = "America/New_York"
hours = { mon-fri = ["09:00-12:30", "13:00-17:30"] }

[segments.smb]
accounts = 40
arr = { constant = "$4k" }
contract = "12 months"

[requests.question]
rate = "1 / account / month"
work = { exponential = "30 min" }
respond_within = "8 business hours"

[teams.smb_csms]
csms = 4
cost = "$165k / year"

[designs.named]
coverage = [ { accounts = "smb", named = "smb_csms" } ]

[designs.pooled]
coverage = [ { accounts = "smb", pooled = "smb_csms" } ]

[designs.fewer]
teams.smb_csms.csms = 2
coverage = [ { accounts = "smb", pooled = "smb_csms" } ]
"#;

/// A folder of its own for one test, with the small scenario in it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("small.toml"), SMALL).unwrap();
        Place { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caseload"));
        command
            .args(line.split_whitespace())
            .current_dir(self.folder.path())
            .env_remove("NO_COLOR")
            .env_remove("COLUMNS");
        command
    }

    fn run(&self, line: &str) -> Answer {
        Answer::of(self.command(line).output().unwrap())
    }

    /// Names in the folder, sorted.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

#[derive(Debug)]
struct Answer {
    code: i32,
    out: String,
    err: String,
}

impl Answer {
    fn of(output: Output) -> Answer {
        Answer {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    fn exits(self, code: i32) -> Answer {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }
}

#[test]
fn help_documents_every_verb_and_the_exit_codes() {
    let place = Place::new();
    let help = place.run("--help").exits(0).out;
    for word in [
        "demo",
        "new",
        "check",
        "run",
        "compare",
        "sweep",
        "trace",
        "validate",
        "schema",
        "man",
        "completions",
        "Exit codes",
        "no network",
    ] {
        assert!(help.contains(word), "{word} is missing from\n{help}");
    }
    let verbs =
        ["demo", "new", "check", "run", "compare", "sweep", "trace", "validate", "schema", "man", "completions"];
    for verb in verbs {
        assert!(place.run(&format!("{verb} --help")).exits(0).out.contains("Usage"), "{verb}");
    }
    assert!(place.run("--version").exits(0).out.starts_with("caseload "));
}

#[test]
fn misuse_is_exit_code_2_on_stderr_only() {
    let place = Place::new();
    for line in [
        "",
        "compare",
        "fly small.toml",
        "compare small.toml -r 0",
        "compare small.toml --threads 0",
        "sweep small.toml",
        "sweep small.toml --vary teams.smb_csms.csms",
        "sweep small.toml --vary teams.smb_csms.csms=8..2",
        "sweep small.toml --vary a.b=1..2 --vary c.d=1..2 --vary e.f=1..2",
        "sweep small.toml --vary teams.smb_csms.csms=1..2 --vary teams.smb_csms.csms=1..2",
        "run small.toml",
        "run small.toml --design nobody",
        "new no-such-preset",
        "man fly",
        "trace small.toml --account 40",
        "trace small.toml --account -1",
        "trace small.toml --replication 1000000",
        "trace small.toml --from 2026-01-01",
        "trace small.toml --account 1 --from yesterday",
        "trace small.toml --design nobody",
    ] {
        let answer = place.run(line).exits(2);
        assert!(answer.out.is_empty(), "{line}: {answer:?}");
        assert!(!answer.err.is_empty(), "{line}");
    }
    assert_eq!(place.names(), ["small.toml"]);
}

#[test]
fn wrong_numbers_and_dates_are_told_what_to_write() {
    let place = Place::new();
    for (line, advice) in [
        ("compare small.toml -r abc", "write a whole number from 1 to 1,000,000"),
        ("compare small.toml --threads 0", "write a whole number from 1 to 1,024"),
        ("trace small.toml --account -1", "write a whole number from 0 to"),
        ("trace small.toml --account 1 --from 2026-13-01", "write a date such as 2026-01-31"),
        ("trace small.toml --account 1 --from 2026-03-01 --until 2026-02-01", "write the earlier date first"),
        ("validate --only nonesuch", "no quick case has `nonesuch`"),
    ] {
        let err = place.run(line).exits(2).err;
        assert!(err.contains(advice), "{line}: {err}");
    }
    // Help fits the width it is wrapped to.
    for line in ["--help", "sweep --help", "trace --help", "man --help"] {
        let help = place.run(line).exits(0).out;
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
    }
}

#[test]
fn an_unknown_design_is_named_with_those_there_are() {
    let err = Place::new().run("compare small.toml --design poled").exits(2).err;
    assert!(err.contains("error: there is no design `poled` (did you mean `pooled`?)"), "{err}");
    assert!(err.contains("named, pooled and fewer"), "{err}");
}

#[test]
fn a_missing_file_is_exit_code_3_and_a_wrong_scenario_2() {
    let place = Place::new();
    assert!(place.run("check nowhere.toml").exits(3).err.contains("nowhere.toml"));
    fs::write(place.path("wrong.toml"), SMALL.replace("accounts = 40", "acounts = 40")).unwrap();
    for verb in ["check", "compare", "compare -o results"] {
        let answer = place.run(&format!("{verb} wrong.toml")).exits(2);
        assert!(answer.err.contains("acounts") && answer.err.contains("error"), "{}", answer.err);
        assert!(answer.out.is_empty());
    }
    assert_eq!(place.names(), ["small.toml", "wrong.toml"]);
}

#[test]
fn an_output_folder_that_cannot_be_written_is_found_before_simulating() {
    let place = Place::new();
    for verb in
        ["compare small.toml", "run small.toml --design named", "sweep small.toml --vary teams.smb_csms.csms=2..3"]
    {
        let answer = place.run(&format!("{verb} -o small.toml/results")).exits(3);
        assert!(answer.err.contains("error: "), "{}", answer.err);
        assert!(!answer.err.contains("simulating"), "it simulated first:\n{}", answer.err);
        assert!(answer.out.is_empty());
    }
    place.run("demo -o small.toml/demo").exits(3);
    assert_eq!(place.names(), ["small.toml"]);
}

#[test]
fn check_explains_the_scenario_and_simulates_nothing() {
    let out = Place::new().run("check small.toml").exits(0).out;
    for part in ["40 accounts", "12.00 times per account", "30 min of a CSM", "(today)", "What a spreadsheet says"] {
        assert!(out.contains(part), "{part} is missing from\n{out}");
    }
}

#[test]
fn compare_prints_a_verdict_and_writes_nothing_unless_asked() {
    let place = Place::new();
    let answer = place.run("compare small.toml").exits(0);
    assert!(answer.out.contains("pooled") && answer.out.contains("fewer"), "{}", answer.out);
    assert!(answer.err.contains("simulating: 36 runs"), "{}", answer.err);
    assert!(answer.err.trim_end().ends_with("add `-o results` for a report, data files and plots"), "{}", answer.err);
    assert_eq!(place.names(), ["small.toml"]);
}

#[test]
fn results_are_whole_and_their_json_is_what_json_prints() {
    let place = Place::new();
    let answer = place.run("compare small.toml -o results --json --quiet").exits(0);
    assert_eq!(answer.err, "");
    for name in ["report.html", "summary.json", "replications.csv", "manifest.json", "plots"] {
        assert!(place.path("results").join(name).exists(), "{name}");
    }
    let printed: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    let written: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(place.path("results/summary.json")).unwrap()).unwrap();
    assert_eq!(printed, written);
    assert_eq!(printed["replications"], 12);
    assert_eq!(printed["designs"].as_array().unwrap().len(), 3);
    assert_eq!(place.names(), ["results", "small.toml"]);
}

#[test]
fn designs_can_be_chosen_and_todays_takes_part() {
    let place = Place::new();
    let names = |line: &str| -> Vec<String> {
        let json: serde_json::Value = serde_json::from_str(&place.run(line).exits(0).out).unwrap();
        let designs = json["designs"].as_array().unwrap();
        designs.iter().map(|design| design["name"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(names("compare small.toml --json -q -r 2 --design fewer"), ["named", "fewer"]);
    assert_eq!(names("run small.toml --json -q -r 2 --design fewer"), ["fewer"]);
}

#[test]
fn the_number_of_threads_changes_no_byte_of_the_answer() {
    let place = Place::new();
    let out = |threads: u32| place.run(&format!("compare small.toml --json --threads {threads}")).exits(0).out;
    let one = out(1);
    assert_eq!(one, out(2));
    assert_eq!(one, out(8));
}

#[test]
fn seed_and_replications_are_taken_from_the_command_line() {
    let place = Place::new();
    let json = |line: &str| -> serde_json::Value { serde_json::from_str(&place.run(line).exits(0).out).unwrap() };
    let base = json("compare small.toml --json");
    let other = json("compare small.toml --json --seed 2 -r 3");
    assert_eq!(other["seed"], 2);
    assert_eq!(other["replications"], 3);
    assert_ne!(base["designs"], other["designs"]);
}

#[test]
fn a_sweep_has_every_design_at_every_point() {
    let place = Place::new();
    let answer = place.run("sweep small.toml --vary teams.smb_csms.csms=3..5 -r 2 -o curves").exits(0);
    assert!(place.path("curves/report.html").exists());
    assert!(
        answer.out.contains("fewer sets teams.smb_csms.csms itself") || answer.err.contains("fewer sets"),
        "{answer:?}"
    );
    let wrong = place.run("sweep small.toml --vary teams.smb_csms.cmss=3..5").exits(2);
    assert!(wrong.err.contains("teams.smb_csms.cmss = 3"), "{}", wrong.err);
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let place = Place::new();
    let mut child = place.command("schema").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let answer = Answer::of(child.wait_with_output().unwrap()).exits(0);
    assert_eq!(answer.err, "");
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let place = Place::new();
    let color = |line: &str, no_color: bool| {
        let mut command = place.command(line);
        if no_color {
            command.env("NO_COLOR", "1");
        }
        Answer::of(command.output().unwrap()).exits(0).out.contains('\u{1b}')
    };
    assert!(!color("compare small.toml -r 2", false));
    assert!(!color("compare small.toml -r 2 --color auto", true));
    assert!(!color("compare small.toml -r 2 --color never", false));
    assert!(color("compare small.toml -r 2 --color always", false));
}

#[test]
fn demo_runs_twice_and_spares_an_edited_scenario() {
    let place = Place::new();
    for _ in 0..2 {
        let answer = place.run("demo -r 2").exits(0);
        assert!(answer.err.contains("caseload compare demo/scenario.toml -o results"), "{}", answer.err);
        assert!(place.path("demo/report.html").exists());
    }
    fs::write(place.path("demo/scenario.toml"), "title = \"mine\"\n").unwrap();
    assert!(place.run("demo -r 2").exits(2).err.contains("has been edited"));
    assert_eq!(fs::read_to_string(place.path("demo/scenario.toml")).unwrap(), "title = \"mine\"\n");
}

#[test]
fn new_writes_valid_presets_and_never_overwrites() {
    let place = Place::new();
    let list = place.run("new --list").exits(0).out;
    for preset in list.lines().map(|line| line.split_whitespace().next().unwrap()) {
        let file = format!("{}.toml", preset.replace('/', "-"));
        place.run(&format!("new {preset} -o {file}")).exits(0);
        place.run(&format!("check {file}")).exits(0);
        let before = fs::read(place.path(&file)).unwrap();
        assert!(place.run(&format!("new {preset} -o {file}")).exits(2).err.contains("never overwritten"));
        assert_eq!(fs::read(place.path(&file)).unwrap(), before);
    }
    let starter = place.run("new").exits(0);
    assert!(starter.out.contains("[simulation]"));
}

#[test]
fn schema_and_completions_are_printed() {
    let place = Place::new();
    let schema: serde_json::Value = serde_json::from_str(&place.run("schema").exits(0).out).unwrap();
    assert!(schema["properties"]["segments"].is_object());
    assert!(place.run("completions bash").exits(0).out.contains("caseload"));
    assert!(place.run("schema --markdown").exits(0).out.starts_with("# Scenario reference"));
    let page = place.run("man").exits(0).out;
    assert!(page.contains(".TH caseload") && page.contains("Exit codes"), "{page}");
    let page = place.run("man trace").exits(0).out;
    assert!(page.contains("caseload\\-trace") && page.contains("replication"), "{page}");
    assert!(place.run("man comparr").exits(2).err.contains("did you mean `compare`"));
}

#[test]
fn trace_shows_one_life_under_each_design_with_todays_among_them() {
    let place = Place::new();
    let life = place.run("trace small.toml --account 7 --replication 3 --design fewer").exits(0);
    for part in
        ["Account 7 (0 to 39) of replication 3, seed 1", "named (today)", "fewer", "own CSM of smb_csms", "in all"]
    {
        assert!(life.out.contains(part), "{part} is missing from\n{}", life.out);
    }
    assert!(!life.out.contains("pooled"), "{}", life.out);
    assert!(life.out.lines().all(|line| line.chars().count() <= 120), "{}", life.out);
    let narrow =
        Answer::of(place.command("trace small.toml --account 7").env("COLUMNS", "80").output().unwrap()).exits(0);
    assert!(narrow.out.lines().all(|line| line.chars().count() <= 80), "{}", narrow.out);
    assert_eq!(narrow.out.matches("simulation begins").count(), 3, "one block a design\n{}", narrow.out);
    let days = "--from 2026-02-01 --until 2026-03-31";
    let json = place.run(&format!("trace small.toml --account 7 {days} --json -q")).exits(0).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let rows = json["rows"].as_array().unwrap();
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|row| ("2026-02-01".."2026-04-01").contains(&row["at"].as_str().unwrap())), "{rows:?}");
    assert_eq!(json["designs"][2]["name"], "fewer");
}

#[test]
fn trace_without_an_account_lists_those_that_fare_differently() {
    let place = Place::new();
    // Nobody can leave where no churn is stated.
    assert!(place.run("trace small.toml -q").exits(0).out.contains("each of its 40 accounts has the same outcome"));
    let err = place.run("trace small.toml --account 41").exits(2).err;
    assert!(err.contains("there is no account 41; replication 0 has accounts 0 to 39 (smb 0 to 39)"), "{err}");
    let err = place.run("trace small.toml --account 3 --replication 40").exits(0).err;
    assert!(err.contains("has replications 0 to 11; number 40 is in the results of `-r 41`"), "{err}");
}

#[test]
fn validate_shows_theory_beside_simulation() {
    let place = Place::new();
    let table = place.run("validate --only staffing").exits(0);
    for word in ["theory", "simulated", "distance", "holds", "All 1 checks hold"] {
        assert!(table.out.contains(word), "{word} is missing from\n{}", table.out);
    }
    assert!(table.err.contains("simulating"));
    let text = place.run("validate --only staffing --seed 2 --json --quiet").exits(0);
    let json: serde_json::Value = serde_json::from_str(&text.out).unwrap();
    assert_eq!(json["holds"], true);
    assert_eq!(json["checks"][0]["verdict"], "holds");
    assert!((json["checks"][0]["theory"].as_f64().unwrap() - 0.270303).abs() < 1e-6);
    assert!(place.run("validate --only nonesuch").exits(2).err.contains("--full"));
    place.run("validate --quick --full").exits(2);
}

/// Every `caseload` or `cargo run` command of the README, run as it stands but for fewer replications.
#[test]
fn the_commands_of_the_readme_work() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let place = Place::new();
    copy(&root.join("scenarios"), &place.path("scenarios"));
    let mut ran = 0;
    for line in commands(&readme) {
        let Some(rest) = line.strip_prefix("caseload ").or_else(|| line.strip_prefix("cargo run --release -- ")) else {
            continue;
        };
        let (rest, target) = rest.split_once(" > ").map_or((rest, None), |(rest, target)| (rest, Some(target)));
        let simulates = ["demo", "run", "compare", "sweep"].iter().any(|verb| rest.starts_with(verb));
        let few = if simulates { format!("{rest} -r 2") } else { rest.to_string() };
        let answer = place.run(&few).exits(0);
        if let Some(target) = target {
            fs::write(place.path(target), answer.out).unwrap();
        }
        ran += 1;
    }
    assert!(ran >= 8, "only {ran} commands of the README were found");
}

/// The smallest scenario that the README shows is a valid one.
#[test]
fn the_scenario_in_the_readme_is_valid_and_short() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let toml = readme.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(toml.lines().count() < 40);
    let place = Place::new();
    fs::write(place.path("readme.toml"), toml).unwrap();
    place.run("check readme.toml").exits(0);
    place.run("compare readme.toml -r 2").exits(0);
}

/// Command lines in the `sh` blocks of a page, without comments and repeated flags of length.
fn commands(page: &str) -> Vec<String> {
    let blocks = page.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let lines = blocks.flat_map(str::lines).map(|line| line.split(" #").next().unwrap().trim());
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| line.replace('\'', "")).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
