//! One person's open hours, read forward: a calendar less leave, sickness and blocks of other duties.

use super::calendar::Calendar;
use super::{Elapsed, SimTime, Working};

/// One person's open intervals with a cursor that only moves forward, so that every question costs O(1) amortised.
///
/// Questions must come with non-decreasing times.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Open intervals `[open, close)`, ascending, disjoint, none empty.
    pieces: Vec<(SimTime, SimTime)>,
    /// Index of the current piece: the first that is not over.
    cursor: usize,
    /// The current piece, copied here: the common question is answered by a compare with `close`.
    open: SimTime,
    close: SimTime,
    /// Own working time at `open`.
    worked: Working,
    /// The last time asked about.
    #[cfg(debug_assertions)]
    asked: SimTime,
}

/// Close of the piece behind the last one, so that the cursor never leaves it.
const AFTER_ALL: SimTime = SimTime::from_ms(i64::MAX);

impl Default for Timeline {
    fn default() -> Timeline {
        Timeline::always()
    }
}

impl Timeline {
    /// A person who is there every hour (no cursor work at all).
    pub fn always() -> Timeline {
        Timeline::of_pieces(vec![(SimTime::DISTANT_PAST, SimTime::NEVER)])
    }

    /// The hours of `calendar` less the `away` stretches `[from, to)` (ascending, disjoint).
    pub fn new(calendar: &Calendar, away: &[(SimTime, SimTime)]) -> Timeline {
        let mut timeline = Timeline::of_pieces(Vec::new());
        timeline.reset(calendar, away);
        timeline
    }

    fn of_pieces(pieces: Vec<(SimTime, SimTime)>) -> Timeline {
        let mut timeline = Timeline {
            pieces,
            cursor: 0,
            open: SimTime::NEVER,
            close: AFTER_ALL,
            worked: Working::ZERO,
            #[cfg(debug_assertions)]
            asked: SimTime::DISTANT_PAST,
        };
        timeline.rewind();
        timeline
    }

    /// Refills this timeline in place (no allocation once it has grown).
    pub fn reset(&mut self, calendar: &Calendar, away: &[(SimTime, SimTime)]) {
        debug_assert!(away.windows(2).all(|pair| pair[0].1 <= pair[1].0), "away stretches ascend and are disjoint");
        self.pieces.clear();
        let mut next = 0;
        for &(open, close) in calendar.intervals() {
            let mut begin = open;
            while next < away.len() && away[next].1 <= begin {
                next += 1;
            }
            // A stretch that reaches into the next interval stays at `next`.
            let mut stretch = next;
            while stretch < away.len() && away[stretch].0 < close {
                if away[stretch].0 > begin {
                    self.pieces.push((begin, away[stretch].0));
                }
                begin = begin.max(away[stretch].1);
                stretch += 1;
            }
            if begin < close {
                self.pieces.push((begin, close));
            }
            next = stretch.saturating_sub(1).max(next);
        }
        self.rewind();
    }

    /// Puts the cursor back to the beginning.
    pub fn rewind(&mut self) {
        self.cursor = 0;
        (self.open, self.close) = self.pieces.first().copied().unwrap_or((SimTime::NEVER, AFTER_ALL));
        // Without an hour off, working time is clock time; so it is up to the first absence of somebody always there.
        let endless = self.open == SimTime::DISTANT_PAST;
        self.worked = if endless { Working::from_ms(self.open.ms()) } else { Working::ZERO };
        #[cfg(debug_assertions)]
        {
            self.asked = SimTime::DISTANT_PAST;
        }
    }

    /// The open intervals `[open, close)`.
    pub fn intervals(&self) -> &[(SimTime, SimTime)] {
        &self.pieces
    }

    /// Reads it as the next question will.
    #[inline]
    pub(crate) fn touch(&self) -> usize {
        self.close.ms() as usize
    }

    /// Reads the piece behind the current one.
    #[inline]
    pub(crate) fn touch_next(&self) -> usize {
        self.pieces.get(self.cursor + 1).map_or(0, |piece| piece.0.ms() as usize)
    }

    /// Moves the cursor to the first piece that is not over at `t`.
    #[inline]
    fn advance(&mut self, t: SimTime) {
        #[cfg(debug_assertions)]
        {
            assert!(t >= self.asked, "a timeline is asked with non-decreasing times: {t:?} after {:?}", self.asked);
            self.asked = t;
        }
        while t >= self.close {
            self.worked += Working::from_ms((self.close - self.open).ms());
            self.cursor += 1;
            (self.open, self.close) = self.pieces.get(self.cursor).copied().unwrap_or((SimTime::NEVER, AFTER_ALL));
        }
    }

    /// Whether the person is at work at `t`.
    #[inline]
    pub fn is_open(&mut self, t: SimTime) -> bool {
        self.advance(t);
        t >= self.open && self.open < SimTime::NEVER
    }

    /// The first instant at or after `t` at which the person is at work; [`SimTime::NEVER`] if none.
    #[inline]
    pub fn next_open(&mut self, t: SimTime) -> SimTime {
        self.advance(t);
        t.max(self.open)
    }

    /// When the person's current stretch of work ends, or where off at `t`, the next one.
    #[inline]
    pub fn next_close(&mut self, t: SimTime) -> SimTime {
        self.advance(t);
        self.close.min(SimTime::NEVER)
    }

    /// Own working time accumulated by `t` (moves the cursor). Somebody always there counts from time zero.
    #[inline]
    pub fn working_at(&mut self, t: SimTime) -> Working {
        self.advance(t);
        self.worked + Working::from_ms((t - self.open).ms().max(0))
    }

    /// When `work` begun or resumed at `t` is done, stopping at the end of each shift and resuming at the next.
    /// Does not move the cursor past `t`. Work that ends with a shift ends then, not at the next.
    #[inline]
    pub fn finish(&mut self, t: SimTime, work: Working) -> SimTime {
        self.advance(t);
        let end = t.max(self.open) + Elapsed::from_ms(work.ms());
        if end <= self.close { end.min(SimTime::NEVER) } else { self.finish_later(t, work) }
    }

    /// Begins `work` at `t`, when the person is at work: own working time by `t`, and when the work is done (as
    /// [`Self::finish`] has it).
    #[inline]
    pub fn begin(&mut self, t: SimTime, work: Working) -> (Working, SimTime) {
        self.advance(t);
        debug_assert!(t >= self.open, "work begins when somebody is there");
        let end = t + Elapsed::from_ms(work.ms());
        let done = if end <= self.close { end.min(SimTime::NEVER) } else { self.finish_later(t, work) };
        (self.worked + Working::from_ms((t - self.open).ms()), done)
    }

    /// The end of work that outlasts the current piece.
    #[cold]
    fn finish_later(&self, t: SimTime, work: Working) -> SimTime {
        let mut left = work.ms() - (self.close - t.max(self.open)).ms();
        for &(open, close) in self.pieces.get(self.cursor + 1..).unwrap_or_default() {
            let length = (close - open).ms();
            if left <= length {
                return open + Elapsed::from_ms(left);
            }
            left -= length;
        }
        SimTime::NEVER
    }

    /// Open time in `[from, to)`; does not need or move the cursor.
    pub fn total_open(&self, from: SimTime, to: SimTime) -> Working {
        let first = self.pieces.partition_point(|&(_, close)| close <= from);
        let inside = self.pieces[first..].iter().take_while(|&&(open, _)| open < to);
        Working::from_ms(inside.map(|&(open, close)| (close.min(to) - open.max(from)).ms()).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::super::calendar::{Hours, WeeklyHours};
    use super::*;
    use crate::time::{DAY, MINUTE};
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    const DAYS: i64 = 14;

    fn minute(m: i64) -> SimTime {
        SimTime::from_ms(m * MINUTE)
    }

    fn office() -> Calendar {
        let hours = Hours::Weekly(WeeklyHours {
            time_zone: TimeZone::UTC,
            days: std::array::from_fn(|day| if day < 5 { vec![(540, 720), (780, 1020)] } else { vec![] }),
            holidays: vec![],
        });
        Calendar::compile(&hours, date(2026, 1, 5), SimTime::ZERO, SimTime::from_ms(DAYS * DAY))
    }

    fn always() -> Calendar {
        Calendar::compile(&Hours::Always, date(2026, 1, 5), SimTime::ZERO, SimTime::from_ms(DAYS * DAY))
    }

    #[test]
    fn somebody_always_there_needs_no_calendar() {
        let mut timeline = Timeline::always();
        let t = minute(-500);
        assert!(timeline.is_open(t));
        assert_eq!(timeline.next_open(t), t);
        assert_eq!(timeline.working_at(t).ms(), t.ms());
        assert_eq!(timeline.finish(t, Working::from_hours(1.0)), minute(-440));
        assert_eq!(timeline.finish(minute(0), Working::FOREVER), SimTime::NEVER);
        assert_eq!(timeline.finish(minute(60), Working::FOREVER), SimTime::NEVER);
        assert!(!timeline.is_open(SimTime::NEVER));
        assert_eq!(timeline.next_open(SimTime::NEVER), SimTime::NEVER);
        assert_eq!(timeline.total_open(minute(10), minute(70)).hours(), 1.0);
    }

    #[test]
    fn work_stops_with_the_shift_and_goes_on_with_the_next() {
        let mut timeline = Timeline::new(&office(), &[(minute(DAY / MINUTE), minute(2 * DAY / MINUTE))]);
        assert_eq!(timeline.finish(minute(0), Working::from_hours(3.0)), minute(720));
        assert_eq!(timeline.finish(minute(0), Working::from_hours(4.0)), minute(840));
        // Tuesday is off: seven hours fill Monday, the eighth is Wednesday's first.
        assert_eq!(timeline.finish(minute(0), Working::from_hours(8.0)), minute(2 * 1440 + 600));
        assert_eq!(timeline.finish(minute(0), Working::from_hours(64.0)), SimTime::NEVER);
        assert_eq!(timeline.total_open(minute(0), minute(3 * 1440)).hours(), 14.0);
        assert!(!timeline.is_open(minute(1440 + 600)));
        assert_eq!(timeline.next_open(minute(1440 + 600)), minute(2 * 1440 + 540));
        assert_eq!(timeline.next_close(minute(1440 + 600)), minute(2 * 1440 + 720));
        assert_eq!(timeline.finish(SimTime::from_ms(DAYS * DAY), Working::ZERO), SimTime::NEVER);
    }

    #[test]
    fn nobody_at_all_is_never_open() {
        let mut timeline = Timeline::new(&office(), &[(SimTime::DISTANT_PAST, SimTime::NEVER)]);
        assert_eq!(timeline.next_open(minute(0)), SimTime::NEVER);
        assert_eq!(timeline.finish(minute(0), Working::from_ms(1)), SimTime::NEVER);
        assert_eq!(timeline.working_at(minute(5000)), Working::ZERO);
    }

    proptest! {
        #[test]
        fn answers_agree_with_a_minute_by_minute_model(
            endless in any::<bool>(),
            cuts in proptest::collection::vec(0..DAYS * 1440, 0..24),
            times in proptest::collection::vec((0..DAYS * 1440, 0..4000i64), 1..20),
        ) {
            let calendar = if endless { always() } else { office() };
            let mut cuts = cuts;
            cuts.sort_unstable();
            let away: Vec<_> = cuts.chunks_exact(2).map(|cut| (minute(cut[0]), minute(cut[1]))).collect();
            let end = (DAYS + 20) * 1440;
            let open: Vec<bool> = (0..end)
                .map(|m| calendar.is_open(minute(m)) && !away.iter().any(|(a, b)| *a <= minute(m) && minute(m) < *b))
                .collect();
            let mut sums = vec![0i64];
            sums.extend(open.iter().scan(0, |sum, &o| {
                *sum += i64::from(o);
                Some(*sum)
            }));
            let worked = |m: i64| sums[m as usize];
            let mut timeline = Timeline::new(&calendar, &away);
            let mut times = times;
            times.sort_unstable();
            for (t, work) in times {
                prop_assert_eq!(timeline.is_open(minute(t)), open[t as usize]);
                let next = (t..end).find(|&m| open[m as usize]);
                prop_assert_eq!(timeline.next_open(minute(t)), next.map_or(SimTime::NEVER, minute));
                prop_assert_eq!(timeline.working_at(minute(t)).ms(), worked(t) * MINUTE);
                if let (Some(next), 1..) = (next, work) {
                    // Done behind the minute that brings the sum to `work`.
                    let done = (next..end).find(|&m| worked(m + 1) - worked(next) == work);
                    let expected = done.map_or(SimTime::NEVER, |m| minute(m + 1));
                    prop_assert_eq!(timeline.finish(minute(t), Working::from_ms(work * MINUTE)), expected);
                }
                let total = timeline.total_open(minute(t), minute(t + work)).ms();
                prop_assert_eq!(total, (worked(t + work) - worked(t)) * MINUTE);
            }
        }
    }
}
