//! What `caseload check` says of channels that are added.

use crate::experiment::wording::{list, percent};
use crate::model::{Scenario, WorkKind};
use crate::time::SimTime;

/// When the channel of a kind opens, and what it takes from others; empty where it was always open.
pub fn told(scenario: &Scenario, kind: &WorkKind) -> String {
    let Some(channel) = kind.channel() else { return String::new() };
    let day = (channel.opens - SimTime::ZERO).days();
    let known = match channel.over.days() {
        days if days > 0.0 => format!(", known to all {days:.0} days later"),
        _ => String::new(),
    };
    let takes =
        channel.takes.iter().map(|(from, share)| format!("{} of {}", percent(*share), scenario.kinds[*from].name));
    let takes: Vec<String> = takes.collect();
    let takes = if takes.is_empty() { String::new() } else { format!("; takes {}", list(&takes)) };
    format!("; its channel opens {day:.0} days after measuring begins{known}{takes}")
}
