//! People who come and go, the slow way: who sat where is looked up by date whenever it matters.

use crate::calendar::{NEVER, Open};
use crate::rules::Coverage;
use crate::seats::{self, begin_of_shift, vacancies};
use crate::simulator::World;
use crate::state::{Csm, Doing};
use caseload::engine::roster::Away;
use caseload::model::{RampUp, Team};
use caseload::streams::KeyRing;
use caseload::time::SimTime;
use caseload::time::calendar::Calendar;

/// Everybody of all teams, those included who come later.
pub fn everybody(coverage: &Coverage, hours: &[Open], calendars: &[Calendar], ring: &KeyRing) -> Vec<Csm> {
    let teams = &coverage.scenario.designs[0].teams;
    let mut all = coverage.seats.clone();
    for (list, hours) in all.iter_mut().zip(hours) {
        for seat in list {
            for at in [&mut seat.opens, &mut seat.closes, &mut seat.cut] {
                *at = begin_of_shift(hours, *at);
            }
        }
    }
    let planned = all.clone();
    let empty = |(team, number): (usize, usize), seat| vacancies(&teams[team], seat, number, &calendars[team], ring);
    let mut csms = Vec::new();
    for (team, list) in all.iter_mut().enumerate() {
        for (number, seat) in list.iter_mut().enumerate() {
            if let Some((from, _)) = seat.comes_from {
                let before = &planned[from.0][from.1];
                // Where nobody is there to come from the other team, the successor of whoever left it does.
                if let Some(&(gone, seats::NEVER)) = empty(from, before).last()
                    && gone < before.closes.min(before.cut)
                {
                    seat.opens = seat.opens.max(gone + teams[from.0].movement.vacancy.ms());
                    seat.comes_from = None;
                }
            }
            let mut csm = Csm {
                team,
                open: hours[team].clone(),
                absent: Vec::new(),
                vacant: empty((team, number), seat),
                closes: seat.closes,
                cut: seat.cut,
                heir: seat.goes_to.map(|(team, number)| coverage.teams[team][number]),
                convert: seat.comes_from.map(|(_, ramp)| (seat.opens, ramp)),
                doing: Doing::Idle(0),
                aside: Vec::new(),
                blocks: 0,
                had_block: false,
                planned: 0,
                served: 0,
            };
            let instants = |&(a, b): &(i64, i64)| (SimTime::from_ms(a), SimTime::from_ms(b));
            let mut away = Away { vacant: csm.vacant.iter().map(instants).collect(), ..Away::default() };
            let start = coverage.scenario.simulation.start;
            away.fill(&teams[team], number as u32, &calendars[team], start, ring);
            csm.fit(&hours[team], &away);
            csms.push(csm);
        }
    }
    csms
}

/// What work takes a CSM who has been there for so long, apart from a factor; nothing stands for somebody of the beginning.
/// `ramp`: that of whoever came from another team.
pub fn at_own_pace(team: &Team, ramp: Option<RampUp>, there: Option<i64>, work: i64, factor: f64) -> i64 {
    let pace = match (ramp.or(team.movement.ramp), there) {
        (Some(ramp), Some(there)) if there < ramp.over.ms() => {
            ramp.from + (1.0 - ramp.from) * (there as f64 / ramp.over.ms() as f64)
        }
        _ => 1.0,
    };
    let factor = team.work_factor / pace * factor;
    if factor == 1.0 { work } else { (work as f64 * factor).round() as i64 }
}

impl Csm {
    pub fn is_there(&self, t: i64) -> bool {
        !self.vacant.iter().any(|&(gone, back)| gone <= t && t < back)
    }

    /// First day of a newcomer who is there now.
    pub fn since(&self, t: i64) -> Option<i64> {
        self.vacant.iter().map(|v| v.1).filter(|back| *back <= t).max()
    }

    /// How whoever is there now finds the pace, who came from another team.
    pub fn converts_ramp(&self, t: i64) -> Option<RampUp> {
        self.convert.filter(|(day, _)| self.since(t) == Some(*day)).map(|(_, ramp)| ramp)
    }

    /// Whether the seat is closed for good, as planned.
    pub fn is_closed(&self, t: i64) -> bool {
        self.closes <= t || self.cut <= t
    }

    pub fn leaves_after(&self, t: i64) -> i64 {
        self.vacant.iter().map(|v| v.0).filter(|gone| *gone > t).min().unwrap_or(NEVER)
    }
}

impl World<'_> {
    /// Notes when people leave.
    pub fn set_departures(&mut self) {
        let begin = self.now;
        let all = 0..self.csms.len();
        self.departures = all.flat_map(|csm| self.to_come(csm)).filter(|(at, ..)| *at > begin).collect();
        // In the order in which the seats are numbered.
        self.departures.sort_unstable();
    }

    /// When people leave a seat, and when somebody first comes to one that opens.
    pub fn to_come(&self, csm: usize) -> Vec<(i64, usize, bool)> {
        let vacant = &self.csms[csm].vacant;
        let opens = vacant.first().filter(|empty| empty.0 == seats::PAST).map(|empty| (empty.1, csm, true));
        vacant.iter().map(|empty| (empty.0, csm, false)).chain(opens).collect()
    }

    /// Where somebody sits now who was in a seat at an instant: there, in another team, or nowhere in the firm.
    pub fn now_at(&self, who: (usize, i64)) -> Option<usize> {
        self.later_at(who, self.now)
    }

    /// The same at another instant.
    pub fn later_at(&self, (csm, at): (usize, i64), then: i64) -> Option<usize> {
        let seat = &self.csms[csm];
        match seat.vacant.iter().map(|v| v.0).filter(|gone| at < *gone && *gone <= then).min() {
            None => Some(csm),
            Some(gone) if gone == seat.closes => self.later_at((seat.heir?, gone), then),
            Some(_) => None,
        }
    }

    /// Where the owner of an account sits, who knows it.
    pub fn owner_of(&self, account: usize) -> Option<usize> {
        let state = &self.accounts[account];
        self.now_at((state.owner?, state.met?))
    }

    /// Where the person sits to whom an account is attached.
    pub fn attached_to(&self, account: usize) -> Option<usize> {
        self.now_at(self.accounts[account].attached_to?)
    }

    /// An account knows and is attached to people, not seats.
    pub fn forget_who_left(&mut self, account: usize) {
        if self.attached_to(account).is_none() {
            let state = &mut self.accounts[account];
            (state.attached_to, state.attachment) = (None, 0.0);
        }
        let last = self.accounts[account].last.filter(|last| self.now_at(*last).is_some());
        self.accounts[account].last = last;
    }
}
