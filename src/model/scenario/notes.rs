//! Reads notes that a program sends before a play.

use super::keys::NOTE;
use super::reader::{Context, Item, TableReader, suggestion};
use super::tree::Value;
use crate::model::coverage::{Design, Note};
use crate::model::work::WorkKind;
use crate::time::Elapsed;
use std::ops::Range;

/// The notes of a design; `known`: names of all risks and triggers.
pub fn read(table: &TableReader<'_>, known: &[String]) -> Vec<Note> {
    if !table.has("notes") {
        return Vec::new();
    }
    let mut notes: Vec<Note> = Vec::new();
    for (index, node) in table.list("notes").into_iter().enumerate() {
        let path = format!("{}.{}", table.key_path("notes"), index + 1);
        let one = TableReader::new(table.ctx, &NOTE, &path, node);
        let of = one.item("of").map_or(Vec::new(), |item| names(&item, known));
        for name in of.iter().filter(|name| notes.iter().any(|note| note.of.contains(name))) {
            one.fail(format!("`{name}` has two notes"), "one note for each risk or trigger");
        }
        notes.push(Note { of, settles: one.share("settles"), wait: one.duration("wait") });
    }
    notes
}

fn names(item: &Item<'_>, known: &[String]) -> Vec<String> {
    let nodes = match &item.node.value {
        Value::Array(nodes) => nodes.clone(),
        _ => vec![item.node.clone().into_owned()],
    };
    if nodes.is_empty() {
        item.fail("the list of risks and triggers is empty", "name at least one, or remove the note");
    }
    let mut names = Vec::new();
    for node in &nodes {
        let one = Item::new(item.ctx, node, item.path.clone());
        let Some(name) = one.text() else { continue };
        if !known.contains(&name) {
            let words: Vec<&str> = known.iter().map(String::as_str).collect();
            one.fail(format!("no risk or trigger is called `{name}`"), suggestion(&name, &words));
        }
        names.push(name);
    }
    names
}

/// The call for a play comes while it can still help, and for plays that the design makes.
pub fn check(ctx: &Context, design: &Design, kinds: &[WorkKind], span: Option<Range<usize>>) {
    for (number, note) in design.notes.iter().enumerate() {
        let key = format!("designs.{}.notes.{}", design.name, number + 1);
        for kind in kinds.iter().filter(|kind| design.note(kind) == Some(note)) {
            let window = kind.origin.play().map_or(Elapsed::FOREVER, |play| play.window);
            if note.wait >= window {
                let message =
                    format!("design `{}` waits for its note on `{}` until the window closes", design.name, kind.name);
                ctx.problem(span.clone(), &key, message, format!("let wait be below {} days", window.days()));
            }
            if design.ignores(kind) {
                let message =
                    format!("design `{}` has a note on `{}`, on which it does not act", design.name, kind.name);
                ctx.problem(
                    span.clone(),
                    &key,
                    message,
                    format!("add `{}` to its triggers, or remove it from the note", kind.name),
                );
            }
        }
    }
}
