//! People who come and go, the slow way: who sat where is looked up by date whenever it matters.

use crate::calendar::NEVER;
use crate::hiring::ON_CALL;
use crate::simulator::World;
use crate::state::Csm;
use caseload::model::team::When;
use caseload::model::{Staffing, Team};
use caseload::time::{DAY, SimTime};

/// When a seat is empty: until it opens, and for a while from each departure of somebody who is there.
pub fn vacancies(team: &Team, person: u32) -> Vec<(i64, i64)> {
    let day = |when: When| match when {
        When::After(length) => length.ms() / DAY * DAY,
        When::On(_) => unreachable!("firms count days"),
    };
    let Staffing::Csms(csms) = team.staffing else { unreachable!("all firms give numbers") };
    let hires = team.movement.hires.iter().flat_map(|hire| std::iter::repeat_n(day(hire.at), hire.csms as usize));
    let place = person.checked_sub(csms);
    let opens = place.and_then(|place| hires.into_iter().nth(place as usize));
    if place.is_some() && opens.is_none() {
        return vec![ON_CALL];
    }
    let mut vacant: Vec<(i64, i64)> = opens.map(|opens| (SimTime::DISTANT_PAST.ms(), opens)).into_iter().collect();
    let mut days: Vec<i64> =
        team.movement.departures.iter().filter(|leaver| leaver.csm == person).map(|leaver| day(leaver.at)).collect();
    days.sort_unstable();
    for gone in days {
        if vacant.last().is_none_or(|(_, back)| gone > *back) {
            vacant.push((gone, gone + team.movement.vacancy.ms()));
        }
    }
    vacant
}

/// What work takes a CSM who has been there for so long, apart from a factor; nothing stands for somebody of the beginning.
pub fn at_own_pace(team: &Team, there: Option<i64>, work: i64, factor: f64) -> i64 {
    let pace = match (team.movement.ramp, there) {
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

    /// Whether somebody who was there at an instant has left by another.
    pub fn has_left(&self, was_there: i64, t: i64) -> bool {
        self.vacant.iter().any(|&(gone, _)| was_there < gone && gone <= t)
    }

    /// First day of a newcomer who is there now.
    pub fn since(&self, t: i64) -> Option<i64> {
        self.vacant.iter().map(|v| v.1).filter(|back| *back <= t).max()
    }

    pub fn leaves_after(&self, t: i64) -> i64 {
        self.vacant.iter().map(|v| v.0).filter(|gone| *gone > t).min().unwrap_or(NEVER)
    }
}

impl World<'_> {
    /// Notes when people leave.
    pub fn set_departures(&mut self) {
        let begin = self.now;
        let leaving =
            self.csms.iter().enumerate().flat_map(|(csm, state)| state.vacant.iter().map(move |v| (v.0, csm)));
        self.departures = leaving.filter(|(at, _)| *at > begin).collect();
        // In the order in which the seats are numbered.
        self.departures.sort_unstable();
    }

    /// An account knows and is attached to people, not seats.
    pub fn forget_who_left(&mut self, account: usize) {
        let (now, state) = (self.now, &mut self.accounts[account]);
        if let Some((person, at)) = state.attached_to
            && self.csms[person].has_left(at, now)
        {
            (state.attached_to, state.attachment) = (None, 0.0);
        }
        state.last = state.last.filter(|(person, at)| !self.csms[*person].has_left(*at, now));
    }
}
