//! What `caseload check` says of touches that programs send.

use super::check::{hours, length};
use crate::experiment::wording::{list, percent};
use crate::model::{Design, Rule, Scenario, WorkKind};

/// What a program makes of a kind of work, and whether it may.
pub fn of_kind(scenario: &Scenario, kind: &WorkKind) -> String {
    let Some(sending) = kind.sending() else { return String::new() };
    let mut text = String::new();
    let sent =
        kind.is_digital() || scenario.designs.iter().flat_map(|design| &design.rules).any(|rule| rule.sends(kind));
    if sent && scenario.digital.is_some() {
        let (good, acted_on) = (percent(sending.quality), percent(sending.response));
        text.push_str(&format!("; {good} of sends are good, and rested customers act on {acted_on} of those"));
    }
    if sending.human_only {
        text.push_str("; for people only");
    }
    text
}

/// What programs do under a rule.
pub fn of_rule(rule: &Rule) -> String {
    match &rule.digital[..] {
        [] => String::new(),
        [all] if all == "all" => "; programs send all planned touches".to_string(),
        names => format!("; programs send {}", list(names)),
    }
}

/// The one-to-many programs that a design runs.
pub fn of_design(scenario: &Scenario, design: &Design) -> Vec<String> {
    let runs = scenario.programs.iter().filter(|program| design.runs(&program.name));
    runs.map(|program| {
        format!(
            "program {}: a session of {} every {}, hosted by {}; {} of accounts come, so that {} came within {}",
            program.name,
            hours(program.work.hours()),
            length(program.every),
            design.teams[program.team].name,
            percent(program.attendance),
            percent(program.reach()),
            length(program.counts_for)
        )
    })
    .collect()
}
