//! Health of accounts: paths, what is seen of them, alarms, and what is missing at renewals.
//!
//! Health is a Gaussian process that forgets exponentially, drawn once a week, less what the loss of champions took,
//! within 0 to 100. Score, usage and surveys are read from it with errors of their own. Nothing of it depends on a
//! design; what a play changes is kept where the design is replayed.

use super::alarms::Alarm;
use super::drift::Drift;
use super::{Accounts, Occurrence, What};
use crate::distribution::{exp1, normal};
use crate::model::Scenario;
use crate::model::health::{Health, Sign, Trigger};
use crate::streams::{KeyRing, Purpose, Stream, entity_of_name, uniform};
use crate::time::{Elapsed, SimTime, WEEK, YEAR};
use std::collections::VecDeque;

/// The life of one account, as far as its health goes.
pub(super) struct Path<'a> {
    health: &'a Health,
    ring: &'a KeyRing,
    key: u64,
    number: u32,
    start: SimTime,
    end: SimTime,
    /// Health in each week from the start on.
    weeks: Vec<f64>,
    /// When champions left.
    departures: Vec<SimTime>,
}

impl<'a> Path<'a> {
    /// A path with memory for that of any account.
    pub(super) fn new(health: &'a Health, ring: &'a KeyRing, end: SimTime) -> Path<'a> {
        Path { health, ring, key: 0, number: 0, start: end, end, weeks: Vec::new(), departures: Vec::new() }
    }

    fn stream(&self, purpose: Purpose) -> Stream {
        self.ring.stream(purpose, self.key, u64::from(self.number))
    }

    /// Draws the path of one account.
    pub(super) fn draw(&mut self, scenario: &Scenario, segment: usize, number: u32, start: SimTime) {
        let of = &scenario.segments[segment];
        (self.key, self.number, self.start) = (entity_of_name(&of.name), number, start);
        self.draw_departures();
        let health = self.health;
        let mean = of.habits.health_mean.unwrap_or(health.mean);
        let mut stream = self.stream(Purpose::Health);
        let (mut drift, mut lost) = (Drift::begin(health.spread, health.memory, &mut stream), 0.0);
        let mut departures = self.departures.iter().peekable();
        self.weeks.clear();
        let count = ((self.end - start).ms() / WEEK).max(0) + 1;
        for week in 1..=count {
            while departures.next_if(|at| (**at - start).ms() < week * WEEK).is_some() {
                lost += health.champion_loss;
            }
            self.weeks.push((mean + drift.deviation - lost).clamp(0.0, 100.0));
            drift.advance(&mut stream);
            lost *= drift.kept;
        }
    }

    fn draw_departures(&mut self) {
        self.departures.clear();
        if self.health.champion_leaves <= 0.0 {
            return;
        }
        let gap = YEAR as f64 / self.health.champion_leaves;
        let mut stream = self.stream(Purpose::Champion);
        let mut at = self.start.ms() as f64;
        loop {
            at += exp1(&mut stream) * gap;
            if at >= self.end.ms() as f64 {
                return;
            }
            self.departures.push(SimTime::from_ms(at as i64));
        }
    }

    /// Health at an instant from the start on.
    pub(super) fn at(&self, at: SimTime) -> f64 {
        let week = ((at - self.start).ms() / WEEK).max(0) as usize;
        self.weeks[week.min(self.weeks.len() - 1)]
    }

    /// Whether the account is at risk at an instant.
    pub(super) fn is_at_risk(&self, at: SimTime) -> bool {
        self.at(at) < self.health.at_risk_below
    }

    /// What is missing at an instant to be out of risk \[points\].
    fn missing(&self, at: SimTime) -> f64 {
        (self.health.at_risk_below - self.at(at)).max(0.0)
    }

    /// From the start to the first update.
    fn first_update(&self) -> Elapsed {
        let update = self.health.update;
        if !self.health.spread_updates {
            return update;
        }
        let part = uniform(&mut self.stream(Purpose::UpdatePhase));
        Elapsed::from_ms((update.ms() as f64 * part) as i64)
    }

    /// Calls back for each reading of score or usage.
    fn readings(&self, purpose: Purpose, read: impl Fn(f64, f64) -> f64, mut found: impl FnMut(SimTime, f64)) {
        let mut errors = self.stream(purpose);
        let mut at = self.start + self.first_update();
        while at < self.end {
            found(at, read(self.at(at), normal(&mut errors)));
            at = at + self.health.update;
        }
    }

    pub(super) fn scores(&self, found: impl FnMut(SimTime, f64)) {
        let noise = self.health.noise;
        self.readings(Purpose::Score, |health, error| (health + noise * error).clamp(0.0, 100.0), found);
    }

    /// Usage follows health, with an error in proportion.
    fn usage(&self, found: impl FnMut(SimTime, f64)) {
        let noise = self.health.usage_noise;
        let read = |health: f64, error: f64| (health * libm::exp(noise * error - noise * noise / 2.0)).min(100.0);
        self.readings(Purpose::Usage, read, found);
    }

    /// Answers to surveys, whole numbers from 0 to 10; each account has a phase of its own.
    fn surveys(&self, mut found: impl FnMut(SimTime, f64)) {
        let Health { survey, survey_response, noise, .. } = *self.health;
        let mut stream = self.stream(Purpose::Survey);
        let mut at = self.start + Elapsed::from_ms((survey.ms() as f64 * uniform(&mut stream)) as i64);
        while at < self.end {
            let (answered, error) = (uniform(&mut stream) < survey_response, normal(&mut stream));
            if answered {
                found(at, ((self.at(at) + noise * error) / 10.0).clamp(0.0, 10.0).round());
            }
            at = at + survey;
        }
    }

    /// Calls back for each alarm of a trigger.
    pub(super) fn alarms(&self, trigger: &Trigger, mut found: impl FnMut(SimTime)) {
        let mut alarm = Alarm::new(trigger);
        match trigger.sign {
            Sign::ScoreBelow(below) => self.scores(|at, score| alarm.level(at, below - score, &mut found)),
            Sign::UsageBelow(below) => self.usage(|at, usage| alarm.level(at, below - usage, &mut found)),
            Sign::NpsBelow(below) => self.surveys(|at, answer| alarm.level(at, below - answer, &mut found)),
            Sign::ScoreDrop(drop, within) => {
                let mut peak = Peak::new(within);
                self.scores(|at, score| alarm.level(at, peak.before(at, score) - score - drop, &mut found));
            }
            Sign::UsageDrop(drop, within) => {
                let mut peak = Peak::new(within);
                self.usage(|at, usage| {
                    let before = peak.before(at, usage).max(1e-9);
                    alarm.level(at, 100.0 * (before - usage) / before - drop, &mut found);
                });
            }
            Sign::ChampionGone => {
                self.departures.iter().for_each(|at| {
                    alarm.arm();
                    alarm.level(*at, 1.0, &mut found);
                });
            }
            Sign::LicencesOver(_) | Sign::SatisfactionBelow(_) => {}
        }
    }
}

/// The highest reading within a time, as a falling list.
struct Peak {
    within: Elapsed,
    falling: VecDeque<(SimTime, f64)>,
}

impl Peak {
    fn new(within: Elapsed) -> Peak {
        Peak { within, falling: VecDeque::new() }
    }

    /// The highest reading up to now within the time, the present one included.
    fn before(&mut self, at: SimTime, value: f64) -> f64 {
        while self.falling.back().is_some_and(|(_, last)| *last <= value) {
            self.falling.pop_back();
        }
        self.falling.push_back((at, value));
        while self.falling.front().is_some_and(|(then, _)| at - *then > self.within) {
            self.falling.pop_front();
        }
        self.falling.front().map_or(value, |(_, highest)| *highest)
    }
}

/// Notes at every renewal what its account's health is missing. `renewals` holds starts and renewals account by account.
pub(super) fn note_at_renewals(
    scenario: &Scenario,
    health: &Health,
    accounts: &Accounts,
    ring: &KeyRing,
    renewals: &mut [Occurrence],
) {
    let mut path = Path::new(health, ring, scenario.simulation.end());
    let mut drawn = None;
    for renewal in renewals.iter_mut().filter(|o| o.what == What::Renewal) {
        if drawn != Some(renewal.account) {
            let account = renewal.account as usize;
            let segment = usize::from(accounts.segment[account]);
            path.draw(scenario, segment, accounts.number[account], accounts.start[account]);
            drawn = Some(renewal.account);
        }
        *renewal = renewal.with_missing_health(path.missing(renewal.at));
    }
}
