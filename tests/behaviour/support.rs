//! Requests that are handed over to another team and come back.

use crate::world::{ASK, CALL, DROP, World, at};
use caseload::engine::Metric::{
    ContinuityShare, FirstResponseHoursMean, InteractionsPerRequest, ResolutionHoursMean, Utilization,
};

/// A pool of two (c0, c1) that hands nearly all questions over to a team of one (c2), two hours after an answer.
fn with_support(more: &[(&str, &str)]) -> World {
    let mut all = vec![
        ("teams.t.csms", "2"),
        ("requests.ask.follow_ups.back.share", "95%"),
        ("requests.ask.follow_ups.back.to", "u"),
        ("context.penalty", "100%"),
        ("context.documentation", "0%"),
    ];
    all.extend_from_slice(more);
    World::new(r#"{ pooled = "t" }"#, &all)
}

#[test]
fn what_support_resolves_does_not_come_back() {
    let mut world = with_support(&[]);
    // 2 x 10 minutes with strangers; 30 minutes with Support, who need not know the account, one after the other.
    world.work(at(0, 0, 0), ASK, 0, 5).work(at(0, 0, 0), ASK, 1, 5);
    let (diary, record) = world.live();
    let expected = ["0d00:00 c0 ask a0", "0d00:00 c1 ask a1", "0d02:10 c2 ask a0", "0d02:40 c2 ask a1"];
    assert_eq!(diary.begun, expected);
    let all = &record.groups[0];
    assert_eq!((all[FirstResponseHoursMean], all[InteractionsPerRequest]), (0.0, 2.0));
    assert!((all[ResolutionHoursMean] - (160.0 + 190.0) / 120.0).abs() < 1e-9, "until Support is done");
    assert!(all[ContinuityShare].is_nan(), "each account had one contact");
    assert!(record.teams[1][Utilization] > 0.0);
}

#[test]
fn complex_accounts_take_support_longer_and_what_comes_back_as_well() {
    let complex = [("segments.s.complexity", "2"), ("requests.ask.follow_ups.back.back", "15 min")];
    let mut world = with_support(&[&complex[..], &[("context.penalty", "0%")]].concat());
    world.work(at(0, 0, 0), ASK, 0, 5);
    // An hour with Support instead of half of one, and half an hour instead of a quarter behind it.
    assert_eq!(world.live().0.ended[..3], ["0d00:05 c0 ask a0", "0d03:05 c2 ask a0", "0d03:35 c1 ask a0"]);
}

#[test]
fn what_comes_back_is_for_whoever_had_it() {
    let lines = |more: &[(&str, &str)]| {
        let mut all = vec![("requests.ask.follow_ups.back.back", "15 min"), ("context.penalty", "0%")];
        all.extend_from_slice(more);
        let mut world = with_support(&all);
        world.work(at(0, 0, 0), ASK, 0, 10);
        world.begun()[..4].to_vec()
    };
    // c1 has been idle longest at 02:40, and the next round takes another two hours.
    assert_eq!(lines(&[]), ["0d00:00 c0 ask a0", "0d02:10 c2 ask a0", "0d02:40 c1 ask a0", "0d04:55 c2 ask a0"]);
    let to_handler = [("requests.ask.follow_ups.back.to_handler_for", "1 h")];
    assert_eq!(lines(&to_handler)[2], "0d02:40 c0 ask a0");
}

#[test]
fn a_team_may_take_over_requests_beside_its_own() {
    let changes = [
        ("requests.ask.follow_ups.back.share", "95%"),
        ("requests.ask.follow_ups.back.to", "u"),
        ("teams.u.discipline", "priority"),
    ];
    let mut world = World::new(r#"{ accounts = "b", pooled = "u" }, { named = "t" }"#, &changes);
    // At 02:10 c1 is busy with a8 until 03:00; a call of a8 (priority 1) goes ahead of what was handed over.
    world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 2, 0), CALL, 8, 60).work(at(0, 2, 30), CALL, 8, 10);
    assert_eq!(
        world.begun()[..4],
        ["0d00:00 c0 ask a0", "0d02:00 c1 call a8", "0d03:00 c1 call a8", "0d03:10 c1 ask a0"]
    );
}

#[test]
fn nothing_is_handed_over_or_comes_back_once_the_account_has_left() {
    let mut world = with_support(&[("segments.s.churn", "50% / year"), ("context.penalty", "0%")]);
    world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 0, 0), ASK, 1, 10);
    // a0 leaves before, a1 while it waits.
    world.renewal(at(0, 1, 0), 0, 0.0).work(at(0, 0, 0), ASK, 2, 10).renewal(at(0, 2, 15), 1, 0.0);
    let (diary, _) = world.live();
    assert_eq!(
        diary.begun,
        ["0d00:00 c0 ask a0", "0d00:00 c1 ask a1", "0d00:10 c0 ask a2", "0d02:10 c2 ask a1", "0d02:40 c2 ask a2"]
    );
}

#[test]
fn the_reason_decides_what_comes_back() {
    // The first reason is never it, and would not bring anything back.
    let later = r#"
[requests.ask.follow_ups.later]
share = "95%"
after = "2 h"
work = "30 min"
to = "u"
back = "15 min"
"#;
    let mut world = World::with(later, r#"{ pooled = "t" }"#, &[("teams.t.csms", "2")]);
    world.work(at(0, 0, 0), ASK, 0, 10);
    assert_eq!(
        world.begun()[..4],
        ["0d00:00 c0 ask a0", "0d02:10 c2 ask a0", "0d02:40 c1 ask a0", "0d04:55 c2 ask a0"]
    );
}

#[test]
fn urgent_work_that_is_handed_over_interrupts_there_too() {
    let changes = [
        ("requests.ask.follow_ups.back.share", "95%"),
        ("requests.ask.follow_ups.back.to", "u"),
        ("requests.ask.interrupts", "true"),
    ];
    let mut world = World::new(r#"{ accounts = "b", pooled = "u" }, { named = "t" }"#, &changes);
    world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 2, 0), DROP, 8, 60);
    let diary = world.live().0;
    assert_eq!(diary.begun[..3], ["0d00:00 c0 ask a0", "0d02:00 c1 drop a8", "0d02:10 c1 ask a0"]);
    assert_eq!(diary.set_aside, ["0d02:10 c1 drop a8"]);
}

#[test]
fn the_hours_of_a_request_are_those_of_its_team_or_of_another_that_resolves_it_alone() {
    let desk = [("teams.t.calendar", "desk"), ("context.penalty", "0%")];
    let mut world = with_support(&desk);
    // Begun at 09:00, back at 11:10 for half an hour with a team that is always there.
    world.work(at(0, 9, 0), ASK, 0, 10);
    let hours = world.live().1.groups[0][ResolutionHoursMean];
    assert!((hours - 160.0 / 60.0).abs() < 1e-9, "{hours}");
    // Nobody of the desk is there at seven; an hour later the other team takes it.
    let help = r#"{ pooled = "t", overflow = { team = "u", after = "1 h" } }"#;
    let mut world = World::new(help, &desk);
    world.work(at(0, 7, 0), ASK, 0, 10);
    let (diary, record) = world.live();
    assert_eq!(diary.begun, ["0d08:00 c1 ask a0"]);
    let hours = record.groups[0][ResolutionHoursMean];
    assert!((hours - 70.0 / 60.0).abs() < 1e-9, "{hours}");
}
