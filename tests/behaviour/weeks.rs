//! What is counted week by week where a design changes at a date.

use crate::world::{ASK, CARE, World, at};
use caseload::engine::Record;

/// One CSM, and a change on day 2 that changes nothing.
fn world() -> World {
    let coverage = r#"{ pooled = "t" } ]
transition = { from = "old", at = "2 days" }
[designs.old]
coverage = [ { pooled = "t" }"#;
    let changes = [
        ("simulation.current", "old"),
        ("segments.s.churn", "18% / year"),
        ("attachment.gain", "50%"),
        ("outcomes.no_attachment", "1"),
        ("outcomes.late_responses", "1"),
    ];
    World::new(coverage, &changes)
}

fn live(world: &mut World) -> Record {
    world.live().1
}

#[test]
fn requests_count_in_the_week_in_which_they_come() {
    let mut world = world();
    // In the first week one as it begins, one at once, one that waits nine hours for that, and two more, of which the
    // second comes at 23:50 on Sunday and is begun on Monday. In the second week one.
    world.work(at(1, 0, 0), ASK, 0, 540).work(at(1, 0, 0), ASK, 1, 10);
    world.work(at(6, 23, 0), ASK, 2, 90).work(at(6, 23, 50), ASK, 3, 10);
    world.work(at(8, 0, 0), ASK, 2, 10).work(at(0, 0, 0), ASK, 4, 10);
    let weeks = live(&mut world).weeks;
    assert_eq!(weeks.len(), 12);
    assert_eq!(weeks.iter().map(|week| week.requests).collect::<Vec<_>>()[..3], [5, 1, 0]);
    assert_eq!(weeks.iter().map(|week| week.in_time).collect::<Vec<_>>()[..3], [4, 1, 0]);
}

#[test]
fn planned_touches_count_in_the_week_in_which_they_close() {
    let mut world = world();
    // Care waits three hours. One is begun at once, one expires on Monday of the second week, one is begun in the third.
    world.work(at(2, 0, 0), CARE, 0, 10).work(at(6, 21, 0), ASK, 1, 600).work(at(6, 22, 0), CARE, 2, 10);
    world.work(at(14, 0, 0), CARE, 3, 10);
    let weeks = live(&mut world).weeks;
    let closed: Vec<_> = weeks.iter().map(|week| (week.closed, week.begun)).collect();
    assert_eq!(closed[..4], [(1, 1), (1, 0), (1, 1), (0, 0)]);
}

#[test]
fn renewals_count_with_attachment_and_the_chance_of_leaving() {
    let mut world = world();
    // One touch brings half of what is missing.
    world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 1, 0), ASK, 1, 10).work(at(0, 2, 0), ASK, 1, 10);
    world.renewal(at(3, 0, 0), 0, 0.99).renewal(at(4, 0, 0), 1, 0.99).renewal(at(9, 0, 0), 2, 0.99);
    let weeks = live(&mut world).weeks;
    assert_eq!(weeks.iter().map(|week| week.renewals).collect::<Vec<_>>()[..3], [2, 1, 0]);
    assert_eq!(weeks.iter().map(|week| week.attachment).collect::<Vec<_>>()[..3], [0.5 + 0.75, 0.0, 0.0]);
    for (week, churn) in weeks.iter().zip([0.36, 0.18, 0.0]) {
        assert!((week.churn - churn).abs() < 1e-12, "{} instead of {churn}", week.churn);
    }
}
