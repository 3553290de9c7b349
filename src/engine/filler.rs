//! Work for idle time: a CSM who finds nothing to do for accounts takes up a block of other work and finishes it first
//! (a queue with multiple vacations, or with single ones).

use super::event::Event;
use super::observer::Observer;
use super::plan::Plan;
use super::replay::Replay;
use super::service::clip;
use super::state::Doing;
use crate::streams::{Purpose, entity_of_name};
use crate::time::{SimTime, Working};

/// Blocks of work for idle time, by CSM; empty where nobody has any.
#[derive(Debug, Default)]
pub(super) struct Fillers(Vec<Filler>);

#[derive(Clone, Copy, Debug, Default)]
struct Filler {
    /// Blocks so far.
    count: u32,
    /// Own working time at which the last one began and ends \[ms\].
    began: i64,
    ends: i64,
    /// Time spent on them within measuring \[ms\].
    spent: i64,
    /// Whether there was one since the last work for accounts.
    had: bool,
}

impl Fillers {
    /// Empties everything for a new replay, keeping memory.
    pub(super) fn reset(&mut self, plan: &Plan) {
        self.0.clear();
        self.0.resize(if plan.fills { plan.csm_count() } else { 0 }, Filler::default());
    }

    /// Time that a CSM has spent on them within measuring \[ms\].
    pub(super) fn spent(&self, csm: usize) -> i64 {
        self.0.get(csm).map_or(0, |own| own.spent)
    }
}

impl<O: Observer> Replay<'_, O> {
    /// Whether a CSM has work for idle time, now that nothing else is to be done.
    #[inline]
    pub(super) fn fills(&self, csm: u32) -> bool {
        if !O::FRILLS || !self.plan.fills {
            return false;
        }
        let team = &self.plan.teams[self.plan.team_of_csm[csm as usize] as usize].team;
        team.idle_work.is_some() && !(team.idle_work_once && self.state.fillers.0[csm as usize].had)
    }

    /// A CSM begins work for an account: a block is due again afterwards.
    #[cold]
    pub(super) fn owe_block(&mut self, csm: u32) {
        self.state.fillers.0[csm as usize].had = false;
    }

    /// A CSM who is at work and finds nothing to do takes up a block.
    pub(super) fn fill(&mut self, csm: u32) {
        let team = &self.plan.teams[self.plan.team_of_csm[csm as usize] as usize];
        let Some(law) = &team.team.idle_work else { return };
        let own = &mut self.state.fillers.0[csm as usize];
        let ordinal = u64::from(csm - team.first_csm) << 32 | u64::from(own.count);
        own.count += 1;
        own.had = true;
        let mut stream = self.ring.stream(Purpose::IdleWork, entity_of_name(&team.team.name), ordinal);
        // Time must pass.
        let length = Working::from_hours(law.sample(&mut stream)).max(Working::from_ms(1));
        let state = &mut self.state.csms[csm as usize];
        let (began, mut done) = state.timeline.begin(self.state.now, length);
        let mut ends = began.ms() + length.ms();
        state.doing = Doing::Filling;
        if self.plan.people_move {
            (ends, done) = self.end_before_leaving(csm, began.ms(), ends, done);
        }
        let own = &mut self.state.fillers.0[csm as usize];
        (own.began, own.ends) = (began.ms(), ends);
        if done < SimTime::NEVER {
            self.schedule(done, Event::BlockEnds { csm });
        }
    }

    /// A block is done.
    pub(super) fn block_ends(&mut self, csm: u32) {
        let ends = self.state.fillers.0[csm as usize].ends;
        self.spend_block(csm, ends);
        self.next_work(csm);
    }

    /// A CSM has spent time on a block, up to an instant of own working time \[ms\].
    pub(super) fn spend_block(&mut self, csm: u32, until: i64) {
        let own = &mut self.state.fillers.0[csm as usize];
        own.spent += clip(own.began, until.min(own.ends), self.state.csms[csm as usize].window).max(0);
    }
}
