//! Seats that open when a threshold is passed, the slow way: at each look everything is counted from the beginning.

use crate::calendar::Open;
use crate::seats::{Seat, vacancies};
use crate::simulator::World;
use crate::state::{Csm, Doing};
use caseload::engine::roster::Away;
use caseload::model::{HireWhen, Threshold};
use caseload::time::{DAY, SimTime};

/// When a seat is empty that no rule has opened yet.
pub const ON_CALL: (i64, i64) = (SimTime::DISTANT_PAST.ms(), SimTime::NEVER.ms());

impl Csm {
    /// Fits the hours to when the seat is empty.
    pub fn fit(&mut self, world_hours: &Open, away: &Away) {
        let ms = |list: &[(SimTime, SimTime)]| list.iter().map(|(a, b)| (a.ms(), b.ms())).collect::<Vec<_>>();
        self.open = world_hours.without(&ms(&away.all));
        self.absent = ms(&away.absent);
    }

    fn is_position(&self, now: i64, lead: i64) -> bool {
        let empty = self.vacant.iter().find(|&&(gone, back)| gone <= now && now < back);
        empty.is_none_or(|&(gone, back)| {
            let succeeded = gone > ON_CALL.0 && back < ON_CALL.1;
            succeeded || back <= now + lead
        })
    }
}

/// The part of a stretch within another.
fn common((from, to): (i64, i64), (begin, end): (i64, i64)) -> i64 {
    (to.min(end) - from.max(begin)).max(0)
}

impl World<'_> {
    /// All looks of all teams.
    pub fn set_looks(&mut self) {
        let simulation = &self.scenario.simulation;
        let mut looks = Vec::new();
        for (team, plan) in self.scenario.designs[0].teams.iter().enumerate() {
            let Some(rule) = plan.movement.hire_when.filter(|_| !self.coverage.teams[team].is_empty()) else {
                continue;
            };
            let end = simulation.end_of_measuring().ms();
            for look in (0..).map(|k| k * rule.every.ms()).take_while(|at| *at < end) {
                // At one instant in the order in which they were agreed on: at the look before.
                looks.push((look, (look - rule.every.ms()).max(simulation.begin().ms()), team));
            }
        }
        looks.sort_unstable();
        self.looks = looks.into_iter().map(|(at, _, team)| (at, team)).collect();
    }

    pub fn look(&mut self, team: usize) {
        let rule = self.scenario.designs[0].teams[team].movement.hire_when.expect("a look is for a rule");
        let members = self.coverage.teams[team].clone();
        if let Threshold::LateResponses(share, looks) = rule.above {
            return self.look_at_responses(&members, (team, rule), share, looks);
        }
        let load = self.load(&members, team, rule);
        loop {
            let lead = rule.lead.ms();
            let positions = members.iter().filter(|csm| self.csms[**csm].is_position(self.now, lead)).count();
            let next = members.iter().copied().find(|csm| self.csms[*csm].vacant == [ON_CALL]);
            let Some(csm) = next.filter(|_| load > rule.above.limit() * positions as f64) else { return };
            self.open(csm, csm - members[0], lead);
        }
    }

    /// One seat at a time, while answers come late and nobody is on the way.
    fn look_at_responses(&mut self, members: &[usize], (team, rule): (usize, HireWhen), share: f64, looks: u32) {
        let seen = self.now - i64::from(looks) * rule.every.ms()..self.now;
        let responses = self.responses.iter().filter(|(of, at, _)| *of == team && seen.contains(at));
        let late: Vec<bool> = responses.map(|(.., late)| *late).collect();
        let too_late = late.iter().filter(|late| **late).count() as f64 > share * late.len() as f64;
        let on_the_way = self.opened.iter().any(|(of, first)| *of == team && *first > self.now);
        let next = members.iter().copied().find(|csm| self.csms[*csm].vacant == [ON_CALL]);
        if let Some(csm) = next.filter(|_| too_late && !on_the_way) {
            self.open(csm, csm - members[0], rule.lead.ms());
        }
    }

    /// Whether the team does without a successor for somebody who leaves now; then the seat is given up.
    pub fn does_without(&mut self, csm: usize) -> bool {
        let team = self.csms[csm].team;
        let of_team = &self.scenario.designs[0].teams[team];
        let Some(rule) = of_team.movement.hire_when.filter(|rule| rule.refill_if_needed && self.now >= 0) else {
            return false;
        };
        let members = self.coverage.teams[team].clone();
        let positions = members.iter().filter(|csm| self.csms[**csm].is_position(self.now, rule.lead.ms())).count();
        let load = self.load(&members, team, rule);
        if positions < 2 || load > rule.above.limit() * (positions - 1) as f64 {
            return false;
        }
        let now = self.now;
        let state = &mut self.csms[csm];
        state.vacant.retain(|empty| empty.0 < now);
        state.vacant.push((now, ON_CALL.1));
        if let Some(heir) = state.heir {
            self.csms[heir].convert = None;
        }
        self.departures.retain(|(at, who, _)| *who != csm || *at <= now);
        self.fit_hours(csm, csm - members[0]);
        true
    }

    /// Fits the hours of a CSM, by number in the team, to when the seat is empty from now on.
    fn fit_hours(&mut self, csm: usize, person: usize) {
        let team = self.csms[csm].team;
        let instants = |&(a, b): &(i64, i64)| (SimTime::from_ms(a), SimTime::from_ms(b));
        let vacant = self.csms[csm].vacant.iter().map(instants).collect();
        let mut away = Away { vacant, ..Away::default() };
        let start = self.scenario.simulation.start;
        away.fill(&self.scenario.designs[0].teams[team], person as u32, &self.calendars[team], start, self.ring);
        self.csms[csm].fit(&self.hours[team], &away);
    }

    fn load(&self, members: &[usize], team: usize, rule: HireWhen) -> f64 {
        let Threshold::Utilization(_, looks) = rule.above else {
            let here = |places: &[Option<crate::rules::Place>; 3]| {
                places[0].is_some_and(|place| self.coverage.rules[place.rule].coverage.team == team)
            };
            let of_team = self.accounts.iter().filter(|account| account.alive && here(&account.places));
            return match rule.above {
                Threshold::ArrPerCsm(_) => of_team.map(|account| account.arr).sum::<i64>() as f64 / 100.0,
                _ => of_team.count() as f64,
            };
        };
        let begin = self.scenario.simulation.begin().ms();
        // Whole looks.
        let looked = (self.now - i64::from(looks) * rule.every.ms()).div_euclid(rule.every.ms()) * rule.every.ms();
        let window = (begin.max(looked), self.now);
        let (mut spent, mut available, mut filled) = (0, 0, 0);
        for &csm in members {
            let person = &self.csms[csm];
            let open = |during| person.open.0.iter().map(|stretch| common(*stretch, during)).sum::<i64>();
            available += open(window);
            filled += window.1 - window.0 - person.vacant.iter().map(|empty| common(*empty, window)).sum::<i64>();
            let works = self.works.iter().filter(|(who, ..)| *who == csm);
            spent += works.map(|(_, from, to)| open((*from.max(&window.0), *to.min(&window.1)))).sum::<i64>();
        }
        match available {
            0 => 0.0,
            available => spent as f64 / available as f64 * (filled as f64 / (window.1 - window.0) as f64),
        }
    }

    fn open(&mut self, csm: usize, person: usize, lead: i64) {
        let team = self.csms[csm].team;
        let first = ((self.now + lead).div_euclid(DAY) * DAY).max(self.now);
        self.opened.push((team, first));
        let seat = Seat { opens: first, ..self.coverage.seats[team][person].clone() };
        let of_team = &self.scenario.designs[0].teams[team];
        let vacant = vacancies(of_team, &seat, person, &self.calendars[team], self.ring);
        let start = self.scenario.simulation.start;
        let instants = |&(a, b): &(i64, i64)| (SimTime::from_ms(a), SimTime::from_ms(b));
        let mut away = Away { vacant: vacant.iter().map(instants).collect(), ..Away::default() };
        away.fill(&self.scenario.designs[0].teams[team], person as u32, &self.calendars[team], start, self.ring);
        let order = self.next_order();
        let state = &mut self.csms[csm];
        state.vacant = vacant;
        state.fit(&self.hours[team], &away);
        if let Doing::Asleep { .. } = state.doing {
            state.doing = Doing::Asleep { until: state.open.next_open(self.now), order };
        }
        let to_come = self.to_come(csm);
        self.departures.extend(to_come.into_iter().filter(|(at, ..)| *at >= self.now));
    }
}
