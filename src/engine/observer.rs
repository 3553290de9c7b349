//! What somebody who watches a replay is told: tests, theory and traces; nobody, at no cost, otherwise.

use crate::model::digital::Effect;
use crate::time::SimTime;

/// A piece of human work that a CSM begins, or that ends without being begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Account, an index into the demand's accounts.
    pub account: u32,
    /// Kind, an index into `Scenario::kinds`.
    pub kind: u16,
    /// When it could first be begun.
    pub arrived: SimTime,
}

/// Watches a replay. Every method has an empty default.
pub trait Observer {
    /// Whether anybody watches: then events are told in order of time.
    const WATCHES: bool = true;
    /// Whether mechanisms that few scenarios use are compiled in; see `engine::frills`.
    const FRILLS: bool = true;
    /// A CSM (numbered through all teams of the design in order) begins a piece of work.
    fn begins(&mut self, _at: SimTime, _csm: u32, _piece: Piece) {}
    /// A CSM ends a piece of work.
    fn ends(&mut self, _at: SimTime, _csm: u32, _piece: Piece) {}
    /// A CSM sets a piece of work aside for a more urgent one.
    fn is_set_aside(&mut self, _at: SimTime, _csm: u32, _piece: Piece) {}
    /// A CSM goes on with a piece of work that was set aside.
    fn is_resumed(&mut self, _at: SimTime, _csm: u32, _piece: Piece) {}
    /// A piece of work expires unbegun.
    fn expires(&mut self, _at: SimTime, _piece: Piece) {}
    /// A piece of work is dropped because its account has left.
    fn is_withdrawn(&mut self, _at: SimTime, _piece: Piece) {}
    /// A program sends a note because of a risk or an alarm, which settles it or not.
    fn sends_note(&mut self, _at: SimTime, _raised: Piece, _settled: bool) {}
    /// A touch does not open, because of a score that has heard of satisfaction.
    fn is_not_called_for(&mut self, _at: SimTime, _piece: Piece) {}
    /// An alarm of low satisfaction is raised: for which piece of work, and how satisfied its account is \[points\].
    fn is_dissatisfied(&mut self, _at: SimTime, _raised: Piece, _points: f64) {}
    /// A play, or a note before it, has restored satisfaction, which is now at so many points.
    fn is_restored(&mut self, _at: SimTime, _account: u32, _points: f64) {}
    /// A new account should be activated by now, or leaves now if it is not: whether it is, and whether it leaves.
    fn adopts(&mut self, _at: SimTime, _account: u32, _activated: bool, _leaves: bool) {}
    /// A step does not open because of what the last review of activation found: the share activated in time, if any was due.
    fn is_left_out(&mut self, _at: SimTime, _step: Piece, _found: Option<f64>) {}
    /// Somebody's last day is over; the next in that seat is another person.
    fn resigns(&mut self, _at: SimTime, _csm: u32) {}
    /// A request reaches somebody who is not in charge of its account any more.
    fn goes_astray(&mut self, _at: SimTime, _piece: Piece) {}
    /// An account goes over to other CSMs, those who answer its requests from now on: the team, the first of them by number,
    /// and how many; `None`: nobody.
    fn goes_over(&mut self, _at: SimTime, _account: u32, _to: Option<(u32, u32, u32)>) {}
    /// A program makes a touch.
    fn is_sent(&mut self, _at: SimTime, _piece: Piece, _effect: Effect) {}
    /// A session has met a piece of work that would have come now.
    fn is_met(&mut self, _at: SimTime, _piece: Piece) {}
    /// A contract comes up: the probability of churn, and whether the account stays.
    fn renews(&mut self, _at: SimTime, _account: u32, _churn: f64, _stays: bool) {}
}

/// Nobody watches.
impl Observer for () {
    const WATCHES: bool = false;
}
