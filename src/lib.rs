//! Caseload: how should a customer-success team cover its accounts?

pub mod cli;
pub mod distribution;
pub mod engine;
pub mod event_list;
pub mod experiment;
pub mod model;
pub mod policy;
pub mod report;
pub mod statistics;
pub mod streams;
pub mod theory;
pub mod time;
