//! Satisfaction: what answers make of it, what it makes of renewals, and the alarms that it raises.
//!
//! How satisfied an account is depends on how a design answers, so these alarms are raised here and not in the demand. What
//! the n-th alarm of an account brings is the same under every design.

use super::event::Event;
use super::observer::{Observer, Piece};
use super::replay::Replay;
use super::state::{Item, NONE};
use crate::model::Class;
use crate::model::demand::Occurrence;
use crate::time::SimTime;

impl<O: Observer> Replay<'_, O> {
    /// A request gets its first response now, late or not, before whoever gives it counts as known.
    #[cold]
    pub(super) fn is_answered(&mut self, csm: u32, item: &Item, late: bool) {
        let facts = &self.state.accounts[item.account as usize];
        // The first who ever has to do with an account is no stranger than anybody else.
        let stranger = facts.last != NONE && facts.last != csm && facts.owner != csm;
        self.move_mood(item, self.state.now, late, stranger);
    }

    /// A customer gave up at an instant that may have passed.
    pub(super) fn is_given_up(&mut self, item: &Item, at: SimTime) {
        self.move_mood(item, at, true, false);
    }

    fn move_mood(&mut self, item: &Item, at: SimTime, late: bool, stranger: bool) {
        let Some(model) = &self.plan.satisfaction else { return };
        let points = model.of_request(late, stranger);
        model.add(&mut self.state.moods[item.account as usize], at, points);
        if !self.plan.watched.is_empty() && model.is_told(self.ring, self.talker(item.account, item.kind), item.arrived)
        {
            self.look_at_satisfaction(item.account, points < 0.0);
        }
    }

    /// Customers of an account may have waited long enough now.
    pub(super) fn gives_up(&mut self, account: u32) {
        let mut place = self.state.accounts[account as usize].waiting;
        while place != NONE {
            let (item, next) = (self.state.items[place], self.state.items.after(place));
            if item.expires <= self.state.now && self.kinds[usize::from(item.kind)].class == Class::Reactive {
                self.expire(self.state.items.at(place));
            }
            place = next;
        }
    }

    /// An account has told how satisfied it is: a request may have lowered that, and then it may be time for a play.
    fn look_at_satisfaction(&mut self, account: u32, lowered: bool) {
        let (now, plan, accounts) = (self.state.now, self.plan, self.demand.accounts.len());
        let points = self.satisfaction_of(account);
        let segment = usize::from(self.demand.accounts.segment[account as usize]);
        for (place, &kind) in plan.watched.iter().enumerate() {
            let watched = &plan.kinds[usize::from(kind)];
            let watch = &mut self.state.watches[place * accounts + account as usize];
            let sees = |trigger| watched.segments[segment] && watch.sees(trigger, now, points, lowered);
            if watched.of_answers().is_some_and(sees) {
                // Whoever answers is still about to begin.
                self.state.alarms.push((kind, account));
                self.schedule(now, Event::Alarm);
            }
        }
    }

    /// Raises the first of the alarms that are due, by kind and account.
    pub(super) fn raise_alarm(&mut self) {
        let (now, plan) = (self.state.now, self.plan);
        let alarms = &mut self.state.alarms;
        let Some(first) = (0..alarms.len()).min_by_key(|place| alarms[*place]) else { return };
        let (kind, account) = alarms.swap_remove(first);
        let place = plan.watched.iter().position(|watched| *watched == kind).unwrap_or(0);
        let ordinal = self.state.watches[place * self.demand.accounts.len() + account as usize].alarms;
        let (complexity, talker) = (self.complexity(account), self.talker(account, kind));
        let (work, luck) = plan.kinds[usize::from(kind)].dissatisfied(self.ring, talker, ordinal, complexity);
        if O::WATCHES {
            let points = self.satisfaction_of(account);
            self.observer.is_dissatisfied(now, Piece { account, kind, arrived: now }, points);
        }
        // What customers say of themselves is true.
        self.work_arrives(&Occurrence::work(now, account, kind, work, Occurrence::luck_of_alarm(luck, true)));
    }

    /// Whether a touch opens at the last score, which has heard how satisfied the account is.
    #[cold]
    pub(super) fn is_called_for(&mut self, touch: &Occurrence) -> bool {
        let plan = self.plan;
        let condition = plan.kinds[usize::from(touch.kind)].condition().and_then(|condition| condition.score);
        let (Some(health), Some(model), Some(condition)) = (plan.hears, plan.satisfaction, condition) else {
            return true;
        };
        let above = self.satisfaction_of(touch.account) - model.usual;
        let score = self.demand.scores.last(touch.account, touch.at).map(|score| health.heard(score, above));
        let opens = condition.holds(score);
        if !opens {
            let piece = Piece { account: touch.account, kind: touch.kind, arrived: touch.at };
            self.observer.is_not_called_for(touch.at, piece);
        }
        opens
    }

    /// A play that was answered, or a note that settled an alarm, makes up for something.
    pub(super) fn restore(&mut self, account: u32, kind: u16) {
        let points = self.plan.kinds[usize::from(kind)].of_answers().map_or(0.0, |trigger| trigger.restores);
        let (now, index) = (self.state.now, account as usize);
        let Some(model) = self.plan.satisfaction.filter(|_| self.state.accounts[index].alive) else { return };
        model.restore(&mut self.state.moods[index], now, points);
        if O::WATCHES {
            let points = self.satisfaction_of(account);
            self.observer.is_restored(now, account, points);
        }
        self.look_at_satisfaction(account, false);
    }

    /// How satisfied an account is now \[points\].
    fn satisfaction_of(&self, account: u32) -> f64 {
        let mood = &self.state.moods[account as usize];
        self.plan.satisfaction.map_or(0.0, |model| model.at(mood, self.state.now))
    }

    /// What satisfaction adds to the log odds of churn at a renewal.
    pub(super) fn dissatisfaction(&mut self, account: usize) -> f64 {
        let Some(model) = &self.plan.satisfaction else { return 0.0 };
        let points = model.at(&self.state.moods[account], self.state.now);
        if self.monitor.measuring {
            let segment = usize::from(self.demand.accounts.segment[account]);
            self.monitor.segments[segment].satisfaction_sum += points;
        }
        libm::log(self.plan.outcomes.low_satisfaction) * (model.usual - points) / 10.0
    }
}
