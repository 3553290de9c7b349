//! Working hours: weekly hours in an IANA time zone with holidays, compiled to a table of open intervals.

use super::{DAY, Elapsed, HOUR, SimTime, WEEK, Working};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// When somebody works, as checked from a scenario.
#[derive(Clone, Debug)]
pub enum Hours {
    /// Every hour of every day.
    Always,
    /// The same hours each week, on the wall clock of a time zone.
    Weekly(WeeklyHours),
}

/// Weekly hours on the wall clock of one time zone.
#[derive(Clone, Debug)]
pub struct WeeklyHours {
    /// The zone whose wall clock the hours mean.
    pub time_zone: TimeZone,
    /// Open stretches of each weekday, Monday first, as minutes after midnight `[start, end)`: ascending,
    /// disjoint, `end <= 1440`.
    pub days: [Vec<(u16, u16)>; 7],
    /// Dates with no hours at all.
    pub holidays: Vec<Date>,
}

/// A compiled calendar: ascending, disjoint open intervals over one horizon, with working time accumulated.
///
/// Every question costs O(1): a coarse index leads to the first interval that may matter, and a short scan finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    always: bool,
    from: SimTime,
    to: SimTime,
    intervals: Vec<(SimTime, SimTime)>,
    /// Working time before each interval \[ms\], and the total behind the last.
    worked: Vec<i64>,
    by_time: Index,
    by_work: Index,
}

/// For each bucket of a quantity, the first interval that ends above the bucket's beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Index {
    origin: i64,
    first: Vec<u32>,
}

/// Buckets of 2^24 ms, 4.7 hours: a scan passes two intervals or so, and ten years fill 75 kB.
const BUCKET_BITS: u32 = 24;

impl Index {
    /// An index over `[origin, end)` of ascending interval ends.
    fn new(origin: i64, end: i64, ends: impl Iterator<Item = i64>) -> Index {
        let buckets = ((end - origin).max(0) >> BUCKET_BITS) as usize + 1;
        let mut first = Vec::with_capacity(buckets);
        let mut intervals = 0;
        for (interval, interval_end) in ends.enumerate() {
            while first.len() < buckets && origin + ((first.len() as i64) << BUCKET_BITS) < interval_end {
                first.push(interval as u32);
            }
            intervals = interval + 1;
        }
        first.resize(buckets, intervals as u32);
        Index { origin, first }
    }

    /// Where to begin scanning for `value`; past the last bucket, all intervals are over.
    #[inline]
    fn start(&self, value: i64) -> Option<usize> {
        let bucket = (value - self.origin).max(0) >> BUCKET_BITS;
        self.first.get(bucket as usize).map(|&interval| interval as usize)
    }
}

impl Calendar {
    /// Compiles `hours` for `[from, to)`, where simulation time zero is 00:00 UTC of `start`. Outside the horizon
    /// nobody works, except that [`Hours::Always`] has no end.
    ///
    /// A wall-clock time that a daylight-saving change skips counts as the one an hour later, and one that occurs
    /// twice as the first (RFC 5545); so a shift that spans the change lasts an hour less or more.
    pub fn compile(hours: &Hours, start: Date, from: SimTime, to: SimTime) -> Calendar {
        match hours {
            Hours::Always => Calendar {
                always: true,
                from,
                to,
                intervals: vec![(SimTime::DISTANT_PAST, SimTime::NEVER)],
                worked: Vec::new(),
                by_time: Index::default(),
                by_work: Index::default(),
            },
            Hours::Weekly(weekly) => Calendar::of_intervals(weekly.stretches(start, from, to), from, to),
        }
    }

    fn of_intervals(intervals: Vec<(SimTime, SimTime)>, from: SimTime, to: SimTime) -> Calendar {
        let mut worked = Vec::with_capacity(intervals.len() + 1);
        let mut total = 0;
        worked.push(0);
        for (open, close) in &intervals {
            total += (*close - *open).ms();
            worked.push(total);
        }
        let by_time = Index::new(from.ms(), to.ms(), intervals.iter().map(|(_, close)| close.ms()));
        let by_work = Index::new(0, total, worked.iter().skip(1).copied());
        Calendar { always: false, from, to, intervals, worked, by_time, by_work }
    }

    /// Whether there is no hour off at all.
    #[inline]
    pub fn is_always(&self) -> bool {
        self.always
    }

    /// The horizon `[from, to)` that was compiled.
    pub fn horizon(&self) -> (SimTime, SimTime) {
        (self.from, self.to)
    }

    /// The open intervals `[open, close)`, ascending and disjoint; one interval without end for `always`.
    pub fn intervals(&self) -> &[(SimTime, SimTime)] {
        &self.intervals
    }

    /// Whether somebody works at `t`.
    #[inline]
    pub fn is_open(&self, t: SimTime) -> bool {
        self.always || self.intervals.get(self.locate(t)).is_some_and(|(open, _)| *open <= t)
    }

    /// The first instant at or after `t` that is open; [`SimTime::NEVER`] if none.
    #[inline]
    pub fn next_open(&self, t: SimTime) -> SimTime {
        if self.always {
            return t;
        }
        self.intervals.get(self.locate(t)).map_or(SimTime::NEVER, |(open, _)| t.max(*open))
    }

    /// The first interval that is not over at `t`: the one that covers it, else the next.
    pub fn interval_at(&self, t: SimTime) -> Option<(SimTime, SimTime)> {
        if self.always { self.intervals.first().copied() } else { self.intervals.get(self.locate(t)).copied() }
    }

    /// Working time between the start of the horizon and `t` (for `always`: `t` itself, which may be negative).
    #[inline]
    pub fn working_at(&self, t: SimTime) -> Working {
        if self.always {
            return Working::from_ms(t.ms());
        }
        let interval = self.locate(t);
        let into = self.intervals.get(interval).map_or(0, |(open, _)| (t - *open).ms().max(0));
        Working::from_ms(self.worked[interval] + into)
    }

    /// The first instant at which `working_at` reaches `w`; [`SimTime::NEVER`] past the horizon.
    #[inline]
    pub fn time_at(&self, w: Working) -> SimTime {
        if self.always {
            return SimTime::from_ms(w.ms()).min(SimTime::NEVER);
        }
        let w = w.ms();
        if w <= 0 {
            return self.from;
        }
        let Some(mut interval) = self.by_work.start(w) else { return SimTime::NEVER };
        // An end of work exactly at the close of an interval is that close, not the next opening.
        while interval < self.intervals.len() && self.worked[interval + 1] < w {
            interval += 1;
        }
        match self.intervals.get(interval) {
            Some((open, _)) => *open + Elapsed::from_ms(w - self.worked[interval]),
            None => SimTime::NEVER,
        }
    }

    /// Working time in `[a, b)`.
    pub fn working_between(&self, a: SimTime, b: SimTime) -> Working {
        self.working_at(b) - self.working_at(a)
    }

    /// Mean open hours in a week of the horizon, with holidays off [h/week]; 168 for `always`.
    pub fn open_hours_per_week(&self) -> f64 {
        let weeks = (self.to - self.from).ms() as f64 / WEEK as f64;
        match self.worked.last() {
            _ if self.always => (WEEK / HOUR) as f64,
            Some(&total) if weeks > 0.0 => total as f64 / HOUR as f64 / weeks,
            _ => 0.0,
        }
    }

    /// Index of the first interval that is not over at `t`; their number if all are.
    #[inline]
    fn locate(&self, t: SimTime) -> usize {
        let Some(mut interval) = self.by_time.start(t.ms()) else { return self.intervals.len() };
        while interval < self.intervals.len() && self.intervals[interval].1 <= t {
            interval += 1;
        }
        interval
    }
}

impl WeeklyHours {
    /// Open intervals within `[from, to)`, ascending, disjoint, touching ones joined.
    fn stretches(&self, start: Date, from: SimTime, to: SimTime) -> Vec<(SimTime, SimTime)> {
        let zero = instant(&TimeZone::UTC, start.at(0, 0, 0, 0));
        let mut found = Vec::new();
        // Two days on either side, because a zone's date may differ from that of UTC.
        let first = from.ms().div_euclid(DAY) - 2;
        let last = to.ms().div_euclid(DAY) + 2;
        for day in first..=last {
            let Ok(date) = start.checked_add(jiff::Span::new().days(day)) else { continue };
            if self.holidays.contains(&date) {
                continue;
            }
            for &(begin, end) in &self.days[date.weekday().to_monday_zero_offset() as usize] {
                let at = |minute| SimTime::from_ms(instant(&self.time_zone, wall_clock(date, minute)) - zero);
                let (open, close) = (at(begin).max(from), at(end).min(to));
                if open < close {
                    found.push((open, close));
                }
            }
        }
        // A skipped hour can move one stretch past the beginning of the next.
        found.sort_unstable();
        join(&found)
    }
}

/// Joins overlapping and touching intervals that ascend by their beginnings.
fn join(sorted: &[(SimTime, SimTime)]) -> Vec<(SimTime, SimTime)> {
    let mut joined: Vec<(SimTime, SimTime)> = Vec::with_capacity(sorted.len());
    for &(open, close) in sorted {
        match joined.last_mut() {
            Some(last) if open <= last.1 => last.1 = last.1.max(close),
            _ => joined.push((open, close)),
        }
    }
    joined
}

/// The wall-clock time `minute` minutes after midnight of `date`, where 1440 is the midnight after.
fn wall_clock(date: Date, minute: u16) -> DateTime {
    if minute >= 1440 {
        let next = date.tomorrow().unwrap_or(date);
        return next.at(0, 0, 0, 0);
    }
    date.at((minute / 60) as i8, (minute % 60) as i8, 0, 0)
}

/// Milliseconds since 1970 of a wall-clock time; the limits of the calendar where it lies beyond them.
fn instant(zone: &TimeZone, at: DateTime) -> i64 {
    let limit = || if at.year() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
    zone.to_timestamp(at).unwrap_or_else(|_| limit()).as_millisecond()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::MINUTE;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn office(zone: &str, stretches: &[(u16, u16)], holidays: &[Date]) -> Hours {
        let day = stretches.to_vec();
        let days = std::array::from_fn(|weekday| if weekday < 5 { day.clone() } else { Vec::new() });
        Hours::Weekly(WeeklyHours { time_zone: TimeZone::get(zone).unwrap(), days, holidays: holidays.to_vec() })
    }

    fn compile(hours: &Hours, start: Date, days: i64) -> Calendar {
        Calendar::compile(hours, start, SimTime::ZERO, SimTime::from_ms(days * DAY))
    }

    /// The opening of the n-th interval in hours after 00:00 UTC of its day.
    fn opening_utc(calendar: &Calendar, n: usize) -> f64 {
        calendar.intervals()[n].0.ms().rem_euclid(DAY) as f64 / HOUR as f64
    }

    #[test]
    fn nine_stays_nine_when_clocks_go_forward_and_back() {
        let nine_to_five = [(540, 1020)];
        // New York is 5 hours behind in winter and 4 in summer; the changes of 2026 are on 8 March and 1 November.
        let spring = compile(&office("America/New_York", &nine_to_five, &[]), date(2026, 3, 2), 14);
        assert_eq!((opening_utc(&spring, 4), opening_utc(&spring, 5)), (14.0, 13.0));
        let autumn = compile(&office("America/New_York", &nine_to_five, &[]), date(2026, 10, 26), 14);
        assert_eq!((opening_utc(&autumn, 4), opening_utc(&autumn, 5)), (13.0, 14.0));
        // Berlin is one hour ahead in winter and two in summer; changes on 29 March and 25 October.
        let spring = compile(&office("Europe/Berlin", &nine_to_five, &[]), date(2026, 3, 23), 14);
        assert_eq!((opening_utc(&spring, 4), opening_utc(&spring, 5)), (8.0, 7.0));
        let autumn = compile(&office("Europe/Berlin", &nine_to_five, &[]), date(2026, 10, 19), 14);
        assert_eq!((opening_utc(&autumn, 4), opening_utc(&autumn, 5)), (7.0, 8.0));
        assert_eq!(autumn.working_at(SimTime::from_ms(14 * DAY)).hours(), 80.0);
    }

    #[test]
    fn a_day_of_the_change_is_an_hour_shorter_or_longer() {
        let all_day = Hours::Weekly(WeeklyHours {
            time_zone: TimeZone::get("Europe/Berlin").unwrap(),
            days: std::array::from_fn(|weekday| if weekday == 6 { vec![(0, 1440)] } else { vec![] }),
            holidays: vec![],
        });
        assert_eq!(compile(&all_day, date(2026, 3, 28), 2).working_at(SimTime::NEVER).hours(), 23.0);
        assert_eq!(compile(&all_day, date(2026, 10, 24), 2).working_at(SimTime::NEVER).hours(), 25.0);
    }

    #[test]
    fn stretches_in_a_skipped_hour_stay_in_order() {
        let night = Hours::Weekly(WeeklyHours {
            time_zone: TimeZone::get("Europe/Berlin").unwrap(),
            days: std::array::from_fn(|_| vec![(60, 90), (135, 165), (180, 240)]),
            holidays: vec![],
        });
        let calendar = compile(&night, date(2026, 3, 28), 3);
        assert!(calendar.intervals().windows(2).all(|pair| pair[0].1 < pair[1].0));
        // On the 29th, 02:15-02:45 moves into 03:00-04:00 and adds nothing; the horizon ends at 02:00 of the 31st.
        assert_eq!(calendar.working_at(SimTime::NEVER).hours(), 2.0 + 1.5 + 2.0 + 0.5);
    }

    #[test]
    fn a_lunch_break_and_a_holiday_are_off() {
        let hours = office("UTC", &[(540, 750), (810, 1050)], &[date(2026, 1, 1)]);
        // Monday 29 December 2025 to Sunday: four days of 7.5 hours.
        let calendar = compile(&hours, date(2025, 12, 29), 7);
        assert_eq!(calendar.working_at(SimTime::NEVER).hours(), 30.0);
        assert_eq!(calendar.open_hours_per_week(), 30.0);
        let at = |day: i64, minute: i64| SimTime::from_ms(day * DAY + minute * MINUTE);
        assert!(calendar.is_open(at(0, 749)) && !calendar.is_open(at(0, 750)) && calendar.is_open(at(0, 810)));
        assert_eq!(calendar.next_open(at(0, 760)), at(0, 810));
        assert_eq!(calendar.next_open(at(3, 600)), at(4, 540));
        assert_eq!(calendar.next_open(at(5, 0)), SimTime::NEVER);
        assert_eq!(calendar.time_at(Working::from_hours(3.5)), at(0, 750));
        assert_eq!(calendar.time_at(Working::from_hours(7.6)), at(1, 546));
        assert_eq!(calendar.time_at(Working::from_hours(30.1)), SimTime::NEVER);
        assert_eq!(calendar.working_between(at(0, 600), at(1, 600)).hours(), 7.5);
    }

    #[test]
    fn hours_up_to_midnight_join_with_those_after_it() {
        let hours = Hours::Weekly(WeeklyHours {
            time_zone: TimeZone::UTC,
            days: std::array::from_fn(|_| vec![(0, 1440)]),
            holidays: vec![],
        });
        assert_eq!(compile(&hours, date(2026, 1, 1), 10).intervals(), [(SimTime::ZERO, SimTime::from_ms(10 * DAY))]);
    }

    #[test]
    fn always_has_no_end() {
        let calendar = compile(&Hours::Always, date(2026, 1, 1), 7);
        let t = SimTime::from_ms(-3 * WEEK);
        assert!(calendar.is_always() && calendar.is_open(t));
        assert_eq!(calendar.working_at(t).ms(), t.ms());
        assert_eq!(calendar.time_at(Working::from_ms(100 * WEEK)).ms(), 100 * WEEK);
        assert_eq!(calendar.time_at(Working::FOREVER), SimTime::NEVER);
        assert_eq!(calendar.open_hours_per_week(), 168.0);
        assert_eq!(calendar.intervals().len(), 1);
    }

    proptest! {
        #[test]
        fn questions_agree_with_each_other(a in -20 * DAY..400 * DAY, b in -20 * DAY..400 * DAY) {
            let hours = office("America/New_York", &[(540, 750), (810, 1050)], &[date(2026, 7, 3)]);
            let (from, to) = (SimTime::from_ms(-10 * DAY), SimTime::from_ms(390 * DAY));
            let calendar = Calendar::compile(&hours, date(2026, 1, 1), from, to);
            let (a, b) = (SimTime::from_ms(a.min(b)), SimTime::from_ms(a.max(b)));
            let (worked_a, worked_b) = (calendar.working_at(a), calendar.working_at(b));
            prop_assert!(worked_a <= worked_b && worked_b - worked_a <= Working::from_ms((b - a).ms()));
            let naive: i64 = calendar.intervals().iter().map(|(o, c)| ((*c).min(a) - *o).ms().max(0)).sum();
            prop_assert_eq!(worked_a.ms(), naive);
            prop_assert_eq!(calendar.is_open(a), calendar.intervals().iter().any(|(o, c)| *o <= a && a < *c));
            let back = calendar.time_at(worked_a);
            prop_assert_eq!(calendar.working_at(back), worked_a);
            if calendar.is_open(a) && a > calendar.next_open(from) {
                // The instant itself, or the close before it if it is an opening.
                prop_assert!(back == a || calendar.working_between(back, a) == Working::ZERO);
            }
        }
    }
}
