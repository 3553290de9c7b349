//! The small scenario that effects are shown on, and how it is run.

use caseload::engine::metric::Values;
use caseload::engine::{Anchoring, Metric};
use caseload::experiment::replications::{Engine, Rows, on_threads, replicate};
use caseload::model::Scenario;
use caseload::statistics::PairedDifference;
use std::path::Path;

/// One design of each form, on two segments with every class of work. Four named CSMs are about 80 % busy.
pub const BASE: &str = r#"
[simulation]
warm_up = "13 weeks"
length = "52 weeks"
cool_down = "4 weeks"
time_zone = "UTC"
current = "named"

[demand]
daily_dispersion = 2

[calendars.desk]
time_zone = "UTC"
hours = { mon-fri = ["09:00-12:30", "13:00-17:30"] }

[segments.small]
accounts = 160
arr = { lognormal = { median = "$3k", mean = "$4k" } }
contract = "3 months"
churn = "20% / year"
expansion = "10% / year"
contraction = "2% / year"
new_accounts = "20% / year"

[segments.large]
accounts = 24
arr = { lognormal = { median = "$30k", mean = "$40k" } }
churn = "10% / year"

[profiles.day]
weekdays = { mon-fri = 1 }
hours = { "9" = 1, "10" = 2, "11" = 1, "13" = 1, "14" = 2, "15" = 1, "16" = 1 }

[profiles.fixed]
time_zone = "UTC"
weekdays = { mon-fri = 1 }
hours = { "9" = 1, "10" = 2, "11" = 1, "13" = 1, "14" = 2, "15" = 1, "16" = 1 }

[requests.question]
segments = ["small", "large"]
rate = "1.2 / account / month"
work = { exponential = "60 min" }
respond_within = "4 business hours"
frailty = 1
profile = "day"

[playbooks.care]
segments = ["small", "large"]
steps = [
  { every = "1 month", work = "25 min", due_in = "7 days", expires = "14 days" },
  { before_renewal = "30 days", work = "30 min" },
  { after_start = "7 days", work = "2 h" },
]

[risks.drop]
segments = ["small", "large"]
rate = "1 / account / year"
work = "1 h"

[teams.csms]
csms = 4
calendar = "desk"

[teams.key]
csms = 2
calendar = "desk"

[designs.named]
coverage = [ { named = "csms", backup_after = "2 days" } ]

[designs.alone]
coverage = [ { named = "csms", backup_after = "never" } ]

[designs.pooled]
coverage = [ { pooled = "csms" } ]

[designs.sticky]
coverage = [ { pooled = "csms", sticky = { memory = "60 days", patience = "4 business hours" } } ]

[designs.pods]
coverage = [ { pods = "csms", pod_size = 2 } ]

[designs.tiers]
coverage = [ { accounts = "large", named = "key" }, { pooled = "csms" } ]

[designs.rich_named]
coverage = [ { arr_from = "$10k", named = "csms" }, { pooled = "csms" } ]

[designs.poor_pooled]
coverage = [ { arr_below = "$3k", pooled = "csms" }, { named = "csms" } ]

[designs.promised_named]
coverage = [ { contract_named = true, named = "csms" }, { pooled = "csms" } ]

[designs.planned_named]
coverage = [ { work = "planned", named = "csms" }, { pooled = "csms" } ]
"#;

/// A value set by path.
pub type Set<'a> = (&'a str, &'a str);

/// The scenario of a text with values set by path; an empty value leaves the key as the text has it.
pub fn scenario(text: &str, sets: &[Set]) -> Scenario {
    scenario_in(Path::new("."), text, sets)
}

/// The same with logs found in a folder.
pub fn scenario_in(folder: &Path, text: &str, sets: &[Set]) -> Scenario {
    let sets = sets.iter().filter(|(_, value)| !value.is_empty());
    let sets: Vec<(String, String)> = sets.map(|(path, value)| (path.to_string(), value.to_string())).collect();
    Scenario::parse(text, &folder.join("effects.toml"), &sets).unwrap_or_else(|error| panic!("{sets:?}: {error}"))
}

/// The number of a design.
pub fn design(scenario: &Scenario, name: &str) -> usize {
    scenario.designs.iter().position(|design| design.name == name).unwrap_or_else(|| panic!("no design {name}"))
}

/// Replications of one design. The anchoring is neutral and the same on both sides of a comparison, so that effects on
/// outcomes are seen themselves and not tied back to today.
pub fn rows(scenario: &Scenario, name: &str, replications: u32) -> Rows {
    let engine = Engine::of(scenario, &[design(scenario, name)]);
    let anchorings = [Anchoring::neutral(scenario)];
    on_threads(Some(1), || replicate(&engine, &anchorings, 0..replications, &|_| ()))
        .expect("one thread starts")
        .swap_remove(0)
}

/// The paired difference of a metric over all accounts, `b` less `a`.
pub fn difference(a: &Rows, b: &Rows, metric: Metric, level: f64) -> PairedDifference {
    let of = |rows: &Rows| -> Vec<f64> { rows.groups.iter().map(|groups| groups[0][metric]).collect() };
    PairedDifference::from_pairs(&of(b), &of(a), level)
}

/// The first metric that is not bit for bit the same in every replication, group and team, if any.
pub fn first_difference(a: &Rows, b: &Rows, metrics: &[Metric]) -> Option<String> {
    let both = [("group", &a.groups, &b.groups), ("team", &a.teams, &b.teams)];
    for (what, a, b) in both {
        assert_eq!(a.len(), b.len());
        for (replication, (a, b)) in a.iter().zip(b).enumerate() {
            for (number, (a, b)) in a.iter().zip(b).enumerate() {
                if let Some(metric) = differs(a, b, metrics) {
                    let (a, b) = (a[metric], b[metric]);
                    return Some(format!("replication {replication}, {what} {number}, {}: {a} {b}", metric.name()));
                }
            }
        }
    }
    None
}

fn differs(a: &Values, b: &Values, metrics: &[Metric]) -> Option<Metric> {
    metrics.iter().copied().find(|&metric| a[metric].to_bits() != b[metric].to_bits())
}
