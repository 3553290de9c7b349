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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fixture::plan;
    use crate::engine::plan::OverflowPlan;
    use crate::time::{Elapsed, Span};

    const POOL: &str = r#"{ pooled = "t" }"#;

    #[test]
    fn each_mechanism_alone_asks_for_the_whole_replay() {
        let plain = plan(POOL, "", &[]);
        assert!(!plain.has_frills());
        let flags: [fn(&mut Plan); 16] = [
            |plan| plan.urgent = 1,
            |plan| plan.limits_wip = true,
            |plan| plan.hands_over = true,
            |plan| plan.people_move = true,
            |plan| plan.paced = true,
            |plan| plan.fills = true,
            |plan| plan.activates = true,
            |plan| plan.briefs = true,
            |plan| plan.advocacy = true,
            |plan| plan.overtime = true,
            |plan| plan.by_name[0] = true,
            |plan| plan.at_risk_for.push(Elapsed::ZERO),
            |plan| {
                plan.rules[0].overflow =
                    Some(OverflowPlan { queue: 0, after: Span::Clock(Elapsed::ZERO), at_once: true })
            },
            |plan| plan.rules[0].holds_back = true,
            |plan| plan.rules[0].assign = Assign::RoundRobin,
            |plan| plan.rules[0].sends = vec![true],
        ];
        for (number, set) in flags.iter().enumerate() {
            let mut plan = plain.clone();
            set(&mut plan);
            assert!(plan.has_frills(), "number {number}");
        }
    }

    #[test]
    fn each_part_of_a_plan_that_is_there_alone_asks_for_it_too() {
        let tables = r#"
[digital]
quality = "60%"
[satisfaction]
usual = 70
[programs.webinar]
team = "t"
every = "1 month"
work = "1 h"
attendance = "10%"
requests = "ask"
answers = "50%"
[requests.hard]
rate = "1 / account / month"
work = "1 h"
respond_within = "1 h"
skill = "tech"
[teams.t.skills]
tech = 1
"#;
        let rich = plan(POOL, tables, &[]);
        let line = r#"{ arr_from = "$4k", named = "t" }, { pooled = "t" }"#;
        let tiers = plan(line, "resegment = { hysteresis = \"10%\" }", &[]);
        let change = "transition = { from = \"e\", at = \"2 weeks\" }\n[designs.e]\ncoverage = [ { named = \"t\" } ]";
        let change = plan(POOL, change, &[("simulation.current", "e")]);
        let parts: [fn(&mut Plan, [&Plan; 3]); 8] = [
            |plan, [rich, ..]| plan.digital = rich.digital,
            |plan, [rich, ..]| plan.satisfaction = rich.satisfaction,
            |plan, [rich, ..]| plan.programs = rich.programs.clone(),
            |plan, [rich, ..]| plan.skills = rich.skills.clone(),
            |plan, _| plan.notes[0] = Some((0.5, Elapsed::ZERO)),
            |plan, [_, tiers, _]| plan.tiers = tiers.tiers.clone(),
            |plan, [_, _, change]| plan.hand_off = change.hand_off,
            |plan, [_, _, change]| plan.transition = change.transition,
        ];
        for (number, set) in parts.iter().enumerate() {
            let mut plan = plan(POOL, "", &[]);
            set(&mut plan, [&rich, &tiers, &change]);
            assert!(plan.has_frills(), "number {number}");
        }
    }

    #[test]
    fn conversations_repeated_requests_and_triggers_ask_for_it() {
        let with = |more: &str| plan(POOL, more, &[]).has_frills();
        assert!(with("[requests.ask.follow_ups.back]\nshare = \"20%\"\nafter = \"2 h\"\nwork = \"30 min\""));
        assert!(with("[requests.again]\nagain_after = \"2 h\"\nwork = \"30 min\"\nrespond_within = \"4 h\""));
        assert!(with("[triggers.alarm]\nscore_below = 50\nwork = \"1 h\"\n[health]\nmemory = \"30 days\""));
        assert!(!with("[risks.drop]\nrate = \"0.1 / account / year\"\nwork = \"6 min\""));
    }
}
