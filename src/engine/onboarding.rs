//! Onboarding in time: whether every human step after an account's start was begun by its due date, and what it costs at
//! the first renewal when not.

use super::observer::Observer;
use super::replay::Replay;
use super::state::{NO_RULE, NONE};
use crate::model::work::Schedule;
use crate::model::{Class, Origin};
use crate::time::Working;

impl<O: Observer> Replay<'_, O> {
    /// What it takes to find out again what sales left out, the first time that a person has to do with an account.
    #[cold]
    pub(super) fn found_out(&mut self, account: u32) -> Working {
        if !std::mem::take(&mut self.state.unbriefed[account as usize]) {
            return Working::ZERO;
        }
        let segment = usize::from(self.demand.accounts.segment[account as usize]);
        self.plan.segments[segment].habits.poor_hand_off.map_or(Working::ZERO, |poor| poor.rework)
    }

    /// A step after the start was begun late, or not at all.
    pub(super) fn note_late_start(&mut self, account: u32) {
        self.state.ledgers[account as usize].late_start = true;
    }

    /// Log odds of churn that a late onboarding adds at this renewal, which is counted if it is the account's first.
    pub(super) fn late_onboarding(&mut self, account: usize) -> f64 {
        let Some(odds) = self.plan.outcomes.late_onboarding else { return 0.0 };
        let first = account >= self.demand.accounts.initial as usize && self.state.accounts[account].terms == 0;
        let segment = usize::from(self.demand.accounts.segment[account]);
        if !first || !self.is_onboarded_by_people(account, segment) {
            return 0.0;
        }
        let late = self.state.ledgers[account].late_start || self.some_step_is_overdue(account);
        if self.monitor.measuring {
            let tally = &mut self.monitor.segments[segment];
            tally.onboarded += 1;
            tally.onboarded_in_time += u64::from(!late);
        }
        if late { libm::log(odds) } else { 0.0 }
    }

    /// Whether somebody makes some step after the start of an account.
    fn is_onboarded_by_people(&self, account: usize, segment: usize) -> bool {
        let made = |kind: u16| match self.place_of(account as u32, kind, Class::Planned).1 {
            NO_RULE => false,
            rule => !self.plan.rules[usize::from(rule)].sends(kind),
        };
        self.plan.kinds.iter().enumerate().any(|(number, kind)| {
            let step = matches!(kind.origin, Origin::Step { schedule: Schedule::AfterStart(_), digital: false, .. });
            step && kind.segments[segment] && made(number as u16)
        })
    }

    /// Whether a step after the start waits beyond its due date.
    fn some_step_is_overdue(&self, account: usize) -> bool {
        let mut place = self.state.accounts[account].waiting;
        while place != NONE {
            let item = &self.state.items[place];
            let facts = &self.kinds[usize::from(item.kind)];
            if facts.onboarding && item.arrived + facts.due_in < self.state.now {
                return true;
            }
            place = self.state.items.after(place);
        }
        false
    }
}
