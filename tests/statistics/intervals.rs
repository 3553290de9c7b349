//! Whether intervals cover as often as they say, and where not, by how much they fall short.

use crate::stream;
use caseload::distribution::{Distribution, exp1, normal};
use caseload::statistics::{Estimate, PairedDifference};
use caseload::streams::Stream;

const EXPERIMENTS: usize = 10_000;

/// Level, draws in an experiment, and the coverage known from elsewhere.
type Coverage = (f64, usize, f64);

/// Share of t intervals of a level from `n` draws that cover `truth`, over many experiments.
fn coverage(level: f64, n: usize, truth: f64, entity: u64, draw: impl Fn(&mut Stream) -> f64) -> f64 {
    let mut stream = stream(entity);
    let covers = |_: &usize| Estimate::from_values((0..n).map(|_| draw(&mut stream)), level).contains(truth);
    (0..EXPERIMENTS).filter(covers).count() as f64 / EXPERIMENTS as f64
}

#[test]
fn intervals_cover_normal_data_as_often_as_they_say() {
    // Exact for normal data. 99 % of binomial(10000, p) shares lie within 2.576 standard deviations of p: for 0.95
    // in 0.9443 to 0.9556, for 0.9 in 0.8923 to 0.9077, for 0.99 in 0.9874 to 0.9926.
    for (entity, (level, n)) in [(0.95, 5), (0.95, 20), (0.9, 10), (0.99, 3)].into_iter().enumerate() {
        let share = coverage(level, n, 0.0, 400 + entity as u64, normal);
        let band = 2.576 * (level * (1.0 - level) / EXPERIMENTS as f64).sqrt();
        assert!((share - level).abs() <= band, "level {level}, n = {n}: {share}");
    }
}

#[test]
fn intervals_fall_short_on_skewed_data_by_the_known_amount() {
    // Coverage known by simulation to 0.001; 4 standard errors of sqrt(0.0022^2 + 0.001^2) for ten thousand experiments
    // here.
    let exponential = Distribution::exponential(1.0).unwrap();
    let (mild, heavy) =
        (Distribution::log_normal_cv(1.0, 1.0).unwrap(), Distribution::log_normal_cv(1.0, 2.0).unwrap());
    let table: [(&str, &Distribution, &[Coverage]); 3] = [
        (
            "exponential",
            &exponential,
            &[(0.95, 5, 0.882), (0.95, 10, 0.901), (0.95, 20, 0.919), (0.95, 40, 0.933), (0.9, 10, 0.853)],
        ),
        ("log-normal cv 1", &mild, &[(0.95, 10, 0.873), (0.95, 40, 0.912), (0.9, 20, 0.845)]),
        ("log-normal cv 2", &heavy, &[(0.95, 10, 0.779), (0.95, 40, 0.852), (0.9, 20, 0.769)]),
    ];
    let mut entity = 500;
    for (what, law, rows) in table {
        for (level, n, expected) in rows {
            entity += 1;
            let share = coverage(*level, *n, 1.0, entity, |stream| law.sample(stream));
            let error = (expected * (1.0 - expected) / EXPERIMENTS as f64 + 1e-6).sqrt();
            assert!((share - expected).abs() < 4.0 * error, "{what}, n = {n}: {share} instead of {expected}");
        }
    }
}

/// Two designs on the same customers: each value is common luck and a little luck of its own.
fn pairs(n: usize, correlation: f64, difference: f64, stream: &mut Stream) -> (Vec<f64>, Vec<f64>) {
    let (common, own) = (correlation.sqrt(), (1.0 - correlation).sqrt());
    let pair = |_| {
        let luck = common * normal(stream);
        (difference + luck + own * normal(stream), luck + own * normal(stream))
    };
    (0..n).map(pair).unzip()
}

#[test]
fn paired_intervals_cover_as_often_as_they_say_however_alike_the_designs() {
    // Differences of normals are normal, so coverage is exact: limits as above.
    for (entity, (n, correlation)) in [(5, 0.0), (10, 0.8), (20, 0.99)].into_iter().enumerate() {
        let mut stream = stream(600 + entity as u64);
        let covers = |_: &usize| {
            let (design, baseline) = pairs(n, correlation, 0.3, &mut stream);
            PairedDifference::from_pairs(&design, &baseline, 0.95).estimate.contains(0.3)
        };
        let share = (0..EXPERIMENTS).filter(covers).count() as f64 / EXPERIMENTS as f64;
        assert!((0.9443..=0.9556).contains(&share), "n = {n}, correlation {correlation}: {share}");
    }
}

#[test]
fn paired_intervals_of_skewed_differences_fall_short_like_any_other() {
    // The design doubles what the baseline has, so the difference is exponential: 0.901 at n = 10, as above.
    let mut stream = stream(610);
    let covers = |_: &usize| {
        let baseline: Vec<f64> = (0..10).map(|_| exp1(&mut stream)).collect();
        let design: Vec<f64> = baseline.iter().map(|x| 2.0 * x).collect();
        PairedDifference::from_pairs(&design, &baseline, 0.95).estimate.contains(1.0)
    };
    let share = (0..EXPERIMENTS).filter(covers).count() as f64 / EXPERIMENTS as f64;
    assert!((share - 0.901).abs() < 4.0 * (0.901f64 * 0.099 / EXPERIMENTS as f64 + 1e-6).sqrt(), "{share}");
}

#[test]
fn the_variance_ratio_is_what_pairing_saves() {
    // Independent differences would have the variance 2, paired ones 2 (1 - r): a ratio of 1 / (1 - r). By the delta
    // method on the three sample moments its relative standard error is (1 + r) / sqrt(n); 4 of them.
    let n = 200_000;
    for (entity, correlation) in [0.0, 0.5, 0.8, 0.9].into_iter().enumerate() {
        let (design, baseline) = pairs(n, correlation, 1.0, &mut stream(620 + entity as u64));
        let found = PairedDifference::from_pairs(&design, &baseline, 0.95).variance_ratio;
        let relative = found * (1.0 - correlation) - 1.0;
        assert!(relative.abs() < 4.0 * (1.0 + correlation) / (n as f64).sqrt(), "r = {correlation}: {found}");
    }
}

#[test]
fn as_many_replications_as_planned_give_the_width_that_was_asked_for() {
    // With a standard deviation of 1, a half width of 0.1 takes 387 replications (t = 1.966). A pilot of 50 plans by its
    // own variance, of mean 1 and relative standard deviation sqrt(2 / 49) = 0.2, so the mean plan of 400 pilots has a
    // relative standard error of 0.01; 4 of them, and 0.01 for the t quantile of another number.
    let mut stream = stream(630);
    let pilots = 400;
    let plan = |_| {
        let pilot = Estimate::from_values((0..50).map(|_| normal(&mut stream)), 0.95);
        f64::from(pilot.replications_for_half_width(0.1).unwrap())
    };
    let mean = (0..pilots).map(plan).sum::<f64>() / f64::from(pilots);
    assert!((mean / 387.0 - 1.0).abs() < 0.05, "{mean}");
}
