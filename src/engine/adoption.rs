//! Adoption: new accounts take their seats into use, faster with every onboarding step that is begun in time; who has not
//! by the date of leaving early leaves.

use super::observer::Observer;
use super::replay::Replay;
use crate::model::demand::Occurrence;
use crate::time::SimTime;

/// How far an account is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Adoption {
    /// Half-times still needed at an instant; at most 0: activated.
    left: f64,
    at: SimTime,
    /// What steps have made of the pace.
    pace: f64,
}

impl Adoption {
    /// Of accounts that are there at the beginning.
    pub(super) const DONE: Adoption = Adoption { left: 0.0, at: SimTime::DISTANT_PAST, pace: 1.0 };
}

/// Counts of new accounts within measuring.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct AdoptionTally {
    /// Accounts that came, and how many left before they were activated.
    pub came: u64,
    pub left: u64,
    /// Accounts that should be activated by now, and how many were.
    pub due: u64,
    pub in_time: u64,
}

impl AdoptionTally {
    pub(super) fn add(&mut self, other: &AdoptionTally) {
        self.came += other.came;
        self.left += other.left;
        self.due += other.due;
        self.in_time += other.in_time;
    }
}

impl<O: Observer> Replay<'_, O> {
    /// A new account begins to take its seats into use, when sales hands it over.
    #[cold]
    pub(super) fn begin_adoption(&mut self, start: &Occurrence) {
        let index = start.account as usize;
        let segment = usize::from(self.demand.accounts.segment[index]);
        let habits = &self.plan.segments[segment].habits;
        if habits.activation.is_none() {
            return;
        }
        self.state.adoptions[index] = Adoption { left: start.half_times(), at: start.at + habits.hand_off, pace: 1.0 };
        if self.monitor.measuring {
            self.monitor.segments[segment].adoption.came += 1;
        }
    }

    /// Whether an account is activated by now.
    fn is_activated(&mut self, index: usize) -> bool {
        let segment = usize::from(self.demand.accounts.segment[index]);
        let Some(activation) = &self.plan.segments[segment].habits.activation else { return true };
        let (now, adoption) = (self.state.now, &mut self.state.adoptions[index]);
        if adoption.left > 0.0 && now > adoption.at {
            adoption.left -= activation.passed(now - adoption.at, adoption.pace);
            adoption.at = now;
        }
        adoption.left <= 0.0
    }

    /// An onboarding step is begun in time.
    #[cold]
    pub(super) fn speed_up(&mut self, account: u32) {
        let index = account as usize;
        if !self.is_activated(index) {
            self.state.adoptions[index].pace *=
                self.plan.step_factors[usize::from(self.demand.accounts.segment[index])];
        }
    }

    /// The date by which an account should be activated, or that at which it leaves if it is not.
    pub(super) fn look_at_adoption(&mut self, date: &Occurrence) {
        let index = date.account as usize;
        let segment = usize::from(self.demand.accounts.segment[index]);
        let activated = self.is_activated(index);
        let alive = self.state.accounts[index].alive;
        let leaves = date.leaves_early() && alive && !activated;
        if self.plan.reviews && !date.leaves_early() {
            self.note_due(segment, activated);
        }
        self.observer.adopts(date.at, date.account, activated, leaves);
        if leaves {
            self.look_through(index);
            if self.monitor.measuring {
                self.monitor.segments[segment].adoption.left += 1;
                if self.state.ledgers[index].arr_at_year >= 0 {
                    self.monitor.year(segment as u16).expect_churn(1.0);
                }
            }
            self.churn(index);
        } else if !date.leaves_early() && self.monitor.measuring {
            let tally = &mut self.monitor.segments[segment].adoption;
            tally.due += 1;
            tally.in_time += u64::from(activated);
        }
    }
}
