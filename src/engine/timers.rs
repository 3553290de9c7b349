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

/// Who may take work after a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Release {
    /// The whole team, which backs a CSM or a pod up.
    Backup = 0,
    /// Those of the home queue, after the last handler was waited for in vain.
    Sticky = 1,
    /// Another team.
    Overflow = 2,
    /// Whoever the rule says: its inbox is sorted.
    Triage = 3,
    /// Those of the home queue, after somebody who has what the work calls for was waited for in vain.
    Match = 4,
    /// Whoever the rule says: requests that went astray come to whom they should.
    Astray = 5,
    /// The same: the team looks at its alerts.
    Alerts = 6,
}

/// How many sorts of releases a rule has.
const RELEASES: u32 = 7;

/// All lanes.
#[derive(Debug, Default)]
pub(super) struct Timers {
    lanes: Vec<Lane>,
    rules: u32,
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
        self.rules = plan.rules.len() as u32;
        self.lanes.resize_with(plan.rules.len() * (RELEASES as usize + plan.reasons), Lane::default);
        for lane in &mut self.lanes {
            lane.timers.clear();
            lane.armed = false;
        }
    }

    /// The lane of one sort of releases under a rule.
    pub(super) fn lane(rule: u16, release: Release) -> u32 {
        RELEASES * u32::from(rule) + release as u32
    }

    /// The lane of further interactions under a rule that wait for whoever had the last one, by the reason for which
    /// customers come back (numbered through all kinds of requests).
    pub(super) fn lane_of_reason(&self, rule: u16, reason: u32) -> u32 {
        RELEASES * self.rules + reason * self.rules + u32::from(rule)
    }

    /// The lane for the same reason as another one, under the rule that an account has now.
    pub(super) fn under(&self, lane: u32, rule: u16) -> u32 {
        lane - lane % self.rules + u32::from(rule)
    }

    /// The rule under which the timers of a lane of releases were set.
    pub(super) fn rule_of(lane: u32) -> usize {
        (lane / RELEASES) as usize
    }

    /// Who may take work after the timers of a lane.
    pub(super) fn release(&self, lane: u32) -> Release {
        match lane % RELEASES {
            _ if lane >= RELEASES * self.rules => Release::Sticky,
            0 => Release::Backup,
            2 => Release::Overflow,
            3 => Release::Triage,
            4 => Release::Match,
            5 => Release::Astray,
            6 => Release::Alerts,
            _ => Release::Sticky,
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

    /// The work whose timers come next in a lane.
    pub(super) fn coming(&self, lane: u32) -> impl Iterator<Item = Waiting> {
        self.lanes[lane as usize].timers.iter().map(|timer| timer.waiting)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lane_has_a_number_of_its_own() {
        let (rules, reasons) = (3, 2);
        let timers = Timers { lanes: Vec::new(), rules };
        use Release::{Alerts, Astray, Backup, Match, Overflow, Sticky, Triage};
        let mut found = Vec::new();
        for rule in 0..rules as u16 {
            for release in [Backup, Sticky, Overflow, Triage, Match, Astray, Alerts] {
                let lane = Timers::lane(rule, release);
                assert_eq!((Timers::rule_of(lane), timers.release(lane)), (usize::from(rule), release));
                found.push(lane);
            }
            for reason in 0..reasons {
                let lane = timers.lane_of_reason(rule, reason);
                assert_eq!(timers.release(lane), Sticky);
                assert_eq!(timers.under(lane, 1), timers.lane_of_reason(1, reason));
                found.push(lane);
            }
        }
        found.sort_unstable();
        assert_eq!(found, (0..rules * (RELEASES + reasons)).collect::<Vec<_>>());
    }
}
