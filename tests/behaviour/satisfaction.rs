//! Satisfaction, lifts of health and references by hand.

use crate::world::{ASK, CARE, DIGITAL, World, at, churn};
use caseload::engine::Metric;
use caseload::model::demand::Occurrence;

/// Churn of 18 % at a renewal and 2 for each 10 points below the usual 70. An answer in time adds 4, a late one takes 10,
/// a stranger 6; half is forgotten in 30 days.
const EFFECTS: [(&str, &str); 10] = [
    ("segments.s.churn", "18% / year"),
    ("outcomes.no_attachment", "1"),
    ("outcomes.late_responses", "1"),
    ("outcomes.low_satisfaction", "2"),
    ("satisfaction.usual", "70"),
    ("satisfaction.in_time", "4"),
    ("satisfaction.late", "10"),
    ("satisfaction.stranger", "6"),
    ("satisfaction.half_life", "30 days"),
    ("teams.t.csms", "2"),
];

fn world(changes: &[(&str, &str)]) -> World {
    World::new(r#"{ pooled = "t" }"#, &[&EFFECTS, changes].concat())
}

fn odds(below: f64) -> f64 {
    churn(libm::pow(2.0, below / 10.0))
}

#[test]
fn answers_in_time_please_and_are_forgotten_by_halves() {
    let mut world = world(&[]);
    // The first to answer is no stranger: 4 points, of which 2 are left 30 days later and 1 after 60.
    world.work(at(1, 0, 0), ASK, 0, 6);
    world.renewal(at(31, 0, 0), 0, 0.999).renewal(at(61, 0, 0), 0, 0.999).renewal(at(61, 0, 0), 1, 0.999);
    world.assert_churn(&[odds(-2.0), odds(-1.0), odds(0.0)], 1e-9);
    let mean = world.live().1.groups[0][Metric::SatisfactionMean];
    assert!((mean - (72.0 + 71.0 + 70.0) / 3.0).abs() < 1e-9, "{mean}");
}

#[test]
fn late_answers_and_strangers_annoy() {
    let mut world = world(&[]);
    world.work(at(1, 0, 0), ASK, 0, 6);
    // At 10:00 c1 has been idle longest: a stranger, in time.
    world.work(at(1, 10, 0), ASK, 0, 6);
    world.renewal(at(31, 10, 0), 0, 0.999);
    assert_eq!(world.begun(), ["1d00:00 c0 ask a0", "1d10:00 c1 ask a0"]);
    let first = 4.0 * libm::exp2(-(30.0 + 10.0 / 24.0) / 30.0);
    world.assert_churn(&[odds(-(first - 1.0))], 1e-9);
    // Both are busy for five hours, beyond the target of four; c0, who takes it, is the first.
    let mut world = self::world(&[]);
    world.work(at(1, 0, 0), ASK, 1, 300).work(at(1, 0, 0), ASK, 2, 300).work(at(1, 0, 0), ASK, 0, 6);
    world.renewal(at(31, 5, 0), 0, 0.999);
    world.assert_churn(&[odds(5.0)], 1e-9);
}

#[test]
fn whoever_gives_up_is_as_annoyed_as_by_a_late_answer() {
    let mut world = world(&[("requests.ask.gives_up", "2 h"), ("teams.t.csms", "1")]);
    world.work(at(1, 0, 0), ASK, 1, 300).work(at(1, 0, 0), ASK, 0, 6);
    world.renewal(at(31, 2, 0), 0, 0.999);
    world.assert_churn(&[odds(5.0)], 1e-9);
}

/// Health counts 2 for each 10 points missing; a send that helps lifts it by 8 of at most 16, and 1/e is left after 30 days.
const LIFTS: [(&str, &str); 11] = [
    ("segments.s.churn", "18% / year"),
    ("outcomes.no_attachment", "1"),
    ("outcomes.low_health", "2"),
    ("outcomes.helpful_touch", "1"),
    ("outcomes.digital_fatigue", "1"),
    ("health.memory", "30 days"),
    ("digital.quality", "100%"),
    ("digital.response", "50%"),
    ("digital.lift_at_most", "16"),
    ("playbooks.care.steps.2.lifts", "8"),
    ("playbooks.care.steps.2.advocacy", "true"),
];

#[test]
fn nudges_that_are_acted_on_lift_health_for_a_while_and_ever_less() {
    let mut world = World::new(r#"{ pooled = "t" }"#, &LIFTS);
    let renewal = |world: &mut World, day: i64| {
        world.add(Occurrence::renewal(at(day, 0, 0), 0, 0.999, 0.5).with_missing_health(10.0));
    };
    world.work_with_luck(at(1, 0, 0), DIGITAL, 0, 0, 0.4);
    renewal(&mut world, 1);
    // Not acted on.
    world.work_with_luck(at(2, 0, 0), DIGITAL, 0, 0, 0.6);
    renewal(&mut world, 31);
    // 8 / e are left, so the next lifts by 8 (1 - 8 / e / 16); that is more than is missing by nothing.
    world.work_with_luck(at(31, 1, 0), DIGITAL, 0, 0, 0.4);
    renewal(&mut world, 31 + 30);
    let left = 8.0 / libm::exp(1.0);
    let hour = libm::exp(-1.0 / 720.0);
    let second = left * hour + 8.0 * (1.0 - left * hour / 16.0);
    let later = second * libm::exp(-(30.0 - 1.0 / 24.0) / 30.0);
    world.assert_churn(&[odds(2.0), odds(10.0 - left), odds(10.0 - later)], 1e-9);
}

#[test]
fn answers_to_steps_of_advocacy_are_references() {
    let mut world = World::new(
        r#"{ pooled = "t" }"#,
        &[&LIFTS[..], &[("playbooks.care.steps.1.advocacy", "true"), ("playbooks.care.steps.1.response", "30%")]]
            .concat(),
    );
    for (day, luck) in [(1, 0.2), (2, 0.4), (3, 0.29)] {
        world.work_with_luck(at(day, 0, 0), CARE, 0, 6, luck);
    }
    world.work_with_luck(at(4, 0, 0), DIGITAL, 0, 0, 0.4);
    world.work_with_luck(at(5, 0, 0), DIGITAL, 0, 0, 0.6).work_with_luck(at(6, 0, 0), DIGITAL, 0, 0, 0.7);
    let found = world.live().1.groups[0][Metric::ReferencesAnnual];
    assert!((found - 3.0 / (84.0 / 365.2425)).abs() < 1e-9, "{found}");
}

#[test]
fn a_touch_that_nobody_asked_for_is_no_answer() {
    let mut world = world(&[]);
    world.work(at(1, 0, 0), CARE, 0, 6);
    world.renewal(at(2, 0, 0), 0, 0.999);
    world.assert_churn(&[odds(0.0)], 1e-9);
}
