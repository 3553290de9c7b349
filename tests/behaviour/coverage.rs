//! Who may serve, and from when: named CSMs and their back-up, pods, promises of contracts.

use crate::world::{ALARM, ASK, CARE, DROP, World, at};
use caseload::engine::roster::Away;
use caseload::streams::KeyRing;
use caseload::time::calendar::Calendar;

/// Accounts go round: a0, a2 and a4 are in the first book.
fn named(backup_after: &str, csms: &str) -> World {
    let coverage = format!("{{ named = \"t\", backup_after = \"{backup_after}\" }}");
    World::new(&coverage, &[("teams.t.csms", csms)])
}

#[test]
fn named_accounts_wait_for_their_own_csm() {
    let mut world = named("never", "2");
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 10), ASK, 2, 10).work(at(0, 0, 20), ASK, 1, 10);
    assert_eq!(world.begun(), ["0d00:00 c0 ask a0", "0d00:20 c1 ask a1", "0d01:00 c0 ask a2"]);
}

#[test]
fn a_colleague_helps_out_after_the_delay_if_free() {
    let mut world = named("30 min", "2");
    // a2 may be taken by anyone from 00:40; a4, who came at 00:20, from 00:50, when c1 is busy until 00:55.
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 10), ASK, 2, 15).work(at(0, 0, 20), ASK, 4, 10);
    assert_eq!(world.begun(), ["0d00:00 c0 ask a0", "0d00:40 c1 ask a2", "0d00:55 c1 ask a4"]);
}

#[test]
fn the_owner_still_takes_what_waits_for_help() {
    let mut world = named("30 min", "2");
    // c1 is busy until 02:00, so c0 is the first to be free.
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 0), ASK, 1, 120).work(at(0, 0, 10), ASK, 2, 10);
    assert_eq!(world.begun()[2..], ["0d01:00 c0 ask a2"]);
}

#[test]
fn one_business_hour_of_delay_ends_the_next_morning() {
    let coverage = r#"{ named = "t", backup_after = "1 business hour" }"#;
    let mut world = World::new(coverage, &[("teams.t.csms", "2"), ("teams.t.calendar", "desk")]);
    // From 17:00 half an hour is left of Monday; the other half ends at 09:30 on Tuesday.
    world.work(at(0, 16, 45), ASK, 0, 300).work(at(0, 17, 0), ASK, 2, 10);
    assert_eq!(world.begun(), ["0d16:45 c0 ask a0", "1d09:30 c1 ask a2"]);
}

#[test]
fn a_delay_that_begins_off_duty_and_is_zero_ends_at_once() {
    let coverage = r#"{ named = "t", backup_after = "0 business hours" }"#;
    let mut world = World::new(coverage, &[("teams.t.csms", "2"), ("teams.t.calendar", "desk")]);
    // Both CSMs are off at 20:00. The first to be asked (the owner) is the first to be there at 09:00; c0 is then
    // busy, so c1 takes what came second.
    world.work(at(0, 20, 0), ASK, 0, 60).work(at(0, 20, 10), ASK, 2, 10);
    assert_eq!(world.begun(), ["1d09:00 c0 ask a0", "1d09:00 c1 ask a2"]);
}

#[test]
fn a_colleague_steps_in_at_once_while_the_owner_is_on_leave() {
    let coverage = r#"{ named = "t", backup_after = "30 min" }"#;
    let changes = [("teams.t.csms", "2"), ("teams.t.leave", "60 days / year"), ("teams.t.calendar", "desk")];
    let mut world = World::new(coverage, &changes);
    let (team, simulation) = (&world.scenario.designs[0].teams[0], &world.scenario.simulation);
    let hours = &world.scenario.calendars[team.calendar].1;
    let calendar = Calendar::compile(hours, simulation.start, simulation.begin(), simulation.end());
    let away = |csm| {
        let mut away = Away::default();
        away.fill(team, csm, &calendar, simulation.start, &KeyRing::new(1, 0));
        away
    };
    let (owner, other) = (away(0), away(1));
    let gone =
        |away: &Away, day: i64| away.absent.iter().any(|(out, back)| *out <= at(day, 10, 0) && at(day, 10, 0) < *back);
    let present = |day: &i64| calendar.is_open(at(*day, 10, 0)) && !gone(&other, *day);
    let leave = (0..80).filter(present).find(|day| gone(&owner, *day)).expect("some leave is not at the same time");
    let here = (0..80).filter(present).find(|day| !gone(&owner, *day)).expect("some days both are there");
    world.work(at(leave, 10, 0), ASK, 0, 10).work(at(here, 10, 0), ASK, 0, 10);
    let mut expected = [(leave, format!("{leave}d10:00 c1 ask a0")), (here, format!("{here}d10:00 c0 ask a0"))];
    expected.sort();
    assert_eq!(world.begun(), expected.map(|(_, line)| line));
}

/// Pods of two in a team of four: a0, a2, a4 belong to c0 and c1, a1, a3, a5 to c2 and c3.
fn pods(more: &str) -> World {
    let mut world = World::new(&format!("{{ pods = \"t\", pod_size = 2{more} }}"), &[("teams.t.csms", "4")]);
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 5), ASK, 2, 60).work(at(0, 0, 10), ASK, 4, 10);
    world.work(at(0, 0, 15), ASK, 1, 10);
    world
}

#[test]
fn a_pod_serves_its_own_accounts() {
    let begun = pods("").begun();
    assert_eq!(begun, ["0d00:00 c0 ask a0", "0d00:05 c1 ask a2", "0d00:15 c2 ask a1", "0d01:00 c0 ask a4"]);
}

#[test]
fn another_pod_helps_out_after_the_delay() {
    // a4 came at 00:10, so from 00:30 anyone may take it: c3, idle since the beginning, before c2.
    let begun = pods(", backup_after = \"20 min\"").begun();
    assert_eq!(begun, ["0d00:00 c0 ask a0", "0d00:05 c1 ask a2", "0d00:15 c2 ask a1", "0d00:30 c3 ask a4"]);
}

#[test]
fn whoever_was_promised_a_named_csm_waits_for_that_csm_even_in_a_pool() {
    let changes = [("teams.t.csms", "2"), ("segments.s.contract_named", "50%")];
    let mut world = World::new(r#"{ pooled = "t" }"#, &changes);
    world.demand.accounts.contract_named = (0..9).map(|account| account == 1).collect();
    // a1 is the only named account, so it is in the first book, c0's. c1 is idle all the time.
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 10), ASK, 1, 10);
    assert_eq!(world.begun(), ["0d00:00 c0 ask a0", "0d01:00 c0 ask a1"]);
    // c0 takes its own a1 and the pool's a2 in order of arrival.
    world.work(at(0, 0, 5), ASK, 2, 90).work(at(0, 0, 7), ASK, 3, 5);
    assert_eq!(world.begun(), ["0d00:00 c0 ask a0", "0d00:05 c1 ask a2", "0d01:00 c0 ask a3", "0d01:05 c0 ask a1"]);
}

#[test]
fn the_first_rule_that_matches_decides() {
    // Accounts from $20k are named, the rest is a pool of the same team.
    let coverage = r#"{ arr_from = "$20k", named = "t", backup_after = "never" }, { pooled = "t" }"#;
    let mut world = World::new(coverage, &[("teams.t.csms", "2")]);
    world.demand.accounts.arr_cents[1] = 2_000_000;
    world.demand.accounts.arr_cents[2] = 1_999_999;
    // a1 is c0's and waits for c0 until 01:00; a2 is a cent below the line and is taken by c1 at once.
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 10), ASK, 1, 10).work(at(0, 0, 20), ASK, 2, 10);
    assert_eq!(world.begun(), ["0d00:00 c0 ask a0", "0d00:20 c1 ask a2", "0d01:00 c0 ask a1"]);
}

/// Account 0 has a CSM of its own in team t; team u, two of whom there are, has the plays and the planned touches.
const SALES: &str = r#"{ work = ["drop", "care"], pooled = "u" }, { named = "t", backup_after = "never" }"#;

#[test]
fn work_by_name_goes_to_its_pool_whoever_owns_the_account() {
    let mut world = World::new(SALES, &[("teams.u.csms", "2")]);
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 5), CARE, 0, 30).work(at(0, 0, 10), DROP, 0, 30);
    world.work(at(0, 0, 15), ALARM, 0, 10).work(at(0, 0, 20), DROP, 0, 10);
    // c0 is the owner; an alarm is not named, so it waits for the owner.
    let begun =
        ["0d00:00 c0 ask a0", "0d00:05 c1 care a0", "0d00:10 c2 drop a0", "0d00:35 c1 drop a0", "0d01:00 c0 alarm a0"];
    assert_eq!(world.begun(), begun);
}

#[test]
fn a_rule_for_work_by_name_stands_in_line_and_a_team_of_one_takes_it_in_turn() {
    let coverage = format!("{{ accounts = \"b\", pooled = \"t\" }}, {SALES}");
    let mut world = World::new(&coverage, &[]);
    world.work(at(0, 0, 0), DROP, 8, 10).work(at(0, 0, 0), DROP, 0, 30).work(at(0, 0, 5), CARE, 1, 10);
    assert_eq!(world.begun(), ["0d00:00 c0 drop a8", "0d00:00 c1 drop a0", "0d00:30 c1 care a1"]);
}

#[test]
fn work_by_name_may_be_left_to_nobody() {
    let mut world = World::new(r#"{ work = "drop", nobody = true }, { pooled = "t" }"#, &[]);
    world.work(at(0, 0, 0), DROP, 0, 10).work(at(0, 0, 0), ALARM, 0, 10).work(at(0, 1, 0), CARE, 0, 10);
    assert_eq!(world.begun(), ["0d00:00 c0 alarm a0", "0d01:00 c0 care a0"]);
}
