//! Sums by hand: who pays for whom, how much waited in a week, what fell into a month, what is counted at all.

use crate::world::{ASK, CARE, World, at};
use caseload::engine::Metric::*;
use caseload::model::demand::Occurrence;
use caseload::model::work::{Origin, Schedule};
use caseload::time::{DAY, Elapsed, MONTH};

const POOL: &str = r#"{ pooled = "t" }"#;
/// Measuring lasts twelve weeks.
const YEARS: f64 = 84.0 / 365.2425;

fn near(given: f64, expected: f64) {
    assert!((given - expected).abs() < 1e-9 * expected.abs().max(1.0), "{given} instead of {expected}");
}

#[test]
fn segments_pay_for_csms_by_the_hours_that_they_take() {
    let costs = [("teams.t.cost", "$100k / year"), ("teams.u.cost", "$80k / year")];
    let mut world = World::new(&format!(r#"{{ work = "planned", pooled = "u" }}, {POOL}"#), &costs);
    // Of c0 an hour for each segment, of c1 half an hour and one and a half.
    world.work(at(0, 1, 0), ASK, 0, 60).work(at(0, 3, 0), ASK, 8, 60);
    world.work(at(0, 1, 0), CARE, 0, 30).work(at(0, 3, 0), CARE, 8, 90);
    let groups = world.live().1.groups;
    let [all, s, b] = [&groups[0], &groups[1], &groups[2]];
    assert_eq!([all[Csms], s[Csms], b[Csms]], [2.0, 0.75, 1.25]);
    assert_eq!([all[CostAnnual], s[CostAnnual], b[CostAnnual]], [180_000.0, 70_000.0, 110_000.0]);
    near(s[WorkHoursPerAccountYear], 1.5 / (8.0 * YEARS));
    near(b[WorkHoursPerAccountYear], 2.5 / YEARS);
    near(all[CostPerAccount], 20_000.0);
    near(all[CostPer1kArr], 2_000.0);
    near(s[CostPer1kArr], 875.0);
    near(s[AccountsPerCsm], 8.0 / 0.75);
}

#[test]
fn segments_pay_for_the_overtime_that_they_take() {
    let desk = [("teams.u.calendar", "desk"), ("teams.u.overtime", "1 h"), ("teams.u.cost", "$100k / year")];
    let mut world = World::new(r#"{ pooled = "u" }"#, &desk);
    // Half an hour in time and half after for s; three quarters and a quarter for b.
    world.work(at(0, 17, 0), ASK, 0, 60).work(at(1, 16, 45), ASK, 8, 60);
    let groups = world.live().1.groups;
    // 480 hours in twelve weeks, paid one and a half times.
    let overtime = |hours: f64| 100_000.0 * 1.5 * hours / 480.0;
    near(groups[0][CostAnnual], 100_000.0 + overtime(0.75));
    near(groups[1][CostAnnual], 100_000.0 * 30.0 / 75.0 + overtime(0.5));
    near(groups[2][CostAnnual], 100_000.0 * 45.0 / 75.0 + overtime(0.25));
    near(groups[1][WorkHoursPerAccountYear], 1.0 / (8.0 * YEARS));
    near(groups[2][WorkHoursPerAccountYear], 1.0 / YEARS);
}

#[test]
fn backlog_is_the_mean_number_that_waits_in_a_week() {
    let mut world = World::new(POOL, &[("simulation.warm_up", "2 weeks"), ("simulation.cool_down", "1 weeks")]);
    // Warm-up: one waits from Sunday 22:00 to Monday 06:00. Later one from day 15 to day 44, and one with it for a day.
    world.work(at(-8, 20, 0), ASK, 0, 600).work(at(-8, 22, 0), ASK, 1, 10);
    world.work(at(14, 0, 0), ASK, 0, 30 * 24 * 60).work(at(15, 0, 0), ASK, 1, 10);
    world.work(at(43, 0, 0), ASK, 2, 10);
    let backlog = world.live().1.backlog;
    assert_eq!(backlog.len(), 14, "without the cool-down");
    let minute = 1.0 / (7.0 * 24.0 * 60.0);
    let mut expected = [0.0; 14];
    (expected[0], expected[1]) = (2.0 / 168.0, 6.0 / 168.0);
    (expected[4], expected[5], expected[6], expected[7]) = (6.0 / 7.0, 1.0, 1.0, 1.0);
    expected[8] = 3.0 / 7.0 + 10.0 * minute;
    backlog.iter().zip(expected).for_each(|(given, expected)| near(*given, expected));
}

#[test]
fn planned_touches_count_in_the_month_in_which_they_close() {
    let mut world = World::new(POOL, &[]);
    // A month has 30.44 days. Due in an hour, good for three: one begun an hour and a half after the due date, one missed.
    world.work(at(2, 0, 0), CARE, 0, 10).work(at(30, 10, 0), CARE, 1, 10);
    world.work(at(40, 0, 0), ASK, 2, 150).work(at(40, 0, 0), CARE, 3, 10);
    world.work(at(50, 0, 0), ASK, 2, 240).work(at(50, 0, 0), CARE, 3, 10);
    let record = world.live().1;
    assert_eq!(record.planned, [(2, 2), (2, 1)], "whole months");
    near(record.groups[0][PlannedLateDaysMean], 1.5 / 24.0 / 3.0);
    near(record.groups[0][PlannedDeliveredShare], 0.75);
}

#[test]
fn what_comes_in_warm_up_or_cool_down_is_not_counted() {
    let mut world = World::new(POOL, &[("simulation.warm_up", "1 weeks"), ("simulation.cool_down", "1 weeks")]);
    for instant in [at(-1, 0, 0), at(-1, 23, 59), at(0, 0, 0), at(83, 23, 59), at(84, 0, 0), at(85, 0, 0)] {
        world.work(instant, ASK, 0, 1);
    }
    let record = world.live().1;
    near(record.groups[0][RequestsPerAccountMonth], 2.0 / 9.0 * MONTH as f64 / (84 * DAY) as f64);
    assert_eq!(record.responses.count(), 2);
}

#[test]
fn growth_compares_the_first_three_months_with_the_last() {
    let changes = [
        ("simulation.length", "6 months"),
        ("teams.t.cost", "$100k / year"),
        ("segments.s.churn", "99% / year"),
        ("teams.t.csms", "2"),
        ("teams.t.cuts", r#"[{ at = "80 days", csms = 1 }]"#),
    ];
    let mut world = World::new(POOL, &changes);
    // One account of nine leaves in the second month: $90k, $90k, $80k, $80k at the ends of the first months.
    world.renewal(at(45, 0, 0), 0, 0.001);
    let all = &world.live().1.groups[0];
    let arr = 80.0 / ((90.0 + 85.0 + 80.0) / 3.0) - 1.0;
    let quarter = (3 * MONTH) as f64;
    let cost = 1.0 / (1.0 + (80 * DAY) as f64 / quarter) - 1.0;
    near(all[CsCostGrowthOverArrGrowth], cost / arr);
    assert_eq!([all[CsmsClosing], all[ArrPerCsmClosing]], [1.0, 80_000.0]);
}

#[test]
fn a_step_that_waits_beyond_its_due_date_at_the_renewal_is_late() {
    let odds = |hour: i64, minute: i64| {
        let changes = [
            ("segments.s.churn", "20% / year"),
            ("segments.s.new_accounts", "10% / year"),
            ("outcomes.no_attachment", "1"),
            ("outcomes.missed_touch", "1"),
            ("outcomes.late_onboarding", "3"),
        ];
        let mut world = World::new(POOL, &changes);
        if let Origin::Step { schedule, .. } = &mut world.scenario.kinds[usize::from(CARE)].origin {
            *schedule = Schedule::AfterStart(Elapsed::from_ms(DAY));
        }
        world.demand.accounts.initial = 3;
        world.demand.accounts.start[3] = at(1, 0, 0);
        world.add(Occurrence::start(at(1, 0, 0), 3));
        // Due within the hour; the CSM is busy until 03:00.
        world.work(at(2, 0, 0), ASK, 0, 180).work(at(2, 0, 0), CARE, 3, 10).work(at(2, 0, 0), ASK, 3, 10);
        world.renewal(at(2, hour, minute), 3, 0.99);
        let churn = world.live().0.renewals[0].1;
        churn / (1.0 - churn)
    };
    near(odds(1, 0), 0.25);
    near(odds(1, 1), 0.75);
}

#[test]
fn what_self_service_answers_is_a_share_of_all_that_was_asked() {
    let mut world = World::new(r#"{ pooled = "t" }"#, &[]);
    (world.demand.asked.deflected, world.demand.asked.reached) = (vec![3, 0], vec![1, 2]);
    let groups = world.live().1.groups;
    assert_eq!([0, 1, 2].map(|group| groups[group][DeflectedShare]), [0.5, 0.75, 0.0]);
}
