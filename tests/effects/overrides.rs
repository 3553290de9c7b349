//! Rules that override others for some accounts: each key moves its metric, and its neutral value moves nothing.

use crate::base::{self, BASE, Set};
use crate::direction::{Row, Way, check_all};
use Way::Up;
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not.
const MORE: &str = r#"
[segments.small.growth]
share = "20%"
factor = 1.5

[designs.strategic]
coverage = [ { strategic = true, named = "csms" }, { pooled = "csms" } ]

[designs.growing]
coverage = [ { growing = true, named = "csms" }, { pooled = "csms" } ]

[designs.at_risk]
coverage = [ { at_risk = "60 days", cap = 1000, named = "csms" }, { pooled = "csms" } ]
"#;

/// The base with more.
pub static TEXT: LazyLock<String> = LazyLock::new(|| format!("{BASE}\n{MORE}"));

/// Keys and what they move; seen on [`TEXT`] with some accounts of strategic value.
#[rustfmt::skip]
pub const OVERRIDES: &[Row] = &[
    ("segments.small.strategic", "5%", "60%", "strategic", ContinuityShare, Up),
    ("designs.strategic.coverage.1.strategic", "true", "false", "strategic", ContinuityShare, Up),
    ("designs.growing.coverage.1.growing", "true", "false", "growing", ContinuityShare, Up),
    ("designs.at_risk.coverage.1.at_risk", "5 days", "200 days", "at_risk", ContinuityShare, Up),
    ("designs.at_risk.coverage.1.cap", "5", "1000", "at_risk", ReassignmentsPerAccountYear, Up),
];
const SOME: Set = ("segments.small.strategic", "20%");

#[test]
fn overrides_move_what_they_say() {
    for row in OVERRIDES {
        let sets = if row.0 == SOME.0 { vec![] } else { vec![SOME] };
        check_all(Path::new("."), &TEXT, &[*row], &sets);
    }
}

#[test]
fn neutral_overrides_change_nothing() {
    let same = |design: &str, sets: &[Set]| {
        let scenario = base::scenario(&TEXT, &[&[SOME], sets].concat());
        let (with, without) = (base::rows(&scenario, design, 3), base::rows(&scenario, "pooled", 3));
        assert_eq!(base::first_difference(&without, &with, &Metric::ALL), None, "{design} {sets:?}");
    };
    same("at_risk", &[("designs.at_risk.coverage.1.cap", "0")]);
    // The same rule at risk and otherwise.
    same(
        "at_risk",
        &[("designs.at_risk.coverage", r#"[{ at_risk = "9 days", pooled = "csms" }, { pooled = "csms" }]"#)],
    );
    same(
        "strategic",
        &[("designs.strategic.coverage", r#"[{ strategic = true, cap = 3, pooled = "csms" }, { pooled = "csms" }]"#)],
    );
    same("growing", &[("designs.growing.coverage", r#"[{ growing = false, pooled = "csms" }, { pooled = "csms" }]"#)]);
}
