//! Timers after which waiting work may be taken by more people, in lanes of equal length.
//!
//! They go off in the order in which the work began to wait, so a first-in first-out lane for each span holds them all
//! and only the head of each lane stands in the event list. Most work is begun long before: its timer is passed over
//! when it comes up. (Targets and expiries need no timers: they are looked at when somebody comes to the work, and at
//! the account's renewal.)

use super::plan::Plan;
use super::state::Waiting;
use crate::time::SimTime;
use std::collections::VecDeque;

/// All lanes.
#[derive(Debug, Default)]
pub(super) struct Timers {
    lanes: Vec<Lane>,
}

/// A timer on waiting work.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timer {
    pub at: SimTime,
    /// Its turn among all that goes off at that instant: timers go off in the order in which they were set.
    pub turn: u64,
    pub waiting: Waiting,
}

#[derive(Debug, Default)]
struct Lane {
    timers: VecDeque<Timer>,
    /// Whether its head stands in the event list.
    armed: bool,
}

impl Timers {
    /// Empties all lanes, keeping memory.
    pub(super) fn reset(&mut self, plan: &Plan) {
        self.lanes.resize_with(2 * plan.rules.len(), Lane::default);
        for lane in &mut self.lanes {
            lane.timers.clear();
            lane.armed = false;
        }
    }

    /// The lane of releases under a rule: to those who back a CSM or pod up, or from the remembered handler to the
    /// pod.
    pub(super) fn lane(rule: u16, sticky: bool) -> u32 {
        2 * u32::from(rule) + u32::from(sticky)
    }

    /// Whether a lane holds releases from the remembered handler.
    pub(super) fn is_sticky(lane: u32) -> bool {
        lane % 2 == 1
    }

    /// Sets a timer. Whether the lane stands in the event list from now on with this timer.
    #[inline]
    pub(super) fn set(&mut self, lane: u32, timer: Timer) -> bool {
        let lane = &mut self.lanes[lane as usize];
        debug_assert!(
            lane.timers.back().is_none_or(|last| last.at <= timer.at),
            "timers of a lane are of equal length"
        );
        lane.timers.push_back(timer);
        !std::mem::replace(&mut lane.armed, true)
    }

    /// The head of a lane.
    #[inline]
    pub(super) fn head(&self, lane: u32) -> Option<Timer> {
        self.lanes[lane as usize].timers.front().copied()
    }

    /// Takes the head of a lane away.
    #[inline]
    pub(super) fn pop(&mut self, lane: u32) {
        self.lanes[lane as usize].timers.pop_front();
    }

    /// Notes that nothing of a lane stands in the event list.
    pub(super) fn disarm(&mut self, lane: u32) {
        self.lanes[lane as usize].armed = false;
    }
}
