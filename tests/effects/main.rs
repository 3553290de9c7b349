//! What every value of a scenario does to results: the direction of its effect, and its neutral value.

mod base;
mod direction;
mod keys;
mod neutral;
