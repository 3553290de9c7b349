//! Product incidents: each strikes once, and many accounts report it within the hour.

use super::Occurrence;
use super::intensity::Intensity;
use super::requests::KindDraw;
use crate::distribution::exp1;
use crate::model::work::Incidents;
use crate::streams::{Purpose, uniform};
use crate::time::{Elapsed, SimTime, YEAR};

/// When incidents of a kind strike: a Poisson process on the clock of its profile.
fn strikes(draw: &KindDraw, incidents: &Incidents, clock: Option<&Intensity>) -> Vec<SimTime> {
    let simulation = &draw.scenario.simulation;
    let (begin, end) = (simulation.begin(), simulation.end());
    let mut struck = Vec::new();
    if incidents.per_year <= 0.0 {
        return struck;
    }
    let gap = YEAR as f64 / incidents.per_year;
    let mut stream = draw.ring.stream(Purpose::Incidents, draw.key, 0);
    let limit = clock.map_or((end - begin).ms() as f64, Intensity::total);
    let mut passed = exp1(&mut stream) * gap;
    while passed < limit {
        let at = clock.map_or_else(|| begin + Elapsed::from_ms(passed as i64), |clock| clock.instant(passed));
        struck.push(at);
        passed += exp1(&mut stream) * gap;
    }
    struck
}

/// Adds the reports of all accounts about all incidents of a kind.
pub(super) fn add_reports(
    draw: &KindDraw,
    incidents: &Incidents,
    clock: Option<&Intensity>,
    out: &mut Vec<Occurrence>,
) {
    let struck = strikes(draw, incidents, clock);
    let end = draw.scenario.simulation.end();
    for account in draw.accounts() {
        let start = draw.accounts.start[account];
        let mut hits = draw.stream(Purpose::IncidentHits, account);
        let mut work = draw.stream(Purpose::Requests, account);
        let scale = draw.work_scale(account);
        for incident in &struck {
            // Both are drawn for every incident, so that who is hit by one says nothing about the next.
            let (hit, delay) = (uniform(&mut hits) < incidents.share, uniform(&mut hits));
            let at = *incident + Elapsed::from_ms((incidents.spread.ms() as f64 * delay) as i64);
            if hit && *incident >= start && at < end {
                out.push(draw.piece(at, account, scale, &mut work));
            }
        }
    }
}
