//! What is done at the end of a year, a month and the simulation, by hand.

use crate::world::{ASK, CARE, World, at};
use caseload::engine::Metric::*;
use caseload::model::demand::Occurrence;

const POOL: &str = r#"{ pooled = "t" }"#;

fn near(given: f64, expected: f64) {
    assert!((given - expected).abs() < 1e-9 * expected.abs().max(1.0), "{given} instead of {expected}");
}

#[test]
fn annual_shares_are_means_over_years() {
    let changes = [
        ("simulation.length", "24 months"),
        ("segments.s.churn", "18% / year"),
        ("segments.s.expansion", "30% / year"),
        ("outcomes.expansion_unattached", "1"),
        ("outcomes.no_attachment", "1"),
        ("outcomes.late_responses", "1"),
    ];
    let mut world = World::new(POOL, &changes);
    // In the first year a0 leaves and a1 doubles; in the second a2 doubles.
    world.add(Occurrence::renewal(at(100, 0, 0), 0, 0.0, 0.5));
    world.add(Occurrence::renewal(at(200, 0, 0), 1, 0.99, 0.1));
    world.add(Occurrence::renewal(at(500, 0, 0), 2, 0.99, 0.1));
    let record = world.live().1;
    let all = &record.groups[0];
    near(all[LogoChurnAnnual], (1.0 / 9.0 + 0.0) / 2.0);
    near(all[GrrAnnual], (80.0 / 90.0 + 1.0) / 2.0);
    near(all[NrrAnnual], (90.0 / 90.0 + 100.0 / 90.0) / 2.0);
    // Two of eight came up at 18 %, then one of seven.
    let (first, second) = (0.18 * 2.0 / 8.0, 0.18 / 7.0);
    near(record.anchor[0].churn_annual, (first + second) / 2.0);
    near(record.anchor[0].churn_slope, (first + second) / 2.0 * 0.82);
    // Of the ARR of the beginning; what expands does not count.
    assert_eq!(record.retained.len(), 25);
    near(record.retained[3], 1.0);
    near(record.retained[4], 80.0 / 90.0);
    near(record.retained[24], 80.0 / 90.0);
}

#[test]
fn planned_work_that_waits_at_the_end_is_missed_if_it_was_due() {
    // The end is on day 84; one touch was begun before. Due within an hour, good for three.
    let delivered = |hour: i64, minute: i64| {
        let mut world = World::new(POOL, &[]);
        world.work(at(1, 0, 0), CARE, 0, 10).work(at(83, 12, 0), ASK, 1, 24 * 60);
        world.work(at(83, hour, minute), CARE, 2, 10);
        world.live().1.groups[0][PlannedDeliveredShare]
    };
    assert_eq!(delivered(20, 0), 0.5, "it has expired");
    assert_eq!(delivered(21, 0), 0.5, "it expires at the end");
    assert_eq!(delivered(22, 59), 0.5);
    assert_eq!(delivered(23, 0), 1.0, "it is due at the end");
    assert_eq!(delivered(23, 30), 1.0);
}

#[test]
fn unanswered_requests_count_with_the_wait_that_they_had() {
    let mut world = World::new(POOL, &[("teams.t.calendar", "desk")]);
    // On the last Friday from 16:00 to 17:30, and to Monday by the clock.
    world.work(at(81, 9, 0), ASK, 1, 24 * 60).work(at(81, 16, 0), ASK, 0, 10);
    let all = &world.live().1.groups[0];
    near(all[UnansweredShare], 0.5);
    near(all[FirstResponseHoursMean], 0.75);
    near(all[FirstResponseCalendarHoursMean], 28.0);
}

#[test]
fn hours_of_warm_up_are_no_hours_of_measuring() {
    let mut world = World::new(POOL, &[("simulation.warm_up", "1 weeks")]);
    world.work(at(-2, 0, 0), ASK, 0, 60).work(at(1, 0, 0), ASK, 0, 60);
    let record = world.live().1;
    near(record.groups[0][Utilization], 1.0 / (84.0 * 24.0));
    near(record.csm_utilization[0], 1.0 / (84.0 * 24.0));
    near(record.groups[0][IdleShare], 1.0 - 1.0 / (84.0 * 24.0));
}

#[test]
fn who_has_left_is_not_there_at_the_end() {
    let changes = [
        ("teams.t.csms", "3"),
        ("teams.t.vacancy", "30 days"),
        ("teams.t.departures", r#"[{ at = "10 days", csm = 1 }, { at = "80 days", csm = 2 }]"#),
    ];
    let all = &World::new(POOL, &changes).live().1.groups[0];
    // The first seat is filled again on day 40.
    assert_eq!([all[CsmsClosing], all[ArrPerCsmClosing]], [2.0, 45_000.0]);
}

#[test]
fn time_for_other_things_than_customers_is_as_stated() {
    let mut world = World::new(POOL, &[("teams.t.calendar", "desk"), ("teams.t.non_customer", "20%")]);
    world.work(at(0, 9, 0), ASK, 0, 10);
    let record = world.live().1;
    let all = &record.groups[0];
    assert!((all[NonCustomerShare] - 0.2).abs() < 0.01, "{}", all[NonCustomerShare]);
    near(all[IdleShare] + all[ReactiveShare], 1.0 - all[NonCustomerShare]);
}
