//! A design that begins as another one: when it changes, what becomes of its seats and people, and what goes wrong on
//! the way.

use super::team::RampUp;
use crate::time::{Elapsed, SimTime, Span};

/// A design that begins as another one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transition {
    /// The other one, an index into `Scenario::designs`.
    pub from: usize,
    /// When it changes, after measuring begins.
    pub at: Elapsed,
    /// Each account at its first renewal from then on, instead of all at once.
    pub by_renewal: bool,
    /// Overlap of its hand-offs, where it is not that of all.
    pub overlap: Option<Elapsed>,
    /// More people resign around it; `None`: as many as ever.
    pub unrest: Option<Unrest>,
    /// Requests go astray after it; `None`: none do.
    pub misrouting: Option<Misrouting>,
}

/// More people resign where a change is announced and made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unrest {
    /// Multiplies the turnover of teams that serve accounts before the change (above 1).
    pub factor: f64,
    /// How long before the change it is announced.
    pub announced: Elapsed,
    /// How long turnover is raised, from the announcement on.
    pub lasts: Elapsed,
}

/// Requests that reach somebody first who has nothing to do with them any more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Misrouting {
    /// Share of the requests at the change (above 0).
    pub share: f64,
    /// How long it takes until the share has fallen, in a straight line, to nothing.
    pub over: Elapsed,
    /// How long such a request lies before it comes to whom it should.
    pub delay: Span,
    /// What it takes whoever answers it at last, on top of its work content [working time].
    pub work: Elapsed,
}

impl Misrouting {
    /// The share so long after the change.
    #[inline]
    pub fn share_at(&self, since: Elapsed) -> f64 {
        let left = 1.0 - since.ms() as f64 / self.over.ms().max(1) as f64;
        if since < Elapsed::ZERO || left <= 0.0 { 0.0 } else { self.share * left }
    }
}

/// How the seats of the design with which a transition begins become those of the design itself.
#[derive(Clone, Debug, PartialEq)]
pub struct SeatChange {
    /// Time over which seats open and close, from the change on.
    pub over: Elapsed,
    /// People who go from one team to another.
    pub conversions: Vec<Conversion>,
}

/// People who go from a team that has fewer seats after the change to one that has more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conversion {
    /// Indices into `Design::teams`.
    pub from: usize,
    /// See `from`.
    pub to: usize,
    /// How many.
    pub csms: u32,
    /// How they find their pace in the new team.
    pub ramp: RampUp,
}

impl Transition {
    /// The instant of the change.
    pub fn instant(&self) -> SimTime {
        SimTime::ZERO + self.at
    }

    /// From when to when more people resign.
    pub fn window_of(&self, unrest: &Unrest) -> (SimTime, SimTime) {
        let announced = self.instant() - unrest.announced;
        (announced, announced + unrest.lasts)
    }
}

impl SeatChange {
    /// When the `number`-th (from 0) of so many seats is given up, counted from the change.
    pub fn given_up(&self, number: u32, of: u32) -> Elapsed {
        Elapsed::from_ms(i64::from(number + 1) * self.over.ms() / i64::from(of.max(1)))
    }

    /// When the `number`-th (from 0) of so many seats opens: all at once, or one by one where accounts go over one by one.
    pub fn opened(&self, number: u32, of: u32, by_renewal: bool) -> Elapsed {
        let over = if by_renewal { self.over.ms() } else { 0 };
        Elapsed::from_ms(i64::from(number) * over / i64::from(of.max(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    fn days(days: i64) -> Elapsed {
        Elapsed::from_ms(days * DAY)
    }

    #[test]
    fn misrouting_falls_in_a_straight_line_to_nothing() {
        let lost = Misrouting { share: 0.2, over: days(100), delay: Span::Clock(days(1)), work: Elapsed::ZERO };
        let at = |since: i64| lost.share_at(days(since));
        assert_eq!([at(-1), at(0), at(100), at(500)], [0.0, 0.2, 0.0, 0.0]);
        assert!((at(25) - 0.15).abs() < 1e-12);
    }

    #[test]
    fn seats_open_from_the_change_on_and_are_given_up_until_it_is_over() {
        let change = SeatChange { over: days(60), conversions: Vec::new() };
        let opened = |by_renewal| [0, 1, 2].map(|number| change.opened(number, 3, by_renewal).ms() / DAY);
        assert_eq!((opened(false), opened(true)), ([0, 0, 0], [0, 20, 40]));
        assert_eq!([0, 1, 2].map(|number| change.given_up(number, 3).ms() / DAY), [20, 40, 60]);
    }
}
