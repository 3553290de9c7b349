//! Accounts whose ARR crosses a line of the rules, by hand.

use crate::world::{ASK, World, at};
use caseload::model::demand::Occurrence;

/// Named from $11k on, a pool of two below; accounts have $10k, and expansion of 12 % a year comes to 40 % at a renewal.
const LINE: &str = r#"{ arr_from = "$11k", named = "t", backup_after = "never" }, { pooled = "t" }"#;

fn world(resegment: &[(&str, &str)], changes: &[(&str, &str)]) -> World {
    let mut all = vec![
        ("teams.t.csms", "2"),
        ("segments.s.expansion", "12% / year"),
        ("segments.s.contract", "12 months"),
        ("outcomes.expansion_unattached", "1"),
        ("hand_off.work", "0 min"),
    ];
    all.extend_from_slice(resegment);
    all.extend_from_slice(changes);
    World::new(LINE, &all)
}

/// A renewal at which the account stays and grows to $14k.
fn grows(world: &mut World, day: i64, account: u32) {
    world.add(Occurrence::renewal(at(day, 0, 0), account, 0.9, 0.1));
}

/// From 1:00 on the first CSM is busy with account 5; what then comes of account 3 waits only where it has an owner.
fn ask(world: &mut World, day: i64) {
    world.work(at(day, 1, 0), ASK, 3, 60).work(at(day, 1, 10), ASK, 3, 10);
}

#[test]
fn an_account_that_grows_over_the_line_gets_a_csm_at_its_renewal() {
    let mut world = world(&[("designs.d.resegment.hysteresis", "10%")], &[]);
    ask(&mut world, 1);
    grows(&mut world, 2, 3);
    ask(&mut world, 3);
    // In the pool whoever is idle takes it; with an owner the second request waits for the first.
    let begun = world.begun();
    assert_eq!(begun[..2], ["1d01:00 c0 ask a3", "1d01:10 c1 ask a3"]);
    assert_eq!(begun[2..], ["3d01:00 c0 ask a3", "3d02:00 c0 ask a3"]);
}

#[test]
fn over_the_line_by_less_than_the_hysteresis_it_stays() {
    let mut world = world(&[("designs.d.resegment.hysteresis", "30%")], &[]);
    grows(&mut world, 2, 3);
    ask(&mut world, 3);
    // $14k is less than 1.3 x $11k.
    assert_eq!(world.begun(), ["3d01:00 c0 ask a3", "3d01:10 c1 ask a3"]);
}

#[test]
fn on_fixed_dates_all_are_looked_at() {
    let mut world = world(&[("designs.d.resegment.hysteresis", "0%"), ("designs.d.resegment.every", "7 days")], &[]);
    grows(&mut world, 2, 3);
    ask(&mut world, 3);
    ask(&mut world, 8);
    let begun = world.begun();
    assert_eq!(begun[..2], ["3d01:00 c0 ask a3", "3d01:10 c1 ask a3"]);
    assert_eq!(begun[2..], ["8d01:00 c0 ask a3", "8d02:00 c0 ask a3"]);
}

#[test]
fn an_account_that_shrinks_goes_to_the_pool() {
    // Contraction of 20 % a year comes to half of the ARR at four renewals of ten.
    let shrinks = [("segments.s.contraction", "20% / year"), ("segments.s.arr", "$12k")];
    let mut world = world(&[("designs.d.resegment.hysteresis", "0%")], &shrinks);
    ask(&mut world, 1);
    world.add(Occurrence::renewal(at(2, 0, 0), 3, 0.9, 0.9));
    ask(&mut world, 3);
    let begun = world.begun();
    let owner = &begun[0][8..10];
    assert_eq!(begun[1], format!("1d02:00 {owner} ask a3"));
    assert_eq!(&begun[3][..7], "3d01:10", "{begun:?}");
}

#[test]
fn dates_are_counted_from_the_beginning_of_measuring_back() {
    let every = [("designs.d.resegment.hysteresis", "0%"), ("designs.d.resegment.every", "30 days")];
    let mut world = world(&every, &[("simulation.warm_up", "40 days")]);
    // All are looked at on day -30, at the beginning, on day 30, ...
    grows(&mut world, -35, 3);
    ask(&mut world, -32);
    ask(&mut world, -29);
    let begun = world.begun();
    assert_eq!(begun[..2], ["-32d01:00 c0 ask a3", "-32d01:10 c1 ask a3"]);
    assert_eq!(begun[2..], ["-29d01:00 c0 ask a3", "-29d02:00 c0 ask a3"]);
}
