//! The demand of one replication: all that customers do, drawn before any design is known and replayed by every
//! design.
//!
//! Every number comes from a stream named by its purpose and its entity (segment and account, kind and account, day),
//! so a further segment, kind or design changes none of the others. Accounts are drawn as though they stayed for
//! ever; what an account would have done after it churned is skipped when a design replays the demand.

mod accounts;
mod activation;
mod again;
mod alarms;
mod channels;
mod drift;
mod health;
mod incidents;
mod intensity;
mod licences;
mod log;
mod occurrence;
mod requests;
mod seasons;
mod seen;
mod touches;

pub use accounts::Accounts;
pub(super) use alarms::count_alarms;
pub use occurrence::{Mark, Occurrence, What};
pub use seen::Scores;

use super::scenario::expected_work;
use super::work::{Origin, RequestSource};
use super::{Class, Months, Scenario, WorkKind};
use crate::streams::{KeyRing, entity_of_name};
use crate::time::{DAY, HOUR, MONTH, SimTime, YEAR};
use intensity::{DayFactors, Intensity, IntensityShape};

/// All that customers do in one replication. Immutable; every design replays the same one.
#[derive(Clone, Debug)]
pub struct Demand {
    /// Who the customers are.
    pub accounts: Accounts,
    /// What they do, in order of time (ties: marks, starts, renewals, work, by kind and account, then dates of adoption).
    pub occurrences: Vec<Occurrence>,
    /// Years over which measuring is cut for annual figures, each of the same length.
    pub years: u32,
    /// How many requests came while measuring, reached a person or not.
    pub asked: Asked,
    /// Scores, where what is asked of them depends on how a design answers.
    pub scores: Scores,
    /// Memory of the sort, kept for the next demand.
    spare: Vec<Occurrence>,
}

/// Requests of accounts as though they stayed, while measuring, by segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Answered by self-service; empty where no request can be.
    pub deflected: Vec<u64>,
    /// Meant for a person.
    pub reached: Vec<u64>,
}

/// What is the same in every replication (profiles on the clock, kinds by segment), prepared once.
#[derive(Clone, Debug)]
pub struct DemandSource {
    scenario: Scenario,
    /// For each kind, an index into `shapes` where its requests follow a profile.
    shape_of_kind: Vec<Option<usize>>,
    shapes: Vec<IntensityShape>,
    /// For each kind of incident, the clock on which they strike, where that is not even.
    incident_clocks: Vec<Option<Intensity>>,
    /// Whether self-service answers any request.
    deflects: bool,
    /// Shape of the Gamma factor of a day; `None`: every day alike.
    day_shape: Option<f64>,
    segment_keys: Vec<u64>,
    kind_keys: Vec<u64>,
    /// Renewals are drawn this far beyond the end, for the touches that come before them.
    look_ahead_ms: i64,
}

/// Into how many years of equal length measuring is cut: whole years as nearly as possible, at least one.
pub fn years_of_measuring(scenario: &Scenario) -> u32 {
    let years = scenario.simulation.length.ms() as f64 / YEAR as f64;
    ((years + 0.5) as u32).max(1)
}

/// Number of whole months of measuring.
pub fn months_of_measuring(scenario: &Scenario) -> usize {
    // A tolerance of a day keeps "104 weeks" at 23 months and "24 months" at 24.
    ((scenario.simulation.length.ms() + DAY) / MONTH) as usize
}

impl DemandSource {
    /// Prepares to draw demand for a scenario.
    pub fn new(scenario: &Scenario) -> DemandSource {
        let mut shapes: Vec<IntensityShape> = Vec::new();
        let mut shape_of_kind = Vec::new();
        let incident_clocks = scenario.kinds.iter().map(|kind| incident_clock(kind, scenario)).collect();
        let deflects = scenario.kinds.iter().any(WorkKind::may_be_deflected);
        let day_shape = day_shape(scenario);
        for kind in &scenario.kinds {
            let index = match &kind.origin {
                Origin::Request { source: RequestSource::Rate { profile, .. }, .. }
                    if !(profile.is_flat() && day_shape.is_none()) =>
                {
                    let found = shapes.iter().position(|shape| shape.is_for(profile));
                    Some(found.unwrap_or_else(|| {
                        shapes.push(IntensityShape::new(profile, &scenario.simulation));
                        shapes.len() - 1
                    }))
                }
                _ => None,
            };
            shape_of_kind.push(index);
        }
        let look_ahead_ms = scenario.kinds.iter().map(touches::look_ahead_ms).max().unwrap_or(0);
        DemandSource {
            scenario: scenario.clone(),
            shape_of_kind,
            shapes,
            incident_clocks,
            deflects,
            day_shape,
            segment_keys: scenario.segments.iter().map(|segment| entity_of_name(&segment.name)).collect(),
            kind_keys: scenario.kinds.iter().map(|kind| entity_of_name(&kind.name)).collect(),
            look_ahead_ms,
        }
    }

    /// Draws the demand of one replication.
    pub fn draw(&self, ring: &KeyRing) -> Demand {
        let nothing = Demand {
            accounts: Accounts::default(),
            occurrences: Vec::new(),
            years: 0,
            asked: Asked::default(),
            scores: Scores::default(),
            spare: Vec::new(),
        };
        self.draw_again(ring, nothing)
    }

    /// Draws the demand of one replication into the memory of one that is no longer needed.
    pub fn draw_again(&self, ring: &KeyRing, used: Demand) -> Demand {
        let Demand { mut accounts, mut occurrences, mut spare, mut asked, mut scores, .. } = used;
        let nobody = if self.deflects { vec![0; self.scenario.segments.len()] } else { Vec::new() };
        asked.deflected.clone_from(&nobody);
        asked.reached = nobody;
        accounts::draw(&self.scenario, &self.segment_keys, ring, &mut accounts);
        scores.draw(&self.scenario, &accounts, ring);
        occurrences.clear();
        if occurrences.capacity() == 0 {
            occurrences.reserve(self.expected_occurrences());
        }
        self.add_marks(&mut occurrences);
        let marks = occurrences.len();
        accounts::add_starts_and_renewals(&self.scenario, &mut accounts, self.look_ahead_ms, ring, &mut occurrences);
        if let Some(health) = &self.scenario.health {
            health::note_at_renewals(&self.scenario, health, &accounts, ring, &mut occurrences[marks..]);
        }
        if activation::is_drawn(&self.scenario) {
            activation::add(&self.scenario, &accounts, &self.segment_keys, ring, &mut occurrences);
        }
        let factors = self.day_shape.map(|shape| DayFactors::new(shape, *ring));
        let intensities: Vec<Intensity> =
            self.shapes.iter().map(|shape| Intensity::new(shape, factors.as_ref())).collect();
        for (number, kind) in self.scenario.kinds.iter().enumerate() {
            let intensity = self.shape_of_kind[number].map(|index| &intensities[index]);
            let draw = requests::KindDraw {
                scenario: &self.scenario,
                accounts: &accounts,
                ring,
                number: number as u16,
                kind,
                key: self.kind_keys[number],
                segment_keys: &self.segment_keys,
            };
            match &kind.origin {
                Origin::Request { source: RequestSource::Rate { per_year, frailty, .. }, .. } => {
                    let rate = per_year * self.scenario.load;
                    let takers = channels::takers(&self.scenario.kinds, &self.kind_keys, number);
                    requests::add_requests(&draw, rate, *frailty, intensity, &takers, &mut asked, &mut occurrences);
                }
                Origin::Request { source: RequestSource::Again(_), .. } => {
                    again::add_first_requests(&draw, &mut occurrences);
                }
                Origin::Request { source: RequestSource::Log(log), .. } => {
                    log::add_tickets(&draw, log, &mut occurrences);
                }
                Origin::Request { source: RequestSource::Incidents(incidents), .. } => {
                    let clock = self.incident_clocks[number].as_ref();
                    incidents::add_reports(&draw, incidents, clock, &mut occurrences);
                }
                Origin::Step { schedule, .. } => touches::add_touches(&draw, *schedule, &mut occurrences),
                Origin::Risk { rate_per_year, .. } => requests::add_risks(&draw, *rate_per_year, &mut occurrences),
                Origin::Trigger { trigger, .. } => alarms::add(&draw, trigger, &mut occurrences),
            }
        }
        occurrence::sort(&mut occurrences, &mut spare);
        if self.deflects {
            self.count_reached(&accounts, &occurrences, &mut asked.reached);
        }
        Demand { accounts, occurrences, years: years_of_measuring(&self.scenario), asked, scores, spare }
    }

    fn count_reached(&self, accounts: &Accounts, occurrences: &[Occurrence], reached: &mut [u64]) {
        let until = self.scenario.simulation.end_of_measuring();
        for one in occurrences.iter().filter(|o| o.what == What::Work && o.at >= SimTime::ZERO && o.at < until) {
            let kind = &self.scenario.kinds[usize::from(one.kind)];
            // How often those ask who wait for their answers first depends on the design.
            if kind.class() == Class::Reactive && kind.again_after().is_none() {
                reached[usize::from(accounts.segment[one.account as usize])] += 1;
            }
        }
    }

    /// A rough count, to allocate once.
    fn expected_occurrences(&self) -> usize {
        let count = expected_work(&self.scenario);
        (count * 1.1).min(1e8) as usize + 1024
    }

    fn add_marks(&self, out: &mut Vec<Occurrence>) {
        let simulation = &self.scenario.simulation;
        let years = i64::from(years_of_measuring(&self.scenario));
        let mut mark = |ms: i64, mark: Mark| out.push(Occurrence::mark(SimTime::from_ms(ms), mark));
        mark(0, Mark::MeasuringBegins);
        for year in 0..years {
            mark(simulation.length.ms() * year / years, Mark::YearBegins);
            mark(simulation.length.ms() * (year + 1) / years, Mark::YearEnds);
        }
        for month in 1..=months_of_measuring(&self.scenario) as i64 {
            mark((MONTH * month).min(simulation.length.ms()), Mark::MonthEnds);
        }
        mark(simulation.length.ms(), Mark::MeasuringEnds);
    }
}

/// The clock on which incidents strike: their profile, without the luck of days that requests share.
fn incident_clock(kind: &WorkKind, scenario: &Scenario) -> Option<Intensity> {
    match &kind.origin {
        Origin::Request { source: RequestSource::Incidents(incidents), .. } if !incidents.profile.is_flat() => {
            Some(Intensity::new(&IntensityShape::new(&incidents.profile, &scenario.simulation), None))
        }
        _ => None,
    }
}

/// Shape of the Gamma factor that gives daily counts the stated variance over mean.
///
/// With mean count `c_d` on day `d` and a factor of squared coefficient of variation `v`, the variance around it is
/// `c_d + v c_d^2`; over the days the ratio is `1 + v x sum(c_d^2) / sum(c_d)`. Days differ by weekday and, where
/// requests have seasons, by month.
fn day_shape(scenario: &Scenario) -> Option<f64> {
    let rates = || {
        scenario.kinds.iter().filter_map(|kind| match &kind.origin {
            Origin::Request { source: RequestSource::Rate { profile, per_year, .. }, .. } => {
                Some((kind, profile, per_year))
            }
            _ => None,
        })
    };
    let seasonal = rates().any(|(_, profile, _)| !profile.months.is_even());
    let months: Vec<(i8, f64)> = match seasonal {
        true => (1..=12).zip(Months::shares_of_year()).collect(),
        false => vec![(1, 1.0)],
    };
    let (mut sum, mut squares) = (0.0, 0.0);
    for (month, share) in months {
        let mut by_weekday = [0.0; 7];
        for (kind, profile, per_year) in rates() {
            let accounts: f64 = (scenario.segments.iter().zip(&kind.segments))
                .enumerate()
                .filter(|(_, (_, applies))| **applies)
                .map(|(index, (segment, _))| f64::from(segment.accounts) * scenario.request_factor(index, kind))
                .sum();
            let weekly = accounts * per_year * scenario.load * (168 * HOUR) as f64 / YEAR as f64;
            let weekly = weekly * profile.months.of(month);
            let total: f64 = profile.weights.iter().sum();
            for (hour, weight) in profile.weights.iter().enumerate() {
                by_weekday[hour / 24] += weekly * weight / total;
            }
        }
        sum += share * by_weekday.iter().sum::<f64>();
        squares += share * by_weekday.iter().map(|count| count * count).sum::<f64>();
    }
    let cv2 = (scenario.daily_dispersion - 1.0) * sum / squares;
    (cv2 > 1e-12).then_some(1.0 / cv2)
}
