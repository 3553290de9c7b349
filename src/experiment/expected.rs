//! The utilisation to expect while measuring, by arithmetic: the spreadsheet's hours with a base that grows or shrinks,
//! seats that open and close, and what strangers take longer.
//!
//! Left out, so that the simulation may differ: work that changes hands (transitions, accounts that grow out of a rule,
//! hand-offs), teams that help each other out, hiring by rule, requests given up, and everything that waiting does.

use super::spreadsheet::{available_hours, loads_of};
use crate::model::team::Change;
use crate::model::{Design, Movement, Scenario, WorkKind};
use crate::time::{Elapsed, SimTime};

/// The utilisation of one team while measuring; above 1 it cannot keep up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// If everybody knows every account, and reviews call for no step: hours of work over available hours.
    pub low: f64,
    /// If each piece of work is done by a stranger, and reviews call for every step that depends on them.
    pub high: f64,
    /// Whether it says little because the team opens seats by a rule, or work changes hands: at a date or an age, to a
    /// team that helps out.
    pub is_open: bool,
}

/// Of each team of a design that has work, in the order of its teams; `csms` as the plan staffs them.
pub fn of(scenario: &Scenario, design: &Design, csms: &[u32]) -> Vec<(usize, Expected)> {
    let growth = |segment: usize, kind: usize| scenario.growth_of_work(design, segment, &scenario.kinds[kind]);
    let length = scenario.simulation.length;
    let documentation = scenario.context.documentation.mean(length);
    let stranger = 1.0 + scenario.context.penalty * (1.0 - documentation);
    let loads = loads_of(scenario, design, &growth);
    let least = scenario.kinds.iter().any(WorkKind::opens_below).then(|| {
        let opens = |kind: usize| f64::from(u8::from(!scenario.kinds[kind].opens_below()));
        loads_of(scenario, design, &|segment, kind| growth(segment, kind) * opens(kind))
    });
    // Work that goes to other teams or people as time passes.
    let changes = design.transition.is_some()
        || design.resegment.is_some()
        || design
            .rules
            .iter()
            .any(|rule| rule.coverage.overflow.is_some() || rule.until.is_some() || rule.stage.is_some());
    let mut all = Vec::new();
    for (index, team) in design.teams.iter().enumerate() {
        let hours = loads[index].total_hours();
        if hours <= 0.0 {
            continue;
        }
        let seats = f64::from(csms.get(index).copied().unwrap_or(0)) + mean_change(scenario, &team.movement);
        let available = seats * filled(&team.movement) * available_hours(scenario, team);
        let all_steps = hours / available;
        let low = least.as_ref().map_or(all_steps, |least| least[index].total_hours() / available);
        let knows = loads[index].accounts <= 0.0; // nobody is a stranger where nobody is anybody's contact
        let is_open = changes || team.movement.hire_when.is_some();
        all.push((index, Expected { low, high: if knows { all_steps } else { all_steps * stranger }, is_open }));
    }
    all
}

/// Seats that open less those that close, on average over the time measured; newcomers count by their pace.
fn mean_change(scenario: &Scenario, movement: &Movement) -> f64 {
    let (start, length) = (scenario.simulation.start, scenario.simulation.length);
    let end = SimTime::ZERO + length;
    let share = |at: SimTime| (end - at.max(SimTime::ZERO)).max(Elapsed::ZERO).ms() as f64 / length.ms().max(1) as f64;
    let sum = |changes: &[Change], value: &dyn Fn(SimTime) -> f64| {
        changes.iter().map(|change| f64::from(change.csms) * value(change.at.midnight(start))).sum::<f64>()
    };
    let slow = movement.ramp.map_or((0.0, Elapsed::ZERO), |ramp| ((1.0 - ramp.from) / 2.0, ramp.over));
    let opens = |at: SimTime| share(at) - slow.0 * (share(at) - share(at + slow.1));
    let leaves = |at: SimTime| opens(at + movement.vacancy) - share(at);
    let departures = movement.departures.iter().map(|departure| leaves(departure.at.midnight(start))).sum::<f64>();
    sum(&movement.hires, &opens) - sum(&movement.cuts, &share) + departures
}

/// Share of seats with somebody in them, where people resign; newcomers count by their pace.
fn filled(movement: &Movement) -> f64 {
    let slow = movement.ramp.map_or(0.0, |ramp| (1.0 - ramp.from) / 2.0 * ramp.over.years());
    (1.0 - movement.turnover * slow) / (1.0 + movement.turnover * movement.vacancy.years())
}
