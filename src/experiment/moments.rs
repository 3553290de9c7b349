//! Moments that only a person may keep, and other planned work, that a design leaves to a program or to nobody.

use super::result::Warning;
use super::wording::list;
use crate::model::{Class, Design, Rule, Scenario, WorkKind};

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
        let design = scenario.design(name)?;
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

/// Whether some rule leaves planned work to nobody.
fn leaves_planned(scenario: &Scenario, design: &Design) -> bool {
    let planned = |kind: &usize| scenario.kinds[*kind].class() == Class::Planned;
    let names = |rule: &Rule| (0..scenario.kinds.len()).filter(planned).any(|kind| rule.names(kind));
    design.rules.iter().any(|rule| rule.nobody && (rule.classes[Class::Planned as usize] || names(rule)))
}

/// A warning where some of these designs leave planned work to nobody and today's does not: such work is not missed.
pub fn left_to_nobody<'a>(scenario: &Scenario, designs: impl Iterator<Item = &'a str>) -> Option<Warning> {
    let today = &scenario.designs[scenario.current];
    let churns = scenario.segments.iter().any(|segment| segment.churn.is_some());
    if leaves_planned(scenario, today) || !churns {
        return None;
    }
    let of_name = |name: &&str| scenario.design(name).is_some_and(|design| leaves_planned(scenario, design));
    let names: Vec<String> = designs.filter(of_name).map(str::to_string).collect();
    let verb = if names.len() == 1 { "leaves" } else { "leave" };
    (!names.is_empty()).then(|| Warning {
        what: format!("{} {verb} planned work to nobody, which counts as no missed touch.", list(&names)),
        advice:
            "Churn there sees only the attachment that such work no longer brings; if it did more for customers, the \
                 design is worse than it looks."
                .to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::scenario;

    fn warned(today: &str, other: &str, churn: &[(&str, &str)]) -> Option<String> {
        let design = format!("[designs.other]\ncoverage = [ {other}, {{ pooled = \"t\" }} ]");
        let changes = [&[("simulation.current", "d")], churn].concat();
        let scenario = scenario(&format!(r#"{today}, {{ pooled = "t" }}"#), &design, &changes);
        left_to_nobody(&scenario, ["d", "other"].into_iter()).map(|warning| warning.what)
    }

    #[test]
    fn planned_work_that_only_another_design_leaves_to_nobody_is_told() {
        let (churn, all) = ([("segments.smb.churn", "20% / year")], r#"{ accounts = "smb", pooled = "t" }"#);
        let told = Some("other leaves planned work to nobody, which counts as no missed touch.".to_string());
        for other in [r#"{ work = "planned", nobody = true }"#, r#"{ work = "check_in", nobody = true }"#] {
            assert_eq!(warned(all, other, &churn), told);
            assert_eq!(warned(other, other, &churn), None, "as today");
            assert_eq!(warned(all, other, &[]), None, "nobody leaves");
        }
        for other in [r#"{ work = "triggered", nobody = true }"#, r#"{ work = "drop", nobody = true }"#] {
            assert_eq!(warned(all, other, &churn), None);
        }
    }
}
