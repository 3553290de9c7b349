//! A firm of a few lines for the tests of this room.

use crate::model::Scenario;
use std::path::Path;

const FIRM: &str = r#"
[segments.smb]
accounts = 100
arr = "$4k"
[segments.mid]
accounts = 10
arr = "$40k"
[requests.question]
rate = "1 / account / month"
work = "1 h"
respond_within = "4 h"
[playbooks.check_in]
steps = [ { every = "1 month", work = "20 min", expires = "21 days" } ]
[risks.drop]
segments = ["smb"]
rate = "4 / account / year"
work = "1 h"
[teams.t]
csms = 4
[teams.u]
csms = 3
"#;

/// A hundred small accounts and ten larger ones, under design `d` with a list of rules, with more tables and some values
/// changed.
pub(super) fn scenario(rules: &str, more: &str, changes: &[(&str, &str)]) -> Scenario {
    let changes: Vec<_> = changes.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
    let text = format!("{FIRM}[designs.d]\ncoverage = [ {rules} ]\n{more}\n");
    Scenario::parse(&text, Path::new("fixture.toml"), &changes).unwrap_or_else(|error| panic!("{error}"))
}
