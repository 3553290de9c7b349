//! Demand from a real log: whole weeks drawn with replacement, so that weekday, hour and the correlation between
//! accounts stay as they were.

use super::Occurrence;
use super::requests::KindDraw;
use crate::model::work::{Ticket, TicketLog};
use crate::streams::{Purpose, Stream, uniform};
use crate::time::{DAY, SimTime, WEEK};
use jiff::SignedDuration;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

/// Adds the tickets of all accounts of a kind.
///
/// The accounts are cut into blocks as large as the log's population. In each block every account takes the part of
/// one account of the log, drawn without replacement, and the block lives through weeks of the log drawn with
/// replacement. So rates per account are the log's, however many accounts the scenario has.
pub(super) fn add_tickets(draw: &KindDraw, log: &TicketLog, out: &mut Vec<Occurrence>) {
    let population: Vec<usize> = draw.accounts().collect();
    let weeks = Week::all(draw, &log.time_zone);
    let end = draw.scenario.simulation.end();
    for (block, members) in population.chunks(log.accounts.max(1) as usize).enumerate() {
        let mut stream = draw.ring.stream(Purpose::LogWeeks, draw.key, block as u64);
        let part = parts(log.accounts, &mut stream);
        let mut work = draw.ring.stream(Purpose::LogWork, draw.key, block as u64);
        for week in &weeks {
            let chosen = &log.weeks[(uniform(&mut stream) * log.weeks.len() as f64) as usize];
            for Ticket { at_ms, account } in chosen {
                let member = part[*account as usize] as usize;
                // Drawn for every ticket of the week, so that fewer accounts take nothing from the others.
                let hours = draw.kind.work.sample(&mut work);
                let Some(&account) = members.get(member) else { continue };
                let at = week.instant(*at_ms, &log.time_zone);
                if at >= draw.accounts.start[account] && at < end {
                    let work = crate::time::Working::from_hours(hours * draw.work_scale(account));
                    out.push(Occurrence::work(at, account as u32, draw.number, work, 0.0));
                }
            }
        }
    }
}

/// For each account of the log, which member of the block takes its part; numbers past the last member take none.
fn parts(accounts: u32, stream: &mut Stream) -> Vec<u32> {
    let mut order: Vec<u32> = (0..accounts).collect();
    // Fisher-Yates (Durstenfeld 1964).
    for i in (1..order.len()).rev() {
        order.swap(i, (uniform(stream) * (i + 1) as f64) as usize);
    }
    order
}

/// One week on the log's wall clock.
struct Week {
    monday: Date,
    /// The instants at which its days begin, and where the last one ends \[ms\].
    days: [i64; 8],
    /// Time zero [ms since 1970].
    zero_ms: i64,
}

impl Week {
    /// Every week that touches the horizon.
    fn all(draw: &KindDraw, zone: &TimeZone) -> Vec<Week> {
        let simulation = &draw.scenario.simulation;
        let zero = simulation.start.to_zoned(TimeZone::UTC).expect("a checked start date has a midnight in UTC");
        let zero_ms = zero.timestamp().as_millisecond();
        let begin_ms = zero_ms + simulation.begin().ms();
        let begin = jiff::Timestamp::from_millisecond(begin_ms).expect("a checked horizon stays within civil time");
        let mut monday = zone.to_datetime(begin).date();
        while monday.weekday() != Weekday::Monday {
            monday = monday.yesterday().expect("a checked horizon stays within civil time");
        }
        let count = ((simulation.end() - simulation.begin()).ms() + 2 * WEEK - 1) / WEEK;
        let mut weeks = Vec::with_capacity(count as usize);
        for _ in 0..count {
            let day = |number: i64| monday.saturating_add(jiff::Span::new().days(number));
            let days = std::array::from_fn(|number| {
                let midnight = day(number as i64).to_zoned(zone.clone());
                midnight.expect("a checked horizon stays within civil time").timestamp().as_millisecond() - zero_ms
            });
            weeks.push(Week { monday, days, zero_ms });
            monday = day(7);
        }
        weeks
    }

    /// The instant of a time on the wall clock, in milliseconds after Monday 00:00 as clocks show it.
    fn instant(&self, at_ms: i64, zone: &TimeZone) -> SimTime {
        let day = (at_ms / DAY) as usize;
        if self.days[day + 1] - self.days[day] == DAY {
            return SimTime::from_ms(self.days[day] + at_ms % DAY);
        }
        // The clocks change on this day, so hours after the change are not as far from midnight as they show.
        let wall = self.monday.at(0, 0, 0, 0).saturating_add(SignedDuration::from_millis(at_ms));
        let zoned = wall.to_zoned(zone.clone()).expect("a checked horizon stays within civil time");
        SimTime::from_ms(zoned.timestamp().as_millisecond() - self.zero_ms)
    }
}
