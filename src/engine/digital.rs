//! Touches that programs send: which help, which tire, and what both come to at a renewal.

use super::observer::{Observer, Piece};
use super::replay::Replay;
use super::state::History;
use crate::model::Digital;
use crate::model::demand::Occurrence;
use crate::model::digital::Effect;
use crate::time::{Elapsed, SimTime};

/// What an account has had of touches that help and of those that are no good.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    /// Sends that were no good and are not forgotten, as they stood at an instant.
    fatigue: f64,
    at: SimTime,
    /// Touches that helped, by people and by programs.
    helped: History,
    /// By how much touches have lifted health, as it stood at an instant \[points\].
    lift: f64,
    lifted: SimTime,
}

/// Places of what helped in its history.
const BY_PEOPLE: usize = 0;
const BY_PROGRAMS: usize = 1;

impl Sent {
    pub(super) const NOTHING: Sent = Sent {
        fatigue: 0.0,
        at: SimTime::DISTANT_PAST,
        helped: History::EMPTY,
        lift: 0.0,
        lifted: SimTime::DISTANT_PAST,
    };

    fn fatigue(&self, digital: &Digital, now: SimTime) -> f64 {
        digital.fatigue_after(self.fatigue, now - self.at)
    }

    /// What is left of the lift of health, which is forgotten as any deviation of health is.
    fn lift(&self, memory: Elapsed, now: SimTime) -> f64 {
        if self.lift == 0.0 {
            0.0
        } else {
            self.lift * libm::exp(-((now - self.lifted).ms() as f64) / memory.ms() as f64)
        }
    }
}

/// Counts of sends within measuring.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SendTally {
    pub sent: u64,
    pub helped: u64,
    /// Moments that only a person may keep, and none did.
    pub moments: u64,
    /// Fatigue at renewals, summed.
    pub fatigue: f64,
}

impl SendTally {
    pub(super) fn add(&mut self, other: &SendTally) {
        self.sent += other.sent;
        self.helped += other.helped;
        self.moments += other.moments;
        self.fatigue += other.fatigue;
    }
}

impl<O: Observer> Replay<'_, O> {
    /// A program makes a touch.
    #[cold]
    pub(super) fn send(&mut self, occurrence: &Occurrence) {
        if self.plan.digital.is_none() && !self.plan.moments && !O::WATCHES {
            return;
        }
        let (now, index) = (occurrence.at, occurrence.account as usize);
        let Some(mut sending) = self.plan.kinds[usize::from(occurrence.kind)].sending() else { return };
        let effect = match &self.plan.digital {
            Some(digital) => {
                if self.demand.accounts.wants_human(index) {
                    sending.quality *= digital.unwanted;
                }
                let sent = &mut self.state.sent[index];
                let fatigue = sent.fatigue(digital, now);
                let effect = digital.effect(sending, fatigue, occurrence.luck());
                match effect {
                    Effect::Tires => (sent.fatigue, sent.at) = (fatigue + 1.0, now),
                    Effect::Helps => {
                        sent.helped.count_in(now, BY_PROGRAMS);
                        if sending.lifts > 0.0 {
                            let lift = sent.lift(self.plan.lifted_for, now);
                            (sent.lift, sent.lifted) = (digital.lifted(lift, sending.lifts), now);
                        }
                    }
                    Effect::None => {}
                }
                effect
            }
            None => Effect::None,
        };
        if sending.human_only {
            self.lose_moment(index, now);
        }
        self.observer.is_sent(now, Piece { account: occurrence.account, kind: occurrence.kind, arrived: now }, effect);
        if self.monitor.is_counted(now) {
            let segment = usize::from(self.demand.accounts.segment[index]);
            let tally = &mut self.monitor.segments[segment].sends;
            tally.sent += 1;
            tally.helped += u64::from(effect == Effect::Helps);
            self.monitor.segments[segment].references += u64::from(sending.advocacy && effect == Effect::Helps);
        }
    }

    /// A moment that only a person may keep is left to a program or to nobody.
    #[cold]
    pub(super) fn lose_moment(&mut self, account: usize, at: SimTime) {
        if self.plan.outcomes_matter {
            self.state.ledgers[account].risk += libm::log(self.plan.outcomes.automated_moment);
        }
        if self.monitor.is_counted(at) {
            let segment = usize::from(self.demand.accounts.segment[account]);
            self.monitor.segments[segment].sends.moments += 1;
        }
    }

    /// A customer answers a planned touch by a person.
    #[cold]
    pub(super) fn note_help(&mut self, account: u32) {
        self.state.sent[account as usize].helped.count_in(self.state.now, BY_PEOPLE);
    }

    /// By how many points digital touches have lifted the health of an account by now.
    pub(super) fn lift(&self, account: usize) -> f64 {
        self.state.sent[account].lift(self.plan.lifted_for, self.state.now)
    }

    /// What touches that helped and digital fatigue add to the log odds of churn at a renewal.
    pub(super) fn digital_effects(&mut self, account: usize) -> f64 {
        let Some(digital) = &self.plan.digital else { return 0.0 };
        let (now, outcomes, care) = (self.state.now, &self.plan.outcomes, self.care(account));
        let sent = &mut self.state.sent[account];
        let fatigue = sent.fatigue(digital, now);
        let [by_people, by_programs, _] = sent.helped.totals(now);
        if self.monitor.measuring {
            let segment = usize::from(self.demand.accounts.segment[account]);
            self.monitor.segments[segment].sends.fatigue += fatigue;
        }
        let helped = f64::from(by_people) * care + digital.worth * f64::from(by_programs);
        libm::log(outcomes.helpful_touch) * helped + libm::log(outcomes.digital_fatigue) * fatigue
    }
}
