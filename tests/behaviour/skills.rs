//! Verticals and skills: who is asked first, who is waited for, and what a match does.

use crate::world::{ALARM, ASK, CALL, DROP, World, at};
use caseload::engine::Metric;

/// A pool of two of whom the first (c0) has the skill that calls call for.
fn pool(matching: &str) -> World {
    let skills = [
        ("teams.t.csms", "2"),
        ("teams.t.skills", "{ tech = 1 }"),
        ("requests.call.skill", "tech"),
        ("skills.work_factor", "0.5"),
    ];
    World::new(&format!(r#"{{ pooled = "t", match = "{matching}" }}"#), &skills)
}

#[test]
fn of_those_who_are_free_a_match_is_preferred() {
    let mut world = pool("preferred");
    // The first call finds only c1 free. When the second comes both are, and c1 for longer.
    world.work(at(0, 0, 0), ASK, 0, 30).work(at(0, 0, 10), CALL, 1, 10).work(at(0, 0, 40), CALL, 2, 10);
    let (diary, record) = world.live();
    assert_eq!(diary.begun, ["0d00:00 c0 ask a0", "0d00:10 c1 call a1", "0d00:40 c0 call a2"]);
    assert_eq!(
        diary.ended,
        ["0d00:20 c1 call a1", "0d00:30 c0 ask a0", "0d00:45 c0 call a2"],
        "a match takes half as long"
    );
    assert_eq!(record.groups[0][Metric::MatchedShare], 0.5);
}

#[test]
fn where_nobody_looks_it_goes_by_idleness() {
    let mut world = pool("ignored");
    world.work(at(0, 0, 0), ASK, 0, 30).work(at(0, 0, 10), CALL, 1, 10).work(at(0, 0, 40), CALL, 2, 10);
    assert_eq!(world.begun(), ["0d00:00 c0 ask a0", "0d00:10 c1 call a1", "0d00:40 c1 call a2"]);
}

#[test]
fn a_match_is_waited_for_as_long_as_said() {
    let mut world = pool("15 min");
    world.work(at(0, 0, 0), ASK, 0, 30).work(at(0, 0, 10), CALL, 1, 10).work(at(0, 0, 20), CALL, 2, 10);
    assert_eq!(world.begun(), ["0d00:00 c0 ask a0", "0d00:25 c1 call a1", "0d00:30 c0 call a2"]);
}

#[test]
fn what_is_required_waits_however_long() {
    let mut world = pool("required");
    world.work(at(0, 0, 0), ASK, 0, 300).work(at(0, 0, 10), CALL, 1, 10).work(at(0, 0, 20), ASK, 2, 10);
    assert_eq!(world.begun(), ["0d00:00 c0 ask a0", "0d00:20 c1 ask a2", "0d05:00 c0 call a1"]);
}

#[test]
fn a_last_handler_comes_before_a_match() {
    let mut world = World::new(
        r#"{ pooled = "t", sticky = { memory = "1 day", patience = "20 min" } }"#,
        &[("teams.t.csms", "2"), ("teams.t.skills", "{ tech = 1 }"), ("requests.call.skill", "tech")],
    );
    // c1 knows a1. When a1 calls at 02:00, both are free.
    world.work(at(0, 0, 0), ASK, 0, 30).work(at(0, 0, 10), ASK, 1, 10).work(at(0, 2, 0), CALL, 1, 10);
    assert_eq!(world.begun(), ["0d00:00 c0 ask a0", "0d00:10 c1 ask a1", "0d02:00 c1 call a1"]);
}

/// Three of whom the second (c1) knows the vertical of account 8; skills are dealt out in the order of the file.
const SECTOR: &[(&str, &str)] = &[
    ("teams.t.csms", "3"),
    ("teams.t.skills", "{ tech = 1, health = 1 }"),
    ("requests.call.skill", "tech"),
    ("segments.b.verticals", r#"{ health = "100%" }"#),
];

#[test]
fn books_go_to_those_who_know_the_vertical() {
    let owner = |rule: &str| World::new(rule, SECTOR).work(at(0, 0, 0), ASK, 8, 10).begun();
    // Accounts 0 to 7 went to c0, c1, c2, c0, ... and so c2 has the lightest book.
    assert_eq!(owner(r#"{ named = "t", match = "ignored" }"#), ["0d00:00 c2 ask a8"]);
    assert_eq!(owner(r#"{ named = "t" }"#), ["0d00:00 c1 ask a8"]);
    assert_eq!(owner(r#"{ pods = "t", pod_size = 2 }"#), ["0d00:00 c1 ask a8"], "the pod of c0 and c1, and c1 in it");
}

#[test]
fn work_may_call_for_a_vertical_and_a_skill_at_once() {
    // c0 has the skill, c1 the vertical, and nobody both: whoever is idle longest takes it.
    let mut world = World::new(r#"{ pooled = "t" }"#, SECTOR);
    world.work(at(0, 0, 0), CALL, 8, 10).work(at(0, 0, 0), ASK, 8, 10).work(at(0, 0, 0), CALL, 1, 10);
    let (diary, record) = world.live();
    assert_eq!(diary.begun, ["0d00:00 c0 call a8", "0d00:00 c1 ask a8", "0d00:00 c2 call a1"]);
    assert_eq!(record.groups[0][Metric::MatchedShare], 1.0 / 3.0);
}

#[test]
fn rules_may_be_for_one_vertical() {
    let mut world = World::new(r#"{ vertical = "health", pooled = "u" }, { pooled = "t" }"#, SECTOR);
    world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 0, 0), ASK, 8, 10);
    assert_eq!(world.begun(), ["0d00:00 c0 ask a0", "0d00:00 c3 ask a8"]);
}

#[test]
fn a_match_saves_more() {
    // A play begun at once saves four of five; the luck is such that it just fails, and a match just succeeds.
    let churn = |factor: &str, kind: &str| {
        let play = if kind == "drop" { DROP } else { ALARM };
        let skill = if kind == "drop" { "risks.drop.skill" } else { "triggers.alarm.skill" };
        let sets = [("teams.t.skills", "{ tech = 1 }"), (skill, "tech"), ("skills.save_factor", factor)];
        let mut world = World::new(r#"{ pooled = "t" }"#, &[&sets[..], &[("segments.s.churn", "18% / year")]].concat());
        world.work_with_luck(at(0, 1, 0), play, 0, 10, 0.85).renewal(at(3, 0, 0), 0, 0.5);
        world.live().0.renewals[0].1
    };
    assert!(churn("1.1", "drop") < churn("1", "drop"));
    assert_eq!(churn("1.05", "drop"), churn("1", "drop"), "0.84 of them are saved");
}

#[test]
fn skills_are_dealt_out_one_after_the_other() {
    let dealt = |skills: &str| {
        let sets = [
            ("teams.t.skills", skills),
            ("requests.call.skill", "tech"),
            ("segments.b.verticals", r#"{ health = "100%" }"#),
            ("teams.u.skills", "{ tech = 1, health = 1 }"),
            ("teams.t.csms", "3"),
        ];
        World::new(r#"{ pooled = "t" }"#, &sets).scenario.designs[0].teams[0].dealt(3)
    };
    // Verticals come first among the names, so health has bit 0 and tech bit 1.
    assert_eq!(dealt("{ tech = 2, health = 2 }"), [0b11, 0b10, 0b01]);
    assert_eq!(dealt(r#"{ health = "30%", tech = "100%" }"#), [0b11, 0b10, 0b10]);
    assert_eq!(dealt(r#"{ health = 0, tech = "0%" }"#), [0, 0, 0]);
}

#[test]
fn books_tell_verticals_apart() {
    let changes = [
        ("teams.t.csms", "2"),
        ("teams.t.skills", "{ health = 1, law = 1 }"),
        ("segments.s.verticals", r#"{ health = "0.000001%" }"#),
        ("segments.b.verticals", r#"{ law = "100%" }"#),
    ];
    let mut world = World::new(r#"{ named = "t", backup_after = "never" }"#, &changes);
    // Law is the second of two verticals, which c1 knows. Books are equally heavy, so by weight a8 would go to c0.
    world.work(at(0, 0, 0), ASK, 8, 10);
    assert_eq!(world.begun(), ["0d00:00 c1 ask a8"]);
}
