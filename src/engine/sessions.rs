//! Sessions of one-to-many programs: who hosts them and when, who came, and which work is not needed because of it.

use super::observer::{Observer, Piece};
use super::plan::Plan;
use super::replay::Replay;
use super::roster::Away;
use crate::model::demand::Occurrence;
use crate::model::{Class, Program};
use crate::streams::{Purpose, uniform};
use crate::time::timeline::Timeline;
use crate::time::{Elapsed, SimTime, Working};

/// What came of the programs of a design in one replication.
#[derive(Clone, Debug, Default)]
pub(super) struct Sessions {
    /// By program: when each session was held, in order of time, and its number.
    held: Vec<Vec<(SimTime, u64)>>,
    /// CSM, program, and the time within measuring that it took \[ms\].
    hosted: Vec<(u32, usize, i64)>,
}

impl Sessions {
    pub(super) fn reset(&mut self, programs: usize) {
        self.held.iter_mut().for_each(Vec::clear);
        self.held.resize_with(programs, Vec::new);
        self.hosted.clear();
    }

    /// Gives the sessions of one team to its CSMs, in order of their dates, and takes the time out of their rosters.
    pub(super) fn host(&mut self, plan: &Plan, team: usize, away: &mut [Away]) {
        let simulation = &plan.simulation;
        let facts = &plan.teams[team];
        let first = facts.first_csm as usize;
        let away = &mut away[first..first + facts.csms as usize];
        away.iter_mut().for_each(|away| away.hosting.clear());
        let mut dates: Vec<(SimTime, usize, u64)> = Vec::new();
        for (index, program) in plan.programs.iter().enumerate().filter(|(_, program)| program.team == team) {
            let dated =
                (0..).map(|number| simulation.begin() + Elapsed::from_ms(program.every.ms() * number)).zip(0u64..);
            dates.extend(dated.take_while(|(at, _)| *at < simulation.end()).map(|(at, number)| (at, index, number)));
        }
        if dates.is_empty() || away.is_empty() {
            return;
        }
        dates.sort_unstable();
        let mut people: Vec<(Timeline, SimTime)> =
            away.iter().map(|away| (Timeline::new(&facts.calendar, &away.all), SimTime::DISTANT_PAST)).collect();
        let mut turn = 0;
        for (date, index, number) in dates {
            let program = &plan.programs[index];
            let first_free = |people: &mut Vec<(Timeline, SimTime)>, step: usize| {
                let host = (turn + step) % people.len();
                let (timeline, busy_until) = &mut people[host];
                (timeline.next_open(date.max(*busy_until)), step)
            };
            let Some((at, step)) = (0..people.len()).map(|step| first_free(&mut people, step)).min() else { continue };
            let host = (turn + step) % people.len();
            if at >= (date + program.every).min(simulation.end()) {
                continue;
            }
            let done = people[host].0.finish(at, program.work);
            if done >= SimTime::NEVER {
                // The host goes before such a session would be over; a shorter one may still fit, but not before then.
                people[host].1 = at;
                continue;
            }
            people[host].1 = done;
            turn = (host + 1) % people.len();
            self.held[index].push((at, number));
            let before = away[host].hosting.len();
            away[host].add_hosting(at, done);
            let (zero, end) = (SimTime::ZERO, simulation.end_of_measuring());
            let clipped = away[host].hosting[before..].iter().map(|&(a, b)| (a.max(zero), b.min(end)));
            let took = clipped.filter(|(a, b)| a < b).map(|(a, b)| facts.calendar.working_between(a, b));
            let took = took.fold(Working::ZERO, |sum, part| sum + part).ms();
            self.hosted.push(((first + host) as u32, index, took));
        }
        away.iter_mut().for_each(Away::merge_hosting);
        self.held.iter_mut().for_each(|held| held.sort_unstable());
    }
}

/// Counts of what sessions spared within measuring.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SessionTally {
    /// Planned touches delivered by a session.
    pub delivered: u64,
    /// Requests answered before they were asked.
    pub answered: u64,
}

impl SessionTally {
    pub(super) fn add(&mut self, other: &SessionTally) {
        self.delivered += other.delivered;
        self.answered += other.answered;
    }
}

impl<O: Observer> Replay<'_, O> {
    /// Whether a session spares a piece of work that comes now; it is noted.
    pub(super) fn is_met(&mut self, occurrence: &Occurrence, class: Class) -> bool {
        let (now, plan, kind) = (occurrence.at, self.plan, usize::from(occurrence.kind));
        let spares = |program: &Program| match class {
            Class::Planned => program.covers[kind],
            Class::Reactive => program.requests[kind],
            Class::Triggered => false,
        };
        let segment = usize::from(self.demand.accounts.segment[occurrence.account as usize]);
        let met = plan.programs.iter().enumerate().any(|(index, program)| {
            spares(program)
                && program.segments[segment]
                && (class == Class::Planned || self.would_be_answered(occurrence, program))
                && self.came_lately(index, program, occurrence.account, now)
        });
        if !met {
            return false;
        }
        let piece = Piece { account: occurrence.account, kind: occurrence.kind, arrived: now };
        self.observer.is_met(now, piece);
        if class == Class::Planned {
            self.monitor.planned_closes(now, segment, Some((0, true)));
            if plan.digital.is_some() {
                self.state.now = now;
                self.note_help(occurrence.account);
            }
        }
        if self.monitor.is_counted(now) {
            let tally = &mut self.monitor.segments[segment].sessions;
            *if class == Class::Planned { &mut tally.delivered } else { &mut tally.answered } += 1;
        }
        true
    }

    fn would_be_answered(&self, occurrence: &Occurrence, program: &Program) -> bool {
        let talker = self.talker(occurrence.account, occurrence.kind);
        let mut stream = self.ring.stream(Purpose::AnsweredBefore, talker.word(), occurrence.at.ms() as u64);
        uniform(&mut stream) < program.answers
    }

    /// Whether an account came to a session that still counts. Drawn for each session, whoever hosts it in whichever
    /// design.
    fn came_lately(&self, index: usize, program: &Program, account: u32, now: SimTime) -> bool {
        let held = &self.sessions.held[index];
        let start = self.demand.accounts.start[account as usize];
        let word = self.plan.attendee(index, &self.demand.accounts, account);
        let past = held[..held.partition_point(|(at, _)| *at <= now)].iter().rev();
        let mut lately = past.take_while(|(at, _)| now - *at <= program.counts_for && *at >= start);
        lately.any(|(_, number)| {
            let mut stream = self.ring.stream(Purpose::Attendance, word, *number);
            uniform(&mut stream) < program.attendance
        })
    }

    /// At the end: hosting is planned work, of the segments that may come by their accounts.
    pub(super) fn spend_hosting(&mut self) {
        for &(csm, index, ms) in &self.sessions.hosted {
            if ms <= 0 {
                continue;
            }
            self.state.csms[csm as usize].window.1 += ms;
            let team = self.plan.team_of_csm[csm as usize] as usize;
            let invited = &self.plan.programs[index].segments;
            let accounts = |segment: usize| i64::from(self.plan.segments[segment].accounts);
            let mut total: i64 = (0..invited.len()).filter(|s| invited[*s]).map(accounts).sum();
            let mut left = ms;
            for segment in (0..invited.len()).filter(|segment| invited[*segment]) {
                let part = left * accounts(segment) / total.max(1);
                self.monitor.spend(csm, team, segment, Class::Planned, part);
                (left, total) = (left - part, total - accounts(segment));
            }
        }
    }
}
