//! Accounts that ask again only some time after their last answer: each has one request of a kind open at most, so a slow
//! team is asked less (a finite source).

use super::account::Segment;
use super::conversation::Talker;
use super::work::{Origin, RequestSource, WorkKind};
use crate::distribution::Distribution;
use crate::streams::{KeyRing, Purpose, uniform};
use crate::time::{Elapsed, Working};

/// One request to come: how long after the last answer, and its work content.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NextRequest {
    /// Time from the answer by the clock.
    pub after: Elapsed,
    /// Work content.
    pub work: Working,
}

impl WorkKind {
    /// How long after their last answer accounts ask again, where that is how requests of this kind arise
    /// \[h by the clock\].
    pub fn again_after(&self) -> Option<&Distribution> {
        match &self.origin {
            Origin::Request { source: RequestSource::Again(after), .. } => Some(after),
            _ => None,
        }
    }

    /// Request number `ordinal` of an account (0 is the first), the same under every design; its instant is not, since it
    /// counts from the answer before. `pace` divides the time, `complexity` multiplies the work.
    pub fn next_request(
        &self,
        ring: &KeyRing,
        talker: Talker,
        ordinal: u32,
        pace: f64,
        complexity: f64,
    ) -> Option<NextRequest> {
        let law = self.again_after()?;
        let mut stream = ring.stream(Purpose::AskAgain, talker.word(), u64::from(ordinal));
        // Thousands of years are for ever.
        let after = Elapsed::from_hours((law.sample(&mut stream) / pace).min(1e8));
        Some(NextRequest { after, work: Working::from_hours(self.work.sample(&mut stream) * complexity) })
    }
}

/// At which share of its first time between requests an account of the beginning stands.
pub(super) fn part_passed(ring: &KeyRing, talker: Talker) -> f64 {
    uniform(&mut ring.stream(Purpose::AskAgain, talker.word(), u64::MAX))
}

impl Segment {
    /// By what the time between requests of its accounts is divided: load, complexity and, so long after the start of an
    /// account that is onboarded, more requests meanwhile.
    pub fn pace_of_asking(&self, load: f64, since_start: Option<Elapsed>) -> f64 {
        let habits = &self.habits;
        let onboarding = habits
            .onboarding
            .zip(since_start)
            .filter(|(onboarding, since)| (habits.hand_off..habits.hand_off + onboarding.duration).contains(since));
        load * habits.complexity * onboarding.map_or(1.0, |(onboarding, _)| onboarding.request_factor)
    }
}
