//! Conversations: what a customer does after a request was sent: gives up unanswered, comes back after an answer.

use super::Class;
use super::scenario::Scenario;
use super::work::{Origin, WorkKind};
use crate::distribution::Distribution;
use crate::streams::{KeyRing, Purpose, entity_of_name, uniform};
use crate::time::{Elapsed, SimTime, Span, Working};

/// How customers behave in conversations of one kind of request. The default: they wait for ever and never come back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conversation {
    /// How long a customer waits for the first response before giving up \[h by the clock\]; `None`: for ever.
    pub gives_up: Option<Distribution>,
    /// Why a customer may come back after each interaction, tried in order; the first that applies is it.
    pub follow_ups: Vec<FollowUp>,
}

/// One reason why a customer comes back: an answer to a question of the CSM, a reopened case, Support is done with it.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp {
    /// Probability after each interaction, where no earlier reason applied.
    pub share: f64,
    /// How long until the customer is back \[h by the clock\]; nobody works on it meanwhile.
    pub after: Distribution,
    /// Work content of the next interaction [h of working time].
    pub work: Distribution,
    /// How long the next interaction waits for whoever had the last one; `None`: it is for anyone whom the coverage
    /// says.
    pub to_handler_for: Option<Span>,
    /// The team with whom the next interaction is (an index into `Design::teams`); `None`: whoever serves the account.
    pub to: Option<usize>,
    /// Work content of the interaction with which it comes back from that team [h of working time]; `None`: that team
    /// resolves it.
    pub back: Option<Distribution>,
}

/// The next interaction of a conversation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Next {
    /// How long until it begins to wait.
    pub after: Elapsed,
    /// Its work content.
    pub work: Working,
    /// As [`FollowUp::to_handler_for`].
    pub to_handler_for: Option<Span>,
    /// Which of the reasons it was.
    pub reason: usize,
    /// As [`FollowUp::to`].
    pub to: Option<usize>,
}

/// Names the conversations of an account about one kind of request in the streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Talker(u64);

impl Talker {
    /// Account `number` of a segment, on one kind of request (both by [`entity_of_name`]).
    #[inline]
    pub fn new(segment: u64, kind: u64, number: u32) -> Talker {
        Talker(segment.rotate_left(23) ^ kind.wrapping_add(u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    /// The word that stands for it.
    pub fn word(self) -> u64 {
        self.0
    }

    /// The same, by their names.
    pub fn named(segment: &str, kind: &str, number: u32) -> Talker {
        Talker::new(entity_of_name(segment), entity_of_name(kind), number)
    }
}

fn elapsed(hours: f64) -> Elapsed {
    // Thousands of years are for ever.
    Elapsed::from_hours(hours.min(1e8))
}

impl Conversation {
    /// Whether anything at all can happen.
    pub fn is_plain(&self) -> bool {
        self.gives_up.is_none() && self.follow_ups.is_empty()
    }

    /// How long the customer who sent a request at an instant waits for a first response; the same under every design.
    pub fn patience(&self, ring: &KeyRing, talker: Talker, sent: SimTime) -> Option<Elapsed> {
        let law = self.gives_up.as_ref()?;
        Some(elapsed(law.sample(&mut ring.stream(Purpose::Patience, talker.0, sent.ms() as u64))))
    }

    /// What follows interaction number `round` (0 is the first) of the conversation that began with a request sent at
    /// an instant; the same under every design, except that nothing follows for an account that has left. `complexity`
    /// multiplies the work.
    pub fn next(&self, ring: &KeyRing, talker: Talker, sent: SimTime, round: u16, complexity: f64) -> Option<Next> {
        if self.follow_ups.is_empty() {
            return None;
        }
        let mut stream = ring.stream(Purpose::FollowUp, talker.0 ^ u64::from(round), sent.ms() as u64);
        for (reason, follow_up) in self.follow_ups.iter().enumerate() {
            if uniform(&mut stream) < follow_up.share {
                return Some(Next {
                    after: elapsed(follow_up.after.sample(&mut stream)),
                    work: Working::from_hours(follow_up.work.sample(&mut stream) * complexity),
                    to_handler_for: follow_up.to_handler_for,
                    reason,
                    to: follow_up.to,
                });
            }
        }
        None
    }

    /// Work content of the interaction with which a conversation comes back from the team to which it went for a reason,
    /// once interaction number `round` has ended; `None`: that team has resolved it. `complexity` multiplies it.
    pub fn back(
        &self,
        ring: &KeyRing,
        talker: Talker,
        sent: SimTime,
        (round, reason): (u16, u16),
        complexity: f64,
    ) -> Option<Working> {
        let law = self.follow_ups.get(usize::from(reason))?.back.as_ref()?;
        let mut stream = ring.stream(Purpose::HandBack, talker.0 ^ u64::from(round), sent.ms() as u64);
        Some(Working::from_hours(law.sample(&mut stream) * complexity))
    }

    /// Probability that another interaction follows one.
    pub fn goes_on(&self) -> f64 {
        1.0 - self.follow_ups.iter().map(|follow_up| 1.0 - follow_up.share).product::<f64>()
    }

    /// Mean work of all interactions with a team to which requests are handed over [h of working time].
    pub fn hours_with(&self, team: usize) -> f64 {
        let (mut before, mut each, mut ends) = (1.0, 0.0, 0.0);
        for follow_up in &self.follow_ups {
            let share = before * follow_up.share;
            if follow_up.to == Some(team) {
                each += share * follow_up.work.mean();
            }
            if follow_up.to.is_some() && follow_up.back.is_none() {
                ends += share;
            }
            before *= 1.0 - follow_up.share;
        }
        if each > 0.0 { each / (before + ends) } else { 0.0 }
    }

    /// Mean work of all interactions behind the first with whoever serves the account [h of working time]: a geometric
    /// number of them. Another team to which requests are handed over has its own.
    pub fn hours_after_the_first(&self) -> f64 {
        let mut before = 1.0;
        let (mut each, mut elsewhere) = (0.0, 0.0);
        for follow_up in &self.follow_ups {
            let work = match (follow_up.to, &follow_up.back) {
                (None, _) => follow_up.work.mean(),
                (Some(_), Some(back)) => back.mean(),
                (Some(_), None) => {
                    // Resolved there.
                    elsewhere += before * follow_up.share;
                    0.0
                }
            };
            each += before * follow_up.share * work;
            before *= 1.0 - follow_up.share;
        }
        if each > 0.0 { each / (before + elsewhere) } else { 0.0 }
    }
}

impl WorkKind {
    /// How customers behave after sending a request of this kind; `None` for work that is no request, and where nothing
    /// can happen.
    pub fn conversation(&self) -> Option<&Conversation> {
        match &self.origin {
            Origin::Request { conversation, .. } if !conversation.is_plain() => Some(conversation),
            _ => None,
        }
    }
}

impl WorkKind {
    /// Teams to which requests of this kind may be handed over.
    pub fn handed_to(&self) -> impl Iterator<Item = usize> {
        let follow_ups = self.conversation().map_or(&[][..], |talk| &talk.follow_ups);
        follow_ups.iter().filter_map(|follow_up| follow_up.to)
    }
}

impl Scenario {
    /// Whether requests may be handed over to a team.
    pub fn takes_over(&self, team: usize) -> bool {
        self.kinds.iter().any(|kind| kind.handed_to().any(|to| to == team))
    }

    /// Whether any request can be given up or come back.
    pub fn has_conversations(&self) -> bool {
        self.kinds.iter().any(|kind| kind.class() == Class::Reactive && kind.conversation().is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::Tally;

    fn constant(hours: f64) -> Distribution {
        Distribution::constant(hours).expect("a valid constant")
    }

    fn follow_up(share: f64, work: f64) -> FollowUp {
        FollowUp { share, after: constant(24.0), work: constant(work), to_handler_for: None, to: None, back: None }
    }

    #[test]
    fn the_number_of_interactions_is_geometric_and_the_work_adds_up() {
        let conversation = Conversation { gives_up: None, follow_ups: vec![follow_up(0.3, 0.5), follow_up(0.2, 2.0)] };
        assert!((conversation.goes_on() - 0.44).abs() < 1e-12);
        let ring = KeyRing::new(1, 0);
        let (mut rounds, mut hours) = (Tally::new(), Tally::new());
        for number in 0..20_000 {
            let talker = Talker::named("smb", "question", number);
            let mut sum = 0.0;
            let mut round = 0;
            while let Some(next) = conversation.next(&ring, talker, SimTime::from_ms(7), round, 1.0) {
                assert_eq!(next.after.hours(), 24.0);
                sum += next.work.hours();
                round += 1;
            }
            rounds.record(f64::from(round));
            hours.record(sum);
        }
        let error = |tally: &Tally| tally.std_dev() / (tally.count() as f64).sqrt();
        let close = |tally: &Tally, mean: f64| (tally.mean() - mean).abs() < 4.0 * error(tally);
        assert!(close(&rounds, 0.44 / 0.56), "{}", rounds.mean());
        assert!(close(&hours, conversation.hours_after_the_first()), "{}", hours.mean());
        assert!((conversation.hours_after_the_first() - (0.3 * 0.5 + 0.7 * 0.2 * 2.0) / 0.56).abs() < 1e-12);
    }

    #[test]
    fn patience_is_its_distribution_and_the_same_whenever_asked() {
        let law = Distribution::exponential(48.0).expect("valid");
        let conversation = Conversation { gives_up: Some(law), follow_ups: Vec::new() };
        let ring = KeyRing::new(1, 0);
        let hours = |number: u32| {
            let talker = Talker::named("smb", "question", number);
            conversation.patience(&ring, talker, SimTime::ZERO).expect("it gives up").hours()
        };
        let tally: Tally = (0..20_000).map(hours).collect();
        let error = tally.std_dev() / (tally.count() as f64).sqrt();
        assert!((tally.mean() - 48.0).abs() < 4.0 * error, "{}", tally.mean());
        assert_eq!(hours(7), hours(7));
    }
}
