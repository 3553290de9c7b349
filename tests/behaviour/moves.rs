//! Accounts that are handed over: what waits goes along, books change, attachment is lost, and both parties meet.

use crate::world::{ASK, CARE, DROP, World, at};
use caseload::engine::Metric;
use caseload::model::demand::Occurrence;
use caseload::model::work::{Origin, Schedule};
use caseload::time::{DAY, Elapsed};

/// Named for two days, then anyone of two CSMs.
const YOUNG_NAMED: &str = r#"{ until = "2 days", named = "t", backup_after = "never" }, { pooled = "t" }"#;

/// Three accounts of the beginning, who are old, and a3, who starts on day 1.
fn world(coverage: &str, changes: &[(&str, &str)]) -> World {
    let mut all = vec![("teams.t.csms", "2"), ("segments.s.new_accounts", "10% / year"), ("hand_off.work", "0 min")];
    all.extend_from_slice(changes);
    let mut world = World::new(coverage, &all);
    world.demand.accounts.initial = 3;
    start(&mut world, 3, 1);
    world
}

fn start(world: &mut World, account: u32, day: i64) {
    world.demand.accounts.start[account as usize] = at(day, 0, 0);
    world.add(Occurrence::start(at(day, 0, 0), account));
}

#[test]
fn at_its_age_an_account_and_what_waits_of_it_go_to_the_pool() {
    let mut world = world(YOUNG_NAMED, &[]);
    // c0, the owner of a3, is busy from 23:00; c1 may take nothing of it before a3 is two days old, at midnight. Both
    // requests come along, in order; after that whoever is idle longest takes what comes.
    world.work(at(2, 23, 0), ASK, 3, 90).work(at(2, 23, 10), ASK, 3, 10).work(at(2, 23, 20), ASK, 3, 10);
    world.work(at(4, 0, 0), ASK, 3, 5);
    let begun = ["2d23:00 c0 ask a3", "3d00:00 c1 ask a3", "3d00:10 c1 ask a3", "4d00:00 c1 ask a3"];
    assert_eq!(world.begun(), begun);
}

#[test]
fn accounts_of_the_beginning_are_old() {
    let mut world = world(YOUNG_NAMED, &[]);
    world.work(at(0, 1, 0), ASK, 0, 60).work(at(0, 1, 10), ASK, 0, 10);
    assert_eq!(world.begun(), ["0d01:00 c0 ask a0", "0d01:10 c1 ask a0"]);
}

#[test]
fn work_that_expires_at_the_hand_off_is_missed() {
    let mut world = world(YOUNG_NAMED, &[]);
    // Care expires after three hours: at midnight exactly, and one minute later.
    world.work(at(2, 20, 0), ASK, 3, 300).work(at(2, 21, 0), CARE, 3, 10).work(at(2, 21, 1), CARE, 3, 10);
    let (diary, record) = world.live();
    assert_eq!(diary.expired, ["3d00:00 care a3"]);
    assert_eq!(diary.begun, ["2d20:00 c0 ask a3", "3d00:00 c1 care a3"]);
    assert_eq!(record.groups[0][Metric::PlannedDeliveredShare], 0.5);
}

#[test]
fn work_given_out_that_expires_as_older_work_goes_along_is_missed_once() {
    let given = r#"{ work = ["planned", "triggered"], until = "2 days", pooled = "t", assign = "least_loaded" },
        { work = ["planned", "triggered"], pooled = "u", assign = "least_loaded" }, { pooled = "t" }"#;
    let mut world = world(given, &[("teams.u.csms", "2")]);
    // Both are busy until the morning. The play, good until 00:30, goes over at midnight; to see who has least to do, the
    // care that has expired at 23:30 is taken off.
    world.work(at(2, 19, 0), ASK, 0, 600).work(at(2, 19, 0), ASK, 1, 600);
    world.work(at(2, 19, 30), DROP, 3, 10).work(at(2, 20, 30), CARE, 3, 10);
    let diary = world.live().0;
    assert_eq!(diary.begun, ["2d19:00 c0 ask a0", "2d19:00 c1 ask a1", "3d00:00 c2 drop a3"]);
    assert_eq!(diary.expired, ["2d23:30 care a3"]);
}

#[test]
fn onboarding_lasts_from_the_hand_over_by_sales_to_go_live() {
    let coverage = r#"{ stage = "onboarding", named = "t", backup_after = "never" }, { pooled = "t" }"#;
    let mut world = world(
        coverage,
        &[
            ("segments.s.hand_off", "1 day"),
            ("segments.s.onboarding.duration", "2 days"),
            ("segments.s.onboarding.request_factor", "1"),
        ],
    );
    // a3 starts on day 1, is handed over on day 2 and live on day 4.
    world.work(at(3, 23, 0), ASK, 3, 90).work(at(3, 23, 10), ASK, 3, 10);
    assert_eq!(world.begun(), ["3d23:00 c0 ask a3", "4d00:00 c1 ask a3"]);
}

#[test]
fn a_stage_may_come_with_a_csm_of_its_own() {
    // The other way round: a pool at first, then a named CSM. The lightest book is c0's.
    let coverage = r#"{ until = "2 days", pooled = "t" }, { named = "t", backup_after = "never" }"#;
    let mut world = world(coverage, &[]);
    // The old accounts a0 and a2 are c0's, a1 is c1's, so a3 goes to c1 on day 3, and a4 after it to c0.
    start(&mut world, 4, 2);
    world.work(at(2, 1, 0), ASK, 3, 10).work(at(3, 1, 0), ASK, 3, 10).work(at(5, 0, 0), ASK, 4, 10);
    assert_eq!(world.begun(), ["2d01:00 c0 ask a3", "3d01:00 c1 ask a3", "5d00:00 c0 ask a4"]);
}

#[test]
fn who_goes_live_makes_room_in_the_book() {
    let mut world = world(YOUNG_NAMED, &[]);
    // a3 -> c0 and a4 -> c1 on day 1. a3 leaves c0's book on day 3, when a5 comes: c0 again, and a6: c0 (1 = 1 after
    // a4 has left at noon as well: both empty but for a5, so c1).
    world.demand.accounts.start[4] = at(1, 12, 0);
    world.add(Occurrence::start(at(1, 12, 0), 4));
    start(&mut world, 5, 3);
    world.demand.accounts.start[6] = at(3, 13, 0);
    world.add(Occurrence::start(at(3, 13, 0), 6));
    for account in [3, 4] {
        world.work(at(2, i64::from(account), 0), ASK, account, 5);
    }
    for account in [5, 6] {
        world.work(at(4, i64::from(account), 0), ASK, account, 5);
    }
    let begun = ["2d03:00 c0 ask a3", "2d04:00 c1 ask a4", "4d05:00 c0 ask a5", "4d06:00 c1 ask a6"];
    assert_eq!(world.begun(), begun);
}

#[test]
fn both_parties_meet_and_the_meetings_are_work() {
    let mut world = world(YOUNG_NAMED, &[("hand_off.work", "30 min")]);
    // c0 is busy until 00:30; c1 meets at midnight for the pool. The request (priority 2) comes before c0's own part
    // (priority 3).
    world.work(at(2, 23, 0), ASK, 3, 90).work(at(2, 23, 10), ASK, 3, 10);
    let begun = ["2d23:00 c0 ask a3", "3d00:00 c1 welcome a3", "3d00:30 c0 ask a3", "3d00:40 c0 farewell a3"];
    assert_eq!(world.begun(), begun);
    // Sixty days of overlap: each part is an hour.
    let mut longer = self::world(YOUNG_NAMED, &[("hand_off.work", "30 min"), ("hand_off.overlap", "60 days")]);
    longer.work(at(2, 23, 0), ASK, 3, 5);
    assert_eq!(longer.live().0.ended[1..], ["3d01:00 c0 farewell a3", "3d01:00 c1 welcome a3"]);
}

/// The probability of churn of a3 on day 3 after so many touches by its owner on day 2.
fn churn_after(touches: i64, changes: &[(&str, &str)]) -> f64 {
    let mut all = vec![("segments.s.churn", "20% / year"), ("outcomes.no_attachment", "4"), ("attachment.gain", "50%")];
    all.extend_from_slice(changes);
    let mut world = world(YOUNG_NAMED, &all);
    for hour in 0..touches {
        world.work(at(2, hour, 0), ASK, 3, 5);
    }
    world.renewal(at(3, 1, 0), 3, 0.99);
    world.live().0.renewals[0].1
}

fn expected(attachment: f64) -> f64 {
    // Stated odds of 20 % a year times the odds ratio of what is lacking.
    let odds = 0.2 / 0.8 * libm::pow(4.0, 1.0 - attachment);
    odds / (1.0 + odds)
}

#[test]
fn a_hand_off_destroys_attachment_less_what_overlap_and_communication_save() {
    let close = |found: f64, attachment: f64| assert!((found - expected(attachment)).abs() < 1e-6, "{found}");
    // Two touches: 50 %, then 75 %. All of it is lost.
    close(churn_after(2, &[]), 0.0);
    close(churn_after(2, &[("hand_off.loss", "40%")]), 0.75 * 0.6);
    close(churn_after(2, &[("hand_off.communication", "25%")]), 0.75 * 0.25);
    // Sixty days are two half-lives of thirty: a quarter is lost.
    close(churn_after(2, &[("hand_off.overlap", "60 days")]), 0.75 * 0.75);
    close(churn_after(2, &[("hand_off.overlap", "60 days"), ("hand_off.half_life", "60 days")]), 0.75 * 0.5);
    let all = [("hand_off.overlap", "60 days"), ("hand_off.communication", "50%"), ("hand_off.loss", "80%")];
    close(churn_after(2, &all), 0.75 * (1.0 - 0.8 * 0.5 * 0.25));
    // Without any touch nothing is there to lose.
    close(churn_after(0, &[]), 0.0);
}

#[test]
fn hand_offs_are_counted() {
    let mut world = world(YOUNG_NAMED, &[]);
    start(&mut world, 4, 2);
    world.renewal(at(3, 12, 0), 4, 0.0);
    let (_, record) = world.live();
    let accounts = record.groups[0][Metric::AccountsPerCsm] * 2.0;
    let years = accounts * world.scenario.simulation.length.years();
    // a3 and a4; without churn nobody leaves.
    assert!((record.groups[0][Metric::ReassignmentsPerAccountYear] * years - 2.0).abs() < 1e-9);
    // Who has left is not handed over.
    let mut leaving = self::world(YOUNG_NAMED, &[("segments.s.churn", "20% / year")]);
    leaving.renewal(at(2, 0, 0), 3, 0.0);
    let (diary, record) = leaving.live();
    assert_eq!(diary.renewals.len(), 1);
    assert_eq!(record.groups[0][Metric::ReassignmentsPerAccountYear], 0.0);
}

#[test]
fn work_left_to_nobody_is_not_planned_and_risks_left_to_nobody_strike() {
    let coverage = r#"{ work = "planned", nobody = true }, { pooled = "t" }"#;
    let mut world = world(coverage, &[]);
    world.work(at(0, 1, 0), CARE, 0, 10).work(at(0, 2, 0), DROP, 0, 10).work(at(0, 3, 0), ASK, 0, 10);
    let (diary, record) = world.live();
    assert_eq!(diary.begun, ["0d02:00 c0 drop a0", "0d03:00 c1 ask a0"]);
    assert!(record.groups[0][Metric::PlannedDeliveredShare].is_nan(), "nothing was planned");
    assert_eq!(record.groups[0][Metric::CtaRespondedShare], 1.0);

    let coverage = r#"{ work = ["planned", "triggered"], nobody = true }, { pooled = "t" }"#;
    let changes = [("segments.s.churn", "20% / year"), ("outcomes.no_attachment", "1")];
    let mut world = self::world(coverage, &changes);
    world.work(at(0, 2, 0), DROP, 0, 10).renewal(at(1, 0, 0), 0, 0.99);
    let (diary, record) = world.live();
    assert!(diary.begun.is_empty());
    assert_eq!(record.groups[0][Metric::CtaRespondedShare], 0.0);
    // The risk multiplies the odds of 0.25 by four.
    assert!((diary.renewals[0].1 - 0.5).abs() < 1e-9, "{:?}", diary.renewals);
}

/// The odds of churn of a3 at its first and second renewal, a share of 0.25 of which is stated, and the share in time.
fn onboarded(coverage: &str, touches: &[(i64, i64)]) -> (Vec<f64>, f64) {
    let changes = [
        ("segments.s.churn", "20% / year"),
        ("outcomes.no_attachment", "1"),
        ("outcomes.missed_touch", "1"),
        ("outcomes.late_onboarding", "3"),
    ];
    let mut world = world(coverage, &changes);
    if let Origin::Step { schedule, .. } = &mut world.scenario.kinds[usize::from(CARE)].origin {
        *schedule = Schedule::AfterStart(Elapsed::from_ms(DAY));
    }
    // Both CSMs are busy on day 2 from 00:00 for so many minutes.
    for &(account, minutes) in touches {
        world.work(at(2, 0, 0), ASK, account as u32, minutes);
    }
    world.work(at(2, 0, 0), CARE, 3, 10).renewal(at(20, 0, 0), 3, 0.99).renewal(at(40, 0, 0), 3, 0.99);
    let (diary, record) = world.live();
    let odds = diary.renewals.iter().map(|(_, churn, _)| churn / (1.0 - churn)).collect();
    (odds, record.groups[0][Metric::OnboardingOnTimeShare])
}

#[test]
fn a_late_onboarding_costs_at_the_first_renewal_and_only_there() {
    let close = |found: Vec<f64>, expected: [f64; 2]| {
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9), "{found:?} {expected:?}");
    };
    // The same where nobody makes any other touch.
    let by_name = r#"{ work = "care", pooled = "t" }, { work = "planned", nobody = true }, { pooled = "t" }"#;
    for coverage in [r#"{ pooled = "t" }"#, by_name] {
        // In time: at once, and after the hour exactly.
        for minutes in [0, 60] {
            let (odds, in_time) = onboarded(coverage, &[(0, minutes), (1, minutes)]);
            close(odds, [0.25, 0.25]);
            assert_eq!(in_time, 1.0);
        }
        // Late by a minute, and missed after three hours.
        for minutes in [61, 200] {
            let (odds, in_time) = onboarded(coverage, &[(0, minutes), (1, minutes)]);
            close(odds, [0.75, 0.25]);
            assert_eq!(in_time, 0.0);
        }
    }
}

#[test]
fn an_onboarding_that_nobody_does_is_neither_late_nor_in_time() {
    let (odds, in_time) = onboarded(r#"{ work = "care", nobody = true }, { pooled = "t" }"#, &[(0, 200), (1, 200)]);
    assert!(odds.iter().all(|odds| (odds - 0.25).abs() < 1e-9), "{odds:?}");
    assert!(in_time.is_nan(), "{in_time}");
}

/// Named until day 2, then a pool; `more` says how it changes.
fn changing(more: &str) -> String {
    format!(
        r#"{{ pooled = "t" }} ]
transition = {{ from = "old", at = "2 days"{more} }}
[designs.old]
coverage = [ {{ named = "t", backup_after = "never" }}"#
    )
}

const FROM: (&str, &str) = ("simulation.current", "old");

#[test]
fn at_the_date_all_accounts_change_at_once() {
    let mut world = world(&changing(""), &[FROM]);
    // a0 and a2 are c0's. At midnight accounts change one after the other, so c1, who is idle, takes what waits of a0;
    // what waits of a2 comes next.
    world.work(at(1, 23, 0), ASK, 0, 120).work(at(1, 23, 10), ASK, 2, 10).work(at(1, 23, 20), ASK, 0, 10);
    world.work(at(2, 0, 0), ASK, 2, 10);
    let begun = ["1d23:00 c0 ask a0", "2d00:00 c1 ask a0", "2d00:10 c1 ask a2", "2d00:20 c1 ask a2"];
    let (diary, record) = world.live();
    assert_eq!(diary.begun, begun);
    // The three old ones and a3, who had come the day before.
    let years = record.groups[0][Metric::AccountsPerCsm] * 2.0 * world.scenario.simulation.length.years();
    assert!((record.groups[0][Metric::ReassignmentsPerAccountYear] * years - 4.0).abs() < 1e-9);
}

#[test]
fn by_renewal_each_account_changes_at_its_own() {
    let mut world = world(&changing(", cohorts = \"by_renewal\""), &[FROM]);
    start(&mut world, 4, 3);
    // a0 renews a day too early, and stays with c0; a2 renews on day 3.
    world.renewal(at(1, 0, 0), 0, 0.9).renewal(at(3, 0, 0), 2, 0.9);
    world.work(at(2, 1, 0), ASK, 2, 60).work(at(2, 1, 10), ASK, 2, 10);
    world.work(at(4, 1, 0), ASK, 0, 60).work(at(4, 1, 10), ASK, 0, 10).work(at(4, 1, 15), ASK, 2, 60);
    // a4 comes after the date: it has no CSM of its own. At 02:00 c0 ends a0's first and turns to what came first.
    world.work(at(4, 1, 20), ASK, 4, 5);
    let begun = [
        "2d01:00 c0 ask a2",
        "2d02:00 c0 ask a2",
        "4d01:00 c0 ask a0",
        "4d01:15 c1 ask a2",
        "4d02:00 c0 ask a0",
        "4d02:10 c0 ask a4",
    ];
    assert_eq!(world.begun(), begun);
}

#[test]
fn a_transition_may_overlap_longer_than_other_hand_offs() {
    let longer = changing(", overlap = \"60 days\"");
    let mut world = world(&longer, &[FROM, ("hand_off.work", "30 min")]);
    world.demand.accounts.initial = 1;
    world.demand.occurrences.retain(|occurrence| occurrence.what != caseload::model::demand::What::Start);
    assert_eq!(world.live().0.ended, ["2d01:00 c0 farewell a0", "2d01:00 c1 welcome a0"]);
}

#[test]
fn where_no_person_takes_part_in_onboarding_none_is_late() {
    let changes = [("segments.s.churn", "20% / year"), ("outcomes.late_onboarding", "3")];
    let mut world = world(r#"{ pooled = "t" }"#, &changes);
    world.renewal(at(20, 0, 0), 3, 0.99);
    assert!(world.live().1.groups[0][Metric::OnboardingOnTimeShare].is_nan());
}
