//! What every value of a scenario does to results: the direction of its effect, its neutral value, how it is tied to today,
//! and the story that the shipped scenarios tell with them.

mod base;
mod channels;
mod digital;
mod direction;
mod growth;
mod habits;
mod health;
mod hiring;
mod keys;
mod lifecycle;
mod moves;
mod neutral;
mod outcome;
mod overrides;
mod overtime;
mod people;
mod programs;
mod queues;
mod recovery;
mod reviews;
mod routing;
mod satisfaction;
mod skills;
mod story;
mod support;
mod tiers;
