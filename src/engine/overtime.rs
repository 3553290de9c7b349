//! Overtime: a CSM who has work in hand at the end of the day stays to finish it, where that takes no longer than allowed.

use super::observer::Observer;
use super::plan::Plan;
use super::replay::Replay;
use super::state::InHand;
use crate::time::calendar::Calendar;
use crate::time::{Elapsed, HOUR, SimTime, Working};

/// Hours end for the day where the calendar stays closed for so long.
const NIGHT: Elapsed = Elapsed::from_ms(6 * HOUR);

/// The part of the work in hand that is done after hours, by CSM; empty where nobody works overtime.
#[derive(Debug, Default)]
pub(super) struct Late {
    csms: Vec<(SimTime, Elapsed)>,
}

impl Late {
    /// Nobody is late, memory kept.
    pub(super) fn reset(&mut self, plan: &Plan) {
        self.csms.clear();
        self.csms.resize(if plan.overtime { plan.csm_count() } else { 0 }, (SimTime::NEVER, Elapsed::ZERO));
    }
}

/// When the hours of each day end.
pub(super) fn ends_of_days(calendar: &Calendar) -> Vec<SimTime> {
    let ends = calendar.intervals().windows(2).filter(|pair| pair[1].0 - pair[0].1 >= NIGHT);
    ends.map(|pair| pair[0].1).collect()
}

impl<O: Observer> Replay<'_, O> {
    /// When work that begins now ends, in own working time and by the clock, if the CSM stays for it on the first evening on
    /// which the rest of it is short enough.
    #[cold]
    pub(super) fn stay_late(&mut self, csm: u32, began: i64, work: Working, done: SimTime) -> (i64, SimTime) {
        let team = &self.plan.teams[self.plan.team_of_csm[csm as usize] as usize];
        let (now, most, timeline) = (self.state.now, team.team.overtime, &self.state.csms[csm as usize].timeline);
        let late = &mut self.state.late.csms[csm as usize];
        *late = (SimTime::NEVER, Elapsed::ZERO);
        let absent = &self.away[csm as usize].absent;
        let first = team.ends_of_days.partition_point(|end| *end <= now);
        for &end in team.ends_of_days[first..].iter().take_while(|end| **end < done) {
            let regular = timeline.total_open(now, end);
            let rest = Elapsed::from_ms((work - regular).ms());
            // Who is away when the hours end does not stay.
            let before = absent.partition_point(|absence| absence.0 < end);
            let is_there = before == 0 || absent[before - 1].1 < end;
            if rest <= most && is_there {
                *late = (end, rest);
                return (began + regular.ms(), end + rest);
            }
        }
        (began + work.ms(), done)
    }

    /// Work in hand ends at an instant, whatever was meant.
    #[cold]
    pub(super) fn ends_at(&mut self, csm: u32, done: SimTime) {
        let (end, rest) = &mut self.state.late.csms[csm as usize];
        *rest = (*rest).min(if done > *end { done - *end } else { Elapsed::ZERO });
    }

    /// What was to be done after hours of work that is set aside.
    #[inline]
    pub(super) fn take_late(&mut self, csm: u32) -> Elapsed {
        let late = self.state.late.csms.get_mut(csm as usize);
        late.map_or(Elapsed::ZERO, |late| std::mem::replace(&mut late.1, Elapsed::ZERO))
    }

    /// Counts what was done after hours of work that has ended.
    #[cold]
    pub(super) fn note_overtime(&mut self, csm: u32, in_hand: &InHand) {
        let (end, _) = self.state.late.csms[csm as usize];
        let rest = self.take_late(csm).ms();
        if rest > 0 && self.monitor.is_counted(end) {
            let team = self.plan.team_of_csm[csm as usize] as usize;
            let segment = usize::from(self.demand.accounts.segment[in_hand.account as usize]);
            self.monitor.overtime[csm as usize] += rest;
            self.monitor.overtime_on[team * self.plan.segments.len() + segment] += rest;
        }
    }
}

impl Plan {
    /// What some overtime of a team costs a year \[currency/year\].
    pub(super) fn overtime_cost(&self, team: usize, ms: i64) -> f64 {
        let facts = &self.teams[team];
        if ms == 0 {
            return 0.0;
        }
        // Paid hours are those of the calendar.
        ms as f64 / facts.scheduled_ms as f64 * facts.team.cost_per_year * facts.team.overtime_pay
    }
}
