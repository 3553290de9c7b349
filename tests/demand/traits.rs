//! Who the accounts are, when they come and renew, and when touches open.

use crate::{WEEKS, demands, follows, near, scenario, work};
use caseload::model::Demand;
use caseload::model::demand::What;
use caseload::time::{DAY, MONTH, SimTime, WEEK, YEAR};
use std::collections::BTreeMap;
use std::path::Path;

const TOUCHES: &str = r#"
[playbooks.care]
steps = [
  { every = "3 weeks", work = "10 min" },
  { before_renewal = "30 days", work = "10 min" },
  { after_start = "14 days", work = "10 min" },
]
"#;

const MIXED: &[(&str, &str)] = &[
    ("segments.smb.accounts", "6000"),
    ("segments.smb.churn", "10% / year"),
    ("segments.smb.new_accounts", "30% / year"),
    ("segments.smb.contract", r#"{ "1 month" = "20%", "12 months" = "50%", "24 months" = "30%" }"#),
    ("segments.smb.contract_named", "15%"),
];

/// Renewals by account, in order.
fn renewals(demand: &Demand) -> BTreeMap<u32, Vec<SimTime>> {
    let mut found: BTreeMap<u32, Vec<SimTime>> = BTreeMap::new();
    let all = demand.occurrences.iter().filter(|o| o.what == What::Renewal);
    all.for_each(|renewal| found.entry(renewal.account).or_default().push(renewal.at));
    found
}

#[test]
fn contracts_promises_and_revenue_are_shared_out_as_stated() {
    let scenario = scenario(Path::new("."), TOUCHES, MIXED);
    let demand = demands(&scenario, 1).swap_remove(0);
    let n = demand.accounts.len() as f64;
    for (index, share) in [0.2, 0.5, 0.3].into_iter().enumerate() {
        let found = demand.accounts.contract.iter().filter(|&&contract| usize::from(contract) == index).count() as f64;
        let months = [1, 12, 24][index];
        assert_eq!(scenario.segments[0].contracts[index].term.ms(), months * MONTH);
        near("share of a contract", found / n, share, (share * (1.0 - share) / n).sqrt());
    }
    let named = demand.accounts.contract_named.iter().filter(|named| **named).count() as f64;
    near("share with a promise", named / n, 0.15, (0.15 * 0.85 / n).sqrt());
    let arr = demand.accounts.arr_cents.iter().map(|cents| *cents as f64 / 100.0).sum::<f64>() / n;
    near("mean ARR", arr, 4000.0, (scenario.segments[0].arr.variance() / n).sqrt());
}

#[test]
fn new_accounts_come_at_the_stated_rate_all_through() {
    let scenario = scenario(Path::new("."), TOUCHES, MIXED);
    let mut by_part = vec![0.0; 14];
    for demand in demands(&scenario, 4) {
        for &start in &demand.accounts.start[demand.accounts.initial as usize..] {
            by_part[((start.ms() + 2 * WEEK) / (4 * WEEK)) as usize] += 1.0;
        }
        let starts = demand.occurrences.iter().filter(|o| o.what == What::Start).count();
        assert_eq!(starts, demand.accounts.len() - 6000, "each new account starts once");
    }
    let stated = 4.0 * 6000.0 * 0.3 * WEEKS * WEEK as f64 / YEAR as f64;
    near("new accounts", by_part.iter().sum(), stated, stated.sqrt());
    follows("new accounts by four weeks", &by_part, &[1.0; 14]);
}

#[test]
fn renewals_are_spread_over_the_term_and_one_term_apart() {
    let scenario = scenario(Path::new("."), TOUCHES, MIXED);
    let demand = demands(&scenario, 1).swap_remove(0);
    let mut by_month = vec![0.0; 12];
    for (account, dates) in renewals(&demand) {
        let account = account as usize;
        let contract = usize::from(demand.accounts.contract[account]);
        let term = scenario.segments[0].contracts[contract].term;
        assert!(dates.windows(2).all(|pair| pair[1] - pair[0] == term), "renewals are one term apart");
        if account >= demand.accounts.initial as usize {
            assert_eq!(dates[0], demand.accounts.start[account] + term, "the first renewal ends the first term");
        } else if contract == 1 {
            by_month[((dates[0] - scenario.simulation.begin()).ms() * 12 / term.ms()).min(11) as usize] += 1.0;
        }
    }
    follows("first renewals of yearly contracts by month", &by_month, &[1.0; 12]);
}

#[test]
fn touches_open_on_their_dates() {
    let scenario = scenario(Path::new("."), TOUCHES, MIXED);
    let demand = demands(&scenario, 1).swap_remove(0);
    let (begin, end) = (scenario.simulation.begin(), scenario.simulation.end());
    let dates = |kind: u16| {
        let mut found: BTreeMap<u32, Vec<SimTime>> = BTreeMap::new();
        work(&demand, kind).for_each(|touch| found.entry(touch.account).or_default().push(touch.at));
        found
    };
    let (every, before, after) = (dates(0), dates(1), dates(2));
    let renewals = renewals(&demand);
    let (mut ahead, mut started) = (0, 0);
    for account in 0..demand.accounts.len() as u32 {
        let start = demand.accounts.start[account as usize];
        let own = every.get(&account).map_or(&[][..], Vec::as_slice);
        assert!(own.windows(2).all(|pair| (pair[1] - pair[0]).ms() == 3 * WEEK));
        assert!(own.first().is_none_or(|first| *first >= start && (*first - start).ms() <= 3 * WEEK));
        let days = |count: i64| caseload::time::Elapsed::from_ms(count * DAY);
        for renewal in renewals.get(&account).map_or(&[][..], Vec::as_slice) {
            let opens = *renewal - days(30);
            let found = before.get(&account).is_some_and(|dates| dates.contains(&opens));
            assert_eq!(found, opens >= start, "30 days ahead of a renewal, unless the account was not there yet");
            ahead += u32::from(found);
        }
        let new = account >= demand.accounts.initial;
        let expected = (new && start + days(14) < end).then(|| vec![start + days(14)]);
        assert_eq!(after.get(&account), expected.as_ref(), "14 days after the start of those who come");
        started += u32::from(expected.is_some());
        assert!(new || start == begin);
    }
    assert!(ahead > 10_000 && started > 1_000, "{ahead} touches ahead of renewals, {started} after starts");
}

#[test]
fn touches_are_answered_as_often_as_stated_whenever_they_come() {
    let scenario = scenario(Path::new("."), TOUCHES, &[]);
    let demand = demands(&scenario, 1).swap_remove(0);
    let lucks: Vec<f64> = work(&demand, 0).map(|touch| touch.luck()).collect();
    let n = lucks.len() as f64;
    let answered = lucks.iter().filter(|luck| **luck < 0.35).count() as f64 / n;
    near("share of touches answered", answered, 0.35, (0.35 * 0.65 / n).sqrt());
    let mean = lucks.iter().sum::<f64>() / n;
    near("mean luck", mean, 0.5, (1.0 / 12.0 / n).sqrt());
    // Touches of one account follow each other here or by the next account's first: the lucks know nothing of it.
    let product = lucks.windows(2).map(|pair| (pair[0] - 0.5) * (pair[1] - 0.5)).sum::<f64>() / (n - 1.0);
    near("covariance of one luck and the next", product, 0.0, 1.0 / 12.0 / n.sqrt());
}
