//! One test for each way in which policies that adapt by themselves can be wrong: what is said, and what remedy is offered.

use crate::{RIGHT, refuses_text, refuses_with as refuses};

/// The scenario with more tables and values set must be refused.
fn refuses_more(more: &str, sets: &[(&str, &str)], message: &str, help: &str) {
    refuses_text(&format!("{RIGHT}\n{more}"), sets, message, help);
}

const LATE: (&str, &str) = ("teams.csms.hire_when.late_responses", "20%");
const MOST: (&str, &str) = ("teams.csms.hire_when.at_most", "3");
const NEW: (&str, &str) = ("segments.smb.new_accounts", "20% / year");
const SEATS: (&str, &str) = ("segments.smb.activation.seats", "70%");

/// The only step of the scenario's playbook, in these words.
fn step(words: &'static str) -> (&'static str, &'static str) {
    ("playbooks.check_in.steps", words)
}

#[test]
fn late_answers_do_not_say_how_many_are_enough() {
    let needed = ("teams.csms.hire_when.refill", "if_needed");
    let message = "`teams.csms.hire_when` looks at late responses, which do not say how many people are enough";
    refuses(&[LATE, MOST, needed], message, "refill = \"always\"");
}

#[test]
fn late_answers_are_the_only_threshold_and_a_share() {
    let message = "`teams.csms.hire_when` has 2 thresholds: utilization, late_responses";
    refuses(&[LATE, MOST, ("teams.csms.hire_when.utilization", "80%")], message, "late_responses");
    refuses(&[MOST, (LATE.0, "120%")], "`120%` is out of range", "from 0% to 100%");
}

#[test]
fn late_answers_of_a_team_that_is_asked_nothing() {
    let key = "[teams.key]\ncsms = 2\nhire_when = { late_responses = \"20%\", at_most = 3 }";
    let message = "`teams.key.hire_when.late_responses` is given, and no request comes to the team";
    refuses_more(key, &[], message, "let the team answer requests");
}

#[test]
fn only_steps_after_a_start_ask_for_activation() {
    let message =
        "`playbooks.check_in.steps.1` asks whether new accounts were activated, and does not come after a start";
    let every = r#"[ { every = "1 month", work = "20 min", only_if_activated_below = "70%" } ]"#;
    refuses(&[NEW, SEATS, step(every)], message, "after_start = ");
    let before =
        r#"[ { before_renewal = "30 days", work = "20 min", digital = true, human_if_activated_below = "70%" } ]"#;
    refuses(&[NEW, SEATS, step(before)], message, "human_if_activated_below");
}

#[test]
fn all_segments_of_the_step_have_an_activation() {
    let only = r#"[ { after_start = "7 days", work = "20 min", only_if_activated_below = "70%" } ]"#;
    let message = "`check_in.1` asks whether new accounts were activated, and those of `smb` have no activation";
    refuses(&[NEW, step(only)], message, "write [segments.smb.activation]");
    let human = r#"[ { after_start = "7 days", work = "20 min", digital = true, human_if_activated_below = "70%" } ]"#;
    refuses(&[NEW, step(human)], message, "write [segments.smb.activation]");
}

#[test]
fn reviews_at_which_no_step_looks() {
    for key in ["review", "review_over"] {
        let path = format!("segments.smb.activation.{key}");
        let message = format!("`{path}` is given, and no step looks at reviews");
        refuses(&[NEW, SEATS, (&path, "2 months")], &message, "only_if_activated_below");
    }
    let every = ("segments.smb.activation.review", "1 h");
    refuses(&[NEW, every], "`1 h` is more often than once a day", "at least 1 day");
}

#[test]
fn a_person_steps_in_only_for_a_program_and_for_one_reason() {
    let human = r#"[ { after_start = "7 days", work = "20 min", human_if_activated_below = "70%" } ]"#;
    let message = "`playbooks.check_in.steps.1` is not digital and has `human_if_activated_below`";
    refuses(&[NEW, SEATS, step(human)], message, "digital = true");
    let both = r#"[ { after_start = "7 days", work = "20 min", digital = true, human_if_activated_below = "70%", only_if_activated_below = "70%" } ]"#;
    let message = "`playbooks.check_in.steps.1` has only_if_activated_below and human_if_activated_below";
    refuses(&[NEW, SEATS, step(both)], message, "two steps");
    let score = r#"[ { after_start = "7 days", work = "20 min", digital = true, human_if_activated_below = "70%", only_if_score_below = 50 } ]"#;
    let message =
        "`playbooks.check_in.steps.1` has human_if_activated_below and a condition on what is seen of the account";
    refuses(&[NEW, SEATS, ("health.memory", "90 days"), step(score)], message, "keep one");
}
