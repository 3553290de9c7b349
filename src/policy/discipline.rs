//! Who is next: the order of waiting work, and when planned work may go ahead of it.

use crate::model::Discipline;
use crate::time::SimTime;

/// The rank of a piece of waiting work: the smallest is served first, equals in order of joining.
///
/// `arrived` is when it could first be begun, `due` when it should have been; `account` is what a discipline that looks at
/// the account looks at: what it pays or risks \[hundredths\], or when its contract comes up \[ms\].
#[inline]
pub fn rank(discipline: Discipline, priority: u8, arrived: SimTime, due: SimTime, account: i64) -> i64 {
    match discipline {
        Discipline::FirstCome => arrived.ms(),
        // Instants stay within 2^47 ms of zero (4,000 years), so a priority outweighs any age.
        Discipline::Priority => (i64::from(priority) << 48) + arrived.ms(),
        Discipline::EarliestDue => due.ms(),
        Discipline::HighestArr | Discipline::ArrAtRisk => -account,
        Discipline::SoonestRenewal => account,
    }
}

/// Whether planned work goes ahead: while it has had less than its protected share of the time served.
#[inline]
pub fn planned_goes_first(protected: f64, planned_ms: i64, served_ms: i64) -> bool {
    protected > 0.0 && planned_ms as f64 <= protected * served_ms as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_discipline_ranks_as_it_says() {
        let (early, late) = (SimTime::from_ms(-1_000), SimTime::from_ms(2_000));
        let first_come = |arrived| rank(Discipline::FirstCome, 9, arrived, SimTime::ZERO, 7);
        assert!(first_come(early) < first_come(late));
        let priority = |p, arrived| rank(Discipline::Priority, p, arrived, SimTime::ZERO, 7);
        assert!(priority(1, late) < priority(2, early));
        assert!(priority(2, early) < priority(2, late));
        let due = |at| rank(Discipline::EarliestDue, 1, SimTime::ZERO, at, 7);
        assert!(due(early) < due(late));
        let pays = |arr| rank(Discipline::HighestArr, 1, early, early, arr);
        assert!(pays(2_000) < pays(1_000));
        let comes_up = |at| rank(Discipline::SoonestRenewal, 1, early, early, at);
        assert!(comes_up(1_000) < comes_up(2_000));
    }

    #[test]
    fn planned_work_goes_first_only_below_its_share() {
        assert!(!planned_goes_first(0.0, 0, 0), "no protection, no preference");
        assert!(planned_goes_first(0.3, 0, 0));
        assert!(planned_goes_first(0.3, 29, 100));
        assert!(!planned_goes_first(0.3, 31, 100));
    }
}
