//! Reads how new accounts take their seats into use.

use super::Scenario;
use super::reader::{Context, TableReader};
use super::reviews;
use super::tree::Table;
use crate::model::Activation;
use crate::model::work::{Origin, Schedule, WorkKind};

/// How new accounts take their seats into use; `leave`: whether accounts of the segment ever leave.
pub fn read(table: &TableReader<'_>, leave: bool) -> Option<Activation> {
    let seats = table.share("seats");
    if seats >= 1.0
        && let Some(item) = table.item("seats")
    {
        item.fail(format!("`{}` of the seats are never in use", item.node.text()), "below 100%, such as \"80%\"");
    }
    let early_churn = match table.item_of_file("early_churn") {
        Some(item) if !leave => {
            item.fail(
                format!("`{}` has an early churn, and nobody of the segment ever leaves", table.path),
                "give the segment a churn, or remove it",
            );
            None
        }
        _ if !leave => None,
        _ => table.item("early_churn"),
    };
    let hazard = early_churn.and_then(|item| {
        let share = item.yearly_share()?.compound();
        if share >= 1.0 {
            item.fail(format!("`{}` loses everybody", item.node.text()), "below 100% / year");
        }
        Some(-libm::log(1.0 - share.min(0.999_999)))
    });
    let (review, review_over) = reviews::of_activation(table);
    Some(Activation {
        seats: seats.min(0.999_999),
        within: table.positive_duration("within"),
        half_in: table.positive_duration("half_in"),
        spread: table.number("spread"),
        step_factor: table.number("step_factor"),
        early_churn: hazard.unwrap_or(0.0),
        review,
        review_over,
    })
}

/// Only new accounts take their seats into use, and only steps after the start make them faster.
pub fn check(ctx: &Context, scenario: &Scenario, root: &Table) {
    for (index, segment) in scenario.segments.iter().enumerate().filter(|(_, s)| s.habits.activation.is_some()) {
        let of = |table: &Table, key: &str| table.get(key).and_then(|node| node.table().cloned());
        let table = of(root, "segments").and_then(|all| of(&all, &segment.name));
        let node = table.as_ref().and_then(|table| table.get("activation"));
        let span = node.and_then(|node| node.span.clone());
        let key = format!("segments.{}.activation", segment.name);
        if segment.new_accounts <= 0.0 {
            let message = format!("`{key}` is given, and no new account comes");
            ctx.problem(span.clone(), &key, message, "write new_accounts = \"20% / year\", or remove it");
        }
        let step = |kind: &WorkKind| {
            let after = matches!(kind.origin, Origin::Step { schedule: Schedule::AfterStart(_), digital: false, .. });
            after && kind.segments[index]
        };
        let stated = node.and_then(|node| node.table()).and_then(|table| table.get("step_factor"));
        if stated.is_some() && !scenario.kinds.iter().any(step) {
            let message = format!("`{key}` has a step_factor, and no human step comes after a start");
            ctx.problem(span, &format!("{key}.step_factor"), message, "add a step with after_start, or remove it");
        }
    }
}
