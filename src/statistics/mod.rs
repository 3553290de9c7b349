//! Statistics of simulation output: tallies, time averages, quantiles, estimates with their intervals.

pub mod estimate;
pub mod histogram;
pub mod paired;
pub mod quantile;
pub mod tally;
pub mod time_weighted;
pub mod warm_up;

pub use estimate::Estimate;
pub use histogram::Histogram;
pub use paired::PairedDifference;
pub use tally::Tally;
pub use time_weighted::TimeWeighted;
