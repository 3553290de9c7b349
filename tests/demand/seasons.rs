//! In which months requests and new accounts come, and renewals at quarter ends.

use crate::{demands, follows, mean_is, near, scenario, work};
use caseload::model::demand::What;
use caseload::model::{Demand, Scenario};
use caseload::time::{DAY, MONTH, SimTime, YEAR};
use jiff::tz::TimeZone;
use std::path::Path;

const SEASONAL: &str = r#"
[demand]
daily_dispersion = 1
months = { jan-mar = 1, apr = 2, may-jul = 0.5, aug = 0, sep-dec = 1.5 }

[requests.question]
rate = "0.5 / account / month"
work = "10 min"
respond_within = "1 day"
frailty = "none"
profile = "flat"

[requests.own]
rate = "0.5 / account / month"
work = "10 min"
respond_within = "1 day"
frailty = "none"
profile = "summer"

[profiles.summer]
months = { jan-may = 0, jun-aug = 1, sep-dec = 0 }
"#;

const WEIGHTS: [f64; 12] = [1.0, 1.0, 1.0, 2.0, 0.5, 0.5, 0.5, 0.0, 1.5, 1.5, 1.5, 1.5];

fn month_of(scenario: &Scenario, at: SimTime) -> usize {
    let zero = scenario.simulation.start.to_zoned(TimeZone::UTC).unwrap().timestamp().as_millisecond();
    let instant = jiff::Timestamp::from_millisecond(zero + at.ms()).unwrap();
    TimeZone::UTC.to_datetime(instant).month() as usize - 1
}

/// Milliseconds of each month from begin to end.
fn lengths(scenario: &Scenario) -> [f64; 12] {
    let mut lengths = [0.0; 12];
    let (mut at, end) = (scenario.simulation.begin().ms(), scenario.simulation.end().ms());
    while at < end {
        lengths[month_of(scenario, SimTime::from_ms(at))] += DAY as f64;
        at += DAY;
    }
    lengths
}

#[test]
fn requests_follow_the_months_and_keep_their_rate_over_a_year() {
    let scenario = scenario(Path::new("."), SEASONAL, &[("segments.smb.accounts", "4000")]);
    let (mut counts, mut summer) = ([0.0; 12], [0.0; 12]);
    for demand in demands(&scenario, 3) {
        work(&demand, 0).for_each(|o| counts[month_of(&scenario, o.at)] += 1.0);
        work(&demand, 1).for_each(|o| summer[month_of(&scenario, o.at)] += 1.0);
    }
    let lengths = lengths(&scenario);
    let expected: Vec<f64> = WEIGHTS.iter().zip(lengths).map(|(weight, length)| weight * length).collect();
    follows("requests by month", &counts, &expected);
    // A profile's own months take the place of the common ones.
    let june_to_august: Vec<f64> = (0..12).map(|m| if (5..8).contains(&m) { lengths[m] } else { 0.0 }).collect();
    follows("requests of the summer profile", &summer, &june_to_august);
    // From February to December every month comes once.
    let a_year: f64 = counts[1..11].iter().sum();
    let days = [31.0, 28.2425, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];
    let weigh = |months: std::ops::Range<usize>| months.map(|m| WEIGHTS[m] * days[m]).sum::<f64>();
    let stated = 3.0 * 4000.0 * 6.0 * weigh(1..11) / weigh(0..12);
    near("requests from February to November", a_year, stated, stated.sqrt());
}

#[test]
fn a_day_is_as_dispersed_as_stated_around_its_season() {
    let sets = [("demand.daily_dispersion", "4"), ("requests.own.rate", "0 / account / month")];
    let scenario = scenario(Path::new("."), SEASONAL, &sets);
    let lengths = lengths(&scenario);
    let a_year: f64 = 1000.0 * 6.0 * DAY as f64 / YEAR as f64;
    let mean = WEIGHTS.iter().zip([31.0, 28.2425, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0]);
    let mean = mean.map(|(weight, days)| weight * days).sum::<f64>() / 365.2425;
    // Squared distance from the expected count of the day, over expected counts, weighed by the months of a year.
    let ratios = demands(&scenario, 40).into_iter().map(|demand| {
        let begin = scenario.simulation.begin().ms();
        let days = ((scenario.simulation.end().ms() - begin) / DAY) as usize;
        let mut counts = vec![0.0; days];
        work(&demand, 0).for_each(|o| counts[((o.at.ms() - begin) / DAY) as usize] += 1.0);
        let (mut squares, mut sum) = (0.0, 0.0);
        for (day, count) in counts.into_iter().enumerate() {
            let month = month_of(&scenario, SimTime::from_ms(begin + day as i64 * DAY));
            let expected = a_year * WEIGHTS[month] / mean;
            let weight = 1.0 / lengths[month];
            squares += (count - expected) * (count - expected) * weight;
            sum += expected * weight;
        }
        squares / sum
    });
    mean_is("variance over mean around the season", ratios, 4.0, 0.04);
}

const MOVING: &[(&str, &str)] = &[
    ("segments.smb.accounts", "6000"),
    ("segments.smb.churn", "10% / year"),
    ("segments.smb.new_accounts", "40% / year"),
];

#[test]
fn new_accounts_follow_their_months() {
    let months = "{ jan-may = 1, jun = 4, jul-nov = 0, dec = 2 }";
    let scenario = scenario(Path::new("."), "", &[MOVING, &[("segments.smb.new_accounts_months", months)]].concat());
    let mut counts = [0.0; 12];
    for demand in demands(&scenario, 3) {
        let starts = &demand.accounts.start[demand.accounts.initial as usize..];
        starts.iter().for_each(|start| counts[month_of(&scenario, *start)] += 1.0);
    }
    let weights = [1.0, 1.0, 1.0, 1.0, 1.0, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0];
    let expected: Vec<f64> = weights.iter().zip(lengths(&scenario)).map(|(weight, length)| weight * length).collect();
    follows("new accounts by month", &counts, &expected);
    let days = [31.0, 28.2425, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];
    let mean = weights.iter().zip(days).map(|(weight, days)| weight * days).sum::<f64>() / 365.2425;
    let stated = 3.0 * 6000.0 * 0.4 * expected.iter().sum::<f64>() / mean / YEAR as f64;
    near("new accounts", counts.iter().sum(), stated, stated.sqrt());
}

/// Days from a date to the end of its quarter.
fn days_to_quarter_end(scenario: &Scenario, at: SimTime) -> f64 {
    let month = month_of(scenario, at);
    let mut end = at.ms().div_euclid(DAY) * DAY;
    while month_of(scenario, SimTime::from_ms(end)) / 3 == month / 3 {
        end += DAY;
    }
    (end - at.ms()) as f64 / DAY as f64
}

fn first_renewals(demand: &Demand) -> Vec<(u32, SimTime)> {
    let mut seen = vec![false; demand.accounts.len()];
    let renewals = demand.occurrences.iter().filter(|o| o.what == What::Renewal);
    renewals.filter(|o| !std::mem::replace(&mut seen[o.account as usize], true)).map(|o| (o.account, o.at)).collect()
}

#[test]
fn the_stated_share_of_renewals_falls_on_the_last_days_of_a_quarter() {
    let bunched = [("segments.smb.quarter_end.share", "60%"), ("segments.smb.quarter_end.within", "10 days")];
    let scenario = scenario(Path::new("."), "", &[MOVING, &bunched].concat());
    let (mut inside, mut all) = (0.0, 0.0);
    let mut by_day = [0.0; 10];
    let mut by_quarter = [0.0; 4];
    for demand in demands(&scenario, 3) {
        for (account, at) in first_renewals(&demand) {
            let initial = account < demand.accounts.initial;
            let begin = scenario.simulation.begin();
            assert!(at > begin, "nobody renews before the beginning");
            assert!(!initial || (at - begin).ms() <= 12 * MONTH, "the first renewal ends a term");
            if !initial {
                continue;
            }
            all += 1.0;
            let days = days_to_quarter_end(&scenario, at);
            if days <= 10.0 {
                inside += 1.0;
                by_day[(days as usize).min(9)] += 1.0;
                by_quarter[month_of(&scenario, at) / 3] += 1.0;
            }
        }
    }
    // Those who do not care fall there as often as anywhere: on 10 days of each quarter.
    let stated = 0.6 + 0.4 * 40.0 / 365.2425;
    near(
        "share of renewals on the last ten days",
        inside / all,
        stated,
        (stated * (1.0 - stated) / all).sqrt() + 0.001,
    );
    follows("renewals by quarter", &by_quarter, &[90.2425, 91.0, 92.0, 92.0]);
    // The seam of the year shifts a few dates by hours.
    follows("renewals by days before the end", &by_day, &[1.0; 10]);
}

#[test]
fn new_accounts_sign_at_quarter_ends_too_and_renew_there() {
    let bunched = [("segments.smb.quarter_end.share", "100%"), ("segments.smb.quarter_end.within", "5 days")];
    let sets = [MOVING, &bunched, &[("segments.smb.contract", "3 months")]].concat();
    let scenario = scenario(Path::new("."), "", &sets);
    let demand = demands(&scenario, 1).swap_remove(0);
    let mut seen = 0;
    for (account, at) in first_renewals(&demand) {
        if account >= demand.accounts.initial {
            let start = demand.accounts.start[account as usize];
            if start > scenario.simulation.begin() {
                assert!(days_to_quarter_end(&scenario, start) <= 5.0, "a start on the last five days");
            }
            assert_eq!((at - start).ms(), 3 * MONTH);
            seen += 1;
        }
    }
    assert!(seen > 1000, "{seen}");
}
