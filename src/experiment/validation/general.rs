//! Cases with work of any law: M/G/1 by formula, M/D/c, M/E2/c and M/H2/c by exact numbers.

use super::station::{Station, Stream};
use super::{Case, Check};
use crate::theory::erlang::ErlangC;
use crate::theory::single::{constant_moments, exponential_moments, log_normal_moments, pollaczek_khinchine};

pub(super) const POLLACZEK: &str = "Pollaczek (1930), Khinchine (1932)";
const TAKACS: &str = "Takacs (1962)";
const CHAIN: &str = "exact by a truncated Markov chain";

/// All of them.
pub(super) fn cases() -> Vec<Case> {
    let mut cases = one_server();
    cases.extend(several_servers());
    cases
}

/// One server: the wait depends on the second moment of the work, its mean square on the third.
fn one_server() -> Vec<Case> {
    // Name, work, its moments, effort, part of a quick run, whether the mean square is compared.
    #[rustfmt::skip]
    let rows = [
        ("constant", Stream::constant(0.8, 1.0), constant_moments(1.0), 1.0, true, false),
        ("log-normal cv 0.5", Stream::log_normal(0.8, 1.0, 0.5), log_normal_moments(1.0, 0.5), 1.3, true, false),
        ("log-normal cv 1", Stream::log_normal(0.8, 1.0, 1.0), log_normal_moments(1.0, 1.0), 14.0, false, true),
        ("log-normal cv 1.5", Stream::log_normal(0.7, 1.0, 1.5), log_normal_moments(1.0, 1.5), 5.0, false, false),
        ("log-normal cv 2", Stream::log_normal(0.9, 1.0, 2.0), log_normal_moments(1.0, 2.0), 4.0, false, false),
        ("constant", Stream::constant(0.9, 1.0), constant_moments(1.0), 1.0, false, false),
        ("exponential", Stream::exponential(0.8, 1.0), exponential_moments(1.0), 9.0, false, true),
        // The same mean wait by the same two moments; only the third tells them apart.
        ("exponential", Stream::exponential(0.5, 1.0), exponential_moments(1.0), 9.0, false, true),
        ("log-normal cv 1", Stream::log_normal(0.5, 1.0, 1.0), log_normal_moments(1.0, 1.0), 16.0, false, true),
    ];
    let case = |(work, stream, moments, effort, quick, squared): (&str, Stream, [f64; 3], f64, bool, bool)| {
        let rho = stream.rate;
        let (mean, sd) = pollaczek_khinchine(rho, moments);
        let station = Station::pooled(1, vec![stream]);
        let mut checks = vec![Check::mean_wait(mean, POLLACZEK), Check::waits(rho, POLLACZEK), Check::utilization(rho)];
        if squared {
            let theory = sd * sd + mean * mean;
            checks.push(Check::squared_wait(theory, TAKACS));
        }
        let name = format!("M/G/1, {work} work, load {rho}");
        Case {
            family: "any law of work",
            toml: station.toml(&name),
            watch: station.watch(rho, effort),
            name,
            quick,
            checks,
        }
    };
    rows.into_iter().map(case).collect()
}

/// Laws of work of mean 1 h for which several servers have been solved exactly.
#[derive(Clone, Copy, Debug)]
enum Law {
    /// Constant.
    Constant,
    /// Two exponential phases.
    Erlang,
    /// Hyperexponential with balanced means and this squared coefficient of variation.
    Mixed(f64),
}

/// Several servers: no formula is exact, so the chains were solved number by number (six digits; constant work by
/// Crommelin's embedded chain, phases by their Markov chain, both truncated where less than 1e-12 is left).
fn several_servers() -> Vec<Case> {
    // Law, servers, load, mean wait [h], share of time in which all are busy, part of a quick run.
    #[rustfmt::skip]
    let rows = [
        (Law::Constant, 2, 0.8, 0.903284, 0.701898, false),
        (Law::Constant, 5, 0.8, 0.289060, 0.533615, true),
        (Law::Constant, 10, 0.8, 0.109828, 0.384717, false),
        (Law::Constant, 2, 0.9, 2.146923, 0.847108, false),
        (Law::Constant, 5, 0.9, 0.776695, 0.747829, false),
        (Law::Constant, 10, 0.9, 0.344582, 0.646861, false),
        (Law::Constant, 20, 0.9, 0.144286, 0.523265, false),
        (Law::Erlang, 2, 0.8, 1.342391, 0.708696, false),
        (Law::Erlang, 5, 0.8, 0.423226, 0.548410, true),
        (Law::Erlang, 10, 0.9, 0.508452, 0.662475, false),
        (Law::Mixed(2.0), 2, 0.8, 2.621252, 0.714571, false),
        (Law::Mixed(2.0), 5, 0.8, 0.792551, 0.561693, false),
        (Law::Mixed(2.0), 10, 0.9, 0.966845, 0.676847, false),
        (Law::Mixed(4.0), 2, 0.8, 4.285378, 0.718383, false),
        (Law::Mixed(4.0), 5, 0.8, 1.254151, 0.569555, false),
        (Law::Mixed(4.0), 10, 0.8, 0.432369, 0.427431, false),
        (Law::Mixed(4.0), 10, 0.9, 1.548955, 0.685159, false),
    ];
    let case = |(law, c, rho, wait, busy, quick): (Law, u32, f64, f64, f64, bool)| {
        let rate = rho * f64::from(c);
        let (symbol, stream) = match law {
            Law::Constant => ("D".to_string(), Stream::constant(rate, 1.0)),
            Law::Erlang => ("E2".to_string(), Stream::erlang(rate, 1.0, 2)),
            Law::Mixed(cv2) => (format!("H2 (cv2 {cv2})"), Stream::hyperexponential(rate, cv2)),
        };
        let station = Station::pooled(c, vec![stream]);
        let name = format!("M/{symbol}/{c}, load {rho}");
        let waits = ErlangC::new(rate, 1.0, c).map_or(rho, |queue| queue.waits);
        Case {
            family: "any law of work, several servers",
            toml: station.toml(&name),
            watch: station.watch(waits, if let Law::Mixed(_) = law { 1.4 } else { 0.9 }),
            name,
            quick,
            checks: vec![Check::mean_wait(wait, CHAIN), Check::waits(busy, CHAIN)],
        }
    };
    rows.into_iter().map(case).collect()
}
