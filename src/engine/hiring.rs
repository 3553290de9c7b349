//! Seats that open when a threshold is passed, and seats whose successor nobody needs.

use super::event::Event;
use super::hours;
use super::observer::Observer;
use super::plan::Plan;
use super::replay::Replay;
use super::staff::{UNOPENED, empty_ms};
use super::state::{Doing, State};
use crate::model::{HireWhen, Threshold};
use crate::time::{Elapsed, SimTime};

/// What the hiring rule of a team remembers.
#[derive(Clone, Debug, Default)]
pub(super) struct Hiring {
    /// Time spent on work that has ended or was set aside, in the whole simulation \[ms\].
    pub spent: i64,
    /// First responses to requests that came to the team, and how many of them were late.
    answered: u64,
    late: u64,
    /// Looks so far, the beginning included.
    looks: Vec<Look>,
    /// When each of the seats that the rule has opened was decided on.
    pub decided: Vec<SimTime>,
    /// First day in the last of these seats.
    filled: Option<SimTime>,
}

/// What had come together by a look.
#[derive(Clone, Copy, Debug)]
struct Look {
    at: SimTime,
    /// See [`Hiring`].
    spent: i64,
    answered: u64,
    late: u64,
}

impl Hiring {
    /// Forgets everything, keeping memory.
    pub(super) fn reset(&mut self) {
        (self.spent, self.answered, self.late, self.filled) = (0, 0, 0, None);
        self.looks.clear();
        self.decided.clear();
    }
}

impl Plan {
    /// The first of the seats of a team that a rule may open; behind them there is none.
    pub(super) fn first_on_call(&self, team: usize) -> u32 {
        let team = &self.teams[team];
        team.first_csm + team.csms - team.team.movement.on_call().min(team.csms)
    }
}

/// Until when nobody had thought of a seat: seats on call do not stand empty before they are decided on.
pub(super) fn unthought_of(plan: &Plan, state: &State, csm: u32) -> SimTime {
    let team = plan.team_of_csm[csm as usize] as usize;
    let end = plan.simulation.end_of_measuring();
    match csm.checked_sub(plan.first_on_call(team)) {
        None => SimTime::ZERO,
        Some(place) => state.hiring[team].decided.get(place as usize).map_or(end, |at| *at),
    }
}

impl<O: Observer> Replay<'_, O> {
    /// Sets the first look of each rule: looks fall on the beginning of measuring, and before it for what they remember.
    pub(super) fn open_hiring(&mut self) {
        let begin = self.plan.simulation.begin();
        for (team, plan) in self.plan.teams.iter().enumerate() {
            if let Some(rule) = plan.team.movement.hire_when {
                self.state.hiring[team].looks.push(Look { at: begin, spent: 0, answered: 0, late: 0 });
                let looks = (SimTime::ZERO - begin).ms() / rule.every.ms();
                let first = SimTime::from_ms(-looks * rule.every.ms());
                self.schedule(first, Event::Look { team: team as u32 });
            }
        }
    }

    /// A team looks whether it has people enough, and opens seats if not.
    pub(super) fn look(&mut self, team: u32) {
        let now = self.state.now;
        let Some(rule) = self.plan.teams[team as usize].team.movement.hire_when else { return };
        if now + rule.every < self.plan.simulation.end_of_measuring() {
            self.schedule(now + rule.every, Event::Look { team });
        }
        if rule.above.looks_back() {
            let spent = self.spent_by_now(team as usize);
            let hiring = &mut self.state.hiring[team as usize];
            hiring.looks.push(Look { at: now, spent, answered: hiring.answered, late: hiring.late });
        }
        if now < SimTime::ZERO {
            return;
        }
        // No share of late answers says how many people are enough: one comes, and then one sees.
        let one_by_one = !rule.above.is_of_positions();
        if one_by_one && self.state.hiring[team as usize].filled.is_some_and(|first_day| now < first_day) {
            return;
        }
        let load = self.hiring_load(team as usize, rule);
        let mut positions = self.positions(team as usize, rule);
        let first = self.plan.first_on_call(team as usize);
        while rule.above.is_passed(load, positions) {
            let opened = self.state.hiring[team as usize].decided.len() as u32;
            if opened == rule.at_most {
                return;
            }
            let first_day = self.open_seat(first + opened, rule.lead);
            let hiring = &mut self.state.hiring[team as usize];
            hiring.decided.push(now);
            hiring.filled = Some(first_day);
            positions += 1;
            if one_by_one {
                return;
            }
        }
    }

    /// What the rule's threshold is held against, for all positions together.
    fn hiring_load(&mut self, team: usize, rule: HireWhen) -> f64 {
        let stock = &self.monitor.teams[team];
        match rule.above {
            Threshold::ArrPerCsm(_) => stock.arr as f64 / 100.0,
            Threshold::AccountsPerCsm(_) => stock.count as f64,
            Threshold::Utilization(_, looks) => self.csms_busy(team, rule.every, looks),
            Threshold::LateResponses(_, looks) => {
                let from = self.looked_back(team, rule.every, looks);
                let hiring = &self.state.hiring[team];
                let answered = hiring.answered - from.answered;
                if answered == 0 { 0.0 } else { (hiring.late - from.late) as f64 / answered as f64 }
            }
        }
    }

    /// How things stood so many looks ago, or at the beginning.
    fn looked_back(&self, team: usize, every: Elapsed, looks: u32) -> Look {
        let wanted = self.state.now - Elapsed::from_ms(every.ms().saturating_mul(i64::from(looks)));
        let past = &self.state.hiring[team].looks;
        past[past.partition_point(|look| look.at <= wanted).saturating_sub(1)]
    }

    /// A request that came to a team has its first response.
    #[cold]
    pub(super) fn note_response(&mut self, team: u16, late: bool) {
        let hiring = &mut self.state.hiring[usize::from(team)];
        hiring.answered += 1;
        hiring.late += u64::from(late);
    }

    /// Utilisation of a team times the people employed, over the last looks.
    fn csms_busy(&mut self, team: usize, every: Elapsed, looks: u32) -> f64 {
        let now = self.state.now;
        let spent_now = self.spent_by_now(team);
        let Look { at: from, spent, .. } = self.looked_back(team, every, looks);
        let (mut available, mut filled) = (0, 0);
        let facts = &self.plan.teams[team];
        for csm in facts.first_csm..facts.first_csm + facts.csms {
            available += self.state.csms[csm as usize].timeline.total_open(from, now).ms();
            filled += (now - from).ms() - empty_ms(&self.away[csm as usize].vacant, from, now);
        }
        if available == 0 {
            return 0.0;
        }
        (spent_now - spent) as f64 / available as f64 * (filled as f64 / (now - from).ms() as f64)
    }

    /// A CSM has spent time on work that ended or was set aside \[ms\].
    #[inline]
    pub(super) fn note_spent(&mut self, csm: u32, ms: i64) {
        if self.plan.people_move {
            self.state.hiring[self.plan.team_of_csm[csm as usize] as usize].spent += ms;
        }
    }

    /// Time that a team has spent on work by now, what is in hand included \[ms\].
    fn spent_by_now(&mut self, team: usize) -> i64 {
        let facts = &self.plan.teams[team];
        let mut spent = self.state.hiring[team].spent;
        for csm in facts.first_csm..facts.first_csm + facts.csms {
            let state = &mut self.state.csms[csm as usize];
            if state.doing == Doing::Busy {
                spent += state.timeline.working_at(self.state.now).ms().min(state.ends) - state.began;
            }
        }
        spent
    }

    /// Positions of a team: people there, being succeeded, or on their way within the lead of a new one.
    fn positions(&self, team: usize, rule: HireWhen) -> u32 {
        let now = self.state.now;
        let facts = &self.plan.teams[team];
        let exists = |csm: &u32| {
            let empty = self.away[*csm as usize].vacant.iter().find(|&&(gone, back)| gone <= now && now < back);
            empty.is_none_or(|&(gone, back)| {
                let succeeded = gone > SimTime::DISTANT_PAST && back < SimTime::NEVER;
                succeeded || back <= now + rule.lead
            })
        };
        (facts.first_csm..facts.first_csm + facts.csms).filter(exists).count() as u32
    }

    /// A seat is to open after a while; gives the first day.
    fn open_seat(&mut self, csm: u32, lead: Elapsed) -> SimTime {
        let now = self.state.now;
        let plan = self.plan;
        let team = &plan.teams[plan.team_of_csm[csm as usize] as usize];
        let opens = hours::first_day(team, now, lead);
        let (away, state) = (&mut self.away[csm as usize], &mut self.state.csms[csm as usize]);
        debug_assert_eq!(away.vacant, [UNOPENED]);
        hours::open_seat(plan, csm, opens, self.ring, away, state);
        // Whoever looked for somebody in this seat before left it asleep for good.
        if state.doing == Doing::Asleep {
            let back = state.timeline.next_open(now);
            if back < SimTime::NEVER {
                self.schedule(back, Event::Wake { csm });
            }
        }
        self.expect_comings_and_goings(csm, now);
        opens
    }

    /// Whether the team does without a successor for somebody who leaves now; then the seat is given up.
    pub(super) fn does_without(&mut self, csm: u32) -> bool {
        let (now, plan) = (self.state.now, self.plan);
        let team = plan.team_of_csm[csm as usize] as usize;
        let Some(rule) = plan.teams[team].team.movement.hire_when.filter(|rule| rule.refill_if_needed) else {
            return false;
        };
        if now < SimTime::ZERO {
            return false;
        }
        let (load, positions) = (self.hiring_load(team, rule), self.positions(team, rule));
        if positions < 2 || rule.above.is_passed(load, positions - 1) {
            return false;
        }
        let (away, state) = (&mut self.away[csm as usize], &mut self.state.csms[csm as usize]);
        hours::close_seat(plan, csm, now, self.ring, away, state);
        true
    }
}
