//! Notes before plays: a program writes at once, and where that settles nothing a person is called after a wait.
//!
//! One luck decides on note and play: those whom a note settles are those whom a play at once would save most easily.

use super::event::Event;
use super::observer::{Observer, Piece};
use super::replay::Replay;
use super::state::NO_RULE;
use crate::model::Class;
use crate::model::demand::Occurrence;
use crate::time::Elapsed;

/// A play that will be called for unless its account has left by then.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    /// What raised it.
    pub raised: Occurrence,
    /// The account's term by then.
    pub term: u16,
}

impl<O: Observer> Replay<'_, O> {
    /// A risk strikes or an alarm is raised that a program answers first.
    #[cold]
    pub(super) fn send_note(&mut self, raised: &Occurrence) {
        let kind = usize::from(raised.kind);
        let Some((settles, wait)) = self.plan.notes[kind] else { return };
        let facts = self.kinds[kind];
        let (account, segment) =
            (raised.account as usize, usize::from(self.demand.accounts.segment[raised.account as usize]));
        let counted = self.monitor.is_counted(raised.at);
        if counted {
            self.monitor.segments[segment].arrives(Class::Triggered, facts.alarm, raised);
        }
        self.state.ledgers[account].risk += facts.log_odds;
        let (luck, at_risk) = facts.luck(raised.luck());
        let settled = luck < settles;
        let piece = Piece { account: raised.account, kind: raised.kind, arrived: raised.at };
        self.observer.sends_note(raised.at, piece, settled);
        if settled {
            if counted {
                let tally = &mut self.monitor.segments[segment];
                tally.plays_sent += 1;
                tally.plays_answered += 1;
                tally.risks_saved += u64::from(at_risk);
            }
            if at_risk {
                self.save(raised.account, raised.kind, self.state.accounts[account].terms);
            }
            return;
        }
        let call = Call { raised: *raised, term: self.state.accounts[account].terms };
        if wait == Elapsed::ZERO {
            self.call_for(call);
            return;
        }
        self.state.calls[kind].push_back(call);
        self.schedule(raised.at + wait, Event::Call { kind: raised.kind });
    }

    /// The wait behind a note is over. Waits of a kind are of one length, so that the first sent is the first to be over.
    pub(super) fn call(&mut self, kind: u16) {
        let call = self.state.calls[usize::from(kind)].pop_front().expect("a call that was set");
        self.call_for(call);
    }

    /// Calls for the play that a note has not spared.
    fn call_for(&mut self, Call { raised, term }: Call) {
        let (home, rule) = self.place_of(raised.account, raised.kind, Class::Triggered);
        if !self.state.accounts[raised.account as usize].alive || rule == NO_RULE {
            return;
        }
        if self.monitor.is_counted(raised.at) {
            let segment = usize::from(self.demand.accounts.segment[raised.account as usize]);
            self.monitor.segments[segment].escalations += 1;
        }
        self.monitor.arrived += 1;
        let facts = self.kinds[usize::from(raised.kind)];
        let now = raised.at_instant(self.state.now);
        let item = self.item(&now, rule, term, facts.expires - facts.noted_for);
        if self.holds_back(rule) {
            self.hold_back(&item, Class::Triggered, (home, rule));
        } else {
            self.route(&item, Class::Triggered, (home, rule));
        }
    }
}
