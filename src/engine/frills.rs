//! Mechanisms that few scenarios use, and the replay without them.
//!
//! A replay is compiled twice: with everything, and for `Plain`, where each question here has the answer "no" before the
//! program runs. A design that uses none of these mechanisms is replayed by the second, which gives the same bits faster:
//! it asks nothing, for every piece of work, about what cannot happen.

use super::observer::Observer;
use super::plan::Plan;
use super::replay::Replay;
use super::state::Item;
use crate::model::{Assign, Origin};

/// Nobody watches, and nothing here is used.
pub(super) struct Plain;

impl Observer for Plain {
    const WATCHES: bool = false;
    const FRILLS: bool = false;
}

impl Plan {
    /// Whether the design uses any of the mechanisms that `Plain` leaves out.
    pub(super) fn has_frills(&self) -> bool {
        let kinds = self.kinds.iter();
        let of_kinds = kinds.clone().any(|kind| {
            let talks = kind.conversation().is_some_and(|talk| !talk.is_plain()) || kind.again_after().is_some();
            talks || matches!(kind.origin, Origin::Trigger { .. })
        });
        of_kinds
            || self.urgent != 0
            || self.limits_wip
            || self.hands_over
            || self.people_move
            || self.paced
            || self.fills
            || self.activates
            || self.briefs
            || self.digital.is_some()
            || self.satisfaction.is_some()
            || self.advocacy
            || !self.programs.is_empty()
            || self.by_name.contains(&true)
            || self.notes.iter().any(Option::is_some)
            || self.hand_off.is_some()
            || self.transition.is_some()
            || self.tiers.is_some()
            || self.skills.is_some()
            || self.overtime
            || !self.at_risk_for.is_empty()
            || self.rules.iter().any(|rule| {
                rule.overflow.is_some()
                    || rule.holds_back
                    || rule.assign != Assign::LongestIdle
                    || rule.sends.contains(&true)
            })
    }
}

impl<O: Observer> Replay<'_, O> {
    /// Lines of work that interrupts, one bit each.
    #[inline(always)]
    pub(super) fn urgent(&self) -> u64 {
        if O::FRILLS { self.plan.urgent } else { 0 }
    }

    /// Whether some team limits open conversations.
    #[inline(always)]
    pub(super) fn limits_wip(&self) -> bool {
        O::FRILLS && self.plan.limits_wip
    }

    /// Whether anybody ever comes or goes.
    #[inline(always)]
    pub(super) fn people_move(&self) -> bool {
        O::FRILLS && self.plan.people_move
    }

    /// Whether a piece of work begins a conversation, or none can go on.
    #[inline(always)]
    pub(super) fn is_first(&self, item: &Item) -> bool {
        !O::FRILLS || item.is_first()
    }

    /// Whether some work under a rule does not reach those who serve it at once.
    #[inline(always)]
    pub(super) fn holds_back(&self, rule: u16) -> bool {
        O::FRILLS && self.plan.rules[usize::from(rule)].holds_back
    }
}
