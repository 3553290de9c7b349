//! Overflow to another team, and work that is given out as it comes.

use crate::world::{ASK, CALL, DROP, World, at};

/// One named CSM (c0), whom another team (c1) helps.
fn helped(after: &str) -> World {
    World::new(&format!(r#"{{ named = "t", overflow = {{ team = "u"{after} }} }}"#), &[])
}

#[test]
fn overflow_at_once_goes_to_whoever_of_the_other_team_is_free() {
    let mut world = helped("");
    world.work(at(0, 0, 0), ASK, 0, 30).work(at(0, 0, 10), ASK, 1, 40).work(at(0, 0, 20), ASK, 2, 10);
    // The third waits for both and is begun by who is free first.
    assert_eq!(world.begun(), ["0d00:00 c0 ask a0", "0d00:10 c1 ask a1", "0d00:30 c0 ask a2"]);
}

#[test]
fn overflow_after_a_while_waits_that_long_for_its_own() {
    let mut world = helped(r#", after = "15 min""#);
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 10), ASK, 1, 10).work(at(0, 0, 50), ASK, 2, 10);
    assert_eq!(world.begun(), ["0d00:00 c0 ask a0", "0d00:25 c1 ask a1", "0d01:00 c0 ask a2"]);
}

#[test]
fn a_wait_in_business_hours_counts_those_of_the_team_that_has_the_work() {
    let mut world = World::new(
        r#"{ named = "t", overflow = { team = "u", after = "1 business hour" } }"#,
        &[("teams.t.calendar", "desk")],
    );
    // Half an hour on Monday and half an hour on Tuesday from 09:00.
    world.work(at(0, 10, 0), ASK, 0, 600).work(at(0, 17, 0), ASK, 1, 10);
    assert_eq!(world.begun(), ["0d10:00 c0 ask a0", "1d09:30 c1 ask a1"]);
}

#[test]
fn the_helping_team_ranks_its_own_work_and_what_overflows_together() {
    let rules = r#"{ accounts = "b", pooled = "u" }, { named = "t", overflow = { team = "u" } }"#;
    let mut world = World::new(rules, &[]);
    // Both are busy. a8 asked at 00:10, a1 calls at 00:20 (priority 1), a2 asks at 00:25.
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 0), ASK, 8, 40);
    world.work(at(0, 0, 10), ASK, 8, 10).work(at(0, 0, 20), CALL, 1, 10).work(at(0, 0, 25), ASK, 2, 10);
    assert_eq!(
        world.begun(),
        ["0d00:00 c0 ask a0", "0d00:00 c1 ask a8", "0d00:40 c1 call a1", "0d00:50 c1 ask a8", "0d01:00 c0 ask a2"]
    );
}

#[test]
fn a_play_that_nobody_begins_in_time_is_escalated_to_the_leads() {
    let mut world = helped(r#", after = "2 h""#);
    // c0 has other work until 04:00; the window of the risk closes at 05:10.
    world.work(at(0, 0, 0), ASK, 0, 240).work(at(0, 0, 10), DROP, 1, 30).work(at(0, 3, 0), DROP, 2, 30);
    assert_eq!(world.begun(), ["0d00:00 c0 ask a0", "0d02:10 c1 drop a1", "0d04:00 c0 drop a2"]);
}

/// A pool of three that gives out work as it comes.
fn given(how: &str, more: &str) -> World {
    World::new(&format!(r#"{{ pooled = "t", assign = "{how}"{more} }}"#), &[("teams.t.csms", "3")])
}

#[test]
fn in_turn_means_in_turn_whoever_is_busy() {
    let mut world = given("round_robin", "");
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 1), ASK, 1, 5).work(at(0, 0, 2), ASK, 2, 5);
    // It is c0's turn again, and c0 is busy until 01:00; the others idle.
    world.work(at(0, 0, 10), ASK, 3, 5).work(at(0, 0, 20), ASK, 4, 5);
    assert_eq!(
        world.begun(),
        ["0d00:00 c0 ask a0", "0d00:01 c1 ask a1", "0d00:02 c2 ask a2", "0d00:20 c1 ask a4", "0d01:00 c0 ask a3"]
    );
}

#[test]
fn in_turn_with_back_up_waits_only_so_long() {
    let mut world = given("round_robin", r#", backup_after = "20 min""#);
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 1), ASK, 1, 5).work(at(0, 0, 2), ASK, 2, 5);
    world.work(at(0, 0, 10), ASK, 3, 5);
    assert_eq!(world.begun()[3], "0d00:30 c1 ask a3");
}

#[test]
fn the_least_loaded_has_least_in_hand_and_waiting() {
    let mut world = given("least_loaded", "");
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 1), ASK, 1, 60).work(at(0, 0, 2), ASK, 2, 30);
    // All have one: the next in turn is c0. Then c1, then c2, who is done first and has nothing after 00:37.
    world.work(at(0, 0, 10), ASK, 3, 5).work(at(0, 0, 11), ASK, 4, 5).work(at(0, 0, 12), ASK, 5, 5);
    world.work(at(0, 0, 40), ASK, 6, 5);
    assert_eq!(
        world.begun()[3..],
        ["0d00:32 c2 ask a5", "0d00:40 c2 ask a6", "0d01:00 c0 ask a3", "0d01:01 c1 ask a4"]
    );
}

#[test]
fn by_lot_everyone_gets_some_and_nothing_depends_on_who_is_free() {
    let mut world = given("random", "");
    for hour in 0..60 {
        world.work(at(0, hour, 0), ASK, 0, 1);
    }
    let begun = world.begun();
    assert_eq!(begun.len(), 60);
    for csm in 0..3 {
        let share = begun.iter().filter(|line| line.contains(&format!(" c{csm} "))).count();
        // Binomial of 60 and a third: 20, give or take 3.65; four standard deviations.
        assert!((6..=34).contains(&share), "c{csm} has {share}");
    }
}

#[test]
fn the_account_that_pays_most_comes_first() {
    let changes = [("teams.t.discipline", "highest_arr"), ("segments.b.arr", "$90k")];
    let mut world = World::new(r#"{ pooled = "t" }"#, &changes);
    world.work(at(0, 0, 0), ASK, 0, 30).work(at(0, 0, 10), CALL, 1, 10).work(at(0, 0, 20), ASK, 8, 10);
    world.work(at(0, 0, 25), ASK, 2, 10);
    assert_eq!(
        world.begun(),
        ["0d00:00 c0 ask a0", "0d00:30 c0 ask a8", "0d00:40 c0 call a1", "0d00:50 c0 ask a2"],
        "equals in the order of coming"
    );
}

#[test]
fn the_account_that_renews_soonest_comes_first() {
    let mut world = World::new(r#"{ pooled = "t" }"#, &[("teams.t.discipline", "soonest_renewal")]);
    // Terms are of 12 months: the contract of a1 came up at 00:15, so its next date is the last of all.
    world.demand.accounts.first_renewal[0] = at(9, 0, 0);
    world.demand.accounts.first_renewal[1] = at(0, 0, 15);
    world.demand.accounts.first_renewal[2] = at(5, 0, 0);
    world.demand.accounts.first_renewal[8] = at(5, 0, 0);
    world.work(at(0, 0, 0), ASK, 0, 30).work(at(0, 0, 10), CALL, 0, 10).work(at(0, 0, 20), ASK, 1, 10);
    world.work(at(0, 0, 22), ASK, 8, 10).work(at(0, 0, 25), ASK, 2, 10);
    assert_eq!(
        world.begun(),
        ["0d00:00 c0 ask a0", "0d00:30 c0 ask a8", "0d00:40 c0 ask a2", "0d00:50 c0 call a0", "0d01:00 c0 ask a1"],
        "equals in the order of coming"
    );
}

#[test]
fn the_account_with_the_highest_arr_at_risk_comes_first() {
    let changes = [
        ("teams.t.discipline", "arr_at_risk"),
        ("segments.b.arr", "$30k"),
        ("segments.s.churn", "10% / year"),
        ("segments.b.churn", "10% / year"),
    ];
    let mut world = World::new(r#"{ pooled = "t" }"#, &changes);
    // An open risk takes a1 from odds of 1 in 9 to 4 in 9: $10k x 31 % against $30k x 10 % of a8.
    world.work(at(0, 0, 0), ASK, 0, 30).work(at(0, 0, 5), ASK, 2, 10).work(at(0, 0, 10), ASK, 8, 10);
    world.work_with_luck(at(0, 0, 12), DROP, 1, 10, 0.99).work(at(0, 0, 20), ASK, 1, 10);
    assert_eq!(
        world.begun(),
        ["0d00:00 c0 ask a0", "0d00:30 c0 drop a1", "0d00:40 c0 ask a1", "0d00:50 c0 ask a8", "0d01:00 c0 ask a2"]
    );
}
