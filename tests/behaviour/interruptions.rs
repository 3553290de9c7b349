//! Urgent work that interrupts: calls (priority 1) take a CSM from questions (2), touches (3) and plays (4).

use crate::world::{ASK, CALL, CARE, DROP, Diary, World, at};
use caseload::engine::Metric;

const URGENT: (&str, &str) = ("requests.call.interrupts", "true");

fn world(coverage: &str, more: &[(&str, &str)]) -> World {
    World::new(coverage, &[&[URGENT], more].concat())
}

fn pool(csms: &str) -> World {
    world(r#"{ pooled = "t" }"#, &[("teams.t.csms", csms)])
}

fn diary(world: &World) -> Diary {
    world.live().0
}

#[test]
fn a_call_interrupts_a_question_which_goes_on_where_it_stood() {
    let mut world = pool("1");
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 20), CALL, 1, 10);
    let told = diary(&world);
    assert_eq!(told.begun, ["0d00:00 c0 ask a0", "0d00:20 c0 call a1"]);
    assert_eq!(told.set_aside, ["0d00:20 c0 ask a0"]);
    assert_eq!(told.resumed, ["0d00:30 c0 ask a0"]);
    assert_eq!(told.ended, ["0d00:30 c0 call a1", "0d01:10 c0 ask a0"]);
    let record = world.live().1;
    // 70 minutes of work in 12 weeks, and one interruption in as many available hours.
    assert!((record.groups[0][Metric::Utilization] - 70.0 / (84.0 * 1440.0)).abs() < 1e-12);
    assert!((record.teams[0][Metric::InterruptionsPerCsmDay] - 1.0 / (84.0 * 3.0)).abs() < 1e-12);
}

#[test]
fn work_that_is_as_urgent_is_not_interrupted_and_who_is_free_is_asked_first() {
    let mut world = pool("2");
    world.work(at(0, 0, 0), CALL, 0, 60).work(at(0, 0, 10), ASK, 1, 60);
    // c1 is interrupted, since c0 has a call; the third call waits for the first to end.
    world.work(at(0, 0, 20), CALL, 2, 30).work(at(0, 0, 30), CALL, 3, 5);
    let told = diary(&world);
    assert_eq!(told.begun[2..], ["0d00:20 c1 call a2", "0d00:50 c1 call a3"]);
    assert_eq!(told.resumed, ["0d00:55 c1 ask a1"]);
    assert_eq!(told.ended[3], "0d01:45 c1 ask a1");
    let mut world = pool("2");
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 10), CALL, 1, 5);
    assert_eq!(diary(&world).begun[1], "0d00:10 c1 call a1", "c1 is free");
}

#[test]
fn the_least_urgent_is_interrupted_first_then_what_was_begun_last() {
    let mut world = pool("3");
    world.work(at(0, 0, 0), DROP, 0, 60).work(at(0, 0, 5), ASK, 1, 60).work(at(0, 0, 10), ASK, 2, 60);
    (0..3).for_each(|call| _ = world.work(at(0, 0, 20 + call), CALL, 3 + call as u32, 30));
    assert_eq!(diary(&world).set_aside, ["0d00:20 c0 drop a0", "0d00:21 c2 ask a2", "0d00:22 c1 ask a1"]);
}

#[test]
fn what_interrupts_may_be_interrupted_itself() {
    let more = [("requests.ask.interrupts", "true")];
    let mut world = world(r#"{ pooled = "t" }"#, &more);
    world.work(at(0, 0, 0), CARE, 0, 60).work(at(0, 0, 10), ASK, 1, 30).work(at(0, 0, 20), CALL, 2, 10);
    let told = diary(&world);
    assert_eq!(told.set_aside, ["0d00:10 c0 care a0", "0d00:20 c0 ask a1"]);
    assert_eq!(told.resumed, ["0d00:30 c0 ask a1", "0d00:50 c0 care a0"]);
    assert_eq!(told.ended, ["0d00:30 c0 call a2", "0d00:50 c0 ask a1", "0d01:40 c0 care a0"]);
}

#[test]
fn urgent_work_that_waits_goes_ahead_under_any_discipline() {
    let mut world = world(r#"{ pooled = "t" }"#, &[("teams.t.discipline", "first_come")]);
    world.work(at(0, 0, 0), CALL, 0, 60).work(at(0, 0, 10), ASK, 1, 10).work(at(0, 0, 20), CALL, 2, 10);
    assert_eq!(diary(&world).begun, ["0d00:00 c0 call a0", "0d01:00 c0 call a2", "0d01:10 c0 ask a1"]);
}

#[test]
fn an_interruption_costs_the_way_back() {
    let mut world = world(r#"{ pooled = "t" }"#, &[("context.interruption", "5 min")]);
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 20), CALL, 1, 10).work(at(0, 0, 32), CALL, 2, 10);
    // 40 minutes are left at 00:20; the way back is begun at 00:30, given up after 2 of its 5 minutes, and begun again.
    assert_eq!(diary(&world).ended, ["0d00:30 c0 call a1", "0d00:42 c0 call a2", "0d01:30 c0 ask a0"]);
}

#[test]
fn only_those_who_may_take_it_at_once_are_interrupted() {
    let named = r#"{ named = "t", backup_after = "30 min" }"#;
    let mut world = world(named, &[("teams.t.csms", "2")]);
    // a0 and a2 are those of c0. c0 has a call already, so the second one waits for half an hour and then interrupts c1.
    world.work(at(0, 0, 0), ASK, 1, 120).work(at(0, 0, 0), CALL, 0, 120).work(at(0, 0, 10), CALL, 2, 5);
    let told = diary(&world);
    assert_eq!(told.set_aside, ["0d00:40 c1 ask a1"]);
    assert_eq!(told.begun[2], "0d00:40 c1 call a2");
}

#[test]
fn urgent_work_waits_for_no_last_handler() {
    let sticky = r#"{ pooled = "t", sticky = { memory = "5 days", patience = "3 h" } }"#;
    let mut world = world(sticky, &[("teams.t.csms", "2")]);
    world.work(at(0, 0, 0), CALL, 0, 10).work(at(0, 0, 20), ASK, 0, 60).work(at(0, 0, 30), CALL, 0, 10);
    // c0 knows a0 and is busy with it; c1 is free.
    assert_eq!(diary(&world).begun, ["0d00:00 c0 call a0", "0d00:20 c0 ask a0", "0d00:30 c1 call a0"]);
}

#[test]
fn work_that_stands_still_over_night_is_interrupted_in_the_morning() {
    let mut world = world(r#"{ pooled = "t" }"#, &[("teams.t.calendar", "desk")]);
    world.work(at(0, 17, 0), ASK, 0, 60).work(at(0, 20, 0), CALL, 1, 10).work(at(0, 21, 0), CALL, 2, 10);
    let told = diary(&world);
    assert_eq!(told.begun, ["0d17:00 c0 ask a0", "1d09:00 c0 call a1", "1d09:10 c0 call a2"]);
    assert_eq!(told.ended[2], "1d09:50 c0 ask a0");
}

#[test]
fn a_call_that_outlasts_the_shift_leaves_the_question_for_the_next() {
    let mut world = world(r#"{ pooled = "t" }"#, &[("teams.t.calendar", "desk")]);
    world.work(at(0, 17, 0), ASK, 0, 60).work(at(0, 17, 20), CALL, 1, 10);
    // The call ends with the shift.
    assert_eq!(diary(&world).resumed, ["1d09:00 c0 ask a0"]);
    assert_eq!(diary(&world).ended, ["0d17:30 c0 call a1", "1d09:40 c0 ask a0"]);
}

#[test]
fn what_somebody_who_leaves_has_set_aside_ends_with_the_last_day() {
    let leaves = ("teams.t.departures", r#"[{ at = "1 day", csm = 1 }]"#);
    let mut world =
        world(r#"{ pooled = "t" }"#, &[leaves, ("teams.t.vacancy", "0 days"), ("teams.t.ramp.from", "100%")]);
    world.work(at(0, 23, 0), ASK, 0, 180).work(at(0, 23, 30), CALL, 1, 120).work(at(0, 23, 50), ASK, 2, 10);
    let told = diary(&world);
    assert_eq!(told.ended, ["1d00:00 c0 ask a0", "1d00:00 c0 call a1", "1d00:10 c0 ask a2"]);
    assert!(told.resumed.is_empty());
}

#[test]
fn two_kinds_of_one_priority_interrupt_alike() {
    let mut world =
        world(r#"{ pooled = "t" }"#, &[("requests.heavy.interrupts", "true"), ("requests.heavy.priority", "1")]);
    // A heavy request and a call; neither interrupts the other.
    world.work(at(0, 0, 0), CARE, 0, 60).work(at(0, 0, 20), 2, 8, 10).work(at(0, 0, 25), CALL, 1, 10);
    let told = diary(&world);
    assert_eq!(told.begun, ["0d00:00 c0 care a0", "0d00:20 c0 heavy a8", "0d00:30 c0 call a1"]);
    assert_eq!(told.resumed, ["0d00:40 c0 care a0"]);
}

/// a0 and a2 are c0's, who is on a call until 02:00; c1, who has the odd ones, is on one until 01:00 and has set a question
/// aside for it.
fn both_on_calls() -> World {
    let named = r#"{ named = "t", backup_after = "30 min" }"#;
    let mut world = world(named, &[("teams.t.csms", "2")]);
    world.work(at(0, 0, 0), CALL, 0, 120).work(at(0, 0, 0), ASK, 1, 120).work(at(0, 0, 1), CALL, 1, 59);
    world
}

#[test]
fn the_first_of_waiting_urgent_work_is_taken_wherever_it_waits() {
    let mut world = both_on_calls();
    // At 01:00 a2 has waited longer than c1's own a3.
    world.work(at(0, 0, 5), CALL, 2, 10).work(at(0, 0, 10), CALL, 3, 10);
    let told = diary(&world);
    assert_eq!(told.begun[3..], ["0d01:00 c1 call a2", "0d01:10 c1 call a3"]);
}

#[test]
fn what_was_to_be_done_after_hours_is_still_to_be_done_after_an_interruption() {
    let mut world = world(r#"{ pooled = "t" }"#, &[("teams.t.calendar", "desk"), ("teams.t.overtime", "1 h")]);
    world.work(at(0, 17, 0), ASK, 0, 60).work(at(0, 17, 10), CALL, 1, 10);
    // Fifty minutes are left at 17:20.
    assert_eq!(diary(&world).ended, ["0d17:20 c0 call a1", "0d18:10 c0 ask a0"]);
}

#[test]
fn time_before_an_interruption_counts_once_for_a_hiring_rule() {
    let rule = [
        ("teams.t.hire_when.utilization", "50%"),
        ("teams.t.hire_when.over", "1 day"),
        ("teams.t.hire_when.every", "1 day"),
        ("teams.t.hire_when.at_most", "1"),
        ("teams.t.hire_when.lead", "0 days"),
    ];
    let mut world = world(r#"{ pooled = "t" }"#, &rule);
    world.work(at(3, 6, 0), ASK, 0, 60).work(at(3, 6, 30), CALL, 1, 10);
    assert_eq!(world.live().1.groups[0][Metric::Csms], 1.0, "70 minutes in a day");
}

#[test]
fn of_equals_urgent_work_of_the_own_queue_comes_first() {
    let mut world = both_on_calls();
    world.work(at(0, 0, 5), CALL, 2, 10).work(at(0, 0, 5), CALL, 3, 10);
    assert_eq!(diary(&world).begun[3..], ["0d01:00 c1 call a3", "0d01:10 c1 call a2"]);
}

#[test]
fn whoever_takes_urgent_work_leaves_all_other_work_in_its_lines() {
    let named = r#"{ accounts = "b", named = "u" }, { named = "t", backup_after = "never" }"#;
    let mut world = world(named, &[("teams.t.csms", "2"), ("requests.ask.interrupts", "true")]);
    // Until 02:00 c0 and c2 are on calls; a question and a play wait for c0, and a call for c2.
    world.work(at(0, 0, 0), CALL, 0, 120).work(at(0, 0, 5), ASK, 2, 10).work(at(0, 0, 6), DROP, 4, 10);
    world.work(at(0, 0, 0), CALL, 8, 120).work(at(0, 0, 7), CALL, 8, 10);
    // c1 sets a touch aside for a question and takes another one before going back.
    world.work(at(0, 0, 0), CARE, 1, 60).work(at(0, 0, 10), ASK, 3, 30).work(at(0, 0, 20), ASK, 5, 10);
    let told = diary(&world);
    let begun =
        ["0d00:10 c1 ask a3", "0d00:40 c1 ask a5", "0d02:00 c0 ask a2", "0d02:00 c2 call a8", "0d02:10 c0 drop a4"];
    assert_eq!(told.begun[3..], begun);
    assert_eq!(told.resumed, ["0d00:50 c1 care a1"]);
}

#[test]
fn what_does_not_interrupt_waits_until_what_was_set_aside_is_done() {
    let mut world = pool("1");
    world.work(at(0, 0, 0), CARE, 0, 60).work(at(0, 0, 10), CALL, 1, 10).work(at(0, 0, 15), ASK, 2, 10);
    let told = diary(&world);
    assert_eq!(told.begun[2..], ["0d01:10 c0 ask a2"]);
    assert_eq!(told.resumed, ["0d00:20 c0 care a0"]);
}

#[test]
fn among_waiting_work_priority_decides_whether_it_interrupts_or_not() {
    let questions = [("requests.ask.interrupts", "true"), ("requests.call.interrupts", "false")];
    let mut world = world(r#"{ pooled = "t" }"#, &questions);
    world.work(at(0, 0, 0), CALL, 0, 60).work(at(0, 0, 5), ASK, 1, 10).work(at(0, 0, 10), CALL, 2, 10);
    assert_eq!(diary(&world).begun[1..], ["0d01:00 c0 call a2", "0d01:10 c0 ask a1"]);
}

#[test]
fn first_come_is_first_served_among_what_does_not_interrupt() {
    let last = [
        ("requests.ask.interrupts", "true"),
        ("requests.ask.priority", "5"),
        ("requests.call.interrupts", "false"),
        ("teams.t.discipline", "first_come"),
        ("triggers.alarm.priority", "9"),
    ];
    let mut world = world(r#"{ pooled = "t" }"#, &last);
    world.work(at(0, 0, 0), CALL, 0, 60).work(at(0, 0, 5), DROP, 1, 10).work(at(0, 0, 10), CALL, 2, 10);
    assert_eq!(diary(&world).begun[1..], ["0d01:00 c0 drop a1", "0d01:10 c0 call a2"]);
}

#[test]
fn whoever_may_help_out_by_the_morning_is_interrupted_then() {
    let named = r#"{ named = "t", backup_after = "30 min" }"#;
    let mut world = world(named, &[("teams.t.csms", "2"), ("teams.t.calendar", "desk")]);
    // c0 has half a call left, c1 half a question; a2 is c0's, and everybody's from 20:30 on.
    world.work(at(0, 17, 0), ASK, 1, 60).work(at(0, 17, 0), CALL, 0, 60).work(at(0, 20, 0), CALL, 2, 10);
    let told = diary(&world);
    assert_eq!(told.begun, ["0d17:00 c1 ask a1", "0d17:00 c0 call a0", "1d09:00 c1 call a2"]);
    assert_eq!(told.ended, ["1d09:10 c1 call a2", "1d09:30 c0 call a0", "1d09:40 c1 ask a1"]);
}
