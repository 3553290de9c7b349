//! The scenario files that are shipped for interruptions, finite sources, absences and customers who give up or come back.

use super::absence::{LEVY_YECHIALI, WHITE_CHRISTIE};
use super::classes;
use super::conversations::{ERLANG_A, JACKSON};
use super::sources::PALM;
use super::station::{Station, Stream, Watch};
use super::{Case, Check};
use crate::engine::Metric;
use crate::theory::absence::{multiple_vacations, on_off_server, single_vacation};
use crate::theory::birth_death::finite_source;
use crate::theory::impatience::erlang_a;
use crate::theory::priority::{Class, preemptive_resume};

/// Moments of exponential work of 1 h.
const EXPONENTIAL: [f64; 3] = [1.0, 2.0, 6.0];

/// The text of a file under `scenarios/theory/`.
macro_rules! shipped {
    ($name:literal, $watch:expr, $checks:expr) => {
        Case {
            family: "scenario files",
            name: concat!("scenarios/theory/", $name).to_string(),
            toml: include_str!(concat!("../../../scenarios/theory/", $name)).to_string(),
            watch: $watch,
            quick: false,
            checks: $checks,
        }
    };
}

/// All of them.
pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![interruptions(), source(), breakdowns(), impatience(), feedback()];
    cases.extend(vacations());
    cases
}

fn job(rate: f64) -> Stream {
    Stream::exponential(rate, 1.0)
}

fn watch(servers: u32, streams: Vec<Stream>, waits: f64, effort: f64) -> Watch {
    Station::pooled(servers, streams).watch(waits, effort)
}

fn interruptions() -> Case {
    let class = |lambda: f64| Class { lambda, mean: 1.0, cv2: 1.0 };
    let theory = preemptive_resume(&[class(0.2), class(0.6)]);
    let check = |(index, name): (usize, &str)| {
        let quantity = format!("mean wait and service, {name}, h");
        Check::metric(&quantity, Metric::ResolutionHoursMean, index + 1, theory[index], classes::WHITE_CHRISTIE)
    };
    let checks = ["urgent", "routine"].into_iter().enumerate().map(check).collect();
    shipped!("interruptions.toml", watch(1, vec![job(0.2), job(0.6)], 0.8, 1.8), checks)
}

fn source() -> Case {
    let theory = finite_source(0.05, 1.0, 1, 20);
    let station = Station::pooled(1, vec![job(0.05).accounts(20).asks_again("{ exponential = \"20 h\" }")]);
    shipped!(
        "finite-source.toml",
        station.watch_again(theory.throughput, theory.waits, 15.0),
        vec![Check::mean_wait(theory.mean_wait, PALM), Check::utilization(theory.utilization)]
    )
}

fn vacations() -> [Case; 2] {
    let multiple = multiple_vacations(0.5, EXPONENTIAL, 2.0, 4.0);
    let single = single_vacation(0.5, EXPONENTIAL, 2.0, 4.0, libm::exp(-1.0));
    let length = || watch(1, vec![job(0.5)], 0.5, 2.0);
    [
        shipped!(
            "vacations.toml",
            length(),
            vec![
                Check::mean_wait(multiple, LEVY_YECHIALI),
                Check::metric("time on blocks", Metric::IdleWorkShare, 0, 0.5, LEVY_YECHIALI),
            ]
        ),
        shipped!("single-vacation.toml", length(), vec![Check::mean_wait(single, LEVY_YECHIALI)]),
    ]
}

fn breakdowns() -> Case {
    let sojourn = on_off_server(0.5, 1.0, 0.1, 0.4) / 0.5;
    // As the plan of the length sees a service of 1 h with what interrupts it.
    let slowed = Stream { mean: 1.25, cv2: 1.8, ..job(0.5) };
    shipped!(
        "breakdowns.toml",
        watch(1, vec![slowed], 0.625, 2.0),
        vec![
            Check::metric("mean wait and service, h", Metric::ResolutionHoursMean, 0, sojourn, WHITE_CHRISTIE),
            Check::metric("time away", Metric::AbsentShare, 0, 0.2, "leave / (leave + back)"),
        ]
    )
}

fn impatience() -> Case {
    let theory = erlang_a(10.0, 1.0, 10, 1.0);
    let station = Station::pooled(10, vec![job(10.0).gives_up_after(1.0)]);
    shipped!(
        "erlang-a.toml",
        station.watch_losses(theory.abandons, 7.0),
        vec![
            Check::metric("given up", Metric::AbandonedShare, 0, theory.abandons, ERLANG_A),
            Check::utilization(theory.utilization),
        ]
    )
}

fn feedback() -> Case {
    let theory = super::catalogue::mmc(4.0, 1.0, 5);
    let station = Station::pooled(5, vec![job(2.8).comes_back(0.3)]);
    shipped!(
        "feedback.toml",
        station.watch(theory.waits, 1.6),
        vec![
            Check::metric("mean wait of a visit, h", Metric::WaitHoursMean, 0, theory.mean_wait(), JACKSON),
            Check::utilization(0.8),
        ]
    )
}
