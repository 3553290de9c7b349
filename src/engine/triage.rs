//! Work that is held back from those who serve it: requests in a shared inbox that is sorted now and then, alerts that are
//! looked at now and then, and requests that have gone astray after a change.

use super::observer::Observer;
use super::plan::Plan;
use super::replay::Replay;
use super::state::{Item, Waiting};
use super::timers::{Release, Timers};
use crate::model::{Class, Misrouting};
use crate::streams::{Purpose, uniform};
use crate::time::{SimTime, Span, Working};

/// The first instant from `now` on at which a team sorts its inbox.
///
/// Instants are whole multiples of `every` by the clock since midnight UTC of the first day, or of the team's working
/// time; one that falls outside its hours is made up for when they begin.
fn next_triage(plan: &Plan, team: usize, every: Span, now: SimTime) -> SimTime {
    if every.is_zero() {
        return now;
    }
    let calendar = &plan.teams[team].calendar;
    let up = |at: i64, every: i64| -(-at).div_euclid(every) * every;
    match every {
        Span::Clock(every) => {
            // What fell due since the hours ended is made up for.
            let since = now.min(calendar.time_at(calendar.working_at(now)));
            calendar.next_open(SimTime::from_ms(up(since.ms(), every.ms())))
        }
        Span::Business(every) => {
            let worked = up(calendar.working_at(now).ms(), every.ms());
            calendar.next_open(calendar.time_at(Working::from_ms(worked)).max(now))
        }
    }
}

impl<O: Observer> Replay<'_, O> {
    /// Work comes under a rule that holds some back.
    #[cold]
    pub(super) fn hold_back(&mut self, item: &Item, class: Class, place: (u32, u16)) {
        let covered = &self.plan.rules[usize::from(place.1)];
        match class {
            Class::Reactive => match self.astray(item) {
                Some(lost) => self.go_astray(item, place.1, lost),
                None => self.deliver(item, class, place),
            },
            Class::Triggered => match covered.alerts {
                Some(every) => self.hold_until_look(item, class, place, every, Release::Alerts),
                None => self.route(item, class, place),
            },
            Class::Planned => self.route(item, class, place),
        }
    }

    /// Work that has come to the right place is put into its inbox, if it has one.
    fn deliver(&mut self, item: &Item, class: Class, place: (u32, u16)) {
        match self.plan.rules[usize::from(place.1)].triage.filter(|_| class == Class::Reactive) {
            Some(triage) => {
                let item = Item { work: Working::from_ms(item.work.ms() + triage.work.ms()), ..*item };
                self.hold_until_look(&item, class, place, triage.every, Release::Triage);
            }
            None => self.route(item, class, place),
        }
    }

    /// Holds work until the team looks the next time.
    fn hold_until_look(&mut self, item: &Item, class: Class, place: (u32, u16), every: Span, release: Release) {
        let team = self.plan.rules[usize::from(place.1)].team as usize;
        let at = next_triage(self.plan, team, every, self.state.now);
        if at == self.state.now {
            self.route(item, class, place);
            return;
        }
        let waiting = self.keep_back(item);
        self.set_timer(Timers::lane(place.1, release), at, waiting);
    }

    /// Keeps work where nobody may take it.
    fn keep_back(&mut self, item: &Item) -> Waiting {
        let waiting = self.state.keep(*item);
        if self.plan.lists_work {
            self.state.link(waiting.item, item.account);
        }
        waiting
    }

    /// Whether a request goes astray: that of an account which has gone over, with a chance that falls from then on.
    fn astray(&self, item: &Item) -> Option<Misrouting> {
        let change = self.plan.transition?;
        let lost = change.misrouting.filter(|_| !self.state.accounts[item.account as usize].old)?;
        let share = lost.share_at(self.state.now - self.state.went_over[item.account as usize]);
        let talker = self.talker(item.account, item.kind);
        let drawn = || uniform(&mut self.ring.stream(Purpose::Misrouting, talker.word(), item.arrived.ms() as u64));
        (share > 0.0 && drawn() < share).then_some(lost)
    }

    /// A request lies with somebody who is not in charge.
    fn go_astray(&mut self, item: &Item, rule: u16, lost: Misrouting) {
        self.observer.goes_astray(self.state.now, item.piece());
        if self.monitor.is_counted(item.arrived) {
            let segment = usize::from(self.demand.accounts.segment[item.account as usize]);
            self.monitor.segments[segment].astray += 1;
        }
        let item = Item { work: Working::from_ms(item.work.ms() + lost.work.ms()), ..*item };
        let waiting = self.keep_back(&item);
        self.release_after(waiting, lost.delay, usize::from(rule), Timers::lane(rule, Release::Astray));
    }

    /// What was held back comes to those who serve it, or out of the wrong hands to their inbox.
    pub(super) fn let_through(&mut self, waiting: Waiting, astray: bool) {
        let item = self.leave(waiting);
        let class = self.kinds[usize::from(item.kind)].class;
        let place = self.place_of(item.account, item.kind, class);
        let still = self.state.waiting;
        if astray {
            self.deliver(&item, class, place)
        } else {
            self.route(&item, class, place)
        }
        self.note_if_begun(&item, still);
    }

    /// Routes work that has waited elsewhere until now.
    pub(super) fn route_again(&mut self, item: &Item, class: Class, place: (u32, u16)) {
        let still = self.state.waiting;
        self.route(item, class, place);
        self.note_if_begun(item, still);
    }

    /// Work that had waited was begun at once, where no more waits than did without it; others may have begun something as
    /// well.
    fn note_if_begun(&mut self, item: &Item, still: u32) {
        if self.state.waiting <= still {
            self.monitor.waits(item.arrived, self.state.now);
        }
    }
}
