//! Finite sources: accounts that ask again only after an answer.

use super::station::{Station, Stream};
use super::{Case, Check};
use crate::engine::Metric;
use crate::theory::birth_death::finite_source;
use crate::time::{HOUR, MONTH};

pub(super) const PALM: &str = "finite source (Palm 1943); arrival theorem";

/// Requests an hour of an account with nothing open, services an hour, servers, accounts, law of the time between,
/// effort, part of a quick run.
type Row = (f64, f64, u32, u32, &'static str, f64, bool);

/// One CSM with a book, the same load in pools with a book as large for each, and two examples of textbooks' software.
pub(super) fn cases() -> Vec<Case> {
    #[rustfmt::skip]
    let rows: [Row; 9] = [
        (0.25, 4.0, 1, 2, "exponential", 8.0, false),
        (0.05, 1.0, 1, 20, "exponential", 12.0, true),
        (0.02, 1.0, 1, 40, "exponential", 18.0, false),
        (0.02, 1.0, 1, 40, "lognormal", 18.0, false),
        (0.05, 1.0, 1, 20, "constant", 12.0, false),
        (0.01, 1.0, 1, 100, "exponential", 52.0, false),
        (0.02, 1.0, 3, 120, "exponential", 32.0, false),
        (0.02, 1.0, 5, 200, "exponential", 38.0, false),
        (8.0, 2.0, 5, 12, "exponential", 4.0, false),
    ];
    rows.into_iter().map(case).collect()
}

fn case((rate, mu, c, accounts, law, effort, quick): Row) -> Case {
    let theory = finite_source(rate, mu, c, accounts);
    let mean = 1.0 / rate;
    let after = match law {
        "exponential" => format!("{{ exponential = \"{mean} h\" }}"),
        "lognormal" => format!("{{ lognormal = {{ mean = \"{mean} h\", cv = 1.5 }} }}"),
        _ => format!("\"{mean} h\""),
    };
    let stream = Stream::exponential(rate, 1.0 / mu).accounts(accounts).asks_again(&after);
    let station = Station::pooled(c, vec![stream]);
    let servers = if c == 1 { "server" } else { "servers" };
    let name = format!("{accounts} accounts and {c} {servers}, {law} time of {mean} h between requests");
    let month = MONTH as f64 / HOUR as f64;
    let each = theory.throughput / f64::from(accounts) * month;
    Case {
        family: "finite source",
        toml: station.toml(&name),
        watch: station.watch_again(theory.throughput, theory.waits, effort),
        name,
        quick,
        checks: vec![
            Check::mean_wait(theory.mean_wait, PALM),
            Check::waits(theory.waits, PALM),
            Check::metric("requests of an account in a month", Metric::RequestsPerAccountMonth, 0, each, PALM),
            Check::utilization(theory.utilization),
        ],
    }
}
