//! Segments of accounts: how many, what they pay, when they renew, how they churn and grow today.

use crate::distribution::Distribution;
use crate::time::Elapsed;

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
}

/// One contract term.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contract {
    /// Time from one renewal to the next; positive.
    pub term: Elapsed,
    /// Share of the segment's accounts on this term.
    pub share: f64,
}

impl Segment {
    /// Whether no renewal can ever change anything: nobody leaves, grows or shrinks.
    pub fn accounts_never_change(&self) -> bool {
        self.churn.is_none() && self.expansion == 0.0 && self.contraction == 0.0
    }
}
