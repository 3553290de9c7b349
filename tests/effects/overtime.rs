//! Overtime: each key moves its metric, and none is nothing.

use crate::base::{BASE, Set};
use crate::direction::{Row, Way, check_all};
use crate::neutral;
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use std::path::Path;

/// Keys and what they move.
#[rustfmt::skip]
pub const OVERTIME: &[(Row, Set)] = &[
    (("teams.csms.overtime", "20 min", "2 h", "named", OvertimeShare, Up), ("", "")),
    (("teams.csms.overtime", "0 h", "1 h", "named", ResolutionHoursMean, Down), ("", "")),
    (("teams.csms.overtime", "0 h", "1 h", "named", WaitHoursMean, Down), ("", "")),
    (("teams.csms.overtime_pay", "0", "2", "named", CostAnnual, Up), ("teams.csms.overtime", "1 h")),
];

#[test]
fn overtime_moves_what_it_says() {
    for (row, with) in OVERTIME {
        let sets: Vec<Set> = [*with].into_iter().filter(|set| !set.0.is_empty()).collect();
        check_all(Path::new("."), BASE, &[*row], &sets);
    }
}

/// Values that are as though the key were not there.
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("no overtime", "named", &[], &[("teams.csms.overtime", "0 h")]),
    ("overtime of a team that nobody employs", "named", &[], &[("teams.key.overtime", "2 h")]),
];

#[test]
fn no_overtime_changes_nothing() {
    neutral::check(BASE, NEUTRAL, &Metric::ALL);
}
