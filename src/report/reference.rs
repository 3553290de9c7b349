//! The reference of the scenario format as Markdown, made from the tables of keys.

use crate::model::scenario::keys::{Key, Kind, LOG, Need, RAMP, ROOT, STICKY, TableSpec};
use std::fmt::Write;

const HEAD: &str = "\
# Scenario reference

<!-- Made by `caseload schema --markdown` from the tables of keys. Do not edit: change the tables and make it again. -->

Every table and key of a scenario file. Unknown keys are refused, and so is a bare number where a unit matters.

**Default** is what is used where the file does not say; *required* means there is none, a dash that the key switches
something on or is one of several. **Evidence** stands where a default says something about the world: a grade (A peer
reviewed or computed from a public log, B a large survey, C a practitioner's own figure, D second-hand, E our assumption)
and its source. Such defaults are listed with every result; the others are settings of the run.

Any value can be varied by its path: `caseload sweep my.toml --vary teams.csms.csms=8..14`. Elements of lists are counted
from 1: `playbooks.renewal.steps.2.work`.
";

const FORMS: &str = "
## How values are written

| type | written as |
|---|---|
| text, name | `\"office\"` |
| number, whole number | `3`, `0.25`, `\"1,400\"` |
| flag | `true`, `false` |
| date | `\"2026-01-05\"` |
| time zone | an IANA name: `\"Europe/Berlin\"` |
| duration | a number and `s`, `min`, `h`, `days`, `weeks`, `months` or `years`, by the clock: `\"30 days\"` |
| span | a duration by the clock, or working time of the serving team: `\"4 business hours\"`, `\"2 business days\"` |
| share | `\"18%\"` or `0.18` |
| share a year | `\"18% / year\"`, `\"1.5% / month\"` |
| rate | `\"0.5 / account / month\"`, `\"6 per account per year\"` |
| money | with its currency sign: `\"$2M\"`, `\"€9k\"`; a year: `\"$165k / year\"` |
| days a year | `\"25 days / year\"` |
| law of work, law of money | one value, or a family around it: `{ lognormal = { median = \"15 min\", mean = \"25 min\" } }` |

Families: `constant`, `exponential`, `erlang`, `gamma`, `lognormal`, `weibull`, `uniform`, `triangular`, `mixture`,
`values`. `{ gamma = { mean = \"20 min\", cv = 0.5 } }`, `{ triangular = { low = \"$1k\", mode = \"$2k\", high = \"$5k\" } }`,
`{ mixture = [ { weight = 0.7, work = \"15 min\" }, { weight = 0.3, work = \"2 h\" } ] }`.
";

/// The reference as Markdown.
pub fn markdown() -> String {
    let mut text = String::from(HEAD);
    table(&mut text, &ROOT);
    text.push_str(FORMS);
    text
}

fn table(text: &mut String, spec: &TableSpec) {
    let name = if spec.name.is_empty() { "The file".to_string() } else { format!("`[{}]`", spec.name) };
    put(text, format_args!("\n## {name}\n\n{}\n\n", spec.doc));
    text.push_str("| key | type | default | evidence | what it does | example |\n|---|---|---|---|---|---|\n");
    for key in spec.keys {
        let (default, evidence) = match key.need {
            Need::Required => ("*required*".to_string(), String::new()),
            Need::Optional => ("-".to_string(), String::new()),
            Need::Setting(value) => (format!("`{value}`"), String::new()),
            Need::Assumed(value, grade, source) => (format!("`{value}`"), format!("{}: {source}", grade.letter())),
        };
        let cells = [kind(key), default, evidence, key.doc.to_string(), format!("`{}`", example(key))];
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        put(text, format_args!("| `{}` | {} |\n", key.name, cells.join(" | ")));
    }
    for inner in spec.keys.iter().filter_map(inner) {
        table(text, inner);
    }
}

/// Appends, which cannot fail on a string.
fn put(text: &mut String, what: std::fmt::Arguments) {
    text.write_fmt(what).expect("a string takes any text");
}

/// The table that a key holds, if it holds one.
fn inner(key: &Key) -> Option<&'static TableSpec> {
    match key.kind {
        Kind::Table(spec) | Kind::Named(spec) | Kind::List(spec) => Some(spec),
        Kind::Log => Some(&LOG),
        Kind::Sticky => Some(&STICKY),
        Kind::ShareRamp => Some(&RAMP),
        _ => None,
    }
}

/// What a key holds, in words.
fn kind(key: &Key) -> String {
    let words = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    match key.kind {
        Kind::Count(low, i64::MAX) => format!("whole number from {low}"),
        Kind::Count(low, high) => format!("whole number {low} to {high}"),
        Kind::Number(low, high) | Kind::Points(low, high) => format!("number {low} to {high}"),
        Kind::Flag => "flag".into(),
        Kind::Date => "date".into(),
        Kind::When => "date, or duration after measuring begins".into(),
        Kind::Dates => "list of dates".into(),
        Kind::TimeZone => "time zone".into(),
        Kind::Duration => "duration".into(),
        Kind::DurationOrNever => "duration or `never`".into(),
        Kind::Span => "span".into(),
        Kind::SpanOrNever => "span or `never`".into(),
        Kind::Days => "working days".into(),
        Kind::DaysPerYear => "days a year".into(),
        Kind::Rate => "rate".into(),
        Kind::Share => "share".into(),
        Kind::YearlyShare => "share a year".into(),
        Kind::Money => "money".into(),
        Kind::MoneyPerYear => "money a year".into(),
        Kind::Work => "law of work".into(),
        Kind::Delay => "law of durations".into(),
        Kind::MoneyDistribution => "law of money".into(),
        Kind::Contract => "duration, or durations with shares".into(),
        Kind::NumberOrNone => "number above 0 or `none`".into(),
        Kind::Choice(of) => format!("one of {}", words(of)),
        Kind::WorkNames => "classes (`reactive`, `planned`, `triggered`) or names of work".into(),
        Kind::NameOf(table) => format!("a name of `[{table}]`"),
        Kind::NamesOf(table) => format!("names of `[{table}]`, or `all`"),
        Kind::Hours => "hours by weekday".into(),
        Kind::WeekdayWeights => "weights by weekday".into(),
        Kind::HourWeights => "weights by hour".into(),
        Kind::Log => "file, or a table".into(),
        Kind::Sticky => "duration, or a table".into(),
        Kind::Shares => "shares by name".into(),
        Kind::Seats => "whole numbers or shares by name".into(),
        Kind::Matching => "`ignored`, `preferred`, `required` or a span".into(),
        Kind::ShareRamp => "share, or a table".into(),
        Kind::MonthWeights => "weights by month".into(),
        Kind::Table(_) => "table".into(),
        Kind::Named(_) => "tables by name".into(),
        Kind::List(_) => "list of tables".into(),
        _ => "text".into(),
    }
}

/// A line of a file with this key; defaults are examples, too.
fn example(key: &Key) -> String {
    let value = match key.kind {
        Kind::Table(spec) => return format!("[{}]", spec.name),
        Kind::Named(_) => return format!("[{}.NAME]", key.name),
        Kind::List(_) => return format!("{} = [ {{ .. }}, {{ .. }} ]", key.name),
        Kind::Hours => "{ mon-fri = [\"09:00-12:30\", \"13:00-17:30\"] }",
        Kind::Contract => "{ \"1 month\" = \"30%\", \"12 months\" = \"70%\" }",
        Kind::WeekdayWeights => "{ mon = 19, tue-fri = 20 }",
        Kind::HourWeights => "{ \"9\" = 12, \"10\" = 8 }",
        Kind::Dates => "[\"2026-12-25\"]",
        Kind::Shares if key.name == "takes" => "{ email = \"40%\" }",
        Kind::Shares => "{ health = \"20%\", finance = \"30%\" }",
        Kind::Seats => "{ health = 3, technical = \"20%\" }",
        Kind::Matching => "\"4 business hours\"",
        Kind::Flag => "true",
        Kind::Delay => "{ exponential = \"2 days\" }",
        Kind::Work => "{ lognormal = { median = \"15 min\", mean = \"25 min\" } }",
        Kind::MoneyDistribution => "{ lognormal = { median = \"$3k\", mean = \"$4k\" } }",
        Kind::NamesOf("segments") => "[\"smb\", \"mid\"]",
        Kind::NamesOf("playbooks") => "[\"onboarding\", \"renewal.1\"]",
        Kind::NamesOf("triggers") => "[\"low_score\"]",
        Kind::NamesOf("requests") => "[\"question\"]",
        Kind::NamesOf(_) => "[\"office_hours\"]",
        Kind::MonthWeights => "{ jan-nov = 1, dec = 3 }",
        Kind::ShareRamp => "{ from = \"10%\", to = \"30%\", over = \"24 months\" }",
        Kind::RateOfAll => "\"4 / year\"",
        Kind::WorkNames => "[\"reactive\", \"planned\"]",
        _ => "",
    };
    if !value.is_empty() {
        return format!("{} = {value}", key.name);
    }
    let bare = matches!(key.kind, Kind::Count(..) | Kind::Number(..) | Kind::Points(..) | Kind::NumberOrNone);
    match key.need {
        Need::Setting(value) | Need::Assumed(value, ..) if bare => format!("{} = {value}", key.name),
        Need::Setting(value) | Need::Assumed(value, ..) => format!("{} = \"{value}\"", key.name),
        Need::Required | Need::Optional => format!("{} = {}", key.name, by_kind(key)),
    }
}

/// An example for a key that has no default.
fn by_kind(key: &Key) -> String {
    let text = match key.kind {
        Kind::Count(low, _) => return low.max(4).to_string(),
        Kind::Number(low, high) | Kind::Points(low, high) => return low.max(60.0_f64.min(high / 2.0)).to_string(),
        Kind::Choice(of) => of[0],
        Kind::TimeZone => "America/New_York",
        Kind::When => "2026-03-01",
        Kind::Duration | Kind::DurationOrNever | Kind::Sticky => "30 days",
        Kind::Span => "4 business hours",
        Kind::SpanOrNever => "2 days",
        Kind::Rate => "0.5 / account / month",
        Kind::Share => "20%",
        Kind::YearlyShare => "18% / year",
        Kind::Money => "$30k",
        Kind::MoneyPerYear => "$165k / year",
        Kind::Days => "5 days",
        Kind::DaysPerYear => "25 days / year",
        Kind::Log => "tickets.csv",
        Kind::NameOf("teams") => "csms",
        Kind::NameOf("designs") => "named",
        _ => match key.name {
            "skill" => "technical",
            "vertical" => "health",
            "file" => "tickets.csv",
            other => other,
        },
    };
    format!("\"{text}\"")
}
