//! Takes keys out of a table by name: checks for unknown ones, fills in defaults and notes them, collects all errors.
//!
//! A value that is refused is replaced by a harmless one so that reading goes on and every error is found; no
//! scenario is ever built once a problem is on record.

pub use super::context::Context;
pub use super::item::Item;
use super::keys::{Key, Kind, Need, TableSpec};
use super::tree::{Entry, Node, Table, Value, parse_value};
use crate::time::Elapsed;
use std::borrow::Cow;
use std::ops::Range;

/// A table of the file and what its keys may be.
#[derive(Debug)]
pub struct TableReader<'a> {
    /// Where problems go.
    pub ctx: &'a Context,
    /// Full path of the table.
    pub path: String,
    spec: &'static TableSpec,
    table: Cow<'a, Table>,
    span: Option<Range<usize>>,
    broken: bool,
}

impl<'a> TableReader<'a> {
    /// Opens a table and refuses keys that it does not have.
    pub fn new(ctx: &'a Context, spec: &'static TableSpec, path: &str, node: &'a Node) -> TableReader<'a> {
        let broken = node.table().is_none();
        if broken {
            let help = format!("write a table with keys: {}", spec.names().join(", "));
            ctx.problem(node.span.clone(), path, format!("{} where a table is meant", node.sort()), help);
        }
        let table = node.table().map_or_else(|| Cow::Owned(Table::default()), Cow::Borrowed);
        let reader = TableReader { ctx, path: path.to_string(), spec, table, span: node.span.clone(), broken };
        for entry in &reader.table.entries {
            if spec.key(&entry.key).is_none() {
                reader.unknown_key(entry);
            }
        }
        reader
    }

    fn unknown_key(&self, entry: &Entry) {
        let place = if self.path.is_empty() { "the file".to_string() } else { format!("`{}`", self.path) };
        let message = format!("unknown key `{}` in {place}", entry.key);
        self.ctx.problem(
            entry.key_span.clone(),
            &join(&self.path, &entry.key),
            message,
            suggestion(&entry.key, &self.spec.names()),
        );
    }

    /// Full path of a key of this table.
    pub fn key_path(&self, key: &str) -> String {
        join(&self.path, key)
    }

    /// Notes a problem of the table as a whole.
    pub fn fail(&self, message: impl Into<String>, help: impl Into<String>) {
        if !self.broken {
            self.ctx.problem(self.span.clone(), &self.path, message, help);
        }
    }

    /// Whether the file gives the key.
    pub fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    fn spec_of(&self, key: &str) -> &'static Key {
        self.spec.key(key).expect("sections ask for keys that the tables in keys.rs have")
    }

    /// The value of a key, or its default; `None` for an optional key not given, or (with a problem) a required one.
    pub fn item(&self, key: &str) -> Option<Item<'_>> {
        let path = self.key_path(key);
        if let Some(node) = self.table.get(key) {
            return Some(Item::new(self.ctx, node, path));
        }
        let spec = self.spec_of(key);
        let default = match spec.need {
            Need::Required => {
                let place = if self.path.is_empty() { "the file".to_string() } else { format!("`{}`", self.path) };
                self.fail(format!("{place} has no `{key}`"), format!("add it. {}", spec.doc));
                return None;
            }
            Need::Optional => return None,
            Need::Setting(text) => text,
            Need::Assumed(text, grade, source) => {
                self.ctx.assume(&path, text, grade, source);
                text
            }
        };
        Some(Item { ctx: self.ctx, node: Cow::Owned(parse_value(default)), path, default: true })
    }

    /// The value of a key if the file gives it.
    pub fn item_of_file(&self, key: &str) -> Option<Item<'_>> {
        if self.has(key) { self.item(key) } else { None }
    }

    /// A number within the bounds of its key.
    pub fn number(&self, key: &str) -> f64 {
        match self.spec_of(key).kind {
            Kind::Number(low, high) => self.item(key).and_then(|i| i.number(low, high)).unwrap_or(low),
            Kind::Points(low, high) => self.item(key).and_then(|i| i.points(low, high)).unwrap_or(low),
            _ => 0.0,
        }
    }

    /// A whole number within the bounds of its key.
    pub fn count(&self, key: &str) -> i64 {
        self.optional_count(key).unwrap_or(1)
    }

    /// A whole number that may be missing.
    pub fn optional_count(&self, key: &str) -> Option<i64> {
        let Kind::Count(low, high) = self.spec_of(key).kind else { return None };
        self.item(key)?.count(low, high)
    }

    /// A duration.
    pub fn duration(&self, key: &str) -> Elapsed {
        self.item(key).and_then(|i| i.duration()).unwrap_or(Elapsed::ZERO)
    }

    /// A duration above zero.
    pub fn positive_duration(&self, key: &str) -> Elapsed {
        let item = self.item(key);
        let length = item.as_ref().and_then(|i| i.duration());
        if let (Some(item), Some(Elapsed::ZERO)) = (&item, length) {
            item.fail(format!("`{}` is no time at all", item.node.text()), "a duration above zero");
        }
        length.unwrap_or(Elapsed::from_ms(1))
    }

    /// A share.
    pub fn share(&self, key: &str) -> f64 {
        self.item(key).and_then(|i| i.share()).unwrap_or(0.0)
    }

    /// A rate per account [1/year].
    pub fn rate(&self, key: &str) -> f64 {
        self.item(key).and_then(|i| i.rate()).unwrap_or(0.0)
    }

    /// Days a year.
    pub fn days_per_year(&self, key: &str) -> f64 {
        self.item(key).and_then(|i| i.days_per_year()).unwrap_or(0.0)
    }

    /// `true` or `false`, if given or by default.
    pub fn flag(&self, key: &str) -> Option<bool> {
        let item = self.item(key)?;
        match item.node.value {
            Value::Bool(flag) => Some(flag),
            _ => {
                item.fail(
                    format!("`{}` is neither true nor false", item.node.text()),
                    "write true or false, without quotes",
                );
                None
            }
        }
    }

    /// One of the words of its key.
    pub fn choice(&self, key: &str) -> Option<&'static str> {
        let Kind::Choice(words) = self.spec_of(key).kind else { return None };
        let item = self.item(key)?;
        let text = item.text()?;
        let found = words.iter().find(|w| **w == text).copied();
        if found.is_none() {
            item.fail(format!("`{text}` is not a {key}"), suggestion(&text, words));
        }
        found
    }

    /// An optional table below this one, read as empty when it is missing.
    pub fn section(&self, key: &str) -> Node {
        self.table.get(key).cloned().unwrap_or_else(|| Node::bare(Value::Table(Table::default())))
    }

    /// The named tables under a key.
    pub fn named(&self, key: &str) -> Vec<(&str, &Node)> {
        let Some(node) = self.table.get(key) else {
            if matches!(self.spec_of(key).need, Need::Required) {
                self.item(key);
            }
            return Vec::new();
        };
        match node.table() {
            Some(table) => table.entries.iter().map(|e| (e.key.as_str(), &e.value)).collect(),
            None => {
                self.ctx.problem(
                    node.span.clone(),
                    &self.key_path(key),
                    format!("{} where tables are meant", node.sort()),
                    format!("write [{key}.NAME]"),
                );
                Vec::new()
            }
        }
    }

    /// The tables in a list under a key.
    pub fn list(&self, key: &str) -> Vec<&Node> {
        let Some(node) = self.table.get(key) else {
            self.item(key);
            return Vec::new();
        };
        match &node.value {
            Value::Array(items) if !items.is_empty() => items.iter().collect(),
            Value::Array(_) => {
                self.ctx.problem(
                    node.span.clone(),
                    &self.key_path(key),
                    format!("`{key}` is empty"),
                    "write at least one { ... } in the list",
                );
                Vec::new()
            }
            _ => {
                self.ctx.problem(
                    node.span.clone(),
                    &self.key_path(key),
                    format!("{} where a list is meant", node.sort()),
                    format!("write {key} = [ {{ ... }} ]"),
                );
                Vec::new()
            }
        }
    }
}

/// Joins a path and a key.
pub fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_string() } else { format!("{path}.{key}") }
}

/// What was probably meant, or all that is allowed.
pub fn suggestion(word: &str, allowed: &[&str]) -> String {
    let score = |a: &&&str| strsim::jaro_winkler(word, a);
    let best = allowed.iter().max_by(|a, b| score(a).total_cmp(&score(b)));
    match best {
        Some(best) if strsim::jaro_winkler(word, best) > 0.8 => format!("did you mean `{best}`?"),
        Some(_) if allowed.len() <= 30 => format!("allowed: {}", allowed.join(", ")),
        Some(_) => format!("{} names are allowed", allowed.len()),
        None => "none is defined".to_string(),
    }
}
