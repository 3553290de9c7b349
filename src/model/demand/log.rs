//! Demand from a real log: whole weeks drawn with replacement, so that weekday, hour and the correlation between
//! accounts stay as they were.

use super::Occurrence;
use super::requests::KindDraw;
use crate::model::work::{Ticket, TicketLog};
use crate::streams::{Purpose, Stream, uniform};
use crate::time::{DAY, SimTime, WEEK};
use jiff::civil::Weekday;
use jiff::tz::TimeZone;

/// Adds the tickets of all accounts of a kind.
///
/// The accounts are cut into blocks as large as the log's population. In each block every account takes the part of
/// one account of the log, drawn without replacement, and the block lives through weeks of the log drawn with
/// replacement. So rates per account are the log's, however many accounts the scenario has.
pub(super) fn add_tickets(draw: &KindDraw, log: &TicketLog, out: &mut Vec<Occurrence>) {
    let population: Vec<usize> = draw.accounts().collect();
    let weeks = week_starts(draw, &log.time_zone);
    let end = draw.scenario.simulation.end();
    for (block, members) in population.chunks(log.accounts.max(1) as usize).enumerate() {
        let mut stream = draw.ring.stream(Purpose::LogWeeks, draw.key, block as u64);
        let part = parts(log.accounts, &mut stream);
        let mut work = draw.ring.stream(Purpose::LogWork, draw.key, block as u64);
        for days in &weeks {
            let chosen = &log.weeks[(uniform(&mut stream) * log.weeks.len() as f64) as usize];
            for Ticket { at_ms, account } in chosen {
                let member = part[*account as usize] as usize;
                // Drawn for every ticket of the week, so that fewer accounts take nothing from the others.
                let hours = draw.kind.work.sample(&mut work);
                let Some(&account) = members.get(member) else { continue };
                let at = SimTime::from_ms(days[(at_ms / DAY) as usize] + at_ms % DAY);
                if at >= draw.accounts.start[account] && at < end {
                    let work = crate::time::Working::from_hours(hours);
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

/// For each week that touches the horizon, the instants at which its seven days begin on the log's wall clock \[ms\].
fn week_starts(draw: &KindDraw, zone: &TimeZone) -> Vec<[i64; 7]> {
    let simulation = &draw.scenario.simulation;
    let zero = simulation.start.to_zoned(TimeZone::UTC).expect("a checked start date has a midnight in UTC");
    let zero_ms = zero.timestamp().as_millisecond();
    let begin_ms = zero_ms + simulation.begin().ms();
    let begin = jiff::Timestamp::from_millisecond(begin_ms).expect("a checked horizon stays within civil time");
    let mut day = zone.to_datetime(begin).date();
    while day.weekday() != Weekday::Monday {
        day = day.yesterday().expect("a checked horizon stays within civil time");
    }
    let count = ((simulation.end() - simulation.begin()).ms() + 2 * WEEK - 1) / WEEK;
    let mut weeks = Vec::with_capacity(count as usize);
    for _ in 0..count {
        let mut starts = [0; 7];
        for start in &mut starts {
            let midnight = day.to_zoned(zone.clone()).expect("a checked horizon stays within civil time");
            *start = midnight.timestamp().as_millisecond() - zero_ms;
            day = day.tomorrow().expect("a checked horizon stays within civil time");
        }
        weeks.push(starts);
    }
    weeks
}
