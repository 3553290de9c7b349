//! Limits in which two designs must be one, bit for bit, and changes that must not touch any other number.

use caseload::engine::{Anchoring, Observer, Piece, Plan, Record, Workspace, run, run_observed};
use caseload::experiment::replications::{Engine, replicate};
use caseload::model::demand::{Occurrence, What};
use caseload::model::{Demand, DemandSource, Scenario};
use caseload::streams::KeyRing;
use caseload::time::SimTime;
use std::path::Path;

/// Two tiers and everything switched on: absences, duties, churn, growth, promises of named CSMs.
const FIRM: &str = r#"
[simulation]
warm_up = "8 weeks"
length = "52 weeks"
cool_down = "2 weeks"
seed = 11

[segments.small]
accounts = 60
arr = { lognormal = { median = "$3k", mean = "$4k" } }
contract = { "1 month" = "50%", "12 months" = "50%" }
churn = "30% / year"
contraction = "3% / year"
new_accounts = "30% / year"
contract_named = "10%"

[segments.large]
accounts = 12
arr = { uniform = { low = "$20k", high = "$90k" } }
churn = "8% / year"

[requests.question]
rate = "3 / account / month"
work = { lognormal = { median = "30 min", mean = "60 min" } }
respond_within = "4 business hours"

[playbooks.care]
steps = [
  { every = "2 weeks", work = "40 min", expires = "5 days" },
  { before_renewal = "30 days", work = "1 h" },
]

[risks.drop]
rate = "2 / account / year"
work = "1 h"

[teams.csms]
csms = 4
calendar = "office"
"#;

fn scenario(more: &str, designs: &[(&str, &str)]) -> Scenario {
    let mut text = format!("{FIRM}\n{more}\n");
    for (name, coverage) in designs {
        text += &format!("[designs.{name}]\n{coverage}\n");
    }
    // Whichever it is: nothing here is anchored.
    let today = ("simulation.current".to_string(), "pooled".to_string());
    let today = (designs.iter().any(|(name, _)| *name == "pooled")).then_some(today);
    let first = || ("simulation.current".to_string(), designs[0].0.to_string());
    let changes = [today.unwrap_or_else(first)];
    Scenario::parse(&text, Path::new("limits.toml"), &changes).expect("the firm is valid")
}

fn demand(scenario: &Scenario, replication: u32) -> Demand {
    DemandSource::new(scenario).draw(&KeyRing::new(scenario.simulation.seed, replication))
}

/// The record of the design of that name, in text, so that a metric without a value equals itself.
fn record(scenario: &Scenario, design: &str) -> String {
    let number = scenario.designs.iter().position(|d| d.name == design).expect("the design is there");
    let record: Record = run(
        &demand(scenario, 0),
        &Plan::new(scenario, number),
        &Anchoring::neutral(scenario),
        &KeyRing::new(scenario.simulation.seed, 0),
        &mut Workspace::default(),
    );
    format!("{record:?}")
}

/// Asserts that two coverages are one (and that a third is not, so that the comparison means something).
fn assert_one(one: &str, other: &str, different: &str) {
    let scenario = scenario("", &[("one", one), ("other", other), ("different", different)]);
    assert_eq!(record(&scenario, "one"), record(&scenario, "other"));
    assert_ne!(record(&scenario, "one"), record(&scenario, "different"));
}

const NAMED: &str = r#"coverage = [ { named = "csms", backup_after = "2 days" } ]"#;
const POOLED: &str = r#"coverage = [ { pooled = "csms" } ]"#;

#[test]
fn pods_of_one_are_named_csms() {
    assert_one(NAMED, r#"coverage = [ { pods = "csms", pod_size = 1, backup_after = "2 days" } ]"#, POOLED);
    let sticky = r#"coverage = [ { pods = "csms", pod_size = 1, backup_after = "2 days", sticky = "30 days" } ]"#;
    assert_one(NAMED, sticky, POOLED);
}

#[test]
fn pods_of_everyone_are_a_pool() {
    assert_one(POOLED, r#"coverage = [ { pods = "csms", pod_size = 4 } ]"#, NAMED);
    let sticky = r#"sticky = "30 days""#;
    let (pool, pods) = (
        format!("coverage = [ {{ pooled = \"csms\", {sticky} }} ]"),
        format!("coverage = [ {{ pods = \"csms\", pod_size = 4, {sticky} }} ]"),
    );
    assert_one(&pool, &pods, POOLED);
}

#[test]
fn a_sticky_pool_without_patience_is_a_pool() {
    let sticky = |patience: &str| {
        format!(
            "coverage = [ {{ pooled = \"csms\", sticky = {{ memory = \"30 days\", patience = \"{patience}\" }} }} ]"
        )
    };
    assert_one(POOLED, &sticky("0 h"), &sticky("1 h"));
    assert_one(POOLED, &sticky("0 business hours"), &sticky("1 business hour"));
}

/// When each piece of work begins, whoever does it.
#[derive(Default)]
struct Beginnings(Vec<(SimTime, u32, u16, SimTime)>);

impl Observer for Beginnings {
    fn begins(&mut self, at: SimTime, _csm: u32, piece: Piece) {
        self.0.push((at, piece.account, piece.kind, piece.arrived));
    }
}

/// Where it makes no difference who of four does a piece of work, and all of them are always there: when each begins.
fn beginnings(rules: &str) -> Vec<(SimTime, u32, u16, SimTime)> {
    let equal = r#"
[context]
penalty = "0%"
[teams.key]
csms = 2
calendar = "office"
discipline = "first_come"
"#;
    let mut sets = vec![("teams.csms.discipline".to_string(), "first_come".to_string())];
    for team in ["csms", "key"] {
        for (key, value) in [("non_customer", "0%"), ("leave", "0 days / year"), ("sickness", "0 days / year")] {
            sets.push((format!("teams.{team}.{key}"), value.to_string()));
        }
    }
    // Nobody leaves, so that nothing depends on who has answered, and nobody is promised a CSM of their own.
    let firm = FIRM
        .replace("contract_named = \"10%\"", "")
        .replace("churn = \"30% / year\"", "")
        .replace("churn = \"8% / year\"", "");
    let text = format!("{firm}\n{equal}\n[designs.one]\n{rules}\n");
    let scenario = Scenario::parse(&text, Path::new("limits.toml"), &sets).unwrap_or_else(|error| panic!("{error}"));
    let (plan, anchoring) = (Plan::new(&scenario, 0), Anchoring::neutral(&scenario));
    let ring = KeyRing::new(scenario.simulation.seed, 0);
    let mut told = Beginnings::default();
    run_observed(&demand(&scenario, 0), &plan, &anchoring, &ring, &mut Workspace::default(), &mut told);
    told.0.sort_unstable();
    assert!(told.0.len() > 1_000 && told.0.iter().filter(|(at, .., arrived)| at > arrived).count() > 100);
    told.0
}

#[test]
fn named_csms_whose_team_helps_at_once_begin_when_a_pool_does() {
    let named = |delay: &str| beginnings(&format!(r#"coverage = [ {{ named = "csms", backup_after = "{delay}" }} ]"#));
    let pool = beginnings(POOLED);
    assert_eq!(named("0 h"), pool);
    assert_ne!(named("2 h"), pool);
}

#[test]
fn two_teams_that_help_each_other_at_once_begin_when_one_pool_does() {
    let two = |back: &str| {
        beginnings(&format!(
            r#"teams.csms.csms = 2
coverage = [
  {{ accounts = "large", pooled = "key", overflow = {{ team = "csms" }} }},
  {{ pooled = "csms"{back} }},
]"#
        ))
    };
    let pool = beginnings(POOLED);
    assert_eq!(two(r#", overflow = { team = "key" }"#), pool);
    assert_ne!(two(""), pool, "help one way is not enough");
}

#[test]
fn a_hybrid_with_everything_in_one_tier_is_that_design() {
    let tier =
        |rule: &str| format!("coverage = [ {{ accounts = [\"small\", \"large\"], {rule} }}, {{ pooled = \"csms\" }} ]");
    let named = r#"named = "csms", backup_after = "2 days""#;
    assert_one(NAMED, &tier(named), POOLED);
    let nobody_above = format!("coverage = [ {{ arr_from = \"$900M\", pooled = \"csms\" }}, {{ {named} }} ]");
    assert_one(NAMED, &nobody_above, POOLED);
    assert_one(POOLED, r#"coverage = [ { work = "planned", pooled = "csms" }, { pooled = "csms" } ]"#, NAMED);
    assert_one(POOLED, r#"coverage = [ { accounts = "small", pooled = "csms" }, { pooled = "csms" } ]"#, NAMED);
}

#[test]
fn a_pool_of_one_is_a_named_csm() {
    let team = r#"teams.csms.csms = 1"#;
    assert_one(&format!("{team}\n{NAMED}"), &format!("{team}\n{POOLED}"), POOLED);
    let sticky = r#"coverage = [ { pooled = "csms", sticky = "30 days" } ]"#;
    assert_one(&format!("{team}\n{NAMED}"), &format!("{team}\n{sticky}"), sticky);
}

#[test]
fn full_documentation_or_no_penalty_is_no_context_at_all() {
    let neutral = scenario("[context]\npenalty = \"0%\"\n", &[("pooled", POOLED)]);
    let documented = scenario("[context]\npenalty = \"80%\"\ndocumentation = \"100%\"\n", &[("pooled", POOLED)]);
    let lost = scenario("[context]\npenalty = \"80%\"\n", &[("pooled", POOLED)]);
    assert_eq!(record(&neutral, "pooled"), record(&documented, "pooled"));
    assert_ne!(record(&neutral, "pooled"), record(&lost, "pooled"));
}

#[test]
fn attachment_without_effects_changes_only_attachment() {
    let effects = "[outcomes]\nno_attachment = 1\nexpansion_unattached = 1\n";
    let text = |gain: &str, loss: &str| format!("{effects}[attachment]\ngain = \"{gain}\"\nloss = \"{loss}\"\n");
    let of = |more: &str| record(&scenario(more, &[("pooled", POOLED)]), "pooled");
    let (a, b) = (of(&text("0%", "0%")), of(&text("40%", "70%")));
    // The mean attachment of all accounts and of the two segments: three numbers, and no other.
    assert_eq!(a.split(", ").zip(b.split(", ")).filter(|(x, y)| x != y).count(), 3);
}

#[test]
fn a_further_design_or_another_order_changes_no_record() {
    let (few, many) = (
        scenario("", &[("named", NAMED), ("pooled", POOLED)]),
        scenario(
            "",
            &[("pods", r#"coverage = [ { pods = "csms", pod_size = 2 } ]"#), ("pooled", POOLED), ("named", NAMED)],
        ),
    );
    for design in ["named", "pooled"] {
        assert_eq!(record(&few, design), record(&many, design));
    }
}

/// What the accounts that `keep` wants do, without the numbers that shift when there are more accounts and kinds.
fn doings(demand: &Demand, keep: impl Fn(u16, u16) -> bool) -> Vec<String> {
    let accounts = &demand.accounts;
    let told = |o: &Occurrence| {
        let account = o.account as usize;
        let who = (accounts.segment[account], accounts.number[account], accounts.arr_cents[account]);
        match o.what {
            What::Mark => format!("{:?} {:?}", o.at, o.as_mark()),
            _ => format!("{:?} {:?} {who:?} {} {:?} {:?}", o.at, o.what, o.kind, o.work_content(), o.renewal_lucks()),
        }
    };
    let wanted = |o: &&Occurrence| o.what == What::Mark || keep(accounts.segment[o.account as usize], o.kind);
    demand.occurrences.iter().filter(wanted).map(told).collect()
}

#[test]
fn a_further_segment_or_kind_changes_no_draw_of_the_others() {
    // One factor a day is common to all requests and follows from the number of requests a day, so it is off here.
    let day = "[demand]\ndaily_dispersion = 1\n";
    let base = demand(&scenario(day, &[("pooled", POOLED)]), 3);
    let segment =
        "[segments.late]\naccounts = 7\narr = \"$1k\"\nchurn = \"50% / year\"\nnew_accounts = \"50% / year\"\n";
    let kind = "[risks.other]\nrate = \"3 / account / year\"\nwork = \"1 h\"\n";
    let more = demand(&scenario(&format!("{day}{segment}{kind}"), &[("pooled", POOLED)]), 3);
    // Kinds: question, two steps, drop, other. Segments: small, large, late.
    let kept = doings(&more, |segment, kind| segment < 2 && kind < 4);
    assert_eq!(doings(&base, |_, _| true), kept);
    assert!(more.occurrences.len() > base.occurrences.len() + 100);
}

#[test]
fn four_hundred_replications_begin_with_two_hundred() {
    let scenario = scenario("", &[("named", NAMED), ("pooled", POOLED)]);
    let engine = Engine::of(&scenario, &[0, 1]);
    let anchorings = vec![Anchoring::neutral(&scenario); 2];
    let few = replicate(&engine, &anchorings, 0..10, &|_| {});
    let many = replicate(&engine, &anchorings, 0..20, &|_| {});
    for (few, many) in few.iter().zip(&many) {
        assert_eq!(format!("{:?}", few.groups), format!("{:?}", many.groups[..10].to_vec()));
        assert_eq!(format!("{:?}", few.retained), format!("{:?}", many.retained[..10].to_vec()));
    }
}
