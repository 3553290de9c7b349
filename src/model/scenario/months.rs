//! Reads weights by month of the year.

use super::reader::{Item, join};
use crate::model::Months;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const HELP: &str = "give each of the twelve months a weight: { jan-jun = 1, jul-aug = 0.7, sep-dec = 1.1 }";

/// Reads a table of weights; every month must have one, since a month left out could mean nothing or as usual.
pub fn read(item: &Item<'_>) -> Months {
    let Some(table) = item.node.table() else {
        item.fail(format!("{} where weights are meant", item.node.sort()), HELP);
        return Months::EVEN;
    };
    let mut weights = [None; 12];
    let mut good = true;
    for entry in &table.entries {
        let path = join(&item.path, &entry.key);
        let Some(named) = months(&entry.key) else {
            item.ctx.problem(entry.key_span.clone(), &path, format!("`{}` is not a month", entry.key), HELP);
            good = false;
            continue;
        };
        let weight = Item::new(item.ctx, &entry.value, path).number(0.0, 1e6);
        good &= weight.is_some();
        named.into_iter().for_each(|month| weights[month] = weight);
    }
    let missing: Vec<&str> = MONTHS.iter().zip(weights).filter(|(_, w)| w.is_none()).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        if good {
            item.fail(format!("`{}` says nothing of {}", item.path, missing.join(", ")), HELP);
        }
        return Months::EVEN;
    }
    Months::in_proportion(&weights.map(|weight| weight.unwrap_or(1.0))).unwrap_or_else(|| {
        item.fail(format!("`{}` has no weight in any month", item.path), "give at least one month a weight above 0");
        Months::EVEN
    })
}

/// The months that a key names: `jan`, `jan-mar`, `jan,apr`.
fn months(key: &str) -> Option<Vec<usize>> {
    let mut months = Vec::new();
    for part in key.split(',') {
        let month = |name: &str| MONTHS.iter().position(|m| *m == name.trim().to_lowercase());
        match part.split_once('-') {
            Some((from, to)) => {
                let (from, to) = (month(from)?, month(to)?);
                if from > to {
                    return None;
                }
                months.extend(from..=to);
            }
            None => months.push(month(part)?),
        }
    }
    Some(months)
}
