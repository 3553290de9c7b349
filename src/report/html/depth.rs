//! What an analyst digs into: segments, the spreadsheet answer, published bands, anchors, assumptions.

use super::{minus, overview};
use crate::engine::metric::Unit;
use crate::experiment::{Comparison, DesignResult};
use crate::model::{Assumption, Grade, Scenario};
use crate::report::bands;
use crate::report::format::{Format, plain};
use maud::{Markup, html};

/// A table for each segment, where there is more than one.
pub(super) fn segments(c: &Comparison) -> Markup {
    let groups = c.designs.get(c.baseline).map_or(&[][..], |design| &design.groups);
    html! {
        @if groups.len() > 2 {
            section.segments aria-labelledby="segments" {
                h2 id="segments" { "By segment" }
                @for group in &groups[1..] {
                    h3 { (group.name) }
                    (overview::table(c, &group.name, &overview::COLUMNS, &[]))
                }
            }
        }
    }
}

/// The answer without waiting and luck.
pub(super) fn spreadsheet(scenario: &Scenario, designs: &[DesignResult]) -> Markup {
    let format = Format { currency: &scenario.currency };
    let money = |value: f64| format.value(Unit::Money, value);
    html! {
        @if designs.iter().any(|design| !design.spreadsheet.is_empty()) {
            section aria-labelledby="spreadsheet" {
                h2 id="spreadsheet" { "What a spreadsheet would say, and published bands" }
                div.wide { table {
                    caption { "No waiting, no luck, no absence of one person: division only. The rule: "
                        (bands::RULE_OF_THUMB) "; by ratio: accounts over the published accounts per CSM. "
                        "Under accounts and ARR per CSM: where they stand to " (bands::SOURCE) ", for accounts of the same mean ARR." }
                    thead { tr {
                        th scope="col" { "Design" } th.text scope="col" { "Team" } th scope="col" { "CSMs given" }
                        th scope="col" { "by $2M of ARR" } th scope="col" { "by ratio" } th scope="col" { "by hours" }
                        th scope="col" { "Offered load" }
                        th scope="col" { "Accounts per CSM" } th scope="col" { "ARR per CSM" }
                    } }
                    tbody { @for design in designs { @for row in &design.spreadsheet { tr {
                        th scope="row" { (design.name) } td.text { (row.team) } td { (row.csms) }
                        td { (row.by_two_million) } td { (bands::csms_by_ratio(row)) } td { (row.by_hours) }
                        td { (format.value(Unit::Share, row.offered_load)) }
                        td { (placed(row.accounts_per_csm, bands::of_team(row).map(|b| b.accounts_per_csm), &plain)) }
                        td { (placed(row.arr_per_csm, bands::of_team(row).map(|b| b.arr_per_csm), &money)) }
                    } } } }
                } }
            }
        }
    }
}

/// A value, and below it where it stands to its published band.
fn placed(value: f64, band: Option<(f64, f64)>, write: &dyn Fn(f64) -> String) -> Markup {
    html! {
        (minus(&write(value)))
        @if let Some(band) = band {
            small { (bands::position(value, band)) " " (write(band.0)) " to " (write(band.1)) }
        }
    }
}

/// How well today's design reproduces today's churn.
pub(super) fn anchors(c: &Comparison) -> Markup {
    let format = Format { currency: &c.scenario.currency };
    html! {
        @if !c.anchors.is_empty() {
            section aria-labelledby="anchors" {
                h2 id="anchors" { "Anchored to today's churn" }
                div.wide { table {
                    caption { "Churn a year under today's design: what the scenario states, and what the simulation reaches." }
                    thead { tr {
                        th scope="col" { "Segment" } th scope="col" { "Stated" } th scope="col" { "Reached" }
                        th scope="col" { "Interval" } th scope="col" { "Remaining error" }
                    } }
                    tbody { @for anchor in &c.anchors { tr {
                        th scope="row" { (anchor.segment) }
                        td { (format.value(Unit::Share, anchor.stated)) }
                        td { (format.value(Unit::Share, anchor.reached.mean)) }
                        td { (minus(&format.interval(Unit::Share, anchor.reached.low, anchor.reached.high))) }
                        td { (minus(&format.difference(Unit::Share, anchor.reached.mean - anchor.stated))) }
                    } } }
                } }
            }
        }
    }
}

/// What a grade means.
fn meaning(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "measured: peer-reviewed, official, or computed from a public log",
        Grade::B => "a large survey with a stated sample",
        Grade::C => "a practitioner's own published figure",
        Grade::D => "unsourced or second-hand",
        Grade::E => "our own assumption: nothing public exists",
    }
}

/// Values that the user did not set, the least supported first.
pub(super) fn assumptions(scenario: &Scenario) -> Markup {
    let grades = [Grade::E, Grade::D, Grade::C, Grade::B, Grade::A];
    let of = |grade: Grade| scenario.assumptions.iter().filter(move |a| a.grade == grade).collect::<Vec<&Assumption>>();
    html! {
        @if !scenario.assumptions.is_empty() {
            section aria-labelledby="assumptions" {
                h2 id="assumptions" { "Assumed, because the scenario does not say" }
                p.note { "The least supported first. Set a key in the scenario to replace the assumption by what you know." }
                div.wide { table.prose {
                    thead { tr {
                        th scope="col" { "Key" } th.text scope="col" { "Value" } th.text scope="col" { "Source" }
                    } }
                    @for grade in grades {
                        @let found = of(grade);
                        @if !found.is_empty() {
                            tbody {
                                tr { th colspan="3" scope="rowgroup" { "Grade " (grade.letter()) ": " (meaning(grade)) } }
                                @for assumption in found { tr {
                                    td { code { (assumption.key) } }
                                    td.text { (minus(&assumption.value)) }
                                    td.text { (assumption.source) }
                                } }
                            }
                        }
                    }
                } }
            }
        }
    }
}
