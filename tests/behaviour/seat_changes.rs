//! Seats that change with a design: who is behind a book that nobody has any more, who is new, and who is not.

use crate::transitions::{Exits, ONE, changing, world};
use crate::world::{ASK, World, at};
use caseload::engine::{Anchoring, Metric, Plan, Workspace, run_observed};
use caseload::streams::KeyRing;
use caseload::time::{DAY, SimTime};

#[test]
fn accounts_of_the_new_design_leave_a_book_whose_seat_closes() {
    // Three named CSMs become two on day 2; c2 leaves on day 4 with a2 in hand, and c0, the first of two alike, goes on.
    let coverage = r#"{ named = "t", backup_after = "never" } ]
transition = { from = "old", at = "2 days", seats = "change", over = "2 days" }
[designs.old]
teams.t.csms = 3
coverage = [ { named = "t", backup_after = "never" }"#;
    let mut world = world(coverage, &[]);
    world.work(at(1, 0, 0), ASK, 2, 10).work(at(3, 20, 0), ASK, 2, 600).work(at(3, 22, 0), ASK, 2, 20);
    world.work(at(5, 0, 0), ASK, 2, 20).work(at(5, 0, 0), ASK, 1, 20);
    let (diary, record) = world.live();
    let begun =
        ["1d00:00 c2 ask a2", "3d20:00 c2 ask a2", "4d00:00 c0 ask a2", "5d00:00 c0 ask a2", "5d00:00 c1 ask a1"];
    assert_eq!(diary.begun, begun);
    assert_eq!(diary.ended[1], "4d00:00 c2 ask a2");
    assert!((record.groups[0][Metric::Csms] - (2.0 + 4.0 / 84.0)).abs() < 1e-12);
}

#[test]
fn a_successor_who_comes_on_the_day_of_the_change_does_not_convert() {
    // c0 leaves on day 1, a day before becoming c2 at half pace for an hour. Who comes instead is new, at full pace.
    let changes = [("teams.t.departures", r#"[ { at = "1 day", csm = 1 } ]"#), ("teams.t.vacancy", "1 day")];
    let mut world = world(&changing(r#"pooled = "u""#, ONE), &changes);
    world.work(at(2, 0, 0), ASK, 0, 60).work(at(2, 0, 0), ASK, 1, 60);
    let (diary, _) = world.live();
    assert_eq!(diary.begun, ["2d00:00 c2 ask a0", "2d00:00 c3 ask a1"]);
    assert_eq!(diary.ended, ["2d01:00 c2 ask a0", "2d01:00 c3 ask a1"]);
}

#[test]
fn who_comes_instead_of_somebody_who_was_to_convert_takes_the_accounts_over() {
    // c0 leaves on day 1; with nobody to hand over, whoever comes to c1 on day 6 has to get to know the account.
    let changes = [
        ("teams.t.departures", r#"[ { at = "1 day", csm = 1 } ]"#),
        ("teams.t.vacancy", "5 days"),
        ("teams.t.csms", "1"),
        ("teams.u.csms", "1"),
        ("hand_off.work", "30 min"),
    ];
    let mut world = world(&changing(r#"named = "u", backup_after = "never""#, ONE), &changes);
    world.demand.accounts.initial = 1;
    world.work(at(7, 0, 0), ASK, 0, 10);
    assert_eq!(world.begun(), ["6d00:00 c1 welcome a0", "7d00:00 c1 ask a0"]);
}

#[test]
fn those_hired_before_a_change_are_as_restless_as_the_others() {
    let gone = |factor: &str| {
        let unrest = format!(r#", turnover_factor = {factor}, announced = "1 day", turnover_for = "30 days""#);
        let coverage = changing(r#"pooled = "t""#, &unrest).replace(r#", seats = "change""#, "");
        let hires = ("teams.t.hires", r#"[ { at = "1 day", csms = 200 } ]"#);
        let world = world(&coverage, &[("teams.t.turnover", "50% / year"), ("teams.t.csms", "1"), hires]);
        let plan = Plan::new(&world.scenario, 0);
        let mut exits = Exits::default();
        let (ring, anchoring) = (KeyRing::new(1, 0), Anchoring::neutral(&world.scenario));
        run_observed(&world.demand, &plan, &anchoring, &ring, &mut Workspace::default(), &mut exits);
        let within = |exit: &&(SimTime, u32)| exit.0 < SimTime::from_ms(31 * DAY) && exit.1 > 0;
        exits.0.iter().filter(within).count()
    };
    // Eight times 0.5 a year for 30 days of about 190 people: 62 more, within four standard errors.
    let more = gone("9") as i64 - gone("1") as i64;
    assert!((31..=94).contains(&more), "{more} more leave");
}

#[test]
fn a_seat_that_a_rule_opens_after_the_change_stands_vacant_from_the_decision_on() {
    // Team u is there from day 2 on. Its look on day 3 finds three accounts for one, and the second comes on day 5: of 82
    // days of the one, and 81 since the other was thought of, two are vacant.
    let rule = r#"pooled = "u""#;
    let changes = [
        ("teams.u.csms", "1"),
        ("teams.u.hire_when.accounts_per_csm", "2"),
        ("teams.u.hire_when.every", "1 day"),
        ("teams.u.hire_when.lead", "2 days"),
        ("teams.u.hire_when.at_most", "1"),
    ];
    let vacant = |world: &World| {
        let shares = world.live().1.teams.iter().map(|team| team[Metric::VacantShare]).collect::<Vec<_>>();
        assert_eq!(shares[0], 0.0, "nobody leaves team t but with the change");
        shares[1]
    };
    assert!((vacant(&world(&changing(rule, ""), &changes)) - 2.0 / 163.0).abs() < 1e-12);
    // No third account, so no second seat, and none that is vacant.
    let mut few = world(&changing(rule, ""), &changes);
    few.demand.accounts.initial = 2;
    assert_eq!(vacant(&few), 0.0);
}

#[test]
fn whoever_converts_says_farewell_after_what_is_in_hand_already() {
    let along = r#", conversions = [ { from = "t", to = "u", csms = 2, productivity = "100%" } ]"#;
    let mut world = world(&changing(r#"pooled = "u""#, along), &[("hand_off.work", "30 min")]);
    world.demand.accounts.initial = 2;
    // c1 has a1 in hand until the change; a0 is welcomed by c3, who was c1 and then says farewell to a1.
    world.work(at(1, 0, 0), ASK, 1, 10 * 24 * 60);
    let begun = [
        "1d00:00 c1 ask a1",
        "2d00:00 c2 farewell a0",
        "2d00:00 c3 welcome a0",
        "2d00:30 c2 welcome a1",
        "2d00:30 c3 farewell a1",
    ];
    assert_eq!(world.begun(), begun);
}

#[test]
fn whoever_converts_says_farewell_at_once_if_free() {
    let slowly = r#", over = "4 days", cohorts = "by_renewal", conversions = [
        { from = "t", to = "u", csms = 2, productivity = "100%" } ]"#;
    let mut world = world(&changing(r#"pooled = "u""#, slowly), &[("hand_off.work", "30 min")]);
    // a1 goes over on day 3, while c1 has it in hand until becoming c3 on day 4.
    world.work(at(1, 0, 0), ASK, 1, 10 * 24 * 60).renewal(at(3, 0, 0), 1, 0.9);
    let begun = world.begun();
    assert!(begun.contains(&"4d00:00 c3 farewell a1".to_string()), "{begun:?}");
}

#[test]
fn whoever_converts_says_farewell_in_the_hours_of_the_new_team() {
    let slowly = r#", over = "4 days", cohorts = "by_renewal", conversions = [
        { from = "t", to = "u", csms = 2, productivity = "100%" } ]"#;
    let changes = [("hand_off.work", "30 min"), ("teams.u.calendar", "desk")];
    let mut world = world(&changing(r#"pooled = "u""#, slowly), &changes);
    // As above, but nobody of the new team is there at midnight.
    world.work(at(1, 0, 0), ASK, 1, 10 * 24 * 60).renewal(at(3, 0, 0), 1, 0.9);
    let begun = world.begun();
    let farewells: Vec<&String> = begun.iter().filter(|line| line.ends_with("farewell a1")).collect();
    assert!(farewells.len() == 1 && farewells[0].starts_with("4d") && !farewells[0].starts_with("4d00"), "{begun:?}");
}
