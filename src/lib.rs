//! Caseload answers how a customer-success team should cover its accounts: from one pooled queue, by named CSMs, in pods,
//! or by a mix of them; with how many people, at what response time, churn, retained revenue and cost, and with what
//! certainty. It is a discrete-event Monte Carlo simulator; the program `caseload` is a thin door to this library.
//!
//! # A tour
//!
//! A **scenario** ([`model::Scenario`]) is a checked TOML file: accounts, the work they cause, teams, and one or more
//! coverage **designs**. For each **replication** the library draws one [`model::Demand`], everything customers do, before
//! any design is known; then [`engine::run`] lives that same demand through under each design, and [`experiment`] turns
//! the differences into estimates:
//!
//! ```
//! use caseload::engine::Metric;
//! use caseload::experiment::{self, Options};
//! use caseload::model::Scenario;
//! use std::{path::Path, sync::Arc};
//!
//! let text = r#"
//! title = "Two CSMs: own books or one queue?"
//! [simulation]
//! warm_up = "4 weeks"
//! length = "26 weeks"
//! replications = 10
//! current = "named"
//! [segments.smb]
//! accounts = 150
//! arr = "$5k"
//! [requests.question]
//! rate = "2 / account / month"
//! work = { exponential = "30 min" }
//! respond_within = "4 business hours"
//! [teams.csms]
//! csms = 2
//! [designs.named]
//! coverage = [ { named = "csms" } ]
//! [designs.pooled]
//! coverage = [ { pooled = "csms" } ]
//! "#;
//! let scenario = Scenario::parse(text, Path::new("two.toml"), &[]).map_err(|error| error.render(false)).unwrap();
//! let comparison = experiment::compare(Arc::new(scenario), &Options::default(), &|_| {}).unwrap();
//!
//! // Differences are paired: both designs served the same customers.
//! let pooled = &comparison.differences[0].groups[0];
//! let response = pooled.get(Metric::FirstResponseHoursMean).unwrap();
//! assert!(response.estimate.high < 0.0, "sharing a queue shortens the wait");
//! println!("{}", comparison.verdict);
//! ```
//!
//! Rooms stand on floors and import downward only:
//!
//! | floor | rooms |
//! |---|---|
//! | 0 | [`time`], [`streams`], [`distribution`], [`event_list`], [`statistics`], [`theory`] |
//! | 1 | [`model`]: what exists |
//! | 2 | [`policy`]: what the firm decides |
//! | 3 | [`engine`]: what happens |
//! | 4 | [`experiment`]: what we ask |
//! | 5 | [`report`]: what goes out |
//! | 6 | [`cli`]: the door |
//!
//! # What a seed guarantees
//!
//! 1. The same version, scenario and seed give the same bytes, on any number of threads, in debug and release builds,
//!    whichever other crates the build contains.
//! 2. All designs of a replication face the same customers; adding, removing or reordering designs changes no other
//!    design's numbers.
//! 3. The first n replications of a longer run are the n replications of a shorter one.
//! 4. Adding a segment, a kind of work or a team changes no random number that belongs to the others. (It may change their
//!    results, since they share CSMs.)
//!
//! # What it does not
//!
//! Another version may give other numbers for the same seed; the changelog then says why under *Changed results*.
//! Platforms other than the tested one (x86-64 Linux) should agree to the bit, since time is whole milliseconds and
//! mathematics comes from `libm`, but nobody has checked.
//!
//! # Order at one instant
//!
//! Completions first, then CSMs returning to duty, then timers on waiting work in the order in which they were set, then
//! whatever the demand has: dates of measuring, new accounts, renewals, work by kind and account ([`engine`],
//! [`event_list`]).

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
