//! Verticals and skills: who matches a piece of work, who is asked first for it, and what a match does.
//!
//! Work that calls for a vertical or a skill has, beside each queue that several serve, a queue of those among them who
//! have it: a match who is free is found there, and work that waits for a match waits there.

use super::observer::Observer;
use super::plan::{Plan, QueuePlan};
use super::replay::Replay;
use super::state::{Item, NONE};
use super::timers::{Release, Timers};
use crate::model::skill::{Matching, SkillSet, has_all};
use crate::model::{Class, PodSize, Scenario};
use crate::time::Working;

/// Who has what, ready to run.
#[derive(Clone, Debug)]
pub(super) struct SkillPlan {
    work_factor: f64,
    save_factor: f64,
    /// What work may call for, by the place of its account's vertical and of its kind's skill; nothing comes first.
    needs: Vec<SkillSet>,
    /// Places of verticals, by number of the skill, and of skills, by kind of work; 0: none.
    verticals: Vec<u8>,
    kinds: Vec<u8>,
    /// How many places of kinds there are.
    width: usize,
    /// What each CSM has, and each book of each grouping has in it.
    pub of_csm: Vec<SkillSet>,
    of_book: Vec<Vec<SkillSet>>,
    /// By queue (those that several serve) and need: the queue of those among them who match, or [`NONE`].
    matching: Vec<u32>,
}

impl SkillPlan {
    /// For a scenario in which something calls for a vertical or a skill; the rest is found out with the queues.
    pub(super) fn new(scenario: &Scenario) -> Option<SkillPlan> {
        let skills = scenario.skills.as_ref()?;
        let (mut verticals, mut kinds) = (vec![0; skills.names.len()], vec![0; scenario.kinds.len()]);
        let (mut of_accounts, mut of_work) = (vec![0], vec![0]);
        for (vertical, _) in scenario.segments.iter().flat_map(|segment| &segment.verticals) {
            if verticals[usize::from(*vertical)] == 0 {
                verticals[usize::from(*vertical)] = of_accounts.len() as u8;
                of_accounts.push(1 << vertical);
            }
        }
        for (kind, place) in scenario.kinds.iter().zip(&mut kinds) {
            let Some(set) = kind.skill.map(|skill| 1u64 << skill) else { continue };
            let known = of_work.iter().position(|other| *other == set);
            *place = known.unwrap_or(of_work.len()) as u8;
            if known.is_none() {
                of_work.push(set);
            }
        }
        let needs = of_accounts.iter().flat_map(|vertical| of_work.iter().map(move |skill| vertical | skill)).collect();
        Some(SkillPlan {
            work_factor: skills.work_factor,
            save_factor: skills.save_factor,
            needs,
            verticals,
            kinds,
            width: of_work.len(),
            of_csm: Vec::new(),
            of_book: Vec::new(),
            matching: Vec::new(),
        })
    }

    /// The number of what a kind of work of an account calls for; 0: nothing.
    #[inline]
    fn need(&self, vertical: Option<u8>, kind: u16) -> usize {
        let vertical = vertical.map_or(0, |vertical| self.verticals[usize::from(vertical)]);
        usize::from(vertical) * self.width + usize::from(self.kinds[usize::from(kind)])
    }
}

impl Plan {
    /// Adds the queues of those who match, behind all others, for the queues of rules that look at a match.
    pub(super) fn lay_out_matches(&mut self) {
        let Some(mut skills) = self.skills.take() else { return };
        skills.of_csm = self.teams.iter().flat_map(|team| team.team.dealt(team.csms)).collect();
        let first = self.csm_count();
        let shared = self.queues.len() - first;
        skills.matching = vec![NONE; shared * skills.needs.len()];
        for rule in self.rules.iter().filter(|rule| rule.matching != Matching::Ignored) {
            let Some(grouping) = self.groupings.get(rule.grouping as usize) else { continue };
            if grouping.pods == PodSize::One {
                continue;
            }
            for queue in grouping.first_queue as usize..grouping.first_queue as usize + grouping.sizes.len() {
                let base = self.queues[queue];
                let csms = base.first_csm as usize..(base.first_csm + base.csms) as usize;
                for (number, need) in skills.needs.iter().enumerate().skip(1) {
                    let place = &mut skills.matching[(queue - first) * skills.needs.len() + number];
                    if *place == NONE && skills.of_csm[csms.clone()].iter().any(|set| has_all(*set, *need)) {
                        *place = self.queues.len() as u32;
                        self.queues.push(QueuePlan { need: *need, ..base });
                    }
                }
            }
        }
        let books = self.groupings.iter().map(|grouping| {
            let mut next = self.teams[grouping.team as usize].first_csm as usize;
            let of_book = grouping.sizes.iter().map(|size| {
                let members = next..next + *size as usize;
                next = members.end;
                skills.of_csm[members].iter().fold(0, |all, set| all | set)
            });
            of_book.collect()
        });
        skills.of_book = books.collect();
        self.skills = Some(skills);
    }

    /// Whether a CSM has all that a queue asks for.
    #[inline]
    pub(super) fn suits(&self, csm: u32, queue: &QueuePlan) -> bool {
        queue.need == 0 || self.skills.as_ref().is_some_and(|skills| has_all(skills.of_csm[csm as usize], queue.need))
    }
}

impl<O: Observer> Replay<'_, O> {
    /// Whether a piece of work calls for something, and a CSM has it.
    fn is_match(&self, csm: u32, item: &Item) -> Option<bool> {
        let skills = self.plan.skills.as_ref()?;
        let need = skills.needs[skills.need(self.demand.accounts.vertical(item.account as usize), item.kind)];
        (need != 0).then(|| has_all(skills.of_csm[csm as usize], need))
    }

    /// What a piece of work takes a CSM who begins it: at the CSM's pace, and faster where it matches.
    #[cold]
    pub(super) fn paced_work(&mut self, csm: u32, item: &Item, work: Working) -> Working {
        let matched = self.is_match(csm, item);
        if let (Some(matched), true) = (matched, self.monitor.is_counted(self.state.now)) {
            let segment = usize::from(self.demand.accounts.segment[item.account as usize]);
            let tally = &mut self.monitor.segments[segment];
            tally.calling += 1;
            tally.matched += u64::from(matched);
        }
        let factor = match (&self.plan.skills, matched) {
            (Some(skills), Some(true)) => skills.work_factor,
            _ => 1.0,
        };
        self.at_own_pace(csm, work, factor)
    }

    /// How likely a play saves the account, against the chance as stated.
    pub(super) fn skill_at_saving(&self, csm: u32, item: &Item) -> f64 {
        let team = self.plan.team_of_csm[csm as usize] as usize;
        let plain = self.plan.teams[team].team.save_factor;
        match &self.plan.skills {
            Some(skills) if self.is_match(csm, item) == Some(true) => plain * skills.save_factor,
            _ => plain,
        }
    }

    /// The queue of those of a shared queue who match a piece of work that calls for something.
    fn queue_of_matches(&self, item: &Item, home: u32) -> Option<u32> {
        let skills = self.plan.skills.as_ref()?;
        let base = (home as usize).checked_sub(self.plan.csm_count())?;
        let need = skills.need(self.demand.accounts.vertical(item.account as usize), item.kind);
        if need == 0 {
            return None;
        }
        skills.matching.get(base * skills.needs.len() + need).copied().filter(|queue| *queue != NONE)
    }

    /// Gives work to a match who is free, or lets it wait for one where the rule says so. Whether it is done with.
    pub(super) fn goes_to_match(&mut self, item: &Item, class: Class, home: u32, rule: usize) -> bool {
        let matching = self.plan.rules[rule].matching;
        if matching == Matching::Ignored {
            return false;
        }
        let Some(queue) = self.queue_of_matches(item, home) else { return false };
        if let Some(csm) = self.take_idle_for(queue, item, class) {
            self.start(csm, item, class);
            return true;
        }
        match matching {
            Matching::Ignored | Matching::Preferred => false,
            // It waits for nobody in particular.
            Matching::After(_) if self.kinds[usize::from(item.kind)].interrupts => false,
            Matching::After(span) => {
                let waiting = self.wait(item, class, queue);
                self.release_after(waiting, span, rule, Timers::lane(rule as u16, Release::Match));
                true
            }
            Matching::Required => {
                self.wait_for(item, class, queue, rule, false);
                true
            }
        }
    }

    /// The queue in which work waits whose home queue this is: that of those who match, where its rule requires it.
    pub(super) fn queue_at_home(&self, item: &Item, home: u32, rule: usize) -> u32 {
        let required = self.plan.rules.get(rule).is_some_and(|rule| rule.matching == Matching::Required);
        if required { self.queue_of_matches(item, home).unwrap_or(home) } else { home }
    }

    /// The book to which an account goes: the lightest in which somebody has its vertical, else the lightest.
    pub(super) fn lightest_for(&self, grouping: u32, account: usize, rule: u16) -> usize {
        let books = &self.state.books[grouping as usize];
        let lightest = books.lightest();
        let Some(skills) = &self.plan.skills else { return lightest };
        let looks = self.plan.rules.get(usize::from(rule)).is_some_and(|rule| rule.matching != Matching::Ignored);
        let Some(vertical) = self.demand.accounts.vertical(account).filter(|_| looks) else { return lightest };
        let of_book = &skills.of_book[grouping as usize];
        let suits = |book: &usize| books.size(*book) > 0 && has_all(of_book[*book], 1 << vertical);
        let suited = (0..books.count()).filter(suits);
        suited.reduce(|a, b| if books.is_heavier(a, b) { b } else { a }).unwrap_or(lightest)
    }
}
