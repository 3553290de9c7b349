//! Customers who give up unanswered and customers who come back.

use crate::world::{ASK, CALL, CARE, World, at};
use caseload::engine::Metric::{
    AbandonedShare, InteractionsPerRequest, ResolutionHoursMean, UnansweredShare, WithinTargetShare,
};

/// A pool of two; customers come back once in a while.
fn pool(changes: &[(&str, &str)]) -> World {
    let mut all = vec![("teams.t.csms", "2")];
    all.extend_from_slice(changes);
    World::new(r#"{ pooled = "t" }"#, &all)
}

#[test]
fn who_is_not_answered_in_time_gives_up() {
    let mut world = World::new(r#"{ named = "t" }"#, &[("requests.ask.gives_up", "30 min")]);
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 10), ASK, 1, 5).work(at(0, 0, 30), ASK, 2, 5);
    let (diary, record) = world.live();
    // a2 gives up at 01:00, when the CSM becomes free: that is soon enough.
    assert_eq!(diary.begun, ["0d00:00 c0 ask a0", "0d01:00 c0 ask a2"]);
    assert_eq!(diary.expired, ["0d00:40 ask a1"]);
    assert_eq!(record.groups[0][AbandonedShare], 1.0 / 3.0);
    assert_eq!(record.groups[0][WithinTargetShare], 2.0 / 3.0);
}

/// A pool of two whose customers nearly always come back 2 h later with 30 minutes of work.
fn talkative(more: &[(&str, &str)]) -> World {
    let mut all = vec![("requests.ask.follow_ups.back.share", "95%")];
    all.extend_from_slice(more);
    pool(&all)
}

#[test]
fn a_customer_who_comes_back_brings_further_work() {
    let mut world = talkative(&[]);
    world.work(at(0, 0, 0), ASK, 0, 10);
    let (diary, record) = world.live();
    // 00:10 + 2 h, 02:40 + 2 h and so on; c1 has been idle longest, then c0.
    assert!(diary.begun.len() > 3, "{:?}", diary.begun);
    assert_eq!(diary.begun[..3], ["0d00:00 c0 ask a0", "0d02:10 c1 ask a0", "0d04:40 c0 ask a0"]);
    let rounds = diary.begun.len() as f64;
    assert_eq!(record.groups[0][InteractionsPerRequest], rounds);
    let resolved = 10.0 / 60.0 + 2.5 * (rounds - 1.0);
    assert!((record.groups[0][ResolutionHoursMean] - resolved).abs() < 1e-9);
    // Only the first response counts as one.
    assert_eq!(record.groups[0][WithinTargetShare], 1.0);
}

#[test]
fn further_work_of_complex_accounts_is_more() {
    let mut world = talkative(&[("segments.s.complexity", "1.5")]);
    world.work(at(0, 0, 0), ASK, 0, 10);
    // 45 minutes instead of 30, however the work of the first interaction was placed.
    assert_eq!(world.live().0.ended[..3], ["0d00:10 c0 ask a0", "0d02:55 c1 ask a0", "0d05:40 c0 ask a0"]);
}

#[test]
fn the_next_interaction_waits_for_the_handler_and_then_is_anyones() {
    let lines = |busy: i64| {
        let mut world = talkative(&[("requests.ask.follow_ups.back.to_handler_for", "1 h")]);
        world.work(at(0, 0, 0), ASK, 0, 10);
        if busy > 0 {
            // c1 and c0 are given calls that nobody comes back about; c1's is short.
            world.work(at(0, 2, 0), CALL, 5, 1).work(at(0, 2, 0), CALL, 6, busy);
        }
        let begun = world.begun();
        begun.into_iter().filter(|line| line.ends_with("ask a0")).nth(1)
    };
    assert_eq!(lines(0).as_deref(), Some("0d02:10 c0 ask a0"), "c1 has been idle for longer");
    assert_eq!(lines(40).as_deref(), Some("0d02:40 c0 ask a0"), "within the hour");
    assert_eq!(lines(90).as_deref(), Some("0d03:10 c1 ask a0"), "at 03:10 anyone may have it");
}

#[test]
fn nobody_comes_back_after_leaving() {
    let mut world = talkative(&[("segments.s.churn", "50% / year")]);
    world.work(at(0, 0, 0), ASK, 0, 10).renewal(at(0, 1, 0), 0, 0.0);
    assert_eq!(world.begun(), ["0d00:00 c0 ask a0"]);
}

#[test]
fn who_was_answered_and_waits_again_at_the_end_is_not_unanswered() {
    let mut world = talkative(&[("simulation.length", "1 week")]);
    // The answer at 22:00 on the last day; both are busy when a0 is back at midnight less 20 minutes.
    world.work(at(6, 21, 30), ASK, 0, 10).work(at(6, 23, 0), CALL, 1, 90).work(at(6, 23, 0), CALL, 2, 90);
    let (diary, record) = world.live();
    assert_eq!(diary.begun.len(), 3);
    assert_eq!(record.groups[0][UnansweredShare], 0.0);
}

#[test]
fn nobody_waits_for_the_successor_of_whoever_answered() {
    let changes = [
        ("requests.ask.follow_ups.back.to_handler_for", "1 h"),
        ("requests.ask.follow_ups.back.after", "30 h"),
        ("teams.t.departures", r#"[ { at = "1 day", csm = 1 } ]"#),
        ("teams.t.vacancy", "0 days"),
        ("teams.t.ramp.from", "100%"),
    ];
    let mut world = talkative(&changes);
    world.work(at(0, 0, 0), ASK, 0, 10).work(at(1, 6, 0), CALL, 5, 1).work(at(1, 6, 0), CALL, 6, 40);
    // c0 had the first interaction and left; it is 06:10, c1 is done with a call and c0's successor is not.
    let begun = world.begun();
    assert_eq!(begun[1..4], ["1d06:00 c1 call a5", "1d06:00 c0 call a6", "1d06:10 c1 ask a0"]);
}

#[test]
fn each_reason_waits_its_own_time_for_the_handler() {
    let more = r#"
[requests.call.follow_ups.more]
share = "95%"
after = "2 h"
work = "30 min"
to_handler_for = "3 h"
"#;
    let changes = [
        ("teams.t.csms", "2"),
        ("requests.ask.follow_ups.back.share", "95%"),
        ("requests.ask.follow_ups.back.to_handler_for", "1 h"),
    ];
    let mut world = World::with(more, r#"{ pooled = "t" }"#, &changes);
    // c0 answers both, c1 has a touch, and c0 is busy until the evening when they are back at 02:05 and 02:10.
    world.work(at(0, 0, 0), CALL, 0, 5).work(at(0, 0, 1), CARE, 5, 29).work(at(0, 0, 5), ASK, 1, 5);
    world.work(at(0, 2, 0), CARE, 6, 600);
    let begun = world.begun();
    assert_eq!(begun[3..6], ["0d02:00 c0 care a6", "0d03:10 c1 ask a1", "0d05:05 c1 call a0"]);
}

#[test]
fn a_request_of_before_measuring_that_is_resolved_within_is_not_counted() {
    let mut world = talkative(&[("simulation.warm_up", "1 day")]);
    world.work(at(-1, 23, 0), ASK, 0, 10);
    let (diary, record) = world.live();
    assert!(diary.begun.len() > 2);
    assert!(record.groups[0][ResolutionHoursMean].is_nan());
}
