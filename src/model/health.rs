//! Health: how accounts really are, what is seen of it, and which signs raise an alarm.

use crate::time::Elapsed;

/// How accounts really are, and what is seen of it. Health runs from 0 to 100 points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Health {
    /// Mean health, of segments that state none of their own \[points\].
    pub mean: f64,
    /// Standard deviation of health over accounts and time \[points\].
    pub spread: f64,
    /// Time in which a deviation from the mean falls to 1/e; a saved account is lifted for as long.
    pub memory: Elapsed,
    /// Below this an account is at risk \[points\].
    pub at_risk_below: f64,
    /// Time from one update of score and usage to the next.
    pub update: Elapsed,
    /// Whether each account has a place of its own in that time; else all of the beginning are updated together.
    pub spread_updates: bool,
    /// Standard deviation of the error of a score \[points\].
    pub noise: f64,
    /// Relative standard deviation of the error of usage.
    pub usage_noise: f64,
    /// Time from one survey to the next.
    pub survey: Elapsed,
    /// Share of surveys that are answered.
    pub survey_response: f64,
    /// How often the champion of an account leaves in a year.
    pub champion_leaves: f64,
    /// Health lost then \[points\]; it comes back as any deviation does.
    pub champion_loss: f64,
    /// By how much a score that steps ask for is lower for each 10 points of satisfaction below the usual \[points\].
    pub satisfaction: f64,
}

impl Health {
    /// Whether scores that steps ask for depend on how a design answers.
    pub fn hears(&self) -> bool {
        self.satisfaction > 0.0
    }

    /// A score as steps see it, at so many points of satisfaction above the usual.
    pub fn heard(&self, score: f64, above: f64) -> f64 {
        (score + self.satisfaction * above / 10.0).clamp(0.0, 100.0)
    }
}

/// What raises an alarm.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// The sign that is watched.
    pub sign: Sign,
    /// Time after an alarm in which there is no other of the same trigger and account.
    pub cooldown: Elapsed,
    /// By how much the sign must recover beyond its threshold before it may alarm again \[points\].
    pub hysteresis: f64,
    /// By how much an answered play raises satisfaction \[points\]; 0 where the sign is another.
    pub restores: f64,
    /// Alarms of an account in a year, and how many of them are true, by segment; from a trial. None are counted where how
    /// many there are depends on how a design answers.
    pub per_year: Vec<(f64, f64)>,
}

/// A sign that is watched, and its threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sign {
    /// The score is below \[points\].
    ScoreBelow(f64),
    /// The score has fallen by so much within a time \[points\].
    ScoreDrop(f64, Elapsed),
    /// Usage is below [points of 100].
    UsageBelow(f64),
    /// Usage has fallen by so much of what it was within a time [points of 100].
    UsageDrop(f64, Elapsed),
    /// A survey gives less than [0 to 10].
    NpsBelow(f64),
    /// The champion has left.
    ChampionGone,
    /// More of the licences are in use than this [points of 100]: a sign not of risk, but of an expansion.
    LicencesOver(f64),
    /// Surveys after requests show a satisfaction below this \[points\]: raised as a design answers, and always true.
    SatisfactionBelow(f64),
}

/// What must be seen of an account for a touch to open: one of these is enough.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Where the score must stand.
    pub score: Option<ScoreCondition>,
    /// More of the licences must be in use than this [points of 100].
    pub licences_over: Option<f64>,
    /// Share of touches that open, by segment; from a trial.
    pub share: Vec<f64>,
}

/// Where the score must stand for a touch to open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreCondition {
    /// The threshold \[points\].
    pub score: f64,
    /// Below it, or not below it.
    pub below: bool,
    /// Whether it opens before there is a score.
    pub unread: bool,
}

impl Condition {
    /// Whether a touch opens at a score and a use of licences, as far as they have been read.
    pub fn holds(&self, score: Option<f64>, licences: Option<f64>) -> bool {
        self.score.is_some_and(|condition| condition.holds(score))
            || self.licences_over.is_some_and(|over| licences.is_some_and(|read| read > over))
    }
}

impl ScoreCondition {
    /// Whether a touch opens at a score.
    pub fn holds(&self, score: Option<f64>) -> bool {
        score.map_or(self.unread, |score| (score < self.score) == self.below)
    }
}

impl Sign {
    /// Whether it is a sign of an expansion, and not of risk.
    pub fn is_of_expansion(self) -> bool {
        matches!(self, Sign::LicencesOver(_))
    }

    /// Whether it is how requests were answered, which is known only as a design is replayed.
    pub fn is_of_answers(self) -> bool {
        matches!(self, Sign::SatisfactionBelow(_))
    }
}

impl Trigger {
    /// Share of alarms that are true, over all segments of the trial alike.
    pub fn precision(&self) -> f64 {
        let (all, at_risk) = self.per_year.iter().fold((0.0, 0.0), |sum, rate| (sum.0 + rate.0, sum.1 + rate.1));
        if all > 0.0 { at_risk / all } else { 0.0 }
    }
}
