//! Reads verticals and skills: who has them, what calls for them, and what rules make of it.

use super::calendars::Calendars;
use super::designs::resolve;
use super::keys::{Kind, ROOT};
use super::read::inner_spec;
use super::reader::{Context, TableReader, suggestion};
use super::rule_work::SECTIONS;
use super::tree::{Table, Value};
use super::{Scenario, checks};
use crate::model::account::{Leanings, Segment};
use crate::model::coverage::{Assign, Design, PodSize, Rule};
use crate::model::skill::{MOST_SKILLS, Matching, Seats, Skills};
use crate::model::team::{Staffing, Team};
use std::ops::Range;

/// Names of all verticals of accounts and skills that work calls for, in the order of the file.
pub fn names(root: &TableReader<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_string());
        }
    };
    for (_, segment) in root.named("segments") {
        let verticals = segment.table().and_then(|table| table.get("verticals")?.table());
        verticals.iter().flat_map(|table| &table.entries).for_each(|entry| add(&entry.key));
    }
    for section in SECTIONS {
        for (_, node) in root.named(section) {
            if let Some(Value::Str(name)) = node.table().and_then(|table| Some(&table.get("skill")?.value)) {
                add(name);
            }
        }
    }
    names
}

/// What a match is worth; `None` where nothing calls for anybody in particular.
pub fn read(ctx: &Context, root: &TableReader<'_>) -> Option<Skills> {
    if ctx.skills.is_empty() {
        if root.has("skills") {
            let message = "`skills` says what a match is worth, and no work calls for a vertical or a skill";
            root.fail(
                message,
                "write verticals = { health = \"20%\" } in a segment or skill = \"technical\" for some work",
            );
        }
        return None;
    }
    if ctx.skills.len() > MOST_SKILLS {
        root.fail(format!("{} verticals and skills", ctx.skills.len()), format!("at most {MOST_SKILLS}, all together"));
    }
    let node = root.section("skills");
    let table = TableReader::new(ctx, inner_spec("skills"), "skills", &node);
    let (work_factor, save_factor) = (table.number("work_factor"), table.number("save_factor"));
    Some(Skills { names: ctx.skills.clone(), work_factor, save_factor })
}

/// The shares of the verticals of a segment.
pub fn verticals(table: &TableReader<'_>) -> Vec<(u8, f64)> {
    let mut verticals = Vec::new();
    let Some(item) = table.item("verticals") else { return verticals };
    for (name, one) in item.entries("verticals", "write { health = \"20%\", finance = \"30%\" }") {
        if let (Some(skill), Some(share)) = (item.ctx.skill(name), one.share()) {
            verticals.push((skill, share));
        }
    }
    let total: f64 = verticals.iter().map(|(_, share)| share).sum();
    if total > 1.0 + 1e-9 {
        let message = format!("the shares of verticals add up to {:.1}%", total * 100.0);
        item.fail(message, "at most 100%: an account has one vertical or none");
    }
    verticals
}

/// The skill that a kind of work calls for.
pub fn of_work(table: &TableReader<'_>) -> Option<u8> {
    let name = table.item("skill")?.text()?;
    table.ctx.skill(&name)
}

/// Who of a team has what.
pub fn of_team(table: &TableReader<'_>) -> Vec<(u8, Seats)> {
    let mut skills = Vec::new();
    let Some(item) = table.item("skills") else { return skills };
    for (name, one) in item.entries("skills", "write { health = 3, technical = \"20%\" }") {
        let Some(skill) = item.ctx.skill(name) else {
            let known: Vec<&str> = item.ctx.skills.iter().map(String::as_str).collect();
            let message = format!("no account has the vertical `{name}` and no work calls for such a skill");
            one.fail(message, suggestion(name, &known));
            continue;
        };
        let text = one.node.text();
        let seats = if text.contains('%') {
            one.share().map(Seats::Share)
        } else {
            one.count(0, 100_000).map(|count| Seats::Count(count as u32))
        };
        skills.extend(seats.map(|seats| (skill, seats)));
    }
    skills
}

/// The vertical to which a rule is confined.
pub fn of_rule(table: &TableReader<'_>) -> Option<u8> {
    let item = table.item("vertical")?;
    let name = item.text()?;
    let found = item.ctx.skill(&name);
    if found.is_none() {
        let known: Vec<&str> = item.ctx.skills.iter().map(String::as_str).collect();
        item.fail(format!("no account has the vertical `{name}`"), suggestion(&name, &known));
    }
    found
}

/// What a rule makes of a match.
pub fn matching(
    table: &TableReader<'_>,
    pods: PodSize,
    assign: Assign,
    calendars: &Calendars,
    calendar: usize,
) -> Matching {
    let given_out = assign != Assign::LongestIdle;
    let Some(item) = table.item("match") else {
        return if given_out { Matching::Ignored } else { Matching::Preferred };
    };
    let refuse = |message: &str, help: &str| item.fail(message, help);
    if item.is_word("ignored") {
        return Matching::Ignored;
    }
    if given_out {
        refuse("`match` looks at who is free, and `assign` gives work out as it comes", "remove one of the two");
    }
    if item.is_word("preferred") {
        return Matching::Preferred;
    }
    if pods == PodSize::One {
        refuse("a named CSM has all work of the account", "match = \"preferred\" or \"ignored\", or pooled = TEAM");
    }
    if item.is_word("required") {
        if matches!(pods, PodSize::Of(_)) {
            refuse(
                "a pod may have nobody with the skill",
                "write how long work waits for one: match = \"4 business hours\"",
            );
        }
        for key in ["sticky", "overflow", "backup_after"] {
            if table.has(key) {
                let message = format!("`{}` has match = \"required\" and `{key}`", table.path);
                table.fail(message, "remove one of the two; a span in `match` lets others take it after a while");
            }
        }
        return Matching::Required;
    }
    item.span().map_or(Matching::Preferred, |span| match resolve(span, calendars, calendar) {
        span if span.is_zero() => Matching::Preferred,
        span => Matching::After(span),
    })
}

/// Everything that is called for is had by somebody, or looked at by some rule; nobody has a skill more often than there
/// are people; what is required is there.
pub fn check(ctx: &Context, scenario: &Scenario, root: &Table) {
    let Some(skills) = &scenario.skills else { return };
    for (number, name) in skills.names.iter().enumerate() {
        let has = |team: &Team| team.skills.iter().any(|(skill, _)| usize::from(*skill) == number);
        let looks = |rule: &Rule| rule.vertical.is_some_and(|skill| usize::from(skill) == number);
        let used = |design: &Design| design.teams.iter().any(has) || design.rules.iter().any(looks);
        if !scenario.designs.iter().any(used) {
            let message = format!("`{name}` is called for, and nobody has it");
            let help = format!("write skills = {{ {name} = 2 }} in a team, or remove it");
            ctx.problem(place(root, name), "segments", message, help);
        }
    }
    for design in &scenario.designs {
        let span = checks::place(root, &design.name);
        for team in &design.teams {
            check_team(ctx, skills, design, team, span.clone());
        }
        check_required(ctx, scenario, skills, design, span);
    }
}

/// Where a name is called for.
fn place(root: &Table, name: &str) -> Option<Range<usize>> {
    let of_segment = |node: &super::tree::Node| {
        let verticals = node.table()?.get("verticals")?;
        verticals.table()?.get(name)?;
        verticals.span.clone()
    };
    let of_work = |node: &super::tree::Node| {
        let skill = node.table()?.get("skill")?;
        matches!(&skill.value, Value::Str(text) if text == name).then(|| skill.span.clone())?
    };
    let tables = |section: &str| root.get(section).and_then(|node| node.table()).into_iter().flat_map(|t| &t.entries);
    let named = |section: &str| matches!(ROOT.key(section).map(|key| &key.kind), Some(Kind::Named(_)));
    let segments = tables("segments").find_map(|entry| of_segment(&entry.value));
    let mut sections = SECTIONS.into_iter().filter(|section| named(section));
    segments.or_else(|| sections.find_map(|section| tables(section).find_map(|entry| of_work(&entry.value))))
}

/// Which accounts of a segment have a vertical, or none, where that tells them apart.
pub fn of_vertical(scenario: &Scenario, segment: &Segment, leanings: Leanings) -> String {
    let name = |vertical: u8| scenario.skills.as_ref().map(|skills| skills.names[usize::from(vertical)].as_str());
    match leanings.vertical.map(name) {
        _ if segment.verticals.is_empty() => String::new(),
        Some(name) => format!(" of the vertical `{}`", name.unwrap_or_default()),
        None => " without a vertical".to_string(),
    }
}

fn check_team(ctx: &Context, skills: &Skills, design: &Design, team: &Team, span: Option<Range<usize>>) {
    let Staffing::Csms(csms) = team.staffing else { return };
    let seats = csms + team.movement.hired() + team.movement.on_call();
    for (skill, asked) in &team.skills {
        if let Seats::Count(count) = asked
            && *count > seats
        {
            let name = &skills.names[usize::from(*skill)];
            let key = format!("designs.{}.teams.{}.skills.{name}", design.name, team.name);
            let message =
                format!("design `{}`: {count} of {seats} CSMs of team `{}` have `{name}`", design.name, team.name);
            ctx.problem(span.clone(), &key, message, format!("at most {seats}, or a share: {name} = \"30%\""));
        }
    }
}

/// A rule that requires a match has somebody for all that its accounts and their work call for.
fn check_required(ctx: &Context, scenario: &Scenario, skills: &Skills, design: &Design, span: Option<Range<usize>>) {
    for (index, rule) in design.rules.iter().enumerate() {
        let Some(team) = design.teams.get(rule.coverage.team).filter(|_| !rule.nobody) else { continue };
        if rule.coverage.matching != Matching::Required {
            continue;
        }
        let has = team.dealt(match team.staffing {
            Staffing::Csms(csms) => csms,
            _ => 1_000,
        });
        for need in called_for(scenario, rule) {
            if !has.iter().any(|set| crate::model::skill::has_all(*set, need)) {
                let of = |number: &usize| need >> number & 1 == 1;
                let names: Vec<&str> = (0..skills.names.len()).filter(of).map(|n| skills.names[n].as_str()).collect();
                let key = format!("designs.{}.coverage.{}.match", design.name, index + 1);
                let message = format!(
                    "design `{}` requires a match, and nobody of team `{}` has {}",
                    design.name,
                    team.name,
                    names.join(" and ")
                );
                let help =
                    "give somebody the skill in teams.NAME.skills, or write how long work waits: match = \"1 day\"";
                ctx.problem(span.clone(), &key, message, help);
            }
        }
    }
}

/// All that work under a rule may call for.
fn called_for(scenario: &Scenario, rule: &Rule) -> Vec<u64> {
    let mut needs = Vec::new();
    for (index, segment) in scenario.segments.iter().enumerate().filter(|(index, _)| rule.segments[*index]) {
        let none = (segment.verticals.iter().map(|(_, share)| share).sum::<f64>() < 1.0).then_some(0);
        let verticals = segment.verticals.iter().filter(|(_, share)| *share > 0.0).map(|(skill, _)| 1u64 << skill);
        let verticals: Vec<u64> = match rule.vertical {
            Some(only) => vec![1 << only],
            None => none.into_iter().chain(verticals).collect(),
        };
        let covered = |(number, kind): &(usize, &crate::model::WorkKind)| {
            kind.segments[index] && !kind.is_digital() && (rule.classes[kind.class() as usize] || rule.names(*number))
        };
        for (_, kind) in scenario.kinds.iter().enumerate().filter(covered) {
            let skill = kind.skill.map_or(0, |skill| 1 << skill);
            needs.extend(verticals.iter().map(|vertical| vertical | skill));
        }
    }
    needs.sort_unstable();
    needs.dedup();
    needs.retain(|need| *need != 0);
    needs
}
