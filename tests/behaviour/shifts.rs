//! The end of a shift: work stops and goes on where it stood.

use crate::world::{ASK, World, at};
use caseload::engine::Metric;

/// One CSM on the calendar `desk`: Monday to Friday, 09:00 to 12:30 and 13:00 to 17:30.
fn desk(changes: &[(&str, &str)]) -> World {
    let mut all = vec![("teams.t.calendar", "desk")];
    all.extend_from_slice(changes);
    World::new(r#"{ pooled = "t" }"#, &all)
}

#[test]
fn work_goes_on_after_lunch_the_next_morning_and_on_monday() {
    let mut world = desk(&[]);
    // Monday 17:00 + 30 min is the end of the shift; the other 30 are Tuesday's first.
    world.work(at(0, 17, 0), ASK, 0, 60);
    // Tuesday 12:00 + 30 min is lunch; the other 30 follow from 13:00.
    world.work(at(1, 12, 0), ASK, 1, 60);
    // Wednesday 16:30: 60 min to the end, 480 min are all of Thursday, 15 are Friday's first.
    world.work(at(2, 16, 30), ASK, 2, 60 + 480 + 15);
    // Friday 17:15 + 15 min is the weekend; the other 15 are Monday's first.
    world.work(at(4, 17, 15), ASK, 3, 30);
    let (diary, _) = world.live();
    assert_eq!(diary.ended, ["1d09:30 c0 ask a0", "1d13:30 c0 ask a1", "4d09:15 c0 ask a2", "7d09:15 c0 ask a3"]);
}

#[test]
fn what_comes_off_duty_waits_for_the_next_opening() {
    let mut world = desk(&[]);
    // At 12:30 lunch has begun; at 08:00 nobody is there yet; at 17:29 a minute is left; at 17:30 none.
    world.work(at(0, 8, 0), ASK, 0, 10).work(at(0, 12, 30), ASK, 1, 10);
    world.work(at(0, 17, 29), ASK, 2, 1).work(at(0, 17, 30), ASK, 3, 10).work(at(4, 20, 0), ASK, 4, 10);
    let (diary, _) = world.live();
    assert_eq!(
        diary.begun,
        ["0d09:00 c0 ask a0", "0d13:00 c0 ask a1", "0d17:29 c0 ask a2", "1d09:00 c0 ask a3", "7d09:00 c0 ask a4"]
    );
    assert_eq!(diary.ended[2], "0d17:30 c0 ask a2", "work that ends with the shift ends then");
}

#[test]
fn after_work_that_ends_with_the_shift_the_next_waits_for_the_morning() {
    let mut world = desk(&[]);
    world.work(at(0, 17, 0), ASK, 0, 30).work(at(0, 17, 5), ASK, 1, 10);
    assert_eq!(world.begun(), ["0d17:00 c0 ask a0", "1d09:00 c0 ask a1"]);
}

#[test]
fn a_holiday_is_no_working_day() {
    let mut world = desk(&[("calendars.desk.holidays", r#"["2026-01-07"]"#)]);
    // Tuesday 17:00 + 30 min; Wednesday the 7th is off; the other 30 are Thursday's first.
    world.work(at(1, 17, 0), ASK, 0, 60);
    assert_eq!(world.live().0.ended, ["3d09:30 c0 ask a0"]);
}

#[test]
fn the_shift_follows_the_wall_clock_over_a_change_to_and_from_daylight_saving_time() {
    let ended = |start: &str, begin| {
        let zone = ("calendars.desk.time_zone", "America/New_York");
        let mut world = desk(&[zone, ("simulation.start", start)]);
        world.work(begin, ASK, 0, 60);
        world.live().0.ended
    };
    // Friday 6 March 2026, 17:00 in New York is 22:00 UTC; clocks go forward on Sunday, so Monday's 09:00 is 13:00 UTC.
    assert_eq!(ended("2026-03-06", at(0, 22, 0)), ["3d13:30 c0 ask a0"]);
    // Friday 30 October, 17:00 is 21:00 UTC; clocks go back on Sunday, so Monday's 09:00 is 14:00 UTC.
    assert_eq!(ended("2026-10-30", at(0, 21, 0)), ["3d14:30 c0 ask a0"]);
}

#[test]
fn a_shift_that_spans_the_change_is_an_hour_shorter() {
    let zone = ("calendars.desk.time_zone", "America/New_York");
    let hours = ("calendars.desk.hours", r#"{ sun = "00:00-12:00" }"#);
    let mut world = desk(&[zone, hours, ("simulation.start", "2026-03-08")]);
    // Sunday 8 March: from 05:00 UTC (00:00 EST) to 16:00 UTC (12:00 EDT) are 11 hours. The twelfth is the first of
    // the next Sunday, from 04:00 UTC (00:00 EDT).
    world.work(at(0, 5, 0), ASK, 0, 12 * 60);
    assert_eq!(world.live().0.ended, ["7d05:00 c0 ask a0"]);
}

#[test]
fn responses_are_reported_in_business_hours_and_by_the_clock() {
    let mut world = desk(&[]);
    // Busy from Monday 16:00 to Tuesday 10:00 (90 + 60 min). What came at 17:00 waits 17 h by the clock and 0.5 + 1 =
    // 1.5 business hours; the first did not wait. Targets of 4 h by the clock: one of two in time.
    world.work(at(0, 16, 0), ASK, 0, 150).work(at(0, 17, 0), ASK, 1, 30);
    let (_, record) = world.live();
    let all = &record.groups[0];
    assert_eq!(all[Metric::FirstResponseHoursMean], 0.75);
    assert_eq!(all[Metric::FirstResponseCalendarHoursMean], 8.5);
    assert_eq!(all[Metric::WithinTargetShare], 0.5);
    // Resolved after 150 min of work, and after 90 min of waiting and 30 of work.
    assert_eq!(all[Metric::ResolutionHoursMean], (2.5 + 2.0) / 2.0);
    // By business hours it is in time.
    let mut world = desk(&[("requests.ask.respond_within", "4 business hours")]);
    world.work(at(0, 16, 0), ASK, 0, 150).work(at(0, 17, 0), ASK, 1, 30);
    assert_eq!(world.live().1.groups[0][Metric::WithinTargetShare], 1.0);
}

#[test]
fn what_is_unanswered_at_the_end_counts_with_the_wait_it_has_had() {
    // One CSM is busy to the end, 12 weeks = 2,016 h. The second request waits from hour 24: 1,992 h.
    let mut world = World::new(r#"{ pooled = "t" }"#, &[]);
    world.work(at(0, 0, 0), ASK, 0, 3_000 * 60).work(at(1, 0, 0), ASK, 1, 10);
    let (_, record) = world.live();
    let all = &record.groups[0];
    assert_eq!(all[Metric::UnansweredShare], 0.5);
    assert_eq!(all[Metric::WithinTargetShare], 0.5);
    assert_eq!(all[Metric::FirstResponseHoursMean], 996.0);
    assert_eq!(all[Metric::Utilization], 1.0);
}
