//! Reads segments of accounts, and the names of segments wherever they are used.

use super::distributions::{self, Of};
use super::keys::{PRODUCT_LED_CONTRACT, TableSpec};
use super::reader::{Context, Item, TableReader, join, suggestion};
use super::tree::{Node, Value};
use super::units;
use super::{habits, skills};
use crate::distribution::Distribution;
use crate::model::account::{Contract, Motion, Segment};
use crate::time::{Elapsed, YEAR};

/// Reads one `[segments.NAME]`.
pub fn read(ctx: &Context, spec: &'static TableSpec, name: &str, node: &Node) -> Segment {
    let table = TableReader::new(ctx, spec, &join("segments", name), node);
    if name == "all" {
        table.fail("a segment cannot be called `all`", "`all` means every segment; use another name");
    }
    let yearly = |key: &str| table.item(key).and_then(|i| i.yearly_share()).map_or(0.0, |s| s.linear());
    let contraction = yearly("contraction");
    let motion = habits::motion(&table);
    let contracts = match (motion, table.has("contract")) {
        (Motion::ProductLed, false) => product_led_contracts(&table),
        _ => table.item("contract").map(|i| contracts(&i)).unwrap_or_default(),
    };
    let churn = churn(&table, &contracts);
    let habits = habits::read(&table, motion, &contracts, churn.is_some());
    if contraction >= 1.0
        && let Some(item) = table.item("contraction")
    {
        item.fail(format!("`{}` leaves nothing", item.node.text()), "contraction is below 100% / year");
    }
    Segment {
        name: name.to_string(),
        accounts: table.count("accounts") as u32,
        arr: arr(&table),
        contracts,
        churn,
        expansion: yearly("expansion"),
        contraction,
        new_accounts: yearly("new_accounts"),
        contract_named: table.share("contract_named"),
        verticals: skills::verticals(&table),
        habits,
    }
}

/// The contract of product-led accounts that state none.
fn product_led_contracts(table: &TableReader<'_>) -> Vec<Contract> {
    let (text, grade, source) = PRODUCT_LED_CONTRACT;
    table.ctx.assume(&table.key_path("contract"), text, grade, source);
    units::duration(text).map(|term| vec![Contract { term, share: 1.0 }]).unwrap_or_default()
}

fn arr(table: &TableReader<'_>) -> Distribution {
    let read = table.item("arr").and_then(|i| distributions::read(&i, Of::Money));
    read.unwrap_or_else(|| Distribution::constant(1.0).expect("one is a valid constant"))
}

fn churn(table: &TableReader<'_>, contracts: &[Contract]) -> Option<f64> {
    let item = table.item("churn")?;
    let churn = item.yearly_share()?.compound();
    let longest = contracts.iter().map(|c| c.term.years()).fold(0.0, f64::max);
    if churn >= 1.0 {
        item.fail(format!("`{}` loses everybody", item.node.text()), "churn is below 100% / year");
    } else if churn * longest.max(1.0) >= 1.0 {
        item.fail(
            format!("`{}` over a term of {longest} years loses everybody", item.node.text()),
            format!("with terms of {longest} years churn is below {:.0}% / year", 100.0 / longest),
        );
    }
    Some(churn)
}

fn contracts(item: &Item<'_>) -> Vec<Contract> {
    let mut list = Vec::new();
    match &item.node.value {
        Value::Table(table) => {
            for entry in &table.entries {
                let path = join(&item.path, &entry.key);
                let term = units::duration(&entry.key)
                    .map_err(|r| item.ctx.problem(entry.key_span.clone(), &path, r.message, r.help))
                    .ok();
                let share = Item::new(item.ctx, &entry.value, path).share();
                if let (Some(term), Some(share)) = (term, share) {
                    list.push(Contract { term, share });
                }
            }
            let total: f64 = list.iter().map(|c| c.share).sum();
            if list.len() == table.entries.len() && (total - 1.0).abs() > 1e-6 {
                item.fail(
                    format!("the shares of contract terms add up to {:.1}%", total * 100.0),
                    "let them add up to 100%",
                );
            }
        }
        _ => list.extend(item.duration().map(|term| Contract { term, share: 1.0 })),
    }
    if list.iter().any(|c| c.term == Elapsed::ZERO) {
        item.fail("a contract term of zero", "a term is at least 1 day: \"1 month\", \"12 months\"");
    } else if list.iter().any(|c| c.term.days() < 1.0) {
        item.fail("a contract term below one day", "a term is at least 1 day: \"1 month\", \"12 months\"");
    } else if list.iter().any(|c| c.term.ms() > 20 * YEAR) {
        item.fail("a contract term above 20 years", "a term is at most 20 years");
    }
    list
}

/// Which segments a name, a list of names or `all` means.
pub fn selection(item: Option<Item<'_>>, segments: &[Segment]) -> Vec<bool> {
    let mut chosen = vec![false; segments.len()];
    let Some(item) = item else { return chosen };
    let nodes = match &item.node.value {
        Value::Array(nodes) => nodes.clone(),
        _ => vec![item.node.clone().into_owned()],
    };
    if nodes.is_empty() {
        item.fail("the list of segments is empty", "name at least one segment, or write \"all\"");
    }
    for node in &nodes {
        let one = Item::new(item.ctx, node, item.path.clone());
        let Some(name) = one.text() else { continue };
        if name == "all" {
            chosen.fill(true);
            continue;
        }
        match segments.iter().position(|s| s.name == name) {
            Some(index) if chosen[index] => {
                one.fail(format!("segment `{name}` is named twice"), "name each segment once")
            }
            Some(index) => chosen[index] = true,
            None => {
                let mut names: Vec<&str> = segments.iter().map(|s| s.name.as_str()).collect();
                names.push("all");
                one.fail(format!("no segment is called `{name}`"), suggestion(&name, &names));
            }
        }
    }
    chosen
}
