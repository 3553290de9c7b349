//! Schedules small enough to work out by hand, and limits in which two designs must be one.

mod adoption;
mod again;
mod books;
mod conversations;
mod coverage;
mod digital;
mod health;
mod hiring;
mod idle;
mod inboxes;
mod interruptions;
mod limits;
mod moves;
mod notes;
mod outcomes;
mod people;
mod programs;
mod queues;
mod renewals;
mod routing;
mod shifts;
mod sticky;
mod support;
mod tiers;
mod traces;
mod world;
