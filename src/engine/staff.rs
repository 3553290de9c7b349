//! Seats of a team and when they are empty: before they open, after somebody resigned, once they are given up.

use super::roster::shift_boundary;
use super::seat_change::Steps;
use crate::distribution::exp1;
use crate::model::Team;
use crate::model::team::Movement;
use crate::streams::{KeyRing, Purpose, entity_of_name};
use crate::time::calendar::Calendar;
use crate::time::{DAY, Elapsed, SimTime, WEEK, YEAR};
use jiff::civil::Date;

/// A seat as planned: when it opens, when it closes, and departures that are known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seat {
    /// [`SimTime::DISTANT_PAST`] for a seat of the beginning.
    pub opens: SimTime,
    /// [`SimTime::NEVER`] for a seat that stays.
    pub closes: SimTime,
    pub departures: Vec<SimTime>,
    /// More resign from one instant to another: what multiplies turnover then.
    pub unrest: Option<(SimTime, SimTime, f64)>,
}

/// The seats of a team: those of the beginning, then those of the hiring plan in the order of its list. The last seats
/// of the beginning are the first to be given up, and one of them stays whatever the plan says. Seats that the change of
/// the design opens stand behind those of the beginning; those that it closes are the last of these.
pub(super) fn seats(movement: &Movement, steps: &Steps, start: Date, calendar: &Calendar) -> Vec<Seat> {
    let day = |when: crate::model::team::When| shift_boundary(calendar, when.midnight(start).ms());
    let blank = Seat { opens: SimTime::DISTANT_PAST, closes: SimTime::NEVER, departures: Vec::new(), unrest: None };
    let step = |at: &SimTime| shift_boundary(calendar, at.ms());
    let mut seats = vec![blank.clone(); steps.before as usize];
    let mut last = seats.len() - steps.closes.len();
    seats[last..].iter_mut().zip(&steps.closes).for_each(|(seat, at)| seat.closes = step(at));
    seats.extend(steps.opens.iter().map(|at| Seat { opens: step(at), ..blank.clone() }));
    if seats.is_empty() {
        return seats;
    }
    let mut cuts = movement.cuts.clone();
    cuts.sort_by_key(|cut| cut.at.midnight(start));
    for cut in cuts {
        for _ in 0..cut.csms {
            if last > 1 {
                last -= 1;
                seats[last].closes = day(cut.at);
            }
        }
    }
    for hire in &movement.hires {
        seats.extend((0..hire.csms).map(|_| Seat { opens: day(hire.at), ..blank.clone() }));
    }
    // Seats that a rule may open, once it does.
    let on_call = Seat { opens: SimTime::NEVER, ..blank };
    seats.extend((0..movement.on_call()).map(|_| on_call.clone()));
    for departure in &movement.departures {
        if let Some(seat) = seats.get_mut(departure.csm as usize) {
            seat.departures.push(day(departure.at));
        }
    }
    seats
}

/// When a seat is empty that has not opened and may never do.
pub(super) const UNOPENED: (SimTime, SimTime) = (SimTime::DISTANT_PAST, SimTime::NEVER);

/// The first day of work after a stretch of time: the day on which it ends.
pub(super) fn day_after(calendar: &Calendar, from: SimTime, length: Elapsed) -> SimTime {
    shift_boundary(calendar, (from + length).ms().div_euclid(DAY) * DAY).max(from)
}

/// When a seat is empty, `[from, to)` ascending; empty stretches stand for a successor who comes on the day of the
/// departure.
///
/// Resignations are the points of a Poisson process, keyed by team, seat and year, that fall on a time when somebody
/// is there: so the time from one's first day to one's departure is exponential, and the same in every design that has
/// the seat.
pub(super) fn vacancies(
    team: &Team,
    seat: &Seat,
    csm: u32,
    calendar: &Calendar,
    ring: &KeyRing,
    out: &mut Vec<(SimTime, SimTime)>,
) {
    out.clear();
    let mut leaving = resignations(team, csm, calendar, ring);
    leaving.extend(seat.unrest.iter().flat_map(|unrest| out_of_unrest(team, csm, *unrest, calendar, ring)));
    leaving.extend(&seat.departures);
    leaving.sort_unstable();
    let mut filled = seat.opens;
    if filled > SimTime::DISTANT_PAST {
        out.push((SimTime::DISTANT_PAST, filled));
    }
    for gone in leaving {
        if gone <= filled || gone >= seat.closes {
            continue;
        }
        let vacancy = team.movement.vacancy;
        let back = if vacancy < Elapsed::from_ms(DAY) { gone } else { day_after(calendar, gone, vacancy) };
        filled = if back >= seat.closes { SimTime::NEVER } else { back };
        out.push((gone, filled));
    }
    if seat.closes < SimTime::NEVER && filled < SimTime::NEVER {
        out.push((seat.closes, SimTime::NEVER));
    }
}

/// Instants at which whoever is in a seat resigns, in the horizon of the calendar and the year before it.
fn resignations(team: &Team, csm: u32, calendar: &Calendar, ring: &KeyRing) -> Vec<SimTime> {
    let mut points = Vec::new();
    if team.movement.turnover <= 0.0 {
        return points;
    }
    let (from, to) = calendar.horizon();
    let year_of = |t: SimTime| t.ms().div_euclid(ROSTER_YEAR);
    let gap = YEAR as f64 / team.movement.turnover;
    for year in year_of(from) - 1..=year_of(to) {
        let ordinal = u64::from(csm) << 32 | u64::from(year as i32 as u32);
        let mut stream = ring.stream(Purpose::Resignation, entity_of_name(&team.name), ordinal);
        let mut at = exp1(&mut stream) * gap;
        while at < ROSTER_YEAR as f64 {
            let midnight = (year * ROSTER_YEAR + at as i64).div_euclid(DAY) * DAY;
            points.push(shift_boundary(calendar, midnight));
            at += exp1(&mut stream) * gap;
        }
    }
    points
}

/// Resignations besides the ordinary ones while turnover is raised: a Poisson process of its own, so that who leaves
/// anyway does so whether it is raised or not.
fn out_of_unrest(
    team: &Team,
    csm: u32,
    (from, to, factor): (SimTime, SimTime, f64),
    calendar: &Calendar,
    ring: &KeyRing,
) -> Vec<SimTime> {
    let mut points = Vec::new();
    let more = team.movement.turnover * (factor - 1.0);
    if more <= 0.0 {
        return points;
    }
    let mut stream = ring.stream(Purpose::Unrest, entity_of_name(&team.name), u64::from(csm));
    let mut passed = exp1(&mut stream) * YEAR as f64 / more;
    while passed < (to - from).ms() as f64 {
        let at = from + Elapsed::from_ms(passed as i64);
        points.push(shift_boundary(calendar, at.ms().div_euclid(DAY) * DAY));
        passed += exp1(&mut stream) * YEAR as f64 / more;
    }
    points
}

/// A year of the roster: 52 weeks, counted from time zero.
const ROSTER_YEAR: i64 = 52 * WEEK;

/// Time in `[from, to)` during which a seat is empty, by the clock \[ms\].
pub(super) fn empty_ms(vacant: &[(SimTime, SimTime)], from: SimTime, to: SimTime) -> i64 {
    vacant.iter().map(|&(gone, back)| (back.min(to) - gone.max(from)).ms().max(0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::team::{Change, Departure, Discipline, Staffing, When};
    use crate::time::calendar::Hours;
    use jiff::civil::date;

    const YEARS: i64 = 40;

    fn team(turnover: f64, vacancy_days: i64) -> Team {
        Team {
            name: "smb".to_string(),
            staffing: Staffing::Csms(3),
            calendar: 0,
            cost_per_year: 0.0,
            non_customer: 0.0,
            leave_days_per_year: 0.0,
            leave_block_days: 5,
            sick_days_per_year: 0.0,
            sick_spell_days: 3.0,
            discipline: Discipline::FirstCome,
            wip_limit: None,
            protected_planned: 0.0,
            work_factor: 1.0,
            save_factor: 1.0,
            overtime: crate::time::Elapsed::ZERO,
            overtime_pay: 1.0,
            skills: Vec::new(),
            movement: Movement { turnover, vacancy: Elapsed::from_ms(vacancy_days * DAY), ..Movement::default() },
            idle_work: None,
            idle_work_once: false,
            called_away: None,
            alerts_every: None,
        }
    }

    fn always(years: i64) -> Calendar {
        Calendar::compile(&Hours::Always, date(2026, 1, 5), SimTime::ZERO, SimTime::from_ms(years * ROSTER_YEAR))
    }

    fn empty(team: &Team, seat: &Seat, csm: u32, years: i64) -> Vec<(SimTime, SimTime)> {
        let mut out = Vec::new();
        vacancies(team, seat, csm, &always(years), &KeyRing::new(3, 0), &mut out);
        out
    }

    fn day(days: i64) -> SimTime {
        SimTime::from_ms(days * DAY)
    }

    fn seat() -> Seat {
        Seat { opens: SimTime::DISTANT_PAST, closes: SimTime::NEVER, departures: Vec::new(), unrest: None }
    }

    #[test]
    fn so_many_leave_in_a_year_of_somebody_employed() {
        let team = team(0.25, 100);
        let end = SimTime::from_ms(YEARS * ROSTER_YEAR);
        let (mut departures, mut filled_ms) = (0, 0);
        for csm in 0..50 {
            let vacant = empty(&team, &seat(), csm, YEARS);
            assert!(vacant.windows(2).all(|pair| pair[0].1 < pair[1].0), "nobody leaves an empty seat");
            assert!(vacant.iter().all(|(gone, back)| *back - *gone == Elapsed::from_ms(100 * DAY)));
            departures += vacant.iter().filter(|(gone, _)| (SimTime::ZERO..end).contains(gone)).count();
            filled_ms += (end - SimTime::ZERO).ms() - empty_ms(&vacant, SimTime::ZERO, end);
        }
        let years = filled_ms as f64 / YEAR as f64;
        // A count of about 470, so a standard error of its root.
        let expected = 0.25 * years;
        assert!((departures as f64 - expected).abs() < 4.0 * expected.sqrt(), "{departures} of {expected}");
        assert!((1_800.0..1_900.0).contains(&years), "{years}: each departure empties the seat for 100 days");
    }

    #[test]
    fn neither_the_horizon_nor_other_seats_change_who_leaves() {
        let team = team(0.5, 30);
        let early = |vacant: Vec<(SimTime, SimTime)>| {
            vacant.into_iter().filter(|(gone, _)| *gone < day(360)).collect::<Vec<_>>()
        };
        for csm in 0..20 {
            assert_eq!(early(empty(&team, &seat(), csm, 1)), early(empty(&team, &seat(), csm, 5)));
        }
        assert_ne!(empty(&team, &seat(), 0, 20), empty(&team, &seat(), 1, 20));
    }

    #[test]
    fn a_plan_opens_and_closes_seats_on_its_days() {
        let cut = |days: i64| Change { at: When::After(Elapsed::from_ms(days * DAY)), csms: 1 };
        let movement = Movement {
            hires: vec![Change { at: When::On(date(2026, 1, 15)), csms: 2 }],
            cuts: vec![cut(30), cut(20)],
            departures: vec![Departure { at: When::On(date(2026, 1, 6)), csm: 0 }],
            ..Movement::default()
        };
        let seats = seats(&movement, &Steps::none(4), date(2026, 1, 5), &always(1));
        assert_eq!(seats.len(), 6);
        let closes: Vec<SimTime> = seats.iter().map(|seat| seat.closes).collect();
        let never = SimTime::NEVER;
        assert_eq!(closes, [never, never, day(30), day(20), never, never], "the last goes first");
        assert_eq!([seats[4].opens, seats[5].opens], [day(10); 2]);
        let mut team = team(0.0, 7);
        team.movement = Movement { vacancy: team.movement.vacancy, ..movement };
        assert_eq!(empty(&team, &seats[0], 0, 1), [(day(1), day(8))]);
        assert_eq!(empty(&team, &seats[3], 3, 1), [(day(20), never)]);
        assert_eq!(empty(&team, &seats[4], 4, 1), [(SimTime::DISTANT_PAST, day(10))]);
        // Who leaves shortly before the seat is given up has no successor, and who is gone cannot leave again.
        let seat = Seat { departures: vec![day(15), day(16)], ..seats[3].clone() };
        assert_eq!(empty(&team, &seat, 3, 1), [(day(15), never)]);
    }

    #[test]
    fn resignations_of_each_year_fall_into_it_and_begin_the_year_before() {
        let (team, calendar, ring) = (team(12.0, 0), always(1), KeyRing::new(3, 0));
        let points: Vec<SimTime> = (0..100).flat_map(|csm| resignations(&team, csm, &calendar, &ring)).collect();
        let year = |number: i64| SimTime::from_ms(number * ROSTER_YEAR);
        assert!(points.iter().all(|at| (year(-1)..year(2)).contains(at)));
        for number in -1..2 {
            // Twelve in 365 days: a count of about 1,196, so a standard error of 35.
            let count = points.iter().filter(|at| (year(number)..year(number + 1)).contains(at)).count();
            assert!((1_056..1_336).contains(&count), "{count} in year {number}");
        }
    }

    #[test]
    fn unrest_multiplies_turnover_while_it_lasts() {
        let (team, calendar, ring) = (team(0.5, 0), always(1), KeyRing::new(3, 0));
        let unrest = (day(10), day(100), 9.0);
        let more = |csm: u32| out_of_unrest(&team, csm, unrest, &calendar, &ring);
        let points: Vec<SimTime> = (0..4_000).flat_map(more).collect();
        assert!(points.iter().all(|at| (day(10)..day(100)).contains(at)));
        // Eight times 0.5 a year for 90 days: 3,943, within four standard errors.
        assert!((3_692..4_194).contains(&points.len()), "{}", points.len());
    }
}
