//! What exists: accounts, the work they cause, CSMs and teams, outcomes, the scenario that holds them all, and the
//! demand that one replication draws from it. Plain data; no decisions.

pub mod account;
pub mod activation;
pub mod again;
mod base;
pub mod channel;
pub mod conversation;
pub mod coverage;
pub mod demand;
pub mod digital;
pub mod health;
pub mod hiring;
pub mod licences;
mod load;
pub mod months;
pub mod outcome;
pub mod program;
pub mod ramp;
pub mod satisfaction;
pub mod scenario;
pub mod self_service;
pub mod skill;
pub mod team;
pub mod transition;
pub mod work;

pub use account::{Contract, Growth, Habits, Leanings, Motion, Onboarding, PoorHandOff, QuarterEnd, Segment};
pub use activation::Activation;
pub use channel::Channel;
pub use conversation::{Conversation, FollowUp, Talker};
pub use coverage::{
    Assign, Balance, Cap, Coverage, Design, HandOff, Note, Overflow, PodSize, Resegment, Rule, Stage, Sticky, Triage,
};
pub use demand::{Demand, DemandSource};
pub use digital::{Digital, Sending};
pub use health::Health;
pub use hiring::{HireWhen, Threshold};
pub use licences::Licences;
pub use months::Months;
pub use outcome::{Attachment, Context, Outcomes, Worth};
pub use program::Program;
pub use ramp::Ramp;
pub use satisfaction::Satisfaction;
pub use scenario::{Assumption, Grade, Scenario, Simulation};
pub use self_service::SelfService;
pub use skill::{Matching, Seats, Skills};
pub use team::{CalledAway, Discipline, Movement, RampUp, Staffing, Team};
pub use transition::{Misrouting, SeatChange, Transition, Unrest};
pub use work::{Class, Origin, TicketLog, WorkKind};
