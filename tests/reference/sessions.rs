//! Sessions of one-to-many programs, the slow way.

use crate::calendar::NEVER;
use crate::simulator::World;
use crate::state::Happening;
use caseload::model::demand::Occurrence;
use caseload::model::work::Origin;
use caseload::model::{Talker, WorkKind};
use caseload::streams::{Purpose, entity_of_name, uniform};

impl World<'_> {
    /// Everybody's hours less the sessions that they host; when each session of each program is held, by number.
    pub fn hold_sessions(&mut self) {
        let (scenario, begin, end) = (self.scenario, self.now, self.scenario.simulation.end().ms());
        let mut dates = Vec::new();
        let run = scenario.programs.iter().enumerate().filter(|(_, program)| scenario.designs[0].runs(&program.name));
        for (index, program) in run {
            let of_program = (0..).map(|number| (begin + program.every.ms() * number, index, number as u64));
            dates.extend(of_program.take_while(|(at, ..)| *at < end));
        }
        dates.sort_unstable();
        let mut turns = vec![0; self.coverage.teams.len()];
        for (date, index, number) in dates {
            let program = &scenario.programs[index];
            let team = &self.coverage.teams[program.team];
            let from = turns[program.team];
            let in_turn = (0..team.len()).map(|step| (from + step) % team.len());
            let free = in_turn.map(|place| (self.csms[team[place]].open.next_open(date), place));
            let Some((at, place)) = free.min_by_key(|(at, _)| *at) else { continue };
            let host = team[place];
            let done = self.csms[host].open.after(at, program.work.ms());
            if at >= end.min(date + program.every.ms()) || done >= NEVER {
                continue;
            }
            self.csms[host].open = self.csms[host].open.without(&[(at, done)]);
            turns[program.team] = (place + 1) % team.len();
            self.sessions.push((index, at, number));
        }
    }

    /// Whether a session has met a piece of work that comes now.
    pub fn is_met(&self, occurrence: &Occurrence, kind: &WorkKind) -> bool {
        let account = occurrence.account as usize;
        let accounts = &self.demand.accounts;
        let segment = usize::from(accounts.segment[account]);
        let word = |name: &str| {
            let of_segment = entity_of_name(&self.scenario.segments[segment].name);
            Talker::new(of_segment, entity_of_name(name), accounts.number[account]).word()
        };
        let luck = |purpose, word, ordinal| uniform(&mut self.ring.stream(purpose, word, ordinal));
        self.sessions.iter().any(|&(index, at, number)| {
            let program = &self.scenario.programs[index];
            let number_of_kind = usize::from(occurrence.kind);
            let spared = match kind.origin {
                Origin::Step { .. } => program.covers[number_of_kind],
                Origin::Request { .. } => {
                    let answered = luck(Purpose::AnsweredBefore, word(&kind.name), self.now as u64);
                    program.requests[number_of_kind] && answered < program.answers
                }
                _ => false,
            };
            let counts =
                at <= self.now && self.now - at <= program.counts_for.ms() && at >= accounts.start[account].ms();
            spared
                && counts
                && program.segments[segment]
                && luck(Purpose::Attendance, word(&program.name), number) < program.attendance
        })
    }

    /// It is noted, and nobody does anything.
    pub fn meet_in_session(&mut self, occurrence: &Occurrence, kind: &WorkKind) {
        let (at, account) = (self.now, occurrence.account);
        if matches!(kind.origin, Origin::Step { .. }) {
            self.accounts[account as usize].helped_by_people.push(at);
        }
        let kind = Some((occurrence.kind, at));
        self.told.push(Happening { at, what: "met", csm: None, account, kind, churn: None });
    }
}
