//! Satisfaction of an account with how its requests are answered.
//!
//! Each request that is answered moves it, and each move is forgotten by halves; what is not forgotten adds up. So it does
//! not matter in which order moves are counted.

use crate::time::{Elapsed, SimTime};

/// How satisfaction moves \[points, 0 to 100\].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Satisfaction {
    /// Of an account that has asked nothing.
    pub usual: f64,
    /// By how much an answer in time raises it.
    pub in_time: f64,
    /// By how much a late one lowers it, and a customer who gives up.
    pub late: f64,
    /// By how much it is lower after an answer by somebody who does not know the account.
    pub stranger: f64,
    /// Time in which half of a move is forgotten.
    pub half_life: Elapsed,
}

/// What is not forgotten of all moves, as it stood at an instant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mood {
    points: f64,
    at: SimTime,
}

impl Mood {
    /// Nothing has happened.
    pub const USUAL: Mood = Mood { points: 0.0, at: SimTime::DISTANT_PAST };
}

impl Satisfaction {
    /// The move of one request.
    pub fn of_request(&self, late: bool, stranger: bool) -> f64 {
        (if late { -self.late } else { self.in_time }) - if stranger { self.stranger } else { 0.0 }
    }

    /// Adds a move made at an instant, which may lie before the last one.
    pub fn add(&self, mood: &mut Mood, at: SimTime, points: f64) {
        if at >= mood.at {
            *mood = Mood { points: mood.points * self.left(at - mood.at) + points, at };
        } else {
            mood.points += points * self.left(mood.at - at);
        }
    }

    /// Satisfaction at an instant.
    pub fn at(&self, mood: &Mood, now: SimTime) -> f64 {
        (self.usual + mood.points * self.left(now - mood.at)).clamp(0.0, 100.0)
    }

    fn left(&self, passed: Elapsed) -> f64 {
        libm::exp2(-(passed.ms() as f64 / self.half_life.ms().max(1) as f64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    #[test]
    fn moves_add_up_in_any_order_and_are_forgotten() {
        let half_life = Elapsed::from_ms(30 * DAY);
        let model = Satisfaction { usual: 70.0, in_time: 2.0, late: 8.0, stranger: 4.0, half_life };
        let day = |day: i64| SimTime::from_ms(day * DAY);
        assert_eq!(model.at(&Mood::USUAL, day(3)), 70.0);
        assert_eq!((model.of_request(false, false), model.of_request(true, true)), (2.0, -12.0));
        let (mut one, mut other) = (Mood::USUAL, Mood::USUAL);
        model.add(&mut one, day(0), -12.0);
        model.add(&mut one, day(30), 2.0);
        model.add(&mut other, day(30), 2.0);
        model.add(&mut other, day(0), -12.0);
        assert_eq!((model.at(&one, day(30)), model.at(&other, day(30))), (66.0, 66.0));
        assert_eq!(model.at(&one, day(60)), 68.0);
        model.add(&mut one, day(60), -1000.0);
        assert_eq!(model.at(&one, day(60)), 0.0);
    }
}
