//! Plain first come, first served without an event list.
//!
//! Where nothing can happen to waiting work but that the next free CSM takes it, the moment at which each piece begins
//! follows from when the CSMs of its queue become free: the recursion of Kiefer and Wolfowitz (1955) on the sorted times
//! at which they do. It gives the same record as the event list, to the bit; a test holds that.

use super::observer::Observer;
use super::plan::{Plan, QueuePlan};
use super::replay::Replay;
use super::service::clip;
use super::state::{NO_RULE, NONE};
use crate::model::demand::{Occurrence, What};
use crate::model::{Class, Discipline};
use crate::time::{Elapsed, SimTime, Working};

/// More CSMs in one queue than this are faster with the event list.
const LARGEST_QUEUE: u32 = PLACES as u32;

/// Places of a ring: a power of two, and what the low bits of an entry can name.
const PLACES: usize = 1 << PERSON_BITS;
const PERSON_BITS: u32 = 6;
const NAMES: i64 = PLACES as i64 - 1;

/// When the CSMs of one queue become free, earliest first; of equals, whoever began first.
///
/// A ring, so that a new time is moved in from whichever end is nearer.
#[derive(Clone, Debug)]
pub(super) struct FreeTimes {
    /// Times \[ms\], with the CSM (counted from the first of the queue) in the low bits.
    ring: [i64; PLACES],
    first: usize,
    csms: usize,
    first_csm: u32,
    team: usize,
}

impl FreeTimes {
    fn new(queue: &QueuePlan) -> FreeTimes {
        let mut ring = [0; PLACES];
        for (person, entry) in ring.iter_mut().enumerate() {
            // Free long before anything happens.
            *entry = (i64::MIN >> PERSON_BITS << PERSON_BITS) | person as i64;
        }
        FreeTimes { ring, first: 0, csms: queue.csms as usize, first_csm: queue.first_csm, team: queue.team as usize }
    }

    /// Who is free first, and when.
    #[inline]
    fn first(&self) -> (SimTime, u32) {
        let entry = self.ring[self.first % PLACES];
        (SimTime::from_ms(entry >> PERSON_BITS), self.first_csm + (entry & NAMES) as u32)
    }

    /// Replaces the earliest time by a later one and keeps the order.
    #[inline]
    fn replace_first(&mut self, until: SimTime) {
        let mut place = self.first;
        let person = self.ring[place % PLACES] & NAMES;
        // Entries up to this one are not later.
        let not_later = (until.ms() << PERSON_BITS) | NAMES;
        if self.ring[(self.first + self.csms / 2) % PLACES] > not_later {
            while self.ring[(place + 1) % PLACES] <= not_later {
                self.ring[place % PLACES] = self.ring[(place + 1) % PLACES];
                place += 1;
            }
        } else if self.csms > 1 {
            place += self.csms;
            while self.ring[(place - 1) % PLACES] > not_later {
                self.ring[place % PLACES] = self.ring[(place - 1) % PLACES];
                place -= 1;
            }
            self.first = (self.first + 1) % PLACES;
        }
        self.ring[place % PLACES] = (until.ms() << PERSON_BITS) | person;
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
                _ => false,
            }
    };
    !plan.lists_work
        && plan.weeks_watched == 0
        && !plan.people_move
        && !plan.paced
        && plan.urgent == 0
        && plan.programs.is_empty()
        && !plan.by_name.contains(&true)
        && !plan.fills
        && !plan.briefs
        && plan.again_kinds.is_empty()
        && plan.teams.iter().all(plain_team)
        && plan.kinds.iter().all(|kind| kind.class() == Class::Reactive && kind.conversation().is_none())
        && plan.rules.iter().all(|rule| rule.is_plain())
        && plan.serves_from.windows(2).all(|pair| pair[1] - pair[0] <= 1)
}

impl<O: Observer> Replay<'_, O> {
    /// Everybody is free from the beginning.
    pub(super) fn open_in_order(&mut self) {
        self.state.free_times.clear();
        self.state.free_times.extend(self.plan.queues.iter().map(FreeTimes::new));
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
        let plan = self.plan;
        let (end, end_of_measuring) = (plan.simulation.end(), plan.simulation.end_of_measuring());
        let index = occurrence.account as usize;
        let account = &mut self.state.accounts[index];
        let (rule, queue) = (account.rule[Class::Reactive as usize], account.queue[Class::Reactive as usize]);
        if !account.alive || rule == NO_RULE {
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
        // Nobody looks at attachment here: that is for renewals.
        let last = std::mem::replace(&mut account.last, csm);
        let mut work = occurrence.work_content();
        if last != csm && account.owner != csm {
            work = plan.context.stranger_work(work, begin);
        }
        let done = SimTime::from_ms(begin.ms() + work.ms());
        free.replace_first(done);
        let spent = clip(begin.ms(), done.min(end).ms(), (0, end_of_measuring.ms()));
        if spent > 0 {
            self.monitor.spend(csm, free.team, segment, Class::Reactive, spent);
        }
        let unfinished = done >= end;
        *if unfinished { &mut self.monitor.in_service } else { &mut self.monitor.done } += 1;

        let tally = &mut self.monitor.segments[segment];
        if begin >= SimTime::ZERO && begin < end_of_measuring && last != NONE {
            *if last == csm { &mut tally.touches_same } else { &mut tally.touches_other } += 1;
        }
        if !counted {
            return;
        }
        let waited = begin - arrived;
        let target = self.kinds[usize::from(occurrence.kind)].target;
        tally.within_target += u64::from(target.covers(waited, Working::from_ms(waited.ms())));
        tally.wait_ms += waited.ms();
        tally.begun += 1;
        tally.response_working.record(waited.ms());
        if !unfinished {
            tally.resolution_working.record((done - arrived).ms());
            tally.interactions += 1;
            tally.resolved += 1;
        }
    }

    /// Nobody before it in the queue ends in time either: it still waits when the simulation ends.
    #[cold]
    fn never_begun(&mut self, occurrence: &Occurrence, rule: u16) {
        let item = self.item(occurrence, rule, 0, Elapsed::FOREVER);
        self.state.keep(item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fixture::plan;

    /// Requests of one rank for one pool of CSMs who are always there.
    fn plain(csms: u32, more: &str) -> Plan {
        let changes = [
            ("segments.s.expansion", "0% / year"),
            ("requests.ask.priority", "1"),
            ("teams.t.csms", &csms.to_string()),
            ("teams.t.calendar", "always"),
            ("teams.t.leave", "0 days / year"),
            ("teams.t.sickness", "0 days / year"),
            ("teams.t.non_customer", "0%"),
        ];
        plan(r#"{ pooled = "t" }"#, more, &changes)
    }

    #[test]
    fn who_is_free_at_the_same_time_stands_in_the_order_of_becoming_free() {
        let plan = plain(LARGEST_QUEUE, "");
        let queue = plan.queues.iter().find(|queue| queue.csms == LARGEST_QUEUE).unwrap();
        let mut free = FreeTimes::new(queue);
        for _ in 0..3 {
            for csm in 0..LARGEST_QUEUE {
                assert_eq!(free.first().1 - queue.first_csm, csm);
                free.replace_first(SimTime::from_ms(1_000));
            }
        }
    }

    #[test]
    fn it_is_for_plain_designs_only() {
        let plain = self::plain(2, "");
        assert!(applies(&plain));
        let changes: [fn(&mut Plan); 12] = [
            |plan| plan.lists_work = true,
            |plan| plan.weeks_watched = 1,
            |plan| plan.people_move = true,
            |plan| plan.paced = true,
            |plan| plan.urgent = 1,
            |plan| plan.by_name[0] = true,
            |plan| plan.fills = true,
            |plan| plan.briefs = true,
            |plan| plan.again_kinds.push(0),
            |plan| plan.teams[0].always_there = false,
            |plan| plan.rules[0].holds_back = true,
            |plan| plan.serves_from = vec![0, 2],
        ];
        for (number, change) in changes.iter().enumerate() {
            let mut plan = plain.clone();
            change(&mut plan);
            assert!(!applies(&plan), "number {number}");
        }
        let planned = r#"
[playbooks.p]
priority = 1
steps = [ { every = "1 month", work = "20 min", due_in = "7 days" } ]
"#;
        assert!(!applies(&self::plain(2, planned)), "planned work is none of its business");
    }
}
