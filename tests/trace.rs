//! Traces: a life checked by hand to the letter, and the same lives as in a comparison.

use caseload::engine::Metric;
use caseload::experiment::trace::{Fate, Happening, Row, Served};
use caseload::experiment::{Options, Rerun, compare};
use caseload::model::digital::Effect;
use caseload::model::{Class, Scenario};
use caseload::report;
use caseload::time::{Elapsed, SimTime, WEEK, YEAR};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// One account whose every week is the same: tickets of 40 minutes on Monday at 09:00 and 09:10 and on Friday at
/// 17:20. Two CSMs; the shift ends at 17:30.
const WEEKLY: &str = r#"
title = "One account, the same every week"

[simulation]
warm_up = "0 days"
length = "1 week"
cool_down = "1 day"
replications = 2
current = "named"

[context]
penalty = "0%"

[calendars.desk]
time_zone = "Europe/Berlin"
hours = { mon-fri = ["09:00-12:30", "13:00-17:30"] }

[segments.one]
accounts = 1
arr = "$10k"

[requests.ticket]
log = { file = "log.csv", time_zone = "Europe/Berlin" }
work = "40 min"
respond_within = "0.25 business hours"

[teams.csms]
csms = 2
calendar = "desk"
non_customer = "0%"
leave = "0 days / year"
sickness = "0 days / year"

[designs.named]
coverage = [ { named = "csms", backup_after = "never" } ]

[designs.pooled]
coverage = [ { pooled = "csms" } ]
"#;

/// Named: CSM 1 owns the account, so the second ticket of a Monday waits until 09:40, and Friday's runs into Monday,
/// where both tickets queue behind it. Pooled: whoever has been idle longest, so the two take turns; on the second
/// Monday CSM 1 is free at 09:30 and CSM 2 at 09:40.
const BY_HAND: &str = "\
One account, the same every week
Account 0 (0 to 0) of replication 0, seed 1: segment one, $10k a year, renews every 365 days, there from the beginning.
Times in Europe/Berlin.

when                  what                  named (today)                       pooled
--------------------  --------------------  ----------------------------------  ----------------------------------
Mon 2026-01-05 01:00  simulation begins     own CSM of csms                     pool csms
Mon 2026-01-05 01:00  - measuring begins -
Mon 2026-01-05 09:00  ticket (40 min)       CSM 1 at once                       CSM 1 at once
                                            09:00 to 09:40                      09:00 to 09:40
Mon 2026-01-05 09:10  ticket (40 min)       CSM 1 after 30 min, LATE            CSM 2 at once
                                            09:40 to 10:20                      09:10 to 09:50
                                                                                before: CSM 1
Fri 2026-01-09 17:20  ticket (40 min)       CSM 1 at once                       CSM 1 at once
                                            17:20 to Mon 09:30                  17:20 to Mon 09:30
                                                                                before: CSM 2
Mon 2026-01-12 01:00  - measuring ends -
Mon 2026-01-12 09:00  ticket (40 min)       CSM 1 after 30 min, LATE            CSM 2 at once
                                            09:30 to 10:10                      09:00 to 09:40
                                                                                before: CSM 1
Mon 2026-01-12 09:10  ticket (40 min)       CSM 1 after 1.0 h, LATE             CSM 1 after 20 min, LATE
                                            10:10 to 10:50                      09:30 to 10:10
                                                                                before: CSM 2
in all                                      stayed; 5 touches, 0 hand-overs, 3  stayed; 5 touches, 4 hand-overs, 1
                                            late, 0 missed                      late, 0 missed
";

fn scenario(text: &str, path: &Path) -> Arc<Scenario> {
    Arc::new(Scenario::parse(text, path, &[]).unwrap_or_else(|error| panic!("{error}")))
}

/// Six weeks of tickets, all alike.
fn write_log(folder: &Path) {
    let mut log = String::from("ticket_id,account_id,created_at\n");
    // Six whole weeks from Monday, 2 June 2025, and a ticket behind them.
    for week in 0..6 {
        let monday = jiff::civil::date(2025, 6, 2).checked_add(jiff::Span::new().days(week * 7)).unwrap();
        let friday = monday.checked_add(jiff::Span::new().days(4)).unwrap();
        for (ticket, at) in
            [format!("{monday}T09:00"), format!("{monday}T09:10"), format!("{friday}T17:20")].iter().enumerate()
        {
            log.push_str(&format!("{week}-{ticket},A,{at}:00\n"));
        }
    }
    log.push_str("first,A,2025-05-30T12:00:00\nlast,A,2025-07-15T12:00:00\n");
    fs::write(folder.join("log.csv"), log).unwrap();
}

#[test]
fn a_life_computed_by_hand_is_told_to_the_letter() {
    let folder = tempfile::tempdir().unwrap();
    write_log(folder.path());
    let scenario = scenario(WEEKLY, &folder.path().join("weekly.toml"));
    let rerun = Rerun::draw(scenario, &[], 0).anchored(Some(1), &|_| {}).unwrap();
    let trace = rerun.trace(0).unwrap();
    let text = report::table::trace(&trace, 120, false);
    let legend = text.find("Waits are in").unwrap();
    assert_eq!(&text[..legend], BY_HAND);
    assert!(rerun.trace(1).is_none());

    let friday = jiff::civil::date(2026, 1, 9);
    let mut day = trace;
    day.keep(Some(friday), Some(friday));
    let json = report::trace::life(&day);
    assert_eq!(json["rows"].as_array().unwrap().len(), 1);
    assert_eq!(json["rows"][0]["at"], "2026-01-09T17:20:00+01:00");
    let pooled = &json["rows"][0]["designs"]["pooled"][0];
    assert_eq!(pooled["by"], serde_json::json!({ "team": "csms", "csm": 1 }));
    assert_eq!(pooled["handover_from"]["csm"], 2);
    assert_eq!(pooled["done_at"], "2026-01-12T09:30:00+01:00");
}

#[test]
fn a_successor_is_another_person_in_the_same_seat() {
    let folder = tempfile::tempdir().unwrap();
    write_log(folder.path());
    let leaves = "csms = 2\ndepartures = [ { at = \"3 days\", csm = 1 } ]\nvacancy = \"0 days\"\nramp.from = \"100%\"";
    let scenario = scenario(&WEEKLY.replace("csms = 2", leaves), &folder.path().join("weekly.toml"));
    let trace = Rerun::draw(scenario, &[], 0).anchored(Some(1), &|_| {}).unwrap().trace(0).unwrap();
    // CSM 1 owns the account and leaves on Thursday; Friday's ticket is the successor's first.
    let json = report::trace::life(&trace);
    let friday = json["rows"].as_array().unwrap().iter().find(|row| row["at"] == "2026-01-09T17:20:00+01:00").unwrap();
    let named = &friday["designs"]["named"][0];
    assert_eq!(named["by"], serde_json::json!({ "team": "csms", "csm": 1, "predecessors": 1 }));
    assert_eq!(named["handover_from"], serde_json::json!({ "team": "csms", "csm": 1 }));
    assert!(report::table::trace(&trace, 120, false).contains("CSM 1b"));
}

#[test]
fn who_comes_before_a_change_is_covered_by_the_design_before_it() {
    let folder = tempfile::tempdir().unwrap();
    write_log(folder.path());
    // Some accounts come in the year, in the middle of which the design changes.
    let changing = r#"
[designs.changing]
coverage = [ { pooled = "csms" } ]
[designs.changing.transition]
from = "named"
at = "26 weeks"
cohorts = "by_renewal"
"#;
    let text = WEEKLY
        .replace("length = \"1 week\"", "length = \"52 weeks\"")
        .replace("arr = \"$10k\"", "arr = \"$10k\"\nnew_accounts = \"500% / year\"");
    let scenario = scenario(&format!("{text}{changing}"), &folder.path().join("weekly.toml"));
    let rerun = Rerun::draw(scenario, &[], 0).anchored(Some(1), &|_| {}).unwrap();
    let (mut seen, mut hand_offs) = ([0; 2], 0);
    for trace in (0..).map_while(|account| rerun.trace(account)) {
        let of_hand_off = |row: &&Row| matches!(row.what, Happening::Work(kind, _) if trace.scenario.kinds[kind].name.starts_with("hand-off"));
        for row in trace.rows.iter().filter(of_hand_off) {
            // The designs that never change have none to tell of.
            assert!(row.fates[0].iter().chain(&row.fates[1]).all(|fate| *fate == Fate::Gone), "{row:?}");
            hand_offs += usize::from(!row.fates[2].is_empty());
        }
        let late = trace.account.start >= SimTime::ZERO + Elapsed::from_ms(26 * WEEK);
        let covered: Vec<&str> = trace.lives.iter().map(|life| life.covered.as_str()).collect();
        let (own, pool) = ("own CSM of csms", "pool csms");
        assert_eq!(covered, [own, pool, if late { pool } else { own }], "{:?}", trace.account);
        seen[usize::from(late)] += 1;
    }
    assert!(seen[0] > 1 && seen[1] > 0 && hand_offs > 1, "{seen:?} {hand_offs}");
}

/// The second ticket of Monday is answered late, at 09:40; CSM 1 calls when that is done, for ten minutes.
#[test]
fn low_satisfaction_and_what_restores_it_are_told() {
    let folder = tempfile::tempdir().unwrap();
    write_log(folder.path());
    let satisfaction =
        "usual = 70\nin_time = 0\nlate = 20\nstranger = 0\nhalf_life = \"30000 days\"\nsurvey_response = \"100%\"\n";
    let trigger = "satisfaction_below = 60\nwork = \"10 min\"\nresponse = \"100%\"\nrestores = 15\n";
    let text = format!("{WEEKLY}\n[satisfaction]\n{satisfaction}\n[triggers.unhappy]\n{trigger}");
    let scenario = scenario(&text, &folder.path().join("weekly.toml"));
    let trace = Rerun::draw(scenario, &[], 0).anchored(Some(1), &|_| {}).unwrap().trace(0).unwrap();
    let json = report::trace::life(&trace);
    let rows = json["rows"].as_array().unwrap();
    let alarm = rows.iter().find(|row| row["kind"] == "unhappy").unwrap();
    assert_eq!(alarm["at"], "2026-01-05T09:40:00+01:00");
    let named = alarm["designs"]["named"].as_array().unwrap();
    assert_eq!((&named[0]["fate"], &named[1]["fate"]), (&"dissatisfied".into(), &"served".into()));
    assert_eq!((&named[1]["begun_at"], &named[1]["saved"]), (&"2026-01-05T10:20:00+01:00".into(), &Value::Null));
    let points = |fate: &Value| fate["satisfaction"].as_f64().unwrap();
    assert!((points(&named[0]) - 50.0).abs() < 0.01 && (points(&named[1]) - 65.0).abs() < 0.01, "{named:?}");
    assert_eq!(alarm["designs"]["pooled"], Value::Array(Vec::new()), "all was in time by then");
    let told = report::table::trace(&trace, 120, false);
    assert!(told.contains("satisfaction 50") && told.contains("back to 65"), "{told}");
}

/// A year, so that the accounts that leave in it over those there at its beginning are the logo churn.
const SMALL: &str = r#"
[simulation]
warm_up = "13 weeks"
length = "12 months"
replications = 2
seed = 7
current = "named"

[segments.smb]
accounts = 60
arr = { lognormal = { median = "$3k", mean = "$4k" } }
contract = "1 month"
churn = "40% / year"
new_accounts = "40% / year"

[requests.question]
rate = "2 / account / month"
work = { exponential = "30 min" }
respond_within = "3 business hours"

[playbooks.care]
steps = [
  { every = "1 month", work = "20 min", expires = "8 days" },
  { every = "2 months", work = "1 min", digital = true },
]

[risks.drop]
rate = "2 / account / year"
work = "1 h"

[teams.csms]
csms = 3

[designs.named]
coverage = [ { named = "csms" } ]

[designs.fewer]
teams.csms.csms = 1
coverage = [ { pooled = "csms" } ]
"#;

fn served(fates: &[Fate]) -> impl Iterator<Item = &Served> {
    fates.iter().filter_map(|fate| if let Fate::Served(served) = fate { Some(served) } else { None })
}

#[test]
fn the_lives_told_are_those_of_the_comparison() {
    let scenario = scenario(SMALL, Path::new("small.toml"));
    let comparison = compare(scenario.clone(), &Options::default(), &|_| {}).unwrap();
    let end = scenario.simulation.end_of_measuring();
    assert_eq!(scenario.simulation.length.ms(), YEAR);
    let inside = |at: SimTime| at >= SimTime::ZERO && at < end;
    let replication = 1;
    let rerun = Rerun::draw(scenario.clone(), &[], replication).anchored(None, &|_| {}).unwrap();
    let fates = rerun.fates();
    let traces: Vec<_> = (0..rerun.accounts()).map(|number| rerun.trace(number).unwrap()).collect();
    for (place, design) in comparison.designs.iter().enumerate() {
        let result = &design.rows[replication as usize][0];
        let (mut there, mut lost) = (0, 0);
        for (account, left) in fates.accounts.iter().zip(&fates.left) {
            let at_zero = account.start < SimTime::ZERO && left[place].is_none_or(|left| left >= SimTime::ZERO);
            there += u32::from(at_zero);
            lost += u32::from(at_zero && left[place].is_some_and(inside));
            assert_eq!(traces[account.number as usize].lives[place].left, left[place]);
        }
        assert!(lost > 5, "{lost} accounts leave");
        assert_eq!(f64::from(lost) / f64::from(there), result[Metric::LogoChurnAnnual]);

        // Of the requests and risks that came while measuring: late ones and saved ones.
        let (mut requests, mut in_time, mut risks, mut saved) = (0, 0, 0, 0);
        for row in traces.iter().flat_map(|trace| &trace.rows).filter(|row| inside(row.at)) {
            let Happening::Work(kind, _) = row.what else { continue };
            let came = row.fates[place].iter().filter(|fate| **fate != Fate::Gone).count();
            match scenario.kinds[kind].class() {
                Class::Reactive => {
                    requests += came;
                    in_time += served(&row.fates[place]).filter(|served| !served.late).count();
                }
                Class::Triggered => {
                    risks += came;
                    let done = served(&row.fates[place]).filter(|served| served.done.is_some());
                    saved += done.filter(|served| served.saved == Some(true)).count();
                }
                Class::Planned => {}
            }
        }
        assert!(requests > 300 && risks > 30, "{requests} requests, {risks} risks");
        assert_eq!(in_time as f64 / requests as f64, result[Metric::WithinTargetShare], "{}", design.name);
        assert_eq!(saved as f64 / risks as f64, result[Metric::CtaOutcomeShare], "{}", design.name);
    }
    // The list names exactly those whose exits are not all the same.
    let differing = fates.differing();
    assert!(!differing.is_empty());
    for (index, left) in fates.left.iter().enumerate() {
        assert_eq!(differing.contains(&index), left[0] != left[1], "account {index}");
    }
}

#[test]
fn what_programs_send_and_sessions_meet_is_told() {
    let more = r#"
[digital]
quality = "50%"
response = "60%"

[programs.desk]
team = "csms"
every = "1 week"
work = "1 h"
attendance = "30%"
counts_for = "7 days"
covers = "care"
"#;
    let scenario = scenario(&format!("{SMALL}\n{more}"), Path::new("small.toml"));
    let comparison = compare(scenario.clone(), &Options::default(), &|_| {}).unwrap();
    let end = scenario.simulation.end_of_measuring();
    let rerun = Rerun::draw(scenario.clone(), &[], 0).anchored(None, &|_| {}).unwrap();
    let traces: Vec<_> = (0..rerun.accounts()).map(|number| rerun.trace(number).unwrap()).collect();
    for (place, design) in comparison.designs.iter().enumerate() {
        let rows = || traces.iter().flat_map(|trace| &trace.rows).filter(|row| row.at >= SimTime::ZERO && row.at < end);
        let count = |wanted: &dyn Fn(&Fate) -> bool| {
            rows().flat_map(|row| &row.fates[place]).filter(|fate| wanted(fate)).count() as f64
        };
        let sent = count(&|fate| matches!(fate, Fate::Sent(_)));
        let helped = count(&|fate| *fate == Fate::Sent(Effect::Helps));
        let met = count(&|fate| *fate == Fate::Met);
        let result = &design.rows[0][0];
        assert!(sent > 100.0 && met > 50.0, "{sent} {met}");
        assert_eq!(helped / sent, result[Metric::DigitalHelpedShare]);
        // Nearly all touches that fell due were met, begun or missed within measuring.
        let human = count(&|fate| matches!(fate, Fate::Met | Fate::Missed(_)))
            + rows()
                .filter(|row| matches!(row.what, Happening::Work(kind, _) if scenario.kinds[kind].name == "care.1"))
                .flat_map(|row| served(&row.fates[place]))
                .count() as f64;
        assert!((met / human - result[Metric::OneToManyShare]).abs() < 0.02, "{met} of {human}");
    }
}

/// A firm in which work is set aside, accounts go over, and requests go astray.
const EVENTFUL: &str = r#"
[simulation]
warm_up = "4 weeks"
length = "26 weeks"
current = "named"
[segments.one]
accounts = 30
arr = { lognormal = { median = "$8k", mean = "$10k" } }
expansion = "40% / year"
contract = "3 months"
[requests.question]
rate = "6 / account / month"
work = { exponential = "40 min" }
respond_within = "4 business hours"
[requests.outage]
rate = "1 / account / month"
work = "30 min"
respond_within = "1 h"
priority = 1
interrupts = true
[teams.csms]
csms = 2
[teams.key]
csms = 2
[designs.named]
coverage = [ { arr_from = "$9k", named = "key" }, { named = "csms" } ]
resegment = { hysteresis = "0%" }
[designs.pool]
coverage = [ { pooled = "csms" } ]
[designs.pool.transition]
from = "named"
at = "13 weeks"
seats = "change"
misrouting = { share = "100%" }
conversions = [ { from = "key", to = "csms", csms = 2 } ]
[designs.pool.teams.csms]
csms = 4
"#;

#[test]
fn what_is_set_aside_goes_over_and_goes_astray_is_told() {
    let scenario = scenario(EVENTFUL, Path::new("eventful.toml"));
    let rerun = Rerun::draw(scenario.clone(), &[], 0);
    let traces: Vec<_> = (0..30).filter_map(|account| rerun.trace(account)).collect();
    let fates = |design: usize| {
        traces
            .iter()
            .flat_map(move |trace| &trace.rows)
            .flat_map(move |row| row.fates[design].iter().map(move |f| (row, f)))
    };
    let aside = |design| fates(design).filter(|(_, fate)| matches!(fate, Fate::SetAside(..))).count();
    assert!(aside(0) > 5 && aside(1) > 5, "{} {}", aside(0), aside(1));
    // Who is interrupted begins before that and goes on after it.
    for (row, fate) in fates(0) {
        if let Fate::SetAside(at, Some(again)) = fate {
            let begun =
                row.fates[0].iter().find_map(|fate| if let Fate::Served(s) = fate { Some(s.begun) } else { None });
            assert!(begun.is_some_and(|begun| begun <= *at) && at < again, "{row:?}");
        }
    }
    // Each account goes over to the pool once; under the design that stays, only those whose ARR crosses the line.
    let change = SimTime::from_ms(13 * 7 * caseload::time::DAY);
    let moves =
        |design| fates(design).filter(|(row, fate)| matches!(fate, Fate::GoesTo(_)) && row.at >= change).count();
    assert!(moves(1) >= 25, "{}", moves(1));
    assert!((1..25).contains(&moves(0)), "{}", moves(0));
    let astray = fates(1).filter(|(_, fate)| **fate == Fate::Astray);
    assert!(astray.clone().count() > 50 && astray.clone().all(|(row, _)| row.at >= change));
    assert!(fates(0).all(|(_, fate)| *fate != Fate::Astray));
    let text: String = traces.iter().map(|trace| report::table::trace(trace, 120, false)).collect();
    for words in ["set aside ", "goes over", "to pool csms", "to key ", "ASTRAY first"] {
        assert!(text.contains(words), "{words}");
    }
    let told: String = traces.iter().map(|trace| report::trace::life(trace).to_string()).collect();
    for key in ["\"set_aside\"", "\"goes_over\"", "\"pool\":\"csms\"", "\"astray\""] {
        assert!(told.contains(key), "{key}");
    }
}

const REVIEWED: &str = r#"
[simulation]
length = "40 weeks"
[segments.smb]
accounts = 40
arr = "$5k"
new_accounts = "150% / year"
activation = { half_in = "20 days" }
[requests.question]
rate = "0.2 / account / month"
work = "20 min"
respond_within = "4 h"
[playbooks.onboarding]
steps = [
  { after_start = "7 days", work = "1 h", only_if_activated_below = "90%" },
  { after_start = "9 days", work = "1 h", digital = true, human_if_activated_below = "90%" },
]
[teams.csms]
csms = 2
[designs.pool]
coverage = [ { pooled = "csms" } ]
"#;

#[test]
fn steps_that_a_review_leaves_out_are_told() {
    let scenario = scenario(REVIEWED, Path::new("reviewed.toml"));
    let rerun = Rerun::draw(scenario.clone(), &[], 0);
    let traces: Vec<_> = (40..rerun.accounts()).filter_map(|account| rerun.trace(account)).collect();
    let (mut early, mut short) = (0, 0);
    for row in traces.iter().flat_map(|trace| &trace.rows) {
        let Happening::Work(kind, _) = row.what else { continue };
        match (scenario.kinds[kind].name.as_str(), &row.fates[0][..]) {
            // Nothing is known until the first account is due.
            ("onboarding.1" | "onboarding.2.human", [Fate::LeftOut(None)]) => early += 1,
            // Then too few are activated in time, and a person does both.
            ("onboarding.2", [Fate::LeftOut(Some(found))]) => {
                assert!(*found < 0.9);
                short += 1;
            }
            ("onboarding.1" | "onboarding.2.human", fates) => {
                assert!(matches!(fates, [Fate::Served(_) | Fate::Waiting | Fate::Missed(_)]), "{fates:?}");
            }
            ("onboarding.2", fates) => assert!(matches!(fates, [Fate::Sent(_)]), "{fates:?}"),
            _ => {}
        }
    }
    assert!(early > 4 && short > 4, "{early} {short}");
    let text: String = traces.iter().map(|trace| report::table::trace(trace, 120, false)).collect();
    assert!(text.contains("not opened, none due yet") && text.contains("% activated"), "{text}");
    let told: String = traces.iter().map(|trace| report::trace::life(trace).to_string()).collect();
    assert!(told.contains("\"left_out\"") && told.contains("\"activated_on_time_share\":0."));
}
