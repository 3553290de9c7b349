//! Traces that the tests of public simulation packages pin, lived through as customers' work. Each test names its
//! source; the units of time there are minutes or hours here.
//!
//! Left out, because a scenario cannot say it: an urgent customer who interrupts another (simmer, "preemption"; Ciw,
//! priority pre-emption), work begun again from the start (Ciw, "restart", "resample"), customers who give up while
//! served or at random (simmer, other "renege" tests), batches that wait for each other (simmer, "batch"), a queue
//! that is full (simmer, "a lower priority arrival gets rejected"), and teams some of whose people come later than
//! others (simmer, "capacity & queue size change"; Ciw, "overtime").

use crate::world::{ASK, CALL, CARE, DROP, World, at};

const POOL: &str = r#"{ pooled = "t" }"#;

/// One server on a calendar of its own for the first day, at work all other days.
fn first_day(hours: &str) -> World {
    let week = format!(r#"{{ mon = [{hours}], tue-sun = ["00:00-24:00"] }}"#);
    World::new(POOL, &[("teams.t.calendar", "desk"), ("calendars.desk.hours", &week)])
}

/// SimPy, tests/test_resources.py, `test_resource`: two processes use one slot for 1; they are done at 1 and 2.
#[test]
fn simpy_resource() {
    let mut world = World::new(POOL, &[]);
    world.work(at(0, 0, 0), ASK, 0, 1).work(at(0, 0, 0), ASK, 1, 1);
    assert_eq!(world.live().0.ended, ["0d00:01 c0 ask a0", "0d00:02 c0 ask a1"]);
}

/// SimPy, tests/test_resources.py, `test_resource_slots`: nine processes, three slots, 1 each; they begin at 0, 0, 0,
/// 1, 1, 1, 2, 2, 2. There are eight ordinary accounts here, so the first comes twice.
#[test]
fn simpy_resource_slots() {
    let mut world = World::new(POOL, &[("teams.t.csms", "3")]);
    (0..9).for_each(|process| {
        world.work(at(0, 0, 0), ASK, process % 8, 1);
    });
    let begun: Vec<String> = world.begun().iter().map(|line| line.replace(" ask", "")).collect();
    let times: Vec<&str> = begun.iter().map(|line| &line[..7]).collect();
    let expected = ["0d00:00", "0d00:00", "0d00:00", "0d00:01", "0d00:01", "0d00:01", "0d00:02", "0d00:02", "0d00:02"];
    assert_eq!(times, expected);
    let accounts: Vec<&str> = begun.iter().map(|line| &line[line.len() - 2..]).collect();
    assert_eq!(accounts, ["a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a0"]);
}

/// Sim#, `TestResourceWithPriorityQueue` (after SimPy's test of priorities): one slot for 5 each, asked for at 0, 2, 2
/// and 4 with priorities 2, 3, 3 and 1; they begin at 0, 10, 15 and 5.
#[test]
fn sim_sharp_resource_with_priority_queue() {
    let mut world = World::new(POOL, &[("teams.t.discipline", "priority")]);
    world.work(at(0, 0, 0), ASK, 0, 5).work(at(0, 0, 2), CARE, 1, 5).work(at(0, 0, 2), CARE, 2, 5);
    world.work(at(0, 0, 4), CALL, 3, 5);
    let expected = ["0d00:00 c0 ask a0", "0d00:05 c0 call a3", "0d00:10 c0 care a1", "0d00:15 c0 care a2"];
    assert_eq!(world.begun(), expected);
}

/// simmer, test-simmer-resource-priorities.R, "priority queues are adhered to": one server, 2 each; two without priority
/// at 0, one with priority at 1, which is done second, at 4.
#[test]
fn simmer_priority_queues() {
    let mut world = World::new(POOL, &[("teams.t.discipline", "priority")]);
    world.work(at(0, 0, 0), ASK, 0, 2).work(at(0, 0, 0), ASK, 1, 2).work(at(0, 0, 1), CALL, 2, 2);
    assert_eq!(world.live().0.ended, ["0d00:02 c0 ask a0", "0d00:04 c0 call a2", "0d00:06 c0 ask a1"]);
}

/// simmer, the same file, "same level priorities are processed FIFO": one server, 2 each; a stream at 0, 2, 4, 6 and one
/// of the same priority at 1, 3, 5, 7 are served in turn.
#[test]
fn simmer_same_priority_is_first_in_first_out() {
    let mut world = World::new(POOL, &[("teams.t.discipline", "priority")]);
    for turn in 0..4 {
        world.work(at(0, 0, 2 * turn), CALL, turn as u32, 2).work(at(0, 0, 2 * turn + 1), CALL, 4 + turn as u32, 2);
    }
    let accounts: Vec<String> = world.live().0.ended.iter().map(|line| line[line.len() - 2..].to_string()).collect();
    assert_eq!(accounts, ["a0", "a4", "a1", "a5", "a2", "a6", "a3", "a7"]);
}

/// simmer, test-trajectory-renege.R, "an enqueued arrival reneges": one server, 2 each, two at 0 who wait for 1 at most;
/// the second is gone at 1, the first is done at 2.
#[test]
fn simmer_an_enqueued_arrival_reneges() {
    let mut world = World::new(POOL, &[("risks.drop.window", "1 h")]);
    world.work(at(0, 0, 0), DROP, 0, 120).work(at(0, 0, 0), DROP, 1, 120);
    let diary = world.live().0;
    assert_eq!(diary.expired, ["0d01:00 drop a1"]);
    assert_eq!(diary.ended, ["0d02:00 c0 drop a0"]);
}

/// simmer, test-simmer-resource-schedule.R, "resource's capacity decreases before post-release tasks": a server from 5
/// to 10 and again from 15; three arrivals at 0, 5 each, are done at 10, 20 and 25.
#[test]
fn simmer_a_scheduled_server_takes_nobody_after_its_shift() {
    let mut world = first_day(r#""05:00-10:00", "15:00-24:00""#);
    (0..3).for_each(|account| {
        world.work(at(0, 0, 0), ASK, account, 300);
    });
    assert_eq!(world.live().0.ended, ["0d10:00 c0 ask a0", "0d20:00 c0 ask a1", "1d01:00 c0 ask a2"]);
}

/// Ciw, tests/test_scheduling.py, `test_preemptive_schedules_resume_options`, "resume": work of 10 from 1 on, nobody on
/// duty from 5 to 9, is done at 15.
#[test]
fn ciw_work_is_resumed_after_an_empty_shift() {
    let mut world = first_day(r#""00:00-05:00", "09:00-24:00""#);
    world.work(at(0, 1, 0), ASK, 0, 600);
    assert_eq!(world.live().0.ended, ["0d15:00 c0 ask a0"]);
}

/// Ciw, the same file, the "resume" part of the full pre-emptive simulation: one customer each 7, work of 5, nobody from
/// 15 to 17; the first is done at 12, the second has 4 left at 17 and is done at 21, the third at 26. (Its second
/// server, there from 17 on, has nothing to do.)
#[test]
fn ciw_deterministic_arrivals_over_an_empty_shift() {
    let mut world = first_day(r#""00:00-15:00", "17:00-24:00""#);
    for (account, hour) in [7, 14, 21].into_iter().enumerate() {
        world.work(at(0, hour, 0), ASK, account as u32, 300);
    }
    assert_eq!(world.live().0.ended, ["0d12:00 c0 ask a0", "0d21:00 c0 ask a1", "1d02:00 c0 ask a2"]);
}
