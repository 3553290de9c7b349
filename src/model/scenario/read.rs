//! From a file to a checked scenario.

use super::calendars::{self, Calendars};
use super::error::{Problem, ScenarioError};
use super::keys::{self, Kind, TableSpec};
use super::reader::{Context, TableReader, join, suggestion};
use super::tree::{self, Node, Value};
use super::{
    Scenario, Simulation, checks, designs, digital, health, licences, months, overrides, people, profiles, programs,
    ramps, rule_work, satisfaction, segments, skills, teams, work,
};
use crate::model::account::Segment;
use crate::model::coverage::{Design, HandOff};
use crate::model::demand::count_alarms;
use crate::model::outcome::{Attachment, Context as Strangers, Outcomes, Worth};
use crate::model::team::Team;
use crate::model::{Health, Months, Program, Ramp, SelfService, WorkKind};
use crate::time::{Elapsed, Working, YEAR};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::path::Path;

impl Scenario {
    /// The design of a name.
    pub fn design(&self, name: &str) -> Option<&Design> {
        self.designs.iter().find(|design| design.name == name)
    }

    /// Reads and checks a scenario file, with values set by path (`teams.smb.csms`, `12`) in place of those written.
    pub fn read(path: &Path, overrides: &[(String, String)]) -> Result<Scenario, ScenarioError> {
        let world = |message: String| ScenarioError::World { path: path.display().to_string(), message };
        let bytes = std::fs::read(path).map_err(|e| world(e.to_string()))?;
        let text = String::from_utf8(bytes).map_err(|_| world("it is not UTF-8 text".into()))?;
        Scenario::parse(&text, path, overrides)
    }

    /// Reads and checks the text of a scenario; `origin` names it in messages, and logs are relative to its folder.
    pub fn parse(text: &str, origin: &Path, overrides: &[(String, String)]) -> Result<Scenario, ScenarioError> {
        let wrong = |problems: Vec<Problem>| ScenarioError::Wrong {
            path: origin.display().to_string(),
            text: text.to_string(),
            problems,
        };
        let mut root = tree::parse(text).map_err(wrong)?;
        let problems: Vec<Problem> =
            overrides.iter().filter_map(|(path, value)| overrides::apply(&mut root, path, value).err()).collect();
        if !problems.is_empty() {
            return Err(wrong(problems));
        }
        let mut ctx = Context::default();
        let logs = RefCell::new(Vec::new());
        let folder = origin.parent().unwrap_or(Path::new(""));
        let node = Node::bare(Value::Table(root.clone()));
        ctx.skills = skills::names(&TableReader::new(&Context::default(), &keys::ROOT, "", &node));
        let mut scenario = read_root(&ctx, &node, folder, &logs);
        if !ctx.has_problems()
            && let Some(scenario) = &scenario
        {
            checks::check(&ctx, scenario, &root);
        }
        if let (Some(scenario), false) = (&mut scenario, ctx.has_problems()) {
            scenario.hash = hash(text, &logs.borrow(), overrides);
            scenario.assumptions = ctx.take_assumptions();
        }
        match scenario {
            Some(scenario) if !ctx.has_problems() => Ok(scenario),
            _ => Err(wrong(ctx.take_problems())),
        }
    }
}

/// The value at a path as the text writes it, or its default; `None` where there is neither or the text is not TOML.
pub fn value_at(text: &str, path: &str) -> Option<String> {
    overrides::value_at(&tree::parse(text).ok()?, path)
}

fn hash(text: &str, logs: &[Vec<u8>], overrides: &[(String, String)]) -> String {
    let mut hasher = Sha256::new();
    // Lengths go in, so that no two different inputs run together into the same bytes.
    let mut add = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    add(text.as_bytes());
    logs.iter().for_each(|log| add(log));
    for (path, value) in overrides {
        add(path.as_bytes());
        add(value.as_bytes());
    }
    hasher.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

pub(super) fn inner_spec(key: &str) -> &'static TableSpec {
    match keys::ROOT.key(key).map(|k| &k.kind) {
        Some(Kind::Table(spec) | Kind::Named(spec)) => spec,
        _ => unreachable!("`{key}` is a table of the file format"),
    }
}

fn read_root(ctx: &Context, node: &Node, folder: &Path, logs: &RefCell<Vec<Vec<u8>>>) -> Option<Scenario> {
    let root = TableReader::new(ctx, &keys::ROOT, "", node);
    let title = root.item("title").and_then(|i| i.text()).unwrap_or_default();
    let simulation_node = root.section("simulation");
    let simulation_table = TableReader::new(ctx, inner_spec("simulation"), "simulation", &simulation_node);
    let simulation = simulation(&simulation_table);
    let mut calendars = Calendars::read(ctx, &root);
    let segments = read_segments(ctx, &root);
    let teams = read_teams(ctx, &root, &mut calendars);
    let mut designs = read_designs(ctx, &root, &mut calendars, &segments, &teams, simulation.start);
    let current = current(&simulation_table, &designs);
    let zone = simulation_table.item("time_zone").map_or_else(|| Some(calendars.first_zone()), |i| calendars::zone(&i));
    let zone = zone.unwrap_or(TimeZone::UTC);
    let demand_node = root.section("demand");
    let demand = TableReader::new(ctx, inner_spec("demand"), "demand", &demand_node);
    let months = demand.item("months").map_or(Months::EVEN, |i| months::read(&i));
    let profiles = profiles::read_all(ctx, &root, &zone, months);
    let (self_service, deflection) = self_service(ctx, &root);
    let digital = digital::read(ctx, &root, &segments);
    let automated: Vec<String> =
        designs.iter().flat_map(|design| &design.rules).flat_map(|rule| rule.digital.iter().cloned()).collect();
    let team_names: Vec<&str> = teams.iter().map(|(_, team)| team.name.as_str()).collect();
    let around = work::Surroundings {
        deflection,
        digital,
        automated: &automated,
        health: watches_health(&root),
        segments: &segments,
        calendars: &calendars,
        teams: &team_names,
        profiles: &profiles,
        current: designs.get(current),
        zone: &zone,
        folder,
        simulation: &simulation,
        logs,
    };
    let mut kinds = work::read_all(ctx, &root, &around);
    let hand_off = hand_off(ctx, &root, &designs);
    kinds.extend(hand_off.iter().flat_map(|hand_off| designs::hand_off_kinds(hand_off, segments.len())));
    designs.iter_mut().flat_map(|design| &mut design.rules).for_each(|rule| rule.find_kinds(&kinds));
    let (load, daily_dispersion) = (demand.number("load"), demand.number("daily_dispersion"));
    let health = health(ctx, &root);
    let licences = licences::read(ctx, &root, &kinds);
    let satisfaction = satisfaction::read(ctx, &root, &kinds);
    let around = programs::Around { segments: &segments, teams: &teams, kinds: &kinds };
    let program = |(name, node): (&str, &Node)| programs::read(ctx, inner_spec("programs"), name, node, &around);
    let programs: Vec<Program> = root.named("programs").into_iter().filter_map(program).collect();
    let (context, attachment, outcomes) = effects(ctx, &root, &segments, (health.is_some(), digital.is_some()), &kinds);
    let skills = skills::read(ctx, &root);
    let worth = worth(ctx, &root, designs.len() > 1 && segments.iter().any(|s| !s.accounts_never_change()));
    check_currency(ctx, &root);
    if ctx.has_problems() {
        return None;
    }
    let mut scenario = Scenario {
        title,
        currency: ctx.currency(),
        simulation,
        calendars: calendars.list,
        segments,
        kinds,
        load,
        daily_dispersion,
        self_service,
        health,
        licences,
        programs,
        digital,
        satisfaction,
        skills,
        context,
        attachment,
        hand_off,
        outcomes,
        worth,
        designs,
        current,
        assumptions: Vec::new(),
        hash: String::new(),
    };
    count_alarms(&mut scenario);
    Some(scenario)
}

/// Health matters where the file says something of it, or a trigger looks at anything but licences and answers.
fn watches_health(root: &TableReader<'_>) -> bool {
    let others = ["licences_over", "satisfaction_below"];
    let looks = |(_, node): (&str, &Node)| {
        node.table().is_none_or(|table| others.into_iter().all(|other| table.get(other).is_none()))
    };
    root.has("health") || root.named("triggers").into_iter().any(looks)
}

fn health(ctx: &Context, root: &TableReader<'_>) -> Option<Health> {
    if !watches_health(root) {
        return None;
    }
    let node = root.section("health");
    Some(health::read(&TableReader::new(ctx, inner_spec("health"), "health", &node)))
}

/// How content ages, and what it answers of every request; without the section nothing ages and nothing is answered.
fn self_service(ctx: &Context, root: &TableReader<'_>) -> (SelfService, Option<Ramp>) {
    if !root.has("self_service") {
        return (SelfService::PLAIN, None);
    }
    let node = root.section("self_service");
    let table = TableReader::new(ctx, inner_spec("self_service"), "self_service", &node);
    let time = |key: &str| {
        let item = table.item(key)?;
        if item.is_word("never") { None } else { Some(table.positive_duration(key)) }
    };
    let ages =
        SelfService { half_life: time("half_life"), review: time("review"), preference: table.number("preference") };
    (ages, table.item("deflection").and_then(|i| ramps::share(&i)))
}

/// What a hand-off does; `None` where no design moves accounts.
fn hand_off(ctx: &Context, root: &TableReader<'_>, designs: &[Design]) -> Option<HandOff> {
    let moves = designs.iter().any(Design::moves_accounts);
    if !moves && !root.has("hand_off") {
        return None;
    }
    let node = root.section("hand_off");
    let read = designs::hand_off(&TableReader::new(ctx, inner_spec("hand_off"), "hand_off", &node));
    moves.then_some(read)
}

/// The default cost is in dollars: it must not pass for so many euros.
fn check_currency(ctx: &Context, root: &TableReader<'_>) {
    let currency = ctx.currency();
    if ["$", "US$", "USD"].contains(&currency.as_str()) {
        return;
    }
    for (name, node) in root.named("teams") {
        if node.table().is_some_and(|t| t.get("cost").is_none()) {
            let message = format!(
                "team `{name}` has no `cost`, and the default is in dollars while amounts here are in {currency}"
            );
            ctx.problem(
                node.span.clone(),
                &join("teams", name),
                message,
                format!("write cost = \"{currency}105k / year\" or what a CSM costs you"),
            );
        }
    }
}

fn simulation(table: &TableReader<'_>) -> Simulation {
    let start: Option<Date> = table.item("start").and_then(|i| calendars::date(&i));
    let limited = |key: &str, years: i64| {
        let item = table.item(key);
        let length = item.as_ref().and_then(|i| i.duration()).unwrap_or(Elapsed::from_ms(1));
        if let (Some(item), true) = (item, length.ms() > years * YEAR) {
            item.fail(format!("`{}` is too long", item.node.text()), format!("at most {years} years"));
        }
        length
    };
    let length = limited("length", 20);
    table.positive_duration("length");
    Simulation {
        start: start.unwrap_or(date(2026, 1, 5)),
        warm_up: limited("warm_up", 20),
        length,
        cool_down: limited("cool_down", 2),
        replications: table.count("replications") as u32,
        seed: table.count("seed") as u64,
        level: table.number("confidence"),
    }
}

fn read_segments(ctx: &Context, root: &TableReader<'_>) -> Vec<Segment> {
    let spec = inner_spec("segments");
    let named = root.named("segments");
    if named.is_empty() && root.has("segments") {
        root.fail("no segment is defined", "write [segments.NAME] with accounts and arr");
    }
    named.into_iter().map(|(name, node)| segments::read(ctx, spec, name, node)).collect()
}

fn read_teams(ctx: &Context, root: &TableReader<'_>, calendars: &mut Calendars) -> Vec<(Node, Team)> {
    let mut teams = Vec::new();
    for (name, node) in root.named("teams") {
        teams.push((node.clone(), teams::read(ctx, calendars, &join("teams", name), name, node)));
    }
    teams
}

fn read_designs(
    ctx: &Context,
    root: &TableReader<'_>,
    calendars: &mut Calendars,
    segments: &[Segment],
    teams: &[(Node, Team)],
    start: Date,
) -> Vec<Design> {
    let costs = people::costs(ctx, "costs", &root.named("costs"), &[]);
    let names_of = |section: &str| root.named(section).into_iter().map(|(name, _)| name.to_string());
    let triggers = names_of("triggers").collect();
    let plays = names_of("risks").chain(names_of("triggers")).collect();
    let named = root.named("designs");
    let names: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
    let programs = root.named("programs").into_iter().map(|(name, _)| name).collect();
    let work = rule_work::names(root);
    let around = designs::Surroundings {
        segments,
        teams,
        costs: &costs,
        names: &names,
        triggers,
        programs,
        plays,
        work: &work,
        start,
    };
    if named.is_empty() && root.has("designs") {
        root.fail("no design is defined", "write [designs.NAME] with coverage = [ ... ]");
    }
    named.into_iter().map(|(name, node)| designs::read(ctx, calendars, &around, name, node)).collect()
}

fn current(table: &TableReader<'_>, designs: &[Design]) -> usize {
    let names: Vec<&str> = designs.iter().map(|d| d.name.as_str()).collect();
    let Some(item) = table.item("current") else {
        if designs.len() > 1 {
            let help = format!(
                "write current = \"{}\" under [simulation]: the design in use today (one of {})",
                names[0],
                names.join(", ")
            );
            table.ctx.problem(None, "simulation.current", "the scenario does not say which design is today's", help);
        }
        return 0;
    };
    let Some(name) = item.text() else { return 0 };
    names.iter().position(|n| *n == name).unwrap_or_else(|| {
        item.fail(format!("no design is called `{name}`"), suggestion(&name, &names));
        0
    })
}

/// What it costs to pick interrupted work up again.
fn interruption(context: &TableReader<'_>, kinds: &[WorkKind]) -> Working {
    if kinds.iter().any(WorkKind::interrupts) {
        return Working::from_ms(context.duration("interruption").ms());
    }
    if let Some(item) = context.item_of_file("interruption") {
        item.fail("no work interrupts other work", "write interrupts = true for some request, or remove the key");
    }
    Working::ZERO
}

/// What ARR is worth; no assumption where nothing is weighed.
fn worth(ctx: &Context, root: &TableReader<'_>, weighed: bool) -> Worth {
    let node = root.section("outcomes");
    let table = TableReader::new(ctx, inner_spec("outcomes"), "outcomes", &node);
    let stated = |key: &str| weighed || table.has(key);
    Worth {
        margin: if stated("margin") { table.share("margin") } else { 1.0 },
        years: if stated("arr_counts_for") { table.duration("arr_counts_for").years() } else { 1.0 },
    }
}

fn effects(
    ctx: &Context,
    root: &TableReader<'_>,
    segments: &[Segment],
    (health, sends): (bool, bool),
    kinds: &[WorkKind],
) -> (Strangers, Attachment, Outcomes) {
    let moments = digital::has_moments(kinds);
    let node = |key: &str| root.section(key);
    let (context, attachment, outcomes) = (node("context"), node("attachment"), node("outcomes"));
    let context = TableReader::new(ctx, inner_spec("context"), "context", &context);
    let documentation = context.item("documentation").and_then(|i| ramps::share(&i));
    let documentation = documentation.unwrap_or(Ramp::constant(0.0));
    let attachment = TableReader::new(ctx, inner_spec("attachment"), "attachment", &attachment);
    let outcomes = TableReader::new(ctx, inner_spec("outcomes"), "outcomes", &outcomes);
    // What can have no effect is no assumption.
    let of_health = |key: &str, matters: bool| if matters { outcomes.number(key) } else { 1.0 };
    (
        Strangers { penalty: context.number("penalty"), documentation, interruption: interruption(&context, kinds) },
        Attachment {
            gain: attachment.share("gain"),
            loss: attachment.share("loss"),
            unanswered: attachment.share("unanswered"),
            indifferent: digital::of_wishes(&attachment, "indifferent", segments),
        },
        Outcomes {
            late_responses: outcomes.number("late_responses"),
            missed_touch: outcomes.number("missed_touch"),
            late_onboarding: outcomes.item("late_onboarding").and_then(|i| i.number(0.001, 1000.0)),
            no_attachment: outcomes.number("no_attachment"),
            expansion_unattached: outcomes.number("expansion_unattached"),
            expansion_won: licences::multiplier(&outcomes, "expansion_won", kinds),
            expansion_missed: licences::multiplier(&outcomes, "expansion_missed", kinds),
            low_satisfaction: satisfaction::odds(&outcomes, root),
            low_health: of_health("low_health", health),
            needless_touch: of_health("needless_touch", kinds.iter().any(WorkKind::may_be_needless)),
            automated_moment: digital::odds(&outcomes, "automated_moment", moments),
            helpful_touch: digital::odds(&outcomes, "helpful_touch", sends),
            digital_fatigue: digital::odds(&outcomes, "digital_fatigue", sends),
            strength: outcomes.number("strength"),
        },
    )
}
