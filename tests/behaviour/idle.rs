//! Work for idle time, and calls away.

use crate::world::{ASK, CALL, World, at};
use caseload::engine::Metric;

const POOL: &str = r#"{ pooled = "t" }"#;
const AWAY: [(&str, &str); 2] = [("teams.t.called_away.after", "10 h"), ("teams.t.called_away.back_after", "2 h")];
const BLOCKS: (&str, &str) = ("teams.t.idle_work", "25 min");

#[test]
fn work_that_finds_a_block_waits_for_its_end() {
    let mut world = World::new(POOL, &[BLOCKS]);
    // Blocks of 25 min from 00:00 on; after the question at 00:35 and 01:00.
    world.work(at(0, 0, 10), ASK, 0, 10).work(at(0, 0, 50), ASK, 1, 60).work(at(0, 1, 5), ASK, 2, 10);
    let (diary, record) = world.live();
    assert_eq!(diary.begun, ["0d00:25 c0 ask a0", "0d01:00 c0 ask a1", "0d02:00 c0 ask a2"]);
    // All time but 80 minutes of 12 weeks; free time has it as a part.
    let rest = 1.0 - 80.0 / (84.0 * 1440.0);
    assert!((record.groups[0][Metric::IdleWorkShare] - rest).abs() < 1e-12);
    assert!((record.groups[0][Metric::IdleShare] - rest).abs() < 1e-12);
}

#[test]
fn one_block_at_a_time_leaves_whoever_had_it_free() {
    let mut world = World::new(POOL, &[BLOCKS, ("teams.t.idle_work_once", "true")]);
    // A block until 00:25; the question of 01:00 finds nobody busy, that of 01:15 a block that began at 01:10.
    world.work(at(0, 0, 10), ASK, 0, 10).work(at(0, 2, 0), ASK, 1, 10).work(at(0, 2, 20), ASK, 2, 10);
    let (diary, record) = world.live();
    assert_eq!(diary.begun, ["0d00:25 c0 ask a0", "0d02:00 c0 ask a1", "0d02:35 c0 ask a2"]);
    // Four blocks: at the beginning and after each answer, the first of them before measuring or not.
    let share = record.groups[0][Metric::IdleWorkShare] * 84.0 * 1440.0;
    assert!((share - 100.0).abs() < 1e-6, "{share}");
}

#[test]
fn nothing_interrupts_a_block_not_even_urgent_work() {
    let mut world = World::new(POOL, &[BLOCKS, ("requests.call.interrupts", "true")]);
    world.work(at(0, 0, 10), CALL, 0, 10);
    assert_eq!(world.begun(), ["0d00:25 c0 call a0"]);
}

#[test]
fn a_block_stands_still_over_night_and_a_new_one_begins_with_the_shift() {
    let mut world = World::new(POOL, &[BLOCKS, ("teams.t.calendar", "desk")]);
    world.work(at(0, 12, 0), ASK, 0, 10).work(at(0, 17, 28), ASK, 1, 10);
    // 09:00 + 8 x 25 min = 12:20, and the question lasts until lunch. 13:00 + 10 x 25 min = 17:10: of the block from then on
    // 5 min are left for Tuesday.
    assert_eq!(world.begun(), ["0d12:20 c0 ask a0", "1d09:05 c0 ask a1"]);
}

#[test]
fn only_the_team_that_has_such_work_takes_it_up() {
    let rules = r#"{ accounts = "b", pooled = "u" }, { pooled = "t" }"#;
    let mut world = World::new(rules, &[BLOCKS]);
    world.work(at(0, 0, 10), ASK, 0, 10).work(at(0, 0, 10), ASK, 8, 10);
    assert_eq!(world.begun(), ["0d00:10 c1 ask a8", "0d00:25 c0 ask a0"]);
    assert_eq!(world.live().1.teams[1][Metric::IdleWorkShare], 0.0);
}

#[test]
fn who_is_called_away_goes_on_upon_return() {
    let mut world = World::new(POOL, &AWAY);
    // There from 00:00 to 10:00 and from 12:00 to 22:00.
    world.work(at(0, 9, 30), ASK, 0, 60).work(at(0, 11, 0), ASK, 1, 10).work(at(0, 23, 0), ASK, 2, 10);
    let (diary, record) = world.live();
    assert_eq!(diary.begun, ["0d09:30 c0 ask a0", "0d12:30 c0 ask a1", "1d00:00 c0 ask a2"]);
    assert_eq!(diary.ended[0], "0d12:30 c0 ask a0");
    assert!((record.groups[0][Metric::AbsentShare] - 1.0 / 6.0).abs() < 1e-12);
}

#[test]
fn others_help_while_the_owner_is_away() {
    let help = r#"{ named = "t", overflow = { team = "u", after = "30 min" } }"#;
    let mut world = World::new(help, &AWAY);
    world.work(at(0, 11, 0), ASK, 0, 10);
    assert_eq!(world.begun(), ["0d11:30 c1 ask a0"]);
}
