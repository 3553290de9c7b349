//! `caseload check --accounts`: accounts that a design cannot treat like the others, one by one.

use super::args;
use super::columns::columns;
use super::failure::Failure;
use super::terminal::Terminal;
use crate::experiment::exceptions::Reason;
use crate::experiment::movers::{self, Listed};
use crate::experiment::trace::zoned;
use crate::experiment::wording::{count, money};
use crate::model::Scenario;
use jiff::tz::TimeZone;

/// Lists them for every design.
pub fn list(args: &args::Check, terminal: &Terminal) -> Result<(), Failure> {
    let scenario = Scenario::read(&args.scenario, &[])?;
    let head = ["design", "account", "segment", "ARR", "why"].map(String::from);
    let mut rows = vec![head];
    for design in &scenario.designs {
        for one in movers::list(&scenario, design, args.replication) {
            rows.push([
                design.name.clone(),
                one.account.to_string(),
                scenario.segments[one.segment].name.clone(),
                money(&scenario.currency, one.arr),
                why(&scenario, &one),
            ]);
        }
    }
    terminal.remark(&format!(
        "note: {} in replication {}; follow one with `caseload trace {} --replication {} --account NUMBER`",
        match rows.len() - 1 {
            0 => "no account is an exception".to_string(),
            1 => "one line".to_string(),
            lines => format!("{} lines", count(lines as u64)),
        },
        args.replication,
        args.scenario.display(),
        args.replication
    ));
    if rows.len() == 1 { Ok(()) } else { terminal.answer(&columns(&rows, "", |column| matches!(column, 0 | 2 | 4))) }
}

fn why(scenario: &Scenario, one: &Listed) -> String {
    let date = |at| zoned(scenario, at, &TimeZone::UTC).strftime("%Y-%m-%d").to_string();
    match (one.reason, one.at) {
        (Reason::Contract, _) => "the contract promises a named CSM".to_string(),
        (Reason::RenewalInOverlap, Some(at)) => format!("renews on {}, within the overlap", date(at)),
        (Reason::OpenRisk, Some(at)) => {
            let kind = one.kind.map_or("risk", |kind| scenario.kinds[kind].name.as_str());
            format!("{kind} is open since {}", date(at))
        }
        (Reason::RenewalInOverlap, None) => "renews within the overlap".to_string(),
        (Reason::OpenRisk, None) => "has an open risk".to_string(),
    }
}
