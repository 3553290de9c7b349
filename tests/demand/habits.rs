//! Onboarding, hand-off, complexity, self-service, product-led accounts and growth.

use crate::{demands, near, scenario, work};
use caseload::model::work::Schedule;
use caseload::model::{Demand, Origin, Scenario};
use caseload::time::{DAY, Elapsed, MONTH, SimTime, YEAR};
use std::path::Path;

const ASKING: &str = r#"
[demand]
daily_dispersion = 1

[requests.question]
rate = "1 / account / month"
work = { exponential = "20 min" }
respond_within = "1 day"
frailty = "none"
profile = "flat"

[playbooks.care]
steps = [
  { every = "1 month", work = "20 min" },
  { before_renewal = "30 days", work = "20 min" },
  { after_start = "14 days", work = "20 min" },
]

[risks.drop]
rate = "1 / account / year"
work = { exponential = "20 min" }
"#;

const GROWING: (&str, &str) = ("segments.smb.new_accounts", "200% / year");

fn asking(sets: &[(&str, &str)]) -> Scenario {
    scenario(Path::new("."), ASKING, sets)
}

/// Requests of accounts that start by age [days], and account-days at each age, in parts of ten days.
fn by_age(scenario: &Scenario, demand: &Demand) -> (Vec<f64>, Vec<f64>) {
    let (mut asked, mut days) = (vec![0.0; 20], vec![0.0; 20]);
    let initial = demand.accounts.initial;
    let end = scenario.simulation.end();
    for &start in &demand.accounts.start[initial as usize..] {
        let lived = (end - start).ms() as f64 / DAY as f64;
        (0..20).for_each(|part| days[part] += (lived - 10.0 * part as f64).clamp(0.0, 10.0));
    }
    for request in work(demand, 0).filter(|request| request.account >= initial) {
        let age = (request.at - demand.accounts.start[request.account as usize]).ms() / DAY;
        if age < 200 {
            asked[age as usize / 10] += 1.0;
        }
    }
    (asked, days)
}

#[test]
fn an_account_that_starts_asks_more_while_it_is_onboarded() {
    for (profile, hand_off) in [("flat", 0), ("business_hours", 0), ("flat", 30)] {
        let days = format!("{hand_off} days");
        let sets = [
            GROWING,
            ("requests.question.profile", profile),
            ("segments.smb.hand_off", &days),
            ("segments.smb.onboarding.duration", "60 days"),
            ("segments.smb.onboarding.request_factor", "3"),
        ];
        let scenario = asking(&sets);
        let (mut during, mut other) = ((0.0, 0.0), (0.0, 0.0));
        for demand in demands(&scenario, 4) {
            let (asked, days) = by_age(&scenario, &demand);
            for part in 0..20 {
                let onboarding = (hand_off / 10..hand_off / 10 + 6).contains(&part);
                let sum = if onboarding { &mut during } else { &mut other };
                *sum = (sum.0 + asked[part], sum.1 + days[part]);
            }
        }
        let a_day = 12.0 * DAY as f64 / YEAR as f64;
        // Borders of weekends and nights blur a little where there is a profile.
        let blur = if profile == "flat" { 1.0 } else { 2.0 };
        for (what, (asked, days), factor) in [("onboarding", during, 3.0), ("later", other, 1.0)] {
            let stated = days * a_day * factor;
            near(&format!("requests {what}, {profile}, {hand_off}"), asked, stated, stated.sqrt() * blur);
        }
    }
}

#[test]
fn those_who_were_there_are_not_onboarded() {
    let sets = [("segments.smb.onboarding.request_factor", "3")];
    let [plain, with] = [asking(&[]), asking(&sets)].map(|scenario| demands(&scenario, 1).swap_remove(0));
    assert_eq!(plain.occurrences, with.occurrences);
}

#[test]
fn a_hand_off_delays_what_follows_a_start_and_nothing_else() {
    let [plain, late] = ["0 days", "20 days"]
        .map(|delay| demands(&asking(&[GROWING, ("segments.smb.hand_off", delay)]), 1).swap_remove(0));
    let scenario = asking(&[]);
    let after = scenario
        .kinds
        .iter()
        .position(|kind| matches!(kind.origin, Origin::Step { schedule: Schedule::AfterStart(_), .. }));
    let after = after.unwrap() as u16;
    for kind in 0..scenario.kinds.len() as u16 {
        let of = |demand: &Demand, delay: i64| -> Vec<(u32, SimTime)> {
            let shift = Elapsed::from_ms(delay * DAY);
            let mut all: Vec<_> = work(demand, kind).map(|o| (o.account, o.at + shift)).collect();
            all.retain(|(_, at)| *at < scenario.simulation.end());
            all.sort_unstable();
            all
        };
        assert_eq!(of(&plain, if kind == after { 20 } else { 0 }), of(&late, 0), "kind {kind}");
    }
}

#[test]
fn complexity_multiplies_requests_and_the_content_of_all_work() {
    let [plain, complex] = ["1", "1.5"].map(|factor| {
        let scenario = asking(&[("segments.smb.complexity", factor), ("segments.smb.accounts", "3000")]);
        demands(&scenario, 2)
    });
    for kind in 0..5 {
        let count = |demands: &[Demand]| demands.iter().map(|demand| work(demand, kind).count() as f64).sum::<f64>();
        let content = |demands: &[Demand]| {
            let all = demands.iter().flat_map(|demand| work(demand, kind));
            all.map(|o| o.work_content().hours()).sum::<f64>() / count(demands)
        };
        let (a, b) = (count(&plain), count(&complex));
        if kind == 0 {
            near("requests", b / a, 1.5, 1.5 * (1.0 / a + 1.0 / b).sqrt());
        } else {
            assert_eq!(a, b, "kind {kind} comes as often");
        }
        if a > 0.0 {
            near("content", content(&complex) / content(&plain), 1.5, 1.5 * (1.0 / a + 1.0 / b).sqrt() + 1e-6);
        }
    }
}

/// Requests that reach a person while measuring, over those of the same customers without self-service.
fn reaching(sets: &[(&str, &str)]) -> (f64, f64) {
    let [plain, with] = [&[][..], sets].map(|further| {
        let scenario = asking(&[&[("segments.smb.accounts", "4000")], further].concat());
        demands(&scenario, 2)
            .iter()
            .map(|demand| {
                let until = scenario.simulation.end_of_measuring();
                let reached = work(demand, 0).filter(|o| o.at >= SimTime::ZERO && o.at < until).count();
                if let [deflected] = demand.asked.deflected[..] {
                    let all = demand.occurrences.iter().filter(|o| o.at >= SimTime::ZERO && o.at < until);
                    let counted = all.filter(|o| o.what == caseload::model::demand::What::Work && o.kind == 0).count();
                    assert_eq!(demand.asked.reached, [counted as u64]);
                    assert!(deflected > 0);
                }
                reached as f64
            })
            .sum::<f64>()
    });
    (with, plain)
}

#[test]
fn self_service_answers_the_stated_share_and_the_arithmetic_knows_it() {
    let ramp = r#"{ from = "10%", to = "50%", over = "52 weeks" }"#;
    type Case = (&'static str, f64, Vec<(&'static str, &'static str)>);
    let cases: [Case; 5] = [
        ("constant", 0.3, vec![("requests.question.deflection", "30%")]),
        ("common", 0.2, vec![("self_service.half_life", "never"), ("self_service.deflection", "20%")]),
        ("a ramp over the time measured", 0.3, vec![("requests.question.deflection", ramp)]),
        // Half of the accounts at 20 %, half at 60 %.
        (
            "a preference",
            0.4,
            vec![
                ("requests.question.deflection", "20%"),
                ("self_service.half_life", "never"),
                ("self_service.preference", "3"),
                ("segments.smb.self_service", "50%"),
            ],
        ),
        // The mean of 2^-x over x from 0 to 1 is 0.5 / ln 2.
        (
            "content that ages",
            0.6 * 0.5 / std::f64::consts::LN_2,
            vec![
                ("self_service.deflection", "60%"),
                ("self_service.half_life", "13 weeks"),
                ("self_service.review", "13 weeks"),
            ],
        ),
    ];
    for (what, stated, sets) in cases {
        let (with, plain) = reaching(&sets);
        // Preferences are drawn for 4,000 accounts.
        let error = (stated * (1.0 - stated) / plain).sqrt()
            + if what == "a preference" { 0.4 / 8000f64.sqrt() / 2.0 } else { 0.0 };
        near(what, 1.0 - with / plain, stated, error);
        let scenario = asking(&sets);
        let by_arithmetic = scenario.deflected_share(0, &scenario.kinds[0]);
        assert!((by_arithmetic - stated).abs() < 0.002, "{what}: {by_arithmetic} by arithmetic, {stated} stated");
        let hours = scenario.times_per_account(0, &scenario.kinds[0]);
        assert!((hours - 12.0 * (1.0 - by_arithmetic)).abs() < 1e-9);
    }
}

#[test]
fn deflection_takes_requests_away_and_moves_none() {
    let [some, more] = ["10%", "40%"].map(|share| {
        let demand = demands(&asking(&[("requests.question.deflection", share)]), 1).swap_remove(0);
        work(&demand, 0).map(|o| (o.at, o.account, o.work_content())).collect::<Vec<_>>()
    });
    assert!(more.len() < some.len());
    assert!(more.iter().all(|request| some.contains(request)), "who asks with much self-service also asks with little");
}

#[test]
fn nobody_prepares_the_renewal_of_a_product_led_account() {
    let product_led = [("segments.smb.motion", "product-led"), ("segments.smb.churn", "30% / year")];
    let scenario = asking(&product_led);
    assert_eq!(scenario.segments[0].contracts[0].term, Elapsed::from_ms(MONTH));
    assert!(scenario.assumptions.iter().any(|a| a.key == "segments.smb.contract" && a.value == "1 month"));
    let demand = demands(&scenario, 1).swap_remove(0);
    let kind = |schedule: fn(&Schedule) -> bool| {
        let found = scenario
            .kinds
            .iter()
            .position(|kind| matches!(&kind.origin, Origin::Step { schedule: s, .. } if schedule(s)));
        found.unwrap()
    };
    let before = kind(|s| matches!(s, Schedule::BeforeRenewal(_)));
    assert_eq!(work(&demand, before as u16).count(), 0);
    assert_eq!(scenario.times_per_account(0, &scenario.kinds[before]), 0.0);
    assert!(work(&demand, kind(|s| matches!(s, Schedule::Every(_))) as u16).count() > 0);
}

#[test]
fn the_stated_share_of_accounts_grows() {
    let sets = [
        ("segments.smb.accounts", "9000"),
        ("segments.smb.growth.share", "20%"),
        ("segments.smb.growth.factor", "4"),
        ("segments.smb.growth.over", "2 years"),
    ];
    let scenario = asking(&sets);
    let demand = demands(&scenario, 1).swap_remove(0);
    let grows = (0..9000).filter(|account| demand.accounts.grows(*account)).count() as f64;
    near("share that grows", grows / 9000.0, 0.2, (0.2 * 0.8 / 9000.0f64).sqrt());
    let growth = scenario.segments[0].habits.growth.unwrap();
    let after = |years: i64| growth.multiple(Elapsed::from_ms(years * YEAR));
    assert_eq!([after(0), after(1), after(2), after(3)], [1.0, 2.0, 4.0, 4.0]);
}
