//! Whether streams know nothing of each other: numbers of one stream in turn, and first numbers of streams whose names
//! are neighbours in seed, replication, purpose, entity or ordinal.

use caseload::streams::{KeyRing, Purpose, uniform};
use rand::Rng;
use statrs::distribution::{ChiSquared, ContinuousCDF};

const SEED: u64 = 20_261_122;
/// Numbers in a sequence.
const LENGTH: usize = 200_000;
/// Sequences looked at, each with tests for six lags and two for pairs: the level of all of them together is 0.001.
const TESTS: f64 = 8.0 * 10.0;
const LEVEL: f64 = 0.001 / TESTS;

const PURPOSES: [Purpose; 13] = [
    Purpose::Account,
    Purpose::Frailty,
    Purpose::NewAccounts,
    Purpose::Requests,
    Purpose::Day,
    Purpose::LogWeeks,
    Purpose::LogWork,
    Purpose::Touches,
    Purpose::Risks,
    Purpose::Renewals,
    Purpose::Leave,
    Purpose::Sickness,
    Purpose::NonCustomer,
];

/// First number of a stream.
fn first(seed: u64, replication: u32, purpose: Purpose, entity: u64, ordinal: u64) -> u64 {
    KeyRing::new(seed, replication).stream(purpose, entity, ordinal).next_u64()
}

/// Uniform on (0, 1) by the upper bits, as the project draws them.
fn upper(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1u64 << 53) as f64
}

/// No correlation at lags 1 to 6. For independent uniforms `r sqrt(n)` is standard normal for large n: two-sided at
/// 0.001 / 80 that is 4.369.
fn uncorrelated(what: &str, numbers: &[f64]) {
    let n = numbers.len() as f64;
    for lag in 1..=6 {
        let products = numbers.iter().zip(&numbers[lag..]).map(|(x, y)| (x - 0.5) * (y - 0.5));
        // Their variance is 1 / 144.
        let scaled = 12.0 * products.sum::<f64>() / (n - lag as f64).sqrt();
        assert!(scaled.abs() < 4.369, "{what}, lag {lag}: {scaled} standard errors");
    }
}

/// Pairs of neighbours that do not overlap, in 16 x 16 cells: chi-square with 255 degrees of freedom, refused when too
/// uneven and when too even.
fn even_pairs(what: &str, cells: impl Iterator<Item = (usize, usize)>) {
    let (mut counts, mut pairs) = ([0.0; 256], 0.0);
    for (x, y) in cells {
        counts[16 * x + y] += 1.0;
        pairs += 1.0;
    }
    let expected = pairs / 256.0;
    let statistic: f64 = counts.iter().map(|count| (count - expected) * (count - expected) / expected).sum();
    let law = ChiSquared::new(255.0).unwrap();
    let (low, high) = (law.inverse_cdf(LEVEL / 2.0), law.inverse_cdf(1.0 - LEVEL / 2.0));
    assert!(low < statistic && statistic < high, "{what}: chi-square {statistic}, not {low} to {high}");
}

/// All tests of one sequence of 64-bit numbers: its upper bits, and the lowest four.
fn independent(what: &str, numbers: &[u64]) {
    let uniforms: Vec<f64> = numbers.iter().copied().map(upper).collect();
    uncorrelated(what, &uniforms);
    let pairs = || numbers.chunks_exact(2);
    even_pairs(what, pairs().map(|pair| ((pair[0] >> 60) as usize, (pair[1] >> 60) as usize)));
    even_pairs(&format!("{what}, lowest bits"), pairs().map(|pair| ((pair[0] & 15) as usize, (pair[1] & 15) as usize)));
}

#[test]
fn limits_are_what_the_comments_say() {
    let normal = statrs::distribution::Normal::standard();
    assert!((normal.inverse_cdf(1.0 - LEVEL / 2.0) - 4.369).abs() < 0.001);
}

#[test]
fn numbers_of_one_stream_follow_no_pattern() {
    let mut stream = KeyRing::new(SEED, 0).stream(Purpose::Requests, 0, 0);
    let numbers: Vec<u64> = (0..LENGTH).map(|_| stream.next_u64()).collect();
    independent("one stream", &numbers);
}

#[test]
fn streams_with_neighbouring_names_begin_independently() {
    let row = |name: &dyn Fn(u64) -> u64| (0..LENGTH as u64).map(name).collect::<Vec<u64>>();
    independent("seeds", &row(&|k| first(SEED + k, 0, Purpose::Requests, 7, 0)));
    independent("replications", &row(&|k| first(SEED, k as u32, Purpose::Requests, 7, 0)));
    independent("entities", &row(&|k| first(SEED, 0, Purpose::Requests, k, 0)));
    independent("ordinals", &row(&|k| first(SEED, 0, Purpose::Requests, 7, k)));
    // Each entity with all purposes in turn, and with the first replications.
    independent("purposes", &row(&|k| first(SEED, 0, PURPOSES[k as usize % 13], k / 13, 0)));
    independent("replications of entities", &row(&|k| first(SEED, k as u32 % 10, Purpose::Day, k / 10, 0)));
    // Names that swap two of their numbers are different names.
    independent(
        "swapped",
        &row(&|k| {
            first(
                SEED,
                0,
                Purpose::Day,
                if k.is_multiple_of(2) { k } else { 5 },
                if k.is_multiple_of(2) { 5 } else { k - 1 },
            )
        }),
    );
}

#[test]
fn whole_streams_with_neighbouring_names_run_independently() {
    let ring = KeyRing::new(SEED, 3);
    let other = KeyRing::new(SEED, 4);
    // Numbers of two streams in turn: pairs are one number of each.
    for (what, mut a, mut b) in [
        ("purposes", ring.stream(Purpose::Leave, 1, 0), ring.stream(Purpose::Sickness, 1, 0)),
        ("replications", ring.stream(Purpose::Leave, 1, 0), other.stream(Purpose::Leave, 1, 0)),
    ] {
        let numbers: Vec<u64> = (0..LENGTH / 2).flat_map(|_| [a.next_u64(), b.next_u64()]).collect();
        independent(what, &numbers);
    }
}

#[test]
fn no_two_names_begin_alike() {
    // 1.3 million names: two of them begin with the same 64 bits with probability n^2 / 2^65 = 5e-8.
    let mut begun: Vec<u64> = Vec::new();
    for purpose in PURPOSES {
        for replication in [0, 1, 2, 1 << 31, (1 << 31) + 1] {
            // Small entities and large ones; both are 0 at first, with an ordinal of their own.
            let entity = |k: u64| if k.is_multiple_of(2) { k / 2 } else { (k / 2) << 32 };
            begun.extend((0..20_000).map(|k| first(SEED, replication, purpose, entity(k), k % 3)));
        }
    }
    let all = begun.len();
    begun.sort_unstable();
    begun.dedup();
    assert_eq!(begun.len(), all);
}

#[test]
fn uniform_numbers_are_the_upper_bits() {
    let mut a = KeyRing::new(SEED, 0).stream(Purpose::Day, 0, 0);
    let mut b = a.clone();
    for _ in 0..1000 {
        assert!((uniform(&mut a) - upper(b.next_u64())).abs() < 1e-15);
    }
}
