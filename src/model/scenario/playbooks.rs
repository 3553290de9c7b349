//! Reads playbooks: steps of the file, or those of a playbook of the field.

use super::distributions::{self, Of};
use super::keys::{STEP, TableSpec};
use super::reader::{Context, TableReader};
use super::tree::{self, Node};
use super::{ramps, reviews, segments, skills};
use crate::distribution::Distribution;
use crate::model::activation::Reviewed;
use crate::model::digital::{Digital, Sending};
use crate::model::health::{Condition, ScoreCondition};
use crate::model::work::{Origin, Schedule, WorkKind, is_part_of};
use crate::model::{Ramp, Segment};
use crate::time::MINUTE;

/// The touches of playbooks of the field. When they come, and whether a program sends them, is what practitioners write;
/// the work content is their figures for accounts between small and mid-market.
fn preset(name: &str) -> &'static str {
    match name {
        "onboarding" => {
            r#"
steps = [
  { after_start = "0 days", work = "5 min", digital = true },
  { after_start = "3 days", work = "5 min", digital = true },
  { after_start = "7 days", work = "5 min", digital = true },
  { after_start = "14 days", work = "45 min" },
]"#
        }
        "adoption" => {
            r#"
steps = [
  { every = "1 month", work = "5 min", digital = true },
  { every = "6 months", work = "30 min" },
]"#
        }
        "check_in" => r#"steps = [ { every = "3 months", work = "30 min" } ]"#,
        "business_review" => {
            r#"steps = [ { every = "6 months", work = "3 h", due_in = "14 days", expires = "60 days" } ]"#
        }
        "renewal" => {
            r#"
steps = [
  { before_renewal = "90 days", work = "5 min", digital = true },
  { before_renewal = "60 days", work = "45 min" },
  { before_renewal = "30 days", work = "5 min", digital = true },
]"#
        }
        _ => r#"steps = [ { every = "12 months", work = "20 min", expires = "90 days" } ]"#,
    }
}

/// What steps refer to.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The segments.
    pub segments: &'a [Segment],
    /// Whether there is a score.
    pub health: bool,
    /// What touches that programs send do.
    pub digital: Option<Digital>,
    /// Playbooks and steps that some design lets a program send.
    pub automated: &'a [String],
}

/// Reads one `[playbooks.NAME]`.
pub fn read(
    ctx: &Context,
    spec: &'static TableSpec,
    path: &str,
    name: &str,
    node: &Node,
    around: Around<'_>,
) -> Vec<WorkKind> {
    let table = TableReader::new(ctx, spec, path, node);
    let chosen = segments::selection(table.item("segments"), around.segments);
    let priority = u8::try_from(table.count("priority")).unwrap_or(u8::MAX);
    let learning = table.item("work_over_time").and_then(|item| ramps::share(&item)).unwrap_or(Ramp::constant(1.0));
    let skill = skills::of_work(&table);
    let mut kinds = Vec::new();
    let of_field =
        if table.has("preset") { table.choice("preset").map(|name| tree::parse(preset(name))) } else { None };
    let steps: Vec<&Node> = match (&of_field, table.has("preset") && table.has("steps")) {
        (_, true) => {
            table.fail(format!("`{path}` has both `preset` and `steps`"), "keep one: a preset brings its own steps");
            return kinds;
        }
        (Some(Ok(field)), _) => match field.get("steps").map(|node| &node.value) {
            Some(tree::Value::Array(steps)) => steps.iter().collect(),
            _ => Vec::new(),
        },
        _ if table.has("preset") => Vec::new(),
        _ if !table.has("steps") => {
            table.fail(format!("`{path}` has no `steps`"), "add steps, or a preset such as preset = \"check_in\"");
            return kinds;
        }
        _ => table.list("steps"),
    };
    for (index, node) in steps.into_iter().enumerate() {
        let step = TableReader::new(ctx, &STEP, &format!("{path}.steps.{}", index + 1), node);
        for (name, origin, work) in step_kinds(&step, &format!("{name}.{}", index + 1), learning, around) {
            kinds.push(WorkKind { name, segments: chosen.clone(), work, priority, skill, origin });
        }
    }
    kinds
}

/// What a step comes to: one kind of work, or two where a CSM steps in for a program.
fn step_kinds(
    step: &TableReader<'_>,
    name: &str,
    learning: Ramp,
    around: Around<'_>,
) -> Vec<(String, Origin, Distribution)> {
    let work = step.item("work").and_then(|i| distributions::read(&i, Of::Work));
    let work = work.unwrap_or_else(|| Distribution::constant(1.0).expect("one is a valid constant"));
    let due_in = step.duration("due_in");
    let expires = step.item("expires").and_then(|i| if i.is_word("never") { None } else { i.duration() });
    let digital = step.flag("digital").unwrap_or(false);
    let steps_in = threshold(step, "human_if_score_below", around.health);
    let only_if = threshold(step, "only_if_score_below", around.health);
    let above = threshold(step, "only_if_score_above", around.health);
    let licences_over =
        step.item_of_file("only_if_licences_over").and_then(|item| item.share()).map(|part| 100.0 * part);
    let seen = steps_in.or(only_if).or(above).or(licences_over).is_some();
    let review = reviews::of_step(step, digital, seen);
    let by_review = review.is_some_and(|(_, human)| human);
    let human = !digital || steps_in.is_some() || by_review;
    let response = if human { step.share("response") } else { 1.0 };
    if !human
        && around.digital.is_none()
        && let Some(item) = step.item_of_file("response")
    {
        item.fail(
            format!("`{}` is digital and has a `response`", step.path),
            "nobody waits for an answer to what a program sends: remove `response`, or add a table [digital]",
        );
    }
    let named = |other: &String| other == "all" || is_part_of(name, other);
    let sent = digital || around.automated.iter().any(named);
    let mut sending = sending(step, around.digital, sent, !human);
    sending.advocacy = step.flag("advocacy").unwrap_or(false);
    sending.lifts = lifts(step, around, sent);
    if !digital && let Some(item) = step.item_of_file("human_if_score_below") {
        item.fail(format!("`{}` is not digital and has `human_if_score_below`", step.path), "add digital = true");
    }
    if [steps_in, only_if, above].iter().flatten().count() > 1 {
        step.fail(
            format!("`{}` has two conditions on the score", step.path),
            "keep one of only_if_score_below, only_if_score_above, human_if_score_below",
        );
    }
    if let (Some(_), Some(_)) = (steps_in, licences_over) {
        step.fail(
            format!("`{}` has human_if_score_below and only_if_licences_over", step.path),
            "keep one, or write two steps",
        );
    }
    let Some(schedule) = schedule(step) else { return Vec::new() };
    let one = |digital: bool, response: f64, score: Option<(f64, bool, bool)>, below: bool| {
        let reviewed = review.map(|(share, _)| Reviewed { share, below });
        let score = score.map(|(score, below, unread)| ScoreCondition { score, below, unread });
        let condition = Condition { score, licences_over, share: Vec::new() };
        let condition = (score.is_some() || licences_over.is_some()).then(|| Box::new(condition));
        Origin::Step { schedule, due_in, expires, digital, response, sending, learning, condition, reviewed }
    };
    match (steps_in, only_if) {
        (Some(score), _) if digital => vec![
            (name.to_string(), one(true, 1.0, Some((score, false, true)), true), work.clone()),
            (format!("{name}.human"), one(false, response, Some((score, true, false)), true), work),
        ],
        _ if by_review && digital => vec![
            (name.to_string(), one(true, 1.0, None, false), work.clone()),
            (format!("{name}.human"), one(false, response, None, true), work),
        ],
        (_, only_if) => {
            let below = only_if.map(|score| (score, true, true));
            let condition = below.or(above.map(|score| (score, false, false)));
            vec![(name.to_string(), one(digital, response, condition, true), work)]
        }
    }
}

/// What a step is where a program sends it; `sent`: some design lets one; `always`: in every case, so
/// that a stated response is that.
fn sending(step: &TableReader<'_>, digital: Option<Digital>, sent: bool, always: bool) -> Sending {
    let human_only = step.flag("human_only").unwrap_or(false);
    let quality = step.item_of_file("quality");
    if let (Some(item), false) = (&quality, sent) {
        item.fail(
            format!("`{}` has a `quality`, and no program sends it", step.path),
            "remove it, or write digital = true here or the playbook in `digital` of a rule of coverage",
        );
    }
    let Some(digital) = digital else {
        if let Some(item) = quality {
            item.fail(
                format!("`{}` has a `quality`, and digital touches do nothing", step.path),
                "add a table [digital]",
            );
        }
        return Sending { human_only, ..Sending::default() };
    };
    let response = step.item_of_file("response").filter(|_| always).and_then(|item| item.share());
    Sending {
        quality: quality.and_then(|item| item.share()).unwrap_or(digital.quality),
        response: response.unwrap_or(digital.response),
        human_only,
        ..Sending::default()
    }
}

/// By how much a program lifts health with a step.
fn lifts(step: &TableReader<'_>, around: Around<'_>, sent: bool) -> f64 {
    let Some(item) = step.item_of_file("lifts") else { return 0.0 };
    let refuse = |what: &str, help: &str| item.fail(format!("`{}` lifts health, and {what}", step.path), help);
    if !sent {
        refuse("no program sends it", "write digital = true here, or the playbook in `digital` of a rule of coverage");
    } else if around.digital.is_none() {
        refuse("digital touches do nothing", "add a table [digital]");
    } else if !around.health {
        refuse("there is none", "add a table [health]");
    }
    item.points(0.0, 100.0).unwrap_or(0.0)
}

/// A threshold on the score, which there must be.
fn threshold(step: &TableReader<'_>, key: &str, health: bool) -> Option<f64> {
    let item = step.item_of_file(key)?;
    if !health {
        item.fail(format!("`{}` asks for a score, and there is none", step.path), "add a table [health]");
    }
    item.points(0.0, 100.0)
}

fn schedule(step: &TableReader<'_>) -> Option<Schedule> {
    let given: Vec<&str> = ["every", "before_renewal", "after_start"].into_iter().filter(|k| step.has(k)).collect();
    match given[..] {
        ["every"] => {
            let period = step.positive_duration("every");
            if period.ms() < MINUTE {
                step.fail(format!("`{}` comes more than once a minute", step.path), "write every = \"1 month\"");
            }
            Some(Schedule::Every(period))
        }
        ["before_renewal"] => Some(Schedule::BeforeRenewal(step.duration("before_renewal"))),
        ["after_start"] => Some(Schedule::AfterStart(step.duration("after_start"))),
        [] => {
            step.fail(format!("`{}` does not say when", step.path), "give one of every, before_renewal, after_start");
            None
        }
        _ => {
            step.fail(
                format!("`{}` says when in {} ways: {}", step.path, given.len(), given.join(", ")),
                "keep exactly one of every, before_renewal, after_start",
            );
            None
        }
    }
}
