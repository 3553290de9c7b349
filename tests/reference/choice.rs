//! What a CSM does next, the slow way: all that waits is looked at.

use crate::rules::Queue;
use crate::simulator::World;
use crate::state::{Doing, Item, Joined};
use caseload::distribution::Distribution;
use caseload::model::work::Origin;
use caseload::model::{Class, Discipline};
use caseload::streams::{KeyRing, Purpose, entity_of_name};
use caseload::time::Working;

impl World<'_> {
    /// What a CSM may take, best first in each part: rank, own queue before team before pods, what interrupts, order of
    /// joining.
    pub fn best(&self, csm: usize, planned: bool) -> Option<((i64, usize, u16, u64), usize)> {
        let (full, limits) = (self.is_full(csm), self.limits());
        let candidates = self
            .waiting
            .iter()
            .enumerate()
            .flat_map(|(place, item)| item.waits_in.iter().map(move |joined| (place, item, *joined)));
        candidates
            .filter(|(_, item, joined)| {
                self.accounts[item.account].alive
                    && (item.class == Class::Planned as usize) == planned
                    && !(full && self.opens(item))
                    && self.coverage.members(joined.queue).contains(&csm)
            })
            .map(|(place, item, joined)| {
                let part = match joined.queue {
                    Queue::Own(_) => 0,
                    Queue::Team(_) => 1,
                    Queue::Pod(grouping, _) => 2 + grouping,
                    Queue::Match(number) => 1_000 + number,
                };
                // Of equals what interrupts is first.
                let line = match self.interrupts(item.kind) {
                    true => u16::from(self.priority(item.kind)),
                    false => 256 + u16::from(limits && self.opens(item)),
                };
                ((self.rank(csm, item, joined), part, line, joined.order), place)
            })
            .min()
    }

    pub fn rank(&self, csm: usize, item: &Item, joined: Joined) -> i64 {
        let team = self.csms[csm].team;
        let kind = &self.scenario.kinds[usize::from(item.kind)];
        match self.scenario.designs[0].teams[team].discipline {
            Discipline::FirstCome => item.arrived,
            Discipline::Priority => i64::from(kind.priority) * (1 << 48) + item.arrived,
            Discipline::HighestArr => -joined.account.0,
            Discipline::SoonestRenewal => joined.account.1,
            Discipline::ArrAtRisk => -joined.account.2,
            Discipline::EarliestDue => match kind.origin {
                Origin::Request { respond_within, .. } => self.after_from(team, item.arrived, respond_within),
                Origin::Step { due_in, .. } => item.arrived + due_in.ms(),
                Origin::Risk { window, .. } | Origin::Trigger { window, .. } => item.raised + window.ms(),
            },
        }
    }

    pub fn look_for_work(&mut self, csm: usize) {
        let (planned, other) = (self.best(csm, true), self.best(csm, false));
        if !self.csms[csm].open.is_open(self.now) {
            let has_work = planned.is_some() || other.is_some() || !self.csms[csm].aside.is_empty();
            if has_work || self.fills(csm).is_some() {
                return self.sleep(csm);
            }
            self.csms[csm].doing = Doing::Idle(self.next_order());
            return;
        }
        if !self.csms[csm].aside.is_empty() {
            return self.take_urgent_or_resume(csm);
        }
        let state = &self.csms[csm];
        let share = self.scenario.designs[0].teams[state.team].protected_planned;
        let first = share > 0.0 && state.planned as f64 <= share * state.served as f64;
        let chosen = match (planned, other) {
            (Some((rank, place)), Some((other, instead))) => {
                Some(if first || rank.0 < other.0 { place } else { instead })
            }
            (planned, other) => planned.or(other).map(|(_, place)| place),
        };
        match chosen {
            Some(place) => {
                let ahead = self.most_urgent(csm, self.priority(self.waiting[place].kind));
                let item = self.waiting.remove(ahead.unwrap_or(place));
                self.start(csm, item);
            }
            None => match self.fills(csm).cloned() {
                Some(law) => self.fill(csm, &law),
                None => self.csms[csm].doing = Doing::Idle(self.next_order()),
            },
        }
    }

    /// The law of blocks of work for idle time.
    fn fills(&self, csm: usize) -> Option<&Distribution> {
        let team = &self.scenario.designs[0].teams[self.csms[csm].team];
        team.idle_work.as_ref().filter(|_| !(team.idle_work_once && self.csms[csm].had_block))
    }

    fn fill(&mut self, csm: usize, law: &Distribution) {
        let team = self.csms[csm].team;
        let seat = (csm - self.coverage.teams[team][0]) as u64;
        let ring = KeyRing::new(self.scenario.simulation.seed, 0);
        let name = entity_of_name(&self.scenario.designs[0].teams[team].name);
        let mut stream = ring.stream(Purpose::IdleWork, name, seat << 32 | self.csms[csm].blocks);
        let length = Working::from_hours(law.sample(&mut stream)).ms().max(1);
        let until = self.csms[csm].open.after(self.now, length).min(self.csms[csm].leaves_after(self.now));
        let order = self.next_order();
        self.csms[csm].blocks += 1;
        self.csms[csm].had_block = true;
        self.csms[csm].doing = Doing::Filling { until, order };
    }
}
