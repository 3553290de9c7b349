//! Accounts that cross lines by ARR: each key moves its metric, and a look that never comes changes nothing.

use crate::base::{self, BASE};
use crate::direction::{Row, Way, check_all, check_together};
use Way::{Down, Up};
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

/// A fee is paid by those whose contract promises a named CSM.
#[rustfmt::skip]
pub const FEES: &[(Row, base::Set)] = &[
    (("segments.small.named_fee", "$100 / year", "$900 / year", "pooled", NamedFeesAnnual, Up), ("segments.small.contract_named", "30%")),
];

#[test]
fn a_fee_counts_and_changes_nothing_else() {
    check_together(BASE, FEES);
    let others: Vec<Metric> = Metric::ALL.into_iter().filter(|metric| *metric != NamedFeesAnnual).collect();
    let with = ("segments.small.contract_named", "30%");
    let side = |sets: &[base::Set]| base::rows(&base::scenario(BASE, sets), "pooled", 3);
    let paid = side(&[with, ("segments.small.named_fee", "$500 / year")]);
    assert_eq!(base::first_difference(&side(&[with]), &paid, &others), None);
    let free = side(&[with, ("segments.small.named_fee", "$0 / year")]);
    assert!(free.groups.iter().all(|groups| groups[0][NamedFeesAnnual] == 0.0));
}

#[test]
fn tiers_move_what_they_say() {
    check_all(Path::new("."), &TEXT, TIERS, &[]);
}

#[test]
fn whoever_never_crosses_a_line_stays_where_it_was() {
    // Nobody grows, and nobody falls by more than a whole line.
    let sets = [
        ("segments.small.expansion", "0% / year"),
        ("segments.large.expansion", "0% / year"),
        ("designs.looking.resegment.hysteresis", "100%"),
        ("designs.dated.resegment.hysteresis", "100%"),
    ];
    let scenario = base::scenario(&TEXT, &sets);
    let line = base::rows(&scenario, "line", 3);
    for design in ["looking", "dated"] {
        let looking = base::rows(&scenario, design, 3);
        assert_eq!(base::first_difference(&line, &looking, &Metric::ALL), None, "{design}");
    }
}

#[test]
fn looking_again_changes_no_other_design() {
    let all: Vec<Metric> = Metric::ALL.into_iter().filter(|metric| *metric != ReassignmentsPerAccountYear).collect();
    let side = |text: &str, design: &str| base::rows(&base::scenario(text, &[]), design, 3);
    for design in ["named", "pooled", "sticky"] {
        assert_eq!(base::first_difference(&side(BASE, design), &side(&TEXT, design), &all), None, "{design}");
    }
}
