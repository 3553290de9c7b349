//! Who is next: disciplines, the protected share, idle CSMs, expiry.

use crate::world::{ASK, CALL, CARE, DIGITAL, DROP, World, at};

const POOL: &str = r#"{ pooled = "t" }"#;

/// One CSM is busy until 01:00 while an ask, a call, a risk and a check-in come, in the order risk, ask, call,
/// check-in; each takes ten minutes.
fn four_kinds(changes: &[(&str, &str)]) -> Vec<String> {
    let mut world = World::new(POOL, changes);
    world.work(at(0, 0, 0), ASK, 0, 60);
    world.work(at(0, 0, 5), DROP, 1, 10).work(at(0, 0, 10), ASK, 2, 10);
    world.work(at(0, 0, 20), CALL, 3, 10).work(at(0, 0, 30), CARE, 4, 10);
    world.begun()[1..].to_vec()
}

#[test]
fn first_come_is_first_served() {
    let order = four_kinds(&[("teams.t.discipline", "first_come")]);
    assert_eq!(order, ["0d01:00 c0 drop a1", "0d01:10 c0 ask a2", "0d01:20 c0 call a3", "0d01:30 c0 care a4"]);
}

#[test]
fn the_lower_priority_number_goes_first() {
    // Calls have priority 1, asks 2, check-ins 3 and risks, in this firm, 4.
    let order = four_kinds(&[("teams.t.discipline", "priority")]);
    assert_eq!(order, ["0d01:00 c0 call a3", "0d01:10 c0 ask a2", "0d01:20 c0 care a4", "0d01:30 c0 drop a1"]);
}

#[test]
fn the_earliest_due_date_goes_first() {
    // Due: call 00:20 + 1 h = 01:20, check-in 00:30 + 1 h = 01:30, ask 00:10 + 4 h = 04:10, risk 00:05 + 5 h = 05:05.
    let order = four_kinds(&[("teams.t.discipline", "earliest_due")]);
    assert_eq!(order, ["0d01:00 c0 call a3", "0d01:10 c0 care a4", "0d01:20 c0 ask a2", "0d01:30 c0 drop a1"]);
}

#[test]
fn within_one_priority_it_is_first_come() {
    let mut world = World::new(POOL, &[]);
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 2), ASK, 5, 5).work(at(0, 0, 1), ASK, 6, 5);
    assert_eq!(world.begun()[1..], ["0d01:00 c0 ask a6", "0d01:05 c0 ask a5"]);
}

/// One CSM is busy for an hour with an ask; two asks of an hour and three check-ins of half an hour wait.
fn protected(share: &str) -> Vec<String> {
    let mut world = World::new(POOL, &[("teams.t.discipline", "first_come"), ("teams.t.protected_planned", share)]);
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 10), ASK, 1, 60).work(at(0, 0, 20), ASK, 2, 60);
    for account in 3..6 {
        world.work(at(0, 1, 0), CARE, account, 30);
    }
    world.begun()[1..].to_vec()
}

#[test]
fn without_a_protected_share_planned_work_takes_its_turn() {
    assert_eq!(
        protected("0%"),
        ["0d01:00 c0 ask a1", "0d02:00 c0 ask a2", "0d03:00 c0 care a3", "0d03:30 c0 care a4", "0d04:00 c0 care a5"]
    );
}

#[test]
fn a_protected_share_lets_planned_work_go_ahead_until_it_has_it() {
    // Minutes planned / served: the check-ins arrive at 01:00, and completions come first, so a1 is begun at 01:00
    // before they are there. 02:00: 0 <= half of 120, a3. 02:30: 30 <= 75, a4. 03:00: 60 <= 90, a5. 03:30: none left.
    assert_eq!(
        protected("50%"),
        ["0d01:00 c0 ask a1", "0d02:00 c0 care a3", "0d02:30 c0 care a4", "0d03:00 c0 care a5", "0d03:30 c0 ask a2"]
    );
    // A fifth: 02:00: 0 <= 24, a3. 02:30: 30 <= 30, a4. 03:00: 60 > 36, a2. 04:00: 60 > 48, but nothing else waits.
    assert_eq!(
        protected("20%"),
        ["0d01:00 c0 ask a1", "0d02:00 c0 care a3", "0d02:30 c0 care a4", "0d03:00 c0 ask a2", "0d04:00 c0 care a5"]
    );
}

#[test]
fn who_has_been_idle_longest_is_asked_first() {
    // In use until: c0 00:10, c1 00:21, c2 00:07. So at 00:30 the order is c2, c0, c1.
    let mut world = World::new(POOL, &[("teams.t.csms", "3")]);
    world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 0, 1), ASK, 1, 20).work(at(0, 0, 2), ASK, 2, 5);
    for account in 3..6 {
        world.work(at(0, 0, 30), ASK, account, 10);
    }
    assert_eq!(
        world.begun(),
        [
            "0d00:00 c0 ask a0",
            "0d00:01 c1 ask a1",
            "0d00:02 c2 ask a2",
            "0d00:30 c2 ask a3",
            "0d00:30 c0 ask a4",
            "0d00:30 c1 ask a5"
        ]
    );
}

/// What becomes of work of `kind` that waits from 00:00 while the only CSM is busy for so many minutes.
fn waits_behind(kind: u16, minutes: i64) -> (Vec<String>, Vec<String>) {
    let mut world = World::new(POOL, &[]);
    world.work(at(0, 0, 0), ASK, 0, minutes).work(at(0, 0, 0), kind, 1, 10);
    let (diary, _) = world.live();
    (diary.begun[1..].to_vec(), diary.expired)
}

#[test]
fn planned_touches_and_risks_expire_to_the_minute() {
    // A check-in expires after 3 hours, a risk's window of 5 hours closes; a CSM who becomes free at that very
    // instant still takes it, one who becomes free a minute later does not.
    let none: [&str; 0] = [];
    for (kind, hours, name) in [(CARE, 3, "care"), (DROP, 5, "drop")] {
        let (begun, expired) = waits_behind(kind, 60 * hours);
        assert_eq!(begun, [format!("0d0{hours}:00 c0 {name} a1")]);
        assert_eq!(expired, none);
        let (begun, expired) = waits_behind(kind, 60 * hours + 1);
        assert_eq!(begun, none);
        assert_eq!(expired, [format!("0d0{hours}:00 {name} a1")]);
    }
}

#[test]
fn a_digital_step_holds_nobody() {
    let mut world = World::new(POOL, &[]);
    world.work(at(0, 0, 0), DIGITAL, 0, 600).work(at(0, 0, 0), ASK, 1, 10);
    assert_eq!(world.begun(), ["0d00:00 c0 ask a1"]);
}
