//! Coverage designs: an ordered list of rules that say, for an account and a class of work, who may serve it and from
//! when.

use super::account::Segment;
use super::skill::Matching;
use super::team::Team;
use super::transition::{SeatChange, Transition};
use super::work::{Class, Origin, WorkKind};
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
    /// What the design is before it becomes itself.
    pub transition: Option<Transition>,
    /// How its seats change then; `None`: they stay.
    pub seat_change: Option<SeatChange>,
    /// When accounts are looked at again, where rules look at their ARR; `None`: never.
    pub resegment: Option<Resegment>,
    /// Names of the triggers that it acts on; `None`: all.
    pub triggers: Option<Vec<String>>,
    /// Names of the programs that it runs; `None`: all.
    pub programs: Option<Vec<String>>,
    /// What a program tries before somebody is called.
    pub notes: Vec<Note>,
}

/// A note that a program sends as soon as a risk strikes or an alarm is raised; the play is called for only where it
/// settles nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Names of the risks and triggers.
    pub of: Vec<String>,
    /// Share of them that the note settles.
    pub settles: f64,
    /// From the note to the call for the play.
    pub wait: Elapsed,
}

impl Design {
    /// Whether it runs a program.
    pub fn runs(&self, program: &str) -> bool {
        self.programs.as_ref().is_none_or(|names| names.iter().any(|name| name == program))
    }

    /// The note that comes before a kind of play.
    pub fn note(&self, kind: &WorkKind) -> Option<&Note> {
        self.notes.iter().find(|note| kind.class() == Class::Triggered && note.of.contains(&kind.name))
    }

    /// Share of the plays of a kind for which nobody is called: it is not acted on, or a note settles it.
    pub fn spared_share(&self, kind: &WorkKind) -> f64 {
        if self.ignores(kind) { 1.0 } else { self.note(kind).map_or(0.0, |note| note.settles) }
    }

    /// Whether nobody takes note of a kind of work under this design.
    pub fn ignores(&self, kind: &WorkKind) -> bool {
        let named = |names: &Vec<String>| names.contains(&kind.name);
        matches!(kind.origin, Origin::Trigger { .. }) && !self.triggers.as_ref().is_none_or(named)
    }
}

/// When the ARR by which rules see an account is looked at again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resegment {
    /// All accounts on fixed dates, counted from the beginning of measuring; `None`: each at its renewals.
    pub every: Option<Elapsed>,
    /// How far beyond a line the ARR must lie, as a share of the line, before the account crosses it.
    pub hysteresis: f64,
}

/// Which work of which accounts a coverage applies to.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Segments it applies to, indexed like `Scenario::segments`.
    pub segments: Vec<bool>,
    /// Accounts with at least this ARR [currency/year]; the ARR is that at the account's start, or when the design last
    /// looked at it (see [`Resegment`]).
    pub arr_from: f64,
    /// Accounts with less than this ARR [currency/year].
    pub arr_below: f64,
    /// Only accounts whose contract does (`true`) or does not (`false`) promise a named CSM.
    pub contract_named: Option<bool>,
    /// Only accounts that do (`true`) or do not (`false`) want a person.
    pub wants_human: Option<bool>,
    /// Only accounts of this vertical, an index into `Skills::names`.
    pub vertical: Option<u8>,
    /// Only accounts that are (`true`) or are not (`false`) of strategic value.
    pub strategic: Option<bool>,
    /// Only accounts that do (`true`) or do not (`false`) grow in usage.
    pub growing: Option<bool>,
    /// Only accounts for which a risk or an alarm called for a play so short a time ago.
    pub at_risk: Option<Elapsed>,
    /// Only so many of all these accounts.
    pub cap: Option<Cap>,
    /// Classes of work it applies to, indexed by `Class`; none where it applies by name.
    pub classes: [bool; 3],
    /// Names of requests, incidents, playbooks, risks and triggers it applies to; empty where it applies by class.
    pub named_work: Vec<String>,
    /// Kinds of these names, indexed like `Scenario::kinds`; empty where it applies by class.
    pub kinds: Vec<bool>,
    /// Only accounts younger than this.
    pub until: Option<Elapsed>,
    /// Only accounts at this stage of their life.
    pub stage: Option<Stage>,
    /// Nobody does this work, by design: `coverage` means nothing.
    pub nobody: bool,
    /// Playbooks and steps whose touches a program sends instead of a CSM; `all`: all of them.
    pub digital: Vec<String>,
    /// Who serves.
    pub coverage: Coverage,
}

/// Places for so many accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cap {
    /// How many.
    pub accounts: u32,
    /// Number of the rule among the capped ones of its design.
    pub number: u8,
}

/// Most rules of a design with a cap.
pub const MOST_CAPS: usize = 32;

impl Rule {
    /// Whether a program sends what a CSM would do otherwise.
    pub fn sends(&self, kind: &WorkKind) -> bool {
        let named = |name: &String| name == "all" || kind.belongs_to(name);
        self.classes[Class::Planned as usize] && kind.sending().is_some() && self.digital.iter().any(named)
    }

    /// Whether it applies to kinds of work by their names.
    pub fn is_by_name(&self) -> bool {
        !self.named_work.is_empty()
    }

    /// Whether it names a kind of work.
    pub fn names(&self, kind: usize) -> bool {
        self.kinds.get(kind).copied().unwrap_or(false)
    }

    /// Finds the kinds that it names.
    pub fn find_kinds(&mut self, kinds: &[WorkKind]) {
        if self.is_by_name() {
            self.kinds = kinds.iter().map(|kind| self.named_work.iter().any(|name| kind.belongs_to(name))).collect();
        }
    }

    /// Whether a team serves what the rule covers.
    pub fn is_served_by(&self, team: usize) -> bool {
        !self.nobody && self.coverage.team == team
    }

    /// Ages at which the rule begins or ceases to apply to an account of a segment.
    pub fn ages(&self, segment: &Segment) -> impl Iterator<Item = Elapsed> {
        let go_live = self.stage.map(|_| segment.habits.go_live());
        self.until.into_iter().chain(go_live)
    }
}

impl Design {
    /// Whether an account's place may change while it stays.
    pub fn moves_accounts(&self) -> bool {
        self.transition.is_some()
            || self.resegment.is_some()
            || self.rules.iter().any(|rule| rule.until.is_some() || rule.stage.is_some() || rule.at_risk.is_some())
    }
}

/// A stage of an account's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// From the start until go-live: the hand-off from sales and the onboarding of its segment.
    Onboarding,
    /// From go-live on; accounts of the beginning are live.
    Live,
}

/// What happens when an account is handed from one owner or queue to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HandOff {
    /// Share of attachment that a cold hand-off destroys.
    pub loss: f64,
    /// Share of that loss which explaining the change well prevents.
    pub communication: f64,
    /// How long both parties know the account.
    pub overlap: Elapsed,
    /// Length of an overlap that halves the loss.
    pub half_life: Elapsed,
    /// Work of each of the two parties for every 30 days of overlap, and at least once \[h\].
    pub work: f64,
}

impl HandOff {
    /// Share of attachment that is kept.
    pub fn kept(&self) -> f64 {
        let halvings = self.overlap.ms() as f64 / self.half_life.ms().max(1) as f64;
        1.0 - self.loss * (1.0 - self.communication) * libm::pow(0.5, halvings)
    }

    /// Work of each of the two parties \[h\].
    pub fn hours(&self) -> f64 {
        self.work * (self.overlap.days() / 30.0).max(1.0)
    }
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
    /// What becomes of work that calls for a vertical or a skill.
    pub matching: Matching,
    /// Another team that may take the work too.
    pub overflow: Option<Overflow>,
    /// Requests are seen only when the inbox is sorted.
    pub triage: Option<Triage>,
}

/// A shared inbox that is sorted now and then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triage {
    /// From one sorting to the next: whole multiples by the clock since midnight UTC of the first day, or of the working
    /// time of the team.
    pub every: Span,
    /// What sorting one request takes, on top of its work content [working time].
    pub work: Elapsed,
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
        !self.nobody
            && (self.coverage.team == team || self.coverage.overflow.is_some_and(|overflow| overflow.team == team))
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
