//! The life of one account under each design side by side, and the list of accounts that fared differently.

use super::grid::{Column, cut, lay, wrap};
use super::{NAME, Page};
use crate::engine::metric::Unit;
use crate::experiment::trace::{Account, Cover, Fate, Fates, Happening, Life, Person, Row, Served, Trace, zoned};
use crate::experiment::wording::count;
use crate::model::Scenario;
use crate::model::digital::Effect;
use crate::report::format::Format;
use crate::time::SimTime;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Columns that a design takes at least, and at most.
const DESIGN: (usize, usize) = (21, 34);
/// Columns of the time.
const TIME: usize = 20;
/// Columns of what happens.
const WHAT: usize = 22;
/// Accounts that the list shows.
const LISTED: usize = 40;

/// The life of one account as text of at most `width` columns, as many designs abreast as fit.
pub fn trace(t: &Trace, width: usize, color: bool) -> String {
    let page = Page { width: width.max(72), color };
    let format = Format { currency: &t.scenario.currency };
    let mut text = page.strong(&wrap(&t.scenario.title, page.width, ""));
    text.push('\n');
    text.push_str(&wrap(&about(t, format), page.width, ""));
    text.push('\n');
    let room = page.width - TIME - WHAT - 2;
    let abreast = (room / (DESIGN.0 + 2)).clamp(1, t.lives.len().max(1));
    let column = (room / abreast - 2).min(DESIGN.1);
    let mut places: Vec<usize> = (0..t.lives.len()).collect();
    // Today's design first: the others are read against it.
    places.sort_by_key(|place| t.lives[*place].design != t.scenario.current);
    for part in places.chunks(abreast) {
        text.push('\n');
        text.push_str(&lay(columns(t, part, column), page.width));
    }
    let legend = "Waits are in working time of the CSM who began. `before` names the last one, where it was somebody else: a \
                  hand-over. The account leaves where the chance of churn is above its luck, which is the same under \
                  every design.";
    text.push_str(&page.faint(&wrap(legend, page.width, "")));
    text.push('\n');
    text
}

/// Who the account is.
fn about(t: &Trace, format: Format) -> String {
    let account = &t.account;
    let came = match account.is_new {
        true => format!("came on {}", t.local(account.start).strftime("%a %Y-%m-%d")),
        false => "there from the beginning".to_string(),
    };
    let mut traits = if account.contract_named { ", its contract promises a named CSM" } else { "" }.to_string();
    traits += if account.leanings.wants_human { ", it wants a person" } else { "" };
    traits += if account.leanings.strategic { ", of strategic value" } else { "" };
    traits += if account.poorly_handed_off { ", handed over poorly by sales" } else { "" };
    if let Some((skills, vertical)) = t.scenario.skills.as_ref().zip(account.leanings.vertical) {
        traits += &format!(", vertical {}", skills.names[usize::from(vertical)]);
    }
    format!(
        "Account {} (0 to {}) of replication {}, seed {}: segment {}, {} a year, renews every {:.0} days, {came}{traits}. \
         Times in {}.",
        account.number,
        t.accounts - 1,
        t.replication,
        t.scenario.simulation.seed,
        t.scenario.segments[account.segment].name,
        format.value(Unit::Money, account.arr),
        account.term.days(),
        t.time_zone.iana_name().unwrap_or("UTC")
    )
}

fn columns(t: &Trace, places: &[usize], width: usize) -> Vec<Column> {
    let mut time: Vec<String> = t.rows.iter().map(|row| long(t.local(row.at))).collect();
    let mut what: Vec<String> = t.rows.iter().map(|row| wrap(&happening(t, row), WHAT, "  ")).collect();
    time.push("in all".to_string());
    what.push(String::new());
    let mut columns = vec![Column::text("when", 0, TIME, time), Column::text("what", 0, usize::MAX, what)];
    for &place in places {
        let life = &t.lives[place];
        let design = &t.scenario.designs[life.design].name;
        let mut cells: Vec<String> = t.rows.iter().map(|row| cell(t, row, place, width)).collect();
        cells.push(in_all(t, life, width));
        let today = if life.design == t.scenario.current { " (today)" } else { "" };
        let heading = format!("{}{today}", cut(design, width.saturating_sub(today.len())));
        columns.push(Column::text(&heading, 0, usize::MAX, cells));
    }
    columns
}

fn happening(t: &Trace, row: &Row) -> String {
    match row.what {
        Happening::Comes if t.account.is_new => "comes".to_string(),
        Happening::Comes => "simulation begins".to_string(),
        Happening::Measuring(true) => "- measuring begins -".to_string(),
        Happening::Measuring(false) => "- measuring ends -".to_string(),
        Happening::Adoption(true) => "may leave early".to_string(),
        Happening::Adoption(false) => "activation due".to_string(),
        Happening::GoesOver => "goes over".to_string(),
        Happening::Renewal(luck) => format!("RENEWAL, luck {:.1}%", luck * 100.0),
        Happening::Work(kind, work) => {
            let kind = &t.scenario.kinds[kind];
            let size =
                if kind.is_digital() || work.ms() == 0 { String::new() } else { format!(" ({})", hours(work.hours())) };
            format!("{}{size}", kind.name)
        }
    }
}

fn cell(t: &Trace, row: &Row, place: usize, width: usize) -> String {
    let lines: Vec<String> = match row.what {
        Happening::Comes => vec![wrap(&t.lives[place].covered, width, "  ")],
        _ => row.fates[place].iter().map(|fate| told(t, row, fate, width)).collect(),
    };
    lines.join("\n")
}

/// What became of it, in lines of at most `width`.
fn told(t: &Trace, row: &Row, fate: &Fate, width: usize) -> String {
    let text = match fate {
        Fate::Served(served) => return served_in_lines(t, row, served, width),
        Fate::Missed(at) => format!("MISSED {}", short(t.local(row.at), t.local(*at))),
        Fate::GaveUp(at) => format!("GAVE UP {}", short(t.local(row.at), t.local(*at))),
        Fate::Dropped => "dropped, it has left".to_string(),
        Fate::Sent(effect) => match effect {
            Effect::Helps => "sent by a program, helped".to_string(),
            Effect::None => "sent by a program".to_string(),
            Effect::Tires => "sent by a program, NO GOOD".to_string(),
        },
        Fate::LeftOut(Some(found)) => format!("not opened, {:.0}% activated", 100.0 * found),
        Fate::LeftOut(None) => "not opened, none due yet".to_string(),
        Fate::Met => "met in a session".to_string(),
        Fate::Astray => "ASTRAY first".to_string(),
        Fate::SetAside(at, Some(again)) => {
            format!("set aside {} to {}", short(t.local(row.at), t.local(*at)), short(t.local(*at), t.local(*again)))
        }
        Fate::SetAside(at, None) => format!("set aside {}", short(t.local(row.at), t.local(*at))),
        Fate::GoesTo(cover) => match cover {
            Cover::Own(csm) => format!("to {}", person(t, *csm)),
            Cover::Pod(of, csms) => format!("to a pod of {csms} of {}", team(t, *of)),
            Cover::Pool(of) => format!("to pool {}", team(t, *of)),
            Cover::Nobody => "to nobody".to_string(),
        },
        Fate::Noted(true) => "a note settles it".to_string(),
        Fate::Noted(false) => "a note, in vain".to_string(),
        Fate::NotCalledFor => "no call for it by the score".to_string(),
        Fate::Dissatisfied(points) => format!("satisfaction {points:.0}"),
        Fate::Restored(points) => format!("satisfaction back to {points:.0}"),
        Fate::Activated(_, true) => "LEAVES, not activated".to_string(),
        Fate::Activated(true, false) => "activated".to_string(),
        Fate::Activated(false, false) => "NOT activated".to_string(),
        Fate::Uncovered => "covered by nobody".to_string(),
        Fate::Waiting => "waits to the end".to_string(),
        Fate::Renewed(churn, true) => format!("stays (churn {:.1}%)", churn * 100.0),
        Fate::Renewed(churn, false) => format!("LEAVES (churn {:.1}%)", churn * 100.0),
        Fate::Gone => "-".to_string(),
    };
    wrap(&text, width, "  ")
}

fn served_in_lines(t: &Trace, row: &Row, served: &Served, width: usize) -> String {
    let wait = match served.waited.ms() {
        0 if served.begun == row.at => "at once".to_string(),
        0 => "after 0 min".to_string(),
        _ => format!("after {}", hours(served.waited.hours())),
    };
    let late = if served.late { ", LATE" } else { "" };
    let talk = matches!(row.what, Happening::Work(kind, _) if t.scenario.kinds[kind].is_of_expansion());
    let saved = match (served.saved, talk) {
        (Some(true), false) => ", saved",
        (Some(false), false) => ", not saved",
        (Some(true), true) => ", won",
        (Some(false), true) => ", not won",
        (None, _) => "",
    };
    let restored = served.restored.map_or(String::new(), |points| format!(", satisfaction back to {points:.0}"));
    let begun = short(t.local(row.at), t.local(served.begun));
    let done = served.done.map_or("the end".to_string(), |done| short(t.local(served.begun), t.local(done)));
    let mut lines = vec![
        wrap(&format!("{} {wait}{late}{saved}{restored}", person(t, served.by)), width, "  "),
        wrap(&format!("{begun} to {done}"), width, "  "),
    ];
    if let Some(before) = served.instead_of {
        lines.push(wrap(&format!("before: {}", person(t, before)), width, "  "));
    }
    lines.join("\n")
}

fn team(t: &Trace, team: usize) -> String {
    t.scenario.designs[t.lives[0].design].teams.get(team).map_or(String::new(), |team| cut(&team.name, 14))
}

fn in_all(t: &Trace, life: &Life, width: usize) -> String {
    let fate = match life.left {
        Some(left) => format!("left on {}", t.local(left).strftime("%Y-%m-%d")),
        None => "stayed".to_string(),
    };
    let parts = format!(
        "{fate}; {}, {}, {} late, {} missed",
        times(life.touches, "touch", "touches"),
        times(life.handovers, "hand-over", "hand-overs"),
        life.late,
        life.missed
    );
    wrap(&parts, width, "")
}

fn times(n: u32, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// `smb_csms 3`: the team and the number of the CSM in it, from 1; `CSM 3` where there is only one team.
fn person(t: &Trace, person: Person) -> String {
    let teams = &t.scenario.designs[t.lives[0].design].teams;
    let several = teams.get(person.team).filter(|_| teams.len() > 1);
    let team = several.map_or("CSM", |team| team.name.as_str());
    // The second in a seat is 3b.
    let who = (person.predecessors > 0).then(|| char::from(b'a' + person.predecessors.min(25) as u8));
    format!("{} {}{}", cut(team, 14), person.number, who.map(String::from).unwrap_or_default())
}

/// Hours as a person would say them; days from two working weeks on would mislead, so they stay hours.
fn hours(value: f64) -> String {
    Format { currency: "" }.value(Unit::Hours, value)
}

fn long(at: DateTime) -> String {
    at.strftime("%a %Y-%m-%d %H:%M").to_string()
}

/// An instant as short as it can be told beside another one: the time, the weekday with it, or the date.
fn short(beside: DateTime, at: DateTime) -> String {
    let days = beside.date().until(at.date()).map_or(i32::MAX, |span| span.get_days());
    match days {
        0 => at.strftime("%H:%M").to_string(),
        1..=6 => at.strftime("%a %H:%M").to_string(),
        _ => at.strftime("%a %m-%d %H:%M").to_string(),
    }
}

/// Accounts that leave under one design and not, or at another renewal, under another.
pub fn fates(scenario: &Scenario, fates: &Fates, replication: u32, width: usize, color: bool) -> String {
    let page = Page { width: width.max(40), color };
    let format = Format { currency: &scenario.currency };
    let differing = fates.differing();
    let mut text = page.strong(&wrap(&scenario.title, page.width, ""));
    let all = count(fates.accounts.len() as u64);
    text.push_str(&format!("\nReplication {replication}, seed {}: ", scenario.simulation.seed));
    if differing.is_empty() {
        text.push_str(&format!("each of its {all} accounts has the same outcome under every design.\n"));
        return text;
    }
    text.push_str(&format!("accounts whose outcome differs between designs: {} of {all}.\n", differing.len()));
    text.push_str(&page.faint("Dates in UTC; the account with the largest ARR first."));
    text.push_str("\n\n");
    let shown = &differing[..differing.len().min(LISTED)];
    let accounts = || shown.iter().map(|index| &fates.accounts[*index]);
    let cells = |tell: &dyn Fn(&Account) -> String| accounts().map(tell).collect::<Vec<_>>();
    let mut columns = vec![
        Column::numbers("account", 0, cells(&|account| account.number.to_string())),
        Column::text("segment", 0, 14, cells(&|account| scenario.segments[account.segment].name.clone())),
        Column::numbers("ARR", 0, cells(&|account| format.value(Unit::Money, account.arr))),
    ];
    for (place, &design) in fates.designs.iter().enumerate() {
        let left = shown.iter().map(|index| exit(scenario, fates.left[*index][place])).collect();
        let today = if design == scenario.current { "\n(today)" } else { "" };
        let heading = format!("{}{today}", cut(&scenario.designs[design].name, NAME.min(15)));
        // Today's design and the first few are kept on a narrow terminal.
        let spare = if design == scenario.current { 0 } else { place.min(200) as u8 };
        columns.push(Column { heading, ..Column::text("", spare, 15, left) });
    }
    text.push_str(&lay(columns, page.width));
    if differing.len() > shown.len() {
        let more = format!("and {} smaller ones (--json has them all)", differing.len() - shown.len());
        text.push_str(&page.faint(&more));
        text.push('\n');
    }
    text
}

fn exit(scenario: &Scenario, left: Option<SimTime>) -> String {
    left.map_or("stays".to_string(), |at| format!("left {}", zoned(scenario, at, &TimeZone::UTC).strftime("%Y-%m-%d")))
}
