//! Channels that are added: requests that can only be sent from a date on, and what they take from other channels.

use crate::time::{Elapsed, SimTime};

/// A channel that opens while the firm is watched.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// When it opens.
    pub opens: SimTime,
    /// Time from then on, in a straight line, until everybody knows it.
    pub over: Elapsed,
    /// Kinds of requests, by index into `Scenario::kinds`, and the share of each that comes by this channel once
    /// everybody knows it.
    pub takes: Vec<(usize, f64)>,
}

impl Channel {
    /// Share of its full use at an instant.
    #[inline]
    pub fn reach(&self, at: SimTime) -> f64 {
        if at < self.opens {
            return 0.0;
        }
        let since = (at - self.opens).ms();
        if since >= self.over.ms() { 1.0 } else { since as f64 / self.over.ms() as f64 }
    }

    /// Mean share of its full use over the time measured.
    pub fn mean_reach(&self, length: Elapsed) -> f64 {
        let open = (length.ms() - (self.opens - SimTime::ZERO).ms()).max(0) as f64;
        let rising = open.min(self.over.ms() as f64);
        let reached = if self.over.ms() == 0 { 1.0 } else { rising / self.over.ms() as f64 };
        (open - rising + rising * reached / 2.0) / length.ms().max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    #[test]
    fn a_channel_is_shut_then_becomes_known_then_is_known() {
        let days = |days: i64| Elapsed::from_ms(days * DAY);
        let at = |days: i64| SimTime::from_ms(days * DAY);
        let channel = Channel { opens: at(100), over: days(50), takes: Vec::new() };
        assert_eq!([99, 100, 150, 400].map(|day| channel.reach(at(day))), [0.0, 0.0, 1.0, 1.0]);
        assert!((channel.reach(at(110)) - 0.2).abs() < 1e-12);
        // Of 200 days: 100 shut, 50 at a mean of one half, 50 in full.
        assert!((channel.mean_reach(days(200)) - 75.0 / 200.0).abs() < 1e-12);
        // Of 120 days: 20 days up to 0.4.
        assert!((channel.mean_reach(days(120)) - 20.0 * 0.2 / 120.0).abs() < 1e-12);
        assert_eq!(channel.mean_reach(days(80)), 0.0);
        let at_once = Channel { opens: SimTime::ZERO, over: Elapsed::ZERO, takes: Vec::new() };
        assert_eq!((at_once.reach(at(0)), at_once.mean_reach(days(10))), (1.0, 1.0));
    }
}
