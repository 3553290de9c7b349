//! The pending-event set, ordered by (time, class, sequence): a short sorted list of what is next, and a 4-ary heap of
//! what is far.
//!
//! The order is a contract. Earlier time first; at one instant the lower class first; within one class whatever was
//! scheduled first. No two keys are equal, so the order of events never depends on where they are kept.

use crate::time::SimTime;

/// Pending events with payload `E`.
///
/// Nothing is cancelled here: an owner who changes its mind leaves the event in and knows it by a stamp when it
/// fires.
#[derive(Clone, Debug)]
pub struct EventList<E> {
    /// What is next, latest first, so that the next event is the last entry. Teams of usual size fit in here.
    near: Vec<Entry<E>>,
    /// Whatever is later than all of `near`, as a heap. Empty whenever `near` is.
    far: Vec<Entry<E>>,
    sequence: u64,
}

#[derive(Clone, Copy, Debug)]
struct Entry<E> {
    at: SimTime,
    /// Class and sequence.
    tie: u64,
    event: E,
}

impl<E> Entry<E> {
    #[inline]
    fn is_before(&self, other: &Entry<E>) -> bool {
        self.at < other.at || (self.at == other.at && self.tie < other.tie)
    }

    /// The same without a branch, for where either answer is as likely.
    #[inline]
    fn comes_before(&self, other: &Entry<E>) -> bool {
        self.key() < other.key()
    }

    /// Time and tie as one number.
    #[inline]
    fn key(&self) -> u128 {
        u128::from(self.at.ms() as u64 ^ 1 << 63) << 64 | u128::from(self.tie)
    }
}

/// Entries of the sorted list at most.
const NEAR: usize = 64;

/// How many entries move at once when the sorted list is full or empty.
const BATCH: usize = 32;

/// Children of one node of the heap.
const ARITY: usize = 4;

/// Bits of a tie below the class: the sequence.
const CLASS_SHIFT: u32 = 56;

impl<E> Default for EventList<E> {
    fn default() -> Self {
        EventList { near: Vec::new(), far: Vec::new(), sequence: 0 }
    }
}

impl<E: Copy> EventList<E> {
    /// Empties the list, keeping its memory.
    pub fn clear(&mut self) {
        self.near.clear();
        self.far.clear();
        self.sequence = 0;
    }

    /// Number of pending events.
    pub fn len(&self) -> usize {
        self.near.len() + self.far.len()
    }

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.near.is_empty()
    }

    /// When the next event happens; [`SimTime::NEVER`] if none is pending.
    #[inline]
    pub fn next_time(&self) -> SimTime {
        match self.near.last() {
            Some(entry) => entry.at,
            None => SimTime::NEVER,
        }
    }

    /// Adds an event. O(log n); O(1) when it is later than most.
    #[inline]
    pub fn schedule(&mut self, at: SimTime, class: u8, event: E) {
        let turn = self.take_turn();
        self.schedule_in_turn(at, class, turn, event);
    }

    /// A turn among equals for an event that is scheduled later than it is decided on.
    #[inline]
    pub fn take_turn(&mut self) -> u64 {
        self.sequence += 1;
        self.sequence - 1
    }

    /// Adds an event as though it had been scheduled when its turn was taken.
    #[inline]
    pub fn schedule_in_turn(&mut self, at: SimTime, class: u8, turn: u64, event: E) {
        let entry = Entry { at, tie: (u64::from(class) << CLASS_SHIFT) | turn, event };
        if self.near.len() < NEAR && self.far.is_empty() {
            self.insert_near(entry);
        } else {
            self.schedule_among_many(entry);
        }
    }

    /// Takes the next event out. O(log n).
    #[inline(always)]
    pub fn pop(&mut self) -> Option<(SimTime, E)> {
        let next = self.near.pop()?;
        if self.near.is_empty() && !self.far.is_empty() {
            self.refill();
        }
        Some((next.at, next.event))
    }

    /// The next event, left where it is.
    #[inline]
    pub fn peek(&self) -> Option<(SimTime, E)> {
        self.near.last().map(|entry| (entry.at, entry.event))
    }

    /// The events that come next, in their order: those at hand, which may be few ([`EventList::stock_up`]).
    pub fn coming(&self) -> impl Iterator<Item = &E> {
        self.near.iter().rev().map(|entry| &entry.event)
    }

    /// Has at least half of the sorted list at hand, or everything.
    pub fn stock_up(&mut self) {
        if self.near.len() > NEAR - BATCH || self.far.is_empty() {
            return;
        }
        let had = self.near.len();
        self.refill();
        // What was there already comes before what the heap had.
        self.near.rotate_left(had);
    }

    /// Puts an entry into its place in the sorted list.
    #[inline]
    fn insert_near(&mut self, entry: Entry<E>) {
        let mut place = self.near.len();
        self.near.push(entry);
        let near = self.near.as_mut_slice();
        while place > 0 && near[place - 1].is_before(&entry) {
            near[place] = near[place - 1];
            place -= 1;
        }
        near[place] = entry;
    }

    fn schedule_among_many(&mut self, entry: Entry<E>) {
        if self.near[0].is_before(&entry) {
            self.push_far(entry);
            return;
        }
        if self.near.len() == NEAR {
            // The later half goes to the heap.
            for place in 0..BATCH {
                self.push_far(self.near[place]);
            }
            self.near.drain(..BATCH);
        }
        if self.near[0].is_before(&entry) { self.push_far(entry) } else { self.insert_near(entry) }
    }

    /// Puts the first of the heap behind the sorted list, the latest first.
    fn refill(&mut self) {
        let had = self.near.len();
        for _ in 0..BATCH.min(self.far.len()) {
            let next = self.pop_far();
            self.near.push(next);
        }
        self.near[had..].reverse();
    }

    fn push_far(&mut self, entry: Entry<E>) {
        let mut hole = self.far.len();
        self.far.push(entry);
        while hole > 0 {
            let parent = (hole - 1) / ARITY;
            if self.far[parent].is_before(&entry) {
                break;
            }
            self.far[hole] = self.far[parent];
            hole = parent;
        }
        self.far[hole] = entry;
    }

    /// Takes the first entry of a heap that is not empty: the hole at the root goes down to a leaf, the least child moving up
    /// each time, and the last entry goes up from there as far as it must, which is seldom far.
    fn pop_far(&mut self) -> Entry<E> {
        let last = self.far.pop().expect("the heap is not empty");
        let heap = self.far.as_mut_slice();
        let Some(&first) = heap.first() else { return last };
        let mut hole = 0;
        while let Some(least) = least_child(heap, hole) {
            heap[hole] = heap[least];
            hole = least;
        }
        while hole > 0 {
            let parent = (hole - 1) / ARITY;
            if heap[parent].is_before(&last) {
                break;
            }
            heap[hole] = heap[parent];
            hole = parent;
        }
        heap[hole] = last;
        first
    }
}

/// The child of a node that comes first, if it has any.
#[inline]
fn least_child<E: Copy>(heap: &[Entry<E>], node: usize) -> Option<usize> {
    let child = node * ARITY + 1;
    if let Some([a, b, c, d]) = heap.get(child..child + ARITY) {
        // Without a branch: which child it is, nobody could guess.
        let (left, right) = (usize::from(b.comes_before(a)), 2 + usize::from(d.comes_before(c)));
        let right_first = heap[child + right].comes_before(&heap[child + left]);
        return Some(child + if right_first { right } else { left });
    }
    (child..heap.len()).reduce(|least, other| if heap[other].is_before(&heap[least]) { other } else { least })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ties_are_broken_by_class_then_by_order_of_scheduling() {
        let mut list = EventList::default();
        let t = SimTime::from_ms(5);
        list.schedule(t, 1, 'c');
        list.schedule(t, 0, 'a');
        list.schedule(t, 1, 'd');
        list.schedule(t, 0, 'b');
        list.schedule(SimTime::from_ms(-5), 9, 'x');
        let order: String = std::iter::from_fn(|| list.pop().map(|(_, event)| event)).collect();
        assert_eq!(order, "xabcd");
        assert_eq!(list.next_time(), SimTime::NEVER);
    }

    #[test]
    fn a_turn_taken_early_counts_from_then() {
        let mut list = EventList::default();
        let t = SimTime::from_ms(5);
        let turn = list.take_turn();
        list.schedule(t, 0, 'b');
        list.schedule_in_turn(t, 0, turn, 'a');
        let order: String = std::iter::from_fn(|| list.pop().map(|(_, event)| event)).collect();
        assert_eq!(order, "ab");
    }

    proptest! {
        #[test]
        fn events_come_out_as_a_stable_sort_would_put_them(
            steps in proptest::collection::vec((0u8..6, -50i64..50, 0u8..3), 1..600)
        ) {
            let mut list = EventList::default();
            let mut model: Vec<(i64, u8, usize)> = Vec::new();
            for (number, (action, at, class)) in steps.into_iter().enumerate() {
                if action == 5 {
                    list.stock_up();
                    let coming: Vec<usize> = list.coming().copied().collect();
                    let mut all: Vec<(i64, u8, usize)> = model.clone();
                    all.sort_unstable();
                    prop_assert!(coming.len() >= all.len().min(NEAR / 2));
                    prop_assert!(coming.iter().eq(all.iter().map(|(_, _, number)| number).take(coming.len())));
                } else if action == 0 && !model.is_empty() {
                    let least = (0..model.len()).min_by_key(|&i| model[i]).expect("not empty");
                    let expected = model.remove(least);
                    prop_assert_eq!(list.next_time().ms(), expected.0);
                    prop_assert_eq!(list.peek(), Some((SimTime::from_ms(expected.0), expected.2)));
                    prop_assert_eq!(list.pop(), Some((SimTime::from_ms(expected.0), expected.2)));
                } else {
                    list.schedule(SimTime::from_ms(at), class, number);
                    model.push((at, class, number));
                }
                prop_assert!(list.near.len() <= NEAR, "the sorted list stays short");
                prop_assert_eq!(list.len(), model.len());
                prop_assert_eq!(list.is_empty(), model.is_empty());
            }
            model.sort_unstable();
            for expected in model {
                prop_assert_eq!(list.pop(), Some((SimTime::from_ms(expected.0), expected.2)));
            }
            prop_assert_eq!(list.pop(), None);
        }
    }
}
