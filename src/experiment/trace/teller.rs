//! One design's part of a trace, told from the diary that was kept of it.

use super::diary::{Deed, Diary, Group};
use super::{Account, Cover, Fate, Happening, Life, Person, Rerun, Row, Served};
use crate::engine::Piece;
use crate::experiment::wording::list;
use crate::model::demand::{Occurrence, What};
use crate::model::{Class, Origin, PodSize};
use crate::policy::coverage::{covers, pods_for, serving_rule, serving_rule_of_kind};
use crate::time::calendar::Calendar;
use crate::time::{DAY, Elapsed, SimTime};

/// Tells one design's part from its diary.
pub(super) struct Teller<'a> {
    rerun: &'a Rerun,
    account: &'a Account,
    design: usize,
    diary: &'a Diary,
    calendars: Vec<Calendar>,
    left: Option<SimTime>,
}

impl<'a> Teller<'a> {
    pub fn new(rerun: &'a Rerun, account: &'a Account, design: usize, diary: &'a Diary) -> Teller<'a> {
        let scenario = &rerun.scenario;
        let simulation = &scenario.simulation;
        let until = simulation.end() + Elapsed::from_ms(DAY);
        let teams = &scenario.designs[design].teams;
        let compile = |team: &crate::model::Team| {
            Calendar::compile(&scenario.calendars[team.calendar].1, simulation.start, simulation.begin(), until)
        };
        let early = diary.adoptions.iter().find(|(.., leaves)| *leaves).map(|(at, ..)| *at);
        let left = diary.renewals.iter().find(|(_, _, stays)| !stays).map(|(at, ..)| *at).or(early);
        Teller { rerun, account, design, diary, calendars: teams.iter().map(compile).collect(), left }
    }

    /// What becomes of a row.
    pub fn fates(&self, row: &Row) -> Vec<Fate> {
        match row.what {
            Happening::Comes | Happening::Measuring(_) => Vec::new(),
            Happening::Adoption(_) => {
                let told = self.diary.adoptions.iter().find(|(at, ..)| *at == row.at);
                let told = told.filter(|(.., leaves)| *leaves || self.gone(row.at).is_none());
                let fate = told.map(|(_, activated, leaves)| Fate::Activated(*activated, *leaves));
                fate.or(self.gone(row.at)).into_iter().collect()
            }
            Happening::GoesOver => {
                let told = self.diary.moves.iter().rev().find(|(at, _)| *at == row.at);
                told.map(|(at, to)| Fate::GoesTo(self.cover(*at, *to))).into_iter().collect()
            }
            Happening::Renewal(_) => {
                let renewed = self.diary.renewals.iter().find(|(at, ..)| *at == row.at);
                renewed
                    .map(|(_, churn, stays)| Fate::Renewed(*churn, *stays))
                    .or(self.gone(row.at))
                    .into_iter()
                    .collect()
            }
            Happening::Work(kind, _) => {
                let of_row = |piece: Piece| row.is_piece(piece.arrived, piece.kind);
                let sent = self.diary.sent.iter().filter(|(piece, _)| of_row(*piece));
                let met = self.diary.met.iter().filter(|piece| of_row(**piece)).map(|_| Fate::Met);
                let notes = self.diary.notes.iter().filter(|(raised, _)| of_row(*raised));
                let notes = notes.flat_map(|(raised, settled)| self.noted(*raised, *settled));
                if self.diary.not_called_for.iter().any(|piece| of_row(*piece)) {
                    return vec![Fate::NotCalledFor];
                }
                let low = self.diary.dissatisfied.iter().filter(|(raised, _)| of_row(*raised));
                let low = low.map(|(_, points)| Fate::Dissatisfied(*points));
                let deeds = self.diary.deeds.iter().filter(|deed| of_row(self.diary.raised(deed.piece)));
                let deeds = deeds.flat_map(|deed| {
                    let breaks = deed.breaks.iter().map(|&(at, again)| Fate::SetAside(at, again));
                    std::iter::once(self.deed(deed)).chain(breaks)
                });
                let astray = self.diary.astray.iter().filter(|piece| of_row(**piece)).map(|_| Fate::Astray);
                let sent = sent.map(|(_, effect)| Fate::Sent(*effect));
                let left_out = self.diary.left_out.iter().filter(|(step, _)| of_row(*step));
                let sent = sent.chain(left_out.map(|(_, found)| Fate::LeftOut(*found)));
                let told: Vec<Fate> = low.chain(sent).chain(met).chain(notes).chain(astray).chain(deeds).collect();
                let of_kind = &self.rerun.scenario.kinds[kind];
                if told.is_empty() && (of_kind.of_answers().is_some() || of_kind.is_of_hand_off()) {
                    // Under this design the account has not said so, is not handed over, or has left.
                    return self.gone(row.at).into_iter().collect();
                }
                if told.iter().all(|fate| matches!(fate, Fate::Astray | Fate::Dissatisfied(_))) {
                    return told.into_iter().chain([self.without_deed(row.at, kind)]).collect();
                }
                told
            }
        }
    }

    /// A note, and what it has restored.
    fn noted(&self, raised: Piece, settled: bool) -> Vec<Fate> {
        let of_answers = self.rerun.scenario.kinds[usize::from(raised.kind)].of_answers();
        let restored = of_answers.and_then(|_| self.restored(raised.arrived)).filter(|_| settled);
        [Fate::Noted(settled)].into_iter().chain(restored.map(Fate::Restored)).collect()
    }

    /// How satisfied the account was after a play that ended, or a note that was sent, at an instant.
    fn restored(&self, at: SimTime) -> Option<f64> {
        self.diary.restored.iter().find(|(then, _)| *then == at).map(|(_, points)| *points)
    }

    fn cover(&self, at: SimTime, to: Option<Group>) -> Cover {
        match to {
            None => Cover::Nobody,
            Some((_, csm, 1)) => Cover::Own(self.person(csm, at)),
            Some((team, _, csms)) if self.diary.csms[team as usize] == csms => Cover::Pool(team as usize),
            Some((team, _, csms)) => Cover::Pod(team as usize, csms),
        }
    }

    fn gone(&self, at: SimTime) -> Option<Fate> {
        self.left.filter(|left| at >= *left).map(|_| Fate::Gone)
    }

    /// Work that nobody began and that neither expired nor was dropped.
    fn without_deed(&self, at: SimTime, kind: usize) -> Fate {
        let (number, kind) = (kind, &self.rerun.scenario.kinds[kind]);
        let design = &self.rerun.scenario.designs[self.design];
        let served =
            |class: Class| serving_rule_of_kind(&design.rules, self.account.customer(), class as usize, number);
        match self.gone(at) {
            Some(gone) => gone,
            None if design.ignores(kind) => Fate::Uncovered,
            None if served(kind.class()).is_none() => Fate::Uncovered,
            None if self.left.is_some() => Fate::Dropped,
            None => Fate::Waiting,
        }
    }

    fn deed(&self, deed: &Deed) -> Fate {
        match (deed.began, deed.unbegun) {
            (Some((at, csm)), _) => Fate::Served(self.served(deed, at, csm)),
            (None, Some((at, true))) => match self.rerun.scenario.kinds[usize::from(deed.piece.kind)].class() {
                Class::Reactive => Fate::GaveUp(at),
                _ => Fate::Missed(at),
            },
            (None, _) => Fate::Dropped,
        }
    }

    fn served(&self, deed: &Deed, begun: SimTime, csm: u32) -> Served {
        let by = self.person(csm, begun);
        let arrived = deed.piece.arrived;
        let waited = self.calendars[by.team].working_between(arrived, begun);
        let clock = begun - arrived;
        let kind = usize::from(deed.piece.kind);
        let origin = &self.rerun.scenario.kinds[kind].origin;
        let late = match origin {
            // What goes on with a conversation has no target.
            Origin::Request { respond_within, .. } => self.is_asked(deed) && !respond_within.covers(clock, waited),
            Origin::Step { due_in, .. } => clock > *due_in,
            Origin::Risk { .. } | Origin::Trigger { .. } => false,
        };
        let of_answers = self.rerun.scenario.kinds[kind].of_answers();
        let restored = of_answers.and(deed.ended).and_then(|at| self.restored(at));
        let saved = origin.play().filter(|_| of_answers.is_none()).and_then(|play| {
            let skill = self.rerun.scenario.designs[self.design].teams[by.team].save_factor;
            let chance = play.save_probability(begun - self.diary.raised(deed.piece).arrived, skill);
            let (luck, at_risk) = match origin {
                Origin::Trigger { .. } => Occurrence::alarm_of_luck(self.luck(deed)?),
                _ => (self.luck(deed)?, true),
            };
            Some(at_risk && luck < chance)
        });
        Served { begun, by, waited, late, instead_of: None, done: deed.ended, saved, restored }
    }

    /// What the customers did to cause a piece of work; what goes on with a conversation has nothing of the kind.
    fn cause(&self, deed: &Deed) -> Option<&Occurrence> {
        let raised = self.diary.raised(deed.piece);
        let own = |o: &&Occurrence| o.what == What::Work && o.account == raised.account;
        let same = |o: &&Occurrence| own(o) && o.at == raised.arrived && o.kind == raised.kind;
        self.rerun.demand.occurrences.iter().find(same)
    }

    fn is_asked(&self, deed: &Deed) -> bool {
        let kind = &self.rerun.scenario.kinds[usize::from(deed.piece.kind)];
        // Who asks again after an answer does so in no demand.
        self.cause(deed).is_some() || (kind.again_after().is_some() && kind.conversation().is_none())
    }

    fn luck(&self, deed: &Deed) -> Option<f64> {
        self.cause(deed).map(Occurrence::luck)
    }

    fn person(&self, csm: u32, at: SimTime) -> Person {
        let before = |(gone, by): &&(SimTime, u32)| *by == csm && *gone <= at;
        let predecessors = self.diary.resigned.iter().filter(before).count() as u32;
        let mut first = 0;
        for (team, csms) in self.diary.csms.iter().enumerate() {
            if csm < first + csms {
                return Person { team, number: csm - first + 1, predecessors };
            }
            first += csms;
        }
        Person { team: 0, number: csm + 1, predecessors }
    }

    /// The whole of it.
    pub fn life(&self, rows: &[Row], place: usize) -> Life {
        let told = || rows.iter().flat_map(|row| &row.fates[place]);
        let served = || told().filter_map(|fate| if let Fate::Served(served) = fate { Some(served) } else { None });
        Life {
            design: self.design,
            covered: self.covered(),
            left: self.left,
            touches: served().count() as u32,
            handovers: served().filter(|served| served.instead_of.is_some()).count() as u32,
            late: served().filter(|served| served.late).count() as u32,
            missed: told().filter(|fate| matches!(fate, Fate::Missed(_))).count() as u32,
        }
    }

    /// Who covers the account: `own CSM of smb_csms`, by class of work where that differs.
    fn covered(&self) -> String {
        let design = &self.rerun.scenario.designs[self.design];
        // Who comes before a change is covered as it was.
        let before = design.transition.filter(|change| self.account.start < change.instant());
        let rules = before.map_or(&design.rules, |change| &self.rerun.scenario.designs[change.from].rules);
        let mut parts: Vec<(String, Vec<String>)> = Vec::new();
        for class in Class::ALL {
            let rule = serving_rule(rules, self.account.customer(), class as usize);
            let who = rule.map_or("nobody".to_string(), |rule| {
                let coverage = &rules[rule].coverage;
                let team = &design.teams[coverage.team].name;
                match pods_for(coverage, self.account.contract_named, self.diary.csms[coverage.team]) {
                    PodSize::One => format!("own CSM of {team}"),
                    PodSize::Of(size) => format!("pod of {size} of {team}"),
                    PodSize::Everyone if coverage.sticky.is_some() => format!("sticky pool {team}"),
                    PodSize::Everyone => format!("pool {team}"),
                }
            });
            match parts.iter_mut().find(|(known, _)| *known == who) {
                Some((_, classes)) => classes.push(class.name().to_string()),
                None => parts.push((who, vec![class.name().to_string()])),
            }
        }
        let customer = self.account.customer();
        for rule in rules.iter().filter(|rule| rule.is_by_name() && covers(rule, customer)) {
            let team = &design.teams[rule.coverage.team].name;
            let who = if rule.nobody { "nobody".to_string() } else { format!("pool {team}") };
            parts.push((who, rule.named_work.clone()));
        }
        match &parts[..] {
            [(who, _)] => who.clone(),
            several => several.iter().map(|(who, of)| format!("{who}: {}", list(of))).collect::<Vec<_>>().join("; "),
        }
    }
}
