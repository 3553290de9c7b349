//! Whatever stands in a ticket log, reading it ends with whole weeks of tickets or with an error that names the file and
//! the row, never with a panic.
//!
//! `PROPTEST_CASES=100000 cargo test --test csv_mutations` looks longer.

use caseload::model::Scenario;
use caseload::model::work::{Origin, RequestSource, TicketLog};
use jiff::civil::date;
use proptest::prelude::*;
use std::fs;

const LOG: &str = "tickets.csv";
const ROWS: usize = 60;

const SCENARIO: &str = r#"
[segments.s]
accounts = 5
arr = "$1k"
[requests.r]
log = { file = "tickets.csv", time_zone = "America/New_York" }
work = "10 min"
respond_within = "4 h"
[teams.t]
csms = 1
[designs.d]
coverage = [ { pooled = "t" } ]
"#;

/// Fields that stand where something else was expected.
const TOKENS: [&[u8]; 36] = [
    b"",
    b" ",
    b"\"",
    b"\"\"",
    b"\"a\nb\"",
    b"\"a,b\"",
    b"\"open",
    b"clo\"sed",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xc3\x28",
    b"\0",
    b"\r",
    b"\r\n",
    b"\n\n",
    b",",
    b";",
    b"\t",
    b"-1",
    b"nan",
    b"1e308",
    b"99999999999999999999999999999999",
    b"0000-00-00",
    b"2026-02-30",
    b"2026-02-29T10:00:00",
    b"2024-02-29T10:00:00",
    b"2026-13-01T10:00:00",
    b"2026-03-08T02:30:00",
    b"2026-01-05T25:00:00",
    b"2026-01-05T10:00:00+99:00",
    b"2026-01-05T23:59:60Z",
    b"-009999-01-01T00:00:00Z",
    b"9999-12-31T23:59:59Z",
    b"1969-12-31T23:59:59",
    b"2100-12-31T23:59:59-12:00",
    "\u{202e}٢٠٢٦".as_bytes(),
];

/// A log of eight weeks that is right: a ticket a day for five accounts in turn.
fn right() -> Vec<u8> {
    let mut text = String::from("ticket_id,account_id,created_at,subject\n");
    for row in 0..ROWS {
        let day = date(2026, 1, 5).checked_add(jiff::Span::new().days(row as i64)).unwrap();
        let account = ["A", "B", "C", "\"D, Inc.\"", "Élan"][row % 5];
        text += &format!("T{row},{account},{day}T{:02}:30:00,\"it \"\"fails\"\"\"\n", 8 + row % 9);
    }
    text.into_bytes()
}

/// One change of the bytes.
#[derive(Clone, Debug)]
enum Mutation {
    Byte(usize, u8),
    Cut(usize, usize),
    Insert(usize, usize),
    Field(usize, usize),
    SwapRows(usize, usize),
    RepeatRow(usize),
    DropRows(usize),
    LineEnds(bool),
    Delimiter(u8),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = any::<usize>;
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(i, b)| Mutation::Byte(i, b)),
        (at(), 0..40_usize).prop_map(|(i, n)| Mutation::Cut(i, n)),
        (at(), at()).prop_map(|(i, t)| Mutation::Insert(i, t)),
        (at(), at()).prop_map(|(i, t)| Mutation::Field(i, t)),
        (at(), at()).prop_map(|(i, j)| Mutation::SwapRows(i, j)),
        at().prop_map(Mutation::RepeatRow),
        at().prop_map(Mutation::DropRows),
        any::<bool>().prop_map(Mutation::LineEnds),
        prop::sample::select(b";\t|\"\n\0".to_vec()).prop_map(Mutation::Delimiter),
    ]
}

fn apply(bytes: &[u8], mutation: &Mutation) -> Vec<u8> {
    if bytes.is_empty() {
        return Vec::new();
    }
    let mut bytes = bytes.to_vec();
    let mut rows: Vec<Vec<u8>> = bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
    match *mutation {
        Mutation::Byte(i, b) => {
            let at = i % bytes.len();
            bytes[at] = b;
            return bytes;
        }
        Mutation::Cut(i, n) => {
            let at = i % bytes.len();
            bytes.drain(at..(at + n).min(bytes.len()));
            return bytes;
        }
        Mutation::Insert(i, t) => {
            let at = i % bytes.len();
            bytes.splice(at..at, TOKENS[t % TOKENS.len()].iter().copied());
            return bytes;
        }
        Mutation::Field(i, t) => {
            let mut fields: Vec<&[u8]> = bytes.split(|b| *b == b',').collect();
            let at = i % fields.len();
            fields[at] = TOKENS[t % TOKENS.len()];
            return fields.join(&b',');
        }
        Mutation::SwapRows(i, j) => {
            let (i, j) = (i % rows.len(), j % rows.len());
            rows.swap(i, j);
        }
        Mutation::RepeatRow(i) => {
            let row = rows[i % rows.len()].clone();
            rows.push(row);
        }
        Mutation::DropRows(i) => rows.truncate(i % rows.len()),
        Mutation::LineEnds(old) => {
            let end: &[u8] = if old { b"\r" } else { b"\r\n" };
            return bytes.iter().flat_map(|b| if *b == b'\n' { end.to_vec() } else { vec![*b] }).collect();
        }
        Mutation::Delimiter(with) => return bytes.iter().map(|b| if *b == b',' { with } else { *b }).collect(),
    }
    rows.concat()
}

/// Reads a log as part of a scenario; what is wrong with it, one line each.
fn read(bytes: &[u8]) -> Result<std::sync::Arc<TicketLog>, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(LOG), bytes).unwrap();
    match Scenario::parse(SCENARIO, &folder.path().join("scenario.toml"), &[]) {
        Ok(scenario) => match &scenario.kinds[0].origin {
            Origin::Request { source: RequestSource::Log(log), .. } => Ok(log.clone()),
            other => panic!("a log, not {other:?}"),
        },
        Err(error) => {
            assert!(!error.render(false).is_empty() && !error.render(true).is_empty());
            Err(error.problems().iter().map(|problem| problem.message.clone()).collect())
        }
    }
}

/// The row that a problem names, where it is about a row.
fn row_of(problem: &str) -> Option<usize> {
    let (_, rest) = problem.split_once(", row ")?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// What a log that could be read must be.
fn is_whole(log: &TicketLog) {
    assert!(log.weeks.len() >= 4 && log.weeks.len() <= 2_000);
    let tickets = || log.weeks.iter().flatten();
    assert!(tickets().all(|ticket| (0..7 * 86_400_000).contains(&ticket.at_ms) && ticket.account < log.accounts));
    assert!(log.weeks.iter().all(|week| week.is_sorted_by_key(|ticket| ticket.at_ms)));
}

fn ends_well(bytes: &[u8]) {
    match read(bytes) {
        Ok(log) => is_whole(&log),
        Err(problems) => {
            assert!(!problems.is_empty() && problems.len() <= 22, "{problems:?}");
            let rows = bytes.iter().filter(|b| matches!(b, b'\n' | b'\r')).count() + 1;
            for problem in problems {
                assert!(problem.starts_with(LOG), "{problem}");
                let about_all = ["no column", "no tickets", " whole weeks ", " weeks"];
                match row_of(&problem) {
                    Some(row) => assert!((2..=rows).contains(&row), "{problem}: there are {rows} rows"),
                    None => assert!(about_all.iter().any(|what| problem.contains(what)), "{problem}"),
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_mutation_panics(mutations in prop::collection::vec(mutation(), 1..6)) {
        ends_well(&mutations.iter().fold(right(), |bytes, m| apply(&bytes, m)));
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        ends_well(&bytes);
    }

    #[test]
    fn no_rows_panic(fields in prop::collection::vec((0..TOKENS.len(), 0..TOKENS.len(), 0..TOKENS.len()), 0..30)) {
        let mut bytes = b"created_at,ticket_id,account_id\n".to_vec();
        for (a, b, c) in fields {
            bytes.extend([TOKENS[a], TOKENS[b], TOKENS[c]].join(&b','));
            bytes.push(b'\n');
        }
        ends_well(&bytes);
    }

    /// One wrong field is found where it is.
    #[test]
    fn the_row_named_is_the_row_that_is_wrong(row in 0..ROWS, wrong in 0..3usize) {
        let text = String::from_utf8(right()).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
        let mut fields: Vec<&str> = lines[row + 1].splitn(3, ',').collect();
        let (column, value) = [("created_at", "2026-02-30T10:00:00"), ("ticket_id", ""), ("account_id", "  ")][wrong];
        match column {
            "ticket_id" => fields[0] = value,
            // An account may have a comma in its quoted name.
            "account_id" => fields = vec![fields[0], value, "2026-01-05T10:00:00"],
            _ => fields = vec![fields[0], "A", value],
        }
        lines[row + 1] = fields.join(",");
        let problems = read(lines.join("\n").as_bytes()).unwrap_err();
        prop_assert_eq!(problems.len(), 1, "{:?}", problems);
        let place = format!("{LOG}, row {}, column {column}: ", row + 2);
        prop_assert!(problems[0].starts_with(&place), "{}", problems[0]);
    }
}

#[test]
fn what_spreadsheets_write_is_read() {
    let plain = read(&right()).unwrap();
    // Eight whole weeks and four days; the last week is cut short and the first begins at half past eight on Monday.
    assert_eq!((plain.accounts, plain.weeks.len()), (5, 7));
    let same = |what: &str, bytes: Vec<u8>| {
        let log = read(&bytes).unwrap_or_else(|problems| panic!("{what}: {problems:?}"));
        assert_eq!(log.weeks, plain.weeks, "{what}");
    };
    same("line ends of Windows", apply(&right(), &Mutation::LineEnds(false)));
    same("line ends of old", apply(&right(), &Mutation::LineEnds(true)));
    same("a byte order mark", [b"\xef\xbb\xbf".to_vec(), right()].concat());
    let text = String::from_utf8(right()).unwrap();
    let quoted = text.replacen("ticket_id,account_id", "\"ticket_id\",\"account_id\"", 1);
    same("quoted headers", quoted.clone().into_bytes());
    same("quoted headers after a byte order mark", [b"\xef\xbb\xbf".to_vec(), quoted.into_bytes()].concat());
    same("spaces around fields", text.replace(",2026", " , 2026").into_bytes());
    same("no line end at the end", text.trim_end().as_bytes().to_vec());
}

#[test]
fn logs_that_say_nothing_are_refused_in_words() {
    let problem = |bytes: &[u8]| read(bytes).unwrap_err().join("; ");
    assert!(problem(b"").contains("tickets.csv: no column `ticket_id`"));
    assert!(problem(b"ticket_id,account_id,created_at\n").contains("tickets.csv: no tickets"));
    assert!(problem(b"ticket_id;account_id;created_at\n1;A;2026-01-05\n").contains("no column `account_id`"));
    assert!(problem(&apply(&right(), &Mutation::DropRows(20))).contains("whole weeks"));
    let far = b"ticket_id,account_id,created_at\n1,A,1970-01-05T00:00:00\n2,A,2100-01-05T00:00:00\n";
    assert!(problem(far).contains("tickets.csv: 6783 weeks"), "{}", problem(far));
    let utf16: Vec<u8> = String::from_utf8(right()).unwrap().encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(problem(&utf16).contains("tickets.csv: no column"));
}
