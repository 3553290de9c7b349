//! What `caseload check` says of a design that begins as another one.

use super::check::{length, span};
use crate::experiment::wording::percent;
use crate::model::{Design, Scenario};
use std::fmt::Write;

/// Lines on the change; none for a design that stays what it is.
pub fn of_design(scenario: &Scenario, design: &Design) -> String {
    let Some(change) = design.transition else { return String::new() };
    let how = if change.by_renewal { "each account at its first renewal from then on" } else { "all accounts at once" };
    let mut text = String::new();
    let mut say = |line: std::fmt::Arguments| writeln!(text, "    {line}").expect("a string takes any text");
    let from = &scenario.designs[change.from].name;
    say(format_args!("begins as {from} and changes {} after measuring begins, {how}:", length(change.at)));
    if let Some(seats) = &design.seat_change {
        let over = if seats.over.ms() > 0 { format!(" over {}", length(seats.over)) } else { String::new() };
        say(format_args!("seats of teams change with it{over}"));
        for one in &seats.conversions {
            let (from, to) = (&design.teams[one.from].name, &design.teams[one.to].name);
            let (pace, ramp) = (percent(one.ramp.from), length(one.ramp.over));
            say(format_args!(
                "{} of {from} go to {to}, at {pace} of full pace at first and at 100 % in {ramp}",
                one.csms
            ));
        }
    }
    if let Some(unrest) = change.unrest {
        let (factor, lasts, before) = (unrest.factor, length(unrest.lasts), length(unrest.announced));
        say(format_args!("turnover {factor} times as high for {lasts}, from {before} before the change on"));
    }
    if let Some(lost) = change.misrouting {
        let (share, over) = (percent(lost.share), length(lost.over));
        let work = if lost.work.ms() > 0 { format!(", and takes {} more", length(lost.work)) } else { String::new() };
        say(format_args!(
            "{share} of requests go astray at first, none after {over}; each lies for {}{work}",
            span(lost.delay)
        ));
    }
    text
}
