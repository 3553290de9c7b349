//! Which of several pieces of work, and which of several CSMs, where ranks or times are equal.

use crate::world::{ASK, CARE, World, at};

#[test]
fn of_equals_the_own_queue_comes_first() {
    let changes = [("teams.t.csms", "2"), ("segments.s.contract_named", "50%"), ("teams.t.discipline", "first_come")];
    let mut world = World::new(r#"{ pooled = "t" }"#, &changes);
    world.demand.accounts.contract_named = (0..9).map(|account| account == 1).collect();
    // a1 is c0's own. Both are busy; what waits came at the same instant, the pool's first.
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 0), ASK, 2, 90);
    world.work(at(0, 0, 10), ASK, 3, 10).work(at(0, 0, 10), ASK, 1, 10);
    assert_eq!(world.begun()[2..], ["0d01:00 c0 ask a1", "0d01:10 c0 ask a3"]);
}

#[test]
fn of_equals_what_is_not_planned_comes_first() {
    let mut world = World::new(r#"{ pooled = "t" }"#, &[("teams.t.discipline", "first_come")]);
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 10), CARE, 1, 10).work(at(0, 0, 10), ASK, 2, 10);
    assert_eq!(world.begun()[1..], ["0d01:00 c0 ask a2", "0d01:10 c0 care a1"]);
}

#[test]
fn planned_work_has_its_share_before_whatever_ranks_higher() {
    let mut world = World::new(r#"{ pooled = "t" }"#, &[("teams.t.protected_planned", "50%")]);
    // Nothing planned was served by 01:00; then ten of 70 minutes, and all the rest is questions.
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 10), CARE, 1, 10).work(at(0, 0, 10), ASK, 2, 10);
    assert_eq!(world.begun()[1..], ["0d01:00 c0 care a1", "0d01:10 c0 ask a2"]);
}

#[test]
fn who_is_idle_for_long_is_still_found_after_many_spells_of_others() {
    let coverage = r#"{ named = "t", backup_after = "30 min" }"#;
    let mut world = World::new(coverage, &[("teams.t.csms", "2")]);
    // c0 is idle forty times, c1 all the time.
    (0..40).for_each(|hour| _ = world.work(at(0, hour, 0), ASK, 0, 10));
    world.work(at(2, 0, 0), ASK, 0, 120).work(at(2, 0, 10), ASK, 2, 10);
    assert_eq!(world.begun()[40..], ["2d00:00 c0 ask a0", "2d00:40 c1 ask a2"]);
}

#[test]
fn who_goes_home_with_nothing_to_do_stands_behind_those_who_were_idle_before() {
    let mut world = World::new(r#"{ pooled = "t" }"#, &[("teams.t.csms", "2"), ("teams.t.calendar", "desk")]);
    // c0 ends with the shift; c1 has had nothing all day and so is asked first.
    world.work(at(0, 16, 30), ASK, 0, 60).work(at(0, 20, 0), ASK, 1, 10);
    assert_eq!(world.begun(), ["0d16:30 c0 ask a0", "1d09:00 c1 ask a1"]);
}

#[test]
fn a_luck_equal_to_the_share_is_no_answer() {
    let share = |luck| {
        let half = r#"[{ every = "1 month", work = "6 min", due_in = "1 h", expires = "3 h", response = "50%" }]"#;
        let mut world = World::new(r#"{ pooled = "t" }"#, &[("playbooks.care.steps", half)]);
        world.work_with_luck(at(0, 1, 0), CARE, 0, 10, luck);
        world.live().1.groups[0][caseload::engine::Metric::PlannedRespondedShare]
    };
    assert_eq!([share(0.49), share(0.5)], [1.0, 0.0]);
}

#[test]
fn arr_at_risk_is_that_share_of_arr_that_is_stated() {
    // 40 % of $10k against 1 % of $300k: $4,000 and $3,000.
    let changes = [
        ("teams.t.discipline", "arr_at_risk"),
        ("segments.s.churn", "40% / year"),
        ("segments.b.churn", "1% / year"),
        ("segments.b.arr", "$300k"),
    ];
    let mut world = World::new(r#"{ pooled = "t" }"#, &changes);
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 10), ASK, 8, 10).work(at(0, 0, 20), ASK, 1, 10);
    assert_eq!(world.begun()[1..], ["0d01:00 c0 ask a1", "0d01:10 c0 ask a8"]);
}

#[test]
fn planned_work_may_come_before_all_other() {
    let changes = [("playbooks.care.priority", "1"), ("requests.call.priority", "3")];
    let mut world = World::new(r#"{ pooled = "t" }"#, &changes);
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 10), ASK, 1, 10).work(at(0, 0, 20), CARE, 2, 10);
    assert_eq!(world.begun()[1..], ["0d01:00 c0 care a2", "0d01:10 c0 ask a1"]);
}

#[test]
fn the_smallest_difference_in_arr_at_risk_decides() {
    let changes = [("teams.t.discipline", "arr_at_risk"), ("segments.s.churn", "18% / year")];
    let mut world = World::new(r#"{ pooled = "t" }"#, &changes);
    world.demand.accounts.arr_cents[..3].copy_from_slice(&[0, 1_012, 1_020]);
    // 182 and 184 hundredths.
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 10), ASK, 1, 10).work(at(0, 0, 20), ASK, 2, 10);
    assert_eq!(world.begun()[1..], ["0d01:00 c0 ask a2", "0d01:10 c0 ask a1"]);
}
