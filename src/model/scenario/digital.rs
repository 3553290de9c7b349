//! Reads what digital touches do, and which steps programs send.

use super::read::inner_spec;
use super::reader::{Context, Item, TableReader, suggestion};
use super::tree::{Node, Value};
use super::{Scenario, WorkKind};
use crate::model::account::Segment;
use crate::model::coverage::Design;
use crate::model::{Class, Digital};
use std::ops::Range;

/// What touches that programs send do; `None` without the table.
pub fn read(ctx: &Context, root: &TableReader<'_>, segments: &[Segment]) -> Option<Digital> {
    if !root.has("digital") {
        return None;
    }
    let node = root.section("digital");
    let table = TableReader::new(ctx, inner_spec("digital"), "digital", &node);
    Some(Digital {
        quality: table.share("quality"),
        response: table.share("response"),
        unwanted: of_wishes(&table, "unwanted", segments),
        half_life: table.positive_duration("half_life"),
        fading: table.share("fading"),
        worth: table.share("worth"),
        lift_at_most: lift_at_most(root, &table),
    })
}

/// The most by which digital touches lift health; an assumption only where some do.
fn lift_at_most(root: &TableReader<'_>, table: &TableReader<'_>) -> f64 {
    let lifts = |step: &Node| step.table().is_some_and(|step| step.get("lifts").is_some());
    let some = root.named("playbooks").into_iter().any(|(_, playbook)| {
        let steps = playbook.table().and_then(|playbook| playbook.get("steps"));
        steps.is_some_and(|steps| matches!(&steps.value, Value::Array(steps) if steps.iter().any(lifts)))
    });
    match table.item_of_file("lift_at_most") {
        _ if some => table.number("lift_at_most"),
        Some(item) => {
            item.fail("`digital.lift_at_most` is given, and no step lifts health", "write lifts = 2 in a digital step");
            f64::INFINITY
        }
        None => f64::INFINITY,
    }
}

/// A share that means something only where accounts say whether they want a person; else all of it.
pub fn of_wishes(table: &TableReader<'_>, key: &str, segments: &[Segment]) -> f64 {
    if segments.iter().any(|segment| segment.habits.wants_human.is_some()) {
        return table.share(key);
    }
    if let Some(item) = table.item_of_file(key) {
        let help = "write wants_human = \"30%\" in a segment";
        item.fail(format!("`{}` is given, and no segment says who wants a person", item.path), help);
    }
    1.0
}

/// Whether a rule is only for accounts that do, or do not, want a person.
pub fn wish(table: &TableReader<'_>, chosen: &[bool], segments: &[Segment]) -> Option<bool> {
    let item = table.item_of_file("wants_human")?;
    let says = |(segment, chosen): (&Segment, &bool)| *chosen && segment.habits.wants_human.is_some();
    if !segments.iter().zip(chosen).any(says) {
        item.fail(
            "no segment that this rule covers says who wants a person",
            "write wants_human = \"30%\" in the segment, or remove it here",
        );
    }
    table.flag("wants_human")
}

/// An odds ratio that means something only where its mechanism is in use.
pub fn odds(outcomes: &TableReader<'_>, key: &str, matters: bool) -> f64 {
    match outcomes.item_of_file(key) {
        _ if matters => outcomes.number(key),
        Some(item) => {
            let (what, help) = match key {
                "automated_moment" => ("no step is human_only", "write human_only = true in a step of a playbook"),
                _ => ("digital touches do nothing", "add a table [digital]"),
            };
            item.fail(format!("`outcomes.{key}` is given, and {what}"), help);
            1.0
        }
        None => 1.0,
    }
}

/// Whether some step may only be done by a person.
pub fn has_moments(kinds: &[WorkKind]) -> bool {
    kinds.iter().any(|kind| kind.sending().is_some_and(|sending| sending.human_only))
}

/// Playbooks and steps that a rule of coverage lets a program send.
pub fn automated(table: &TableReader<'_>, classes: [bool; 3]) -> Vec<String> {
    let Some(item) = table.item_of_file("digital") else { return Vec::new() };
    if !classes[Class::Planned as usize] {
        item.fail(
            format!("`{}` has `digital` and covers no planned work", table.path),
            "remove one of the two; `digital` stands in a rule for all planned work",
        );
    }
    let nodes = match &item.node.value {
        Value::Array(nodes) => nodes.clone(),
        _ => vec![item.node.clone().into_owned()],
    };
    if nodes.is_empty() {
        item.fail("the list of playbooks is empty", "name at least one playbook or step, or write \"all\"");
    }
    nodes.iter().filter_map(|node| Item::new(item.ctx, node, item.path.clone()).text()).collect()
}

/// Everything that a design hands to programs is there, and people would do it otherwise.
pub fn check(ctx: &Context, scenario: &Scenario, design: &Design, span: Option<Range<usize>>) {
    let steps: Vec<&WorkKind> = scenario.kinds.iter().filter(|kind| kind.sending().is_some()).collect();
    for (index, rule) in design.rules.iter().enumerate() {
        for name in &rule.digital {
            let mut held = steps.iter().filter(|kind| name == "all" || kind.belongs_to(name)).peekable();
            let found = held.peek().is_some();
            if held.any(|kind| !kind.is_digital()) {
                continue;
            }
            let key = format!("designs.{}.coverage.{}.digital", design.name, index + 1);
            let (message, help) = if found || name == "all" {
                (format!("design `{}`: programs send all of `{name}` already", design.name), "remove it".to_string())
            } else {
                let mut names: Vec<&str> = steps.iter().filter_map(|kind| kind.name.split('.').next()).collect();
                names.dedup();
                names.push("all");
                (format!("design `{}`: no playbook or step is called `{name}`", design.name), suggestion(name, &names))
            };
            ctx.problem(span.clone(), &key, message, help);
        }
    }
}
