//! Caseload: how should a customer-success team cover its accounts?

pub mod distribution;
pub mod event_list;
pub mod model;
pub mod statistics;
pub mod streams;
pub mod theory;
pub mod time;
