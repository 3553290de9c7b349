//! A CSM in a replay: hours, what is in hand, and what was done so far.

use super::state::InHand;
use crate::time::SimTime;
use crate::time::timeline::Timeline;

/// What a CSM is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    /// Nothing, and available when on duty.
    Idle,
    /// Off duty, with a wake-up set for the return.
    Asleep,
    /// Working.
    Busy,
    /// Busy with a block of work for idle time.
    Filling,
}

/// A CSM, in lines of memory of its own.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(super) struct Csm {
    pub timeline: Timeline,
    pub doing: Doing,
    /// Changes with every idle spell.
    pub idle_stamp: u32,
    pub in_hand: InHand,
    /// Own working time at which the work in hand began and ends \[ms\].
    pub began: i64,
    pub ends: i64,
    /// Work served so far, whole pieces as they begin: planned, and all \[ms\].
    pub served_planned: i64,
    pub served: i64,
    /// The first leave or sickness that was not over when last asked, and the number of the one behind it.
    pub absence: (SimTime, SimTime),
    pub absences: u32,
    /// Own working time at the beginning and end of measuring \[ms\].
    pub window: (i64, i64),
    /// First day of whoever is in the seat; [`SimTime::DISTANT_PAST`] for people of the beginning.
    pub since: SimTime,
    /// The next departure from the seat.
    pub leaves: SimTime,
}

impl Csm {
    /// Reads a field in each of its lines of memory.
    #[inline]
    pub(super) fn touch(&self) -> usize {
        (self.in_hand.arrived.ms() ^ self.served ^ self.window.1 ^ self.leaves.ms()) as usize ^ self.timeline.touch()
    }
}
