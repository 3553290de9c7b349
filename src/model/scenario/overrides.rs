//! Sets values of a scenario by path, as `--set` and sweeps do, and looks them up.

use super::error::Problem;
use super::keys::{self, Kind, Need, TableSpec};
use super::reader::suggestion;
use super::teams::STAFFING;
use super::tree::{Node, Table, Value, parse_value};

/// Sets the value at a path such as `teams.smb_csms.csms`.
pub fn apply(root: &mut Table, path: &str, text: &str) -> Result<(), Problem> {
    let parts: Vec<&str> = path.split('.').map(str::trim).collect();
    let refuse = |(message, help): (String, String)| Problem { span: None, key: path.to_string(), message, help };
    set(Place::Table(root, &keys::ROOT), &parts, text).map_err(refuse)
}

enum Place<'a> {
    Table(&'a mut Table, &'static TableSpec),
    Names(&'a mut Table, &'static TableSpec, bool),
    List(&'a mut Vec<Node>, &'static TableSpec),
    Free(&'a mut Node),
}

fn empty() -> Node {
    Node::bare(Value::Table(Table::default()))
}

fn entry<'a>(table: &'a mut Table, key: &str) -> &'a mut Node {
    let index = table.entries.iter().position(|e| e.key == key).unwrap_or_else(|| {
        table.set(key, empty());
        table.entries.len() - 1
    });
    &mut table.entries[index].value
}

fn set(place: Place<'_>, parts: &[&str], text: &str) -> Result<(), (String, String)> {
    let Some((part, rest)) = parts.split_first() else {
        return Err(("the path stops at a table".into(), "go on to a key of it".into()));
    };
    match place {
        Place::Table(table, spec) => {
            let Some(key) = spec.key(part) else {
                return Err((format!("no key `{part}`"), suggestion(part, &spec.names())));
            };
            if spec.name == keys::TEAM.name && STAFFING.contains(part) {
                // A team says its size in one way; setting another removes the first.
                STAFFING.iter().filter(|way| *way != part).for_each(|way| table.remove(way));
            }
            if rest.is_empty() && !matches!(key.kind, Kind::Table(_) | Kind::Named(_)) {
                table.set(part, parse_value(text));
                return Ok(());
            }
            let node = entry(table, part);
            set(inside(node, &key.kind, spec, part)?, rest, text)
        }
        Place::Names(table, spec, may_create) => {
            if table.get(part).is_none() && !may_create {
                return Err((format!("nothing is called `{part}`"), suggestion(part, &table.names())));
            }
            match &mut entry(table, part).value {
                Value::Table(inner) => set(Place::Table(inner, spec), rest, text),
                _ => Err((format!("`{part}` is not a table"), "correct the file first".into())),
            }
        }
        Place::List(items, spec) => {
            let count = items.len();
            let index = part.parse::<usize>().ok().filter(|i| (1..=count).contains(i));
            match index.map(|i| &mut items[i - 1].value) {
                Some(Value::Table(inner)) => set(Place::Table(inner, spec), rest, text),
                _ => Err((format!("no entry `{part}` in the list"), format!("entries are numbered from 1 to {count}"))),
            }
        }
        Place::Free(node) => set_free(node, part, rest, text),
    }
}

fn inside<'a>(
    node: &'a mut Node,
    kind: &'static Kind,
    spec: &'static TableSpec,
    part: &str,
) -> Result<Place<'a>, (String, String)> {
    let not_table = || (format!("`{part}` has no keys"), "set it as a whole".to_string());
    match kind {
        Kind::Table(inner) => match &mut node.value {
            Value::Table(table) => Ok(Place::Table(table, inner)),
            _ => Err(not_table()),
        },
        Kind::Named(inner) => match &mut node.value {
            // A design may change teams that it did not change so far; the reader refuses names that do not exist.
            Value::Table(table) => Ok(Place::Names(table, inner, spec.name == "designs.NAME")),
            _ => Err(not_table()),
        },
        Kind::List(inner) => match &mut node.value {
            Value::Array(items) => Ok(Place::List(items, inner)),
            _ => Err(not_table()),
        },
        // Each may be a word or a table; a table may be given keys that it does not have yet.
        Kind::Log | Kind::Sticky | Kind::ShareRamp if node.table().is_some() => {
            let inner = match kind {
                Kind::Log => &keys::LOG,
                Kind::Sticky => &keys::STICKY,
                _ => &keys::RAMP,
            };
            match &mut node.value {
                Value::Table(table) => Ok(Place::Table(table, inner)),
                _ => Err(not_table()),
            }
        }
        _ => Ok(Place::Free(node)),
    }
}

/// Below a distribution or another value with an inner shape of its own: only what is there can be set.
fn set_free(node: &mut Node, part: &str, rest: &[&str], text: &str) -> Result<(), (String, String)> {
    let inner = match &mut node.value {
        Value::Table(table) if table.get(part).is_some() => entry(table, part),
        Value::Table(table) => return Err((format!("no key `{part}`"), suggestion(part, &table.names()))),
        Value::Array(items) => {
            let count = items.len();
            let index = part.parse::<usize>().ok().filter(|i| (1..=count).contains(i));
            let Some(index) = index else {
                return Err((
                    format!("no entry `{part}` in the list"),
                    format!("entries are numbered from 1 to {count}"),
                ));
            };
            &mut items[index - 1]
        }
        _ => return Err((format!("nothing has a key `{part}` there"), "set the value as a whole".into())),
    };
    match rest.split_first() {
        Some((part, rest)) => set_free(inner, part, rest, text),
        None => {
            *inner = parse_value(text);
            Ok(())
        }
    }
}

/// The value at a path as the file writes it, or its default; `None` where there is neither.
pub fn value_at(root: &Table, path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('.').map(str::trim).collect();
    if let Some(node) = look_up(root, &parts) {
        return Some(node.text());
    }
    // A team that a design does not change is as the file describes it.
    if let ["designs", _, "teams", rest @ ..] = parts.as_slice() {
        return value_at(root, &format!("teams.{}", rest.join(".")));
    }
    match keys::find(&parts)?.need {
        Need::Setting(text) | Need::Assumed(text, ..) => Some(text.to_string()),
        Need::Required | Need::Optional => None,
    }
}

fn look_up<'a>(table: &'a Table, parts: &[&str]) -> Option<&'a Node> {
    let (part, rest) = parts.split_first()?;
    descend(table.get(part)?, rest)
}

fn descend<'a>(node: &'a Node, parts: &[&str]) -> Option<&'a Node> {
    let Some((part, rest)) = parts.split_first() else { return Some(node) };
    match &node.value {
        Value::Table(table) => look_up(table, parts),
        Value::Array(items) => descend(items.get(part.parse::<usize>().ok()?.checked_sub(1)?)?, rest),
        _ => None,
    }
}
