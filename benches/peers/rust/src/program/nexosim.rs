//! nexosim: every queue is a model that schedules its own arrivals and completions. One thread.

use crate::workload::{Queues, Workload};
use nexosim::model::{BuildContext, Context, Model, ProtoModel, schedulable};
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Shared by the models, who run one after another; read when the run is over.
type Shared = Arc<Mutex<Queues>>;

#[derive(Serialize, Deserialize)]
struct Station {
    queue: usize,
}

#[Model(type Env = Shared)]
impl Station {
    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>, queues: &mut Shared) {
        self.schedule_arrival(context, &mut queues.lock().expect("one thread"));
    }

    #[nexosim(schedulable)]
    async fn arrive(&mut self, _: (), context: &Context<Self>, queues: &mut Shared) {
        let queues = &mut queues.lock().expect("one thread");
        if let Some(service) = queues.arrive(self.queue, seconds(context.time())) {
            context.schedule_event(duration(service), schedulable!(Self::complete), ()).expect("later than now");
        }
        self.schedule_arrival(context, queues);
    }

    #[nexosim(schedulable)]
    async fn complete(&mut self, _: (), context: &Context<Self>, queues: &mut Shared) {
        let queues = &mut queues.lock().expect("one thread");
        if let Some(service) = queues.complete(self.queue, seconds(context.time())) {
            context.schedule_event(duration(service), schedulable!(Self::complete), ()).expect("later than now");
        }
    }

    fn schedule_arrival(&self, context: &Context<Self>, queues: &mut Queues) {
        if let Some(gap) = queues.gap(self.queue) {
            context.schedule_event(duration(gap), schedulable!(Self::arrive), ()).expect("later than now");
        }
    }
}

struct ProtoStation {
    queue: usize,
    queues: Shared,
}

impl ProtoModel for ProtoStation {
    type Model = Station;

    fn build(self, _: &mut BuildContext<Self>) -> (Station, Shared) {
        (Station { queue: self.queue }, self.queues)
    }
}

/// Whole nanoseconds, at least one, since an event must be later than now.
fn duration(time: f64) -> Duration {
    Duration::from_secs_f64(time).max(Duration::from_nanos(1))
}

fn seconds(time: MonotonicTime) -> f64 {
    time.duration_since(MonotonicTime::EPOCH).as_secs_f64()
}

pub fn simulate(workload: Workload, seed: u64) -> f64 {
    let queues: Shared = Arc::new(Mutex::new(Queues::new(workload, seed)));
    let mut bench = SimInit::with_num_threads(1);
    for queue in 0..workload.queues {
        let station = ProtoStation { queue, queues: Arc::clone(&queues) };
        bench = bench.add_model(station, Mailbox::new(), &format!("station {queue}"));
    }
    let mut simulation = bench.init(MonotonicTime::EPOCH).expect("the bench is sound");
    simulation.run().expect("no event fails");
    queues.lock().expect("one thread").mean_wait()
}
