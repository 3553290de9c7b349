//! Reviews of activation, the slow way: all dates are kept, and every step looks back through the reviews until one finds
//! somebody who was due.

use crate::simulator::World;
use crate::state::Happening;
use caseload::model::WorkKind;
use caseload::model::demand::Occurrence;
use caseload::model::work::Origin;

impl World<'_> {
    /// Whether a step does not open because of what the last review has found.
    pub fn is_left_out(&mut self, step: &Occurrence, kind: &WorkKind) -> bool {
        let Origin::Step { reviewed: Some(reviewed), .. } = kind.origin else { return false };
        let segment = self.demand.accounts.segment[step.account as usize];
        let activation = self.scenario.segments[usize::from(segment)].habits.activation.expect("it is reviewed");
        let (every, begin) = (activation.review.ms(), self.scenario.simulation.begin().ms());
        let last = self.now.div_euclid(every);
        let reviews = (0..).map(|back| (last - back) * every).take_while(|at| *at > begin);
        let found = reviews.into_iter().find_map(|review| {
            let seen = review - i64::from(activation.review_over) * every..review;
            let due: Vec<bool> = (self.due.iter())
                .filter(|(of, at, _)| *of == segment && seen.contains(at))
                .map(|(.., activated)| *activated)
                .collect();
            let in_time = due.iter().filter(|activated| **activated).count();
            (!due.is_empty()).then(|| in_time as f64 / due.len() as f64)
        });
        let falls_short = found.is_some_and(|found| found < reviewed.share);
        if falls_short == reviewed.below {
            return false;
        }
        let kind = Some((step.kind, self.now));
        let told = Happening { at: self.now, what: "left out", csm: None, account: step.account, kind, churn: None };
        self.told.push(told);
        true
    }
}
