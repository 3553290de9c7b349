//! New accounts that take their seats into use: by when, how steps in time speed it up, and who leaves early.

use crate::world::{CARE, World, at};
use caseload::engine::Metric;
use caseload::model::demand::Occurrence;

const STEPS: &str = r#"[ { after_start = "4 days", work = "6 min", due_in = "1 h", expires = "3 h" } ]"#;

/// Account 0 starts on day 1 and needs two half-times of 10 days; a step begun within an hour doubles the pace. Nobody
/// is there from the beginning. A pool of one makes the steps.
fn world() -> World {
    with_steps(STEPS)
}

fn with_steps(steps: &str) -> World {
    with(steps, &[])
}

fn with(steps: &str, more: &[(&str, &str)]) -> World {
    let mut world = World::new(
        r#"{ pooled = "t" }"#,
        &[
            &[
                ("segments.s.new_accounts", "0.0000001% / year"),
                ("segments.s.churn", "18% / year"),
                ("segments.s.activation.half_in", "10 days"),
                ("segments.s.activation.within", "15 days"),
                ("segments.s.activation.step_factor", "2"),
                ("playbooks.care.steps", steps),
            ],
            more,
        ]
        .concat(),
    );
    world.demand.accounts.initial = 0;
    world.demand.accounts.start[0] = at(1, 0, 0);
    world.add(Occurrence::start(at(1, 0, 0), 0).with_half_times(2.0));
    // The date by which it should be activated.
    world.add(Occurrence::adoption(at(16, 0, 0), 0, false));
    world
}

fn on_time(world: &World) -> f64 {
    world.live().1.groups[0][Metric::ActivatedOnTimeShare]
}

#[test]
fn without_a_step_two_half_times_take_twenty_days() {
    let mut world = world();
    assert_eq!(on_time(&world), 0.0);
    // It is activated on day 21 and not before: who would leave at the end of day 20 leaves.
    world.add(Occurrence::adoption(at(21, 0, 0), 0, true));
    assert_eq!(world.live().1.groups[0][Metric::EarlyChurnShare], 0.0);
    assert_eq!(on_time(&world), 0.0, "the date of leaving is not that by which it should be activated");
    let mut world = self::world();
    world.add(Occurrence::adoption(at(20, 23, 59), 0, true));
    assert_eq!(world.live().1.groups[0][Metric::EarlyChurnShare], 1.0);
}

#[test]
fn a_step_in_time_makes_the_rest_twice_as_fast() {
    // Half a half-time by day 6, the rest in 7.5 days: activated on day 13 at noon.
    let mut world = world();
    world.work(at(6, 0, 0), CARE, 0, 30).add(Occurrence::adoption(at(13, 12, 0), 0, true));
    assert_eq!(on_time(&world), 1.0);
    assert_eq!(world.live().1.groups[0][Metric::EarlyChurnShare], 0.0);
    let mut world = self::world();
    world.work(at(6, 0, 0), CARE, 0, 30).add(Occurrence::adoption(at(13, 11, 59), 0, true));
    assert_eq!(world.live().1.groups[0][Metric::EarlyChurnShare], 1.0);
}

#[test]
fn a_step_begun_late_makes_nothing_faster() {
    let mut world = world();
    // Somebody else's work first: the step is begun two hours after it opened, an hour late.
    world.work(at(6, 0, 0), crate::world::ASK, 8, 120).work(at(6, 0, 0), CARE, 0, 30);
    world.add(Occurrence::start(at(5, 0, 0), 8));
    assert_eq!(on_time(&world), 0.0);
}

#[test]
fn who_leaves_early_takes_waiting_work_along_and_has_no_renewal() {
    let mut world = world();
    world.add(Occurrence::adoption(at(10, 0, 0), 0, true)).renewal(at(40, 0, 0), 0, 0.999);
    world.work(at(9, 23, 0), CARE, 0, 30).work(at(11, 0, 0), CARE, 0, 30);
    let (diary, record) = world.live();
    assert_eq!(diary.begun, ["9d23:00 c0 care a0"]);
    assert!(diary.renewals.is_empty());
    assert_eq!(record.groups[0][Metric::EarlyChurnShare], 1.0);
    // Ten thousand lost in twelve weeks.
    assert!((record.groups[0][Metric::ArrLostAnnual] - 10_000.0 * 365.2425 / 84.0).abs() < 0.01);
}

#[test]
fn only_steps_after_the_start_speed_it_up() {
    let recurring = r#"{ every = "1 month", work = "6 min", due_in = "1 h", expires = "3 h" } ]"#;
    let steps = STEPS.replace(']', &format!(", {recurring}"));
    let leaves = |kind: u16, day: i64| {
        let mut world = with_steps(&steps);
        world.work(at(5, 0, 0), kind, 0, 10).add(Occurrence::adoption(at(day, 0, 0), 0, true));
        world.live().1.groups[0][Metric::EarlyChurnShare] > 0.0
    };
    // Of twenty days four have passed on day 5; the other sixteen take eight after a step, and sixteen after another touch.
    assert_eq!([leaves(CARE, 12), leaves(CARE, 13)], [true, false]);
    assert_eq!([leaves(CARE + 1, 20), leaves(CARE + 1, 21)], [true, false]);
}

#[test]
fn an_account_begins_when_sales_has_handed_it_over() {
    let leaves = |step: bool, when| {
        let mut world = with(STEPS, &[("segments.s.hand_off", "2 days")]);
        if step {
            world.work(at(2, 0, 0), CARE, 0, 6);
        }
        world.add(Occurrence::adoption(when, 0, true));
        world.live().1.groups[0][Metric::EarlyChurnShare] > 0.0
    };
    // From day 3 on twenty days, or ten where a step had been made before.
    assert_eq!([leaves(false, at(22, 23, 59)), leaves(false, at(23, 0, 0))], [true, false]);
    assert_eq!([leaves(true, at(12, 23, 59)), leaves(true, at(13, 0, 0))], [true, false]);
}

#[test]
fn who_comes_and_leaves_within_a_year_is_no_churn_of_those_at_its_beginning() {
    let changes = [
        ("segments.s.new_accounts", "0.0000001% / year"),
        ("segments.s.churn", "18% / year"),
        ("segments.s.activation.half_in", "10 days"),
    ];
    let mut world = World::new(r#"{ pooled = "t" }"#, &changes);
    world.demand.accounts.initial = 4;
    world.demand.accounts.start[4] = at(1, 0, 0);
    world.add(Occurrence::start(at(1, 0, 0), 4).with_half_times(2.0)).add(Occurrence::adoption(at(10, 0, 0), 4, true));
    let record = world.live().1;
    assert_eq!(record.anchor[0].churn_annual, 0.0);
    assert_eq!(record.groups[0][Metric::EarlyChurnShare], 1.0);
}
