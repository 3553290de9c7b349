//! Documents that speak of the program are in step with it.

use caseload::engine::Metric;
use caseload::model::scenario::json_schema;
use caseload::model::scenario::keys::{Kind, LOG, ROOT, STICKY, TableSpec};
use caseload::report::reference;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_scenario_reference_is_in_step_with_the_tables_of_keys() {
    let path = root().join("docs/scenario.md");
    let made = reference::markdown();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let differs = || written.lines().zip(made.lines()).position(|(a, b)| a != b).map_or(0, |line| line + 1);
    assert!(
        written == made,
        "docs/scenario.md is not what the tables of keys say (first difference in line {}); make it again with\n  \
         cargo run -- schema --markdown > docs/scenario.md\nor\n  UPDATE_EXPECT=1 cargo test --test docs",
        differs()
    );
}

/// Names of all properties of a schema, tables within tables included.
fn properties(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Object(own)) = object.get("properties") {
                found.extend(own.keys().cloned());
            }
            object.iter().filter(|(name, _)| *name != "definitions").for_each(|(_, inner)| properties(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|item| properties(item, found)),
        _ => {}
    }
}

#[test]
fn the_reference_has_every_key_of_the_schema() {
    let mut known = BTreeSet::new();
    properties(&json_schema(), &mut known);
    assert!(known.len() > 60, "{}", known.len());
    let text = reference::markdown();
    for key in known {
        assert!(text.contains(&format!("\n| `{key}` | ")), "`{key}` has no row in the reference");
    }
    assert!(text.contains("| `leave` | days a year | `25 days / year` | E: "), "defaults carry their evidence");
}

/// `table.key` for every key: the table by the last word of its path, such as `steps` for `playbooks.NAME.steps.N`.
fn keys_of(spec: &TableSpec, found: &mut BTreeSet<String>) {
    let table = spec.name.split('.').rfind(|part| part.chars().any(|c| c.is_lowercase())).unwrap_or("scenario");
    for key in spec.keys {
        found.insert(format!("{table}.{}", key.name));
        match key.kind {
            Kind::Table(inner) | Kind::Named(inner) | Kind::List(inner) => keys_of(inner, found),
            Kind::Log => keys_of(&LOG, found),
            Kind::Sticky => keys_of(&STICKY, found),
            _ => {}
        }
    }
}

/// What stands in backticks in the checklist.
fn quoted(text: &str) -> Vec<&str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn the_checklist_speaks_of_what_exists() {
    let text = fs::read_to_string(root().join("docs/coverage-checklist.md")).unwrap();
    let mut keys = BTreeSet::new();
    keys_of(&ROOT, &mut keys);
    let metrics: BTreeSet<&str> = Metric::ALL.iter().map(|metric| metric.name()).collect();
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_caseload")).arg("--help").output().unwrap();
    let help = String::from_utf8(program.stdout).unwrap();
    let mut seen = [0; 4];
    for word in quoted(&text) {
        if let Some(command) = word.strip_prefix("caseload ") {
            let verb = command.split(' ').next().unwrap();
            assert!(help.contains(&format!("\n  {verb} ")), "there is no command `{word}`");
            seen[0] += 1;
        } else if word.contains('.') {
            assert!(keys.contains(word), "there is no key `{word}` (the table is the last word of its path)");
            seen[1] += 1;
        } else if word.contains('-') {
            assert!(root().join(format!("scenarios/{word}.toml")).exists(), "there is no preset `{word}`");
            seen[2] += 1;
        } else {
            assert!(metrics.contains(word), "there is no metric `{word}`");
            seen[3] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count > 3), "commands, keys, presets, metrics: {seen:?}");
}

#[test]
fn the_checklist_numbers_every_item_once_and_answers_it() {
    let text = fs::read_to_string(root().join("docs/coverage-checklist.md")).unwrap();
    let mut expected = 1;
    for line in text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| #")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells[0], expected.to_string(), "{line}");
        assert!(["yes", "in part", "not yet", "no"].contains(&cells[2]), "how far item {expected} is answered: {line}");
        assert!(cells.len() == 4 && cells[1].len() > 10 && cells[3].len() > 5, "{line}");
        expected += 1;
    }
    assert_eq!(expected, 112, "111 items");
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut links = 0;
    for page in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "docs/coverage-checklist.md", "docs/scenario.md"] {
        let path = root().join(page);
        let text = fs::read_to_string(&path).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap();
            if !file.is_empty() && !file.contains("://") {
                assert!(path.parent().unwrap_or(Path::new("")).join(file).exists(), "{page}: {link}");
                links += 1;
            }
        }
    }
    assert!(links > 1, "{links}");
}
