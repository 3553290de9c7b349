//! Reads a share that may change over time.

use super::keys::RAMP;
use super::reader::{Item, TableReader};
use super::tree::Value;
use crate::model::Ramp;

/// A share alone, or `{ from, to, over }`.
pub fn share(item: &Item<'_>) -> Option<Ramp> {
    if !matches!(item.node.value, Value::Table(_)) {
        return item.share().map(Ramp::constant);
    }
    let table = TableReader::new(item.ctx, &RAMP, &item.path, &item.node);
    Some(Ramp { from: table.share("from"), to: table.share("to"), over: table.positive_duration("over") })
}
