//! Interruptions: urgent work that finds nobody free takes somebody from less urgent work, which goes on afterwards
//! where it stood and with the same CSM.
//!
//! Who is interrupted: of those who may take the urgent work at once, are at work, and have work of a higher priority
//! number in hand, whoever has the least urgent; of equals whoever took it in hand last, then the first by number.
//! Before going back to what was set aside a CSM takes waiting work that would interrupt it; work that interrupts also goes
//! ahead of waiting work that it could interrupt, whatever the discipline.

use super::event::Event;
use super::observer::Observer;
use super::plan::Plan;
use super::replay::Replay;
use super::service::clip;
use super::state::{Doing, InHand, Item, Waiting};
use crate::model::Class;
use crate::time::{SimTime, Working};
use std::cmp::Reverse;

/// Work that was interrupted, by CSM; empty where nothing interrupts.
#[derive(Debug, Default)]
pub(super) struct Aside {
    csms: Vec<OfCsm>,
}

/// What one CSM has set aside.
#[derive(Debug, Default)]
struct OfCsm {
    /// The last one is the first to be gone on with.
    pieces: Vec<Piece>,
    /// Changes whenever work in hand is set aside, so that its end as planned is known to be void.
    spell: u16,
    /// When the work in hand was taken in hand, the last time.
    since: SimTime,
    /// The last return at which urgent work was to be looked for.
    looks_at: SimTime,
}

/// A piece of work set aside.
#[derive(Clone, Copy, Debug)]
struct Piece {
    in_hand: InHand,
    /// What is left of it.
    left: Working,
}

impl Aside {
    /// Empties everything for a new replay, keeping memory.
    pub(super) fn reset(&mut self, plan: &Plan) {
        self.csms.resize_with(if plan.urgent == 0 { 0 } else { plan.csm_count() }, OfCsm::default);
        for csm in &mut self.csms {
            csm.pieces.clear();
            (csm.spell, csm.since, csm.looks_at) = (0, SimTime::DISTANT_PAST, SimTime::DISTANT_PAST);
        }
    }

    /// Pieces that a CSM has set aside.
    #[inline]
    pub(super) fn count(&self, csm: u32) -> u32 {
        self.csms.get(csm as usize).map_or(0, |own| own.pieces.len() as u32)
    }
}

impl<O: Observer> Replay<'_, O> {
    /// The event that ends what a CSM has just taken in hand.
    pub(super) fn spell_in_hand(&mut self, csm: u32) -> Event {
        let own = &mut self.state.aside.csms[csm as usize];
        own.since = self.state.now;
        Event::Finish { csm, spell: own.spell }
    }

    /// The end of work that may have been interrupted since.
    pub(super) fn finish(&mut self, csm: u32, spell: u16) {
        if self.state.aside.csms[csm as usize].spell == spell {
            self.completion(csm);
        }
    }

    /// Whether a CSM has set work aside.
    #[inline]
    pub(super) fn has_set_aside(&self, csm: u32) -> bool {
        O::FRILLS && self.state.aside.count(csm) > 0
    }

    /// Work that nobody is free for interrupts somebody, as far as it does so; whether it did. Of the queues in which it may
    /// be begun at once, the first in which somebody can be interrupted. Who is off duty in the middle of work is interrupted
    /// upon return.
    pub(super) fn interrupts(&mut self, item: &Item, class: Class, queues: [Option<u32>; 3]) -> bool {
        let queues = || queues.into_iter().flatten();
        if let Some(csm) = queues().find_map(|queue| self.whom_to_interrupt(queue, item.kind)) {
            self.set_aside(csm);
            self.start(csm, item, class);
            return true;
        }
        queues().for_each(|queue| self.interrupt_on_return(queue, item.kind));
        false
    }

    /// Those of a queue who went off duty in the middle of less urgent work look for work of a kind when they come back.
    pub(super) fn interrupt_on_return(&mut self, queue: u32, kind: u16) {
        let urgent = self.kinds[usize::from(kind)];
        if !urgent.interrupts {
            return;
        }
        let (now, plan) = (self.state.now, &self.plan.queues[queue as usize]);
        for csm in plan.first_csm..plan.first_csm + plan.csms {
            let state = &mut self.state.csms[csm as usize];
            if !self.plan.suits(csm, plan)
                || state.doing != Doing::Busy
                || self.kinds[usize::from(state.in_hand.kind)].priority <= urgent.priority
            {
                continue;
            }
            let back = state.timeline.next_open(now);
            let own = &mut self.state.aside.csms[csm as usize];
            if back > now && back < SimTime::NEVER && own.looks_at != back {
                own.looks_at = back;
                self.schedule(back, Event::BackAtWork { csm });
            }
        }
    }

    /// A CSM who went off duty in the middle of work is back, and takes what is more urgent.
    pub(super) fn back_at_work(&mut self, csm: u32) {
        let state = &self.state.csms[csm as usize];
        if state.doing != Doing::Busy {
            return;
        }
        let below = self.kinds[usize::from(state.in_hand.kind)].priority;
        if let Some(waiting) = self.most_urgent(csm, below) {
            self.interrupt_for(csm, waiting, Class::Reactive);
        }
    }

    /// Whom of a queue work of a kind interrupts, if anybody.
    pub(super) fn whom_to_interrupt(&mut self, queue: u32, kind: u16) -> Option<u32> {
        let urgent = self.kinds[usize::from(kind)];
        if !urgent.interrupts {
            return None;
        }
        let (now, plan) = (self.state.now, &self.plan.queues[queue as usize]);
        let mut best = None;
        for csm in plan.first_csm..plan.first_csm + plan.csms {
            let state = &mut self.state.csms[csm as usize];
            if !self.plan.suits(csm, plan) || state.doing != Doing::Busy || !state.timeline.is_open(now) {
                continue;
            }
            let priority = self.kinds[usize::from(state.in_hand.kind)].priority;
            if priority > urgent.priority {
                let rank = (priority, self.state.aside.csms[csm as usize].since, Reverse(csm));
                best = best.max(Some(rank));
            }
        }
        best.map(|(_, _, Reverse(csm))| csm)
    }

    /// A CSM sets the work in hand aside.
    pub(super) fn set_aside(&mut self, csm: u32) {
        let now = self.state.now;
        let after_hours = self.take_late(csm);
        let state = &mut self.state.csms[csm as usize];
        let in_hand = state.in_hand;
        let so_far = state.timeline.working_at(now).ms();
        let (spent, whole) = (clip(state.began, so_far, state.window), so_far - state.began);
        let own = &mut self.state.aside.csms[csm as usize];
        own.pieces.push(Piece { in_hand, left: Working::from_ms(state.ends - so_far + after_hours.ms()) });
        own.spell = own.spell.wrapping_add(1);
        if spent > 0 {
            let segment = usize::from(self.demand.accounts.segment[in_hand.account as usize]);
            let team = self.plan.team_of_csm[csm as usize] as usize;
            self.monitor.spend(csm, team, segment, in_hand.class, spent);
        }
        if self.monitor.is_counted(now) {
            self.monitor.interruptions[csm as usize] += 1;
        }
        self.note_spent(csm, whole);
        self.observer.is_set_aside(now, csm, in_hand.piece());
    }

    /// A CSM is interrupted for work that waits.
    pub(super) fn interrupt_for(&mut self, csm: u32, waiting: Waiting, class: Class) {
        self.set_aside(csm);
        let item = self.leave(waiting);
        self.monitor.waits(item.arrived, self.state.now);
        self.start(csm, &item, class);
    }

    /// A CSM who has set work aside takes waiting work that would interrupt it, else goes on with it.
    #[cold]
    pub(super) fn take_urgent_or_resume(&mut self, csm: u32) {
        let Some(piece) = self.state.aside.csms[csm as usize].pieces.last().copied() else { return };
        let below = self.kinds[usize::from(piece.in_hand.kind)].priority;
        if let Some(waiting) = self.most_urgent(csm, below) {
            let item = self.leave(waiting);
            self.monitor.waits(item.arrived, self.state.now);
            self.start(csm, &item, Class::Reactive);
            return;
        }
        self.state.aside.csms[csm as usize].pieces.pop();
        self.resume(csm, piece);
    }

    /// The most urgent work that interrupts and waits where a CSM may take it, out of its line: by priority, which is below
    /// a bound, then by rank; own queue first among equals.
    pub(super) fn most_urgent(&mut self, csm: u32, below: u8) -> Option<Waiting> {
        let mut best: Option<((u8, i64), Waiting, usize)> = None;
        for place in self.plan.serves_from[csm as usize]..self.plan.serves_from[csm as usize + 1] {
            let queue = self.plan.serves[place as usize];
            let mut filled = self.state.queues[queue as usize].filled & self.plan.urgent;
            while filled != 0 {
                let line = filled.trailing_zeros() as usize;
                filled &= filled - 1;
                let Some((rank, waiting)) = self.head(queue, line) else { continue };
                let kind = self.state.items[waiting.item].kind;
                let rank = (self.kinds[usize::from(kind)].priority, rank);
                if rank.0 < below && best.is_none_or(|(least, ..)| rank < least) {
                    best = Some((rank, waiting, queue as usize * self.plan.lines + line));
                }
            }
        }
        let (_, waiting, line) = best?;
        self.state.lines[line].leave();
        Some(waiting)
    }

    /// A CSM goes on with work that was set aside, after finding the way back to it.
    fn resume(&mut self, csm: u32, piece: Piece) {
        let now = self.state.now;
        let again = self.plan.context.interruption;
        let work = piece.left + again;
        let state = &mut self.state.csms[csm as usize];
        let (began, mut done) = state.timeline.begin(now, work);
        let mut ends = began.ms() + work.ms();
        if self.plan.overtime {
            (ends, done) = self.stay_late(csm, began.ms(), work, done);
        }
        if self.plan.people_move {
            (ends, done) = self.end_before_leaving(csm, began.ms(), ends, done);
        }
        let state = &mut self.state.csms[csm as usize];
        state.doing = Doing::Busy;
        state.in_hand = piece.in_hand;
        state.began = began.ms();
        state.ends = ends;
        state.served += again.ms();
        if piece.in_hand.class == Class::Planned {
            state.served_planned += again.ms();
        }
        self.observer.is_resumed(now, csm, piece.in_hand.piece());
        self.schedule_end(csm, done);
    }

    /// What somebody who leaves has set aside ends with the last day, the last one first.
    pub(super) fn end_what_is_set_aside(&mut self, csm: u32) {
        while let Some(piece) = self.state.aside.csms.get_mut(csm as usize).and_then(|own| own.pieces.pop()) {
            self.end(csm, piece.in_hand, 0);
        }
    }
}
