//! Reviews of onboarding: how many accounts were activated in time, and steps that open only while that is too few.
//!
//! Reviews change nothing but what is known, and are held when somebody next asks: at a date by which an account should
//! be activated, or at a step that looks at them.

use super::observer::{Observer, Piece};
use super::replay::Replay;
use crate::model::demand::Occurrence;
use crate::model::work::Origin;

/// What the reviews of a segment remember.
#[derive(Clone, Debug, Default)]
pub(super) struct Reviews {
    /// Accounts that should be activated by now, and how many were in time.
    due: u32,
    in_time: u32,
    /// The same at each review so far, the one by the beginning of the simulation first.
    counts: Vec<(u32, u32)>,
    /// Share of accounts activated in time that was found last; `None`: none has been due yet.
    found: Option<f64>,
}

impl Reviews {
    /// Forgets everything, keeping memory.
    pub(super) fn reset(&mut self) {
        (self.due, self.in_time, self.found) = (0, 0, None);
        self.counts.clear();
    }

    /// Holds a review that looks back over so many reviews.
    fn hold(&mut self, over: u32) {
        let before = self.counts.len().checked_sub(over as usize).map_or((0, 0), |place| self.counts[place]);
        self.counts.push((self.due, self.in_time));
        if self.due > before.0 {
            self.found = Some(f64::from(self.in_time - before.1) / f64::from(self.due - before.0));
        }
    }
}

impl<O: Observer> Replay<'_, O> {
    /// Holds all reviews of a segment up to now; what happens at the very instant of one comes too late for it.
    fn hold_reviews(&mut self, segment: usize) -> Option<&mut Reviews> {
        let activation = self.plan.segments[segment].habits.activation.as_ref()?;
        let number = |ms: i64| ms.div_euclid(activation.review.ms());
        let reviews = self.state.reviews.get_mut(segment)?;
        let by_now = number(self.state.now.ms()) - number(self.plan.simulation.begin().ms());
        while (reviews.counts.len() as i64) <= by_now {
            reviews.hold(activation.review_over);
        }
        Some(reviews)
    }

    /// An account should be activated by now.
    #[cold]
    pub(super) fn note_due(&mut self, segment: usize, activated: bool) {
        if let Some(reviews) = self.hold_reviews(segment) {
            reviews.due += 1;
            reviews.in_time += u32::from(activated);
        }
    }

    /// Whether a step that looks at reviews does not open.
    #[cold]
    pub(super) fn is_left_out(&mut self, step: &Occurrence) -> bool {
        let segment = usize::from(self.demand.accounts.segment[step.account as usize]);
        let Origin::Step { reviewed: Some(reviewed), .. } = self.plan.kinds[usize::from(step.kind)].origin else {
            return false;
        };
        let found = self.hold_reviews(segment).and_then(|reviews| reviews.found);
        let opens = reviewed.opens(found);
        if !opens {
            self.observer.is_left_out(
                step.at,
                Piece { account: step.account, kind: step.kind, arrived: step.at },
                found,
            );
        }
        !opens
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_looks_back_over_so_many_and_keeps_what_it_found_where_nobody_was_due() {
        let mut reviews = Reviews::default();
        let mut by = |due: u32, in_time: u32| {
            (reviews.due, reviews.in_time) = (due, in_time);
            reviews.hold(2);
            reviews.found
        };
        assert_eq!(by(0, 0), None);
        assert_eq!(by(4, 1), Some(0.25));
        assert_eq!(by(6, 3), Some(0.5));
        // From the second review on: two of four have become four of five.
        assert_eq!(by(9, 5), Some(0.8));
        assert_eq!(by(9, 5), Some(2.0 / 3.0));
        assert_eq!(by(9, 5), Some(2.0 / 3.0), "nobody was due");
    }
}
