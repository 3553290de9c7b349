//! Touches that programs send: which help, which tire, and moments that only a person may keep.

use crate::world::{CARE, DIGITAL, World, at, churn};
use caseload::engine::Metric;
use caseload::model::demand::Occurrence;

/// Churn of 18 % at a renewal. Half of the sends are good, 40 % of these are acted on: a luck below 0.2 helps, one from
/// 0.5 on tires. Fatigue halves in 30 days and halves the response; a send that helps is worth half a touch.
const EFFECTS: [(&str, &str); 9] = [
    ("segments.s.churn", "18% / year"),
    ("outcomes.no_attachment", "1"),
    ("digital.quality", "50%"),
    ("digital.response", "40%"),
    ("digital.half_life", "30 days"),
    ("digital.fading", "50%"),
    ("digital.worth", "50%"),
    ("outcomes.helpful_touch", "0.8"),
    ("outcomes.digital_fatigue", "1.5"),
];

fn renewal(world: &mut World, day: i64) {
    world.add(Occurrence::renewal(at(day, 0, 0), 0, 0.999, 0.5));
}

#[test]
fn a_send_helps_in_part_and_an_answered_touch_in_full() {
    let mut world = World::new(r#"{ pooled = "t" }"#, &EFFECTS);
    world.work_with_luck(at(1, 0, 0), DIGITAL, 0, 6, 0.19);
    world.work_with_luck(at(2, 0, 0), DIGITAL, 0, 6, 0.21);
    renewal(&mut world, 10);
    // 35 % of touches by a person are answered.
    world.work_with_luck(at(11, 0, 0), CARE, 0, 6, 0.34);
    world.work_with_luck(at(12, 0, 0), CARE, 0, 6, 0.36);
    renewal(&mut world, 20);
    world.assert_churn(&[libm::pow(0.8, 0.5), libm::pow(0.8, 1.5)].map(churn), 1e-9);
    assert_eq!(world.begun().len(), 2, "what a program sends holds nobody");
}

#[test]
fn what_is_no_good_tires_is_forgotten_and_makes_people_act_on_less() {
    let mut world = World::new(r#"{ pooled = "t" }"#, &EFFECTS);
    world.work_with_luck(at(0, 0, 0), DIGITAL, 0, 6, 0.5);
    // Fatigue 0.5 after 30 days: 0.2 x 0.5^0.5 is 0.141.
    world.work_with_luck(at(30, 0, 0), DIGITAL, 0, 6, 0.15);
    renewal(&mut world, 30);
    world.work_with_luck(at(60, 0, 0), DIGITAL, 0, 6, 0.9);
    // 0.25 and 1 at day 60; 1.25 halves in 30 days more, however often somebody looks.
    renewal(&mut world, 60);
    renewal(&mut world, 75);
    world.work_with_luck(at(80, 0, 0), DIGITAL, 1, 6, 0.19);
    renewal(&mut world, 83);
    let fatigue = |days: f64| 1.25 * libm::exp2(-days / 30.0);
    // What happens at the same instant is done in the order of this list: the renewal of day 60 sees the send.
    world.assert_churn(
        &[0.5, fatigue(0.0), fatigue(15.0), fatigue(23.0)].map(|fatigue| churn(libm::pow(1.5, fatigue))),
        1e-9,
    );
}

#[test]
fn sends_are_counted() {
    let mut world = World::new(r#"{ pooled = "t" }"#, &EFFECTS);
    for (day, luck) in [(1, 0.1), (2, 0.1), (3, 0.3), (4, 0.9), (5, 0.3)] {
        world.work_with_luck(at(day, 0, 0), DIGITAL, 0, 6, luck);
    }
    renewal(&mut world, 34);
    let record = world.live().1;
    let metric = |metric| record.groups[0][metric];
    assert_eq!(metric(Metric::DigitalHelpedShare), 0.4);
    assert_eq!(metric(Metric::DigitalFatigueMean), 0.5);
    let expected = 5.0 / (9.0 * 84.0 / 365.2425);
    assert!((metric(Metric::DigitalTouchesPerAccountYear) - expected).abs() < 1e-9);
}

/// The first step of the playbook is for people only, at an odds ratio of 1.4.
const MOMENT: [(&str, &str); 4] = [
    ("segments.s.churn", "18% / year"),
    ("outcomes.no_attachment", "1"),
    ("playbooks.care.steps.1.human_only", "true"),
    ("outcomes.automated_moment", "1.4"),
];

fn moments(coverage: &str) -> World {
    let mut world = World::new(coverage, &MOMENT);
    world.work(at(1, 0, 0), CARE, 0, 6);
    world.work(at(2, 0, 0), CARE, 0, 6);
    renewal(&mut world, 10);
    world.work(at(11, 0, 0), CARE, 0, 6);
    renewal(&mut world, 20);
    world
}

#[test]
fn a_moment_for_people_does_damage_where_a_program_or_nobody_does_it() {
    let kept = moments(r#"{ pooled = "t" }"#);
    kept.assert_churn(&[1.0, 1.0].map(churn), 1e-9);
    assert_eq!(kept.begun(), ["1d00:00 c0 care a0", "2d00:00 c0 care a0", "11d00:00 c0 care a0"]);
    for coverage in [
        r#"{ pooled = "t", digital = "care" }"#,
        r#"{ pooled = "t", digital = ["care.1"] }"#,
        r#"{ work = "planned", nobody = true }, { pooled = "t" }"#,
    ] {
        let lost = moments(coverage);
        lost.assert_churn(&[1.4 * 1.4, 1.4].map(churn), 1e-9);
        assert!(lost.begun().is_empty());
        let expected = 3.0 / (9.0 * 84.0 / 365.2425);
        let found = lost.live().1.groups[0][Metric::AutomatedMomentsPerAccountYear];
        assert!((found - expected).abs() < 1e-9, "{found}");
    }
}

#[test]
fn a_rule_hands_only_what_it_names_to_programs() {
    let mut world = World::new(r#"{ accounts = "s", pooled = "t", digital = "all" }, { pooled = "t" }"#, &[]);
    world.work(at(1, 0, 0), CARE, 0, 6);
    world.work(at(1, 1, 0), CARE, 8, 6);
    world.work(at(1, 2, 0), crate::world::ASK, 0, 6);
    assert_eq!(world.begun(), ["1d01:00 c0 care a8", "1d02:00 c0 ask a0"]);
}

#[test]
fn who_wants_a_person_finds_fewer_sends_good() {
    let wants = [("segments.s.wants_human", "100%"), ("digital.unwanted", "50%"), ("outcomes.digital_fatigue", "1.5")];
    let mut world = World::new(r#"{ pooled = "t" }"#, &[&EFFECTS[..], &wants].concat());
    // A quarter is good: a luck below 0.1 helps, one from 0.25 on tires.
    world.work_with_luck(at(1, 0, 0), DIGITAL, 0, 6, 0.09);
    world.work_with_luck(at(2, 0, 0), DIGITAL, 0, 6, 0.11);
    renewal(&mut world, 10);
    world.work_with_luck(at(20, 0, 0), DIGITAL, 0, 6, 0.26);
    renewal(&mut world, 20);
    world.assert_churn(&[libm::pow(0.8, 0.5), libm::pow(0.8, 0.5) * 1.5].map(churn), 1e-9);
}

#[test]
fn who_wants_no_person_cares_less_about_people() {
    let wants = [("segments.s.wants_human", "0%"), ("attachment.indifferent", "25%"), ("outcomes.no_attachment", "2")];
    let mut world = World::new(r#"{ pooled = "t" }"#, &[&EFFECTS[..], &wants].concat());
    renewal(&mut world, 10);
    // Attached by a fifth, and one touch answered.
    world.work_with_luck(at(11, 0, 0), CARE, 0, 6, 0.1);
    renewal(&mut world, 20);
    world.assert_churn(&[libm::pow(2.0, 0.25), libm::pow(2.0, 0.25 * 0.8) * libm::pow(0.8, 0.25)].map(churn), 1e-9);
}

#[test]
fn a_rule_may_be_for_those_who_want_a_person() {
    let rules = r#"{ wants_human = true, pooled = "t" }, { pooled = "u" }"#;
    for (share, csm) in [("100%", "c0"), ("0%", "c1")] {
        let mut world = World::new(rules, &[("segments.s.wants_human", share)]);
        world.work(at(1, 0, 0), crate::world::ASK, 0, 6);
        world.work(at(1, 1, 0), crate::world::ASK, 8, 6);
        assert_eq!(world.begun(), [format!("1d00:00 {csm} ask a0"), "1d01:00 c1 ask a8".to_string()]);
    }
}
