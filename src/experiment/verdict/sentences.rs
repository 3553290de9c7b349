//! The verdict in words.

use super::super::result::{Comparison, DesignResult};
use super::super::trade::Trade;
use super::super::warnings::without_slack;
use super::super::wording::{about, hours, instead, list, money, percent, points};
use super::judge::{Flaw, ONE_POINT, design_of, estimate, flaw, get, mean, pays, trade, worth};
use crate::engine::Metric;
use crate::statistics::Estimate;

/// A difference in GRR worth settling \[share\].
const HALF_A_POINT: f64 = 0.005;
/// Designs whose flaw is named where none is good enough.
const REASONS: usize = 3;
/// Money below which nothing is said of a difference in cost [currency/year].
const SAME_COST: f64 = 0.5;

/// "Choose pooled (11 CSMs) over today's named (14 CSMs). It costs ..."
pub(super) fn recommend(comparison: &Comparison, difference: usize) -> String {
    let (design, today) = (design_of(comparison, difference), &comparison.designs[comparison.baseline]);
    let reason = if pays(comparison, difference) { "" } else { " for its service" };
    let head = format!("Choose {}{} over {}{}{reason}.", design.name, size(design), today.name, size(today));
    let mut sentences = vec![head];
    let revenue = revenue(comparison, difference).map_or(String::new(), |revenue| format!(" and {revenue}"));
    sentences.push(format!("It costs {}{revenue}.", cost(comparison, difference)));
    sentences.extend(worth_of(comparison, difference));
    sentences.extend(service(comparison, difference));
    sentences.extend(unsettled(comparison, difference));
    sentences.extend(passage(comparison, difference));
    sentences.extend(next_cheaper(comparison, difference));
    sentences.join(" ")
}

/// "$495k less a year", "the same".
fn cost(comparison: &Comparison, difference: usize) -> String {
    let currency = &comparison.scenario.currency;
    match trade(comparison, difference).map_or(0.0, |trade| trade.cost.mean) {
        more if more > SAME_COST => format!("{} more a year", money(currency, more)),
        more if more < -SAME_COST => format!("{} less a year", money(currency, -more)),
        _ => "the same".to_string(),
    }
}

/// "gives up $82k of ARR a year (GRR -0.9 points, 95 % interval -1.0 to -0.8)".
fn revenue(comparison: &Comparison, difference: usize) -> Option<String> {
    let all = &comparison.differences[difference].groups[0];
    let grr = estimate(all, Metric::GrrAnnual).filter(|e| e.mean.is_finite())?;
    let mut stated = if grr.mean == 0.0 && grr.low == grr.high {
        "GRR unchanged".to_string()
    } else {
        let (low, high) = (points(grr.low), points(grr.high));
        format!("GRR {} points, {} interval {low} to {high}", points(grr.mean), percent(grr.level))
    };
    if let Some(nrr) = estimate(all, Metric::NrrAnnual).filter(|nrr| nrr.excludes_zero()) {
        stated.push_str(&format!("; NRR {}", points(nrr.mean)));
    }
    let arr = trade(comparison, difference).map(|trade| trade.arr).filter(Estimate::excludes_zero);
    Some(match arr {
        Some(arr) if arr.mean < 0.0 => {
            format!("gives up {} of ARR a year ({stated})", money(&comparison.scenario.currency, -arr.mean))
        }
        Some(arr) => {
            format!("keeps or wins {} more ARR a year ({stated})", money(&comparison.scenario.currency, arr.mean))
        }
        None => format!("makes no clear difference to revenue ({stated})"),
    })
}

/// What revenue and cost together come to, and when that would turn.
fn worth_of(comparison: &Comparison, difference: usize) -> Option<String> {
    let trade = trade(comparison, difference)?;
    let currency = &comparison.scenario.currency;
    let net = &trade.net;
    let interval =
        format!("{} interval {} to {}", percent(net.level), money(currency, net.low), money(currency, net.high));
    if !pays(comparison, difference) {
        let exact = net.mean == 0.0 && net.low == net.high;
        return (!exact).then(|| format!("In money there is no clear difference ({interval} a year)."));
    }
    if !trade.arr.excludes_zero() {
        return None; // the cost says it all
    }
    let sum = format!("{}, that is worth {} a year ({interval})", counting(comparison), money(currency, net.mean));
    Some(format!("{sum}{}.", turning(comparison, trade)))
}

/// "Counting ARR for 3 years at a margin of 80 %".
fn counting(comparison: &Comparison) -> String {
    let worth = comparison.scenario.worth;
    format!("Counting ARR for {} at a margin of {}", years(worth.years), percent(worth.margin))
}

/// "; it pays unless ARR counts for more than 7.5 years".
fn turning(comparison: &Comparison, trade: &Trade) -> String {
    match trade.break_even_years(comparison.scenario.worth.margin) {
        Some(turn) if trade.cost.mean < 0.0 => format!("; it pays unless ARR counts for more than {}", years(turn)),
        Some(turn) => format!("; it pays if ARR counts for more than {}", years(turn)),
        None => String::new(),
    }
}

/// "3 years", "7.5 years", "5 months".
fn years(years: f64) -> String {
    if years >= 9.95 {
        format!("{years:.0} years")
    } else if years >= 0.95 {
        let text = format!("{years:.1}");
        let text = text.strip_suffix(".0").unwrap_or(&text);
        format!("{text} {}", if text == "1" { "year" } else { "years" })
    } else {
        let months = (years * 12.0).round().max(1.0);
        format!("{months:.0} {}", if months == 1.0 { "month" } else { "months" })
    }
}

/// Response, churn and planned work, as far as they differ.
fn service(comparison: &Comparison, difference: usize) -> Option<String> {
    let (design, today) = (design_of(comparison, difference), &comparison.designs[comparison.baseline]);
    let all = &comparison.differences[difference].groups[0];
    let both = |metric| Some((mean(design, metric)?, mean(today, metric)?));
    let mut parts = Vec::new();
    if let (Some(new), Some(old)) = (nine_of_ten(design), nine_of_ten(today)) {
        let within = instead(new, old, hours).unwrap_or_else(|| format!("{} as today", hours(old)));
        parts.push(format!("nine of ten requests are answered within {within}"));
    } else if both(Metric::FirstResponseHoursP90).is_some() {
        let (new, old) = (never_answered(design), never_answered(today));
        let share = instead(new, old, percent).unwrap_or_else(|| format!("{} as today", percent(old)));
        parts.push(format!("{share} of requests are never answered"));
    }
    let churn = both(Metric::LogoChurnAnnual).and_then(|(new, old)| instead(new, old, one_digit));
    if let (Some(churn), true) = (churn, is_clear(estimate(all, Metric::LogoChurnAnnual))) {
        parts.push(format!("logo churn is {churn} a year"));
    }
    let planned = both(Metric::PlannedDeliveredShare).filter(|(new, old)| (new - old).abs() >= ONE_POINT);
    if let Some(planned) = planned.and_then(|(new, old)| instead(new, old, percent)) {
        parts.push(format!("{planned} of planned work is delivered"));
    }
    let sentence = list(&parts);
    let mut letters = sentence.chars();
    letters.next().map(|first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// Share of requests that get no answer, as far as one sees: those that wait at the end, and those given up.
fn never_answered(design: &DesignResult) -> f64 {
    let share = |metric| mean(design, metric).filter(|share| share.is_finite()).unwrap_or(0.0);
    share(Metric::UnansweredShare) + share(Metric::AbandonedShare)
}

/// Hours within which nine of ten requests are answered, where so many are answered at all.
fn nine_of_ten(design: &DesignResult) -> Option<f64> {
    mean(design, Metric::FirstResponseHoursP90).filter(|_| never_answered(design) <= 0.1)
}

fn one_digit(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn is_clear(estimate: Option<&Estimate>) -> bool {
    estimate.is_some_and(Estimate::excludes_zero)
}

/// How many replications would settle half a point of GRR, where its interval is wider and holds zero.
fn unsettled(comparison: &Comparison, difference: usize) -> Option<String> {
    let e = estimate(&comparison.differences[difference].groups[0], Metric::GrrAnnual)?;
    if e.excludes_zero() || e.half_width() <= HALF_A_POINT {
        return None;
    }
    let more = e.replications_for_half_width(HALF_A_POINT).map_or(0, |needed| needed.saturating_sub(e.n));
    (more > 0).then(|| format!("About {} more replications would settle half a point of GRR.", about(more)))
}

/// What the change itself does, where the design changes at a date.
fn passage(comparison: &Comparison, difference: usize) -> Option<String> {
    let index = comparison.differences[difference].design;
    let passage = comparison.passages.iter().find(|passage| passage.design == index)?;
    Some(format!("On the way there {}", passage.sentence(&comparison.designs[index].name)))
}

/// The cheaper design nearest in cost, and what breaks in it.
fn next_cheaper(comparison: &Comparison, candidate: usize) -> Option<String> {
    let cost = mean(design_of(comparison, candidate), Metric::CostAnnual)?;
    let cheaper = (0..comparison.differences.len()).filter_map(|difference| {
        let other = mean(design_of(comparison, difference), Metric::CostAnnual)?;
        let flaw = flaw(comparison, difference).filter(|flaw| *flaw != Flaw::NoGain)?;
        (other < cost - SAME_COST).then_some((difference, flaw, other))
    });
    let (difference, flaw, _) = cheaper.max_by(|a, b| a.2.total_cmp(&b.2).then(b.0.cmp(&a.0)))?;
    Some(format!("Do not cut further: {}.", breaks(comparison, difference, flaw)))
}

/// What is wrong with a design: "pooled_10 (10 CSMs) delivers 61 % of planned work instead of 97 %".
fn breaks(comparison: &Comparison, difference: usize, flaw: Flaw) -> String {
    let (design, today) = (design_of(comparison, difference), &comparison.designs[comparison.baseline]);
    let both = |metric| {
        let (new, old) = (mean(design, metric).unwrap_or(f64::NAN), mean(today, metric).unwrap_or(f64::NAN));
        instead(new, old, percent).unwrap_or_else(|| format!("fewer than {}", percent(old)))
    };
    let what = match flaw {
        Flaw::Overload => overload(design),
        Flaw::Planned => format!("delivers {} of planned work", both(Metric::PlannedDeliveredShare)),
        Flaw::Response => format!("answers {} of requests within target", both(Metric::WithinTargetShare)),
        Flaw::Loss => loss(comparison, difference),
        Flaw::NoGain => "is not clearly better".to_string(),
    };
    format!("{}{} {what}", design.name, size(design))
}

/// Why a design is worth less: "saves $165k a year but gives up $300k of ARR a year, which is worth more".
fn loss(comparison: &Comparison, difference: usize) -> String {
    let Some(trade) = trade(comparison, difference) else { return "is worth less".to_string() };
    let currency = &comparison.scenario.currency;
    let (cost, arr) = (trade.cost.mean, trade.arr.mean);
    let all = &comparison.differences[difference].groups[0];
    let grr = match (estimate(all, Metric::GrrAnnual), estimate(all, Metric::NrrAnnual)) {
        (Some(grr), Some(nrr)) => format!(" (GRR {}, NRR {} points)", points(grr.mean), points(nrr.mean)),
        (Some(grr), None) => format!(" (GRR {} points)", points(grr.mean)),
        _ => String::new(),
    };
    let given_up = format!("gives up {} of ARR a year{grr}", money(currency, -arr));
    if cost < -SAME_COST {
        format!("saves {} a year but {given_up}, which is worth more", money(currency, -cost))
    } else if cost <= SAME_COST {
        format!("{given_up} at the same cost")
    } else if arr < 0.0 {
        format!("costs {} more a year and {given_up}", money(currency, cost))
    } else if trade.arr.excludes_zero() {
        let kept = money(currency, arr);
        format!("costs {} more a year for {kept} more ARR a year{grr}, which is worth less", money(currency, cost))
    } else {
        format!("costs {} more a year, and the ARR that it keeps and wins is not clearly more", money(currency, cost))
    }
}

/// No design is good enough.
pub(super) fn stand(comparison: &Comparison) -> String {
    let today = &comparison.designs[comparison.baseline];
    let mut by_worth: Vec<usize> = (0..comparison.differences.len()).collect();
    by_worth.sort_by(|a, b| worth(comparison, *b).total_cmp(&worth(comparison, *a)));
    let flaws = by_worth.into_iter().filter_map(|d| Some((d, flaw(comparison, d)?)));
    let (dull, wrong): (Vec<_>, Vec<_>) = flaws.partition(|(_, flaw)| *flaw == Flaw::NoGain);
    let reasons: Vec<String> = wrong.iter().take(REASONS).map(|(d, flaw)| breaks(comparison, *d, *flaw)).collect();
    let p90 = match nine_of_ten(today) {
        Some(p90) => format!(", which answers nine of ten requests within {}", hours(p90)),
        None => String::new(),
    };
    let mut text = format!("Keep {}{}{p90}: no other design is clearly better.", today.name, size(today));
    if !dull.is_empty() {
        let names: Vec<String> = dull.iter().map(|(d, _)| design_of(comparison, *d).name.clone()).collect();
        let verb = if names.len() == 1 { "makes" } else { "make" };
        text.push_str(&format!(" {} {verb} no difference that is clear and matters.", list(&names)));
    }
    if !reasons.is_empty() {
        text.push_str(&format!(" {}.", reasons.join("; ")));
    }
    let weighed = wrong.iter().take(REASONS).any(|(_, flaw)| *flaw == Flaw::Loss);
    if weighed && comparison.scenario.worth.of_arr() > 0.0 {
        let worth = comparison.scenario.worth;
        let how = format!("ARR is counted for {} at a margin of {}", years(worth.years), percent(worth.margin));
        text.push_str(&format!(" ({how}.)"));
    }
    text
}

/// "leaves team smb_csms busy 99 % of its available time", or, where people have time, how many requests get no answer.
fn overload(design: &DesignResult) -> String {
    match without_slack(design) {
        Some((team, utilization)) => format!("leaves team {team} busy {} of its available time", percent(utilization)),
        None => format!("never answers {} of requests", percent(never_answered(design))),
    }
}

/// One design by itself.
pub(super) fn single(comparison: &Comparison) -> String {
    let design = &comparison.designs[comparison.baseline];
    let mut parts = Vec::new();
    match get(design, Metric::FirstResponseHoursP90) {
        Some(e) if nine_of_ten(design).is_some() => {
            let between = between(e, f64::INFINITY, hours);
            parts.push(format!("answers nine of ten requests within {}{between}", hours(e.mean)));
        }
        Some(_) => parts.push(format!("never answers {} of requests", percent(never_answered(design)))),
        None => {}
    }
    if let Some(e) = get(design, Metric::PlannedDeliveredShare) {
        parts.push(format!("delivers {} of planned work", percent(e.mean)));
    }
    if let Some(e) = get(design, Metric::GrrAnnual) {
        parts.push(format!("keeps {} of revenue a year{}", one_digit(e.mean), between(e, 1.0, one_digit)));
    }
    if let Some(e) = get(design, Metric::CostAnnual) {
        parts.push(format!("costs {} a year", money(&comparison.scenario.currency, e.mean)));
    }
    format!("{}{} {}.", design.name, size(design), list(&parts))
}

/// An interval, cut where the value cannot be: below zero, and above the most.
fn between(e: &Estimate, most: f64, write: impl Fn(f64) -> String) -> String {
    if e.n < 2 {
        String::new()
    } else {
        format!(" ({} interval {} to {})", percent(e.level), write(e.low.max(0.0)), write(e.high.min(most)))
    }
}

/// " (11 CSMs)".
fn size(design: &DesignResult) -> String {
    match mean(design, Metric::Csms) {
        Some(csms) if (csms - 1.0).abs() < 0.05 => " (1 CSM)".to_string(),
        Some(csms) if (csms - csms.round()).abs() < 0.05 => format!(" ({csms:.0} CSMs)"),
        Some(csms) => format!(" ({csms:.1} CSMs)"),
        None => String::new(),
    }
}
