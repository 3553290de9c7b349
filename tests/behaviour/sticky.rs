//! A sticky pool: the last handler first, for a while.

use crate::world::{ASK, World, at};

const STICKY: &str = r#"sticky = { memory = "2 h", patience = "30 min" }"#;

/// A pool of two. c0 serves a0 from 00:00 to 00:10; c1 has been idle since the beginning.
fn pool(sticky: &str) -> World {
    let mut world = World::new(&format!("{{ pooled = \"t\"{sticky} }}"), &[("teams.t.csms", "2")]);
    world.work(at(0, 0, 0), ASK, 0, 10);
    world
}

fn sticky() -> World {
    pool(&format!(", {STICKY}"))
}

#[test]
fn without_memory_whoever_is_idle_longest_takes_it() {
    let mut world = pool("");
    world.work(at(0, 0, 20), ASK, 0, 10);
    assert_eq!(world.begun()[1..], ["0d00:20 c1 ask a0"]);
}

#[test]
fn an_idle_last_handler_takes_it() {
    let mut world = sticky();
    world.work(at(0, 0, 20), ASK, 0, 10).work(at(0, 0, 25), ASK, 1, 10);
    assert_eq!(world.begun()[1..], ["0d00:20 c0 ask a0", "0d00:25 c1 ask a1"]);
}

#[test]
fn a_busy_last_handler_is_waited_for_as_long_as_patience_lasts() {
    let mut world = sticky();
    // c0 is busy until 01:20: from 00:30 + 30 min anyone may take it. Then c1 is the last handler.
    world.work(at(0, 0, 20), ASK, 0, 60).work(at(0, 0, 30), ASK, 0, 5).work(at(0, 1, 30), ASK, 0, 5);
    assert_eq!(world.begun()[1..], ["0d00:20 c0 ask a0", "0d01:00 c1 ask a0", "0d01:30 c1 ask a0"]);
    // c0 is busy until 00:45, within patience.
    let mut world = sticky();
    world.work(at(0, 0, 20), ASK, 0, 25).work(at(0, 0, 30), ASK, 0, 5);
    assert_eq!(world.begun()[1..], ["0d00:20 c0 ask a0", "0d00:45 c0 ask a0"]);
}

#[test]
fn who_waits_for_a_handler_waits_in_turn() {
    let mut world = sticky();
    // c0 is busy until 00:50. a0 came at 00:30 and a pool's a1 at 00:40, when c1 is busy as well, until 02:00.
    world.work(at(0, 0, 15), ASK, 2, 105).work(at(0, 0, 20), ASK, 0, 30);
    world.work(at(0, 0, 30), ASK, 0, 5).work(at(0, 0, 40), ASK, 1, 5);
    assert_eq!(
        world.begun()[1..],
        ["0d00:15 c1 ask a2", "0d00:20 c0 ask a0", "0d00:50 c0 ask a0", "0d00:55 c0 ask a1"]
    );
}

#[test]
fn the_handler_is_forgotten_after_the_memory() {
    let mut world = sticky();
    // Remembered for 2 h from the beginning of a touch: to 02:00 and the minute after 04:00 no more.
    world.work(at(0, 2, 0), ASK, 0, 10).work(at(0, 4, 1), ASK, 0, 10);
    assert_eq!(world.begun()[1..], ["0d02:00 c0 ask a0", "0d04:01 c1 ask a0"]);
}

#[test]
fn patience_may_be_business_hours() {
    let coverage = r#"{ pooled = "t", sticky = { memory = "30 days", patience = "1 business hour" } }"#;
    let mut world = World::new(coverage, &[("teams.t.csms", "2"), ("teams.t.calendar", "desk")]);
    // From 17:00 half an hour is left of Monday, and the rest of patience ends on Tuesday at 09:30.
    world.work(at(0, 16, 30), ASK, 0, 300).work(at(0, 17, 0), ASK, 0, 10);
    assert_eq!(world.begun(), ["0d16:30 c0 ask a0", "1d09:30 c1 ask a0"]);
}

#[test]
fn after_handler_and_pod_the_whole_team_may_help() {
    let coverage = format!("{{ pods = \"t\", pod_size = 2, backup_after = \"20 min\", {STICKY} }}");
    let mut world = World::new(&coverage, &[("teams.t.csms", "4")]);
    // a0, a2 and a4 belong to the pod of c0 and c1; both are busy for ten hours. a0 waits for c0 from 00:10 to 00:40,
    // then for the pod, and from 01:00 for anyone.
    world.work(at(0, 0, 0), ASK, 0, 600).work(at(0, 0, 0), ASK, 2, 600).work(at(0, 0, 10), ASK, 0, 10);
    assert_eq!(world.begun()[2..], ["0d01:00 c2 ask a0"]);
}
