//! How much work an account causes in a year, by arithmetic: what plans, checks and spreadsheets count with.

use super::work::{Origin, RequestSource, Schedule, TicketLog};
use super::{Channel, Class, Conversation, Design, Motion, PoorHandOff, Scenario, Segment, WorkKind};
use crate::time::{HOUR, SimTime, WEEK, YEAR};

impl Scenario {
    /// How often an account of a segment causes one kind of work in a year.
    pub fn times_per_account(&self, segment: usize, kind: &WorkKind) -> f64 {
        let share = match &kind.origin {
            Origin::Step { condition: Some(condition), .. } => condition.share.get(segment).copied().unwrap_or(1.0),
            _ => 1.0,
        };
        share * self.times_without_condition(segment, kind)
    }

    fn times_without_condition(&self, segment: usize, kind: &WorkKind) -> f64 {
        let habits = &self.segments[segment].habits;
        match &kind.origin {
            Origin::Request { source: RequestSource::Rate { per_year, .. }, .. } => {
                let own = per_year * self.load * self.request_factor(segment, kind);
                self.left_by_channels(segment, kind, own) + self.taken_from_others(segment, kind)
            }
            Origin::Request { source: RequestSource::Again(after), .. } => {
                // As though every request were begun at once.
                let pace = self.segments[segment].pace_of_asking(self.load, None);
                YEAR as f64 / HOUR as f64 / (after.mean() / pace + self.hours_per_piece(segment, kind))
            }
            Origin::Request { source: RequestSource::Log(log), .. } => tickets_per_account(log),
            Origin::Request { source: RequestSource::Incidents(incidents), .. } => incidents.per_year * incidents.share,
            Origin::Step { schedule: Schedule::Every(period), .. } => 1.0 / period.years(),
            Origin::Step { schedule: Schedule::BeforeRenewal(_), .. } if habits.motion == Motion::ProductLed => 0.0,
            Origin::Step { schedule: Schedule::BeforeRenewal(_), .. } => self.segments[segment].renewals_per_year(),
            Origin::Step { schedule: Schedule::AfterStart(_), .. } => self.segments[segment].new_accounts,
            Origin::Step { schedule: Schedule::Farewell | Schedule::Welcome, .. } => 0.0,
            Origin::Risk { rate_per_year, .. } => *rate_per_year,
            Origin::Trigger { trigger, .. } => trigger.per_year.get(segment).map_or(0.0, |(alarms, _)| *alarms),
        }
    }

    /// Mean work content of one piece of a kind for an account of a segment, with all interactions that follow
    /// [h of working time].
    pub fn hours_per_piece(&self, segment: usize, kind: &WorkKind) -> f64 {
        let complexity = self.segments[segment].habits.complexity;
        let rework = match self.first_step_after_poor_hand_off(segment) {
            Some((first, poor)) if self.kinds[first].name == kind.name => poor.share * poor.rework.hours(),
            _ => 0.0,
        };
        rework
            + kind.work.mean() * complexity * self.learned(kind)
            + kind.conversation().map_or(0.0, Conversation::hours_after_the_first) * complexity
    }

    /// Mean of what practice makes of the work content of a kind, over the time measured; exactly 1 where it makes nothing.
    fn learned(&self, kind: &WorkKind) -> f64 {
        match &kind.origin {
            Origin::Step { learning, .. } => learning.mean(self.simulation.length),
            _ => 1.0,
        }
    }

    /// What complexity, onboarding and self-service make of the stated rate of a kind of request.
    pub fn request_factor(&self, segment: usize, kind: &WorkKind) -> f64 {
        let Segment { habits, new_accounts, .. } = &self.segments[segment];
        let onboarding = habits.onboarding.map_or(1.0, |onboarding| {
            1.0 + new_accounts * onboarding.duration.years() * (onboarding.request_factor - 1.0)
        });
        let open = kind.channel().map_or(1.0, |channel| channel.mean_reach(self.simulation.length));
        habits.complexity * onboarding * open * (1.0 - self.deflected_share(segment, kind))
    }

    /// What is left of requests of a kind where other channels take some, over the time measured.
    fn left_by_channels(&self, segment: usize, kind: &WorkKind, times: f64) -> f64 {
        let others = self.kinds.iter().filter(|other| other.segments[segment]).filter_map(WorkKind::channel);
        let taken = |channel: &Channel| {
            let of_kind = channel.takes.iter().filter(|(from, _)| self.kinds[*from].name == kind.name);
            channel.mean_reach(self.simulation.length) * of_kind.map(|(_, share)| share).sum::<f64>()
        };
        others.fold(times, |left, channel| left - times * taken(channel))
    }

    /// What the channel of a kind takes from others, over the time measured.
    fn taken_from_others(&self, segment: usize, kind: &WorkKind) -> f64 {
        let Some(channel) = kind.channel() else { return 0.0 };
        let from = channel.takes.iter().map(|(from, share)| (&self.kinds[*from], share));
        let there = from.filter(|(other, _)| other.segments[segment]);
        let times = there.map(|(other, share)| match &other.origin {
            Origin::Request { source: RequestSource::Rate { per_year, .. }, .. } => {
                share * per_year * self.load * self.request_factor(segment, other)
            }
            _ => 0.0,
        });
        times.sum::<f64>() * channel.mean_reach(self.simulation.length)
    }

    /// The step to which arithmetic counts what sales leaves out, an index into `kinds`: the first one after the start that
    /// a person makes. In a replay it falls on whatever a person begins first.
    fn first_step_after_poor_hand_off(&self, segment: usize) -> Option<(usize, PoorHandOff)> {
        let poor = self.segments[segment].habits.poor_hand_off?;
        let steps = self.kinds.iter().enumerate().filter(|(_, kind)| kind.segments[segment]);
        let by_people = steps.filter_map(|(number, kind)| match kind.origin {
            // Not one that opens only now and then.
            Origin::Step { schedule: Schedule::AfterStart(after), digital: false, reviewed: None, .. } => {
                Some((after, number))
            }
            _ => None,
        });
        by_people.min().map(|(_, number)| (number, poor))
    }

    /// Share of the requests of a kind that self-service answers, over the time measured.
    pub fn deflected_share(&self, segment: usize, kind: &WorkKind) -> f64 {
        let Origin::Request { source: RequestSource::Rate { deflection: Some(stated), .. }, .. } = &kind.origin else {
            return 0.0;
        };
        let simulation = &self.simulation;
        let prefer = self.segments[segment].habits.self_service;
        // The middle of each of so many parts: a day or two each.
        const PARTS: i64 = 720;
        let at = |part: i64| SimTime::from_ms(simulation.length.ms() * (2 * part + 1) / (2 * PARTS));
        let share =
            |prefers: bool, part: i64| self.self_service.deflection(stated, prefers, simulation.begin(), at(part));
        let of = |part: i64| prefer * share(true, part) + (1.0 - prefer) * share(false, part);
        (0..PARTS).map(of).sum::<f64>() / PARTS as f64
    }

    /// Hours of human work of one class that an account of a segment causes in a year, before any stranger's penalty;
    /// `None`: of all classes.
    pub fn hours_per_account(&self, segment: usize, class: Option<Class>) -> f64 {
        (self.kinds.iter())
            .filter(|kind| {
                kind.segments[segment] && !kind.is_digital() && class.is_none_or(|class| kind.class() == class)
            })
            .map(|kind| self.hours_per_piece(segment, kind) * self.times_per_account(segment, kind))
            .sum()
    }

    /// Hours of plays for risks and alarms of an account of a segment in a year for which a design calls nobody.
    pub fn hours_spared(&self, design: &Design, segment: usize) -> f64 {
        let spared = self.kinds.iter().filter(|kind| kind.segments[segment] && design.spared_share(kind) > 0.0);
        // From +0, so that nothing spared changes nothing.
        spared.fold(0.0, |sum, kind| {
            let hours = self.hours_per_piece(segment, kind) * self.times_per_account(segment, kind);
            sum + design.spared_share(kind) * hours
        })
    }
}

/// Tickets of an account of a log in a year.
fn tickets_per_account(log: &TicketLog) -> f64 {
    let tickets: usize = log.weeks.iter().map(Vec::len).sum();
    let weeks_per_year = YEAR as f64 / WEEK as f64;
    tickets as f64 / log.weeks.len().max(1) as f64 / f64::from(log.accounts.max(1)) * weeks_per_year
}
