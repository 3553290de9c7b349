//! What a spreadsheet says of the scenario: hours offered over hours available, at first and over the time measured.

use super::columns::columns;
use crate::engine::Plan;
use crate::experiment::expected::Expected;
use crate::experiment::wording::{list, money, percent};
use crate::experiment::{expected, spreadsheet};
use crate::model::{Scenario, WorkKind};

const HEADINGS: [&str; 9] =
    ["design", "team", "CSMs", "by hours", "by 2M rule", "busy", "later", "accounts/CSM", "ARR/CSM"];

/// The table of all designs, with what its columns mean.
pub(super) fn table(scenario: &Scenario) -> String {
    let mut table = vec![HEADINGS.map(String::from)];
    let (mut overloaded, mut open) = (Vec::new(), false);
    for (index, design) in scenario.designs.iter().enumerate() {
        let plan = Plan::new(scenario, index);
        let expected = expected::of(scenario, design, plan.csms());
        for row in spreadsheet::rows(scenario, design, plan.csms()) {
            let busy = row.offered_load;
            let of_team = expected.iter().find(|(team, _)| design.teams[*team].name == row.team).map(|(_, e)| e);
            open |= of_team.is_some_and(|expected| expected.is_open);
            if busy >= 1.0 {
                overloaded.push(format!("{} (team {}, at least {} CSMs)", design.name, row.team, row.by_hours));
            }
            table.push([
                design.name.clone(),
                row.team.clone(),
                row.csms.to_string(),
                row.by_hours.to_string(),
                row.by_two_million.to_string(),
                percent(busy),
                of_team.map_or(String::new(), later),
                format!("{:.0}", row.accounts_per_csm),
                money(&scenario.currency, row.arr_per_csm),
            ]);
        }
    }
    let mut text =
        "\nWhat a spreadsheet says (hours offered over hours available: no waiting, no bad days)\n".to_string();
    text += &columns(&table, "  ", |column| column < 2);
    text += "  Busy: with the accounts and CSMs of the beginning. Later: over the time measured, with those who come and go;\n";
    text += "  the second figure if every touch is by a stranger, who takes longer";
    let reviewed = scenario.kinds.iter().any(WorkKind::opens_below);
    text += if reviewed { ", and reviews call for all steps, not for none.\n" } else { ".\n" };
    if open {
        text += "  * What changes hands, or who is hired by a rule, only the simulation says.\n";
    }
    if !overloaded.is_empty() {
        text += &format!("  Cannot keep up, whatever the luck: {}.\n", list(&overloaded));
    }
    text
}

/// "76-82 %": the utilisation to expect, without strangers and with.
fn later(expected: &Expected) -> String {
    let (low, high) = (percent(expected.low), percent(expected.high));
    let range = if low == high { low } else { format!("{}-{high}", low.trim_end_matches(" %")) };
    if expected.is_open { format!("{range} *") } else { range }
}
