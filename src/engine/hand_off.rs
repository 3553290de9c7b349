//! What a hand-off does, ready to run.

use crate::model::work::Schedule;
use crate::model::{HandOff, Origin, WorkKind};
use crate::time::Working;

/// What a hand-off does.
#[derive(Clone, Copy, Debug)]
pub(super) struct HandOffPlan {
    /// Share of attachment that is kept.
    pub kept: f32,
    /// Work of each of the two parties.
    pub work: Working,
    /// Kinds of that work, for whoever leaves the account and whoever takes it over.
    pub farewell: u16,
    pub welcome: u16,
}

impl HandOffPlan {
    pub(super) fn new(hand_off: &HandOff, kinds: &[WorkKind]) -> HandOffPlan {
        let number = |wanted: Schedule| {
            let found = |kind: &WorkKind| matches!(kind.origin, Origin::Step { schedule, .. } if schedule == wanted);
            kinds.iter().position(found).map_or(u16::MAX, |kind| kind as u16)
        };
        HandOffPlan {
            kept: hand_off.kept() as f32,
            work: Working::from_hours(hand_off.hours()),
            farewell: number(Schedule::Farewell),
            welcome: number(Schedule::Welcome),
        }
    }
}
