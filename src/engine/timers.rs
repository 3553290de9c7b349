//! Timers on waiting work, in lanes of equal length.
//!
//! Whatever happens to waiting work after a fixed span (it may be taken by more people, passes its target, expires)
//! happens in the order in which it began to wait, so a first-in first-out lane for each span holds them all and
//! only the head of each lane stands in the event list. Most work is begun long before: its timer is passed over
//! when it comes up.

use super::plan::Plan;
use super::state::Waiting;
use crate::time::SimTime;
use std::collections::VecDeque;

/// What a lane's timers do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alarm {
    /// Waiting work may now be taken by more people.
    Release,
    /// Waiting work passes its first-response target.
    Deadline,
    /// Waiting work is no longer worth doing.
    Expire,
}

/// All lanes.
#[derive(Debug, Default)]
pub(super) struct Timers {
    lanes: Vec<Lane>,
    kinds: usize,
    teams: usize,
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
        self.kinds = plan.kinds.len();
        self.teams = plan.teams.len();
        self.lanes.resize_with(self.kinds * (1 + self.teams) + 2 * plan.rules.len(), Lane::default);
        for lane in &mut self.lanes {
            lane.timers.clear();
            lane.armed = false;
        }
    }

    /// The lane of expiries of a kind of work.
    pub(super) fn expiry(&self, kind: u16) -> u32 {
        u32::from(kind)
    }

    /// The lane of targets of a kind of work on one team's calendar.
    pub(super) fn target(&self, kind: u16, team: u32) -> u32 {
        (self.kinds + usize::from(kind) * self.teams) as u32 + team
    }

    /// The lane of releases under a rule: to those who back a CSM or pod up, or from the remembered handler to the
    /// pod.
    pub(super) fn release(&self, rule: u16, sticky: bool) -> u32 {
        (self.kinds * (1 + self.teams) + 2 * usize::from(rule) + usize::from(sticky)) as u32
    }

    /// What the timers of a lane do.
    pub(super) fn alarm(&self, lane: u32) -> Alarm {
        match lane as usize {
            lane if lane < self.kinds => Alarm::Expire,
            lane if lane < self.kinds * (1 + self.teams) => Alarm::Deadline,
            _ => Alarm::Release,
        }
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
