//! simu-des: a process for each server and one for the arrivals. A process for each customer, who requests a resource, is
//! more usual and slower.

use crate::workload::{Draw, Workload};
use simu::{EnvHandle, EventTrigger, SimEnv};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

/// For all queues together.
struct Shared {
    workload: Workload,
    draw: RefCell<Draw>,
    waited: Cell<f64>,
    completed: Cell<u64>,
}

impl Shared {
    fn exponential(&self, mean: f64) -> f64 {
        self.draw.borrow_mut().exponential(mean)
    }
}

/// Who waits, and what wakes the servers that do not serve.
#[derive(Default)]
struct Queue {
    waiting: RefCell<VecDeque<f64>>,
    idle: RefCell<Vec<EventTrigger>>,
}

async fn arrivals(env: EnvHandle, queue: Rc<Queue>, shared: Rc<Shared>) {
    for _ in 0..shared.workload.customers_each {
        env.timeout(shared.exponential(shared.workload.mean_gap)).await;
        queue.waiting.borrow_mut().push_back(env.now());
        if let Some(server) = queue.idle.borrow_mut().pop() {
            server.fire();
        }
    }
}

async fn server(env: EnvHandle, queue: Rc<Queue>, shared: Rc<Shared>) {
    loop {
        while let Some(arrival) = next(&queue) {
            shared.waited.set(shared.waited.get() + env.now() - arrival);
            env.timeout(shared.exponential(1.0)).await;
            shared.completed.set(shared.completed.get() + 1);
        }
        let (wake, woken) = env.event();
        queue.idle.borrow_mut().push(wake);
        woken.await;
    }
}

fn next(queue: &Queue) -> Option<f64> {
    queue.waiting.borrow_mut().pop_front()
}

pub fn simulate(workload: Workload, seed: u64) -> f64 {
    let draw = RefCell::new(Draw::new(seed));
    let shared = Rc::new(Shared { workload, draw, waited: Cell::new(0.0), completed: Cell::new(0) });
    let mut env = SimEnv::with_seed(seed);
    for _ in 0..workload.queues {
        let queue = Rc::new(Queue::default());
        for _ in 0..workload.servers {
            drop(env.spawn(server(env.handle(), Rc::clone(&queue), Rc::clone(&shared))));
        }
        drop(env.spawn(arrivals(env.handle(), queue, Rc::clone(&shared))));
    }
    env.run();
    assert_eq!(shared.completed.get(), workload.customers(), "every customer is served");
    shared.waited.get() / workload.customers() as f64
}
