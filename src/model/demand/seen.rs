//! What is seen of an account by an instant, for touches that ask for it.

use super::requests::KindDraw;
use super::{Accounts, health, licences};
use crate::model::Scenario;
use crate::model::health::Condition;
use crate::streams::KeyRing;
use crate::time::SimTime;

/// The scores of all accounts as they were read, for conditions that only a replay can decide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// Where those of each account begin, and where the last one's end.
    first: Vec<u32>,
    read: Vec<(SimTime, f64)>,
}

impl Scores {
    /// Draws them where a scenario needs them; else there are none.
    pub(super) fn draw(&mut self, scenario: &Scenario, accounts: &Accounts, ring: &KeyRing) {
        self.first.clear();
        self.read.clear();
        let Some(health) = scenario.health.as_ref().filter(|health| health.hears()) else { return };
        let mut path = health::Path::new(health, ring, scenario.simulation.end());
        for account in 0..accounts.len() {
            self.first.push(self.read.len() as u32);
            path.draw(
                scenario,
                usize::from(accounts.segment[account]),
                accounts.number[account],
                accounts.start[account],
            );
            path.scores(|at, score| self.read.push((at, score)));
        }
        self.first.push(self.read.len() as u32);
    }

    /// The last score of an account by an instant.
    pub fn last(&self, account: u32, at: SimTime) -> Option<f64> {
        let (from, until) = (self.first[account as usize], self.first[account as usize + 1]);
        last(&self.read[from as usize..until as usize], at)
    }
}

/// The readings of one account, and the condition on them.
pub(super) struct Seen<'a> {
    condition: &'a Condition,
    health: Option<health::Path<'a>>,
    licences: Option<licences::Path<'a>>,
    scores: Vec<(SimTime, f64)>,
    in_use: Vec<(SimTime, f64)>,
}

impl<'a> Seen<'a> {
    pub(super) fn new(condition: &'a Condition, draw: &KindDraw<'a>) -> Seen<'a> {
        let (scenario, end) = (draw.scenario, draw.scenario.simulation.end());
        let health = scenario.health.as_ref().filter(|_| condition.score.is_some());
        let licences = scenario.licences.as_ref().filter(|_| condition.licences_over.is_some());
        Seen {
            condition,
            health: health.map(|health| health::Path::new(health, draw.ring, end)),
            licences: licences.map(|licences| licences::Path::new(licences, draw.ring, end)),
            scores: Vec::new(),
            in_use: Vec::new(),
        }
    }

    /// Draws those of one account.
    pub(super) fn draw(&mut self, draw: &KindDraw, account: usize) {
        let (segment, number) = (usize::from(draw.accounts.segment[account]), draw.accounts.number[account]);
        if let Some(path) = &mut self.health {
            path.draw(draw.scenario, segment, number, draw.accounts.start[account]);
            self.scores.clear();
            path.scores(|at, score| self.scores.push((at, score)));
        }
        if let Some(path) = &mut self.licences {
            path.draw(draw.scenario, segment, number, licences::life_of(draw, account));
            self.in_use.clear();
            path.readings(|at, read| self.in_use.push((at, read)));
        }
    }

    /// Whether the condition holds by what was read last.
    pub(super) fn holds(&self, at: SimTime) -> bool {
        self.condition.holds(last(&self.scores, at), last(&self.in_use, at))
    }
}

/// The last reading by an instant.
fn last(read: &[(SimTime, f64)], at: SimTime) -> Option<f64> {
    let next = read.partition_point(|(then, _)| *then <= at);
    next.checked_sub(1).map(|last| read[last].1)
}
