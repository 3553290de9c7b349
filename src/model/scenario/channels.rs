//! Reads channels that are added, once all kinds of work are known.

use super::item::Item;
use super::keys::CHANNEL;
use super::people::moment;
use super::reader::{TableReader, join, suggestion};
use crate::model::Simulation;
use crate::model::channel::Channel;
use crate::model::work::{Origin, RequestSource, WorkKind};
use crate::time::SimTime;

/// Reads the channels of all requests that have one.
pub fn read_all(root: &TableReader<'_>, simulation: &Simulation, kinds: &mut [WorkKind]) {
    for (name, node) in root.named("requests") {
        let Some(node) = node.table().and_then(|table| table.get("channel")) else { continue };
        let Some(number) = kinds.iter().position(|kind| kind.name == name) else { continue };
        let path = join(&join("requests", name), "channel");
        let table = TableReader::new(root.ctx, &CHANNEL, &path, node);
        let opens = table.item("opens").and_then(|item| opening(&item, simulation));
        let over = table.duration("over");
        let takes = table.item("takes").map(|item| takes(&item, number, kinds)).unwrap_or_default();
        let Origin::Request { source: RequestSource::Rate { per_year, channel, .. }, .. } = &mut kinds[number].origin
        else {
            let message = format!("`requests.{name}` has a channel, and no rate");
            table.fail(
                message,
                "write rate = \"0.2 / account / month\": a channel that is added brings requests at a rate",
            );
            continue;
        };
        if *per_year <= 0.0 && takes.is_empty() {
            let help = "write rate = \"0.2 / account / month\", or takes = { email = \"40%\" } here";
            table.fail(format!("`{path}` brings nothing"), help);
        }
        *channel = opens.map(|opens| Box::new(Channel { opens, over, takes }));
    }
    check_shares(root, kinds);
}

fn opening(item: &Item<'_>, simulation: &Simulation) -> Option<SimTime> {
    let after = moment(item, simulation.start)?;
    if after >= simulation.length {
        item.fail(
            format!("`{}` lies after measuring", item.node.text()),
            format!(
                "a moment within the {:.0} days of measuring (simulation.length): \"26 weeks\"",
                simulation.length.days()
            ),
        );
    }
    Some(SimTime::ZERO + after)
}

/// What a channel takes of others.
fn takes(item: &Item<'_>, channel: usize, kinds: &[WorkKind]) -> Vec<(usize, f64)> {
    let mut takes = Vec::new();
    let at_a_rate = |kind: &WorkKind| {
        matches!(&kind.origin, Origin::Request { source: RequestSource::Rate { .. }, .. })
            && kind.name != kinds[channel].name
    };
    for (name, one) in item.entries("requests", "write { email = \"40%\" }") {
        let share = one.share();
        let Some(from) = kinds.iter().position(|kind| kind.name == name && at_a_rate(kind)) else {
            let names: Vec<&str> = kinds.iter().filter(|kind| at_a_rate(kind)).map(|kind| kind.name.as_str()).collect();
            let message = format!("`{}` is no other kind of request at a rate", name);
            one.fail(message, suggestion(name, &names));
            continue;
        };
        let shared = kinds[from].segments.iter().zip(&kinds[channel].segments).any(|(a, b)| *a && *b);
        if !shared {
            let message = format!("no account sends both `{}` and `{}`", name, kinds[channel].name);
            one.fail(message, "let their `segments` have one in common");
        }
        takes.extend(share.map(|share| (from, share)));
    }
    takes
}

/// Nobody sends more by other channels than there is to send.
fn check_shares(root: &TableReader<'_>, kinds: &[WorkKind]) {
    for (number, kind) in kinds.iter().enumerate() {
        let takers = kinds.iter().filter_map(WorkKind::channel).flat_map(|channel| &channel.takes);
        let total: f64 = takers.filter(|(from, _)| *from == number).map(|(_, share)| share).sum();
        if total > 1.0 + 1e-9 {
            let message = format!("channels take {:.1}% of `{}` in all", 100.0 * total, kind.name);
            root.fail(message, "let the shares of `takes` come to 100% at most");
        }
    }
}
