//! Reads what accounts of a segment do besides paying, renewing and leaving.

use super::activation;
use super::keys::{ACTIVATION, GROWTH, ONBOARDING, QUARTER_END, TableSpec};
use super::months;
use super::reader::TableReader;
use crate::model::Months;
use crate::model::account::{Contract, Growth, Habits, Motion, Onboarding, PoorHandOff, QuarterEnd};
use crate::time::{Elapsed, Working};

/// How accounts are won and kept.
pub fn motion(table: &TableReader<'_>) -> Motion {
    match table.choice("motion") {
        Some("product-led") => Motion::ProductLed,
        _ => Motion::SalesLed,
    }
}

/// Reads the habits of a segment; `leave`: whether its accounts ever leave.
pub fn read(table: &TableReader<'_>, motion: Motion, contracts: &[Contract], leave: bool) -> Habits {
    let hand_off = table.duration("hand_off");
    if motion == Motion::ProductLed
        && hand_off > Elapsed::ZERO
        && let Some(item) = table.item("hand_off")
    {
        item.fail(
            format!("`{}` is product-led and has a hand-off from sales", table.path),
            "remove `hand_off`, or `motion`",
        );
    }
    let (onboarding, onboarded_in) =
        inner(table, "onboarding", &ONBOARDING, |inner| Some(onboarding(inner))).unwrap_or_default();
    Habits {
        new_accounts_months: table.item("new_accounts_months").map_or(Months::EVEN, |i| months::read(&i)),
        quarter_end: inner(table, "quarter_end", &QUARTER_END, |inner| quarter_end(inner, contracts)),
        onboarding,
        onboarded_in,
        hand_off,
        poor_hand_off: poor_hand_off(table, motion),
        complexity: table.number("complexity"),
        self_service: table.share("self_service"),
        named_fee: named_fee(table),
        motion,
        activation: inner(table, "activation", &ACTIVATION, |inner| activation::read(inner, leave)),
        growth: inner(table, "growth", &GROWTH, growth),
        wants_human: table.item_of_file("wants_human").and_then(|item| item.share()),
        strategic: table.share("strategic"),
        health_mean: table.item_of_file("health_mean").and_then(|item| item.points(0.0, 100.0)),
    }
}

/// Hand-offs that leave a CSM to find out again what sales knew.
fn poor_hand_off(table: &TableReader<'_>, motion: Motion) -> Option<PoorHandOff> {
    let Some(item) = table.item_of_file("poor_hand_off") else {
        if table.has("hand_off_rework") {
            let message = format!("`{}` has `hand_off_rework`, and no hand-off is poor", table.path);
            table.fail(message, "write poor_hand_off = \"30%\", or remove it");
        }
        return None;
    };
    if motion == Motion::ProductLed {
        item.fail(
            format!("`{}` is product-led and has hand-offs from sales", table.path),
            "remove `poor_hand_off`, or `motion`",
        );
    }
    let share = item.share()?;
    if share <= 0.0 {
        return None;
    }
    Some(PoorHandOff { share, rework: Working::from_hours(table.duration("hand_off_rework").hours()) })
}

/// A fee needs somebody whose contract promises what it is paid for.
fn named_fee(table: &TableReader<'_>) -> Option<f64> {
    let item = table.item("named_fee")?;
    if !table.has("contract_named") || table.share("contract_named") <= 0.0 {
        item.fail(
            format!("`{}` has a fee for named service, and no contract that promises it", table.path),
            "write contract_named = \"10%\" or the share of accounts that pay, or remove named_fee",
        );
    }
    item.money(true)
}

/// Reads an inner table that is there.
fn inner<T>(
    table: &TableReader<'_>,
    key: &str,
    spec: &'static TableSpec,
    read: impl FnOnce(&TableReader<'_>) -> Option<T>,
) -> Option<T> {
    if !table.has(key) {
        return None;
    }
    let node = table.section(key);
    read(&TableReader::new(table.ctx, spec, &table.key_path(key), &node))
}

fn quarter_end(table: &TableReader<'_>, contracts: &[Contract]) -> Option<QuarterEnd> {
    let (share, within) = (table.share("share"), table.duration("within"));
    if within.days() > 90.0
        && let Some(item) = table.item("within")
    {
        item.fail(format!("`{}` is longer than a quarter", item.node.text()), "at most 90 days");
    }
    if !contracts.is_empty() && !contracts.iter().any(Contract::is_of_whole_quarters) {
        table.fail(
            format!("`{}`: no contract of this segment lasts a whole number of quarters", table.path),
            "renewals keep their place in the quarter with terms such as \"3 months\", \"12 months\", \"2 years\"",
        );
    }
    Some(QuarterEnd { share, within })
}

/// The further requests, `None` where nothing is more than usual, and how long onboarding takes.
fn onboarding(table: &TableReader<'_>) -> (Option<Onboarding>, Elapsed) {
    let (duration, request_factor) = (table.duration("duration"), table.number("request_factor"));
    let matters = duration > Elapsed::ZERO && request_factor != 1.0;
    (matters.then_some(Onboarding { duration, request_factor }), duration)
}

fn growth(table: &TableReader<'_>) -> Option<Growth> {
    let (share, factor, over) = (table.share("share"), table.number("factor"), table.positive_duration("over"));
    (share > 0.0 && factor > 1.0).then_some(Growth { share, factor, over })
}
