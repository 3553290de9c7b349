//! Policies that look at what has happened: steps that open while too few accounts were activated in time.

use crate::world::{CARE, DIGITAL, World, at};
use caseload::model::demand::Occurrence;

const ONLY: &str = r#"[ { after_start = "4 days", work = "6 min", due_in = "1 h", expires = "3 h", only_if_activated_below = "60%" } ]"#;

/// The same touch, sent by a program unless activation falls short.
const HUMAN: &str =
    r#"[ { after_start = "4 days", work = "6 min", digital = true, human_if_activated_below = "60%" } ]"#;

/// Five accounts start on day 1; 0 and 3 are never activated, 1 and 2 at once. Reviews are every ten days and look back
/// over twenty.
fn world(steps: &str, changes: &[(&str, &str)]) -> World {
    let mut all = vec![
        ("segments.s.new_accounts", "0.0000001% / year"),
        ("segments.s.activation.half_in", "10 days"),
        ("segments.s.activation.review", "10 days"),
        ("segments.s.activation.review_over", "20 days"),
        ("playbooks.care.segments", "s"),
        ("playbooks.care.steps", steps),
    ];
    all.extend_from_slice(changes);
    let mut world = World::new(r#"{ pooled = "t" }"#, &all);
    world.demand.accounts.initial = 0;
    for account in 0..5 {
        world.demand.accounts.start[account] = at(1, 0, 0);
        let half_times = if [0, 3].contains(&account) { 99.0 } else { 0.01 };
        world.add(Occurrence::start(at(1, 0, 0), account as u32).with_half_times(half_times));
    }
    for (account, day) in [(0, 5), (1, 15), (2, 25), (3, 40)] {
        world.add(Occurrence::adoption(at(day, 0, 0), account, false));
    }
    world
}

/// Days on which a piece of work of a kind is begun, of those on which it comes.
fn opened(mut world: World, kind: u16, days: &[i64]) -> Vec<i64> {
    days.iter().for_each(|day| _ = world.work(at(*day, 0, 0), kind, 4, 6));
    let day = |line: &String| line.split('d').next().and_then(|day| day.parse().ok());
    world.begun().iter().filter_map(day).collect()
}

/// On day 10 none of one, on day 20 one of two, on days 30 and 40 all. On day 40 account 3 is due, too late for the review
/// of that day: none of one on days 50 and 60; on day 70 nobody was due, so that still stands.
const DAYS: [i64; 11] = [8, 9, 10, 19, 20, 29, 30, 40, 49, 50, 75];

#[test]
fn a_step_opens_while_too_few_were_activated_in_time() {
    assert_eq!(opened(world(ONLY, &[]), CARE, &DAYS), [10, 19, 20, 29, 50, 75]);
}

#[test]
fn exactly_the_share_is_enough() {
    let at_half = |share: &str| {
        let steps = ONLY.replace("60%", share);
        opened(world(&steps, &[]), CARE, &DAYS)
    };
    assert_eq!(at_half("50%"), [10, 19, 50, 75]);
    assert_eq!(at_half("0%"), [0; 0]);
    assert_eq!(at_half("100%"), at_half("60%"));
}

#[test]
fn a_longer_look_back_remembers_longer() {
    // One of two on day 20, two of three on days 30 to 40, two of four from day 50 on.
    let long = [("segments.s.activation.review_over", "80 days")];
    assert_eq!(opened(world(ONLY, &long), CARE, &DAYS), [10, 19, 20, 29, 50, 75]);
    let steps = ONLY.replace("60%", "70%");
    assert_eq!(opened(world(&steps, &long), CARE, &DAYS), [10, 19, 20, 29, 30, 40, 49, 50, 75]);
    // A look-back of less than a review is one review: on day 20 all of one.
    let short = [("segments.s.activation.review_over", "1 day")];
    assert_eq!(opened(world(ONLY, &short), CARE, &DAYS), [10, 19, 50, 75]);
}

#[test]
fn reviews_fall_on_the_beginning_of_measuring_and_before_it() {
    // Reviews every 20 days: on day 20 one of two, on day 40 all of one.
    let rare = [("segments.s.activation.review", "20 days")];
    assert_eq!(opened(world(ONLY, &rare), CARE, &DAYS), [20, 29, 30, 75]);
    // With a warm-up of 15 days the first review is on day -10; account 0 is due on day -12.
    let mut world = world(ONLY, &[("simulation.warm_up", "15 days")]);
    world.demand.occurrences.retain(|occurrence| occurrence.account != 0 || occurrence.at < at(1, 0, 0));
    world.add(Occurrence::start(at(-14, 0, 0), 0).with_half_times(99.0));
    world.add(Occurrence::adoption(at(-12, 0, 0), 0, false));
    world.work(at(-11, 0, 0), CARE, 0, 6).work(at(-10, 0, 0), CARE, 0, 6).work(at(1, 0, 0), CARE, 0, 6);
    assert_eq!(world.begun(), ["-10d00:00 c0 care a0", "1d00:00 c0 care a0"]);
}

#[test]
fn a_person_makes_what_a_program_sends_otherwise() {
    // The second kind that the step comes to is the person's.
    assert_eq!(opened(world(HUMAN, &[]), DIGITAL, &DAYS), [10, 19, 20, 29, 50, 75]);
    assert_eq!(opened(world(HUMAN, &[]), CARE, &DAYS), [0; 0]);
}

#[test]
fn a_step_that_was_opened_makes_accounts_faster() {
    // Account 4 starts on day 1, needs 1.4 half-times, and has its step on day 11.
    let activated = |share: &str| {
        let steps = ONLY.replace("60%", share);
        let mut world = world(&steps, &[("segments.s.activation.step_factor", "2")]);
        world.demand.occurrences.retain(|occurrence| occurrence.account != 4 || occurrence.at != at(1, 0, 0));
        world.add(Occurrence::start(at(1, 0, 0), 4).with_half_times(1.4)).work(at(11, 0, 0), CARE, 4, 6);
        world.add(Occurrence::adoption(at(14, 0, 0), 4, false));
        world.live().1.groups[0][caseload::engine::Metric::ActivatedOnTimeShare]
    };
    // By day 14 it has 1.3 half-times without the step and 1.6 with it.
    assert_eq!([activated("60%"), activated("0%")], [0.6, 0.4]);
}
