//! Small firms at random: teams, rules, kinds of work, and what a few customers do, on a grid of five minutes so that
//! ties are common. In one of eight the scenario itself draws what they do besides: a ticket log, steps before renewals
//! and after the start of new customers.

mod change;
mod file;

use crate::crew::{Team, any_team};
use caseload::model::demand::{Occurrence, What};
use caseload::model::{Demand, DemandSource, Scenario};
use caseload::streams::KeyRing;
use caseload::time::{DAY, MINUTE, SimTime, Working};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::fmt::{self, Write};
use std::path::Path;

/// Accounts of the first segment; the others are of the second.
const SMALL: usize = 7;
const ACCOUNTS: usize = 12;
/// Kinds of work in the scenario's order; those of hand-offs follow.
pub const KINDS: u16 = 15;
/// Kinds that are requests; they come first.
const REQUESTS: u16 = 5;

/// Two weeks in five minutes, and how many of them are just before the end.
const TWO_WEEKS: i64 = 14 * 288;
const LAST: i64 = 40;
/// Where the ticket log is.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");

/// What all firms have in common.
const FIRM: &str = include_str!("firm.toml");

/// A rule of coverage.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Which accounts and work; nothing for the last one, which covers the rest.
    filter: &'static str,
    team: usize,
    /// 0: a pool, 1: named, above: pods.
    pods: u32,
    balance: &'static str,
    backup: &'static str,
    sticky: Option<(&'static str, &'static str)>,
    /// What a program does instead of a CSM.
    digital: Option<&'static str>,
    assign: &'static str,
    /// After how long the other team helps.
    overflow: Option<&'static str>,
    /// How often the inbox is sorted, and the work that takes.
    triage: Option<(&'static str, &'static str)>,
    /// What becomes of work that calls for something.
    matching: &'static str,
    /// Whether nobody does it, where it is no requests.
    nobody: bool,
}

/// What customers do about questions: how long they wait, how often they come back after how long, and how long that
/// waits for whoever answered last.
/// How often a question goes on to the second team, and whether it comes back from there.
type Talk = (&'static str, &'static str, &'static str, &'static str, Option<(&'static str, bool)>);

/// Something a customer does.
#[derive(Clone, Debug)]
pub struct Doing {
    /// Five minutes after the beginning.
    at: i64,
    account: usize,
    /// A kind of work, or, from [`KINDS`] on, a renewal.
    kind: u16,
    /// Five minutes of work.
    work: i64,
    luck: f64,
}

/// A firm.
#[derive(Clone)]
pub struct Firm {
    seed: u64,
    start: &'static str,
    /// Weeks of measuring.
    weeks: i64,
    /// Whether the scenario's own demand comes too, with new customers.
    drawn: bool,
    /// Days of warm-up, and at the end.
    warm_up: i64,
    cool_down: i64,
    penalty: &'static str,
    churn: bool,
    /// Work of each party at a hand-off, and what is lost.
    hand_off: (&'static str, &'static str),
    /// What part an unanswered touch has, and how many plays are answered.
    unanswered: &'static str,
    response: &'static str,
    /// What is left of the effects of people, and of digital touches, for accounts that want none of them.
    wishes: (&'static str, &'static str),
    /// How often a session is held, how long it takes and counts, and what it spares, where there are sessions.
    program: Option<(&'static str, &'static str, &'static str, &'static str)>,
    /// Half-life of satisfaction, where it matters; how many answer surveys, and how long no alarm follows another.
    mood: Option<(&'static str, &'static str, &'static str)>,
    /// Quality and half-life of digital touches, where they do anything.
    digital: Option<(&'static str, &'static str)>,
    /// Whether calls interrupt, whether questions do, what picking up again costs; whether a ping follows the one before.
    urgent: (bool, bool, &'static str, bool),
    talk: Option<Talk>,
    /// What share a note settles, and how long plays wait behind it.
    note: Option<(&'static str, &'static str)>,
    /// What a match is worth, where work calls for verticals and skills.
    skills: Option<(&'static str, &'static str)>,
    /// Whether there are only requests, all of one rank, and nothing depends on outcomes.
    plain: bool,
    /// How often activation is reviewed, over how long, and the shares below which a person makes a step, and opens one.
    reviews: (&'static str, &'static str, &'static str, Option<&'static str>),
    /// Accounts there at the beginning; the others come later.
    initial: usize,
    /// Exponent on every effect, how fast usage grows, and how long it takes to find out what sales left out.
    effects: (&'static str, Option<&'static str>, Option<&'static str>),
    promised: Vec<bool>,
    thousands: Vec<i64>,
    teams: Vec<Team>,
    rules: Vec<Rule>,
    /// Whether accounts are looked at again: every so many hours or at renewals, and the hysteresis.
    looks: Option<(i64, &'static str)>,
    doings: Vec<Doing>,
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let filter = select(vec![
        r#"accounts = "small", "#,
        r#"accounts = "large", "#,
        r#"arr_from = "$4k", "#,
        r#"vertical = "va", "#,
        r#"strategic = true, cap = 2, "#,
        r#"accounts = "small", cap = 3, "#,
        r#"at_risk = "5 h", "#,
        r#"at_risk = "1 day", cap = 2, "#,
        r#"strategic = false, at_risk = "2 h", cap = 1, work = ["planned", "reactive"], "#,
        r#"wants_human = true, "#,
        r#"accounts = "small", wants_human = false, "#,
        r#"work = "planned", "#,
        r#"work = "triggered", "#,
        r#"accounts = "large", work = ["planned", "triggered"], "#,
        r#"at_risk = "5 h", work = "planned", "#,
        r#"work = ["reactive", "triggered"], "#,
        r#"contract_named = true, "#,
        r#"arr_below = "$6k", work = "reactive", "#,
        r#"growing = true, "#,
        r#"growing = false, work = "reactive", "#,
        r#"growing = true, cap = 1, "#,
        r#"stage = "onboarding", "#,
        r#"stage = "live", work = "planned", "#,
        r#"until = "8 h", "#,
        r#"until = "1 day", "#,
        r#"until = "1 day", work = ["planned", "triggered"], "#,
        r#"work = ["care", "drop"], "#,
        r#"accounts = "small", work = ["ask", "alarm"], "#,
        r#"work = ["full", "care"], "#,
        r#"work = ["unhappy", "care"], "#,
    ]);
    let balance = select(vec!["accounts", "arr", "work"]);
    let backup = select(vec!["never", "30 min", "2 h", "1 business hour", "0 business hours", "0 h"]);
    let memory = select(vec!["1 h", "1 day", "30 days"]);
    let patience = select(vec!["0 h", "30 min", "1 business hour", "2 h"]);
    let digital = proptest::option::weighted(0.3, select(vec!["\"all\"", "\"care.2\"", "[\"care.1\", \"care.4\"]"]));
    let assign = prop_oneof![2 => Just("longest_idle"), 1 => select(vec!["least_loaded", "round_robin", "random"])];
    let after = select(vec!["0 h", "0 business hours", "30 min", "2 h", "1 business hour"]);
    let every = select(vec!["1 h", "1 day", "2 business hours", "0 h"]);
    let triage = proptest::option::weighted(0.25, (every, select(vec!["0 min", "5 min"])));
    let matching = select(vec!["preferred", "ignored", "required", "20 min", "1 business hour", "0 h"]);
    let routing = (
        balance,
        backup,
        proptest::option::of((memory, patience)),
        assign,
        proptest::option::of(after),
        (triage, matching, proptest::bool::weighted(0.7)),
    );
    (filter, 0usize..2, 0u32..=3, routing, digital).prop_map(
        |(filter, team, pods, (balance, backup, sticky, assign, overflow, (triage, matching, nobody)), digital)| Rule {
            filter,
            team,
            pods,
            balance,
            backup,
            sticky,
            digital,
            assign,
            overflow,
            triage,
            matching,
            nobody,
        },
    )
}

fn any_doing() -> impl Strategy<Value = Doing> {
    // Mostly within office hours of a day or two, so that work piles up; some just before the end of two weeks.
    let end = TWO_WEEKS;
    let at = prop_oneof![3 => 0i64..2 * 288, 2 => 96i64..160, 1 => 0i64..end, 1 => end - LAST..end];
    (at, 0..ACCOUNTS, 0..=KINDS, 0i64..36, 0.0..1.0).prop_map(|(at, account, kind, work, luck)| Doing {
        at,
        account,
        kind,
        work,
        luck,
    })
}

fn any_talk() -> impl Strategy<Value = Talk> {
    let gives_up = vec!["90 min", "5 h", "10000 days", r#"{ exponential = "3 h" }"#];
    let after = vec!["0 min", "25 min", "3 h", "2 days", r#"{ exponential = "4 h" }"#];
    let handler = vec!["0 h", "30 min", "2 h", "1 business hour"];
    let handed = proptest::option::weighted(0.4, (select(vec!["20%", "60%"]), any::<bool>()));
    (select(gives_up), select(vec!["0%", "30%", "70%"]), select(after), select(handler), handed)
}

/// Any firm.
pub fn any_firm() -> impl Strategy<Value = Firm> {
    let start = select(vec!["2026-01-05", "2026-01-09", "2026-03-06", "2026-10-30"]);
    // Beyond half a year what was late or missed at first no longer counts.
    let weeks = prop_oneof![6 => Just(2i64), 1 => Just(5), 1 => Just(31)];
    let horizon = (weeks, proptest::bool::weighted(0.125), select(vec![0i64, 3]), 0i64..2);
    let digital = proptest::option::of((select(vec!["0%", "40%", "100%"]), select(vec!["1 day", "60 days"])));
    let urgent = (any::<bool>(), proptest::bool::weighted(0.25), select(vec!["0 min", "10 min"]), any::<bool>());
    let sessions = (select(vec!["7 h", "1 day", "4 days"]), select(vec!["0 h", "1 h", "5 h"]));
    let spared = (select(vec!["5 h", "3 days"]), select(vec!["\"all\"", "[\"care.1\", \"care.4\"]"]));
    let program = proptest::option::weighted(0.4, (sessions, spared));
    let program =
        program.prop_map(|program| program.map(|((every, work), (counts, covers))| (every, work, counts, covers)));
    let surveys = (select(vec!["100%", "60%"]), select(vec!["0 h", "2 h", "3 days"]));
    let mood = proptest::option::of((select(vec!["1 day", "30 days"]), surveys));
    let mood = mood.prop_map(|mood| mood.map(|(half_life, (response, cooldown))| (half_life, response, cooldown)));
    let wishes = (select(vec!["100%", "30%"]), select(vec!["100%", "20%"]));
    let answers =
        (select(vec!["0%", "50%", "100%"]), select(vec!["20%", "90%"]), (digital, urgent, program, wishes, mood));
    let run = (any::<u64>(), start, horizon, select(vec!["0%", "50%"]), any::<bool>(), answers);
    let note = proptest::option::weighted(0.4, (select(vec!["0%", "30%"]), select(vec!["0 h", "1 h", "2 h"])));
    let skills = proptest::option::weighted(0.4, (select(vec!["0.5", "1", "1.3"]), select(vec!["1", "2"])));
    let often = (select(vec!["1 day", "2 days"]), select(vec!["1 day", "5 days"]));
    let below = (select(vec!["20%", "60%", "100%"]), proptest::option::of(select(vec!["40%", "100%"])));
    let reviews = (often, below).prop_map(|((every, over), (human, only))| (every, over, human, only));
    let growth = proptest::option::weighted(0.6, select(vec!["20 days", "400 days"]));
    let poor = proptest::option::weighted(0.5, select(vec!["15 min", "5 h"]));
    let effects = (prop_oneof![3 => Just("1"), 1 => select(vec!["0", "0.5", "2"])], growth, poor);
    let hand_off = (select(vec!["0 min", "20 min"]), select(vec!["0%", "60%", "100%"]));
    let accounts = (3..=ACCOUNTS, vec(proptest::bool::weighted(0.15), ACCOUNTS), vec(1i64..10, ACCOUNTS));
    let looks = proptest::option::weighted(0.5, (select(vec![0i64, 30, 100]), select(vec!["0%", "10%", "40%"])));
    let firm =
        (vec(any_team(), 2), vec(any_rule(), 1..=3), looks, vec(any_doing(), 0..60), proptest::option::of(any_talk()));
    (run, accounts, firm, hand_off, (note, skills, reviews, effects)).prop_map(
        |(run, accounts, (teams, rules, looks, doings, talk), hand_off, (note, skills, reviews, effects))| {
            let (seed, start, (weeks, drawn, warm_up, cool_down), penalty, churn, answers) = run;
            let (unanswered, response, (digital, urgent, program, wishes, mood)) = answers;
            let (initial, promised, thousands) = accounts;
            Firm {
                seed,
                start,
                // What is drawn grows with the horizon.
                weeks: if drawn { weeks.min(5) } else { weeks },
                drawn,
                warm_up,
                cool_down,
                penalty,
                churn,
                hand_off,
                unanswered,
                response,
                wishes,
                program,
                mood,
                digital,
                urgent,
                talk,
                note,
                skills,
                reviews,
                plain: false,
                initial,
                effects,
                promised,
                thousands,
                teams,
                rules,
                looks,
                doings,
            }
        },
    )
}

impl Firm {
    /// The same firm with everything left out that may happen to waiting work but its turn: people who are always
    /// there serve requests of one rank, in one queue each.
    pub fn plain(&self) -> Firm {
        let mut firm = Firm { plain: true, churn: false, promised: vec![false; ACCOUNTS], ..self.clone() };
        for team in &mut firm.teams {
            (team.calendar, team.away, team.people) = ("always", false, None);
            (team.block, team.calls, team.alerts) = (None, None, None);
            if !["first_come", "priority"].contains(&team.discipline) {
                team.discipline = "first_come";
            }
        }
        firm.rules = self
            .rules
            .last()
            .map(|rule| Rule {
                backup: "never",
                sticky: None,
                digital: None,
                assign: "longest_idle",
                overflow: None,
                triage: None,
                ..rule.clone()
            })
            .into_iter()
            .collect();
        firm.doings.iter_mut().for_each(|doing| doing.kind %= REQUESTS);
        firm
    }

    /// So many times five minutes after the beginning; what happens just before the end of two weeks happens just before
    /// the end of measuring, however long that is.
    fn instant(&self, count: i64) -> SimTime {
        let later = if count >= TWO_WEEKS - LAST { (self.weeks - 2) * 7 * DAY } else { 0 };
        SimTime::from_ms(5 * MINUTE * count - DAY * self.warm_up + later)
    }

    /// What its customers do.
    pub fn demand(&self, scenario: &Scenario) -> Demand {
        let mut demand = DemandSource::new(scenario).draw(&KeyRing::new(scenario.simulation.seed, 0));
        if !self.drawn {
            demand.occurrences.retain(|occurrence| occurrence.what == What::Mark);
            demand.accounts.initial = self.initial as u32;
            demand.accounts.contract_named.clone_from(&self.promised);
            demand.accounts.arr_cents = self.thousands.iter().map(|thousands| thousands * 100_000).collect();
            for account in self.initial..ACCOUNTS {
                let at = self.instant(90 * (account - self.initial) as i64);
                demand.accounts.start[account] = at;
                let number = account as u32;
                let half_times = 0.05 + 0.27 * f64::from(number % 4);
                demand.occurrences.push(Occurrence::start(at, number).with_half_times(half_times));
                // Half-times are of 6 hours.
                if !self.plain {
                    let later = |hours: i64| at + caseload::time::Elapsed::from_ms(hours * 60 * MINUTE);
                    demand.occurrences.push(Occurrence::adoption(later(3 + 2 * (account as i64 % 3)), number, true));
                    demand.occurrences.push(Occurrence::adoption(later(5), number, false));
                }
            }
        }
        for doing in &self.doings {
            let (at, account) = (self.instant(doing.at), doing.account as u32);
            // Calls come from large accounts only.
            let account = if doing.kind == 1 { account.max(SMALL as u32) } else { account };
            let work = Working::from_ms(5 * MINUTE * doing.work);
            demand.occurrences.push(match doing.kind {
                KINDS => Occurrence::renewal(at, account, doing.luck, (7.0 * doing.luck).fract())
                    .with_missing_health(doing.work as f64 / 2.0),
                kind => Occurrence::work(at, account, kind, work, doing.luck),
            });
        }
        demand.occurrences.sort_by_key(|o| (o.at, o.what, o.kind, o.account));
        demand
    }
}

/// What a reader of a failure needs: the scenario without what all firms have in common, and what customers do.
impl fmt::Debug for Firm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let toml = self.toml();
        writeln!(
            f,
            "seed {}, churn {}, {} weeks, drawn {}, warm-up {}, cool-down {}, urgent {:?}",
            self.seed, self.churn, self.weeks, self.drawn, self.warm_up, self.cool_down, self.urgent
        )?;
        writeln!(f, "{}", toml.strip_prefix(FIRM).unwrap_or(&toml))?;
        let (start, promised, thousands) = (self.start, &self.promised, &self.thousands);
        writeln!(f, "start {start}, {} initial, named {promised:?}, ARR {thousands:?}", self.initial)?;
        self.doings.iter().try_for_each(|doing| writeln!(f, "{doing:?}"))
    }
}
