//! Reads how satisfaction moves, what it does at renewals, and what surveys after requests call for.

use super::Scenario;
use super::read::inner_spec;
use super::reader::{Context, TableReader};
use super::tree::Table;
use crate::model::Satisfaction;
use crate::model::health::Sign;
use crate::model::work::WorkKind;

/// How satisfaction moves; `None` without the table.
pub fn read(ctx: &Context, root: &TableReader<'_>, kinds: &[WorkKind]) -> Option<Satisfaction> {
    if !root.has("satisfaction") {
        return None;
    }
    let node = root.section("satisfaction");
    let table = TableReader::new(ctx, inner_spec("satisfaction"), "satisfaction", &node);
    if !root.has("requests") && !root.has("incidents") {
        table.fail("`satisfaction` is given, and nobody asks anything", "add [requests.NAME], or remove the table");
    }
    Some(Satisfaction {
        usual: table.number("usual"),
        in_time: table.number("in_time"),
        late: table.number("late"),
        stranger: table.number("stranger"),
        half_life: table.positive_duration("half_life"),
        survey_response: survey_response(&table, kinds),
    })
}

/// Which share of the surveys after requests is answered; only where somebody acts on them.
fn survey_response(table: &TableReader<'_>, kinds: &[WorkKind]) -> f64 {
    if kinds.iter().any(|kind| kind.of_answers().is_some()) {
        return table.share("survey_response");
    }
    if let Some(item) = table.item_of_file("survey_response") {
        item.fail(
            "`satisfaction.survey_response` is given, and no trigger acts on surveys after requests",
            "write satisfaction_below = 60 in a trigger, or remove it",
        );
    }
    1.0
}

/// What low satisfaction does to the odds of churn; only where there is any.
pub fn odds(outcomes: &TableReader<'_>, root: &TableReader<'_>) -> f64 {
    match outcomes.item_of_file("low_satisfaction") {
        _ if root.has("satisfaction") => outcomes.number("low_satisfaction"),
        Some(item) => {
            item.fail("`outcomes.low_satisfaction` is given, and satisfaction is not", "add a table [satisfaction]");
            1.0
        }
        None => 1.0,
    }
}

/// By how much an answered play restores satisfaction; refused where the trigger watches another sign.
pub fn restores(table: &TableReader<'_>, sign: Option<Sign>) -> f64 {
    match table.item_of_file("restores") {
        _ if sign.is_some_and(Sign::is_of_answers) => table.number("restores"),
        Some(item) => {
            let message = format!("`{}` watches no satisfaction and has `restores`", table.path);
            item.fail(message, "write satisfaction_below = 60 instead of its sign, or remove `restores`");
            0.0
        }
        None => 0.0,
    }
}

/// A play that restores satisfaction neither saves nor wins: each that is made in time and answered does what it does.
pub fn refuse_chances(table: &TableReader<'_>) {
    for key in ["save_at_once", "save_at_end", "win_at_once", "win_at_end"] {
        if let Some(item) = table.item_of_file(key) {
            let help = "write restores = 15, the points by which a play that is answered raises satisfaction";
            item.fail(format!("`{}` watches satisfaction and has `{key}`", table.path), help);
        }
    }
}

/// A score that hears of satisfaction needs some, and somebody who asks for it.
fn check_score(ctx: &Context, scenario: &Scenario, root: &Table) {
    if !scenario.health.is_some_and(|health| health.hears()) {
        return;
    }
    let span = root.get("health").and_then(|health| health.table()?.get("satisfaction")?.span.clone());
    let refuse = |message: String, help: &str| ctx.problem(span.clone(), "health.satisfaction", message, help);
    if scenario.satisfaction.is_none() {
        refuse("`health.satisfaction` is given, and satisfaction is not".to_string(), "add a table [satisfaction]");
    }
    let mut asked = scenario.kinds.iter().filter_map(|kind| Some((kind, kind.condition()?)));
    if asked.clone().all(|(_, condition)| condition.score.is_none()) {
        let help =
            "write only_if_score_below = 60 in a step, or remove it; for alarms write satisfaction_below in a trigger";
        refuse("`health.satisfaction` is given, and no step asks for the score".to_string(), help);
    }
    if let Some((kind, _)) = asked.find(|(_, condition)| condition.score.is_some() && condition.licences_over.is_some())
    {
        let message = format!("`{}` asks for score or licences, and `health.satisfaction` is given", kind.name);
        refuse(message, "write two steps, or remove it");
    }
}

/// Satisfaction is restored up to what is usual: a trigger that asks for more before it alarms again would fall silent.
fn check_recovery(ctx: &Context, scenario: &Scenario, usual: f64) {
    for kind in &scenario.kinds {
        let Some(trigger) = kind.of_answers() else { continue };
        let Sign::SatisfactionBelow(below) = trigger.sign else { continue };
        let again = below + trigger.hysteresis;
        if again > usual {
            let message = format!(
                "`triggers.{}` alarms again only above {again} points, and satisfaction is restored to {usual} at most",
                kind.name
            );
            let help = "let satisfaction_below and hysteresis together be at most satisfaction.usual";
            ctx.problem(None, &format!("triggers.{}.satisfaction_below", kind.name), message, help);
        }
    }
}

/// A trigger on satisfaction needs some.
pub fn check(ctx: &Context, scenario: &Scenario, root: &Table) {
    check_score(ctx, scenario, root);
    if let Some(model) = scenario.satisfaction {
        check_recovery(ctx, scenario, model.usual);
        return;
    }
    for kind in scenario.kinds.iter().filter(|kind| kind.of_answers().is_some()) {
        let span = root.get("triggers").and_then(|s| s.table()?.get(&kind.name)?.span.clone());
        let message = format!("`triggers.{}` watches satisfaction, and there is none", kind.name);
        ctx.problem(span, &format!("triggers.{}.satisfaction_below", kind.name), message, "add a table [satisfaction]");
    }
}
