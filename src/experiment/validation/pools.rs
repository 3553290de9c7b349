//! M/M/c, and the same work and servers owned or shared.

use super::catalogue::{ERLANG, mmc};
use super::station::{Station, Stream};
use super::{Case, Check};
use crate::engine::Metric;
use crate::theory::erlang::ErlangC;
use crate::theory::staffing::{BreakEven, familiarity_break_even};

/// Pools against owners, but for Erlang's own table.
pub(super) fn cases() -> Vec<Case> {
    let mut cases = pools_and_owners();
    cases.extend(break_even());
    cases.extend(square_root());
    cases
}

/// Arrivals an hour, services an hour, servers, part of a quick run, effort, quantiles.
type Row = (f64, f64, u32, bool, f64, &'static [f64]);

/// Erlang's table: from one server to a hundred.
pub(super) fn erlang_c() -> Vec<Case> {
    #[rustfmt::skip]
    let rows: [Row; 9] = [
        (0.5, 1.0, 1, true, 1.8, &[0.9, 0.95]),
        (0.8, 1.0, 1, true, 1.5, &[0.5, 0.8, 0.9, 0.95]),
        (9.0, 5.0, 2, false, 1.4, &[0.5, 0.8, 0.9, 0.95]),
        (9.0, 5.0, 4, true, 2.4, &[]),
        (4.0, 1.0, 5, true, 1.2, &[]),
        (9.0, 1.0, 10, false, 1.1, &[0.8, 0.9, 0.95]),
        (12.0, 1.0, 15, false, 1.0, &[]),
        (45.0, 1.0, 50, false, 1.1, &[]),
        (95.0, 1.0, 100, false, 1.3, &[]),
    ];
    let case = |(lambda, mu, c, quick, effort, quantiles): Row| {
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
        checks.extend(quantiles.iter().map(|&p| Check::quantile(p, theory.quantile(p), ERLANG)));
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
    for rho in [0.7, 0.8, 0.9, 0.95] {
        let owner = mmc(rho, 1.0, 1);
        let named = Station::named(20, vec![Stream::exponential(rho, 1.0).accounts(20)]);
        let checks =
            |theory: &ErlangC| vec![Check::mean_wait(theory.mean_wait(), ERLANG), Check::waits(theory.waits, ERLANG)];
        let mut add = |name: String, station: Station, theory: &ErlangC, quick: bool| {
            cases.push(Case {
                family: "pools and owners",
                toml: station.toml(&name),
                watch: station.watch(theory.waits, 1.5),
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
    for (n, rho) in [2, 5, 10].into_iter().flat_map(|n| [0.7, 0.8, 0.9].map(|rho| (n, rho))) {
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
                watch: station.watch(rho * factor, 2.0),
                name,
                quick: n == 5 && rho == 0.8,
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
                watch: station.watch(theory.waits, if beta == 2.0 { 0.6 } else { 0.3 }),
                name,
                quick: c == 10 && beta == 1.0,
                checks: vec![Check::waits(theory.waits, ERLANG)],
            });
        }
    }
    cases
}
