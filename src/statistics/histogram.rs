//! A histogram of durations with logarithmic buckets: merges exactly, in any order.

/// Counts of non-negative durations in milliseconds, exact at zero, with a relative bucket width below 1 %.
///
/// Durations below 128 ms have a bucket each; above, every octave is cut into 128 equal buckets (as in HdrHistogram
/// by G. Tene), up to 2^41 ms or 70 years, where the last bucket takes the rest. Counts are integers and the sum is
/// exact, so the order of recording and merging does not matter.
#[derive(Clone, Default)]
pub struct Histogram {
    /// Empty until something is recorded, then [`BUCKETS`] long.
    counts: Vec<u32>,
    count: u64,
    sum: i128,
}

/// Buckets of an octave, as a power of two.
const SUB_BITS: u32 = 7;
/// Durations from here on fall into the last bucket, as a power of two.
const TOP_BITS: u32 = 41;
/// One bucket for each of the first 2^7 milliseconds, then 2^7 for each octave up to 2^41.
const BUCKETS: usize = ((TOP_BITS - SUB_BITS + 1) << SUB_BITS) as usize;

/// The bucket of a duration that is not negative.
#[inline]
fn bucket_of(ms: i64) -> usize {
    let ms = ms.min((1 << TOP_BITS) - 1) as u64;
    // Below 2^8 the shift is 0 and the bucket is the millisecond itself.
    let shift = (63 - (ms | 1 << SUB_BITS).leading_zeros()) - SUB_BITS;
    ((shift as usize) << SUB_BITS) + (ms >> shift) as usize
}

/// The beginning of a bucket \[ms\]; its end is the beginning of the next.
fn beginning_of(bucket: usize) -> f64 {
    let sub = 1 << SUB_BITS;
    if bucket < 2 * sub {
        return bucket as f64;
    }
    let shift = bucket / sub - 1;
    (((bucket - shift * sub) as u64) << shift) as f64
}

impl Histogram {
    /// Nothing recorded yet; allocates nothing.
    pub fn new() -> Histogram {
        Histogram::default()
    }

    /// Records one duration \[ms\]; one below zero counts as zero.
    #[inline]
    pub fn record(&mut self, ms: i64) {
        if self.counts.is_empty() {
            self.allocate();
        }
        let ms = ms.max(0);
        self.counts[bucket_of(ms)] += 1;
        self.count += 1;
        self.sum += i128::from(ms);
    }

    #[cold]
    fn allocate(&mut self) {
        self.counts.resize(BUCKETS, 0);
    }

    /// Adds what another histogram has seen.
    pub fn merge(&mut self, other: &Histogram) {
        if other.count == 0 {
            return;
        }
        if self.counts.is_empty() {
            self.allocate();
        }
        for (own, others) in self.counts.iter_mut().zip(&other.counts) {
            *own += others;
        }
        self.count += other.count;
        self.sum += other.sum;
    }

    /// Forgets everything and keeps the memory.
    pub fn clear(&mut self) {
        self.counts.fill(0);
        self.count = 0;
        self.sum = 0;
    }

    /// How many durations.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Their sum \[ms\], exact.
    pub fn sum(&self) -> i128 {
        self.sum
    }

    /// Their mean \[ms\], exact; `None` without any.
    pub fn mean(&self) -> Option<f64> {
        if self.count == 0 { None } else { Some(self.sum as f64 / self.count as f64) }
    }

    /// The duration \[ms\] that a share `p` stays at or below (the inverse distribution function): 0 while at least
    /// that share is exactly zero, else linear within its bucket. `None` without durations or with `p` outside 0..1.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        if self.count == 0 || !(0.0..=1.0).contains(&p) {
            return None;
        }
        let rank = p * self.count as f64;
        let mut below = 0.0;
        let mut last = 0.0;
        for (bucket, count) in self.filled() {
            let here = f64::from(count);
            if rank <= below + here {
                let share = ((rank - below) / here).max(0.0);
                let (begin, end) = edges(bucket);
                return Some(begin + share * (end - begin));
            }
            below += here;
            last = edges(bucket).1;
        }
        Some(last)
    }

    /// Share of the durations that are at most `ms`, linear within a bucket; NaN without any.
    pub fn share_at_most(&self, ms: f64) -> f64 {
        if self.count == 0 {
            return f64::NAN;
        }
        let mut at_most = 0.0;
        for (bucket, count) in self.filled() {
            let (begin, end) = edges(bucket);
            if ms >= end {
                at_most += f64::from(count);
            } else if ms > begin {
                at_most += f64::from(count) * (ms - begin) / (end - begin);
            }
        }
        at_most / self.count as f64
    }

    /// Points (duration \[ms\], share at most that) of the distribution function for a plot: the jump at zero, then at
    /// most about `n` points at equal steps of the share. Empty without durations.
    pub fn cdf_points(&self, n: usize) -> Vec<(f64, f64)> {
        if self.count == 0 {
            return Vec::new();
        }
        let total = self.count as f64;
        let step = total / n.max(1) as f64;
        let zero = f64::from(self.counts[0]);
        let mut points = vec![(0.0, zero / total)];
        let (mut below, mut next) = (zero, zero + step);
        let mut last = None;
        for (bucket, count) in self.filled().filter(|&(bucket, _)| bucket > 0) {
            below += f64::from(count);
            let point = (edges(bucket).1, below / total);
            last = Some(point);
            if below >= next {
                points.push(point);
                next = below + step;
            }
        }
        if let Some(last) = last.filter(|last| points.last() != Some(last)) {
            points.push(last);
        }
        points
    }

    /// Buckets that hold something, ascending.
    fn filled(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        self.counts.iter().copied().enumerate().filter(|&(_, count)| count > 0)
    }
}

/// Where the durations of a bucket lie \[ms\]: zero is a point, any other bucket reaches to the next.
fn edges(bucket: usize) -> (f64, f64) {
    if bucket == 0 { (0.0, 0.0) } else { (beginning_of(bucket), beginning_of(bucket + 1)) }
}

/// Equal contents, whether or not memory has been taken.
impl PartialEq for Histogram {
    fn eq(&self, other: &Histogram) -> bool {
        self.count == other.count && self.sum == other.sum && self.filled().eq(other.filled())
    }
}

impl Eq for Histogram {}

impl std::fmt::Debug for Histogram {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Histogram").field("count", &self.count).field("mean_ms", &self.mean()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(values: &[i64]) -> Histogram {
        let mut histogram = Histogram::new();
        values.iter().for_each(|&ms| histogram.record(ms));
        histogram
    }

    #[test]
    fn buckets_follow_each_other_without_gaps() {
        for bucket in 0..BUCKETS {
            let begin = beginning_of(bucket) as i64;
            assert_eq!(bucket_of(begin), bucket);
            if bucket > 0 {
                assert_eq!(bucket_of(begin - 1), bucket - 1);
            }
            let width = beginning_of(bucket + 1) - beginning_of(bucket);
            assert!(bucket < 128 || width <= begin as f64 / 128.0);
        }
        assert_eq!(bucket_of(i64::MAX), BUCKETS - 1);
    }

    #[test]
    fn the_atom_at_zero_is_exact() {
        let histogram = of(&[0, 0, 0, 1000]);
        assert_eq!(histogram.quantile(0.5), Some(0.0));
        assert_eq!(histogram.quantile(0.75), Some(0.0));
        assert!(histogram.quantile(0.76).unwrap() >= 1000.0);
        assert_eq!(histogram.share_at_most(0.0), 0.75);
        assert_eq!(histogram.mean(), Some(250.0));
        assert_eq!(histogram.cdf_points(10)[0], (0.0, 0.75));
        assert_eq!(histogram.cdf_points(10).last().unwrap().1, 1.0);
    }

    #[test]
    fn nothing_recorded_is_nothing_known() {
        let empty = Histogram::new();
        assert_eq!((empty.quantile(0.5), empty.mean(), empty.count()), (None, None, 0));
        assert!(empty.share_at_most(1.0).is_nan() && empty.cdf_points(5).is_empty());
        let mut cleared = of(&[5]);
        cleared.clear();
        assert_eq!(cleared, empty);
        assert_eq!(of(&[5]).quantile(1.5), None);
    }

    #[test]
    fn equal_means_the_same_durations() {
        let (a, b) = (of(&[1, 3]), of(&[2, 2]));
        assert_eq!((a.count(), a.sum()), (2, 4));
        assert_ne!(a, b, "as many, as long in all, but others");
        assert_ne!(of(&[256]), of(&[257]), "one bucket, but not as long");
        assert_ne!(of(&[1]), of(&[1, 1]));
        assert_eq!(format!("{a:?}"), "Histogram { count: 2, mean_ms: Some(2.0), .. }");
    }

    #[test]
    fn points_of_the_distribution_stand_at_equal_steps() {
        // Below 128 ms each duration has a bucket, which ends a millisecond later. Steps of a quarter of a hundred.
        let values: Vec<i64> = std::iter::repeat_n(0, 10).chain(1..=90).collect();
        assert_eq!(of(&values).cdf_points(4), [(0.0, 0.1), (26.0, 0.35), (51.0, 0.6), (76.0, 0.85), (91.0, 1.0)]);
        let values: Vec<i64> = (1..=100).collect();
        assert_eq!(of(&values).cdf_points(2), [(0.0, 0.0), (51.0, 0.5), (101.0, 1.0)]);
    }

    #[test]
    fn uniform_values_have_uniform_quantiles() {
        let values: Vec<i64> = (0..100_000).collect();
        let histogram = of(&values);
        for p in [0.01, 0.1, 0.5, 0.9, 0.99, 1.0] {
            let found = histogram.quantile(p).unwrap();
            assert!((found - 100_000.0 * p).abs() <= 2.0 + 800.0 * p, "{p}: {found}");
            assert!((histogram.share_at_most(found) - p).abs() < 1e-4);
        }
    }

    proptest! {
        #[test]
        fn merging_in_any_order_gives_the_same(
            a in proptest::collection::vec(0i64..1 << 42, 0..50),
            b in proptest::collection::vec(0i64..1000, 0..50),
        ) {
            let (mut left, mut right) = (of(&a), of(&b));
            let all = of(&a.iter().chain(&b).copied().collect::<Vec<_>>());
            left.merge(&of(&b));
            right.merge(&of(&a));
            prop_assert_eq!(&left, &all);
            prop_assert_eq!(&right, &all);
            prop_assert_eq!(all.sum(), a.iter().chain(&b).map(|&ms| i128::from(ms)).sum::<i128>());
        }

        #[test]
        fn quantiles_are_within_a_bucket_of_an_order_statistic(
            values in proptest::collection::vec(1i64..1 << 40, 1..60),
            p in 0.0..1.0f64,
        ) {
            let mut sorted = values.clone();
            sorted.sort_unstable();
            let exact = sorted[((p * sorted.len() as f64).ceil() as usize).max(1) - 1] as f64;
            let found = of(&values).quantile(p).unwrap();
            prop_assert!((found - exact).abs() <= exact / 128.0 + 1.0, "{} for {}", found, exact);
        }
    }
}
