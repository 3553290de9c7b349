//! What `caseload check` says of accounts that a design cannot treat like the others.

use crate::experiment::exceptions::{self, Exception, Reason};
use crate::experiment::wording::{count, money};
use crate::model::{Design, Scenario};

/// Lines on contracts, and on who had better not be handed over where the design changes.
pub fn of_design(scenario: &Scenario, design: &Design) -> String {
    let list = match design.transition {
        Some(_) => exceptions::before_change(scenario, design),
        None => exceptions::by_contract(scenario, design),
    };
    let before = if design.transition.is_some() { "before the change" } else { "exceptions" };
    list.iter().map(|exception| format!("    {before}: {}.\n", line(scenario, exception))).collect()
}

fn line(scenario: &Scenario, e: &Exception) -> String {
    let accounts = count(e.accounts.round().max(1.0) as u64);
    let (segment, arr) = (&scenario.segments[e.segment].name, money(&scenario.currency, e.arr));
    let who = format!("about {accounts} {segment} accounts ({arr} of ARR)");
    match e.reason {
        Reason::Contract => {
            let hours = count(e.hours.round() as u64);
            let cost = money(&scenario.currency, e.cost);
            let fee = scenario.segments[e.segment].habits.named_fee.map_or(String::new(), |fee| {
                format!(", and they pay {} for it", money(&scenario.currency, fee * e.accounts))
            });
            format!("{who} keep a named CSM by contract; their work takes {hours} h a year, which cost {cost}{fee}")
        }
        Reason::RenewalInOverlap => format!("{who} renew within the overlap; hand them over after that"),
        Reason::OpenRisk => format!("{who} have an open risk on that day; settle it first"),
    }
}
