//! People come and go: empty seats, successors, newcomers who find their pace, seats that open and close.

use crate::world::{ASK, DROP, World, at};
use caseload::engine::Metric;

const NAMED: &str = r#"{ named = "t", backup_after = "never" }"#;
const LEAVES: (&str, &str) = ("teams.t.departures", r#"[{ at = "1 day", csm = 1 }]"#);
const AT_ONCE: (&str, &str) = ("teams.t.ramp.from", "100%");

/// Two CSMs; c0 leaves after one day, and a successor at full pace comes after `vacancy`. a0, a2, .. belong to c0.
fn departure(coverage: &str, vacancy: &str, more: &[(&str, &str)]) -> World {
    let mut changes = vec![("teams.t.csms", "2"), LEAVES, ("teams.t.vacancy", vacancy), AT_ONCE];
    changes.extend_from_slice(more);
    World::new(coverage, &changes)
}

#[test]
fn work_waits_for_the_successor_of_its_owner() {
    let mut world = departure(NAMED, "2 days", &[]);
    world.work(at(0, 23, 0), ASK, 0, 10).work(at(1, 12, 0), ASK, 0, 10).work(at(1, 12, 0), ASK, 1, 10);
    assert_eq!(world.begun(), ["0d23:00 c0 ask a0", "1d12:00 c1 ask a1", "3d00:00 c0 ask a0"]);
}

#[test]
fn a_back_up_serves_the_accounts_of_an_empty_seat_at_once() {
    let mut world = departure(r#"{ named = "t", backup_after = "6 h" }"#, "2 days", &[]);
    world.work(at(0, 23, 0), ASK, 0, 10).work(at(1, 12, 0), ASK, 0, 10);
    assert_eq!(world.begun(), ["0d23:00 c0 ask a0", "1d12:00 c1 ask a0"]);
}

#[test]
fn a_pool_goes_on_with_those_who_are_left() {
    let mut world = departure(r#"{ pooled = "t" }"#, "2 days", &[]);
    // On day 1 c1 alone serves three at once; on day 3 both.
    (0..3).for_each(|account| _ = world.work(at(1, 12, 0), ASK, account, 60));
    (0..2).for_each(|account| _ = world.work(at(3, 12, 0), ASK, account, 60));
    let begun = world.begun();
    assert_eq!(begun[..3], ["1d12:00 c1 ask a0", "1d13:00 c1 ask a1", "1d14:00 c1 ask a2"]);
    assert_eq!(begun.iter().filter(|line| line.starts_with("3d12:00")).count(), 2);
}

#[test]
fn a_successor_knows_no_account_until_the_first_touch() {
    let mut world = departure(NAMED, "0 days", &[("context.penalty", "50%"), ("context.documentation", "0%")]);
    // c0 knows its accounts from the beginning; the successor takes half as long again, once for each account.
    world.work(at(0, 12, 0), ASK, 0, 60).work(at(1, 12, 0), ASK, 0, 60).work(at(1, 18, 0), ASK, 0, 60);
    world.work(at(2, 12, 0), ASK, 2, 60).work(at(2, 18, 0), ASK, 2, 60);
    let ended = world.live().0.ended;
    let c0 = |when: &str, account: u32| format!("{when} c0 ask a{account}");
    assert_eq!(ended, [c0("0d13:00", 0), c0("1d13:30", 0), c0("1d19:00", 0), c0("2d13:30", 2), c0("2d19:00", 2)]);
}

#[test]
fn an_owner_who_has_met_an_account_knows_it_after_a_back_up_as_well() {
    let coverage = r#"{ named = "t", backup_after = "10 min" }"#;
    let mut world = departure(coverage, "0 days", &[("context.penalty", "50%"), ("context.documentation", "0%")]);
    // The successor meets a0, is busy with a2, c1 stands in, and the successor still knows a0.
    world.work(at(1, 1, 0), ASK, 0, 60).work(at(1, 3, 0), ASK, 2, 60).work(at(1, 3, 0), ASK, 0, 60);
    world.work(at(1, 12, 0), ASK, 0, 60);
    let (diary, _) = world.live();
    assert_eq!(diary.begun[2..], ["1d03:10 c1 ask a0", "1d12:00 c0 ask a0"]);
    assert_eq!(diary.ended[3], "1d13:00 c0 ask a0");
}

#[test]
fn nobody_is_remembered_who_has_left() {
    let coverage = r#"{ pooled = "t", sticky = { memory = "5 days", patience = "3 h" } }"#;
    let handler = |vacancy| {
        let mut world = departure(coverage, vacancy, &[]);
        world.work(at(0, 23, 0), ASK, 0, 10).work(at(1, 0, 30), ASK, 0, 10);
        world.begun()[1].clone()
    };
    // c1 has been idle longest. Without a departure c0 would be preferred: see the tests of sticky pools.
    assert_eq!(handler("0 days"), "1d00:30 c1 ask a0");
    assert_eq!(handler("2 days"), "1d00:30 c1 ask a0");
}

#[test]
fn what_is_in_hand_on_the_last_day_ends_that_day() {
    let mut world = departure(NAMED, "2 days", &[]);
    world.work(at(0, 23, 0), ASK, 0, 180).work(at(0, 23, 30), ASK, 2, 10);
    let (diary, record) = world.live();
    assert_eq!(diary.ended, ["1d00:00 c0 ask a0", "3d00:10 c0 ask a2"]);
    // 60 + 10 minutes of two CSMs over 12 weeks, less two days.
    let hours = 2.0 * 12.0 * 7.0 * 24.0 - 48.0;
    assert!((record.groups[0][Metric::Utilization] - (70.0 / 60.0) / hours).abs() < 1e-15);
}

#[test]
fn attachment_to_who_leaves_is_gone() {
    let attachment = |renewal| {
        let mut world = departure(NAMED, "0 days", &[("attachment.gain", "25%")]);
        world.work(at(0, 12, 0), ASK, 0, 10).work(at(2, 12, 0), ASK, 0, 10);
        world.renewal(renewal, 0, 0.99);
        world.live().1.groups[0][Metric::AttachmentMean]
    };
    assert_eq!([attachment(at(0, 20, 0)), attachment(at(1, 20, 0)), attachment(at(2, 20, 0))], [0.25, 0.0, 0.25]);
}

#[test]
fn touches_of_a_successor_are_hand_offs() {
    let mut world = departure(NAMED, "0 days", &[]);
    world.work(at(0, 1, 0), ASK, 0, 10).work(at(0, 12, 0), ASK, 0, 10).work(at(1, 12, 0), ASK, 0, 10);
    world.work(at(1, 18, 0), ASK, 0, 10);
    assert_eq!(world.live().1.groups[0][Metric::ContinuityShare], 2.0 / 3.0);
}

#[test]
fn an_empty_seat_costs_nothing_and_is_neither_idle_nor_absent() {
    // One of two seats is empty for six of twelve weeks: 1.5 CSMs, 25 % of the hours of all seats.
    let mut world = departure(
        NAMED,
        "42 days",
        &[
            ("teams.t.cost", "$100k / year"),
            ("teams.t.departures", r#"[{ at = "2026-01-12", csm = 1 }]"#),
            ("designs.d.costs.tools.per_year", "$20k / year"),
            ("designs.d.costs.lead.per_year", "$10k / year"),
        ],
    );
    world.work(at(0, 12, 0), ASK, 0, 60);
    let record = world.live().1;
    let (all, team) = (&record.groups[0], &record.teams[0]);
    assert_eq!([all[Metric::Csms], team[Metric::Csms]], [1.5, 1.5]);
    assert_eq!([all[Metric::CostAnnual], team[Metric::CostAnnual]], [180_000.0, 150_000.0]);
    assert_eq!([all[Metric::VacantShare], all[Metric::AbsentShare]], [0.25, 0.0]);
    assert!((all[Metric::IdleShare] - (1.0 - 1.0 / (1.5 * 84.0 * 24.0))).abs() < 1e-15);
    // Segments bear what is not a CSM by their share of accounts: eight of nine, and the CSMs by the hours.
    assert!((record.groups[1][Metric::CostAnnual] - (150_000.0 + 30_000.0 * 8.0 / 9.0)).abs() < 1e-6);
    assert!((record.groups[2][Metric::CostAnnual] - 30_000.0 / 9.0).abs() < 1e-6);
}

#[test]
fn a_newcomer_finds_the_pace_in_a_straight_line() {
    let ramp = [("teams.t.ramp.from", "40%"), ("teams.t.ramp.over", "10 days")];
    let mut world = departure(NAMED, "0 days", &ramp);
    // Day 1: 40 %, so 60 minutes take 150. Five days later: 70 %, so 70 take 100. From ten days on: 100 %.
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(1, 0, 0), ASK, 0, 60);
    world.work(at(6, 0, 0), ASK, 0, 70).work(at(11, 0, 0), ASK, 0, 60).work(at(11, 0, 0), ASK, 1, 60);
    let ended = world.live().0.ended;
    assert_eq!(ended[..3], ["0d01:00 c0 ask a0", "1d02:30 c0 ask a0", "6d01:40 c0 ask a0"]);
    assert_eq!(ended[3..], ["11d01:00 c0 ask a0", "11d01:00 c1 ask a1"]);
}

#[test]
fn a_team_may_take_longer_and_save_less() {
    let side = |work: &str, save: &str| {
        let changes = [("teams.t.work_factor", work), ("teams.t.save_factor", save)];
        let mut world = World::new(r#"{ pooled = "t" }"#, &changes);
        world.work_with_luck(at(0, 0, 0), DROP, 0, 60, 0.5);
        let (diary, record) = world.live();
        (diary.ended[0].clone(), record.groups[0][Metric::CtaOutcomeShare])
    };
    // Begun at once a play saves in 80 of 100 cases; half of that is below the luck of 0.5.
    assert_eq!(side("1", "1"), ("0d01:00 c0 drop a0".to_string(), 1.0));
    assert_eq!(side("1.5", "0.5"), ("0d01:30 c0 drop a0".to_string(), 0.0));
}

const HIRE: (&str, &str) = ("teams.t.hires", r#"[{ at = "2 days", csms = 1 }]"#);

#[test]
fn a_pool_grows_on_the_day_of_a_hire() {
    let mut world = World::new(r#"{ pooled = "t" }"#, &[HIRE, AT_ONCE]);
    (0..2).for_each(|account| _ = world.work(at(1, 0, 0), ASK, account, 60));
    world.work(at(1, 23, 0), ASK, 0, 120).work(at(1, 23, 30), ASK, 1, 60);
    assert_eq!(world.begun(), ["1d00:00 c0 ask a0", "1d01:00 c0 ask a1", "1d23:00 c0 ask a0", "2d00:00 c1 ask a1"]);
}

#[test]
fn a_new_seat_has_no_accounts_unless_books_are_rebalanced() {
    let servers = |rebalance| {
        let mut world = World::new(NAMED, &[HIRE, AT_ONCE, ("teams.t.rebalance", rebalance)]);
        world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 1, 0), ASK, 2, 10);
        (0..9).for_each(|account| _ = world.work(at(3, account.into(), 0), ASK, account, 10));
        world.begun()[2..].iter().map(|line| &line[8..10] == "c1").collect::<Vec<_>>()
    };
    assert!(!servers("false").contains(&true));
    // Four of nine move, those without attachment first: a1, a3, a4, a5.
    let moved = [1, 3, 4, 5];
    assert_eq!(servers("true"), (0..9).map(|account| moved.contains(&account)).collect::<Vec<_>>());
}

#[test]
fn accounts_of_a_seat_that_is_given_up_move_with_what_waits_of_them() {
    let changes = [("teams.t.csms", "3"), ("teams.t.cuts", r#"[{ at = "1 day", csms = 1 }]"#)];
    let mut world = World::new(NAMED, &changes);
    // a2, a5 and a8 belong to c2. One is in hand on the last day and ends; the other moves to c0, the lightest of
    // equals, for whom a8 comes behind it. a5 goes to c1 as the books go on evening out.
    world.work(at(0, 23, 0), ASK, 2, 120).work(at(0, 23, 30), ASK, 5, 20).work(at(0, 23, 40), ASK, 8, 20);
    world.work(at(2, 0, 0), ASK, 2, 10);
    let (diary, record) = world.live();
    assert_eq!(diary.ended[0], "1d00:00 c2 ask a2");
    assert_eq!(diary.begun[1..], ["1d00:00 c1 ask a5", "1d00:00 c0 ask a8", "2d00:00 c0 ask a2"]);
    // Two seats all the time, one for a day of 84.
    assert!((record.groups[0][Metric::Csms] - (2.0 + 1.0 / 84.0)).abs() < 1e-12);
}

#[test]
fn the_last_seat_is_never_given_up() {
    let changes = [("teams.t.accounts_per_csm", "5"), ("teams.t.cuts", r#"[{ at = "1 day", csms = 9 }]"#)];
    let mut world = World::new(NAMED, &changes);
    (0..9).for_each(|account| _ = world.work(at(2, account.into(), 0), ASK, account, 10));
    let begun = world.begun();
    assert!(begun.len() == 9 && begun.iter().all(|line| &line[8..10] == "c0"), "{begun:?}");
}
