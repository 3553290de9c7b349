//! A bare event loop: small copied records in a heap with four children a node, whose top is replaced in place.

use crate::workload::{Queues, Workload};

pub fn simulate(workload: Workload, seed: u64) -> f64 {
    let mut queues = Queues::new(workload, seed);
    let mut heap = Heap::new(workload.queues * (1 + workload.servers));
    for queue in 0..workload.queues {
        if let Some(gap) = queues.gap(queue) {
            heap.push(Event { time: gap, queue: queue as u32, arrival: true });
        }
    }
    while let Some(Event { time, queue, arrival }) = heap.top() {
        let place = queue as usize;
        let service = if arrival { queues.arrive(place, time) } else { queues.complete(place, time) };
        let completion = service.map(|service| Event { time: time + service, queue, arrival: false });
        let next_arrival = if arrival { queues.gap(place) } else { None };
        match (next_arrival.map(|gap| Event { time: time + gap, queue, arrival: true }), completion) {
            (Some(next), completion) => {
                heap.replace_top(next);
                if let Some(completion) = completion {
                    heap.push(completion);
                }
            }
            (None, Some(completion)) => heap.replace_top(completion),
            (None, None) => heap.pop(),
        }
    }
    queues.mean_wait()
}

#[derive(Clone, Copy)]
struct Event {
    time: f64,
    queue: u32,
    arrival: bool,
}

const NEVER: Event = Event { time: f64::INFINITY, queue: 0, arrival: false };
const CHILDREN: usize = 4;

/// Unused places hold `NEVER`, so that every node has four children to choose from.
struct Heap {
    events: Vec<Event>,
    len: usize,
}

impl Heap {
    fn new(capacity: usize) -> Self {
        Self { events: vec![NEVER; CHILDREN * capacity + 1], len: 0 }
    }

    fn top(&self) -> Option<Event> {
        (self.len > 0).then(|| self.events[0])
    }

    #[inline]
    fn push(&mut self, event: Event) {
        let mut place = self.len;
        self.len += 1;
        while place > 0 {
            let parent = (place - 1) / CHILDREN;
            if self.events[parent].time <= event.time {
                break;
            }
            self.events[place] = self.events[parent];
            place = parent;
        }
        self.events[place] = event;
    }

    fn pop(&mut self) {
        self.len -= 1;
        let last = std::mem::replace(&mut self.events[self.len], NEVER);
        if self.len > 0 {
            self.replace_top(last);
        }
    }

    #[inline]
    fn replace_top(&mut self, event: Event) {
        let mut place = 0;
        loop {
            let first = CHILDREN * place + 1;
            if first >= self.len {
                break;
            }
            let children = &self.events[first..first + CHILDREN];
            let left = usize::from(children[1].time < children[0].time);
            let right = 2 + usize::from(children[3].time < children[2].time);
            let child = if children[right].time < children[left].time { right } else { left };
            if children[child].time >= event.time {
                break;
            }
            self.events[place] = children[child];
            place = first + child;
        }
        self.events[place] = event;
    }
}
