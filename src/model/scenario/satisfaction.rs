//! Reads how satisfaction moves, and what it does at renewals.

use super::read::inner_spec;
use super::reader::{Context, TableReader};
use crate::model::Satisfaction;

/// How satisfaction moves; `None` without the table.
pub fn read(ctx: &Context, root: &TableReader<'_>) -> Option<Satisfaction> {
    if !root.has("satisfaction") {
        return None;
    }
    let node = root.section("satisfaction");
    let table = TableReader::new(ctx, inner_spec("satisfaction"), "satisfaction", &node);
    if !root.has("requests") && !root.has("incidents") {
        table.fail("`satisfaction` is given, and nobody asks anything", "add [requests.NAME], or remove the table");
    }
    Some(Satisfaction {
        usual: table.number("usual"),
        in_time: table.number("in_time"),
        late: table.number("late"),
        stranger: table.number("stranger"),
        half_life: table.positive_duration("half_life"),
    })
}

/// What low satisfaction does to the odds of churn; only where there is any.
pub fn odds(outcomes: &TableReader<'_>, root: &TableReader<'_>) -> f64 {
    match outcomes.item_of_file("low_satisfaction") {
        _ if root.has("satisfaction") => outcomes.number("low_satisfaction"),
        Some(item) => {
            item.fail("`outcomes.low_satisfaction` is given, and satisfaction is not", "add a table [satisfaction]");
            1.0
        }
        None => 1.0,
    }
}
