//! Use of licences, and alarms near capacity, against closed forms.

use crate::{demands, near, scenario, work};
use caseload::model::demand::Occurrence;
use caseload::model::{Demand, Origin, Scenario};
use caseload::time::DAY;
use statrs::distribution::{Continuous, ContinuousCDF, Normal};
use std::path::Path;

/// Use that is new every week, so that each reading is as good as independent of those before.
const FORGETFUL: &str = r#"
[licences]
mean = "60%"
spread = "15%"
memory = "1 h"
noise = 0.1
ready_from = "75%"

[triggers.full]
licences_over = "80%"
work = "1 h"
cooldown = "0 days"
hysteresis = 0

[playbooks.outreach]
steps = [ { every = "1 week", work = "10 min", only_if_licences_over = "80%" } ]
"#;

fn drawn(sets: &[(&str, &str)]) -> (Scenario, Demand) {
    let scenario = scenario(Path::new("."), FORGETFUL, &[&[("segments.smb.accounts", "3000")], sets].concat());
    let demand = demands(&scenario, 1).swap_remove(0);
    (scenario, demand)
}

const OUTREACH: u16 = 0;
const FULL: u16 = 1;

#[test]
fn licences_run_out_as_often_and_alarms_are_as_right_as_normal_laws_say() {
    let (scenario, demand) = drawn(&[]);
    let (used, error) = (Normal::new(60.0, 15.0).unwrap(), Normal::new(-0.005, 0.1).unwrap());
    // A reading is above 80 where its error is above ln(80 / use).
    let read = |x: f64| used.pdf(x) * (1.0 - error.cdf(libm::log(80.0 / x))) / 100.0;
    let cells = || (1..10_000).map(|cell| (f64::from(cell) + 0.5) / 100.0);
    let beyond = (1.0 - used.cdf(100.0)) * (1.0 - error.cdf(libm::log(0.8)));
    let p: f64 = cells().map(read).sum::<f64>() + beyond;
    let ready: f64 = cells().filter(|x| *x >= 75.0).map(read).sum::<f64>() + beyond;
    let alarms: Vec<&Occurrence> = work(&demand, FULL).collect();
    // Weekly readings at 7, 14, .. days of 56 weeks; the first one alarms if it is high, the others if moreover the one
    // before was not.
    let expected = 3000.0 * p + 54.0 * 3000.0 * p * (1.0 - p);
    near("alarms", alarms.len() as f64, expected, expected.sqrt());
    let right = alarms.iter().filter(|alarm| Occurrence::alarm_of_luck(alarm.luck()).1).count() as f64;
    let (n, share) = (alarms.len() as f64, ready / p);
    near("precision", right / n, share, (share * (1.0 - share) / n).sqrt());
    // A step opens by the last reading, of which there is one for all but the first week.
    let steps = work(&demand, OUTREACH).count() as f64;
    near("steps", steps, 55.0 * 3000.0 * p, (55.0 * 3000.0 * p).sqrt());
    // Plans count with the alarms that come; a trial of 400 accounts.
    let years = 56.0 * 7.0 / 365.2425;
    for kind in &scenario.kinds {
        let found = work(&demand, u16::from(kind.name == "full")).count() as f64 / 3000.0 / years;
        near(&kind.name, scenario.times_per_account(0, kind), found, (found / 400.0).sqrt() + found / 55.0);
    }
    let Origin::Trigger { trigger, .. } = &scenario.kinds[usize::from(FULL)].origin else { panic!("a trigger") };
    near("precision of the plan", trigger.precision(), share, (share * (1.0 - share) / (n * 400.0 / 3000.0)).sqrt());
}

#[test]
fn accounts_that_grow_fill_their_licences_until_they_renew() {
    // Usage grows by 4 % a month; the threshold of 80 is crossed at 60 x 1.333: after 7.3 months of 12.
    let (_, demand) = drawn(&[
        ("licences.spread", "0%"),
        ("licences.noise", "0"),
        ("licences.ready_from", "80%"),
        ("segments.smb.growth.share", "50%"),
        ("segments.smb.growth.factor", "1.6010322"),
        ("segments.smb.growth.over", "12 months"),
    ]);
    let growing: Vec<usize> = (0..demand.accounts.len()).filter(|account| demand.accounts.grows(*account)).collect();
    let alarms: Vec<&Occurrence> = work(&demand, FULL).collect();
    assert!(alarms.len() > 500 && alarms.len() < growing.len() * 2, "{}", alarms.len());
    for alarm in alarms {
        let account = alarm.account as usize;
        assert!(growing.contains(&account), "only accounts that grow run out of licences");
        assert!(Occurrence::alarm_of_luck(alarm.luck()).1, "without an error every alarm is right");
        let age = (alarm.at - demand.accounts.start[account]).ms() as f64 / DAY as f64;
        let renewed =
            (demand.accounts.first_renewal[account] - demand.accounts.start[account]).ms() as f64 / DAY as f64;
        // Licences are bought at the renewal; after it they last for another seven months.
        let since = if age < renewed { age } else { age - renewed };
        let needed = libm::log(80.0 / 60.0) / libm::log(1.04) * 30.436875;
        assert!(since >= needed && since <= needed + 7.0, "{since} days instead of {needed} to a week more");
    }
}
