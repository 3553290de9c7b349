//! How many CSMs a design comes to where it staffs by accounts or by ARR.

use crate::world::World;
use caseload::engine::{Plan, covered_by_team};

/// Eight accounts of $10k in segment `s`, one in `b`.
fn seats(coverage: &str, changes: &[(&str, &str)]) -> Vec<u32> {
    let plan = Plan::new(&World::new(coverage, changes).scenario, 0);
    assert_eq!(plan.csms(), plan.seats());
    plan.seats()
}

/// Accounts and ARR of teams t and u.
fn covered(coverage: &str, changes: &[(&str, &str)], expected: [(f64, f64); 2]) {
    let found = covered_by_team(&World::new(coverage, changes).scenario, 0);
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs();
    let right =
        found.iter().zip(expected).all(|(found, expected)| near(found.0, expected.0) && near(found.1, expected.1));
    assert!(right && found.len() == 2, "{found:?} instead of {expected:?}");
}

const POOL: &str = r#"{ pooled = "t" }"#;
const SPLIT: &str = r#"{ arr_from = "$20k", pooled = "u" }, { pooled = "t" }"#;

#[test]
fn a_csm_for_so_many_accounts_is_rounded_up() {
    let csms = |accounts: &str| seats(POOL, &[("teams.t.accounts_per_csm", accounts)]);
    assert_eq!([csms("1"), csms("4"), csms("4.5"), csms("100")], [[9, 0], [3, 0], [2, 0], [1, 0]]);
}

#[test]
fn a_csm_for_so_much_arr_is_rounded_up() {
    let csms = |arr: &str| seats(POOL, &[("teams.t.arr_per_csm", arr)]);
    assert_eq!([csms("$10k"), csms("$40k"), csms("$45k"), csms("$1m")], [[9, 0], [3, 0], [2, 0], [1, 0]]);
}

#[test]
fn a_team_counts_the_accounts_whose_requests_it_answers() {
    let changes = [("segments.b.arr", "$30k"), ("teams.t.accounts_per_csm", "3"), ("teams.u.arr_per_csm", "$12k")];
    covered(SPLIT, &changes, [(8.0, 80_000.0), (1.0, 30_000.0)]);
    assert_eq!(seats(SPLIT, &changes), [3, 3]);
    // Who has only planned work counts nobody.
    covered(&format!(r#"{{ work = "planned", pooled = "u" }}, {POOL}"#), &[], [(9.0, 90_000.0), (0.0, 0.0)]);
}

#[test]
fn accounts_that_differ_in_arr_are_counted_by_their_law() {
    // Evenly from nothing to $20k: a quarter is from $15k up, $17.5k on average. (The line falls between two of 20,001
    // points: 0.0025 %.)
    let changes = [("segments.s.arr", r#"{ uniform = { low = "$0k", high = "$20k" } }"#)];
    let coverage = r#"{ arr_from = "$15k", pooled = "u" }, { pooled = "t" }"#;
    let found = covered_by_team(&World::new(coverage, &changes).scenario, 0);
    let near = |found: f64, expected: f64| assert!((found / expected - 1.0).abs() < 2e-4, "{found} for {expected}");
    near(found[0].0, 7.0);
    near(found[1].0, 2.0);
    near(found[0].1, 6.0 * 7_500.0 + 10_000.0);
    near(found[1].1, 2.0 * 17_500.0);
    // The long tail of a lognormal law is not lost: the mean is exactly what is stated.
    let tail = [("segments.s.arr", r#"{ lognormal = { median = "$2k", mean = "$10k" } }"#)];
    covered(POOL, &tail, [(9.0, 90_000.0), (0.0, 0.0)]);
}

#[test]
fn promised_csms_count_by_the_share_of_contracts() {
    let coverage = r#"{ contract_named = true, named = "u" }, { pooled = "t" }"#;
    let changes =
        [("segments.s.contract_named", "25%"), ("teams.t.accounts_per_csm", "1"), ("teams.u.accounts_per_csm", "1")];
    covered(coverage, &changes, [(7.0, 70_000.0), (2.0, 20_000.0)]);
    assert_eq!(seats(coverage, &changes), [7, 2]);
}

#[test]
fn seats_that_change_are_counted_for_each_design_by_itself() {
    let coverage = r#"{ accounts = "b", pooled = "t" }, { pooled = "u" } ]
transition = { from = "old", at = "2 weeks", seats = "change" }
[designs.old]
coverage = [ { pooled = "t" }"#;
    let changes = [("simulation.current", "old"), ("teams.t.accounts_per_csm", "3"), ("teams.u.csms", "2")];
    let plan = Plan::new(&World::new(coverage, &changes).scenario, 0);
    assert_eq!(plan.csms(), [1, 2]);
}

/// Two of the eight accounts of s and the one of b want a person.
const WANTS: [(&str, &str); 2] = [("segments.s.wants_human", "25%"), ("segments.b.wants_human", "100%")];

#[test]
fn those_who_want_a_person_count_by_their_share() {
    let coverage = r#"{ wants_human = true, pooled = "u" }, { pooled = "t" }"#;
    covered(coverage, &WANTS, [(6.0, 60_000.0), (3.0, 30_000.0)]);
}

#[test]
fn the_tail_of_a_law_is_where_it_belongs() {
    // Of a lognormal law with median 2 and mean 10 the share above 10 is that of a normal one above ln 5 / sqrt(2 ln 5).
    let tail = [("segments.s.arr", r#"{ lognormal = { median = "$2k", mean = "$10k" } }"#)];
    let coverage = r#"{ accounts = "s", arr_from = "$10k", pooled = "u" }, { pooled = "t" }"#;
    let found = covered_by_team(&World::new(coverage, &tail).scenario, 0)[1].0;
    let share = libm::erfc(libm::sqrt(libm::log(5.0) / 4.0)) / 2.0;
    assert!((found / 8.0 - share).abs() < 2e-3, "{found} for {}", 8.0 * share);
}

#[test]
fn places_are_for_part_of_those_who_want_a_person() {
    let coverage = r#"{ cap = 4, wants_human = true, pooled = "u" }, { pooled = "t" }"#;
    covered(coverage, &WANTS, [(6.0, 60_000.0), (3.0, 30_000.0)]);
}

#[test]
fn no_more_convert_than_leave_one_team_and_join_the_other() {
    let seats = |before: &str, after: &str, changes: &[(&str, &str)]| {
        let coverage = format!(
            r#"{after} ]
transition = {{ from = "old", at = "2 weeks", seats = "change", conversions = [ {{ from = "t", to = "u", csms = 5 }} ] }}
[designs.old]
coverage = [ {before}"#
        );
        let all = [&[("simulation.current", "old"), ("teams.t.accounts_per_csm", "3")], changes].concat();
        let plan = Plan::new(&World::new(&coverage, &all).scenario, 0);
        [plan.csms().to_vec(), plan.seats()]
    };
    // Three of t become one, while u goes from nobody to nine; and one of u become two, while all of t go.
    let few_leave = seats(POOL, r#"{ accounts = "b", pooled = "t" }, { pooled = "u" }"#, &[("teams.u.csms", "9")]);
    assert_eq!(few_leave, [[1, 9], [3, 9]]);
    let before = r#"{ accounts = "b", pooled = "u" }, { pooled = "t" }"#;
    let few_join = seats(before, r#"{ pooled = "u" }"#, &[("teams.u.accounts_per_csm", "5")]);
    assert_eq!(few_join, [[0, 2], [3, 2]]);
}
