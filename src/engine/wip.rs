//! Limits on open conversations: who has as many as the team allows begins no new request until one of them closes.
//!
//! A conversation is open from the end of its first interaction, where another follows, to the end of its last one or
//! until its account leaves. Requests that interrupt are not held back. It is of whoever began the last interaction;
//! nobody has those of somebody who has left.

use super::observer::Observer;
use super::replay::Replay;
use super::state::{Doing, GONE, Item};
use crate::model::Class;

impl<O: Observer> Replay<'_, O> {
    /// Whether a piece of work may begin a conversation and is held back: a request that nobody has answered yet and that
    /// interrupts nobody.
    #[inline]
    pub(super) fn opens(&self, item: &Item, class: Class) -> bool {
        class == Class::Reactive && self.is_first(item) && !self.kinds[usize::from(item.kind)].interrupts
    }

    /// Whether a CSM has as many open conversations as the team allows.
    #[inline]
    pub(super) fn is_full(&self, csm: u32) -> bool {
        self.limits_wip() && self.state.open[csm as usize] >= self.plan.wip_limit[csm as usize]
    }

    /// Whether a CSM can begin this piece of work at this instant.
    #[inline]
    pub(super) fn is_free_for(&mut self, csm: u32, item: &Item, class: Class) -> bool {
        !(self.limits_wip() && self.opens(item, class) && self.is_full(csm)) && self.is_free(csm)
    }

    /// The CSM of a queue who has been idle longest, is on duty and may begin this piece of work.
    #[inline]
    pub(super) fn take_idle_for(&mut self, queue: u32, item: &Item, class: Class) -> Option<u32> {
        if self.limits_wip() && self.opens(item, class) {
            return self.take_idle_below_limit(queue);
        }
        self.take_idle(queue)
    }

    /// Those who are full keep their turn.
    #[cold]
    fn take_idle_below_limit(&mut self, queue: u32) -> Option<u32> {
        let mut place = 0;
        while let Some(&(csm, stamp)) = self.state.queues[queue as usize].idle.get(place) {
            let stale = self.state.csms[csm as usize].idle_stamp != stamp;
            if !stale && self.is_full(csm) {
                place += 1;
                continue;
            }
            self.state.queues[queue as usize].idle.remove(place);
            if !stale && self.is_free(csm) {
                return Some(csm);
            }
        }
        None
    }

    /// Lines in which a CSM may look: new requests stand in the upper half.
    #[inline]
    pub(super) fn lines_for(&self, csm: u32) -> u64 {
        if self.is_full(csm) { (1 << (self.plan.lines / 2)) - 1 } else { u64::MAX }
    }

    /// A CSM begins the next interaction of a conversation, which is that CSM's from now on. Who had it before.
    #[cold]
    pub(super) fn take_over(&mut self, csm: u32, thread: u32) -> u32 {
        let before = std::mem::replace(&mut self.state.threads[thread as usize].handler, csm);
        if before == csm {
            return GONE;
        }
        self.state.open[csm as usize] += 1;
        self.let_go(before);
        before
    }

    /// One conversation less.
    pub(super) fn let_go(&mut self, csm: u32) {
        if self.plan.limits_wip && csm < GONE {
            self.state.open[csm as usize] -= 1;
        }
    }

    /// Who was full may take what waits.
    pub(super) fn nudge(&mut self, csm: u32) {
        if csm < GONE && self.state.csms[csm as usize].doing == Doing::Idle && self.has_work(csm) {
            self.next_work(csm);
        }
    }

    /// The conversations of an account that leaves are closed.
    #[cold]
    pub(super) fn close_conversations(&mut self, account: u32) {
        for place in 0..self.state.threads.len() {
            if self.state.threads[place].account == account {
                let handler = std::mem::replace(&mut self.state.threads[place].handler, GONE);
                self.let_go(handler);
            }
        }
        (0..self.plan.csm_count() as u32).for_each(|csm| self.nudge(csm));
    }
}
