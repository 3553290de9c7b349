//! Plain first come, first served without an event list.
//!
//! Where nothing can happen to waiting work but that the next free CSM takes it, the moment at which each piece begins
//! follows from when the CSMs of its queue become free: the recursion of Kiefer and Wolfowitz (1955) on the sorted times
//! at which they do. It gives the same record as the event list, to the bit; a test holds that.

use super::observer::Observer;
use super::plan::Plan;
use super::replay::Replay;
use super::service::clip;
use super::state::NONE;
use crate::model::demand::{Occurrence, What};
use crate::model::{Class, Discipline};
use crate::time::{Elapsed, SimTime, Working};

/// More CSMs in one queue than this are faster with the event list.
const LARGEST_QUEUE: u32 = 64;

/// When the CSMs of one queue become free, earliest first; of equals, whoever began first.
///
/// A ring, so that a new time is moved in from whichever end is nearer.
#[derive(Clone, Debug, Default)]
pub(super) struct FreeTimes {
    /// A power of two.
    ring: Vec<(SimTime, u32)>,
    first: usize,
    csms: usize,
}

impl FreeTimes {
    fn reset(&mut self, first_csm: u32, csms: u32) {
        self.csms = csms as usize;
        self.first = 0;
        self.ring.clear();
        self.ring.extend((first_csm..first_csm + csms).map(|csm| (SimTime::DISTANT_PAST, csm)));
        self.ring.resize(self.csms.next_power_of_two(), (SimTime::NEVER, 0));
    }

    /// Who is free first, and when.
    #[inline]
    fn first(&self) -> (SimTime, u32) {
        self.ring[self.first]
    }

    /// Replaces the earliest time by a later one and keeps the order.
    #[inline]
    fn replace_first(&mut self, until: SimTime) {
        let ring = self.ring.as_mut_slice();
        let mask = ring.len() - 1;
        let csm = ring[self.first & mask].1;
        let mut place = self.first;
        if ring[(self.first + self.csms / 2) & mask].0 > until {
            let last = self.first + self.csms - 1;
            while place < last && ring[(place + 1) & mask].0 <= until {
                ring[place & mask] = ring[(place + 1) & mask];
                place += 1;
            }
        } else {
            place += self.csms;
            while ring[(place - 1) & mask].0 > until {
                ring[place & mask] = ring[(place - 1) & mask];
                place -= 1;
            }
            self.first = (self.first + 1) & mask;
        }
        ring[place & mask] = (until, csm);
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
                Discipline::EarliestDue | Discipline::HighestArr => false,
            }
    };
    !plan.lists_work
        && !plan.people_move
        && !plan.paced
        && plan.urgent == 0
        && plan.programs.is_empty()
        && plan.teams.iter().all(plain_team)
        && plan.kinds.iter().all(|kind| kind.class() == Class::Reactive && kind.conversation().is_none())
        && plan.rules.iter().all(|rule| rule.is_plain())
        && plan.serves_from.windows(2).all(|pair| pair[1] - pair[0] <= 1)
}

impl<O: Observer> Replay<'_, O> {
    /// Everybody is free from the beginning.
    pub(super) fn open_in_order(&mut self) {
        let queues = &self.plan.queues;
        self.state.free_times.resize_with(queues.len(), FreeTimes::default);
        for (free, queue) in self.state.free_times.iter_mut().zip(queues) {
            free.reset(queue.first_csm, queue.csms);
        }
    }

    /// The loop without an event list.
    pub(super) fn live_in_order(&mut self) {
        let demand = self.demand;
        for occurrence in &demand.occurrences {
            match occurrence.what {
                What::Work => self.serve_in_order(occurrence),
                _ => self.customer(occurrence),
            }
        }
        self.state.now = self.plan.simulation.end();
    }

    /// Serves a request that arrives now, whenever that will be.
    #[inline]
    fn serve_in_order(&mut self, occurrence: &Occurrence) {
        let end = self.plan.simulation.end();
        let index = occurrence.account as usize;
        let account = &self.state.accounts[index];
        let (rule, queue) = (account.rule[Class::Reactive as usize], account.queue[Class::Reactive as usize]);
        if !account.alive || rule == u16::MAX {
            return;
        }
        let arrived = occurrence.at;
        let segment = usize::from(self.demand.accounts.segment[index]);
        self.monitor.arrived += 1;
        let counted = self.monitor.is_counted(arrived);
        self.monitor.segments[segment].arrivals[Class::Reactive as usize] += u64::from(counted);
        let free = &mut self.state.free_times[queue as usize];
        let (free_at, csm) = free.first();
        let begin = free_at.max(arrived);
        if begin > arrived {
            if begin >= end {
                self.never_begun(occurrence, rule);
                return;
            }
            self.monitor.waits(arrived, begin);
        }
        let knows = account.last == csm || account.owner == csm;
        let last = account.last;
        let work = if knows { occurrence.work_content() } else { self.stranger_work(occurrence.work_content(), begin) };
        let done = SimTime::from_ms(begin.ms() + work.ms());
        self.state.free_times[queue as usize].replace_first(done);
        self.state.now = begin;
        self.touch(csm, occurrence.account, 1.0);

        let tally = &mut self.monitor.segments[segment];
        if begin >= SimTime::ZERO && begin < self.plan.simulation.end_of_measuring() && last != NONE {
            *if last == csm { &mut tally.touches_same } else { &mut tally.touches_other } += 1;
        }
        if counted {
            let waited = begin - arrived;
            let in_time = self.kinds[usize::from(occurrence.kind)].target.covers(waited, Working::from_ms(waited.ms()));
            tally.within_target += u64::from(in_time);
            tally.wait_ms += waited.ms();
            tally.begun += 1;
            tally.responses += 1;
            tally.response_working.record(waited.ms());
            if done < end {
                tally.resolution_working.record((done - arrived).ms());
                tally.interactions += 1;
                tally.resolved += 1;
            }
        }
        let spent = clip(begin.ms(), done.min(end).ms(), self.state.csms[csm as usize].window);
        if spent > 0 {
            let team = self.plan.team_of_csm[csm as usize] as usize;
            self.monitor.spend(csm, team, segment, Class::Reactive, spent);
        }
        *if done < end { &mut self.monitor.done } else { &mut self.monitor.in_service } += 1;
    }

    /// Nobody before it in the queue ends in time either: it still waits when the simulation ends.
    #[cold]
    fn never_begun(&mut self, occurrence: &Occurrence, rule: u16) {
        let item = self.item(occurrence, rule, 0, Elapsed::FOREVER);
        self.state.keep(item);
    }
}
