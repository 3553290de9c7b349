//! Satisfaction: what answers make of it, and what it makes of renewals.

use super::observer::Observer;
use super::replay::Replay;
use super::state::NONE;
use crate::time::SimTime;

impl<O: Observer> Replay<'_, O> {
    /// A request gets its first response now, late or not, before whoever gives it counts as known.
    #[cold]
    pub(super) fn is_answered(&mut self, csm: u32, account: u32, late: bool) {
        let facts = &self.state.accounts[account as usize];
        // The first who ever has to do with an account is no stranger than anybody else.
        let stranger = facts.last != NONE && facts.last != csm && facts.owner != csm;
        self.move_mood(account, self.state.now, late, stranger);
    }

    /// A customer gave up at an instant that may have passed.
    pub(super) fn is_given_up(&mut self, account: u32, at: SimTime) {
        self.move_mood(account, at, true, false);
    }

    fn move_mood(&mut self, account: u32, at: SimTime, late: bool, stranger: bool) {
        if let Some(model) = &self.plan.satisfaction {
            model.add(&mut self.state.moods[account as usize], at, model.of_request(late, stranger));
        }
    }

    /// What satisfaction adds to the log odds of churn at a renewal.
    pub(super) fn dissatisfaction(&mut self, account: usize) -> f64 {
        let Some(model) = &self.plan.satisfaction else { return 0.0 };
        let points = model.at(&self.state.moods[account], self.state.now);
        if self.monitor.measuring {
            let segment = usize::from(self.demand.accounts.segment[account]);
            self.monitor.segments[segment].satisfaction_sum += points;
        }
        libm::log(self.plan.outcomes.low_satisfaction) * (model.usual - points) / 10.0
    }
}
