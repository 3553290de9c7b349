//! What stands around the numbers: the spreadsheet answer, published bands, anchors, assumptions, warnings.

use super::Page;
use super::grid::{Column, lay, wrap};
use crate::engine::metric::Unit;
use crate::experiment::{Comparison, DesignResult, Warning};
use crate::model::{Assumption, Scenario};
use crate::report::bands;
use crate::report::format::{Format, plain};

/// Assumptions that a terminal shows; the report has them all.
const ASSUMPTIONS: usize = 12;

/// What a spreadsheet would say, design by design and team by team.
pub(super) fn spreadsheet(designs: &[DesignResult], page: Page, format: Format) -> String {
    let rows: Vec<_> = designs.iter().flat_map(|d| d.spreadsheet.iter().map(move |row| (d, row))).collect();
    if rows.is_empty() {
        return String::new();
    }
    let cells = |text: &dyn Fn(&DesignResult, &crate::experiment::SpreadsheetRow) -> String| {
        rows.iter().map(|(design, row)| text(design, row)).collect::<Vec<_>>()
    };
    let money = |value: f64| format.value(Unit::Money, value);
    let columns = vec![
        Column::text("design", 0, super::NAME, cells(&|design, _| design.name.clone())),
        Column::text("team", 2, 18, cells(&|_, row| row.team.clone())),
        Column::numbers("CSMs\ngiven", 0, cells(&|_, row| row.csms.to_string())),
        Column::numbers("by $2M\nof ARR", 0, cells(&|_, row| row.by_two_million.to_string())),
        Column::numbers("by\nratio", 3, cells(&|_, row| bands::csms_by_ratio(row))),
        Column::numbers("by\nhours", 0, cells(&|_, row| row.by_hours.to_string())),
        Column::numbers("offered\nload", 1, cells(&|_, row| format!("{:.0}%", row.offered_load * 100.0))),
        Column::numbers("accounts\nper CSM", 3, cells(&|_, row| plain(row.accounts_per_csm))),
        Column::text("band", 5, 12, cells(&|_, row| bands::of_accounts(row, &plain))),
        Column::numbers("ARR\nper CSM", 4, cells(&|_, row| money(row.arr_per_csm))),
        Column::text("band", 6, 16, cells(&|_, row| bands::of_arr(row, &money))),
    ];
    let mut text = page.heading("What a spreadsheet would say (no waiting, no luck)");
    text.push_str(&lay(columns, page.width));
    let legend = format!("< below, = inside, > above {}, for accounts of this mean ARR.", bands::SOURCE);
    text.push_str(&page.faint(&wrap(&legend, page.width, "")));
    text.push('\n');
    text
}

/// How well today's design reproduces today's churn.
pub(super) fn anchors(c: &Comparison, page: Page) -> String {
    if c.anchors.is_empty() {
        return String::new();
    }
    let format = Format { currency: &c.scenario.currency };
    let mut text = page.heading("Anchored to today's churn");
    let share = Unit::Share;
    for anchor in &c.anchors {
        let reached = anchor.reached.mean;
        let line = format!(
            "{}: stated {} a year, reached {} {}, remaining error {}",
            anchor.segment,
            format.value(share, anchor.stated),
            format.value(share, reached),
            format.half_width(share, &anchor.reached),
            format.difference(share, reached - anchor.stated),
        );
        text.push_str(&wrap(&line, page.width, "  "));
        text.push('\n');
    }
    text
}

/// Values that the user did not set, the least supported first.
pub(super) fn assumptions(scenario: &Scenario, page: Page) -> String {
    if scenario.assumptions.is_empty() {
        return String::new();
    }
    let mut sorted: Vec<&Assumption> = scenario.assumptions.iter().collect();
    sorted.sort_by_key(|assumption| std::cmp::Reverse(assumption.grade));
    let shown = &sorted[..sorted.len().min(ASSUMPTIONS)];
    let cells = |text: &dyn Fn(&Assumption) -> String| shown.iter().map(|a| text(a)).collect::<Vec<_>>();
    // Grade and gaps take nine columns; a narrow terminal shares the rest between key and value.
    let key_room = (page.width.saturating_sub(9) * 3 / 5).min(34);
    let value_room = page.width.saturating_sub(9 + key_room).min(24);
    let widest =
        |most: usize, text: &dyn Fn(&Assumption) -> usize| shown.iter().map(|a| text(a)).max().unwrap_or(0).min(most);
    let taken =
        widest(key_room, &|a| a.key.chars().count()).max(3) + widest(value_room, &|a| a.value.chars().count()).max(5);
    let room = page.width.saturating_sub(5 + taken + 6).max(16);
    let mut text = page.heading("Assumed, because the scenario does not say (A measured ... E our own guess)");
    let columns = vec![
        Column::text("grade", 0, 5, cells(&|a| a.grade.letter().to_string())),
        Column::text("key", 0, key_room, cells(&|a| a.key.clone())),
        Column::text("value", 0, value_room, cells(&|a| a.value.clone())),
        Column::text("source", 1, room, cells(&|a| a.source.clone())),
    ];
    text.push_str(&lay(columns, page.width));
    if sorted.len() > shown.len() {
        let more = format!("and {} more in the report", sorted.len() - shown.len());
        text.push_str(&page.faint(&more));
        text.push('\n');
    }
    text
}

/// Which designs are choices between cost and revenue, and which are not.
pub(super) fn frontier(c: &Comparison, page: Page) -> String {
    let Some(sentence) = crate::experiment::frontier::sentence(c) else { return String::new() };
    let mut text = format!("\n{}\n", wrap(&sentence, page.width, ""));
    text.push_str(&page.faint(&wrap(crate::experiment::frontier::DOMINATED, page.width, "")));
    text.push('\n');
    text
}

/// What the changes of designs do on their way.
pub(super) fn passages(c: &Comparison, page: Page) -> String {
    if c.passages.is_empty() {
        return String::new();
    }
    let mut text = page.heading("On the way (worst four weeks after a change, and when they are over)");
    for passage in &c.passages {
        let name = c.designs.get(passage.design).map_or("", |design| design.name.as_str());
        text.push_str(&wrap(&format!("- {}", passage.sentence(name)), page.width, "  "));
        text.push('\n');
    }
    text
}

/// What the reader should know before acting.
pub(super) fn warnings(warnings: &[Warning], page: Page) -> String {
    if warnings.is_empty() {
        return String::new();
    }
    let mut text = page.heading("Before acting");
    for warning in warnings {
        text.push_str(&wrap(&format!("- {} {}", warning.what, warning.advice), page.width, "  "));
        text.push('\n');
    }
    text
}
