//! Accounts that cross lines by ARR: each key moves its metric, and a look that never comes changes nothing.

use crate::base::{self, BASE};
use crate::direction::{Row, Way, check_all};
use Way::Down;
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not: a line by ARR, and designs that look at it again.
const MORE: &str = r#"
[designs.line]
coverage = [ { arr_from = "$4k", named = "csms" }, { pooled = "csms" } ]

[designs.looking]
coverage = [ { arr_from = "$4k", named = "csms" }, { pooled = "csms" } ]
resegment = { hysteresis = "0%" }

[designs.dated]
coverage = [ { arr_from = "$4k", named = "csms" }, { pooled = "csms" } ]
resegment = { hysteresis = "0%", every = "26 weeks" }
"#;

/// The base with more.
pub static TEXT: LazyLock<String> = LazyLock::new(|| format!("{BASE}\n{MORE}"));

/// Keys of `resegment`; seen on [`TEXT`].
#[rustfmt::skip]
pub const TIERS: &[Row] = &[
    ("designs.looking.resegment.hysteresis", "0%", "30%", "looking", ReassignmentsPerAccountYear, Down),
    ("designs.dated.resegment.hysteresis", "0%", "30%", "dated", ReassignmentsPerAccountYear, Down),
    ("designs.dated.resegment.every", "4 weeks", "51 weeks", "dated", ReassignmentsPerAccountYear, Down),
];

#[test]
fn tiers_move_what_they_say() {
    check_all(Path::new("."), &TEXT, TIERS, &[]);
}

#[test]
fn accounts_that_are_never_looked_at_stay_where_they_were() {
    // The next date lies behind the end.
    let scenario = base::scenario(&TEXT, &[("designs.dated.resegment.every", "9 years")]);
    let (line, dated) = (base::rows(&scenario, "line", 3), base::rows(&scenario, "dated", 3));
    assert_eq!(base::first_difference(&line, &dated, &Metric::ALL), None);
}

#[test]
fn looking_again_changes_no_other_design() {
    let all: Vec<Metric> = Metric::ALL.into_iter().filter(|metric| *metric != ReassignmentsPerAccountYear).collect();
    let side = |text: &str, design: &str| base::rows(&base::scenario(text, &[]), design, 3);
    for design in ["named", "pooled", "sticky"] {
        assert_eq!(base::first_difference(&side(BASE, design), &side(&TEXT, design), &all), None, "{design}");
    }
}
