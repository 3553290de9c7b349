//! Moments that only a person may keep, and that a design leaves to a program or to nobody.

use super::result::Warning;
use super::wording::list;
use crate::model::{Class, Design, Scenario, WorkKind};

/// The `human_only` steps that no person does under some rule of a design, by name.
pub fn lost(scenario: &Scenario, design: &Design) -> Vec<String> {
    let only = |kind: &&WorkKind| kind.sending().is_some_and(|sending| sending.human_only);
    let lost = |kind: &&WorkKind| {
        design.rules.iter().any(|rule| {
            let covers = |segment: usize| rule.segments[segment] && kind.segments[segment];
            let named = rule.named_work.iter().any(|name| kind.belongs_to(name));
            let planned = rule.classes[Class::Planned as usize] || named;
            let leaves_out = planned && (rule.nobody || rule.sends(kind));
            (leaves_out || kind.is_digital()) && (0..scenario.segments.len()).any(covers)
        })
    };
    scenario.kinds.iter().filter(only).filter(lost).map(|kind| kind.name.clone()).collect()
}

/// A warning for each of these designs that leaves such steps to programs or nobody.
pub fn warnings<'a>(scenario: &Scenario, designs: impl Iterator<Item = &'a str>) -> Vec<Warning> {
    let found = designs.filter_map(|name| {
        let design = scenario.designs.iter().find(|design| design.name == name)?;
        let lost = lost(scenario, design);
        (!lost.is_empty()).then(|| Warning {
            what: format!("{name}: {} is for people only, and a program or nobody does it.", list(&lost)),
            advice: format!(
                "Each time multiplies the odds of churn by {} (outcomes.automated_moment); give the step to a team.",
                scenario.outcomes.automated_moment
            ),
        })
    });
    found.collect()
}
