//! The cases: M/M/c, pools against owners, the way in from an empty start, and the scenario files that are shipped.

use super::station::{Station, Stream, Watch};
use super::{Case, Check, Measure, classes, general};
use crate::engine::Metric;
use crate::theory::erlang::ErlangC;
use crate::theory::priority;
use crate::theory::single;
use crate::theory::staffing::{BreakEven, familiarity_break_even};

const ERLANG: &str = "Erlang C (1917)";
const UTILIZATION: &str = "utilisation = arrivals x mean work / servers";
const SPITZER: &str = "Spitzer (1956)";

/// All cases, those of a family together.
pub fn cases() -> Vec<Case> {
    let mut cases = files();
    cases.extend(erlang_c());
    cases.extend(general::cases());
    cases.extend(classes::cases());
    cases.extend(pools_and_owners());
    cases.extend(break_even());
    cases.extend(square_root());
    cases.extend(from_empty());
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

    /// Busy share of all servers.
    pub(super) fn utilization(theory: f64) -> Check {
        Check::metric("utilisation", Metric::Utilization, 0, theory, UTILIZATION)
    }
}

/// The queue M/M/c; its rates must leave some slack.
fn mmc(lambda: f64, mu: f64, c: u32) -> ErlangC {
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
    vec![
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
    ]
}

/// Erlang's table: from one server to a hundred.
fn erlang_c() -> Vec<Case> {
    // Arrivals an hour, services an hour, servers, part of a quick run, effort, whether with quantiles.
    #[rustfmt::skip]
    let rows = [
        (0.5, 1.0, 1, true, 1.8, true),
        (0.8, 1.0, 1, true, 1.5, true),
        (9.0, 5.0, 2, false, 1.4, true),
        (9.0, 5.0, 4, true, 2.4, false),
        (4.0, 1.0, 5, true, 1.2, false),
        (9.0, 1.0, 10, false, 1.1, true),
        (12.0, 1.0, 15, false, 1.0, false),
        (45.0, 1.0, 50, false, 0.9, false),
        (95.0, 1.0, 100, false, 0.9, false),
    ];
    let case = |(lambda, mu, c, quick, effort, quantiles): (f64, f64, u32, bool, f64, bool)| {
        let theory = mmc(lambda, mu, c);
        let within = if mu == 1.0 { "1 h" } else { "12 min" };
        let station = Station::pooled(c, vec![Stream::exponential(lambda, 1.0 / mu).within(within)]);
        let mut checks = vec![
            Check::mean_wait(theory.mean_wait(), ERLANG),
            Check::waits(theory.waits, ERLANG),
            Check::metric(
                "answered within one service",
                Metric::WithinTargetShare,
                0,
                1.0 - theory.waits_longer(1.0 / mu),
                ERLANG,
            ),
            Check::metric(
                "mean wait and service, h",
                Metric::ResolutionHoursMean,
                0,
                theory.mean_wait() + 1.0 / mu,
                ERLANG,
            ),
            Check::utilization(lambda / mu / f64::from(c)),
        ];
        if quantiles {
            let quantile = |name, metric, p| Check::metric(name, metric, 0, theory.quantile(p), ERLANG);
            checks.push(quantile("wait, P90, h", Metric::FirstResponseHoursP90, 0.9));
            checks.push(quantile("wait, P95, h", Metric::FirstResponseHoursP95, 0.95));
        }
        let name = format!("M/M/{c}, {lambda} arrivals and {mu} services an hour");
        Case {
            family: "Erlang C",
            toml: station.toml(&name),
            watch: station.watch(theory.waits, effort),
            name,
            quick,
            checks,
        }
    };
    rows.into_iter().map(case).collect()
}

/// The same work and the same servers, owned or shared (Smith and Whitt, Bell System Technical Journal 60, 1981).
fn pools_and_owners() -> Vec<Case> {
    let mut cases = Vec::new();
    for rho in [0.7, 0.8, 0.9] {
        let owner = mmc(rho, 1.0, 1);
        let named = Station::named(20, vec![Stream::exponential(rho, 1.0).accounts(20)]);
        let checks =
            |theory: &ErlangC| vec![Check::mean_wait(theory.mean_wait(), ERLANG), Check::waits(theory.waits, ERLANG)];
        let mut add = |name: String, station: Station, theory: &ErlangC, quick: bool| {
            cases.push(Case {
                family: "pools and owners",
                toml: station.toml(&name),
                watch: station.watch(theory.waits, 1.2),
                name,
                quick,
                checks: checks(theory),
            });
        };
        add(format!("20 named servers, load {rho}"), named, &owner, rho == 0.7);
        for n in [2, 5, 10, 20] {
            let station = Station::pooled(n, vec![Stream::exponential(rho, 1.0).accounts(n)]);
            let theory = mmc(rho * f64::from(n), 1.0, n);
            add(format!("pool of {n}, load {rho}"), station, &theory, rho == 0.7 && n == 5);
        }
    }
    cases
}

/// How much faster an owner must be for owners to equal a pool.
fn break_even() -> Vec<Case> {
    const SOURCE: &str = "Erlang C, solved for the service time";
    let mut cases = Vec::new();
    for n in [2, 5, 10] {
        let rho = 0.8;
        for (what, name) in [(BreakEven::Wait, "wait"), (BreakEven::Sojourn, "wait and service")] {
            let pool = mmc(rho * f64::from(n), 1.0, n).mean_wait();
            let factor = familiarity_break_even(n, rho, what).expect("the load is between 0 and 1");
            let station = Station::named(n, vec![Stream::exponential(rho, factor).accounts(n)]);
            let check = match what {
                BreakEven::Wait => Check::mean_wait(pool, SOURCE),
                BreakEven::Sojourn => {
                    Check::metric("mean wait and service, h", Metric::ResolutionHoursMean, 0, pool + 1.0, SOURCE)
                }
            };
            let name = format!("{n} owners who equal a pool in {name}, load {rho}");
            cases.push(Case {
                family: "break-even",
                toml: station.toml(&name),
                watch: station.watch(rho * factor, 1.0),
                name,
                quick: n == 5,
                checks: vec![check],
            });
        }
    }
    cases
}

/// Servers by the square-root rule `c = a + beta sqrt(a)`: the share who wait hardly depends on the size.
fn square_root() -> Vec<Case> {
    let mut cases = Vec::new();
    for c in [10u32, 100] {
        for beta in [0.5, 1.0, 2.0f64] {
            let root = (-beta + (beta * beta + 4.0 * f64::from(c)).sqrt()) / 2.0;
            let load = root * root;
            let theory = mmc(load, 1.0, c);
            let station = Station::pooled(c, vec![Stream::exponential(load, 1.0)]);
            let name = format!("{c} servers, {beta} roots above the load");
            cases.push(Case {
                family: "square-root staffing",
                toml: station.toml(&name),
                // A share is easier to measure than a mean wait.
                watch: station.watch(theory.waits, 0.3),
                name,
                quick: c == 10 && beta == 1.0,
                checks: vec![Check::waits(theory.waits, ERLANG)],
            });
        }
    }
    cases
}

/// Waits of the first customers of servers that begin idle: no warm-up, no bias, exact at every customer.
fn from_empty() -> Vec<Case> {
    let case = |rho: f64| {
        // Each of the servers is a sample of its own, and 75 customers come to it on average: of those looked at one in
        // a billion is missed.
        const SERVERS: u32 = 50;
        const CUSTOMERS: [usize; 4] = [2, 5, 10, 25];
        let station = Station::named(SERVERS, vec![Stream::exponential(rho, 1.0).accounts(SERVERS)]);
        let waits = single::transient_waits(rho, 1.0, 25);
        let check = |n: usize| Check {
            quantity: format!("mean wait of customer {n}, h"),
            measure: Measure::NthWait(n),
            theory: waits[n - 1],
            source: SPITZER,
        };
        let name = format!("M/M/1, load {rho}, from an idle start");
        Case {
            family: "from an idle start",
            toml: station.toml(&name),
            watch: Watch { replications: 4000, warm_up: 0.0, length: 75.0 / rho, cool_down: 0.0 },
            name,
            quick: rho == 0.8,
            checks: CUSTOMERS.map(check).to_vec(),
        }
    };
    [0.5, 0.8, 0.9].map(case).to_vec()
}
