//! The civil calendar of accounts, in UTC: in which months they come, and where quarters end.

use crate::model::{Months, Simulation};
use crate::time::{Elapsed, SimTime};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

/// Dates of the civil calendar as instants of the simulation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Civil {
    /// Time zero [ms since 1970].
    zero_ms: i64,
}

impl Civil {
    pub(super) fn new(simulation: &Simulation) -> Civil {
        let zero = simulation.start.to_zoned(TimeZone::UTC).expect("a checked start date has a midnight in UTC");
        Civil { zero_ms: zero.timestamp().as_millisecond() }
    }

    fn date_of(self, at: SimTime) -> Date {
        let instant = jiff::Timestamp::from_millisecond(self.zero_ms + at.ms());
        TimeZone::UTC.to_datetime(instant.expect("a checked horizon stays within civil time")).date()
    }

    fn midnight(self, day: Date) -> SimTime {
        let zoned = day.to_zoned(TimeZone::UTC).expect("a checked horizon stays within civil time");
        SimTime::from_ms(zoned.timestamp().as_millisecond() - self.zero_ms)
    }

    /// The end of the calendar quarter that holds an instant: midnight before the next one's first day.
    pub(super) fn quarter_end(self, at: SimTime) -> SimTime {
        let day = self.date_of(at);
        let next = (day.month() - 1) / 3 * 3 + 4;
        let first = if next > 12 { date(day.year() + 1, 1, 1) } else { date(day.year(), next, 1) };
        self.midnight(first)
    }
}

/// A clock that runs at the pace of the months: mean pace 1 over a year.
#[derive(Clone, Debug)]
pub(super) struct Seasons {
    /// Where each month begins, the first cut at the beginning, its pace, and the clock there \[ms\].
    months: Vec<(SimTime, f64, f64)>,
}

impl Seasons {
    pub(super) fn new(simulation: &Simulation, paces: &Months) -> Seasons {
        let civil = Civil::new(simulation);
        let mut months = Vec::new();
        let (mut from, mut clock) = (simulation.begin(), 0.0);
        while from < simulation.end() {
            let day = civil.date_of(from);
            let pace = paces.of(day.month());
            months.push((from, pace, clock));
            let next = day.last_of_month().tomorrow().expect("a checked horizon stays within civil time");
            let until = civil.midnight(next);
            clock += (until - from).ms() as f64 * pace;
            from = until;
        }
        Seasons { months }
    }

    /// The instant at which the clock, zero at the beginning, shows `clock`; beyond the last month if it never does.
    pub(super) fn instant(&self, clock: f64) -> SimTime {
        let month = self.months.partition_point(|(_, _, at)| *at <= clock).saturating_sub(1);
        let (from, pace, at) = self.months[month];
        if pace > 0.0 { from + Elapsed::from_ms(((clock - at) / pace) as i64) } else { SimTime::NEVER }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    fn simulation() -> Simulation {
        let elapsed = |days: i64| Elapsed::from_ms(days * DAY);
        Simulation {
            start: date(2026, 1, 5),
            warm_up: elapsed(10),
            length: elapsed(365),
            cool_down: elapsed(0),
            replications: 2,
            seed: 1,
            level: 0.95,
        }
    }

    #[test]
    fn quarters_end_where_the_calendar_says() {
        let civil = Civil::new(&simulation());
        let at = |day: Date| civil.midnight(day);
        assert_eq!(civil.quarter_end(at(date(2026, 1, 5))), at(date(2026, 4, 1)));
        assert_eq!(civil.quarter_end(at(date(2026, 4, 1))), at(date(2026, 7, 1)));
        assert_eq!(civil.quarter_end(at(date(2026, 12, 31))), at(date(2027, 1, 1)));
        assert_eq!(civil.quarter_end(at(date(2025, 12, 27))), at(date(2026, 1, 1)));
    }

    #[test]
    fn a_clock_of_one_month_stands_still_in_the_others() {
        let mut weights = [0.0; 12];
        weights[2] = 1.0;
        let paces = Months::in_proportion(&weights).expect("March has weight");
        let civil = Civil::new(&simulation());
        let seasons = Seasons::new(&simulation(), &paces);
        let march = civil.midnight(date(2026, 3, 1));
        assert_eq!(seasons.instant(paces.of(3) * DAY as f64), march + Elapsed::from_ms(DAY));
        assert!(seasons.instant(paces.of(3) * 32.0 * DAY as f64) > simulation().end());
    }
}
