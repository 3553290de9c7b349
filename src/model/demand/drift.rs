//! A Gaussian deviation from a mean that forgets exponentially, week by week.

use crate::distribution::normal;
use crate::streams::Stream;
use crate::time::{Elapsed, WEEK};

/// The deviation in one week.
pub(super) struct Drift {
    pub deviation: f64,
    /// What is left of a deviation after a week.
    pub kept: f64,
    /// Standard deviation of what a week adds, so that the whole keeps its spread.
    step: f64,
}

impl Drift {
    /// The first week of a process with a standard deviation and the time in which a deviation falls to 1/e.
    pub fn begin(spread: f64, memory: Elapsed, stream: &mut Stream) -> Drift {
        let kept = libm::exp(-(WEEK as f64) / memory.ms() as f64);
        Drift { deviation: spread * normal(stream), kept, step: spread * (1.0 - kept * kept).sqrt() }
    }

    /// The next week.
    pub fn advance(&mut self, stream: &mut Stream) {
        self.deviation = self.kept * self.deviation + self.step * normal(stream);
    }
}
