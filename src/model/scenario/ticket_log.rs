//! Reads a log of tickets from CSV and cuts it into whole weeks, Monday first, on the log's wall clock.

use super::units::Refused;
use crate::model::work::{Ticket, TicketLog};
use crate::time::WEEK;
use jiff::Timestamp;
use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// Names of the columns that are read; others are ignored.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a> {
    /// The ticket's number.
    pub ticket_id: &'a str,
    /// The account.
    pub account_id: &'a str,
    /// The time.
    pub created_at: &'a str,
}

/// Fewest whole weeks that can stand for a year.
const FEWEST_WEEKS: usize = 4;
/// Longest log [weeks]; a wrong year would otherwise make millions of empty weeks.
const MOST_WEEKS: i64 = 2_000;
/// Most rows that are complained about at once.
const MOST_PROBLEMS: usize = 20;

/// Reads a log; all bad rows at once.
pub fn read(file: &str, bytes: &[u8], columns: &Columns<'_>, zone: &TimeZone) -> Result<TicketLog, Vec<Refused>> {
    let mut problems = Vec::new();
    let rows = rows(file, bytes, columns, zone, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    cut(file, rows, zone).map_err(|refused| vec![refused])
}

fn refused(message: String, help: impl Into<String>) -> Refused {
    Refused { message, help: help.into() }
}

/// Milliseconds since Monday 1970-01-05 on the wall clock, and the account.
type Row = (i64, String);

fn rows(file: &str, bytes: &[u8], columns: &Columns<'_>, zone: &TimeZone, problems: &mut Vec<Refused>) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(bytes);
    let headers = reader.byte_headers().cloned().unwrap_or_default();
    let names: Vec<String> =
        headers.iter().map(|h| String::from_utf8_lossy(h).trim_start_matches('\u{feff}').to_string()).collect();
    let mut column = |name: &str| {
        let found = names.iter().position(|n| n == name);
        if found.is_none() {
            let help = format!(
                "its columns are: {}; name another with log = {{ file = .., {name} = \"column\" }}",
                names.join(", ")
            );
            problems.push(refused(format!("{file}: no column `{name}`"), help));
        }
        found
    };
    let found = (column(columns.ticket_id), column(columns.account_id), column(columns.created_at));
    let (Some(ticket), Some(account), Some(created)) = found else { return Vec::new() };
    let (mut rows, mut seen) = (Vec::new(), BTreeMap::new());
    for (index, record) in reader.byte_records().enumerate() {
        if problems.len() >= MOST_PROBLEMS {
            break;
        }
        // The header is row 1 and an empty line is a row, as a spreadsheet counts.
        let line = record.as_ref().ok().and_then(|record| record.position()).map(csv::Position::line);
        let row = line.unwrap_or(0).max(index as u64 + 2);
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(refused(format!("{file}, row {row}: {error}"), "write plain CSV, one ticket a row"));
                break;
            }
        };
        let field = |i: usize| String::from_utf8_lossy(record.get(i).unwrap_or_default()).into_owned();
        let mut bad = |column: &str, value: &str, help: &str| {
            problems.push(refused(
                format!("{file}, row {row}, column {column}: `{value}` {help}"),
                allowed(column, columns),
            ));
        };
        let (id, who, when) = (field(ticket), field(account), field(created));
        if id.is_empty() {
            bad(columns.ticket_id, &id, "is empty");
        } else if let Some(first) = seen.insert(id.clone(), row) {
            bad(columns.ticket_id, &id, &format!("is already in row {first}"));
        }
        if who.is_empty() {
            bad(columns.account_id, &who, "is empty");
        }
        match wall_clock(&when, zone) {
            Some(at) => rows.push((at, who)),
            None => bad(columns.created_at, &when, "is not a time"),
        }
    }
    rows
}

fn allowed(column: &str, columns: &Columns<'_>) -> &'static str {
    if column == columns.created_at {
        "write 2026-01-31T13:45:00 (the log's wall clock), or with an offset or Z; years 1970 to 2100"
    } else if column == columns.ticket_id {
        "each ticket has a number of its own"
    } else {
        "each ticket names its account"
    }
}

fn wall_clock(text: &str, zone: &TimeZone) -> Option<i64> {
    let local = match text.parse::<Timestamp>() {
        Ok(instant) => zone.to_datetime(instant),
        Err(_) => text.parse::<DateTime>().ok()?,
    };
    if !(1970..=2100).contains(&local.year()) {
        return None;
    }
    let monday = date(1970, 1, 5).at(0, 0, 0, 0);
    let since = local.duration_since(monday);
    i64::try_from(since.as_millis()).ok()
}

fn cut(file: &str, mut rows: Vec<Row>, zone: &TimeZone) -> Result<TicketLog, Refused> {
    // A stable sort: tickets of the same instant keep the order of the file.
    rows.sort_by_key(|r| r.0);
    let (Some(first), Some(last)) = (rows.first().map(|r| r.0), rows.last().map(|r| r.0)) else {
        return Err(refused(format!("{file}: no tickets"), "a log needs tickets over at least 4 whole weeks"));
    };
    // The log begins and ends inside a week, so those two tell nothing about a whole one.
    let from = first.div_euclid(WEEK) + i64::from(first.rem_euclid(WEEK) != 0);
    let to = last.div_euclid(WEEK);
    let whole = to - from;
    if whole < FEWEST_WEEKS as i64 {
        let message = format!("{file}: {} whole weeks between the first and the last ticket", whole.max(0));
        return Err(refused(message, "a log needs at least 4 whole weeks, Monday to Sunday"));
    }
    if whole > MOST_WEEKS {
        return Err(refused(
            format!("{file}: {whole} weeks"),
            format!("at most {MOST_WEEKS} weeks; is a year mistyped?"),
        ));
    }
    let mut weeks = vec![Vec::new(); whole as usize];
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    for (at, account) in rows {
        let week = at.div_euclid(WEEK) - from;
        if (0..whole).contains(&week) {
            let next = numbers.len() as u32;
            let account = *numbers.entry(account).or_insert(next);
            weeks[week as usize].push(Ticket { at_ms: at.rem_euclid(WEEK), account });
        }
    }
    Ok(TicketLog { path: file.to_string(), time_zone: zone.clone(), accounts: numbers.len() as u32, weeks })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: Columns<'_> = Columns { ticket_id: "ticket_id", account_id: "account_id", created_at: "created_at" };

    fn log(rows: &str) -> Result<TicketLog, Vec<Refused>> {
        let text = format!("ticket_id,extra,account_id,created_at\n{rows}");
        read("t.csv", text.as_bytes(), &COLUMNS, &TimeZone::UTC)
    }

    #[test]
    fn partial_weeks_at_both_ends_are_dropped() {
        // 2026-01-07 is a Wednesday; whole weeks begin 01-12, 01-19, 01-26, 02-02; the last ticket stands in the
        // fifth.
        let log = log("1,x,A,2026-01-07T10:00:00\n2,x,B,2026-01-12T00:00:00\n\
             3,x,C,2026-01-14T01:00:00Z\n4,x,B,2026-02-10T09:00:00")
        .unwrap();
        assert_eq!(log.weeks.len(), 4);
        assert_eq!(log.accounts, 2);
        assert_eq!(
            log.weeks[0],
            [Ticket { at_ms: 0, account: 0 }, Ticket { at_ms: 2 * 86_400_000 + 3_600_000, account: 1 }]
        );
        assert!(log.weeks[1..].iter().all(Vec::is_empty));
    }

    #[test]
    fn bad_rows_are_named() {
        let problems = log("1,x,A,2026-01-07T10:00:00\n1,x,,yesterday").unwrap_err();
        let messages: Vec<&str> = problems.iter().map(|p| p.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "t.csv, row 3, column ticket_id: `1` is already in row 2",
                "t.csv, row 3, column account_id: `` is empty",
                "t.csv, row 3, column created_at: `yesterday` is not a time",
            ]
        );
    }

    #[test]
    fn three_weeks_are_too_few() {
        let problems = log("1,x,A,2026-01-05T00:00:00\n2,x,A,2026-01-26T10:00:00").unwrap_err();
        assert_eq!(problems[0].message, "t.csv: 3 whole weeks between the first and the last ticket");
    }
}
