//! `summary.json` and `manifest.json`: keys that scripts may rely on.

use crate::engine::Metric;
use crate::experiment::validation::{BAND, Extent, Line, PRECISION, Validation};
use crate::experiment::{Comparison, DesignResult, DifferenceGroup, Group, Sweep, Warning};
use crate::model::Scenario;
use crate::statistics::{Estimate, PairedDifference};
use serde_json::{Map, Value, json};

/// The summary of a comparison. What is not defined becomes `null`.
pub fn summary(c: &Comparison) -> Value {
    let mut summary = head(&c.scenario);
    summary.insert("baseline".into(), json!(c.designs.get(c.baseline).map(|d| &d.name)));
    summary.insert("designs".into(), c.designs.iter().map(design).collect());
    summary.insert("differences".into(), differences(c));
    summary.insert("trades".into(), trades(c));
    summary.insert("frontier".into(), frontier(c));
    summary.insert("passages".into(), passages(c));
    summary.insert("assumptions".into(), assumptions(&c.scenario));
    summary.insert("warnings".into(), warnings(&c.warnings));
    summary.insert("anchors".into(), anchors(c));
    summary.insert("spreadsheet".into(), spreadsheet(c));
    summary.insert("verdict".into(), json!(c.verdict));
    Value::Object(summary)
}

/// The summary of a sweep: one entry for each grid point.
pub fn sweep_summary(s: &Sweep) -> Value {
    let mut summary = head(&s.scenario);
    let paths = s.paths.iter().zip(&s.today).map(|(path, today)| json!({ "path": path, "today": today }));
    summary.insert("paths".into(), paths.collect());
    let points = s.points.iter().map(
        |point| json!({ "values": point.values, "designs": point.designs.iter().map(design).collect::<Vec<_>>() }),
    );
    summary.insert("points".into(), points.collect());
    summary.insert("assumptions".into(), assumptions(&s.scenario));
    summary.insert("warnings".into(), warnings(&s.warnings));
    Value::Object(summary)
}

/// The engine against theory: one entry for each check.
pub fn validation(v: &Validation) -> Value {
    let check = |line: &Line| {
        json!({
            "family": line.family,
            "case": line.case,
            "quantity": line.check.quantity,
            "source": line.check.source,
            "theory": line.check.theory,
            "simulated": { "mean": line.simulated.mean, "std_error": line.simulated.std_error, "n": line.simulated.n },
            "distance_std_errors": line.distance(),
            "verdict": line.verdict.name().to_lowercase(),
        })
    };
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "seed": v.seed,
        "full": v.extent == Extent::Full,
        "allowed_distance_std_errors": BAND,
        "largest_relative_std_error": PRECISION,
        "holds": v.holds(),
        "checks": v.lines.iter().map(check).collect::<Vec<_>>(),
    })
}

/// Everything needed to repeat a result, and the mark by which a folder is known to hold one.
pub fn manifest(scenario: &Scenario, kind: &str, command_line: &str) -> Value {
    json!({
        "program": "caseload",
        "version": env!("CARGO_PKG_VERSION"),
        "kind": kind,
        "scenario": scenario.title,
        "scenario_hash": scenario.hash,
        "seed": scenario.simulation.seed,
        "replications": scenario.simulation.replications,
        "level": scenario.simulation.level,
        "start": scenario.simulation.start.to_string(),
        "time_zones": "bundled IANA database",
        "command_line": command_line,
    })
}

fn head(scenario: &Scenario) -> Map<String, Value> {
    let mut head = Map::new();
    head.insert("version".into(), json!(env!("CARGO_PKG_VERSION")));
    head.insert("scenario".into(), json!(scenario.title));
    head.insert("scenario_hash".into(), json!(scenario.hash));
    head.insert("seed".into(), json!(scenario.simulation.seed));
    head.insert("replications".into(), json!(scenario.simulation.replications));
    head.insert("level".into(), json!(scenario.simulation.level));
    head
}

fn design(design: &DesignResult) -> Value {
    json!({
        "name": design.name,
        "segments": groups(&design.groups),
        "teams": groups(&design.teams),
    })
}

fn groups(groups: &[Group]) -> Value {
    let metrics = |group: &Group| group.metrics.iter().map(|(m, e)| (key(*m), estimate(e))).collect::<Map<_, _>>();
    groups.iter().map(|group| (group.name.clone(), Value::Object(metrics(group)))).collect::<Map<_, _>>().into()
}

fn differences(c: &Comparison) -> Value {
    let name = |index: usize| c.designs.get(index).map(|d| d.name.as_str());
    let segments = |groups: &[DifferenceGroup]| {
        let metrics = |g: &DifferenceGroup| g.metrics.iter().map(|(m, d)| (key(*m), paired(d))).collect::<Map<_, _>>();
        groups.iter().map(|g| (g.name.clone(), Value::Object(metrics(g)))).collect::<Map<_, _>>()
    };
    let one = |difference: &crate::experiment::Difference| {
        json!({
            "design": name(difference.design),
            "baseline": name(c.baseline),
            "segments": segments(&difference.groups),
        })
    };
    c.differences.iter().map(one).collect()
}

/// Cost, ARR and what both come to, of each design against the baseline.
fn trades(c: &Comparison) -> Value {
    let name = |index: usize| c.designs.get(index).map(|d| d.name.as_str());
    let one = |difference: &crate::experiment::Difference| {
        let trade = difference.trade.as_ref()?;
        Some(json!({
            "design": name(difference.design),
            "baseline": name(c.baseline),
            "margin": c.scenario.worth.margin,
            "arr_counts_for_years": c.scenario.worth.years,
            "cost_annual": estimate(&trade.cost),
            "arr_annual": estimate(&trade.arr),
            "net_annual": estimate(&trade.net),
            "break_even_years": trade.break_even_years(c.scenario.worth.margin),
        }))
    };
    c.differences.iter().filter_map(one).collect()
}

/// How service falls after a change, and when it is back.
fn passages(c: &Comparison) -> Value {
    let dip = |dip: &crate::experiment::Dip| {
        json!({
            "metric": dip.of.name(),
            "worst": dip.worst,
            "reference": dip.reference,
            "depth": estimate(&dip.depth),
            "first_week": dip.week,
            "weeks_until_back": dip.back,
            "weeks_until_back_soonest": dip.back_soonest,
            "weeks_until_back_latest": dip.back_latest,
            "later": dip.later,
            "clear": dip.is_clear(),
        })
    };
    let one = |passage: &crate::experiment::Passage| {
        json!({
            "design": c.designs.get(passage.design).map(|d| &d.name),
            "week": passage.at_week,
            "by_renewal": passage.by_renewal,
            "dips": passage.dips.iter().map(dip).collect::<Vec<_>>(),
        })
    };
    c.passages.iter().map(one).collect()
}

fn key(metric: Metric) -> String {
    metric.name().to_string()
}

fn estimate(e: &Estimate) -> Value {
    json!({ "mean": e.mean, "std_error": e.std_error, "low": e.low, "high": e.high, "n": e.n })
}

fn paired(difference: &PairedDifference) -> Value {
    let mut value = estimate(&difference.estimate);
    value["variance_ratio"] = json!(difference.variance_ratio);
    value
}

fn assumptions(scenario: &Scenario) -> Value {
    let one = |a: &crate::model::Assumption| json!({ "key": a.key, "value": a.value, "grade": a.grade.letter(), "source": a.source });
    scenario.assumptions.iter().map(one).collect()
}

fn warnings(warnings: &[Warning]) -> Value {
    warnings.iter().map(|w| json!({ "what": w.what, "advice": w.advice })).collect()
}

/// Which designs are on the frontier of cost and revenue, and which others dominate the rest.
fn frontier(c: &Comparison) -> Value {
    let name = |design: usize| c.designs.get(design).map(|d| &d.name);
    let all = crate::experiment::frontier::dominated_by(c);
    let one = |(design, by): (usize, &Option<usize>)| {
        let (design, by_whom) = (name(design), by.and_then(name));
        json!({ "design": design, "on_frontier": by.is_none(), "dominated_by": by_whom })
    };
    all.iter().enumerate().map(one).collect()
}

fn anchors(c: &Comparison) -> Value {
    let one = |a: &crate::experiment::Anchor| json!({ "segment": a.segment, "stated": a.stated, "reached": estimate(&a.reached) });
    c.anchors.iter().map(one).collect()
}

fn spreadsheet(c: &Comparison) -> Value {
    let rows = c.designs.iter().flat_map(|design| design.spreadsheet.iter().map(move |row| (design, row)));
    let one = |(design, row): (&DesignResult, &crate::experiment::SpreadsheetRow)| {
        json!({
            "design": design.name,
            "team": row.team,
            "csms": row.csms,
            "by_two_million": row.by_two_million,
            "by_ratio": super::bands::csms_by_ratio(row),
            "by_hours": row.by_hours,
            "offered_load": row.offered_load,
            "accounts_per_csm": row.accounts_per_csm,
            "arr_per_csm": row.arr_per_csm,
        })
    };
    rows.map(one).collect()
}
