//! Touches that programs send, the slow way: every send and every answered touch is kept with its date.

use crate::simulator::World;
use crate::state::Happening;
use caseload::model::WorkKind;
use caseload::model::demand::Occurrence;
use caseload::model::work::Origin;
use caseload::time::DAY;

impl World<'_> {
    /// Whether a program does a piece of work, by itself or under the rule of its account.
    pub fn is_sent(&self, occurrence: &Occurrence, kind: &WorkKind) -> bool {
        let Origin::Step { digital, .. } = kind.origin else { return false };
        let place = self.place_of_kind(occurrence.account as usize, 1, occurrence.kind);
        let playbook = kind.name.split('.').next().unwrap_or_default();
        let named = |name: &String| [kind.name.as_str(), playbook, "all"].contains(&name.as_str());
        let meeting = occurrence.kind >= crate::firm::KINDS;
        let sent = |place: crate::rules::Place| self.coverage.rules[place.rule].digital.iter().any(named);
        digital || (!meeting && place.is_some_and(sent))
    }

    /// A moment that only people may keep is left to nobody.
    pub fn lose_moment(&mut self, account: usize, kind: &WorkKind) {
        if matches!(kind.origin, Origin::Step { sending, .. } if sending.human_only) {
            self.accounts[account].risk += libm::log(self.scenario.outcomes.automated_moment);
        }
    }

    /// A program makes a touch.
    pub fn send(&mut self, occurrence: &Occurrence, kind: &WorkKind) {
        let Origin::Step { mut sending, .. } = kind.origin else { return };
        let wants = self.demand.accounts.wants_human(occurrence.account as usize);
        let (now, luck) = (self.now, occurrence.luck());
        let fatigue = self.fatigue(occurrence.account as usize);
        self.lose_moment(occurrence.account as usize, kind);
        let account = &mut self.accounts[occurrence.account as usize];
        let mut what = "sends";
        if let Some(digital) = self.scenario.digital {
            sending.quality *= if wants { digital.unwanted } else { 1.0 };
            let response = sending.response * libm::pow(digital.fading, fatigue);
            if luck >= sending.quality {
                account.spam.push(now);
                what = "tires";
            } else if luck < sending.quality * response {
                account.helped_by_programs.push(now);
                account.lifts.push((now, sending.lifts));
                what = "helps";
            }
        }
        let kind = Some((occurrence.kind, now));
        self.told.push(Happening { at: now, what, csm: None, account: occurrence.account, kind, churn: None });
    }

    /// What part of the effects of people holds for an account.
    pub fn care(&self, account: usize) -> f64 {
        let segment = &self.scenario.segments[usize::from(self.demand.accounts.segment[account])];
        let wants = self.demand.accounts.wants_human(account) || segment.habits.wants_human.is_none();
        if wants { 1.0 } else { self.scenario.attachment.indifferent }
    }

    /// Every send that was no good, halved with each half-life.
    fn fatigue(&self, account: usize) -> f64 {
        let Some(digital) = self.scenario.digital else { return 0.0 };
        let half_lives = |at: &i64| (self.now - at) as f64 / digital.half_life.ms() as f64;
        self.accounts[account].spam.iter().map(|at| libm::pow(0.5, half_lives(at))).sum()
    }

    /// What is left of all lifts of health: each forgotten with the memory of health, and less the nearer to the most.
    pub fn lift(&self, account: usize) -> f64 {
        let (Some(digital), Some(health)) = (self.scenario.digital, self.scenario.health) else { return 0.0 };
        let forgotten = |from: i64, to: i64| libm::exp((from - to) as f64 / health.memory.ms() as f64);
        let (mut lift, mut last) = (0.0, self.now);
        for &(at, by) in &self.accounts[account].lifts {
            lift *= forgotten(last.min(at), at);
            (lift, last) = (lift + by * (1.0 - lift / digital.lift_at_most), at);
        }
        lift * forgotten(last, self.now)
    }

    /// By what touches that helped and those that were no good multiply the odds of churn.
    pub fn digital_odds(&self, account: usize) -> f64 {
        let Some(digital) = self.scenario.digital else { return 1.0 };
        let bin = |t: i64| t.div_euclid(14 * DAY);
        let recent = |times: &[i64]| times.iter().filter(|t| bin(**t) > bin(self.now) - 13).count() as f64;
        let state = &self.accounts[account];
        let helped =
            self.care(account) * recent(&state.helped_by_people) + digital.worth * recent(&state.helped_by_programs);
        let outcomes = &self.scenario.outcomes;
        libm::pow(outcomes.helpful_touch, helped) * libm::pow(outcomes.digital_fatigue, self.fatigue(account))
    }
}
