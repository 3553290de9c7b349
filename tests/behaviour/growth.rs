//! People and revenue at the end against the beginning, and the looks of a hiring rule before and after measuring.

use crate::world::{ASK, World, at};
use caseload::engine::Metric;
use caseload::model::demand::Occurrence;

const POOL: &str = r#"{ pooled = "t" }"#;

/// Two CSMs and nine accounts of $10k each over not quite a year.
fn year(more: &[(&str, &str)]) -> World {
    let mut changes = vec![
        ("simulation.length", "364.5 days"),
        ("teams.t.csms", "2"),
        ("teams.t.cost", "$100k / year"),
        ("segments.s.churn", "99% / year"),
    ];
    changes.extend_from_slice(more);
    World::new(POOL, &changes)
}

fn metric(world: &World, metric: Metric) -> f64 {
    world.live().1.groups[0][metric]
}

#[test]
fn whoever_leaves_as_measuring_ends_is_there_at_the_end_and_whoever_comes_then_is_not() {
    let length = ("simulation.length", "364 days");
    let closing = |key: &str, value: &str| metric(&year(&[length, (key, value)]), Metric::CsmsClosing);
    assert_eq!(closing("teams.t.cuts", r#"[{ at = "364 days", csms = 1 }]"#), 2.0);
    assert_eq!(closing("teams.t.cuts", r#"[{ at = "363 days", csms = 1 }]"#), 1.0);
    assert_eq!(closing("teams.t.hires", r#"[{ at = "364 days", csms = 1 }]"#), 2.0);
    assert_eq!(closing("teams.t.hires", r#"[{ at = "363 days", csms = 1 }]"#), 3.0);
}

#[test]
fn where_nobody_is_left_there_is_no_arr_per_csm() {
    let world = year(&[
        ("teams.t.csms", "1"),
        ("teams.t.departures", r#"[{ at = "360 days", csm = 1 }]"#),
        ("teams.t.vacancy", "30 days"),
    ]);
    assert_eq!(metric(&world, Metric::CsmsClosing), 0.0);
    assert!(metric(&world, Metric::ArrPerCsmClosing).is_nan());
}

#[test]
fn the_last_month_counts_by_its_length() {
    let mut world = year(&[("teams.t.cuts", r#"[{ at = "150 days", csms = 1 }]"#)]);
    (0..3).for_each(|account| _ = world.renewal(at(350, 0, 0), account, 0.001));
    // In the last month, which is shorter, ARR falls from 90k to 60k: 75k in its mean.
    let month = 365.2425 / 12.0;
    let last = 364.5 - 11.0 * month;
    let mean = (2.0 * month * 90.0 + last * 75.0) / (2.0 * month + last);
    let expected = -0.5 / (mean / 90.0 - 1.0);
    let found = metric(&world, Metric::CsCostGrowthOverArrGrowth);
    assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}");
}

#[test]
fn growth_is_held_against_growth_only_where_there_is_some_and_half_a_year_to_see_it() {
    let cut = ("teams.t.cuts", r#"[{ at = "110 days", csms = 1 }]"#);
    let of = |changes: &[(&str, &str)], leave: i64| {
        let mut world = year(changes);
        (0..leave).for_each(|account| _ = world.renewal(at(100, 0, 0), account as u32, 0.001));
        metric(&world, Metric::CsCostGrowthOverArrGrowth)
    };
    assert!(of(&[cut], 3) > 0.0);
    assert!(of(&[cut], 0).is_nan(), "ARR stands still");
    assert!(of(&[cut, ("simulation.length", "152 days")], 3).is_nan(), "five months");
}

/// One CSM whose team looks at its answers every day.
fn rule(changes: &[(&str, &str)]) -> World {
    let mut all = vec![
        ("teams.t.hire_when.every", "1 day"),
        ("teams.t.hire_when.lead", "0 days"),
        ("teams.t.hire_when.at_most", "1"),
        ("teams.t.ramp.from", "100%"),
    ];
    all.extend_from_slice(changes);
    World::new(POOL, &all)
}

#[test]
fn a_look_back_over_a_day_does_not_reach_to_the_beginning_of_the_warm_up() {
    let late = |over: &str| {
        let of_answers = [("teams.t.hire_when.late_responses", "10%"), ("teams.t.hire_when.over", over)];
        let mut world = rule(&[&of_answers[..], &[("simulation.warm_up", "10 days")]].concat());
        // Five hours on the first day of the warm-up, an hour too long.
        world.work(at(-10, 0, 0), ASK, 0, 300).work(at(-10, 0, 0), ASK, 1, 10);
        metric(&world, Metric::Csms)
    };
    assert_eq!(late("1 day"), 1.0);
    assert_eq!(late("10 days"), 2.0);
}

#[test]
fn nobody_looks_once_measuring_is_over() {
    // The tenth account comes after the last look, a week before the end; a look at the end would open a seat.
    let mut world = rule(&[
        ("teams.t.hire_when.every", "1 week"),
        ("teams.t.hire_when.accounts_per_csm", "8"),
        ("simulation.cool_down", "2 weeks"),
        ("segments.s.new_accounts", "0.0000001% / year"),
    ]);
    world.demand.accounts.initial = 8;
    world.demand.accounts.start[8] = at(80, 0, 0);
    world.add(Occurrence::start(at(80, 0, 0), 8));
    world.work(at(85, 0, 0), ASK, 0, 60).work(at(85, 0, 0), ASK, 1, 60);
    world.work(at(92, 0, 0), ASK, 0, 60).work(at(92, 0, 0), ASK, 1, 60);
    let begun = world.begun();
    assert_eq!(begun, ["85d00:00 c0 ask a0", "85d01:00 c0 ask a1", "92d00:00 c0 ask a0", "92d01:00 c0 ask a1"]);
}
