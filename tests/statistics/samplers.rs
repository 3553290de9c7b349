//! Whether samplers draw what they say.

use crate::stream;
use caseload::distribution::{Distribution, exp1, gamma_unit_mean, normal};
use caseload::statistics::{Histogram, Tally};
use caseload::streams::uniform;
use statrs::distribution::{ContinuousCDF, Erlang, Gamma, LogNormal, Normal, Weibull};

const DRAWS: usize = 500_000;

/// Kolmogorov-Smirnov, at the level 0.001 for the 25 tests of this file together (Bonferroni). For large n,
/// P(sqrt(n) D > x) = 2 sum of (-1)^(k-1) exp(-2 k^2 x^2), of which only the first term matters here:
/// 2 exp(-2 x^2) = 0.001 / 25 gives x = sqrt(ln(50000) / 2) = 2.3259.
fn follows(what: &str, draws: &mut [f64], cdf: impl Fn(f64) -> f64) {
    draws.sort_by(f64::total_cmp);
    let n = draws.len() as f64;
    let apart = draws.iter().enumerate().map(|(i, &x)| {
        let expected = cdf(x);
        (expected - i as f64 / n).max((i as f64 + 1.0) / n - expected)
    });
    let scaled = apart.fold(0.0, f64::max) * n.sqrt();
    assert!(scaled < 2.3259, "{what}: sqrt(n) D = {scaled}");
}

/// Mean within 4 standard errors; variance within 4 of its own, estimated from the fourth moment.
fn has_moments(what: &str, draws: &[f64], law: &Distribution) {
    let n = draws.len() as f64;
    let tally: Tally = draws.iter().copied().collect();
    let mean_error = (law.variance() / n).sqrt();
    assert!((tally.mean() - law.mean()).abs() <= 4.0 * mean_error, "{what}: mean {} not {}", tally.mean(), law.mean());
    let fourth = draws.iter().map(|x| libm::pow(x - tally.mean(), 4.0)).sum::<f64>() / n;
    let variance_error = ((fourth - tally.variance() * tally.variance()) / n).sqrt();
    let off = (tally.variance() - law.variance()).abs();
    assert!(off <= 4.0 * variance_error, "{what}: variance {} not {}", tally.variance(), law.variance());
}

fn draws(law: &Distribution, entity: u64) -> Vec<f64> {
    let mut stream = stream(entity);
    (0..DRAWS).map(|_| law.sample(&mut stream)).collect()
}

#[test]
fn samplers_follow_their_distribution_functions() {
    type Cdf = Box<dyn Fn(f64) -> f64>;
    let gamma = |shape: f64, mean: f64| -> Cdf {
        let law = Gamma::new(shape, shape / mean).unwrap();
        Box::new(move |x| law.cdf(x))
    };
    let erlang = Erlang::new(3, 1.5).unwrap();
    let log_normal = LogNormal::new(0.0, (2.0 * libm::log(1.6)).sqrt()).unwrap();
    let weibull = Weibull::new(0.7, 2.0).unwrap();
    // sigma^2 = ln(1 + cv^2), mu = -sigma^2 / 2.
    let heavy = LogNormal::new(-libm::log(5.0) / 2.0, libm::log(5.0).sqrt()).unwrap();
    let exponential = Distribution::exponential(1.0).unwrap();
    let parts = vec![(3.0, exponential.clone()), (1.0, exponential.scaled(5.0))];
    let mixture = Distribution::mixture(parts).unwrap();
    let cases: Vec<(&str, Distribution, Cdf)> = vec![
        ("exponential", Distribution::exponential(2.0).unwrap(), Box::new(|x| -libm::expm1(-x / 2.0))),
        ("erlang 3", Distribution::erlang(3, 2.0).unwrap(), Box::new(move |x| erlang.cdf(x))),
        ("erlang 20", Distribution::erlang(20, 2.0).unwrap(), gamma(20.0, 2.0)),
        ("gamma cv 0.5", Distribution::gamma(3.0, 0.5).unwrap(), gamma(4.0, 3.0)),
        ("gamma cv 1", Distribution::gamma(3.0, 1.0).unwrap(), gamma(1.0, 3.0)),
        ("gamma cv 2", Distribution::gamma(3.0, 2.0).unwrap(), gamma(0.25, 3.0)),
        ("erlang 8, the last sum", Distribution::erlang(8, 2.0).unwrap(), gamma(8.0, 2.0)),
        ("erlang 9, the first gamma", Distribution::erlang(9, 2.0).unwrap(), gamma(9.0, 2.0)),
        ("gamma cv 0.1", Distribution::gamma(3.0, 0.1).unwrap(), gamma(100.0, 3.0)),
        ("log-normal by cv", Distribution::log_normal_cv(1.0, 2.0).unwrap(), Box::new(move |x| heavy.cdf(x))),
        ("weibull of shape 2", Distribution::weibull(2.0, 3.0).unwrap(), Box::new(|x| -libm::expm1(-x * x / 9.0))),
        ("two exponentials", mixture, Box::new(|x| 1.0 - 0.75 * libm::exp(-x) - 0.25 * libm::exp(-x / 5.0))),
        ("a larger exponential", exponential.scaled(3.0), Box::new(|x| -libm::expm1(-x / 3.0))),
        ("log-normal", Distribution::log_normal(1.0, 1.6).unwrap(), Box::new(move |x| log_normal.cdf(x))),
        ("weibull", Distribution::weibull(0.7, 2.0).unwrap(), Box::new(move |x| weibull.cdf(x))),
        ("uniform", Distribution::uniform(1.0, 3.0).unwrap(), Box::new(|x| (x - 1.0) / 2.0)),
        (
            "triangular",
            Distribution::triangular(0.0, 1.0, 4.0).unwrap(),
            Box::new(|x| if x < 1.0 { x * x / 4.0 } else { 1.0 - (4.0 - x) * (4.0 - x) / 12.0 }),
        ),
    ];
    for (entity, (what, law, cdf)) in cases.into_iter().enumerate() {
        let mut draws = draws(&law, entity as u64);
        has_moments(what, &draws, &law);
        follows(what, &mut draws, cdf);
    }
}

#[test]
fn what_every_draw_is_built_on_follows_its_distribution_function() {
    let mut source = stream(50);
    let mut uniforms: Vec<f64> = (0..DRAWS).map(|_| uniform(&mut source)).collect();
    follows("uniform", &mut uniforms, |x| x);
    let mut exponentials: Vec<f64> = (0..DRAWS).map(|_| exp1(&mut source)).collect();
    follows("exp1", &mut exponentials, |x| -libm::expm1(-x));
    let mut normals: Vec<f64> = (0..DRAWS).map(|_| normal(&mut source)).collect();
    let law = Normal::standard();
    follows("normal", &mut normals, |x| law.cdf(x));
    let mut squares: Vec<f64> = normals.iter().map(|x| x * x).collect();
    // The square of a standard normal is a gamma of shape a half and mean 1.
    let law = Gamma::new(0.5, 0.5).unwrap();
    follows("squares of normals", &mut squares, |x| law.cdf(x));
}

/// The tails come from a branch of their own (ziggurat), which the statistic above hardly sees.
#[test]
fn tails_of_normal_and_exponential_are_as_heavy_as_they_should_be() {
    let mut source = stream(60);
    let draws = 20_000_000;
    // Beyond the last layer: the normal's at 3.654, the exponential's at 7.697.
    let (mut above, mut below, mut late) = (0u32, 0u32, 0u32);
    for _ in 0..draws {
        let x = normal(&mut source);
        above += u32::from(x > 3.7);
        below += u32::from(x < -3.7);
        late += u32::from(exp1(&mut source) > 8.0);
    }
    let tail = Normal::standard().cdf(-3.7);
    for (what, found, share) in [("above", above, tail), ("below", below, tail), ("late", late, libm::exp(-8.0))] {
        // Some 2,000 and 7,000 draws; Poisson: 4 standard errors.
        let expected = share * f64::from(draws);
        assert!((f64::from(found) - expected).abs() < 4.0 * expected.sqrt(), "{what}: {found} for {expected}");
    }
}

#[test]
fn frailty_is_gamma_of_mean_one() {
    for (entity, shape) in [0.25, 0.5, 1.0, 3.0].into_iter().enumerate() {
        let mut stream = stream(100 + entity as u64);
        let mut draws: Vec<f64> = (0..DRAWS).map(|_| gamma_unit_mean(shape, &mut stream)).collect();
        let law = Gamma::new(shape, shape).unwrap();
        follows("frailty", &mut draws, |x| law.cdf(x));
    }
}

#[test]
fn quantiles_invert_the_draws() {
    let law = Distribution::log_normal_cv(2.0, 1.5).unwrap();
    let draws = draws(&law, 200);
    for p in [0.05, 0.5, 0.9, 0.99] {
        let quantile = law.quantile(p).unwrap();
        let share = draws.iter().filter(|&&x| x <= quantile).count() as f64 / DRAWS as f64;
        // Binomial: 4 standard errors.
        assert!((share - p).abs() < 4.0 * (p * (1.0 - p) / DRAWS as f64).sqrt(), "{p}: {share}");
    }
}

#[test]
fn mixtures_and_observed_values_come_as_often_as_they_should() {
    let value = |x: f64| Distribution::constant(x).unwrap();
    let weights = [5.0, 3.0, 1.0, 1.0];
    let parts = weights.iter().enumerate().map(|(index, &weight)| (weight, value(index as f64))).collect();
    let mixture = Distribution::mixture(parts).unwrap();
    let observed = Distribution::empirical(vec![0.0, 1.0, 2.0, 3.0]).unwrap();
    let shares = [weights.map(|weight| weight / 10.0), [0.25; 4]];
    for (entity, (law, shares)) in [mixture, observed].iter().zip(shares).enumerate() {
        let mut counts = [0.0; 4];
        draws(law, 300 + entity as u64).iter().for_each(|&x| counts[x as usize] += 1.0);
        let chi_square: f64 = counts
            .iter()
            .zip(shares)
            .map(|(count, share)| {
                let expected = share * DRAWS as f64;
                (count - expected) * (count - expected) / expected
            })
            .sum();
        // Chi-square with 3 degrees of freedom exceeds 16.266 with probability 0.001.
        assert!(chi_square < 16.266, "{chi_square}");
    }
}

#[test]
fn histogram_quantiles_agree_with_the_law_that_was_recorded() {
    let law = Distribution::exponential(3.6e6).unwrap();
    let mut histogram = Histogram::new();
    draws(&law, 600).iter().for_each(|&ms| histogram.record(ms as i64));
    for p in [0.1, 0.5, 0.9, 0.99] {
        let exact = law.quantile(p).unwrap();
        // Standard error of a sample quantile sqrt(p(1 - p) / n) / density, and a bucket's width of 1/128.
        let density = (1.0 - p) / 3.6e6;
        let error = (p * (1.0 - p) / DRAWS as f64).sqrt() / density;
        let found = histogram.quantile(p).unwrap();
        assert!((found - exact).abs() < 4.0 * error + exact / 128.0, "{p}: {found} instead of {exact}");
    }
}
