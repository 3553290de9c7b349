//! What `caseload check` says of signs that are watched.

use super::check::length;
use super::hiring::over;
use crate::experiment::wording::percent;
use crate::model::activation::Reviewed;
use crate::model::health::Condition;
use crate::model::work::{Origin, WorkKind};
use crate::model::{Scenario, Segment};

/// A trigger: how often it is right, and what acting on it brings.
pub fn trigger(kind: &WorkKind) -> String {
    let (Origin::Trigger { trigger, .. }, Some(play)) = (&kind.origin, kind.origin.play()) else {
        return String::new();
    };
    if trigger.sign.is_of_answers() {
        return format!(
            "how many there are depends on how a design answers, so none are counted here; all are true; a play within {} that \
             is answered, as {} are, restores {} points",
            length(play.window),
            percent(play.response),
            trigger.restores
        );
    }
    let (what, does) = if kind.is_of_expansion() { ("talk", "wins") } else { ("play", "saves") };
    format!(
        "{} of these alarms are true; a {what} at once {does} {} of those, one at the end of the {} {does} {}, {} answer",
        percent(trigger.precision()),
        percent(play.save_at_once),
        length(play.window),
        percent(play.save_at_end),
        percent(play.response)
    )
}

/// A condition on what is seen of an account.
pub fn condition(condition: &Condition) -> String {
    let score = condition.score.map(|of| {
        let side = if of.below { "" } else { "not " };
        format!("the score is {side}below {}", of.score)
    });
    let licences = condition.licences_over.map(|over| format!("more than {over}% of the licences are in use"));
    score.into_iter().chain(licences).collect::<Vec<_>>().join(" or ")
}

/// A condition on what the last review of activation found.
pub fn reviewed(kind: &WorkKind) -> String {
    let Origin::Step { reviewed: Some(Reviewed { share, below }), .. } = kind.origin else { return String::new() };
    let while_fewer = format!("fewer than {} were activated in time at the last review", percent(share));
    if below {
        format!(", only while {while_fewer} (counted as if always)")
    } else {
        format!(", but not while {while_fewer}")
    }
}

/// When activation in a segment is reviewed, where a step looks at that.
pub fn reviews(scenario: &Scenario, segment: &Segment) -> Option<String> {
    let index = scenario.segments.iter().position(|other| other.name == segment.name)?;
    let activation = segment.habits.activation?;
    scenario.kinds.iter().any(|kind| kind.segments[index] && kind.is_reviewed()).then(|| {
        let (every, back) = (length(activation.review), over(activation.review, activation.review_over));
        format!("activation reviewed every {every} over the last {back}")
    })
}
