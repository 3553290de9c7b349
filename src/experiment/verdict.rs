//! The verdict: the answer in a few sentences that a leader can repeat.
//!
//! The candidate is the cheapest design that is not clearly slower than today's, does not clearly deliver over five
//! points less planned work, does not clearly keep less revenue, leaves its teams some slack, and does not cost more
//! without a clear gain. "Clearly" always means: the whole interval of the paired difference lies on that side.
//! Where only revenue speaks against every one of them, the best trade of cost against revenue is named instead.

use super::result::{Comparison, DesignResult, DifferenceGroup};
use super::warnings::overload;
use super::wording::{about, hours, list, money, percent, points};
use crate::engine::Metric;
use crate::statistics::Estimate;

/// Planned work that a candidate may deliver less \[share\].
const PLANNED_TOLERATED: f64 = 0.05;
/// A difference in GRR worth settling \[share\].
const HALF_A_POINT: f64 = 0.005;

/// Designs whose flaw is named where none is good enough.
const REASONS: usize = 3;

/// What keeps a design from being recommended, in the order in which they are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    Overload,
    Planned,
    Response,
    Revenue,
    Costlier,
}

/// The verdict on a comparison, or on a single design.
pub fn of(comparison: &Comparison) -> String {
    if comparison.differences.is_empty() {
        return single(comparison);
    }
    let mut candidates: Vec<usize> =
        (0..comparison.differences.len()).filter(|d| flaw(comparison, *d).is_none()).collect();
    candidates.sort_by(|a, b| {
        let (a, b) = (rank(comparison, *a), rank(comparison, *b));
        a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.total_cmp(&b.2))
    });
    match candidates.first() {
        Some(&candidate) => recommend(comparison, candidate),
        None => best_trade(comparison).unwrap_or_else(|| stand(comparison)),
    }
}

/// Cost, then retained revenue (more is better), then P90.
fn rank(comparison: &Comparison, difference: usize) -> (f64, f64, f64) {
    let design = design_of(comparison, difference);
    let value = |metric| mean(design, metric).unwrap_or(0.0);
    (value(Metric::CostAnnual), value(Metric::GrrAnnual), value(Metric::FirstResponseHoursP90))
}

fn design_of(comparison: &Comparison, difference: usize) -> &DesignResult {
    &comparison.designs[comparison.differences[difference].design]
}

fn flaw(comparison: &Comparison, difference: usize) -> Option<Flaw> {
    let all = &comparison.differences[difference].groups[0];
    let today_overloaded = overload(&comparison.designs[comparison.baseline]).is_some();
    if !today_overloaded && overload(design_of(comparison, difference)).is_some() {
        return Some(Flaw::Overload);
    }
    let planned = estimate(all, Metric::PlannedDeliveredShare);
    let within = estimate(all, Metric::WithinTargetShare);
    let response = estimate(all, Metric::FirstResponseHoursP90);
    let revenue = estimate(all, Metric::GrrAnnual);
    if planned.is_some_and(|e| high(e) < -PLANNED_TOLERATED) {
        return Some(Flaw::Planned);
    }
    // Slower, but clearly more often in time, is what a target asks for.
    if response.is_some_and(|e| low(e) > 0.0) && !within.is_some_and(|e| low(e) > 0.0) {
        return Some(Flaw::Response);
    }
    if revenue.is_some_and(|e| high(e) < 0.0) {
        return Some(Flaw::Revenue);
    }
    let costlier = estimate(all, Metric::CostAnnual).is_some_and(|e| e.mean > 0.5);
    let gains = response.is_some_and(|e| high(e) < 0.0) || revenue.is_some_and(|e| low(e) > 0.0);
    (costlier && !gains).then_some(Flaw::Costlier)
}

fn recommend(comparison: &Comparison, candidate: usize) -> String {
    let baseline = &comparison.designs[comparison.baseline];
    let design = design_of(comparison, candidate);
    let all = &comparison.differences[candidate].groups[0];
    let mut sentences = Vec::new();
    let p90 = Metric::FirstResponseHoursP90;
    let speed = match (mean(design, p90), mean(baseline, p90)) {
        (Some(new), Some(old)) => {
            format!("answers nine of ten requests within {} against {}", hours(new), hours(old))
        }
        _ => "does the same work".to_string(),
    };
    let cost = match estimate(all, Metric::CostAnnual) {
        Some(e) if e.mean > 0.5 => {
            format!(" and costs {} more a year", money(&comparison.scenario.currency, e.mean))
        }
        Some(e) if e.mean < -0.5 => {
            format!(" and costs {} less a year", money(&comparison.scenario.currency, -e.mean))
        }
        _ => " at the same cost".to_string(),
    };
    sentences.push(format!("{}{} {speed} for {}{cost}.", design.name, size(design), baseline.name));
    sentences.extend(revenue(all));
    sentences.extend(planned(design, baseline, all));
    sentences.extend(next_cheaper(comparison, candidate));
    sentences.join(" ")
}

/// "GRR differs by -0.4 points (95 % interval -0.9 to +0.1): no clear difference; ...".
fn revenue(all: &DifferenceGroup) -> Option<String> {
    let e = estimate(all, Metric::GrrAnnual)?;
    let difference = points(e.mean);
    if e.n < 2 {
        return Some(format!("GRR differs by {difference} points in the one replication: more are needed to tell."));
    }
    let stated = format!(
        "GRR differs by {difference} points ({} interval {} to {})",
        percent(e.level),
        points(e.low),
        points(e.high)
    );
    if e.excludes_zero() {
        let way = if e.mean > 0.0 { "more" } else { "less" };
        return Some(format!("{stated}: it clearly keeps {way} revenue."));
    }
    if e.low > -HALF_A_POINT && e.high < HALF_A_POINT {
        return Some(format!("{stated}: no clear difference, and any there is stays below half a point."));
    }
    let more = e.replications_for_half_width(HALF_A_POINT).map_or(0, |needed| needed.saturating_sub(e.n));
    Some(if more > 0 {
        format!("{stated}: no clear difference; about {} more replications would settle half a point.", about(more))
    } else {
        format!("{stated}: no clear difference.")
    })
}

/// Said only where planned work moves by more than a point.
fn planned(design: &DesignResult, baseline: &DesignResult, all: &DifferenceGroup) -> Option<String> {
    let e = estimate(all, Metric::PlannedDeliveredShare)?;
    if e.mean.abs() < 0.01 {
        return None;
    }
    let (new, old) = (mean(design, Metric::PlannedDeliveredShare)?, mean(baseline, Metric::PlannedDeliveredShare)?);
    Some(format!("It delivers {} of planned work against {}.", percent(new), percent(old)))
}

/// The cheaper design nearest in cost, and what breaks in it.
fn next_cheaper(comparison: &Comparison, candidate: usize) -> Option<String> {
    let cost = mean(design_of(comparison, candidate), Metric::CostAnnual)?;
    let cheaper = (0..comparison.differences.len()).filter_map(|difference| {
        let other = mean(design_of(comparison, difference), Metric::CostAnnual)?;
        let flaw = flaw(comparison, difference)?;
        (other < cost - 0.5).then_some((difference, flaw, other))
    });
    let (difference, flaw, _) = cheaper.max_by(|a, b| a.2.total_cmp(&b.2).then(b.0.cmp(&a.0)))?;
    let design = design_of(comparison, difference);
    Some(format!("Do not cut further: with {}{} {}.", design.name, size(design), breaks(comparison, difference, flaw)))
}

/// What goes wrong: "planned work delivered falls from 97 % to 61 %".
fn breaks(comparison: &Comparison, difference: usize, flaw: Flaw) -> String {
    let baseline = &comparison.designs[comparison.baseline];
    let design = design_of(comparison, difference);
    let all = &comparison.differences[difference].groups[0];
    let both = |metric| (mean(baseline, metric).unwrap_or(f64::NAN), mean(design, metric).unwrap_or(f64::NAN));
    match flaw {
        Flaw::Overload => busy(design),
        Flaw::Planned => {
            let (old, new) = both(Metric::PlannedDeliveredShare);
            format!("planned work delivered falls from {} to {}", percent(old), percent(new))
        }
        Flaw::Response => {
            let (old, new) = both(Metric::FirstResponseHoursP90);
            format!("nine of ten requests take up to {} instead of {}", hours(new), hours(old))
        }
        Flaw::Revenue => {
            let lost = estimate(all, Metric::GrrAnnual).map_or(f64::NAN, |e| -e.mean);
            format!("GRR falls by {:.1} points", lost * 100.0)
        }
        Flaw::Costlier => {
            let more = estimate(all, Metric::CostAnnual).map_or(f64::NAN, |e| e.mean);
            format!("{} more a year buys no clear gain", money(&comparison.scenario.currency, more))
        }
    }
}

/// Where every sound design keeps clearly less revenue, the one whose saving most exceeds the ARR given up.
fn best_trade(comparison: &Comparison) -> Option<String> {
    let net = |difference: usize| {
        let all = &comparison.differences[difference].groups[0];
        let saved = -estimate(all, Metric::CostAnnual)?.mean;
        let trade = flaw(comparison, difference) == Some(Flaw::Revenue) && saved > given_up(all)?;
        trade.then_some((difference, saved, given_up(all)?))
    };
    let trades = (0..comparison.differences.len()).filter_map(net);
    let (difference, saved, lost) = trades.max_by(|a, b| (a.1 - a.2).total_cmp(&(b.1 - b.2)).then(b.0.cmp(&a.0)))?;
    let all = &comparison.differences[difference].groups[0];
    let (design, baseline) = (design_of(comparison, difference), &comparison.designs[comparison.baseline]);
    let currency = &comparison.scenario.currency;
    let grr = estimate(all, Metric::GrrAnnual)?;
    let p90 = Metric::FirstResponseHoursP90;
    let speed = match (mean(design, p90), mean(baseline, p90)) {
        (Some(new), Some(old)) => {
            format!(", answers nine of ten requests within {} against {}", hours(new), hours(old))
        }
        _ => String::new(),
    };
    let mut sentences = vec![
        format!("No design keeps as much revenue as {}{} for less.", baseline.name, size(baseline)),
        format!(
            "The best trade is {}{}: it costs {} less a year{speed} and gives up {:.1} points of GRR ({} \
             interval {:.1} \
             to {:.1}), with expansion about {} of ARR each year.",
            design.name,
            size(design),
            money(currency, saved),
            -grr.mean * 100.0,
            percent(grr.level),
            -grr.high * 100.0,
            -grr.low * 100.0,
            money(currency, lost)
        ),
    ];
    sentences.extend(planned(design, baseline, all));
    sentences.extend(next_cheaper(comparison, difference));
    Some(sentences.join(" "))
}

/// ARR lost more and won less in a year than today [currency/year].
fn given_up(all: &DifferenceGroup) -> Option<f64> {
    let lost = estimate(all, Metric::ArrLostAnnual)?.mean;
    Some(lost - estimate(all, Metric::ExpansionArrAnnual).map_or(0.0, |e| e.mean))
}

/// No design is good enough.
fn stand(comparison: &Comparison) -> String {
    let baseline = &comparison.designs[comparison.baseline];
    let mut by_cost: Vec<usize> = (0..comparison.differences.len()).collect();
    by_cost.sort_by(|a, b| rank(comparison, *b).0.total_cmp(&rank(comparison, *a).0));
    let reasons: Vec<String> = by_cost
        .into_iter()
        .filter_map(|difference| {
            let flaw = flaw(comparison, difference)?;
            let design = design_of(comparison, difference);
            Some(format!("with {}{} {}", design.name, size(design), breaks(comparison, difference, flaw)))
        })
        .take(REASONS)
        .collect();
    let p90 = match mean(baseline, Metric::FirstResponseHoursP90) {
        Some(p90) => format!(", which answers nine of ten requests within {},", hours(p90)),
        None => String::new(),
    };
    format!("Today's design {}{}{p90} stands: {}.", baseline.name, size(baseline), list(&reasons))
}

/// "team smb_csms is busy 99 % of its available time".
fn busy(design: &DesignResult) -> String {
    let busiest = design.teams.iter().filter_map(|team| Some((team.get(Metric::Utilization)?.mean, &team.name)));
    match busiest.max_by(|a, b| a.0.total_cmp(&b.0)) {
        Some((utilization, team)) => format!("team {team} is busy {} of its available time", percent(utilization)),
        None => "requests are left unanswered".to_string(),
    }
}

/// One design by itself.
fn single(comparison: &Comparison) -> String {
    let design = &comparison.designs[comparison.baseline];
    let mut parts = Vec::new();
    if let Some(e) = get(design, Metric::FirstResponseHoursP90) {
        parts.push(format!("answers nine of ten requests within {}{}", hours(e.mean), between(e, hours)));
    }
    if let Some(e) = get(design, Metric::PlannedDeliveredShare) {
        parts.push(format!("delivers {} of planned work", percent(e.mean)));
    }
    if let Some(e) = get(design, Metric::GrrAnnual) {
        let share = |value: f64| format!("{:.1} %", value * 100.0);
        parts.push(format!("keeps {} of revenue a year{}", share(e.mean), between(e, share)));
    }
    if let Some(e) = get(design, Metric::CostAnnual) {
        parts.push(format!("costs {} a year", money(&comparison.scenario.currency, e.mean)));
    }
    format!("{}{} {}.", design.name, size(design), list(&parts))
}

fn between(e: &Estimate, write: impl Fn(f64) -> String) -> String {
    if e.n < 2 {
        String::new()
    } else {
        format!(" ({} interval {} to {})", percent(e.level), write(e.low), write(e.high))
    }
}

/// " (11 CSMs)".
fn size(design: &DesignResult) -> String {
    match mean(design, Metric::Csms) {
        Some(1.0) => " (1 CSM)".to_string(),
        Some(csms) => format!(" ({csms:.0} CSMs)"),
        None => String::new(),
    }
}

fn get(design: &DesignResult, metric: Metric) -> Option<&Estimate> {
    design.groups.first().and_then(|all| all.get(metric))
}

fn mean(design: &DesignResult, metric: Metric) -> Option<f64> {
    get(design, metric).map(|estimate| estimate.mean)
}

fn estimate(all: &DifferenceGroup, metric: Metric) -> Option<&Estimate> {
    all.get(metric).map(|difference| &difference.estimate)
}

/// Ends of the interval; with a single replication nothing is clear.
fn low(e: &Estimate) -> f64 {
    if e.n < 2 { f64::NEG_INFINITY } else { e.low }
}

fn high(e: &Estimate) -> f64 {
    if e.n < 2 { f64::INFINITY } else { e.high }
}

#[cfg(test)]
mod tests {
    use super::super::result::{Difference, Group};
    use super::*;
    use crate::model::Scenario;
    use crate::statistics::{Histogram, PairedDifference};
    use std::sync::Arc;

    /// CSMs, P90 \[h\], planned delivered, GRR, cost of the design; differences carry an interval of this half-width in
    /// GRR.
    struct Design(&'static str, f64, f64, f64, f64);

    const COST: f64 = 165_000.0;

    fn estimate(mean: f64, half: f64) -> Estimate {
        Estimate { mean, std_error: half / 2.0, low: mean - half, high: mean + half, level: 0.95, n: 200 }
    }

    fn values(d: &Design) -> [(Metric, f64); 5] {
        [
            (Metric::Csms, d.1),
            (Metric::FirstResponseHoursP90, d.2),
            (Metric::PlannedDeliveredShare, d.3),
            (Metric::GrrAnnual, d.4),
            (Metric::CostAnnual, d.1 * COST),
        ]
    }

    fn comparison(designs: &[Design], grr_half: f64) -> Comparison {
        let result = |d: &Design| DesignResult {
            name: d.0.to_string(),
            groups: vec![Group {
                name: "all".into(),
                metrics: values(d).into_iter().map(|(m, v)| (m, self::estimate(v, 0.0))).collect(),
            }],
            teams: Vec::new(),
            responses: Histogram::default(),
            retained: Vec::new(),
            planned: Vec::new(),
            backlog: Vec::new(),
            csm_utilization: Vec::new(),
            spreadsheet: Vec::new(),
            rows: Vec::new(),
        };
        let difference = |index: usize| {
            let both = values(&designs[index]).into_iter().zip(values(&designs[0]));
            let metrics = both.map(|((m, a), (_, b))| {
                let half = if m == Metric::GrrAnnual { grr_half } else { 0.0 };
                (m, PairedDifference { estimate: self::estimate(a - b, half), variance_ratio: 1.0 })
            });
            let group = DifferenceGroup { name: "all".into(), metrics: metrics.collect() };
            Difference { design: index, groups: vec![group] }
        };
        Comparison {
            scenario: Arc::new(scenario()),
            designs: designs.iter().map(result).collect(),
            baseline: 0,
            differences: (1..designs.len()).map(difference).collect(),
            anchors: Vec::new(),
            warnings: Vec::new(),
            verdict: String::new(),
        }
    }

    fn scenario() -> Scenario {
        Scenario::parse(include_str!("../../scenarios/pooled-vs-named.toml"), std::path::Path::new("a.toml"), &[])
            .expect("the preset is valid")
    }

    #[test]
    fn the_cheapest_sound_design_is_recommended_and_the_next_one_warned_of() {
        let verdict = of(&comparison(
            &[
                Design("named", 14.0, 5.4, 0.97, 0.820),
                Design("pooled_12", 12.0, 0.6, 0.97, 0.819),
                Design("pooled_11", 11.0, 2.1, 0.95, 0.816),
                Design("pooled_10", 10.0, 4.0, 0.61, 0.790),
            ],
            0.009,
        ));
        assert_eq!(
            verdict,
            "pooled_11 (11 CSMs) answers nine of ten requests within 2.1 h against 5.4 h for named and costs \
             $495k less a \
             year. GRR differs by -0.4 points (95 % interval -1.3 to +0.5): no clear difference; about 430 more \
             replications would settle half a point. It delivers 95 % of planned work against 97 %. Do not \
             cut further: \
             with pooled_10 (10 CSMs) planned work delivered falls from 97 % to 61 %."
        );
    }

    #[test]
    fn today_stands_where_every_other_design_breaks_something() {
        let verdict = of(&comparison(
            &[
                Design("named", 14.0, 5.4, 0.97, 0.82),
                Design("pooled_9", 9.0, 9.0, 0.40, 0.70),
                Design("pooled_10", 10.0, 8.0, 0.95, 0.82),
            ],
            0.001,
        ));
        assert_eq!(
            verdict,
            "Today's design named (14 CSMs), which answers nine of ten requests within 5.4 h, stands: with \
             pooled_10 (10 \
             CSMs) nine of ten requests take up to 8.0 h instead of 5.4 h and with pooled_9 (9 CSMs) planned work \
             delivered falls from 97 % to 40 %."
        );
    }

    #[test]
    fn a_clear_difference_is_called_clear() {
        let designs = [Design("named", 14.0, 5.4, 0.97, 0.82), Design("pods", 14.0, 2.0, 0.97, 0.85)];
        let verdict = of(&comparison(&designs, 0.01));
        assert!(verdict.contains("at the same cost"), "{verdict}");
        assert!(
            verdict.contains("+3.0 points (95 % interval +2.0 to +4.0): it clearly keeps more revenue."),
            "{verdict}"
        );
    }

    #[test]
    fn a_small_difference_known_well_is_called_small() {
        let designs = [Design("named", 14.0, 5.4, 0.97, 0.82), Design("pods", 14.0, 2.0, 0.97, 0.821)];
        let verdict = of(&comparison(&designs, 0.002));
        assert!(verdict.contains("no clear difference, and any there is stays below half a point."), "{verdict}");
    }

    #[test]
    fn costlier_designs_need_a_clear_gain() {
        let designs = [Design("named", 14.0, 5.4, 0.97, 0.82), Design("more", 16.0, 5.4, 0.97, 0.82)];
        let verdict = of(&comparison(&designs, 0.002));
        assert!(verdict.contains("stands: with more (16 CSMs) $330k more a year buys no clear gain."), "{verdict}");
    }

    #[test]
    fn where_all_keep_less_revenue_the_best_trade_is_named() {
        let designs = [
            Design("named", 14.0, 5.4, 0.97, 0.82),
            Design("pooled_14", 14.0, 0.2, 0.97, 0.815),
            Design("pooled_12", 12.0, 0.5, 0.97, 0.812),
        ];
        let mut comparison = comparison(&designs, 0.001);
        for difference in &mut comparison.differences {
            let lost = PairedDifference { estimate: estimate(45_000.0, 900.0), variance_ratio: 1.0 };
            difference.groups[0].metrics.push((Metric::ArrLostAnnual, lost));
        }
        assert_eq!(
            of(&comparison),
            "No design keeps as much revenue as named (14 CSMs) for less. The best trade is pooled_12 (12 \
             CSMs): it costs \
             $330k less a year, answers nine of ten requests within 30 min against 5.4 h and gives up 0.8 \
             points of GRR \
             (95 % interval 0.7 to 0.9), with expansion about $45k of ARR each year."
        );
    }
}
