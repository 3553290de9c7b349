//! Reads every kind of work: requests, incidents, playbook steps, risks.

use super::calendars::{Calendars, zone};
use super::channels;
use super::designs::resolve;
use super::distributions::{self, Of};
use super::keys::{self, FOLLOW_UP, Kind, LOG, TableSpec};
use super::reader::{Context, Item, TableReader, join, suggestion};
use super::tree::{Node, Value};
use super::{health, playbooks, profiles, ramps, segments, skills, ticket_log};
use crate::distribution::Distribution;
use crate::model::account::Segment;
use crate::model::conversation::{Conversation, FollowUp};
use crate::model::coverage::Design;
use crate::model::work::{Incidents, Origin, Profile, RequestSource, WorkKind};
use crate::model::{Digital, Ramp, Simulation};
use crate::time::{Elapsed, Span};
use jiff::tz::TimeZone;
use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

/// What kinds of work refer to.
pub struct Surroundings<'a> {
    /// The segments.
    pub segments: &'a [Segment],
    /// The calendars.
    pub calendars: &'a Calendars,
    /// Names of the teams.
    pub teams: &'a [&'a str],
    /// The profiles.
    pub profiles: &'a [Profile],
    /// Whether there is a score.
    pub health: bool,
    /// What touches that programs send do.
    pub digital: Option<Digital>,
    /// Playbooks and steps that some design lets a program send.
    pub automated: &'a [String],
    /// Self-service of all requests that say nothing of their own; `None`: there is none.
    pub deflection: Option<Ramp>,
    /// Today's design.
    pub current: Option<&'a Design>,
    /// Zone of logs that name none.
    pub zone: &'a TimeZone,
    /// Folder to which logs are relative.
    pub folder: &'a Path,
    /// When measuring begins, and how long it lasts.
    pub simulation: &'a Simulation,
    /// Bytes of the logs, for the hash.
    pub logs: &'a RefCell<Vec<Vec<u8>>>,
}

impl<'a> Surroundings<'a> {
    fn of_steps(&self) -> playbooks::Around<'a> {
        playbooks::Around {
            segments: self.segments,
            health: self.health,
            digital: self.digital,
            automated: self.automated,
        }
    }
}

/// Reads all kinds of work in the order requests, incidents, playbooks, risks, triggers.
pub fn read_all(ctx: &Context, root: &TableReader<'_>, around: &Surroundings<'_>) -> Vec<WorkKind> {
    let mut kinds = Vec::new();
    for section in ["requests", "incidents", "playbooks", "risks", "triggers"] {
        let Some(Kind::Named(spec)) = keys::ROOT.key(section).map(|k| &k.kind) else { continue };
        for (name, node) in root.named(section) {
            let path = join(section, name);
            match section {
                "requests" => kinds.extend(request(ctx, spec, &path, name, node, around)),
                "incidents" => kinds.extend(incident(ctx, spec, &path, name, node, around)),
                "playbooks" => kinds.extend(playbooks::read(ctx, spec, &path, name, node, around.of_steps())),
                "triggers" => kinds.extend(health::trigger(ctx, spec, &path, name, node, around.segments)),
                _ => kinds.push(risk(ctx, spec, &path, name, node, around)),
            }
        }
    }
    channels::read_all(root, around.simulation, &mut kinds);
    kinds
}

fn work(table: &TableReader<'_>) -> Distribution {
    let read = table.item("work").and_then(|i| distributions::read(&i, Of::Work));
    read.unwrap_or_else(|| Distribution::constant(1.0).expect("one is a valid constant"))
}

fn priority(table: &TableReader<'_>) -> u8 {
    u8::try_from(table.count("priority")).unwrap_or(u8::MAX)
}

fn interrupts(table: &TableReader<'_>) -> bool {
    table.flag("interrupts").unwrap_or(false)
}

fn request(
    ctx: &Context,
    spec: &'static TableSpec,
    path: &str,
    name: &str,
    node: &Node,
    around: &Surroundings<'_>,
) -> Option<WorkKind> {
    let table = TableReader::new(ctx, spec, path, node);
    let chosen = segments::selection(table.item("segments"), around.segments);
    let source = source(&table, around);
    let respond_within = respond_within(&table, around, &chosen);
    let (work, priority) = (work(&table), priority(&table));
    let conversation = Box::new(conversation(&table, around, &chosen));
    let origin = Origin::Request { source: source?, respond_within, interrupts: interrupts(&table), conversation };
    let skill = skills::of_work(&table);
    Some(WorkKind { name: name.to_string(), segments: chosen, work, priority, skill, origin })
}

/// The calendar in which a business day of a target counts: that of the first team that serves such requests today.
fn serving_calendar(current: Option<&Design>, chosen: &[bool]) -> usize {
    let Some(design) = current else { return 0 };
    let serves = |s: &[bool]| s.iter().zip(chosen).any(|(a, b)| *a && *b);
    let rule = design.rules.iter().find(|r| r.classes[0] && !r.nobody && serves(&r.segments)).or(design.rules.first());
    rule.and_then(|r| design.teams.get(r.coverage.team)).map_or(0, |t| t.calendar)
}

fn source(table: &TableReader<'_>, around: &Surroundings<'_>) -> Option<RequestSource> {
    if let Some(item) = table.item("again_after") {
        return again(table, &item);
    }
    match (table.item("rate"), table.item("log")) {
        (Some(rate), None) => {
            let frailty = frailty(table);
            let profile = profiles::named(table.item("profile"), around.profiles);
            let deflection = deflection(table, around);
            let (per_year, profile) = (rate.rate()?, Box::new(profile?));
            Some(RequestSource::Rate { per_year, frailty: frailty?, profile, deflection, channel: None })
        }
        (None, None) if table.has("channel") => Some(only_taken(table)),
        (None, Some(log)) => {
            for key in ["frailty", "profile", "deflection", "human_only", "channel"] {
                if table.has(key) {
                    table.fail(
                        format!("`{}` has a log and `{key}`", table.path),
                        "a log brings its own times and accounts; remove the key",
                    );
                }
            }
            read_log(table, &log, around)
        }
        (Some(_), Some(_)) => {
            table.fail(
                format!("`{}` has both `rate` and `log`", table.path),
                "keep exactly one: requests are drawn at a rate or taken from a log",
            );
            None
        }
        (None, None) => {
            table.fail(
                format!("`{}` has neither `rate` nor `log`", table.path),
                "write rate = \"0.5 / account / month\", log = \"tickets.csv\", or again_after = \"3 weeks\"",
            );
            None
        }
    }
}

/// Requests that come by other channels until one of their own opens.
fn only_taken(table: &TableReader<'_>) -> RequestSource {
    for key in ["frailty", "profile", "deflection", "human_only"] {
        if table.has(key) {
            let message = format!("`{}` has `{key}`, and no rate of its own", table.path);
            table.fail(message, "what its channel takes comes as it would have come; remove the key, or add a rate");
        }
    }
    let profile = Box::new(Profile::flat());
    RequestSource::Rate { per_year: 0.0, frailty: None, profile, deflection: None, channel: None }
}

/// Accounts that ask again so long after an answer.
fn again(table: &TableReader<'_>, item: &Item<'_>) -> Option<RequestSource> {
    for key in ["rate", "log", "frailty", "profile", "deflection", "human_only", "gives_up", "channel"] {
        if table.has(key) {
            table.fail(
                format!("`{}` has `again_after` and `{key}`", table.path),
                "who asks again only after an answer asks by the clock and waits for the answer; keep one of the two keys",
            );
        }
    }
    let after = distributions::read(item, Of::Delay)?;
    if after.mean() < 1.0 / 60.0 {
        item.fail(format!("`{}` asks again at once", table.path), "a time of at least 1 min on average: \"3 weeks\"");
        return None;
    }
    Some(RequestSource::Again(Box::new(after)))
}

/// What self-service answers of a kind of request; `None`: nothing.
fn deflection(table: &TableReader<'_>, around: &Surroundings<'_>) -> Option<Ramp> {
    let human_only = table.flag("human_only").unwrap_or(false);
    let own = table.item("deflection").map(|i| (ramps::share(&i), i));
    match own {
        Some((_, item)) if human_only => {
            item.fail(
                format!("`{}` is only for humans and has a `deflection`", table.path),
                "keep one of `human_only` and `deflection`",
            );
            None
        }
        Some((own, _)) => own,
        None => around.deflection.filter(|_| !human_only),
    }
    .filter(|ramp| ramp.highest() > 0.0)
}

fn incident(
    ctx: &Context,
    spec: &'static TableSpec,
    path: &str,
    name: &str,
    node: &Node,
    around: &Surroundings<'_>,
) -> Option<WorkKind> {
    let table = TableReader::new(ctx, spec, path, node);
    let chosen = segments::selection(table.item("segments"), around.segments);
    let respond_within = respond_within(&table, around, &chosen);
    let incidents = Incidents {
        per_year: table.item("rate").and_then(|i| i.rate_of_all()).unwrap_or(0.0),
        share: table.share("share"),
        spread: table.duration("spread"),
        churn_odds: table.number("churn_odds"),
        profile: profiles::named(table.item("profile"), around.profiles)?,
    };
    let source = RequestSource::Incidents(Box::new(incidents));
    let origin =
        Origin::Request { source, respond_within, interrupts: interrupts(&table), conversation: Box::default() };
    let (work, priority, skill) = (work(&table), priority(&table), skills::of_work(&table));
    Some(WorkKind { name: name.to_string(), segments: chosen, work, priority, skill, origin })
}

fn respond_within(table: &TableReader<'_>, around: &Surroundings<'_>, chosen: &[bool]) -> Span {
    let span = table.item("respond_within").and_then(|i| i.span());
    let resolved = span.map(|span| resolve(span, around.calendars, serving_calendar(around.current, chosen)));
    resolved.unwrap_or(Span::Clock(Elapsed::ZERO))
}

fn conversation(table: &TableReader<'_>, around: &Surroundings<'_>, chosen: &[bool]) -> Conversation {
    let gives_up = table.item("gives_up").and_then(|i| distributions::read(&i, Of::Delay));
    let mut follow_ups = Vec::new();
    for (name, node) in table.named("follow_ups") {
        let path = join(&table.key_path("follow_ups"), name);
        let one = TableReader::new(table.ctx, &FOLLOW_UP, &path, node);
        let to_handler_for = one.item("to_handler_for").and_then(|i| i.span());
        let calendar = serving_calendar(around.current, chosen);
        let after = one.item("after").and_then(|i| distributions::read(&i, Of::Delay));
        let (share, work) = (one.share("share"), work(&one));
        let Some(after) = after else { continue };
        follow_ups.push(FollowUp {
            share,
            after,
            work,
            // No wait at all is no preference.
            to_handler_for: to_handler_for.map(|s| resolve(s, around.calendars, calendar)).filter(|s| !s.is_zero()),
            to: handed_to(&one, around.teams),
            back: one.item("back").and_then(|i| distributions::read(&i, Of::Work)),
        });
    }
    let conversation = Conversation { gives_up, follow_ups };
    if conversation.goes_on() > 0.95 {
        table.fail(
            format!("conversations of `{}` go on with {:.0}%", table.path, 100.0 * conversation.goes_on()),
            "let the shares of all follow_ups come to 95% at most, or nobody is ever done",
        );
    }
    conversation
}

/// The team that has the next interaction.
fn handed_to(table: &TableReader<'_>, teams: &[&str]) -> Option<usize> {
    let Some(item) = table.item("to") else {
        if table.has("back") {
            table.fail(format!("`{}` has `back` and no `to`", table.path), "write to = TEAM, or remove `back`");
        }
        return None;
    };
    if table.has("to_handler_for") && !table.has("back") {
        table.fail(
            format!("`{}` has `to_handler_for`, and nothing comes back", table.path),
            "write back = \"15 min\", or remove `to_handler_for`",
        );
    }
    let name = item.text()?;
    let found = teams.iter().position(|team| *team == name);
    if found.is_none() {
        item.fail(format!("no team is called `{name}`"), suggestion(&name, teams));
    }
    found
}

fn frailty(table: &TableReader<'_>) -> Option<Option<f64>> {
    let item = table.item("frailty")?;
    if item.is_word("none") {
        return Some(None);
    }
    item.number(0.01, 1000.0).map(Some)
}

fn read_log(table: &TableReader<'_>, item: &Item<'_>, around: &Surroundings<'_>) -> Option<RequestSource> {
    let mut node = item.node.clone().into_owned();
    if let Value::Str(file) = &node.value {
        let mut written = super::tree::Table::default();
        written.set("file", Node { span: node.span.clone(), value: Value::Str(file.clone()) });
        node.value = Value::Table(written);
    }
    let log = TableReader::new(table.ctx, &LOG, &item.path, &node);
    let text = |key: &str| log.item(key).and_then(|i| i.text());
    let (file, ticket_id, account_id, created_at) =
        (text("file")?, text("ticket_id")?, text("account_id")?, text("created_at")?);
    let time_zone = log.item("time_zone").map_or_else(|| Some(around.zone.clone()), |i| zone(&i))?;
    let bytes = match std::fs::read(around.folder.join(&file)) {
        Ok(bytes) => bytes,
        Err(error) => {
            item.fail(format!("cannot read `{file}`: {error}"), "the path is relative to the scenario file");
            return None;
        }
    };
    let columns = ticket_log::Columns { ticket_id: &ticket_id, account_id: &account_id, created_at: &created_at };
    let read = ticket_log::read(&file, &bytes, &columns, &time_zone);
    around.logs.borrow_mut().push(bytes);
    match read {
        Ok(log) => Some(RequestSource::Log(Arc::new(log))),
        Err(refused) => {
            refused.into_iter().for_each(|r| item.fail(r.message, r.help));
            None
        }
    }
}

fn risk(
    ctx: &Context,
    spec: &'static TableSpec,
    path: &str,
    name: &str,
    node: &Node,
    around: &Surroundings<'_>,
) -> WorkKind {
    let table = TableReader::new(ctx, spec, path, node);
    WorkKind {
        name: name.to_string(),
        segments: segments::selection(table.item("segments"), around.segments),
        work: work(&table),
        priority: priority(&table),
        skill: skills::of_work(&table),
        origin: Origin::Risk {
            rate_per_year: table.rate("rate"),
            window: table.positive_duration("window"),
            save_at_once: table.share("save_at_once"),
            save_at_end: table.share("save_at_end"),
            response: table.share("response"),
            churn_odds: table.number("churn_odds"),
        },
    }
}
