//! Accounts whose ARR has crossed a line, the slow way.

use crate::simulator::World;

/// Stands for all accounts among the reviews.
pub const ALL: usize = usize::MAX;

impl World<'_> {
    /// The first date after the beginning on which all accounts are looked at.
    pub fn set_tier_dates(&mut self) {
        let Some(every) = self.scenario.designs[0].resegment.and_then(|look| look.every) else { return };
        let first = (-10_000i64..).map(|n| n * every.ms()).find(|at| *at > self.now).expect("dates go on");
        let order = self.next_order();
        self.reviews.push((first, order, ALL));
    }

    /// Looks at everybody, and sets the next date.
    pub fn look_at_all_tiers(&mut self) {
        for account in 0..self.accounts.len() {
            if self.accounts[account].alive {
                self.note_tier_and_review(account);
            }
        }
        let every = self.scenario.designs[0].resegment.and_then(|look| look.every).expect("it was set");
        let order = self.next_order();
        self.reviews.push((self.now + every.ms(), order, ALL));
    }

    /// An account that was renewed is looked at, by its ARR and where it goes over at a renewal.
    pub fn look_after_renewal(&mut self, account: usize) {
        let by_arr = self.scenario.designs[0].resegment.is_some_and(|look| look.every.is_none());
        let before = self.coverage.seen[account];
        if by_arr {
            self.note_tier(account);
        }
        let changes = self.changes_at_renewal(account);
        if changes || self.coverage.seen[account] != before {
            self.review(account);
        }
    }

    /// Rules are looked at only where they see another ARR.
    fn note_tier_and_review(&mut self, account: usize) {
        let before = self.coverage.seen[account];
        self.note_tier(account);
        if self.coverage.seen[account] != before {
            self.review(account);
        }
    }

    /// One line after the other is crossed, as long as the ARR lies beyond it by more than the hysteresis.
    fn note_tier(&mut self, account: usize) {
        let share = self.scenario.designs[0].resegment.expect("somebody looks").hysteresis;
        let rules = self.coverage.rules.iter();
        let mut lines: Vec<f64> = rules.flat_map(|rule| [rule.arr_from, rule.arr_below]).collect();
        lines.retain(|line| line.is_finite() && *line > 0.0);
        lines.sort_by(f64::total_cmp);
        let arr = self.accounts[account].arr as f64 / 100.0;
        let mut seen = self.coverage.seen[account] as f64 / 100.0;
        loop {
            let up = lines.iter().find(|line| seen < **line && arr >= **line);
            let down = lines.iter().rev().find(|line| seen >= **line && arr < **line);
            match (up, down) {
                (Some(line), _) if arr >= line * (1.0 + share) => seen = *line,
                (Some(line), _) => {
                    self.coverage.seen[account] = (line * 100.0) as i64 - 1;
                    return;
                }
                (None, Some(line)) if arr < line * (1.0 - share) => seen = line - 0.01,
                (None, Some(line)) => {
                    self.coverage.seen[account] = (line * 100.0) as i64;
                    return;
                }
                (None, None) => break,
            }
        }
        self.coverage.seen[account] = self.accounts[account].arr;
    }
}
