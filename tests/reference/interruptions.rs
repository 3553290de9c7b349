//! Interruptions, the slow way: everybody who might be interrupted is looked at.

use crate::calendar::NEVER;
use crate::rules::Queue;
use crate::simulator::World;
use crate::state::{Aside, Doing, Item};
use caseload::model::Class;

impl World<'_> {
    pub fn interrupts(&self, kind: u16) -> bool {
        self.scenario.kinds[usize::from(kind)].interrupts()
    }

    pub fn priority(&self, kind: u16) -> u8 {
        self.scenario.kinds[usize::from(kind)].priority
    }

    pub fn interrupt_or_wait(&mut self, item: Item, queue: Queue) {
        if let Some(csm) = self.whom_to_interrupt(&[queue], item.kind) {
            self.set_aside(csm);
            return self.start(csm, item);
        }
        self.interrupt_on_return(&[queue], item.kind);
        self.wait(item, &[queue], &[]);
    }

    /// Who works at something less urgent: priority of it, since when.
    fn less_urgent(&self, csm: usize, kind: u16) -> Option<(u8, i64)> {
        match &self.csms[csm].doing {
            Doing::Busy { item, since, .. } if self.priority(item.kind) > self.priority(kind) => {
                Some((self.priority(item.kind), *since))
            }
            _ => None,
        }
    }

    pub fn whom_to_interrupt(&self, queues: &[Queue], kind: u16) -> Option<usize> {
        if !self.interrupts(kind) {
            return None;
        }
        for queue in queues {
            let mut found: Vec<_> = (self.coverage.members(*queue).into_iter())
                .filter(|csm| self.csms[*csm].open.is_open(self.now))
                .filter_map(|csm| {
                    self.less_urgent(csm, kind).map(|(priority, since)| (-i64::from(priority), -since, csm))
                })
                .collect();
            found.sort_unstable();
            if let Some((_, _, csm)) = found.first() {
                return Some(*csm);
            }
        }
        None
    }

    pub fn interrupt_on_return(&mut self, queues: &[Queue], kind: u16) {
        if !self.interrupts(kind) {
            return;
        }
        for queue in queues {
            for csm in self.coverage.members(*queue) {
                let back = self.csms[csm].open.next_open(self.now);
                let known = self.returns.iter().any(|(at, _, who)| *at == back && *who == csm);
                if self.less_urgent(csm, kind).is_some() && back > self.now && back < NEVER && !known {
                    let order = self.next_order();
                    self.returns.push((back, order, csm));
                }
            }
        }
    }

    pub fn back_at_work(&mut self, csm: usize) {
        let Doing::Busy { item, .. } = &self.csms[csm].doing else { return };
        let below = self.priority(item.kind);
        if let Some(place) = self.most_urgent(csm, below) {
            let item = self.waiting.remove(place);
            self.set_aside(csm);
            self.start(csm, item);
        }
    }

    pub fn set_aside(&mut self, csm: usize) {
        let Doing::Busy { item, saved, since, work, .. } = self.csms[csm].doing.clone() else {
            unreachable!("who is interrupted is busy")
        };
        self.tell("set aside", Some(csm), &item);
        let left = work - self.csms[csm].open.between(since, self.now);
        let now = self.now;
        let last = self.works.iter_mut().rfind(|(who, ..)| *who == csm).expect("who is interrupted works");
        last.2 = now;
        self.csms[csm].aside.push(Aside { item, saved, left });
    }

    /// The CSM has set something aside: work that would interrupt it comes first.
    pub fn take_urgent_or_resume(&mut self, csm: usize) {
        let Some(Aside { item, saved, left, .. }) = self.csms[csm].aside.last().cloned() else { return };
        if let Some(place) = self.most_urgent(csm, self.priority(item.kind)) {
            let item = self.waiting.remove(place);
            return self.start(csm, item);
        }
        self.csms[csm].aside.pop();
        let again = self.scenario.context.interruption.ms();
        let work = left + again;
        self.tell("goes on", Some(csm), &item);
        let until = self.done_by(csm, work);
        let leaves = self.csms[csm].leaves_after(self.now);
        let work = if until > leaves { self.csms[csm].open.between(self.now, leaves) } else { work };
        self.works.push((csm, self.now, until.min(leaves)));
        let order = self.next_order();
        let state = &mut self.csms[csm];
        state.served += again;
        state.planned += if item.class == Class::Planned as usize { again } else { 0 };
        state.doing = Doing::Busy { until: until.min(leaves), order, item, saved, since: self.now, work };
    }

    pub fn most_urgent(&self, csm: usize, below: u8) -> Option<usize> {
        let mut found = Vec::new();
        for (place, item) in self.waiting.iter().enumerate() {
            let priority = self.priority(item.kind);
            if !self.interrupts(item.kind) || priority >= below {
                continue;
            }
            for joined in &item.waits_in {
                if self.accounts[item.account].alive && self.coverage.members(joined.queue).contains(&csm) {
                    let part = match joined.queue {
                        Queue::Own(_) => 0,
                        Queue::Team(_) => 1,
                        Queue::Pod(grouping, _) => 2 + grouping,
                        Queue::Match(number) => 1_000 + number,
                    };
                    found.push(((priority, self.rank(csm, item, *joined), part, joined.order), place));
                }
            }
        }
        found.into_iter().min().map(|(_, place)| place)
    }

    pub fn end_what_is_set_aside(&mut self, csm: usize) {
        while let Some(Aside { item, saved, .. }) = self.csms[csm].aside.pop() {
            self.end(csm, &item, saved);
        }
    }
}
