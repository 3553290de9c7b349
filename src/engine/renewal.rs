//! Renewal: whether an account stays, and whether it grows.
//!
//! A logistic model in odds ratios. The log odds of churn are those of the segment (shifted by the anchoring) plus,
//! for the trailing half year, the effects of late responses, missed touches and lacking attachment, of this term's
//! risks that nobody saved and of plays that nobody needed, of health where it is low and no play has lifted it, of touches
//! that helped and of digital ones that tired the customer and, once, of a late onboarding.

use super::expansion;
use super::facts::{CONTRACTION_CHANCE, ContractFacts, EXPANSION_CHANCE, churn_at_renewal, probability};
use super::observer::Observer;
use super::replay::Replay;
use crate::model::demand::Occurrence;
use crate::time::{Elapsed, SimTime};

impl<O: Observer> Replay<'_, O> {
    /// A contract comes up for renewal.
    pub(super) fn renewal(&mut self, occurrence: &Occurrence) {
        let account = occurrence.account as usize;
        if !self.state.accounts[account].alive {
            return;
        }
        self.look_through(account);
        let segment = usize::from(self.demand.accounts.segment[account]);
        let contract = self.contracts[segment][usize::from(self.demand.accounts.contract[account])];
        let (stay, grow) = occurrence.renewal_lucks();
        let attachment = f64::from(self.state.accounts[account].attachment);
        if self.monitor.measuring {
            let tally = &mut self.monitor.segments[segment];
            tally.attachment_sum += attachment;
            tally.renewals += 1;
        }
        let once = self.late_onboarding(account) + self.digital_effects(account) + self.dissatisfaction(account);
        let churn = match contract.base_log_odds {
            Some(base) => {
                let apart = once + self.low_health(account, occurrence.missing_health());
                probability(base + self.effects(account, attachment, apart))
            }
            None => 0.0,
        };
        if self.monitor.measuring && self.state.ledgers[account].arr_at_year >= 0 {
            self.monitor.year(segment as u16).expect_churn(churn);
        }
        if self.monitor.measuring
            && let Some(week) = self.monitor.week(self.state.now)
        {
            week.renewals += 1;
            week.attachment += attachment;
            week.churn += churn;
        }
        self.observer.renews(self.state.now, occurrence.account, churn, stay >= churn);
        if stay < churn {
            self.churn(account);
            return;
        }
        self.state.accounts[account].terms = self.state.accounts[account].terms.wrapping_add(1);
        self.state.ledgers[account].risk = 0.0;
        self.grow(account, segment, contract, attachment, grow);
        self.change_at_renewal(occurrence.account);
    }

    /// When the contract of an account comes up after now.
    pub(super) fn next_renewal(&self, account: usize) -> SimTime {
        let accounts = &self.demand.accounts;
        let segment = &self.plan.segments[usize::from(accounts.segment[account])];
        let term = segment.contracts[usize::from(accounts.contract[account])].term;
        accounts.renewal_after(account, term, self.state.now)
    }

    /// What an account pays times its probability of churn by its segment and the risks of this term that nobody saved
    /// [hundredths a year].
    pub(super) fn arr_at_risk(&self, account: usize) -> i64 {
        let accounts = &self.demand.accounts;
        let contract = &self.plan.segments[usize::from(accounts.segment[account])].contracts;
        let term = contract[usize::from(accounts.contract[account])].term;
        let annual = self.plan.segments[usize::from(accounts.segment[account])].churn.unwrap_or(0.0);
        if annual <= 0.0 {
            return 0;
        }
        let stated = churn_at_renewal(annual, term.years());
        let ledger = &self.state.ledgers[account];
        let log_odds = libm::log(stated / (1.0 - stated)) + self.plan.outcomes.strength * ledger.risk;
        (ledger.arr as f64 * probability(log_odds) + 0.5) as i64
    }

    /// What an account that grows in usage pays more from this renewal on.
    fn usage_growth(&self, account: usize, arr: i64) -> i64 {
        let accounts = &self.demand.accounts;
        if !accounts.grows(account) {
            return 0;
        }
        let segment = &self.plan.segments[usize::from(accounts.segment[account])];
        let Some(growth) = segment.habits.growth else { return 0 };
        let term = segment.contracts[usize::from(accounts.contract[account])].term;
        let age = self.state.now - accounts.start[account];
        let before = Elapsed::from_ms((age - term).ms().max(0));
        (arr as f64 * (growth.multiple(age) / growth.multiple(before) - 1.0) + 0.5) as i64
    }

    /// What missing health adds to the log odds of churn, where no play has lifted it.
    fn low_health(&self, account: usize, missing: f64) -> f64 {
        let missing = if self.plan.digital.is_some() { missing - self.lift(account) } else { missing };
        let lifted = self.state.now - self.state.ledgers[account].lifted <= self.plan.lifted_for;
        if missing > 0.0 && !lifted { libm::log(self.plan.outcomes.low_health) * missing / 10.0 } else { 0.0 }
    }

    /// Sum of all effects on the log odds of churn, with those worked out apart.
    fn effects(&mut self, account: usize, attachment: f64, apart: f64) -> f64 {
        let (outcomes, care) = (&self.plan.outcomes, self.care(account));
        let ledger = &mut self.state.ledgers[account];
        let [requests, late, missed] = ledger.history.totals(self.state.now);
        // A late answer may have been asked for before the half year began.
        let late_share = if requests > 0 { (f64::from(late) / f64::from(requests)).min(1.0) } else { 0.0 };
        let sum = libm::log(outcomes.late_responses) * 10.0 * late_share
            + libm::log(outcomes.missed_touch) * f64::from(missed)
            + libm::log(outcomes.no_attachment) * (1.0 - attachment) * care
            + ledger.risk
            + apart;
        outcomes.strength * sum
    }

    /// How much an account cares about people: less than fully where it says that it does not want one.
    pub(super) fn care(&self, account: usize) -> f64 {
        let accounts = &self.demand.accounts;
        let says = self.plan.segments[usize::from(accounts.segment[account])].habits.wants_human.is_some();
        if says && !accounts.wants_human(account) { self.plan.attachment.indifferent } else { 1.0 }
    }

    pub(super) fn churn(&mut self, account: usize) {
        let segment = usize::from(self.demand.accounts.segment[account]);
        let lost = self.state.ledgers[account].arr;
        self.withdraw_all(account);
        self.state.accounts[account].alive = false;
        self.take_from_books(account);
        self.stock_changes(account, -1, -lost);
        self.monitor.arr_churned += lost;
        self.state.ledgers[account].arr = 0;
        if self.plan.limits_wip {
            self.close_conversations(account as u32);
        }
        if self.monitor.measuring {
            self.monitor.segments[segment].arr_lost += lost;
            if self.state.ledgers[account].arr_at_year >= 0 {
                self.monitor.year(segment as u16).lose();
            }
        }
    }

    fn grow(&mut self, account: usize, segment: usize, contract: ContractFacts, attachment: f64, luck: f64) {
        let outcomes = &self.plan.outcomes;
        let arr = self.state.ledgers[account].arr;
        let unattached = 1.0 - (1.0 - outcomes.expansion_unattached) * (1.0 - attachment) * self.care(account);
        let multiplier = libm::pow(unattached, outcomes.strength);
        let (by_talks, won) = self.take_opportunity(account);
        if self.monitor.measuring {
            self.monitor.segments[segment].expansion_weight += arr as f64;
            self.monitor.segments[segment].expansion_multiplier += arr as f64 * multiplier * by_talks;
        }
        let shrink_chance = CONTRACTION_CHANCE.max(2.0 * contract.contraction);
        let (chance, size) = expansion::chance(by_talks, 1.0 - shrink_chance);
        let usage = self.usage_growth(account, arr);
        let change = usage
            + if luck < chance {
                let more = (arr as f64 * contract.expansion * multiplier * size / EXPANSION_CHANCE + 0.5) as i64;
                if won && self.monitor.measuring {
                    self.monitor.segments[segment].expansion.arr += more;
                }
                more
            } else if luck >= 1.0 - shrink_chance {
                -((arr as f64 * contract.contraction / shrink_chance + 0.5) as i64)
            } else {
                0
            };
        if change == 0 {
            return;
        }
        self.state.ledgers[account].arr += change;
        self.stock_changes(account, 0, change);
        let tally = &mut self.monitor.segments[segment];
        if change > 0 {
            self.monitor.arr_expanded += change;
            if self.monitor.measuring {
                tally.arr_expanded += change;
            }
        } else {
            self.monitor.arr_contracted -= change;
            if self.monitor.measuring {
                tally.arr_lost -= change;
            }
        }
    }
}
