//! Work that nobody begins in time is lost: risks whose window closes. And work that comes in batches: first touches
//! of new customers.

use super::station::{Station, Stream};
use super::{Case, Check};
use crate::theory::erlang::erlang_b;
use crate::theory::impatience::equal_patience;
use crate::theory::single::batch_arrivals;

const ERLANG_B: &str = "Erlang B (1917)";
const BARRER: &str = "Barrer (1957)";
const BATCHES: &str = "M^X/M/1 (Gross and Harris)";
/// As good as no room to wait \[ms\].
const AT_ONCE: i64 = 1;

/// All of them.
pub(super) fn cases() -> Vec<Case> {
    let mut cases = no_room();
    cases.extend(equal_windows());
    cases.extend(batches());
    cases
}

/// A stream of work with a load \[Erlang\], of one law.
type Law = fn(f64) -> Stream;

/// Erlang's loss formula, which holds for every law of work with the same mean: who is busy, and nothing else.
fn no_room() -> Vec<Case> {
    let exponential: Law = |load| Stream::exponential(load, 1.0);
    let constant: Law = |load| Stream::constant(load, 1.0);
    let log_normal: Law = |load| Stream::log_normal(load, 1.0, 2.0);
    let mixed: Law = |load| Stream::hyperexponential(load, 4.0);
    // Servers, load, law of work, part of a quick run.
    #[rustfmt::skip]
    let rows = [
        (1, 1.0, "exponential", exponential, false),
        (2, 1.0, "exponential", exponential, false),
        (5, 3.0, "exponential", exponential, false),
        (10, 8.0, "exponential", exponential, false),
        (10, 8.0, "constant", constant, false),
        (10, 8.0, "log-normal cv 2", log_normal, true),
        (10, 8.0, "hyperexponential", mixed, false),
        (10, 10.0, "exponential", exponential, true),
        (15, 12.0, "exponential", exponential, false),
        (100, 90.0, "exponential", exponential, false),
        (100, 100.0, "exponential", exponential, false),
    ];
    let case = |(c, load, law, stream, quick): (u32, f64, &str, Law, bool)| {
        let lost = erlang_b(c, load);
        let station = Station::pooled(c, vec![stream(load).lost_after(AT_ONCE)]);
        let name = format!("{c} servers, load {load} Erlang, {law} work, no room to wait");
        Case {
            family: "Erlang B",
            toml: station.toml(&name),
            // Many servers are busy together for longer.
            watch: station.watch_losses(lost, if c == 100 { 14.0 } else { 9.0 }),
            name,
            quick,
            checks: vec![Check::lost(lost, ERLANG_B), Check::utilization(load * (1.0 - lost) / f64::from(c))],
        }
    };
    rows.into_iter().map(case).collect()
}

/// Everybody waits the same time and no longer, also at and beyond full load.
fn equal_windows() -> Vec<Case> {
    // Risks an hour, servers, window [min].
    let rows = [(0.8, 1, 120, false), (5.5, 5, 24, true), (9.0, 10, 30, false), (12.0, 10, 30, false)];
    let case = |(rate, c, minutes, quick): (f64, u32, i64, bool)| {
        let theory = equal_patience(rate, 1.0, c, minutes as f64 / 60.0);
        let station = Station::pooled(c, vec![Stream::exponential(rate, 1.0).lost_after(60_000 * minutes)]);
        let name = format!("{c} servers, {rate} risks an hour, windows of {minutes} min");
        Case {
            family: "windows",
            toml: station.toml(&name),
            watch: station.watch_losses(theory.abandons, 7.0),
            name,
            quick,
            checks: vec![
                Check::lost(theory.abandons, BARRER),
                Check::wait_of_begun(theory.mean_wait_served, BARRER),
                Check::utilization(rate * (1.0 - theory.abandons) / f64::from(c)),
            ],
        }
    };
    rows.into_iter().map(case).collect()
}

/// New customers arrive at random, each with several touches at once.
fn batches() -> Vec<Case> {
    let case = |(rate, size, quick): (f64, u32, bool)| {
        let each = f64::from(size);
        let (_, wait) = batch_arrivals(rate, 1.0, each, each * each);
        let station = Station::pooled(1, vec![Stream::exponential(rate * each, 1.0).in_batches_of(size)]);
        let name = format!("M^{size}/M/1, {rate} batches an hour");
        Case {
            family: "batches",
            toml: station.toml(&name),
            watch: station.watch(rate * each, 1.5),
            name,
            quick,
            checks: vec![Check::wait_of_begun(wait, BATCHES), Check::utilization(rate * each)],
        }
    };
    [(0.2, 2, true), (0.1, 5, false)].map(case).to_vec()
}
