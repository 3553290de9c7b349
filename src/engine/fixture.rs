//! A firm of a few lines for the tests of this room.

use super::Plan;
use crate::model::Scenario;
use std::path::Path;

const FIRM: &str = r#"
[segments.s]
accounts = 4
arr = "$1k"
[teams.t]
csms = 2
[requests.ask]
rate = "1 / account / month"
work = "1 h"
respond_within = "1 h"
"#;

/// Four accounts that ask a team of two, under design `d` with a list of rules, with more tables (at first further keys of
/// the design) and some values changed.
pub(super) fn scenario(rules: &str, more: &str, changes: &[(&str, &str)]) -> Scenario {
    let changes: Vec<_> = changes.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
    let text = format!("{FIRM}[designs.d]\ncoverage = [ {rules} ]\n{more}\n");
    Scenario::parse(&text, Path::new("fixture.toml"), &changes).unwrap_or_else(|error| panic!("{error}"))
}

/// The plan of design `d`.
pub(super) fn plan(rules: &str, more: &str, changes: &[(&str, &str)]) -> Plan {
    let scenario = scenario(rules, more, changes);
    let design = scenario.designs.iter().position(|design| design.name == "d").expect("it is there");
    Plan::new(&scenario, design)
}
