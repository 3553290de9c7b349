//! The pending-event set: a 4-ary heap of small copied records, ordered by (time, class, sequence).
//!
//! The order is a contract. Earlier time first; at one instant the lower class first; within one class whatever was
//! scheduled first. No two keys are equal, so the order of events never depends on the shape of the heap.

use crate::time::SimTime;

/// Pending events with payload `E`.
///
/// Nothing is cancelled here: an owner who changes its mind leaves the event in and knows it by a stamp when it
/// fires.
#[derive(Clone, Debug)]
pub struct EventList<E> {
    heap: Vec<Entry<E>>,
    sequence: u64,
}

#[derive(Clone, Copy, Debug)]
struct Entry<E> {
    key: u128,
    event: E,
}

/// Children of one node.
const ARITY: usize = 4;

/// Bits of the key below the time: 8 for the class, 56 for the sequence.
const CLASS_SHIFT: u32 = 56;

#[inline]
fn key_of(at: SimTime, class: u8, sequence: u64) -> u128 {
    // Flipping the sign bit makes unsigned order agree with signed order.
    let time = (at.ms() as u64) ^ (1 << 63);
    (u128::from(time) << 64) | u128::from((u64::from(class) << CLASS_SHIFT) | sequence)
}

#[inline]
fn time_of(key: u128) -> SimTime {
    SimTime::from_ms(((key >> 64) as u64 ^ (1 << 63)) as i64)
}

impl<E: Copy> Default for EventList<E> {
    fn default() -> Self {
        EventList { heap: Vec::new(), sequence: 0 }
    }
}

impl<E: Copy> EventList<E> {
    /// Empties the list, keeping its memory.
    pub fn clear(&mut self) {
        self.heap.clear();
        self.sequence = 0;
    }

    /// Number of pending events.
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    /// When the next event happens; [`SimTime::NEVER`] if none is pending.
    #[inline]
    pub fn next_time(&self) -> SimTime {
        match self.heap.first() {
            Some(entry) => time_of(entry.key),
            None => SimTime::NEVER,
        }
    }

    /// Adds an event. O(log n), O(1) when it is later than most.
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
        let key = key_of(at, class, turn);
        let mut hole = self.heap.len();
        let entry = Entry { key, event };
        self.heap.push(entry);
        while hole > 0 {
            let parent = (hole - 1) / ARITY;
            if self.heap[parent].key <= key {
                break;
            }
            self.heap[hole] = self.heap[parent];
            hole = parent;
        }
        self.heap[hole] = entry;
    }

    /// Takes the next event out. O(log n).
    #[inline]
    pub fn pop(&mut self) -> Option<(SimTime, E)> {
        let first = *self.heap.first()?;
        let last = self.heap.pop().expect("a heap with a first entry has a last one");
        if !self.heap.is_empty() {
            self.sift_down(last);
        }
        Some((time_of(first.key), first.event))
    }

    /// Puts an event in the place of the next one, as a `pop` and a `schedule` would, at the cost of one of them.
    ///
    /// The caller has read the next event with [`Self::peek`] and is done with it.
    #[inline]
    pub fn replace_next(&mut self, at: SimTime, class: u8, event: E) {
        debug_assert!(!self.heap.is_empty(), "there must be a next event to replace");
        let key = key_of(at, class, self.sequence);
        self.sequence += 1;
        self.sift_down(Entry { key, event });
    }

    /// The next event, left where it is.
    #[inline]
    pub fn peek(&self) -> Option<(SimTime, E)> {
        self.heap.first().map(|entry| (time_of(entry.key), entry.event))
    }

    /// Fills the hole at the root with `entry`, moving smaller children up.
    #[inline]
    fn sift_down(&mut self, entry: Entry<E>) {
        let heap = self.heap.as_mut_slice();
        let length = heap.len();
        let mut hole = 0;
        loop {
            let first = hole * ARITY + 1;
            if first + ARITY <= length {
                let left = if heap[first + 1].key < heap[first].key { first + 1 } else { first };
                let right = if heap[first + 3].key < heap[first + 2].key { first + 3 } else { first + 2 };
                let least = if heap[right].key < heap[left].key { right } else { left };
                if heap[least].key >= entry.key {
                    break;
                }
                heap[hole] = heap[least];
                hole = least;
                continue;
            }
            let mut least = hole;
            let mut least_key = entry.key;
            for (offset, child) in heap[first.min(length)..].iter().enumerate() {
                if child.key < least_key {
                    least = first + offset;
                    least_key = child.key;
                }
            }
            if least == hole {
                break;
            }
            heap[hole] = heap[least];
            hole = least;
        }
        heap[hole] = entry;
    }
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
            steps in proptest::collection::vec((any::<bool>(), -50i64..50, 0u8..3), 1..300)
        ) {
            let mut list = EventList::default();
            let mut model: Vec<(i64, u8, usize)> = Vec::new();
            for (number, (pop, at, class)) in steps.into_iter().enumerate() {
                if pop && !model.is_empty() {
                    let least = (0..model.len()).min_by_key(|&i| model[i]).expect("not empty");
                    let expected = model[least];
                    if at % 2 == 0 {
                        model.remove(least);
                        let (time, event) = list.pop().expect("the model is not empty");
                        prop_assert_eq!((time.ms(), event), (expected.0, expected.2));
                    } else {
                        let (time, event) = list.peek().expect("the model is not empty");
                        prop_assert_eq!((time.ms(), event), (expected.0, expected.2));
                        list.replace_next(SimTime::from_ms(at), class, number);
                        model[least] = (at, class, number);
                    }
                } else {
                    list.schedule(SimTime::from_ms(at), class, number);
                    model.push((at, class, number));
                }
                prop_assert_eq!(list.len(), model.len());
            }
        }
    }
}
