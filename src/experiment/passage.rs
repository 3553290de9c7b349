//! The way from one design to another: how deep service falls after the change, and when it is back.
//!
//! Looked at in windows of four weeks, against today's design in the same weeks on the same customers where that one does
//! not change itself, else against the time before the change. The deepest window is found on the mean over
//! replications; its interval is that of a ratio of means by linearised residuals (the delta method), paired
//! by replication.

use super::result::DesignResult;
use super::wording::{percent, points};
use crate::engine::passage::WeekTally;
use crate::model::Scenario;
use crate::statistics::{Estimate, Tally, estimate::student_t};
use crate::time::WEEK;

/// Weeks in a window.
const WINDOW: usize = 4;
/// A share within this of its reference is back \[share\].
const BACK: f64 = 0.01;
/// Standard errors by which the deepest of many windows must lie below zero to be no accident.
const NO_ACCIDENT: f64 = 3.0;

/// What is looked at week by week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watched {
    /// Share of requests that are answered within target.
    WithinTarget,
    /// Share of planned touches delivered.
    PlannedDelivered,
    /// Attachment of the accounts that come up for renewal.
    Attachment,
    /// Probability of leaving of the accounts that come up for renewal.
    RenewalRisk,
}

impl Watched {
    /// All, in the order in which they are told.
    pub const ALL: [Watched; 4] =
        [Watched::WithinTarget, Watched::PlannedDelivered, Watched::Attachment, Watched::RenewalRisk];

    /// The key in `summary.json`.
    pub fn name(self) -> &'static str {
        match self {
            Watched::WithinTarget => "within_target_share",
            Watched::PlannedDelivered => "planned_delivered_share",
            Watched::Attachment => "attachment_at_renewal",
            Watched::RenewalRisk => "churn_at_renewal",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Watched::WithinTarget => "answers within target",
            Watched::PlannedDelivered => "planned work delivered",
            Watched::Attachment => "attachment at renewals",
            Watched::RenewalRisk => "the risk of leaving at a renewal",
        }
    }

    /// Numerator and denominator.
    fn of(self, week: &WeekTally) -> (f64, f64) {
        match self {
            Watched::WithinTarget => (f64::from(week.in_time), f64::from(week.requests)),
            Watched::PlannedDelivered => (f64::from(week.begun), f64::from(week.closed)),
            Watched::Attachment => (week.attachment, f64::from(week.renewals)),
            Watched::RenewalRisk => (week.churn, f64::from(week.renewals)),
        }
    }

    /// The sign that makes less be worse.
    fn sign(self) -> f64 {
        if self == Watched::RenewalRisk { -1.0 } else { 1.0 }
    }
}

/// The change of one design.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Index into `Comparison::designs`.
    pub design: usize,
    /// Week of measuring in which it changes.
    pub at_week: u32,
    /// Whether each account changes at its renewal.
    pub by_renewal: bool,
    /// What could be looked at.
    pub dips: Vec<Dip>,
}

/// How one share moves after a change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dip {
    /// Which share.
    pub of: Watched,
    /// Its worst value over four weeks, and what it would have been without the change.
    pub worst: f64,
    /// See `worst`.
    pub reference: f64,
    /// `worst` less `reference`, in the window in which the mean is worst.
    pub depth: Estimate,
    /// First week of that window, counted from the change.
    pub week: u32,
    /// Weeks from the change until a window is within a point of its reference again and stays there for a window: on the
    /// mean, and at the near and far ends of the interval. `None`: not before measuring ends.
    pub back: Option<u32>,
    /// See `back`.
    pub back_soonest: Option<u32>,
    /// See `back`.
    pub back_latest: Option<u32>,
    /// Value less reference over the last thirteen weeks.
    pub later: f64,
}

impl Dip {
    /// Whether the fall is more than an accident and more than a point.
    pub fn is_clear(&self) -> bool {
        let sign = self.of.sign();
        sign * self.depth.mean + NO_ACCIDENT * self.depth.std_error < -BACK
    }
}

/// The changes of all designs that change within measuring.
pub fn all(scenario: &Scenario, designs: &[DesignResult], baseline: usize) -> Vec<Passage> {
    let plan = |result: &DesignResult| scenario.design(&result.name);
    let steady = designs.get(baseline).filter(|today| plan(today).is_some_and(|today| today.transition.is_none()));
    let mut passages = Vec::new();
    for (index, design) in designs.iter().enumerate() {
        let Some(change) = plan(design).and_then(|design| design.transition) else { continue };
        let at = (change.at.ms() / WEEK) as usize;
        let today = steady.filter(|today| plan(today).is_some_and(|t| t.name == scenario.designs[change.from].name));
        let look = Look { weeks: &design.weeks, today: today.map(|today| today.weeks.as_slice()), at };
        let dips = Watched::ALL.into_iter().filter_map(|of| look.dip(of, scenario.simulation.level)).collect();
        passages.push(Passage { design: index, at_week: at as u32, by_renewal: change.by_renewal, dips });
    }
    passages
}

/// What a change is judged by.
struct Look<'a> {
    /// By replication and week.
    weeks: &'a [Vec<WeekTally>],
    /// The same for the design with which it begins, where that one was run; else the time before stands for it.
    today: Option<&'a [Vec<WeekTally>]>,
    at: usize,
}

impl Look<'_> {
    fn dip(&self, of: Watched, level: f64) -> Option<Dip> {
        let weeks = self.weeks.first()?.len();
        let windows: Vec<(usize, Gap)> = (self.at..(weeks + 1).saturating_sub(WINDOW))
            .filter_map(|first| Some((first, self.gap(of, first..first + WINDOW)?)))
            .collect();
        let sign = of.sign();
        let worst_of = |a: &&(usize, Gap), b: &&(usize, Gap)| {
            (sign * a.1.mean()).total_cmp(&(sign * b.1.mean())).then(a.0.cmp(&b.0))
        };
        let (first, worst) = windows.iter().min_by(worst_of)?;
        let depth = worst.estimate(level);
        let t = if depth.n < 2 { 0.0 } else { student_t(level, depth.n - 1) };
        let back = |shift: f64| {
            let near = |gap: &Gap| sign * gap.mean() + shift * t * gap.std_error >= -BACK;
            let after = windows.iter().filter(|(week, _)| week >= first);
            let after: Vec<(usize, bool)> = after.map(|(week, gap)| (*week, near(gap))).collect();
            let stays = after.windows(WINDOW).find(|run| run.iter().all(|(_, near)| *near));
            stays.map(|run| (run[0].0 - self.at) as u32)
        };
        let last = weeks.saturating_sub(13).max(self.at)..weeks;
        Some(Dip {
            of,
            worst: worst.value,
            reference: worst.reference,
            depth,
            week: (first - self.at) as u32,
            back: back(0.0),
            back_soonest: back(1.0),
            back_latest: back(-1.0),
            // Where nothing of it falls due any more there is nothing to compare, before or behind.
            later: self.gap(of, last)?.mean(),
        })
    }

    /// Value and reference in some weeks; `None` where nothing happened in them.
    fn gap(&self, of: Watched, weeks: std::ops::Range<usize>) -> Option<Gap> {
        let (value, mut residuals) = ratio(self.weeks, of, weeks.clone())?;
        let (reference, others) = match self.today {
            Some(today) => ratio(today, of, weeks)?,
            None => ratio(self.weeks, of, 0..self.at)?,
        };
        residuals.iter_mut().zip(others).for_each(|(a, b)| *a -= b);
        let tally: Tally = residuals.into_iter().collect();
        let std_error = tally.std_dev() / (tally.count() as f64).sqrt();
        Some(Gap { value, reference, std_error, n: tally.count() as u32 })
    }
}

/// A share in some weeks and what it is compared with.
struct Gap {
    value: f64,
    reference: f64,
    std_error: f64,
    n: u32,
}

impl Gap {
    fn mean(&self) -> f64 {
        self.value - self.reference
    }

    fn estimate(&self, level: f64) -> Estimate {
        let half = if self.n < 2 { f64::NAN } else { student_t(level, self.n - 1) * self.std_error };
        let mean = self.mean();
        Estimate { mean, std_error: self.std_error, low: mean - half, high: mean + half, level, n: self.n }
    }
}

/// A ratio of sums over replications and weeks, and what each replication adds to its error.
fn ratio(rows: &[Vec<WeekTally>], of: Watched, weeks: std::ops::Range<usize>) -> Option<(f64, Vec<f64>)> {
    let sums: Vec<(f64, f64)> = (rows.iter())
        .map(|row| {
            let parts = row.get(weeks.clone()).unwrap_or(&[]).iter().map(|week| of.of(week));
            parts.fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
        })
        .collect();
    let all = sums.iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    if all.1 <= 0.0 {
        return None;
    }
    let (value, each) = (all.0 / all.1, all.1 / sums.len() as f64);
    Some((value, sums.into_iter().map(|(part, whole)| (part - value * whole) / each).collect()))
}

impl Passage {
    /// "pooled changes in week 13: answers within target fall to 71 % where they were 97 % ...".
    pub fn sentence(&self, name: &str) -> String {
        let how = if self.by_renewal { ", each account at its renewal" } else { "" };
        let parts: Vec<String> = self.dips.iter().filter(|dip| dip.is_clear()).map(Dip::words).collect();
        let what = if parts.is_empty() { "no clear dip in service".to_string() } else { parts.join("; ") };
        format!("{name} changes in week {}{how}: {what}.", self.at_week)
    }
}

impl Dip {
    fn words(&self) -> String {
        let e = &self.depth;
        let moved = format!(
            "{} at worst {} instead of {} ({} points, {} interval {} to {}; weeks {} to {} after it)",
            self.of.words(),
            percent(self.worst),
            percent(self.reference),
            points(e.mean),
            percent(e.level),
            points(e.low),
            points(e.high),
            self.week + 1,
            self.week as usize + WINDOW,
        );
        let back = match (self.back, self.back_soonest, self.back_latest) {
            (Some(back), Some(soonest), Some(latest)) if soonest < latest => {
                format!(", within a point again after {back} weeks ({soonest} to {latest})")
            }
            (Some(back), _, Some(_)) => format!(", within a point again after {back} weeks"),
            (Some(back), _, None) => format!(", within a point again after {back} weeks or not at all"),
            (None, ..) => format!(", not back: {} points at the end", points(self.later)),
        };
        moved + &back
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Weeks in which `in_time(week)` of 100 requests are answered in time, with a little luck of each replication.
    fn rows(in_time: impl Fn(usize) -> u32) -> Vec<Vec<WeekTally>> {
        let week =
            |week: usize, luck: u32| WeekTally { requests: 100, in_time: in_time(week) + luck, ..Default::default() };
        (0..4).map(|replication| (0..40).map(|w| week(w, replication % 2)).collect()).collect()
    }

    #[test]
    fn depth_and_recovery_of_a_known_dip() {
        // 96 or 97 in time; from week 10 on 60 for six weeks, then 80 for two, then as before.
        let fall = |week| match week {
            10..16 => 60,
            16..18 => 80,
            _ => 96,
        };
        let (changed, today) = (rows(fall), rows(|_| 96));
        for today in [Some(today.as_slice()), None] {
            let dip = Look { weeks: &changed, today, at: 10 }.dip(Watched::WithinTarget, 0.95).expect("requests came");
            assert!((dip.worst - 0.605).abs() < 1e-12 && (dip.reference - 0.965).abs() < 1e-12, "{dip:?}");
            assert_eq!((dip.week, dip.back, dip.later), (0, Some(8), 0.0));
            assert!(dip.is_clear() && (dip.depth.mean + 0.36).abs() < 1e-12);
        }
    }

    #[test]
    fn what_never_comes_back_says_where_it_ends() {
        let (changed, today) = (rows(|week| if week < 10 { 96 } else { 90 }), rows(|_| 96));
        let look = Look { weeks: &changed, today: Some(&today), at: 10 };
        let dip = look.dip(Watched::WithinTarget, 0.95).expect("requests came");
        assert_eq!((dip.back, dip.back_latest), (None, None));
        assert!((dip.later + 0.06).abs() < 1e-12);
        let passage = Passage { design: 1, at_week: 10, by_renewal: false, dips: vec![dip] };
        assert_eq!(
            passage.sentence("pool"),
            "pool changes in week 10: answers within target at worst 90 % instead of 96 % (-6.0 points, 95 % interval -6.0 to \
             -6.0; weeks 1 to 4 after it), not back: -6.0 points at the end."
        );
    }

    #[test]
    fn nothing_is_told_of_work_that_nobody_plans_any_more() {
        // From week 12 on no touch falls due; those of the two weeks before are all missed.
        let week = |week: u32| {
            let due = u32::from(week < 12) * 100;
            WeekTally { closed: due, begun: if week < 10 { due } else { 0 }, ..Default::default() }
        };
        let changed: Vec<Vec<WeekTally>> = vec![(0..40).map(week).collect(); 4];
        let look = Look { weeks: &changed, today: None, at: 10 };
        assert!(look.dip(Watched::PlannedDelivered, 0.95).is_none());
    }

    #[test]
    fn nothing_is_told_where_nothing_falls() {
        let today = rows(|_| 96);
        let look = Look { weeks: &today, today: Some(&today), at: 10 };
        let dip = look.dip(Watched::WithinTarget, 0.95).expect("requests came");
        assert!(!dip.is_clear());
        assert!(look.dip(Watched::PlannedDelivered, 0.95).is_none(), "no touch fell due");
        let passage = Passage { design: 1, at_week: 10, by_renewal: true, dips: vec![dip] };
        assert_eq!(
            passage.sentence("pool"),
            "pool changes in week 10, each account at its renewal: no clear dip in service."
        );
    }
}
