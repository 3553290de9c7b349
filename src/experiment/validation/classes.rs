//! Cases with several classes of customers: priorities, and what no order of service can change.

use super::station::{Station, Stream};
use super::{Case, Check, Measure};
use crate::engine::Metric;
use crate::theory::erlang::ErlangC;
use crate::theory::priority::{Class, cobham, non_preemptive, preemptive_common, preemptive_resume};

pub(super) const COBHAM: &str = "Cobham (1954)";
pub(super) const WHITE_CHRISTIE: &str = "White and Christie (1958)";
const KLEINROCK: &str = "Kleinrock (1965)";
const ERLANG: &str = "Erlang C (1917): the order changes no mean where all work is alike";

/// All of them.
pub(super) fn cases() -> Vec<Case> {
    let mut cases = equal_work();
    cases.extend(unequal_work());
    cases.extend(interruptions());
    cases.extend(conservation());
    cases
}

fn wait(class: usize, theory: f64) -> Check {
    let quantity = format!("mean wait, class {}, h", class + 1);
    Check::metric(&quantity, Metric::FirstResponseHoursMean, class + 1, theory, COBHAM)
}

/// Classes that differ in urgency only, on one server and on several.
fn equal_work() -> Vec<Case> {
    let rows: [(&[f64], u32, f64, bool); 4] = [
        (&[0.3, 0.3, 0.2], 1, 2.5, false),
        (&[0.5, 1.0], 2, 1.1, true),
        (&[2.0, 5.0], 8, 1.4, false),
        (&[3.0, 3.0, 3.0], 10, 1.6, false),
    ];
    let case = |(rates, c, effort, quick): (&[f64], u32, f64, bool)| {
        let waits = cobham(rates, 1.0, c).expect("the cases are below capacity");
        let all = ErlangC::new(rates.iter().sum(), 1.0, c).expect("the cases are below capacity");
        let streams = rates.iter().enumerate().map(|(k, rate)| Stream::exponential(*rate, 1.0).priority(k as u8 + 1));
        let station = Station::pooled(c, streams.collect());
        let mut checks: Vec<Check> = waits.into_iter().enumerate().map(|(class, theory)| wait(class, theory)).collect();
        checks.push(Check::mean_wait(all.mean_wait(), ERLANG));
        let name = format!("{} priorities on {c} servers, {rates:?} an hour", rates.len());
        Case {
            family: "priorities",
            toml: station.toml(&name),
            watch: station.watch(all.waits, effort),
            name,
            quick,
            checks,
        }
    };
    rows.into_iter().map(case).collect()
}

/// Classes with work of their own, first class first, on one server.
fn mixes() -> Vec<(&'static str, Vec<Class>)> {
    let class = |lambda: f64, mean: f64, cv2: f64| Class { lambda, mean, cv2 };
    vec![
        ("short work first", vec![class(0.4, 0.5, 1.0), class(0.2, 2.0, 1.0)]),
        ("long work first", vec![class(0.2, 2.0, 1.0), class(0.4, 0.5, 1.0)]),
        (
            "constant, Erlang and exponential work",
            vec![class(0.3, 0.5, 0.0), class(0.2, 1.0, 0.25), class(0.1, 3.0, 1.0)],
        ),
        ("variable work", vec![class(0.1, 1.0, 4.0), class(0.3, 1.0, 4.0), class(0.4, 1.0, 4.0)]),
    ]
}

fn stream(class: &Class, priority: u8) -> Stream {
    let (rate, mean) = (class.lambda, class.mean);
    let stream = match class.cv2 {
        0.0 => Stream::constant(rate, mean),
        1.0 => Stream::exponential(rate, mean),
        cv2 => Stream::gamma(rate, mean, cv2),
    };
    stream.priority(priority)
}

fn load(classes: &[Class]) -> f64 {
    classes.iter().map(|class| class.lambda * class.mean).sum()
}

fn unequal_work() -> Vec<Case> {
    let case = |(index, (what, classes)): (usize, (&str, Vec<Class>))| {
        let streams = classes.iter().enumerate().map(|(k, class)| stream(class, k as u8 + 1));
        let station = Station::pooled(1, streams.collect());
        let waits = non_preemptive(&classes).into_iter().enumerate();
        let name = format!("priorities on one server, {what}");
        Case {
            family: "priorities",
            toml: station.toml(&name),
            watch: station.watch(load(&classes), if index == 3 { 3.0 } else { 1.8 }),
            name,
            quick: index == 0,
            checks: waits.map(|(class, theory)| wait(class, theory)).collect(),
        }
    };
    mixes().into_iter().enumerate().map(case).collect()
}

/// Every class interrupts those behind it, whose work goes on where it stood: each class is as though those behind it did
/// not exist. On several servers that is checked for the first class only, because others wait for their own server.
fn interruptions() -> Vec<Case> {
    let alike = |rates: &[f64]| rates.iter().map(|&lambda| Class { lambda, mean: 1.0, cv2: 1.0 }).collect();
    let mut rows: Vec<(String, Vec<Class>, u32, f64)> = vec![
        ("two classes alike".into(), alike(&[0.2, 0.6]), 1, 1.8),
        ("three classes alike".into(), alike(&[0.3, 0.3, 0.2]), 1, 4.0),
        ("the first of two classes".into(), alike(&[2.0, 5.0]), 8, 0.1),
        ("the first of three classes".into(), alike(&[3.0, 3.0, 3.0]), 10, 0.1),
    ];
    rows.extend(mixes().into_iter().take(3).map(|(what, classes)| (what.to_string(), classes, 1, 2.5)));
    let case = |(what, classes, c, effort): (String, Vec<Class>, u32, f64)| {
        let last = classes.len() - 1;
        let streams = classes.iter().enumerate().map(|(k, class)| {
            let stream = stream(class, k as u8 + 1);
            if k < last { stream.interrupts() } else { stream }
        });
        let station = Station::pooled(c, streams.collect());
        let rates: Vec<f64> = classes.iter().map(|class| class.lambda).collect();
        let sojourns = match c {
            1 => preemptive_resume(&classes),
            _ => preemptive_common(&rates[..1], 1.0, c).expect("the cases are below capacity"),
        };
        let check = |(class, theory): (usize, f64)| {
            let quantity = format!("mean wait and service, class {}, h", class + 1);
            Check::metric(&quantity, Metric::ResolutionHoursMean, class + 1, theory, WHITE_CHRISTIE)
        };
        let name =
            format!("interrupted on {}, {what}", if c == 1 { "one server".into() } else { format!("{c} servers") });
        Case {
            family: "interruptions",
            toml: station.toml(&name),
            watch: station.watch(load(&classes) / f64::from(c), effort),
            name,
            quick: what.starts_with("two") || what.starts_with("short"),
            checks: sojourns.into_iter().enumerate().map(check).collect(),
        }
    };
    rows.into_iter().map(case).collect()
}

/// Waits weighted by load are the same under every order that neither idles nor interrupts: `sum of rho_k W_k =
/// rho W_0 / (1 - rho)`.
fn conservation() -> Vec<Case> {
    let mut cases = Vec::new();
    for (index, (what, classes)) in mixes().into_iter().take(3).enumerate() {
        let rho = load(&classes);
        let residual: f64 = classes.iter().map(|c| c.lambda * c.mean * c.mean * (1.0 + c.cv2) / 2.0).sum();
        for (discipline, order) in [
            ("first_come", "in order of coming"),
            ("earliest_due", "by due date"),
            ("priority", "by reversed priority"),
        ] {
            let targets = ["5 h", "1 h", "20 h"];
            let streams = classes.iter().enumerate().map(|(k, class)| stream(class, 9 - k as u8).within(targets[k]));
            let station = Station::pooled(1, streams.collect()).discipline(discipline);
            let weights = classes.iter().map(|class| class.lambda * class.mean).collect();
            let check = Check {
                quantity: "mean waits times loads, h".to_string(),
                measure: Measure::WeightedWaits(weights),
                theory: rho * residual / (1.0 - rho),
                source: KLEINROCK,
            };
            let name = format!("{what}, {order}");
            cases.push(Case {
                family: "conservation law",
                toml: station.toml(&name),
                watch: station.watch(rho, 1.5),
                name,
                quick: index == 0 && discipline == "earliest_due",
                checks: vec![check],
            });
        }
    }
    cases
}
