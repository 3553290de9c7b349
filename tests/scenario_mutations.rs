//! Whatever stands in a scenario file, reading it ends with a scenario or an error, never with a panic.
//!
//! `PROPTEST_CASES=100000 cargo test --test scenario_mutations` looks longer.

use caseload::model::Scenario;
use caseload::model::scenario::value_at;
use proptest::prelude::*;
use std::path::Path;

const SEEDS: [&str; 13] = [
    include_str!("../scenarios/pooled-vs-named.toml"),
    include_str!("../scenarios/hybrid-tiers.toml"),
    include_str!("../scenarios/two-million-rule.toml"),
    include_str!("../scenarios/helpdesk-log.toml"),
    include_str!("../scenarios/theory/priorities.toml"),
    include_str!("../scenarios/digital-touch.toml"),
    include_str!("../scenarios/growth-hiring-trigger.toml"),
    include_str!("../scenarios/maturity-ramp.toml"),
    include_str!("../scenarios/accounts-that-outgrow.toml"),
    include_str!("../scenarios/risk-escalation.toml"),
    include_str!("../scenarios/named-to-pool-transition.toml"),
    include_str!("../scenarios/health-triggers.toml"),
    include_str!("data/every-key.toml"),
];

const TOKENS: [&str; 44] = [
    "0",
    "-1",
    "1e308",
    "nan",
    "inf",
    "-inf",
    "99999999999999999999",
    "9223372036854775807",
    "\"\"",
    "\"never\"",
    "\"all\"",
    "\"none\"",
    "[]",
    "{}",
    "[[]]",
    "true",
    "2026-02-30",
    "2026-01-05",
    "07:32:00",
    "\"18%\"",
    "\"-18%\"",
    "\"1e9 years\"",
    "\"99999999999999999999 years\"",
    "\"0.000000001 s\"",
    "\"4 business weeks\"",
    "\"€1\"",
    "\"$\"",
    "\"0 / account / year\"",
    "\"1 / account / s\"",
    "\"é\"",
    "\"\\u0000\"",
    "{ mixture = [] }",
    "{ values = [] }",
    "{ gamma = { mean = \"0 s\", cv = 0 } }",
    "{ mon-sun = \"00:00-24:00\" }",
    "{ \"24\" = 1 }",
    "[\"smb\", \"smb\"]",
    "\"UTC\"",
    "=",
    "[",
    "]",
    "\n",
    ".",
    "\u{202e}",
];

/// One change of the text.
#[derive(Clone, Debug)]
enum Mutation {
    Byte(usize, char),
    Cut(usize, usize),
    SwapLines(usize, usize),
    RepeatLine(usize),
    Value(usize, usize),
    Token(usize, usize),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = any::<usize>;
    prop_oneof![
        (at(), any::<char>()).prop_map(|(i, c)| Mutation::Byte(i, c)),
        (at(), 0..12_usize).prop_map(|(i, n)| Mutation::Cut(i, n)),
        (at(), at()).prop_map(|(i, j)| Mutation::SwapLines(i, j)),
        at().prop_map(Mutation::RepeatLine),
        (at(), at()).prop_map(|(i, j)| Mutation::Value(i, j)),
        (at(), at()).prop_map(|(i, j)| Mutation::Token(i, j)),
    ]
}

fn apply(text: &str, mutation: &Mutation) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    if chars.is_empty() || lines.is_empty() {
        return text.to_string();
    }
    match *mutation {
        Mutation::Byte(i, c) => {
            let at = i % chars.len();
            chars[at] = c;
            return chars.into_iter().collect();
        }
        Mutation::Cut(i, n) => {
            let at = i % chars.len();
            chars.drain(at..(at + n).min(chars.len()));
            return chars.into_iter().collect();
        }
        Mutation::SwapLines(i, j) => {
            let (i, j) = (i % lines.len(), j % lines.len());
            lines.swap(i, j);
        }
        Mutation::RepeatLine(i) => {
            let line = lines[i % lines.len()].clone();
            lines.push(line);
        }
        Mutation::Value(i, j) => {
            let with_value: Vec<usize> = (0..lines.len()).filter(|k| lines[*k].contains('=')).collect();
            if let Some(k) = with_value.get(i % with_value.len().max(1)) {
                let key = lines[*k].split('=').next().unwrap_or_default().to_string();
                lines[*k] = format!("{key}= {}", TOKENS[j % TOKENS.len()]);
            }
        }
        Mutation::Token(i, j) => {
            let words: Vec<&str> = text.split(' ').collect();
            let at = i % words.len();
            let mut words: Vec<String> = words.into_iter().map(str::to_string).collect();
            words[at] = TOKENS[j % TOKENS.len()].to_string();
            return words.join(" ");
        }
    }
    lines.join("\n")
}

fn read(text: &str, overrides: &[(String, String)]) {
    let origin = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/mutated.toml");
    match Scenario::parse(text, &origin, overrides) {
        Ok(scenario) => assert!(!scenario.designs.is_empty() && scenario.current < scenario.designs.len()),
        Err(error) => {
            assert!(!error.problems().is_empty());
            assert!(!error.render(false).is_empty());
            assert!(!error.render(true).is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_mutation_panics(seed in 0..SEEDS.len(), mutations in prop::collection::vec(mutation(), 1..6)) {
        let text = mutations.iter().fold(SEEDS[seed].to_string(), |text, m| apply(&text, m));
        read(&text, &[]);
    }

    #[test]
    fn no_override_panics(seed in 0..SEEDS.len(), path in "[a-z_.0-9]{0,30}|(teams|designs|requests|simulation|segments)(\\.(smb|csms|named|question|steps|work|1|mean|seed|teams|coverage)){0,5}", value in any::<String>()) {
        value_at(SEEDS[seed], &path);
        read(SEEDS[seed], &[(path, value)]);
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        read(&text, &[]);
    }
}

#[test]
fn deep_nesting_is_refused() {
    for text in [
        format!("{} = 1", vec!["a"; 100_000].join(".")),
        format!("[{}]", vec!["a"; 100_000].join(".")),
        format!("a = {}1{}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("a = {}1{}", "{ a = ".repeat(100_000), " }".repeat(100_000)),
        format!("{}a = 1", "[[a]]\n".repeat(10_000)),
    ] {
        read(&text, &[]);
    }
    let path = vec!["a"; 100_000].join(".");
    read(SEEDS[0], &[(path.clone(), "1".into()), ("teams.smb_csms.csms".into(), format!("{path} = 1"))]);
    read(SEEDS[0], &[("teams.smb_csms.csms".into(), "[".repeat(100_000))]);
}
