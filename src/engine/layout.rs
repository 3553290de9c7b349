//! The layout of a design's queues: which there are, and which CSM serves which.

use super::plan::{Grouping, OverflowPlan, Plan, QueuePlan, RulePlan};
use crate::model::{Assign, Balance, Discipline, PodSize, Rule};
use crate::policy::coverage;

impl Plan {
    /// Own queues come first, numbered like the CSMs; then one queue a team; then the pods.
    pub(super) fn lay_out_queues(&mut self, any_sticky: bool) {
        let mut queues = Vec::new();
        for (number, team) in self.teams.iter().enumerate() {
            for csm in 0..team.csms {
                queues.push(self.queue_plan(number, team.first_csm + csm, 1));
                self.team_of_csm.push(number as u32);
                self.wip_limit.push(team.team.wip_limit.unwrap_or(u32::MAX));
            }
        }
        for (number, team) in self.teams.iter().enumerate() {
            queues.push(self.queue_plan(number, team.first_csm, team.csms));
        }
        self.queues = queues;
        for rule in self.matching.clone() {
            let rule = if rule.nobody { RulePlan::of_nobody() } else { self.rule_plan(&rule) };
            self.rules.push(rule);
        }
        self.lay_out_matches();
        self.assign_queues_to_csms(any_sticky);
    }

    pub(super) fn queue_plan(&self, team: usize, first_csm: u32, csms: u32) -> QueuePlan {
        let discipline = self.teams[team].team.discipline;
        let in_order_of_lines = discipline == Discipline::Priority && !self.limits_wip && self.urgent == 0;
        QueuePlan { team: team as u32, first_csm, csms, need: 0, discipline, in_order_of_lines }
    }

    fn rule_plan(&mut self, rule: &Rule) -> RulePlan {
        let coverage = &rule.coverage;
        let csms = self.teams[coverage.team].csms;
        let pods = coverage::pods_for(coverage, false, csms);
        let alerts = self.teams[coverage.team].team.alerts_every;
        let misroutes = self.transition.is_some_and(|change| change.misrouting.is_some());
        RulePlan {
            team: coverage.team as u32,
            grouping: self.grouping(coverage.team, pods, coverage.balance),
            named_grouping: self.grouping(coverage.team, PodSize::One, coverage.balance),
            backup_after: coverage.backup_after.filter(|_| csms > 1),
            sticky: coverage.sticky.filter(|sticky| !sticky.patience.is_zero() && pods != PodSize::One),
            assign: coverage.assign,
            matching: coverage.matching,
            overflow: coverage.overflow.map(|overflow| OverflowPlan {
                queue: self.csm_count() as u32 + overflow.team as u32,
                after: overflow.after,
                at_once: overflow.after.is_zero(),
            }),
            sends: self.sent_under(rule),
            triage: coverage.triage,
            alerts,
            holds_back: coverage.triage.is_some() || alerts.is_some() || misroutes,
        }
    }

    fn sent_under(&self, rule: &Rule) -> Vec<bool> {
        if rule.digital.is_empty() { Vec::new() } else { self.kinds.iter().map(|kind| rule.sends(kind)).collect() }
    }

    fn grouping(&mut self, team: usize, pods: PodSize, balance: Balance) -> u32 {
        let found = (self.groupings.iter()).position(|g| {
            g.team == team as u32 && g.pods == pods && (g.balance == balance || pods == PodSize::Everyone)
        });
        if let Some(found) = found {
            return found as u32;
        }
        let sizes = coverage::pod_sizes(pods, self.teams[team].csms);
        let first_queue = match pods {
            PodSize::One => self.teams[team].first_csm,
            PodSize::Everyone => self.csm_count() as u32 + team as u32,
            PodSize::Of(_) => {
                let first = self.queues.len() as u32;
                let mut first_csm = self.teams[team].first_csm;
                for &csms in &sizes {
                    self.queues.push(self.queue_plan(team, first_csm, csms));
                    first_csm += csms;
                }
                first
            }
        };
        self.groupings.push(Grouping { team: team as u32, pods, balance, sizes, first_queue });
        self.groupings.len() as u32 - 1
    }

    /// A CSM serves only queues that can ever hold something: the fewer, the faster.
    fn assign_queues_to_csms(&mut self, any_sticky: bool) {
        let named_by_contract = self.segments.iter().any(|segment| segment.contract_named > 0.0);
        let joined = |team: usize| self.seat_plan.as_ref().is_some_and(|plan| plan.joins(&self.teams[team]));
        let own: Vec<bool> = (0..self.teams.len())
            .map(|team| {
                // Whoever comes from another team brings the part in hand-offs along.
                joined(team)
                    || (self.rules.iter()).any(|rule| {
                        rule.team as usize == team
                            && (any_sticky
                                || self.reasons > 0
                                || rule.assign != Assign::LongestIdle
                                || named_by_contract
                                || self.groupings[rule.grouping as usize].pods == PodSize::One)
                    })
            })
            .collect();
        let wide: Vec<bool> = (0..self.teams.len())
            .map(|team| {
                let takes_over = |team| self.kinds.iter().any(|kind| kind.handed_to().any(|to| to == team));
                let helps = |overflow: OverflowPlan| overflow.queue as usize == self.csm_count() + team;
                self.rules.iter().any(|rule| {
                    rule.overflow.is_some_and(helps)
                        || takes_over(team)
                        || rule.team as usize == team
                            && (rule.backup_after.is_some()
                                || self.groupings[rule.grouping as usize].pods == PodSize::Everyone)
                })
            })
            .collect();
        for csm in 0..self.csm_count() as u32 {
            self.serves_from.push(self.serves.len() as u32);
            let team = self.team_of_csm[csm as usize] as usize;
            if own[team] {
                self.serves.push(csm);
            }
            if wide[team] {
                self.serves.push(self.csm_count() as u32 + team as u32);
            }
            let pods = self.csm_count() + self.teams.len();
            for (queue, plan) in self.queues.iter().enumerate().skip(pods) {
                if plan.has(csm) && self.suits(csm, plan) {
                    self.serves.push(queue as u32);
                }
            }
        }
        self.serves_from.push(self.serves.len() as u32);
    }
}
