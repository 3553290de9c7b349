//! When in the week requests come: a profile on the clock, times a random factor a day, accumulated so that requests
//! can be drawn at unit rate and mapped to instants.

use crate::distribution::gamma_unit_mean;
use crate::model::work::Profile;
use crate::model::{Months, Simulation};
use crate::streams::{KeyRing, Purpose};
use crate::time::{MINUTE, SimTime};
use jiff::tz::TimeZone;

/// Length of one cell of the grid on which the profile is constant \[ms\]. Half an hour fits all but two zones'
/// offsets.
const CELL: i64 = 30 * MINUTE;

/// A profile laid on the clock of the simulation: weight and local date of each cell. The same in every replication.
#[derive(Clone, Debug)]
pub(super) struct IntensityShape {
    weights: [f64; 168],
    months: Months,
    time_zone: TimeZone,
    begin: SimTime,
    /// Weight of each cell, scaled so that the mean over a week, and over the months of a
    /// year, is 1.
    cells: Vec<f32>,
    /// Local date of each cell, in days after the first one's.
    day: Vec<u16>,
    /// Days since 1970-01-01 of the first cell's local date; names the day's stream.
    first_day: i64,
}

impl IntensityShape {
    pub(super) fn new(profile: &Profile, simulation: &Simulation) -> IntensityShape {
        let total: f64 = profile.weights.iter().sum();
        let begin = simulation.begin();
        let count = ((simulation.end() - begin).ms() + CELL - 1) / CELL;
        let zero = simulation.start.to_zoned(TimeZone::UTC).expect("a checked start date has a midnight in UTC");
        let zero_ms = zero.timestamp().as_millisecond();
        let epoch = jiff::civil::date(1970, 1, 1);
        let mut shape = IntensityShape {
            weights: profile.weights,
            months: profile.months,
            time_zone: profile.time_zone.clone(),
            begin,
            cells: Vec::with_capacity(count as usize),
            day: Vec::with_capacity(count as usize),
            first_day: 0,
        };
        for cell in 0..count {
            let ms = zero_ms + begin.ms() + cell * CELL;
            let instant = jiff::Timestamp::from_millisecond(ms).expect("a checked horizon stays within civil time");
            let local = profile.time_zone.to_datetime(instant);
            let hour = usize::from(local.weekday().to_monday_zero_offset() as u8) * 24 + local.hour() as usize;
            shape.cells.push((profile.weights[hour] * 168.0 / total * profile.months.of(local.month())) as f32);
            let day = i64::from((local.date() - epoch).get_days());
            if cell == 0 {
                shape.first_day = day;
            }
            shape.day.push((day - shape.first_day) as u16);
        }
        shape
    }

    pub(super) fn is_for(&self, profile: &Profile) -> bool {
        self.weights == profile.weights && self.months == profile.months && self.time_zone == profile.time_zone
    }
}

/// The random factors of the days of one replication, common to all accounts and kinds.
pub(super) struct DayFactors {
    shape: f64,
    ring: KeyRing,
}

impl DayFactors {
    pub(super) fn new(shape: f64, ring: KeyRing) -> DayFactors {
        DayFactors { shape, ring }
    }

    fn of(&self, day: i64) -> f64 {
        gamma_unit_mean(self.shape, &mut self.ring.stream(Purpose::Day, 0, day as u64))
    }
}

/// Accumulated intensity of one replication: a clock that runs fast when many requests come. Its unit is chosen so
/// that it advances by one millisecond per millisecond on average.
#[derive(Clone, Debug)]
pub(super) struct Intensity {
    begin: SimTime,
    /// Accumulated intensity at the beginning of each cell, and at the end of the last \[ms\].
    accumulated: Vec<f64>,
    /// For equal steps of accumulated intensity, the cell that holds it.
    index: Vec<u32>,
    steps_per_ms: f64,
}

impl Intensity {
    pub(super) fn new(shape: &IntensityShape, factors: Option<&DayFactors>) -> Intensity {
        let mut accumulated = Vec::with_capacity(shape.cells.len() + 1);
        let mut sum = 0.0;
        let mut day = usize::MAX;
        let mut factor = 1.0;
        for (weight, cell_day) in shape.cells.iter().zip(&shape.day) {
            accumulated.push(sum);
            if usize::from(*cell_day) != day {
                day = usize::from(*cell_day);
                factor = factors.map_or(1.0, |factors| factors.of(shape.first_day + day as i64));
            }
            sum += f64::from(*weight) * factor * CELL as f64;
        }
        accumulated.push(sum);
        let steps = shape.cells.len();
        let steps_per_ms = steps as f64 / sum.max(1.0);
        let mut index = Vec::with_capacity(steps + 1);
        let mut cell = 0;
        for step in 0..=steps {
            while cell + 1 < steps && accumulated[cell + 1] * steps_per_ms <= step as f64 {
                cell += 1;
            }
            index.push(cell as u32);
        }
        Intensity { begin: shape.begin, accumulated, index, steps_per_ms }
    }

    /// Accumulated intensity at an instant \[ms\].
    pub(super) fn at(&self, t: SimTime) -> f64 {
        let offset = (t - self.begin).ms();
        let cell = ((offset / CELL) as usize).min(self.accumulated.len() - 2);
        let inside = (offset - cell as i64 * CELL) as f64 / CELL as f64;
        self.accumulated[cell] + inside * (self.accumulated[cell + 1] - self.accumulated[cell])
    }

    /// Accumulated intensity at the end \[ms\].
    pub(super) fn total(&self) -> f64 {
        self.accumulated[self.accumulated.len() - 1]
    }

    /// The instant at which accumulated intensity reaches `mass`, for `mass` below [`Self::total`].
    pub(super) fn instant(&self, mass: f64) -> SimTime {
        let step = ((mass * self.steps_per_ms) as usize).min(self.index.len() - 1);
        let mut cell = self.index[step] as usize;
        let last = self.accumulated.len() - 2;
        while cell < last && self.accumulated[cell + 1] <= mass {
            cell += 1;
        }
        let height = self.accumulated[cell + 1] - self.accumulated[cell];
        let inside = if height > 0.0 { (mass - self.accumulated[cell]) / height } else { 0.0 };
        self.begin + crate::time::Elapsed::from_ms(cell as i64 * CELL + (inside * CELL as f64) as i64)
    }
}
