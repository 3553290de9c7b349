//! What service does to customers: context, attachment, renewal and expansion.

use super::Ramp;
use crate::time::{SimTime, Working};

/// What it costs when a CSM who does not know the account serves it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Context {
    /// Extra work of a stranger, as a share of the work content, with no documentation at all.
    pub penalty: f64,
    /// Share of that penalty which documentation saves (0 to 1).
    pub documentation: Ramp,
    /// Extra work each time that interrupted work is picked up again.
    pub interruption: Working,
}

impl Context {
    /// By what a stranger's work is multiplied at an instant: `1 + penalty x (1 - documentation)`.
    #[inline]
    pub fn stranger_factor(&self, now: SimTime) -> f64 {
        1.0 + self.penalty * (1.0 - self.documentation.at(now))
    }

    /// How long a stranger takes for a work content.
    #[inline]
    pub fn stranger_work(&self, work: Working, now: SimTime) -> Working {
        if self.penalty == 0.0 {
            return work;
        }
        let factor = self.stranger_factor(now);
        if factor == 1.0 { work } else { Working::from_ms((work.ms() as f64 * factor + 0.5) as i64) }
    }
}

/// How an account's attachment to one person (0 to 1) moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attachment {
    /// A touch by the same person closes this share of the gap to 1.
    pub gain: f64,
    /// A touch by somebody else destroys this share.
    pub loss: f64,
    /// What part of the effects of attachment and of answered touches holds for accounts that do not want a person.
    pub indifferent: f64,
    /// What part of its gain or loss a planned touch or a play has that the customer does not answer.
    pub unanswered: f64,
}

/// Effects on renewal and expansion: odds ratios of churn, all relative to the current design.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcomes {
    /// Odds ratio of churn for each 10 points of late responses in the trailing half year.
    pub late_responses: f64,
    /// Odds ratio of churn for each planned touch missed in the trailing half year.
    pub missed_touch: f64,
    /// Odds ratio of churn at the first renewal for an onboarding that was late; `None`: not looked at.
    pub late_onboarding: Option<f64>,
    /// Odds ratio of churn for no attachment at all, against full attachment.
    pub no_attachment: f64,
    /// By what expansion is multiplied when there is no attachment at all.
    pub expansion_unattached: f64,
    /// By what the chance of an expansion is multiplied when a talk about it was won.
    pub expansion_won: f64,
    /// The same when nobody talked with an account that was ready.
    pub expansion_missed: f64,
    /// Odds ratio of churn for each 10 points of satisfaction below the usual; points above count the other way.
    pub low_satisfaction: f64,
    /// Odds ratio of churn for each 10 points of health that are missing at a renewal.
    pub low_health: f64,
    /// Odds ratio of churn for each play on a false alarm since the last renewal.
    pub needless_touch: f64,
    /// Odds ratio of churn for each moment since the last renewal that only a person may keep, and none did.
    pub automated_moment: f64,
    /// Odds ratio of churn for each touch that helped in the trailing half year, of a program in part.
    pub helpful_touch: f64,
    /// Odds ratio of churn for each unit of digital fatigue at a renewal.
    pub digital_fatigue: f64,
    /// Exponent on every odds ratio and multiplier above and on those of risks: 1 as given, 0 no effect at all, 2
    /// doubled.
    pub strength: f64,
}

/// What ARR that is kept or won is worth when it is weighed against cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// Gross margin on revenue (0 to 1).
    pub margin: f64,
    /// For how many years a unit of ARR is counted \[yr\].
    pub years: f64,
}

impl Worth {
    /// Margin of a unit of ARR over the time for which it counts.
    pub fn of_arr(&self) -> f64 {
        self.margin * self.years
    }
}
