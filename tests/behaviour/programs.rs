//! One-to-many programs: who hosts a session and when, and which work nobody need do because of it.

use crate::world::{ASK, CALL, CARE, World, at};
use caseload::engine::Metric;

/// A session of two hours every week from time zero on, to which all accounts of `s` come; it counts for three days.
const DESK: &str = r#"
[programs.desk]
segments = "s"
team = "t"
every = "7 days"
work = "2 h"
attendance = "100%"
counts_for = "3 days"
covers = "care.1"
"#;

fn desk(changes: &[(&str, &str)]) -> World {
    World::with(DESK, r#"{ pooled = "t" }"#, changes)
}

#[test]
fn who_came_needs_no_touch_for_a_while() {
    let mut world = desk(&[]);
    // Session on days 0, 7, 14..: it counts to its third day, for accounts of `s` only.
    for (day, hour, account) in [(1, 0, 0), (3, 0, 1), (3, 1, 2), (8, 0, 8), (8, 3, 0)] {
        world.work(at(day, hour, 0), CARE, account, 6);
    }
    assert_eq!(world.begun(), ["3d01:00 c0 care a2", "8d00:00 c0 care a8"]);
    let record = world.live().1;
    assert_eq!(record.groups[0][Metric::OneToManyShare], 0.6);
    assert_eq!(record.groups[0][Metric::PlannedDeliveredShare], 1.0);
    assert_eq!(record.groups[0][Metric::PlannedRespondedShare], 1.0);
}

#[test]
fn a_session_comes_before_other_work_and_is_planned_work() {
    let mut world = desk(&[]);
    world.work(at(7, 1, 0), ASK, 0, 60);
    world.work(at(13, 23, 30), ASK, 0, 60);
    let (diary, record) = world.live();
    assert_eq!(diary.begun, ["7d02:00 c0 ask a0", "13d23:30 c0 ask a0"]);
    assert_eq!(diary.ended, ["7d03:00 c0 ask a0", "14d02:30 c0 ask a0"]);
    // 12 sessions of 2 h and two requests of an hour in 12 weeks of one CSM.
    assert!((record.teams[0][Metric::PlannedShare] - 24.0 / 2016.0).abs() < 1e-12);
    assert!((record.teams[0][Metric::Utilization] - 26.0 / 2016.0).abs() < 1e-12);
    assert!((record.groups[1][Metric::WorkHoursPerAccountYear] - 26.0 / 8.0 / (84.0 / 365.2425)).abs() < 1e-9);
}

#[test]
fn csms_host_in_turn() {
    let mut world = desk(&[("teams.t.csms", "2")]);
    for day in [0, 7, 14] {
        world.work(at(day, 1, 0), ASK, 0, 6);
    }
    assert_eq!(world.begun(), ["0d01:00 c1 ask a0", "7d01:00 c0 ask a0", "14d01:00 c1 ask a0"]);
}

#[test]
fn a_session_waits_until_somebody_is_at_work() {
    // Dates at midnight of Mondays; the desk opens at nine, closes for half an hour at 12:30 and the session is resumed.
    let mut world = desk(&[("teams.t.calendar", "desk"), ("programs.desk.work", "4 h")]);
    world.work(at(7, 8, 0), CARE, 0, 6);
    world.work(at(7, 9, 30), CARE, 0, 6);
    world.work(at(7, 10, 0), CALL, 0, 6);
    // The touch that opened before the session began is not needed less: it waits for the end of the session and expires.
    let (diary, _) = world.live();
    assert_eq!(diary.begun, ["7d13:30 c0 call a0"]);
    assert_eq!(diary.expired, ["7d11:00 care a0"]);
}

#[test]
fn a_session_that_nobody_can_hold_before_the_next_is_left_out() {
    // Every day: nobody is there on Saturday and Sunday, and on Monday there is one session and not three.
    let mut world = desk(&[("teams.t.calendar", "desk"), ("programs.desk.every", "1 day")]);
    world.work(at(7, 8, 0), ASK, 0, 6);
    world.work(at(7, 10, 0), CARE, 0, 6);
    assert_eq!(world.begun(), ["7d11:00 c0 ask a0"]);
}

#[test]
fn requests_are_answered_before_they_are_asked() {
    let answers = [("programs.desk.requests", "ask"), ("programs.desk.answers", "100%")];
    let mut world = desk(&answers);
    world.work(at(1, 0, 0), ASK, 0, 6);
    world.work(at(1, 1, 0), CALL, 0, 6);
    world.work(at(4, 0, 0), ASK, 0, 6);
    assert_eq!(world.begun(), ["1d01:00 c0 call a0", "4d00:00 c0 ask a0"]);
    let record = world.live().1;
    assert!((record.groups[0][Metric::AnsweredInSessionsShare] - 1.0 / 3.0).abs() < 1e-12);
}

#[test]
fn a_design_runs_the_programs_that_it_names() {
    let mut world = desk(&[("designs.d.programs", "[]")]);
    world.work(at(1, 0, 0), CARE, 0, 6);
    world.work(at(7, 1, 0), ASK, 0, 6);
    assert_eq!(world.begun(), ["1d00:00 c0 care a0", "7d01:00 c0 ask a0"]);
    assert_eq!(world.live().1.groups[0][Metric::OneToManyShare], 0.0);
    // A team of its own hosts, and does nothing else.
    let mut world = desk(&[("programs.desk.team", "u")]);
    world.work(at(7, 1, 0), ASK, 0, 6);
    world.work(at(1, 0, 0), CARE, 0, 6);
    let (diary, record) = world.live();
    assert_eq!(diary.begun, ["7d01:00 c0 ask a0"]);
    assert!((record.teams[1][Metric::Utilization] - 24.0 / 2016.0).abs() < 1e-12);
}

#[test]
fn hosting_is_work_for_all_who_may_come() {
    let everybody = DESK.replace("segments = \"s\"\n", "");
    let world = World::with(&everybody, r#"{ pooled = "t" }"#, &[]);
    // 24 hours in 12 weeks for eight accounts and one.
    let each = 24.0 / 9.0 / (84.0 / 365.2425);
    for group in &world.live().1.groups[1..] {
        let found = group[Metric::WorkHoursPerAccountYear];
        assert!((found - each).abs() < 1e-5 * each, "{found} instead of {each}");
    }
}
