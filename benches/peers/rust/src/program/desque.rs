//! desque: an event is a boxed value with a method.

use crate::workload::{Only, Place, Queues, Workload};
use desque::serial::{OkEvent, Simulation};
use desque::{SimState, SimTime};
use std::cmp::Ordering;
use std::fmt::Debug;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Time(f64);

impl Eq for Time {}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Time {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl SimTime for Time {}

impl SimState<Time> for Queues {}

type Sim = Simulation<Queues, Time>;

#[derive(Debug)]
struct Arrival<P>(P);

impl<P: Place> OkEvent<Queues, Time> for Arrival<P> {
    fn execute(&mut self, sim: &mut Sim) {
        let now = sim.current_time().0;
        if let Some(service) = sim.state_mut().arrive(self.0.index(), now) {
            schedule(sim, Completion(self.0), service);
        }
        schedule_arrival(sim, self.0);
    }
}

#[derive(Debug)]
struct Completion<P>(P);

impl<P: Place> OkEvent<Queues, Time> for Completion<P> {
    fn execute(&mut self, sim: &mut Sim) {
        let now = sim.current_time().0;
        if let Some(service) = sim.state_mut().complete(self.0.index(), now) {
            schedule(sim, Completion(self.0), service);
        }
    }
}

fn schedule<E: OkEvent<Queues, Time> + 'static>(sim: &mut Sim, event: E, delay: f64) {
    let time = Time(sim.current_time().0 + delay);
    sim.schedule(event, time).expect("delays are not negative");
}

fn schedule_arrival<P: Place>(sim: &mut Sim, place: P) {
    if let Some(gap) = sim.state_mut().gap(place.index()) {
        schedule(sim, Arrival(place), gap);
    }
}

pub fn simulate(workload: Workload, seed: u64) -> f64 {
    let mut sim = Simulation::new(Queues::new(workload, seed), Time(0.0));
    if workload.queues == 1 {
        schedule_arrival(&mut sim, Only);
    } else {
        for queue in 0..workload.queues {
            schedule_arrival(&mut sim, queue);
        }
    }
    sim.run().expect("no event fails");
    sim.state().mean_wait()
}
