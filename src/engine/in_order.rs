//! Plain first come, first served without an event list.
//!
//! Where nothing can happen to waiting work but that the next free CSM takes it, the moment at which each piece begins
//! follows from when the CSMs of its queue become free: the recursion of Kiefer and Wolfowitz (1955) on the sorted times
//! at which they do. It gives the same record as the event list, to the bit; a test holds that.

use super::observer::Observer;
use super::plan::Plan;
use super::replay::Replay;
use super::service::clip;
use super::state::Item;
use crate::model::{Class, Discipline};
use crate::time::{SimTime, WEEK};

/// More CSMs in one queue than this are faster with the event list.
const LARGEST_QUEUE: u32 = 64;

/// When the CSMs of one queue become free, earliest first; of equals, whoever began first.
#[derive(Clone, Debug, Default)]
pub(super) struct FreeTimes {
    times: Vec<SimTime>,
    csms: Vec<u32>,
}

impl FreeTimes {
    fn reset(&mut self, first_csm: u32, csms: u32) {
        self.times.clear();
        self.times.resize(csms as usize, SimTime::DISTANT_PAST);
        self.csms.clear();
        self.csms.extend(first_csm..first_csm + csms);
    }

    /// Replaces the earliest time by a later one and keeps the order.
    #[inline]
    fn replace_first(&mut self, until: SimTime) {
        let csm = self.csms[0];
        let length = self.times.len().min(self.csms.len());
        let (times, csms) = (&mut self.times[..length], &mut self.csms[..length]);
        let mut place = 0;
        while place + 1 < length && times[place + 1] <= until {
            times[place] = times[place + 1];
            csms[place] = csms[place + 1];
            place += 1;
        }
        times[place] = until;
        csms[place] = csm;
    }
}

/// Whether a design is plain first come, first served throughout: everyone is always there, all work is requests of one
/// rank, each CSM serves one queue, nothing is released, expires or depends on outcomes.
pub(super) fn applies(plan: &Plan) -> bool {
    let one_rank = plan.kinds.iter().all(|kind| kind.priority == plan.kinds[0].priority);
    let plain_team = |team: &super::plan::TeamPlan| {
        team.always_there
            && team.csms <= LARGEST_QUEUE
            && match team.team.discipline {
                Discipline::FirstCome => true,
                Discipline::Priority => one_rank,
                Discipline::EarliestDue => false,
            }
    };
    !plan.outcomes_matter
        && plan.teams.iter().all(plain_team)
        && plan.kinds.iter().all(|kind| kind.class() == Class::Reactive)
        && plan.rules.iter().all(|rule| rule.backup_after.is_none() && rule.sticky.is_none())
        && plan.serves_from.windows(2).all(|pair| pair[1] - pair[0] <= 1)
}

impl<O: Observer> Replay<'_, O> {
    /// Everybody is free from the beginning.
    pub(super) fn open_in_order(&mut self) {
        let simulation = &self.plan.simulation;
        self.monitor.backlog.resize(((simulation.warm_up + simulation.length).ms() / WEEK) as usize, 0);
        let queues = &self.plan.queues;
        self.state.free_times.resize_with(queues.len(), FreeTimes::default);
        for (free, queue) in self.state.free_times.iter_mut().zip(queues) {
            free.reset(queue.first_csm, queue.csms);
        }
    }

    /// Serves a piece of work that arrives now, whenever that will be.
    #[inline]
    pub(super) fn serve_in_order(&mut self, item: Item, queue: u32) {
        let end = self.plan.simulation.end();
        let free = &self.state.free_times[queue as usize];
        let (begin, csm) = (free.times[0].max(item.arrived), free.csms[0]);
        if begin > item.arrived && begin >= end {
            // Nobody before it in the queue ends in time either: it still waits when the simulation ends.
            self.state.keep(item);
            self.monitor.waits_between(self.plan.simulation.begin(), item.arrived, end);
            return;
        }
        let account = self.state.accounts[item.account as usize];
        let knows = account.last == csm || account.owner == csm;
        let work = if knows { item.work } else { self.stranger_work(item.work) };
        if begin > item.arrived {
            self.monitor.waits_between(self.plan.simulation.begin(), item.arrived, begin);
        }
        self.state.now = begin;
        self.note_first_touch(csm, &item, Class::Reactive);
        self.touch(csm, item.account);
        let done = SimTime::from_ms(begin.ms() + work.ms());
        self.state.free_times[queue as usize].replace_first(done);

        let segment = usize::from(self.demand.accounts.segment[item.account as usize]);
        let team = self.plan.team_of_csm[csm as usize] as usize;
        let window = self.state.csms[csm as usize].window;
        let spent = clip(begin.ms(), done.min(end).ms(), window);
        if spent > 0 {
            self.monitor.spend(csm, team, segment, Class::Reactive, spent);
        }
        if done < end {
            self.monitor.done += 1;
            self.note_resolution(&item, segment, team, done);
        } else {
            self.monitor.in_service += 1;
        }
    }
}
