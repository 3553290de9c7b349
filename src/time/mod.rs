//! Integer time: instants, elapsed time and working time are three types, and only a calendar converts.
//!
//! One tick is a millisecond. A sampled quantity is rounded to ticks once, where it becomes a duration, so a
//! tie is a real tie and the end of a shift is an exact number.

pub mod calendar;
pub mod timeline;

use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// Milliseconds in a second.
pub const SECOND: i64 = 1_000;
/// Milliseconds in a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Milliseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Milliseconds in a day of 24 hours.
pub const DAY: i64 = 24 * HOUR;
/// Milliseconds in a week.
pub const WEEK: i64 = 7 * DAY;
/// Milliseconds in a mean Gregorian year of 365.2425 days; rates "per year" use it.
pub const YEAR: i64 = 31_556_952_000;
/// Milliseconds in a twelfth of [`YEAR`]; rates "per month" use it.
pub const MONTH: i64 = YEAR / 12;

/// An instant of the simulation \[ms\]; zero is where measuring begins, the warm-up is negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimTime(i64);

/// A length of clock time \[ms\].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Elapsed(i64);

/// A length of working time \[ms\]: time in which somebody's calendar is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Working(i64);

/// A length as a person writes it: by the clock ("4 h") or in working time ("4 business hours").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Clock time.
    Clock(Elapsed),
    /// Working time of the calendar that serves.
    Business(Working),
}

impl Span {
    /// Whether so much time by the clock, and so much working time, is no more than this.
    #[inline]
    pub fn covers(self, clock: Elapsed, working: Working) -> bool {
        match self {
            Span::Clock(length) => clock <= length,
            Span::Business(length) => working <= length,
        }
    }

    /// Whether it is no time at all.
    pub fn is_zero(self) -> bool {
        match self {
            Span::Clock(elapsed) => elapsed == Elapsed::ZERO,
            Span::Business(working) => working == Working::ZERO,
        }
    }
}

impl SimTime {
    /// Where measuring begins.
    pub const ZERO: SimTime = SimTime(0);
    /// Later than anything that happens ("never").
    pub const NEVER: SimTime = SimTime(i64::MAX / 4);
    /// Earlier than anything that happens.
    pub const DISTANT_PAST: SimTime = SimTime(i64::MIN / 4);

    /// The instant `ms` milliseconds after zero.
    #[inline]
    pub const fn from_ms(ms: i64) -> SimTime {
        SimTime(ms)
    }

    /// Milliseconds after zero.
    #[inline]
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// Hours after zero \[h\].
    pub fn hours(self) -> f64 {
        self.0 as f64 / HOUR as f64
    }
}

macro_rules! length {
    ($name:ident) => {
        impl $name {
            /// No time at all.
            pub const ZERO: $name = $name(0);
            /// Longer than anything that happens.
            pub const FOREVER: $name = $name(i64::MAX / 4);

            /// A length of `ms` milliseconds.
            #[inline]
            pub const fn from_ms(ms: i64) -> $name {
                $name(ms)
            }

            /// A length of `hours` hours, rounded to the nearest tick and capped at [`Self::FOREVER`].
            #[inline]
            pub fn from_hours(hours: f64) -> $name {
                let ms = hours * HOUR as f64;
                if ms >= Self::FOREVER.0 as f64 { Self::FOREVER } else { $name((ms + 0.5) as i64) }
            }

            /// Milliseconds.
            #[inline]
            pub const fn ms(self) -> i64 {
                self.0
            }

            /// Hours \[h\].
            #[inline]
            pub fn hours(self) -> f64 {
                self.0 as f64 / HOUR as f64
            }
        }

        impl Add for $name {
            type Output = $name;
            #[inline]
            fn add(self, other: $name) -> $name {
                $name(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = $name;
            #[inline]
            fn sub(self, other: $name) -> $name {
                $name(self.0 - other.0)
            }
        }

        impl AddAssign for $name {
            #[inline]
            fn add_assign(&mut self, other: $name) {
                self.0 += other.0;
            }
        }

        impl SubAssign for $name {
            #[inline]
            fn sub_assign(&mut self, other: $name) {
                self.0 -= other.0;
            }
        }

        impl Neg for $name {
            type Output = $name;
            fn neg(self) -> $name {
                $name(-self.0)
            }
        }
    };
}

length!(Elapsed);
length!(Working);

impl Elapsed {
    /// Mean Gregorian years \[yr\].
    pub fn years(self) -> f64 {
        self.0 as f64 / YEAR as f64
    }

    /// Days of 24 hours \[d\].
    pub fn days(self) -> f64 {
        self.0 as f64 / DAY as f64
    }
}

impl Add<Elapsed> for SimTime {
    type Output = SimTime;
    #[inline]
    fn add(self, length: Elapsed) -> SimTime {
        SimTime(self.0 + length.0)
    }
}

impl Sub<Elapsed> for SimTime {
    type Output = SimTime;
    #[inline]
    fn sub(self, length: Elapsed) -> SimTime {
        SimTime(self.0 - length.0)
    }
}

impl Sub for SimTime {
    type Output = Elapsed;
    #[inline]
    fn sub(self, earlier: SimTime) -> Elapsed {
        Elapsed(self.0 - earlier.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_and_lengths_add_up() {
        let start = SimTime::from_ms(-WEEK);
        let later = start + Elapsed::from_hours(168.0);
        assert_eq!(later, SimTime::ZERO);
        assert_eq!(later - start, Elapsed::from_ms(WEEK));
        assert_eq!(SimTime::ZERO - Elapsed::from_ms(WEEK), start);
    }

    #[test]
    fn hours_round_to_the_nearest_tick_and_stop_at_forever() {
        assert_eq!(Working::from_hours(1.0 / 3.0).ms(), 1_200_000);
        assert_eq!(Working::from_hours(0.49 / HOUR as f64).ms(), 0);
        assert_eq!(Working::from_hours(f64::INFINITY), Working::FOREVER);
    }
}
