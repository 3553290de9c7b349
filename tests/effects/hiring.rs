//! Hiring by a threshold: each key moves its metric, and its neutral value moves nothing.

use crate::base::{BASE, Set};
use crate::direction::{Row, Way, check_all};
use crate::neutral;
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use std::path::Path;

const ARR: &[Set] = &[("teams.csms.hire_when.arr_per_csm", "$300k"), ("teams.csms.hire_when.at_most", "3")];
const ACCOUNTS: &[Set] = &[("teams.csms.hire_when.accounts_per_csm", "45"), ("teams.csms.hire_when.at_most", "3")];
const BUSY: &[Set] = &[
    ("teams.csms.hire_when.utilization", "80%"),
    ("teams.csms.hire_when.lead", "30 days"),
    ("teams.csms.hire_when.at_most", "6"),
];
const LEAN: &[Set] = &[("teams.csms.hire_when.accounts_per_csm", "90"), ("teams.csms.hire_when.at_most", "0"), LEAVING];
const LEAVING: Set = ("teams.csms.turnover", "60% / year");

/// Keys and what they move, with what is set beside them.
#[rustfmt::skip]
pub const HIRING: &[(Row, &[Set])] = &[
    (("playbooks.care.work_over_time", "100%", "60%", "named", PlannedShare, Down), &[]),
    (("playbooks.care.work_over_time", "100%", r#"{ from = "100%", to = "40%", over = "12 months" }"#, "named", PlannedShare, Down), &[]),
    (("teams.csms.hire_when.arr_per_csm", "$250k", "$900k", "pooled", Csms, Down), ARR),
    (("teams.csms.hire_when.arr_per_csm", "$250k", "$900k", "pooled", FirstResponseHoursMean, Up), ARR),
    (("teams.csms.hire_when.accounts_per_csm", "35", "90", "named", CostAnnual, Down), ACCOUNTS),
    (("teams.csms.hire_when.utilization", "70%", "95%", "pooled", Csms, Down), BUSY),
    (("teams.csms.hire_when.over", "1 month", "12 months", "pooled", Csms, Down), BUSY),
    (("teams.csms.hire_when.every", "1 month", "2 years", "pooled", Csms, Down), BUSY),
    (("teams.csms.hire_when.lead", "10 days", "200 days", "pooled", Csms, Down), ARR),
    (("teams.csms.hire_when.at_most", "1", "3", "pooled", Csms, Up), ARR),
    (("teams.csms.hire_when.refill", "always", "if_needed", "pooled", Csms, Down), LEAN),
];

#[test]
fn hiring_moves_what_it_says() {
    for (row, with) in HIRING {
        check_all(Path::new("."), BASE, &[*row], with);
    }
}

/// Values that are as though the key were not there.
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("a rule that may open no seat", "named", &[], &[("teams.csms.hire_when.accounts_per_csm", "1"), ("teams.csms.hire_when.at_most", "0")]),
    ("nothing is learned by default", "named", &[], &[("playbooks.care.work_over_time", "100%")]),
    ("who learns from all to all learns nothing", "named", &[], &[("playbooks.care.work_over_time", r#"{ from = "100%", to = "100%", over = "3 months" }"#)]),
    ("everybody is succeeded by default", "named", &[LEAVING], &[LEAVING, ("teams.csms.hire_when.accounts_per_csm", "1"), ("teams.csms.hire_when.at_most", "0"), ("teams.csms.hire_when.refill", "always")]),
    ("nobody leaves, so nobody is missed", "named", ARR, &[ARR[0], ARR[1], ("teams.csms.hire_when.refill", "if_needed")]),
];

/// A threshold that is never passed. Empty seats are counted where anybody may come or go.
#[rustfmt::skip]
const NEVER: &[neutral::Row] = &[
    ("a threshold out of reach, a pool", "pooled", &[], &[("teams.csms.hire_when.arr_per_csm", "$900M"), ("teams.csms.hire_when.at_most", "3")]),
    ("a threshold out of reach, named CSMs", "named", &[], &[("teams.csms.hire_when.utilization", "100%"), ("teams.csms.hire_when.at_most", "2")]),
    ("a lead beyond the end", "named", &[("simulation.length", "26 weeks")], &[("simulation.length", "26 weeks"), ("teams.csms.hire_when.accounts_per_csm", "1"), ("teams.csms.hire_when.at_most", "2"), ("teams.csms.hire_when.lead", "350 days")]),
];

/// What is only measured where anybody may come or go.
pub const ONLY_WHERE_PEOPLE_MOVE: [Metric; 4] = [VacantShare, CsmsClosing, ArrPerCsmClosing, CsCostGrowthOverArrGrowth];

#[test]
fn rules_that_hire_nobody_change_nothing() {
    neutral::check(BASE, NEUTRAL, &Metric::ALL);
    let metrics: Vec<Metric> =
        Metric::ALL.into_iter().filter(|metric| !ONLY_WHERE_PEOPLE_MOVE.contains(metric)).collect();
    neutral::check(BASE, NEVER, &metrics);
}
