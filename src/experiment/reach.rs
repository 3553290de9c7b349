//! Rules of coverage that nothing ever reaches, because one before them covers all that they are for.

use super::result::Warning;
use crate::model::{Rule, Scenario, WorkKind};

/// A warning for each design that has such rules.
pub fn warnings<'a>(scenario: &Scenario, designs: impl Iterator<Item = &'a str>) -> Vec<Warning> {
    let found = designs.filter_map(|name| {
        let design = scenario.design(name)?;
        let (late, early) = unreached(&design.rules, &scenario.kinds)?;
        Some(Warning {
            what: format!(
                "{name}: rule {} is never reached, since rule {} covers all that it is for.",
                late + 1,
                early + 1
            ),
            advice: "Put it before the other, or remove it; a team that no other rule names is paid for nothing."
                .to_string(),
        })
    });
    found.collect()
}

/// The first rule that is never reached, and the one that covers all that it is for.
fn unreached(rules: &[Rule], kinds: &[WorkKind]) -> Option<(usize, usize)> {
    let pairs = (0..rules.len()).flat_map(|late| (0..late).map(move |early| (late, early)));
    pairs.into_iter().find(|(late, early)| hides(&rules[*early], &rules[*late], kinds))
}

/// Whether a rule covers, at any time, all that a later one is for.
fn hides(early: &Rule, late: &Rule, kinds: &[WorkKind]) -> bool {
    fn wider<T: PartialEq>(early: &Option<T>, late: &Option<T>) -> bool {
        early.is_none() || early == late
    }
    let covers = |kind: usize| early.classes[kinds[kind].class() as usize] || early.names(kind);
    let named: Vec<usize> = (0..kinds.len()).filter(|kind| late.names(*kind)).collect();
    let work = match late.is_by_name() {
        true => named.into_iter().all(covers),
        false => (0..3).all(|class| early.classes[class] || !late.classes[class]),
    };
    work && early.cap.is_none()
        && early.segments.iter().zip(&late.segments).all(|(early, late)| *early || !*late)
        && early.arr_from <= late.arr_from
        && early.arr_below >= late.arr_below
        && wider(&early.contract_named, &late.contract_named)
        && wider(&early.wants_human, &late.wants_human)
        && wider(&early.vertical, &late.vertical)
        && wider(&early.strategic, &late.strategic)
        && wider(&early.growing, &late.growing)
        && wider(&early.at_risk, &late.at_risk)
        && wider(&early.until, &late.until)
        && wider(&early.stage, &late.stage)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::fixture::scenario;

    fn of(rules: &str) -> Option<(usize, usize)> {
        let scenario = scenario(rules, "", &[("segments.smb.contract_named", "10%")]);
        unreached(&scenario.designs[0].rules, &scenario.kinds)
    }

    #[test]
    fn a_rule_behind_one_that_covers_all_of_it_is_never_reached() {
        for rules in [
            r#"{ named = "t" }, { pooled = "u" }"#,
            r#"{ named = "t" }, { accounts = "mid", work = "planned", pooled = "u" }"#,
            r#"{ arr_from = "$5k", named = "t" }, { arr_from = "$10M", pooled = "u" }, { pooled = "t" }"#,
            r#"{ work = "planned", nobody = true }, { work = "check_in", pooled = "u" }, { pooled = "t" }"#,
            r#"{ work = "check_in", nobody = true }, { work = "check_in", pooled = "u" }, { pooled = "t" }"#,
            r#"{ at_risk = "9 days", named = "t" }, { at_risk = "9 days", work = "triggered", pooled = "u" }, { pooled = "t" }"#,
        ] {
            assert_eq!(of(rules), Some((1, 0)), "{rules}");
        }
    }

    #[test]
    fn a_rule_that_something_may_reach_is_none_of_them() {
        for rules in [
            r#"{ accounts = "mid", named = "t" }, { pooled = "u" }"#,
            r#"{ work = "planned", named = "t" }, { pooled = "u" }"#,
            r#"{ work = "check_in", pooled = "t" }, { work = "planned", pooled = "u" }, { pooled = "t" }"#,
            r#"{ cap = 5, named = "t" }, { pooled = "u" }"#,
            r#"{ until = "90 days", named = "t" }, { pooled = "u" }"#,
            r#"{ at_risk = "9 days", named = "t" }, { at_risk = "30 days", pooled = "u" }, { pooled = "t" }"#,
            r#"{ arr_below = "$5k", named = "t" }, { arr_below = "$9k", pooled = "u" }, { pooled = "t" }"#,
            r#"{ arr_from = "$9k", named = "t" }, { arr_from = "$5k", pooled = "u" }, { pooled = "t" }"#,
            r#"{ contract_named = true, named = "t" }, { accounts = "smb", pooled = "u" }, { pooled = "t" }"#,
        ] {
            assert_eq!(of(rules), None, "{rules}");
        }
    }
}
