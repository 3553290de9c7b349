//! Reads health and triggers.

use super::distributions::{self, Of};
use super::keys::TableSpec;
use super::reader::{Context, Item, TableReader, suggestion};
use super::tree::{Node, Value};
use super::{licences, satisfaction, segments, skills};
use crate::distribution::Distribution;
use crate::model::Segment;
use crate::model::health::{Health, Sign, Trigger};
use crate::model::work::{Origin, WorkKind};
use crate::time::{Elapsed, HOUR};

/// Reads how accounts are, and what is seen of it.
pub fn read(table: &TableReader<'_>) -> Health {
    let update = update(table);
    Health {
        mean: table.number("mean"),
        spread: table.number("spread"),
        memory: table.positive_duration("memory"),
        at_risk_below: table.number("at_risk_below"),
        update: update.max(Elapsed::from_ms(HOUR)),
        spread_updates: table.choice("updates") == Some("spread"),
        noise: table.number("noise"),
        usage_noise: table.number("usage_noise"),
        survey: table.positive_duration("survey").max(Elapsed::from_ms(HOUR)),
        survey_response: table.share("survey_response"),
        champion_leaves: table.rate("champion_leaves"),
        champion_loss: table.number("champion_loss"),
        satisfaction: table.number("satisfaction"),
    }
}

/// Time from one reading to the next.
pub fn update(table: &TableReader<'_>) -> Elapsed {
    let update = table.positive_duration("update");
    if update.ms() < HOUR
        && let Some(item) = table.item("update")
    {
        item.fail(format!("`{}` is less than an hour", item.node.text()), "write update = \"1 day\"");
    }
    update
}

/// Reads one `[triggers.NAME]`.
pub fn trigger(
    ctx: &Context,
    spec: &'static TableSpec,
    path: &str,
    name: &str,
    node: &Node,
    known: &[Segment],
) -> Option<WorkKind> {
    let table = TableReader::new(ctx, spec, path, node);
    let work = table.item("work").and_then(|item| distributions::read(&item, Of::Work));
    let work = work.unwrap_or_else(|| Distribution::constant(1.0).expect("one is a valid constant"));
    let chosen = segments::selection(table.item("segments"), known);
    let sign = sign(&table);
    let window = table.positive_duration("window");
    let (save_at_once, save_at_end) = licences::chances(&table, sign);
    let origin = Origin::Trigger {
        window,
        save_at_once,
        save_at_end,
        response: table.share("response"),
        trigger: Box::new(Trigger {
            cooldown: table.duration("cooldown"),
            hysteresis: table.number("hysteresis"),
            restores: satisfaction::restores(&table, sign),
            per_year: Vec::new(),
            sign: sign?,
        }),
    };
    let priority = u8::try_from(table.count("priority")).unwrap_or(u8::MAX);
    let skill = skills::of_work(&table);
    Some(WorkKind { name: name.to_string(), segments: chosen, work, priority, skill, origin })
}

const SIGNS: [&str; 8] = [
    "score_below",
    "score_drop",
    "usage_below",
    "usage_drop",
    "nps_below",
    "champion_gone",
    "licences_over",
    "satisfaction_below",
];

fn sign(table: &TableReader<'_>) -> Option<Sign> {
    let given: Vec<&str> = SIGNS.into_iter().filter(|key| table.has(key)).collect();
    let [key] = given[..] else {
        let (message, help) = match given.len() {
            0 => ("does not say which sign it watches".to_string(), "give one of"),
            n => (format!("watches {n} signs: {}", given.join(", ")), "keep exactly one of"),
        };
        table.fail(format!("`{}` {message}", table.path), format!("{help} {}", SIGNS.join(", ")));
        return None;
    };
    if !key.ends_with("_drop")
        && let Some(item) = table.item_of_file("within")
    {
        item.fail(format!("`{}` watches no drop and has `within`", table.path), "remove `within`");
    }
    let percent = |key: &str| 100.0 * table.share(key);
    match key {
        "score_below" => Some(Sign::ScoreBelow(table.number(key))),
        "score_drop" => Some(Sign::ScoreDrop(table.number(key), table.positive_duration("within"))),
        "usage_below" => Some(Sign::UsageBelow(percent(key))),
        "usage_drop" => Some(Sign::UsageDrop(percent(key), table.positive_duration("within"))),
        "nps_below" => Some(Sign::NpsBelow(table.number(key))),
        "licences_over" => Some(Sign::LicencesOver(percent(key))),
        "satisfaction_below" => Some(Sign::SatisfactionBelow(table.number(key))),
        _ if table.flag(key)? => Some(Sign::ChampionGone),
        _ => {
            table.fail(
                format!("`{}` does not say which sign it watches", table.path),
                format!("give one of {}", SIGNS.join(", ")),
            );
            None
        }
    }
}

/// The triggers that a design acts on; `None`: all.
pub fn chosen_triggers(item: &Item<'_>, known: &[String]) -> Option<Vec<String>> {
    if item.is_word("all") {
        return None;
    }
    let nodes = match &item.node.value {
        Value::Array(nodes) => nodes.clone(),
        _ => vec![item.node.clone().into_owned()],
    };
    let mut chosen = Vec::new();
    for node in &nodes {
        let one = Item::new(item.ctx, node, item.path.clone());
        let Some(name) = one.text() else { continue };
        if !known.contains(&name) {
            let names: Vec<&str> = known.iter().map(String::as_str).collect();
            one.fail(format!("no trigger is called `{name}`"), suggestion(&name, &names));
        }
        chosen.push(name);
    }
    Some(chosen)
}
