//! Expansion by hand: what becomes of an account that is ready, by what is done until its renewal.

use crate::world::{ASK, World, at};
use caseload::engine::Metric::*;
use caseload::engine::Record;
use caseload::model::demand::Occurrence;

/// Nine accounts of $10k. At a renewal with a luck below 0.3 they expand by $10k: 30 % a year on contracts of a year,
/// over a chance of 0.3. A talk begun at once wins 80 %, at the end of its 10 hours nobody; one that won makes the chance
/// 0.6, one that nobody began 0.15.
const MORE: &str = r#"
[triggers.full]
licences_over = "80%"
work = "1 h"
window = "10 h"
win_at_once = "80%"
win_at_end = "0%"
response = "90%"

[outcomes]
expansion_unattached = 1
expansion_won = 2
expansion_missed = 0.5
needless_touch = 1.5
no_attachment = 1
"#;

const FULL: u16 = 7;

fn world() -> World {
    World::with(MORE, r#"{ pooled = "t" }"#, &[("segments.s.expansion", "30% / year")])
}

/// A trigger for account 0 at midnight of a day.
fn full(world: &mut World, day: i64, ready: bool, luck: f64) {
    world.work_with_luck(at(day, 0, 0), FULL, 0, 60, Occurrence::luck_of_alarm(luck, ready));
}

fn renewal(world: &mut World, day: i64, grow: f64) {
    world.add(Occurrence::renewal(at(day, 0, 0), 0, 0.999, grow));
}

/// ARR beyond that of the beginning, in thousands, and what of it talks have won in 12 weeks.
fn expanded(record: &Record) -> (f64, f64) {
    let years = 84.0 / 365.2425;
    ((record.groups[0][ArrClosing] - 90_000.0) / 1e3, record.groups[0][ExpansionCtaArrAnnual] * years / 1e3)
}

/// Whether account 0 expands at a renewal on day 5, by its luck.
fn expands(mut world: World, grow: f64) -> bool {
    renewal(&mut world, 5, grow);
    let (all, _) = expanded(&world.live().1);
    assert!(all == 0.0 || (all - 10.0).abs() < 1e-9, "{all}");
    all > 0.0
}

/// The chance is what is stated, to a hundredth.
fn chance_is(world: impl Fn() -> World, chance: f64) {
    assert!(expands(world(), chance - 0.01), "more likely than {}", chance - 0.01);
    assert!(!expands(world(), chance + 0.01), "less likely than {}", chance + 0.01);
}

#[test]
fn without_a_trigger_three_of_ten_expand() {
    chance_is(world, 0.3);
}

#[test]
fn a_talk_that_won_doubles_the_chance_and_one_that_did_not_keeps_it() {
    let talk = |luck: f64| {
        move || {
            let mut world = world();
            full(&mut world, 1, true, luck);
            world
        }
    };
    chance_is(talk(0.79), 0.6);
    chance_is(talk(0.81), 0.3);
    // A false alarm opens nothing, and annoys: no churn here, so only the play is seen.
    let mut false_one = world();
    full(&mut false_one, 1, false, 0.1);
    assert_eq!(false_one.begun().len(), 1);
    chance_is(
        || {
            let mut world = world();
            full(&mut world, 1, false, 0.1);
            world
        },
        0.3,
    );
}

#[test]
fn a_talk_that_nobody_began_in_time_halves_the_chance() {
    let late = || {
        let mut world = world();
        // The only CSM is busy for 11 hours, beyond the window.
        world.work(at(1, 0, 0), ASK, 1, 660);
        full(&mut world, 1, true, 0.1);
        world
    };
    assert_eq!(late().live().0.expired, ["1d10:00 full a0"]);
    chance_is(late, 0.15);
    // A design that does not act on the trigger loses as much.
    let silent = || {
        let mut world = World::with(
            &MORE.replace("[outcomes]", "[designs.other]\ncoverage = [ { pooled = \"t\" } ]\n[outcomes]"),
            r#"{ pooled = "t" }"#,
            &[
                ("segments.s.expansion", "30% / year"),
                ("simulation.current", "other"),
                ("designs.other.triggers", "[]"),
            ],
        );
        full(&mut world, 1, true, 0.1);
        world
    };
    assert_eq!(silent().begun().len(), 0);
    assert_eq!(silent().live().1.groups[0][ExpansionCtasPerAccountYear], 0.0, "nobody is called");
    chance_is(silent, 0.15);
}

#[test]
fn what_was_done_best_counts_once_and_only_at_the_next_renewal() {
    let mut world = world();
    full(&mut world, 1, true, 0.1);
    full(&mut world, 2, true, 0.85);
    // Busy on day 3: the third talk is begun only after the renewal on day 3 at 08:00, and counts at the one after.
    world.work(at(3, 0, 0), ASK, 1, 480);
    world.add(Occurrence::renewal(at(3, 7, 0), 0, 0.999, 0.59));
    full(&mut world, 3, true, 0.05);
    renewal(&mut world, 4, 0.59);
    renewal(&mut world, 5, 0.31);
    let record = world.live().1;
    // $10k doubles twice; the third renewal is without a talk.
    let (all, by_talks) = expanded(&record);
    assert!((all - 30.0).abs() < 1e-9 && (by_talks - 30.0).abs() < 1e-6, "{all} {by_talks}");
    assert!((record.groups[0][ExpansionWonShare] - 2.0 / 3.0).abs() < 1e-12);
    assert_eq!(record.groups[0][CtaOutcomeShare], record.groups[0][ExpansionWonShare]);
    let expected = 3.0 / (9.0 * 84.0 / 365.2425);
    assert!((record.groups[0][ExpansionCtasPerAccountYear] - expected).abs() < 1e-9);
}

#[test]
fn what_no_more_chance_can_hold_makes_the_expansion_larger() {
    // Half of the renewals contract, by half of 25 % over that; twice 0.3 does not fit into the rest, so the other half
    // expands by 0.6 / 0.5 of what it would.
    let at_luck = |grow: f64, talk: f64| {
        let changes = [("segments.s.expansion", "30% / year"), ("segments.s.contraction", "25% / year")];
        let mut world = World::with(MORE, r#"{ pooled = "t" }"#, &changes);
        full(&mut world, 1, true, talk);
        renewal(&mut world, 5, grow);
        let record = world.live().1;
        assert!((record.anchor[0].expansion_multiplier - if talk < 0.7 { 2.0 } else { 1.0 }).abs() < 1e-9);
        expanded(&record)
    };
    assert_eq!(at_luck(0.49, 0.1).0, 12.0);
    assert!((at_luck(0.49, 0.1).1 - 12.0).abs() < 1e-9, "a talk has won it");
    assert_eq!(at_luck(0.51, 0.1), (-5.0, 0.0));
    // A talk that did not win leaves the chance at 0.3, and what expands is not its doing.
    assert_eq!(at_luck(0.29, 0.99), (10.0, 0.0));
    assert_eq!(at_luck(0.31, 0.99), (0.0, 0.0));
}
