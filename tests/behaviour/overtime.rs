//! Overtime: work begun is finished after hours where that does not take too long.

use crate::world::{ASK, World, at};
use caseload::engine::Metric;

/// One CSM at a desk (09:00 to 12:30 and 13:00 to 17:30) who stays so long at most.
fn desk(overtime: &str) -> World {
    World::new(r#"{ pooled = "t" }"#, &[("teams.t.calendar", "desk"), ("teams.t.overtime", overtime)])
}

fn ended(overtime: &str, hour: i64, minute: i64, minutes: i64) -> String {
    desk(overtime).work(at(0, hour, minute), ASK, 0, minutes).live().0.ended.concat()
}

#[test]
fn work_begun_is_finished_the_same_day_if_little_is_left() {
    assert_eq!(ended("0 h", 17, 0, 60), "1d09:30 c0 ask a0");
    assert_eq!(ended("30 min", 17, 0, 60), "0d18:00 c0 ask a0");
    assert_eq!(ended("30 min", 17, 0, 61), "1d09:31 c0 ask a0", "31 minutes are too long");
    assert_eq!(ended("30 min", 17, 0, 30), "0d17:30 c0 ask a0");
}

#[test]
fn a_break_is_no_end_of_the_day() {
    assert_eq!(ended("1 h", 12, 15, 30), "0d13:15 c0 ask a0");
}

#[test]
fn long_work_is_finished_on_the_first_evening_on_which_it_can_be() {
    // Two and a half hours on Monday and eight on Tuesday.
    assert_eq!(ended("30 min", 15, 0, 11 * 60), "1d18:00 c0 ask a0");
    assert_eq!(ended("5 h", 15, 0, 7 * 60), "0d22:00 c0 ask a0");
}

#[test]
fn nothing_is_begun_after_hours() {
    let mut world = desk("2 h");
    world.work(at(0, 17, 0), ASK, 0, 60).work(at(0, 17, 10), ASK, 1, 10).work(at(0, 17, 50), ASK, 2, 10);
    assert_eq!(world.begun(), ["0d17:00 c0 ask a0", "1d09:00 c0 ask a1", "1d09:10 c0 ask a2"]);
}

#[test]
fn whoever_is_away_in_the_evening_does_not_stay() {
    let mut world = desk("1 h");
    world.scenario.designs[0].teams[0].movement.departures = vec![caseload::model::team::Departure {
        at: caseload::model::team::When::After(caseload::time::Elapsed::from_ms(caseload::time::DAY)),
        csm: 0,
    }];
    // The last day is Monday: what is in hand ends with it, and overtime before midnight is worked.
    world.work(at(0, 17, 0), ASK, 0, 60);
    assert_eq!(world.live().0.ended, ["0d18:00 c0 ask a0"]);
}

#[test]
fn overtime_is_counted_and_paid() {
    let mut world = desk("1 h");
    let cost = |world: &World| world.live().1.teams[0][Metric::CostAnnual];
    let without = cost(&world);
    world.work(at(0, 17, 0), ASK, 0, 60);
    let record = world.live().1;
    // Half an hour, of 40 hours in each of 12 weeks, paid one and a half times.
    let share = 0.5 / 480.0;
    assert!((record.groups[0][Metric::OvertimeShare] - share).abs() < 1e-12);
    assert!((record.groups[0][Metric::Utilization] - share).abs() < 1e-12, "utilisation is of regular hours");
    assert!((cost(&world) / without - 1.0 - 1.5 * share).abs() < 1e-12);
    assert!((record.groups[0][Metric::CostAnnual] / without - 1.0 - 1.5 * share).abs() < 1e-12);
}

#[test]
fn whoever_is_called_away_as_hours_end_stays_and_whoever_is_back_then_does_not() {
    let ended = |after: &str, back: &str, minutes: i64, begin| {
        let changes = [
            ("teams.t.calendar", "desk"),
            ("calendars.desk.hours", r#"{ mon-fri = "09:00-17:30" }"#),
            ("teams.t.overtime", "1 h"),
            ("teams.t.called_away.after", after),
            ("teams.t.called_away.back_after", back),
        ];
        World::new(r#"{ pooled = "t" }"#, &changes).work(begin, ASK, 0, minutes).live().0.ended.concat()
    };
    assert_eq!(ended("17.5 h", "2 h", 60, at(0, 17, 0)), "0d18:00 c0 ask a0");
    assert_eq!(ended("16 h", "1.5 h", 60, at(0, 15, 30)), "1d09:30 c0 ask a0");
}

#[test]
fn overtime_ends_with_the_last_day() {
    let changes = [
        ("teams.t.calendar", "desk"),
        ("calendars.desk.hours", r#"{ mon-fri = "09:00-23:30" }"#),
        ("teams.t.overtime", "2 h"),
        ("teams.t.departures", r#"[{ at = "1 day", csm = 1 }]"#),
        ("teams.t.vacancy", "0 days"),
        ("teams.t.ramp.from", "100%"),
    ];
    let mut world = World::new(r#"{ pooled = "t" }"#, &changes);
    world.work(at(0, 23, 0), ASK, 0, 120);
    let (diary, record) = world.live();
    assert_eq!(diary.ended, ["1d00:00 c0 ask a0"]);
    // Half an hour, of fourteen and a half a day.
    let share = record.groups[0][Metric::OvertimeShare];
    assert!((share - 0.5 / (14.5 * 60.0)).abs() < 1e-12, "{share}");
}

#[test]
fn overtime_of_before_measuring_is_not_counted() {
    let mut world = World::new(
        r#"{ pooled = "t" }"#,
        &[("teams.t.calendar", "desk"), ("teams.t.overtime", "1 h"), ("simulation.warm_up", "7 days")],
    );
    world.work(at(-7, 17, 0), ASK, 0, 60);
    let (diary, record) = world.live();
    assert_eq!((diary.ended.concat().as_str(), record.groups[0][Metric::OvertimeShare]), ("-7d18:00 c0 ask a0", 0.0));
}
