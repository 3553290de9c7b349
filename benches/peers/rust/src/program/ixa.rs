//! ixa, its plans only: an event is a boxed closure. Its agents and properties, which are what it is for, are not used.

use crate::workload::{Only, Place, Queues, Workload};
use ixa::prelude::*;

define_data_plugin!(State, Option<Queues>, None);

fn state(context: &mut Context) -> &mut Queues {
    context.get_data_mut(State).as_mut().expect("set before the run")
}

fn arrive<P: Place>(context: &mut Context, place: P) {
    let now = context.get_current_time();
    if let Some(service) = state(context).arrive(place.index(), now) {
        plan_completion(context, place, now + service);
    }
    plan_arrival(context, place);
}

fn complete<P: Place>(context: &mut Context, place: P) {
    let now = context.get_current_time();
    if let Some(service) = state(context).complete(place.index(), now) {
        plan_completion(context, place, now + service);
    }
}

fn plan_arrival<P: Place>(context: &mut Context, place: P) {
    if let Some(gap) = state(context).gap(place.index()) {
        let time = context.get_current_time() + gap;
        context.add_plan(time, move |context| arrive(context, place));
    }
}

fn plan_completion<P: Place>(context: &mut Context, place: P, time: f64) {
    context.add_plan(time, move |context| complete(context, place));
}

pub fn simulate(workload: Workload, seed: u64) -> f64 {
    let mut context = Context::new();
    *context.get_data_mut(State) = Some(Queues::new(workload, seed));
    if workload.queues == 1 {
        plan_arrival(&mut context, Only);
    } else {
        for queue in 0..workload.queues {
            plan_arrival(&mut context, queue);
        }
    }
    context.execute();
    state(&mut context).mean_wait()
}
