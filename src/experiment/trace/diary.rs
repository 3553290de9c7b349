//! Those who watch: who left, and all that becomes of one account.

use crate::engine::{Observer, Piece};
use crate::model::digital::Effect;
use crate::time::{Elapsed, SimTime};

/// Notes who left.
#[derive(Debug, Default)]
pub(super) struct Exits(pub Vec<(SimTime, u32)>);

impl Observer for Exits {
    fn adopts(&mut self, at: SimTime, account: u32, _activated: bool, leaves: bool) {
        if leaves {
            self.0.push((at, account));
        }
    }
    fn renews(&mut self, at: SimTime, account: u32, _churn: f64, stays: bool) {
        if !stays {
            self.0.push((at, account));
        }
    }
}

/// CSMs who serve an account: the team, the first of them by number, and how many.
pub(super) type Group = (u32, u32, u32);

/// Notes all that becomes of one account.
#[derive(Debug, Default)]
pub(super) struct Diary {
    /// Whose.
    pub account: u32,
    /// CSMs of each team of the design.
    pub csms: Vec<u32>,
    /// By kind: how long after a note a play is called for.
    pub waits: Vec<Elapsed>,
    /// Notes that a program sent: what raised them, and whether they settled it.
    pub notes: Vec<(Piece, bool)>,
    /// Touches that did not open, because of the score.
    pub not_called_for: Vec<Piece>,
    /// Alarms of low satisfaction, and how satisfied the account was then \[points\].
    pub dissatisfied: Vec<(Piece, f64)>,
    /// When plays or notes restored satisfaction, and to how many points.
    pub restored: Vec<(SimTime, f64)>,
    /// Steps that did not open, and the share of accounts activated in time that was found last.
    pub left_out: Vec<(Piece, Option<f64>)>,
    /// Dates of adoption: whether it is activated, and whether it leaves.
    pub adoptions: Vec<(SimTime, bool, bool)>,
    /// What became of each piece of work, in the order in which it was told.
    pub deeds: Vec<Deed>,
    /// Instant, probability of churn, whether the account stays.
    pub renewals: Vec<(SimTime, f64, bool)>,
    /// What programs sent, and what it did.
    pub sent: Vec<(Piece, Effect)>,
    /// What sessions of programs met.
    pub met: Vec<Piece>,
    /// When it went over to other CSMs, and to whom.
    pub moves: Vec<(SimTime, Option<Group>)>,
    /// Requests that went astray.
    pub astray: Vec<Piece>,
    /// Who resigned, and when.
    pub resigned: Vec<(SimTime, u32)>,
}

/// What became of a piece of work.
#[derive(Debug)]
pub(super) struct Deed {
    pub piece: Piece,
    /// When, and by which CSM.
    pub began: Option<(SimTime, u32)>,
    pub ended: Option<SimTime>,
    /// When it was set aside, and when gone on with.
    pub breaks: Vec<(SimTime, Option<SimTime>)>,
    /// Expired (`true`) or dropped.
    pub unbegun: Option<(SimTime, bool)>,
}

impl Diary {
    /// What raised a piece of work: itself, but for plays that came after a note.
    pub fn raised(&self, piece: Piece) -> Piece {
        let wait = self.waits.get(usize::from(piece.kind)).copied().unwrap_or(Elapsed::ZERO);
        Piece { arrived: piece.arrived - wait, ..piece }
    }

    /// The work of a kind that a CSM has begun and not ended.
    fn open(&mut self, csm: u32, piece: Piece) -> Option<&mut Deed> {
        let open = |deed: &&mut Deed| {
            deed.piece == piece && deed.ended.is_none() && deed.began.is_some_and(|(_, by)| by == csm)
        };
        self.deeds.iter_mut().find(open)
    }

    fn note(&mut self, piece: Piece, began: Option<(SimTime, u32)>, unbegun: Option<(SimTime, bool)>) {
        if piece.account == self.account {
            self.deeds.push(Deed { piece, began, ended: None, breaks: Vec::new(), unbegun });
        }
    }
}

impl Observer for Diary {
    fn begins(&mut self, at: SimTime, csm: u32, piece: Piece) {
        self.note(piece, Some((at, csm)), None);
    }
    fn ends(&mut self, at: SimTime, csm: u32, piece: Piece) {
        if let Some(deed) = self.open(csm, piece) {
            deed.ended = Some(at);
        }
    }
    fn is_set_aside(&mut self, at: SimTime, csm: u32, piece: Piece) {
        if let Some(deed) = self.open(csm, piece) {
            deed.breaks.push((at, None));
        }
    }
    fn is_resumed(&mut self, at: SimTime, csm: u32, piece: Piece) {
        if let Some(last) = self.open(csm, piece).and_then(|deed| deed.breaks.last_mut()) {
            last.1 = Some(at);
        }
    }
    fn goes_astray(&mut self, _at: SimTime, piece: Piece) {
        if piece.account == self.account {
            self.astray.push(piece);
        }
    }
    fn goes_over(&mut self, at: SimTime, account: u32, to: Option<Group>) {
        if account == self.account {
            self.moves.push((at, to));
        }
    }
    fn expires(&mut self, at: SimTime, piece: Piece) {
        self.note(piece, None, Some((at, true)));
    }
    fn is_withdrawn(&mut self, at: SimTime, piece: Piece) {
        self.note(piece, None, Some((at, false)));
    }
    fn is_sent(&mut self, _at: SimTime, piece: Piece, effect: Effect) {
        if piece.account == self.account {
            self.sent.push((piece, effect));
        }
    }
    fn is_met(&mut self, _at: SimTime, piece: Piece) {
        if piece.account == self.account {
            self.met.push(piece);
        }
    }
    fn adopts(&mut self, at: SimTime, account: u32, activated: bool, leaves: bool) {
        if account == self.account {
            self.adoptions.push((at, activated, leaves));
        }
    }
    fn is_left_out(&mut self, _at: SimTime, step: Piece, found: Option<f64>) {
        if step.account == self.account {
            self.left_out.push((step, found));
        }
    }
    fn sends_note(&mut self, _at: SimTime, raised: Piece, settled: bool) {
        if raised.account == self.account {
            self.notes.push((raised, settled));
        }
    }
    fn is_not_called_for(&mut self, _at: SimTime, piece: Piece) {
        if piece.account == self.account {
            self.not_called_for.push(piece);
        }
    }
    fn is_dissatisfied(&mut self, _at: SimTime, raised: Piece, points: f64) {
        if raised.account == self.account {
            self.dissatisfied.push((raised, points));
        }
    }
    fn is_restored(&mut self, at: SimTime, account: u32, points: f64) {
        if account == self.account {
            self.restored.push((at, points));
        }
    }
    fn resigns(&mut self, at: SimTime, csm: u32) {
        self.resigned.push((at, csm));
    }
    fn renews(&mut self, at: SimTime, account: u32, churn: f64, stays: bool) {
        if account == self.account {
            self.renewals.push((at, churn, stays));
        }
    }
}
