//! Requests at a rate, with frailty and profile; and risks.

use super::intensity::Intensity;
use super::{Accounts, Occurrence};
use crate::distribution::{exp1, gamma_unit_mean};
use crate::model::{Scenario, WorkKind};
use crate::streams::{KeyRing, Purpose, Stream, uniform};
use crate::time::{SimTime, Working, YEAR};

/// What drawing one kind of work needs.
pub(super) struct KindDraw<'a> {
    pub scenario: &'a Scenario,
    pub accounts: &'a Accounts,
    pub ring: &'a KeyRing,
    pub number: u16,
    pub kind: &'a WorkKind,
    pub key: u64,
}

impl KindDraw<'_> {
    /// Accounts that cause this kind of work.
    pub(super) fn accounts(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.accounts.len()).filter(|&account| self.kind.segments[usize::from(self.accounts.segment[account])])
    }

    /// The stream of one account for this kind.
    pub(super) fn stream(&self, purpose: Purpose, account: usize) -> Stream {
        let segment = &self.scenario.segments[usize::from(self.accounts.segment[account])];
        // Segment and kind name the entity together; the rotation keeps (a, b) apart from (b, a).
        let entity = crate::streams::entity_of_name(&segment.name).rotate_left(23) ^ self.key;
        self.ring.stream(purpose, entity, u64::from(self.accounts.number[account]))
    }

    /// One piece of work.
    #[inline]
    pub(super) fn piece(&self, at: SimTime, account: usize, stream: &mut Stream) -> Occurrence {
        let work = Working::from_hours(self.kind.work.sample(stream));
        Occurrence::work(at, account as u32, self.number, work, 0.0)
    }
}

/// Requests of all accounts: for each a Poisson process at its own rate, on the clock of the intensity.
pub(super) fn add_requests(
    draw: &KindDraw,
    per_year: f64,
    frailty: Option<f64>,
    intensity: Option<&Intensity>,
    out: &mut Vec<Occurrence>,
) {
    let simulation = &draw.scenario.simulation;
    let (begin, end) = (simulation.begin(), simulation.end());
    for account in draw.accounts() {
        let factor = match frailty {
            Some(shape) => gamma_unit_mean(shape, &mut draw.stream(Purpose::Frailty, account)),
            None => 1.0,
        };
        let rate = per_year * factor / YEAR as f64;
        if rate <= 0.0 {
            continue;
        }
        let mut stream = draw.stream(Purpose::Requests, account);
        let gap = 1.0 / rate;
        let start = draw.accounts.start[account];
        match intensity {
            None => {
                let limit = (end - begin).ms() as f64;
                let mut passed = (start - begin).ms() as f64;
                loop {
                    passed += exp1(&mut stream) * gap;
                    if passed >= limit {
                        break;
                    }
                    let at = SimTime::from_ms(begin.ms() + passed as i64);
                    out.push(draw.piece(at, account, &mut stream));
                }
            }
            Some(intensity) => {
                let limit = intensity.total();
                let mut mass = intensity.at(start);
                loop {
                    mass += exp1(&mut stream) * gap;
                    if mass >= limit {
                        break;
                    }
                    let at = intensity.instant(mass);
                    if at >= end {
                        break;
                    }
                    out.push(draw.piece(at, account, &mut stream));
                }
            }
        }
    }
}

/// Risks of all accounts: a Poisson process each, day and night, with the luck of the play.
pub(super) fn add_risks(draw: &KindDraw, per_year: f64, out: &mut Vec<Occurrence>) {
    if per_year <= 0.0 {
        return;
    }
    let end = draw.scenario.simulation.end();
    let gap = YEAR as f64 / per_year;
    for account in draw.accounts() {
        let mut stream = draw.stream(Purpose::Risks, account);
        let mut at = draw.accounts.start[account].ms() as f64;
        loop {
            at += exp1(&mut stream) * gap;
            if at >= end.ms() as f64 {
                break;
            }
            let luck = uniform(&mut stream);
            let work = Working::from_hours(draw.kind.work.sample(&mut stream));
            out.push(Occurrence::work(SimTime::from_ms(at as i64), account as u32, draw.number, work, luck));
        }
    }
}
