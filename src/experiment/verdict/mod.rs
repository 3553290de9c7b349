//! The verdict: the answer in a few sentences that a leader can repeat.
//!
//! A design is *sound* if it leaves its teams some slack, does not clearly deliver over five points less planned work,
//! and does not clearly answer fewer requests within target: five points fewer, or one where nine of ten are no longer
//! in time. Of sound designs the one that is worth most in money is chosen ([`Trade`](super::trade::Trade): ARR kept
//! and won, with its margin, less cost), if its lead over today's is clear and more than trifling. Where none is worth
//! clearly more, a sound design that clearly serves better is chosen if it costs no more and is not clearly worth
//! less. Else today's stands. "Clearly" always means: the whole interval of the paired difference lies on that side.

mod judge;
mod sentences;

use super::result::Comparison;

pub use judge::choice;

/// The verdict on a comparison, or on a single design.
pub fn of(comparison: &Comparison) -> String {
    if comparison.differences.is_empty() {
        return sentences::single(comparison);
    }
    if comparison.scenario.simulation.replications < 2 {
        return "One replication cannot tell designs apart: run more of them (-r 30).".to_string();
    }
    match choice(comparison) {
        Some(difference) => sentences::recommend(comparison, difference),
        None => sentences::stand(comparison),
    }
}

#[cfg(test)]
mod tests;
