//! Rules that override others for some accounts: of strategic value, growing, at risk, and so many at most.

use crate::world::{ASK, DROP, World, at};
use caseload::model::demand::Occurrence;

#[test]
fn accounts_of_strategic_value_and_those_that_grow_may_have_a_rule_of_their_own() {
    for (rule, trait_of_b) in [
        ("strategic = true", ("segments.b.strategic", "100%")),
        ("growing = true", ("segments.b.growth.share", "100%")),
    ] {
        let mut world = World::new(&format!(r#"{{ {rule}, named = "u" }}, {{ pooled = "t" }}"#), &[trait_of_b]);
        world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 0, 0), ASK, 8, 10);
        assert_eq!(world.begun(), ["0d00:00 c0 ask a0", "0d00:00 c1 ask a8"], "{rule}");
    }
}

#[test]
fn places_go_to_those_who_pay_most() {
    let mut world = World::new(r#"{ cap = 2, named = "u" }, { pooled = "t" }"#, &[]);
    world.demand.accounts.arr_cents[3] = 3_000_000;
    world.demand.accounts.arr_cents[5] = 2_000_000;
    for account in [0, 3, 5, 8] {
        world.work(at(0, i64::from(account), 0), ASK, account, 10);
    }
    assert_eq!(world.begun(), ["0d00:00 c0 ask a0", "0d03:00 c1 ask a3", "0d05:00 c1 ask a5", "0d08:00 c0 ask a8"]);
}

/// Accounts at risk are of another team for a day, at most so many at once, and hand-offs take no time.
fn at_risk(cap: &str) -> World {
    let rules = format!(r#"{{ at_risk = "1 day"{cap}, pooled = "u" }}, {{ pooled = "t" }}"#);
    World::new(&rules, &[("hand_off.work", "0 min")])
}

#[test]
fn an_account_at_risk_is_of_others_until_that_is_over() {
    let mut world = at_risk("");
    world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 1, 0), DROP, 0, 10).work(at(0, 2, 0), ASK, 0, 10);
    // A day after the risk, to the minute.
    world.work(at(1, 0, 59), ASK, 0, 10).work(at(1, 1, 0), ASK, 0, 10);
    assert_eq!(
        world.begun(),
        ["0d00:00 c0 ask a0", "0d01:00 c1 drop a0", "0d02:00 c1 ask a0", "1d00:59 c1 ask a0", "1d01:00 c0 ask a0"]
    );
}

#[test]
fn what_waits_of_an_account_at_risk_goes_along() {
    let mut world = at_risk("");
    world.work(at(0, 0, 0), ASK, 1, 60).work(at(0, 0, 10), ASK, 0, 30).work(at(0, 0, 20), DROP, 0, 10);
    assert_eq!(world.begun(), ["0d00:00 c0 ask a1", "0d00:20 c1 ask a0", "0d00:50 c1 drop a0"]);
}

#[test]
fn a_place_is_returned_when_the_risk_is_over() {
    let mut world = at_risk(", cap = 1");
    world.work(at(0, 1, 0), DROP, 0, 10).work(at(0, 2, 0), DROP, 1, 10);
    world.work(at(1, 1, 0), DROP, 2, 10).work(at(1, 2, 0), DROP, 1, 10).work(at(1, 3, 0), ASK, 0, 10);
    assert_eq!(
        world.begun(),
        ["0d01:00 c1 drop a0", "0d02:00 c0 drop a1", "1d01:00 c1 drop a2", "1d02:00 c0 drop a1", "1d03:00 c0 ask a0"]
    );
}

#[test]
fn another_risk_begins_the_time_anew_and_who_leaves_returns_the_place() {
    let mut world = World::new(
        r#"{ at_risk = "1 day", cap = 1, pooled = "u" }, { pooled = "t" }"#,
        &[("hand_off.work", "0 min"), ("segments.s.churn", "18% / year")],
    );
    world.work(at(0, 1, 0), DROP, 0, 10).work(at(0, 20, 0), DROP, 0, 10).work(at(1, 12, 0), DROP, 1, 10);
    world.renewal(at(1, 13, 0), 0, 0.0).work(at(1, 14, 0), DROP, 1, 10);
    assert_eq!(world.begun(), ["0d01:00 c1 drop a0", "0d20:00 c1 drop a0", "1d12:00 c0 drop a1", "1d14:00 c1 drop a1"]);
}

#[test]
fn what_comes_at_the_very_instant_of_a_hand_over_stays_with_the_team_that_has_it() {
    let mut world = World::new(
        r#"{ at_risk = "5 h", named = "t", backup_after = "30 min" }, { pooled = "u" }"#,
        &[("hand_off.work", "0 min"), ("teams.t.csms", "2"), ("requests.ask.follow_ups.back.share", "95%")],
    );
    // c1 answers at 03:00 for c0, who has the play until 06:00. The customer is back at 05:00, when the risk is over.
    world.work(at(0, 0, 0), DROP, 0, 360).work(at(0, 2, 30), ASK, 0, 0);
    assert_eq!(world.begun()[..3], ["0d00:00 c0 drop a0", "0d03:00 c1 ask a0", "0d05:30 c1 ask a0"]);
}

#[test]
fn a_place_is_only_for_those_who_would_use_it() {
    // All are covered by the first rule, so the second has places for nobody.
    let mut world = World::new(r#"{ accounts = "s", pooled = "t" }, { cap = 1, pooled = "u" }, { pooled = "t" }"#, &[]);
    world.work(at(0, 0, 0), ASK, 8, 10).work(at(0, 0, 0), ASK, 0, 10);
    assert_eq!(world.begun(), ["0d00:00 c1 ask a8", "0d00:00 c0 ask a0"]);
}

/// One place for each segment; a3 has that of its own until it leaves on day 2, and two accounts come on days.
fn places_of_two_rules(initial: u32, comes: [(u32, i64); 2]) -> World {
    let rules =
        r#"{ cap = 1, accounts = "b", pooled = "u" }, { cap = 1, accounts = "s", pooled = "u" }, { pooled = "t" }"#;
    let changes =
        [("segments.s.churn", "18% / year"), ("segments.s.new_accounts", "10% / year"), ("hand_off.work", "0 min")];
    let mut world = World::new(rules, &changes);
    world.demand.accounts.initial = initial;
    world.demand.accounts.arr_cents[3] = 3_000_000;
    for (account, day) in comes {
        world.demand.accounts.start[account as usize] = at(day, 0, 0);
        world.add(Occurrence::start(at(day, 0, 0), account));
    }
    world.renewal(at(2, 0, 0), 3, 0.0);
    world
}

#[test]
fn places_of_two_rules_are_kept_apart() {
    // a3 has the place of its segment until it leaves on day 2; a7, who comes on day 1, finds none, and nothing makes
    // anybody look at it again; a8 finds that of the other rule.
    let mut world = places_of_two_rules(7, [(7, 1), (8, 3)]);
    world.work(at(1, 1, 0), ASK, 3, 10).work(at(1, 2, 0), ASK, 0, 10).work(at(1, 3, 0), ASK, 7, 10);
    world.work(at(3, 1, 0), ASK, 8, 10).work(at(3, 2, 0), ASK, 7, 10);
    let begun =
        ["1d01:00 c1 ask a3", "1d02:00 c0 ask a0", "1d03:00 c0 ask a7", "3d01:00 c1 ask a8", "3d02:00 c0 ask a7"];
    assert_eq!(world.begun(), begun);
}

#[test]
fn a_place_that_is_left_goes_to_the_next_who_comes() {
    // a6 comes while the place is a3's, a7 after it has left.
    let mut world = places_of_two_rules(6, [(6, 1), (7, 3)]);
    world.work(at(4, 0, 0), ASK, 6, 10).work(at(4, 1, 0), ASK, 7, 10);
    assert_eq!(world.begun(), ["4d00:00 c0 ask a6", "4d01:00 c1 ask a7"]);
}
