//! Memory of large firms, read ahead of its use.
//!
//! Of a firm whose accounts do not fit into a core's own cache, each piece of work touches ten or more places of memory that
//! were last touched long ago, and most addresses are known only from the place before: the event names a CSM, the CSM a
//! line, the line a piece of work, that an account. Read one by one as they are needed, each costs a trip to memory. Here
//! the same places are read for a block of coming arrivals or events at a time, step by step, so that the trips of a step
//! overlap. Nothing is decided by what is read: a place that turns out not to be needed costs only its reading.

use super::event::Event;
use super::observer::Observer;
use super::replay::Replay;
use super::state::NONE;
use crate::model::Class;
use crate::model::demand::{Occurrence, What};
use std::hint::black_box;

/// Arrivals, or events, that are looked at together: their trips to memory overlap, and what is read for the first stays in
/// cache until the last.
pub(super) const BLOCK: usize = 32;

/// From how many accounts on it pays: of fewer, most of what is read is in some cache already.
pub(super) const MANY: usize = 30_000;

/// What the steps for a block of events find out, kept between blocks so that nothing is set up anew.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// Events until the next block.
    left: usize,
    csms: Vec<u32>,
    lines: Vec<(usize, usize)>,
    items: Vec<u32>,
}

impl<O: Observer> Replay<'_, O> {
    /// Reads what a block of demand will touch as it arrives.
    pub(super) fn read_ahead_of_arrivals(&mut self, block: &[Occurrence]) {
        let (state, plan) = (&*self.state, self.plan);
        let accounts = &self.demand.accounts;
        let mut sum = 0;
        for occurrence in block {
            let account = occurrence.account as usize;
            let class = match occurrence.what {
                What::Mark => continue,
                What::Work => self.kinds[usize::from(occurrence.kind)].class,
                What::Renewal | What::Start | What::Adoption => Class::Reactive,
            };
            sum ^= usize::from(state.accounts[account].terms) ^ usize::from(accounts.segment[account]);
            if class != Class::Planned {
                sum ^= state.ledgers[account].touch(occurrence.at);
            }
        }
        // New work takes the places that were left last.
        for place in state.items.next_free().take(block.len()) {
            sum ^= state.items.touch(place);
        }
        let mut turn = 0;
        for occurrence in block.iter().filter(|occurrence| occurrence.what == What::Work) {
            let account = &state.accounts[occurrence.account as usize];
            let facts = &self.kinds[usize::from(occurrence.kind)];
            let home = account.queue[facts.class as usize] as usize;
            let Some(queue) = state.queues.get(home) else { continue };
            if home < plan.csm_count() {
                sum ^= state.csms[home].touch();
            } else if let Some(&(csm, _)) = queue.idle.get(turn) {
                turn += 1;
                sum ^= state.csms[csm as usize].touch();
            }
            let line = facts.line_under(plan.queues[home].discipline);
            sum ^= queue.filled as usize ^ state.lines[home * plan.lines + usize::from(line)].touch();
            if account.waiting != NONE {
                sum ^= state.items.touch(account.waiting);
            }
        }
        black_box(sum);
    }

    /// Before each block of events, reads what they will touch, and what the CSMs who become free will find.
    #[inline]
    pub(super) fn read_ahead_of_events(&mut self, ahead: &mut Ahead) {
        if ahead.left == 0 {
            ahead.left = BLOCK;
            self.read_block_of_events(ahead);
        }
        ahead.left -= 1;
    }

    fn read_block_of_events(&mut self, ahead: &mut Ahead) {
        self.state.events.stock_up();
        let mut sum = self.read_csms(ahead);
        let state = &*self.state;
        ahead.items.clear();
        ahead.items.extend(ahead.lines.iter().filter_map(|&(line, turn)| state.lines[line].behind_first(turn)));
        for &item in &ahead.items {
            sum ^= state.items.touch(item);
        }
        for &item in &ahead.items {
            let item = &state.items[item];
            if item.account != NONE {
                let account = item.account as usize;
                sum ^= usize::from(state.accounts[account].terms) ^ usize::from(self.demand.accounts.segment[account]);
            }
        }
        black_box(sum);
    }

    /// Reads the CSMs of the next block of events, and notes in which lines they may find something.
    fn read_csms(&self, ahead: &mut Ahead) -> usize {
        let (state, plan) = (&*self.state, self.plan);
        let mut sum = 0;
        ahead.csms.clear();
        for event in state.events.coming().take(BLOCK) {
            match *event {
                Event::Completion { csm } | Event::Finish { csm, .. } | Event::Wake { csm } => {
                    ahead.csms.push(csm);
                    sum ^= state.csms[csm as usize].touch() ^ self.monitor.busy[csm as usize][0] as usize;
                }
                Event::Timer { lane } => {
                    let waiting = state.timers.coming(lane).take(BLOCK);
                    sum ^= waiting.filter(|waiting| state.items.still_waits(*waiting)).count();
                }
                _ => {}
            }
        }
        ahead.lines.clear();
        // Those who share a queue find one piece of work after the other there.
        let mut shared = (NONE, 0);
        for &csm in &ahead.csms {
            let state_of_csm = &state.csms[csm as usize];
            sum ^= state_of_csm.timeline.touch_next();
            sum ^= usize::from(self.demand.accounts.segment[state_of_csm.in_hand.account as usize]);
            for place in plan.serves_from[csm as usize]..plan.serves_from[csm as usize + 1] {
                let queue = plan.serves[place as usize];
                let mut turn = 0;
                if queue != csm {
                    shared = if shared.0 == queue { (queue, shared.1 + 1) } else { (queue, 0) };
                    turn = shared.1;
                }
                let mut filled = state.queues[queue as usize].filled;
                while filled != 0 {
                    let line = queue as usize * plan.lines + filled.trailing_zeros() as usize;
                    filled &= filled - 1;
                    sum ^= state.lines[line].touch();
                    ahead.lines.push((line, turn));
                }
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::replay::live_through;
    use crate::engine::{Anchoring, Plan, Workspace};
    use crate::model::{DemandSource, Scenario};
    use crate::streams::KeyRing;
    use std::path::Path;

    /// Every design of a scenario, with and without reading ahead.
    fn gives_the_same_record(file: &str) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let scenario = Scenario::read(&path, &[]).unwrap_or_else(|error| panic!("{}", error.render(false)));
        let (ring, anchoring) = (KeyRing::new(7, 0), Anchoring::neutral(&scenario));
        let demand = DemandSource::new(&scenario).draw(&ring);
        for design in 0..scenario.designs.len() {
            let plan = Plan::new(&scenario, design);
            let live = |ahead| {
                let mut workspace = Workspace::default();
                // As text: what cannot be told, such as a share of nothing, is not equal to itself.
                format!("{:?}", live_through(&demand, &plan, &anchoring, &ring, &mut workspace, &mut (), ahead))
            };
            assert!(live(true) == live(false), "design {design} of {file}");
        }
    }

    #[test]
    fn reading_ahead_changes_nothing() {
        gives_the_same_record("scenarios/pooled-vs-named.toml");
        gives_the_same_record("tests/golden/everything.toml");
        gives_the_same_record("scenarios/named-to-pool-transition.toml");
        gives_the_same_record("scenarios/digital-long-tail.toml");
    }
}
