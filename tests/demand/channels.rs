//! Channels that are added: when they bring anything, what they take, and what stays as it was.

use crate::{demands, near, scenario, work};
use caseload::model::{Demand, Scenario};
use caseload::time::{DAY, Elapsed, SimTime, WEEK, YEAR};
use std::path::Path;

const EMAIL: u16 = 0;
const CHAT: u16 = 1;

const ASKING: &str = r#"
[demand]
daily_dispersion = 1

[requests.email]
rate = "2 / account / month"
work = { exponential = "20 min" }
respond_within = "1 day"
frailty = "none"
profile = "flat"

[requests.chat]
rate = "1 / account / month"
work = "8 min"
respond_within = "1 h"
frailty = "none"
profile = "flat"

[requests.chat.channel]
opens = "20 weeks"
"#;

fn asking(sets: &[(&str, &str)]) -> Scenario {
    scenario(Path::new("."), ASKING, sets)
}

fn one(sets: &[(&str, &str)]) -> Demand {
    demands(&asking(sets), 1).swap_remove(0)
}

fn between(demand: &Demand, kind: u16, from: i64, until: i64) -> f64 {
    let weeks = |weeks: i64| SimTime::from_ms(weeks * WEEK);
    work(demand, kind).filter(|o| (weeks(from)..weeks(until)).contains(&o.at)).count() as f64
}

/// Pieces of work of a kind, as (account, instant, content).
fn pieces(demand: &Demand, kind: u16) -> Vec<(u32, SimTime, i64)> {
    work(demand, kind).map(|o| (o.account, o.at, o.work_content().ms())).collect()
}

/// Requests of a thousand accounts in a week at a rate a month.
fn weekly(per_month: f64) -> f64 {
    1000.0 * 12.0 * per_month * WEEK as f64 / YEAR as f64
}

#[test]
fn a_channel_brings_nothing_before_it_opens_and_then_its_rate() {
    let demand = one(&[]);
    assert_eq!(between(&demand, CHAT, -2, 20), 0.0);
    let stated = weekly(1.0) * 34.0;
    near("chats", between(&demand, CHAT, 20, 54), stated, stated.sqrt());
}

#[test]
fn a_channel_becomes_known_in_a_straight_line() {
    let demand = one(&[("requests.chat.channel.over", "20 weeks")]);
    for (from, until, share) in [(-2, 20, 0.0), (20, 25, 0.125), (25, 30, 0.375), (35, 40, 0.875), (40, 54, 1.0)] {
        let stated = weekly(1.0) * share * (until - from) as f64;
        near(&format!("chats in weeks {from} to {until}"), between(&demand, CHAT, from, until), stated, stated.sqrt());
    }
}

#[test]
fn what_a_channel_takes_would_have_come_by_the_other() {
    let none =
        one(&[("requests.chat.rate", "0 / account / month"), ("requests.chat.channel.takes", "{ email = \"0%\" }")]);
    let some =
        one(&[("requests.chat.rate", "0 / account / month"), ("requests.chat.channel.takes", "{ email = \"40%\" }")]);
    let before = pieces(&none, EMAIL);
    let left = pieces(&some, EMAIL);
    let moved = pieces(&some, CHAT);
    assert!(
        left.iter().all(|piece| before.binary_search_by_key(&piece.1, |p| p.1).is_ok()),
        "what stays, stays as it was"
    );
    let when = |pieces: &[(u32, SimTime, i64)]| pieces.iter().map(|p| (p.1, p.0)).collect::<Vec<_>>();
    let mut together = [when(&left), when(&moved)].concat();
    together.sort_unstable();
    let mut all = when(&before);
    all.sort_unstable();
    assert_eq!(together, all, "nobody asks more or less, at no other time");
    assert!(moved.iter().all(|p| p.2 == 8 * 60_000), "a chat holds what chats hold");
    assert!(moved.iter().all(|p| p.1 >= SimTime::ZERO + Elapsed::from_ms(20 * 7 * DAY)));
    let open = between(&none, EMAIL, 20, 54);
    near("share moved", moved.len() as f64 / open, 0.4, (0.24 / open).sqrt());
}

#[test]
fn several_channels_share_what_they_take() {
    let phone = "[requests.phone]\nwork = \"5 min\"\nrespond_within = \"1 h\"\n\
                 channel = { opens = \"0 days\", takes = { email = \"30%\" } }\n";
    let scenario = scenario(
        Path::new("."),
        &format!("{ASKING}\n{phone}"),
        &[("requests.chat.channel.takes", "{ email = \"60%\" }"), ("requests.chat.rate", "0 / account / month")],
    );
    let demand = demands(&scenario, 1).swap_remove(0);
    let total: f64 = [0, 1, 2].iter().map(|kind| between(&demand, *kind, 20, 54)).sum();
    for (kind, share) in [(0, 0.1), (1, 0.6), (2, 0.3f64)] {
        let spread = (share * (1.0 - share) / total).sqrt();
        near(&format!("share of kind {kind}"), between(&demand, kind, 20, 54) / total, share, spread);
    }
    assert_eq!(between(&demand, 0, -2, 0) + between(&demand, 1, -2, 0) + between(&demand, 2, -2, 0), {
        between(&demand, 0, -2, 0)
    });
}

#[test]
fn a_channel_of_others_and_one_that_takes_nothing_shift_no_request() {
    let plain = one(&[]);
    for sets in [
        &[("requests.chat.channel.takes", "{ email = \"0%\" }")][..],
        &[("requests.chat.channel.over", "10 weeks")],
        &[("requests.chat.rate", "3 / account / month")],
    ] {
        assert_eq!(pieces(&one(sets), EMAIL), pieces(&plain, EMAIL), "{sets:?}");
    }
    // Open from the start of measuring on: only what came in the warm-up is left out.
    let open = one(&[("requests.chat.channel.opens", "0 days")]);
    let late = pieces(&plain, CHAT);
    let held: Vec<_> = pieces(&open, CHAT).into_iter().filter(|p| p.1 >= SimTime::from_ms(20 * WEEK)).collect();
    assert_eq!(held, late, "the same chats, once it is open");
}

#[test]
fn a_channel_is_counted_with_in_arithmetic() {
    let takes = ("requests.chat.channel.takes", "{ email = \"40%\" }");
    let scenario = asking(&[takes, ("requests.chat.channel.over", "10 weeks")]);
    let drawn = demands(&scenario, 5);
    let a_year = 1000.0 * 5.0 * scenario.simulation.length.years();
    for (number, kind) in scenario.kinds.iter().enumerate() {
        let of = |demand: &Demand| between(demand, number as u16, 0, 52);
        let count: f64 = drawn.iter().map(of).sum();
        let stated = scenario.times_per_account(0, kind) * a_year;
        near(&kind.name, count, stated, stated.sqrt());
    }
}

#[test]
fn some_new_accounts_are_handed_over_poorly() {
    let steps = "\n[playbooks.start]\nsteps = [\n  { after_start = \"1 day\", work = \"5 min\", digital = true },\n  \
                 { after_start = \"9 days\", work = \"20 min\" },\n  { after_start = \"4 days\", work = \"20 min\" },\n]\n";
    let new = ("segments.smb.new_accounts", "100% / year");
    let drawn = |sets: &[(&str, &str)]| {
        let scenario = scenario(Path::new("."), &format!("{ASKING}{steps}"), &[&[new], sets].concat());
        (demands(&scenario, 1).swap_remove(0), scenario)
    };
    let (plain, _) = drawn(&[]);
    let (poor, scenario) = drawn(&[("segments.smb.poor_hand_off", "30%"), ("segments.smb.hand_off_rework", "50 min")]);
    assert_eq!(plain.occurrences, poor.occurrences, "customers do what they would have done");
    let (initial, all) = (poor.accounts.initial as usize, poor.accounts.len());
    let share = |accounts: std::ops::Range<usize>| {
        let count = accounts.len() as f64;
        accounts.filter(|account| poor.accounts.poorly_handed_off(*account)).count() as f64 / count
    };
    near("share handed over poorly", share(initial..all), 0.3, (0.21 / (all - initial) as f64).sqrt());
    assert_eq!(share(0..initial), 0.0);
    // 20 minutes, and 50 for three in ten.
    assert!((scenario.hours_per_piece(0, &scenario.kinds[4]) - 35.0 / 60.0).abs() < 1e-12);
}
