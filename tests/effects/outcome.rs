//! Anchoring on the engine itself: today's design reproduces the churn that the scenario states.

use crate::base::{self, BASE, Set};
use caseload::experiment::Phase;
use caseload::experiment::anchoring::TOLERATED_ERROR;
use caseload::experiment::comparison::anchor;
use caseload::experiment::replications::{Counter, Engine, on_threads, records};
use caseload::model::Scenario;
use caseload::statistics::Estimate;
use std::path::Path;

/// Anchors a scenario and checks it twice: by the fresh pilots of the anchoring itself, and on replications as they are
/// reported, whose expected churn (sums of probabilities, without luck) has a small standard error.
fn reproduces_stated_churn(file: &str, replications: u32) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
    let scenario = Scenario::read(&path, &[]).unwrap_or_else(|error| panic!("{error}"));
    let (anchored, records) = on_threads(Some(2), || {
        let anchored = anchor(&scenario, &|_| ());
        let today = Engine::of(&scenario, &[scenario.current]);
        let counter = Counter::new(Phase::Simulating, u64::from(replications), &|_| ());
        let records = records(&today, &|_| &anchored.anchoring, 0..replications, &counter);
        (anchored, records)
    })
    .unwrap();
    assert_eq!(anchored.anchors.len(), scenario.segments.len());
    for (index, (segment, anchor)) in scenario.segments.iter().zip(&anchored.anchors).enumerate() {
        let stated = segment.churn.unwrap();
        assert_eq!(anchor.stated, stated);
        let off = (anchor.reached.mean - stated).abs();
        // What is measured has an error of its own, which counts where a segment has few accounts.
        let measured = 2.0 * anchor.reached.std_error;
        let few = segment.accounts < 100;
        assert!(off < TOLERATED_ERROR + if few { measured } else { 0.0 }, "{}: {:?}", segment.name, anchor);
        let churn = records.iter().map(|lives| lives[0].anchor[index].churn_annual);
        let fresh = Estimate::from_values(churn, 0.99);
        let tolerance = TOLERATED_ERROR + 4.0 * fresh.std_error;
        assert!((fresh.mean - stated).abs() < tolerance, "{}: stated {stated}, found {fresh:?}", segment.name);
    }
}

#[test]
fn pooled_vs_named_reproduces_its_churn() {
    reproduces_stated_churn("pooled-vs-named.toml", 20);
}

#[test]
fn hybrid_tiers_reproduces_its_churn() {
    reproduces_stated_churn("hybrid-tiers.toml", 20);
}

#[test]
fn todays_design_decides_what_the_stated_churn_means() {
    let shift = |current: &str| {
        let sets: [Set; 2] = [("simulation.current", current), ("outcomes.no_attachment", "4")];
        let scenario = base::scenario(BASE, &sets);
        on_threads(Some(1), || anchor(&scenario, &|_| ())).unwrap().anchoring
    };
    // A pool attaches less, so the same churn today leaves less of it to be explained by anything else, and more of
    // the expansion has to come from elsewhere.
    let (named, pooled) = (shift("named"), shift("pooled"));
    for segment in 0..2 {
        assert!(pooled.churn_shift[segment] < named.churn_shift[segment] - 0.1);
        assert!(pooled.expansion_factor[segment] > named.expansion_factor[segment]);
    }
}
