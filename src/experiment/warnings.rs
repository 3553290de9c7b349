//! What the reader should know before acting.

use super::anchoring::TOLERATED_ERROR;
use super::moments;
use super::reach;
use super::result::{Anchor, DesignResult, Warning};
use super::spreadsheet;
use super::wording::{about, list, percent};
use crate::engine::Metric;
use crate::model::{Design, Scenario, Segment};
use crate::statistics::{Estimate, warm_up};
use crate::time::WEEK;

/// Replications below which an interval means little.
const FEW_REPLICATIONS: u32 = 10;
/// Half-width of the P90 interval over the P90 above which it is too wide to act on.
const WIDE_P90: f64 = 0.2;
/// Half-width of the GRR interval above which it is too wide to act on.
const WIDE_GRR: f64 = 0.01;
/// Utilisation above which a queue hardly recovers.
pub const OVERLOADED: f64 = 0.97;
/// Share of requests never answered above which other numbers mislead.
const UNANSWERED: f64 = 0.01;
/// Change of the number of accounts in a year that a steady firm may have \[share\].
const STEADY: f64 = 0.05;
/// Planned work delivered below which planned work is broken.
const PLANNED_BROKEN: f64 = 0.8;

/// Everything worth saying about some designs on one scenario.
pub fn all(scenario: &Scenario, designs: &[DesignResult], anchors: &[Anchor]) -> Vec<Warning> {
    let mut warnings = Vec::new();
    warnings.extend(few_replications(scenario.simulation.replications));
    warnings.extend(anchors.iter().filter_map(anchor_off));
    warnings.extend(overloaded(designs));
    warnings.extend(planned_broken(designs));
    let names = || designs.iter().map(|design| design.name.as_str());
    warnings.extend(moments::warnings(scenario, names()));
    warnings.extend(moments::left_to_nobody(scenario, names()));
    warnings.extend(reach::warnings(scenario, names()));
    warnings.extend(starts(scenario, designs));
    warnings.extend(too_wide(designs));
    warnings
}

/// What is worth saying about a sweep as a whole.
pub fn of_sweep<'a>(scenario: &Scenario, anchors: impl Iterator<Item = &'a Anchor>) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = few_replications(scenario.simulation.replications).into_iter().collect();
    warnings.extend(anchors.filter_map(anchor_off));
    warnings
}

fn few_replications(replications: u32) -> Option<Warning> {
    (replications < FEW_REPLICATIONS).then(|| Warning {
        what: format!("Only {replications} replications: the intervals themselves are uncertain."),
        advice: format!("Use at least {FEW_REPLICATIONS}, better 100, with -r."),
    })
}

fn anchor_off(anchor: &Anchor) -> Option<Warning> {
    let reached = &anchor.reached;
    // The interval says how well the error is known; an error that may be zero is not one to act on.
    let error = (reached.mean - anchor.stated).abs();
    let holds = error <= TOLERATED_ERROR || (reached.n >= 2 && reached.contains(anchor.stated));
    (!holds).then(|| Warning {
        what: format!(
            "Churn of segment {} is anchored to {:.2} % where the scenario states {:.2} %.",
            anchor.segment,
            reached.mean * 100.0,
            anchor.stated * 100.0
        ),
        advice: "Compare designs by their differences, not by the level of churn; a larger segment or a longer \
                 simulation anchors better."
            .to_string(),
    })
}

fn overloaded(designs: &[DesignResult]) -> Option<Warning> {
    let full: Vec<String> = designs.iter().filter_map(overload).collect();
    (!full.is_empty()).then(|| Warning {
        what: format!("Next to no slack is left: {}.", list(&full)),
        advice: "Waiting times there depend on how long one simulates; add CSMs or take work away before reading them."
            .to_string(),
    })
}

/// The busiest team of a design and its utilisation, where that leaves no slack.
pub fn without_slack(design: &DesignResult) -> Option<(&str, f64)> {
    let teams = design.teams.iter().filter_map(|team| Some((team.name.as_str(), team.get(Metric::Utilization)?.mean)));
    teams.max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, utilization)| *utilization >= OVERLOADED)
}

/// What of a design has no slack, if anything: "pooled-10: team smb_csms is busy 100 % of its available time".
pub fn overload(design: &DesignResult) -> Option<String> {
    let unanswered = mean(design, Metric::UnansweredShare).unwrap_or(0.0);
    match without_slack(design) {
        Some((team, utilization)) => {
            Some(format!("{} (team {team} is busy {} of its available time)", design.name, percent(utilization)))
        }
        _ if unanswered > UNANSWERED => {
            Some(format!("{} ({} of requests are never answered)", design.name, percent(unanswered)))
        }
        _ => None,
    }
}

fn planned_broken(designs: &[DesignResult]) -> Option<Warning> {
    let broken: Vec<String> = designs
        .iter()
        .filter_map(|design| {
            let delivered = mean(design, Metric::PlannedDeliveredShare)?;
            (delivered < PLANNED_BROKEN).then(|| format!("{} ({})", design.name, percent(delivered)))
        })
        .collect();
    (!broken.is_empty()).then(|| Warning {
        what: format!("Planned work delivered is below {}: {}.", percent(PLANNED_BROKEN), list(&broken)),
        advice:
            "What comes first crowds out check-ins and renewal touches there; protect time for planned work or plan less of it."
                .to_string(),
    })
}

/// Whether the start still shows after the warm-up, design by design; what the scenario itself moves is said once.
fn starts(scenario: &Scenario, designs: &[DesignResult]) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut passages: Vec<(&str, Vec<String>)> = Vec::new();
    for result in designs {
        let Some(design) = scenario.design(&result.name) else { continue };
        // Where the scenario itself moves, a longer warm-up would be a longer part of that.
        if moves_by_plan(scenario, design).is_none()
            && let Some(short) = short_warm_up(scenario, result)
        {
            warnings.push(short);
            continue;
        }
        let Some(least) = settles_in(scenario, design, result) else { continue };
        let name = result.name.clone();
        match moves_by_plan(scenario, design) {
            Some(why) => match passages.iter_mut().find(|(other, _)| *other == why) {
                Some((_, names)) => names.push(name),
                None => passages.push((why, vec![name])),
            },
            None => warnings.push(settles_late(scenario, &name, least)),
        }
    }
    let passage = |(why, names): (&str, Vec<String>)| {
        let (their, they, settle) =
            if names.len() == 1 { ("its", "it", "settles") } else { ("their", "they", "settle") };
        Warning {
            what: format!(
                "{}: {why}, so {their} numbers are means of a passage, not of a state {they} {settle} in.",
                list(&names)
            ),
            advice: "Read them as those of the time that is measured; a longer warm-up would not help.".to_string(),
        }
    };
    warnings.extend(passages.into_iter().map(passage));
    warnings
}

/// The week in which a design with slack settles, where that is after the warm-up (MSER-5 on the mean backlog by week).
///
/// Looked at in the weeks of warm-up and measuring together, up to the first change that the scenario itself plans: if
/// leaving out more than the warm-up makes the mean more precise, the warm-up was too short. Where the number of
/// accounts moves by plan there is nothing to settle to.
fn settles_in(scenario: &Scenario, planned: &Design, result: &DesignResult) -> Option<usize> {
    if overload(result).is_some() {
        return None; // said already
    }
    let warm_up_weeks = warm_up_weeks(scenario);
    let until_change = planned.transition.map_or(usize::MAX, |change| warm_up_weeks + (change.at.ms() / WEEK) as usize);
    let truncation = warm_up::mser5(&result.backlog[..result.backlog.len().min(until_change)])?;
    // The rule cuts by five weeks at a time.
    (truncation.observations >= warm_up_weeks + 5).then_some(truncation.observations)
}

fn warm_up_weeks(scenario: &Scenario) -> usize {
    (scenario.simulation.warm_up.ms() / WEEK) as usize
}

fn settles_late(scenario: &Scenario, design: &str, least: usize) -> Warning {
    let warm_up_weeks = warm_up_weeks(scenario);
    Warning {
        what: format!(
            "{design}: the backlog still moves after the warm-up of {warm_up_weeks} weeks; it settles in week {least} or later."
        ),
        advice: format!("Set simulation.warm_up to {least} weeks or more, or read the result as that of a passage."),
    }
}

/// Why the work or the team of a design moves as the scenario plans it.
fn moves_by_plan(scenario: &Scenario, design: &Design) -> Option<&'static str> {
    let drifts = |segment: &Segment| {
        // New accounts that only replace those that leave keep the number as it is.
        let leave = segment.churn.unwrap_or(0.0);
        (segment.new_accounts - leave).abs() > STEADY
    };
    if design.teams.iter().any(|team| {
        !team.movement.hires.is_empty() || !team.movement.cuts.is_empty() || !team.movement.departures.is_empty()
    }) {
        Some("people come and go by plan")
    } else if scenario.segments.iter().any(drifts) {
        Some("the accounts that come are more or fewer than those that leave")
    } else {
        None
    }
}

/// A queue with mean work `m` and `c` servers at utilisation `rho` forgets its past over about `m / (c (1 - rho)^2)`
/// of available time (the relaxation time of a birth-death queue, up to a constant near 2). The warm-up should hold
/// several of these.
fn short_warm_up(scenario: &Scenario, result: &DesignResult) -> Option<Warning> {
    let design = scenario.design(&result.name)?;
    let warm_up_years = scenario.simulation.warm_up.years();
    for team in &result.teams {
        let index = design.teams.iter().position(|t| t.name == team.name)?;
        let (Some(rho), Some(csms)) = (team.get(Metric::Utilization), team.get(Metric::Csms)) else { continue };
        let slack = 1.0 - rho.mean;
        if slack <= 0.0 || rho.mean >= OVERLOADED {
            continue; // said already
        }
        let pods = match design.rules.iter().find(|rule| rule.is_served_by(index)).map(|rule| rule.coverage.pods) {
            Some(crate::model::PodSize::One) => 1.0,
            Some(crate::model::PodSize::Of(k)) => f64::from(k),
            _ => csms.mean,
        };
        let hours = 2.0 * mean_work(scenario) / (pods.max(1.0) * slack * slack);
        let years = hours / spreadsheet::available_hours(scenario, &design.teams[index]).max(1.0);
        if years * 3.0 > warm_up_years {
            return Some(Warning {
                what: format!(
                    "{}: the queue of team {} remembers about {:.0} weeks, and the warm-up is {:.0} weeks.",
                    result.name,
                    team.name,
                    (years * 52.18).max(1.0),
                    warm_up_years * 52.18
                ),
                advice: format!(
                    "Set simulation.warm_up to {:.0} weeks or more.",
                    (years * 3.0 * 52.18).ceil().max(1.0)
                ),
            });
        }
    }
    None
}

/// Mean work content of one piece of human work, over all kinds by their frequency \[h\].
fn mean_work(scenario: &Scenario) -> f64 {
    let (mut hours, mut pieces) = (0.0, 0.0);
    for (index, segment) in scenario.segments.iter().enumerate() {
        for kind in scenario.kinds.iter().filter(|kind| kind.segments[index] && !kind.is_digital()) {
            let times = f64::from(segment.accounts) * scenario.times_per_account(index, kind);
            hours += times * kind.work.mean();
            pieces += times;
        }
    }
    if pieces > 0.0 { hours / pieces } else { 0.0 }
}

fn too_wide(designs: &[DesignResult]) -> Option<Warning> {
    let mut wide = Vec::new();
    let mut needed = 0u32;
    for design in designs {
        let all = &design.groups[0];
        let p90 = all.get(Metric::FirstResponseHoursP90);
        let grr = all.get(Metric::GrrAnnual);
        let too_wide = |estimate: Option<&Estimate>, limit: f64| {
            estimate.filter(|e| e.n >= 2 && e.half_width() > limit).and_then(|e| e.replications_for_half_width(limit))
        };
        let by_p90 = too_wide(p90, p90.map_or(0.0, |e| WIDE_P90 * e.mean.abs()).max(0.05));
        let by_grr = too_wide(grr, WIDE_GRR);
        if by_p90.is_some() || by_grr.is_some() {
            wide.push(design.name.clone());
            needed = needed.max(by_p90.unwrap_or(0)).max(by_grr.unwrap_or(0));
        }
    }
    (!wide.is_empty()).then(|| Warning {
        what: format!("The intervals of {} are too wide to act on.", list(&wide)),
        advice: format!("About {} replications would narrow them enough (-r {needed}).", about(needed)),
    })
}

fn mean(design: &DesignResult, metric: Metric) -> Option<f64> {
    design.groups.first().and_then(|all| all.get(metric)).map(|estimate| estimate.mean)
}
