//! What is seen of an account by an instant, for touches that ask for it.

use super::requests::KindDraw;
use super::{health, licences};
use crate::model::health::Condition;
use crate::time::SimTime;

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
