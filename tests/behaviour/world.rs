//! A small firm on which a test places every piece of work itself, and a diary of what its CSMs did.

use caseload::engine::{Anchoring, Observer, Piece, Plan, Record, Workspace, run_observed};
use caseload::model::demand::{Occurrence, What};
use caseload::model::{Demand, DemandSource, Scenario};
use caseload::streams::KeyRing;
use caseload::time::{DAY, HOUR, MINUTE, SimTime, Working};
use std::path::Path;

/// Eight accounts of segment `s` (numbers 0 to 7) and one of segment `b` (number 8). Nothing happens by chance: the
/// demand drawn is thrown away, and strangers cost nothing. Time zero is Monday, 5 January 2026, 00:00 UTC.
const FIRM: &str = r#"
[simulation]
start = "2026-01-05"
warm_up = "0 days"
length = "12 weeks"
cool_down = "0 days"

[demand]
daily_dispersion = 1

[context]
penalty = "0%"

[calendars.desk]
time_zone = "UTC"
hours = { mon-fri = ["09:00-12:30", "13:00-17:30"] }

[segments.s]
accounts = 8
arr = "$10k"
expansion = "0% / year"

[segments.b]
accounts = 1
arr = "$10k"
expansion = "0% / year"

[requests.ask]
rate = "1 / account / year"
work = "6 min"
respond_within = "4 h"
priority = 2

[requests.ask.follow_ups.back]
share = "0%"
after = "2 h"
work = "30 min"

[requests.call]
rate = "1 / account / year"
work = "6 min"
respond_within = "1 h"
priority = 1

[requests.heavy]
segments = ["b"]
rate = "100 / account / year"
work = "1 h"
respond_within = "4 h"

[playbooks.care]
steps = [
  { every = "1 month", work = "6 min", due_in = "1 h", expires = "3 h" },
  { every = "1 month", work = "6 min", digital = true },
]

[risks.drop]
rate = "0.1 / account / year"
work = "6 min"
window = "5 h"
save_at_once = "80%"
save_at_end = "0%"
churn_odds = 4
priority = 4

[health]
memory = "30 days"

[triggers.alarm]
score_below = 50
work = "1 h"
window = "10 h"
save_at_once = "80%"
save_at_end = "0%"

[teams.t]
csms = 1
calendar = "always"
non_customer = "0%"
leave = "0 days / year"
sickness = "0 days / year"

[teams.u]
csms = 1
calendar = "always"
non_customer = "0%"
leave = "0 days / year"
sickness = "0 days / year"
"#;

/// Kinds of work by number, in the order of the file.
pub const ASK: u16 = 0;
pub const CALL: u16 = 1;
pub const CARE: u16 = 3;
pub const DIGITAL: u16 = 4;
pub const DROP: u16 = 5;
pub const ALARM: u16 = 6;
/// How the diary calls the first of them; of others it takes the names of the scenario.
const NAMES: [&str; 7] = ["ask", "call", "heavy", "care", "digital", "drop", "alarm"];

/// The firm under one coverage, and what its customers do.
pub struct World {
    pub scenario: Scenario,
    pub demand: Demand,
}

/// What happened, as lines such as `0d09:30 c1 ask a7`: the day, the time, the CSM, the kind and the account.
#[derive(Debug, Default)]
pub struct Diary {
    pub begun: Vec<String>,
    pub ended: Vec<String>,
    pub expired: Vec<String>,
    pub withdrawn: Vec<String>,
    /// Work that was interrupted, and taken up again.
    pub set_aside: Vec<String>,
    pub resumed: Vec<String>,
    /// Account, probability of churn, whether it stays.
    pub renewals: Vec<(u32, f64, bool)>,
    names: Vec<String>,
}

/// An instant by day and time of day.
pub fn at(day: i64, hour: i64, minute: i64) -> SimTime {
    SimTime::from_ms(day * DAY + hour * HOUR + minute * MINUTE)
}

/// Probability of churn whose odds are those of 18 % times a ratio.
pub fn churn(odds_ratio: f64) -> f64 {
    let odds = 0.18 / 0.82 * odds_ratio;
    odds / (1.0 + odds)
}

impl World {
    /// The firm under one list of coverage rules, with some of its values changed.
    pub fn new(coverage: &str, changes: &[(&str, &str)]) -> World {
        World::with("", coverage, changes)
    }

    /// The same with more tables in its file.
    pub fn with(more: &str, coverage: &str, changes: &[(&str, &str)]) -> World {
        let text = format!("{FIRM}\n{more}\n[designs.d]\ncoverage = [ {coverage} ]\n");
        let changes: Vec<(String, String)> = changes.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
        let scenario = Scenario::parse(&text, Path::new("behaviour.toml"), &changes).expect("the firm is valid");
        let mut demand = DemandSource::new(&scenario).draw(&KeyRing::new(1, 0));
        demand.occurrences.retain(|occurrence| occurrence.what == What::Mark);
        World { scenario, demand }
    }

    /// A piece of work of so many minutes.
    pub fn work(&mut self, at: SimTime, kind: u16, account: u32, minutes: i64) -> &mut World {
        self.work_with_luck(at, kind, account, minutes, 0.0)
    }

    /// A piece of work with the luck that decides whether a play saves the account.
    pub fn work_with_luck(&mut self, at: SimTime, kind: u16, account: u32, minutes: i64, luck: f64) -> &mut World {
        self.add(Occurrence::work(at, account, kind, Working::from_ms(minutes * MINUTE), luck))
    }

    /// A renewal with its luck.
    pub fn renewal(&mut self, at: SimTime, account: u32, luck: f64) -> &mut World {
        self.add(Occurrence::renewal(at, account, luck, 0.5))
    }

    /// Adds an occurrence behind all that happen at the same instant.
    pub fn add(&mut self, occurrence: Occurrence) -> &mut World {
        let place = self.demand.occurrences.partition_point(|other| other.at <= occurrence.at);
        self.demand.occurrences.insert(place, occurrence);
        self
    }

    /// Lives it through.
    pub fn live(&self) -> (Diary, Record) {
        let plan = Plan::new(&self.scenario, 0);
        let anchoring = Anchoring::neutral(&self.scenario);
        let names = self.scenario.kinds.iter().skip(NAMES.len()).map(|kind| match &*kind.name {
            "hand-off.1" => "farewell".to_string(),
            "hand-off.2" => "welcome".to_string(),
            name => name.to_string(),
        });
        let names = NAMES.into_iter().map(str::to_string).chain(names).collect();
        let mut diary = Diary { names, ..Diary::default() };
        let ring = KeyRing::new(1, 0);
        let record = run_observed(&self.demand, &plan, &anchoring, &ring, &mut Workspace::default(), &mut diary);
        (diary, record)
    }

    /// Probabilities given for renewals, against those worked out by hand. (Attachment has single precision.)
    pub fn assert_churn(&self, expected: &[f64], within: f64) {
        let given: Vec<f64> = self.live().0.renewals.iter().map(|renewal| renewal.1).collect();
        assert_eq!(given.len(), expected.len());
        for (given, expected) in given.iter().zip(expected) {
            assert!((given - expected).abs() < within, "{given} instead of {expected}");
        }
    }

    /// Who began what, and when.
    pub fn begun(&self) -> Vec<String> {
        self.live().0.begun
    }
}

fn when(at: SimTime) -> String {
    let ms = at.ms();
    assert_eq!(ms % MINUTE, 0, "tests work in whole minutes");
    format!("{}d{:02}:{:02}", ms.div_euclid(DAY), ms.rem_euclid(DAY) / HOUR, ms.rem_euclid(HOUR) / MINUTE)
}

impl Diary {
    fn what(&self, piece: Piece) -> String {
        format!("{} a{}", self.names[usize::from(piece.kind)], piece.account)
    }
}

impl Observer for Diary {
    fn begins(&mut self, at: SimTime, csm: u32, piece: Piece) {
        self.begun.push(format!("{} c{csm} {}", when(at), self.what(piece)));
    }
    fn ends(&mut self, at: SimTime, csm: u32, piece: Piece) {
        self.ended.push(format!("{} c{csm} {}", when(at), self.what(piece)));
    }
    fn is_set_aside(&mut self, at: SimTime, csm: u32, piece: Piece) {
        self.set_aside.push(format!("{} c{csm} {}", when(at), self.what(piece)));
    }
    fn is_resumed(&mut self, at: SimTime, csm: u32, piece: Piece) {
        self.resumed.push(format!("{} c{csm} {}", when(at), self.what(piece)));
    }
    fn expires(&mut self, at: SimTime, piece: Piece) {
        self.expired.push(format!("{} {}", when(at), self.what(piece)));
    }
    fn is_withdrawn(&mut self, at: SimTime, piece: Piece) {
        self.withdrawn.push(format!("{} {}", when(at), self.what(piece)));
    }
    fn renews(&mut self, _: SimTime, account: u32, churn: f64, stays: bool) {
        self.renewals.push((account, churn, stays));
    }
}
