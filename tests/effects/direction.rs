//! Every key that matters, moved from one value to another, and the metric that must move with it.
//!
//! Both sides face the same customers, so the difference is paired by replication. An effect is shown when its 99 %
//! interval lies on the stated side of zero: of about ninety effects that did not exist, half of one would pass.

use crate::base::{self, BASE, Set};
use caseload::engine::Metric::{self, *};
use caseload::experiment::replications::Rows;
use std::fs;
use std::path::Path;

const LEVEL: f64 = 0.99;
const REPLICATIONS: u32 = 20;

/// Which way the metric moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    Up,
    Down,
}
use Way::{Down, Up};

/// A path, its two values (an empty one: as the base has it), the design it is seen under, the metric and its way.
pub type Row = (&'static str, &'static str, &'static str, &'static str, Metric, Way);

/// Keys of a run, of customers and of what service does to them.
#[rustfmt::skip]
pub const CUSTOMERS: &[Row] = &[
    ("simulation.warm_up", "1 week", "52 weeks", "named", AttachmentMean, Up),
    ("simulation.cool_down", "1 h", "4 weeks", "named", UnansweredShare, Down),
    ("simulation.time_zone", "UTC", "Asia/Tokyo", "named", FirstResponseCalendarHoursMean, Up),
    ("demand.load", "1", "1.3", "named", RequestsPerAccountMonth, Up),
    ("demand.load", "1", "1.3", "pooled", FirstResponseHoursMean, Up),
    ("demand.daily_dispersion", "1", "8", "pooled", FirstResponseHoursMean, Up),
    ("calendars.desk.time_zone", "UTC", "Asia/Tokyo", "named", FirstResponseCalendarHoursMean, Up),
    ("calendars.desk.hours", "", r#"{ mon-fri = "09:00-20:00" }"#, "named", Utilization, Down),
    ("calendars.desk.holidays", "", r#"["2026-02-02", "2026-03-03", "2026-04-06", "2026-05-01", "2026-06-02", "2026-07-03", "2026-08-03"]"#, "named", Utilization, Up),
    ("segments.small.accounts", "160", "190", "named", Utilization, Up),
    ("segments.small.arr", "$3k", "$6k", "named", ArrClosing, Up),
    ("segments.small.contract", "3 months", "12 months", "named", PlannedShare, Down),
    ("segments.small.churn", "10% / year", "30% / year", "named", LogoChurnAnnual, Up),
    ("segments.small.expansion", "5% / year", "20% / year", "named", NrrAnnual, Up),
    ("segments.small.contraction", "0% / year", "15% / year", "named", GrrAnnual, Down),
    ("segments.small.new_accounts", "0% / year", "40% / year", "named", ArrClosing, Up),
    ("segments.small.contract_named", "0%", "60%", "pooled", ContinuityShare, Up),
    ("context.penalty", "0", "0.6", "pooled", Utilization, Up),
    ("context.documentation", "0", "1", "pooled", Utilization, Down),
    ("attachment.gain", "5%", "40%", "named", AttachmentMean, Up),
    ("attachment.loss", "10%", "90%", "pooled", AttachmentMean, Down),
    ("attachment.unanswered", "0%", "100%", "alone", AttachmentMean, Up),
    ("outcomes.late_responses", "1", "2", "named", LogoChurnAnnual, Up),
    ("outcomes.missed_touch", "1", "4", "alone", LogoChurnAnnual, Up),
    ("outcomes.no_attachment", "1", "6", "pooled", LogoChurnAnnual, Up),
    ("outcomes.expansion_unattached", "1", "0.2", "pooled", ExpansionArrAnnual, Down),
    ("outcomes.strength", "0", "2", "named", LogoChurnAnnual, Up),
];

/// Keys of work.
#[rustfmt::skip]
pub const WORK: &[Row] = &[
    ("profiles.day.time_zone", "UTC", "Asia/Tokyo", "named", FirstResponseCalendarHoursMean, Up),
    ("profiles.day.weekdays", "", "{ sat = 1, sun = 1 }", "named", FirstResponseCalendarHoursMean, Up),
    ("profiles.day.hours", "", r#"{ "18" = 1, "19" = 1 }"#, "named", FirstResponseCalendarHoursMean, Up),
    ("requests.question.segments", "all", "small", "named", RequestsPerAccountMonth, Down),
    ("requests.question.rate", "1 / account / month", "1.3 / account / month", "named", RequestsPerAccountMonth, Up),
    ("requests.question.work", "40 min", "50 min", "named", ReactiveShare, Up),
    ("requests.question.respond_within", "8 business hours", "2 business hours", "named", WithinTargetShare, Down),
    ("requests.question.priority", "2", "9", "named", FirstResponseHoursMean, Up),
    ("requests.question.frailty", "none", "0.1", "alone", UtilizationHighest, Up),
    ("requests.question.profile", "day", "flat", "named", FirstResponseCalendarHoursMean, Up),
    ("playbooks.care.segments", "all", "large", "named", PlannedShare, Down),
    ("playbooks.care.priority", "3", "1", "named", PlannedLateDaysMean, Down),
    ("playbooks.care.steps.1.every", "1 month", "2 months", "named", PlannedShare, Down),
    ("playbooks.care.steps.3.after_start", "1 day", "300 days", "named", PlannedShare, Down),
    ("playbooks.care.steps.1.work", "25 min", "35 min", "named", PlannedShare, Up),
    ("playbooks.care.steps.1.due_in", "7 days", "1 day", "named", PlannedLateDaysMean, Up),
    ("playbooks.care.steps.1.expires", "14 days", "1 day", "named", PlannedDeliveredShare, Down),
    ("playbooks.care.steps.1.digital", "false", "true", "named", PlannedShare, Down),
    ("playbooks.care.steps.1.response", "10%", "60%", "named", PlannedRespondedShare, Up),
    ("risks.drop.response", "60%", "95%", "named", CtaRespondedShare, Up),
    ("risks.drop.response", "5%", "40%", "named", CtaOutcomeShare, Up),
    ("risks.drop.segments", "all", "large", "named", TriggeredShare, Down),
    ("risks.drop.rate", "1 / account / year", "2 / account / year", "named", TriggeredShare, Up),
    ("risks.drop.work", "1 h", "2 h", "named", TriggeredShare, Up),
    ("risks.drop.window", "30 days", "1 day", "named", CtaOutcomeShare, Down),
    ("risks.drop.save_at_once", "20%", "80%", "named", CtaOutcomeShare, Up),
    ("risks.drop.save_at_end", "0%", "40%", "named", CtaOutcomeShare, Up),
    ("risks.drop.churn_odds", "1", "8", "named", LogoChurnAnnual, Up),
    ("risks.drop.priority", "1", "9", "named", CtaOutcomeShare, Down),
];

/// Keys of coverage.
#[rustfmt::skip]
pub const COVERAGE: &[Row] = &[
    ("teams.csms.csms", "4", "5", "pooled", FirstResponseHoursMean, Down),
    ("teams.csms.csms", "4", "5", "named", CostAnnual, Up),
    ("teams.csms.accounts_per_csm", "50", "30", "named", FirstResponseHoursMean, Down),
    ("teams.csms.arr_per_csm", "$400k", "$250k", "named", FirstResponseHoursMean, Down),
    ("teams.csms.calendar", "desk", "always", "named", Utilization, Down),
    ("teams.csms.cost", "$100k / year", "$150k / year", "named", CostAnnual, Up),
    ("teams.csms.non_customer", "20%", "30%", "named", Utilization, Up),
    ("teams.csms.leave", "0 days / year", "25 days / year", "named", AbsentShare, Up),
    ("teams.csms.leave_block", "1 day", "20 days", "alone", FirstResponseHoursMean, Up),
    ("teams.csms.sickness", "0 days / year", "10 days / year", "named", AbsentShare, Up),
    ("teams.csms.sick_spell", "1 day", "20 days", "alone", FirstResponseHoursMean, Up),
    ("teams.csms.discipline", "priority", "first_come", "named", FirstResponseHoursMean, Up),
    ("teams.csms.protected_planned", "0%", "80%", "named", PlannedLateDaysMean, Down),
    ("designs.named.teams.csms.csms", "4", "5", "named", FirstResponseHoursMean, Down),
    ("designs.tiers.coverage.1.accounts", "large", "all", "tiers", ContinuityShare, Up),
    ("designs.rich_named.coverage.1.arr_from", "$30k", "$2k", "rich_named", ContinuityShare, Up),
    ("designs.poor_pooled.coverage.1.arr_below", "$2k", "$30k", "poor_pooled", ContinuityShare, Down),
    ("designs.planned_named.coverage.1.work", "planned", r#"["planned", "reactive"]"#, "planned_named", ContinuityShare, Up),
    ("designs.pods.coverage.1.pod_size", "2", "4", "pods", FirstResponseHoursMean, Down),
    ("designs.named.coverage.1.backup_after", "never", "4 business hours", "named", FirstResponseHoursMean, Down),
    ("designs.pooled.coverage.1.sticky", "", "60 days", "pooled", ContinuityShare, Up),
    ("designs.sticky.coverage.1.sticky.memory", "1 day", "60 days", "sticky", ContinuityShare, Up),
    ("designs.sticky.coverage.1.sticky.patience", "10 min", "2 business days", "sticky", ContinuityShare, Up),
];

/// Forms of coverage: the key that says who serves, in the first and in the second design.
#[rustfmt::skip]
pub const FORMS: &[Row] = &[
    ("designs.named.coverage.1.named", "pooled", "named", "", ContinuityShare, Up),
    ("designs.pooled.coverage.1.pooled", "named", "pooled", "", FirstResponseHoursMean, Down),
    ("designs.pods.coverage.1.pods", "pods", "pooled", "", FirstResponseHoursMean, Down),
    ("designs.pods.coverage.1.pods", "pods", "named", "", ContinuityShare, Up),
];

/// Keys that are only seen together with another value.
#[rustfmt::skip]
pub const TOGETHER: &[(Row, Set)] = &[
    (("designs.promised_named.coverage.1.contract_named", "true", "false", "promised_named", ContinuityShare, Up), ("segments.small.contract_named", "30%")),
    // A book with one giant holds few other accounts, so the other books hold more.
    (("designs.alone.coverage.1.balance", "accounts", "arr", "alone", UtilizationHighest, Up), ("segments.large.arr", r#"{ lognormal = { median = "$20k", mean = "$200k" } }"#)),
];

/// Keys of a ticket log; seen on [`LOG`].
#[rustfmt::skip]
pub const LOGS: &[Row] = &[
    ("requests.ticket.log.file", "log.csv", "many.csv", "named", RequestsPerAccountMonth, Up),
    ("requests.ticket.log", r#"{ file = "log.csv" }"#, r#"{ file = "many.csv" }"#, "named", Utilization, Up),
    ("requests.ticket.log.account_id", "account_id", "person", "named", RequestsPerAccountMonth, Down),
    ("requests.ticket.log.created_at", "created_at", "at_night", "named", FirstResponseCalendarHoursMean, Up),
    ("requests.ticket.log.time_zone", "UTC", "Asia/Tokyo", "named", FirstResponseCalendarHoursMean, Up),
];

/// Tickets of a log and nothing else.
pub const LOG: &str = r#"
[simulation]
warm_up = "4 weeks"
length = "26 weeks"

[calendars.desk]
time_zone = "UTC"
hours = { mon-fri = "09:00-17:00" }

[segments.all_of_them]
accounts = 40
arr = "$10k"

[requests.ticket]
log = { file = "log.csv", account_id = "account_id", created_at = "created_at", time_zone = "UTC" }
work = "30 min"
respond_within = "4 h"

[teams.csms]
csms = 2
calendar = "desk"

[designs.named]
coverage = [ { named = "csms" } ]
"#;

/// Forty weeks of tickets of 20 accounts with three people each; 20 or 60 tickets a week.
fn write_log(path: &Path, a_day: u32) {
    let mut text = String::from("ticket_id,account_id,person,created_at,at_night\n");
    let mut day = jiff::civil::date(2025, 1, 6);
    for number in 0..40 * 5 * a_day {
        let (account, person) = (number * 7 % 20, number * 11 % 60);
        let (hour, minute) = (9 + number * 3 % 7, number * 13 % 60);
        let night = 20 + number % 3;
        text.push_str(&format!(
            "T{number},A{account},P{person},{day}T{hour:02}:{minute:02}:00,{day}T{night}:{minute:02}:00\n"
        ));
        if number % a_day == a_day - 1 {
            day = day.checked_add(jiff::Span::new().days(if number / a_day % 5 == 4 { 3 } else { 1 })).unwrap();
        }
    }
    fs::write(path, text).unwrap();
}

fn check(row: &Row, from: &Rows, to: &Rows, failures: &mut Vec<String>) {
    let (path, a, b, _, metric, way) = row;
    let estimate = base::difference(from, to, *metric, LEVEL).estimate;
    let shown = match way {
        Up => estimate.low > 0.0,
        Down => estimate.high < 0.0,
    };
    if !shown || estimate.n < REPLICATIONS / 2 {
        let (low, high) = (estimate.low, estimate.high);
        failures.push(format!("{path}: {a:?} -> {b:?}: {} by {low} to {high}, not {way:?}", metric.name()));
    }
}

/// The same for rows that are only seen together with another value each.
pub fn check_together(text: &str, rows: &[(Row, Set)]) {
    for (row, with) in rows {
        check_all(Path::new("."), text, &[*row], &[*with]);
    }
}

pub fn check_all(folder: &Path, text: &str, rows: &[Row], also: &[Set]) {
    let mut failures = Vec::new();
    for row in rows {
        let (path, from, to, design, ..) = *row;
        let side = |value| {
            let sets = [also, &[(path, value)]].concat();
            base::rows(&base::scenario_in(folder, text, &sets), design, REPLICATIONS)
        };
        check(row, &side(from), &side(to), &mut failures);
    }
    assert!(failures.is_empty(), "{} effect(s) not shown:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn customers_and_outcomes_move_what_they_say() {
    check_all(Path::new("."), BASE, CUSTOMERS, &[]);
}

#[test]
fn work_moves_what_it_says() {
    check_all(Path::new("."), BASE, WORK, &[]);
}

#[test]
fn teams_and_rules_move_what_they_say() {
    check_all(Path::new("."), BASE, COVERAGE, &[]);
    check_together(BASE, TOGETHER);
}

#[test]
fn forms_of_coverage_move_what_they_say() {
    check_forms(BASE, FORMS);
}

/// Rows that name two designs instead of two values.
pub fn check_forms(text: &str, rows: &[Row]) {
    let scenario = base::scenario(text, &[]);
    let mut failures = Vec::new();
    for row in rows {
        let side = |design| base::rows(&scenario, design, REPLICATIONS);
        check(row, &side(row.1), &side(row.2), &mut failures);
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn logs_move_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    write_log(&folder.path().join("log.csv"), 4);
    write_log(&folder.path().join("many.csv"), 12);
    check_all(folder.path(), LOG, LOGS, &[]);
}
