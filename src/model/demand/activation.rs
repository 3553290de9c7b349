//! The luck of new accounts in taking their seats into use, drawn before any design is known.
//!
//! With its start an account gets the half-times that it needs; a design moves its pace. When it would leave early is
//! drawn as though it never became activated: a design that activates it sooner keeps it.

use super::{Accounts, Occurrence, What};
use crate::distribution::{exp1, normal};
use crate::model::Scenario;
use crate::streams::{KeyRing, Purpose};
use crate::time::{SimTime, YEAR};

/// Whether any account takes its seats into use.
pub(super) fn is_drawn(scenario: &Scenario) -> bool {
    scenario.segments.iter().any(|segment| segment.habits.activation.is_some())
}

/// Gives each start its luck, and adds the date by which the account should be activated and that of leaving early.
pub(super) fn add(
    scenario: &Scenario,
    accounts: &Accounts,
    segment_keys: &[u64],
    ring: &KeyRing,
    out: &mut Vec<Occurrence>,
) {
    let end = scenario.simulation.end();
    let mut dates = Vec::new();
    for start in out.iter_mut().filter(|occurrence| occurrence.what == What::Start) {
        let account = start.account as usize;
        let segment = usize::from(accounts.segment[account]);
        let habits = &scenario.segments[segment].habits;
        let Some(activation) = habits.activation else { continue };
        let mut stream = ring.stream(Purpose::Activation, segment_keys[segment], u64::from(accounts.number[account]));
        *start = start.with_half_times(activation.half_times(normal(&mut stream)));
        let gap = exp1(&mut stream);
        let mut date = |at: SimTime, leaves: bool| {
            if at < end {
                dates.push(Occurrence::adoption(at, start.account, leaves));
            }
        };
        date(start.at + habits.hand_off + activation.within, false);
        if activation.early_churn > 0.0 {
            // From the first renewal on renewals decide.
            let at = start.at.ms() as f64 + gap / activation.early_churn * YEAR as f64;
            let term = scenario.segments[segment].contracts[usize::from(accounts.contract[account])].term;
            let at = SimTime::from_ms(at.min(end.ms() as f64) as i64);
            if at < start.at + term {
                date(at, true);
            }
        }
    }
    out.append(&mut dates);
}
