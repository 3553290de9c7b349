//! What the replay needs of each kind of work and each contract, in a form it can read without a branch too many.

use super::Anchoring;
use super::line;
use super::plan::Plan;
use super::state::NONE;
use crate::model::demand::Occurrence;
use crate::model::work::{Origin, Play, RequestSource, Schedule};
use crate::model::{Class, Discipline, Scenario, Segment};
use crate::time::{Elapsed, SimTime, Span};

/// One kind of work, flattened.
#[derive(Clone, Copy, Debug)]
pub(super) struct KindFacts {
    pub class: Class,
    pub priority: u8,
    /// Line of a queue where priorities rank work, and where they do not.
    line: [u8; 2],
    /// No CSM of this design does it.
    pub of_nobody: bool,
    /// A program does it.
    pub digital: bool,
    /// It opens by what reviews of activation find.
    pub reviewed: bool,
    /// An answer to it helps, where that matters.
    pub helps: bool,
    /// Some rule of this design names it.
    pub by_name: bool,
    /// A note comes before it, and the call for the play so long after.
    pub noted: bool,
    pub noted_for: Elapsed,
    /// Its luck says whether the account is at risk, or ready to expand.
    pub alarm: bool,
    /// An answer to it is a reference.
    pub advocacy: bool,
    /// Its play is a talk about an expansion.
    pub expansion: bool,
    /// Its play raises satisfaction.
    pub restores: bool,
    /// Whether a score lets it open is decided only as it falls due.
    pub asks_score: bool,
    /// Whether customers give up or come back.
    pub talks: bool,
    /// Its place among the kinds whose senders ask again after an answer, or [`NONE`].
    pub again: u32,
    /// Interrupts less urgent work.
    pub interrupts: bool,
    /// A human step after an account's start.
    pub onboarding: bool,
    /// First-response target of requests.
    pub target: Span,
    /// From arrival to the due date of planned work and the end of a risk's window.
    pub due_in: Elapsed,
    /// From arrival to expiry; [`Elapsed::FOREVER`] for what never expires.
    pub expires: Elapsed,
    /// Save probability at once and at the end of the window.
    pub save: (f64, f64),
    /// Share of touches that the customer answers.
    pub response: f64,
    /// Log odds of churn of a risk that was not saved, or of an incident.
    pub log_odds: f64,
}

impl KindFacts {
    /// Facts of a kind of work (by its number) under a design.
    pub(super) fn new(plan: &Plan, number: usize) -> KindFacts {
        let (kind, kinds, note) = (&plan.kinds[number], &plan.kinds, plan.notes[number]);
        let mut facts = KindFacts {
            class: kind.class(),
            priority: kind.priority,
            line: line::lines_of(kinds, kind, plan.limits_wip),
            of_nobody: kind.is_digital() || plan.ignored[number],
            digital: kind.is_digital(),
            reviewed: kind.is_reviewed(),
            helps: kind.sending().is_some(),
            by_name: plan.by_name[number],
            noted: note.is_some(),
            noted_for: note.map_or(Elapsed::ZERO, |(_, wait)| wait),
            alarm: matches!(kind.origin, Origin::Trigger { .. }),
            expansion: kind.is_of_expansion(),
            advocacy: kind.sending().is_some_and(|sending| sending.advocacy),
            restores: kind.of_answers().is_some(),
            asks_score: plan.hears.is_some() && kind.condition().is_some_and(|condition| condition.score.is_some()),
            talks: false,
            again: (plan.again_kinds.iter().position(|again| usize::from(*again) == number))
                .map_or(NONE, |place| place as u32),
            interrupts: kind.interrupts(),
            onboarding: false,
            target: Span::Clock(Elapsed::FOREVER),
            due_in: Elapsed::FOREVER,
            expires: Elapsed::FOREVER,
            save: (0.0, 0.0),
            response: 1.0,
            log_odds: 0.0,
        };
        match kind.origin {
            Origin::Request { respond_within, ref source, ref conversation, .. } => {
                facts.target = respond_within;
                facts.talks = !conversation.is_plain() || kind.again_after().is_some();
                if let RequestSource::Incidents(incidents) = source {
                    facts.log_odds = libm::log(incidents.churn_odds);
                }
            }
            Origin::Step { due_in, expires, schedule, digital, response, .. } => {
                facts.onboarding = matches!(schedule, Schedule::AfterStart(_)) && !digital;
                facts.response = response;
                facts.due_in = due_in;
                facts.expires = expires.unwrap_or(Elapsed::FOREVER);
            }
            Origin::Risk { window, save_at_once, save_at_end, churn_odds, response, .. } => {
                facts.response = response;
                facts.due_in = window;
                facts.expires = window;
                facts.save = (save_at_once, save_at_end);
                facts.log_odds = libm::log(churn_odds);
            }
            Origin::Trigger { window, save_at_once, save_at_end, response, .. } => {
                facts.response = response;
                facts.due_in = window;
                facts.expires = window;
                facts.save = (save_at_once, save_at_end);
            }
        }
        facts
    }

    /// When what calls for a play that came at an instant was raised.
    #[inline]
    pub(super) fn raised(&self, came: SimTime) -> SimTime {
        came - self.noted_for
    }

    /// The line of a queue in which it waits.
    #[inline]
    pub(super) fn line_under(&self, discipline: Discipline) -> u8 {
        self.line[usize::from(discipline != Discipline::Priority)]
    }

    /// The luck of a play, and whether its account is at risk: of an alarm both are packed into one number.
    #[inline]
    pub(super) fn luck(&self, packed: f64) -> (f64, bool) {
        if self.alarm { Occurrence::alarm_of_luck(packed) } else { (packed, true) }
    }

    /// See [`Play::save_probability`]; the delay is that since it was raised.
    pub(super) fn save_probability(&self, delay: Elapsed, skill: f64) -> f64 {
        let (save_at_once, save_at_end) = self.save;
        Play { window: self.due_in, save_at_once, save_at_end, response: self.response }.save_probability(delay, skill)
    }

    /// When a request that arrived at `arrived` is answered too late, on the serving team's calendar.
    pub(super) fn deadline(&self, arrived: SimTime, calendar: &crate::time::calendar::Calendar) -> SimTime {
        after(arrived, self.target, calendar)
    }
}

/// The instant at which a span that begins at `from` is over.
pub(super) fn after(from: SimTime, span: Span, calendar: &crate::time::calendar::Calendar) -> SimTime {
    match span {
        Span::Clock(elapsed) => from + elapsed,
        // No working time at all is over at once, not at the close of the last shift.
        Span::Business(working) => calendar.time_at(calendar.working_at(from) + working).max(from),
    }
}

/// One contract of one segment: what its renewals come to.
#[derive(Clone, Copy, Debug)]
pub(super) struct ContractFacts {
    /// Log odds of churn at a renewal before any effect, anchoring included; `None`: nobody leaves.
    pub base_log_odds: Option<f64>,
    /// Expected expansion at a renewal as a share of ARR, anchoring included.
    pub expansion: f64,
    /// Expected contraction at a renewal as a share of ARR.
    pub contraction: f64,
}

/// Share of renewals at which an account that stays expands; the expected expansion is concentrated on them (our
/// assumption: few accounts grow, and then visibly).
pub(super) const EXPANSION_CHANCE: f64 = 0.3;

/// Share of renewals at which an account that stays contracts, unless that would take more than half of its ARR.
pub(super) const CONTRACTION_CHANCE: f64 = 0.1;

/// Probability of churn at one renewal that gives `annual` churn over a year.
///
/// Up to a year, terms compound: `1 - (1 - annual)^years`. Beyond, only the share of accounts whose renewal falls
/// into the year can leave, so a renewal loses `annual x years`.
pub fn churn_at_renewal(annual: f64, years: f64) -> f64 {
    if years <= 1.0 { 1.0 - libm::pow(1.0 - annual, years) } else { (annual * years).min(0.999) }
}

impl ContractFacts {
    /// Facts of every contract of every segment.
    pub(super) fn table(segments: &[Segment], anchoring: &Anchoring) -> Vec<Vec<ContractFacts>> {
        (segments.iter().enumerate())
            .map(|(index, segment)| {
                (segment.contracts.iter())
                    .map(|contract| {
                        let years = contract.term.years();
                        ContractFacts {
                            base_log_odds: segment.churn.map(|annual| {
                                let p = churn_at_renewal(annual, years).max(1e-12);
                                libm::log(p / (1.0 - p)) + anchoring.churn_shift[index]
                            }),
                            expansion: segment.expansion * years * anchoring.expansion_factor[index],
                            contraction: segment.contraction * years,
                        }
                    })
                    .collect()
            })
            .collect()
    }
}

/// The inverse of the log odds.
pub(super) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}

impl Anchoring {
    /// No shift: stated churn and expansion hold for an account whose every response comes in time, that misses
    /// nothing and is fully attached.
    pub fn neutral(scenario: &Scenario) -> Anchoring {
        Anchoring {
            churn_shift: vec![0.0; scenario.segments.len()],
            expansion_factor: vec![1.0; scenario.segments.len()],
        }
    }
}
