//! What happened to an account in the trailing half year.

use crate::time::{DAY, SimTime};

/// Counts of the trailing half year in bins of 14 days: 13 bins cover 168 to 182 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct History {
    bins: [[u16; 3]; BINS],
    newest: i32,
}

/// Number of bins of a history.
const BINS: usize = 13;
/// Length of one bin \[ms\].
const BIN: i64 = 14 * DAY;

/// What a history counts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Counted {
    Request = 0,
    Late = 1,
    Missed = 2,
}

impl History {
    pub(super) const EMPTY: History = History { bins: [[0; 3]; BINS], newest: i32::MIN / 2 };

    /// Counts something that happened at an instant, which may lie behind what was counted last.
    pub(super) fn count(&mut self, at: SimTime, what: Counted) {
        self.count_in(at, what as usize);
    }

    /// The same in one of its three places, whatever they stand for.
    pub(super) fn count_in(&mut self, at: SimTime, place: usize) {
        let bin = at.ms().div_euclid(BIN) as i32;
        if bin <= self.newest - BINS as i32 {
            return;
        }
        let bin = if bin > self.newest { self.advance(at) } else { bin.rem_euclid(BINS as i32) as usize };
        let counter = &mut self.bins[bin][place];
        *counter = counter.saturating_add(1);
    }

    /// Totals of the trailing half year: requests, late, missed.
    pub(super) fn totals(&mut self, at: SimTime) -> [u32; 3] {
        self.advance(at);
        self.bins.iter().fold([0; 3], |sum, bin| std::array::from_fn(|i| sum[i] + u32::from(bin[i])))
    }

    /// Reads what a count at an instant will change.
    #[inline]
    pub(super) fn touch(&self, at: SimTime) -> usize {
        let bin = (at.ms().div_euclid(BIN) as i32).rem_euclid(BINS as i32);
        usize::from(self.bins[bin as usize][0]) ^ self.newest as usize
    }

    /// Clears the bins that time has passed over; gives the current one.
    fn advance(&mut self, at: SimTime) -> usize {
        let now = at.ms().div_euclid(BIN) as i32;
        let passed = (i64::from(now) - i64::from(self.newest)).clamp(0, BINS as i64) as i32;
        for step in 0..passed {
            self.bins[(now - step).rem_euclid(BINS as i32) as usize] = [0; 3];
        }
        self.newest = now;
        now.rem_euclid(BINS as i32) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_forgets_what_is_older_than_half_a_year() {
        let day = |d: i64| SimTime::from_ms(d * DAY);
        let mut history = History::EMPTY;
        history.count(day(-300), Counted::Late);
        history.count(day(0), Counted::Request);
        history.count(day(0), Counted::Late);
        history.count(day(100), Counted::Request);
        history.count(day(101), Counted::Missed);
        assert_eq!(history.totals(day(160)), [2, 1, 1]);
        assert_eq!(history.totals(day(182)), [1, 0, 1], "day 0 is 182 days ago");
        history.count(day(90), Counted::Late);
        assert_eq!(history.totals(day(182)), [1, 1, 1], "what is counted late falls into its own bin");
        history.count(day(-20), Counted::Late);
        assert_eq!(history.totals(day(182)), [1, 1, 1], "or is forgotten already");
        assert_eq!(history.totals(day(1_000)), [0, 0, 0]);
    }
}
