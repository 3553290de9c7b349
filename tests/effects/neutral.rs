//! Neutral values: what a mechanism set to nothing leaves exactly as it was, to the last bit.

use crate::base::{self, BASE, Set};
use caseload::engine::Metric::{self, *};

const REPLICATIONS: u32 = 3;

/// What churn and growth come to.
pub const OUTCOMES: &[Metric] = &[LogoChurnAnnual, GrrAnnual, NrrAnnual, ExpansionArrAnnual, ArrLostAnnual, ArrClosing];

/// The same customers under one design of two scenarios: title, design and what is set on one side and on the other.
pub type Row = (&'static str, &'static str, &'static [Set<'static>], &'static [Set<'static>]);

/// Every metric of every group and team is the same.
#[rustfmt::skip]
const ALL: &[Row] = &[
    ("without a penalty documentation does nothing", "pooled",
        &[("context.penalty", "0"), ("context.documentation", "0")], &[("context.penalty", "0"), ("context.documentation", "1")]),
    ("full documentation leaves no penalty", "pooled",
        &[("context.documentation", "1"), ("context.penalty", "0")], &[("context.documentation", "1"), ("context.penalty", "3")]),
    ("nobody becomes attached, so nobody loses it", "pooled",
        &[("attachment.gain", "0"), ("attachment.loss", "0")], &[("attachment.gain", "0"), ("attachment.loss", "1")]),
    ("where everybody answers, what an unanswered touch does is nothing", "named",
        &[("playbooks.care.steps.1.response", "100%"), ("playbooks.care.steps.2.response", "100%"), ("playbooks.care.steps.3.response", "100%"),
          ("risks.drop.response", "100%")],
        &[("playbooks.care.steps.1.response", "100%"), ("playbooks.care.steps.2.response", "100%"), ("playbooks.care.steps.3.response", "100%"),
          ("risks.drop.response", "100%"), ("attachment.unanswered", "0%")]),
    ("an unanswered touch counts in full by default", "named", &[], &[("attachment.unanswered", "100%")]),
    ("strength 0 is all odds 1", "named",
        &[("outcomes.strength", "0")],
        &[("outcomes.late_responses", "1"), ("outcomes.missed_touch", "1"), ("outcomes.no_attachment", "1"),
          ("outcomes.expansion_unattached", "1"), ("risks.drop.churn_odds", "1")]),
    ("strength 1 is the effects as given", "named", &[], &[("outcomes.strength", "1")]),
    ("load 1 is the rates as given", "named", &[], &[("demand.load", "1")]),
    ("half the rate at twice the load is the same", "named", &[], &[("demand.load", "2"), ("requests.question.rate", "0.6 / account / month")]),
    ("no requests at a rate, no day factor", "named",
        &[("requests.question.rate", "0 / account / month"), ("demand.daily_dispersion", "1")],
        &[("requests.question.rate", "0 / account / month"), ("demand.daily_dispersion", "9")]),
    ("no requests at a rate, no frailty", "named",
        &[("requests.question.rate", "0 / account / month"), ("requests.question.frailty", "none")],
        &[("requests.question.rate", "0 / account / month"), ("requests.question.frailty", "0.1")]),
    ("a load of 0 is a rate of 0", "named", &[("demand.load", "0")], &[("requests.question.rate", "0 / account / month")]),
    ("no sickness has no spells", "alone",
        &[("teams.csms.sickness", "0 days / year"), ("teams.csms.sick_spell", "1 day")],
        &[("teams.csms.sickness", "0 days / year"), ("teams.csms.sick_spell", "20 days")]),
    ("no leave has no blocks", "alone",
        &[("teams.csms.leave", "0 days / year"), ("teams.csms.leave_block", "1 day")],
        &[("teams.csms.leave", "0 days / year"), ("teams.csms.leave_block", "20 days")]),
    ("no patience is not sticky", "sticky", &[("designs.sticky.coverage.1.sticky.patience", "0 h"), ("designs.sticky.coverage.1.sticky.memory", "1 day")],
        &[("designs.sticky.coverage.1.sticky.patience", "0 h"), ("designs.sticky.coverage.1.sticky.memory", "1 year")]),
    ("nothing is protected by default", "named", &[], &[("teams.csms.protected_planned", "0%")]),
    ("without planned work protection does nothing", "named",
        &[("playbooks.care.steps.1.digital", "true"), ("playbooks.care.steps.2.digital", "true"), ("playbooks.care.steps.3.digital", "true")],
        &[("playbooks.care.steps.1.digital", "true"), ("playbooks.care.steps.2.digital", "true"), ("playbooks.care.steps.3.digital", "true"),
          ("teams.csms.protected_planned", "90%")]),
    ("what a program sends holds nobody", "named",
        &[("playbooks.care.steps.2.digital", "true")],
        &[("playbooks.care.steps.2.digital", "true"), ("playbooks.care.steps.2.work", "9 h")]),
    ("nobody new comes, so nothing follows a start", "named",
        &[("segments.small.new_accounts", "0% / year"), ("playbooks.care.steps.3.work", "1 h")],
        &[("segments.small.new_accounts", "0% / year"), ("playbooks.care.steps.3.work", "9 h")]),
    ("no contract promises anything by default", "pooled", &[], &[("segments.small.contract_named", "0%")]),
    ("no rule can match a promise that nobody made", "promised_named",
        &[("designs.promised_named.coverage.1.backup_after", "1 h")], &[("designs.promised_named.coverage.1.backup_after", "never")]),
    ("equal priorities are first come, first served", "named",
        &[("requests.question.priority", "3"), ("risks.drop.priority", "3"), ("teams.csms.discipline", "priority")],
        &[("requests.question.priority", "3"), ("risks.drop.priority", "3"), ("teams.csms.discipline", "first_come")]),
    ("without ranks priorities do nothing", "named",
        &[("teams.csms.discipline", "first_come")], &[("teams.csms.discipline", "first_come"), ("requests.question.priority", "9")]),
    ("a pool has no back-up", "pooled", &[], &[("designs.pooled.coverage.1.backup_after", "1 h")]),
    ("a team that serves nobody does nothing", "named", &[], &[("teams.key.csms", "9"), ("teams.key.leave", "0 days / year")]),
    ("every account is all accounts", "named", &[], &[("designs.named.coverage.1.accounts", r#"["small", "large"]"#)]),
    ("every account has some ARR", "named", &[], &[("designs.named.coverage.1.arr_from", "$0")]),
    ("every account has less than a billion", "poor_pooled", &[("designs.poor_pooled.coverage.1.arr_below", "$1B")], &[("designs.poor_pooled.coverage.1.arr_below", "$2B")]),
    ("all classes are all work", "named", &[], &[("designs.named.coverage.1.work", r#"["triggered", "planned", "reactive"]"#)]),
    ("no holidays by default", "named", &[], &[("calendars.desk.holidays", "[]")]),
    ("a profile lives in the zone of the run", "named", &[], &[("profiles.day.time_zone", "UTC")]),
    ("profiles are told by what they hold", "named", &[], &[("requests.question.profile", "fixed")]),
    ("equal weights are a flat week", "named",
        &[("profiles.day.weekdays", "{ mon-sun = 4 }"), ("profiles.day.hours", "{ \"0\" = 1, \"1\" = 1, \"2\" = 1, \"3\" = 1, \"4\" = 1, \"5\" = 1, \"6\" = 1, \"7\" = 1, \"8\" = 1, \"9\" = 1, \"10\" = 1, \"11\" = 1, \"12\" = 1, \"13\" = 1, \"14\" = 1, \"15\" = 1, \"16\" = 1, \"17\" = 1, \"18\" = 1, \"19\" = 1, \"20\" = 1, \"21\" = 1, \"22\" = 1, \"23\" = 1 }")],
        &[("requests.question.profile", "flat")]),
    ("a contract with one term is that term", "named", &[], &[("segments.small.contract", r#"{ "3 months" = "100%" }"#)]),
    ("every way to say a size is the same size", "named", &[], &[("teams.csms.accounts_per_csm", "46")]),
    ("what a design changes to the same is the same", "named", &[], &[("designs.named.teams.csms.csms", "4")]),
];

/// Churn and growth are the same, whatever else changes.
#[rustfmt::skip]
const ONLY_OUTCOMES: &[Row] = &[
    ("without an effect late answers cost nobody", "named",
        &[("outcomes.late_responses", "1"), ("requests.question.respond_within", "1 h")],
        &[("outcomes.late_responses", "1"), ("requests.question.respond_within", "90 h")]),
    ("without an effect nobody leaves for lack of attachment", "pooled",
        &[("outcomes.no_attachment", "1"), ("outcomes.expansion_unattached", "1"), ("attachment.gain", "0")],
        &[("outcomes.no_attachment", "1"), ("outcomes.expansion_unattached", "1"), ("attachment.gain", "90%")]),
    ("answers beyond what is saved only count", "named", &[], &[("risks.drop.response", "50%"), ("playbooks.care.steps.1.response", "5%")]),
    ("without an effect saving nobody costs nobody", "pooled",
        &[("risks.drop.churn_odds", "1"), ("risks.drop.save_at_once", "0%"), ("risks.drop.save_at_end", "0%")],
        &[("risks.drop.churn_odds", "1"), ("risks.drop.save_at_once", "100%"), ("risks.drop.save_at_end", "100%")]),
    ("money moves no customer", "named", &[("teams.csms.cost", "$1k / year")], &[("teams.csms.cost", "$900k / year")]),
];

pub fn check(text: &str, rows: &[Row], metrics: &[Metric]) {
    let mut failures = Vec::new();
    for (what, design, a, b) in rows {
        let side = |sets: &[Set]| base::rows(&base::scenario(text, sets), design, REPLICATIONS);
        if let Some(difference) = base::first_difference(&side(a), &side(b), metrics) {
            failures.push(format!("{what}: {difference}"));
        }
    }
    assert!(failures.is_empty(), "{} neutral value(s) are not:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn neutral_values_change_nothing() {
    check(BASE, ALL, &Metric::ALL);
}

#[test]
fn neutral_odds_change_no_outcome() {
    check(BASE, ONLY_OUTCOMES, OUTCOMES);
}

#[test]
fn no_patience_is_a_plain_pool_and_no_churn_is_nobody_leaving() {
    let scenario = base::scenario(BASE, &[("designs.sticky.coverage.1.sticky.patience", "0 h")]);
    let (sticky, pooled) = (base::rows(&scenario, "sticky", 3), base::rows(&scenario, "pooled", 3));
    assert_eq!(base::first_difference(&sticky, &pooled, &Metric::ALL), None);
    let scenario =
        base::scenario(BASE, &[("segments.small.churn", "0% / year"), ("segments.large.churn", "0% / year")]);
    let churn: Vec<f64> = base::rows(&scenario, "named", 3).groups.iter().map(|g| g[0][LogoChurnAnnual]).collect();
    assert_eq!(churn, [0.0; 3]);
}

#[test]
fn the_comparison_sees_a_difference_where_there_is_one() {
    let side = |sets: &[Set]| base::rows(&base::scenario(BASE, sets), "pooled", 2);
    let difference = base::first_difference(&side(&[]), &side(&[("context.penalty", "0")]), &Metric::ALL);
    assert!(difference.is_some());
}
