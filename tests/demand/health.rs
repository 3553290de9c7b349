//! Health as it is seen at renewals, and alarms, against closed forms.

use crate::{demands, near, scenario, work};
use caseload::model::demand::{Demand, Occurrence, What};
use caseload::model::{Origin, Scenario};
use caseload::time::SimTime;
use statrs::distribution::{Continuous, ContinuousCDF, Normal};
use std::path::Path;

/// Renewals each month show health to a tenth of a point: a mean of 50 and 100 less what is missing.
const SEEN: &str = r#"
[health]
mean = 50
spread = 10
memory = "3 months"
at_risk_below = 100
champion_leaves = "0 / account / year"
"#;

const MONTHLY: &[(&str, &str)] =
    &[("segments.smb.accounts", "4000"), ("segments.smb.churn", "0% / year"), ("segments.smb.contract", "1 month")];

/// Health at each renewal, account by account.
fn health(demand: &Demand) -> Vec<Vec<f64>> {
    let mut found = vec![Vec::new(); demand.accounts.len()];
    for renewal in demand.occurrences.iter().filter(|o| o.what == What::Renewal) {
        found[renewal.account as usize].push(100.0 - renewal.missing_health());
    }
    found
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn health_has_the_stated_mean_spread_and_memory() {
    let scenario = scenario(Path::new("."), SEEN, MONTHLY);
    let seen = health(&demands(&scenario, 1)[0]);
    let n = seen.len() as f64;
    // One reading of each account, early and late in the run: independent over accounts.
    for place in [0, 11] {
        let values: Vec<f64> = seen.iter().map(|values| values[place]).collect();
        near("mean", mean(&values), 50.0, 10.0 / n.sqrt());
        let squares: Vec<f64> = values.iter().map(|v| (v - 50.0) * (v - 50.0)).collect();
        near("variance", mean(&squares), 100.0, 100.0 * (2.0 / n).sqrt());
        // Two months apart: 60.875 days are 8 or 9 weeks, 8.696 on average.
        if place > 2 {
            let products: Vec<f64> = seen.iter().map(|v| (v[place] - 50.0) * (v[place - 2] - 50.0)).collect();
            let weekly = libm::exp(-7.0 / (3.0 * 30.436875));
            let expected = 100.0 * (0.304 * libm::pow(weekly, 8.0) + 0.696 * libm::pow(weekly, 9.0));
            near("covariance", mean(&products), expected, 100.0 * ((1.0 + 0.27) / n).sqrt());
        }
    }
}

#[test]
fn health_never_leaves_its_scale_and_champions_take_theirs_along() {
    let wild = [MONTHLY, &[("health.spread", "60")]].concat();
    let values = health(&demands(&scenario(Path::new("."), SEEN, &wild), 1)[0]).concat();
    assert!(values.iter().all(|v| (0.0..=100.0).contains(v)) && values.contains(&0.0) && values.contains(&100.0));
    // Without spread only champions move health: at a rate of 2 a year, each 10 points that come back in 3 months,
    // 2 x 10 x 0.25 = 5 points are missing on average. (In weeks: a loss counts in full in its first one.)
    let champions = [
        MONTHLY,
        &[("health.spread", "0"), ("health.champion_leaves", "2 / account / year"), ("health.champion_loss", "10")],
    ]
    .concat();
    let seen = health(&demands(&scenario(Path::new("."), SEEN, &champions), 1)[0]);
    let late: Vec<f64> = seen.iter().map(|values| 50.0 - values[11]).collect();
    let weekly = libm::exp(-7.0 / (3.0 * 30.436875));
    let a_week = 2.0 * 7.0 / 365.2425;
    let since_the_start = 1.0 - libm::pow(weekly, 48.0);
    let expected = 10.0 * a_week / (1.0 - weekly) * since_the_start;
    let variance = mean(&late.iter().map(|v| (v - expected) * (v - expected)).collect::<Vec<_>>());
    near("points missing", mean(&late), expected, (variance / late.len() as f64).sqrt() + 0.02);
}

/// Health that is new every week, so that each reading is as good as independent of those before.
const FORGETFUL: &str = r#"
[health]
mean = 70
spread = 15
memory = "1 h"
noise = 8
usage_noise = "20%"
survey = "28 days"
survey_response = "50%"
champion_leaves = "3 / account / year"
champion_loss = 0

[triggers.low]
score_below = 50
work = "1 h"
cooldown = "0 days"
hysteresis = 0

[triggers.fall]
score_drop = 25
within = "7 days"
work = "1 h"
cooldown = "0 days"
hysteresis = 0

[triggers.unhappy]
nps_below = 7
work = "1 h"
cooldown = "0 days"
hysteresis = 0

[triggers.champion]
champion_gone = true
work = "1 h"
cooldown = "0 days"

[triggers.calm]
score_below = 50
work = "1 h"
cooldown = "28 days"
hysteresis = 10
"#;

fn alarms(demand: &Demand, kind: u16) -> Vec<&Occurrence> {
    work(demand, kind).collect()
}

fn precision(alarms: &[&Occurrence]) -> f64 {
    let at_risk = |alarm: &&&Occurrence| Occurrence::alarm_of_luck(alarm.luck()).1;
    alarms.iter().filter(at_risk).count() as f64 / alarms.len() as f64
}

fn forgetful() -> (Scenario, Demand) {
    let scenario = scenario(Path::new("."), FORGETFUL, &[("segments.smb.accounts", "3000")]);
    let demand = demands(&scenario, 1).swap_remove(0);
    (scenario, demand)
}

#[test]
fn a_threshold_alarms_as_often_and_as_rightly_as_normal_laws_say() {
    let (_, demand) = forgetful();
    // Weekly readings at 7, 14, .. days of 56 weeks: 55 of each account.
    let readings = 55.0 * 3000.0;
    let score = Normal::new(70.0, (15.0f64 * 15.0 + 64.0).sqrt()).unwrap();
    let p = score.cdf(50.0);
    let low = alarms(&demand, 0);
    // The first reading alarms if it is low, the others if moreover the one before was not.
    let expected = 3000.0 * p + (readings - 3000.0) * p * (1.0 - p);
    near("alarms", low.len() as f64, expected, expected.sqrt());
    // Of those with a low score, the share whose health is below 50.
    let health = Normal::new(70.0, 15.0).unwrap();
    let error = Normal::new(0.0, 8.0).unwrap();
    let cells = (0..50_000).map(|cell| (f64::from(cell) + 0.5) / 1000.0);
    let both: f64 = cells.map(|h| health.pdf(h) * error.cdf(50.0 - h) / 1000.0).sum::<f64>();
    let true_share = both / p;
    near("precision", precision(&low), true_share, (true_share * (1.0 - true_share) / low.len() as f64).sqrt());
}

#[test]
fn drops_surveys_and_champions_alarm_as_often_as_they_should() {
    let (_, demand) = forgetful();
    let sd = (15.0f64 * 15.0 + 64.0).sqrt();
    // A fall from one reading to the next by more than 25; none can follow at once but after a reading that did not.
    // P(x1 - x2 > 25), less P(x0 - x1 > 25 and x1 - x2 > 25) where the alarm is still unarmed.
    let normal = Normal::new(70.0, sd).unwrap();
    let cells: Vec<f64> = (0..2_000).map(|cell| (f64::from(cell) + 0.5) / 10.0 - 30.0).collect();
    let fall: f64 = cells.iter().map(|x| normal.pdf(*x) * 0.1 * normal.cdf(x - 25.0)).sum();
    let twice: f64 =
        cells.iter().map(|x| normal.pdf(*x) * 0.1 * normal.cdf(x - 25.0) * (1.0 - normal.cdf(x + 25.0))).sum();
    let expected = 3000.0 * (54.0 * fall - 53.0 * twice);
    let found = alarms(&demand, 1).len() as f64;
    // Scores end at 100, which takes a little: 3 % of readings lie above it.
    assert!(
        found < expected && found > 0.9 * expected,
        "{found} alarms of falls, {expected} without an end of the scale"
    );
    // Answers below 7 are those that round from less than 6.5, of the surveys that are answered.
    let p = normal.cdf(65.0);
    let answered: f64 = 3000.0 * 56.0 * 7.0 / 28.0 * 0.5;
    let first = 3000.0 * p;
    let expected = first + (answered - 3000.0) * p * (1.0 - p);
    near("alarms of surveys", alarms(&demand, 2).len() as f64, expected, expected.sqrt());
    let expected = 3000.0 * 3.0 * 56.0 * 7.0 / 365.2425;
    near("champions", alarms(&demand, 3).len() as f64, expected, expected.sqrt());
}

#[test]
fn cooldown_and_hysteresis_keep_alarms_apart() {
    let (_, demand) = forgetful();
    let (low, calm) = (alarms(&demand, 0), alarms(&demand, 4));
    assert!(calm.len() * 10 < low.len() * 9, "{} of {}", calm.len(), low.len());
    let mut last = vec![None; demand.accounts.len()];
    for alarm in &calm {
        if let Some(before) = last[alarm.account as usize].replace(alarm.at) {
            let days = (alarm.at - before).days();
            assert!(days >= 28.0, "{days} days between two alarms");
        }
    }
    // The same score raises both: whatever alarms calmly, was low.
    let low: std::collections::BTreeSet<_> = low.iter().map(|alarm| (alarm.account, alarm.at)).collect();
    let alike = calm.iter().filter(|alarm| low.contains(&(alarm.account, alarm.at))).count();
    assert!(alike * 10 > calm.len() * 6, "{alike} of {}", calm.len());
}

#[test]
fn plans_count_with_the_alarms_that_come() {
    let (scenario, demand) = forgetful();
    for (number, kind) in scenario.kinds.iter().enumerate() {
        let Origin::Trigger { trigger, .. } = &kind.origin else { panic!("only triggers") };
        let found = alarms(&demand, number as u16).len() as f64 / 3000.0 / (56.0 * 7.0 / 365.2425);
        let (expected, _) = trigger.per_year[0];
        // A trial of 400 accounts: some 400 x the rate in alarms.
        near("alarms a year", expected, found, (found / 400.0).sqrt());
        assert_eq!(scenario.times_per_account(0, kind), expected);
    }
}

#[test]
fn a_trigger_and_a_segment_more_change_no_other_alarm() {
    let sets = [("segments.smb.accounts", "300")];
    let further = "[triggers.aaa]\nscore_below = 90\nwork = \"1 h\"\n";
    let one = demands(&scenario(Path::new("."), FORGETFUL, &sets), 1).swap_remove(0);
    let two = demands(&scenario(Path::new("."), &format!("{FORGETFUL}\n{further}"), &sets), 1).swap_remove(0);
    let of = |demand: &Demand, kind: u16| {
        alarms(demand, kind).iter().map(|a| (a.account, a.at, a.luck().to_bits())).collect::<Vec<_>>()
    };
    for kind in 0..5 {
        assert_eq!(of(&one, kind), of(&two, kind));
    }
}

/// Touches of every week: all, those for low scores, and reminders with a CSM who steps in.
const TOUCHES: &str = r#"
[playbooks.all]
steps = [ { every = "1 week", work = "10 min" } ]

[playbooks.low]
steps = [ { every = "1 week", work = "10 min", only_if_score_below = 50 } ]

[playbooks.reminder]
steps = [ { every = "1 week", work = "10 min", digital = true, human_if_score_below = 50 } ]

[health]
mean = 60
spread = 9
noise = 12
champion_leaves = "0 / account / year"
"#;

#[test]
fn touches_open_where_the_score_says_so() {
    let scenario = scenario(Path::new("."), TOUCHES, &[("segments.smb.accounts", "2000")]);
    let demand = demands(&scenario, 1).swap_remove(0);
    let names: Vec<&str> = scenario.kinds.iter().map(|kind| kind.name.as_str()).collect();
    assert_eq!(names, ["all.1", "low.1", "reminder.1", "reminder.1.human"]);
    assert_eq!(scenario.kinds.iter().map(|kind| kind.is_digital()).collect::<Vec<_>>(), [false, false, true, false]);
    let count = |kind: u16| work(&demand, kind).filter(|touch| touch.at >= SimTime::ZERO).count() as f64;
    // Scores have a standard deviation of 15: a quarter of them, Phi(-2/3), is below 50. Health has a memory of half a
    // year, so of each account's readings some twenty are as good as independent: take two.
    let low = Normal::new(60.0, 15.0).unwrap().cdf(50.0);
    let error = (low * (1.0 - low) / (2.0 * 2000.0)).sqrt();
    near("touches for low scores", count(1) / count(0), low, error);
    near("CSMs who step in", count(3) / (count(2) + count(3)), low, error);
    // Whoever gets no person gets the program.
    let mut reminders = vec![0u32; demand.accounts.len()];
    [2, 3].iter().for_each(|kind| work(&demand, *kind).for_each(|touch| reminders[touch.account as usize] += 1));
    assert!(reminders.iter().all(|count| (56..=57).contains(count)));
    let expected =
        scenario.times_per_account(0, &scenario.kinds[1]) / scenario.times_per_account(0, &scenario.kinds[0]);
    near("share planned with", expected, low, (low * (1.0 - low) / 400.0).sqrt());
}
