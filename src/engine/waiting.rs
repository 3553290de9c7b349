//! Work that waits: the table of it, and for each account the list of what waits of it.
//!
//! A piece of work that has left gives its place to the next one. Whether a reference still stands for the same piece says
//! a stamp, and stamps stand apart from the work: most references that are looked at are old, and need nothing else.

use super::observer::Piece;
use super::state::{InHand, NONE};
use crate::model::Class;
use crate::time::{SimTime, Working};
use std::ops::{Index, IndexMut};

/// A piece of work that waits: one cache line.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Item {
    pub arrived: SimTime,
    /// Working time of its team when it arrived.
    pub arrived_working: Working,
    pub work: Working,
    /// From then on nobody begins it; [`SimTime::NEVER`] for what never expires.
    pub expires: SimTime,
    pub luck: f32,
    pub account: u32,
    pub kind: u16,
    /// The account's term when it arrived.
    pub term: u16,
    /// The team of its coverage.
    pub team: u16,
    /// Already counted as late.
    pub late: bool,
    /// The rule under which it came, or was handed over.
    pub rule: u16,
    /// The conversation that it goes on with, or [`NONE`] for what begins one.
    pub thread: u32,
    /// To whom it was given as it came, or [`NONE`].
    pub assigned: u32,
}

impl Item {
    /// The same, begun.
    #[inline]
    pub(super) fn in_hand(&self, class: Class) -> InHand {
        InHand {
            arrived: self.arrived,
            arrived_working: self.arrived_working,
            account: self.account,
            kind: self.kind,
            term: self.term,
            team: self.team,
            class,
            saved: false,
            thread: self.thread,
        }
    }

    /// Whether it is a request that awaits its first response and is not counted as late yet.
    #[inline]
    pub(super) fn is_asked(&self) -> bool {
        self.is_first() && !self.late
    }

    /// Whether it goes on with no conversation.
    #[inline]
    pub(super) fn is_first(&self) -> bool {
        self.thread == NONE
    }

    /// What an observer is told of it.
    #[inline]
    pub(super) fn piece(&self) -> Piece {
        Piece { account: self.account, kind: self.kind, arrived: self.arrived }
    }
}

/// A reference to a waiting item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    pub item: u32,
    pub stamp: u32,
}

/// Waiting work by place.
#[derive(Debug, Default)]
pub(super) struct Table {
    items: Vec<Item>,
    /// How often each place was left.
    stamps: Vec<u32>,
    /// Neighbours in the list of what waits of the same account.
    links: Vec<Links>,
    free: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Links {
    before: u32,
    after: u32,
}

impl Index<u32> for Table {
    type Output = Item;

    #[inline]
    fn index(&self, place: u32) -> &Item {
        &self.items[place as usize]
    }
}

impl IndexMut<u32> for Table {
    #[inline]
    fn index_mut(&mut self, place: u32) -> &mut Item {
        &mut self.items[place as usize]
    }
}

impl Table {
    /// Empties the table, keeping memory.
    pub(super) fn clear(&mut self) {
        self.items.clear();
        self.stamps.clear();
        self.links.clear();
        self.free.clear();
    }

    /// All places, also those where nothing waits: their account is [`NONE`].
    pub(super) fn places(&self) -> std::ops::Range<u32> {
        0..self.items.len() as u32
    }

    /// A reference to what waits at a place.
    #[inline]
    pub(super) fn at(&self, place: u32) -> Waiting {
        Waiting { item: place, stamp: self.stamps[place as usize] }
    }

    /// Whether a reference still stands for waiting work.
    #[inline]
    pub(super) fn still_waits(&self, waiting: Waiting) -> bool {
        self.stamps[waiting.item as usize] == waiting.stamp
    }

    /// Puts a piece of work in the table; gives its reference.
    #[inline]
    pub(super) fn keep(&mut self, item: Item) -> Waiting {
        match self.free.pop() {
            Some(place) => {
                self.items[place as usize] = item;
                self.at(place)
            }
            None => {
                self.items.push(item);
                self.stamps.push(0);
                self.links.push(Links { before: NONE, after: NONE });
                self.at(self.items.len() as u32 - 1)
            }
        }
    }

    /// Takes a piece of work out of the table: it waits no more.
    #[inline]
    pub(super) fn take(&mut self, waiting: Waiting) -> Item {
        debug_assert!(self.still_waits(waiting), "only work that still waits can be taken");
        let slot = &mut self.items[waiting.item as usize];
        let item = *slot;
        slot.account = NONE;
        let stamp = &mut self.stamps[waiting.item as usize];
        *stamp = stamp.wrapping_add(1);
        self.free.push(waiting.item);
        item
    }

    /// What stands behind a piece of work in the list of its account, or [`NONE`].
    #[inline]
    pub(super) fn after(&self, place: u32) -> u32 {
        self.links[place as usize].after
    }

    /// Puts waiting work at the head of a list.
    #[inline]
    pub(super) fn link(&mut self, place: u32, head: &mut u32) {
        let after = std::mem::replace(head, place);
        self.links[place as usize] = Links { before: NONE, after };
        if after != NONE {
            self.links[after as usize].before = place;
        }
    }

    /// Takes work that waits no more out of a list.
    #[inline]
    pub(super) fn unlink(&mut self, place: u32, head: &mut u32) {
        let Links { before, after } = self.links[place as usize];
        match before {
            NONE => *head = after,
            before => self.links[before as usize].after = after,
        }
        if after != NONE {
            self.links[after as usize].before = before;
        }
    }

    /// Reads what is kept at a place.
    #[inline]
    pub(super) fn touch(&self, place: u32) -> usize {
        let (item, links) = (&self.items[place as usize], &self.links[place as usize]);
        (item.account ^ self.stamps[place as usize] ^ links.after) as usize
    }

    /// Places that the next pieces of work will take, first one first.
    pub(super) fn next_free(&self) -> impl Iterator<Item = u32> {
        self.free.iter().rev().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_fits_a_cache_line() {
        assert_eq!(size_of::<Item>(), 64);
    }
}
