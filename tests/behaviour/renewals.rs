//! Renewals: the probability of churn by hand, the luck that decides, and what churn does to waiting work.

use crate::world::{ASK, CARE, DROP, World, at, churn};

/// Churn of 18 % a year on contracts of 12 months: 18 % at a renewal, odds 0.18 / 0.82. The effects: 1.05 for each 10
/// points of late answers, 1.15 for each missed touch, 1.25 without attachment, 4 for each open risk.
const EFFECTS: [(&str, &str); 6] = [
    ("segments.s.churn", "18% / year"),
    ("outcomes.late_responses", "1.05"),
    ("outcomes.missed_touch", "1.15"),
    ("outcomes.no_attachment", "1.25"),
    ("attachment.gain", "20%"),
    ("attachment.loss", "50%"),
];

fn world(coverage: &str, changes: &[(&str, &str)]) -> World {
    World::new(coverage, &[&EFFECTS, changes].concat())
}

fn pool() -> World {
    world(r#"{ pooled = "t" }"#, &[])
}

/// Odds ratio of so much attachment.
fn unattached(attachment: f64) -> f64 {
    libm::pow(1.25, 1.0 - attachment)
}

#[test]
fn without_any_contact_only_attachment_is_lacking() {
    let mut world = pool();
    world.renewal(at(1, 0, 0), 0, 0.9);
    world.assert_churn(&[churn(1.25)], 1e-7);
}

#[test]
fn the_luck_decides_against_the_probability() {
    let mut world = world(r#"{ pooled = "t" }"#, &[("outcomes.no_attachment", "1")]);
    world.renewal(at(1, 0, 0), 0, 0.179).renewal(at(1, 0, 0), 1, 0.181);
    let renewals = world.live().0.renewals;
    assert_eq!(
        renewals.iter().map(|(account, _, stays)| (*account, *stays)).collect::<Vec<_>>(),
        [(0, false), (1, true)]
    );
}

#[test]
fn a_contract_of_a_month_churns_a_month_s_share() {
    let changes = [("outcomes.no_attachment", "1"), ("segments.s.contract", "1 month")];
    let mut world = world(r#"{ pooled = "t" }"#, &changes);
    world.renewal(at(1, 0, 0), 0, 0.9);
    // Twelve months compound to the year: 1 - 0.82^(1/12).
    world.assert_churn(&[1.0 - libm::pow(0.82, 1.0 / 12.0)], 1e-7);
}

#[test]
fn late_answers_count_by_their_share() {
    let mut world = pool();
    // c0 is busy until 04:10, so the request of 00:00 is ten minutes late and that of 00:20 (waiting until 04:20, just
    // on its target) is not. Of three requests, with one at 10:00, one is late: 10 x 1/3 times 10 points.
    world.work(at(0, 0, 0), ASK, 1, 250).work(at(0, 0, 0), ASK, 2, 0);
    world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 0, 20), ASK, 0, 10).work(at(0, 10, 0), ASK, 0, 10);
    world.renewal(at(1, 0, 0), 0, 0.9);
    // Three touches by one person: 0.2, 0.36, 0.488.
    world.assert_churn(&[churn(libm::pow(1.05, 10.0 / 3.0) * unattached(0.488))], 1e-7);
}

#[test]
fn a_request_is_late_from_the_moment_its_target_passes() {
    let mut world = pool();
    // Busy until 10:00; the target passes at 04:00. The renewal of 04:00 precedes it, that of 04:01 does not.
    world.work(at(0, 0, 0), ASK, 1, 600).work(at(0, 0, 0), ASK, 0, 10);
    world.renewal(at(0, 4, 0), 0, 0.9).renewal(at(0, 4, 1), 0, 0.9);
    world.assert_churn(&[churn(1.25), churn(1.25 * libm::pow(1.05, 10.0))], 1e-7);
}

#[test]
fn each_missed_touch_counts_for_half_a_year() {
    let mut world = pool();
    world.work(at(0, 0, 0), ASK, 1, 600);
    world.work(at(0, 0, 0), CARE, 0, 10).work(at(0, 1, 0), CARE, 0, 10).work(at(0, 8, 0), CARE, 0, 10);
    // Expired at 03:00 and 04:00; the third is done at 10:00, a first touch: attachment 0.2.
    world.renewal(at(0, 3, 0), 0, 0.9).renewal(at(1, 0, 0), 0, 0.9);
    world.assert_churn(&[churn(1.25 * 1.15), churn(1.15 * 1.15 * unattached(0.2))], 1e-7);
}

#[test]
fn an_open_risk_counts_until_it_is_saved_or_the_term_ends() {
    let mut world = pool();
    // a0's play begins at once (chance 80 %) and ends at 01:00: luck 0.5 saves. a1's play begins at 01:00 (64 %):
    // luck 0.9 does not.
    world.work_with_luck(at(0, 0, 0), DROP, 0, 60, 0.5).work_with_luck(at(0, 0, 0), DROP, 1, 60, 0.9);
    world.renewal(at(0, 0, 30), 0, 0.99).renewal(at(0, 2, 0), 1, 0.99).renewal(at(0, 3, 0), 1, 0.99);
    // At 00:30 the play is still going on; at 03:00 a1 is in its next term, and the risk of the last one is over.
    world.assert_churn(&[churn(4.0 * unattached(0.2)), churn(4.0 * unattached(0.2)), churn(unattached(0.2))], 1e-7);
    let mut world = pool();
    world.work_with_luck(at(0, 0, 0), DROP, 0, 60, 0.5).renewal(at(0, 2, 0), 0, 0.9);
    world.assert_churn(&[churn(unattached(0.2))], 1e-7);
}

#[test]
fn strength_is_an_exponent_on_every_effect() {
    for (strength, power) in [("0", 0.0), ("0.5", 0.5), ("2", 2.0)] {
        let mut world = world(r#"{ pooled = "t" }"#, &[("outcomes.strength", strength)]);
        world.work(at(0, 0, 0), ASK, 1, 600).work(at(0, 0, 0), CARE, 0, 10).work(at(0, 4, 0), DROP, 0, 10);
        world.renewal(at(0, 4, 1), 0, 0.9);
        world.assert_churn(&[churn(libm::pow(1.25 * 1.15 * 4.0, power))], 1e-7);
    }
}

#[test]
fn attachment_grows_with_one_person_and_is_lost_to_others() {
    let mut world = world(r#"{ named = "t", backup_after = "10 min" }"#, &[("teams.t.csms", "2")]);
    let touch = |world: &mut World, hour: i64| {
        world.work(at(0, hour, 0), ASK, 0, 5).renewal(at(0, hour, 30), 0, 0.9);
    };
    (0..3).for_each(|hour| touch(&mut world, hour));
    // From 03:00 the owner is busy with a2, so c1 helps out after ten minutes.
    world.work(at(0, 3, 0), ASK, 2, 600);
    (4..7).for_each(|hour| touch(&mut world, hour));
    // Own: 0.2; 0.2 + 0.8 x 0.2 = 0.36; 0.36 + 0.64 x 0.2 = 0.488. Another: half of it, 0.244, still with c0; then
    // 0.122, less than one touch earns, so it turns to c1 with 0.2; then c1 is its own: 0.36.
    let attachment = [0.2, 0.36, 0.488, 0.244, 0.2, 0.36];
    world.assert_churn(&attachment.map(|a| churn(unattached(a))), 1e-7);
}

#[test]
fn work_of_an_account_that_left_is_withdrawn_and_no_more_comes() {
    let mut world = pool();
    world.work(at(0, 0, 0), ASK, 1, 60).work(at(0, 0, 10), ASK, 0, 10).work(at(0, 0, 20), ASK, 2, 10);
    world.renewal(at(0, 0, 30), 0, 0.0).work(at(0, 2, 0), ASK, 0, 10);
    let (diary, _) = world.live();
    assert_eq!(diary.begun, ["0d00:00 c0 ask a1", "0d01:00 c0 ask a2"]);
    assert_eq!(diary.withdrawn, ["0d00:30 ask a0"], "dropped when the account leaves");
}

#[test]
fn a_segment_without_churn_loses_nobody() {
    let mut world = World::new(r#"{ pooled = "t" }"#, &[("segments.s.expansion", "5% / year")]);
    world.renewal(at(1, 0, 0), 0, 0.0);
    let (diary, _) = world.live();
    assert_eq!(diary.renewals, [(0, 0.0, true)]);
}
