//! Reads how much of their licences accounts use, and checks that somebody looks.

use super::Scenario;
use super::read::inner_spec;
use super::reader::{Context, TableReader};
use super::tree::Table;
use crate::model::Licences;
use crate::model::health::Sign;
use crate::model::work::{Origin, WorkKind};
use crate::time::{Elapsed, HOUR};

/// How much of their licences accounts use; `None` where the file says nothing of it and nothing looks at it.
pub fn read(ctx: &Context, root: &TableReader<'_>, kinds: &[WorkKind]) -> Option<Licences> {
    let looked_at = kinds.iter().any(looks);
    if !looked_at && !root.has("licences") {
        return None;
    }
    let node = root.section("licences");
    let table = TableReader::new(ctx, inner_spec("licences"), "licences", &node);
    let points = |key: &str| 100.0 * table.share(key);
    let licences = Licences {
        mean: points("mean"),
        spread: points("spread"),
        memory: table.positive_duration("memory"),
        ready_from: points("ready_from"),
        update: super::health::update(&table).max(Elapsed::from_ms(HOUR)),
        noise: table.number("noise"),
    };
    if !looked_at {
        table.fail(
            "`licences` is given, and nothing looks at licences",
            "write licences_over = \"85%\" in a trigger, or only_if_licences_over in a step, or remove the table",
        );
        return None;
    }
    Some(licences)
}

/// Whether a kind of work looks at licences.
fn looks(kind: &WorkKind) -> bool {
    match &kind.origin {
        Origin::Trigger { trigger, .. } => trigger.sign.is_of_expansion(),
        Origin::Step { condition: Some(condition), .. } => condition.licences_over.is_some(),
        _ => false,
    }
}

/// Whether some trigger looks for expansions.
pub fn expands(kinds: &[WorkKind]) -> bool {
    kinds.iter().any(WorkKind::is_of_expansion)
}

/// A multiplier of expansion that means something only where a trigger looks for expansions.
pub fn multiplier(outcomes: &TableReader<'_>, key: &str, kinds: &[WorkKind]) -> f64 {
    match outcomes.item_of_file(key) {
        _ if expands(kinds) => outcomes.number(key),
        Some(item) => {
            let help = "write licences_over = \"85%\" in a trigger, or remove the key";
            item.fail(format!("`outcomes.{key}` is given, and no trigger looks for expansions"), help);
            1.0
        }
        None => 1.0,
    }
}

/// What a play on a trigger does: `save` or `win`, at once and at the end. The keys of the other are refused, and both where
/// an answered play restores satisfaction.
pub fn chances(table: &TableReader<'_>, sign: Option<Sign>) -> (f64, f64) {
    if sign.is_some_and(Sign::is_of_answers) {
        super::satisfaction::refuse_chances(table);
        return (1.0, 1.0);
    }
    let wins = sign.is_some_and(Sign::is_of_expansion);
    let (own, others) = if wins { ("win", "save") } else { ("save", "win") };
    for end in ["at_once", "at_end"] {
        if let Some(item) = table.item_of_file(&format!("{others}_{end}")) {
            let what = if wins { "looks for expansions" } else { "looks for risks" };
            item.fail(
                format!("`{}` {what} and has `{others}_{end}`", table.path),
                format!("write {own}_{end}, or remove it"),
            );
        }
    }
    (table.share(&format!("{own}_at_once")), table.share(&format!("{own}_at_end")))
}

/// A trigger that looks for expansions watches accounts that expand, and no note stands in for the talk.
pub fn check(ctx: &Context, scenario: &Scenario, root: &Table) {
    let written = |section: &str, name: &str| root.get(section).and_then(|s| s.table()?.get(name)?.span.clone());
    for kind in scenario.kinds.iter().filter(|kind| kind.is_of_expansion()) {
        let watched = scenario.segments.iter().zip(&kind.segments).filter(|(_, watched)| **watched);
        if watched.into_iter().all(|(segment, _)| segment.expansion <= 0.0) {
            let message =
                format!("`triggers.{}` looks for expansions, and no account that it watches expands", kind.name);
            let help = "write expansion = \"10% / year\" in the segment, or remove the trigger";
            ctx.problem(
                written("triggers", &kind.name),
                &format!("triggers.{}.licences_over", kind.name),
                message,
                help,
            );
        }
        for design in scenario.designs.iter().filter(|design| design.note(kind).is_some()) {
            let message = format!("design `{}` has a note on `{}`, which looks for expansions", design.name, kind.name);
            let help = "talks about an expansion are for people: remove it from the note";
            ctx.problem(written("designs", &design.name), &format!("designs.{}.notes", design.name), message, help);
        }
    }
}
