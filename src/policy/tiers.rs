//! The ARR by which rules see an account that is looked at again.

use crate::model::Rule;

/// The lines that rules draw by ARR, lowest first [hundredths of currency/year].
pub fn lines(rules: &[Rule]) -> Vec<i64> {
    let drawn = rules.iter().flat_map(|rule| [rule.arr_from, rule.arr_below]);
    // The least whole amount that is not below the line.
    let mut lines: Vec<i64> =
        drawn.filter(|line| line.is_finite() && *line > 0.0).map(|line| (line * 100.0).ceil() as i64).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// The ARR by which rules see an account that they saw at `before` and whose ARR is `now`: it stays on its side of the
/// first line that it has not crossed by more than `hysteresis` (a share of the line).
pub fn seen(before: i64, now: i64, lines: &[i64], hysteresis: f64) -> i64 {
    let by = |line: i64, share: f64| line as f64 * share;
    if now >= before {
        let barely = |line: &&i64| before < **line && **line <= now && (now as f64) < by(**line, 1.0 + hysteresis);
        lines.iter().find(barely).map_or(now, |line| line - 1)
    } else {
        let barely = |line: &&i64| now < **line && **line <= before && now as f64 >= by(**line, 1.0 - hysteresis);
        lines.iter().rev().find(barely).copied().unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &[i64] = &[1_000, 2_000];

    #[test]
    fn without_hysteresis_the_arr_of_today_is_seen() {
        for (before, now) in [(500, 1_000), (1_000, 999), (999, 5_000), (5_000, 1), (700, 700)] {
            assert_eq!(seen(before, now, LINES, 0.0), now);
        }
    }

    #[test]
    fn a_line_is_crossed_only_by_more_than_the_hysteresis() {
        assert_eq!(seen(900, 1_099, LINES, 0.1), 999, "still below");
        assert_eq!(seen(900, 1_100, LINES, 0.1), 1_100);
        assert_eq!(seen(1_100, 901, LINES, 0.1), 1_000, "still above");
        assert_eq!(seen(1_100, 899, LINES, 0.1), 899);
        assert_eq!(seen(1_100, 900, LINES, 0.1), 1_000, "at the edge it stays");
    }

    #[test]
    fn of_several_lines_each_is_looked_at() {
        assert_eq!(seen(900, 2_100, LINES, 0.1), 1_999, "beyond the first, not the second");
        assert_eq!(seen(2_500, 950, LINES, 0.1), 1_000, "below the second, not the first");
        assert_eq!(seen(2_500, 500, LINES, 0.1), 500);
        assert_eq!(seen(500, 9_000, LINES, 0.1), 9_000);
    }

    #[test]
    fn what_is_seen_before_may_lie_off_the_truth() {
        // Seen at 999 while its ARR was 1,099: one more step and it is beyond.
        assert_eq!(seen(999, 1_101, LINES, 0.1), 1_101);
        assert_eq!(seen(999, 1_050, LINES, 0.1), 999);
    }
}
