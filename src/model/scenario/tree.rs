//! The file as a tree: every value with its place in the text, and values that can be set by path.

use super::error::Problem;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Bytes of the text; `None` for defaults and overrides.
    pub span: Option<Range<usize>>,
    /// The value.
    pub value: Value,
}

/// A value as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A string.
    Str(String),
    /// An integer.
    Int(i64),
    /// A number with a fraction, or an integer too large.
    Float(f64),
    /// `true` or `false`.
    Bool(bool),
    /// A date or time, as written.
    Date(String),
    /// A list.
    Array(Vec<Node>),
    /// Keys and values.
    Table(Table),
}

/// Keys and values in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The entries.
    pub entries: Vec<Entry>,
}

/// One key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Option<Range<usize>>,
    /// Its value.
    pub value: Node,
}

impl Table {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|e| e.key == key).map(|e| &e.value)
    }

    /// Sets a key, replacing its value.
    pub fn set(&mut self, key: &str, value: Node) {
        match self.entries.iter_mut().find(|e| e.key == key) {
            Some(entry) => entry.value = value,
            None => self.entries.push(Entry { key: key.to_string(), key_span: None, value }),
        }
    }

    /// Removes a key.
    pub fn remove(&mut self, key: &str) {
        self.entries.retain(|e| e.key != key);
    }

    /// The keys, in order.
    pub fn names(&self) -> Vec<&str> {
        self.entries.iter().map(|e| e.key.as_str()).collect()
    }
}

impl Node {
    /// A value that stands nowhere in the text.
    pub fn bare(value: Value) -> Node {
        Node { span: None, value }
    }

    /// The table, if it is one.
    pub fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The value as one would write it, without quotes around a string.
    pub fn text(&self) -> String {
        match &self.value {
            Value::Str(s) | Value::Date(s) => s.clone(),
            Value::Int(n) => n.to_string(),
            Value::Float(x) => x.to_string(),
            Value::Bool(b) => b.to_string(),
            Value::Array(items) => format!("[{}]", items.iter().map(Node::quoted).collect::<Vec<_>>().join(", ")),
            Value::Table(t) => {
                let entries = t.entries.iter().map(|e| format!("{} = {}", e.key, e.value.quoted()));
                format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn quoted(&self) -> String {
        match &self.value {
            Value::Str(s) => format!("\"{s}\""),
            _ => self.text(),
        }
    }

    /// What sort of value it is, for messages.
    pub fn sort(&self) -> &'static str {
        match self.value {
            Value::Str(_) => "a string",
            Value::Int(_) | Value::Float(_) => "a number",
            Value::Bool(_) => "true or false",
            Value::Date(_) => "a date",
            Value::Array(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// Longest file that is read [bytes].
const LONGEST_FILE: usize = 4 << 20;
/// Most parts of a dotted key; nothing in a scenario needs more than six.
const LONGEST_KEY: usize = 64;

/// Reads the text of a scenario; all syntax errors at once.
pub fn parse(text: &str) -> Result<Table, Vec<Problem>> {
    if text.len() > LONGEST_FILE {
        return Err(vec![Problem {
            span: None,
            key: String::new(),
            message: format!("the file has {} bytes", text.len()),
            help: format!(
                "a scenario has at most {LONGEST_FILE} bytes; put tickets into a CSV file and name it with `log`"
            ),
        }]);
    }
    if let Some(at) = too_deep(text) {
        return Err(vec![Problem {
            span: Some(at..at + 1),
            key: String::new(),
            message: format!("a key with more than {LONGEST_KEY} parts"),
            help: "keys of a scenario have at most six parts, such as designs.pooled.teams.csms.leave".into(),
        }]);
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors.iter().map(syntax_problem).collect());
    }
    Ok(convert_table(root.get_ref()))
}

fn syntax_problem(error: &toml::de::Error) -> Problem {
    let message = error.message().to_string();
    let help = if message.contains("duplicate key") {
        "each key may stand only once in a table; remove or rename one of the two".to_string()
    } else {
        "this is not TOML: strings stand in quotes, lists in [ ], tables in { } on one line".to_string()
    };
    Problem { span: error.span(), key: String::new(), message, help }
}

/// Where a dotted key has too many parts: dropping a very deep tree would exhaust the stack.
fn too_deep(text: &str) -> Option<usize> {
    let (mut dots, mut since_dot) = (0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '.' if since_dot == 0 => dots = 0,
            '.' => {
                dots += 1;
                since_dot = 0;
                if dots > LONGEST_KEY {
                    return Some(at);
                }
            }
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' | '"' | '\'' => since_dot += 1,
            ' ' | '\t' => {}
            _ => (dots, since_dot) = (0, 0),
        }
    }
    None
}

fn convert_table(table: &DeTable<'_>) -> Table {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: Some(key.span()),
            value: Node { span: Some(value.span()), value: convert(value.get_ref()) },
        })
        .collect();
    // The parser sorts by name; scenarios mean the order of the file.
    entries.sort_by_key(|e| e.key_span.as_ref().map_or(0, |s| s.start));
    Table { entries }
}

fn convert(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(s) => Value::Str(s.to_string()),
        DeValue::Integer(n) => match i64::from_str_radix(n.as_str(), n.radix()) {
            Ok(n) => Value::Int(n),
            Err(_) => Value::Float(n.as_str().parse().unwrap_or(f64::INFINITY)),
        },
        DeValue::Float(x) => Value::Float(x.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(b) => Value::Bool(*b),
        DeValue::Datetime(d) => Value::Date(d.to_string()),
        DeValue::Array(items) => {
            Value::Array(items.iter().map(|i| Node { span: Some(i.span()), value: convert(i.get_ref()) }).collect())
        }
        DeValue::Table(table) => Value::Table(convert_table(table)),
    }
}

/// A value given as text outside the file (a default, an override): TOML if it parses, else a string.
pub fn parse_value(text: &str) -> Node {
    let parsed = if text.contains('\n') { Err(Vec::new()) } else { parse(&format!("value = {text}")) };
    match parsed.as_ref().map(|t| (t.entries.len(), t.get("value"))) {
        Ok((1, Some(node))) => without_spans(node.clone()),
        _ => Node::bare(Value::Str(text.to_string())),
    }
}

fn without_spans(node: Node) -> Node {
    Node::bare(match node.value {
        Value::Array(items) => Value::Array(items.into_iter().map(without_spans).collect()),
        Value::Table(t) => Value::Table(Table {
            entries: t
                .entries
                .into_iter()
                .map(|e| Entry { key: e.key, key_span: None, value: without_spans(e.value) })
                .collect(),
        }),
        other => other,
    })
}
