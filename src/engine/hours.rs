//! The hours of every CSM in one replication.

use super::plan::{Plan, TeamPlan};
use super::roster::Away;
use super::sessions::Sessions;
use super::staff::{self, Seat};
use super::state::{Csm, Doing, NOTHING, State};
use crate::streams::KeyRing;
use crate::time::SimTime;
use crate::time::timeline::Timeline;
use std::borrow::Cow;

/// Sets every CSM's hours for this replication.
pub(super) fn set_rosters(
    plan: &Plan,
    ring: &KeyRing,
    state: &mut State,
    away: &mut Vec<Away>,
    sessions: &mut Sessions,
) {
    away.resize_with(plan.csm_count(), Away::default);
    state.csms.truncate(plan.csm_count());
    while state.csms.len() < plan.csm_count() {
        state.csms.push(new_csm());
    }
    sessions.reset(plan.programs.len());
    for (place, team) in plan.teams.iter().enumerate() {
        for number in (0..team.csms).filter(|_| !team.always_there) {
            let away = &mut away[(team.first_csm + number) as usize];
            let seat = opened_seat(plan, team, number, ring);
            staff::vacancies(&team.team, &seat, number, &team.calendar, ring, &mut away.vacant);
            fill(plan, team, number, ring, away);
        }
        if !plan.programs.is_empty() {
            sessions.host(plan, place, away);
        }
        for number in 0..team.csms {
            let index = (team.first_csm + number) as usize;
            let csm = &mut state.csms[index];
            let timeline = std::mem::take(&mut csm.timeline);
            *csm = Csm { timeline, ..new_csm() };
            if team.always_there {
                away[index] = Away::default();
                csm.timeline = Timeline::always();
                csm.window = (SimTime::ZERO.ms(), plan.simulation.end_of_measuring().ms());
                continue;
            }
            fit(plan, team, &away[index], csm);
        }
    }
}

/// A seat as it opens: where nobody is there to come from another team, the successor for whom that one waited comes.
fn opened_seat<'a>(plan: &Plan, team: &'a TeamPlan, number: u32, ring: &KeyRing) -> Cow<'a, Seat> {
    let seat = &team.seats[number as usize];
    let Some(from) = plan.comes_from(team.first_csm + number) else { return Cow::Borrowed(seat) };
    let other = &plan.teams[plan.team_of_csm[from as usize] as usize];
    let (place, mut vacant) = (from - other.first_csm, Vec::new());
    let before = &other.seats[place as usize];
    staff::vacancies(&other.team, before, place, &other.calendar, ring, &mut vacant);
    match vacant.last() {
        Some(&(gone, SimTime::NEVER)) if gone < before.closes => {
            let successor = staff::day_after(&team.calendar, gone, other.team.movement.vacancy);
            Cow::Owned(Seat { opens: successor.max(seat.opens), ..seat.clone() })
        }
        _ => Cow::Borrowed(seat),
    }
}

/// Fills in when somebody is away whose seat is empty at these times.
fn fill(plan: &Plan, team: &TeamPlan, number: u32, ring: &KeyRing, away: &mut Away) {
    if away.vacant.first() == Some(&staff::UNOPENED) {
        away.never(&team.calendar);
    } else {
        away.fill(&team.team, number, &team.calendar, plan.simulation.start, ring);
    }
}

/// Fits a CSM's hours to when they are away.
fn fit(plan: &Plan, team: &TeamPlan, away: &Away, csm: &mut Csm) {
    let simulation = &plan.simulation;
    csm.timeline.reset(&team.calendar, &away.all);
    let (zero, end) = (SimTime::ZERO, simulation.end_of_measuring());
    let before = csm.timeline.total_open(simulation.begin(), zero).ms();
    let during = csm.timeline.total_open(zero, end).ms();
    let origin = csm.timeline.working_at(simulation.begin()).ms();
    csm.window = (origin + before, origin + before + during);
}

/// Opens a seat on a day, whatever the plan says.
pub(super) fn open_seat(plan: &Plan, csm: u32, opens: SimTime, ring: &KeyRing, away: &mut Away, state: &mut Csm) {
    let team = &plan.teams[plan.team_of_csm[csm as usize] as usize];
    let number = csm - team.first_csm;
    let seat = Seat { opens, ..team.seats[number as usize].clone() };
    staff::vacancies(&team.team, &seat, number, &team.calendar, ring, &mut away.vacant);
    refit(plan, team, number, ring, away, state);
}

/// Gives a seat up from an instant on at which somebody leaves it.
pub(super) fn close_seat(plan: &Plan, csm: u32, gone: SimTime, ring: &KeyRing, away: &mut Away, state: &mut Csm) {
    let team = &plan.teams[plan.team_of_csm[csm as usize] as usize];
    away.vacant.retain(|vacancy| vacancy.0 < gone);
    away.vacant.push((gone, SimTime::NEVER));
    refit(plan, team, csm - team.first_csm, ring, away, state);
}

/// As at the beginning, while the replay runs. Whoever is in such a seat hosts no sessions.
fn refit(plan: &Plan, team: &TeamPlan, number: u32, ring: &KeyRing, away: &mut Away, state: &mut Csm) {
    fill(plan, team, number, ring, away);
    fit(plan, team, away, state);
    (state.absence, state.absences) = ((SimTime::DISTANT_PAST, SimTime::DISTANT_PAST), 0);
}

/// The first day of work after a stretch that begins at an instant.
pub(super) fn first_day(team: &TeamPlan, from: SimTime, length: crate::time::Elapsed) -> SimTime {
    staff::day_after(&team.calendar, from, length)
}

fn new_csm() -> Csm {
    Csm {
        timeline: Timeline::always(),
        doing: Doing::Busy,
        idle_stamp: 0,
        in_hand: NOTHING,
        began: 0,
        ends: 0,
        served_planned: 0,
        served: 0,
        absence: (SimTime::DISTANT_PAST, SimTime::DISTANT_PAST),
        absences: 0,
        window: (0, 0),
        since: SimTime::DISTANT_PAST,
        leaves: SimTime::NEVER,
    }
}
