//! Reads distributions: a quantity alone is a constant, a table names the family.

use super::reader::{Context, Item, join, suggestion};
use super::tree::{Node, Value};
use crate::distribution::{Distribution, InvalidDistribution};

/// What a distribution is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Work content \[h\].
    Work,
    /// A duration by the clock \[h\].
    Delay,
    /// Money [currency/year].
    Money,
}

const FAMILIES: [&str; 10] = [
    "constant",
    "exponential",
    "erlang",
    "gamma",
    "lognormal",
    "weibull",
    "uniform",
    "triangular",
    "mixture",
    "values",
];

impl Of {
    fn example(self) -> &'static str {
        match self {
            Of::Work => "write \"20 min\" or { lognormal = { median = \"15 min\", mean = \"25 min\" } }",
            Of::Delay => "write \"2 days\" or { exponential = \"2 days\" }",
            Of::Money => "write \"$4k\" or { lognormal = { median = \"$3k\", mean = \"$4k\" } }",
        }
    }

    fn quantity(self, item: &Item<'_>) -> Option<f64> {
        match self {
            Of::Work | Of::Delay => item.duration().map(|d| d.hours()),
            Of::Money => item.money(true),
        }
    }
}

/// Reads a distribution; nested at most a few deep.
pub fn read(item: &Item<'_>, of: Of) -> Option<Distribution> {
    nested(item, of, 0)
}

fn nested(item: &Item<'_>, of: Of, depth: u32) -> Option<Distribution> {
    let table = match &item.node.value {
        Value::Table(table) => table,
        Value::Array(_) | Value::Bool(_) | Value::Date(_) => {
            item.fail(format!("{} where a distribution is meant", item.node.sort()), of.example());
            return None;
        }
        _ => return checked(item, Distribution::constant(of.quantity(item)?)),
    };
    let [entry] = table.entries.as_slice() else {
        let given = table.names().join(", ");
        item.fail(format!("a distribution has one family, not {} ({given})", table.entries.len()), of.example());
        return None;
    };
    if depth > 4 {
        item.fail("mixtures within mixtures within mixtures", "at most four deep");
        return None;
    }
    let inner = Item::new(item.ctx, &entry.value, join(&item.path, &entry.key));
    match entry.key.as_str() {
        "mixture" => mixture(&inner, of, depth),
        "values" => values(&inner, of),
        family if FAMILIES.contains(&family) => by_parameters(&inner, family, of),
        other => {
            item.ctx.problem(
                entry.key_span.clone(),
                &inner.path,
                format!("`{other}` is not a distribution"),
                suggestion(other, &FAMILIES),
            );
            None
        }
    }
}

fn checked(item: &Item<'_>, result: Result<Distribution, InvalidDistribution>) -> Option<Distribution> {
    result.map_err(|InvalidDistribution(why)| item.fail(format!("`{}` is no distribution", item.node.text()), why)).ok()
}

/// Named parameters of one family.
struct Parameters<'a> {
    ctx: &'a Context,
    item: &'a Item<'a>,
    of: Of,
}

impl Parameters<'_> {
    fn get(&self, name: &str) -> Option<Item<'_>> {
        let node: &Node = self.item.node.table()?.get(name)?;
        Some(Item::new(self.ctx, node, join(&self.item.path, name)))
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn quantity(&self, name: &str) -> Option<f64> {
        self.of.quantity(&self.get(name)?)
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.number(1e-6, 1e6)
    }

    /// Refuses parameters that the family does not have and misses those it needs.
    fn exactly(&self, names: &[&str]) -> Option<()> {
        let help = format!("write {{ {} }}", names.iter().map(|n| format!("{n} = ..")).collect::<Vec<_>>().join(", "));
        let Some(table) = self.item.node.table() else {
            self.item.fail(format!("{} where parameters are meant", self.item.node.sort()), help);
            return None;
        };
        let mut good = true;
        for entry in table.entries.iter().filter(|e| !names.contains(&e.key.as_str())) {
            let path = join(&self.item.path, &entry.key);
            self.ctx.problem(
                entry.key_span.clone(),
                &path,
                format!("unknown parameter `{}`", entry.key),
                suggestion(&entry.key, names),
            );
            good = false;
        }
        for name in names.iter().filter(|n| !self.has(n)) {
            self.item.fail(format!("`{name}` is missing"), help.clone());
            good = false;
        }
        good.then_some(())
    }
}

fn by_parameters(item: &Item<'_>, family: &str, of: Of) -> Option<Distribution> {
    let p = Parameters { ctx: item.ctx, item, of };
    let is_table = item.node.table().is_some();
    let result = match family {
        "constant" if !is_table => Distribution::constant(of.quantity(item)?),
        "constant" => p.exactly(&["value"]).and_then(|()| Some(Distribution::constant(p.quantity("value")?)))?,
        "exponential" if !is_table => Distribution::exponential(of.quantity(item)?),
        "exponential" => p.exactly(&["mean"]).and_then(|()| Some(Distribution::exponential(p.quantity("mean")?)))?,
        "erlang" => {
            p.exactly(&["shape", "mean"])?;
            let shape = p.get("shape")?.count(1, 1000)?;
            Distribution::erlang(shape as u32, p.quantity("mean")?)
        }
        "gamma" => {
            p.exactly(&["mean", "cv"])?;
            Distribution::gamma(p.quantity("mean")?, p.number("cv")?)
        }
        "lognormal" if p.has("cv") => {
            p.exactly(&["mean", "cv"])?;
            Distribution::log_normal_cv(p.quantity("mean")?, p.number("cv")?)
        }
        "lognormal" => {
            p.exactly(&["median", "mean"])?;
            Distribution::log_normal(p.quantity("median")?, p.quantity("mean")?)
        }
        "weibull" => {
            p.exactly(&["shape", "scale"])?;
            Distribution::weibull(p.number("shape")?, p.quantity("scale")?)
        }
        "uniform" => {
            p.exactly(&["low", "high"])?;
            Distribution::uniform(p.quantity("low")?, p.quantity("high")?)
        }
        _ => {
            p.exactly(&["low", "mode", "high"])?;
            Distribution::triangular(p.quantity("low")?, p.quantity("mode")?, p.quantity("high")?)
        }
    };
    checked(item, result)
}

fn mixture(item: &Item<'_>, of: Of, depth: u32) -> Option<Distribution> {
    let name = match of {
        Of::Work => "work",
        Of::Delay => "after",
        Of::Money => "arr",
    };
    let help = format!("write mixture = [ {{ weight = 0.7, {name} = .. }}, {{ weight = 0.3, {name} = .. }} ]");
    let parts = match &item.node.value {
        Value::Array(parts) if !parts.is_empty() => parts,
        _ => {
            item.fail("a mixture needs a list of parts", help);
            return None;
        }
    };
    let mut read = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let part = Item::new(item.ctx, part, join(&item.path, &(index + 1).to_string()));
        let p = Parameters { ctx: item.ctx, item: &part, of };
        p.exactly(&["weight", name])?;
        let weight = p.get("weight")?.number(0.0, 1e9)?;
        read.push((weight, nested(&p.get(name)?, of, depth + 1)?));
    }
    checked(item, Distribution::mixture(read))
}

fn values(item: &Item<'_>, of: Of) -> Option<Distribution> {
    let values = match &item.node.value {
        Value::Array(values) if !values.is_empty() => values,
        _ => {
            item.fail("`values` needs at least one value", "write values = [\"10 min\", \"25 min\"]");
            return None;
        }
    };
    let read: Option<Vec<f64>> =
        values.iter().map(|v| of.quantity(&Item::new(item.ctx, v, item.path.clone()))).collect();
    checked(item, Distribution::empirical(read?))
}
