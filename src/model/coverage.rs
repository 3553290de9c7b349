//! Coverage designs: an ordered list of rules that say, for an account and a class of work, who may serve it and from
//! when.

use super::team::Team;
use crate::time::{Elapsed, Span};

/// One way to cover all accounts, with its teams.
#[derive(Clone, Debug)]
pub struct Design {
    /// Name in the scenario.
    pub name: String,
    /// All teams of the scenario as this design changes them; indexed like `Scenario::team_names`.
    pub teams: Vec<Team>,
    /// The first rule that matches decides.
    pub rules: Vec<Rule>,
    /// What is paid beside the CSMs: names and amounts [currency/year].
    pub costs: Vec<(String, f64)>,
}

/// Which work of which accounts a coverage applies to.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Segments it applies to, indexed like `Scenario::segments`.
    pub segments: Vec<bool>,
    /// Accounts with at least this ARR [currency/year]; the ARR is that at the account's start.
    pub arr_from: f64,
    /// Accounts with less than this ARR [currency/year].
    pub arr_below: f64,
    /// Only accounts whose contract does (`true`) or does not (`false`) promise a named CSM.
    pub contract_named: Option<bool>,
    /// Classes of work it applies to, indexed by `Class`.
    pub classes: [bool; 3],
    /// Who serves.
    pub coverage: Coverage,
}

/// Who may serve, and from when. Pods of one are named CSMs; one pod of everyone is a pool.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// Index into `Design::teams`.
    pub team: usize,
    /// How the team is cut up.
    pub pods: PodSize,
    /// How accounts are spread over pods.
    pub balance: Balance,
    /// How long work waits for its pod before anyone of the team may take it, or at once when the account's only CSM
    /// is away; `None`: it waits for the pod however long.
    pub backup_after: Option<Span>,
    /// Last handler first.
    pub sticky: Option<Sticky>,
    /// Who of a pool or pod gets a piece of work.
    pub assign: Assign,
    /// Another team that may take the work too.
    pub overflow: Option<Overflow>,
}

/// Who of a pool or pod gets a piece of work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assign {
    /// One queue: whoever is free takes the first, of several who has been idle longest.
    #[default]
    LongestIdle,
    /// As it comes, to the CSM with the least in hand and waiting who is not absent.
    LeastLoaded,
    /// As it comes, to all in turn, there or not.
    RoundRobin,
    /// As it comes, by lot.
    Random,
}

/// Help from another team.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overflow {
    /// Index into `Design::teams`.
    pub team: usize,
    /// How long work waits before that team may take it.
    pub after: Span,
}

impl Rule {
    /// Whether a team (index into `Design::teams`) has anything to do with it.
    pub fn mentions(&self, team: usize) -> bool {
        self.coverage.team == team || self.coverage.overflow.is_some_and(|overflow| overflow.team == team)
    }
}

/// How a team is cut into pods with a queue each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PodSize {
    /// Pods of one: each account has a named CSM.
    One,
    /// Pods of so many (the last ones smaller by one where it does not divide).
    Of(u32),
    /// One pod: a pool.
    Everyone,
}

/// What is made equal between pods when accounts are spread over them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Balance {
    /// Number of accounts.
    Accounts,
    /// Yearly revenue.
    Arr,
    /// Expected hours of work.
    Work,
}

/// A preference for whoever served the account last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sticky {
    /// How long after a contact its handler is still preferred.
    pub memory: Elapsed,
    /// How long work waits for that handler before the pod may take it.
    pub patience: Span,
}
