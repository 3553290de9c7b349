//! Seats that open when a threshold is passed, and seats that nobody needs any more.

use crate::world::{ASK, DROP, World, at};
use caseload::engine::Metric;

/// One CSM for nine accounts of $10k each, looked at every day; the rule is written `key = "value", ..`.
fn firm(coverage: &str, rule: &str, more: &[(&str, &str)]) -> World {
    let keys = rule.split(", ").filter_map(|pair| pair.split_once(" = "));
    let keys: Vec<(String, &str)> =
        keys.map(|(key, value)| (format!("teams.t.hire_when.{key}"), value.trim_matches('"'))).collect();
    let mut changes = vec![("teams.t.hire_when.every", "1 day"), ("teams.t.ramp.from", "100%")];
    changes.extend(keys.iter().map(|(key, value)| (key.as_str(), *value)));
    changes.extend_from_slice(more);
    World::new(coverage, &changes)
}

const POOL: &str = r#"{ pooled = "t" }"#;
const NAMED: &str = r#"{ named = "t", backup_after = "never" }"#;

fn csms(world: &World) -> f64 {
    world.live().1.groups[0][Metric::Csms]
}

#[test]
fn a_seat_opens_after_the_lead_and_counts_from_the_look_on() {
    // Nine accounts are too many for one position and not for two; who is on the way counts at later looks.
    let mut world = firm(POOL, r#"accounts_per_csm = 5, lead = "2 days", at_most = 3"#, &[]);
    world.work(at(1, 23, 0), ASK, 0, 120).work(at(1, 23, 30), ASK, 1, 60).work(at(3, 0, 0), ASK, 2, 10);
    let (diary, record) = world.live();
    assert_eq!(diary.begun, ["1d23:00 c0 ask a0", "2d00:00 c1 ask a1", "3d00:00 c0 ask a2"]);
    let all = &record.groups[0];
    assert!((all[Metric::Csms] - (2.0 - 2.0 / 84.0)).abs() < 1e-12);
    // Of two positions of 84 days one stood empty for two; the seats that never opened are nobody's.
    assert!((all[Metric::VacantShare] - 2.0 / 168.0).abs() < 1e-12);
}

#[test]
fn a_look_opens_as_many_seats_as_it_takes_and_no_more_than_allowed() {
    let employed = |rule: &str| csms(&firm(POOL, &format!("lead = \"0 days\", {rule}"), &[]));
    // Exactly at the threshold is not above it.
    assert_eq!(employed(r#"arr_per_csm = "$90k", at_most = 9"#), 1.0);
    assert_eq!(employed(r#"arr_per_csm = "$89k", at_most = 9"#), 2.0);
    assert_eq!(employed(r#"arr_per_csm = "$20k", at_most = 9"#), 5.0);
    assert_eq!(employed(r#"arr_per_csm = "$20k", at_most = 2"#), 3.0);
    assert_eq!(employed(r#"accounts_per_csm = 3, at_most = 9"#), 3.0);
}

#[test]
fn seats_of_the_plan_count_within_the_lead() {
    let hires = ("teams.t.hires", r#"[{ at = "4 days", csms = 1 }]"#);
    let employed = |lead: &str| {
        let rule = format!("accounts_per_csm = 5, at_most = 1, lead = \"{lead}\"");
        csms(&firm(POOL, &rule, &[hires]))
    };
    assert!((employed("4 days") - (2.0 - 4.0 / 84.0)).abs() < 1e-12, "who comes in four days is enough");
    assert!((employed("3 days") - (3.0 - 7.0 / 84.0)).abs() < 1e-12, "a rule that looks less far opens one more");
}

#[test]
fn utilization_is_taken_over_the_look_back_as_if_all_positions_were_filled() {
    let rule = r#"utilization = "50%", over = "2 days", lead = "0 days", at_most = 3"#;
    let mut world = firm(POOL, rule, &[]);
    // Busy all of day 0: one of one at the first look, which is one of two with another. Then 24 of 72 hours of one and
    // a half people: half a CSM.
    world.work(at(0, 0, 0), ASK, 0, 24 * 60).work(at(1, 0, 0), ASK, 1, 10).work(at(1, 0, 0), ASK, 2, 10);
    let (diary, record) = world.live();
    assert_eq!(diary.begun[1..], ["1d00:00 c1 ask a1", "1d00:00 c0 ask a2"]);
    assert!((record.groups[0][Metric::Csms] - (2.0 - 1.0 / 84.0)).abs() < 1e-12);
}

#[test]
fn late_answers_open_one_seat_until_it_is_filled() {
    // On day 0 one of two answers comes after five hours, an hour too late.
    let employed = |rule: &str| {
        let mut world = firm(POOL, &format!("at_most = 3, {rule}"), &[]);
        world.work(at(0, 0, 0), ASK, 0, 300).work(at(0, 0, 0), ASK, 1, 10);
        84.0 * csms(&world)
    };
    let days = |rule: &str, from: &[f64]| {
        let expected = 84.0 + from.iter().map(|day| 84.0 - day).sum::<f64>();
        assert!((employed(rule) - expected).abs() < 1e-9, "{rule}: {} instead of {expected}", employed(rule));
    };
    days(r#"late_responses = "40%", over = "2 days", lead = "2 days""#, &[3.0]);
    days(r#"late_responses = "50%", over = "2 days", lead = "2 days""#, &[]);
    // Who is there from the look on is no reason to forget: the look-back still holds the bad day.
    days(r#"late_responses = "40%", over = "2 days", lead = "0 days""#, &[1.0, 2.0]);
    days(r#"late_responses = "40%", over = "1 day", lead = "0 days""#, &[1.0]);
    days(r#"late_responses = "40%", over = "9 days", lead = "0 days""#, &[1.0, 2.0, 3.0]);
    days(r#"late_responses = "0%", over = "1 day", lead = "0 days""#, &[1.0]);
    // On the first day of the last one the team looks again.
    days(r#"late_responses = "40%", over = "9 days", lead = "2 days""#, &[3.0, 5.0, 7.0]);
}

#[test]
fn only_answers_to_requests_of_the_team_count() {
    // Both of u's answers are late, none of t's.
    let mut world = World::new(
        r#"{ accounts = "b", pooled = "u" }, { pooled = "t" }"#,
        &[
            ("teams.t.hire_when.late_responses", "10%"),
            ("teams.t.hire_when.every", "1 day"),
            ("teams.t.hire_when.lead", "0 days"),
            ("teams.t.hire_when.at_most", "3"),
        ],
    );
    world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 0, 0), DROP, 8, 300);
    world.work(at(0, 0, 0), ASK, 8, 300).work(at(0, 0, 0), ASK, 8, 10);
    assert_eq!(csms(&world), 2.0);
}

#[test]
fn a_look_during_the_warm_up_remembers_and_does_not_decide() {
    let rule = r#"utilization = "50%", over = "2 days", lead = "0 days", at_most = 3"#;
    let mut world = firm(POOL, rule, &[("simulation.warm_up", "2 days")]);
    // Busy for 36 of the 48 hours before measuring: three quarters of one position, so a second.
    world.work(at(-2, 0, 0), ASK, 0, 36 * 60);
    assert_eq!(csms(&world), 2.0);
    let mut world = firm(POOL, rule, &[("simulation.warm_up", "2 days")]);
    world.work(at(-2, 0, 0), ASK, 0, 24 * 60);
    assert_eq!(csms(&world), 1.0);
}

#[test]
fn books_even_out_when_a_seat_opens() {
    let rule = r#"accounts_per_csm = 5, lead = "2 days", at_most = 1"#;
    let mut world = firm(NAMED, rule, &[("teams.t.rebalance", "true")]);
    (0..9).for_each(|account| _ = world.work(at(3, account.into(), 0), ASK, account, 10));
    let begun = world.begun();
    assert_eq!(begun.iter().filter(|line| &line[8..10] == "c1").count(), 4);
}

#[test]
fn who_leaves_is_succeeded_only_where_the_rest_would_be_too_few() {
    let leaves = [
        ("teams.t.csms", "2"),
        ("teams.t.departures", r#"[{ at = "1 day", csm = 1 }]"#),
        ("teams.t.vacancy", "2 days"),
    ];
    let server = |limit: &str, refill: &str| {
        let rule = format!("accounts_per_csm = {limit}, at_most = 0, refill = \"{refill}\"");
        let mut world = firm(NAMED, &rule, &leaves);
        world.work(at(2, 0, 0), ASK, 0, 10);
        let (diary, record) = world.live();
        (diary.begun[0].clone(), (record.groups[0][Metric::Csms] * 84.0).round())
    };
    // Nine accounts are for one; then a0 moves to c1 on the day of the departure.
    assert_eq!(server("9", "if_needed"), ("2d00:00 c1 ask a0".to_string(), 85.0));
    // Or for two; then a0 waits for the successor.
    assert_eq!(server("8", "if_needed"), ("3d00:00 c0 ask a0".to_string(), 166.0));
    assert_eq!(server("9", "always"), ("3d00:00 c0 ask a0".to_string(), 166.0));
}

#[test]
fn cost_grows_against_arr_from_the_first_months_to_the_last() {
    let year = |more: &[(&str, &str)]| {
        let mut changes = vec![
            ("simulation.length", "12 months"),
            ("teams.t.csms", "2"),
            ("teams.t.cost", "$100k / year"),
            ("segments.s.churn", "99% / year"),
        ];
        changes.extend_from_slice(more);
        World::new(POOL, &changes)
    };
    let mut world = year(&[("teams.t.cuts", r#"[{ at = "150 days", csms = 1 }]"#)]);
    // Three of nine accounts leave in the middle of the year, and one of two CSMs.
    (0..3).for_each(|account| _ = world.renewal(at(160, 0, 0), account, 0.001));
    let (_, record) = world.live();
    let all = &record.groups[0];
    assert!((all[Metric::CsCostGrowthOverArrGrowth] - 1.5).abs() < 1e-9, "{}", all[Metric::CsCostGrowthOverArrGrowth]);
    assert_eq!([all[Metric::CsmsClosing], all[Metric::ArrPerCsmClosing]], [1.0, 60_000.0]);
    // Costs beside the CSMs do not shrink: 100k of 300k instead of 100k of 200k.
    let fixed =
        [("teams.t.cuts", r#"[{ at = "150 days", csms = 1 }]"#), ("designs.d.costs.lead.per_year", "$100k / year")];
    let mut world = year(&fixed);
    (0..3).for_each(|account| _ = world.renewal(at(160, 0, 0), account, 0.001));
    assert!((world.live().1.groups[0][Metric::CsCostGrowthOverArrGrowth] - 1.0).abs() < 1e-9);
    // Where ARR stands still there is nothing to hold it against.
    assert!(year(&[]).live().1.groups[0][Metric::CsCostGrowthOverArrGrowth].is_nan());
}

#[test]
fn the_same_person_comes_whatever_opens_the_seat() {
    let sick = ("teams.t.sickness", "60 days / year");
    let absent = |world: World| world.live().1.groups[0][Metric::AbsentShare];
    let planned = absent(World::new(POOL, &[sick, ("teams.t.hires", r#"[{ at = "2 days", csms = 1 }]"#)]));
    let rule = r#"accounts_per_csm = 5, lead = "2 days", at_most = 1"#;
    assert_eq!(planned, absent(firm(POOL, rule, &[sick])));
    assert!(planned > 0.0);
}

#[test]
fn only_answers_within_the_look_back_are_held_against_each_other() {
    let employed = |late: i64| {
        let rule = r#"late_responses = "60%", over = "1 day", lead = "0 days", at_most = 1"#;
        let mut world = firm(POOL, rule, &[("teams.t.csms", "9")]);
        // Half of the answers of day 0 are late: nine people are busy, and nine questions wait five hours.
        let day = |world: &mut World, day: i64, busy: u32, waits: u32| {
            (0..9).for_each(|one| _ = world.work(at(day, 0, 0), if one < busy { ASK } else { DROP }, one % 8, 300));
            (0..waits).for_each(|one| _ = world.work(at(day, 0, 0), ASK, one, 10));
        };
        day(&mut world, 0, 1, 1);
        day(&mut world, 1, 3 - late as u32, late as u32);
        84.0 * (csms(&world) - 9.0)
    };
    // On day 1 two of three, or one of three.
    assert_eq!([employed(2), employed(1)].map(f64::round), [82.0, 0.0]);
}

#[test]
fn utilization_counts_all_who_are_busy() {
    let rule = r#"utilization = "90%", over = "1 day", lead = "0 days", at_most = 3"#;
    let mut world = firm(POOL, rule, &[("teams.t.csms", "2")]);
    (0..2).for_each(|account| _ = world.work(at(0, 0, 0), ASK, account, 24 * 60));
    // Two busy people are 90 % of 2.2.
    assert!((csms(&world) - (3.0 - 1.0 / 84.0)).abs() < 1e-12);
}

#[test]
fn a_seat_counts_until_it_is_given_up_and_while_a_successor_is_awaited() {
    let opened = |key: &str, value: &str| {
        let rule = r#"accounts_per_csm = 5, lead = "0 days", at_most = 1"#;
        let more = [
            ("teams.t.csms", "2"),
            ("teams.t.hire_when.every", "1 week"),
            ("teams.t.vacancy", "30 days"),
            (key, value),
        ];
        world_closes_with(&firm(POOL, rule, &more))
    };
    // The last look is on day 77.
    assert_eq!(opened("teams.t.cuts", r#"[{ at = "80 days", csms = 1 }]"#), 1.0);
    assert_eq!(opened("teams.t.cuts", r#"[{ at = "10 days", csms = 1 }]"#), 2.0);
    assert_eq!(opened("teams.t.departures", r#"[{ at = "10 days", csm = 1 }]"#), 2.0);
}

/// CSMs at the end.
fn world_closes_with(world: &World) -> f64 {
    world.live().1.groups[0][Metric::CsmsClosing]
}

#[test]
fn seats_are_not_given_up_before_measuring_nor_the_last_one_ever() {
    let closing = |csms: &str, limit: &str, day: &str| {
        let rule = format!("{limit}, at_most = 0, refill = \"if_needed\"");
        let leaves = format!("[{{ at = \"{day}\", csm = 1 }}]");
        let more = [
            ("simulation.warm_up", "10 days"),
            ("teams.t.csms", csms),
            ("teams.t.departures", leaves.as_str()),
            ("teams.t.vacancy", "2 days"),
        ];
        world_closes_with(&firm(POOL, &rule, &more))
    };
    // Nine accounts are enough for one.
    assert_eq!(closing("2", "accounts_per_csm = 9", "2026-01-04"), 2.0);
    assert_eq!(closing("2", "accounts_per_csm = 9", "2026-01-05"), 1.0);
    assert_eq!(closing("3", "accounts_per_csm = 5", "2026-01-06"), 2.0);
    // Nobody has anything to do.
    let idle = r#"utilization = "50%", over = "1 day""#;
    assert_eq!([closing("1", idle, "2026-01-06"), closing("2", idle, "2026-01-06")], [1.0, 1.0]);
}

#[test]
fn a_seat_that_is_given_up_keeps_its_past() {
    // c2, who is often sick, leaves on day 10, has a successor two days later, and leaves for good on day 40, when one
    // account fewer needs somebody.
    let sick = [("teams.u.csms", "2"), ("teams.u.sickness", "60 days / year"), ("segments.s.churn", "18% / year")];
    let shares = |more: &[(&str, &str)]| {
        let changes = [&sick, more, &[("teams.u.vacancy", "2 days"), ("teams.u.ramp.from", "100%")]].concat();
        let mut world = World::new(r#"{ accounts = "b", pooled = "t" }, { pooled = "u" }"#, &changes);
        world.renewal(at(30, 0, 0), 0, 0.0);
        let all = world.live().1.groups[0].clone();
        [all[Metric::VacantShare], all[Metric::AbsentShare], all[Metric::Csms]]
    };
    let gone = r#"[{ at = "10 days", csm = 2 }, { at = "40 days", csm = 2 }]"#;
    let rule = [
        ("teams.u.departures", gone),
        ("teams.u.hire_when.accounts_per_csm", "7"),
        ("teams.u.hire_when.every", "1 week"),
        ("teams.u.hire_when.at_most", "0"),
        ("teams.u.hire_when.refill", "if_needed"),
    ];
    let planned = [
        ("teams.u.departures", r#"[{ at = "10 days", csm = 2 }]"#),
        ("teams.u.cuts", r#"[{ at = "40 days", csms = 1 }]"#),
    ];
    let found = shares(&rule);
    assert_eq!(found, shares(&planned));
    assert!((found[2] - (3.0 - 46.0 / 84.0)).abs() < 1e-9 && found[1] > 0.0, "{found:?}");
}

#[test]
fn further_interactions_are_no_first_responses() {
    let rule = r#"late_responses = "40%", over = "1 day", lead = "0 days", at_most = 1"#;
    let back = [("requests.ask.follow_ups.back.share", "95%"), ("requests.ask.follow_ups.back.after", "1 min")];
    let mut world = firm(POOL, rule, &back);
    // One of two answers is late; that customers come back many times makes it no smaller share.
    world.work(at(0, 0, 0), DROP, 2, 300).work(at(0, 0, 0), ASK, 0, 1).work(at(0, 5, 0), ASK, 1, 1);
    assert!(world.begun().len() > 8);
    assert!(csms(&world) > 1.9);
}
