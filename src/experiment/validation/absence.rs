//! Servers that turn to other work when nobody waits, and servers that go away in the middle of a service.

use super::station::{Station, Stream};
use super::{Case, Check};
use crate::engine::Metric;
use crate::theory::absence::{multiple_vacations, on_off_server, single_vacation};

pub(super) const LEVY_YECHIALI: &str = "vacations (Levy and Yechiali 1975)";
pub(super) const WHITE_CHRISTIE: &str = "a server that breaks down (White and Christie 1958)";

/// All of them.
pub(super) fn cases() -> Vec<Case> {
    let mut cases = vacations();
    cases.extend(single_vacations());
    cases.extend(breakdowns());
    cases
}

/// Who finds nobody waiting turns to other work, again and again: the wait of M/G/1 and what is left of such a block.
/// That the server is busy with customers as often as before is a check of its own.
fn vacations() -> Vec<Case> {
    // Arrivals an hour, squared variation of the work of 1 h, law of a block, its mean and second moment, effort, quick.
    let rows = [
        (0.5, 1.0, "\"2 h\"", 2.0, 4.0, 2.0, true),
        (0.8, 1.0, "{ exponential = \"1 h\" }", 1.0, 2.0, 1.5, false),
        (0.7, 4.0, "\"5 h\"", 5.0, 25.0, 2.5, false),
        (0.6, 0.25, "\"16 h\"", 16.0, 256.0, 1.5, false),
    ];
    let case = |(rate, cv2, block, mean, second, effort, quick): (f64, f64, &str, f64, f64, f64, bool)| {
        let share = ("time on blocks", 1.0 - rate, LEVY_YECHIALI);
        let theory = multiple_vacations(rate, work_moments(cv2), mean, second);
        let station = server(rate, cv2).vacations(block);
        let name = format!("{rate} an hour, work of cv2 {cv2}, blocks of {}", block.replace('"', ""));
        blocks("vacations", name, (station, rate, effort), quick, theory, share)
    };
    rows.into_iter().map(case).collect()
}

/// One server with work of mean 1 h.
fn server(rate: f64, cv2: f64) -> Station {
    Station::pooled(1, vec![if cv2 == 1.0 { Stream::exponential(rate, 1.0) } else { Stream::gamma(rate, 1.0, cv2) }])
}

/// The first three moments of that work.
fn work_moments(cv2: f64) -> [f64; 3] {
    [1.0, 1.0 + cv2, (1.0 + cv2) * (1.0 + 2.0 * cv2)]
}

/// A station whose server turns to blocks of other work: the mean wait, and what share of time goes to blocks (what, how
/// much, by which source).
fn blocks(
    family: &'static str,
    name: String,
    (station, rate, effort): (Station, f64, f64),
    quick: bool,
    wait: f64,
    (what, share, source): (&str, f64, &'static str),
) -> Case {
    Case {
        family,
        toml: station.toml(&name),
        watch: station.watch(rate, effort),
        name,
        quick,
        checks: vec![
            Check::mean_wait(wait, LEVY_YECHIALI),
            Check::utilization(rate),
            Check::metric(what, Metric::IdleWorkShare, 0, share, source),
        ],
    }
}

/// Who finds nobody waiting turns to other work once, and then waits: the same, with less of it.
fn single_vacations() -> Vec<Case> {
    // Arrivals an hour, squared variation of the work of 1 h, law of a block, its mean and second moment, probability that
    // nobody comes meanwhile, effort, quick.
    let rows = [
        (0.5, 1.0, "\"2 h\"", 2.0, 4.0, libm::exp(-1.0), 2.0, true),
        (0.8, 1.0, "{ exponential = \"1 h\" }", 1.0, 2.0, 1.0 / 1.8, 1.5, false),
        (0.7, 4.0, "\"5 h\"", 5.0, 25.0, libm::exp(-3.5), 2.5, false),
        (0.3, 0.25, "\"1 h\"", 1.0, 1.0, libm::exp(-0.3), 2.0, false),
    ];
    let case = |(rate, cv2, block, mean, second, none, effort, quick): (f64, f64, &str, f64, f64, f64, f64, bool)| {
        // After each busy period a block, and whatever is left until somebody comes.
        let share = (1.0 - rate) * mean / (mean + none / rate);
        let share = ("time on blocks", share, "renewal reward over busy cycles");
        let theory = single_vacation(rate, work_moments(cv2), mean, second, none);
        let station = server(rate, cv2).single_vacations(block);
        let name = format!("{rate} an hour, work of cv2 {cv2}, one block of {}", block.replace('"', ""));
        blocks("single vacations", name, (station, rate, effort), quick, theory, share)
    };
    rows.into_iter().map(case).collect()
}

/// One server that leaves and comes back by exponential times, whether at work or not; work goes on where it stood.
fn breakdowns() -> Vec<Case> {
    // Arrivals an hour, departures and returns an hour, effort, quick.
    let rows = [
        (0.5, 0.1, 0.4, 2.0, true),
        (0.6, 0.02, 0.1, 3.0, false),
        (0.3, 0.5, 0.5, 2.0, false),
        (0.7, 0.01, 0.1, 3.5, false),
    ];
    let case = |(rate, leave, back, effort, quick): (f64, f64, f64, f64, bool)| {
        let there = back / (leave + back);
        // A service of 1 h with what interrupts it, as the plan of the length sees it.
        let (mean, extra) = (1.0 / there, 2.0 * leave / (back * back));
        let cv2 = 1.0 + extra / (mean * mean);
        let stream = Stream::exponential(rate, 1.0);
        let slowed = Stream { mean, cv2, ..stream.clone() };
        let watch = Station::pooled(1, vec![slowed]).watch(rate * mean, effort);
        let station = Station::pooled(1, vec![stream]).away(1.0 / leave, 1.0 / back);
        let name = format!("{rate} an hour, leaves {leave} and comes back {back} times an hour");
        let sojourn = on_off_server(rate, 1.0, leave, back) / rate;
        Case {
            family: "breakdowns",
            toml: station.toml(&name),
            watch,
            name,
            quick,
            checks: vec![
                Check::metric("mean wait and service, h", Metric::ResolutionHoursMean, 0, sojourn, WHITE_CHRISTIE),
                Check::metric("time away", Metric::AbsentShare, 0, 1.0 - there, "leave / (leave + back)"),
                Check::metric(
                    "busy of the time there",
                    Metric::Utilization,
                    0,
                    rate / there,
                    "arrivals x work / time there",
                ),
            ],
        }
    };
    rows.into_iter().map(case).collect()
}
