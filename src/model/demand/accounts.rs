//! Who the customers are: lasting traits, arrival of new accounts, renewal dates and the luck of each renewal.

use super::Occurrence;
use super::seasons::{Civil, Seasons};
use crate::distribution::exp1;
use crate::model::{Contract, Leanings, Scenario, Segment};
use crate::streams::{KeyRing, Purpose, Stream, uniform};
use crate::time::{Elapsed, SimTime, YEAR};

/// The accounts of one replication, one column a trait.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    /// Segment, an index into `Scenario::segments`.
    pub segment: Vec<u16>,
    /// Number within the segment; with it, names the account's streams.
    pub number: Vec<u32>,
    /// Yearly revenue at the start [hundredths of the currency a year].
    pub arr_cents: Vec<i64>,
    /// When the account came; the beginning of the simulation for those who were there.
    pub start: Vec<SimTime>,
    /// Contract, an index into `Segment::contracts`.
    pub contract: Vec<u8>,
    /// Whether the contract promises a named CSM.
    pub contract_named: Vec<bool>,
    /// How many were there at the beginning; they come first.
    pub initial: u32,
    /// Whether the account prefers self-service; empty where nobody does.
    self_service: Vec<bool>,
    /// Whether the account grows in usage; empty where nobody does.
    grows: Vec<bool>,
    /// Whether the account wants a person; empty where nobody does.
    wants_human: Vec<bool>,
    /// Whether the account is of strategic value; empty where nobody is.
    strategic: Vec<bool>,
    /// Whether sales handed the account over poorly; empty where that is never so.
    poor_hand_off: Vec<bool>,
    /// One more than the account's vertical, 0 for none; empty where nobody has one.
    vertical: Vec<u8>,
    /// When the contract first comes up; then it does after every term.
    pub first_renewal: Vec<SimTime>,
    /// Where renewals drawn stop.
    renewals_end: SimTime,
}

/// New accounts are numbered from here within their segment, so that a larger segment shifts none of their streams.
const FIRST_NEW: u32 = 1 << 31;

impl Accounts {
    /// How many accounts there ever are.
    pub fn len(&self) -> usize {
        self.segment.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.segment.is_empty()
    }

    /// Whether an account prefers self-service.
    pub fn prefers_self_service(&self, account: usize) -> bool {
        self.self_service.get(account).copied().unwrap_or(false)
    }

    /// Whether an account grows in usage.
    #[inline]
    pub fn grows(&self, account: usize) -> bool {
        self.grows.get(account).copied().unwrap_or(false)
    }

    /// Whether an account wants a person.
    #[inline]
    pub fn wants_human(&self, account: usize) -> bool {
        self.wants_human.get(account).copied().unwrap_or(false)
    }

    /// Whether sales handed an account over poorly; never one of the beginning.
    #[inline]
    pub fn poorly_handed_off(&self, account: usize) -> bool {
        account >= self.initial as usize && self.poor_hand_off.get(account).copied().unwrap_or(false)
    }

    /// The vertical of an account, an index into `Skills::names`.
    #[inline]
    pub fn vertical(&self, account: usize) -> Option<u8> {
        self.vertical.get(account).and_then(|more| more.checked_sub(1))
    }

    /// What an account leans to.
    pub fn leanings(&self, account: usize) -> Leanings {
        let strategic = self.strategic.get(account).copied().unwrap_or(false);
        let (wants_human, vertical, growing) = (self.wants_human(account), self.vertical(account), self.grows(account));
        Leanings { wants_human, vertical, strategic, growing }
    }

    /// Renewal dates of one account, from the first to where drawing stopped.
    pub(super) fn renewals(&self, account: usize, term: Elapsed) -> impl Iterator<Item = SimTime> + use<> {
        let end = self.renewals_end;
        std::iter::successors(Some(self.first_renewal[account]), move |at| Some(*at + term))
            .take_while(move |at| *at < end)
    }

    /// Nobody any more, memory kept.
    fn clear(&mut self) {
        self.segment.clear();
        self.number.clear();
        self.arr_cents.clear();
        self.start.clear();
        self.contract.clear();
        self.contract_named.clear();
        self.self_service.clear();
        self.grows.clear();
        self.poor_hand_off.clear();
        self.wants_human.clear();
        self.vertical.clear();
        self.strategic.clear();
        self.first_renewal.clear();
        self.initial = 0;
    }

    /// When the contract of an account comes up next after an instant, in good and in bad times.
    pub fn renewal_after(&self, account: usize, term: Elapsed, at: SimTime) -> SimTime {
        let first = self.first_renewal[account];
        if at < first {
            return first;
        }
        let terms = (at - first).ms() / term.ms().max(1) + 1;
        first + Elapsed::from_ms(terms * term.ms())
    }

    fn push(&mut self, segment: usize, number: u32, traits: &Traits, start: SimTime, first_renewal: SimTime) {
        self.segment.push(segment as u16);
        self.number.push(number);
        self.arr_cents.push(traits.arr_cents);
        self.start.push(start);
        self.contract.push(traits.contract as u8);
        self.contract_named.push(traits.contract_named);
        self.first_renewal.push(first_renewal);
    }
}

/// The traits of one account, in the order in which its stream gives them.
struct Traits {
    arr_cents: i64,
    contract: usize,
    contract_named: bool,
    /// Where in its term an account of the beginning stands, 0 to 1.
    phase: f64,
}

fn traits(segment: &Segment, stream: &mut Stream) -> Traits {
    // Uniforms first: the revenue may take any number of draws.
    let phase = uniform(stream);
    let contract_draw = uniform(stream);
    let contract_named = uniform(stream) < segment.contract_named;
    let arr = segment.arr.sample(stream);
    Traits {
        arr_cents: (arr * 100.0 + 0.5) as i64,
        contract: choose_contract(&segment.contracts, contract_draw),
        contract_named,
        phase,
    }
}

fn choose_contract(contracts: &[Contract], draw: f64) -> usize {
    let mut below = 0.0;
    for (index, contract) in contracts.iter().enumerate() {
        below += contract.share;
        if draw < below {
            return index;
        }
    }
    contracts.len() - 1
}

/// Who signs and renews at quarter ends.
struct QuarterEnds<'a> {
    segment: &'a Segment,
    key: u64,
    ring: &'a KeyRing,
    civil: Civil,
}

impl QuarterEnds<'_> {
    /// Where a date goes that would have been anywhere in its quarter; `None` where it stays.
    fn moved(&self, contract: &Contract, number: u32, at: SimTime) -> Option<SimTime> {
        let habit = self.segment.habits.quarter_end.filter(|_| contract.is_of_whole_quarters())?;
        let mut stream = self.ring.stream(Purpose::QuarterEnd, self.key, u64::from(number));
        let (joins, before) = (uniform(&mut stream) < habit.share, uniform(&mut stream));
        let before = Elapsed::from_ms((habit.within.ms() as f64 * before) as i64);
        joins.then(|| self.civil.quarter_end(at) - before)
    }
}

/// Draws all accounts: those of the beginning segment after segment, then new ones segment after segment in order of
/// arrival (before quarter ends move some).
pub(super) fn draw(scenario: &Scenario, segment_keys: &[u64], ring: &KeyRing, accounts: &mut Accounts) {
    let begin = scenario.simulation.begin();
    let end = scenario.simulation.end();
    accounts.clear();
    let civil = Civil::new(&scenario.simulation);
    for (index, segment) in scenario.segments.iter().enumerate() {
        let quarter_ends = QuarterEnds { segment, key: segment_keys[index], ring, civil };
        for number in 0..segment.accounts {
            let mut stream = ring.stream(Purpose::Account, segment_keys[index], u64::from(number));
            let drawn = traits(segment, &mut stream);
            let contract = &segment.contracts[drawn.contract];
            let term = contract.term;
            let mut first_renewal = begin + Elapsed::from_ms((term.ms() as f64 * drawn.phase) as i64 + 1);
            if let Some(end) = quarter_ends.moved(contract, number, first_renewal) {
                // Some whole number of terms earlier or later: the first one after the beginning.
                first_renewal = begin + Elapsed::from_ms(((end - begin).ms() - 1).rem_euclid(term.ms()) + 1);
            }
            accounts.push(index, number, &drawn, begin, first_renewal);
        }
    }
    accounts.initial = accounts.len() as u32;
    for (index, segment) in scenario.segments.iter().enumerate() {
        let rate = segment.new_accounts * f64::from(segment.accounts) / YEAR as f64;
        if rate <= 0.0 {
            continue;
        }
        let mut arrivals = ring.stream(Purpose::NewAccounts, segment_keys[index], 0);
        let months = &segment.habits.new_accounts_months;
        let seasons = (!months.is_even()).then(|| Seasons::new(&scenario.simulation, months));
        let quarter_ends = QuarterEnds { segment, key: segment_keys[index], ring, civil };
        let mut at = begin.ms() as f64;
        for number in FIRST_NEW.. {
            at += exp1(&mut arrivals) / rate;
            let mut start = match &seasons {
                Some(seasons) => seasons.instant(at - begin.ms() as f64),
                None => SimTime::from_ms(at as i64),
            };
            if start >= end {
                break;
            }
            let mut stream = ring.stream(Purpose::Account, segment_keys[index], u64::from(number));
            let drawn = traits(segment, &mut stream);
            let contract = &segment.contracts[drawn.contract];
            if let Some(moved) = quarter_ends.moved(contract, number, start) {
                start = moved.max(begin);
                if start >= end {
                    continue;
                }
            }
            let first_renewal = start + contract.term;
            accounts.push(index, number, &drawn, start, first_renewal);
        }
    }
    draw_leanings(scenario, segment_keys, ring, accounts);
}

/// Draws who prefers self-service, who wants a person and who grows, each from a stream of its own.
fn draw_leanings(scenario: &Scenario, segment_keys: &[u64], ring: &KeyRing, accounts: &mut Accounts) {
    let draw = |purpose: Purpose, share: &dyn Fn(&Segment) -> f64, accounts: &Accounts| -> Vec<bool> {
        if scenario.segments.iter().all(|segment| share(segment) <= 0.0) {
            return Vec::new();
        }
        let one = |(segment, number): (&u16, &u32)| {
            let index = usize::from(*segment);
            let mut stream = ring.stream(purpose, segment_keys[index], u64::from(*number));
            uniform(&mut stream) < share(&scenario.segments[index])
        };
        accounts.segment.iter().zip(&accounts.number).map(one).collect()
    };
    accounts.self_service = draw(Purpose::SelfService, &|segment| segment.habits.self_service, accounts);
    let wants = |segment: &Segment| segment.habits.wants_human.unwrap_or(0.0);
    accounts.wants_human = draw(Purpose::WantsHuman, &wants, accounts);
    let grows = |segment: &Segment| segment.habits.growth.map_or(0.0, |growth| growth.share);
    accounts.grows = draw(Purpose::Growth, &grows, accounts);
    accounts.strategic = draw(Purpose::Strategic, &|segment| segment.habits.strategic, accounts);
    let poor = |segment: &Segment| segment.habits.poor_hand_off.map_or(0.0, |poor| poor.share);
    accounts.poor_hand_off = draw(Purpose::PoorHandOff, &poor, accounts);
    draw_verticals(scenario, segment_keys, ring, accounts);
}

/// Draws the vertical of each account: one number decides among the shares in the order of the file.
fn draw_verticals(scenario: &Scenario, segment_keys: &[u64], ring: &KeyRing, accounts: &mut Accounts) {
    if scenario.segments.iter().all(|segment| segment.verticals.is_empty()) {
        return;
    }
    let one = |(segment, number): (&u16, &u32)| {
        let index = usize::from(*segment);
        let mut left = uniform(&mut ring.stream(Purpose::Vertical, segment_keys[index], u64::from(*number)));
        let falls = |(_, share): &&(u8, f64)| {
            left -= share;
            left < 0.0
        };
        scenario.segments[index].verticals.iter().find(falls).map_or(0, |(vertical, _)| vertical + 1)
    };
    accounts.vertical = accounts.segment.iter().zip(&accounts.number).map(one).collect();
}

/// Adds the arrival of each new account and all renewals before the end, each with its luck.
pub(super) fn add_starts_and_renewals(
    scenario: &Scenario,
    accounts: &mut Accounts,
    look_ahead_ms: i64,
    ring: &KeyRing,
    out: &mut Vec<Occurrence>,
) {
    let end = scenario.simulation.end();
    accounts.renewals_end = end + Elapsed::from_ms(look_ahead_ms);
    let keys: Vec<u64> = scenario.segments.iter().map(|s| crate::streams::entity_of_name(&s.name)).collect();
    for account in 0..accounts.len() {
        if account >= accounts.initial as usize {
            out.push(Occurrence::start(accounts.start[account], account as u32));
        }
        let segment = usize::from(accounts.segment[account]);
        if scenario.segments[segment].accounts_never_change() {
            continue;
        }
        let term = scenario.segments[segment].contracts[usize::from(accounts.contract[account])].term;
        let mut luck = ring.stream(Purpose::Renewals, keys[segment], u64::from(accounts.number[account]));
        for at in accounts.renewals(account, term).take_while(|at| *at < end) {
            out.push(Occurrence::renewal(at, account as u32, uniform(&mut luck), uniform(&mut luck)));
        }
    }
}
