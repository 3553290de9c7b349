//! Accounts that ask again only some time after their last answer.

use super::event::Event;
use super::observer::Observer;
use super::plan::Plan;
use super::replay::Replay;
use super::state::NONE;
use crate::model::demand::Occurrence;
use crate::time::{SimTime, Working};

/// Those who ask again, by kind and then account; empty where nobody does.
#[derive(Debug, Default)]
pub(super) struct Askers(Vec<Asker>);

#[derive(Clone, Copy, Debug)]
struct Asker {
    /// Number of the next request.
    ordinal: u32,
    /// Its work content.
    work: Working,
}

impl Askers {
    /// Empties everything for a new replay, keeping memory.
    pub(super) fn reset(&mut self, plan: &Plan, accounts: usize) {
        self.0.clear();
        self.0.resize(plan.again_kinds.len() * accounts, Asker { ordinal: 0, work: Working::ZERO });
    }
}

impl<O: Observer> Replay<'_, O> {
    /// A request was resolved: where its sender asks again only then, the next one is set.
    pub(super) fn ask_again(&mut self, account: u32, kind: u16) {
        let again = self.kinds[usize::from(kind)].again;
        let index = account as usize;
        if again == NONE || !self.state.accounts[index].alive {
            return;
        }
        let accounts = &self.demand.accounts;
        let segment = &self.plan.segments[usize::from(accounts.segment[index])];
        let new = index >= accounts.initial as usize;
        let pace = segment.pace_of_asking(self.plan.load, new.then(|| self.state.now - accounts.start[index]));
        let place = again as usize * accounts.len() + index;
        let ordinal = self.state.askers.0[place].ordinal + 1;
        let talker = self.talker(account, kind);
        let plan = &self.plan.kinds[usize::from(kind)];
        let Some(next) = plan.next_request(self.ring, talker, ordinal, pace, segment.habits.complexity) else { return };
        self.state.askers.0[place] = Asker { ordinal, work: next.work };
        let at = self.state.now + next.after;
        if at < SimTime::NEVER {
            self.schedule(at, Event::Asks { asker: place as u32 });
        }
    }

    /// An account asks again.
    pub(super) fn asks(&mut self, asker: u32) {
        let accounts = self.demand.accounts.len();
        let (kind, account) = (self.plan.again_kinds[asker as usize / accounts], asker as usize % accounts);
        let work = self.state.askers.0[asker as usize].work;
        self.work_arrives(&Occurrence::work(self.state.now, account as u32, kind, work, 0.0));
    }
}
