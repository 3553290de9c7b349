//! What is recorded while a replay runs: sums and counts, nothing per customer.

use super::adoption::AdoptionTally;
use super::digital::SendTally;
use super::expansion::ExpansionTally;
use super::passage::WeekTally;
use super::plan::Plan;
use super::sessions::SessionTally;
use crate::model::Class;
use crate::model::demand::Occurrence;
use crate::statistics::Histogram;
use crate::time::{MONTH, SimTime, WEEK};

/// Accounts and ARR of a segment or team, with their areas over measured time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stock {
    pub count: i64,
    pub arr: i64,
    /// Accounts x time \[ms\].
    pub count_area: i128,
    /// ARR x time [hundredths x ms].
    pub arr_area: i128,
    since: SimTime,
    running: bool,
}

impl Stock {
    /// Moves the clock to `now`, adding what stood until then.
    fn advance(&mut self, now: SimTime) {
        if self.running {
            let passed = i128::from((now - self.since).ms());
            self.count_area += i128::from(self.count) * passed;
            self.arr_area += i128::from(self.arr) * passed;
        }
        self.since = now;
    }

    pub(super) fn change(&mut self, now: SimTime, count: i64, arr: i64) {
        self.advance(now);
        self.count += count;
        self.arr += arr;
    }

    fn begin(&mut self, now: SimTime) {
        self.since = now;
        self.running = true;
    }

    fn end(&mut self, now: SimTime) {
        self.advance(now);
        self.running = false;
    }
}

/// One year's cohort of one segment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct YearTally {
    /// Accounts and ARR at its beginning.
    pub opening: i64,
    pub opening_arr: i64,
    /// Accounts lost.
    pub lost: i64,
    /// ARR kept at its end: at most what each account had, and as it is.
    pub kept_gross: i64,
    pub kept_net: i64,
    /// Sum of churn probabilities, and of `p (1 - p)`.
    pub expected: f64,
    pub slope: f64,
}

impl YearTally {
    pub(super) fn open(&mut self, arr: i64) {
        self.opening += 1;
        self.opening_arr += arr;
    }

    pub(super) fn keep(&mut self, opening: i64, closing: i64) {
        self.kept_gross += opening.min(closing);
        self.kept_net += closing;
    }

    pub(super) fn lose(&mut self) {
        self.lost += 1;
    }

    pub(super) fn expect_churn(&mut self, p: f64) {
        self.expected += p;
        self.slope += p * (1.0 - p);
    }
}

/// One segment.
#[derive(Clone, Debug, Default)]
pub(super) struct SegmentTally {
    pub stock: Stock,
    /// Accounts that pay for a named CSM, and what they pay in place of ARR.
    pub fees: Stock,
    /// Pieces of human work that arrived within measuring, by class.
    pub arrivals: [u64; 3],
    pub unanswered: u64,
    /// Requests whose customer gave up before the first response.
    pub abandoned: u64,
    /// Interactions of requests that ended, and requests that were resolved.
    pub interactions: u64,
    pub resolved: u64,
    pub within_target: u64,
    pub response_working: Histogram,
    /// By the clock; empty where that is the same as working time.
    pub response_clock: Histogram,
    pub resolution_working: Histogram,
    /// By the clock; empty where that is the same as working time.
    pub resolution_clock: Histogram,
    /// Waits of all work begun [ms of working time], and how much was begun.
    pub wait_ms: i64,
    pub begun: u64,
    pub planned_closed: u64,
    pub planned_begun: u64,
    pub planned_answered: u64,
    pub planned_late_ms: i128,
    /// Alarms, and those of accounts that are neither at risk nor, of such a sign, ready to expand.
    pub alarms: u64,
    pub false_alarms: u64,
    /// What programs sent.
    pub sends: SendTally,
    /// Talks about expansions.
    pub expansion: ExpansionTally,
    /// What sessions spared.
    pub sessions: SessionTally,
    /// Plays called for because a note settled nothing.
    pub escalations: u64,
    pub plays_sent: u64,
    pub plays_answered: u64,
    pub risks_saved: u64,
    pub touches_same: u64,
    pub touches_other: u64,
    /// Pieces of work begun that call for a vertical or a skill, and of these by somebody who has it.
    pub calling: u64,
    pub matched: u64,
    pub hand_offs: u64,
    /// Requests that went astray after a change.
    pub astray: u64,
    /// First renewals of accounts that people onboard, and how many of them were onboarded in time.
    pub onboarded: u64,
    pub onboarded_in_time: u64,
    pub adoption: AdoptionTally,
    pub attachment_sum: f64,
    /// Satisfaction at renewals, summed.
    pub satisfaction_sum: f64,
    /// References that customers gave.
    pub references: u64,
    pub renewals: u64,
    pub expansion_weight: f64,
    pub expansion_multiplier: f64,
    pub arr_expanded: i64,
    pub arr_lost: i64,
    pub years: Vec<YearTally>,
}

impl SegmentTally {
    fn stocks(&mut self) -> [&mut Stock; 2] {
        [&mut self.stock, &mut self.fees]
    }

    /// A piece of work arrives, which may be an alarm.
    #[inline]
    pub(super) fn arrives(&mut self, class: Class, alarm: bool, occurrence: &Occurrence) {
        self.arrivals[class as usize] += 1;
        if alarm {
            self.alarms += 1;
            self.false_alarms += u64::from(!Occurrence::alarm_of_luck(occurrence.luck()).1);
        }
    }
}

/// Everything recorded during a replay.
#[derive(Clone, Debug, Default)]
pub(super) struct Monitor {
    pub measuring: bool,
    end_of_measuring: SimTime,
    pub segments: Vec<SegmentTally>,
    pub teams: Vec<Stock>,
    /// Busy time of each CSM within measuring, by class \[ms\].
    pub busy: Vec<[i64; 3]>,
    /// Overtime of each CSM within measuring, and of each team on each segment; empty where nobody works any \[ms\].
    pub overtime: Vec<i64>,
    pub overtime_on: Vec<i64>,
    /// How often each CSM was interrupted within measuring; empty where nothing interrupts.
    pub interruptions: Vec<u32>,
    /// Time spent by a team on a segment \[ms\]: `work[team * segments + segment]`.
    pub work: Vec<i64>,
    /// ARR of the accounts of time zero that is still there, at the end of each month.
    pub kept_by_month: Vec<i64>,
    /// ARR of all accounts at the end of each month.
    pub arr_by_month: Vec<i64>,
    pub opening_arr: i64,
    pub closing_arr: i64,
    /// Planned touches closed and begun, by month.
    pub planned: Vec<(u32, u32)>,
    /// Week by week; empty where no design of the scenario changes at a date.
    pub passage: Vec<WeekTally>,
    year: usize,
    // The books: pieces of work, ARR, waiting time.
    pub arrived: u64,
    pub in_service: u64,
    pub done: u64,
    pub expired: u64,
    pub withdrawn: u64,
    pub arr_at_begin: i64,
    pub arr_won: i64,
    pub arr_expanded: i64,
    pub arr_contracted: i64,
    pub arr_churned: i64,
    /// Waits of all work \[ms\].
    pub waited: i128,
    begin: SimTime,
    /// Pieces waiting x time in each week of the simulation, warm-up, cool-down and an unfinished week at the end
    /// included \[ms\].
    pub backlog: Vec<i64>,
}

impl Monitor {
    /// Empties everything for a new replay, keeping memory.
    pub(super) fn reset(&mut self, plan: &Plan) {
        let segments = plan.segments.len();
        let mut old = std::mem::take(&mut self.segments);
        old.resize_with(segments, SegmentTally::default);
        for tally in &mut old {
            tally.response_working.clear();
            tally.response_clock.clear();
            tally.resolution_working.clear();
            tally.resolution_clock.clear();
            *tally = SegmentTally {
                response_working: std::mem::take(&mut tally.response_working),
                response_clock: std::mem::take(&mut tally.response_clock),
                resolution_working: std::mem::take(&mut tally.resolution_working),
                resolution_clock: std::mem::take(&mut tally.resolution_clock),
                years: vec![YearTally::default(); plan.years as usize],
                ..SegmentTally::default()
            };
        }
        *self = Monitor {
            end_of_measuring: plan.simulation.end_of_measuring(),
            segments: old,
            teams: vec![Stock::default(); plan.teams.len()],
            busy: vec![[0; 3]; plan.csm_count()],
            overtime: vec![0; if plan.overtime { plan.csm_count() } else { 0 }],
            overtime_on: vec![0; if plan.overtime { plan.teams.len() * segments } else { 0 }],
            interruptions: if plan.urgent == 0 { Vec::new() } else { vec![0; plan.csm_count()] },
            work: vec![0; plan.teams.len() * segments],
            planned: vec![(0, 0); plan.months],
            kept_by_month: Vec::with_capacity(plan.months),
            passage: vec![WeekTally::default(); plan.weeks_watched],
            arr_by_month: Vec::with_capacity(plan.months),
            begin: plan.simulation.begin(),
            backlog: vec![0; ((plan.simulation.end() - plan.simulation.begin()).ms() / WEEK) as usize + 1],
            ..Monitor::default()
        };
    }

    pub(super) fn begin_measuring(&mut self, now: SimTime) {
        self.measuring = true;
        self.segments.iter_mut().flat_map(SegmentTally::stocks).for_each(|stock| stock.begin(now));
        self.teams.iter_mut().for_each(|team| team.begin(now));
    }

    pub(super) fn end_measuring(&mut self, now: SimTime) {
        self.measuring = false;
        self.segments.iter_mut().flat_map(SegmentTally::stocks).for_each(|stock| stock.end(now));
        self.teams.iter_mut().for_each(|team| team.end(now));
    }

    /// The next year's cohort is about to be opened.
    pub(super) fn begin_year(&mut self) {
        self.year += 1;
    }

    /// The current year's tally of a segment.
    #[inline]
    pub(super) fn year(&mut self, segment: u16) -> &mut YearTally {
        &mut self.segments[usize::from(segment)].years[self.year - 1]
    }

    /// Whether work that arrived at an instant counts.
    #[inline]
    pub(super) fn is_counted(&self, arrived: SimTime) -> bool {
        arrived >= SimTime::ZERO && arrived < self.end_of_measuring
    }

    /// A piece of work has waited from one instant to another.
    #[inline]
    pub(super) fn waits(&mut self, from: SimTime, to: SimTime) {
        let (mut from, to) = ((from - self.begin).ms(), (to - self.begin).ms());
        self.waited += i128::from(to - from);
        let mut week = (from / WEEK) as usize;
        loop {
            let until = to.min((week as i64 + 1) * WEEK);
            self.backlog[week] += until - from;
            if until == to {
                return;
            }
            from = until;
            week += 1;
        }
    }

    /// Pieces of work that came to an end.
    #[inline]
    pub(super) fn ended(&self) -> u64 {
        self.done + self.expired + self.withdrawn
    }

    /// A planned touch is begun (so many milliseconds late, answered or not) or missed (`None`).
    pub(super) fn planned_closes(&mut self, at: SimTime, segment: usize, begun: Option<(i64, bool)>) {
        if !self.is_counted(at) {
            return;
        }
        let tally = &mut self.segments[segment];
        tally.planned_closed += 1;
        if let Some((late, answered)) = begun {
            tally.planned_begun += 1;
            tally.planned_answered += u64::from(answered);
            tally.planned_late_ms += i128::from(late);
        }
        if let Some(week) = self.week(at) {
            week.closed += 1;
            week.begun += u32::from(begun.is_some());
        }
        if let Some(month) = self.planned.get_mut((at.ms() / MONTH) as usize) {
            month.0 += 1;
            month.1 += u32::from(begun.is_some());
        }
    }

    /// A CSM spent time within measuring.
    #[inline]
    pub(super) fn spend(&mut self, csm: u32, team: usize, segment: usize, class: Class, ms: i64) {
        self.busy[csm as usize][class as usize] += ms;
        let segments = self.segments.len();
        self.work[team * segments + segment] += ms;
    }
}
