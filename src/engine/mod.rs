//! What happens: one design lives through one demand.
//!
//! Knows no seed, thread, file or terminal, and cannot fail on a checked scenario: what would be a bug is an
//! assertion.
//!
//! Order at one instant: people who come and go, completions, returns to duty, timers on waiting work (releases, targets passed, expiries,
//! in the order in which they were set), accounts whose rules are looked at again, then what the demand has (dates of
//! measuring, new accounts, renewals, work by kind and account).

mod adoption;
mod asking;
mod conversations;
mod csm;
mod digital;
mod dispatch;
mod event;
mod expansion;
mod facts;
mod filler;
#[cfg(test)]
mod fixture;
mod frills;
mod growth;
mod hand_off;
mod hiring;
mod history;
mod hours;
mod in_order;
mod interruptions;
mod layout;
mod line;
pub mod metric;
mod monitor;
mod notes;
mod observer;
mod onboarding;
mod overtime;
pub mod passage;
mod people;
mod places;
mod placing;
mod plan;
mod read_ahead;
pub mod record;
mod renewal;
mod replay;
mod reviews;
pub mod roster;
mod routing;
mod satisfaction;
mod seat_change;
mod service;
mod sessions;
mod skills;
mod staff;
mod staffing;
mod state;
mod summary;
mod tiers;
mod timers;
mod triage;
mod waiting;
mod wip;

pub use facts::churn_at_renewal;
pub use metric::Metric;
pub use observer::{Observer, Piece};
pub use plan::Plan;
pub use record::Record;
pub use replay::{Workspace, run, run_observed};
pub use staffing::{covered_by_team, hours_per_account, staffing};

/// What ties outcomes to today, by segment.
#[derive(Clone, Debug, PartialEq)]
pub struct Anchoring {
    /// Added to the log odds of churn.
    pub churn_shift: Vec<f64>,
    /// Multiplies the stated expansion.
    pub expansion_factor: Vec<f64>,
}
