//! Customers who give up waiting, and customers who come back.

use super::station::{Station, Stream};
use super::{Case, Check};
use crate::engine::Metric;
use crate::theory::impatience::{erlang_a, erlang_a_waits_by};

pub(super) const ERLANG_A: &str = "Erlang A (Palm 1957; Garnett, Mandelbaum, Reiman 2002)";
pub(super) const JACKSON: &str = "Jackson network (1957)";

/// All of them.
pub(super) fn cases() -> Vec<Case> {
    let mut cases = impatience();
    cases.extend(feedback());
    cases
}

/// Arrivals and work [1/h, h], servers, mean patience \[h\], target in words and \[h\], effort, part of a quick run.
type Impatient = (f64, f64, u32, f64, &'static str, f64, f64, bool);

/// Exponential patience, below, at and beyond full load.
fn impatience() -> Vec<Case> {
    #[rustfmt::skip]
    let rows = [
        (0.9, 1.0, 1, 10.0, "1 h", 1.0, 12.0, false),
        (9.0, 1.0, 10, 5.0, "30 min", 0.5, 14.0, false),
        (10.0, 1.0, 10, 1.0, "15 min", 0.25, 7.0, true),
        (12.0, 1.0, 10, 2.0, "30 min", 0.5, 7.0, true),
        (48.0, 1.0, 50, 2.0, "15 min", 0.25, 12.0, false),
        (110.0, 1.0, 100, 3.0, "15 min", 0.25, 60.0, false),
        (10.0 / 3.0, 3.0, 14, 5.0, "20 min", 1.0 / 3.0, 12.0, false),
    ];
    let case = |(rate, mean, c, patience, within, t, effort, quick): Impatient| {
        let (mu, theta) = (1.0 / mean, 1.0 / patience);
        let theory = erlang_a(rate, mu, c, theta);
        let by = erlang_a_waits_by(rate, mu, c, theta, t);
        let stream = Stream::exponential(rate, mean).within(within).gives_up_after(patience);
        let station = Station::pooled(c, vec![stream]);
        let servers = if c == 1 { "server" } else { "servers" };
        let name = format!("{c} {servers}, {rate:.2} an hour, mean patience {patience} h");
        Case {
            family: "Erlang A",
            toml: station.toml(&name),
            watch: station.watch_losses(theory.abandons, effort),
            name,
            quick,
            checks: vec![
                Check::metric("given up", Metric::AbandonedShare, 0, theory.abandons, ERLANG_A),
                Check::metric("served within target", Metric::WithinTargetShare, 0, by.served, ERLANG_A),
                Check::utilization(theory.utilization),
            ],
        }
    };
    rows.into_iter().map(case).collect()
}

/// Customers who come back after a while, each time with the same probability, are a network of a queue and a place
/// without queue: the queue waits as though all visits came at random.
fn feedback() -> Vec<Case> {
    let case = |(rate, c, share, quick): (f64, u32, f64, bool)| {
        let stream = Stream::exponential(rate, 1.0).comes_back(share);
        let station = Station::pooled(c, vec![stream]);
        let theory = super::catalogue::mmc(rate / (1.0 - share), 1.0, c);
        let servers = if c == 1 { "server" } else { "servers" };
        let name = format!("{c} {servers}, {rate} an hour, {} % come back a day later", 100.0 * share);
        Case {
            family: "feedback",
            toml: station.toml(&name),
            watch: station.watch(theory.waits, 1.6),
            name,
            quick,
            checks: vec![
                Check::metric("mean wait of a visit, h", Metric::WaitHoursMean, 0, theory.mean_wait(), JACKSON),
                Check::utilization(rate / (1.0 - share) / f64::from(c)),
            ],
        }
    };
    [(0.35, 1, 0.5, false), (2.8, 5, 0.3, true)].map(case).to_vec()
}
