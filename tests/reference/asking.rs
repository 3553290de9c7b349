//! Accounts that ask again some time after an answer.

use crate::simulator::World;
use caseload::model::Talker;
use caseload::model::demand::Occurrence;
use caseload::streams::KeyRing;
use caseload::time::{Elapsed, SimTime};

/// A request to come.
#[derive(Clone, Debug)]
pub struct Ask {
    pub order: u64,
    pub occurrence: Occurrence,
}

impl World<'_> {
    /// How many times as often an account asks now.
    fn more_often(&self, account: usize) -> f64 {
        let habits = &self.scenario.segments[usize::from(self.demand.accounts.segment[account])].habits;
        let Some(onboarding) = habits.onboarding else { return 1.0 };
        let since = self.age(account) - habits.hand_off.ms();
        if since >= 0 && since < onboarding.duration.ms() { onboarding.request_factor } else { 1.0 }
    }

    /// A request was resolved.
    pub fn ask_again(&mut self, account: usize, number: u16) {
        let (demand, kind) = (self.demand, &self.scenario.kinds[usize::from(number)]);
        if kind.again_after().is_none() || !self.accounts[account].alive {
            return;
        }
        self.answered.push((account, number));
        let ordinal = self.answered.iter().filter(|answered| **answered == (account, number)).count() as u32;
        let segment = &self.scenario.segments[usize::from(demand.accounts.segment[account])];
        let talker = Talker::named(&segment.name, &kind.name, demand.accounts.number[account]);
        let ring = KeyRing::new(self.scenario.simulation.seed, 0);
        // New accounts ask more often while they are onboarded.
        let complexity = segment.habits.complexity;
        let pace = self.scenario.load * complexity * self.more_often(account);
        let next = kind.next_request(&ring, talker, ordinal, pace, complexity);
        let next = next.expect("requests of this kind follow each other");
        let at = SimTime::from_ms(self.now) + Elapsed::from_ms(next.after.ms());
        let occurrence = Occurrence::work(at, account as u32, number, next.work, 0.0);
        let order = self.next_order();
        self.asks.push(Ask { order, occurrence });
    }
}
