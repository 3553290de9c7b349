//! Distributions of non-negative quantities: a closed enum, validated once, that knows its own moments.
//!
//! Every draw is built on two variates, the standard normal and the standard exponential, on uniforms, and on `libm`.
//! The ready-made gamma and log-normal of `rand_distr` take their mathematics from whichever crate switched it on
//! last, so their numbers depend on what else is in the build; the two used here do not.

use crate::streams::uniform;
use rand::Rng;
use rand_distr::{Distribution as _, Exp1, StandardNormal};
use std::fmt;

/// A distribution of a non-negative quantity, in the unit that its owner names (hours of work, currency a year).
///
/// Built only through the checking constructors, so that sampling cannot fail.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution(Law);

#[derive(Clone, Debug, PartialEq)]
enum Law {
    Constant(f64),
    Exponential { mean: f64 },
    Erlang { shape: u32, scale: f64 },
    Gamma { unit: UnitGamma, scale: f64 },
    LogNormal { median: f64, sigma: f64 },
    Weibull { shape: f64, scale: f64 },
    Uniform { low: f64, high: f64 },
    Triangular { low: f64, mode: f64, high: f64 },
    Mixture { cumulative: Vec<f64>, parts: Vec<Distribution> },
    Empirical { sorted: Vec<f64> },
}

/// Why parameters are refused; the text says what is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDistribution(pub String);

impl fmt::Display for InvalidDistribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidDistribution {}

/// Up to this shape an Erlang variate is a sum of exponentials; above it, the gamma sampler is faster.
const LARGEST_SUM: u32 = 8;

fn refuse<T>(text: String) -> Result<T, InvalidDistribution> {
    Err(InvalidDistribution(text))
}

fn positive(name: &str, value: f64) -> Result<f64, InvalidDistribution> {
    if value > 0.0 && value.is_finite() {
        Ok(value)
    } else {
        refuse(format!("{name} must be above 0 and finite, not {value}"))
    }
}

fn not_negative(name: &str, value: f64) -> Result<f64, InvalidDistribution> {
    if value >= 0.0 && value.is_finite() {
        Ok(value)
    } else {
        refuse(format!("{name} must be 0 or more and finite, not {value}"))
    }
}

/// Refuses parameters, each fine alone, whose mean or variance is beyond what a number can hold.
fn with_moments(law: Law) -> Result<Distribution, InvalidDistribution> {
    let distribution = Distribution(law);
    if distribution.mean().is_finite() && distribution.variance().is_finite() {
        Ok(distribution)
    } else {
        refuse("mean and variance must be finite: make the spread smaller".to_string())
    }
}

impl Distribution {
    /// Always `value` (`value >= 0`, finite).
    pub fn constant(value: f64) -> Result<Distribution, InvalidDistribution> {
        Ok(Distribution(Law::Constant(not_negative("value", value)?)))
    }

    /// Exponential with this mean (above 0).
    pub fn exponential(mean: f64) -> Result<Distribution, InvalidDistribution> {
        with_moments(Law::Exponential { mean: positive("mean", mean)? })
    }

    /// Sum of `shape` independent exponentials (1 or more) with this mean in all; its cv is `1 / sqrt(shape)`.
    pub fn erlang(shape: u32, mean: f64) -> Result<Distribution, InvalidDistribution> {
        let mean = positive("mean", mean)?;
        match shape {
            0 => refuse("shape must be a whole number of 1 or more, not 0".to_string()),
            1 => with_moments(Law::Exponential { mean }),
            2..=LARGEST_SUM => with_moments(Law::Erlang { shape, scale: mean / f64::from(shape) }),
            _ => {
                let shape = f64::from(shape);
                with_moments(Law::Gamma { unit: UnitGamma::new(shape), scale: mean / shape })
            }
        }
    }

    /// Gamma by mean (above 0) and coefficient of variation (0 or more; 0 is the constant `mean`).
    pub fn gamma(mean: f64, cv: f64) -> Result<Distribution, InvalidDistribution> {
        let (mean, cv) = (positive("mean", mean)?, not_negative("cv", cv)?);
        if cv == 0.0 {
            return Distribution::constant(mean);
        }
        let shape = positive("cv", 1.0 / (cv * cv))?;
        with_moments(Law::Gamma { unit: UnitGamma::new(shape), scale: mean / shape })
    }

    /// Log-normal by median (above 0) and mean (at least the median; equal means constant).
    pub fn log_normal(median: f64, mean: f64) -> Result<Distribution, InvalidDistribution> {
        let (median, mean) = (positive("median", median)?, positive("mean", mean)?);
        if mean < median {
            return refuse(format!(
                "the mean of a log-normal is never below its median: with median {median} the mean must be {median} \
                 or more, not {mean}"
            ));
        }
        with_moments(Law::LogNormal { median, sigma: (2.0 * libm::log(mean / median)).sqrt() })
    }

    /// Log-normal by mean (above 0) and coefficient of variation (0 or more): `sigma^2 = ln(1 + cv^2)`.
    pub fn log_normal_cv(mean: f64, cv: f64) -> Result<Distribution, InvalidDistribution> {
        let (mean, cv) = (positive("mean", mean)?, not_negative("cv", cv)?);
        with_moments(Law::LogNormal { median: mean / (1.0 + cv * cv).sqrt(), sigma: libm::log1p(cv * cv).sqrt() })
    }

    /// Weibull by shape (above 0; below 1 is heavier than exponential) and scale (above 0; 63 % lie below it).
    pub fn weibull(shape: f64, scale: f64) -> Result<Distribution, InvalidDistribution> {
        with_moments(Law::Weibull { shape: positive("shape", shape)?, scale: positive("scale", scale)? })
    }

    /// Uniform between `low` (0 or more) and `high` (at least `low`).
    pub fn uniform(low: f64, high: f64) -> Result<Distribution, InvalidDistribution> {
        let (low, high) = (not_negative("low", low)?, not_negative("high", high)?);
        if low > high {
            return refuse(format!("low must not be above high: {low} > {high}"));
        }
        with_moments(Law::Uniform { low, high })
    }

    /// Triangular with `0 <= low <= mode <= high`.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Result<Distribution, InvalidDistribution> {
        let (low, mode, high) = (not_negative("low", low)?, not_negative("mode", mode)?, not_negative("high", high)?);
        if !(low <= mode && mode <= high) {
            return refuse(format!("a triangular needs low <= mode <= high, not {low}, {mode}, {high}"));
        }
        with_moments(Law::Triangular { low, mode, high })
    }

    /// One of several distributions, each with a weight (0 or more, not all 0; they need not add up to 1).
    pub fn mixture(parts: Vec<(f64, Distribution)>) -> Result<Distribution, InvalidDistribution> {
        for (weight, _) in &parts {
            not_negative("a weight", *weight)?;
        }
        let total: f64 = parts.iter().map(|(weight, _)| weight).sum();
        positive("the sum of the weights", total)?;
        let mut sum = 0.0;
        let (mut cumulative, mut kept) = (Vec::new(), Vec::new());
        for (weight, part) in parts.into_iter().filter(|(weight, _)| *weight > 0.0) {
            sum += weight;
            cumulative.push(sum / total);
            kept.push(part);
        }
        if kept.len() == 1 {
            return Ok(kept.remove(0));
        }
        with_moments(Law::Mixture { cumulative, parts: kept })
    }

    /// Observed values (one or more, each 0 or more), all equally likely.
    pub fn empirical(values: Vec<f64>) -> Result<Distribution, InvalidDistribution> {
        if values.is_empty() {
            return refuse("at least one value is needed".to_string());
        }
        for &value in &values {
            not_negative("every value", value)?;
        }
        let mut sorted = values;
        sorted.sort_by(f64::total_cmp);
        with_moments(Law::Empirical { sorted })
    }

    /// One draw.
    #[inline]
    pub fn sample(&self, rng: &mut impl Rng) -> f64 {
        // The law of service times in queueing theory is worth a place in the loops that draw.
        if let Law::Exponential { mean } = &self.0 { mean * exp1(rng) } else { self.sample_any(rng) }
    }

    fn sample_any(&self, rng: &mut impl Rng) -> f64 {
        match &self.0 {
            Law::Constant(value) => *value,
            Law::Exponential { mean } => mean * exp1(rng),
            Law::Erlang { shape, scale } => scale * (0..*shape).map(|_| exp1(rng)).sum::<f64>(),
            Law::Gamma { unit, scale } => scale * unit.sample(rng),
            Law::LogNormal { median, sigma } => median * libm::exp(sigma * normal(rng)),
            Law::Weibull { shape, scale } => scale * libm::pow(exp1(rng), 1.0 / shape),
            Law::Uniform { low, high } => low + (high - low) * uniform(rng),
            Law::Triangular { low, mode, high } => triangular_quantile(*low, *mode, *high, uniform(rng)),
            Law::Mixture { cumulative, parts } => {
                let u = uniform(rng);
                let index = cumulative.iter().position(|&c| u < c).unwrap_or(parts.len() - 1);
                parts[index].sample_mixed(rng)
            }
            Law::Empirical { sorted } => sorted[index_of(uniform(rng), sorted.len())],
        }
    }

    /// The same as [`Self::sample`], out of line, so that a mixture of mixtures does not inline itself.
    #[inline(never)]
    fn sample_mixed(&self, rng: &mut impl Rng) -> f64 {
        self.sample_any(rng)
    }

    /// Expected value.
    pub fn mean(&self) -> f64 {
        match &self.0 {
            Law::Constant(value) => *value,
            Law::Exponential { mean } => *mean,
            Law::Erlang { shape, scale } => f64::from(*shape) * scale,
            Law::Gamma { unit, scale } => unit.shape * scale,
            Law::LogNormal { median, sigma } => median * libm::exp(sigma * sigma / 2.0),
            Law::Weibull { shape, scale } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Law::Uniform { low, high } => (low + high) / 2.0,
            Law::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Law::Mixture { .. } => self.weighted(Distribution::mean),
            Law::Empirical { sorted } => sorted.iter().sum::<f64>() / sorted.len() as f64,
        }
    }

    /// Variance, in the square of the unit.
    pub fn variance(&self) -> f64 {
        match &self.0 {
            Law::Constant(_) => 0.0,
            Law::Exponential { mean } => mean * mean,
            Law::Erlang { shape, scale } => f64::from(*shape) * scale * scale,
            Law::Gamma { unit, scale } => unit.shape * scale * scale,
            Law::LogNormal { sigma, .. } => {
                let mean = self.mean();
                mean * mean * libm::expm1(sigma * sigma)
            }
            Law::Weibull { shape, scale } => {
                let first = libm::tgamma(1.0 + 1.0 / shape);
                scale * scale * (libm::tgamma(1.0 + 2.0 / shape) - first * first)
            }
            Law::Uniform { low, high } => (high - low) * (high - low) / 12.0,
            Law::Triangular { low: a, mode: b, high: c } => {
                ((b - a) * (b - a) + (c - b) * (c - b) + (b - a) * (c - b)) / 18.0
            }
            Law::Mixture { .. } => {
                let mean = self.mean();
                self.weighted(|part| part.variance() + (part.mean() - mean) * (part.mean() - mean))
            }
            Law::Empirical { sorted } => {
                let mean = self.mean();
                sorted.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / sorted.len() as f64
            }
        }
    }

    /// Squared coefficient of variation, `variance / mean^2`; 0 where the mean is 0.
    pub fn cv2(&self) -> f64 {
        let mean = self.mean();
        if mean > 0.0 { self.variance() / (mean * mean) } else { 0.0 }
    }

    /// The value that a draw stays at or below with probability `p`, where there is a closed form (not for gamma,
    /// Erlang and mixtures) and `p` lies between 0 and 1.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        if !(0.0..=1.0).contains(&p) {
            return None;
        }
        match &self.0 {
            Law::Constant(value) => Some(*value),
            Law::Exponential { mean } => Some(-mean * libm::log1p(-p)),
            Law::LogNormal { median, sigma } if *sigma == 0.0 => Some(*median),
            Law::LogNormal { median, sigma } => Some(median * libm::exp(sigma * normal_quantile(p))),
            Law::Weibull { shape, scale } => Some(scale * libm::pow(-libm::log1p(-p), 1.0 / shape)),
            Law::Uniform { low, high } => Some(low + (high - low) * p),
            Law::Triangular { low, mode, high } => Some(triangular_quantile(*low, *mode, *high, p)),
            Law::Empirical { sorted } => {
                let rank = (p * sorted.len() as f64).ceil() as usize;
                Some(sorted[rank.clamp(1, sorted.len()) - 1])
            }
            Law::Erlang { .. } | Law::Gamma { .. } | Law::Mixture { .. } => None,
        }
    }

    /// The distribution of `factor` times this quantity.
    ///
    /// # Panics
    /// If `factor` is negative or not finite.
    pub fn scaled(&self, factor: f64) -> Distribution {
        assert!(factor >= 0.0 && factor.is_finite(), "a factor must be 0 or more and finite, not {factor}");
        if factor == 0.0 {
            return Distribution(Law::Constant(0.0));
        }
        Distribution(match &self.0 {
            Law::Constant(value) => Law::Constant(value * factor),
            Law::Exponential { mean } => Law::Exponential { mean: mean * factor },
            Law::Erlang { shape, scale } => Law::Erlang { shape: *shape, scale: scale * factor },
            Law::Gamma { unit, scale } => Law::Gamma { unit: *unit, scale: scale * factor },
            Law::LogNormal { median, sigma } => Law::LogNormal { median: median * factor, sigma: *sigma },
            Law::Weibull { shape, scale } => Law::Weibull { shape: *shape, scale: scale * factor },
            Law::Uniform { low, high } => Law::Uniform { low: low * factor, high: high * factor },
            Law::Triangular { low, mode, high } => {
                Law::Triangular { low: low * factor, mode: mode * factor, high: high * factor }
            }
            Law::Mixture { cumulative, parts } => Law::Mixture {
                cumulative: cumulative.clone(),
                parts: parts.iter().map(|part| part.scaled(factor)).collect(),
            },
            Law::Empirical { sorted } => Law::Empirical { sorted: sorted.iter().map(|x| x * factor).collect() },
        })
    }

    /// Weighted mean of `value` over the parts of a mixture.
    fn weighted(&self, value: impl Fn(&Distribution) -> f64) -> f64 {
        let Law::Mixture { cumulative, parts } = &self.0 else { return value(self) };
        let mut below = 0.0;
        let mut sum = 0.0;
        for (&c, part) in cumulative.iter().zip(parts) {
            sum += (c - below) * value(part);
            below = c;
        }
        sum
    }
}

/// A gamma variate of mean 1 (variance `1 / shape`): the luck of an account or of a day. `shape` above 0.
#[inline]
pub fn gamma_unit_mean(shape: f64, rng: &mut impl Rng) -> f64 {
    UnitGamma::new(shape).sample(rng) / shape
}

/// One standard exponential variate.
#[inline]
pub fn exp1(rng: &mut impl Rng) -> f64 {
    Exp1.sample(rng)
}

/// One standard normal variate.
#[inline]
pub fn normal(rng: &mut impl Rng) -> f64 {
    StandardNormal.sample(rng)
}

/// The quantile of the standard normal distribution.
pub fn normal_quantile(p: f64) -> f64 {
    use statrs::distribution::{ContinuousCDF, Normal};
    Normal::standard().inverse_cdf(p)
}

/// Gamma of scale 1: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000.
#[derive(Clone, Copy, Debug, PartialEq)]
struct UnitGamma {
    shape: f64,
    d: f64,
    c: f64,
}

impl UnitGamma {
    #[inline]
    fn new(shape: f64) -> UnitGamma {
        // A shape below 1 is drawn one higher and brought down by a power of a uniform.
        let d = if shape < 1.0 { shape + 1.0 } else { shape } - 1.0 / 3.0;
        UnitGamma { shape, d, c: 1.0 / (9.0 * d).sqrt() }
    }

    #[inline]
    fn sample(&self, rng: &mut impl Rng) -> f64 {
        let value = loop {
            let x = normal(rng);
            let root = 1.0 + self.c * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            let u = uniform(rng);
            let x2 = x * x;
            // The first test saves the logarithms in all but 2 % of the draws.
            if u < 1.0 - 0.0331 * x2 * x2 || libm::log(u) < 0.5 * x2 + self.d * (1.0 - v + libm::log(v)) {
                break self.d * v;
            }
        };
        if self.shape < 1.0 { value * libm::pow(uniform(rng), 1.0 / self.shape) } else { value }
    }
}

#[inline]
fn triangular_quantile(low: f64, mode: f64, high: f64, p: f64) -> f64 {
    let width = high - low;
    if p * width < mode - low {
        low + (p * width * (mode - low)).sqrt()
    } else {
        high - ((1.0 - p) * width * (high - mode)).sqrt()
    }
}

/// Index of a uniform number among `len` equally likely ones.
#[inline]
fn index_of(u: f64, len: usize) -> usize {
    ((u * len as f64) as usize).min(len - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::{KeyRing, Purpose};

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-6 * (1.0 + expected.abs()), "{found} instead of {expected}");
    }

    #[test]
    fn moments_follow_the_parameters() {
        let cases = [
            (Distribution::constant(3.0), 3.0, 0.0),
            (Distribution::exponential(2.0), 2.0, 4.0),
            (Distribution::erlang(4, 2.0), 2.0, 1.0),
            (Distribution::erlang(20, 2.0), 2.0, 0.2),
            (Distribution::gamma(3.0, 0.5), 3.0, 2.25),
            (Distribution::log_normal_cv(1.0, 2.0), 1.0, 4.0),
            (Distribution::weibull(2.0, 1.0), 0.886_226_925, 0.214_601_837),
            (Distribution::uniform(1.0, 4.0), 2.5, 0.75),
            (Distribution::triangular(0.0, 1.0, 5.0), 2.0, 7.0 / 6.0),
            (Distribution::empirical(vec![1.0, 2.0, 6.0]), 3.0, 14.0 / 3.0),
        ];
        for (distribution, mean, variance) in cases {
            let distribution = distribution.unwrap();
            close(distribution.mean(), mean);
            close(distribution.variance(), variance);
            close(distribution.scaled(3.0).mean(), 3.0 * mean);
            close(distribution.scaled(3.0).variance(), 9.0 * variance);
        }
    }

    #[test]
    fn a_balanced_two_phase_mixture_has_the_cv_it_was_built_for() {
        let p = (1.0 + (3.0f64 / 5.0).sqrt()) / 2.0;
        let fast = Distribution::exponential(0.5 / p).unwrap();
        let slow = Distribution::exponential(0.5 / (1.0 - p)).unwrap();
        let mixture = Distribution::mixture(vec![(2.0 * p, fast), (2.0 - 2.0 * p, slow)]).unwrap();
        close(mixture.mean(), 1.0);
        close(mixture.cv2(), 4.0);
    }

    #[test]
    fn quantiles_where_there_is_a_closed_form() {
        close(Distribution::exponential(2.0).unwrap().quantile(0.9).unwrap(), 4.605_170_186);
        close(Distribution::log_normal(15.0, 25.0).unwrap().quantile(0.5).unwrap(), 15.0);
        close(Distribution::log_normal(15.0, 25.0).unwrap().mean(), 25.0);
        close(Distribution::triangular(0.0, 1.0, 2.0).unwrap().quantile(0.5).unwrap(), 1.0);
        close(Distribution::empirical(vec![5.0, 1.0, 3.0]).unwrap().quantile(0.5).unwrap(), 3.0);
        assert_eq!(Distribution::gamma(1.0, 1.0).unwrap().quantile(0.5), None);
        assert_eq!(Distribution::exponential(1.0).unwrap().quantile(1.5), None);
    }

    #[test]
    fn refusals_say_what_is_allowed() {
        let text = |result: Result<Distribution, InvalidDistribution>| result.unwrap_err().to_string();
        assert_eq!(text(Distribution::constant(-1.0)), "value must be 0 or more and finite, not -1");
        assert_eq!(text(Distribution::exponential(0.0)), "mean must be above 0 and finite, not 0");
        assert_eq!(text(Distribution::erlang(0, 1.0)), "shape must be a whole number of 1 or more, not 0");
        assert!(text(Distribution::log_normal(25.0, 15.0)).contains("the mean must be 25 or more, not 15"));
        assert_eq!(text(Distribution::uniform(2.0, 1.0)), "low must not be above high: 2 > 1");
        assert!(text(Distribution::triangular(0.0, 3.0, 2.0)).contains("low <= mode <= high"));
        assert!(text(Distribution::mixture(vec![])).contains("sum of the weights must be above 0"));
        assert_eq!(text(Distribution::empirical(vec![])), "at least one value is needed");
        assert!(text(Distribution::weibull(0.001, 1.0)).contains("finite"));
        assert!(text(Distribution::gamma(f64::NAN, 1.0)).contains("not NaN"));
    }

    #[test]
    fn draws_are_pinned() {
        // A change here changes every result: it belongs into the changelog under "Changed results".
        let mut stream = KeyRing::new(1, 0).stream(Purpose::Account, 0, 0);
        let gamma = Distribution::gamma(1.0, 1.5).unwrap();
        let log_normal = Distribution::log_normal(1.0, 2.0).unwrap();
        let bits = (0..1000).fold(0u64, |hash, _| {
            let next = gamma.sample(&mut stream).to_bits() ^ log_normal.sample(&mut stream).to_bits().rotate_left(1);
            (hash ^ next).wrapping_mul(0x0000_0100_0000_01b3)
        });
        assert_eq!(bits, 4_147_129_795_872_510_451);
    }

    #[test]
    fn a_small_shape_has_mean_one() {
        let mut stream = KeyRing::new(1, 0).stream(Purpose::Frailty, 0, 0);
        let mean = (0..200_000).map(|_| gamma_unit_mean(0.3, &mut stream)).sum::<f64>() / 200_000.0;
        // Standard error sqrt(1 / 0.3 / 200000) = 0.0041; 4 of them.
        assert!((mean - 1.0).abs() < 0.0164, "{mean}");
    }
}
