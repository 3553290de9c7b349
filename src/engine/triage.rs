//! A shared inbox that is sorted now and then: until then nobody sees what has come.

use super::observer::Observer;
use super::plan::Plan;
use super::replay::Replay;
use super::state::{Item, Waiting};
use super::timers::{Release, Timers};
use crate::model::{Class, Triage};
use crate::time::{SimTime, Span, Working};

/// The first instant from `now` on at which a team sorts its inbox.
///
/// Instants are whole multiples of `every` by the clock since midnight UTC of the first day, or of the team's working
/// time; one that falls outside its hours is made up for when they begin.
fn next_triage(plan: &Plan, team: usize, every: Span, now: SimTime) -> SimTime {
    if every.is_zero() {
        return now;
    }
    let calendar = &plan.teams[team].calendar;
    let up = |at: i64, every: i64| -(-at).div_euclid(every) * every;
    match every {
        Span::Clock(every) => {
            // What fell due since the hours ended is made up for.
            let since = now.min(calendar.time_at(calendar.working_at(now)));
            calendar.next_open(SimTime::from_ms(up(since.ms(), every.ms())))
        }
        Span::Business(every) => {
            let worked = up(calendar.working_at(now).ms(), every.ms());
            calendar.next_open(calendar.time_at(Working::from_ms(worked)).max(now))
        }
    }
}

impl<O: Observer> Replay<'_, O> {
    /// A request comes to an inbox: it is routed when that is sorted next.
    #[cold]
    pub(super) fn put_into_inbox(&mut self, item: &Item, place: (u32, u16), triage: Triage) {
        let rule = place.1;
        let item = Item { work: Working::from_ms(item.work.ms() + triage.work.ms()), ..*item };
        let team = self.plan.rules[usize::from(rule)].team as usize;
        let at = next_triage(self.plan, team, triage.every, self.state.now);
        if at == self.state.now {
            self.route(&item, Class::Reactive, place);
            return;
        }
        let waiting = self.state.keep(item);
        if self.plan.lists_work {
            self.state.link(waiting.item);
        }
        self.set_timer(Timers::lane(rule, Release::Triage), at, waiting);
    }

    /// The inbox is sorted.
    pub(super) fn out_of_inbox(&mut self, waiting: Waiting) {
        let item = self.leave(waiting);
        let place = self.place_of(item.account, item.kind, Class::Reactive);
        self.route_again(&item, Class::Reactive, place);
    }

    /// Routes work that has waited elsewhere until now.
    pub(super) fn route_again(&mut self, item: &Item, class: Class, place: (u32, u16)) {
        let still = self.state.waiting;
        self.route(item, class, place);
        // Begun at once; others may have begun something as well.
        if self.state.waiting <= still {
            self.monitor.waits(item.arrived, self.state.now);
        }
    }
}
