//! Alarms: when what is seen of an account calls for a play, and how often that happens.

use super::requests::KindDraw;
use super::{Occurrence, health, licences};
use crate::model::health::{Condition, Health, Sign, Trigger};
use crate::model::{Licences, Origin, Scenario, WorkKind};
use crate::streams::{KeyRing, Purpose, entity_of_name, uniform};
use crate::time::{Elapsed, SimTime};

/// The state of one trigger for one account.
pub(super) struct Alarm<'a> {
    trigger: &'a Trigger,
    armed: bool,
    last: Option<SimTime>,
}

impl Alarm<'_> {
    /// A trigger that has not alarmed yet.
    pub(super) fn new(trigger: &Trigger) -> Alarm<'_> {
        Alarm { trigger, armed: true, last: None }
    }

    /// It may alarm again, whether or not the sign has recovered.
    pub(super) fn arm(&mut self) {
        self.armed = true;
    }

    /// The sign stands beyond its threshold by `beyond` (at 0 or less it does not).
    pub(super) fn level(&mut self, at: SimTime, beyond: f64, found: &mut impl FnMut(SimTime)) {
        if beyond <= -self.trigger.hysteresis {
            self.armed = true;
        }
        let rests = self.last.is_some_and(|last| at - last < self.trigger.cooldown);
        if beyond > 0.0 && self.armed && !rests {
            (self.armed, self.last) = (false, Some(at));
            found(at);
        }
    }
}

/// Adds the alarms of all accounts for one trigger, each with its luck and whether it is true.
pub(super) fn add(draw: &KindDraw, trigger: &Trigger, out: &mut Vec<Occurrence>) {
    let (scenario, end) = (draw.scenario, draw.scenario.simulation.end());
    match (trigger.sign, &scenario.health, &scenario.licences) {
        // Raised as a design is replayed.
        (Sign::SatisfactionBelow(_), ..) => {}
        (Sign::LicencesOver(over), _, Some(of)) => {
            let mut path = licences::Path::new(of, draw.ring, end);
            for account in draw.accounts() {
                let segment = usize::from(draw.accounts.segment[account]);
                path.draw(scenario, segment, draw.accounts.number[account], licences::life_of(draw, account));
                let mut raise = raise(draw, account, out);
                path.alarms(trigger, over, |at| raise(at, path.is_ready(at)));
            }
        }
        (_, Some(of), _) => {
            let mut path = health::Path::new(of, draw.ring, end);
            for account in draw.accounts() {
                let segment = usize::from(draw.accounts.segment[account]);
                path.draw(scenario, segment, draw.accounts.number[account], draw.accounts.start[account]);
                let mut raise = raise(draw, account, out);
                path.alarms(trigger, |at| raise(at, path.is_at_risk(at)));
            }
        }
        _ => {}
    }
}

/// Raises alarms of one account, true or not.
fn raise<'a>(draw: &'a KindDraw, account: usize, out: &'a mut Vec<Occurrence>) -> impl FnMut(SimTime, bool) + 'a {
    let mut stream = draw.stream(Purpose::Alarms, account);
    let scale = draw.work_scale(account);
    move |at, is_true| {
        let luck = uniform(&mut stream);
        let luck = Occurrence::luck_of_alarm(luck, is_true);
        out.push(draw.lucky_piece(at, account, scale, &mut stream, luck));
    }
}

/// Alarms of an account in a year, and how many of them are true, by segment.
type Rates = Vec<(f64, f64)>;

/// Readings of a trial for one trigger and segment.
const TRIAL: i64 = 200_000;

/// Counts on a trial of its own how often each trigger of a scenario alarms, and how often conditions hold.
pub(crate) fn count_alarms(scenario: &mut Scenario) {
    let looks =
        |kind: &WorkKind| matches!(kind.origin, Origin::Trigger { .. } | Origin::Step { condition: Some(_), .. });
    if !scenario.kinds.iter().any(looks) {
        return;
    }
    let ring = KeyRing::new(0, 0);
    let seen = Trial { scenario, ring: &ring };
    let segments = 0..scenario.segments.len();
    let years = (scenario.simulation.end() - scenario.simulation.begin()).years();
    let counted: Vec<(Rates, Vec<f64>)> = (scenario.kinds.iter())
        .map(|kind| match &kind.origin {
            Origin::Trigger { trigger, .. } => {
                let rates = segments.clone().map(|segment| seen.alarms(segment, trigger));
                (rates.map(|(all, right)| (all / years, right / years)).collect(), Vec::new())
            }
            Origin::Step { condition: Some(condition), .. } => {
                (Vec::new(), segments.clone().map(|segment| seen.share(segment, condition)).collect())
            }
            _ => (Vec::new(), Vec::new()),
        })
        .collect();
    for (kind, (rates, shares)) in scenario.kinds.iter_mut().zip(counted) {
        match &mut kind.origin {
            Origin::Trigger { trigger, .. } => trigger.per_year = rates,
            Origin::Step { condition: Some(condition), .. } => condition.share = shares,
            _ => {}
        }
    }
}

/// A trial of some accounts, to plan with.
struct Trial<'a> {
    scenario: &'a Scenario,
    ring: &'a KeyRing,
}

impl Trial<'_> {
    fn accounts(&self, update: Elapsed) -> u32 {
        let simulation = &self.scenario.simulation;
        let length = simulation.end() - simulation.begin();
        (TRIAL * update.ms() / length.ms().max(1)).clamp(8, 400) as u32
    }

    fn each_health(&self, of: &Health, segment: usize, mut found: impl FnMut(&health::Path)) -> u32 {
        let simulation = &self.scenario.simulation;
        let mut path = health::Path::new(of, self.ring, simulation.end());
        let accounts = self.accounts(of.update);
        for number in 0..accounts {
            path.draw(self.scenario, segment, number, simulation.begin());
            found(&path);
        }
        accounts
    }

    fn each_licences(&self, of: &Licences, segment: usize, mut found: impl FnMut(&licences::Path)) -> u32 {
        let simulation = &self.scenario.simulation;
        let mut path = licences::Path::new(of, self.ring, simulation.end());
        let accounts = self.accounts(of.update);
        let facts = &self.scenario.segments[segment];
        let key = entity_of_name(&facts.name);
        for number in 0..accounts {
            let term = facts.contracts.iter().max_by(|a, b| a.share.total_cmp(&b.share)).map(|contract| contract.term);
            let term = term.unwrap_or(Elapsed::from_ms(1));
            let phase = (f64::from(number) + 0.5) / f64::from(accounts);
            let first_renewal = simulation.begin() + Elapsed::from_ms((term.ms() as f64 * phase) as i64 + 1);
            let mut stream = self.ring.stream(Purpose::Growth, key, u64::from(number));
            let luck = uniform(&mut stream);
            let growth = facts.habits.growth.filter(|growth| luck < growth.share);
            let life = licences::Life { start: simulation.begin(), first_renewal, term, growth };
            path.draw(self.scenario, segment, number, life);
            found(&path);
        }
        accounts
    }

    /// Alarms of an account, and how many of them are true.
    fn alarms(&self, segment: usize, trigger: &Trigger) -> (f64, f64) {
        let (mut all, mut right) = (0u32, 0u32);
        let mut count = |is_true: bool| {
            all += 1;
            right += u32::from(is_true);
        };
        let accounts = match (trigger.sign, &self.scenario.health, &self.scenario.licences) {
            (Sign::SatisfactionBelow(_), ..) => 1,
            (Sign::LicencesOver(over), _, Some(of)) => self.each_licences(of, segment, |path| {
                path.alarms(trigger, over, |at| count(path.is_ready(at)));
            }),
            (_, Some(of), _) => self.each_health(of, segment, |path| {
                path.alarms(trigger, |at| count(path.is_at_risk(at)));
            }),
            _ => 1,
        };
        (f64::from(all) / f64::from(accounts), f64::from(right) / f64::from(accounts))
    }

    /// Share of the time in which a condition holds. Score and licences know nothing of one another.
    fn share(&self, segment: usize, condition: &Condition) -> f64 {
        let by_score = self.scenario.health.as_ref().zip(condition.score).map(|(of, score)| {
            let (mut held, mut all) = (0u32, 0u32);
            self.each_health(of, segment, |path| {
                path.scores(|_, read| {
                    all += 1;
                    held += u32::from(score.holds(Some(read)));
                });
            });
            if all > 0 { f64::from(held) / f64::from(all) } else { 1.0 }
        });
        let by_licences = self.scenario.licences.as_ref().zip(condition.licences_over).map(|(of, over)| {
            let (mut held, mut all) = (0u32, 0u32);
            self.each_licences(of, segment, |path| {
                path.readings(|_, read| {
                    all += 1;
                    held += u32::from(read > over);
                });
            });
            f64::from(held) / f64::from(all.max(1))
        });
        match (by_score, by_licences) {
            (Some(score), Some(licences)) => 1.0 - (1.0 - score) * (1.0 - licences),
            (one, other) => one.or(other).unwrap_or(1.0),
        }
    }
}
