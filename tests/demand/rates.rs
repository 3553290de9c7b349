//! How many requests and risks come, how unequally, and when in the week.

use crate::{WEEKS, demands, follows, mean_is, near, scenario, work};
use caseload::model::Scenario;
use caseload::statistics::Tally;
use caseload::time::{DAY, HOUR, MONTH, WEEK, YEAR};
use jiff::tz::TimeZone;
use std::path::Path;

const PLAIN: &str = r#"
[demand]
daily_dispersion = 1

[requests.question]
rate = "0.5 / account / month"
work = "10 min"
respond_within = "1 day"
frailty = "none"
profile = "flat"

[risks.drop]
rate = "0.6 / account / year"
work = "1 h"

[profiles.days]
weekdays = { mon-fri = 1 }

[profiles.uneven]
time_zone = "America/New_York"
weekdays = { mon = 19, tue = 22, wed = 21, thu = 20, fri = 18, sun = 6 }
hours = { "1" = 3, "2" = 3, "9" = 12, "10" = 8, "11" = 9, "14" = 12, "15" = 7, "23" = 2 }
"#;

fn plain(sets: &[(&str, &str)]) -> Scenario {
    scenario(Path::new("."), PLAIN, sets)
}

/// Requests expected of a thousand accounts at half a request a month.
fn expected() -> f64 {
    1000.0 * 0.5 * WEEKS * WEEK as f64 / MONTH as f64
}

#[test]
fn requests_come_at_the_stated_rate() {
    type Case = (&'static str, f64, &'static [(&'static str, &'static str)]);
    let cases: [Case; 4] = [
        ("a plain rate", 1.0, &[]),
        ("a load", 1.5, &[("demand.load", "1.5")]),
        ("a profile", 1.0, &[("requests.question.profile", "business_hours")]),
        ("a rate a week", 1.0, &[("requests.question.rate", "6 / account / year")]),
    ];
    for (what, factor, sets) in cases {
        let count: f64 = demands(&plain(sets), 5).iter().map(|demand| work(demand, 0).count() as f64).sum();
        // Counts are Poisson. A profile by day and hour shifts the borders of the horizon by a day at most.
        let stated = 5.0 * expected() * factor;
        near(what, count, stated, stated.sqrt() * if what == "a profile" { 1.1 } else { 1.0 });
    }
}

#[test]
fn frailty_and_day_factors_leave_the_mean_alone() {
    let both = plain(&[("requests.question.frailty", "0.4"), ("demand.daily_dispersion", "2.8")]);
    let rates = demands(&both, 60).into_iter().map(|demand| work(&demand, 0).count() as f64 / expected());
    mean_is("requests over expected", rates, 1.0, 0.02);
}

#[test]
fn counts_of_accounts_are_negative_binomial() {
    for shape in [0.4, 2.0] {
        let sets = [("requests.question.frailty", shape.to_string()), ("segments.smb.accounts", "8000".to_string())];
        let sets: Vec<(&str, &str)> = sets.iter().map(|(path, value)| (*path, value.as_str())).collect();
        let demand = demands(&plain(&sets), 1).swap_remove(0);
        let mut counts = vec![0.0; demand.accounts.len()];
        work(&demand, 0).for_each(|request| counts[request.account as usize] += 1.0);
        let tally: Tally = counts.iter().copied().collect();
        let mean = expected() / 1000.0;
        let variance = mean + mean * mean / shape;
        near("mean of an account", tally.mean(), mean, (variance / 8000.0).sqrt());
        let fourth: Tally = counts.iter().map(|x| libm::pow(x - tally.mean(), 4.0)).collect();
        let error = ((fourth.mean() - tally.variance() * tally.variance()) / 8000.0).sqrt();
        near("variance of an account", tally.variance(), variance, error);
    }
}

/// Sum over the days of the week of the variance of their counts, over the sum of their means.
fn dispersion(scenario: &Scenario, replications: u32) -> Vec<f64> {
    let ratio = |demand: &caseload::model::Demand| {
        let weeks = WEEKS as usize;
        let mut counts = vec![vec![0.0; weeks]; 7];
        for request in work(demand, 0) {
            // Everything begins on a Monday, two weeks before zero.
            let day = (request.at.ms() + 2 * WEEK).div_euclid(DAY) as usize;
            counts[day % 7][day / 7] += 1.0;
        }
        let days: Vec<Tally> = counts.iter().map(|weeks| weeks.iter().copied().collect()).collect();
        days.iter().map(Tally::variance).sum::<f64>() / days.iter().map(Tally::mean).sum::<f64>()
    };
    demands(scenario, replications).iter().map(ratio).collect()
}

#[test]
fn days_are_as_dispersed_as_stated() {
    for profile in ["days", "business_hours", "flat"] {
        for stated in [1.0, 2.8, 6.0] {
            let text = stated.to_string();
            let sets = [("demand.daily_dispersion", text.as_str()), ("requests.question.profile", profile)];
            let what = format!("variance over mean, {profile}, {stated}");
            mean_is(&what, dispersion(&plain(&sets), 40), stated, 0.03);
        }
    }
}

#[test]
fn the_factor_of_a_day_is_common_to_all_kinds() {
    let second = r#"
[requests.second]
rate = "0.5 / account / month"
work = "10 min"
respond_within = "1 day"
frailty = "none"
profile = "flat"
"#;
    let scenario = scenario(Path::new("."), &format!("{PLAIN}{second}"), &[("demand.daily_dispersion", "5")]);
    let kind = |name: &str| scenario.kinds.iter().position(|kind| kind.name == name).unwrap() as u16;
    let (a, b) = (kind("question"), kind("second"));
    let correlations = demands(&scenario, 10).into_iter().map(|demand| {
        let mut days = vec![[0.0f64; 2]; 7 * WEEKS as usize];
        for (which, kind) in [a, b].into_iter().enumerate() {
            work(&demand, kind).for_each(|o| days[((o.at.ms() + 2 * WEEK) / DAY) as usize][which] += 1.0);
        }
        let mean = |which: usize| days.iter().map(|day| day[which]).sum::<f64>() / days.len() as f64;
        let (m, n) = (mean(0), mean(1));
        let sum = |of: fn(f64, f64) -> f64| days.iter().map(|day| of(day[0] - m, day[1] - n)).sum::<f64>();
        sum(|x, y| x * y) / (sum(|x, _| x * x) * sum(|_, y| y * y)).sqrt()
    });
    // Both kinds together have variance 5 m with m their mean: half each, covariance c and own variance m/2 + c, so
    // 2 (m/2 + c) + 2 c = 5 m, c = m, and the correlation is 1 / 1.5.
    mean_is("correlation of two kinds", correlations, 2.0 / 3.0, 0.05);
}

#[test]
fn requests_follow_the_hours_of_the_week() {
    let scenario = plain(&[("requests.question.profile", "uneven"), ("segments.smb.accounts", "4000")]);
    let zone = TimeZone::get("America/New_York").unwrap();
    let zero = scenario.simulation.start.to_zoned(TimeZone::UTC).unwrap().timestamp().as_millisecond();
    let hour_of = |ms: i64| {
        let local = zone.to_datetime(jiff::Timestamp::from_millisecond(zero + ms).unwrap());
        local.weekday().to_monday_zero_offset() as usize * 24 + local.hour() as usize
    };
    let mut counts = vec![0.0; 168];
    for demand in demands(&scenario, 2) {
        work(&demand, 0).for_each(|request| counts[hour_of(request.at.ms())] += 1.0);
    }
    // An hour of the week that a change of clocks skips or repeats comes so much less or more often.
    let days = [19.0, 22.0, 21.0, 20.0, 18.0, 0.0, 6.0];
    let hours = [(1, 3.0), (2, 3.0), (9, 12.0), (10, 8.0), (11, 9.0), (14, 12.0), (15, 7.0), (23, 2.0)];
    let weight = |hour: usize| days[hour / 24] * hours.iter().find(|(h, _)| *h == hour % 24).map_or(0.0, |(_, w)| *w);
    let mut weights = vec![0.0; 168];
    for hour in 0..(WEEKS as i64 * 168) {
        let hour = hour_of(hour * HOUR - 2 * WEEK);
        weights[hour] += weight(hour);
    }
    follows("hours of the week", &counts, &weights);
}

#[test]
fn risks_strike_at_the_stated_rate_with_even_luck() {
    let scenario = plain(&[]);
    let kind = scenario.kinds.iter().position(|kind| kind.name == "drop").unwrap() as u16;
    let (mut count, mut lucks) = (0.0, vec![0.0; 20]);
    for demand in demands(&scenario, 10) {
        for risk in work(&demand, kind) {
            count += 1.0;
            lucks[(risk.luck() * 20.0) as usize] += 1.0;
        }
    }
    let stated = 10.0 * 1000.0 * 0.6 * WEEKS * WEEK as f64 / YEAR as f64;
    near("risks", count, stated, stated.sqrt());
    follows("luck of plays", &lucks, &[1.0; 20]);
}
