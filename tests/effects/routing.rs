//! Routing and conversations: each key moves its metric, its neutral value moves nothing, and the ways to give out work
//! stand in their known order.

use crate::base::{self, BASE, Set};
use crate::direction::{Row, Way, check_all};
use crate::neutral;
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use caseload::statistics::PairedDifference;
use std::path::Path;
use std::sync::LazyLock;

/// What the base has not: customers who come back, help from another team, work given out as it comes.
const MORE: &str = r#"
[requests.question.follow_ups.pending]
share = "27%"
after = { exponential = "2 days" }
work = "20 min"

[designs.helped]
coverage = [ { named = "csms", backup_after = "never", overflow = { team = "key", after = "4 business hours" } } ]

[designs.inbox]
coverage = [ { pooled = "csms", triage = { every = "4 business hours" } } ]

[designs.given]
coverage = [ { pooled = "csms", assign = "round_robin" } ]
"#;

/// The base with more.
pub static TEXT: LazyLock<String> = LazyLock::new(|| format!("{BASE}\n{MORE}"));

/// Keys and what they move; seen on [`TEXT`].
#[rustfmt::skip]
pub const ROUTING: &[Row] = &[
    ("requests.question.gives_up", "365 days", "4 h", "alone", AbandonedShare, Up),
    ("requests.question.follow_ups.pending.share", "10%", "40%", "named", InteractionsPerRequest, Up),
    ("requests.question.follow_ups.pending.share", "10%", "40%", "named", Utilization, Up),
    ("requests.question.follow_ups.pending.after", "1 h", "5 days", "named", ResolutionCalendarHoursMean, Up),
    ("requests.question.follow_ups.pending.work", "5 min", "40 min", "named", Utilization, Up),
    ("requests.question.follow_ups.pending.to_handler_for", "0 h", "3 business days", "pooled", ContinuityShare, Up),
    ("designs.pooled.coverage.1.assign", "longest_idle", "random", "pooled", FirstResponseHoursMean, Up),
    ("designs.helped.coverage.1.overflow.after", "1 business hour", "3 business days", "helped", FirstResponseHoursMean, Up),
    ("designs.helped.coverage.1.overflow.team", "key", "csms", "helped", FirstResponseHoursMean, Up),
    ("teams.csms.wip_limit", "20", "1", "pooled", FirstResponseHoursMean, Up),
    ("designs.inbox.coverage.1.triage.every", "1 business hour", "8 business hours", "inbox", FirstResponseHoursMean, Up),
    ("designs.inbox.coverage.1.triage.work", "0 min", "20 min", "inbox", Utilization, Up),
    ("context.documentation.from", "0%", "90%", "pooled", Utilization, Down),
    ("context.documentation.to", "0%", "90%", "pooled", Utilization, Down),
    ("context.documentation.over", "1 month", "10 years", "pooled", Utilization, Up),
];

#[test]
fn routing_moves_what_it_says() {
    let own = |row: &&Row| row.0 == "designs.helped.coverage.1.overflow.team";
    let ramp = |row: &&Row| row.0.starts_with("context.documentation.");
    let plain: Vec<Row> = ROUTING.iter().filter(|row| !own(row) && !ramp(row)).copied().collect();
    check_all(Path::new("."), &TEXT, &plain, &[]);
    let ramps: Vec<Row> = ROUTING.iter().filter(ramp).copied().collect();
    check_all(
        Path::new("."),
        &TEXT,
        &ramps,
        &[("context.documentation", r#"{ from = "0%", to = "60%", over = "12 months" }"#)],
    );
    // Which team helps: one with people in it, or one that nobody has staffed enough to matter.
    let (few, many) = (("teams.key.csms", "1"), ("teams.key.csms", "8"));
    let wait = |set: Set| mean(&base::rows(&base::scenario(&TEXT, &[set]), "helped", 10), FirstResponseHoursMean);
    assert!(wait(few) > wait(many));
}

fn mean(rows: &caseload::experiment::replications::Rows, metric: Metric) -> f64 {
    rows.groups.iter().map(|groups| groups[0][metric]).sum::<f64>() / rows.groups.len() as f64
}

/// Values that are as though the key were not there; seen on the text with more.
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("whoever is idle longest takes it", "pooled", &[], &[("designs.pooled.coverage.1.assign", "longest_idle")]),
    ("nobody gives up within a hundred years", "named", &[], &[("requests.question.gives_up", "36500 days")]),
    ("no wait for a handler is none", "pooled", &[], &[("requests.question.follow_ups.pending.to_handler_for", "0 h")]),
    ("who never comes back takes no further work", "pooled",
        &[("requests.question.follow_ups.pending.share", "0%")],
        &[("requests.question.follow_ups.pending.share", "0%"), ("requests.question.follow_ups.pending.work", "9 h")]),
    ("a named CSM has every interaction", "named", &[], &[("requests.question.follow_ups.pending.to_handler_for", "2 days")]),
    ("a ramp of documentation to where it began", "pooled", &[("context.documentation", "40%")],
        &[("context.documentation", r#"{ from = "40%", to = "40%", over = "3 months" }"#)]),
    ("a limit that nobody reaches is none", "pooled", &[], &[("teams.csms.wip_limit", "100000")]),
    ("sorting that takes no time takes none", "inbox", &[], &[("designs.inbox.coverage.1.triage.work", "0 min")]),
    ("help that comes too late is none", "helped",
        &[("designs.helped.coverage.1.overflow.after", "4000 days")], &[("designs.helped.coverage.1.overflow.after", "5000 days")]),
];

#[test]
fn neutral_routing_changes_nothing() {
    neutral::check(&TEXT, NEUTRAL, &Metric::ALL);
}

#[test]
fn an_inbox_that_is_sorted_at_once_is_a_plain_pool() {
    let scenario = base::scenario(&TEXT, &[("designs.inbox.coverage.1.triage.every", "0 h")]);
    let (inbox, pooled) = (base::rows(&scenario, "inbox", 3), base::rows(&scenario, "pooled", 3));
    assert_eq!(base::first_difference(&inbox, &pooled, &Metric::ALL), None);
}

#[test]
fn customers_who_never_come_back_are_as_none() {
    let side = |text: &str, sets: &[Set]| base::rows(&base::scenario(text, sets), "pooled", 3);
    let difference = base::first_difference(
        &side(BASE, &[]),
        &side(&TEXT, &[("requests.question.follow_ups.pending.share", "0%")]),
        &Metric::ALL,
    );
    assert_eq!(difference, None);
}

#[test]
fn who_renews_soon_or_risks_much_is_answered_first() {
    // The first segment renews every three months and the second every year; the second pays ten times as much.
    let waits = |discipline: &str, segment: usize| -> Vec<f64> {
        let scenario = base::scenario(&TEXT, &[("teams.csms.discipline", discipline), ("demand.load", "1.3")]);
        let rows = base::rows(&scenario, "pooled", 20);
        rows.groups.iter().map(|groups| groups[segment][FirstResponseHoursMean]).collect()
    };
    for (discipline, first, last) in [("soonest_renewal", 1, 2), ("arr_at_risk", 2, 1)] {
        let gain = |segment: usize| {
            PairedDifference::from_pairs(&waits("first_come", segment), &waits(discipline, segment), 0.99).estimate
        };
        let (first, last) = (gain(first), gain(last));
        // Those who pay least are many: what they lose is spread thin.
        assert!(
            first.low > 0.0 && (last.high < 0.0 || discipline == "arr_at_risk"),
            "{discipline}: {first:?} {last:?}"
        );
    }
}

#[test]
fn what_is_given_out_stands_between_lots_and_one_queue() {
    let waits = |how: &str| -> Vec<f64> {
        let scenario = base::scenario(&TEXT, &[("designs.given.coverage.1.assign", how)]);
        base::rows(&scenario, "given", 20).groups.iter().map(|groups| groups[0][FirstResponseHoursMean]).collect()
    };
    // By lot, to the shortest queue, from one queue: each knows more than the one before.
    let ladder = ["random", "least_loaded", "longest_idle"].map(waits);
    for pair in ladder.windows(2) {
        let difference = PairedDifference::from_pairs(&pair[0], &pair[1], 0.99);
        assert!(difference.estimate.low > 0.0, "{difference:?}");
    }
}
