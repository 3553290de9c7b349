//! Notes before plays: what they settle, when the play is called for, and what the wait costs.

use crate::world::{ALARM, ASK, DROP, World, at, churn};
use caseload::engine::Metric;
use caseload::model::demand::Occurrence;

/// A program answers risks and alarms first; what it does not settle goes to team u after three days. Windows are of 10
/// days; a play at once saves 80 %, one as the window closes nobody.
fn world(wait: &str, settles: &str) -> World {
    let note = format!(r#"[ {{ of = ["drop", "alarm"], settles = "{settles}", wait = "{wait}" }} ]"#);
    World::new(
        r#"{ work = ["drop", "alarm"], pooled = "u" }, { pooled = "t" }"#,
        &[
            ("designs.d.notes", &note),
            ("risks.drop.window", "10 days"),
            ("triggers.alarm.window", "10 days"),
            ("triggers.alarm.response", "90%"),
            ("segments.s.churn", "18% / year"),
            ("outcomes.no_attachment", "1"),
            ("outcomes.low_health", "2"),
            ("outcomes.needless_touch", "1.1"),
        ],
    )
}

#[test]
fn what_a_note_does_not_settle_is_called_for_after_the_wait() {
    let mut world = world("3 days", "10%");
    world.work_with_luck(at(0, 9, 0), DROP, 0, 60, 0.05);
    world.work_with_luck(at(0, 10, 0), DROP, 1, 60, 0.5);
    world.work_with_luck(at(1, 0, 0), ALARM, 2, 30, Occurrence::luck_of_alarm(0.5, true));
    world.work(at(0, 10, 0), ASK, 1, 10);
    let begun = ["0d10:00 c0 ask a1", "3d10:00 c1 drop a1", "4d00:00 c1 alarm a2"];
    assert_eq!(world.begun(), begun);
    let record = world.live().1;
    let metric = |metric| record.groups[0][metric];
    assert_eq!([metric(Metric::CtaSentShare), metric(Metric::CtaRespondedShare)], [1.0, 1.0]);
    // Two in 12 weeks of nine accounts.
    let expected = 2.0 / (9.0 * 84.0 / 365.2425);
    assert!((metric(Metric::EscalationsPerAccountYear) - expected).abs() < 1e-9);
    // Of three the note has saved one, and each play one: 80 % falls to 56 % in three of ten days.
    assert_eq!(metric(Metric::CtaOutcomeShare), 1.0);
}

#[test]
fn the_wait_costs_part_of_the_chance_to_save() {
    // 0.57 is saved by a play at once and not by one three days later; 0.55 by both; 0.05 by the note.
    for (luck, saved) in [(0.57, false), (0.55, true), (0.05, true)] {
        let mut world = world("3 days", "10%");
        world.work_with_luck(at(0, 0, 0), DROP, 0, 60, luck).renewal(at(20, 0, 0), 0, 0.999);
        world.assert_churn(&[churn(if saved { 1.0 } else { 4.0 })], 1e-9);
    }
}

#[test]
fn a_note_lifts_an_account_at_risk_and_annoys_nobody() {
    let mut world = world("3 days", "10%");
    let alarm = |world: &mut World, day, at_risk, luck| {
        world.work_with_luck(at(day, 0, 0), ALARM, 0, 60, Occurrence::luck_of_alarm(luck, at_risk));
    };
    alarm(&mut world, 0, true, 0.05);
    alarm(&mut world, 1, false, 0.05);
    world.add(Occurrence::renewal(at(20, 0, 0), 0, 0.999, 0.5).with_missing_health(10.0));
    // A play on a false alarm, which the note did not clear; and 30 days later nobody is lifted any more.
    alarm(&mut world, 21, false, 0.5);
    world.add(Occurrence::renewal(at(40, 0, 0), 0, 0.999, 0.5).with_missing_health(10.0));
    world.assert_churn(&[churn(1.0), churn(2.0 * 1.1)], 1e-9);
    assert_eq!(world.begun(), ["24d00:00 c1 alarm a0"]);
}

#[test]
fn the_window_runs_from_the_risk_and_who_has_left_is_not_called() {
    let mut world = world("3 days", "0%");
    // The lead has other work until day 11: the window of the second risk, raised on day 0, has closed on day 10.
    world.work(at(0, 0, 0), DROP, 0, 8 * 24 * 60).work(at(0, 1, 0), DROP, 1, 60).work(at(1, 12, 0), DROP, 2, 60);
    // Account 3 leaves while its play waits to be called for.
    world.work(at(2, 0, 0), DROP, 3, 60).renewal(at(4, 0, 0), 3, 0.0);
    let diary = world.live().0;
    assert_eq!(diary.begun, ["3d00:00 c1 drop a0", "11d00:00 c1 drop a2"]);
    assert_eq!(diary.expired, ["10d01:00 drop a1"]);
}

#[test]
fn a_play_called_for_after_a_renewal_saves_nothing_of_the_next_term() {
    let mut world = world("3 days", "0%");
    world.work_with_luck(at(0, 0, 0), DROP, 0, 60, 0.1).renewal(at(1, 0, 0), 0, 0.999);
    world.work_with_luck(at(2, 0, 0), DROP, 0, 60, 0.9).renewal(at(20, 0, 0), 0, 0.999);
    world.assert_churn(&[churn(4.0), churn(4.0)], 1e-9);
}
