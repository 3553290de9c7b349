//! Verticals and skills: each key moves its metric, its neutral value moves nothing, and one pool that prefers a match
//! stands between one pool and a pool for each vertical.

use crate::base::{self, BASE, Set};
use crate::direction::{Row, Way, check_all};
use crate::neutral;
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not. Every skill is had by another number of the four.
const MORE: &str = r#"
[segments.small.verticals]
health = "40%"
finance = "5%"

[incidents.outage]
rate = "6 / year"
share = "20%"
work = "20 min"
respond_within = "4 h"
skill = "wide"

[triggers.low]
score_below = 40
work = "30 min"
skill = "wide"

[teams.csms.skills]
health = 2
finance = 1
wide = 3
rare = 1

[designs.by_vertical]
coverage = [ { vertical = "health", named = "csms" }, { pooled = "csms" } ]
"#;

/// The base with more.
pub static TEXT: LazyLock<String> = LazyLock::new(|| format!("{BASE}\n{MORE}"));

/// Keys and what they move, and what goes with them; seen on [`TEXT`].
#[rustfmt::skip]
pub const SKILLS: &[(Row, Set)] = &[
    (("segments.small.verticals", r#"{ health = "10%" }"#, r#"{ health = "90%" }"#, "pooled", MatchedShare, Down), NO_FINANCE),
    (("requests.question.skill", "wide", "rare", "pooled", MatchedShare, Down), RARE),
    (("incidents.outage.skill", "wide", "rare", "pooled", MatchedShare, Down), RARE),
    (("playbooks.care.skill", "wide", "rare", "pooled", MatchedShare, Down), RARE),
    (("risks.drop.skill", "wide", "rare", "pooled", MatchedShare, Down), ("requests.question.skill", "rare")),
    (("triggers.low.skill", "wide", "rare", "pooled", MatchedShare, Down), RARE),
    (("teams.csms.skills", "{ health = 1, wide = 1 }", r#"{ health = "100%", wide = "75%" }"#, "pooled", MatchedShare, Up), ("", "")),
    (("skills.work_factor", "0.7", "1", "named", Utilization, Up), ("", "")),
    (("skills.save_factor", "0.5", "1.5", "named", CtaOutcomeShare, Up), ("risks.drop.skill", "wide")),
    (("designs.by_vertical.coverage.1.vertical", "finance", "health", "by_vertical", ContinuityShare, Up), ("", "")),
    (("designs.pooled.coverage.1.match", "ignored", "preferred", "pooled", MatchedShare, Up), ("", "")),
    (("designs.pooled.coverage.1.match", "preferred", "1 business day", "pooled", MatchedShare, Up), ("", "")),
    (("designs.pooled.coverage.1.match", "preferred", "required", "pooled", FirstResponseHoursMean, Up), ONLY_HEALTH),
    (("designs.named.coverage.1.match", "ignored", "preferred", "named", MatchedShare, Up), ("", "")),
];
const RARE: Set = ("risks.drop.skill", "rare");
const NO_FINANCE: Set = ("teams.csms.skills", "{ health = 2, wide = 3 }");
const ONLY_HEALTH: Set = ("teams.csms.skills", r#"{ wide = "100%", health = 2, finance = 1 }"#);

#[test]
fn skills_move_what_they_say() {
    for (row, with) in SKILLS {
        let own = (row.0 == "teams.csms.skills" || with.0 == "teams.csms.skills" && with.1.contains("wide = 3"))
            .then_some(("segments.small.verticals", r#"{ health = "40%" }"#));
        let own = own.filter(|own| own.0 != row.0);
        // What nobody calls for is not there.
        let calls = !with.1.contains("rare") && !row.1.contains("rare") && !row.2.contains("rare");
        let skills = ("teams.csms.skills", "{ health = 2, finance = 1, wide = 3 }");
        let skills = (calls && row.0 != skills.0 && with.0 != skills.0).then_some(skills);
        let sets: Vec<Set> = [*with].into_iter().chain(own).chain(skills).filter(|set| !set.0.is_empty()).collect();
        check_all(Path::new("."), &TEXT, &[*row], &sets);
    }
}

/// A match is worth nothing, and nobody looks.
const NOTHING: &[Set] = &[
    ("skills.work_factor", "1"),
    ("skills.save_factor", "1"),
    ("teams.csms.skills", "{ health = 2, wide = 3, finance = 1 }"),
];

fn others() -> Vec<Metric> {
    Metric::ALL.into_iter().filter(|metric| *metric != MatchedShare).collect()
}

/// Values that are as though the key were not there.
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("a match is preferred unless stated", "pooled", SOME, &[SOME[0], ("designs.pooled.coverage.1.match", "preferred")]),
    ("no wait for a match is none", "pooled", SOME, &[SOME[0], ("designs.pooled.coverage.1.match", "0 h")]),
    ("whoever has no skill", "pooled", SOME, &[("teams.csms.skills", "{ health = 2, finance = 1, wide = 3 }"), ("teams.key.skills", "{ health = 0 }")]),
];
const SOME: &[Set] = &[("teams.csms.skills", "{ health = 2, finance = 1, wide = 3 }")];

#[test]
fn neutral_skills_change_nothing() {
    neutral::check(&TEXT, NEUTRAL, &Metric::ALL);
    for design in ["pooled", "named"] {
        let ignored = format!("designs.{design}.coverage.1.match");
        let sets: Vec<Set> = NOTHING.iter().copied().chain([(ignored.as_str(), "ignored")]).collect();
        let with = base::rows(&base::scenario(&TEXT, &sets), design, 3);
        let plain = TEXT
            .replace("skill = \"wide\"\n", "")
            .replace("[segments.small.verticals]\nhealth = \"40%\"\nfinance = \"5%\"\n", "");
        let plain = plain.replace("[teams.csms.skills]\nhealth = 2\nfinance = 1\nwide = 3\nrare = 1\n", "");
        let plain = plain.replace("vertical = \"health\", ", "arr_from = \"$3k\", ");
        let without = base::rows(&base::scenario(&plain, &[]), design, 3);
        assert_eq!(base::first_difference(&without, &with, &others()), None, "{design}");
    }
}

/// The mean of a metric under a design of the shipped scenario.
fn shipped(design: &str, metric: Metric) -> f64 {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/vertical-pools.toml")).unwrap();
    let rows = base::rows(&base::scenario(&text, &[("simulation.length", "52 weeks")]), design, 10);
    rows.groups.iter().map(|groups| groups[0][metric]).sum::<f64>() / rows.groups.len() as f64
}

#[test]
fn a_pool_for_each_vertical_loses_pooling_and_a_pool_that_prefers_a_match_does_not() {
    let [one, split, prefers, waits] = ["one-pool", "pool-per-vertical", "pool-that-prefers", "pool-that-waits"]
        .map(|design| (shipped(design, FirstResponseHoursP90), shipped(design, MatchedShare)));
    assert_eq!(split.1, 1.0);
    assert!(one.1 < prefers.1 && prefers.1 < waits.1, "{one:?} {prefers:?} {waits:?}");
    assert!(split.0 > 1.5 * one.0, "{split:?} {one:?}");
    assert!(prefers.0 < 1.1 * one.0, "{prefers:?} {one:?}");
}
