//! Reads policies that look at what has happened and adapt: steps that open while onboarding falls short, and the keys
//! that say when that is reviewed.

use super::Scenario;
use super::reader::{Context, TableReader};
use super::tree::{Node, Table};
use crate::model::hiring::Threshold;
use crate::model::work::{Class, WorkKind};
use crate::time::{DAY, Elapsed};

/// How often a length holds another, in whole ones and at least once.
pub fn whole(length: Elapsed, each: Elapsed) -> u32 {
    u32::try_from(length.ms().div_euclid(each.ms().max(1)).max(1)).unwrap_or(u32::MAX)
}

/// When activation is reviewed, and over how many of these times it is looked back.
pub fn of_activation(table: &TableReader<'_>) -> (Elapsed, u32) {
    let review = table.positive_duration("review");
    if review.ms() < DAY
        && let Some(item) = table.item("review")
    {
        item.fail(
            format!("`{}` is more often than once a day", item.node.text()),
            "at least 1 day, such as \"1 month\"",
        );
    }
    (review, whole(table.positive_duration("review_over"), review))
}

/// What a step makes of the last review: the share below which it opens, or below which a person makes what a program
/// sends otherwise (`true`).
pub fn of_step(step: &TableReader<'_>, digital: bool, seen: bool) -> Option<(f64, bool)> {
    let share = |key: &str| step.item_of_file(key).and_then(|item| Some((item.share()?, key.starts_with("human"))));
    let (only, human) = (share("only_if_activated_below"), share("human_if_activated_below"));
    let refuse = |message: &str, help: &str| step.fail(format!("`{}` {message}", step.path), help);
    match (only, human) {
        (Some(_), Some(_)) => {
            refuse("has only_if_activated_below and human_if_activated_below", "keep one, or write two steps");
        }
        (None, Some(_)) if !digital => {
            refuse("is not digital and has `human_if_activated_below`", "add digital = true")
        }
        (None, Some(_)) if seen => {
            refuse(
                "has human_if_activated_below and a condition on what is seen of the account",
                "keep one, or write two steps",
            );
        }
        _ => {}
    }
    let found = only.or(human);
    if found.is_some() && !step.has("after_start") {
        refuse(
            "asks whether new accounts were activated, and does not come after a start",
            "write after_start = \"14 days\", or remove only_if_activated_below and human_if_activated_below",
        );
    }
    found
}

/// Steps that look at reviews of nothing, reviews at which nothing looks, and teams that no request comes to.
pub fn check(ctx: &Context, scenario: &Scenario, root: &Table) {
    for kind in scenario.kinds.iter().filter(|kind| kind.opens_below()) {
        let bare = |index: &usize| kind.segments[*index] && scenario.segments[*index].habits.activation.is_none();
        if let Some(index) = (0..scenario.segments.len()).find(bare) {
            let (name, segment) = (kind.name.trim_end_matches(".human"), &scenario.segments[index].name);
            let message = format!(
                "`{name}` asks whether new accounts were activated, and those of `{segment}` have no activation"
            );
            let help = format!("write [segments.{segment}.activation], or `segments` in the playbook");
            ctx.problem(None, &format!("playbooks.{name}"), message, help);
        }
    }
    for (index, segment) in scenario.segments.iter().enumerate() {
        if scenario.kinds.iter().any(|kind| kind.segments[index] && kind.opens_below()) {
            continue;
        }
        let of = |table: Option<&Table>, key: &str| table.and_then(|table| table.get(key)).cloned();
        let all = of(Some(root), "segments");
        let of_segment = of(all.as_ref().and_then(Node::table), &segment.name);
        let activation = of(of_segment.as_ref().and_then(Node::table), "activation");
        for key in ["review", "review_over"] {
            let Some(stated) = of(activation.as_ref().and_then(Node::table), key) else { continue };
            let path = format!("segments.{}.activation.{key}", segment.name);
            let message = format!("`{path}` is given, and no step looks at reviews");
            let help =
                "write only_if_activated_below or human_if_activated_below in a step after the start, or remove it";
            ctx.problem(stated.span, &path, message, help);
        }
    }
    check_late_responses(ctx, scenario);
}

/// Whose answers may come late is asked something.
fn check_late_responses(ctx: &Context, scenario: &Scenario) {
    let asked = |kind: &WorkKind| kind.class() == Class::Reactive;
    for design in &scenario.designs {
        for (index, team) in design.teams.iter().enumerate() {
            let rule = team.movement.hire_when;
            if !rule.is_some_and(|rule| matches!(rule.above, Threshold::LateResponses(..))) {
                continue;
            }
            let comes = scenario.designs.iter().flat_map(|design| &design.rules).any(|rule| {
                let named = |(number, kind): (usize, &WorkKind)| asked(kind) && rule.names(number);
                let by_class = rule.classes[Class::Reactive as usize] && scenario.kinds.iter().any(asked);
                rule.is_served_by(index) && (by_class || scenario.kinds.iter().enumerate().any(named))
            });
            if !comes {
                let key = format!("teams.{}.hire_when.late_responses", team.name);
                let message = format!("`{key}` is given, and no request comes to the team");
                ctx.problem(None, &key, message, "write another threshold, or let the team answer requests");
                return;
            }
        }
    }
}
