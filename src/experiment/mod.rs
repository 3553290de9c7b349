//! What we ask: replications in parallel, paired comparison, sweeps, anchoring to today.
//!
//! The only room that knows threads and replications. It returns results and never prints.

pub mod anchoring;
pub mod comparison;
pub mod exceptions;
pub mod expected;
#[cfg(test)]
mod fixture;
pub mod frontier;
pub mod moments;
pub mod movers;
pub mod overrides;
pub mod passage;
pub mod range;
mod reach;
pub mod replications;
pub mod result;
pub mod spreadsheet;
pub mod sweep;
pub mod trace;
pub mod trade;
pub mod validation;
pub mod verdict;
pub mod warnings;
pub mod wording;

pub use comparison::{Options, compare};
pub use passage::{Dip, Passage, Watched};
pub use range::Axis;
pub use replications::{Phase, Progress};
pub use result::{
    Anchor, Band, Comparison, DesignResult, Difference, DifferenceGroup, Group, SpreadsheetRow, Sweep, SweepPoint,
    Warning,
};
pub use sweep::{PointRefused, Prepared, SweepRequest, prepare, sweep};
pub use trace::{Fates, Rerun, Trace};
pub use trade::Trade;
