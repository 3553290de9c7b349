//! Channels that are added: which requests find theirs open, and which come by another one.

use super::Occurrence;
use super::requests::KindDraw;
use crate::model::{Channel, WorkKind};
use crate::streams::{Purpose, Stream, uniform};
use crate::time::{SimTime, Working};

/// A channel that takes requests of a kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taker<'a> {
    /// Number of the kind that it brings.
    number: u16,
    kind: &'a WorkKind,
    key: u64,
    channel: &'a Channel,
    /// Share that it takes once everybody knows it.
    share: f64,
}

/// The channels that take requests of a kind, in the order of the file.
pub(super) fn takers<'a>(kinds: &'a [WorkKind], keys: &[u64], of: usize) -> Vec<Taker<'a>> {
    let mut takers = Vec::new();
    for (number, kind) in kinds.iter().enumerate() {
        let Some(channel) = kind.channel() else { continue };
        let taken = channel.takes.iter().filter(|(from, share)| *from == of && *share > 0.0);
        takers.extend(taken.map(|&(_, share)| Taker {
            number: number as u16,
            kind,
            key: keys[number],
            channel,
            share,
        }));
    }
    takers
}

/// The way that requests of one account take.
pub(super) struct Way<'a> {
    /// The channel of their own, with the luck of finding it open.
    own: Option<(&'a Channel, Stream)>,
    /// Channels that take some, each with the work content of what it takes.
    takers: Vec<(Taker<'a>, Stream)>,
    luck: Stream,
}

impl<'a> Way<'a> {
    /// `None`: their own, which was always open.
    pub(super) fn new(draw: &KindDraw<'a>, takers: &[Taker<'a>], account: usize) -> Option<Way<'a>> {
        let own = draw.kind.channel().map(|channel| (channel, draw.stream(Purpose::Channel, account)));
        let segment = usize::from(draw.accounts.segment[account]);
        let there = takers.iter().filter(|taker| taker.kind.segments[segment]);
        let takers: Vec<(Taker<'a>, Stream)> = there.map(|taker| (*taker, taken_work(draw, taker, account))).collect();
        if own.is_none() && takers.is_empty() {
            return None;
        }
        Some(Way { own, takers, luck: draw.stream(Purpose::Moved, account) })
    }

    /// Whether a request of their own comes before its channel is open, or known.
    pub(super) fn is_shut(&mut self, at: SimTime) -> bool {
        self.own.as_mut().is_some_and(|(channel, luck)| uniform(luck) >= channel.reach(at))
    }

    /// The request as it comes: its own, or what another channel brings in its place.
    pub(super) fn taken(&mut self, piece: Occurrence, scale: f64) -> Occurrence {
        let mut left = uniform(&mut self.luck);
        let mut taken = piece;
        for (taker, stream) in &mut self.takers {
            // Drawn in any case, so that what one takes shifts nothing of the others.
            let hours = taker.kind.work.sample(stream) * scale;
            let share = taker.share * taker.channel.reach(piece.at);
            if left >= 0.0 && left < share {
                taken = Occurrence::work(piece.at, piece.account, taker.number, Working::from_hours(hours), 0.0);
            }
            left -= share;
        }
        taken
    }
}

/// The work content of what a channel takes from one account.
fn taken_work(draw: &KindDraw<'_>, taker: &Taker<'_>, account: usize) -> Stream {
    // The kind that it comes from, the channel and the segment name the entity together.
    let from = draw.key.rotate_left(41);
    let of_channel = KindDraw { key: taker.key ^ from, number: taker.number, kind: taker.kind, ..*draw };
    of_channel.stream(Purpose::MovedWork, account)
}
