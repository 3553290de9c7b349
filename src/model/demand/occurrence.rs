//! One thing that happens because of customers, in 24 bytes, and the sort that puts all of them in order of time.

use crate::time::{SimTime, Working};

/// One thing that happens at an instant fixed before any design is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// When.
    pub at: SimTime,
    /// Work content and luck, packed; read through the methods.
    payload: u64,
    /// Account, an index into [`super::Accounts`]; 0 for marks.
    pub account: u32,
    /// Kind of work, an index into `Scenario::kinds`; of a renewal, what health is missing; of a date of adoption, 1 where
    /// the account may leave; else 0.
    pub kind: u16,
    /// What happens.
    pub what: What,
}

/// What happens. The order is the order at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum What {
    /// A date of the calendar of measuring.
    Mark,
    /// A new account arrives.
    Start,
    /// A contract comes up for renewal.
    Renewal,
    /// A piece of work of some kind falls due to be begun.
    Work,
    /// A date at which it matters whether a new account has taken its seats into use.
    Adoption,
}

/// Dates of the calendar of measuring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Mark {
    /// Time zero.
    MeasuringBegins = 0,
    /// A year's cohort is counted.
    YearEnds = 1,
    /// A new year's cohort is opened.
    YearBegins = 2,
    /// A month of measuring is over.
    MonthEnds = 3,
    /// Measuring is over.
    MeasuringEnds = 4,
}

const MARKS: [Mark; 5] =
    [Mark::MeasuringBegins, Mark::YearEnds, Mark::YearBegins, Mark::MonthEnds, Mark::MeasuringEnds];

/// Bits of the payload that hold work \[ms\]; 2^40 ms are 34 years. The 24 above hold luck.
const WORK_BITS: u32 = 40;

impl Occurrence {
    /// A date of the calendar of measuring.
    pub fn mark(at: SimTime, mark: Mark) -> Occurrence {
        Occurrence { at, payload: 0, account: 0, kind: mark as u16, what: What::Mark }
    }

    /// A new account.
    pub fn start(at: SimTime, account: u32) -> Occurrence {
        Occurrence { at, payload: 0, account, kind: 0, what: What::Start }
    }

    /// The same start of an account that needs so many half-times to take its seats into use.
    pub fn with_half_times(self, half_times: f64) -> Occurrence {
        Occurrence { payload: half_times.to_bits(), ..self }
    }

    /// Half-times that a new account needs to take its seats into use.
    pub fn half_times(&self) -> f64 {
        f64::from_bits(self.payload)
    }

    /// The date by which a new account should be activated, or (`leaves`) at which it leaves if it is not.
    pub fn adoption(at: SimTime, account: u32, leaves: bool) -> Occurrence {
        Occurrence { at, payload: 0, account, kind: u16::from(leaves), what: What::Adoption }
    }

    /// Whether an account leaves at this date if it is not activated.
    pub fn leaves_early(&self) -> bool {
        self.kind == 1
    }

    /// A renewal with the luck that decides whether the account stays, and the luck of its growth, both in [0, 1).
    pub fn renewal(at: SimTime, account: u32, stay: f64, grow: f64) -> Occurrence {
        let scale = (1u64 << 32) as f64;
        let payload = (((stay * scale) as u64) << 32) | (grow * scale) as u64;
        Occurrence { at, payload, account, kind: 0, what: What::Renewal }
    }

    /// The same renewal of an account whose health is so much below being out of risk [points; kept in tenths].
    pub fn with_missing_health(self, points: f64) -> Occurrence {
        Occurrence { kind: (points * 10.0 + 0.5) as u16, ..self }
    }

    /// What the health of an account is missing at its renewal \[points\].
    #[inline]
    pub fn missing_health(&self) -> f64 {
        f64::from(self.kind) / 10.0
    }

    /// The luck of an alarm that also says whether the account is at risk; `alarm_of_luck` gives both back.
    pub fn luck_of_alarm(luck: f64, at_risk: bool) -> f64 {
        (luck + f64::from(u8::from(at_risk))) / 2.0
    }

    /// Luck of an alarm, and whether the account is at risk.
    #[inline]
    pub fn alarm_of_luck(packed: f64) -> (f64, bool) {
        let at_risk = packed >= 0.5;
        (2.0 * packed - f64::from(u8::from(at_risk)), at_risk)
    }

    /// A piece of work with its content and a luck in [0, 1).
    #[inline]
    pub fn work(at: SimTime, account: u32, kind: u16, work: Working, luck: f64) -> Occurrence {
        let ms = (work.ms().max(0) as u64).min((1 << WORK_BITS) - 1);
        let payload = (((luck * (1u64 << 24) as f64) as u64) << WORK_BITS) | ms;
        Occurrence { at, payload, account, kind, what: What::Work }
    }

    /// The same at another instant.
    pub fn at_instant(self, at: SimTime) -> Occurrence {
        Occurrence { at, ..self }
    }

    /// Which date a mark means.
    pub fn as_mark(&self) -> Mark {
        MARKS[usize::from(self.kind)]
    }

    /// Work content [ms of working time].
    #[inline]
    pub fn work_content(&self) -> Working {
        Working::from_ms((self.payload & ((1 << WORK_BITS) - 1)) as i64)
    }

    /// Luck of a piece of work: uniform on [0, 1) in steps of 2^-24.
    #[inline]
    pub fn luck(&self) -> f64 {
        (self.payload >> WORK_BITS) as f64 * (1.0 / (1u64 << 24) as f64)
    }

    /// Lucks of a renewal (stay, grow): uniform on [0, 1) in steps of 2^-32.
    pub fn renewal_lucks(&self) -> (f64, f64) {
        let scale = 1.0 / (1u64 << 32) as f64;
        ((self.payload >> 32) as f64 * scale, (self.payload & 0xffff_ffff) as f64 * scale)
    }

    #[inline]
    fn order(&self) -> (SimTime, What, u16, u32) {
        (self.at, self.what, self.kind, self.account)
    }
}

/// More occurrences than this are sorted where they are: a copy would cost more memory than it saves time.
const LARGEST_COPY: usize = 1 << 23;

/// Buckets that hold more than this are sorted one by one: insertion takes the square of it.
const CROWD: u32 = 24;

/// Of the copy so much is written at a time that it stays in the processor's cache \[occurrences\].
const WINDOW: usize = 1 << 11;

/// Sorts by (time, what, kind, account). Equal keys keep their order; among more than eight million occurrences they may
/// not, but the result is always the same.
///
/// `spare` is memory for a copy. One counting pass into half as many buckets of time as there are occurrences, then one
/// pass of insertion, as each is near its place: O(n) for times that are spread. What comes is in order by account and
/// kind, so the copy is written window after window of time, from all these runs. A look first whether all behind the
/// marks is in order already (one stream of requests is).
pub fn sort(occurrences: &mut Vec<Occurrence>, spare: &mut Vec<Occurrence>) {
    let marks = occurrences.iter().take_while(|occurrence| occurrence.what == What::Mark).count();
    if occurrences[marks..].is_sorted_by(|a, b| a.at < b.at || a.order() <= b.order()) {
        merge_first(occurrences, marks);
        return;
    }
    if occurrences.len() > LARGEST_COPY {
        occurrences.sort_unstable_by_key(Occurrence::order);
        return;
    }
    let mut runs = Runs::of(occurrences);
    let buckets = (occurrences.len() / 2).next_power_of_two();
    let length = (runs.last - runs.first).max(1) as u64;
    let shift = (64 - length.leading_zeros()).saturating_sub(buckets.trailing_zeros());
    let first = runs.first;
    let bucket = |o: &Occurrence| ((o.at.ms() - first) as u64 >> shift) as usize;
    let mut ends = vec![0u32; buckets];
    for occurrence in occurrences.iter() {
        ends[bucket(occurrence)] += 1;
    }
    let (mut before, mut most) = (0, 0);
    for end in &mut ends {
        most = most.max(*end);
        // As yet where the bucket begins.
        before += std::mem::replace(end, before);
    }
    let mut sorted = std::mem::take(spare);
    sorted.resize(occurrences.len(), occurrences[0]);
    let windows = (occurrences.len() / WINDOW).min(occurrences.len() / (2 * runs.rest.len())).max(1);
    for window in 1..=windows {
        let limit = buckets * window / windows;
        for (from, to) in &mut runs.rest {
            while from < to && bucket(&occurrences[*from as usize]) < limit {
                let slot = &mut ends[bucket(&occurrences[*from as usize])];
                sorted[*slot as usize] = occurrences[*from as usize];
                *slot += 1;
                *from += 1;
            }
        }
    }
    if most > CROWD {
        sort_crowds(&mut sorted, &ends);
    }
    insert_each(&mut sorted);
    *spare = std::mem::replace(occurrences, sorted);
}

/// Stretches that are in order of time, as they follow one another.
struct Runs {
    /// What of each is not copied yet: from, to.
    rest: Vec<(u32, u32)>,
    /// The earliest and the latest time of all \[ms\].
    first: i64,
    last: i64,
}

impl Runs {
    fn of(occurrences: &[Occurrence]) -> Runs {
        let mut runs = Runs { rest: Vec::new(), first: i64::MAX, last: i64::MIN };
        let (mut from, mut before) = (0, i64::MIN);
        for (place, occurrence) in occurrences.iter().enumerate() {
            let at = occurrence.at.ms();
            if at < before {
                runs.rest.push((from, place as u32));
                (from, runs.last) = (place as u32, runs.last.max(before));
            }
            if place as u32 == from {
                runs.first = runs.first.min(at);
            }
            before = at;
        }
        runs.rest.push((from, occurrences.len() as u32));
        runs.last = runs.last.max(before);
        runs
    }
}

/// Sorts each bucket that holds many; `ends` says where buckets end.
fn sort_crowds(sorted: &mut [Occurrence], ends: &[u32]) {
    let mut begin = 0;
    for &end in ends {
        if end - begin > CROWD {
            sorted[begin as usize..end as usize].sort_by_key(Occurrence::order);
        }
        begin = end;
    }
}

/// Sorts what is nearly in order.
fn insert_each(sorted: &mut [Occurrence]) {
    let is_before = |a: &Occurrence, b: &Occurrence| a.at < b.at || (a.at == b.at && a.order() < b.order());
    for next in 1..sorted.len() {
        let one = sorted[next];
        let mut place = next;
        while place > 0 && is_before(&one, &sorted[place - 1]) {
            sorted[place] = sorted[place - 1];
            place -= 1;
        }
        if place < next {
            sorted[place] = one;
        }
    }
}

/// Puts the first few into the others, which are in order.
fn merge_first(occurrences: &mut [Occurrence], few: usize) {
    let mut first = occurrences[..few].to_vec();
    first.sort_unstable_by_key(Occurrence::order);
    let (mut to, mut from) = (0, few);
    for one in first {
        let before = from + occurrences[from..].partition_point(|other| other.order() < one.order());
        occurrences.copy_within(from..before, to);
        to += before - from;
        from = before;
        occurrences[to] = one;
        to += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_occurrence_is_small_and_gives_back_what_was_packed() {
        assert_eq!(std::mem::size_of::<Occurrence>(), 24);
        let work = Occurrence::work(SimTime::from_ms(-7), 3, 4, Working::from_ms(123_456), 0.25);
        assert_eq!((work.work_content().ms(), work.luck()), (123_456, 0.25));
        let renewal = Occurrence::renewal(SimTime::ZERO, 1, 0.5, 0.75);
        assert_eq!(renewal.renewal_lucks(), (0.5, 0.75));
        assert_eq!((renewal.missing_health(), renewal.with_missing_health(12.34).missing_health()), (0.0, 12.3));
        let start = Occurrence::start(SimTime::ZERO, 1);
        assert_eq!((start.half_times(), start.with_half_times(2.5).half_times()), (0.0, 2.5));
        assert!(Occurrence::adoption(SimTime::ZERO, 1, true).leaves_early());
        assert_eq!(renewal.with_missing_health(12.34).renewal_lucks(), (0.5, 0.75));
        for (luck, at_risk) in [(0.0, false), (0.25, true), (0.75, false), (0.0, true)] {
            assert_eq!(Occurrence::alarm_of_luck(Occurrence::luck_of_alarm(luck, at_risk)), (luck, at_risk));
        }
        assert_eq!(Occurrence::mark(SimTime::ZERO, Mark::MonthEnds).as_mark(), Mark::MonthEnds);
    }

    proptest! {
        #[test]
        fn marks_are_put_into_what_is_in_order(
            marks in proptest::collection::vec(-50i64..50, 0..20),
            mut others in proptest::collection::vec((-50i64..50, 0u32..3), 0..50)
        ) {
            others.sort_unstable();
            let mut ours: Vec<Occurrence> =
                marks.iter().map(|at| Occurrence::mark(SimTime::from_ms(*at), Mark::MonthEnds)).collect();
            ours.extend(others.iter().map(|(at, account)| Occurrence::start(SimTime::from_ms(*at), *account)));
            let mut theirs = ours.clone();
            theirs.sort_by_key(Occurrence::order);
            sort(&mut ours, &mut Vec::new());
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn equals_and_crowds_keep_their_order(times in proptest::collection::vec((-3i64..3, 0u32..2), 0..300), spread in 1i64..1_000_003) {
            let mut ours: Vec<Occurrence> = (times.iter().enumerate())
                .map(|(number, (at, account))| {
                    let at = SimTime::from_ms(at * spread);
                    Occurrence::work(at, *account, 0, Working::from_ms(number as i64), 0.0)
                })
                .collect();
            let mut theirs = ours.clone();
            theirs.sort_by_key(Occurrence::order);
            // Memory of another demand, longer or shorter.
            let mut spare = vec![Occurrence::start(SimTime::ZERO, 7); 100];
            sort(&mut ours, &mut spare);
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn sorting_agrees_with_the_library(times in proptest::collection::vec((-1000i64..1000, 0u32..5), 0..300)) {
            let mut ours: Vec<Occurrence> = times
                .iter()
                .map(|(at, account)| Occurrence::start(SimTime::from_ms(at * 1_000_003), *account))
                .collect();
            let mut theirs = ours.clone();
            theirs.sort_by_key(Occurrence::order);
            sort(&mut ours, &mut Vec::new());
            prop_assert_eq!(ours, theirs);
        }
    }
}
