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
        let next =
            kind.next_request(&ring, talker, ordinal, 1.0, 1.0).expect("requests of this kind follow each other");
        let at = SimTime::from_ms(self.now) + Elapsed::from_ms(next.after.ms());
        let occurrence = Occurrence::work(at, account as u32, number, next.work, 0.0);
        let order = self.next_order();
        self.asks.push(Ask { order, occurrence });
    }
}
