//! What `check` says of verticals, skills and wishes of accounts: who has them, and which rules look at them.

use crate::experiment::overrides::{self, Override};
use crate::experiment::wording::{list, percent};
use crate::model::skill::{Matching, Seats};
use crate::model::{Design, Rule, Scenario, Segment, Team};
use crate::time::Span;

fn name(scenario: &Scenario, skill: u8) -> String {
    scenario.skills.as_ref().map_or_else(String::new, |skills| skills.names[usize::from(skill)].clone())
}

/// How accounts of a segment lean.
pub fn of_segment(scenario: &Scenario, segment: &Segment) -> Vec<String> {
    let mut all: Vec<String> =
        segment.habits.wants_human.map(|share| format!("{} want a person", percent(share))).into_iter().collect();
    if segment.habits.strategic > 0.0 {
        all.push(format!("{} of strategic value", percent(segment.habits.strategic)));
    }
    let verticals =
        segment.verticals.iter().map(|(skill, share)| format!("{} {}", percent(*share), name(scenario, *skill)));
    let verticals: Vec<String> = verticals.collect();
    if !verticals.is_empty() {
        all.push(format!("verticals: {}", list(&verticals)));
    }
    all
}

/// Who of a team has what; empty where nobody has anything.
pub fn of_team(scenario: &Scenario, team: &Team) -> String {
    let one = |(skill, seats): &(u8, Seats)| match seats {
        Seats::Count(count) => format!("{count} CSMs have {}", name(scenario, *skill)),
        Seats::Share(share) => format!("{} have {}", percent(*share), name(scenario, *skill)),
    };
    let all: Vec<String> = team.skills.iter().map(one).collect();
    if all.is_empty() { String::new() } else { format!("    Skills: {}.\n", all.join("; ")) }
}

/// Which accounts a rule is for, beside segment, ARR and contract.
pub fn of_rule(scenario: &Scenario, rule: &Rule) -> String {
    let wants = match rule.wants_human {
        Some(true) => " that want a person",
        Some(false) => " that do not want a person",
        None => "",
    };
    let vertical = rule.vertical.map(|skill| format!(" of the vertical {}", name(scenario, skill)));
    let flag = |flag: Option<bool>, yes: &str, no: &str| flag.map(|flag| if flag { yes } else { no }.to_string());
    let strategic = flag(rule.strategic, " of strategic value", " not of strategic value");
    let growing = flag(rule.growing, " that grow", " that do not grow");
    let at_risk = rule.at_risk.map(|within| format!(" within {:.0} days of a risk or an alarm", within.days()));
    let cap = rule.cap.map(|cap| format!(", {} at most", cap.accounts));
    wants.to_string() + &[vertical, strategic, growing, at_risk, cap].into_iter().flatten().collect::<String>()
}

/// How many accounts the overriding rules of a design are for, and which of them run out of places.
pub fn of_overrides(scenario: &Scenario, design: &Design) -> String {
    let one = |found: Override| {
        let (rule, accounts) = (found.rule + 1, found.accounts);
        let places = match found.cap {
            Some(cap) if accounts > f64::from(cap) => {
                format!(
                    "; {cap} {} a place, and the other {:.0} go by the rules that follow",
                    if cap == 1 { "has" } else { "have" },
                    accounts - f64::from(cap)
                )
            }
            Some(_) => ", and all have a place".to_string(),
            None => String::new(),
        };
        format!("    Rule {rule} is for {accounts:.0} accounts at a time{places}.\n")
    };
    overrides::of_design(scenario, design).into_iter().map(one).collect()
}

/// What a rule makes of work that calls for a vertical or a skill; empty where nothing does.
pub fn of_matching(scenario: &Scenario, rule: &Rule, team: &Team, span: fn(Span) -> String) -> String {
    if scenario.skills.is_none() || team.skills.is_empty() || rule.nobody {
        return String::new();
    }
    match rule.coverage.matching {
        Matching::Ignored => "; nobody looks who has the vertical or skill".to_string(),
        Matching::Preferred => "; who has the vertical or skill is preferred".to_string(),
        Matching::After(wait) => format!("; who has the vertical or skill is waited for, {} at most", span(wait)),
        Matching::Required => "; nobody but who has the vertical or skill".to_string(),
    }
}
