//! Designs that change at a date, with their seats, their people and what goes wrong on the way.

use crate::world::{ASK, CALL, DROP, World, at};
use caseload::engine::{Anchoring, Metric, Observer, Piece, Plan, Workspace, run_observed};
use caseload::model::DemandSource;
use caseload::streams::KeyRing;
use caseload::time::{DAY, SimTime};

/// Two named CSMs of team t (c0, c1) until day 2, then a pool of two of team u (c2, c3).
pub fn changing(rule: &str, more: &str) -> String {
    format!(
        r#"{{ {rule} }} ]
transition = {{ from = "old", at = "2 days", seats = "change"{more} }}
[designs.old]
coverage = [ {{ named = "t", backup_after = "never" }}"#
    )
}

pub const ONE: &str = r#", conversions = [ { from = "t", to = "u", csms = 1, productivity = "50%", ramp = "1 h" } ]"#;

pub fn world(coverage: &str, changes: &[(&str, &str)]) -> World {
    let mut all = vec![("teams.t.csms", "2"), ("teams.u.csms", "2"), ("hand_off.work", "0 min")];
    all.extend_from_slice(&[("simulation.current", "old"), ("teams.u.ramp.from", "100%")]);
    all.extend_from_slice(changes);
    let mut world = World::new(coverage, &all);
    world.demand.accounts.initial = 3;
    world
}

#[test]
fn seats_open_and_close_with_the_change() {
    let mut world = world(&changing(r#"pooled = "u""#, ONE), &[]);
    // a0 and a2 are c0's, who becomes c2, at half pace for an hour; a1 is c1's, who goes; c3 is new. What waits goes along.
    world.work(at(1, 0, 0), ASK, 0, 10).work(at(1, 0, 0), ASK, 1, 10);
    world.work(at(1, 23, 0), ASK, 1, 30).work(at(1, 23, 50), ASK, 1, 20).work(at(1, 23, 55), ASK, 1, 10);
    world.work(at(2, 1, 0), ASK, 0, 30).work(at(2, 1, 0), ASK, 1, 30);
    let (diary, record) = world.live();
    let begun = [
        "1d00:00 c0 ask a0",
        "1d00:00 c1 ask a1",
        "1d23:00 c1 ask a1",
        "1d23:50 c1 ask a1",
        "2d00:00 c2 ask a1",
        "2d01:00 c3 ask a0",
        "2d01:00 c2 ask a1",
    ];
    assert_eq!(diary.begun, begun);
    // What c1 had in hand ended with the last day; c2 takes twice as long at first.
    let ended = ["2d00:00 c1 ask a1", "2d00:20 c2 ask a1", "2d01:30 c3 ask a0", "2d01:30 c2 ask a1"];
    assert_eq!(diary.ended[3..], ended);
    // Two seats for 2 of 84 days, two others for the rest; none of them ever stood vacant.
    assert!((record.groups[0][Metric::AccountsPerCsm] - 1.5).abs() < 1e-9);
    assert_eq!(record.teams.iter().map(|team| team[Metric::VacantShare]).collect::<Vec<_>>(), [0.0, 0.0]);
}

#[test]
fn who_converts_is_known_to_the_accounts_and_brings_the_farewell_along() {
    let sticky = r#"pooled = "u", sticky = { memory = "30 days", patience = "1 day" }"#;
    let mut world = world(&changing(sticky, ONE), &[("hand_off.work", "30 min"), ("teams.u.csms", "3")]);
    world.demand.accounts.initial = 1;
    world.work(at(1, 0, 0), ASK, 0, 10).work(at(2, 6, 0), ASK, 0, 30).work(at(2, 6, 10), ASK, 0, 30);
    // c2 was c0. The other new ones have been idle for longer.
    let begun = [
        "1d00:00 c0 ask a0",
        "2d00:00 c2 farewell a0",
        "2d01:00 c2 welcome a0",
        "2d06:00 c2 ask a0",
        "2d06:30 c2 ask a0",
    ];
    assert_eq!(world.begun(), begun);
}

#[test]
fn the_last_seat_is_given_up_first_and_what_is_not_handed_over_by_then_is_missed() {
    // All three accounts go over on day 2; c1 leaves after 6 days, c0 after 12. What is in hand ends with the last day.
    let mut world = world(&changing(r#"pooled = "u""#, r#", over = "12 days""#), &[("hand_off.work", "30 min")]);
    world.work(at(1, 0, 0), ASK, 0, 10 * 24 * 60).work(at(1, 0, 0), ASK, 1, 10 * 24 * 60);
    let (diary, record) = world.live();
    // All of the pool are there from day 2 on.
    let begun = [
        "11d00:00 c0 farewell a0",
        "11d00:30 c0 farewell a2",
        "1d00:00 c0 ask a0",
        "1d00:00 c1 ask a1",
        "2d00:00 c2 welcome a0",
        "2d00:00 c3 welcome a1",
        "2d00:30 c2 welcome a2",
    ];
    let mut sorted = diary.begun.clone();
    sorted.sort();
    assert_eq!(sorted, begun);
    assert_eq!(diary.expired, ["8d00:00 farewell a1"]);
    assert!(diary.ended.contains(&"8d00:00 c1 ask a1".to_string()));
    assert_eq!(record.groups[0][Metric::PlannedDeliveredShare], 5.0 / 6.0);
}

#[test]
fn by_renewal_accounts_go_over_with_the_seat_behind_them_at_the_latest() {
    let slowly = r#", over = "4 days", cohorts = "by_renewal", conversions = [
        { from = "t", to = "u", csms = 2, productivity = "100%" } ]"#;
    let mut world = world(&changing(r#"pooled = "u""#, slowly), &[]);
    // c0 becomes c2 on day 2 with a0 and a2, c1 becomes c3 on day 4 with a1, which has renewed on day 3.
    world.renewal(at(3, 0, 0), 1, 0.9);
    world.work(at(2, 1, 0), ASK, 0, 60).work(at(2, 1, 10), ASK, 2, 60).work(at(2, 1, 20), ASK, 1, 60);
    world.work(at(3, 1, 0), ASK, 1, 60).work(at(4, 1, 0), ASK, 0, 60).work(at(4, 1, 0), ASK, 2, 60);
    let begun = [
        "2d01:00 c2 ask a0",
        "2d01:20 c1 ask a1",
        "2d02:00 c2 ask a2",
        "3d01:00 c2 ask a1",
        "4d01:00 c2 ask a0",
        "4d01:00 c3 ask a2",
    ];
    assert_eq!(world.begun(), begun);
}

#[test]
fn a_successor_comes_where_nobody_is_there_to_convert() {
    let changes = [("teams.t.departures", r#"[ { at = "1 day", csm = 1 } ]"#), ("teams.t.vacancy", "5 days")];
    let mut world = world(&changing(r#"pooled = "u""#, ONE), &changes);
    // c0 has left on day 1, so c2 comes on day 6, as a newcomer at full pace.
    world.work(at(2, 0, 0), ASK, 0, 60).work(at(2, 0, 0), ASK, 1, 60).work(at(6, 0, 0), ASK, 0, 60);
    world.work(at(6, 0, 0), ASK, 1, 60);
    let begun = ["2d00:00 c3 ask a0", "2d01:00 c3 ask a1", "6d00:00 c3 ask a0", "6d00:00 c2 ask a1"];
    let (diary, _) = world.live();
    assert_eq!((&diary.begun[..], &diary.ended[3][..]), (&begun.map(String::from)[..], "6d01:00 c2 ask a1"));
}

#[test]
fn a_named_csm_takes_the_accounts_along_to_another_named_team() {
    let along = r#", conversions = [ { from = "t", to = "u", csms = 2, productivity = "100%" } ]"#;
    let rule = r#"named = "u", backup_after = "never""#;
    let mut world = world(&changing(rule, along), &[("hand_off.work", "30 min"), ("teams.u.csms", "3")]);
    // c0 with a0 and a2 is c2, c1 with a1 is c3; nobody hands anything over.
    world.work(at(3, 0, 0), ASK, 0, 10).work(at(3, 0, 0), ASK, 1, 10).work(at(3, 0, 0), ASK, 2, 10);
    assert_eq!(world.begun(), ["3d00:00 c2 ask a0", "3d00:00 c3 ask a1", "3d00:10 c2 ask a2"]);
}

/// When things happen, by milliseconds, whoever does them.
#[derive(Default)]
struct Begun(Vec<(SimTime, u32, Piece)>);

impl Observer for Begun {
    fn begins(&mut self, at: SimTime, csm: u32, piece: Piece) {
        self.0.push((at, csm, piece));
    }
}

#[test]
fn until_the_change_everything_is_as_under_the_design_before() {
    let more = format!(r#", turnover_factor = 3, misrouting = {{ share = "90%" }}{ONE}"#);
    let changing = changing(r#"pooled = "u""#, &more).replace("2 days", "5 weeks");
    let busy = [("teams.t.calendar", "desk"), ("teams.t.leave", "60 days / year"), ("teams.t.turnover", "300% / year")];
    let rates = [("requests.ask.rate", "20 / account / month"), ("risks.drop.rate", "3 / account / month")];
    let mut world = world(&changing, &[&busy[..], &rates[..]].concat());
    let ring = KeyRing::new(1, 0);
    world.demand = DemandSource::new(&world.scenario).draw(&ring);
    let lives = [0, 1].map(|design| {
        let mut begun = Begun::default();
        let plan = Plan::new(&world.scenario, design);
        let anchoring = Anchoring::neutral(&world.scenario);
        run_observed(&world.demand, &plan, &anchoring, &ring, &mut Workspace::default(), &mut begun);
        begun.0
    });
    let before = lives.each_ref().map(|life| life.partition_point(|(at, ..)| *at < SimTime::from_ms(35 * DAY)));
    assert!(before[0] > 20, "they work: {}", before[0]);
    assert_eq!(lives[0][..before[0]], lives[1][..before[1]]);
    assert_ne!(lives[0], lives[1]);
}

/// A pool from day 2 on, of which some requests go astray.
fn astray(misrouting: &str) -> World {
    let coverage = changing(r#"pooled = "t""#, &format!(", misrouting = {{ {misrouting} }}"));
    let mut world = world(&coverage.replace(r#", seats = "change""#, ""), &[]);
    world.demand.accounts.initial = 3;
    world
}

#[test]
fn requests_that_go_astray_come_later_and_take_longer() {
    // All of them go astray on day 2, and half of them after five days: of which it is drawn.
    let mut world = astray(r#"share = "100%", over = "10 days", delay = "2 h", work = "6 min""#);
    world.work(at(1, 0, 0), ASK, 0, 10).work(at(2, 0, 0), ASK, 0, 10).work(at(2, 0, 30), ASK, 1, 10);
    world.work(at(12, 0, 0), ASK, 2, 10).work(at(2, 1, 0), DROP, 2, 10);
    let (diary, record) = world.live();
    let begun =
        ["1d00:00 c0 ask a0", "2d01:00 c1 drop a2", "2d02:00 c0 ask a0", "2d02:30 c1 ask a1", "12d00:00 c0 ask a2"];
    assert_eq!(diary.begun, begun);
    let ended =
        ["1d00:10 c0 ask a0", "2d01:10 c1 drop a2", "2d02:16 c0 ask a0", "2d02:46 c1 ask a1", "12d00:10 c0 ask a2"];
    assert_eq!(diary.ended, ended);
    // Two of four came after two hours.
    assert_eq!(record.groups[0][Metric::FirstResponseHoursMean], 1.0);
    assert_eq!(record.groups[0][Metric::MisroutedShare], 0.5);
    let mut later = astray(r#"share = "100%", over = "10 days", delay = "2 h""#);
    (0..40).for_each(|number| {
        later.work(at(7, 0, 30 * number), ASK, (number % 3) as u32, 10);
    });
    let late = later.live().0.begun.iter().filter(|line| later_than_asked(line)).count();
    assert!((8..=32).contains(&late), "{late} of 40 at a chance of a half");
}

/// Whether something begins with an account that did not ask at that instant.
fn later_than_asked(line: &str) -> bool {
    let (hour, minute): (i64, i64) = (line[2..4].parse().unwrap(), line[5..7].parse().unwrap());
    let number = (hour * 60 + minute) / 30;
    number >= 40 || !line.ends_with(&format!("a{}", number % 3))
}

#[test]
fn accounts_that_have_not_gone_over_are_not_misrouted() {
    let coverage =
        changing(r#"pooled = "t""#, r#", cohorts = "by_renewal", misrouting = { share = "100%", delay = "2 h" }"#);
    let mut world = world(&coverage.replace(r#", seats = "change""#, ""), &[]);
    world.renewal(at(2, 12, 0), 0, 0.9).work(at(3, 0, 0), ASK, 0, 10).work(at(3, 0, 0), ASK, 1, 10);
    let begun = world.begun();
    assert_eq!(begun[0], "3d00:00 c1 ask a1");
    assert_eq!(begun[1..].len(), 1);
}

#[test]
fn a_date_is_so_long_after_measuring_begins() {
    // Time zero is Monday, 5 January 2026.
    let on = |at: &str| {
        let coverage = changing(r#"pooled = "u""#, "").replace("2 days", at);
        world(&coverage, &[]).scenario.designs[0].transition.map(|change| change.at)
    };
    assert_eq!(on("2026-02-05"), on("31 days"));
}

#[test]
fn more_people_leave_for_a_while_and_who_leaves_anyway_still_does() {
    let gone = |factor: &str| {
        let unrest = format!(r#", turnover_factor = {factor}, announced = "1 day", turnover_for = "30 days""#);
        let coverage = changing(r#"pooled = "t""#, &unrest).replace(r#", seats = "change""#, "");
        let world = world(&coverage, &[("teams.t.turnover", "50% / year"), ("teams.t.csms", "200")]);
        let plan = Plan::new(&world.scenario, 0);
        let mut exits = Exits::default();
        let (ring, anchoring) = (KeyRing::new(1, 0), Anchoring::neutral(&world.scenario));
        run_observed(&world.demand, &plan, &anchoring, &ring, &mut Workspace::default(), &mut exits);
        exits.0
    };
    let (few, many) = (gone("1"), gone("9"));
    // Eight times 0.5 a year for 30 days of about 190 people: 62, within four standard errors.
    let more: Vec<&(SimTime, u32)> = many.iter().filter(|exit| !few.contains(exit)).collect();
    assert!((31..=94).contains(&more.len()), "{}", more.len());
    assert!(more.iter().all(|(at, _)| (SimTime::from_ms(DAY)..SimTime::from_ms(31 * DAY)).contains(at)));
    let first = |exits: &[(SimTime, u32)], csm| exits.iter().find(|exit| exit.1 == csm).map(|exit| exit.0);
    assert!((0..200).all(|csm| first(&few, csm).is_none_or(|at| first(&many, csm).is_some_and(|gone| gone <= at))));
}

/// Who leaves, and when.
#[derive(Default)]
pub struct Exits(pub Vec<(SimTime, u32)>);

impl Observer for Exits {
    fn resigns(&mut self, at: SimTime, csm: u32) {
        self.0.push((at, csm));
    }
}

#[test]
fn who_converts_is_there_at_once_however_long_successors_take() {
    let mut world = world(&changing(r#"pooled = "u""#, ONE), &[("teams.t.vacancy", "20 days")]);
    world.work(at(2, 0, 0), ASK, 0, 60).work(at(2, 0, 0), ASK, 1, 60);
    let mut begun = world.begun();
    begun.sort();
    assert_eq!(begun, ["2d00:00 c2 ask a0", "2d00:00 c3 ask a1"]);
}

#[test]
fn a_conversation_of_somebody_who_resigned_is_not_for_who_comes_instead() {
    let leaves = [
        ("teams.t.departures", r#"[ { at = "1 day", csm = 1 } ]"#),
        ("teams.t.vacancy", "5 days"),
        ("requests.ask.follow_ups.back.share", "95%"),
        ("requests.ask.follow_ups.back.after", "6 days"),
        ("requests.ask.follow_ups.back.to_handler_for", "1 h"),
    ];
    let mut world = world(&changing(r#"pooled = "u""#, ONE), &leaves);
    // The answer of c0 ends with its last day; c2 comes on day 6 in place of a convert, and c3 has been idle for longer.
    world.work(at(0, 23, 50), ASK, 0, 60).work(at(6, 12, 0), CALL, 1, 10).work(at(6, 12, 0), CALL, 2, 5);
    let begun = ["0d23:50 c0 ask a0", "6d12:00 c2 call a1", "6d12:00 c3 call a2", "7d00:00 c3 ask a0"];
    assert_eq!(world.begun()[..4], begun);
}

#[test]
fn a_convert_brings_open_conversations_along() {
    let limits = [
        ("teams.t.wip_limit", "1"),
        ("teams.u.wip_limit", "1"),
        ("requests.ask.follow_ups.back.share", "95%"),
        ("requests.ask.follow_ups.back.after", "10 days"),
    ];
    let mut world = world(&changing(r#"pooled = "u""#, ONE), &limits);
    // c2 was c0 and has a conversation with a0.
    world.work(at(1, 0, 0), ASK, 0, 10).work(at(2, 6, 0), ASK, 1, 10);
    assert_eq!(world.begun()[..2], ["1d00:00 c0 ask a0", "2d06:00 c3 ask a1"]);
}
