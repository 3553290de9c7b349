//! Open hours, the slow way: a list of stretches, always read from the beginning.

/// Longer than anything that happens.
pub const NEVER: i64 = i64::MAX / 4;

/// Open stretches `[open, close)` [ms], ascending.
#[derive(Clone, Debug)]
pub struct Open(pub Vec<(i64, i64)>);

impl Open {
    /// These hours less some stretches away.
    pub fn without(&self, away: &[(i64, i64)]) -> Open {
        let mut left = self.0.clone();
        for &(gone, back) in away {
            left = (left.iter())
                .flat_map(|&(open, close)| [(open, close.min(gone)), (open.max(back), close)])
                .filter(|(open, close)| open < close)
                .collect();
        }
        left.sort_unstable();
        Open(left)
    }

    /// Whether there is no hour off.
    pub fn is_always(&self) -> bool {
        self.0.len() == 1
    }

    /// The first open instant of all.
    pub fn first(&self) -> i64 {
        self.0[0].0
    }

    /// Whether `t` is within a stretch.
    pub fn is_open(&self, t: i64) -> bool {
        self.0.iter().any(|&(open, close)| open <= t && t < close)
    }

    /// The first open instant from `t` on.
    pub fn next_open(&self, t: i64) -> i64 {
        self.0.iter().filter(|(_, close)| *close > t).map(|(open, _)| t.max(*open)).min().unwrap_or(NEVER)
    }

    /// Open time between two instants.
    pub fn between(&self, from: i64, to: i64) -> i64 {
        self.0.iter().map(|&(open, close)| (close.min(to) - open.max(from)).max(0)).sum()
    }

    /// When so much open time has passed after `t`; nothing is over at once.
    pub fn after(&self, t: i64, mut length: i64) -> i64 {
        if length == 0 {
            return t;
        }
        for &(open, close) in self.0.iter().filter(|(_, close)| *close > t) {
            let begin = open.max(t);
            if length <= close - begin {
                return begin + length;
            }
            length -= close - begin;
        }
        NEVER
    }
}
