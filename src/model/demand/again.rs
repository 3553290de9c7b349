//! First requests of accounts that ask again only after an answer. The later ones are known once a design answers.

use super::Occurrence;
use super::requests::KindDraw;
use crate::model::again::part_passed;
use crate::model::conversation::Talker;
use crate::streams::entity_of_name;
use crate::time::Elapsed;

/// One request for each account: so long after its start, or for accounts of the beginning somewhere within that time,
/// evenly.
pub(super) fn add_first_requests(draw: &KindDraw, out: &mut Vec<Occurrence>) {
    let end = draw.scenario.simulation.end();
    for account in draw.accounts() {
        let segment = draw.segment(account);
        let talker = Talker::new(entity_of_name(&segment.name), draw.key, draw.accounts.number[account]);
        let old = account < draw.accounts.initial as usize;
        let pace = segment.pace_of_asking(draw.scenario.load, (!old).then_some(Elapsed::ZERO));
        let first = draw.kind.next_request(draw.ring, talker, 0, pace, draw.work_scale(account));
        let Some(first) = first else { continue };
        let passed = if old { part_passed(draw.ring, talker) } else { 0.0 };
        let wait = (first.after.ms() as f64 * (1.0 - passed)) as i64;
        let at = draw.accounts.start[account] + Elapsed::from_ms(wait);
        if at < end {
            out.push(Occurrence::work(at, account as u32, draw.number, first.work, 0.0));
        }
    }
}
