//! The story that scenarios/pooled-vs-named.toml tells, and that it is told by its mechanisms: switch one off, and its
//! effect goes away. On a shorter span and fewer replications than the scenario asks for.

use crate::base::{self, Set, rows};
use caseload::engine::Metric::{self, *};
use caseload::experiment::replications::Rows;
use caseload::model::Scenario;
use caseload::statistics::Estimate;
use caseload::theory::erlang::ErlangC;
use std::fs;
use std::path::Path;

const REPLICATIONS: u32 = 8;
const SHORT: &[Set] = &[("simulation.warm_up", "20 weeks"), ("simulation.length", "52 weeks")];

/// The shipped scenario, shorter, with values set.
fn shipped(sets: &[Set]) -> Scenario {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let text = fs::read_to_string(folder.join("pooled-vs-named.toml")).unwrap();
    base::scenario_in(&folder, &text, &[SHORT, sets].concat())
}

/// The shipped scenario with values set, under some designs.
fn told<const N: usize>(sets: &[Set], designs: [&str; N]) -> [Rows; N] {
    let scenario = shipped(sets);
    designs.map(|design| rows(&scenario, design, REPLICATIONS))
}

fn mean(rows: &Rows, metric: Metric) -> f64 {
    rows.groups.iter().map(|groups| groups[0][metric]).sum::<f64>() / rows.groups.len() as f64
}

/// `b` less `a` at the level 0.99.
fn change(a: &Rows, b: &Rows, metric: Metric) -> Estimate {
    base::difference(a, b, metric, 0.99).estimate
}

#[test]
fn pooling_cuts_waiting_by_an_order_of_magnitude_and_fewer_csms_miss_planned_work_first() {
    // The backlog of planned work takes its time to build up, and needs as many customers as there are today: the
    // anchoring would see to it, here a lower churn before effects does.
    let full: &[Set] =
        &[("simulation.warm_up", "26 weeks"), ("simulation.length", "104 weeks"), ("segments.smb.churn", "10% / year")];
    let [named, pooled, lean] = told(full, ["named", "pooled-14", "pooled-10"]);
    let (alone, together) = (mean(&named, FirstResponseHoursMean), mean(&pooled, FirstResponseHoursMean));
    assert!(alone > 8.0 * together, "named {alone} h, pooled {together} h");
    assert!(change(&named, &pooled, FirstResponseHoursMean).high < 0.0);
    // Four CSMs fewer still answer faster than named ones, and on target, while planned work goes undone.
    assert!(change(&named, &lean, FirstResponseHoursP90).high < 0.0);
    assert!(mean(&lean, WithinTargetShare) > 0.98);
    assert!(mean(&pooled, PlannedDeliveredShare) > 0.99);
    let (today, undone) = (mean(&named, LogoChurnAnnual), mean(&lean, PlannedDeliveredShare));
    assert!((0.16..0.20).contains(&today) && undone < 0.95, "churn {today}, planned work delivered {undone}");
    assert!(change(&pooled, &lean, PlannedDeliveredShare).high < 0.0);
    // Continuity is what the pool pays with.
    assert!(mean(&named, ContinuityShare) > 3.0 * mean(&pooled, ContinuityShare));
    assert!(change(&named, &pooled, LogoChurnAnnual).low > 0.0);
}

#[test]
fn without_the_context_penalty_strangers_work_no_longer() {
    // The same customers stay, so that work differs by nothing else.
    let extra = |penalty| {
        let [named, pooled] = told(&[("outcomes.strength", "0"), ("context.penalty", penalty)], ["named", "pooled-14"]);
        change(&named, &pooled, Utilization)
    };
    let (on, off) = (extra("15%"), extra("0%"));
    assert!(on.low > 0.02, "{on:?}");
    // Work in progress at the edges of measuring is all that is left.
    assert!(off.mean.abs() < 0.1 * on.mean, "{off:?} against {on:?}");
}

#[test]
fn without_attachment_nobody_misses_a_person() {
    // Everything else that service does to churn is off, so that attachment stands alone.
    let alone: &[Set] =
        &[("outcomes.late_responses", "1"), ("outcomes.missed_touch", "1"), ("risks.usage_drop.churn_odds", "1")];
    let on = told(alone, ["named", "pooled-14"]);
    assert!(change(&on[0], &on[1], LogoChurnAnnual).low > 0.0);
    assert!(change(&on[0], &on[1], ExpansionArrAnnual).high < 0.0);
    let off = told(&[alone, &[("attachment.gain", "0")]].concat(), ["named", "pooled-14"]);
    assert_eq!(base::first_difference(&off[0], &off[1], &[LogoChurnAnnual, NrrAnnual, AttachmentMean]), None);
}

#[test]
fn absence_is_what_named_csms_suffer_from_most() {
    let absence: &[Set] = &[("teams.smb_csms.leave", "0 days / year"), ("teams.smb_csms.sickness", "0 days / year")];
    let never: &[Set] = &[("designs.named.coverage.1.backup_after", "never")];
    let [here_named, here_pooled] = told(&[never, absence].concat(), ["named", "pooled-14"]);
    let [named, pooled] = told(never, ["named", "pooled-14"]);
    assert_eq!(mean(&here_named, AbsentShare), 0.0);
    let (alone, together) =
        (change(&here_named, &named, FirstResponseHoursMean), change(&here_pooled, &pooled, FirstResponseHoursMean));
    assert!(alone.low > 0.0, "{alone:?}");
    assert!(alone.mean > 10.0 * together.mean, "{alone:?} against {together:?}");
    // Nobody to back up: that, too, is an effect that can be switched on and off.
    let [backed] = told(&[], ["named"]);
    assert!(change(&named, &backed, FirstResponseHoursMean).high < 0.0);
}

#[test]
fn without_planned_work_fewer_csms_miss_nothing() {
    let digital = [
        "check_in.steps.1",
        "renewal.steps.1",
        "renewal.steps.2",
        "renewal.steps.3",
        "onboarding.steps.1",
        "onboarding.steps.2",
    ]
    .map(|step| format!("playbooks.{step}.digital"));
    let sets: Vec<Set> = digital.iter().map(|path| (path.as_str(), "true")).collect();
    let [pooled, lean] = told(&sets, ["pooled-14", "pooled-10"]);
    assert!(mean(&lean, PlannedDeliveredShare).is_nan(), "no human touches, none to miss");
    assert!(mean(&lean, Utilization) < 0.8);
    let on = told(&[], ["pooled-14", "pooled-10"]);
    let cost = |pair: [&Rows; 2]| change(pair[0], pair[1], LogoChurnAnnual).mean;
    let (with, without) = (cost([&on[0], &on[1]]), cost([&pooled, &lean]));
    assert!(without.abs() < 0.2 * with, "churn of four CSMs fewer: {with} with planned work, {without} without");
}

#[test]
fn unequal_accounts_and_bad_days_make_queues() {
    let equal: &[Set] = &[("requests.question.frailty", "none"), ("requests.investigation.frailty", "none")];
    let [named, pooled] = told(&[], ["named", "pooled-12"]);
    let [equal_named] = told(equal, ["named"]);
    assert!(change(&equal_named, &named, UtilizationHighest).low > 0.0);
    let [steady] = told(&[("demand.daily_dispersion", "1")], ["pooled-12"]);
    assert!(change(&steady, &pooled, FirstResponseHoursMean).low > 0.0);
}

#[test]
fn a_sticky_pool_without_patience_is_a_pool() {
    let [sticky, pooled] = told(&[], ["sticky-12", "pooled-12"]);
    assert!(change(&pooled, &sticky, ContinuityShare).low > 0.1);
    let memory = r#"{ memory = "60 days", patience = "0 h" }"#;
    let [sticky] = told(&[("designs.sticky-12.coverage.1.sticky", memory)], ["sticky-12"]);
    assert_eq!(base::first_difference(&sticky, &pooled, &Metric::ALL), None);
}

#[test]
fn without_effects_every_design_keeps_the_same_customers() {
    let designs = ["named", "pooled-14", "pooled-10", "sticky-11", "pods-12"];
    let [named, others @ ..] = told(&[("outcomes.strength", "0")], designs);
    for other in &others {
        assert_eq!(base::first_difference(&named, other, &[LogoChurnAnnual, GrrAnnual, NrrAnnual, ArrClosing]), None);
    }
    let gap = |strength| {
        let [named, lean] = told(&[("outcomes.strength", strength)], ["named", "pooled-10"]);
        change(&named, &lean, LogoChurnAnnual)
    };
    let (half, double) = (gap("0.5"), gap("2"));
    assert!(half.low > 0.0 && double.mean > 2.0 * half.mean, "{half:?} {double:?}");
}

/// Only queues: 14 times M/M/1 against M/M/14, in units of one mean service.
const QUEUES: &str = r#"
[simulation]
warm_up = "3 weeks"
length = "30 weeks"
cool_down = "1 week"
current = "named"

[demand]
daily_dispersion = 1

[context]
penalty = 0

[segments.customers]
accounts = 14
arr = "$1k"
expansion = "0% / year"

[requests.job]
rate = "0.8 / account / hour"
work = { exponential = "1 h" }
respond_within = "8 h"
frailty = "none"
profile = "flat"

[teams.servers]
csms = 14
calendar = "always"
non_customer = "0%"
leave = "0 days / year"
sickness = "0 days / year"

[designs.named]
coverage = [ { named = "servers", backup_after = "never" } ]

[designs.pooled]
coverage = [ { pooled = "servers" } ]
"#;

#[test]
fn queues_alone_say_pool_and_cut_heads_as_theory_does() {
    let scenario = base::scenario(QUEUES, &[]);
    let (one, all) = (ErlangC::new(0.8, 1.0, 1).unwrap(), ErlangC::new(14.0 * 0.8, 1.0, 14).unwrap());
    assert!(one.mean_wait() > 30.0 * all.mean_wait());
    for (design, queue) in [("named", one), ("pooled", all)] {
        let rows = rows(&scenario, design, 16);
        let metrics = [(FirstResponseHoursMean, queue.mean_wait()), (FirstResponseHoursP90, queue.quantile(0.9))];
        for (metric, exact) in metrics {
            let found = Estimate::from_values(rows.groups.iter().map(|groups| groups[0][metric]), 0.99);
            // Quantiles come from a histogram whose cells are finer than 1 % of the value.
            let tolerance = 4.0 * found.std_error + if metric == FirstResponseHoursP90 { 0.01 * exact } else { 0.0 };
            let (name, mean) = (metric.name(), found.mean);
            assert!((mean - exact).abs() <= tolerance, "{design}, {name}: {mean} instead of {exact} ± {tolerance}");
            assert!(found.std_error < 0.02 * exact, "{design}, {name}: {} says little", found.std_error);
        }
    }
}
