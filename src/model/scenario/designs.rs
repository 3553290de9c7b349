//! Reads designs of coverage: their rules, and their teams.

use super::calendars::Calendars;
use super::keys::{self, DESIGN, OVERFLOW, RESEGMENT, RULE, STICKY, TRIAGE};
use super::reader::{Context, TableReader, join, suggestion};
use super::tree::{Node, Table, Value};
use super::units::WrittenSpan;
use super::{digital, exceptions, health, notes, people, programs, rule_work, segments, skills, teams, transitions};
use crate::distribution::Distribution;
use crate::model::Ramp;
use crate::model::account::Segment;
use crate::model::coverage::{
    Assign, Balance, Coverage, Design, HandOff, Overflow, PodSize, Resegment, Rule, Stage, Sticky, Triage,
};
use crate::model::digital::Sending;
use crate::model::skill::Matching;
use crate::model::team::Team;
use crate::model::work::{Class, Origin, Schedule, WorkKind};
use crate::time::{DAY, Elapsed, Span, Working};
use jiff::civil::Date;

/// What designs refer to.
pub struct Surroundings<'a> {
    /// The segments.
    pub segments: &'a [Segment],
    /// Each team's table and the team as the file describes it.
    pub teams: &'a [(Node, Team)],
    /// What the file pays beside the CSMs.
    pub costs: &'a [(String, f64)],
    /// Names of all designs.
    pub names: &'a [&'a str],
    /// Names of the triggers.
    pub triggers: Vec<String>,
    /// Names of the programs.
    pub programs: Vec<&'a str>,
    /// Names of risks and triggers.
    pub plays: Vec<String>,
    /// Names of all work.
    pub work: &'a [String],
    /// The date on which measuring begins.
    pub start: Date,
}

/// Reads one `[designs.NAME]`.
pub fn read(ctx: &Context, calendars: &mut Calendars, around: &Surroundings<'_>, name: &str, node: &Node) -> Design {
    let table = TableReader::new(ctx, &DESIGN, &join("designs", name), node);
    let teams = changed_teams(ctx, &table, calendars, around);
    let mut rules = Vec::new();
    for (index, node) in table.list("coverage").into_iter().enumerate() {
        let path = format!("{}.{}", table.key_path("coverage"), index + 1);
        let rule = TableReader::new(ctx, &RULE, &path, node);
        rules.extend(read_rule(&rule, calendars, around, &teams));
    }
    exceptions::number_caps(&table, &mut rules);
    let costs = people::costs(ctx, &table.key_path("costs"), &table.named("costs"), around.costs);
    let (transition, seat_change) = transitions::read(&table, around, calendars, &teams);
    let triggers = table.item_of_file("triggers").and_then(|item| health::chosen_triggers(&item, &around.triggers));
    let programs = table.item_of_file("programs").and_then(|item| programs::run_by(&item, &around.programs));
    let notes = notes::read(&table, &around.plays);
    let resegment = resegment(&table, &rules, around.segments);
    Design {
        name: name.to_string(),
        teams,
        rules,
        costs,
        transition,
        seat_change,
        resegment,
        triggers,
        programs,
        notes,
    }
}

fn resegment(table: &TableReader<'_>, rules: &[Rule], segments: &[Segment]) -> Option<Resegment> {
    if !table.has("resegment") {
        return None;
    }
    let node = table.section("resegment");
    let table = TableReader::new(table.ctx, &RESEGMENT, &table.key_path("resegment"), &node);
    let every = table.has("every").then(|| table.positive_duration("every"));
    if !rules.iter().any(|rule| rule.arr_from > 0.0 || rule.arr_below.is_finite()) {
        let message = format!("`{}` looks at the ARR of accounts, and no rule of the design does", table.path);
        table.fail(message, "give a rule arr_from or arr_below, or remove resegment");
    }
    let moves = |s: &Segment| s.expansion > 0.0 || s.contraction > 0.0 || s.habits.growth.is_some();
    if !segments.is_empty() && !segments.iter().any(moves) {
        let message = format!("`{}` waits for ARR to move, and no segment expands, contracts or grows", table.path);
        table.fail(message, "give a segment expansion, contraction or growth, or remove resegment");
    }
    Some(Resegment { every, hysteresis: table.share("hysteresis") })
}

fn changed_teams(
    ctx: &Context,
    table: &TableReader<'_>,
    calendars: &mut Calendars,
    around: &Surroundings<'_>,
) -> Vec<Team> {
    let mut list: Vec<Team> = around.teams.iter().map(|(_, team)| team.clone()).collect();
    for (name, change) in table.named("teams") {
        let path = join(&table.key_path("teams"), name);
        let Some(index) = list.iter().position(|t| t.name == name) else {
            let names: Vec<&str> = around.teams.iter().map(|(_, t)| t.name.as_str()).collect();
            ctx.problem(change.span.clone(), &path, format!("no team is called `{name}`"), suggestion(name, &names));
            continue;
        };
        let merged = teams::overlay(&around.teams[index].0, change);
        list[index] = ctx.silently(|| teams::read(ctx, calendars, &path, name, &merged));
    }
    list
}

/// A span as written, in the calendar that serves.
pub fn resolve(span: WrittenSpan, calendars: &Calendars, calendar: usize) -> Span {
    match span {
        WrittenSpan::Clock(length) => Span::Clock(length),
        WrittenSpan::Business { hours, days } => {
            Span::Business(Working::from_hours(hours + days * calendars.business_day_hours(calendar)))
        }
    }
}

fn read_rule(
    table: &TableReader<'_>,
    calendars: &Calendars,
    around: &Surroundings<'_>,
    teams: &[Team],
) -> Option<Rule> {
    let segments = around.segments;
    let chosen = segments::selection(table.item("accounts"), segments);
    let arr_from = table.item("arr_from").map_or(Some(0.0), |i| i.money(false));
    let arr_below = table.item("arr_below").map_or(Some(f64::INFINITY), |i| i.money(false));
    if let (Some(from), Some(below)) = (arr_from, arr_below)
        && from >= below
    {
        table.fail(
            format!("`{}` covers nobody: arr_from is not below arr_below", table.path),
            "let arr_from be the smaller of the two",
        );
    }
    let (classes, named_work) = rule_work::read(table, around.work);
    let contract_named = table.flag("contract_named");
    let wants_human = digital::wish(table, &chosen, segments);
    let strategic = exceptions::strategic(table, &chosen, segments);
    let growing = exceptions::growing(table, &chosen, segments);
    let cap = exceptions::cap(table, !named_work.is_empty());
    let (until, stage) = (table.item("until").and_then(|i| i.duration()), stage(table, &chosen, segments));
    let nobody = nobody(table, classes);
    let digital = digital::automated(table, classes);
    let (team, pods) = if nobody { (0, PodSize::Everyone) } else { who(table, teams)? };
    let calendar = teams.get(team).map_or(0, |t| t.calendar);
    let assign = assign(table, pods);
    let coverage = Coverage {
        team,
        pods,
        balance: match table.choice("balance") {
            Some("arr") => Balance::Arr,
            Some("work") => Balance::Work,
            _ => Balance::Accounts,
        },
        backup_after: backup(table, pods, calendars, calendar),
        sticky: sticky(table, pods, calendars, calendar),
        assign,
        matching: if nobody { Matching::Ignored } else { skills::matching(table, pods, assign, calendars, calendar) },
        overflow: overflow(table, team, calendars, teams),
        triage: triage(table, pods, classes[Class::Reactive as usize] || !named_work.is_empty(), calendars, calendar),
    };
    let (arr_from, arr_below) = (arr_from?, arr_below?);
    Some(Rule {
        segments: chosen,
        arr_from,
        arr_below,
        contract_named,
        wants_human,
        vertical: skills::of_rule(table),
        strategic,
        growing,
        at_risk: exceptions::at_risk(table),
        cap,
        classes,
        named_work,
        kinds: Vec::new(),
        until,
        stage,
        nobody,
        digital,
        coverage,
    })
}

fn stage(table: &TableReader<'_>, chosen: &[bool], segments: &[Segment]) -> Option<Stage> {
    let stage = match table.choice("stage")? {
        "onboarding" => Stage::Onboarding,
        _ => Stage::Live,
    };
    let onboarded = |(segment, chosen): (&Segment, &bool)| *chosen && segment.habits.go_live() > Elapsed::ZERO;
    if !segments.iter().zip(chosen).any(onboarded)
        && let Some(item) = table.item("stage")
    {
        item.fail(
            "no segment that this rule covers is onboarded, so all accounts are live at once",
            "write [segments.NAME.onboarding] with its duration, or until = \"90 days\"",
        );
    }
    Some(stage)
}

/// Whether the rule leaves its work to nobody; requests always need somebody.
fn nobody(table: &TableReader<'_>, classes: [bool; 3]) -> bool {
    if table.flag("nobody") != Some(true) {
        return false;
    }
    if classes[Class::Reactive as usize] {
        table.fail(
            format!("`{}` leaves requests to nobody", table.path),
            "write work = \"planned\" or \"triggered\" beside nobody = true; requests can be fewer by self_service",
        );
    }
    for key in [
        "named",
        "pooled",
        "pods",
        "pod_size",
        "balance",
        "backup_after",
        "sticky",
        "assign",
        "overflow",
        "digital",
        "triage",
        "match",
    ] {
        if table.has(key) {
            table.fail(format!("`{}` has nobody = true and `{key}`", table.path), "remove one of the two");
        }
    }
    true
}

/// Reads what a hand-off does.
pub fn hand_off(table: &TableReader<'_>) -> HandOff {
    HandOff {
        loss: table.share("loss"),
        communication: table.share("communication"),
        overlap: table.duration("overlap"),
        half_life: table.positive_duration("half_life"),
        work: table.duration("work").hours(),
    }
}

/// The work of both parties at a hand-off; empty where there is none.
pub fn hand_off_kinds(hand_off: &HandOff, segments: usize) -> Vec<WorkKind> {
    let Ok(work) = Distribution::constant(hand_off.hours()) else { return Vec::new() };
    if hand_off.work <= 0.0 {
        return Vec::new();
    }
    let kind = |name: &str, schedule| WorkKind {
        name: name.to_string(),
        segments: vec![true; segments],
        work: work.clone(),
        priority: 3,
        skill: None,
        origin: Origin::Step {
            schedule,
            due_in: Elapsed::from_ms(7 * DAY),
            expires: None,
            digital: false,
            response: 1.0,
            sending: Sending::default(),
            learning: Ramp::constant(1.0),
            condition: None,
            reviewed: None,
        },
    };
    vec![kind("hand-off.1", Schedule::Farewell), kind("hand-off.2", Schedule::Welcome)]
}

fn who(table: &TableReader<'_>, teams: &[Team]) -> Option<(usize, PodSize)> {
    let given: Vec<&str> = ["named", "pooled", "pods"].into_iter().filter(|k| table.has(k)).collect();
    let [form] = given[..] else {
        let message = match given[..] {
            [] => format!("`{}` does not say who serves", table.path),
            _ => format!("`{}` says who serves in {} ways: {}", table.path, given.len(), given.join(", ")),
        };
        table
            .fail(message, "give exactly one of named = TEAM, pooled = TEAM, pods = TEAM with pod_size, nobody = true");
        return None;
    };
    let size = table.optional_count("pod_size");
    if form != "pods" && table.has("pod_size") {
        table.fail("`pod_size` is only for pods", "remove it, or write pods = TEAM");
    } else if form == "pods" && !table.has("pod_size") {
        table.fail(format!("`{}` has pods and no `pod_size`", table.path), "write pod_size = 4");
    }
    let item = table.item(form)?;
    let name = item.text()?;
    let Some(team) = teams.iter().position(|t| t.name == name) else {
        let names: Vec<&str> = teams.iter().map(|t| t.name.as_str()).collect();
        item.fail(format!("no team is called `{name}`"), suggestion(&name, &names));
        return None;
    };
    let pods = match form {
        "named" => PodSize::One,
        "pooled" => PodSize::Everyone,
        _ => PodSize::Of(size.unwrap_or(1) as u32),
    };
    Some((team, pods))
}

fn backup(table: &TableReader<'_>, pods: PodSize, calendars: &Calendars, calendar: usize) -> Option<Span> {
    let Some(item) = table.item("backup_after") else {
        if pods != PodSize::One {
            return None;
        }
        let (text, grade, source) = keys::NAMED_BACKUP;
        table.ctx.assume(&table.key_path("backup_after"), text, grade, source);
        return super::units::span(text).ok().map(|s| resolve(s, calendars, calendar));
    };
    if item.is_word("never") {
        return None;
    }
    item.span().map(|s| resolve(s, calendars, calendar))
}

fn assign(table: &TableReader<'_>, pods: PodSize) -> Assign {
    let assign = match table.choice("assign") {
        Some("least_loaded") => Assign::LeastLoaded,
        Some("round_robin") => Assign::RoundRobin,
        Some("random") => Assign::Random,
        _ => Assign::LongestIdle,
    };
    if assign != Assign::LongestIdle && pods == PodSize::One {
        table.fail("`assign` is only for pools and pods", "a named CSM gets all work of the account; remove it");
    }
    assign
}

fn overflow(table: &TableReader<'_>, own: usize, calendars: &Calendars, teams: &[Team]) -> Option<Overflow> {
    let item = table.item("overflow")?;
    let table = TableReader::new(item.ctx, &OVERFLOW, &item.path, &item.node);
    let named = table.item("team");
    let after = table.item("after").and_then(|i| i.span());
    let name = named.as_ref()?.text()?;
    let Some(team) = teams.iter().position(|t| t.name == name) else {
        let names: Vec<&str> = teams.iter().map(|t| t.name.as_str()).collect();
        named?.fail(format!("no team is called `{name}`"), suggestion(&name, &names));
        return None;
    };
    if team == own {
        named?.fail(format!("`{name}` cannot help itself"), "name another team, or write backup_after = \"1 day\"");
        return None;
    }
    let after =
        after.map_or(Span::Clock(Elapsed::ZERO), |s| resolve(s, calendars, teams.get(own).map_or(0, |t| t.calendar)));
    Some(Overflow { team, after })
}

fn triage(
    table: &TableReader<'_>,
    pods: PodSize,
    of_requests: bool,
    calendars: &Calendars,
    calendar: usize,
) -> Option<Triage> {
    let item = table.item("triage")?;
    if pods == PodSize::One {
        item.fail("`triage` is only for pools and pods", "named CSMs share no inbox; remove it");
    } else if !of_requests {
        item.fail("`triage` is only for requests, and this rule covers none", "remove it, or the rule's `work`");
    }
    let table = TableReader::new(item.ctx, &TRIAGE, &item.path, &item.node);
    let (every, work) = (table.item("every").and_then(|i| i.span())?, table.duration("work"));
    let triage = Triage { every: resolve(every, calendars, calendar), work };
    (!triage.every.is_zero() || work > Elapsed::ZERO).then_some(triage)
}

fn sticky(table: &TableReader<'_>, pods: PodSize, calendars: &Calendars, calendar: usize) -> Option<Sticky> {
    let item = table.item("sticky")?;
    if pods == PodSize::One {
        item.fail("`sticky` is only for pools and pods", "a named CSM is always preferred; remove it");
        return None;
    }
    let node = match &item.node.value {
        Value::Table(_) => item.node.clone().into_owned(),
        _ => {
            item.duration()?;
            let mut written = Table::default();
            written.set("memory", item.node.clone().into_owned());
            Node { span: item.node.span.clone(), value: Value::Table(written) }
        }
    };
    let table = TableReader::new(item.ctx, &STICKY, &item.path, &node);
    let memory = table.duration("memory");
    let patience = table.item("patience").and_then(|i| i.span());
    let patience = patience.map_or(Span::Clock(Elapsed::ZERO), |s| resolve(s, calendars, calendar));
    Some(Sticky { memory, patience })
}
