//! Verdicts on results made by hand.

use super::super::result::{Comparison, DesignResult, Difference, DifferenceGroup, Group};
use super::super::trade::Trade;
use super::of;
use crate::engine::Metric;
use crate::model::Scenario;
use crate::statistics::{Estimate, PairedDifference};
use std::sync::Arc;

/// Name, CSMs, P90 \[h\], share within target, planned delivered, GRR, ARR lost a year.
struct Design(&'static str, f64, f64, f64, f64, f64, f64);

const COST: f64 = 165_000.0;
const NAMED: Design = Design("named", 14.0, 5.4, 0.95, 0.97, 0.820, 900e3);

fn estimate(mean: f64, half: f64) -> Estimate {
    Estimate { mean, std_error: half / 2.0, low: mean - half, high: mean + half, level: 0.95, n: 200 }
}

fn values(d: &Design) -> [(Metric, f64); 7] {
    [
        (Metric::Csms, d.1),
        (Metric::FirstResponseHoursP90, d.2),
        (Metric::WithinTargetShare, d.3),
        (Metric::PlannedDeliveredShare, d.4),
        (Metric::LogoChurnAnnual, 1.0 - d.5),
        (Metric::GrrAnnual, d.5),
        (Metric::CostAnnual, d.1 * COST),
    ]
}

/// Differences carry an interval of this half-width in GRR, and of as many millions in ARR.
fn comparison(designs: &[Design], half: f64) -> Comparison {
    let result = |d: &Design| DesignResult {
        name: d.0.to_string(),
        groups: vec![Group {
            name: "all".into(),
            metrics: values(d).into_iter().map(|(m, v)| (m, estimate(v, 0.0))).collect(),
        }],
        ..DesignResult::default()
    };
    let scenario = scenario();
    let difference = |index: usize| {
        let (design, today) = (&designs[index], &designs[0]);
        let both = values(design).into_iter().zip(values(today));
        let metrics = both.map(|((m, a), (_, b))| {
            let half = if m == Metric::GrrAnnual { half } else { 0.0 };
            (m, PairedDifference { estimate: estimate(a - b, half), variance_ratio: 1.0 })
        });
        let group = DifferenceGroup { name: "all".into(), metrics: metrics.collect() };
        let (cost, arr) = ((design.1 - today.1) * COST, today.6 - design.6);
        let (each, half) = (scenario.worth.of_arr(), half * 1e6);
        let (cost, arr, net) = (estimate(cost, 0.0), estimate(arr, half), estimate(arr * each - cost, half * each));
        Difference { design: index, groups: vec![group], trade: Some(Trade { cost, arr, net }) }
    };
    Comparison {
        scenario: Arc::new(scenario.clone()),
        designs: designs.iter().map(result).collect(),
        baseline: 0,
        differences: (1..designs.len()).map(difference).collect(),
        anchors: Vec::new(),
        passages: Vec::new(),
        warnings: Vec::new(),
        verdict: String::new(),
    }
}

fn scenario() -> Scenario {
    Scenario::parse(include_str!("../../../scenarios/pooled-vs-named.toml"), std::path::Path::new("a.toml"), &[])
        .expect("the preset is valid")
}

#[test]
fn the_design_worth_most_is_chosen_and_the_next_one_warned_of() {
    let verdict = of(&comparison(
        &[
            NAMED,
            Design("pooled_12", 12.0, 0.6, 0.99, 0.97, 0.819, 905e3),
            Design("pooled_11", 11.0, 2.1, 0.98, 0.95, 0.816, 920e3),
            Design("pooled_10", 10.0, 4.0, 0.96, 0.61, 0.790, 950e3),
        ],
        0.009,
    ));
    assert_eq!(
        verdict,
        "Choose pooled_11 (11 CSMs) over named (14 CSMs). It costs $495k less a year and gives up $20k of ARR a year \
         (GRR -0.4 points, 95 % interval -1.3 to +0.5). Counting ARR for 3 years at a margin of 80 %, that is worth \
         $447k a year (95 % interval $425k to $469k); it pays unless ARR counts for more than 31 years. Nine of ten \
         requests are answered within 2.1 h instead of 5.4 h, logo churn is 18.4 % instead of 18.0 % a year and 95 % \
         instead of 97 % of planned work is delivered. About 430 more replications would settle half a point of GRR. \
         Do not cut further: pooled_10 (10 CSMs) delivers 61 % instead of 97 % of planned work."
    );
}

#[test]
fn today_stands_where_every_other_design_breaks_something() {
    let verdict = of(&comparison(
        &[
            NAMED,
            Design("pooled_9", 9.0, 9.0, 0.94, 0.40, 0.70, 1_500e3),
            Design("pooled_10", 10.0, 8.0, 0.71, 0.95, 0.82, 900e3),
        ],
        0.001,
    ));
    assert_eq!(
        verdict,
        "Keep named (14 CSMs), which answers nine of ten requests within 5.4 h: no other design is clearly better. \
         pooled_10 (10 CSMs) answers 71 % instead of 95 % of requests within target; pooled_9 (9 CSMs) delivers 40 % \
         instead of 97 % of planned work."
    );
}

#[test]
fn a_tiny_gain_in_revenue_does_not_buy_a_high_cost() {
    let early = Design("early", 15.0, 5.0, 0.951, 0.97, 0.821, 894e3);
    let verdict = of(&comparison(&[NAMED, early], 0.0005));
    assert_eq!(
        verdict,
        "Keep named (14 CSMs), which answers nine of ten requests within 5.4 h: no other design is clearly better. \
         early (15 CSMs) costs $165k more a year for $6k more ARR a year (GRR +0.1 points), which is worth less. \
         (ARR is counted for 3 years at a margin of 80 %.)"
    );
}

#[test]
fn a_large_gain_in_revenue_buys_a_cost() {
    let pods = Design("more", 15.0, 5.4, 0.95, 0.97, 0.85, 700e3);
    let verdict = of(&comparison(&[NAMED, pods], 0.01));
    let worth = "It costs $165k more a year and keeps or wins $200k more ARR a year (GRR +3.0 points, 95 % interval \
                 +2.0 to +4.0). Counting ARR for 3 years at a margin of 80 %, that is worth $315k a year (95 % interval \
                 $291k to $339k); it pays if ARR counts for more than 1 year.";
    assert!(verdict.contains(worth), "{verdict}");
    assert!(verdict.contains("within 5.4 h as today and logo churn is 15.0 % instead of 18.0 % a year."), "{verdict}");
}

#[test]
fn better_service_at_the_same_cost_is_chosen_where_money_shows_no_difference() {
    let pods = Design("pods", 14.0, 2.0, 0.97, 0.97, 0.8205, 899e3);
    let verdict = of(&comparison(&[NAMED, pods], 0.002));
    assert!(
        verdict.starts_with(
            "Choose pods (14 CSMs) over named (14 CSMs) for its service. It costs the same and makes no clear difference to revenue (GRR \
             +0.05 points, 95 % interval -0.1 to +0.3). In money there is no clear difference (95 % interval -$2.4k to \
             $7.2k a year). Nine of ten requests are answered within 2.0 h instead of 5.4 h"
        ),
        "{verdict}"
    );
}

#[test]
fn what_is_no_better_is_said_to_make_no_difference() {
    let same = Design("rebalanced", 14.0, 5.41, 0.951, 0.97, 0.8201, 900e3);
    let verdict = of(&comparison(&[NAMED, same], 0.002));
    assert!(verdict.ends_with("better. rebalanced makes no difference that is clear and matters."), "{verdict}");
}

#[test]
fn a_little_slower_within_target_is_no_flaw_and_equal_numbers_are_not_compared() {
    let lean = Design("lean", 13.0, 5.41, 0.945, 0.97, 0.820, 900e3);
    let verdict = of(&comparison(&[NAMED, lean], 0.0));
    assert!(verdict.starts_with("Choose lean (13 CSMs) over named (14 CSMs). It costs $165k less a year"), "{verdict}");
    assert!(verdict.contains("Nine of ten requests are answered within 5.4 h as today."), "{verdict}");
}

#[test]
fn nine_of_ten_are_not_answered_where_more_get_no_answer() {
    let lean = Design("lean", 13.0, 900.0, 0.945, 0.97, 0.820, 900e3);
    let mut comparison = comparison(&[NAMED, lean], 0.0);
    let all = |designs: &mut [DesignResult], which: usize, share: f64| {
        let metrics = &mut designs[which].groups[0].metrics;
        metrics
            .extend([(Metric::UnansweredShare, estimate(share, 0.0)), (Metric::AbandonedShare, estimate(0.02, 0.0))]);
    };
    all(&mut comparison.designs, 1, 0.5);
    let verdict = of(&comparison);
    assert!(verdict.ends_with("lean (13 CSMs) never answers 52 % of requests."), "{verdict}");
    all(&mut comparison.designs, 0, 0.4);
    let verdict = of(&comparison);
    assert!(verdict.starts_with("Choose lean") && !verdict.contains("ine of ten"), "{verdict}");
    assert!(verdict.contains("52 % instead of 42 % of requests are never answered."), "{verdict}");
    comparison.differences.clear();
    comparison.designs.truncate(1);
    let verdict = of(&comparison);
    assert!(verdict.contains("never answers 42 % of requests") && !verdict.contains("nine of ten"), "{verdict}");
}

#[test]
fn one_replication_tells_nothing() {
    let mut one = comparison(&[NAMED, Design("lean", 13.0, 5.4, 0.95, 0.97, 0.820, 900e3)], 0.0);
    let mut scenario = scenario();
    scenario.simulation.replications = 1;
    one.scenario = Arc::new(scenario);
    assert_eq!(of(&one), "One replication cannot tell designs apart: run more of them (-r 30).");
}
