//! What the firm decides: pure choices on what they are shown; no randomness, no clock, no change of anything.

pub mod books;
pub mod coverage;
pub mod discipline;
pub mod places;
pub mod tiers;
