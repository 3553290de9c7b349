//! Shared inboxes that are sorted now and then, and limits on open conversations.

use crate::world::{ALARM, ASK, CALL, CARE, DROP, World, at};
use caseload::engine::Metric::FirstResponseHoursMean;

/// A pool of two with office hours whose inbox is sorted now and then.
fn sorted(triage: &str) -> World {
    let rule = format!(r#"{{ pooled = "t", triage = {{ {triage} }} }}"#);
    World::new(&rule, &[("teams.t.csms", "2"), ("teams.t.calendar", "desk")])
}

#[test]
fn a_request_is_seen_when_the_inbox_is_sorted_next() {
    let mut world = sorted(r#"every = "1 h""#);
    world.work(at(0, 9, 20), ASK, 0, 6).work(at(0, 10, 0), ASK, 1, 6);
    // At lunch, and at the end of the day: made up for as hours begin. Touches need no sorting.
    world.work(at(0, 12, 40), ASK, 2, 6).work(at(0, 14, 30), CARE, 3, 6).work(at(0, 17, 10), ASK, 4, 6);
    let (diary, record) = world.live();
    assert_eq!(
        diary.begun,
        ["0d10:00 c0 ask a0", "0d10:00 c1 ask a1", "0d13:00 c0 ask a2", "0d14:30 c1 care a3", "1d09:00 c0 ask a4"]
    );
    // From when they were sent: 40, 0, 0 and 20 minutes of working time (lunch is none).
    assert!((record.groups[0][FirstResponseHoursMean] - 1.0 / 4.0).abs() < 1e-12);
    // By the clock: 40 minutes, 20, and 15 hours and 50, all in the first week.
    assert!((record.backlog[0] - 1_010.0 / 10_080.0).abs() < 1e-12, "{}", record.backlog[0] * 10_080.0);
}

#[test]
fn an_inbox_may_be_sorted_by_working_time_and_that_takes_somebody_time() {
    let mut world = sorted(r#"every = "4 business hours", work = "5 min""#);
    world.work(at(0, 9, 20), ASK, 0, 10).work(at(0, 9, 21), ASK, 1, 10).work(at(0, 9, 22), ASK, 2, 10);
    world.work(at(0, 14, 0), ASK, 3, 10);
    // 09:00 to 12:30 and half an hour from 13:00; the eighth hour ends with the day.
    assert_eq!(world.begun(), ["0d13:30 c0 ask a0", "0d13:30 c1 ask a1", "0d13:45 c0 ask a2", "1d09:00 c1 ask a3"]);
}

#[test]
fn who_gives_up_before_the_inbox_is_sorted_is_gone() {
    let rule = r#"{ pooled = "t", triage = { every = "1 day" } }"#;
    let mut world = World::new(rule, &[("requests.ask.gives_up", "5 h"), ("teams.t.calendar", "desk")]);
    world.work(at(0, 10, 0), ASK, 0, 6).work(at(1, 5, 0), ASK, 1, 6);
    let (diary, _) = world.live();
    assert_eq!(
        (diary.begun, diary.expired),
        (vec!["1d09:00 c0 ask a1".to_string()], vec!["0d15:00 ask a0".to_string()])
    );
}

#[test]
fn alerts_are_seen_when_the_team_looks_at_them_next() {
    // Requests and touches are seen at once; the window of a play runs from when what calls for it came.
    let rule = r#"{ named = "t", backup_after = "never" }"#;
    let mut world = World::new(rule, &[("teams.t.calendar", "desk"), ("teams.t.alerts_every", "1 day")]);
    world.work(at(0, 8, 0), DROP, 0, 6).work(at(0, 10, 0), DROP, 1, 6).work(at(0, 10, 30), ASK, 2, 6);
    world.work(at(1, 5, 0), DROP, 3, 6).work(at(1, 9, 0), DROP, 4, 6).work(at(1, 14, 0), CARE, 5, 6);
    let (diary, _) = world.live();
    // Mornings at nine; what came at ten was of use for five hours.
    assert_eq!(
        diary.begun,
        ["0d09:00 c0 drop a0", "0d10:30 c0 ask a2", "1d09:00 c0 drop a3", "1d09:06 c0 drop a4", "1d14:00 c0 care a5"]
    );
    assert_eq!(diary.expired, ["0d15:00 drop a1"]);
    let mut often = World::new(rule, &[("teams.t.calendar", "desk"), ("teams.t.alerts_every", "2 business hours")]);
    often.work(at(0, 9, 30), DROP, 0, 6).work(at(0, 12, 0), ALARM, 1, 6).work(at(0, 13, 30), DROP, 1, 6);
    // 09:00 to 12:30 and from 13:00 on.
    assert_eq!(often.begun(), ["0d11:00 c0 drop a0", "0d13:30 c0 alarm a1", "0d13:36 c0 drop a1"]);
}

/// A pool in which each has at most one open conversation; customers come back 2 h later.
fn limited(csms: &str, more: &[(&str, &str)]) -> World {
    let mut all =
        vec![("teams.t.csms", csms), ("teams.t.wip_limit", "1"), ("requests.ask.follow_ups.back.share", "95%")];
    all.extend_from_slice(more);
    World::new(r#"{ pooled = "t" }"#, &all)
}

#[test]
fn who_has_as_many_conversations_as_allowed_begins_no_new_one_until_one_closes() {
    let mut world = limited("1", &[("segments.s.churn", "50% / year")]);
    // a0 is back at 02:10 and would be again; a1 and a2 wait for that, the touch does not. a0 leaves at 03:00.
    world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 0, 20), ASK, 1, 6).work(at(0, 0, 25), CALL, 2, 6);
    world.work(at(0, 0, 30), CARE, 3, 6).renewal(at(0, 3, 0), 0, 0.0);
    let begun = world.begun();
    assert_eq!(
        begun[..5],
        ["0d00:00 c0 ask a0", "0d00:30 c0 care a3", "0d02:10 c0 ask a0", "0d03:00 c0 call a2", "0d03:06 c0 ask a1"]
    );
}

#[test]
fn who_gives_up_at_the_instant_at_which_a_conversation_closes_is_gone() {
    // Timers of an instant go off before renewals: a1 has given up when a0 leaves, a2 a minute later has not.
    let changes = [("segments.s.churn", "50% / year"), ("requests.call.gives_up", "160 min")];
    let mut world = limited("1", &changes);
    world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 0, 20), CALL, 1, 6).work(at(0, 0, 21), CALL, 2, 6);
    world.renewal(at(0, 3, 0), 0, 0.0);
    let (diary, _) = world.live();
    assert_eq!(diary.begun[..3], ["0d00:00 c0 ask a0", "0d02:10 c0 ask a0", "0d03:00 c0 call a2"]);
    assert_eq!(diary.expired, ["0d03:00 call a1"]);
}

#[test]
fn new_requests_go_to_whoever_has_room() {
    let mut world = limited("2", &[]);
    // At 00:40 c0 has been idle longest but for the limit.
    world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 0, 20), CALL, 1, 10).work(at(0, 0, 40), ASK, 2, 10);
    assert_eq!(world.begun()[..3], ["0d00:00 c0 ask a0", "0d00:20 c1 call a1", "0d00:40 c1 ask a2"]);
}

#[test]
fn a_conversation_goes_over_to_whoever_has_its_next_interaction() {
    let mut world = limited("2", &[]);
    // a0 is back at 02:10, when c0 makes a touch until 03:00 and c1 is free: now c1 is full, and c0 takes a2.
    world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 2, 0), CARE, 3, 60).work(at(0, 2, 45), ASK, 2, 6);
    world.work(at(0, 1, 50), CARE, 4, 5);
    let begun = world.begun();
    assert_eq!(
        begun[..5],
        ["0d00:00 c0 ask a0", "0d01:50 c1 care a4", "0d02:00 c0 care a3", "0d02:10 c1 ask a0", "0d03:00 c0 ask a2"]
    );
}

#[test]
fn who_is_full_when_others_leave_stays_as_long_idle() {
    let mut world = limited("2", &[("segments.s.churn", "50% / year")]);
    // Both are full, c1 since 00:10 and c0 since 00:20, and a2 waits. That a5 leaves, who had no conversation, changes
    // nothing: c1 has been idle longest.
    world.work(at(0, 0, 0), ASK, 0, 20).work(at(0, 0, 0), ASK, 1, 10).work(at(0, 0, 30), ASK, 2, 6);
    world.renewal(at(0, 1, 0), 5, 0.0).work(at(0, 1, 10), CARE, 6, 6);
    assert_eq!(world.begun()[..3], ["0d00:00 c0 ask a0", "0d00:00 c1 ask a1", "0d01:10 c1 care a6"]);
}

#[test]
fn a_conversation_that_has_closed_closes_once() {
    let mut world = limited("1", &[("segments.s.churn", "50% / year")]);
    world.work(at(0, 0, 0), ASK, 0, 10);
    let (diary, _) = world.live();
    assert!(diary.begun.len() > 1, "it was a conversation");
    // It has closed long before a0 leaves; then a1 has one, and there is no room for a2.
    world.renewal(at(19, 0, 0), 0, 0.0).work(at(20, 0, 0), ASK, 1, 10).work(at(20, 0, 30), ASK, 2, 10);
    let (diary, _) = world.live();
    let late: Vec<&str> = diary.begun.iter().filter(|line| line.starts_with("20d")).map(String::as_str).collect();
    assert_eq!(late[..2], ["20d00:00 c0 ask a1", "20d02:10 c0 ask a1"]);
}

#[test]
fn where_conversations_are_limited_priority_still_decides() {
    let mut world = limited("1", &[]);
    world.work(at(0, 0, 0), CARE, 0, 60).work(at(0, 0, 5), DROP, 1, 10).work(at(0, 0, 10), CALL, 2, 10);
    assert_eq!(world.begun()[1..], ["0d01:00 c0 call a2", "0d01:10 c0 drop a1"]);
}

#[test]
fn what_expires_as_a_conversation_goes_over_is_gone() {
    let mut world = limited("2", &[("requests.call.gives_up", "100 min")]);
    // Both are full from 00:20 on, and c1 has been idle for longer when a0 is back at 02:10: now c0 has room.
    world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 0, 0), ASK, 1, 20).work(at(0, 1, 0), CARE, 7, 5);
    world.work(at(0, 0, 30), CALL, 5, 10).work(at(0, 0, 31), CALL, 6, 10);
    let (diary, _) = world.live();
    let begun =
        ["0d00:00 c0 ask a0", "0d00:00 c1 ask a1", "0d01:00 c0 care a7", "0d02:10 c1 ask a0", "0d02:10 c0 call a6"];
    assert_eq!(
        (&diary.begun[..5], &diary.expired[..]),
        (&begun.map(String::from)[..], &["0d02:10 call a5".to_string()][..])
    );
}
