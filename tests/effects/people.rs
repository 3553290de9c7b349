//! People who come and go, sites, costs beside the CSMs: each key moves its metric, and its neutral value moves nothing.

use crate::base::{self, BASE, Set};
use crate::direction::{Row, Way, check_all, check_together};
use crate::hiring::ONLY_WHERE_PEOPLE_MOVE;
use crate::neutral;
use Way::{Down, Up};
use caseload::engine::Metric::{self, *};
use std::path::Path;
use std::sync::LazyLock;

/// The base with a cost beside the CSMs.
static TEXT: LazyLock<String> = LazyLock::new(|| format!("{BASE}\n[costs.ops]\nper_year = \"$30k / year\"\n"));

/// Keys and what they move; seen on [`TEXT`].
#[rustfmt::skip]
pub const PEOPLE: &[Row] = &[
    ("teams.csms.turnover", "10% / year", "80% / year", "named", VacantShare, Up),
    ("teams.csms.turnover", "0% / year", "80% / year", "named", CostAnnual, Down),
    ("teams.csms.turnover", "0% / year", "80% / year", "named", HandoffsPerAccountYear, Up),
    ("teams.csms.turnover", "0% / year", "80% / year", "named", AttachmentMean, Down),
    ("teams.csms.work_factor", "1", "1.2", "named", Utilization, Up),
    ("teams.csms.save_factor", "0.5", "1.2", "named", CtaOutcomeShare, Up),
    ("costs.ops.per_year", "$10k / year", "$90k / year", "named", CostPerAccount, Up),
    ("designs.named.costs.ops.per_year", "$10k / year", "$90k / year", "named", CostAnnual, Up),
];

/// Keys that are only seen together with another value.
#[rustfmt::skip]
pub const PEOPLE_TOGETHER: &[(Row, Set)] = &[
    (("teams.csms.vacancy", "10 days", "200 days", "named", VacantShare, Up), LEAVING),
    (("teams.csms.vacancy", "0 days", "200 days", "alone", FirstResponseHoursMean, Up), LEAVING),
    (("teams.csms.ramp.from", "30%", "100%", "named", Utilization, Down), LEAVING),
    (("teams.csms.ramp.over", "1 day", "360 days", "named", Utilization, Up), LEAVING),
    (("teams.csms.departures.1.at", "2 weeks", "50 weeks", "named", VacantShare, Down), ONE_LEAVES),
    (("teams.csms.hires.1.at", "2 weeks", "45 weeks", "pooled", FirstResponseHoursMean, Up), HIRING),
    (("teams.csms.hires.1.csms", "1", "3", "pooled", Csms, Up), HIRING),
    (("teams.csms.rebalance", "false", "true", "named", UtilizationHighest, Down), HIRING),
    (("teams.csms.cuts.1.at", "2 weeks", "45 weeks", "named", FirstResponseHoursMean, Down), CUTTING),
    (("teams.csms.cuts.1.csms", "1", "2", "named", CostAnnual, Down), CUTTING),
];
const LEAVING: Set = ("teams.csms.turnover", "90% / year");
const ONE_LEAVES: Set = ("teams.csms.departures", r#"[{ at = "2026-03-02", csm = 2 }]"#);
const HIRING: Set = ("teams.csms.hires", r#"[{ at = "4 weeks", csms = 2 }]"#);
const CUTTING: Set = ("teams.csms.cuts", r#"[{ at = "20 weeks", csms = 1 }]"#);

#[test]
fn people_move_what_they_say() {
    check_all(Path::new("."), &TEXT, PEOPLE, &[]);
    check_together(BASE, PEOPLE_TOGETHER);
}

/// Values that are as though the key were not there.
#[rustfmt::skip]
const NEUTRAL: &[neutral::Row] = &[
    ("nobody leaves", "named", &[], &[("teams.csms.turnover", "0% / year")]),
    ("who does not leave has no successor", "named", &[], &[("teams.csms.vacancy", "9 days"), ("teams.csms.ramp.from", "20%")]),
    ("a newcomer at full pace", "named",
        &[("teams.csms.turnover", "50% / year"), ("teams.csms.ramp.from", "100%"), ("teams.csms.ramp.over", "1 day")],
        &[("teams.csms.turnover", "50% / year"), ("teams.csms.ramp.from", "100%"), ("teams.csms.ramp.over", "300 days")]),
    ("a ramp of no time", "pooled",
        &[("teams.csms.turnover", "50% / year"), ("teams.csms.ramp.from", "100%")],
        &[("teams.csms.turnover", "50% / year"), ("teams.csms.ramp.over", "0 days")]),
    ("nobody is hired, so nothing is rebalanced", "named", &[], &[("teams.csms.rebalance", "true")]),
    ("whoever rebalances a pool has one book", "pooled",
        &[("teams.csms.hires", r#"[{ at = "4 weeks", csms = 2 }]"#)],
        &[("teams.csms.hires", r#"[{ at = "4 weeks", csms = 2 }]"#), ("teams.csms.rebalance", "true")]),
    ("empty lists are none", "named", &[], &[("teams.csms.hires", "[]"), ("teams.csms.cuts", "[]"), ("designs.named.teams.csms.departures", "[]")]),
    ("work as stated", "named", &[], &[("teams.csms.work_factor", "1")]),
    ("saves as stated", "named", &[], &[("teams.csms.save_factor", "1")]),
    ("a cost of nothing", "named", &[], &[("designs.named.costs.lead.per_year", "$0 / year")]),
];

/// What lies behind the end of the simulation has not happened. Empty seats are counted from the first known coming or
/// going on.
#[rustfmt::skip]
const NEVER: &[neutral::Row] = &[
    ("a departure behind the end", "named", &[], &[("teams.csms.departures", r#"[{ at = "5 years", csm = 1 }]"#)]),
    ("a cut behind the end", "named", &[], &[("teams.csms.cuts", r#"[{ at = "5 years", csms = 1 }]"#)]),
    ("a hire behind the end of a pool", "pooled", &[], &[("teams.csms.hires", r#"[{ at = "5 years", csms = 1 }]"#)]),
    ("a hire behind the end of named CSMs", "named", &[], &[("teams.csms.hires", r#"[{ at = "5 years", csms = 1 }]"#)]),
    ("a hire before the beginning", "pooled", &[("teams.csms.csms", "5")],
        &[("teams.csms.hires", r#"[{ at = "2024-01-01", csms = 1 }]"#)]),
];

/// Costs of the file and of a design.
#[rustfmt::skip]
const UNPAID: &[neutral::Row] = &[
    ("the cost of a design takes the place of the file's", "named", &[("costs.ops.per_year", "$0 / year")],
        &[("costs.ops.per_year", "$50k / year"), ("designs.named.costs.ops.per_year", "$0 / year")]),
];

#[test]
fn neutral_people_change_nothing() {
    neutral::check(BASE, NEUTRAL, &Metric::ALL);
    let metrics: Vec<Metric> =
        Metric::ALL.into_iter().filter(|metric| !ONLY_WHERE_PEOPLE_MOVE.contains(metric)).collect();
    neutral::check(BASE, NEVER, &metrics);
    neutral::check(&TEXT, UNPAID, &Metric::ALL);
}

#[test]
fn the_same_people_leave_under_every_design_whatever_the_size_of_the_team() {
    let vacant = |design: &str, csms: &str| {
        let sets = [LEAVING, ("teams.csms.csms", csms), ("teams.csms.leave", "0 days / year")];
        let rows = base::rows(&base::scenario(BASE, &sets), design, 3);
        // In seats: shares of all of them.
        let seats: f64 = csms.parse().unwrap();
        rows.groups.iter().map(|groups| (groups[0][VacantShare] * seats * 1e9).round()).collect::<Vec<f64>>()
    };
    assert_eq!(vacant("named", "4"), vacant("pods", "4"));
    assert_eq!(vacant("named", "4"), vacant("pooled", "4"));
    let (four, five) = (vacant("pooled", "4"), vacant("pooled", "5"));
    assert!(four.iter().zip(&five).all(|(four, five)| four <= five), "{four:?} {five:?}");
}

/// What the departure of one of four CSMs for 20 weeks does to a metric under one design.
fn harm(design: &str, metric: Metric) -> (f64, f64) {
    let gap = ("teams.csms.vacancy", "140 days");
    let stays = base::rows(&base::scenario(BASE, &[]), design, 20);
    let leaves = base::rows(&base::scenario(BASE, &[ONE_LEAVES, gap]), design, 20);
    let estimate = base::difference(&stays, &leaves, metric, 0.99).estimate;
    (estimate.low, estimate.high)
}

#[test]
fn an_empty_seat_hurts_books_without_a_back_up_most() {
    let (alone, named) = (harm("alone", FirstResponseHoursMean), harm("named", FirstResponseHoursMean));
    let pooled = harm("pooled", FirstResponseHoursMean);
    // Three do the work of four either way: a back-up is as good as a pool.
    let worst = named.1.max(pooled.1);
    assert!(alone.0 > worst && named.0 > 0.0 && pooled.0 > 0.0, "{alone:?} {named:?} {pooled:?}");
    // Nobody does the planned work of a book without a back-up.
    assert!(harm("alone", PlannedDeliveredShare).1 < 0.0);
    // The bond is lost with the person, wherever there was one.
    assert!(harm("named", AttachmentMean).1 < 0.0);
}
