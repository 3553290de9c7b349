//! Use of licences: paths, what is read of them, and alarms where an account comes near its capacity. Nothing of it depends
//! on a design.

use super::alarms::Alarm;
use super::drift::Drift;
use super::requests::KindDraw;
use crate::distribution::normal;
use crate::model::account::Growth;
use crate::model::health::Trigger;
use crate::model::{Licences, Scenario};
use crate::streams::{KeyRing, Purpose, entity_of_name};
use crate::time::{Elapsed, SimTime, WEEK};

/// The life of one account, as far as its licences go.
pub(super) struct Path<'a> {
    licences: &'a Licences,
    ring: &'a KeyRing,
    end: SimTime,
    /// Names the account in the streams.
    key: u64,
    number: u32,
    life: Life,
    /// Use in each week from the start on, without growth.
    weeks: Vec<f64>,
}

/// When an account starts, when it buys licences anew, and how it grows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Life {
    pub start: SimTime,
    pub first_renewal: SimTime,
    pub term: Elapsed,
    pub growth: Option<Growth>,
}

impl Life {
    /// What usage has grown by since licences were last bought.
    fn grown(&self, at: SimTime) -> f64 {
        let Some(growth) = self.growth else { return 1.0 };
        let terms = (at - self.first_renewal).ms().div_euclid(self.term.ms().max(1));
        let bought = self.first_renewal + Elapsed::from_ms(terms * self.term.ms());
        let bought = if at < self.first_renewal { self.start } else { bought };
        growth.multiple(at - self.start) / growth.multiple(bought - self.start)
    }
}

impl<'a> Path<'a> {
    /// A path with memory for that of any account.
    pub(super) fn new(licences: &'a Licences, ring: &'a KeyRing, end: SimTime) -> Path<'a> {
        let life = Life { start: end, first_renewal: end, term: Elapsed::from_ms(1), growth: None };
        Path { licences, ring, end, key: 0, number: 0, life, weeks: Vec::new() }
    }

    /// Draws the path of one account.
    pub(super) fn draw(&mut self, scenario: &Scenario, segment: usize, number: u32, life: Life) {
        (self.key, self.number) = (entity_of_name(&scenario.segments[segment].name), number);
        self.life = life;
        let licences = self.licences;
        let mut stream = self.ring.stream(Purpose::Licences, self.key, u64::from(number));
        let mut drift = Drift::begin(licences.spread, licences.memory, &mut stream);
        let count = ((self.end - life.start).ms() / WEEK).max(0) + 1;
        self.weeks.clear();
        for _ in 0..count {
            self.weeks.push(licences.mean + drift.deviation);
            drift.advance(&mut stream);
        }
    }

    /// Use at an instant from the start on \[points\].
    fn at(&self, at: SimTime) -> f64 {
        let week = ((at - self.life.start).ms() / WEEK).max(0) as usize;
        (self.weeks[week.min(self.weeks.len() - 1)] * self.life.grown(at)).clamp(0.0, 100.0)
    }

    /// Whether the account is ready to expand at an instant.
    pub(super) fn is_ready(&self, at: SimTime) -> bool {
        self.at(at) >= self.licences.ready_from
    }

    /// Calls back for each reading \[points\].
    pub(super) fn readings(&self, mut found: impl FnMut(SimTime, f64)) {
        let noise = self.licences.noise;
        let mut errors = self.ring.stream(Purpose::LicenceReadings, self.key, u64::from(self.number));
        let mut at = self.life.start + self.licences.update;
        while at < self.end {
            let error = libm::exp(noise * normal(&mut errors) - noise * noise / 2.0);
            found(at, (self.at(at) * error).min(100.0));
            at = at + self.licences.update;
        }
    }

    /// Calls back for each alarm of a trigger at a threshold \[points\].
    pub(super) fn alarms(&self, trigger: &Trigger, over: f64, mut found: impl FnMut(SimTime)) {
        let mut alarm = Alarm::new(trigger);
        self.readings(|at, use_of| alarm.level(at, use_of - over, &mut found));
    }
}

/// The life of an account of the demand.
pub(super) fn life_of(draw: &KindDraw, account: usize) -> Life {
    let (accounts, segment) = (draw.accounts, draw.segment(account));
    Life {
        start: accounts.start[account],
        first_renewal: accounts.first_renewal[account],
        term: segment.contracts[usize::from(accounts.contract[account])].term,
        growth: segment.habits.growth.filter(|_| accounts.grows(account)),
    }
}
