//! Work given out to whoever has least to do: what counts as having it to do, and what does not.

use crate::world::{ASK, CALL, CARE, World, at};
use caseload::model::demand::What;
use caseload::model::{DemandSource, Scenario};
use caseload::streams::KeyRing;
use std::path::Path;

fn given(changes: &[(&str, &str)]) -> World {
    let mut all = vec![("teams.t.csms", "2")];
    all.extend_from_slice(changes);
    World::new(r#"{ pooled = "t", assign = "least_loaded" }"#, &all)
}

#[test]
fn who_has_work_in_hand_has_more_to_do_than_who_has_none() {
    let mut world = given(&[]);
    // It is the turn of c0, who is busy and for whom nothing waits; c1 has been done since 00:06.
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 1), ASK, 1, 5).work(at(0, 0, 20), ASK, 2, 5);
    assert_eq!(world.begun()[2..], ["0d00:20 c1 ask a2"]);
}

#[test]
fn what_has_expired_is_nothing_to_do_any_more() {
    let mut world = given(&[]);
    world.work(at(0, 0, 0), ASK, 0, 600).work(at(0, 0, 0), ASK, 1, 600);
    // Care (good for three hours) waits for c0, a question for c1, and care again for c0, whose turn it is of equals.
    world.work(at(0, 0, 10), CARE, 2, 10).work(at(0, 0, 20), ASK, 3, 10).work(at(0, 0, 30), CARE, 4, 10);
    // At 04:00 nothing waits for c0, one question for c1.
    world.work(at(0, 4, 0), ASK, 5, 10);
    let (diary, _) = world.live();
    assert_eq!(diary.expired, ["0d03:10 care a2", "0d03:30 care a4"]);
    assert_eq!(diary.begun[2..], ["0d10:00 c0 ask a5", "0d10:00 c1 ask a3"]);
}

#[test]
fn what_was_set_aside_is_still_to_do() {
    let mut world = given(&[("requests.call.interrupts", "true")]);
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 0), ASK, 1, 60);
    // The call is c0's, who sets the first question aside; of two and one to do, one is less.
    world.work(at(0, 0, 10), CALL, 2, 30).work(at(0, 0, 15), ASK, 3, 10);
    let (diary, _) = world.live();
    assert_eq!(diary.set_aside, ["0d00:10 c0 ask a0"]);
    assert_eq!(diary.begun[2..], ["0d00:10 c0 call a2", "0d01:00 c1 ask a3"]);
}

#[test]
fn where_nobody_comes_back_work_is_given_out_as_well() {
    // A firm without conversations: questions only, in turn.
    let text = r#"
[context]
penalty = "0%"
[segments.s]
accounts = 4
arr = "$1k"
[requests.ask]
rate = "1 / account / year"
work = "6 min"
respond_within = "4 h"
[teams.t]
csms = 2
calendar = "always"
non_customer = "0%"
leave = "0 days / year"
sickness = "0 days / year"
[designs.d]
coverage = [ { pooled = "t", assign = "round_robin" } ]
"#;
    let scenario = Scenario::parse(text, Path::new("given.toml"), &[]).expect("the firm is valid");
    let mut demand = DemandSource::new(&scenario).draw(&KeyRing::new(1, 0));
    demand.occurrences.retain(|o| o.what == What::Mark);
    let mut world = World { scenario, demand };
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 0), ASK, 1, 30).work(at(0, 0, 10), ASK, 2, 10);
    world.work(at(0, 0, 20), ASK, 3, 10);
    let begun = ["0d00:00 c0 ask a0", "0d00:00 c1 ask a1", "0d00:30 c1 ask a3", "0d01:00 c0 ask a2"];
    assert_eq!(world.begun(), begun);
}
