//! Segments of accounts: how many, what they pay, when they renew, how they churn and grow today.

use super::activation::Activation;
use super::coverage::Rule;
use super::months::Months;
use crate::distribution::Distribution;
use crate::time::{Elapsed, MONTH, Working};

/// A group of accounts alike in revenue, contract and churn.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Name in the scenario.
    pub name: String,
    /// Accounts at the start of the warm-up.
    pub accounts: u32,
    /// Yearly revenue of an account [currency/year].
    pub arr: Distribution,
    /// Contract terms on offer, with the share of accounts on each (shares add up to 1).
    pub contracts: Vec<Contract>,
    /// Share of accounts lost in a year under the current design (0 to below 1); `None` where the scenario gives no
    /// churn: then nobody ever leaves.
    pub churn: Option<f64>,
    /// Yearly expansion revenue as a share of ARR, under the current design.
    pub expansion: f64,
    /// Yearly contraction (revenue lost from accounts that stay) as a share of ARR.
    pub contraction: f64,
    /// New accounts in a year, as a share of `accounts`.
    pub new_accounts: f64,
    /// Share of accounts whose contract promises a named CSM.
    pub contract_named: f64,
    /// Shares of its accounts by vertical (an index into `Skills::names`); the others have none.
    pub verticals: Vec<(u8, f64)>,
    /// What its accounts do besides; nothing by default.
    pub habits: Habits,
}

/// What accounts of a segment do besides paying, renewing and leaving. The default is none of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Habits {
    /// In which months new accounts come.
    pub new_accounts_months: Months,
    /// Renewals that bunch at quarter ends.
    pub quarter_end: Option<QuarterEnd>,
    /// More requests while an account that starts is being onboarded.
    pub onboarding: Option<Onboarding>,
    /// How long onboarding takes from the hand-off on, more requests or not.
    pub onboarded_in: Elapsed,
    /// From the start of a new account to its hand-off from sales.
    pub hand_off: Elapsed,
    /// New accounts of which sales does not say what their CSM must know.
    pub poor_hand_off: Option<PoorHandOff>,
    /// Multiplier on the rate of requests and on the content of all work.
    pub complexity: f64,
    /// Share of accounts that prefer self-service.
    pub self_service: f64,
    /// What an account pays for the named CSM that its contract promises, on top of ARR [currency/year].
    pub named_fee: Option<f64>,
    /// How accounts are won and kept.
    pub motion: Motion,
    /// Accounts that grow in usage.
    pub growth: Option<Growth>,
    /// Share of accounts that want a person, of those who say; `None`: nobody says.
    pub wants_human: Option<f64>,
    /// How new accounts take their seats into use, where that is looked at.
    pub activation: Option<Activation>,
    /// Share of accounts of strategic value, whatever they pay.
    pub strategic: f64,
    /// Mean health, where it is not that of all segments \[points\].
    pub health_mean: Option<f64>,
}

/// Hand-offs from sales without what a CSM must know.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoorHandOff {
    /// Share of the new accounts, above zero.
    pub share: f64,
    /// What finding it out adds to the first piece of work that a person begins.
    pub rework: Working,
}

/// How accounts are won and kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// Sales wins them and hands them over; renewals are negotiated.
    SalesLed,
    /// They sign up by themselves: no hand-off, and nobody prepares a renewal.
    ProductLed,
}

/// More requests while an account that starts is being onboarded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Onboarding {
    /// How long, from the hand-off on.
    pub duration: Elapsed,
    /// Multiplier on the rate of requests meanwhile.
    pub request_factor: f64,
}

/// Accounts that grow in usage: their revenue follows at each renewal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// Share of the accounts that do.
    pub share: f64,
    /// By how much in all.
    pub factor: f64,
    /// Over what time, at an even pace in per cent.
    pub over: Elapsed,
}

impl Growth {
    /// What usage has grown to, an age after the account's start, as a multiple.
    pub fn multiple(&self, age: Elapsed) -> f64 {
        let part = (age.ms() as f64 / self.over.ms().max(1) as f64).clamp(0.0, 1.0);
        libm::pow(self.factor, part)
    }
}

/// Renewals that bunch at the ends of calendar quarters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuarterEnd {
    /// Share of the accounts with terms of whole quarters whose renewals do.
    pub share: f64,
    /// How long before the end of the quarter they fall at most.
    pub within: Elapsed,
}

impl Habits {
    /// From an account's start to its going live.
    pub fn go_live(&self) -> Elapsed {
        self.hand_off + self.onboarded_in
    }
}

impl Default for Habits {
    fn default() -> Habits {
        Habits {
            new_accounts_months: Months::EVEN,
            quarter_end: None,
            onboarding: None,
            onboarded_in: Elapsed::ZERO,
            hand_off: Elapsed::ZERO,
            poor_hand_off: None,
            complexity: 1.0,
            self_service: 0.0,
            named_fee: None,
            motion: Motion::SalesLed,
            growth: None,
            wants_human: None,
            activation: None,
            strategic: 0.0,
            health_mean: None,
        }
    }
}

/// One contract term.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contract {
    /// Time from one renewal to the next; positive.
    pub term: Elapsed,
    /// Share of the segment's accounts on this term.
    pub share: f64,
}

impl Contract {
    /// Whether the term is a whole number of quarters, so that every renewal falls on the same part of one.
    pub fn is_of_whole_quarters(&self) -> bool {
        self.term.ms() % (3 * MONTH) == 0
    }
}

/// Cuts groups in two by a trait that a share of the accounts has, independently of all else.
fn split(groups: Vec<(Leanings, f64)>, share: f64, with: impl Fn(Leanings, bool) -> Leanings) -> Vec<(Leanings, f64)> {
    if share <= 0.0 {
        return groups;
    }
    let sides = [(false, 1.0 - share), (true, share)];
    let cut = groups.into_iter().flat_map(|(group, part)| sides.map(|(has, share)| (with(group, has), part * share)));
    cut.filter(|(_, share)| *share > 0.0).collect()
}

/// What rules may look at in an account beside its ARR and contract, and what it never changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leanings {
    /// Whether it wants a person.
    pub wants_human: bool,
    /// Its vertical, an index into `Skills::names`.
    pub vertical: Option<u8>,
    /// Whether it is of strategic value.
    pub strategic: bool,
    /// Whether it grows in usage.
    pub growing: bool,
}

impl Segment {
    /// The accounts of the segment as groups that lean alike, with their shares; growth tells groups apart only where one of
    /// these rules looks at it.
    pub fn leanings(&self, rules: &[Rule]) -> Vec<(Leanings, f64)> {
        let share = self.habits.wants_human.unwrap_or(0.0);
        let wishes = [(false, 1.0 - share), (true, share)].into_iter().filter(|(_, share)| *share > 0.0);
        let with: f64 = self.verticals.iter().map(|(_, share)| share).sum();
        let verticals = self.verticals.iter().map(|(vertical, share)| (Some(*vertical), *share));
        let verticals: Vec<(Option<u8>, f64)> =
            std::iter::once((None, 1.0 - with)).chain(verticals).filter(|(_, share)| *share > 1e-12).collect();
        let group = |(wants_human, wish): (bool, f64)| {
            let with = move |vertical| Leanings { wants_human, vertical, ..Leanings::default() };
            verticals.iter().map(move |(vertical, share)| (with(*vertical), wish * share))
        };
        let groups: Vec<(Leanings, f64)> = wishes.flat_map(group).collect();
        let looks = rules.iter().any(|rule| rule.growing.is_some());
        let growing = self.habits.growth.filter(|_| looks).map_or(0.0, |growth| growth.share);
        let strategic = |leanings: Leanings, strategic| Leanings { strategic, ..leanings };
        let grows = |leanings: Leanings, growing| Leanings { growing, ..leanings };
        split(split(groups, self.habits.strategic, strategic), growing, grows)
    }

    /// Renewals of an account in a year.
    pub fn renewals_per_year(&self) -> f64 {
        self.contracts.iter().map(|contract| contract.share / contract.term.years()).sum()
    }

    /// Whether nothing can ever change an account: nobody leaves, grows or shrinks.
    pub fn accounts_never_change(&self) -> bool {
        self.churn.is_none() && self.expansion == 0.0 && self.contraction == 0.0 && self.habits.growth.is_none()
    }
}
