//! One test for each way in which verticals and skills can be wrong: what is said, and what remedy is offered.

use crate::refuses_with as refuses;

const HEALTH: (&str, &str) = ("segments.smb.verticals", r#"{ health = "20%" }"#);
const KNOWN: (&str, &str) = ("teams.csms.skills", "{ health = 2 }");
const RULE: &str = "designs.pooled.coverage.1.match";

#[test]
fn what_is_called_for_is_had_by_somebody() {
    refuses(&[HEALTH], "`health` is called for, and nobody has it", "write skills = { health = 2 } in a team");
    refuses(&[("requests.question.skill", "tech")], "`tech` is called for, and nobody has it", "or remove it");
}

#[test]
fn what_somebody_has_is_called_for() {
    let message = "no account has the vertical `helth` and no work calls for such a skill";
    refuses(&[HEALTH, ("teams.csms.skills", "{ helth = 2 }")], message, "did you mean `health`?");
    let message = "no account has the vertical `health`";
    refuses(&[("designs.pooled.coverage.1.vertical", "health")], message, "");
    let message = "`skills` says what a match is worth, and no work calls for a vertical or a skill";
    refuses(&[("skills.work_factor", "0.8")], message, "write verticals");
}

#[test]
fn shares_and_numbers_of_people() {
    let shares = ("segments.smb.verticals", r#"{ health = "70%", finance = "40%" }"#);
    refuses(&[shares, KNOWN], "the shares of verticals add up to 110.0%", "at most 100%");
    let message = "design `pooled`: 4 of 3 CSMs of team `csms` have `health`";
    refuses(&[HEALTH, ("teams.csms.skills", "{ health = 4 }")], message, "at most 3, or a share");
    refuses(&[("segments.smb.verticals", "4")], "`4` is no table of verticals", "write { health = ");
    refuses(&[HEALTH, ("teams.csms.skills", "4")], "`4` is no table of skills", "write { health = 3");
}

#[test]
fn a_match_is_waited_for_only_where_that_means_something() {
    let named = ("designs.named.coverage.1.match", "2 h");
    refuses(&[HEALTH, KNOWN, named], "a named CSM has all work of the account", "pooled = TEAM");
    let given = ("designs.pooled.coverage.1.assign", "random");
    let message = "`match` looks at who is free, and `assign` gives work out as it comes";
    refuses(&[HEALTH, KNOWN, given, (RULE, "2 h")], message, "remove one");
    let sticky = ("designs.pooled.coverage.1.sticky", "30 days");
    let message = "`designs.pooled.coverage.1` has match = \"required\" and `sticky`";
    refuses(&[HEALTH, KNOWN, sticky, (RULE, "required")], message, "a span in `match`");
    let message = "design `pooled` requires a match, and nobody of team `csms` has health and tech";
    let skills = ("teams.csms.skills", "{ health = 1, tech = 1 }");
    refuses(&[HEALTH, ("requests.question.skill", "tech"), skills, (RULE, "required")], message, "match = \"1 day\"");
}

#[test]
fn overrides_have_something_to_look_at() {
    let rule = |key: &str| format!("designs.pooled.coverage.1.{key}");
    let message = "no segment that this rule covers has accounts that are `strategic`";
    refuses(&[(&rule("strategic"), "true")], message, "write strategic = \"5%\"");
    let message = "no segment that this rule covers has accounts that are `growing`";
    refuses(&[(&rule("growing"), "true")], message, "write growth = ");
    let message = "segment `smb` has accounts of strategic value, and no rule looks at them";
    refuses(&[("segments.smb.strategic", "5%")], message, "write strategic = true in a rule");
    let message = "design `pooled` has a rule for accounts at risk, and no risk strikes them";
    refuses(
        &[(&rule("at_risk"), "30 days"), ("risks.usage_drop.segments", "smb"), (&rule("accounts"), "mid")],
        message,
        "risks",
    );
    let message = "`designs.pooled.coverage.1` is for work by name and has `cap`";
    refuses(&[(&rule("work"), "[\"check_in\"]"), (&rule("cap"), "3")], message, "work = \"planned\"");
}

#[test]
fn whoever_has_no_place_needs_another_rule() {
    let message = "design `pooled` leaves reactive work of `smb` accounts to nobody";
    for (key, value) in [("cap", "3"), ("at_risk", "30 days")] {
        refuses(&[(&format!("designs.pooled.coverage.1.{key}"), value)], message, "add a last rule");
    }
    let sets = [("segments.smb.strategic", "5%"), ("designs.pooled.coverage.1.strategic", "false")];
    let message = "design `pooled` leaves reactive work of `smb` accounts of strategic value to nobody";
    refuses(&sets, message, "add a last rule");
}

#[test]
fn places_and_dates_of_change_do_not_go_together() {
    let rules = r#"[{ cap = 3, named = "csms" }, { pooled = "csms" }]"#;
    let (from, at) = (("designs.pooled.transition.from", "named"), ("designs.pooled.transition.at", "13 weeks"));
    let message = "design `pooled` changes at a date and has rules with `cap` or `at_risk`";
    refuses(&[("designs.pooled.coverage", rules), from, at], message, "side by side");
}

#[test]
fn overtime_is_worked_after_hours_and_paid_where_it_is() {
    refuses(&[("teams.csms.overtime", "6 h")], "6.0 h of overtime a day", "at most 5 h");
    let always = [("teams.csms.overtime", "1 h"), ("teams.csms.calendar", "always")];
    refuses(&always, "a team with the calendar `always` has no end of the day", "a calendar with hours");
    let message = "overtime is paid, and nobody works any";
    refuses(&[("teams.csms.overtime_pay", "2")], message, "write overtime = \"1 h\"");
}
