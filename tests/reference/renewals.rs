//! Renewals, the slow way: every late answer and missed touch is kept with its date.

use crate::rules::Place;
use crate::simulator::World;
use crate::state::{Happening, Item, Talked};
use caseload::model::work::{Origin, Schedule};
use caseload::time::DAY;

/// Whether work is a step after the start that a person makes.
pub fn is_onboarding(origin: &Origin) -> bool {
    matches!(origin, Origin::Step { schedule: Schedule::AfterStart(_), digital: false, .. })
}

impl World<'_> {
    /// A contract comes up.
    pub fn renew(&mut self, account: usize, (luck, grow): (f64, f64), missing: f64) {
        self.forget_who_left(account);
        let churn = self.churn(account, missing);
        let what = if luck >= churn { "stays" } else { "leaves" };
        let told = Happening { at: self.now, what, csm: None, account: account as u32, kind: None, churn: Some(churn) };
        self.told.push(told);
        let state = &mut self.accounts[account];
        if luck >= churn {
            state.term += 1;
            state.risk = 0.0;
            self.grow(account, grow);
            self.look_after_renewal(account);
        } else {
            self.lose(account);
        }
    }

    /// A customer is gone, and all that waits of it.
    pub fn lose(&mut self, account: usize) {
        self.accounts[account].alive = false;
        let waiting: Vec<Item> = self.waiting.iter().filter(|item| item.account == account).cloned().collect();
        waiting.iter().for_each(|item| self.tell("withdrawn", None, item));
        let places = self.accounts[account].places;
        self.coverage.leave(self.demand, account, &places, &[None; 3]);
        self.coverage.places[account].clear();
        // Whose conversation that was has room for another.
        (0..self.csms.len()).for_each(|csm| self.nudge(csm));
    }

    /// What an account pays, when its contract comes up next, and what it pays times the chance that it leaves, for all
    /// that one knows of its segment and open risks.
    pub fn standing(&self, account: usize) -> (i64, i64, i64) {
        let accounts = &self.demand.accounts;
        let segment = &self.scenario.segments[usize::from(accounts.segment[account])];
        let term = segment.contracts[usize::from(accounts.contract[account])].term;
        let mut renewal = accounts.first_renewal[account].ms();
        while renewal <= self.now {
            renewal += term.ms();
        }
        let stated = 1.0 - libm::pow(1.0 - segment.churn.unwrap_or(0.0), term.years());
        let odds = stated / (1.0 - stated) * libm::exp(self.scenario.outcomes.strength * self.accounts[account].risk);
        let arr = self.accounts[account].arr;
        (arr, renewal, (arr as f64 * odds / (1.0 + odds)).round() as i64)
    }

    /// Three renewals of ten bring all expansion, more or fewer after talks about it; one of ten, or as many as it takes,
    /// brings all contraction.
    fn grow(&mut self, account: usize, luck: f64) {
        let segment = &self.scenario.segments[usize::from(self.demand.accounts.segment[account])];
        let years = segment.contracts[usize::from(self.demand.accounts.contract[account])].term.years();
        let (outcomes, care) = (&self.scenario.outcomes, self.care(account));
        let state = &mut self.accounts[account];
        let kept = 1.0 - (1.0 - outcomes.expansion_unattached) * care * (1.0 - f64::from(state.attachment));
        let kept = libm::pow(kept, outcomes.strength);
        let (arr, shrinks) = (state.arr as f64, f64::max(0.1, 2.0 * segment.contraction * years));
        let talks = std::mem::take(&mut state.talks);
        let by_talks = match () {
            () if talks.contains(&Talked::Won) => outcomes.expansion_won,
            () if talks.contains(&Talked::Begun) || talks.is_empty() => 1.0,
            () => outcomes.expansion_missed,
        };
        let by_talks = libm::pow(by_talks, outcomes.strength);
        let chance = f64::min(0.3 * by_talks, 1.0 - shrinks);
        let size = if chance < 0.3 * by_talks { 0.3 * by_talks / chance } else { 1.0 };
        // Usage has grown since the last renewal, a term ago, at an even pace in per cent.
        if let (Some(growth), true) = (segment.habits.growth, self.demand.accounts.grows(account)) {
            let age = (self.now - self.demand.accounts.start[account].ms()) as f64;
            let grown = |age: f64| libm::pow(growth.factor, (age / growth.over.ms() as f64).clamp(0.0, 1.0));
            let term = segment.contracts[usize::from(self.demand.accounts.contract[account])].term.ms() as f64;
            state.arr += (arr * (grown(age) / grown(age - term) - 1.0)).round() as i64;
        }
        if luck < chance {
            state.arr += (arr * (segment.expansion * years) * kept * size / 0.3).round() as i64;
        } else if luck >= 1.0 - shrinks {
            state.arr -= (arr * (segment.contraction * years) / shrinks).round() as i64;
        }
    }

    /// By what satisfaction multiplies the odds: all moves, halved with each half-life.
    fn mood_odds(&self, account: usize) -> f64 {
        let Some(model) = self.scenario.satisfaction else { return 1.0 };
        let points = (model.usual + self.moved(account)).clamp(0.0, 100.0);
        libm::pow(self.scenario.outcomes.low_satisfaction, (model.usual - points) / 10.0)
    }

    /// By what it multiplies the odds at the first renewal that some step after the start, of those that people make, was
    /// begun after its due date, or not at all.
    fn late_onboarding(&self, account: usize) -> f64 {
        let (state, outcomes) = (&self.accounts[account], &self.scenario.outcomes);
        let first = account >= self.demand.accounts.initial as usize && state.term == 0;
        let by_people = |number: &usize| {
            let kind = &self.scenario.kinds[*number];
            let segment = usize::from(self.demand.accounts.segment[account]);
            let playbook = kind.name.split('.').next().unwrap_or_default();
            let named = |name: &String| [kind.name.as_str(), playbook, "all"].contains(&name.as_str());
            let place = self.place_of_kind(account, 1, *number as u16);
            let by_people = |place: Place| !self.coverage.rules[place.rule].digital.iter().any(named);
            is_onboarding(&kind.origin) && kind.segments[segment] && place.is_some_and(by_people)
        };
        let Some(odds) = outcomes.late_onboarding.filter(|_| first) else { return 1.0 };
        if !(0..self.scenario.kinds.len()).any(|number| by_people(&number)) {
            return 1.0;
        }
        let overdue = |item: &Item| match &self.scenario.kinds[usize::from(item.kind)].origin {
            origin @ Origin::Step { due_in, .. } => is_onboarding(origin) && item.arrived + due_in.ms() < self.now,
            _ => false,
        };
        let waits = self.waiting.iter().any(|item| item.account == account && overdue(item));
        if waits || state.late_start { odds } else { 1.0 }
    }

    /// Odds of the segment times the odds ratios of the trailing half year, 13 bins of 14 days.
    fn churn(&self, account: usize, missing: f64) -> f64 {
        let state = &self.accounts[account];
        let segment = &self.scenario.segments[usize::from(self.demand.accounts.segment[account])];
        let Some(annual) = segment.churn else { return 0.0 };
        let term = segment.contracts[usize::from(self.demand.accounts.contract[account])].term;
        let stated = 1.0 - libm::pow(1.0 - annual, term.years());
        let bin = |t: i64| t.div_euclid(14 * DAY);
        let recent = |times: &[i64]| times.iter().filter(|t| bin(**t) > bin(self.now) - 13).count() as f64;
        let (requests, late, missed) = (recent(&state.requests), recent(&state.late), recent(&state.missed));
        let share = if requests > 0.0 { (late / requests).min(1.0) } else { 0.0 };
        let outcomes = &self.scenario.outcomes;
        let memory = self.scenario.health.map_or(0, |health| health.memory.ms());
        let missing = if state.lifted.is_some_and(|at| self.now - at <= memory) { 0.0 } else { missing };
        let missing = (missing - self.lift(account)).max(0.0);
        let effects = self.mood_odds(account)
            * self.late_onboarding(account)
            * libm::pow(outcomes.late_responses, 10.0 * share)
            * libm::pow(outcomes.missed_touch, missed)
            * libm::pow(outcomes.no_attachment, self.care(account) * (1.0 - f64::from(state.attachment)))
            * libm::exp(state.risk)
            * libm::pow(outcomes.low_health, missing / 10.0)
            * self.digital_odds(account);
        let odds = stated / (1.0 - stated) * libm::pow(effects, outcomes.strength);
        odds / (1.0 + odds)
    }
}
