//! The scenarios that are shipped: each reads without problems, says what it is for, and stays short.

use caseload::engine::Plan;
use caseload::experiment::spreadsheet;
use caseload::model::scenario::value_at;
use caseload::model::work::{RequestSource, Schedule};
use caseload::model::{Origin, Scenario, Staffing, WorkKind};
use caseload::time::{Span, Working};
use std::fs;
use std::path::{Path, PathBuf};

fn shipped() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files = Vec::new();
    for folder in [root.clone(), root.join("theory")] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "toml") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn every_shipped_scenario_reads() {
    assert!(!shipped().is_empty());
    for path in shipped() {
        let scenario = Scenario::read(&path, &[]).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(scenario.hash.len(), 64);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("# "), "{} opens with the question it answers", path.display());
        assert!(text.lines().count() < 120, "{} has 120 lines or more", path.display());
        let theory = path.parent().is_some_and(|folder| folder.ends_with("theory"));
        let says = if theory { "Theory: " } else { "\n# Where the numbers come from: " };
        assert!(text.contains(says), "{} does not say where its numbers come from", path.display());
    }
}

/// A file with nothing but what must be given.
const MINIMAL: &str = r#"
[segments.smb]
accounts = 400
arr = "$4k"
churn = "18% / year"

[requests.question]
rate = "0.5 / account / month"
work = "25 min"
respond_within = "2 business days"

[playbooks.check_in]
steps = [ { every = "1 month", work = "20 min" } ]

[teams.csms]
csms = 4

[designs.named]
coverage = [ { named = "csms" } ]
"#;

fn parse(text: &str) -> Scenario {
    Scenario::parse(text, Path::new("scenarios/test.toml"), &[]).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn a_minimal_scenario_is_short_and_its_defaults_are_named() {
    assert!(MINIMAL.lines().count() < 40);
    let scenario = parse(MINIMAL);
    let assumed = |key: &str| {
        let found = scenario.assumptions.iter().filter(|a| a.key == key).collect::<Vec<_>>();
        assert_eq!(found.len(), 1, "{key}");
        (found[0].value.clone(), found[0].grade.letter())
    };
    assert_eq!(assumed("teams.csms.leave"), ("25 days / year".into(), "E"));
    assert_eq!(assumed("teams.csms.calendar"), ("office".into(), "E"));
    assert_eq!(assumed("requests.question.frailty"), ("0.4".into(), "A"));
    assert_eq!(assumed("demand.daily_dispersion"), ("2.8".into(), "A"));
    assert_eq!(assumed("playbooks.check_in.steps.1.expires"), ("30 days".into(), "E"));
    assert_eq!(assumed("designs.named.coverage.1.backup_after"), ("2 days".into(), "E"));
    assert_eq!(assumed("segments.smb.contract"), ("12 months".into(), "B"));
    assert!(scenario.assumptions.iter().all(|a| !a.source.is_empty()));
}

#[test]
fn a_business_day_is_one_of_the_serving_calendar() {
    let target = |text: &str| match &parse(text).kinds[0].origin {
        Origin::Request { respond_within, .. } => *respond_within,
        other => panic!("{other:?}"),
    };
    assert_eq!(target(MINIMAL), Span::Business(Working::from_hours(16.0)));
    let short = format!(
        "[calendars.short]\ntime_zone = \"UTC\"\nhours = {{ mon-tue = \"09:00-12:00\", wed = \"09:00-15:00\" }}\n{MINIMAL}"
    );
    assert_eq!(target(&short), Span::Business(Working::from_hours(8.0)));
    let always = MINIMAL.replace("csms = 4", "csms = 4\ncalendar = \"always\"");
    assert_eq!(target(&always), Span::Business(Working::from_hours(48.0)));
}

#[test]
fn every_key_reads_and_leaves_nothing_to_assume() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/every-key.toml")).unwrap();
    let scenario = parse(&text);
    let of_first_team = |a: &&caseload::model::Assumption| !a.key.starts_with("teams.key_accounts");
    let assumed: Vec<&str> = scenario.assumptions.iter().filter(of_first_team).map(|a| a.key.as_str()).collect();
    assert_eq!(
        assumed,
        [
            "designs.today.coverage.4.sticky.patience",
            "playbooks.care.steps.2.due_in",
            "playbooks.care.steps.2.expires",
            "playbooks.care.steps.5.due_in",
            "playbooks.checking_in.steps.1.due_in",
            "playbooks.checking_in.steps.1.expires",
            "playbooks.checking_in.steps.1.response",
        ]
    );
    assert_eq!(scenario.currency, "€");
    assert_eq!(scenario.segments[0].accounts, 1400);
    assert!((scenario.segments[0].churn.unwrap() - (1.0 - libm::pow(0.985, 12.0))).abs() < 1e-12);
    assert!((scenario.segments[0].new_accounts - 0.12).abs() < 1e-12);
    assert_eq!(scenario.designs[1].teams[0].staffing, Staffing::AccountsPerCsm(250.0));
    assert_eq!(scenario.designs[0].teams[0].cost_per_year, 96_000.0);
}

#[test]
fn a_value_is_looked_up_as_written_or_by_default() {
    let at = |path: &str| value_at(MINIMAL, path);
    assert_eq!(at("teams.csms.csms").as_deref(), Some("4"));
    assert_eq!(at("designs.named.teams.csms.csms").as_deref(), Some("4"));
    assert_eq!(at("playbooks.check_in.steps.1.work").as_deref(), Some("20 min"));
    assert_eq!(at("teams.csms.leave").as_deref(), Some("25 days / year"));
    assert_eq!(at("simulation.replications").as_deref(), Some("200"));
    assert_eq!(at("teams.csms.no_such_key"), None);
}

/// Yearly hours of work of an account, by the arithmetic of a spreadsheet.
fn hours_per_account(scenario: &Scenario, segment: usize) -> f64 {
    let terms: f64 = scenario.segments[segment].contracts.iter().map(|c| c.share / c.term.years()).sum();
    let of_segment = scenario.kinds.iter().filter(|k| k.segments[segment] && !k.is_digital());
    let per_year = |kind: &WorkKind| match &kind.origin {
        Origin::Request { source: RequestSource::Rate { per_year, .. }, .. } => *per_year,
        Origin::Request { .. } => 0.0,
        Origin::Step { schedule: Schedule::Every(period), .. } => 1.0 / period.years(),
        Origin::Step { schedule: Schedule::BeforeRenewal(_), .. } => terms,
        Origin::Step { schedule: Schedule::Farewell | Schedule::Welcome, .. } => 0.0,
        Origin::Step { schedule: Schedule::AfterStart(_), .. } => scenario.segments[segment].new_accounts,
        Origin::Risk { rate_per_year, .. } => *rate_per_year,
        Origin::Trigger { trigger, .. } => trigger.per_year[segment].0,
    };
    of_segment.map(|k| per_year(k) * k.work.mean()).sum()
}

#[test]
fn the_named_teams_of_today_are_70_to_75_percent_busy() {
    for (file, teams) in [("pooled-vs-named", vec![14.0]), ("hybrid-tiers", vec![8.0, 6.0, 2.0])] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{file}.toml"));
        let scenario = Scenario::read(&path, &[]).unwrap_or_else(|e| panic!("{e}"));
        let team = &scenario.designs[scenario.current].teams[0];
        let weekdays = 365.2425 * 5.0 / 7.0;
        let away = team.leave_days_per_year + team.sick_days_per_year;
        let available = 8.0 * (weekdays - away) * (1.0 - team.non_customer);
        for (segment, csms) in teams.into_iter().enumerate() {
            let hours = hours_per_account(&scenario, segment) * f64::from(scenario.segments[segment].accounts);
            let busy = hours / (csms * available);
            assert!((0.70..=0.75).contains(&busy), "{file}, segment {segment}: {busy}");
        }
    }
}

/// What each preset is there to show, at a glance: today's design first, then the ratio or load that makes the question.
#[test]
fn presets_stand_where_their_comments_say() {
    let busy = |file: &str, design: &str, team: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{file}.toml"));
        let scenario = Scenario::read(&path, &[]).unwrap_or_else(|e| panic!("{e}"));
        let design = scenario.designs.iter().position(|d| d.name == design).unwrap();
        let csms = Plan::new(&scenario, design).csms().to_vec();
        let rows = spreadsheet::rows(&scenario, &scenario.designs[design], &csms);
        let row = rows.into_iter().find(|row| row.team == team).unwrap();
        (row.offered_load * 100.0).round()
    };
    assert_eq!(busy("acv-tiers", "all_named", "named_csms"), 70.0);
    assert_eq!(busy("acv-tiers", "line_at_5k", "pool_csms"), 89.0);
    assert_eq!(busy("three-bands", "three_bands", "mid_csms"), 72.0);
    assert_eq!(busy("three-bands", "three_bands_lean", "mid_csms"), 96.0);
    assert_eq!(busy("on-request-pool", "all_named", "pool_csms"), 69.0);
    assert_eq!(busy("cut-20-percent", "named_10", "csms"), 70.0);
    assert_eq!(busy("cut-20-percent", "pods_8", "csms"), 87.0);
    assert_eq!(busy("ratio-contradiction", "five_million", "csms"), 241.0);
    assert_eq!(busy("digital-long-tail", "one_to_1000", "csms"), 58.0);
    assert_eq!(busy("digital-long-tail", "one_to_1500", "csms"), 87.0);
    assert_eq!(busy("one-csm-leaves", "backed_up", "csms"), 70.0);
    assert_eq!(busy("growth-hiring-lag", "never", "csms"), 79.0);
    assert_eq!(busy("startup-over-invested", "three_named", "csms"), 37.0);
    assert_eq!(busy("mature-predictive", "check_ins_11", "csms"), 71.0);
}
