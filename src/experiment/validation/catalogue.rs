//! The cases, what they compare most often, and the scenario files that are shipped.

use super::station::{Station, Stream};
use super::{Case, Check, Measure, absence, classes, conversations, general, losses, pools, shipped, sources, starts};
use crate::engine::Metric;
use crate::theory::erlang::ErlangC;
use crate::theory::{priority, single};

pub(super) const ERLANG: &str = "Erlang C (1917)";
const UTILIZATION: &str = "utilisation = arrivals x mean work / servers";

/// All cases, those of a family together.
pub fn cases() -> Vec<Case> {
    let mut cases = files();
    cases.extend(pools::erlang_c());
    cases.extend(general::cases());
    cases.extend(classes::cases());
    cases.extend(pools::cases());
    cases.extend(losses::cases());
    cases.extend(conversations::cases());
    cases.extend(sources::cases());
    cases.extend(absence::cases());
    cases.extend(starts::cases());
    cases
}

impl Check {
    /// A metric of all customers (0) or of a class (from 1).
    pub(super) fn metric(quantity: &str, metric: Metric, group: usize, theory: f64, source: &'static str) -> Check {
        Check { quantity: quantity.to_string(), measure: Measure::Metric(metric, group), theory, source }
    }

    /// Mean wait of all customers \[h\].
    pub(super) fn mean_wait(theory: f64, source: &'static str) -> Check {
        Check::metric("mean wait, h", Metric::FirstResponseHoursMean, 0, theory, source)
    }

    /// Share who wait.
    pub(super) fn waits(theory: f64, source: &'static str) -> Check {
        Check { quantity: "share who wait".into(), measure: Measure::Waits, theory, source }
    }

    /// Mean square of the wait [h^2].
    pub(super) fn squared_wait(theory: f64, source: &'static str) -> Check {
        Check { quantity: "mean square of the wait, h2".into(), measure: Measure::SquaredWait, theory, source }
    }

    /// The wait that a share of customers stays at or below \[h\].
    pub(super) fn quantile(p: f64, theory: f64, source: &'static str) -> Check {
        Check { quantity: format!("wait, P{:.0}, h", 100.0 * p), measure: Measure::Quantile(p), theory, source }
    }

    /// Share of work that nobody begins in time.
    pub(super) fn lost(theory: f64, source: &'static str) -> Check {
        Check { quantity: "share lost".into(), measure: Measure::Lost, theory, source }
    }

    /// Mean wait of all work that is begun \[h\].
    pub(super) fn wait_of_begun(theory: f64, source: &'static str) -> Check {
        Check { quantity: "mean wait, h".into(), measure: Measure::WaitOfBegun, theory, source }
    }

    /// Busy share of all servers.
    pub(super) fn utilization(theory: f64) -> Check {
        Check::metric("utilisation", Metric::Utilization, 0, theory, UTILIZATION)
    }
}

/// The queue M/M/c; its rates must leave some slack.
pub(super) fn mmc(lambda: f64, mu: f64, c: u32) -> ErlangC {
    ErlangC::new(lambda, mu, c).expect("the cases are below capacity")
}

/// The scenario files under `scenarios/theory/`, as they are but for their length.
pub fn files() -> Vec<Case> {
    let case = |file: &str, toml: &str, station: Station, waits: f64, effort: f64, checks: Vec<Check>| Case {
        family: "scenario files",
        name: format!("scenarios/theory/{file}"),
        toml: toml.to_string(),
        watch: station.watch(waits, effort),
        quick: file == "priorities.toml",
        checks,
    };
    let job = |rate: f64| Stream::exponential(rate, 1.0);
    let (pool, owner) = (mmc(18.0, 1.0, 20), mmc(0.9, 1.0, 1));
    let (heavy, _) = single::pollaczek_khinchine(0.8, single::log_normal_moments(1.0, 2.0));
    let two = priority::cobham(&[0.2, 0.6], 1.0, 1).expect("the load is 0.8");
    let wait = |class: usize| {
        let name = ["urgent", "routine"][class];
        let quantity = format!("mean wait, {name}, h");
        Check::metric(&quantity, Metric::FirstResponseHoursMean, class + 1, two[class], classes::COBHAM)
    };
    // Rare huge pieces make the mean at the file's own variability slow to settle; half of that settles soon.
    let mg1 = include_str!("../../../scenarios/theory/mg1.toml");
    let (milder, _) = single::pollaczek_khinchine(0.8, single::log_normal_moments(1.0, 1.0));
    let mut files = vec![
        case(
            "mm20-pooled.toml",
            include_str!("../../../scenarios/theory/mm20-pooled.toml"),
            Station::pooled(20, vec![job(0.9).accounts(20)]),
            pool.waits,
            0.85,
            vec![Check::mean_wait(pool.mean_wait(), ERLANG), Check::waits(pool.waits, ERLANG), Check::utilization(0.9)],
        ),
        case(
            "mm1-named.toml",
            include_str!("../../../scenarios/theory/mm1-named.toml"),
            Station::named(20, vec![job(0.9).accounts(20)]),
            owner.waits,
            1.0,
            vec![
                Check::mean_wait(owner.mean_wait(), ERLANG),
                Check::waits(owner.waits, ERLANG),
                Check::utilization(0.9),
            ],
        ),
        case(
            "mg1.toml",
            mg1,
            Station::pooled(1, vec![Stream::log_normal(0.8, 1.0, 2.0)]),
            0.8,
            9.0,
            vec![Check::mean_wait(heavy, general::POLLACZEK), Check::waits(0.8, general::POLLACZEK)],
        ),
        case(
            "mg1.toml with cv 1",
            &mg1.replace("cv = 2", "cv = 1"),
            Station::pooled(1, vec![Stream::log_normal(0.8, 1.0, 1.0)]),
            0.8,
            2.5,
            vec![Check::mean_wait(milder, general::POLLACZEK), Check::waits(0.8, general::POLLACZEK)],
        ),
        case(
            "priorities.toml",
            include_str!("../../../scenarios/theory/priorities.toml"),
            Station::pooled(1, vec![job(0.2), job(0.6)]),
            0.8,
            1.1,
            vec![wait(0), wait(1)],
        ),
    ];
    files.extend(shipped::cases());
    files
}
