//! Whether the demand that is drawn is the demand that the scenario states: rates, spread, hours, dates and logs.
//!
//! Fixed seeds. A limit is 4 standard errors (one chance in 16,000 each) or the 0.1 % point of a chi-square.

mod channels;
mod habits;
mod health;
mod incidents;
mod licences;
mod log;
mod rates;
mod seasons;
mod traits;

use caseload::model::demand::{Demand, Occurrence, What};
use caseload::model::{DemandSource, Scenario};
use caseload::statistics::{Estimate, Tally};
use caseload::streams::KeyRing;
use statrs::distribution::{ChiSquared, ContinuousCDF};
use std::path::Path;

/// What every scenario of these tests has in common: nothing but accounts and somebody to serve them.
const BASE: &str = r#"
[simulation]
warm_up = "2 weeks"
length = "52 weeks"
cool_down = "2 weeks"
time_zone = "UTC"

[segments.smb]
accounts = 1000
arr = { lognormal = { median = "$3k", mean = "$4k" } }

[teams.csms]
csms = 2

[designs.pooled]
coverage = [ { pooled = "csms" } ]
"#;

/// Weeks from begin to end of every scenario here.
const WEEKS: f64 = 56.0;

fn scenario(folder: &Path, further: &str, sets: &[(&str, &str)]) -> Scenario {
    let sets: Vec<(String, String)> = sets.iter().map(|(path, value)| (path.to_string(), value.to_string())).collect();
    let text = format!("{BASE}\n{further}");
    Scenario::parse(&text, &folder.join("demand.toml"), &sets).unwrap_or_else(|error| panic!("{error}"))
}

/// The demand of some replications.
fn demands(scenario: &Scenario, replications: u32) -> Vec<Demand> {
    let source = DemandSource::new(scenario);
    (0..replications).map(|replication| source.draw(&KeyRing::new(20_261_121, replication))).collect()
}

/// All work of one kind.
fn work(demand: &Demand, kind: u16) -> impl Iterator<Item = &Occurrence> {
    demand.occurrences.iter().filter(move |o| o.what == What::Work && o.kind == kind)
}

/// Within 4 standard errors of what is stated.
#[track_caller]
fn near(what: &str, found: f64, stated: f64, std_error: f64) {
    assert!((found - stated).abs() <= 4.0 * std_error, "{what}: {found} instead of {stated} ± {std_error}");
}

/// The mean of values of independent replications is what is stated, and precise enough to mean it.
#[track_caller]
fn mean_is(what: &str, values: impl IntoIterator<Item = f64>, stated: f64, precision: f64) {
    let estimate = Estimate::from_tally(&values.into_iter().collect::<Tally>(), 0.95);
    near(what, estimate.mean, stated, estimate.std_error);
    let relative = estimate.std_error / stated;
    assert!(relative < precision, "{what}: a relative standard error of {relative} means little");
}

/// Pearson's chi-square at the level 0.001; cells expected empty must be empty.
#[track_caller]
fn follows(what: &str, counts: &[f64], weights: &[f64]) {
    let total: f64 = counts.iter().sum();
    let scale = total / weights.iter().sum::<f64>();
    let (mut sum, mut cells) = (0.0, 0);
    for (count, weight) in counts.iter().zip(weights) {
        let expected = weight * scale;
        if expected == 0.0 {
            assert_eq!(*count, 0.0, "{what}: something where nothing comes");
            continue;
        }
        assert!(expected >= 5.0, "{what}: cells of {expected} are too small to test");
        sum += (count - expected) * (count - expected) / expected;
        cells += 1;
    }
    let limit = ChiSquared::new(f64::from(cells - 1)).unwrap().inverse_cdf(0.999);
    assert!(sum <= limit, "{what}: chi-square {sum} beyond {limit}");
}
