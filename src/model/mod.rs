//! What exists: accounts, the work they cause, CSMs and teams, outcomes, the scenario that holds them all, and the
//! demand that one replication draws from it. Plain data; no decisions.

pub mod account;
pub mod coverage;
pub mod demand;
pub mod outcome;
pub mod scenario;
pub mod team;
pub mod work;

pub use account::{Contract, Segment};
pub use coverage::{Balance, Coverage, Design, PodSize, Rule, Sticky};
pub use demand::{Demand, DemandSource};
pub use outcome::{Attachment, Context, Outcomes};
pub use scenario::{Assumption, Grade, Scenario, Simulation};
pub use team::{Discipline, Staffing, Team};
pub use work::{Class, Origin, TicketLog, WorkKind};
