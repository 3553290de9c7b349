//! Who gets whom: accounts spread over CSMs by number, ARR or work, and new accounts to the lightest book.

use crate::world::{ASK, World, at};
use caseload::model::demand::Occurrence;

/// The CSM who serves each account of a number, when each asks once at an hour of its own.
fn owners(world: &mut World, from_day: i64, accounts: std::ops::Range<u32>) -> Vec<String> {
    for account in accounts.clone() {
        world.work(at(from_day, i64::from(account), 0), ASK, account, 1);
    }
    let begun = world.begun();
    let last = begun.len() - accounts.len();
    begun[last..].iter().map(|line| line.split(' ').nth(1).expect("a line names a CSM").to_string()).collect()
}

fn named(balance: &str, changes: &[(&str, &str)]) -> World {
    let mut all = vec![("teams.t.csms", "2")];
    all.extend_from_slice(changes);
    World::new(&format!("{{ named = \"t\", backup_after = \"never\", balance = \"{balance}\" }}"), &all)
}

#[test]
fn books_of_equal_numbers_go_round() {
    assert_eq!(owners(&mut named("accounts", &[]), 0, 0..9), ["c0", "c1", "c0", "c1", "c0", "c1", "c0", "c1", "c0"]);
}

#[test]
fn books_of_equal_arr_are_filled_heaviest_first() {
    let mut world = named("arr", &[]);
    // 9 -> c0. 5 -> c1 (0 < 9). 4 -> c1 (5 < 9). 3 -> c0 (9 = 9: the first). 2 -> c1 (9 < 12). 1 -> c1 (11 < 12).
    // 1 -> c0 (12 = 12). 1 -> c1 (12 < 13). 1 -> c0 (13 = 13). Account 0 pays 2, account 1 pays 9, and so on.
    let paid = [2, 9, 1, 4, 1, 5, 1, 3, 1];
    world.demand.accounts.arr_cents = paid.iter().map(|thousands| thousands * 100_000).collect();
    assert_eq!(owners(&mut world, 0, 0..9), ["c1", "c0", "c1", "c1", "c0", "c1", "c1", "c0", "c0"]);
}

#[test]
fn books_of_equal_work_put_one_heavy_account_against_many_light_ones() {
    // Account 8 takes 100 h a year more than any other, all eight others together about 8 x 3 h.
    let owners = owners(&mut named("work", &[]), 0, 0..9);
    assert_eq!(owners, ["c1", "c1", "c1", "c1", "c1", "c1", "c1", "c1", "c0"]);
}

#[test]
fn new_accounts_go_to_the_lightest_book_and_those_who_leave_make_room() {
    let mut world = named("accounts", &[("segments.s.churn", "18% / year")]);
    world.demand.accounts.initial = 3;
    // c0 has a0 and a2, c1 has a1. a3 -> c1. a0 leaves (luck 0): c0 has one, c1 two. a4 -> c0, and a5 -> c0 (2 = 2).
    world.add(Occurrence::start(at(1, 0, 0), 3)).renewal(at(2, 0, 0), 0, 0.0);
    world.add(Occurrence::start(at(3, 0, 0), 4)).add(Occurrence::start(at(4, 0, 0), 5));
    assert_eq!(owners(&mut world, 5, 1..6), ["c1", "c0", "c1", "c0", "c0"]);
}
