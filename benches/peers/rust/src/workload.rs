//! What all programs simulate, and the state of its queues for those that schedule events.

use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};
use rand_distr::Exp1;
use std::collections::VecDeque;
use std::fmt::Debug;

/// Equal and separate queues, first come first served; every service takes 1 on average; starts empty, is drained.
#[derive(Clone, Copy)]
pub struct Workload {
    pub queues: usize,
    pub servers: usize,
    pub customers_each: u64,
    pub mean_gap: f64,
}

impl Workload {
    pub fn new(name: &str, customers: u64) -> Self {
        match name {
            "pooled" => Self { queues: 1, servers: 20, customers_each: customers, mean_gap: 1.0 / 18.0 },
            "named" => Self { queues: 20, servers: 1, customers_each: customers / 20, mean_gap: 1.0 / 0.9 },
            other => panic!("no workload is named {other}"),
        }
    }

    pub fn customers(&self) -> u64 {
        self.queues as u64 * self.customers_each
    }
}

/// Exponential random numbers.
pub struct Draw(Xoshiro256PlusPlus);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    #[inline]
    pub fn exponential(&mut self, mean: f64) -> f64 {
        mean * self.0.sample::<f64, _>(Exp1)
    }
}

struct Queue {
    idle: usize,
    to_come: u64,
    waiting: VecDeque<f64>,
}

/// The queues themselves: who waits, who serves. What is left to a program is to call at the right time.
pub struct Queues {
    workload: Workload,
    draw: Draw,
    queues: Vec<Queue>,
    waited: f64,
    completed: u64,
}

impl Queues {
    pub fn new(workload: Workload, seed: u64) -> Self {
        let queue = || Queue {
            idle: workload.servers,
            to_come: workload.customers_each,
            waiting: VecDeque::with_capacity(1024),
        };
        let queues = (0..workload.queues).map(|_| queue()).collect();
        Self { workload, draw: Draw::new(seed), queues, waited: 0.0, completed: 0 }
    }

    /// Time to the next arrival, unless that was the last.
    #[inline]
    pub fn gap(&mut self, queue: usize) -> Option<f64> {
        let to_come = &mut self.queues[queue].to_come;
        *to_come = to_come.checked_sub(1)?;
        Some(self.draw.exponential(self.workload.mean_gap))
    }

    /// A customer arrives: the length of the service if it starts at once.
    #[inline]
    pub fn arrive(&mut self, queue: usize, now: f64) -> Option<f64> {
        let queue = &mut self.queues[queue];
        if queue.idle == 0 {
            queue.waiting.push_back(now);
            return None;
        }
        queue.idle -= 1;
        Some(self.draw.exponential(1.0))
    }

    /// A service ends: the length of the next one if somebody waits.
    #[inline]
    pub fn complete(&mut self, queue: usize, now: f64) -> Option<f64> {
        self.completed += 1;
        let queue = &mut self.queues[queue];
        let Some(arrival) = queue.waiting.pop_front() else {
            queue.idle += 1;
            return None;
        };
        self.waited += now - arrival;
        Some(self.draw.exponential(1.0))
    }

    /// Mean wait of all customers, who must all have been served.
    pub fn mean_wait(&self) -> f64 {
        assert_eq!(self.completed, self.workload.customers(), "every customer is served");
        self.waited / self.completed as f64
    }
}

/// Which queue an event is about. Where there is only one, an event has no content, and its box costs nothing.
pub trait Place: Copy + Debug + 'static {
    fn index(self) -> usize;
}

#[derive(Clone, Copy, Debug)]
pub struct Only;

impl Place for Only {
    fn index(self) -> usize {
        0
    }
}

impl Place for usize {
    fn index(self) -> usize {
        self
    }
}
