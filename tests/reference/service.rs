//! Service, the slow way: who begins work, what that does to the account, and what follows when it ends.

use crate::calendar::NEVER;
use crate::people::at_own_pace;
use crate::simulator::World;
use crate::state::{Alarm, Doing, Item, Talked};
use caseload::model::Class;
use caseload::model::work::Origin;
use caseload::time::SimTime;

/// Share of pieces of work that the customer answers.
fn response_of(kind: &Origin) -> f64 {
    match *kind {
        Origin::Request { .. } => 1.0,
        Origin::Step { response, .. } | Origin::Risk { response, .. } | Origin::Trigger { response, .. } => response,
    }
}

impl World<'_> {
    pub fn start(&mut self, csm: usize, mut item: Item) {
        item.began = self.now;
        self.csms[csm].had_block = false;
        let elsewhere = item.talk.is_some_and(|talk| talk.with.is_some());
        let before = item.talk.filter(|_| !elsewhere).map(|talk| talk.handler);
        if let Some(talk) = item.talk.as_mut().filter(|_| !elsewhere) {
            talk.handler = (csm, self.now);
        }
        self.forget_who_left(item.account);
        let skills = self.scenario.skills.as_ref().filter(|_| self.is_match(csm, &item));
        let (faster, surer) = skills.map_or((1.0, 1.0), |skills| (skills.work_factor, skills.save_factor));
        let person = &self.csms[csm];
        let team = &self.scenario.designs[0].teams[person.team];
        let (leaves, there) = (person.leaves_after(self.now), person.since(self.now).map(|since| self.now - since));
        let ramp = person.converts_ramp(self.now);
        let last = self.accounts[item.account].last.and_then(|last| self.now_at(last));
        let knows = self.owner_of(item.account) == Some(csm) || last == Some(csm);
        let account = &mut self.accounts[item.account];
        // Who begins at the very instant is a tick too late as well.
        if item.timers.iter().any(|(at, _, alarm)| *at == self.now && *alarm == Alarm::Late) {
            account.late.push(self.now);
        }
        if account.owner == Some(csm) && !elsewhere {
            account.met = Some(self.now);
        }
        let waits_on = item.timers.iter().any(|(at, _, alarm)| *at > self.now && *alarm == Alarm::Late);
        let late = self.now > item.arrived && !waits_on;
        if let (0, None) = (item.class, item.talk) {
            self.responses.push((item.came_to, self.now, late));
        }
        if let (Some(model), 0, None) = (self.scenario.satisfaction, item.class, item.talk) {
            let stranger = if account.touched && !knows { model.stranger } else { 0.0 };
            let points = if late { -model.late } else { model.in_time } - stranger;
            account.moves.push((self.now, points));
            self.hear(&item, points < 0.0);
        }
        let account = &mut self.accounts[item.account];
        let context = self.scenario.context;
        let factor = 1.0 + context.penalty * (1.0 - context.documentation.at(SimTime::from_ms(self.now)));
        let mut work = if knows || elsewhere { item.work } else { (item.work as f64 * factor).round() as i64 };
        work = at_own_pace(team, ramp, there, work, faster);
        let of_segment = &self.scenario.segments[usize::from(self.demand.accounts.segment[item.account])];
        if let (Some(poor), false, false) = (of_segment.habits.poor_hand_off, elsewhere, account.briefed)
            && self.demand.accounts.poorly_handed_off(item.account)
        {
            work += poor.rework.ms();
            account.briefed = true;
        }
        // The luck of an alarm is below one half where nothing is wrong, and half as fine.
        let kind = &self.scenario.kinds[usize::from(item.kind)].origin;
        let alarm = matches!(kind, Origin::Trigger { .. });
        let needed = !alarm || item.luck >= 0.5;
        let luck = if alarm { (2.0 * item.luck).fract() } else { item.luck };
        if item.class == Class::Planned as usize && item.kind < crate::firm::KINDS && luck < response_of(kind) {
            account.helped_by_people.push(self.now);
        }
        if !needed {
            account.risk += libm::log(self.scenario.outcomes.needless_touch);
        }
        if self.scenario.kinds[usize::from(item.kind)].is_of_expansion() && needed {
            account.talks.push(Talked::Begun);
        }
        let response = response_of(kind);
        let mut saved = false;
        if let Origin::Risk { window, save_at_once, save_at_end, .. }
        | Origin::Trigger { window, save_at_once, save_at_end, .. } = *kind
        {
            let part = ((self.now - item.raised) as f64 / window.ms() as f64).min(1.0);
            let save = (save_at_once + (save_at_end - save_at_once) * part) * (team.save_factor * surer);
            saved = needed && luck < response.min(save);
        }
        if !self.is_farewell(item.kind) && !elsewhere {
            let unanswered = self.scenario.attachment.unanswered as f32;
            self.touch(csm, item.account, if luck < response { 1.0 } else { unanswered });
        }
        self.note_step(item.account, item.kind, item.arrived);
        self.tell("begins", Some(csm), &item);
        let until = self.done_by(csm, work);
        // What is in hand on the last day ends that day.
        let length = if until > leaves { self.csms[csm].open.between(self.now, leaves) } else { work };
        let until = until.min(leaves);
        self.works.push((csm, self.now, until));
        let order = self.next_order();
        let state = &mut self.csms[csm];
        state.served += work;
        state.planned += if item.class == Class::Planned as usize { work } else { 0 };
        state.doing = Doing::Busy { until, order, item, saved, since: self.now, work: length };
        if let Some(other) = before.and_then(|before| self.now_at(before))
            && other != csm
        {
            self.nudge(other);
        }
    }

    fn touch(&mut self, csm: usize, account: usize, part: f32) {
        let attached_to = self.attached_to(account);
        let account = &mut self.accounts[account];
        account.last = Some((csm, self.now));
        account.touched = true;
        let attachment = self.scenario.attachment;
        let (gain, loss) = (attachment.gain as f32 * part, attachment.loss as f32 * part);
        if attached_to == Some(csm) {
            account.attachment += (1.0 - account.attachment) * gain;
            account.attached_to = Some((csm, self.now));
        } else {
            account.attachment *= 1.0 - loss;
            if account.attached_to.is_none() || account.attachment < gain {
                (account.attached_to, account.attachment) = (Some((csm, self.now)), gain);
            }
        }
    }

    pub fn complete(&mut self, csm: usize) {
        let Doing::Busy { item, saved, .. } = self.csms[csm].doing.clone() else {
            unreachable!("who ends work is busy")
        };
        // Neither busy any more nor idle yet.
        self.csms[csm].doing = Doing::Asleep { until: NEVER, order: 0 };
        self.end(csm, &item, saved);
        self.look_for_work(csm);
    }

    pub fn end(&mut self, csm: usize, item: &Item, saved: bool) {
        self.tell("ends", Some(csm), item);
        let account = &mut self.accounts[item.account];
        if let (Origin::Risk { churn_odds, .. }, true) = (&self.scenario.kinds[usize::from(item.kind)].origin, saved)
            && account.alive
            && account.term == item.term
        {
            account.risk -= libm::log(*churn_odds);
        }
        let kind = &self.scenario.kinds[usize::from(item.kind)];
        if saved && kind.is_of_expansion() {
            account.talks.push(Talked::Won);
        } else if let (true, Some(trigger)) = (saved, kind.of_answers()) {
            self.restore(item.account, trigger.restores);
        } else if saved && matches!(kind.origin, Origin::Trigger { .. }) {
            account.lifted = Some(self.now);
        }
        self.carry_on(csm, item);
    }
}
