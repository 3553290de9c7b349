//! Planned touches: when each step of a playbook opens for each account.

use super::Occurrence;
use super::requests::KindDraw;
use super::seen::Seen;
use crate::model::work::{Origin, Schedule};
use crate::model::{Motion, Ramp, WorkKind};
use crate::streams::{Purpose, Stream, uniform};
use crate::time::{Elapsed, SimTime};

/// How far ahead of a renewal a kind of work looks \[ms\].
pub(super) fn look_ahead_ms(kind: &WorkKind) -> i64 {
    match kind.origin {
        Origin::Step { schedule: Schedule::BeforeRenewal(ahead), .. } => ahead.ms(),
        _ => 0,
    }
}

/// Touches of all accounts for one step.
pub(super) fn add_touches(draw: &KindDraw, schedule: Schedule, out: &mut Vec<Occurrence>) {
    let end = draw.scenario.simulation.end();
    let (condition, learning) = match &draw.kind.origin {
        Origin::Step { condition, learning, .. } => (condition.as_deref(), *learning),
        _ => (None, Ramp::constant(1.0)),
    };
    // Whether one that asks for a score which hears of satisfaction opens is decided as it falls due.
    let hears = draw.scenario.health.is_some_and(|health| health.hears());
    let condition = condition.filter(|condition| !(hears && condition.score.is_some()));
    let mut seen = condition.map(|condition| Seen::new(condition, draw));
    let only_new = matches!(schedule, Schedule::AfterStart(_));
    for account in draw.accounts() {
        if only_new && account < draw.accounts.initial as usize {
            continue;
        }
        let start = draw.accounts.start[account];
        let scale = draw.work_scale(account);
        let mut stream = draw.stream(Purpose::Touches, account);
        if let Some(seen) = &mut seen {
            seen.draw(draw, account);
        }
        let phase = uniform(&mut stream);
        let mut answers = draw.stream(Purpose::Response, account);
        let mut touch = |at: SimTime, stream: &mut Stream| {
            // Drawn in any case, so that a condition shifts no other touch.
            let piece = draw.lucky_piece(at, account, scale * learning.at(at), stream, uniform(&mut answers));
            if seen.as_ref().is_none_or(|seen| seen.holds(at)) {
                out.push(piece);
            }
        };
        match schedule {
            Schedule::Every(period) => {
                let mut at = start + Elapsed::from_ms((period.ms() as f64 * phase) as i64);
                while at < end {
                    touch(at, &mut stream);
                    at = at + period;
                }
            }
            Schedule::BeforeRenewal(ahead) => {
                let segment = draw.segment(account);
                if segment.habits.motion == Motion::ProductLed {
                    continue;
                }
                let term = segment.contracts[usize::from(draw.accounts.contract[account])].term;
                for renewal in draw.accounts.renewals(account, term) {
                    let at = renewal - ahead;
                    if at >= start && at < end {
                        touch(at, &mut stream);
                    }
                }
            }
            Schedule::Farewell | Schedule::Welcome => {}
            Schedule::AfterStart(delay) => {
                let at: SimTime = start + draw.segment(account).habits.hand_off + delay;
                if at < end {
                    touch(at, &mut stream);
                }
            }
        }
    }
}
