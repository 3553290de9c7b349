//! One-to-many programs: sessions such as webinars and office hours, one hour of a CSM for many accounts.

use super::{Design, Origin, Scenario, WorkKind};
use crate::time::{Elapsed, Working, YEAR};

/// Sessions that come again and again, to which some accounts come.
///
/// An account that came needs no touch of the playbooks that a session covers for a while, and asks fewer requests.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// Name in the scenario.
    pub name: String,
    /// Whose accounts may come, indexed like `Scenario::segments`.
    pub segments: Vec<bool>,
    /// The team that hosts, an index into `Design::teams`.
    pub team: usize,
    /// Time from the date of one session to that of the next, from the beginning of the simulation on.
    pub every: Elapsed,
    /// Working time of the CSM who hosts a session.
    pub work: Working,
    /// Share of the accounts that come to each session.
    pub attendance: f64,
    /// How long having come counts.
    pub counts_for: Elapsed,
    /// Planned touches that an account which came does not need, by kind of work.
    pub covers: Vec<bool>,
    /// Kinds of requests that a session answers in part.
    pub requests: Vec<bool>,
    /// Share of these that it answers before they are asked.
    pub answers: f64,
}

impl Program {
    /// Hours of hosting in a year.
    pub fn hours_per_year(&self) -> f64 {
        self.work.hours() * YEAR as f64 / self.every.ms() as f64
    }

    /// Share of accounts that came within the time for which that counts, at an instant like any other.
    pub fn reach(&self) -> f64 {
        let sessions = self.counts_for.ms() as f64 / self.every.ms() as f64;
        let of = |count: f64| 1.0 - libm::pow(1.0 - self.attendance, count);
        let more = sessions.fract();
        (1.0 - more) * of(sessions.floor()) + more * of(sessions.floor() + 1.0)
    }

    /// Share of the pieces of a kind of work of an account of a segment that it makes unnecessary.
    fn share_met(&self, segment: usize, number: usize, kind: &WorkKind) -> f64 {
        match (self.segments[segment], &kind.origin) {
            (true, Origin::Step { .. }) if self.covers[number] => self.reach(),
            (true, Origin::Request { .. }) if self.requests[number] => self.reach() * self.answers,
            _ => 0.0,
        }
    }
}

impl Scenario {
    /// Whether a design has a team host sessions.
    pub fn hosts(&self, design: &Design, team: usize) -> bool {
        self.programs.iter().any(|program| program.team == team && design.runs(&program.name))
    }

    /// Share of the pieces of a kind of work (by its number) of an account of a segment that the programs of a design
    /// leave to be done.
    pub fn share_left(&self, design: &Design, segment: usize, number: usize) -> f64 {
        let runs = self.programs.iter().filter(|program| design.runs(&program.name));
        runs.map(|program| 1.0 - program.share_met(segment, number, &self.kinds[number])).product()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    #[test]
    fn reach_grows_with_every_session_that_counts() {
        let program = |days: i64| Program {
            name: "desk".to_string(),
            segments: vec![true],
            team: 0,
            every: Elapsed::from_ms(10 * DAY),
            work: Working::from_hours(1.0),
            attendance: 0.5,
            counts_for: Elapsed::from_ms(days * DAY),
            covers: Vec::new(),
            requests: Vec::new(),
            answers: 1.0,
        };
        assert_eq!([0, 10, 20, 15].map(|days| program(days).reach()), [0.0, 0.5, 0.75, 0.625]);
        assert!((program(10).hours_per_year() - 36.524_25).abs() < 1e-9);
    }
}
