//! Seats that are given up, stand empty or are new: which accounts move where, and what waits of them.

use crate::world::{ASK, CARE, DROP, World, at};

const NAMED: &str = r#"{ named = "t", backup_after = "never" }"#;
const CUT: (&str, &str) = ("teams.t.cuts", r#"[{ at = "1 day", csms = 1 }]"#);

fn world(coverage: &str, changes: &[(&str, &str)]) -> World {
    World::new(coverage, &[&[("teams.t.csms", "3"), ("teams.t.ramp.from", "100%")], changes].concat())
}

/// Who serves these accounts on a day, at an hour of its own each.
fn servers(world: &mut World, day: i64, accounts: std::ops::Range<u32>) -> Vec<String> {
    for account in accounts {
        world.work(at(day, account.into(), 0), ASK, account, 1);
    }
    let begun = world.begun();
    let served = begun.iter().filter(|line| line.starts_with(&format!("{day}d")));
    served.map(|line| line.split(' ').nth(1).expect("a line names a CSM").to_string()).collect()
}

#[test]
fn a_pod_that_still_has_somebody_keeps_its_accounts() {
    let pods = r#"{ pods = "t", pod_size = 2, backup_after = "never" }"#;
    let mut world = world(pods, &[("teams.t.csms", "4"), CUT]);
    // The second pod has a1, a3, a5 and a7, and c2 is left of it.
    let servers = servers(&mut world, 2, 0..9);
    assert!((0..9).all(|account| (servers[account] == "c2") == (account % 2 == 1)), "{servers:?}");
}

#[test]
fn books_of_arr_are_refilled_by_arr() {
    let coverage = r#"{ named = "t", backup_after = "never", balance = "arr" }"#;
    let mut world = world(coverage, &[CUT]);
    world.demand.accounts.initial = 6;
    let arr = [50, 40, 30, 15, 10, 5, 0, 0, 0];
    world.demand.accounts.arr_cents = arr.iter().map(|thousands| thousands * 100_000).collect();
    // 50; 40 and 10; 30, 15 and 5. The third book goes: 30 to the first (80), 15 to the second (65), 5 to it as well.
    assert_eq!(servers(&mut world, 2, 0..6), ["c0", "c1", "c0", "c1", "c1", "c1"]);
}

#[test]
fn a_new_seat_takes_no_accounts_of_an_empty_one() {
    let changes = [
        ("teams.t.departures", r#"[{ at = "1 day", csm = 1 }]"#),
        ("teams.t.vacancy", "30 days"),
        ("teams.t.hires", r#"[{ at = "2 days", csms = 1 }]"#),
        ("teams.t.rebalance", "true"),
    ];
    let mut world = world(NAMED, &changes);
    (0..9).for_each(|account| _ = world.work(at(3, account.into(), 0), ASK, account, 1));
    let begun = world.begun();
    // a0, a3 and a6 wait for the successor; of the other six c3 takes two, one from each.
    let wait: Vec<&String> = begun.iter().filter(|line| !line.starts_with("3d")).collect();
    assert!(wait.iter().all(|line| line.contains(" c0 ")) && wait.len() == 3, "{begun:?}");
    assert_eq!(begun.iter().filter(|line| line.contains(" c3 ")).count(), 2);
}

#[test]
fn a_second_team_evens_out_its_own_books() {
    let changes = [
        ("teams.u.hires", r#"[{ at = "2 days", csms = 1 }]"#),
        ("teams.u.rebalance", "true"),
        ("teams.u.ramp.from", "100%"),
    ];
    let coverage = r#"{ accounts = "b", pooled = "t" }, { named = "u", backup_after = "never" }"#;
    let servers = servers(&mut World::new(coverage, &changes), 3, 0..8);
    assert_eq!(servers.iter().filter(|csm| *csm == "c2").count(), 4, "{servers:?}");
}

#[test]
fn a_successor_gets_no_more_than_the_seat_had() {
    let changes = [
        ("teams.t.csms", "2"),
        ("teams.t.departures", r#"[{ at = "1 day", csm = 1 }]"#),
        ("teams.t.vacancy", "2 days"),
        ("teams.t.hires", r#"[{ at = "80 days", csms = 1 }]"#),
        ("teams.t.rebalance", "true"),
        ("segments.s.new_accounts", "0.0000001% / year"),
    ];
    let mut world = world(NAMED, &changes);
    world.demand.accounts.initial = 2;
    // While c0's seat is empty a2 to a5 come to c1, with whom they stay.
    for account in 2..6 {
        world.demand.accounts.start[account as usize] = at(2, 0, 0);
        world.add(caseload::model::demand::Occurrence::start(at(2, 0, 0), account));
    }
    assert_eq!(servers(&mut world, 4, 0..6), ["c0", "c1", "c1", "c1", "c1", "c1"]);
}

#[test]
fn whoever_leaves_as_the_simulation_begins_leaves_once() {
    let changes = [("teams.t.departures", r#"[{ at = "0 days", csm = 1 }]"#), ("teams.t.vacancy", "2 days")];
    let mut world = world(NAMED, &changes);
    world.work(at(0, 12, 0), ASK, 0, 10).work(at(0, 12, 0), ASK, 1, 10);
    // Nobody is in the first seat as accounts are dealt out.
    assert_eq!(world.begun(), ["0d12:00 c1 ask a0", "0d12:00 c2 ask a1"]);
}

#[test]
fn accounts_go_to_somebody_with_their_vertical_under_whichever_rule() {
    let changes = [
        ("segments.s.verticals", r#"{ health = "100%" }"#),
        ("teams.t.skills", "{ health = 2 }"),
        ("skills.work_factor", "1"),
        ("teams.t.departures", r#"[{ at = "1 day", csm = 1 }]"#),
        ("teams.t.hire_when.accounts_per_csm", "5"),
        ("teams.t.hire_when.at_most", "0"),
        ("teams.t.hire_when.refill", "if_needed"),
    ];
    // c0 and c1 know the vertical of `s`, c2 has the one account of `b`. Nobody succeeds c0.
    for coverage in [
        r#"{ accounts = "b", named = "t", backup_after = "never", match = "ignored" },
            { named = "t", backup_after = "never", match = "preferred" }"#,
        r#"{ accounts = "s", named = "t", backup_after = "never", match = "preferred" },
            { named = "t", backup_after = "never", match = "ignored" }"#,
    ] {
        assert_eq!(servers(&mut world(coverage, &changes), 2, 0..8), ["c1"; 8], "{coverage}");
    }
}

#[test]
fn only_what_waits_of_accounts_that_move_moves() {
    // The team looks at its alerts every other day; c2 goes in between.
    let mut world = world(NAMED, &[CUT, ("teams.t.alerts_every", "2 days"), ("risks.drop.window", "10 days")]);
    world.work(at(0, 12, 0), DROP, 0, 10).work(at(0, 12, 0), DROP, 1, 10);
    assert_eq!(world.begun(), ["2d00:00 c0 drop a0", "2d00:00 c1 drop a1"]);
}

#[test]
fn what_was_handed_over_stays_there_and_what_anybody_may_take_too() {
    let support = [("requests.ask.follow_ups.back.share", "95%"), ("requests.ask.follow_ups.back.to", "u")];
    let coverage = r#"{ accounts = "b", pooled = "u" }, { named = "t", backup_after = "never" }"#;
    let mut handed = world(coverage, &[&support[..], &[CUT]].concat());
    // The team that took a2's question over is busy until noon.
    handed.work(at(0, 20, 0), ASK, 2, 10).work(at(0, 20, 30), DROP, 8, 930);
    assert_eq!(handed.begun()[2], "1d12:00 c3 ask a2");
    let coverage = r#"{ work = "planned", named = "t", backup_after = "never" }, { pooled = "t" }"#;
    let mut pooled = world(coverage, &[CUT]);
    (0..3).for_each(|account| _ = pooled.work(at(0, 23, 0), ASK, account, 120 + i64::from(account)));
    pooled.work(at(0, 23, 30), ASK, 2, 10).work(at(0, 23, 30), CARE, 2, 10);
    // What c2 has in hand ends with the day; a2 is c0's from then on, but anybody's for questions.
    assert_eq!(pooled.begun()[3..], ["1d01:00 c0 ask a2", "1d01:10 c0 care a2"]);
}

#[test]
fn a_promised_csm_is_replaced_by_another_one() {
    let changes = [("segments.s.contract_named", "50%"), ("segments.b.contract_named", "50%"), CUT];
    let mut world = world(r#"{ pooled = "t" }"#, &changes);
    world.demand.accounts.contract_named = (0..9).map(|account| account < 3).collect();
    // a0, a1 and a2 were promised c0, c1 and c2; a2 goes to c0 and waits for that one, while a5 is anybody's.
    world.work(at(2, 0, 0), ASK, 0, 60).work(at(2, 0, 10), ASK, 2, 10).work(at(2, 0, 20), ASK, 5, 10);
    assert_eq!(world.begun(), ["2d00:00 c0 ask a0", "2d00:20 c1 ask a5", "2d01:00 c0 ask a2"]);
}

#[test]
fn what_expires_as_a_seat_is_given_up_is_not_brought_along() {
    let mut world = world(NAMED, &[CUT, ("requests.ask.gives_up", "2 h")]);
    // a2 and a5 are those of c2, whose seat is given up on day 1.
    world.work(at(0, 20, 0), ASK, 5, 600).work(at(0, 22, 0), ASK, 2, 10);
    let (diary, _) = world.live();
    assert_eq!(diary.begun, ["0d20:00 c2 ask a5"]);
    assert_eq!(diary.expired, ["1d00:00 ask a2"]);
}

#[test]
fn work_by_name_keeps_its_rank_when_the_book_of_its_account_moves() {
    let coverage = r#"{ work = "care", pooled = "u" }, { named = "t", backup_after = "never" }"#;
    let changes = [
        CUT,
        ("teams.u.discipline", "arr_at_risk"),
        ("playbooks.care.steps.1.expires", "9 days"),
        ("segments.s.churn", "20% / year"),
    ];
    let mut world = world(coverage, &changes);
    world.demand.accounts.arr_cents[1] += 1_000;
    // More is at risk of a1 than of a2 as both begin to wait for c3. Then a risk strikes a2, which goes to another CSM on day 1.
    world.work(at(0, 1, 0), CARE, 3, 2_880).work(at(0, 2, 0), CARE, 2, 10).work(at(0, 3, 0), CARE, 1, 10);
    world.work_with_luck(at(0, 4, 0), DROP, 2, 10, 0.99);
    let begun = world.begun();
    assert_eq!(begun, ["0d01:00 c3 care a3", "0d04:00 c2 drop a2", "2d01:00 c3 care a1", "2d01:10 c3 care a2"]);
}
