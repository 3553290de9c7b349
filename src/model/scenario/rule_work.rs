//! Reads which work a rule of coverage applies to: classes, or kinds by their names.

use super::reader::{Item, TableReader, suggestion};
use super::tree::Value;
use crate::model::work::Class;

/// Sections whose names a rule may give.
pub const SECTIONS: [&str; 5] = ["requests", "incidents", "playbooks", "risks", "triggers"];

/// Names of all work of the file.
pub fn names(root: &TableReader<'_>) -> Vec<String> {
    SECTIONS.into_iter().flat_map(|section| root.named(section)).map(|(name, _)| name.to_string()).collect()
}

/// The classes of a rule, or the names that it gives in their place.
pub fn read(table: &TableReader<'_>, known: &[String]) -> ([bool; 3], Vec<String>) {
    let Some(item) = table.item("work") else { return ([true; 3], Vec::new()) };
    let (mut classes, mut names) = ([false; 3], Vec::new());
    let nodes = match &item.node.value {
        Value::Array(nodes) => nodes.clone(),
        _ => vec![item.node.clone().into_owned()],
    };
    if nodes.is_empty() {
        item.fail("the list of work is empty", "allowed: reactive, planned, triggered, or names of work");
    }
    for node in &nodes {
        let one = Item::new(item.ctx, node, item.path.clone());
        let Some(name) = one.text() else { continue };
        match Class::ALL.into_iter().find(|c| c.name() == name) {
            Some(class) => classes[class as usize] = true,
            None if known.contains(&name) => names.push(name),
            None => {
                let words: Vec<&str> =
                    Class::ALL.iter().map(|class| class.name()).chain(known.iter().map(String::as_str)).collect();
                one.fail(format!("`{name}` is not a class of work"), suggestion(&name, &words));
            }
        }
    }
    if !names.is_empty() {
        check_by_name(table, &item, classes);
    }
    (classes, names)
}

/// Work by name goes to a pool, or to nobody, for as long as the account is there.
fn check_by_name(table: &TableReader<'_>, item: &Item<'_>, classes: [bool; 3]) {
    if classes.contains(&true) {
        item.fail("classes of work and names of work in one rule", "write two rules, the one with names first");
    }
    for key in ["named", "pods", "until", "stage"] {
        if table.has(key) {
            table.fail(
                format!("`{}` is for work by name and has `{key}`", table.path),
                "work by name goes to a pool, whatever the account's age: write pooled = TEAM",
            );
        }
    }
}
