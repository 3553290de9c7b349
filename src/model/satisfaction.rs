//! Satisfaction of an account with how its requests are answered.
//!
//! Each request that is answered moves it, and each move is forgotten by halves; what is not forgotten adds up. So it does
//! not matter in which order moves are counted.

use super::conversation::Talker;
use super::health::{Sign, Trigger};
use super::work::WorkKind;
use crate::streams::{KeyRing, Purpose, uniform};
use crate::time::{Elapsed, SimTime, Working};

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
    /// Share of the surveys after requests that are answered.
    pub survey_response: f64,
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

    /// Raises satisfaction by some points now, up to what is usual at most; lets what is above that stand.
    pub fn restore(&self, mood: &mut Mood, now: SimTime, points: f64) {
        let missing = -mood.points * self.left(now - mood.at);
        self.add(mood, now, points.min(missing.max(0.0)));
    }

    /// Whether the customer of a request answers the survey after it: the same under every design.
    pub fn is_told(&self, ring: &KeyRing, talker: Talker, sent: SimTime) -> bool {
        let luck = || uniform(&mut ring.stream(Purpose::SurveyAfterRequest, talker.word(), sent.ms() as u64));
        self.survey_response >= 1.0 || luck() < self.survey_response
    }

    fn left(&self, passed: Elapsed) -> f64 {
        libm::exp2(-(passed.ms() as f64 / self.half_life.ms().max(1) as f64))
    }
}

/// The state of a trigger on satisfaction for one account.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Watch {
    armed: bool,
    last: Option<SimTime>,
    /// Alarms so far.
    pub alarms: u32,
}

impl Watch {
    /// It has not alarmed yet.
    pub const NEW: Watch = Watch { armed: true, last: None, alarms: 0 };

    /// Satisfaction is known to stand at some points, `lowered` by a request or not. Whether there is an alarm.
    pub fn sees(&mut self, trigger: &Trigger, now: SimTime, points: f64, lowered: bool) -> bool {
        let Sign::SatisfactionBelow(below) = trigger.sign else { return false };
        if points >= below + trigger.hysteresis {
            self.armed = true;
        }
        let rests = self.last.is_some_and(|last| now - last < trigger.cooldown);
        let alarms = lowered && points < below && self.armed && !rests;
        if alarms {
            *self = Watch { armed: false, last: Some(now), alarms: self.alarms + 1 };
        }
        alarms
    }
}

impl WorkKind {
    /// Work content and luck of alarm number `ordinal` of an account (1 is the first): the same under every design that
    /// raises as many. `complexity` multiplies the work.
    pub fn dissatisfied(&self, ring: &KeyRing, talker: Talker, ordinal: u32, complexity: f64) -> (Working, f64) {
        let mut stream = ring.stream(Purpose::LowSatisfaction, talker.word(), u64::from(ordinal));
        let luck = uniform(&mut stream);
        (Working::from_hours(self.work.sample(&mut stream) * complexity), luck)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    #[test]
    fn moves_add_up_in_any_order_and_are_forgotten() {
        let half_life = Elapsed::from_ms(30 * DAY);
        let model =
            Satisfaction { usual: 70.0, in_time: 2.0, late: 8.0, stranger: 4.0, half_life, survey_response: 1.0 };
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

    #[test]
    fn what_is_missing_is_restored_and_no_more() {
        let half_life = Elapsed::from_ms(30 * DAY);
        let model =
            Satisfaction { usual: 70.0, in_time: 2.0, late: 8.0, stranger: 4.0, half_life, survey_response: 1.0 };
        let day = |day: i64| SimTime::from_ms(day * DAY);
        let mut mood = Mood::USUAL;
        model.add(&mut mood, day(0), -24.0);
        model.restore(&mut mood, day(30), 5.0);
        assert_eq!(model.at(&mood, day(30)), 63.0);
        model.restore(&mut mood, day(30), 50.0);
        assert_eq!(model.at(&mood, day(30)), 70.0);
        model.add(&mut mood, day(30), 6.0);
        model.restore(&mut mood, day(30), 50.0);
        assert_eq!(model.at(&mood, day(30)), 76.0);
    }

    #[test]
    fn an_alarm_waits_for_recovery_and_rest() {
        let day = |day: i64| SimTime::from_ms(day * DAY);
        let trigger = Trigger {
            sign: Sign::SatisfactionBelow(60.0),
            cooldown: Elapsed::from_ms(10 * DAY),
            hysteresis: 5.0,
            restores: 10.0,
            per_year: Vec::new(),
        };
        let mut watch = Watch::NEW;
        let mut sees = |at, points, lowered| watch.sees(&trigger, day(at), points, lowered);
        assert!(!sees(0, 60.0, true) && !sees(0, 50.0, false));
        assert!(sees(1, 59.0, true));
        assert!(!sees(20, 50.0, true), "it has not recovered");
        assert!(!sees(21, 64.9, false) && !sees(22, 50.0, true));
        assert!(!sees(23, 65.0, false) && sees(24, 50.0, true));
        assert!(!sees(25, 65.0, false) && !sees(26, 50.0, true), "it rests");
        assert!(sees(34, 50.0, true));
    }
}
