//! When a request counts as late, how often, and in which half year.

use crate::world::{ASK, World, at, churn};

/// Churn of 18 %, and odds times 1.1^10 if all requests of the trailing half year were late.
fn world(changes: &[(&str, &str)]) -> World {
    let mut all = vec![
        ("simulation.length", "52 weeks"),
        ("segments.s.churn", "18% / year"),
        ("outcomes.no_attachment", "1"),
        ("outcomes.late_responses", "1.1"),
    ];
    all.extend_from_slice(changes);
    World::new(r#"{ pooled = "t" }"#, &all)
}

fn odds(late_share: f64) -> f64 {
    churn(libm::pow(1.1, 10.0 * late_share))
}

#[test]
fn a_request_that_waits_through_two_renewals_is_late_once() {
    let mut world = world(&[]);
    world.work(at(0, 0, 0), ASK, 0, 10).work(at(0, 1, 0), ASK, 1, 10 * 24 * 60).work(at(1, 0, 0), ASK, 0, 10);
    world.renewal(at(2, 0, 0), 0, 0.99).renewal(at(3, 0, 0), 0, 0.99);
    world.assert_churn(&[odds(0.5), odds(0.5)], 1e-9);
}

#[test]
fn it_is_late_when_the_target_has_passed() {
    // Half a year is thirteen fortnights: on day 190 all since day 14 counts. The request of day 13, 20:00, is late just
    // after day 14 begins; that of a minute before is late before it.
    for target in ["4 h", "4 business hours"] {
        for (minute, late) in [(0, 1.0), (-1, 0.0)] {
            let mut world = world(&[("requests.ask.respond_within", target)]);
            world.work(at(13, 10, 0), ASK, 1, 20 * 60).work(at(13, 20, minute), ASK, 0, 10);
            world.work(at(30, 0, 0), ASK, 0, 10).renewal(at(190, 0, 0), 0, 0.99);
            world.assert_churn(&[odds(late)], 1e-9);
        }
    }
}

#[test]
fn lateness_before_measuring_weighs_as_well() {
    let mut world = world(&[("simulation.warm_up", "4 weeks")]);
    world.work(at(-10, 0, 0), ASK, 1, 300).work(at(-10, 0, 10), ASK, 0, 10).renewal(at(5, 0, 0), 0, 0.99);
    world.assert_churn(&[odds(1.0)], 1e-9);
}
