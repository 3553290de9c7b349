//! Plays on low satisfaction by hand: when they are called for, what they restore, and when another may follow.

use crate::world::{ASK, CARE, World, at, churn};
use caseload::engine::{Anchoring, Metric, Observer, Piece, Plan, Workspace, run_observed};
use caseload::streams::KeyRing;
use caseload::time::SimTime;

/// Satisfaction is 70 at first; a late answer takes 11 points, one in time adds 1, and next to nothing is forgotten. Below
/// 60 a play of an hour is called for, which restores 15; there is another only when it was at 65, two days later.
const MORE: &str = r#"
[triggers.unhappy]
satisfaction_below = 60
hysteresis = 5
cooldown = "2 days"
work = "1 h"
window = "10 h"
response = "100%"
restores = 15

[outcomes]
low_satisfaction = 2
no_attachment = 1
late_responses = 1
"#;

const SET: [(&str, &str); 8] = [
    ("segments.s.churn", "18% / year"),
    ("satisfaction.usual", "70"),
    ("satisfaction.in_time", "1"),
    ("satisfaction.late", "11"),
    ("satisfaction.stranger", "0"),
    ("satisfaction.half_life", "36000 days"),
    ("satisfaction.survey_response", "100%"),
    ("risks.drop.churn_odds", "1"),
];

fn world(coverage: &str, changes: &[(&str, &str)]) -> World {
    World::with(MORE, coverage, &[&SET, changes].concat())
}

const POOL: &str = r#"{ pooled = "t" }"#;
/// Plays go to a team of their own.
const APART: &str = r#"{ work = "unhappy", pooled = "u" }, { pooled = "t" }"#;

/// Account 0 asks at midnight of some days while the only CSM answers account 1 for five hours, one more than the target.
fn late(world: &mut World, days: &[i64]) {
    for day in days {
        world.work(at(*day, 0, 0), ASK, 1, 300).work(at(*day, 0, 0), ASK, 0, 6);
    }
}

fn odds(below: f64) -> f64 {
    churn(libm::pow(2.0, below / 10.0))
}

/// When plays began.
fn plays(world: &World) -> Vec<String> {
    world.begun().into_iter().filter(|line| line.contains("unhappy")).collect()
}

#[test]
fn a_late_answer_calls_for_a_play_that_makes_up_for_it() {
    let mut world = world(POOL, &[]);
    late(&mut world, &[1]);
    world.renewal(at(1, 6, 5), 0, 0.999).renewal(at(1, 6, 6), 0, 0.999).renewal(at(1, 6, 7), 1, 0.999);
    // The answer takes six minutes, the play an hour from then on; 11 points are gone until it ends, none from then on.
    assert_eq!(world.begun(), ["1d00:00 c0 ask a1", "1d05:00 c0 ask a0", "1d05:06 c0 unhappy a0"]);
    world.assert_churn(&[odds(11.0), odds(0.0), odds(-1.0)], 1e-4);
    let record = world.live().1;
    let metric = |metric| record.groups[0][metric];
    assert_eq!((metric(Metric::CtaSentShare), metric(Metric::CtaOutcomeShare)), (1.0, 1.0));
    assert_eq!((metric(Metric::TriggerPrecisionShare), metric(Metric::FalseAlarmsPerAccountYear)), (1.0, 0.0));
}

#[test]
fn there_is_no_other_before_recovery_and_rest() {
    // Answered: 59, 70 after the play, 59 on the next day within two days of the first, 48 on the third day.
    let mut answered = world(APART, &[]);
    late(&mut answered, &[1, 2, 3, 4]);
    assert_eq!(plays(&answered), ["1d05:00 c1 unhappy a0", "3d05:00 c1 unhappy a0"]);
    // Unanswered: it never recovers.
    let mut unanswered = world(APART, &[("triggers.unhappy.response", "0%")]);
    late(&mut unanswered, &[1, 2, 3, 4, 40]);
    assert_eq!(plays(&unanswered), ["1d05:00 c1 unhappy a0"]);
    // Six answers in time bring it to 65 again, as the surveys after them tell.
    let mut recovered = world(APART, &[("triggers.unhappy.response", "0%")]);
    late(&mut recovered, &[1]);
    (5..11).for_each(|day| {
        recovered.work(at(day, 0, 0), ASK, 0, 6);
    });
    late(&mut recovered, &[40]);
    assert_eq!(plays(&recovered), ["1d05:00 c1 unhappy a0", "40d05:00 c1 unhappy a0"]);
}

#[test]
fn who_gives_up_calls_for_a_play_at_that_instant() {
    let mut world = world(APART, &[("requests.ask.gives_up", "2 h")]);
    late(&mut world, &[1]);
    assert_eq!(world.begun(), ["1d00:00 c0 ask a1", "1d02:00 c1 unhappy a0"]);
    assert_eq!(world.live().0.expired, ["1d02:00 ask a0"]);
}

#[test]
fn a_play_that_nobody_begins_in_time_restores_nothing() {
    let mut world = world(POOL, &[("triggers.unhappy.window", "2 h")]);
    late(&mut world, &[1]);
    // Another question of five hours goes before it, and is late itself.
    world.work(at(1, 0, 1), ASK, 2, 300);
    world.renewal(at(1, 20, 0), 0, 0.999);
    assert_eq!(world.live().0.expired, ["1d07:00 unhappy a0", "1d07:06 unhappy a2"]);
    world.assert_churn(&[odds(11.0)], 1e-4);
}

#[test]
fn nobody_knows_of_those_who_answer_no_survey() {
    let mut world = world(POOL, &[("satisfaction.survey_response", "0%")]);
    late(&mut world, &[1, 2, 3]);
    assert!(plays(&world).is_empty());
    // Nor of those who are not watched, or where the design does not act.
    let mut other = self::world(POOL, &[("triggers.unhappy.segments", "b")]);
    late(&mut other, &[1, 2, 3]);
    assert!(plays(&other).is_empty());
    let mut idle = self::world(POOL, &[("designs.d.triggers", "[]")]);
    late(&mut idle, &[1, 2, 3]);
    assert!(plays(&idle).is_empty());
}

/// The score is 70 throughout, without an error, and falls by 10 for each 10 points that satisfaction is below 70.
#[test]
fn scores_that_steps_ask_for_hear_of_late_answers() {
    let plain = [
        ("health.spread", "0"),
        ("health.noise", "0"),
        ("health.champion_loss", "0"),
        ("health.satisfaction", "10"),
        ("playbooks.care.steps.1.only_if_score_below", "65"),
        ("designs.d.triggers", "[]"),
    ];
    let touches = |changes: &[(&str, &str)]| {
        let mut world = world(POOL, &[&plain, changes].concat());
        // Before the first score it opens; at 70 it does not, at 59 it does.
        world.work(at(2, 0, 0), CARE, 0, 6).work(at(20, 0, 0), CARE, 0, 6);
        late(&mut world, &[21]);
        world.work(at(22, 0, 0), CARE, 0, 6).work(at(22, 0, 0), CARE, 1, 6);
        world.begun().into_iter().filter(|line| line.contains("care")).collect::<Vec<_>>()
    };
    assert_eq!(touches(&[]), ["2d00:00 c0 care a0", "22d00:00 c0 care a0"]);
    assert_eq!(touches(&[("health.satisfaction", "4")]), ["2d00:00 c0 care a0"]);
    let restored = [("designs.d.triggers", "all")];
    assert_eq!(touches(&restored), ["2d00:00 c0 care a0"], "a play has made up for it");
}

#[test]
fn a_note_may_settle_it_and_rules_see_it() {
    let note = r#"[ { of = "unhappy", settles = "100%", wait = "2 h" } ]"#;
    let mut noted = world(POOL, &[("designs.d.notes", note)]);
    late(&mut noted, &[1]);
    noted.renewal(at(1, 5, 1), 0, 0.999);
    assert!(plays(&noted).is_empty());
    noted.assert_churn(&[odds(0.0)], 1e-4);
    // For a day the account is one at risk.
    let mut ruled = world(r#"{ at_risk = "1 day", pooled = "u" }, { pooled = "t" }"#, &[]);
    late(&mut ruled, &[1]);
    ruled.work(at(1, 20, 0), ASK, 0, 6).work(at(3, 20, 0), ASK, 0, 6);
    let mut begun = ruled.begun();
    begun.retain(|line| !line.contains("welcome") && !line.contains("farewell"));
    // The new CSM first takes the account over, for half an hour.
    assert_eq!(begun[2..], ["1d05:30 c1 unhappy a0", "1d20:00 c1 ask a0", "3d20:00 c0 ask a0"]);
}

#[test]
fn two_plays_are_watched_for_apart() {
    // A second play below 50 points: account 0 is at 59 and then at 48, account 8 at 59.
    let second = MORE.replace("[outcomes]", "[triggers.angry]\nsatisfaction_below = 50\ncooldown = \"9 days\"\nwork = \"1 h\"\nwindow = \"10 h\"\nresponse = \"100%\"\nrestores = 0\n\n[outcomes]")
        .replace("restores = 15", "restores = 0");
    let mut world = World::with(&second, APART, &SET);
    late(&mut world, &[1, 2]);
    world.work(at(3, 0, 0), ASK, 7, 300).work(at(3, 0, 0), ASK, 8, 6);
    let found: Vec<String> = world.begun().into_iter().filter(|line| !line.contains("ask")).collect();
    assert_eq!(found, ["1d05:00 c1 unhappy a0", "2d05:06 c0 angry a0", "3d05:00 c1 unhappy a8"]);
}

/// A second play, below 50 points.
const ANGRY: &str = r#"[triggers.angry]
satisfaction_below = 50
work = { exponential = "3 h" }
window = "10 h"
restores = 0

[outcomes]"#;

#[test]
fn an_answer_that_changes_nothing_calls_for_nothing() {
    let mut world = world(APART, &[("satisfaction.in_time", "0")]);
    // Restored to 70 and seen there, it falls to 59 again while the trigger rests, and stays there.
    late(&mut world, &[1]);
    world.work(at(1, 12, 0), ASK, 0, 6);
    late(&mut world, &[2]);
    world.work(at(4, 0, 0), ASK, 0, 6);
    assert_eq!(plays(&world), ["1d05:00 c1 unhappy a0"]);
}

/// When c0, who otherwise answers account 0 and 1, ends anything else.
#[derive(Default)]
struct Ends(Vec<SimTime>);

impl Observer for Ends {
    fn ends(&mut self, at: SimTime, csm: u32, piece: Piece) {
        if csm == 0 && piece.kind != ASK {
            self.0.push(at);
        }
    }
}

#[test]
fn what_an_alarm_brings_does_not_depend_on_what_else_is_watched() {
    let ended = |more: &str, coverage: &str| {
        let mut world = World::with(more, coverage, &[&SET[..], &[("satisfaction.in_time", "11")]].concat());
        // The first alarm of the milder play, recovery, and its second one just before the first of the other.
        late(&mut world, &[1]);
        world.work(at(1, 12, 0), ASK, 0, 6);
        late(&mut world, &[4]);
        world.work(at(4, 0, 0), ASK, 0, 6);
        let (plan, anchoring) = (Plan::new(&world.scenario, 0), Anchoring::neutral(&world.scenario));
        let (ring, mut ends) = (KeyRing::new(1, 0), Ends::default());
        run_observed(&world.demand, &plan, &anchoring, &ring, &mut Workspace::default(), &mut ends);
        assert_eq!(ends.0.len(), 1);
        ends.0
    };
    let unhappy = MORE.find("[outcomes]").expect("outcomes follow the trigger");
    let both = MORE.replace("[outcomes]", ANGRY).replace("restores = 15", "restores = 0");
    assert_eq!(ended(&both, APART), ended(&MORE[unhappy..].replace("[outcomes]", ANGRY), POOL));
}
