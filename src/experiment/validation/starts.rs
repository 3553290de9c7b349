//! The first customers of servers that begin idle: no warm-up, no bias, exact at every customer.

use super::station::{Station, Stream, Watch};
use super::{Case, Check, Measure};
use crate::theory::single::transient_waits;

const SPITZER: &str = "Spitzer (1956)";
/// Each is a sample of its own.
const SERVERS: u32 = 50;

/// The first 25 customers, and the first hundred.
pub(super) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = [0.5, 0.8, 0.9].into_iter().map(|rho| case(rho, 1.0, &[2, 5, 10, 25], 7000)).collect();
    // A textbook's example (Law, Simulation Modeling and Analysis): one arrival and 1 / 0.9 services in a unit of time.
    cases.push(case(1.0, 0.9, &[25], 4000));
    cases.extend([0.5, 0.8, 0.9].map(|rho| case(rho, 1.0, &[50, 100], 4500)));
    cases
}

/// `rate` arrivals an hour at each server, work of a mean of `mean` hours; waits of some customers, and the mean of
/// all up to the last of them.
fn case(rate: f64, mean: f64, customers: &[usize], replications: u32) -> Case {
    let last = customers[customers.len() - 1];
    let station = Station::named(SERVERS, vec![Stream::exponential(rate, mean).accounts(SERVERS)]);
    let waits = transient_waits(rate, 1.0 / mean, last);
    let nth = |&n: &usize| Check {
        quantity: format!("mean wait of customer {n}, h"),
        measure: Measure::NthWait(n),
        theory: waits[n - 1],
        source: SPITZER,
    };
    let mut checks: Vec<Check> = customers.iter().map(nth).collect();
    checks.push(Check {
        quantity: format!("mean wait of the first {last}, h"),
        measure: Measure::MeanOfFirst(last),
        theory: waits.iter().sum::<f64>() / last as f64,
        source: SPITZER,
    });
    // Servers to whom too few come are left out, so that must not happen: at six standard deviations, one in a billion.
    let come = last as f64 + 6.0 * (last as f64).sqrt() + 20.0;
    let name = format!("M/M/1, load {}, the first {last} customers", rate * mean);
    Case {
        family: "from an idle start",
        name: if mean == 1.0 { name } else { format!("{name} at {rate} an hour") },
        toml: station.toml("first customers"),
        watch: Watch { replications, warm_up: 0.0, length: come / rate, cool_down: 0.0 },
        quick: rate == 0.8 && last == 25,
        checks,
    }
}
