//! Reads rules that override others for some accounts: of strategic value, growing, at risk, and so many at most.

use super::Scenario;
use super::reader::{Context, TableReader};
use super::tree::Table;
use crate::model::account::{Leanings, Segment};
use crate::model::coverage::{Cap, Design, MOST_CAPS, Rule};
use crate::model::work::{Class, WorkKind};
use crate::time::Elapsed;
use std::ops::Range;

/// Whether a rule is only for accounts that are, or are not, of strategic value.
pub fn strategic(table: &TableReader<'_>, chosen: &[bool], segments: &[Segment]) -> Option<bool> {
    let help = "write strategic = \"5%\" in the segment, or remove it here";
    of_trait(table, "strategic", chosen, segments, |segment| segment.habits.strategic > 0.0, help)
}

/// Whether a rule is only for accounts that do, or do not, grow in usage.
pub fn growing(table: &TableReader<'_>, chosen: &[bool], segments: &[Segment]) -> Option<bool> {
    let help = "write growth = { share = \"10%\" } in the segment, or remove it here";
    of_trait(table, "growing", chosen, segments, |segment| segment.habits.growth.is_some(), help)
}

fn of_trait(
    table: &TableReader<'_>,
    key: &str,
    chosen: &[bool],
    segments: &[Segment],
    has: impl Fn(&Segment) -> bool,
    help: &str,
) -> Option<bool> {
    let item = table.item_of_file(key)?;
    if !segments.iter().zip(chosen).any(|(segment, chosen)| *chosen && has(segment)) {
        item.fail(format!("no segment that this rule covers has accounts that are `{key}`"), help);
    }
    table.flag(key)
}

/// How long ago a risk or an alarm may have called for a play.
pub fn at_risk(table: &TableReader<'_>) -> Option<Elapsed> {
    table.has("at_risk").then(|| table.positive_duration("at_risk"))
}

/// How many accounts a rule is for at most; which number it has among the capped rules is settled later.
pub fn cap(table: &TableReader<'_>, by_name: bool) -> Option<Cap> {
    let accounts = table.optional_count("cap")? as u32;
    if by_name {
        let message = format!("`{}` is for work by name and has `cap`", table.path);
        table.fail(
            message,
            "an account has a place with all its work of a class: write work = \"planned\", or remove it",
        );
    }
    Some(Cap { accounts, number: 0 })
}

/// Numbers the capped rules of a design.
pub fn number_caps(table: &TableReader<'_>, rules: &mut [Rule]) {
    let mut count = 0;
    for cap in rules.iter_mut().filter_map(|rule| rule.cap.as_mut()) {
        cap.number = count.min(MOST_CAPS - 1) as u8;
        count += 1;
    }
    if count > MOST_CAPS {
        table.fail(format!("{count} rules with a cap"), format!("at most {MOST_CAPS}"));
    }
}

/// What tells apart accounts that no rule covers.
pub fn of_traits(segment: &Segment, leanings: Leanings) -> &'static str {
    let strategic = (0.0 < segment.habits.strategic && segment.habits.strategic < 1.0).then_some(leanings.strategic);
    let growing = segment.habits.growth.map(|_| leanings.growing);
    match (strategic, growing) {
        (Some(true), Some(true)) => " of strategic value that grow",
        (Some(true), _) => " of strategic value",
        (_, Some(true)) => " that grow",
        _ => "",
    }
}

/// A rule for accounts at risk has risks to look at; places and dates of change do not go together.
pub fn check(ctx: &Context, scenario: &Scenario, design: &Design, span: Option<Range<usize>>) {
    let refuse = |rule: usize, key: &str, message: String, help: &str| {
        let key = format!("designs.{}.coverage.{}.{key}", design.name, rule + 1);
        ctx.problem(span.clone(), &key, message, help);
    };
    for (index, rule) in design.rules.iter().enumerate().filter(|(_, rule)| rule.at_risk.is_some()) {
        let strikes = |kind: &WorkKind| {
            let covered = kind.segments.iter().zip(&rule.segments).any(|(struck, covered)| *struck && *covered);
            kind.class() == Class::Triggered && !kind.is_of_expansion() && !design.ignores(kind) && covered
        };
        if !scenario.kinds.iter().any(strikes) {
            let message = format!("design `{}` has a rule for accounts at risk, and no risk strikes them", design.name);
            refuse(index, "at_risk", message, "add [risks.NAME] or [triggers.NAME], or remove at_risk");
        }
    }
    let changes = design.transition.map(|change| &scenario.designs[change.from].rules);
    let overriding = |rule: &Rule| rule.cap.is_some() || rule.at_risk.is_some();
    if let Some(before) = changes
        && let Some(index) = design.rules.iter().chain(before).position(overriding)
    {
        let message = format!("design `{}` changes at a date and has rules with `cap` or `at_risk`", design.name);
        refuse(index, "cap", message, "compare the two designs side by side instead, without transition");
    }
}

/// Accounts of strategic value are of no interest where no rule looks at them.
pub fn check_used(ctx: &Context, scenario: &Scenario, root: &Table) {
    let looks = |design: &Design| design.rules.iter().any(|rule| rule.strategic.is_some());
    if scenario.designs.iter().any(looks) {
        return;
    }
    for segment in scenario.segments.iter().filter(|segment| segment.habits.strategic > 0.0) {
        let node = root.get("segments").and_then(|node| node.table()?.get(&segment.name)?.table()?.get("strategic"));
        let message = format!("segment `{}` has accounts of strategic value, and no rule looks at them", segment.name);
        let help = "write strategic = true in a rule of some design, or remove it";
        let span = node.and_then(|node| node.span.clone());
        ctx.problem(span, &format!("segments.{}.strategic", segment.name), message, help);
    }
}
