//! Overtime, the slow way: evening after evening is looked at.

use crate::simulator::World;
use caseload::time::HOUR;

impl World<'_> {
    /// When work that a CSM begins now is done: with the hours of the CSM, or on the first evening on which little enough is
    /// left of it for somebody who is there to stay.
    pub fn done_by(&self, csm: usize, work: i64) -> i64 {
        let (now, state) = (self.now, &self.csms[csm]);
        let done = if work == 0 { now } else { state.open.after(now, work) };
        let most = self.scenario.designs[0].teams[state.team].overtime.ms();
        let hours = &self.hours[state.team].0;
        let evenings = hours.iter().zip(&hours[1..]).filter(|(today, next)| next.0 - today.1 >= 6 * HOUR);
        let evening = evenings.map(|(today, _)| today.1).find(|evening| {
            let left = work - state.open.between(now, *evening);
            let there = !state.absent.iter().any(|(gone, back)| gone < evening && evening <= back);
            now < *evening && *evening < done && left <= most && there
        });
        match evening.filter(|_| most > 0) {
            Some(evening) => evening + work - state.open.between(now, evening),
            None => done,
        }
    }
}
