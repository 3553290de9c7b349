//! New accounts and their seats, the slow way: all steps in time are kept with their dates.

use crate::simulator::World;
use crate::state::Happening;
use caseload::model::demand::Occurrence;
use caseload::model::work::{Origin, Schedule};

impl World<'_> {
    /// A step is begun; where it is one after the start and in time, it counts.
    pub fn note_step(&mut self, account: usize, kind: u16, arrived: i64) {
        let Origin::Step { schedule: Schedule::AfterStart(_), digital: false, due_in, .. } =
            self.scenario.kinds[usize::from(kind)].origin
        else {
            return;
        };
        if self.now - arrived <= due_in.ms() {
            self.accounts[account].steps.push(self.now);
        } else {
            self.accounts[account].late_start = true;
        }
    }

    /// Whether an account has taken its seats into use by now: half-times that passed, each stretch at its own pace.
    fn is_activated(&self, account: usize) -> bool {
        let accounts = &self.demand.accounts;
        let habits = &self.scenario.segments[usize::from(accounts.segment[account])].habits;
        let (Some(activation), Some(needed)) = (habits.activation, self.accounts[account].half_times) else {
            return true;
        };
        let begin = accounts.start[account].ms() + habits.hand_off.ms();
        let (mut from, mut pace, mut passed) = (begin, 1.0, 0.0);
        for at in self.accounts[account].steps.iter().copied().chain([self.now]) {
            passed += (at - from).max(0) as f64 / activation.half_in.ms() as f64 * pace;
            from = from.max(at);
            pace *= libm::pow(activation.step_factor, self.scenario.outcomes.strength);
        }
        passed >= needed
    }

    /// The date by which an account should be activated, or that at which it leaves if it is not.
    pub fn look_at_adoption(&mut self, date: &Occurrence) {
        let account = date.account as usize;
        let activated = self.is_activated(account);
        let leaves = date.leaves_early() && self.accounts[account].alive && !activated;
        if !date.leaves_early() {
            self.due.push((self.demand.accounts.segment[account], self.now, activated));
        }
        let what = match (leaves, activated) {
            (true, _) => "leaves early",
            (false, true) => "activated",
            (false, false) => "not activated",
        };
        self.told.push(Happening { at: self.now, what, csm: None, account: date.account, kind: None, churn: None });
        if leaves {
            self.lose(account);
        }
    }
}
