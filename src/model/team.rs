//! Teams of CSMs: size, hours, absence, cost, and who is served next.

use super::hiring::HireWhen;
use super::skill::Seats;
use crate::distribution::Distribution;
use crate::time::{DAY, Elapsed, SimTime, Span};
use jiff::civil::Date;

/// A team of CSMs alike in hours and cost.
#[derive(Clone, Debug)]
pub struct Team {
    /// Name in the scenario. Absence is keyed by it, so it is the same people in every design.
    pub name: String,
    /// How many.
    pub staffing: Staffing,
    /// Index into `Scenario::calendars`.
    pub calendar: usize,
    /// Cost of one CSM, everything included [currency/year].
    pub cost_per_year: f64,
    /// Share of scheduled hours that goes to meetings, administration and training, as one block in each stretch of
    /// the day (0 to below 1).
    pub non_customer: f64,
    /// Days of leave of one CSM in a year, taken in blocks.
    pub leave_days_per_year: f64,
    /// Working days in one block of leave (1 to 20).
    pub leave_block_days: u32,
    /// Days of sickness of one CSM in a year.
    pub sick_days_per_year: f64,
    /// Mean length of one spell of sickness \[days\].
    pub sick_spell_days: f64,
    /// Who is served next.
    pub discipline: Discipline,
    /// Open conversations at which a CSM begins no new request; `None`: any number.
    pub wip_limit: Option<u32>,
    /// Share of served time that planned work may claim ahead of the rest while any is waiting (0 to 1).
    pub protected_planned: f64,
    /// How long its people take for a piece of work, against the work content as stated.
    pub work_factor: f64,
    /// How likely its plays save an account, against the probabilities as stated.
    pub save_factor: f64,
    /// How long somebody stays after hours on a day at most, to finish work begun.
    pub overtime: Elapsed,
    /// What an hour of that costs, against an hour of the calendar.
    pub overtime_pay: f64,
    /// How many of its people have a vertical or skill (an index into `Skills::names`).
    pub skills: Vec<(u8, Seats)>,
    /// Who leaves and who comes.
    pub movement: Movement,
    /// Length of one block of the work that a CSM takes up who finds nothing to do for accounts [h of working time];
    /// `None`: such a CSM waits.
    pub idle_work: Option<Distribution>,
    /// Whether that is one block each time nothing is left to do for accounts, and then waiting.
    pub idle_work_once: bool,
    /// How CSMs are called away at short notice; `None`: never.
    pub called_away: Option<CalledAway>,
    /// From one look at alerts, which are risks and triggers, to the next, as for [`super::Triage`]; `None`: at once.
    pub alerts_every: Option<Span>,
}

/// How a CSM is called away, again and again.
#[derive(Clone, Debug, PartialEq)]
pub struct CalledAway {
    /// Time from coming back to the next call \[h by the clock\].
    pub after: Distribution,
    /// How long it takes to come back \[h by the clock\].
    pub back_after: Distribution,
}

impl CalledAway {
    /// Share of time away.
    pub fn share(&self) -> f64 {
        self.back_after.mean() / (self.after.mean() + self.back_after.mean())
    }
}

/// Who leaves a team and who comes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Movement {
    /// Separations in a year over the people employed [1/year].
    pub turnover: f64,
    /// From a departure to the successor's first day.
    pub vacancy: Elapsed,
    /// Departures that are known.
    pub departures: Vec<Departure>,
    /// Seats that open later.
    pub hires: Vec<Change>,
    /// Seats that are given up.
    pub cuts: Vec<Change>,
    /// When seats open that no plan has.
    pub hire_when: Option<HireWhen>,
    /// Whether accounts move to seats that open later.
    pub rebalance: bool,
    /// How newcomers find their pace; `None`: at once.
    pub ramp: Option<RampUp>,
}

/// One CSM who leaves on a known day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Departure {
    /// The first day on which the seat is empty.
    pub at: When,
    /// Number of the seat, from 0.
    pub csm: u32,
}

/// A number of seats that open or close on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The day.
    pub at: When,
    /// How many.
    pub csms: u32,
}

/// A day of the scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// A date.
    On(Date),
    /// So long after measuring begins.
    After(Elapsed),
}

impl When {
    /// Midnight UTC of the day; `start` is the date of time zero.
    pub fn midnight(self, start: Date) -> SimTime {
        let days = match self {
            When::On(date) => i64::from(date.since(start).map_or(0, |span| span.get_days())),
            When::After(elapsed) => elapsed.ms().div_euclid(DAY),
        };
        SimTime::from_ms(days * DAY)
    }
}

/// How a newcomer finds the pace: productivity grows in a straight line to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RampUp {
    /// Productivity on the first day (above 0, to 1).
    pub from: f64,
    /// How long it takes to full productivity.
    pub over: Elapsed,
}

impl RampUp {
    /// Productivity so long after the first day.
    pub fn at(&self, since: Elapsed) -> f64 {
        if since >= self.over {
            return 1.0;
        }
        self.from + (1.0 - self.from) * (since.ms() as f64 / self.over.ms() as f64)
    }
}

impl Movement {
    /// Whether anybody ever comes or goes.
    pub fn any(&self) -> bool {
        let planned = !self.departures.is_empty() || !self.hires.is_empty() || !self.cuts.is_empty();
        self.turnover > 0.0 || planned || self.hire_when.is_some()
    }

    /// Seats that open later.
    pub fn hired(&self) -> u32 {
        self.hires.iter().map(|hire| hire.csms).sum()
    }

    /// Seats that a rule may open.
    pub fn on_call(&self) -> u32 {
        self.hire_when.map_or(0, |rule| rule.at_most)
    }
}

/// How large a team is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Staffing {
    /// A fixed number.
    Csms(u32),
    /// One CSM for so many covered accounts, rounded up.
    AccountsPerCsm(f64),
    /// One CSM for so much covered ARR [currency/year], rounded up.
    ArrPerCsm(f64),
}

/// Who is served next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discipline {
    /// First come, first served.
    FirstCome,
    /// Lowest `priority` number first; within one, first come.
    Priority,
    /// Earliest due date first: target of a request, due date of a touch, end of a risk's window.
    EarliestDue,
    /// The account with the highest ARR first, by what it pays when the work begins to wait.
    HighestArr,
    /// The account whose contract comes up first, by the date when the work begins to wait.
    SoonestRenewal,
    /// The account with the highest ARR at risk when the work begins to wait: its ARR times the probability of churn that
    /// the stated churn of its segment and the risks of its term that nobody saved give.
    ArrAtRisk,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_newcomers_pace_grows_in_a_straight_line_to_1() {
        let days = |days: i64| Elapsed::from_ms(days * DAY);
        let ramp = RampUp { from: 0.4, over: days(90) };
        assert_eq!([ramp.at(days(0)), ramp.at(days(90)), ramp.at(days(500))], [0.4, 1.0, 1.0]);
        assert!((ramp.at(days(45)) - 0.7).abs() < 1e-12);
        let at_once = RampUp { from: 0.4, over: Elapsed::ZERO };
        assert_eq!(at_once.at(Elapsed::ZERO), 1.0);
    }

    #[test]
    fn days_are_counted_from_the_start_of_measuring() {
        let start = date(2026, 1, 5);
        let days = |when: When| when.midnight(start).ms() / DAY;
        assert_eq!(days(When::On(date(2026, 2, 5))), 31);
        assert_eq!(days(When::On(date(2025, 12, 31))), -5);
        assert_eq!(days(When::After(Elapsed::from_ms(3 * DAY / 2))), 1, "whole days");
    }
}
