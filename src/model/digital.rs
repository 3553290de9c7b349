//! Digital touches: which of them help, and when accounts tire of them.

use crate::time::Elapsed;

/// What touches that a program sends do to accounts. Without it they do nothing at all.
///
/// A send helps where it is good (personal, relevant, in time) and the customer acts on it. One that is not good is spam:
/// it tires the account. Fatigue is the number of those not forgotten yet: it halves with every half-life, makes the
/// customer act on fewer sends, and costs odds at the renewal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Digital {
    /// Share of sends that are good, of steps that say nothing of their own.
    pub quality: f64,
    /// Share of good sends that a rested customer acts on, of steps that say nothing of their own.
    pub response: f64,
    /// What is left of the quality for accounts that want a person.
    pub unwanted: f64,
    /// Time in which fatigue halves.
    pub half_life: Elapsed,
    /// By what the response is multiplied for each unit of fatigue.
    pub fading: f64,
    /// What a send that helps is worth, of an answered touch by a person.
    pub worth: f64,
    /// However many touches lift health, they lift it by no more \[points\]; infinite where none does.
    pub lift_at_most: f64,
}

impl Digital {
    /// What is left of a fatigue after a while.
    #[inline]
    pub fn fatigue_after(&self, fatigue: f64, passed: Elapsed) -> f64 {
        if fatigue == 0.0 {
            return 0.0;
        }
        fatigue * libm::exp2(-(passed.ms() as f64 / self.half_life.ms() as f64))
    }

    /// What a lift of health comes to by a touch that lifts it by some points: the nearer to the most, the less.
    #[inline]
    pub fn lifted(&self, lift: f64, by: f64) -> f64 {
        lift + by * (1.0 - lift / self.lift_at_most).max(0.0)
    }

    /// What a send does whose luck is uniform on [0, 1).
    #[inline]
    pub fn effect(&self, sending: Sending, fatigue: f64, luck: f64) -> Effect {
        if luck >= sending.quality {
            Effect::Tires
        } else if luck < sending.quality * sending.response * libm::pow(self.fading, fatigue) {
            Effect::Helps
        } else {
            Effect::None
        }
    }
}

/// A step of a playbook as a program sends it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sending {
    /// Share of sends that are good.
    pub quality: f64,
    /// Share of these that a rested customer acts on.
    pub response: f64,
    /// Points by which it lifts health where it helps.
    pub lifts: f64,
    /// An answer to it is a reference.
    pub advocacy: bool,
    /// Only a person may do it: automated, or left to nobody, it does damage.
    pub human_only: bool,
}

/// What a send does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Good, and the customer acted on it.
    Helps,
    /// Good, and not acted on.
    None,
    /// Spam.
    Tires,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    #[test]
    fn a_send_helps_tires_or_does_nothing() {
        let half_life = Elapsed::from_ms(30 * DAY);
        let digital = Digital {
            quality: 0.5,
            response: 0.4,
            unwanted: 1.0,
            half_life,
            fading: 0.5,
            worth: 0.3,
            lift_at_most: 20.0,
        };
        let sending = Sending { quality: 0.5, response: 0.4, ..Sending::default() };
        assert_eq!(digital.effect(sending, 0.0, 0.19), Effect::Helps);
        assert_eq!(digital.effect(sending, 0.0, 0.21), Effect::None);
        assert_eq!(digital.effect(sending, 0.0, 0.5), Effect::Tires);
        assert_eq!(digital.effect(sending, 1.0, 0.11), Effect::None, "a tired customer acts on half as many");
        assert_eq!(digital.fatigue_after(4.0, Elapsed::from_ms(60 * DAY)), 1.0);
        assert_eq!(digital.fatigue_after(0.0, half_life), 0.0);
    }
}
