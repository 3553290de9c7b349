//! A line of waiting work, first rank first.
//!
//! Work mostly joins in the order of its rank, so a line is a list that grows at its end; what joins out of order goes
//! to an event list beside it.

use super::state::Waiting;
use crate::event_list::EventList;
use crate::model::{Class, WorkKind};
use crate::time::SimTime;

/// Lines of a queue at most, halved: more priorities than this share the last lines.
const LEVELS: usize = 32;

/// Lines of work of a kind in a queue where priorities rank work, and where they do not. Work that interrupts has lines
/// of its own before all others: one for each priority, under any discipline. `twice`: each queue has as many lines again, for
/// new requests that may be held back, so half as many are told apart.
pub(super) fn lines_of(kinds: &[WorkKind], kind: &WorkKind, twice: bool) -> [u8; 2] {
    let levels = if twice { LEVELS / 2 } else { LEVELS };
    let urgent = priorities(kinds, true);
    let planned = usize::from(kind.class() == Class::Planned);
    let level = |base: usize, of: &[u8]| {
        (base + of.iter().filter(|priority| **priority < kind.priority).count()).min(levels - 1)
    };
    let lines = match kind.interrupts() {
        true => [2 * level(0, &urgent); 2],
        false => {
            [level(urgent.len(), &priorities(kinds, false)), urgent.len().min(levels - 1)].map(|of| 2 * of + planned)
        }
    };
    lines.map(|line| line as u8)
}

/// How many lines each queue has.
pub(super) fn count(kinds: &[WorkKind], twice: bool) -> usize {
    let lines = kinds.iter().flat_map(|kind| lines_of(kinds, kind, twice)).max();
    lines.map_or(2, |last| (usize::from(last) | 1) + 1) * if twice { 2 } else { 1 }
}

/// Lines of work that interrupts, one bit each.
pub(super) fn urgent(kinds: &[WorkKind], twice: bool) -> u64 {
    kinds.iter().filter(|kind| kind.interrupts()).fold(0, |bits, kind| bits | 1 << lines_of(kinds, kind, twice)[0])
}

/// Distinct priorities of work that interrupts, or of the rest.
fn priorities(kinds: &[WorkKind], interrupts: bool) -> Vec<u8> {
    let mut found: Vec<u8> = kinds.iter().filter(|k| k.interrupts() == interrupts).map(|k| k.priority).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// One line of waiting work, in one line of memory.
#[derive(Clone, Debug, Default)]
#[repr(align(64))]
pub(super) struct Line {
    /// Entries in order of rank, then of joining; those before `first` have left.
    orderly: Vec<Entry>,
    first: usize,
    joined: u32,
    /// How many entries joined with a rank below that of the last one and are still here, and these.
    apart: u32,
    others: Box<EventList<(u32, Waiting)>>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    rank: i64,
    turn: u32,
    waiting: Waiting,
}

impl Line {
    /// Empties the line, keeping its memory.
    pub(super) fn clear(&mut self) {
        self.orderly.clear();
        self.first = 0;
        self.others.clear();
        self.apart = 0;
        self.joined = 0;
    }

    /// Adds work; of equal ranks, whatever joined first comes first.
    #[inline(always)]
    pub(super) fn join(&mut self, rank: i64, waiting: Waiting) {
        let turn = self.joined;
        self.joined = self.joined.wrapping_add(1);
        match self.orderly.last() {
            Some(last) if last.rank > rank => {
                self.apart += 1;
                self.others.schedule(SimTime::from_ms(rank), 0, (turn, waiting));
            }
            _ => self.orderly.push(Entry { rank, turn, waiting }),
        }
    }

    /// The first in line, left where it is: its rank and reference.
    #[inline]
    pub(super) fn first(&self) -> Option<(i64, Waiting)> {
        if self.apart == 0 {
            return self.orderly.get(self.first).map(|entry| (entry.rank, entry.waiting));
        }
        self.first_of_both()
    }

    /// Reads where the next one will join.
    #[inline]
    pub(super) fn touch(&self) -> usize {
        self.first ^ self.orderly.last().map_or(0, |last| last.turn as usize)
    }

    /// The piece of work so many places behind the first, where the line is in order.
    #[inline]
    pub(super) fn behind_first(&self, places: usize) -> Option<u32> {
        self.orderly.get(self.first + places).map(|entry| entry.waiting.item)
    }

    fn first_of_both(&self) -> Option<(i64, Waiting)> {
        let (rank, (_, waiting)) = self.others.peek()?;
        match self.orderly.get(self.first) {
            Some(entry) if self.orderly_first() => Some((entry.rank, entry.waiting)),
            _ => Some((rank.ms(), waiting)),
        }
    }

    /// Whether the first in line stands in the orderly list.
    #[inline]
    fn orderly_first(&self) -> bool {
        if self.apart == 0 {
            return self.first < self.orderly.len();
        }
        match (self.orderly.get(self.first), self.others.peek()) {
            (Some(entry), Some((rank, (turn, _)))) => (entry.rank, entry.turn) < (rank.ms(), turn),
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    /// Takes the first in line away.
    #[inline]
    pub(super) fn leave(&mut self) {
        if !self.orderly_first() {
            self.others.pop();
            self.apart -= 1;
            return;
        }
        self.first += 1;
        if self.first == self.orderly.len() {
            self.orderly.clear();
            self.first = 0;
        } else if self.first >= 64 && 2 * self.first >= self.orderly.len() {
            // At most one move for each entry that has left.
            self.orderly.drain(..self.first);
            self.first = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fixture::scenario;
    use proptest::prelude::*;

    #[test]
    fn the_last_lines_hold_what_has_none_of_its_own() {
        // Forty priorities of each sort, and planned work behind all of them.
        let mut more = String::new();
        for number in 2..=80 {
            let work = "rate = \"1 / account / year\"\nwork = \"1 h\"\nrespond_within = \"1 h\"";
            let urgent = number <= 40;
            more += &format!("[requests.r{number}]\n{work}\npriority = {number}\ninterrupts = {urgent}\n");
        }
        more += "[playbooks.p]\npriority = 200\nsteps = [{ every = \"1 month\", work = \"1 h\" }]\n";
        let first = [("requests.ask.priority", "1"), ("requests.ask.interrupts", "true")];
        let kinds = scenario(r#"{ pooled = "t" }"#, &more, &first).kinds;
        let lines = |kind: usize, twice: bool| lines_of(&kinds, &kinds[kind], twice);
        assert_eq!([lines(0, false), lines(30, false), lines(39, false)], [[0; 2], [60; 2], [62; 2]]);
        assert_eq!([lines(40, false), lines(80, false)], [[62; 2], [63; 2]]);
        let doubled = [lines(14, true), lines(39, true), lines(79, true), lines(80, true)];
        assert_eq!(doubled, [[28; 2], [30; 2], [30; 2], [31; 2]]);
        assert_eq!([count(&kinds, false), count(&kinds, true)], [64, 64]);
        let few = &kinds[38..42];
        assert_eq!([0, 1, 2, 3].map(|kind| lines_of(few, &few[kind], false)), [[0; 2], [2; 2], [4, 4], [6, 4]]);
        assert_eq!(urgent(few, false), 0b101);
    }

    proptest! {
        #[test]
        fn a_line_is_a_stable_sort_by_rank(
            steps in proptest::collection::vec((0u8..3, -20i64..20), 1..400),
            drift in 0i64..3,
        ) {
            let mut line = Line::default();
            let mut model: Vec<(i64, u32)> = Vec::new();
            for (number, (action, rank)) in (0u32..).zip(steps) {
                if action == 0 {
                    let expected = model.iter().copied().min();
                    prop_assert_eq!(line.first().map(|(rank, waiting)| (rank, waiting.item)), expected);
                    if let Some(first) = expected {
                        line.leave();
                        model.retain(|entry| *entry != first);
                    }
                } else {
                    let rank = rank + drift * i64::from(number);
                    line.join(rank, Waiting { item: number, stamp: 0 });
                    model.push((rank, number));
                }
            }
        }
    }
}
