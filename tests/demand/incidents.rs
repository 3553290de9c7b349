//! Product incidents: how often they strike, whom, and how close together the reports come.

use crate::{WEEKS, demands, follows, near, scenario, work};
use caseload::model::Scenario;
use caseload::time::{HOUR, MINUTE, WEEK, YEAR};
use std::collections::BTreeMap;
use std::path::Path;

const OUTAGES: &str = r#"
[profiles.mornings]
hours = { "8" = 1, "9" = 3 }

[incidents.outage]
rate = "12 / year"
share = "30%"
work = { exponential = "20 min" }
respond_within = "2 h"
spread = "30 min"
profile = "flat"
"#;

fn outages(sets: &[(&str, &str)]) -> Scenario {
    scenario(Path::new("."), OUTAGES, sets)
}

/// Years from begin to end.
fn years() -> f64 {
    WEEKS * WEEK as f64 / YEAR as f64
}

#[test]
fn incidents_strike_at_their_rate_and_hit_their_share_at_once() {
    let (mut incidents, mut reports, mut squares) = (0.0, 0.0, 0.0);
    let replications = 60;
    for demand in demands(&outages(&[]), replications) {
        let mut last = i64::MIN / 2;
        let mut sizes: Vec<f64> = Vec::new();
        for report in work(&demand, 0) {
            // Reports of one incident lie within half an hour; two incidents seldom do.
            if report.at.ms() - last > 30 * MINUTE {
                sizes.push(0.0);
            }
            last = report.at.ms();
            *sizes.last_mut().unwrap() += 1.0;
        }
        incidents += sizes.len() as f64;
        reports += sizes.iter().sum::<f64>();
        squares += sizes.iter().map(|size| (size - 300.0) * (size - 300.0)).filter(|square| *square < 1e4).sum::<f64>();
    }
    let stated = f64::from(replications) * 12.0 * years();
    near("incidents", incidents, stated, stated.sqrt());
    let std_error = 300.0 * stated.sqrt();
    near("reports", reports, 300.0 * stated, std_error);
    // Binomial: variance 210 of a thousand accounts at 30 %. Two incidents that run together are left out.
    near("variance of the reports of one", squares / incidents, 210.0, 210.0 * (2.0 / incidents).sqrt() + 4.0);
}

#[test]
fn reports_of_an_incident_come_evenly_within_its_spread() {
    let scenario = outages(&[("incidents.outage.rate", "1 / year"), ("incidents.outage.share", "100%")]);
    let mut by_part = [0.0; 6];
    let mut incidents = 0;
    for demand in demands(&scenario, 40) {
        let times: Vec<i64> = work(&demand, 0).map(|report| report.at.ms()).collect();
        // One incident in the replication: everybody reports it once.
        if times.len() == 1000 {
            incidents += 1;
            let first = times[0];
            times.iter().for_each(|at| by_part[(((at - first) / (5 * MINUTE)) as usize).min(5)] += 1.0);
        }
    }
    assert!(incidents >= 8, "{incidents}");
    follows("reports by five minutes", &by_part, &[1.0; 6]);
}

#[test]
fn who_is_hit_by_one_says_nothing_about_the_next_and_accounts_differ() {
    let scenario = outages(&[("incidents.outage.rate", "200 / year")]);
    let demand = demands(&scenario, 1).swap_remove(0);
    let mut of_account: BTreeMap<u32, f64> = BTreeMap::new();
    work(&demand, 0).for_each(|report| *of_account.entry(report.account).or_default() += 1.0);
    let n = of_account.len() as f64;
    assert_eq!(n, 1000.0);
    let mean = of_account.values().sum::<f64>() / n;
    let variance = of_account.values().map(|count| (count - mean) * (count - mean)).sum::<f64>() / (n - 1.0);
    // Given the incidents of the replication, hits are binomial: variance is 0.7 of the mean.
    near("variance over mean of hits", variance / mean, 0.7, 0.7 * (2.0 / n).sqrt());
    let content = work(&demand, 0).map(|report| report.work_content().hours()).sum::<f64>();
    let reports = work(&demand, 0).count() as f64;
    near("mean content", content / reports, 1.0 / 3.0, 1.0 / 3.0 / reports.sqrt());
}

#[test]
fn incidents_strike_in_the_hours_of_their_profile() {
    let sets = [
        ("incidents.outage.profile", "mornings"),
        ("incidents.outage.rate", "300 / year"),
        ("incidents.outage.spread", "0 min"),
    ];
    let mut by_hour = [0.0; 24];
    for demand in demands(&outages(&sets), 4) {
        let mut last = i64::MIN;
        for report in work(&demand, 0).filter(|report| std::mem::replace(&mut last, report.at.ms()) != report.at.ms()) {
            by_hour[(report.at.ms().rem_euclid(24 * HOUR) / HOUR) as usize] += 1.0;
        }
    }
    let weights: Vec<f64> =
        (0..24).map(|hour| [(8, 1.0), (9, 3.0)].iter().find(|(h, _)| *h == hour).map_or(0.0, |w| w.1)).collect();
    follows("incidents by hour", &by_hour, &weights);
}

#[test]
fn load_and_the_luck_of_days_leave_incidents_alone() {
    let one = demands(&outages(&[]), 1).swap_remove(0);
    let other = demands(&outages(&[("demand.load", "3"), ("demand.daily_dispersion", "9")]), 1).swap_remove(0);
    assert_eq!(one.occurrences, other.occurrences);
}
