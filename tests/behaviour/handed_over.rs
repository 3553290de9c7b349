//! Accounts handed over by age: what becomes of attachment, of waiting work and of the numbers of both teams.

use crate::world::{ASK, CALL, CARE, World, at};
use caseload::engine::Metric;
use caseload::model::demand::Occurrence;

/// Three accounts of the beginning, and a3, who starts on day 1 and is two days old on day 3.
fn world(coverage: &str, changes: &[(&str, &str)]) -> World {
    let mut all = vec![("segments.s.new_accounts", "10% / year"), ("hand_off.work", "0 min")];
    all.extend_from_slice(changes);
    let mut world = World::new(coverage, &all);
    world.demand.accounts.initial = 3;
    world.demand.accounts.start[3] = at(1, 0, 0);
    world.add(Occurrence::start(at(1, 0, 0), 3));
    world
}

/// Attachment of a3 on day 5; a touch brings half of what is missing, one by another person destroys half, a hand-off
/// destroys 40 %.
fn attachment(coverage: &str, touches: &[(i64, i64)]) -> f64 {
    let changes =
        [("teams.t.csms", "2"), ("attachment.gain", "50%"), ("attachment.loss", "50%"), ("hand_off.loss", "40%")];
    let mut world = world(coverage, &changes);
    for &(day, hour) in touches {
        world.work(at(day, hour, 0), ASK, 3, 5);
    }
    world.renewal(at(5, 0, 0), 3, 0.99);
    let given = world.live().1.groups[0][Metric::AttachmentMean];
    (given * 1e6).round() / 1e6
}

#[test]
fn whoever_takes_over_an_account_of_a_pool_inherits_what_is_left() {
    // a0 and a2 are c0's, so a3 goes to c1 on day 3, by when c0, who was asked first, has touched it: 0.5 x 0.6.
    let coverage = r#"{ until = "2 days", pooled = "t" }, { named = "t", backup_after = "never" }"#;
    assert_eq!(attachment(coverage, &[(2, 1)]), 0.3);
    // It is c1's now, and c1's next touch adds half of what is missing.
    assert_eq!(attachment(coverage, &[(2, 1), (4, 1)]), 0.65);
    // c0 and then c1 (0.25 is less than one touch earns, so it turns to c1): c1 has nothing to lose.
    assert_eq!(attachment(coverage, &[(2, 1), (2, 2)]), 0.5);
    // Nobody knows it: nothing to lose either.
    assert_eq!(attachment(coverage, &[]), 0.0);
}

#[test]
fn a_person_who_still_serves_the_account_keeps_its_attachment() {
    // From a pod of two of three to all three: the same person may be asked.
    let coverage = r#"{ until = "2 days", pods = "t", pod_size = 2 }, { pooled = "t" }"#;
    assert_eq!(attachment(coverage, &[(2, 1)]), 0.5);
    // From t to u: not any more. Who is alone in u is the account's own CSM and takes over what is left.
    let coverage = r#"{ until = "2 days", pooled = "t" }, { pooled = "u" }"#;
    assert_eq!(attachment(coverage, &[(2, 1)]), 0.3);
    assert_eq!(attachment(coverage, &[(2, 1), (4, 1)]), 0.65);
}

#[test]
fn accounts_and_arr_count_for_the_team_that_has_them() {
    let mut world = world(r#"{ until = "2 days", pooled = "t" }, { pooled = "u" }"#, &[]);
    world.demand.accounts.arr_cents[3] = 4_200_000;
    let teams = world.live().1.teams;
    let near =
        |given: f64, expected: f64| assert!((given - expected).abs() < 1e-9 * expected, "{given} for {expected}");
    // t has a3 for 2 of 84 days, u has the three old ones and a3 for 81.
    near(teams[0][Metric::AccountsPerCsm], 2.0 / 84.0);
    near(teams[0][Metric::ArrPerCsm], 42_000.0 * 2.0 / 84.0);
    near(teams[1][Metric::AccountsPerCsm], 3.0 + 81.0 / 84.0);
    near(teams[1][Metric::ArrPerCsm], 30_000.0 + 42_000.0 * 81.0 / 84.0);
}

#[test]
fn nobody_is_welcomed_where_nobody_does_planned_work() {
    let coverage = r#"{ until = "2 days", pooled = "t" }, { work = "planned", nobody = true }, { pooled = "u" }"#;
    let mut world = world(coverage, &[("hand_off.work", "30 min")]);
    world.work(at(4, 0, 0), ASK, 3, 10);
    // Who was alone in the pool says farewell.
    assert_eq!(world.live().0.begun, ["3d00:00 c0 farewell a3", "4d00:00 c1 ask a3"]);
}

#[test]
fn what_nobody_does_for_an_account_any_more_is_withdrawn() {
    let coverage = r#"{ until = "2 days", pooled = "t" }, { work = "planned", nobody = true }, { pooled = "t" }"#;
    let mut world = world(coverage, &[]);
    world.work(at(2, 22, 0), ASK, 0, 300).work(at(2, 23, 0), CARE, 3, 10).work(at(2, 23, 10), ASK, 3, 10);
    let (diary, _) = world.live();
    assert_eq!(diary.withdrawn, ["3d00:00 care a3"]);
    assert_eq!(diary.begun[1..], ["3d03:00 c0 ask a3"]);
}

#[test]
fn whoever_comes_from_a_pool_is_handed_over_by_nobody() {
    // Only the new owner has a meeting: no one person gives the account up.
    let coverage = r#"{ until = "2 days", pooled = "t" }, { named = "u", backup_after = "never" }"#;
    let mut world = world(coverage, &[("teams.t.csms", "2"), ("teams.u.csms", "2"), ("hand_off.work", "30 min")]);
    world.demand.accounts.initial = 0;
    assert_eq!(world.live().0.ended, ["3d00:30 c2 welcome a3"]);
}

#[test]
fn a_farewell_stays_with_the_old_owner_when_the_new_one_leaves() {
    // a3 is c0's and then c3's, who is cut a day later; all that c3 had is c2's then, but for what c0 has yet to say.
    let coverage =
        r#"{ until = "2 days", named = "t", backup_after = "never" }, { named = "u", backup_after = "never" }"#;
    let cut = r#"[{ at = "4 days", csms = 1 }]"#;
    let changes = [("teams.t.csms", "2"), ("teams.u.csms", "2"), ("teams.u.cuts", cut), ("hand_off.work", "30 min")];
    let mut world = world(coverage, &changes);
    world.work(at(2, 23, 0), ASK, 3, 2 * 1_440).work(at(4, 2, 0), ASK, 3, 10);
    let begun = ["2d23:00 c0 ask a3", "3d00:00 c3 welcome a3", "4d02:00 c2 ask a3", "4d23:00 c0 farewell a3"];
    assert_eq!(world.begun(), begun);
}

#[test]
fn whoever_comes_as_the_design_changes_comes_under_the_new_one() {
    let coverage = r#"{ pooled = "t" } ]
transition = { from = "old", at = "2 days", cohorts = "by_renewal" }
[designs.old]
coverage = [ { named = "t", backup_after = "never" }"#;
    let mut world =
        World::new(coverage, &[("simulation.current", "old"), ("teams.t.csms", "2"), ("hand_off.work", "0 min")]);
    world.demand.accounts.initial = 0;
    for (account, instant) in [(0, at(1, 23, 59)), (1, at(2, 0, 0))] {
        world.demand.accounts.start[account as usize] = instant;
        world.add(Occurrence::start(instant, account));
    }
    // a0 has c0 of its own until it renews; a1, a minute younger, has nobody.
    world.work(at(4, 0, 0), ASK, 0, 60).work(at(4, 0, 10), ASK, 0, 10);
    world.work(at(5, 0, 0), ASK, 1, 60).work(at(5, 0, 10), ASK, 1, 10);
    assert_eq!(world.begun(), ["4d00:00 c0 ask a0", "4d01:00 c0 ask a0", "5d00:00 c1 ask a1", "5d00:10 c0 ask a1"]);
}

#[test]
fn work_by_name_waits_on_where_it_is() {
    let coverage = r#"{ work = "care", pooled = "u", overflow = { team = "t", after = "5 h" } },
        { until = "2 days", pooled = "t" }, { named = "t", backup_after = "never" }"#;
    let mut world = world(coverage, &[("playbooks.care.steps.1.expires", "9 h")]);
    // u is busy, so t helps out five hours after the touch fell due, whose account meanwhile went to a named CSM.
    world.work(at(2, 20, 0), CARE, 0, 1_200).work(at(2, 22, 0), CARE, 3, 10);
    assert_eq!(world.live().0.begun, ["2d20:00 c1 care a0", "3d03:00 c0 care a3"]);
}

#[test]
fn what_goes_along_is_no_load_of_those_who_had_it() {
    let coverage = r#"{ until = "2 days", pooled = "t", assign = "round_robin" },
        { pods = "t", pod_size = 2, backup_after = "never", assign = "least_loaded" }"#;
    let mut world = world(coverage, &[("teams.t.csms", "4")]);
    // a1 and a3 are those of c2 and c3 in the end. In turn c2 is given the third and the seventh request of a3, and c3 is idle.
    world.work(at(2, 20, 0), ASK, 1, 600);
    (0..6).for_each(|number| _ = world.work(at(2, 21, number), ASK, 3, 1));
    world.work(at(2, 21, 6), CALL, 3, 1).work(at(2, 23, 0), ASK, 1, 600);
    // On day 3 both have one piece in hand and nothing else, so c2, the next in turn, is given the first, and c3 the second.
    let begun = world.live().0.begun;
    assert_eq!(begun[begun.len() - 2..], ["3d06:00 c2 ask a3", "3d09:00 c3 call a3"]);
}
