//! Health at renewals, plays that lift it, and plays that nobody needed.

use crate::world::{ALARM, World, at, churn};
use caseload::engine::Metric;
use caseload::model::demand::Occurrence;

/// Churn of 18 % at a renewal; 2 for each 10 points of health missing, 1.1 for each needless play; a play at once saves
/// 80 % and 90 % answer; saved accounts stay lifted for 30 days.
const EFFECTS: [(&str, &str); 6] = [
    ("segments.s.churn", "18% / year"),
    ("outcomes.no_attachment", "1"),
    ("outcomes.low_health", "2"),
    ("outcomes.needless_touch", "1.1"),
    ("health.memory", "30 days"),
    ("triggers.alarm.response", "90%"),
];

fn world() -> World {
    World::new(r#"{ pooled = "t" }"#, &EFFECTS)
}

fn alarm(world: &mut World, day: i64, at_risk: bool, luck: f64) {
    world.work_with_luck(at(day, 0, 0), ALARM, 0, 60, Occurrence::luck_of_alarm(luck, at_risk));
}

fn renewal(world: &mut World, day: i64, missing: f64) {
    world.add(Occurrence::renewal(at(day, 0, 0), 0, 0.999, 0.5).with_missing_health(missing));
}

#[test]
fn missing_health_raises_churn_and_only_then() {
    let mut world = world();
    renewal(&mut world, 10, 0.0);
    renewal(&mut world, 20, 10.0);
    renewal(&mut world, 30, 25.0);
    world.assert_churn(&[churn(1.0), churn(2.0), churn(libm::pow(2.0, 2.5))], 1e-9);
}

#[test]
fn a_play_that_saves_lifts_the_account_for_a_while() {
    let mut world = world();
    alarm(&mut world, 1, true, 0.79);
    renewal(&mut world, 20, 10.0);
    // Done on day 1 at 01:00: lifted until day 31 at 01:00.
    renewal(&mut world, 31, 10.0);
    renewal(&mut world, 32, 10.0);
    world.assert_churn(&[churn(1.0), churn(1.0), churn(2.0)], 1e-9);
}

#[test]
fn a_play_without_luck_or_too_late_lifts_nobody() {
    let mut world = world();
    alarm(&mut world, 1, true, 0.81);
    renewal(&mut world, 20, 10.0);
    world.assert_churn(&[churn(2.0)], 1e-9);
    // The same luck that saves at once does not after half of the window of 10 h: 40 %.
    let mut world = self::world();
    world.work(at(1, 0, 0), crate::world::ASK, 1, 300);
    alarm(&mut world, 1, true, 0.41);
    renewal(&mut world, 20, 10.0);
    world.assert_churn(&[churn(2.0)], 1e-9);
}

#[test]
fn a_false_alarm_costs_a_play_and_annoys() {
    let mut world = world();
    alarm(&mut world, 1, false, 0.1);
    alarm(&mut world, 2, false, 0.95);
    renewal(&mut world, 20, 0.0);
    // Forgotten after the renewal; and a needless play lifts nobody.
    renewal(&mut world, 25, 10.0);
    world.assert_churn(&[churn(1.1 * 1.1), churn(2.0)], 1e-9);
    assert_eq!(world.begun().len(), 2);
}

#[test]
fn alarms_are_counted_as_true_and_false_and_sent_answered_and_successful() {
    let mut world = world();
    alarm(&mut world, 1, false, 0.1);
    alarm(&mut world, 2, true, 0.1);
    alarm(&mut world, 3, true, 0.85);
    alarm(&mut world, 4, true, 0.95);
    let record = world.live().1;
    let metric = |metric| record.groups[0][metric];
    assert_eq!(metric(Metric::TriggerPrecisionShare), 0.75);
    // One in 12 weeks of nine accounts.
    let expected = 1.0 / (9.0 * 84.0 / 365.2425);
    assert!((metric(Metric::FalseAlarmsPerAccountYear) - expected).abs() < 1e-9);
    assert_eq!(metric(Metric::CtaSentShare), 1.0);
    assert_eq!(metric(Metric::CtaRespondedShare), 0.75);
    assert_eq!(metric(Metric::CtaOutcomeShare), 0.25);
}
