//! Revenue by hand: what accounts pay more, pay less, take with them, and pay for a named CSM.

use crate::world::{ASK, CARE, World, at, churn};
use caseload::engine::Metric::*;
use caseload::engine::Record;
use caseload::model::demand::Occurrence;

/// Measuring lasts twelve weeks.
const YEARS: f64 = 84.0 / 365.2425;

fn renewal(world: &mut World, day: i64, account: u32, stay: f64, grow: f64) {
    world.add(Occurrence::renewal(at(day, 0, 0), account, stay, grow));
}

fn near(given: f64, expected: f64) {
    assert!((given - expected).abs() < 1e-9 * expected.abs().max(1.0), "{given} instead of {expected}");
}

/// ARR at the end, and what came and went in twelve weeks by those who stay or leave [currency].
fn arr(record: &Record) -> [f64; 3] {
    let all = &record.groups[0];
    [all[ArrClosing], all[ExpansionArrAnnual] * YEARS, all[ArrLostAnnual] * YEARS]
}

#[test]
fn who_expands_or_contracts_does_so_by_what_is_stated_over_the_chance() {
    // 20 % of ARR over twice that share of renewals: those with the highest luck pay half as much.
    let changes = [("segments.s.expansion", "30% / year"), ("segments.s.contraction", "20% / year")];
    let mut world =
        World::new(r#"{ pooled = "t" }"#, &[&changes[..], &[("outcomes.expansion_unattached", "1")]].concat());
    renewal(&mut world, 1, 0, 0.99, 0.61);
    renewal(&mut world, 2, 1, 0.99, 0.59);
    renewal(&mut world, 3, 2, 0.99, 0.29);
    renewal(&mut world, 4, 3, 0.99, 0.31);
    let [closing, more, less] = arr(&world.live().1);
    assert_eq!(closing, 95_000.0);
    near(more, 10_000.0);
    near(less, 5_000.0);
}

#[test]
fn who_is_attached_in_part_expands_in_part() {
    let changes = [
        ("segments.s.expansion", "30% / year"),
        ("outcomes.expansion_unattached", "0.5"),
        ("attachment.gain", "25%"),
        ("segments.b.arr", "$30k"),
        ("segments.b.expansion", "30% / year"),
    ];
    let mut world = World::new(r#"{ pooled = "t" }"#, &changes);
    world.demand.accounts.arr_cents[1] = 3_000_000;
    world.work(at(0, 1, 0), ASK, 0, 10);
    renewal(&mut world, 1, 0, 0.99, 0.1);
    renewal(&mut world, 2, 1, 0.99, 0.5);
    let record = world.live().1;
    // 1 - 0.5 x 0.75 of $10k.
    near(arr(&record)[1], 6_250.0);
    // Of the ARR that came up, a quarter at 0.625 and three quarters at 0.5, whether or not it was its luck.
    near(record.anchor[0].expansion_multiplier, 0.53125);
}

#[test]
fn who_leaves_takes_an_account_and_its_arr() {
    let mut world = World::new(r#"{ pooled = "t" }"#, &[("segments.s.churn", "18% / year")]);
    renewal(&mut world, 42, 0, 0.0, 0.5);
    let record = world.live().1;
    let all = &record.groups[0];
    let [closing, more, less] = arr(&record);
    assert_eq!([closing, more], [80_000.0, 0.0]);
    near(less, 10_000.0);
    // Nine accounts half of the time and eight after.
    near(all[AccountsPerCsm], 8.5);
    near(all[ArrPerCsm], 85_000.0);
    near(all[LogoChurnAnnual], 1.0 - libm::pow(8.0 / 9.0, 1.0 / YEARS));
    near(all[GrrAnnual], libm::pow(80.0 / 90.0, 1.0 / YEARS));
    let team = &record.teams[0];
    near(team[AccountsPerCsm], 8.5);
    near(team[ArrPerCsm], 85_000.0);
}

#[test]
fn anchoring_sums_the_chances_of_those_who_were_there_when_the_year_began() {
    let mut world =
        World::new(r#"{ pooled = "t" }"#, &[("segments.s.churn", "18% / year"), ("outcomes.no_attachment", "4")]);
    world.demand.accounts.initial = 3;
    world.demand.accounts.start[3] = at(1, 0, 0);
    world.add(Occurrence::start(at(1, 0, 0), 3));
    renewal(&mut world, 10, 0, 0.99, 0.5);
    renewal(&mut world, 20, 3, 0.99, 0.5);
    renewal(&mut world, 30, 1, 0.99, 0.5);
    let sums = world.live().1.anchor[0];
    // Two of the three of the beginning, with odds times four: nobody knows them. a3 was not there.
    let p = churn(4.0);
    let (kept, power) = (1.0 - 2.0 * p / 3.0, 1.0 / YEARS);
    near(sums.churn_annual, 1.0 - libm::pow(kept, power));
    near(sums.churn_slope, power * libm::pow(kept, power - 1.0) * 2.0 * p * (1.0 - p) / 3.0);
}

#[test]
fn who_grows_in_usage_pays_it_from_the_next_renewal_on() {
    // Threefold over two years in a constant ratio or a straight line: see `growth.multiple`; both are 3 at the end.
    let growth =
        [("segments.s.growth.share", "100%"), ("segments.s.growth.factor", "3"), ("segments.s.growth.over", "60 days")];
    let mut world = World::new(r#"{ pooled = "t" }"#, &growth);
    world.demand.accounts.start[0] = at(-30, 0, 0);
    renewal(&mut world, 40, 0, 0.99, 0.5);
    assert_eq!(arr(&world.live().1)[0], 110_000.0, "the whole growth, as the term before began before it");
}

#[test]
fn a_promised_csm_is_paid_for() {
    let changes = [
        ("segments.s.contract_named", "50%"),
        ("segments.s.named_fee", "$36.5k / year"),
        ("segments.s.churn", "1% / year"),
    ];
    let mut world = World::new(r#"{ pooled = "t" }"#, &changes);
    world.demand.accounts.contract_named = (0..9).map(|account| account < 2).collect();
    renewal(&mut world, 42, 1, 0.0, 0.5);
    // One account all the time, another until it leaves half-way.
    near(world.live().1.groups[0][NamedFeesAnnual], 1.5 * 36_500.0);
}

#[test]
fn waits_are_those_of_all_work_that_is_begun() {
    let mut world = World::new(r#"{ pooled = "t" }"#, &[]);
    // No wait, half an hour and an hour and a half; a request still waits at the end.
    world.work(at(0, 0, 0), ASK, 0, 60).work(at(0, 0, 30), ASK, 1, 60).work(at(0, 0, 30), CARE, 2, 30);
    world.work(at(83, 20, 0), ASK, 3, 600).work(at(83, 23, 0), ASK, 4, 10);
    let record = world.live().1;
    near(record.groups[0][WaitHoursMean], (0.0 + 0.5 + 1.5 + 0.0) / 4.0);
    near(record.groups[0][UnansweredShare], 0.25);
    near(record.groups[0][InteractionsPerRequest], 1.0);
}

#[test]
fn responses_and_resolutions_count_by_the_clock_and_in_business_hours() {
    let mut world = World::new(r#"{ pooled = "t" }"#, &[("teams.t.calendar", "desk")]);
    // From 17:00 half an hour is done on Monday and half an hour on Tuesday. Who asks at 18:00 waits for that.
    world.work(at(0, 17, 0), ASK, 0, 60).work(at(0, 18, 0), ASK, 1, 30);
    let all = &world.live().1.groups[0];
    near(all[FirstResponseHoursMean], 0.25);
    near(all[FirstResponseCalendarHoursMean], 15.5 / 2.0);
    near(all[ResolutionHoursMean], 1.0);
    near(all[ResolutionCalendarHoursMean], (16.5 + 16.0) / 2.0);
}

/// Attachment of account 0 at a renewal after touches by c0 (of a team of two) and then c1.
fn attachment(changes: &[(&str, &str)], later: impl Fn(&mut World)) -> f64 {
    let mut world = World::new(r#"{ pooled = "t" }"#, &[&[("teams.t.csms", "2")], changes].concat());
    // c0 is idle longest; at 00:10 it is c1; after that both in turn.
    world.work(at(0, 0, 0), ASK, 0, 5);
    later(&mut world);
    renewal(&mut world, 1, 0, 0.99, 0.5);
    world.live().1.groups[0][AttachmentMean]
}

#[test]
fn a_touch_by_another_that_is_not_answered_destroys_in_part() {
    let changes = [("attachment.gain", "50%"), ("attachment.loss", "50%"), ("attachment.unanswered", "50%")];
    // 35 % of planned touches are answered: those with a luck below that. 0.5 x (1 - 0.5 x 0.5) is more than 0.25.
    let by = |luck| attachment(&changes, |world| _ = world.work_with_luck(at(0, 0, 10), CARE, 0, 10, luck));
    near(by(0.36), 0.375);
    // Answered: 0.25 is less than the half that one touch earns.
    near(by(0.34), 0.5);
}

#[test]
fn where_as_much_is_left_as_one_touch_earns_the_account_stays_attached() {
    // c1 destroys nothing; c0 then closes a quarter of the gap.
    let changes = [("attachment.gain", "25%"), ("attachment.loss", "0%")];
    let twice = |world: &mut World| _ = world.work(at(0, 0, 10), ASK, 0, 5).work(at(0, 0, 20), ASK, 0, 5);
    near(attachment(&changes, twice), 0.25 + 0.75 * 0.25);
}

#[test]
fn a_contract_of_two_years_brings_two_years_of_each() {
    let changes = [
        ("segments.s.contract", "24 months"),
        ("segments.s.expansion", "15% / year"),
        ("segments.s.contraction", "10% / year"),
        ("segments.s.churn", "18% / year"),
        ("outcomes.expansion_unattached", "1"),
        ("outcomes.no_attachment", "1"),
    ];
    let mut world = World::new(r#"{ pooled = "t" }"#, &changes);
    // 30 % over a chance of 0.3 for a0; 20 % over the highest 0.2 of lucks (twice a year's share, as stated) for a1.
    renewal(&mut world, 1, 0, 0.99, 0.1);
    renewal(&mut world, 2, 1, 0.99, 0.99);
    world.assert_churn(&[0.36, 0.36], 1e-9);
    let years = 730.485 / 365.2425;
    let [_, more, less] = arr(&world.live().1);
    near(more, 10_000.0 * 0.15 * years / 0.3);
    near(less, 10_000.0 * 0.1 * years / (2.0 * 0.1 * years).max(0.1));
}

#[test]
fn who_does_not_want_a_person_misses_one_half_as_much() {
    let expanded = |wants| {
        let changes = [
            ("segments.s.expansion", "30% / year"),
            ("segments.s.wants_human", wants),
            ("outcomes.expansion_unattached", "0.5"),
            ("attachment.indifferent", "50%"),
        ];
        let mut world = World::new(r#"{ pooled = "t" }"#, &changes);
        renewal(&mut world, 1, 0, 0.99, 0.1);
        arr(&world.live().1)[1]
    };
    near(expanded("100%"), 5_000.0);
    near(expanded("0%"), 7_500.0);
}

#[test]
fn growth_in_usage_is_paid_term_by_term() {
    // Fourfold in four years: the root of two in each, so from the age of 40 days over a year to that a year later.
    let growth = [
        ("segments.s.growth.share", "100%"),
        ("segments.s.growth.factor", "4"),
        ("segments.s.growth.over", "1460.97 days"),
    ];
    let mut world = World::new(r#"{ pooled = "t" }"#, &growth);
    world.demand.accounts.start[0] = at(-400, 0, 0);
    renewal(&mut world, 40, 0, 0.99, 0.5);
    let closing = arr(&world.live().1)[0];
    assert!((closing - 80_000.0 - 10_000.0 * libm::sqrt(2.0)).abs() < 0.006, "{closing}");
}

#[test]
fn an_incident_weighs_on_the_next_renewal_of_those_who_report_it() {
    let outage = r#"
[incidents.outage]
rate = "1 / year"
share = "50%"
work = "6 min"
respond_within = "4 h"
churn_odds = 3
"#;
    let changes = [("segments.s.churn", "18% / year"), ("outcomes.no_attachment", "1")];
    let mut world = World::with(outage, r#"{ pooled = "t" }"#, &changes);
    let kind = world.scenario.kinds.iter().position(|kind| kind.name == "outage").expect("it is a kind") as u16;
    world.work(at(0, 1, 0), kind, 0, 10).work(at(5, 1, 0), kind, 0, 10);
    renewal(&mut world, 10, 0, 0.99, 0.5);
    renewal(&mut world, 20, 0, 0.99, 0.5);
    world.assert_churn(&[churn(9.0), churn(1.0)], 1e-9);
}

#[test]
fn requests_without_follow_ups_take_one_interaction() {
    let mut world = World::new(r#"{ pooled = "t" }"#, &[]);
    world.work(at(0, 1, 0), 2, 8, 60).work(at(0, 1, 10), 2, 8, 10);
    let all = &world.live().1.groups[0];
    near(all[InteractionsPerRequest], 1.0);
    near(all[ResolutionHoursMean], 1.0);
}
