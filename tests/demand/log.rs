//! Demand from a log: whole weeks of it, as they were, for as many accounts as the scenario has.

use crate::{demands, mean_is, near, scenario};
use caseload::model::demand::What;
use caseload::model::{Demand, Scenario};
use caseload::statistics::Tally;
use caseload::time::{DAY, WEEK};
use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Accounts and weeks of the log of these tests.
const ACCOUNTS: u32 = 20;
const LOG_WEEKS: u32 = 30;
/// The first and the last week of a log may be cut short, so they are left out.
const KEPT: std::ops::Range<u32> = 1..LOG_WEEKS - 1;

const TICKETS: &str = r#"
[requests.ticket]
log = { file = "log.csv", time_zone = "America/New_York" }
work = { exponential = "20 min" }
respond_within = "1 day"
"#;

/// A log in which weeks are quiet or busy for everybody, accounts are unequal, and each day has hours of its own; no
/// two tickets of a week come at the same minute, so that a week is known by its times.
fn write_log(folder: &Path) {
    let mut text = String::from("ticket_id,account_id,created_at\n");
    let mut number = 0u32;
    let monday = date(2024, 3, 4);
    for week in 0..LOG_WEEKS {
        let busy = if week % 3 == 0 { 3 } else { 1 };
        for account in 0..ACCOUNTS {
            for ticket in 0..busy * (1 + account % 4) {
                number += 1;
                let day = [0, 1, 1, 2, 3, 4, 4, 6][((account * 5 + ticket * 3 + week) % 8) as usize];
                let minute = (account * 37 + ticket * 11 + week * 101) % (9 * 60);
                let day = monday.checked_add(jiff::Span::new().days(i64::from(week * 7 + day))).unwrap();
                let (hour, minute, second) = (8 + minute / 60, minute % 60, number % 60);
                text.push_str(&format!("T{number},A{account},{day}T{hour:02}:{minute:02}:{second:02}\n"));
            }
        }
    }
    fs::write(folder.join("log.csv"), text).unwrap();
}

/// A ticket on the wall clock: milliseconds after Monday 00:00, and the account.
type Wall = (i64, u32);

/// The weeks of the log as the scenario reads it.
fn weeks_of_log(scenario: &Scenario) -> Vec<BTreeSet<Wall>> {
    use caseload::model::work::{Origin, RequestSource};
    let Origin::Request { source: RequestSource::Log(log), .. } = &scenario.kinds[0].origin else { panic!("a log") };
    assert_eq!((log.accounts, log.weeks.len()), (ACCOUNTS, KEPT.len()));
    log.weeks.iter().map(|week| week.iter().map(|ticket| (ticket.at_ms, ticket.account)).collect()).collect()
}

/// The tickets of a demand by week on the wall clock of New York, by the date of its Monday.
fn weeks_of_demand(scenario: &Scenario, demand: &Demand) -> BTreeMap<Date, BTreeSet<Wall>> {
    let zone = TimeZone::get("America/New_York").unwrap();
    let zero = scenario.simulation.start.to_zoned(TimeZone::UTC).unwrap().timestamp().as_millisecond();
    let mut weeks: BTreeMap<Date, BTreeSet<Wall>> = BTreeMap::new();
    for ticket in demand.occurrences.iter().filter(|o| o.what == What::Work) {
        let local = zone.to_datetime(jiff::Timestamp::from_millisecond(zero + ticket.at.ms()).unwrap());
        let since = i64::from(local.weekday().to_monday_zero_offset());
        let monday = local.date().checked_sub(jiff::Span::new().days(since)).unwrap();
        let time = local.time().duration_since(jiff::civil::Time::midnight()).as_millis() as i64;
        weeks.entry(monday).or_default().insert((since * DAY + time, ticket.account));
    }
    weeks
}

fn with_accounts(folder: &Path, accounts: &str) -> Scenario {
    write_log(folder);
    scenario(folder, TICKETS, &[("segments.smb.accounts", accounts), ("simulation.start", "2026-03-02")])
}

#[test]
fn weeks_of_the_log_come_back_whole_on_the_wall_clock() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = with_accounts(folder.path(), "20");
    let log = weeks_of_log(&scenario);
    let times = |week: &BTreeSet<Wall>| week.iter().map(|(at, _)| *at).collect::<Vec<_>>();
    for demand in demands(&scenario, 3) {
        let weeks = weeks_of_demand(&scenario, &demand);
        // Which member of the segment takes the part of which account of the log, the same in every week.
        let mut parts: BTreeMap<u32, u32> = BTreeMap::new();
        let mut drawn = BTreeSet::new();
        // The first and last weeks are cut by the horizon.
        for (monday, week) in weeks.iter().skip(1).take(weeks.len() - 2) {
            let found = log.iter().position(|of_log| times(of_log) == times(week));
            let found = found.unwrap_or_else(|| panic!("the week of {monday} is none of the log's"));
            drawn.insert(found);
            for ((_, account), (_, of_log)) in week.iter().zip(&log[found]) {
                assert_eq!(*parts.entry(*of_log).or_insert(*account), *account, "parts are kept");
            }
        }
        assert_eq!(parts.values().collect::<BTreeSet<_>>().len(), ACCOUNTS as usize, "and nobody plays two");
        assert!(weeks.contains_key(&date(2026, 3, 9)) && weeks.contains_key(&date(2026, 11, 2)));
        assert!(drawn.len() > 15, "weeks are drawn from all over the log: {}", drawn.len());
    }
}

#[test]
fn a_change_of_clocks_keeps_the_hours_of_tickets() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = with_accounts(folder.path(), "20");
    // Clocks change on Sunday 8 March and Sunday 1 November 2026; tickets come from 8:00 to 17:00 every day but
    // Saturday.
    for demand in demands(&scenario, 4) {
        for (monday, week) in weeks_of_demand(&scenario, &demand) {
            for (at, _) in week {
                let hour = at % DAY / caseload::time::HOUR;
                assert!((8..17).contains(&hour), "week of {monday}: a ticket at {hour} o'clock, day {}", at / DAY);
                assert_ne!(at / DAY, 5);
            }
        }
    }
}

#[test]
fn accounts_keep_the_rate_of_the_log_however_many_there_are() {
    let tickets: u32 = KEPT
        .map(|week| (0..ACCOUNTS).map(|account| (if week % 3 == 0 { 3 } else { 1 }) * (1 + account % 4)).sum::<u32>())
        .sum();
    let stated = f64::from(tickets) / f64::from(ACCOUNTS) / KEPT.len() as f64;
    for accounts in [8, 20, 50] {
        let folder = tempfile::tempdir().unwrap();
        let scenario = with_accounts(folder.path(), &accounts.to_string());
        let rates = demands(&scenario, 80).into_iter().map(|demand| {
            let all = demand.occurrences.iter().filter(|o| o.what == What::Work).count();
            all as f64 / f64::from(accounts) / crate::WEEKS
        });
        mean_is(&format!("tickets a week of {accounts} accounts"), rates, stated, 0.03);
    }
}

#[test]
fn weekdays_and_hours_have_the_shares_of_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = with_accounts(folder.path(), "20");
    let log = weeks_of_log(&scenario);
    let demands = demands(&scenario, 30);
    // Ratio of two means over weeks: the error of its linearisation, from the weeks of the log.
    let check = |what: &str, is: &dyn Fn(i64) -> bool| {
        let count = |weeks: &mut dyn Iterator<Item = &BTreeSet<Wall>>| {
            weeks
                .map(|week| (week.iter().filter(|(at, _)| is(*at)).count() as f64, week.len() as f64))
                .collect::<Vec<_>>()
        };
        let share =
            |counts: &[(f64, f64)]| counts.iter().map(|c| c.0).sum::<f64>() / counts.iter().map(|c| c.1).sum::<f64>();
        let of_log = count(&mut log.iter());
        let stated = share(&of_log);
        let weeks: Vec<_> = demands.iter().map(|demand| weeks_of_demand(&scenario, demand)).collect();
        let found = count(&mut weeks.iter().flat_map(|weeks| weeks.values()));
        let spread: Tally = of_log.iter().map(|(part, all)| part - stated * all).collect();
        let mean: Tally = of_log.iter().map(|(_, all)| *all).collect();
        let error = spread.std_dev() / mean.mean() / (found.len() as f64).sqrt();
        near(what, share(&found), stated, error);
    };
    for day in [0, 1, 2, 3, 4, 6] {
        check(&format!("share of day {day}"), &|at| at / DAY == day);
    }
    for hour in 8..17 {
        check(&format!("share of hour {hour}"), &|at| at % DAY / caseload::time::HOUR == hour);
    }
}

/// Mean over pairs of accounts of the covariance of their weekly counts, from the variance of the sum.
fn covariance(weeks: &[Vec<f64>]) -> f64 {
    let accounts = weeks[0].len();
    let sum: Tally = weeks.iter().map(|week| week.iter().sum::<f64>()).collect();
    let own = (0..accounts).map(|a| weeks.iter().map(|week| week[a]).collect::<Tally>().variance()).sum::<f64>();
    (sum.variance() - own) / (accounts * (accounts - 1)) as f64
}

#[test]
fn accounts_are_busy_in_the_same_weeks_as_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = with_accounts(folder.path(), "40");
    let counts = |week: &BTreeSet<Wall>, members: std::ops::Range<u32>| -> Vec<f64> {
        members.map(|member| week.iter().filter(|(_, account)| *account == member).count() as f64).collect()
    };
    let log: Vec<Vec<f64>> = weeks_of_log(&scenario).iter().map(|week| counts(week, 0..ACCOUNTS)).collect();
    // The weeks of the log are all there is to draw from, so their variance is over n, not n - 1.
    let stated = covariance(&log) * (KEPT.len() - 1) as f64 / KEPT.len() as f64;
    let blocks = demands(&scenario, 40).into_iter().flat_map(|demand| {
        let weeks = weeks_of_demand(&scenario, &demand);
        let whole: Vec<&BTreeSet<Wall>> = weeks.values().skip(1).take(weeks.len() - 2).collect();
        [0..20, 20..40]
            .map(|block| covariance(&whole.iter().map(|week| counts(week, block.clone())).collect::<Vec<_>>()))
    });
    mean_is("covariance of two accounts", blocks, stated, 0.05);
}

#[test]
fn weeks_begin_on_monday_and_the_horizon_is_filled() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = with_accounts(folder.path(), "20");
    let demand = demands(&scenario, 1).swap_remove(0);
    let weeks = weeks_of_demand(&scenario, &demand);
    assert!(weeks.keys().all(|monday| monday.weekday() == Weekday::Monday));
    let (begin, end) = (scenario.simulation.begin(), scenario.simulation.end());
    assert!(weeks.len() as i64 >= (end - begin).ms() / WEEK, "no week goes without tickets");
    assert!(demand.occurrences.iter().filter(|o| o.what == What::Work).all(|o| o.at >= begin && o.at < end));
}
