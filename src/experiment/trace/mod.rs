//! Traces: one replication lived again with somebody watching: what became of one account under each design, and
//! which accounts fared differently.
//!
//! Demand, streams and anchoring are those of a comparison, so the life seen is the one in its results.

mod diary;
mod teller;

use super::comparison::anchor;
use super::replications::{OnProgress, ThreadsRefused, on_threads};
use crate::engine::{Anchoring, Observer, Piece, Plan, Workspace, run_observed};
use crate::model::demand::{Occurrence, What};
use crate::model::digital::Effect;
use crate::model::{Demand, DemandSource, Leanings, Scenario};
use crate::policy::coverage::{Customer, serving_rule};
use crate::streams::KeyRing;
use crate::time::calendar::Hours;
use crate::time::{Elapsed, SimTime, Working};
use diary::{Diary, Exits};
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use std::sync::Arc;
use teller::Teller;

/// One replication, drawn and ready to be lived again.
#[derive(Debug)]
pub struct Rerun {
    scenario: Arc<Scenario>,
    designs: Vec<usize>,
    replication: u32,
    demand: Demand,
    anchoring: Anchoring,
}

/// One account, as it is under every design.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Its number in this replication, from 0: accounts of the beginning segment after segment, then new ones.
    pub number: u32,
    /// Index of its segment.
    pub segment: usize,
    /// Yearly revenue when it came [currency/year].
    pub arr: f64,
    /// When it came; the beginning of the warm-up for those who were there.
    pub start: SimTime,
    /// Whether it came during the simulation.
    pub is_new: bool,
    /// Term of its contract.
    pub term: Elapsed,
    /// Whether the contract promises a named CSM.
    pub contract_named: bool,
    /// What it leans to.
    pub leanings: Leanings,
    /// Whether sales handed it over poorly.
    pub poorly_handed_off: bool,
}

/// The life of one account under each design, side by side.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// Number of the replication, from 0.
    pub replication: u32,
    /// How many accounts this replication ever has.
    pub accounts: u32,
    /// The account.
    pub account: Account,
    /// The zone in which times are told: that of the team that answers the account today.
    pub time_zone: TimeZone,
    /// One for each design.
    pub lives: Vec<Life>,
    /// What happens, in order of time.
    pub rows: Vec<Row>,
}

/// One design's part of a trace.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    /// Index of the design.
    pub design: usize,
    /// Who covers the account, in words.
    pub covered: String,
    /// When it left.
    pub left: Option<SimTime>,
    /// Pieces of work begun for it.
    pub touches: u32,
    /// Touches by another person than the one before.
    pub handovers: u32,
    /// Answers and touches that came late.
    pub late: u32,
    /// Touches and plays that expired.
    pub missed: u32,
}

/// Something that happens to the account, and what becomes of it under each design.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// When.
    pub at: SimTime,
    /// What.
    pub what: Happening,
    /// By design; empty where a design has nothing to say.
    pub fates: Vec<Vec<Fate>>,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Happening {
    /// The account comes, or the simulation begins with it.
    Comes,
    /// Measuring begins (`true`) or ends.
    Measuring(bool),
    /// Work of a kind, with its content for whoever knows the account.
    Work(usize, Working),
    /// It should be activated by now, or (`true`) leaves now if it is not.
    Adoption(bool),
    /// Under some design it goes over to other CSMs.
    GoesOver,
    /// The contract comes up; the account leaves where the probability of churn is above its luck.
    Renewal(f64),
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fate {
    /// Somebody takes it.
    Served(Served),
    /// Nobody took it in time.
    Missed(SimTime),
    /// The customer gave up before the first response.
    GaveUp(SimTime),
    /// Dropped, because the account had left.
    Dropped,
    /// Sent by a program: what that did.
    Sent(Effect),
    /// A step that does not open: the share of accounts activated in time at the last review, if any was due.
    LeftOut(Option<f64>),
    /// Met by a session of a program.
    Met,
    /// Whether it is activated, and whether it leaves early.
    Activated(bool, bool),
    /// A program sent a note, which settled it (`true`) or not.
    Noted(bool),
    /// A touch that does not open, because of a score that has heard of satisfaction.
    NotCalledFor,
    /// How satisfied the account was when that called for a play \[points\].
    Dissatisfied(f64),
    /// A note has restored satisfaction to so many points.
    Restored(f64),
    /// It came to somebody first who was not in charge any more.
    Astray,
    /// What was begun was set aside for more urgent work, and gone on with.
    SetAside(SimTime, Option<SimTime>),
    /// Who answers its requests from now on.
    GoesTo(Cover),
    /// No rule of the design covers it.
    Uncovered,
    /// It waits still when the simulation ends.
    Waiting,
    /// The renewal: probability of churn, and whether the account stays.
    Renewed(f64, bool),
    /// The account has left before.
    Gone,
}

/// Work that somebody took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Served {
    /// When it was begun.
    pub begun: SimTime,
    /// By whom.
    pub by: Person,
    /// How long it waited, in working time of that person's calendar.
    pub waited: Working,
    /// Whether that was later than the target or the due date.
    pub late: bool,
    /// Who served the account before, where it was somebody else.
    pub instead_of: Option<Person>,
    /// When it was done, if it was.
    pub done: Option<SimTime>,
    /// For a risk: whether the play came early enough to save the account; for a talk about an expansion: whether it won.
    pub saved: Option<bool>,
    /// For a play on low satisfaction: how satisfied the account was afterwards \[points\], if it was made in time and answered.
    pub restored: Option<f64>,
}

/// A CSM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Index of the team.
    pub team: usize,
    /// Number within the team, from 1.
    pub number: u32,
    /// How many have left that seat before: 0 for a CSM of the beginning.
    pub predecessors: u32,
}

/// Who answers an account's requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    /// A CSM of its own.
    Own(Person),
    /// A pod of so many of a team.
    Pod(usize, u32),
    /// Anyone of a team.
    Pool(usize),
    /// Nobody.
    Nobody,
}

/// Who left when, by account and design.
#[derive(Clone, Debug, PartialEq)]
pub struct Fates {
    /// The scenario's designs looked at.
    pub designs: Vec<usize>,
    /// All accounts of the replication in order.
    pub accounts: Vec<Account>,
    /// When each left, by account, then by design.
    pub left: Vec<Vec<Option<SimTime>>>,
}

impl Fates {
    /// Accounts that stay under one design and leave under another, or leave at another renewal; the largest first.
    pub fn differing(&self) -> Vec<usize> {
        let differs = |account: &usize| self.left[*account].iter().any(|left| *left != self.left[*account][0]);
        let mut found: Vec<usize> = (0..self.accounts.len()).filter(differs).collect();
        found.sort_by(|a, b| self.accounts[*b].arr.total_cmp(&self.accounts[*a].arr));
        found
    }
}

impl Rerun {
    /// Draws one replication of the comparison of `designs` (empty: all).
    pub fn draw(scenario: Arc<Scenario>, designs: &[usize], replication: u32) -> Rerun {
        let all = || (0..scenario.designs.len()).collect();
        let designs = if designs.is_empty() { all() } else { designs.to_vec() };
        let ring = KeyRing::new(scenario.simulation.seed, replication);
        let demand = DemandSource::new(&scenario).draw(&ring);
        let anchoring = Anchoring::neutral(&scenario);
        Rerun { scenario, designs, replication, demand, anchoring }
    }

    /// Ties churn to today's design, as a comparison does.
    pub fn anchored(mut self, threads: Option<usize>, progress: OnProgress) -> Result<Rerun, ThreadsRefused> {
        self.anchoring = on_threads(threads, || anchor(&self.scenario, progress))?.anchoring;
        Ok(self)
    }

    /// How many accounts there ever are in this replication.
    pub fn accounts(&self) -> u32 {
        self.demand.accounts.len() as u32
    }

    /// The account of that number.
    pub fn account(&self, number: u32) -> Option<Account> {
        let accounts = &self.demand.accounts;
        let index = number as usize;
        let segment = usize::from(*accounts.segment.get(index)?);
        Some(Account {
            number,
            segment,
            arr: accounts.arr_cents[index] as f64 / 100.0,
            start: accounts.start[index],
            is_new: number >= accounts.initial,
            term: self.scenario.segments[segment].contracts[usize::from(accounts.contract[index])].term,
            contract_named: accounts.contract_named[index],
            leanings: accounts.leanings(index),
            poorly_handed_off: accounts.poorly_handed_off(index),
        })
    }

    /// Who leaves under which design.
    pub fn fates(&self) -> Fates {
        let accounts: Vec<Account> = (0..self.accounts()).filter_map(|number| self.account(number)).collect();
        let mut left = vec![vec![None; self.designs.len()]; accounts.len()];
        for (place, &design) in self.designs.iter().enumerate() {
            let mut exits = Exits::default();
            self.live(design, &mut exits);
            exits.0.iter().for_each(|&(at, account)| left[account as usize][place] = Some(at));
        }
        Fates { designs: self.designs.clone(), accounts, left }
    }

    /// The life of one account under each design.
    pub fn trace(&self, number: u32) -> Option<Trace> {
        let account = self.account(number)?;
        let diaries: Vec<Diary> = (self.designs.iter())
            .map(|&design| {
                let chosen = &self.scenario.designs[design];
                let wait = |kind| chosen.note(kind).map_or(Elapsed::ZERO, |note| note.wait);
                let waits = self.scenario.kinds.iter().map(wait).collect();
                let mut diary = Diary { account: number, waits, ..Diary::default() };
                diary.csms = self.live(design, &mut diary);
                diary
            })
            .collect();
        let mut rows = self.rows(&account, &diaries);
        let mut lives = Vec::new();
        for (place, diary) in diaries.iter().enumerate() {
            let teller = Teller::new(self, &account, self.designs[place], diary);
            let mut last = None;
            rows.iter_mut().for_each(|row| row.fates.push(teller.fates(row)));
            // Hand-overs in the order in which people began, which need not be that of the work.
            let mut served: Vec<&mut Served> = (rows.iter_mut())
                .flat_map(|row| row.fates[place].iter_mut())
                .filter_map(|fate| if let Fate::Served(served) = fate { Some(served) } else { None })
                .collect();
            served.sort_by_key(|served| served.begun);
            for served in served {
                served.instead_of = last.filter(|last| *last != served.by);
                last = Some(served.by);
            }
            lives.push(teller.life(&rows, place));
        }
        let time_zone = self.time_zone(&account);
        let (scenario, accounts) = (self.scenario.clone(), self.accounts());
        Some(Trace { scenario, replication: self.replication, accounts, account, time_zone, lives, rows })
    }

    /// Lives one design through with somebody watching; gives the CSMs of each of its teams.
    fn live<O: Observer>(&self, design: usize, observer: &mut O) -> Vec<u32> {
        let plan = Plan::new(&self.scenario, design);
        let ring = KeyRing::new(self.scenario.simulation.seed, self.replication);
        let mut workspace = Workspace::default();
        run_observed(&self.demand, &plan, &self.anchoring, &ring, &mut workspace, observer);
        plan.seats()
    }

    /// What happens to the account under any design, still without fates.
    fn rows(&self, account: &Account, diaries: &[Diary]) -> Vec<Row> {
        let simulation = &self.scenario.simulation;
        let row = |at, what| Row { at, what, fates: Vec::new() };
        let mut rows = vec![
            row(account.start, Happening::Comes),
            row(SimTime::ZERO, Happening::Measuring(true)),
            row(simulation.end_of_measuring(), Happening::Measuring(false)),
        ];
        let own = |o: &&Occurrence| o.account == account.number && o.at >= account.start;
        for occurrence in self.demand.occurrences.iter().filter(own) {
            match occurrence.what {
                What::Work => {
                    let what = Happening::Work(usize::from(occurrence.kind), occurrence.work_content());
                    // Two of a kind at one instant share a row.
                    if !rows.iter().any(|row| row.is_piece(occurrence.at, occurrence.kind)) {
                        rows.push(row(occurrence.at, what));
                    }
                }
                What::Adoption => rows.push(row(occurrence.at, Happening::Adoption(occurrence.leaves_early()))),
                What::Renewal => rows.push(row(occurrence.at, Happening::Renewal(occurrence.renewal_lucks().0))),
                _ => {}
            }
        }
        // Work that only some design makes, such as a follow-up.
        let made = |diary: &Diary| {
            let alarms: Vec<Piece> = diary.dissatisfied.iter().map(|(raised, _)| *raised).collect();
            diary.deeds.iter().map(|deed| diary.raised(deed.piece)).chain(alarms).collect::<Vec<Piece>>()
        };
        for piece in diaries.iter().flat_map(made) {
            if !rows.iter().any(|row| row.is_piece(piece.arrived, piece.kind)) {
                rows.push(row(piece.arrived, Happening::Work(usize::from(piece.kind), Working::ZERO)));
            }
        }
        for (at, _) in diaries.iter().flat_map(|diary| &diary.moves) {
            if !rows.iter().any(|row| row.at == *at && row.what == Happening::GoesOver) {
                rows.push(row(*at, Happening::GoesOver));
            }
        }
        rows.sort_by_key(|row| (row.at, row.what.rank()));
        rows
    }

    fn time_zone(&self, account: &Account) -> TimeZone {
        let design = &self.scenario.designs[self.scenario.current];
        let rule = [0, 1, 2].into_iter().find_map(|class| serving_rule(&design.rules, account.customer(), class));
        let team = rule.map(|rule| &design.teams[design.rules[rule].coverage.team]);
        match team.map(|team| &self.scenario.calendars[team.calendar].1) {
            Some(Hours::Weekly(weekly)) => weekly.time_zone.clone(),
            Some(Hours::Always) | None => TimeZone::UTC,
        }
    }
}

impl Account {
    fn customer(&self) -> Customer {
        Customer::settled(self.segment, self.arr, self.contract_named).leaning(self.leanings)
    }
}

impl Row {
    fn is_piece(&self, at: SimTime, kind: u16) -> bool {
        self.at == at && matches!(self.what, Happening::Work(of, _) if of == usize::from(kind))
    }
}

impl Happening {
    /// Order at one instant, that of the engine.
    fn rank(self) -> usize {
        match self {
            Happening::Comes => 0,
            Happening::Measuring(_) => 1,
            Happening::Renewal(_) => 2,
            Happening::GoesOver => 3,
            Happening::Work(kind, _) => 4 + kind,
            Happening::Adoption(_) => usize::MAX,
        }
    }
}

impl Trace {
    /// An instant on the wall clock of the account's team.
    pub fn local(&self, at: SimTime) -> DateTime {
        self.zoned(at).datetime()
    }

    /// The same with its zone.
    pub fn zoned(&self, at: SimTime) -> jiff::Zoned {
        zoned(&self.scenario, at, &self.time_zone)
    }

    /// Keeps only what happens from one date to another, both included.
    pub fn keep(&mut self, from: Option<Date>, until: Option<Date>) {
        let mut rows = std::mem::take(&mut self.rows);
        rows.retain(|row| {
            let date = self.local(row.at).date();
            from.is_none_or(|from| date >= from) && until.is_none_or(|until| date <= until)
        });
        self.rows = rows;
    }
}

/// An instant of a scenario on the wall clock of a zone.
pub fn zoned(scenario: &Scenario, at: SimTime, zone: &TimeZone) -> jiff::Zoned {
    let zero = TimeZone::UTC.to_timestamp(scenario.simulation.start.at(0, 0, 0, 0)).unwrap_or_default();
    let instant = zero.saturating_add(SignedDuration::from_millis(at.ms())).unwrap_or(zero);
    instant.to_zoned(zone.clone())
}
