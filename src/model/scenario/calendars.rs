//! Reads calendars: weekly hours on the wall clock of a zone, holidays, and the two that need no definition.

use super::keys::{self, Kind};
use super::reader::{Context, Item, TableReader, join, suggestion};
use super::tree::{Node, Value};
use crate::time::calendar::{Hours, WeeklyHours};
use jiff::civil::Date;
use jiff::tz::TimeZone;

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const HOURS_HELP: &str = "write { mon-fri = [\"09:00-12:30\", \"13:00-17:30\"], sat = [\"10:00-12:00\"] }";

/// The calendars of a scenario, and which one a team has that names none.
#[derive(Debug)]
pub struct Calendars {
    /// Name and hours.
    pub list: Vec<(String, Hours)>,
    in_file: usize,
}

impl Calendars {
    /// Reads `[calendars.*]`.
    pub fn read(ctx: &Context, root: &TableReader<'_>) -> Calendars {
        let Some(Kind::Named(spec)) = keys::ROOT.key("calendars").map(|k| &k.kind) else {
            return Calendars { list: Vec::new(), in_file: 0 };
        };
        let mut list = Vec::new();
        for (name, node) in root.named("calendars") {
            let path = join("calendars", name);
            if name == "always" {
                ctx.problem(
                    node.span.clone(),
                    &path,
                    "the calendar `always` cannot be defined",
                    "it means every hour of every day; use another name",
                );
                continue;
            }
            let table = TableReader::new(ctx, spec, &path, node);
            list.push((name.to_string(), Hours::Weekly(read_weekly(&table))));
        }
        let in_file = list.len();
        Calendars { list, in_file }
    }

    /// The zone of the first weekly calendar, else UTC.
    pub fn first_zone(&self) -> TimeZone {
        let zone = |(_, hours): &(String, Hours)| match hours {
            Hours::Weekly(weekly) => Some(weekly.time_zone.clone()),
            Hours::Always => None,
        };
        self.list.iter().find_map(zone).unwrap_or(TimeZone::UTC)
    }

    /// The calendar of a team that names none, if the file leaves no doubt.
    pub fn only_one(&self) -> Option<usize> {
        (self.in_file == 1).then_some(0)
    }

    /// Index of a calendar by name; those that need no definition come into being on first use.
    pub fn index(&mut self, item: &Item<'_>) -> usize {
        let Some(name) = item.text() else { return 0 };
        if let Some(index) = self.list.iter().position(|(n, _)| *n == name) {
            return index;
        }
        let hours = match name.as_str() {
            "always" => Hours::Always,
            "office" => office(),
            _ => {
                let mut names: Vec<&str> = self.list.iter().map(|(n, _)| n.as_str()).collect();
                names.extend(["office", "always"]);
                item.fail(format!("no calendar is called `{name}`"), suggestion(&name, &names));
                return 0;
            }
        };
        self.list.push((name, hours));
        self.list.len() - 1
    }

    /// Hours of one business day: mean open hours of a weekday that is open at all.
    pub fn business_day_hours(&self, index: usize) -> f64 {
        match self.list.get(index).map(|(_, hours)| hours) {
            Some(Hours::Weekly(weekly)) => {
                let open = weekly.days.iter().filter(|d| !d.is_empty()).count().max(1);
                weekly_minutes(weekly) as f64 / 60.0 / open as f64
            }
            _ => 24.0,
        }
    }

    /// Whether a calendar is open all the time.
    pub fn is_always(&self, index: usize) -> bool {
        matches!(self.list.get(index), Some((_, Hours::Always)))
    }
}

fn weekly_minutes(weekly: &WeeklyHours) -> u32 {
    weekly.days.iter().flatten().map(|(from, to)| u32::from(*to) - u32::from(*from)).sum()
}

fn office() -> Hours {
    let time_zone = TimeZone::get("America/New_York").unwrap_or(TimeZone::UTC);
    let day = vec![(9 * 60, 12 * 60 + 30), (13 * 60, 17 * 60 + 30)];
    let days = std::array::from_fn(|d| if d < 5 { day.clone() } else { Vec::new() });
    Hours::Weekly(WeeklyHours { time_zone, days, holidays: Vec::new() })
}

fn read_weekly(table: &TableReader<'_>) -> WeeklyHours {
    let time_zone = table.item("time_zone").and_then(|i| zone(&i)).unwrap_or(TimeZone::UTC);
    let days = table.item("hours").map(|i| read_hours(&i)).unwrap_or_default();
    let holidays = table.item("holidays").map(|i| read_dates(&i)).unwrap_or_default();
    WeeklyHours { time_zone, days, holidays }
}

/// An IANA time zone.
pub fn zone(item: &Item<'_>) -> Option<TimeZone> {
    let name = item.text()?;
    match TimeZone::get(&name) {
        Ok(zone) if !name.is_empty() => Some(zone),
        _ => {
            let names: Vec<String> = jiff::tz::db().available().map(|n| n.to_string()).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let help = suggestion(&name, &names);
            let help = if help.starts_with("did") {
                help
            } else {
                "write an IANA zone: \"America/New_York\", \"Europe/Berlin\", \"UTC\"".into()
            };
            item.fail(format!("`{name}` is not a time zone"), help);
            None
        }
    }
}

/// A date.
pub fn date(item: &Item<'_>) -> Option<Date> {
    let text = match &item.node.value {
        Value::Str(s) | Value::Date(s) => s.clone(),
        _ => item.node.text(),
    };
    let parsed =
        text.trim().parse::<Date>().ok().filter(|d| text.trim().len() == 10 && (1990..=2100).contains(&d.year()));
    if parsed.is_none() {
        item.fail(format!("`{text}` is not a date from 1990 to 2100"), "write a date that exists as \"2026-01-31\"");
    }
    parsed
}

fn read_dates(item: &Item<'_>) -> Vec<Date> {
    let Value::Array(items) = &item.node.value else {
        item.fail(format!("{} where dates are meant", item.node.sort()), "write [\"2026-12-25\", \"2027-01-01\"]");
        return Vec::new();
    };
    let mut dates: Vec<Date> = items.iter().filter_map(|n| date(&Item::new(item.ctx, n, item.path.clone()))).collect();
    dates.sort();
    dates.dedup();
    dates
}

/// The weekdays that a key such as `mon-fri` or `mon, wed` names.
pub fn weekdays(key: &str) -> Option<Vec<usize>> {
    let mut days = Vec::new();
    for part in key.split(',') {
        let day = |name: &str| WEEKDAYS.iter().position(|w| *w == name.trim().to_lowercase());
        match part.split_once('-') {
            Some((from, to)) => {
                let (from, to) = (day(from)?, day(to)?);
                if from > to {
                    return None;
                }
                days.extend(from..=to);
            }
            None => days.push(day(part)?),
        }
    }
    Some(days)
}

fn read_hours(item: &Item<'_>) -> [Vec<(u16, u16)>; 7] {
    let mut days: [Vec<(u16, u16)>; 7] = Default::default();
    let Some(table) = item.node.table() else {
        item.fail(format!("{} where hours are meant", item.node.sort()), HOURS_HELP);
        return days;
    };
    for entry in &table.entries {
        let path = join(&item.path, &entry.key);
        let Some(named) = weekdays(&entry.key) else {
            item.ctx.problem(
                entry.key_span.clone(),
                &path,
                format!("`{}` is not a weekday", entry.key),
                "write mon, tue, wed, thu, fri, sat, sun, a range mon-fri, or a quoted list \"mon,wed\"",
            );
            continue;
        };
        let stretches = read_stretches(&Item::new(item.ctx, &entry.value, path.clone()));
        for day in named {
            if !days[day].is_empty() {
                item.ctx.problem(
                    entry.key_span.clone(),
                    &path,
                    format!("the hours of {} are given twice", WEEKDAYS[day]),
                    "name each weekday once",
                );
            }
            days[day].clone_from(&stretches);
        }
    }
    if days.iter().all(Vec::is_empty) && !item.ctx.has_problems() {
        item.fail("the calendar has no hours at all", HOURS_HELP);
    }
    days
}

fn read_stretches(item: &Item<'_>) -> Vec<(u16, u16)> {
    let single;
    let nodes: &[Node] = match &item.node.value {
        Value::Array(nodes) => nodes,
        Value::Str(_) => {
            single = [item.node.clone().into_owned()];
            &single
        }
        _ => {
            item.fail(format!("{} where hours are meant", item.node.sort()), HOURS_HELP);
            return Vec::new();
        }
    };
    let mut stretches: Vec<(u16, u16)> = Vec::new();
    for node in nodes {
        let one = Item::new(item.ctx, node, item.path.clone());
        let Some(text) = one.text() else { continue };
        match text.split_once('-').and_then(|(from, to)| Some((minute(from)?, minute(to)?))) {
            Some((from, to)) if from < to => stretches.push((from, to)),
            Some(_) => one.fail(
                format!("`{text}` ends before it begins"),
                "write the earlier time first; cut hours over midnight into two days",
            ),
            None => one.fail(format!("`{text}` is not a stretch of hours"), "write \"09:00-12:30\""),
        }
    }
    stretches.sort_unstable();
    if let Some(pair) = stretches.windows(2).find(|p| p[0].1 > p[1].0) {
        item.fail(
            format!("hours overlap at {:02}:{:02}", pair[1].0 / 60, pair[1].0 % 60),
            "let each stretch begin at or after the end of the one before",
        );
    }
    stretches
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |s: &str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
}
