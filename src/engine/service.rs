//! Service: a CSM begins a piece of work and finishes it.

use super::event::Event;
use super::expansion::Opportunity;
use super::observer::Observer;
use super::replay::Replay;
use super::state::{Doing, InHand, Item, NONE};
use crate::model::Class;
use crate::time::SimTime;

impl<O: Observer> Replay<'_, O> {
    /// A CSM who is free and on duty begins a piece of work now.
    #[inline]
    pub(super) fn start(&mut self, csm: u32, item: &Item, class: Class) {
        let now = self.state.now;
        let account = &self.state.accounts[item.account as usize];
        let elsewhere = self.is_elsewhere(item.thread);
        let knows = account.last == csm || account.owner == csm || elsewhere;
        let mut work = if knows { item.work } else { self.plan.context.stranger_work(item.work, now) };
        if O::FRILLS && self.plan.paced {
            work = self.paced_work(csm, item, work);
        }
        if O::FRILLS && self.plan.briefs && !elsewhere {
            work += self.found_out(item.account);
        }
        if O::FRILLS && self.plan.fills_once {
            self.owe_block(csm);
        }
        self.observer.begins(now, csm, item.piece());
        let facts = &self.kinds[usize::from(item.kind)];
        let (luck, at_risk) = if O::FRILLS { facts.luck(f64::from(item.luck)) } else { (f64::from(item.luck), true) };
        // One luck for both: whoever is saved has answered.
        let answered = class == Class::Reactive || luck < facts.response;
        let helps = O::FRILLS && answered && facts.helps && self.plan.digital.is_some();
        if !at_risk && self.plan.outcomes_matter {
            self.state.ledgers[item.account as usize].risk += libm::log(self.plan.outcomes.needless_touch);
        }
        if O::FRILLS && facts.advocacy && answered && self.monitor.is_counted(now) {
            let segment = usize::from(self.demand.accounts.segment[item.account as usize]);
            self.monitor.segments[segment].references += 1;
        }
        self.note_first_touch(csm, item, class, answered);
        if helps {
            self.note_help(item.account);
        }
        if !(elsewhere || O::FRILLS && self.plan.is_farewell(item.kind)) {
            self.touch(csm, item.account, if answered { 1.0 } else { self.plan.attachment.unanswered as f32 });
        }

        let state = &mut self.state.csms[csm as usize];
        let (began, mut done) = state.timeline.begin(now, work);
        let mut ends = began.ms() + work.ms();
        if O::FRILLS && self.plan.overtime {
            (ends, done) = self.stay_late(csm, began.ms(), work, done);
        }
        if self.people_move() {
            (ends, done) = self.end_before_leaving(csm, began.ms(), ends, done);
            if !elsewhere {
                self.meet_owner(csm, item.account);
            }
        }
        let state = &mut self.state.csms[csm as usize];
        state.doing = Doing::Busy;
        state.in_hand = item.in_hand(class);
        state.began = began.ms();
        state.ends = ends;
        state.served += work.ms();
        match class {
            Class::Reactive => {}
            Class::Planned => state.served_planned += work.ms(),
            Class::Triggered => {
                // What the delay leaves of the chance to save is settled by when the play begins.
                let skill = self.skill_at_saving(csm, item);
                let facts = &self.kinds[usize::from(item.kind)];
                let save = facts.save_probability(now - facts.raised(item.arrived), skill);
                self.state.csms[csm as usize].in_hand.saved = at_risk && luck < save;
                if facts.expansion && at_risk {
                    self.treat(item.account, Opportunity::TakenUp);
                }
            }
        }
        self.monitor.in_service += 1;
        self.schedule_end(csm, done);
        if self.limits_wip() && item.thread != NONE && !elsewhere {
            let before = self.take_over(csm, item.thread);
            self.nudge(before);
        }
    }

    /// Sets the end of the work in hand.
    #[inline]
    pub(super) fn schedule_end(&mut self, csm: u32, done: SimTime) {
        let event = match self.urgent() {
            0 => Event::Completion { csm },
            _ => self.spell_in_hand(csm),
        };
        self.schedule(done, event);
    }

    /// Records waiting, response, continuity.
    #[inline(always)]
    pub(super) fn note_first_touch(&mut self, csm: u32, item: &Item, class: Class, answered: bool) {
        let now = self.state.now;
        let segment = usize::from(self.demand.accounts.segment[item.account as usize]);
        let account = &self.state.accounts[item.account as usize];
        if self.monitor.is_counted(now) && !self.is_elsewhere(item.thread) {
            let tally = &mut self.monitor.segments[segment];
            match account.last {
                NONE => {}
                last if last == csm => tally.touches_same += 1,
                _ => tally.touches_other += 1,
            }
        }
        if class == Class::Planned {
            let facts = &self.kinds[usize::from(item.kind)];
            let (late, onboarding) = (((now - item.arrived).ms() - facts.due_in.ms()).max(0), facts.onboarding);
            self.monitor.planned_closes(now, segment, Some((late, answered)));
            if onboarding && late > 0 {
                self.note_late_start(item.account);
            } else if O::FRILLS && onboarding && self.plan.activates {
                self.speed_up(item.account);
            }
        }
        let counted = self.monitor.is_counted(self.kinds[usize::from(item.kind)].raised(item.arrived));
        if !counted && class != Class::Reactive {
            return;
        }
        // Of the team to which it came, even if it has moved on to another.
        let waited = self.worked_since(item.arrived, item.arrived_working, item.team, usize::from(item.team));
        let first = class == Class::Reactive && self.is_first(item);
        let late = first && (item.late || self.note_if_late(item, waited));
        if O::FRILLS && first && self.plan.hires_when_late {
            self.note_response(item.team, late);
        }
        if O::FRILLS && first && self.plan.satisfaction.is_some() {
            self.is_answered(csm, item, late);
        }
        if !counted {
            return;
        }
        if first
            && !late
            && let Some(week) = self.monitor.week(item.arrived)
        {
            week.in_time += 1;
        }
        let tally = &mut self.monitor.segments[segment];
        tally.wait_ms += waited.ms();
        tally.begun += 1;
        match class {
            Class::Reactive if !first => {}
            Class::Reactive => {
                tally.within_target += u64::from(!late);
                tally.response_working.record(waited.ms());
                if !self.plan.clock_is_working {
                    tally.response_clock.record((now - item.arrived).ms());
                }
            }
            Class::Triggered => {
                tally.plays_sent += 1;
                tally.plays_answered += u64::from(answered);
            }
            Class::Planned => {}
        }
    }

    /// Context and attachment: this CSM has now had to do with the account.
    ///
    /// A touch by the person it is attached to closes part of the gap to full attachment; a touch by somebody else
    /// destroys part of it, and when less is left than one touch earns, the account turns to the new person.
    /// A touch that the customer does not answer has only a `part` of that.
    #[inline]
    pub(super) fn touch(&mut self, csm: u32, account: u32, part: f32) {
        let now = self.state.now;
        let model = self.plan.attachment;
        let account = &mut self.state.accounts[account as usize];
        account.last = csm;
        account.last_at = now;
        let gain = model.gain as f32 * part;
        if account.attached_to == csm {
            account.attachment += (1.0 - account.attachment) * gain;
            return;
        }
        account.attachment *= 1.0 - model.loss as f32 * part;
        if account.attached_to == NONE || account.attachment < gain {
            account.attached_to = csm;
            account.attachment = gain;
        }
    }

    /// A CSM finishes the work in hand and looks for more.
    #[inline]
    pub(super) fn completion(&mut self, csm: u32) {
        let state = &self.state.csms[csm as usize];
        let (in_hand, began, ends) = (state.in_hand, state.began, state.ends);
        let spent = clip(began, ends, state.window);
        self.note_spent(csm, ends - began);
        if O::FRILLS && self.plan.overtime {
            self.note_overtime(csm, &in_hand);
        }
        self.end(csm, in_hand, spent);
        self.next_work(csm);
    }

    /// A piece of work ends on which a CSM has spent some more time \[ms\].
    #[inline(always)]
    pub(super) fn end(&mut self, csm: u32, in_hand: InHand, spent: i64) {
        let now = self.state.now;
        let segment = usize::from(self.demand.accounts.segment[in_hand.account as usize]);
        let team = self.plan.team_of_csm[csm as usize] as usize;
        self.monitor.in_service -= 1;
        self.monitor.done += 1;
        self.observer.ends(now, csm, in_hand.piece());
        if spent > 0 {
            self.monitor.spend(csm, team, segment, in_hand.class, spent);
        }
        match in_hand.class {
            Class::Reactive => self.interaction_ends(csm, &in_hand, segment, team, now),
            Class::Triggered if in_hand.saved => {
                let facts = &self.kinds[usize::from(in_hand.kind)];
                if self.monitor.is_counted(facts.raised(in_hand.arrived)) {
                    let tally = &mut self.monitor.segments[segment];
                    tally.risks_saved += 1;
                    tally.expansion.won += u64::from(facts.expansion);
                }
                self.save(in_hand.account, in_hand.kind, in_hand.term);
            }
            _ => {}
        }
    }

    /// An account is saved from a risk of one of its terms, or lifted after an alarm, or won where it was ready to expand, or
    /// as satisfied again as a good answer makes it.
    pub(super) fn save(&mut self, account: u32, kind: u16, term: u16) {
        let facts = &self.kinds[usize::from(kind)];
        let (state, ledger) = (&self.state.accounts[account as usize], &mut self.state.ledgers[account as usize]);
        if facts.expansion {
            self.treat(account, Opportunity::Won);
        } else if facts.restores {
            self.restore(account, kind);
        } else if facts.alarm {
            ledger.lifted = self.state.now;
        } else if state.alive && state.terms == term {
            ledger.risk -= facts.log_odds;
        }
    }

    /// Records how long a request took, or sets up the next interaction.
    #[inline]
    fn interaction_ends(&mut self, csm: u32, done: &InHand, segment: usize, team: usize, now: SimTime) {
        if !(O::FRILLS && self.kinds[usize::from(done.kind)].talks) {
            self.note_resolution(done, segment, team, now);
            self.monitor.segments[segment].interactions += u64::from(self.monitor.is_counted(done.arrived));
        } else {
            let elsewhere = self.is_elsewhere(done.thread);
            let Some(request) = self.carry_on(csm, done) else { return };
            // In the hours of the team to which it came, whoever else resolves it.
            let team = if elsewhere { usize::from(request.team) } else { team };
            self.note_resolution(&request, segment, team, now);
            self.ask_again(done.account, done.kind);
        }
    }

    /// Records how long a request took.
    #[inline]
    pub(super) fn note_resolution(&mut self, item: &InHand, segment: usize, team: usize, done: SimTime) {
        if !self.monitor.is_counted(item.arrived) {
            return;
        }
        let took = self.worked_since(item.arrived, item.arrived_working, item.team, team);
        let tally = &mut self.monitor.segments[segment];
        tally.resolved += 1;
        tally.resolution_working.record(took.ms());
        if !self.plan.clock_is_working {
            tally.resolution_clock.record((done - item.arrived).ms());
        }
    }

    /// At the end: work in hand is spent as far as it got.
    pub(super) fn spend_unfinished(&mut self, end: SimTime) {
        for csm in 0..self.plan.csm_count() {
            let state = &mut self.state.csms[csm];
            if state.doing == Doing::Filling {
                let so_far = state.timeline.working_at(end).ms();
                self.spend_block(csm as u32, so_far);
                continue;
            }
            if state.doing != Doing::Busy {
                continue;
            }
            let so_far = state.timeline.working_at(end).ms().min(state.ends);
            let spent = clip(state.began, so_far, state.window);
            if spent > 0 {
                let in_hand = state.in_hand;
                let segment = usize::from(self.demand.accounts.segment[in_hand.account as usize]);
                let team = self.plan.team_of_csm[csm] as usize;
                self.monitor.spend(csm as u32, team, segment, in_hand.class, spent);
            }
        }
    }
}

/// The part of `[from, to)` inside a window \[ms\].
#[inline]
pub(super) fn clip(from: i64, to: i64, window: (i64, i64)) -> i64 {
    to.min(window.1) - from.max(window.0)
}
