//! When each CSM is away: leave, sickness, and blocks of other duties in the day.
//!
//! Every stretch is keyed by team, CSM and year (duties: day), so the same person is away on the same days in every
//! design, whatever the size of the team and the length of the simulation.

use crate::distribution::{Distribution, exp1};
use crate::model::team::{CalledAway, Team};
use crate::streams::{KeyRing, Purpose, Stream, entity_of_name, uniform};
use crate::time::calendar::Calendar;
use crate::time::{DAY, Elapsed, SimTime, Working, YEAR};
use jiff::civil::Date;

/// Weeks in a year of the roster; its years count from time zero.
const WEEKS: i64 = 52;
/// Weekdays (Monday to Friday) in a year of the roster.
const WEEKDAYS: i64 = 5 * WEEKS;
/// What "per year" means in a year of 52 weeks.
const OF_A_YEAR: f64 = (7 * WEEKS * DAY) as f64 / YEAR as f64;

/// When one CSM is away; every list ascends, is disjoint, and lies in the calendar's horizon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Away {
    /// When nobody sits there, as the staff plan has it: `[from, to)`, which may reach beyond the horizon or be empty.
    pub vacant: Vec<(SimTime, SimTime)>,
    /// Leave, sickness and vacancies, weekends in between included.
    pub absent: Vec<(SimTime, SimTime)>,
    /// Blocks of non-customer time, within open hours and where not absent.
    pub duties: Vec<(SimTime, SimTime)>,
    /// Sessions of programs that the CSM hosts, where neither absent nor at other duties.
    pub hosting: Vec<(SimTime, SimTime)>,
    /// All of them together, stretches that touch kept apart: what [`crate::time::timeline::Timeline`] leaves out.
    pub all: Vec<(SimTime, SimTime)>,
}

/// How the time of one CSM divides over a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RosterTime {
    /// Open hours of the calendar.
    pub scheduled: Working,
    /// Of these, leave and sickness of somebody who is employed.
    pub absent: Working,
    /// Of these, with nobody employed.
    pub vacant: Working,
    /// Of these, non-customer time while present.
    pub duties: Working,
}

impl RosterTime {
    /// What is left for accounts.
    pub fn available(&self) -> Working {
        self.scheduled - self.absent - self.vacant - self.duties
    }
}

impl Away {
    /// Fills in the absences of CSM number `csm` of a team over the horizon of its calendar, reusing memory. `start`
    /// is the date of time zero, which says where the weeks begin. Vacancies are there before.
    pub fn fill(&mut self, team: &Team, csm: u32, calendar: &Calendar, start: Date, ring: &KeyRing) {
        let person = Person { entity: entity_of_name(&team.name), csm, ring };
        self.absent.clear();
        let (from, to) = calendar.horizon();
        let year_of = |t: SimTime| t.ms().div_euclid(7 * WEEKS * DAY);
        let monday = first_monday(start);
        // A long spell may reach in from the year before.
        for year in year_of(from) - 1..=year_of(to) {
            let mut add = |first: i64, days: i64| {
                let begin = shift_boundary(calendar, day_of(monday, WEEKDAYS * year + first));
                let end = shift_boundary(calendar, day_of(monday, WEEKDAYS * year + first + days - 1) + DAY);
                let (begin, end) = (begin.max(from), end.min(to));
                if begin < end {
                    self.absent.push((begin, end));
                }
            };
            leave(team, &mut person.stream(Purpose::Leave, year), &mut add);
            sickness(team, &mut person.stream(Purpose::Sickness, year), &mut add);
        }
        if let Some(calls) = &team.called_away {
            called_away(calls, &mut person.stream(Purpose::CalledAway, 0), (from, to), &mut self.absent);
        }
        for &(gone, back) in &self.vacant {
            if gone.max(from) < back.min(to) {
                self.absent.push((gone.max(from), back.min(to)));
            }
        }
        join(&mut self.absent);
        self.fill_duties(team.non_customer, calendar, &person);
        self.merge_all();
    }

    /// Nobody sits there at any time.
    pub(super) fn never(&mut self, calendar: &Calendar) {
        let horizon = calendar.horizon();
        self.absent.clear();
        self.absent.push(horizon);
        self.duties.clear();
        self.merge_all();
    }

    /// Both lists ascend and have nothing in common, so one pass puts them together.
    fn merge_all(&mut self) {
        self.all.clear();
        let mut absent = self.absent.iter().copied().peekable();
        for &block in &self.duties {
            while let Some(absence) = absent.next_if(|absence| absence.0 < block.0) {
                self.all.push(absence);
            }
            self.all.push(block);
        }
        self.all.extend(absent);
    }

    /// The CSM hosts a session that begins and ends at these instants; absence and other duties go on.
    pub(super) fn add_hosting(&mut self, mut from: SimTime, to: SimTime) {
        let first = self.all.partition_point(|(_, back)| *back <= from);
        for &(gone, back) in self.all[first..].iter().take_while(|(gone, _)| *gone < to) {
            if gone > from {
                self.hosting.push((from, gone));
            }
            from = from.max(back);
        }
        if from < to {
            self.hosting.push((from, to));
        }
    }

    /// Puts the sessions hosted among the rest.
    pub(super) fn merge_hosting(&mut self) {
        if !self.hosting.is_empty() {
            self.all.extend(&self.hosting);
            self.all.sort_unstable();
        }
    }

    /// One block in each open interval; an interval without end is cut into days.
    fn fill_duties(&mut self, share: f64, calendar: &Calendar, person: &Person) {
        self.duties.clear();
        if share <= 0.0 {
            return;
        }
        let (from, to) = calendar.horizon();
        let mut next_absence = 0;
        let mut today = None;
        let mut stream = person.stream(Purpose::NonCustomer, 0);
        for &(open, close) in calendar.intervals() {
            let (mut open, close) = (open.max(from), close.min(to));
            while open < close {
                let day = open.ms().div_euclid(DAY);
                let end = if close - open > Elapsed::from_ms(DAY) { SimTime::from_ms((day + 1) * DAY) } else { close };
                if today != Some(day) {
                    stream = person.stream(Purpose::NonCustomer, day);
                    today = Some(day);
                }
                let length = (end - open).ms() as f64;
                let begin = open + Elapsed::from_ms((length * (1.0 - share) * uniform(&mut stream)) as i64);
                let block = (begin, begin + Elapsed::from_ms((length * share + 0.5) as i64));
                self.push_present((block.0, block.1.min(end)), &mut next_absence);
                open = end;
            }
        }
    }

    /// Adds the parts of a block in which the CSM is not absent. `next` is the first absence not over before the
    /// block.
    fn push_present(&mut self, block: (SimTime, SimTime), next: &mut usize) {
        let (mut begin, end) = block;
        while self.absent.get(*next).is_some_and(|absence| absence.1 <= begin) {
            *next += 1;
        }
        for &(gone, back) in &self.absent[*next..] {
            if gone >= end {
                break;
            }
            if gone > begin {
                self.duties.push((begin, gone));
            }
            begin = begin.max(back);
        }
        if begin < end {
            self.duties.push((begin, end));
        }
    }

    /// How the time of `[from, to)` divides.
    pub fn roster_time(&self, calendar: &Calendar, from: SimTime, to: SimTime) -> RosterTime {
        let within = |stretches: &[(SimTime, SimTime)]| {
            let clipped = stretches.iter().map(|&(a, b)| (a.max(from), b.min(to))).filter(|(a, b)| a < b);
            clipped.fold(Working::ZERO, |sum, (a, b)| sum + calendar.working_between(a, b))
        };
        let vacant = within(&self.vacant);
        RosterTime {
            scheduled: calendar.working_between(from, to),
            absent: within(&self.absent) - vacant,
            vacant,
            duties: within(&self.duties),
        }
    }
}

/// One CSM's place among the streams.
struct Person<'a> {
    entity: u64,
    csm: u32,
    ring: &'a KeyRing,
}

impl Person<'_> {
    fn stream(&self, purpose: Purpose, period: i64) -> Stream {
        self.ring.stream(purpose, self.entity, u64::from(self.csm) << 32 | u64::from(period as i32 as u32))
    }
}

/// Leave of one year in blocks of consecutive weekdays that do not overlap: the number of blocks has the right mean,
/// and every choice of weeks is equally likely. `add(first weekday of the year, weekdays)`.
fn leave(team: &Team, stream: &mut Stream, add: &mut impl FnMut(i64, i64)) {
    let days = i64::from(team.leave_block_days.max(1));
    let weeks = (days + 4) / 5;
    let expected = team.leave_days_per_year * OF_A_YEAR / days as f64;
    let whole = expected.floor();
    let blocks = (whole as i64 + i64::from(uniform(stream) < expected - whole)).min(WEEKS / weeks);
    // Shrink each block to its first week, choose weeks one by one (selection sampling), and swell the blocks again.
    let slots = WEEKS - blocks * (weeks - 1);
    let mut chosen = 0;
    for slot in 0..slots {
        if chosen == blocks {
            break;
        }
        if uniform(stream) * ((slots - slot) as f64) < (blocks - chosen) as f64 {
            let week = slot + chosen * (weeks - 1);
            // A block of less than a week may begin later than Monday; from a week on there is no room.
            let room = (5 * weeks - days + 1) as f64;
            add(5 * week + (uniform(stream) * room) as i64, days);
            chosen += 1;
        }
    }
}

/// Spells of sickness of one year: they begin by a Poisson process on weekdays and last a geometric number of
/// weekdays. Spells that overlap each other or leave cost less than the stated days.
fn sickness(team: &Team, stream: &mut Stream, add: &mut impl FnMut(i64, i64)) {
    let mean_length = team.sick_spell_days.max(1.0);
    let spells = team.sick_days_per_year * OF_A_YEAR / mean_length;
    if spells <= 0.0 {
        return;
    }
    let gap = WEEKDAYS as f64 / spells;
    // ln of the probability that a spell goes on for another day.
    let goes_on = libm::log1p(-1.0 / mean_length);
    let mut at = exp1(stream) * gap;
    while at < WEEKDAYS as f64 {
        let more = libm::log(uniform(stream)) / goes_on;
        add(at as i64, 1 + more.min(WEEKDAYS as f64) as i64);
        at += exp1(stream) * gap;
    }
}

/// Present and away in turn over the horizon, present at its beginning.
fn called_away(
    calls: &CalledAway,
    stream: &mut Stream,
    horizon: (SimTime, SimTime),
    out: &mut Vec<(SimTime, SimTime)>,
) {
    // A millisecond at least, and thousands of years are for ever.
    let mut draw = |law: &Distribution| Elapsed::from_hours(law.sample(stream).min(1e8)).max(Elapsed::from_ms(1));
    let mut present = horizon.0;
    loop {
        let gone = present + draw(&calls.after);
        if gone >= horizon.1 {
            return;
        }
        present = gone + draw(&calls.back_after);
        out.push((gone, present.min(horizon.1)));
        if present >= horizon.1 {
            return;
        }
    }
}

/// Days from time zero to the first Monday on or after it.
fn first_monday(start: Date) -> i64 {
    i64::from(7 - start.weekday().to_monday_zero_offset()) % 7
}

/// Midnight UTC \[ms\] of a weekday, counted from the first Monday.
fn day_of(monday: i64, weekday: i64) -> i64 {
    (monday + 7 * weekday.div_euclid(5) + weekday.rem_euclid(5)) * DAY
}

/// A day of absence is a shift: where midnight UTC cuts one, as east of India, the boundary moves to its beginning.
pub(super) fn shift_boundary(calendar: &Calendar, midnight: i64) -> SimTime {
    let midnight = SimTime::from_ms(midnight);
    match calendar.interval_at(midnight) {
        Some((open, close)) if open < midnight && close - open < Elapsed::from_ms(DAY) => open,
        _ => midnight,
    }
}

/// Sorts stretches and joins those that overlap or touch, in place.
fn join(stretches: &mut Vec<(SimTime, SimTime)>) {
    stretches.sort_unstable();
    let mut kept = 0;
    for index in 1..stretches.len() {
        let (begin, end) = stretches[index];
        if begin <= stretches[kept].1 {
            stretches[kept].1 = stretches[kept].1.max(end);
        } else {
            kept += 1;
            stretches[kept] = (begin, end);
        }
    }
    stretches.truncate(kept + 1);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::team::{Discipline, Staffing};
    use crate::time::calendar::{Hours, WeeklyHours};
    use crate::time::timeline::Timeline;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    const YEARS: i64 = 40;

    fn team(leave: f64, block: u32, sick: f64, spell: f64, duties: f64) -> Team {
        Team {
            name: "smb".to_string(),
            staffing: Staffing::Csms(3),
            calendar: 0,
            cost_per_year: 0.0,
            non_customer: duties,
            leave_days_per_year: leave,
            leave_block_days: block,
            sick_days_per_year: sick,
            sick_spell_days: spell,
            discipline: Discipline::FirstCome,
            wip_limit: None,
            protected_planned: 0.0,
            work_factor: 1.0,
            save_factor: 1.0,
            overtime: crate::time::Elapsed::ZERO,
            overtime_pay: 1.0,
            skills: Vec::new(),
            movement: crate::model::team::Movement::default(),
            idle_work: None,
            idle_work_once: false,
            called_away: None,
            alerts_every: None,
        }
    }

    fn office(zone: &str, years: i64) -> Calendar {
        let hours = Hours::Weekly(WeeklyHours {
            time_zone: TimeZone::get(zone).unwrap(),
            days: std::array::from_fn(|day| if day < 5 { vec![(540, 750), (810, 1080)] } else { vec![] }),
            holidays: vec![],
        });
        let end = SimTime::from_ms(years * 364 * DAY);
        Calendar::compile(&hours, date(2026, 1, 1), SimTime::from_ms(-182 * DAY), end)
    }

    fn away(team: &Team, csm: u32, calendar: &Calendar, seed: u64) -> Away {
        let mut away = Away::default();
        away.fill(team, csm, calendar, date(2026, 1, 1), &KeyRing::new(seed, 0));
        away
    }

    /// Days of 8 working hours in a 365.2425-day year.
    fn days_a_year(time: Working, years: i64) -> f64 {
        time.hours() / 8.0 / (years as f64 * OF_A_YEAR)
    }

    #[test]
    fn leave_comes_in_blocks_of_whole_weeks_and_adds_up() {
        let calendar = office("America/New_York", YEARS);
        let away = away(&team(25.0, 10, 0.0, 1.0, 0.0), 0, &calendar, 1);
        let time = away.roster_time(&calendar, SimTime::ZERO, SimTime::from_ms(YEARS * 364 * DAY));
        // 2.5 blocks a year on average, 2 or 3: standard error 0.5 x 10 / sqrt(40) = 0.8 days; 4 of them.
        assert!((days_a_year(time.absent, YEARS) - 25.0).abs() < 3.2, "{}", days_a_year(time.absent, YEARS));
        for (gone, back) in &away.absent[1..] {
            assert_eq!(calendar.working_between(*gone, *back).hours() % 80.0, 0.0);
            // Day 4 after Thursday 1 January 2026 is a Monday.
            assert_eq!(gone.ms().div_euclid(DAY).rem_euclid(7), 4);
        }
    }

    #[test]
    fn short_blocks_of_leave_stay_within_a_week() {
        let calendar = office("Europe/Berlin", YEARS);
        let away = away(&team(30.0, 3, 0.0, 1.0, 0.0), 0, &calendar, 1);
        assert!(away.absent[1..].iter().all(|(a, b)| calendar.working_between(*a, *b).hours() == 24.0));
        let weekdays = away.absent[1..].iter().map(|(gone, _)| (gone.ms().div_euclid(DAY) + 3).rem_euclid(7));
        assert_eq!(weekdays.collect::<std::collections::BTreeSet<_>>(), (0..3).collect(), "Monday to Wednesday");
        let always = self::away(&team(400.0, 10, 0.0, 1.0, 0.0), 0, &calendar, 1);
        let time = always.roster_time(&calendar, SimTime::ZERO, SimTime::from_ms(YEARS * 364 * DAY));
        assert_eq!(time.available(), Working::ZERO, "there is no more leave than there are weeks");
    }

    #[test]
    fn sickness_costs_the_stated_days() {
        let calendar = office("Europe/Berlin", YEARS);
        let people = 20;
        let to = SimTime::from_ms(YEARS * 364 * DAY);
        let team = team(0.0, 5, 8.0, 3.0, 0.0);
        let sick = (0..people).map(|csm| {
            let time = away(&team, csm, &calendar, 7).roster_time(&calendar, SimTime::ZERO, to);
            days_a_year(time.absent, YEARS)
        });
        let mean = sick.sum::<f64>() / f64::from(people);
        // Compound Poisson: variance of a year 8/3 x E[G^2] = 8/3 x 15 = 40, so a standard error of sqrt(40 / 800) =
        // 0.22; 4 of them, and 0.1 for spells that overlap.
        assert!((mean - 7.9).abs() < 1.0, "{mean}");
    }

    #[test]
    fn duties_take_their_share_of_every_stretch_while_present() {
        let calendar = office("America/New_York", 2);
        let (from, to) = (SimTime::ZERO, SimTime::from_ms(2 * 364 * DAY));
        let quiet = away(&team(0.0, 5, 0.0, 3.0, 0.25), 0, &calendar, 3);
        let time = quiet.roster_time(&calendar, from, to);
        assert!((time.duties.hours() / time.scheduled.hours() - 0.25).abs() < 1e-6);
        assert_eq!(quiet.duties.len(), calendar.intervals().len());
        let away = away(&team(25.0, 5, 8.0, 3.0, 0.25), 0, &calendar, 3);
        let time = away.roster_time(&calendar, from, to);
        let timeline = Timeline::new(&calendar, &away.all);
        assert_eq!(timeline.total_open(from, to), time.available());
        let present = time.scheduled - time.absent;
        assert!((time.duties.hours() / present.hours() - 0.25).abs() < 1e-3);
        // The same day has the same block, whatever the absences.
        assert!(away.duties.iter().filter(|block| quiet.duties.contains(block)).count() + 6 > away.duties.len());
    }

    #[test]
    fn nothing_depends_on_the_horizon_and_each_person_is_their_own() {
        let team = team(25.0, 5, 8.0, 3.0, 0.2);
        let (short, long) = (office("UTC", 1), office("UTC", 3));
        let (a, b) = (away(&team, 2, &short, 5), away(&team, 2, &long, 5));
        let end = SimTime::from_ms(360 * DAY);
        let early = |away: &Away| away.all.iter().copied().filter(|(_, back)| *back < end).collect::<Vec<_>>();
        assert_eq!(early(&a), early(&b));
        assert_ne!(early(&a), early(&away(&team, 1, &short, 5)));
        assert_ne!(early(&a), early(&away(&team, 2, &short, 6)));
    }

    #[test]
    fn a_shift_that_midnight_utc_cuts_is_off_as_a_whole() {
        let calendar = office("Australia/Sydney", 3);
        let away = away(&team(0.0, 5, 60.0, 1.0, 0.0), 0, &calendar, 5);
        assert!(away.absent.iter().skip(1).all(|(a, b)| calendar.working_between(*a, *b).hours() % 8.0 == 0.0));
    }

    #[test]
    fn a_calendar_without_an_hour_off_has_duties_every_day() {
        let end = SimTime::from_ms(10 * DAY);
        let calendar = Calendar::compile(&Hours::Always, date(2026, 1, 1), SimTime::ZERO, end);
        let away = away(&team(0.0, 5, 0.0, 3.0, 0.25), 0, &calendar, 5);
        assert_eq!(away.roster_time(&calendar, SimTime::ZERO, end).duties.hours(), 60.0);
        assert_eq!(away.duties.len(), 10);
    }

    #[test]
    fn an_open_day_is_one_stretch_wherever_midnight_falls() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let days = std::array::from_fn(|day| if day == 2 { vec![(0, 1440)] } else { vec![] });
        let hours = Hours::Weekly(WeeklyHours { time_zone: berlin, days, holidays: vec![] });
        let calendar = Calendar::compile(&hours, date(2026, 1, 1), SimTime::ZERO, SimTime::from_ms(50 * DAY));
        let away = away(&team(0.0, 5, 0.0, 3.0, 0.25), 0, &calendar, 5);
        assert_eq!(away.duties.len(), calendar.intervals().len());
        let midnight = calendar.intervals()[1].1.ms().div_euclid(DAY) * DAY;
        assert_eq!(shift_boundary(&calendar, midnight), SimTime::from_ms(midnight));
    }

    #[test]
    fn a_long_spell_reaches_in_from_the_year_before() {
        let calendar = Calendar::compile(&Hours::Always, date(2026, 1, 1), SimTime::ZERO, SimTime::from_ms(99 * DAY));
        let sick = team(0.0, 5, 60.0, 60.0, 0.0);
        let absent = (0..50).map(|csm| away(&sick, csm, &calendar, 5).absent);
        assert!(absent.filter(|absent| absent.first().is_some_and(|first| first.0 == SimTime::ZERO)).count() > 0);
        let [scheduled, absent, vacant, duties] = [10, 3, 4, 2].map(Working::from_ms);
        assert_eq!(RosterTime { scheduled, absent, vacant, duties }.available(), Working::from_ms(1));
    }

    #[test]
    fn duties_are_cut_out_where_somebody_is_absent() {
        let at = |ms: [i64; 2]| (SimTime::from_ms(ms[0]), SimTime::from_ms(ms[1]));
        let mut away = Away { absent: vec![at([10, 20]), at([40, 50])], ..Away::default() };
        away.push_present(at([5, 45]), &mut 0);
        assert_eq!(away.duties, [[5, 10], [20, 40]].map(at));
    }
}
