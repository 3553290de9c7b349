//! Satisfaction, the slow way: all that moved it is kept, and all that anybody heard of it.

use crate::simulator::World;
use crate::state::{Happening, Item};
use caseload::model::WorkKind;
use caseload::model::demand::Occurrence;
use caseload::model::health::Sign;
use caseload::time::SimTime;

impl World<'_> {
    /// All moves, halved with each half-life [points].
    pub fn moved(&self, account: usize) -> f64 {
        let Some(model) = self.scenario.satisfaction else { return 0.0 };
        let left = |at: i64| libm::pow(0.5, (self.now - at) as f64 / model.half_life.ms() as f64);
        self.accounts[account].moves.iter().map(|(at, points)| points * left(*at)).sum()
    }

    fn points(&self, account: usize) -> f64 {
        let usual = self.scenario.satisfaction.map_or(0.0, |model| model.usual);
        (usual + self.moved(account)).clamp(0.0, 100.0)
    }

    /// A request has moved satisfaction: perhaps its customer says so.
    pub fn hear(&mut self, item: &Item, lowered: bool) {
        let Some(model) = self.scenario.satisfaction else { return };
        let talker = self.talker(item.account, item.kind);
        if model.is_told(self.ring, talker, SimTime::from_ms(item.arrived)) {
            self.note(item.account, lowered);
        }
    }

    /// The trigger on satisfaction, where the design acts on it.
    fn watched(&self) -> Option<usize> {
        let design = &self.scenario.designs[0];
        self.scenario.kinds.iter().position(|kind| kind.of_answers().is_some() && !design.ignores(kind))
    }

    /// What is known of an account, which may call for a play. (All firms have one such trigger at most, for all accounts.)
    fn note(&mut self, account: usize, lowered: bool) {
        let points = self.points(account);
        let Some(number) = self.watched() else { return };
        let trigger = self.scenario.kinds[number].of_answers().expect("it was found by that");
        let Sign::SatisfactionBelow(below) = trigger.sign else { return };
        let state = &mut self.accounts[account];
        let recovered = |since: usize| state.known[since..].iter().any(|known| *known >= below + trigger.hysteresis);
        let may =
            state.unhappy.last().is_none_or(|&(at, known)| recovered(known) && self.now - at >= trigger.cooldown.ms());
        state.known.push(points);
        if lowered && points < below && may {
            state.unhappy.push((self.now, state.known.len()));
            self.alarms.push((self.now, number as u16, account, state.unhappy.len() as u32));
        }
    }

    /// Whether a touch does not open: the last score, less what is missing in satisfaction, says that it need not.
    pub fn is_not_called_for(&mut self, touch: &Occurrence, kind: &WorkKind) -> bool {
        let Some(health) = self.scenario.health.filter(|health| health.satisfaction > 0.0) else { return false };
        let Some(condition) = kind.condition().and_then(|condition| condition.score) else { return false };
        let usual = self.scenario.satisfaction.map_or(0.0, |model| model.usual);
        let missing = usual - self.points(touch.account as usize);
        let score = self.demand.scores.last(touch.account, touch.at);
        let score = score.map(|score| (score - health.satisfaction * missing / 10.0).clamp(0.0, 100.0));
        let left_out = !score.map_or(condition.unread, |score| (score < condition.score) == condition.below);
        if left_out {
            self.told.push(Happening {
                at: self.now,
                what: "no call",
                csm: None,
                account: touch.account,
                kind: Some((touch.kind, self.now)),
                churn: None,
            });
        }
        left_out
    }

    /// An alarm is raised.
    pub fn raise_alarm(&mut self, (at, kind, account, ordinal): (i64, u16, usize, u32)) {
        if !self.accounts[account].alive {
            return;
        }
        let (talker, of_kind) = (self.talker(account, kind), &self.scenario.kinds[usize::from(kind)]);
        let (work, luck) = of_kind.dissatisfied(self.ring, talker, ordinal, self.complexity(account));
        let churn = Some(self.points(account));
        let told = Happening { at, what: "unhappy", csm: None, account: account as u32, kind: Some((kind, at)), churn };
        self.told.push(told);
        let luck = Occurrence::luck_of_alarm(luck, true);
        self.arrive(&Occurrence::work(SimTime::from_ms(at), account as u32, kind, work, luck));
    }

    /// What is missing comes back, as far as it goes.
    pub fn restore(&mut self, account: usize, points: f64) {
        if !self.accounts[account].alive {
            return;
        }
        let missing = -self.moved(account);
        if missing > 0.0 {
            self.accounts[account].moves.push((self.now, missing.min(points)));
        }
        let churn = Some(self.points(account));
        let at = self.now;
        self.told.push(Happening { at, what: "restored", csm: None, account: account as u32, kind: None, churn });
        self.note(account, false);
    }
}
