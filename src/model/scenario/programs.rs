//! Reads one-to-many programs, and which of them a design runs.

use super::checks::place;
use super::keys::TableSpec;
use super::reader::{Context, Item, TableReader, join, suggestion};
use super::segments;
use super::tree::{Node, Table, Value};
use super::{Scenario, WorkKind};
use crate::model::account::Segment;
use crate::model::program::Program;
use crate::model::team::{Staffing, Team};
use crate::model::work::Origin;
use crate::time::{Elapsed, HOUR, Working};

/// What programs refer to.
pub struct Around<'a> {
    /// The segments.
    pub segments: &'a [Segment],
    /// The teams.
    pub teams: &'a [(Node, Team)],
    /// All kinds of work.
    pub kinds: &'a [WorkKind],
}

/// Reads one `[programs.NAME]`.
pub fn read(ctx: &Context, spec: &'static TableSpec, name: &str, node: &Node, around: &Around<'_>) -> Option<Program> {
    let table = TableReader::new(ctx, spec, &join("programs", name), node);
    let segments = segments::selection(table.item("segments"), around.segments);
    let team = team(&table, around.teams);
    let every = table.positive_duration("every");
    if let (Some(item), true) = (table.item_of_file("every"), every.ms() < HOUR) {
        item.fail(format!("`{}` is less than an hour", item.node.text()), "write every = \"2 weeks\"");
    }
    let covers = chosen(&table, "covers", around.kinds, |kind| kind.sending().is_some());
    let requests = chosen(&table, "requests", around.kinds, |kind| matches!(kind.origin, Origin::Request { .. }));
    if !table.has("covers") && !table.has("requests") {
        table.fail(
            format!("`{}` spares nobody anything", table.path),
            "write covers = \"PLAYBOOK\", or requests = \"all\" with answers = \"30%\"",
        );
    }
    if let (Some(item), false) = (table.item_of_file("answers"), table.has("requests")) {
        item.fail(format!("`{}` has `answers` and no `requests`", table.path), "write requests = \"all\"");
    }
    let answers = if table.has("requests") { table.share("answers") } else { 0.0 };
    Some(Program {
        name: name.to_string(),
        segments,
        team: team?,
        every: every.max(Elapsed::from_ms(HOUR)),
        work: Working::from_hours(table.duration("work").hours()),
        attendance: table.share("attendance"),
        counts_for: table.duration("counts_for"),
        covers,
        requests,
        answers,
    })
}

fn team(table: &TableReader<'_>, teams: &[(Node, Team)]) -> Option<usize> {
    let item = table.item("team")?;
    let name = item.text()?;
    let found = teams.iter().position(|(_, team)| team.name == name);
    if found.is_none() {
        let names: Vec<&str> = teams.iter().map(|(_, team)| team.name.as_str()).collect();
        item.fail(format!("no team is called `{name}`"), suggestion(&name, &names));
    }
    found
}

/// The kinds of work that a name, a list of names or `all` means; none without the key.
fn chosen(table: &TableReader<'_>, key: &str, kinds: &[WorkKind], may: impl Fn(&WorkKind) -> bool) -> Vec<bool> {
    let mut chosen = vec![false; kinds.len()];
    let Some(item) = table.item_of_file(key) else { return chosen };
    for (one, name) in names(&item) {
        let mut found = false;
        for (kind, chosen) in kinds.iter().zip(&mut chosen).filter(|(kind, _)| may(kind)) {
            let meant = name == "all" || kind.belongs_to(&name);
            *chosen |= meant && !kind.is_digital();
            found |= meant && !kind.is_digital();
        }
        if !found {
            let mut all: Vec<&str> =
                kinds.iter().filter(|kind| may(kind)).filter_map(|kind| kind.name.split('.').next()).collect();
            all.dedup();
            all.push("all");
            let what = if key == "covers" { "no step for people" } else { "no request" };
            one.fail(format!("{what} is called `{name}`"), suggestion(&name, &all));
        }
    }
    chosen
}

/// The names in a value, each with its place.
fn names<'a>(item: &'a Item<'a>) -> Vec<(Item<'a>, String)> {
    let nodes: Vec<&Node> = match &item.node.value {
        Value::Array(nodes) => nodes.iter().collect(),
        _ => vec![&item.node],
    };
    let one = |node| {
        let one = Item::new(item.ctx, node, item.path.clone());
        let name = one.text()?;
        Some((one, name))
    };
    nodes.into_iter().filter_map(one).collect()
}

/// The programs that a design runs; `None`: all.
pub fn run_by(item: &Item<'_>, known: &[&str]) -> Option<Vec<String>> {
    if item.is_word("all") {
        return None;
    }
    let mut chosen = Vec::new();
    for (one, name) in names(item) {
        if !known.contains(&name.as_str()) {
            one.fail(format!("no program is called `{name}`"), suggestion(&name, known));
        }
        chosen.push(name);
    }
    Some(chosen)
}

/// Somebody hosts what a design runs.
pub fn check(ctx: &Context, scenario: &Scenario, root: &Table) {
    for design in &scenario.designs {
        for program in scenario.programs.iter().filter(|program| design.runs(&program.name)) {
            let team = &design.teams[program.team];
            if matches!(team.staffing, Staffing::Csms(0)) {
                let (design, program, team) = (&design.name, &program.name, &team.name);
                let message = format!("design `{design}` runs program `{program}`, and nobody is in team `{team}`");
                let help = format!("give teams.{team}.csms at least 1, or leave it out of designs.{design}.programs");
                ctx.problem(place(root, design), &format!("designs.{design}.programs"), message, help);
            }
        }
    }
}
