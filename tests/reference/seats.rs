//! Seats, the slow way: which there are, when each opens and closes, who goes from one to another, who leaves.

use crate::calendar::Open;
use crate::hiring::ON_CALL;
use caseload::distribution::exp1;
use caseload::model::team::When;
use caseload::model::{Design, RampUp, Rule, Scenario, Team};
use caseload::streams::{KeyRing, Purpose, entity_of_name};
use caseload::time::calendar::Calendar;
use caseload::time::{DAY, WEEK, YEAR};

/// Before everything, and after.
pub const PAST: i64 = ON_CALL.0;
pub const NEVER: i64 = ON_CALL.1;

/// A seat as planned; other seats are named by team and number.
#[derive(Clone, Debug)]
pub struct Seat {
    pub opens: i64,
    /// When it closes because the design changes, and when it is cut.
    pub closes: i64,
    pub cut: i64,
    /// From when to when more people resign, and how many times as many.
    pub unrest: Option<(i64, i64, f64)>,
    /// Who is in this seat last goes there.
    pub goes_to: Option<(usize, usize)>,
    /// Who is in this seat first comes from there, and finds the pace so.
    pub comes_from: Option<((usize, usize), RampUp)>,
}

/// CSMs of a team under a design of these rules: none where nobody needs it.
fn csms(scenario: &Scenario, design: &Design, rules: &[Rule], index: usize) -> usize {
    let hosts = scenario.programs.iter().any(|program| program.team == index && design.runs(&program.name));
    let there = hosts || scenario.takes_over(index) || rules.iter().any(|rule| rule.mentions(index));
    if there { crate::ratios::csms(scenario, design, index) as usize } else { 0 }
}

/// The seats of all teams of the first design: those of the beginning, those that its change opens, hires, those on call.
/// `rules`: its own, and behind them those of the design with which it begins.
pub fn seats(scenario: &Scenario, rules: &[Rule]) -> Vec<Vec<Seat>> {
    let design = &scenario.designs[0];
    let blank = Seat { opens: PAST, closes: NEVER, cut: NEVER, unrest: None, goes_to: None, comes_from: None };
    let mut all: Vec<Vec<Seat>> =
        (0..design.teams.len()).map(|team| vec![blank.clone(); csms(scenario, design, rules, team)]).collect();
    if let (Some(change), Some(seats)) = (design.transition, &design.seat_change) {
        let before = &scenario.designs[change.from];
        let count = |design: &Design| -> Vec<usize> {
            (0..all.len()).map(|team| csms(scenario, design, &design.rules, team)).collect()
        };
        let (before, after) = (count(before), count(design));
        for (team, list) in all.iter_mut().enumerate() {
            *list = vec![blank.clone(); before[team].max(after[team])];
            // Each team has its seats from the change on.
            list[before[team]..].iter_mut().for_each(|seat| seat.opens = change.at.ms());
        }
        let (over, slowly) = (seats.over.ms(), if change.by_renewal { seats.over.ms() } else { 0 });
        // People convert in the order of the list, into the first seats that open, out of the first that close.
        let (mut left, mut joined) = (after.clone(), before.clone());
        for conversion in &seats.conversions {
            for number in 0..i64::from(conversion.csms) {
                // Ratios may leave fewer seats than are meant to convert.
                if left[conversion.from] >= before[conversion.from] || joined[conversion.to] >= after[conversion.to] {
                    break;
                }
                let (from, to) = ((conversion.from, left[conversion.from]), (conversion.to, joined[conversion.to]));
                let at = change.at.ms() + number * slowly / i64::from(conversion.csms);
                (all[from.0][from.1].closes, all[from.0][from.1].goes_to) = (at, Some(to));
                (all[to.0][to.1].opens, all[to.0][to.1].comes_from) = (at, Some((from, conversion.ramp)));
                left[from.0] += 1;
                joined[to.0] += 1;
            }
        }
        for (team, list) in all.iter_mut().enumerate() {
            // The last seats close first, one by one; those of nobody in particular open at once, or one by one.
            let given_up = before[team].saturating_sub(left[team]) as i64;
            for (number, seat) in (1..).zip(list.iter_mut().take(before[team]).skip(left[team]).rev()) {
                seat.closes = change.at.ms() + number * over / given_up;
            }
            let new = after[team].saturating_sub(joined[team]) as i64;
            for (number, seat) in (0..).zip(list.iter_mut().skip(joined[team])) {
                seat.opens = change.at.ms() + number * slowly / new;
            }
        }
    }
    for (list, team) in all.iter_mut().zip(&design.teams).filter(|(list, _)| !list.is_empty()) {
        // One seat of the beginning stays, whatever is cut.
        let there = |list: &[Seat]| list.iter().rposition(|s| s.opens == PAST && s.closes == NEVER && s.cut == NEVER);
        let mut cuts = team.movement.cuts.clone();
        cuts.sort_by_key(|cut| day(cut.at));
        for cut in cuts.iter().flat_map(|cut| std::iter::repeat_n(cut, cut.csms as usize)) {
            if let Some(last) = there(list).filter(|last| *last > 0) {
                list[last].cut = day(cut.at);
            }
        }
        for hire in &team.movement.hires {
            list.extend((0..hire.csms).map(|_| Seat { opens: day(hire.at), ..blank.clone() }));
        }
        let on_call = team.movement.hire_when.map_or(0, |rule| rule.at_most);
        list.extend((0..on_call).map(|_| Seat { opens: NEVER, ..blank.clone() }));
    }
    unsettle(scenario, &mut all);
    all
}

/// More people resign in teams that serve accounts before the change; who converts takes that along.
fn unsettle(scenario: &Scenario, all: &mut [Vec<Seat>]) {
    let Some(change) = scenario.designs[0].transition else { return };
    let Some(unrest) = change.unrest else { return };
    let announced = change.at.ms() - unrest.announced.ms();
    let raised = Some((announced, announced + unrest.lasts.ms(), unrest.factor));
    let before = &scenario.designs[change.from].rules;
    let serves = |team: usize| before.iter().any(|rule| !rule.nobody && rule.coverage.team == team);
    let by_change = |seat: &Seat| scenario.designs[0].seat_change.is_some() && seat.opens >= change.at.ms();
    for (team, list) in all.iter_mut().enumerate() {
        let hires = scenario.designs[0].teams[team].movement.hires.iter().map(|hire| hire.csms as usize).sum::<usize>();
        let on_call = scenario.designs[0].teams[team].movement.hire_when.map_or(0, |rule| rule.at_most) as usize;
        let planned = list.len().saturating_sub(hires + on_call);
        for (number, seat) in list.iter_mut().enumerate() {
            let new = number < planned && by_change(seat) && seat.comes_from.is_none();
            let along = seat.comes_from.is_some_and(|((from, _), _)| serves(from));
            if along || serves(team) && !new {
                seat.unrest = raised;
            }
        }
    }
}

fn day(when: When) -> i64 {
    match when {
        When::After(length) => length.ms() / DAY * DAY,
        When::On(_) => unreachable!("firms count days"),
    }
}

/// Whoever is off from an instant on has the shift off that it would cut.
pub fn begin_of_shift(hours: &Open, at: i64) -> i64 {
    let cut = hours.0.iter().find(|&&(open, close)| open < at && at < close && close - open < DAY);
    cut.map_or(at, |shift| shift.0)
}

/// When a seat is empty: until it opens, for a while from each departure of somebody who is there, and once it is closed.
/// Nobody follows for the time after that.
pub fn vacancies(team: &Team, seat: &Seat, person: usize, calendar: &Calendar, ring: &KeyRing) -> Vec<(i64, i64)> {
    let known = team.movement.departures.iter().filter(|leaver| leaver.csm as usize == person);
    let mut days: Vec<i64> = known.map(|leaver| day(leaver.at)).collect();
    days.extend(resignations(team, person, calendar, ring));
    days.extend(seat.unrest.iter().flat_map(|unrest| out_of_unrest(team, person, *unrest, ring)));
    days.sort_unstable();
    let (mut vacant, closes) = (Vec::new(), seat.closes.min(seat.cut));
    if seat.opens > PAST {
        vacant.push((PAST, seat.opens));
    }
    let filled = |vacant: &[(i64, i64)]| vacant.last().map_or(PAST, |empty| empty.1);
    for gone in days {
        if gone > filled(&vacant) && gone < closes {
            let back = gone + team.movement.vacancy.ms();
            vacant.push((gone, if back < closes { back } else { NEVER }));
        }
    }
    if closes < NEVER && filled(&vacant) < NEVER {
        vacant.push((closes, NEVER));
    }
    vacant
}

/// Points of a Poisson process, year of 52 weeks by year, on their days.
fn resignations(team: &Team, person: usize, calendar: &Calendar, ring: &KeyRing) -> Vec<i64> {
    let mut days = Vec::new();
    let year = 52 * WEEK;
    let (begin, end) = calendar.horizon();
    let numbers = begin.ms().div_euclid(year) - 1..=end.ms().div_euclid(year);
    for number in numbers.filter(|_| team.movement.turnover > 0.0) {
        let ordinal = (person as u64) << 32 | u64::from(number as i32 as u32);
        let mut stream = ring.stream(Purpose::Resignation, entity_of_name(&team.name), ordinal);
        let mean = YEAR as f64 / team.movement.turnover;
        let mut passed = exp1(&mut stream) * mean;
        while passed < year as f64 {
            days.push((number * year + passed as i64).div_euclid(DAY) * DAY);
            passed += exp1(&mut stream) * mean;
        }
    }
    days
}

/// Those that come on top while turnover is raised.
fn out_of_unrest(team: &Team, person: usize, (from, to, factor): (i64, i64, f64), ring: &KeyRing) -> Vec<i64> {
    let mut days = Vec::new();
    let mut stream = ring.stream(Purpose::Unrest, entity_of_name(&team.name), person as u64);
    let mean = YEAR as f64 / (team.movement.turnover * (factor - 1.0));
    let mut passed = exp1(&mut stream) * mean;
    while passed < (to - from) as f64 {
        days.push((from + passed as i64).div_euclid(DAY) * DAY);
        passed += exp1(&mut stream) * mean;
    }
    days
}
