//! Schedules small enough to work out by hand, and limits in which two designs must be one.

mod books;
mod coverage;
mod limits;
mod outcomes;
mod queues;
mod renewals;
mod shifts;
mod sticky;
mod world;
