//! A second opinion: a slow simulator that is obviously right lives the same small demands through as the engine, and
//! both must do the same things at the same instants in the same order.

mod adoption;
mod asking;
mod calendar;
mod choice;
mod conversations;
mod crew;
mod digital;
mod firm;
mod hiring;
mod interruptions;
mod load;
mod moves;
mod overrides;
mod overtime;
mod people;
mod ratios;
mod renewals;
mod reviews;
mod routing;
mod rules;
mod satisfaction;
mod seats;
mod service;
mod sessions;
mod simulator;
mod skills;
mod state;
mod tiers;
mod transition;
mod wip;

use caseload::engine::{Anchoring, Observer, Piece, Plan, Workspace, run, run_observed};
use caseload::model::digital::Effect;
use caseload::model::{Scenario, Staffing};
use caseload::streams::KeyRing;
use caseload::time::SimTime;
use firm::Firm;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use state::Happening;
use std::collections::BTreeMap;

/// What the engine says it does.
#[derive(Default)]
struct Diary(Vec<Happening>);

fn told(at: SimTime, what: &'static str, csm: Option<u32>, piece: Piece) -> Happening {
    let arrived = piece.arrived.ms();
    Happening { at: at.ms(), what, csm, account: piece.account, kind: Some((piece.kind, arrived)), churn: None }
}

impl Observer for Diary {
    fn begins(&mut self, at: SimTime, csm: u32, piece: Piece) {
        self.0.push(told(at, "begins", Some(csm), piece));
    }
    fn ends(&mut self, at: SimTime, csm: u32, piece: Piece) {
        self.0.push(told(at, "ends", Some(csm), piece));
    }
    fn is_set_aside(&mut self, at: SimTime, csm: u32, piece: Piece) {
        self.0.push(told(at, "set aside", Some(csm), piece));
    }
    fn is_resumed(&mut self, at: SimTime, csm: u32, piece: Piece) {
        self.0.push(told(at, "goes on", Some(csm), piece));
    }
    fn expires(&mut self, at: SimTime, piece: Piece) {
        self.0.push(told(at, "expires", None, piece));
    }
    fn is_withdrawn(&mut self, at: SimTime, piece: Piece) {
        self.0.push(told(at, "withdrawn", None, piece));
    }
    fn is_sent(&mut self, at: SimTime, piece: Piece, effect: Effect) {
        let what = match effect {
            Effect::Helps => "helps",
            Effect::None => "sends",
            Effect::Tires => "tires",
        };
        self.0.push(told(at, what, None, piece));
    }
    fn is_met(&mut self, at: SimTime, piece: Piece) {
        self.0.push(told(at, "met", None, piece));
    }
    fn is_not_called_for(&mut self, at: SimTime, piece: Piece) {
        self.0.push(told(at, "no call", None, piece));
    }
    fn is_dissatisfied(&mut self, at: SimTime, raised: Piece, points: f64) {
        self.0.push(Happening { churn: Some(points), ..told(at, "unhappy", None, raised) });
    }
    fn is_restored(&mut self, at: SimTime, account: u32, points: f64) {
        self.0.push(Happening { at: at.ms(), what: "restored", csm: None, account, kind: None, churn: Some(points) });
    }
    fn is_left_out(&mut self, at: SimTime, step: Piece, _: Option<f64>) {
        self.0.push(told(at, "left out", None, step));
    }
    fn adopts(&mut self, at: SimTime, account: u32, activated: bool, leaves: bool) {
        let what = match (leaves, activated) {
            (true, _) => "leaves early",
            (false, true) => "activated",
            (false, false) => "not activated",
        };
        self.0.push(Happening { at: at.ms(), what, csm: None, account, kind: None, churn: None });
    }
    fn renews(&mut self, at: SimTime, account: u32, churn: f64, stays: bool) {
        let what = if stays { "stays" } else { "leaves" };
        self.0.push(Happening { at: at.ms(), what, csm: None, account, kind: None, churn: Some(churn) });
    }
}

/// The first difference between two lives, in words.
fn first_difference(engine: &[Happening], reference: &[Happening]) -> Option<String> {
    let common = engine.iter().zip(reference).take_while(|(a, b)| a.agrees_with(b)).count();
    if common == engine.len() && common == reference.len() {
        return None;
    }
    let shown = |list: &[Happening]| list.get(common).map_or("nothing more".to_string(), ToString::to_string);
    Some(format!("after {common} happenings\n  engine:    {}\n  reference: {}", shown(engine), shown(reference)))
}

/// What comes to nothing in order of time, account and kind behind everything else, which keeps its order.
fn losses_last(mut told: Vec<Happening>) -> Vec<Happening> {
    told.sort_by_key(|happening| match happening.what {
        "expires" | "withdrawn" => Some((happening.at, happening.account, happening.kind)),
        _ => None,
    });
    told
}

/// Lives a firm through twice.
fn compare(firm: &Firm) -> Result<usize, String> {
    compare_under(firm, &firm.scenario())
}

/// The same under a scenario that was made of it.
fn compare_under(firm: &Firm, scenario: &Scenario) -> Result<usize, String> {
    let demand = firm.demand(scenario);
    let ring = KeyRing::new(scenario.simulation.seed, 0);
    let mut diary = Diary::default();
    let anchoring = Anchoring::neutral(scenario);
    let plan = Plan::new(scenario, 0);
    let mut workspace = Workspace::default();
    let watched = run_observed(&demand, &plan, &anchoring, &ring, &mut workspace, &mut diary);
    // Unwatched, a firm that uses few mechanisms is replayed by a program that lacks the others.
    if format!("{watched:?}") != format!("{:?}", run(&demand, &plan, &anchoring, &ring, &mut workspace)) {
        return Err("the record depends on whether anybody watches".to_string());
    }
    let reference = simulator::live(scenario, &demand, &ring);
    // The engine notices an expiry when it next looks at the work: it stands by itself, in order of time.
    let (engine, reference) = (losses_last(diary.0), losses_last(reference));
    match first_difference(&engine, &reference) {
        None => Ok(reference.len()),
        Some(difference) => Err(difference),
    }
}

/// How many firms: some seconds' worth, or as many as PROPTEST_CASES says.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(3_000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_does_what_the_reference_does(firm in firm::any_firm()) {
        if let Err(difference) = compare(&firm) {
            return Err(TestCaseError::fail(difference));
        }
    }

    #[test]
    fn firms_that_change_add_up_and_care_not_who_watches(firm in firm::any_firm()) {
        // Debug builds check the books at every event; all builds do at the end.
        if let Some((scenario, change)) = firm.changing() {
            let (demand, ring) = (firm.demand(&scenario), KeyRing::new(scenario.simulation.seed, 0));
            let (plan, anchoring) = (Plan::new(&scenario, 0), Anchoring::neutral(&scenario));
            let mut workspace = Workspace::default();
            let watched = run_observed(&demand, &plan, &anchoring, &ring, &mut workspace, &mut Diary::default());
            let record = run(&demand, &plan, &anchoring, &ring, &mut workspace);
            prop_assert_eq!(format!("{watched:?}"), format!("{record:?}"));
            if let Err(difference) = compare_under(&firm, &scenario) {
                return Err(TestCaseError::fail(format!("{difference}\n{change}")));
            }
        }
    }

    #[test]
    fn plain_firms_give_the_same_record_with_and_without_an_event_list(firm in firm::any_firm()) {
        let firm = firm.plain();
        if let Err(difference) = compare(&firm) {
            return Err(TestCaseError::fail(difference));
        }
        let scenario = firm.scenario();
        let (demand, ring) = (firm.demand(&scenario), KeyRing::new(scenario.simulation.seed, 0));
        let (plan, anchoring) = (Plan::new(&scenario, 0), Anchoring::neutral(&scenario));
        let record = |plan: &Plan| format!("{:?}", run(&demand, plan, &anchoring, &ring, &mut Workspace::default()));
        prop_assert_eq!(record(&plan), record(&plan.clone().with_event_list()));
    }
}

#[test]
fn the_firms_are_worth_comparing() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut counts, mut released, mut met, firms) = (BTreeMap::new(), 0, 0, 300);
    let (mut kinds, mut nobodys, mut ratios) = (BTreeMap::new(), 0, Vec::new());
    for _ in 0..firms {
        let firm = firm::any_firm().new_tree(&mut runner).expect("any firm can be made").current();
        let scenario = firm.scenario();
        let design = &scenario.designs[0];
        nobodys += u32::from(design.rules.iter().any(|rule| rule.nobody));
        let by_ratio = |team: &usize| !matches!(design.teams[*team].staffing, Staffing::Csms(_));
        ratios.extend((0..2).filter(by_ratio).map(|team| ratios::csms(&scenario, design, team)));
        let ring = KeyRing::new(scenario.simulation.seed, 0);
        for happening in simulator::live(&scenario, &firm.demand(&scenario), &ring) {
            *counts.entry(happening.what).or_insert(0) += 1;
            // Meetings of hand-offs are the last two kinds.
            if let ("begins", Some((kind, _))) = (happening.what, happening.kind) {
                let name = &scenario.kinds[usize::from(kind)].name;
                match name.starts_with("hand-off") {
                    true => met += 1,
                    false => *kinds.entry(name.clone()).or_insert(0) += 1,
                }
            }
            released +=
                u32::from(happening.what == "begins" && happening.kind.is_some_and(|(_, at)| at < happening.at));
        }
    }
    // Most firms see work that waits, expires and is left behind by those who leave.
    let seen = |what: &str| counts.get(what).copied().unwrap_or(0);
    assert!(met > firms / 8, "only {met} meetings at hand-offs");
    assert!(seen("set aside") > firms / 4 && seen("goes on") > firms / 4, "{counts:?}");
    assert!(released > 4 * firms, "only {released} pieces of work waited");
    // All kinds of work are done, but for the steps that a program sends.
    assert_eq!(kinds.len(), 14, "{kinds:?}");
    let changing = |runner: &mut _| {
        let firm = firm::any_firm().new_tree(runner).expect("any firm can be made").current();
        firm.changing().map(|(scenario, _)| (firm, scenario))
    };
    let changing = (0..firms).filter_map(|_| changing(&mut runner)).collect::<Vec<_>>();
    // Most lives are other ones for the change.
    let lives = |(firm, scenario): &&(Firm, Scenario)| {
        let life = |scenario: &Scenario| {
            let ring = KeyRing::new(scenario.simulation.seed, 0);
            format!("{:?}", simulator::live(scenario, &firm.demand(scenario), &ring))
        };
        life(scenario) != life(&firm.scenario())
    };
    let other_lives = changing.iter().filter(lives).count();
    assert!(other_lives > 100, "only {other_lives} lives are changed by a change");
    let changing: Vec<&Scenario> = changing.iter().map(|(_, scenario)| scenario).collect();
    let reseated = changing.iter().filter(|scenario| scenario.designs[0].seat_change.is_some());
    let converted = reseated.clone().filter(|s| s.designs[0].seat_change.iter().any(|c| !c.conversions.is_empty()));
    let of_change = (changing.len(), reseated.count(), converted.count());
    assert!(of_change.0 > 100 && of_change.1 > 60 && of_change.2 > 20, "firms that change: {of_change:?}");
    let often = |(kind, begun): (&String, &u32)| *begun > firms / if kind == "care.6.human" { 30 } else { 3 };
    assert!(kinds.iter().all(often) && !kinds.contains_key("care.3"), "{kinds:?}");
    assert!(seen("met") > firms / 4, "{counts:?}");
    assert!(seen("sends") > firms && seen("helps") > firms / 8 && seen("tires") > firms / 4, "{counts:?}");
    assert!(seen("no call") > firms / 8, "{counts:?}");
    assert!(seen("unhappy") > firms && seen("restored") > firms / 8, "{counts:?}");
    assert!(seen("activated") > firms / 4 && seen("not activated") > firms / 20, "{counts:?}");
    assert!(seen("left out") > firms / 4, "{counts:?}");
    assert!(seen("leaves early") > firms / 8, "{counts:?}");
    assert!(nobodys > firms / 8 && seen("withdrawn") > firms / 8, "nobody in {nobodys} of {firms}: {counts:?}");
    // Ratios come to teams of one to seven.
    let several = ratios.iter().filter(|csms| **csms > 1).count();
    assert!(several > 20 && ratios.len() > several && ratios.iter().all(|csms| *csms <= 7), "{ratios:?}");
    assert!(seen("expires") > firms && seen("stays") > firms / 2 && seen("leaves") > firms / 8, "{counts:?}");
}
