//! The programs: each simulates a workload and returns the mean wait.

pub mod bare;
pub mod desque;
pub mod ixa;
pub mod nexosim;
pub mod recursion;
pub mod simu_des;
