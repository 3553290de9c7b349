//! Renewals, the slow way: every late answer and missed touch is kept with its date.

use crate::simulator::World;
use crate::state::Happening;
use caseload::time::DAY;

impl World<'_> {
    /// A contract comes up.
    pub fn renew(&mut self, account: usize, luck: f64, missing: f64) {
        self.forget_who_left(account);
        let churn = self.churn(account, missing);
        let what = if luck >= churn { "stays" } else { "leaves" };
        let told = Happening { at: self.now, what, csm: None, account: account as u32, kind: None, churn: Some(churn) };
        self.told.push(told);
        let state = &mut self.accounts[account];
        if luck >= churn {
            state.term += 1;
            state.risk = 0.0;
        } else {
            state.alive = false;
            let places = state.places;
            self.coverage.leave(self.demand, account, &places, &[None; 3]);
        }
    }

    /// Odds of the segment times the odds ratios of the trailing half year, 13 bins of 14 days.
    fn churn(&self, account: usize, missing: f64) -> f64 {
        let state = &self.accounts[account];
        let segment = &self.scenario.segments[usize::from(self.demand.accounts.segment[account])];
        let Some(annual) = segment.churn else { return 0.0 };
        let term = segment.contracts[usize::from(self.demand.accounts.contract[account])].term;
        let stated = 1.0 - libm::pow(1.0 - annual, term.years());
        let bin = |t: i64| t.div_euclid(14 * DAY);
        let recent = |times: &[i64]| times.iter().filter(|t| bin(**t) > bin(self.now) - 13).count() as f64;
        let (requests, late, missed) = (recent(&state.requests), recent(&state.late), recent(&state.missed));
        let share = if requests > 0.0 { (late / requests).min(1.0) } else { 0.0 };
        let outcomes = &self.scenario.outcomes;
        let memory = self.scenario.health.map_or(0, |health| health.memory.ms());
        let missing = if state.lifted.is_some_and(|at| self.now - at <= memory) { 0.0 } else { missing };
        let odds = stated / (1.0 - stated)
            * libm::pow(outcomes.late_responses, 10.0 * share)
            * libm::pow(outcomes.missed_touch, missed)
            * libm::pow(outcomes.no_attachment, self.care(account) * (1.0 - f64::from(state.attachment)))
            * libm::exp(state.risk)
            * libm::pow(outcomes.low_health, missing / 10.0)
            * self.digital_odds(account);
        odds / (1.0 + odds)
    }
}
