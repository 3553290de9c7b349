//! Teams staffed by a ratio, the slow way: all sorts of accounts, each with its share of its segment, and the first rule for
//! the requests of each.

use caseload::model::{Design, Rule, Scenario, Segment, Staffing, Stage};

/// Accounts of one sort.
#[derive(Clone, Debug)]
struct Sort {
    segment: usize,
    /// How many, of what ARR each.
    accounts: f64,
    arr: f64,
    named: bool,
    wants_human: bool,
    vertical: Option<u8>,
    strategic: bool,
    growing: bool,
}

/// Whether a rule is for the requests of accounts of a sort that have been there for ever and that nothing ails.
fn covers(rule: &Rule, of: &Sort) -> bool {
    rule.classes[0]
        && rule.segments[of.segment]
        && rule.arr_from <= of.arr
        && of.arr < rule.arr_below
        && rule.contract_named.is_none_or(|named| named == of.named)
        && rule.wants_human.is_none_or(|wants| wants == of.wants_human)
        && (rule.vertical.is_none() || rule.vertical == of.vertical)
        && rule.strategic.is_none_or(|strategic| strategic == of.strategic)
        && rule.growing.is_none_or(|growing| growing == of.growing)
        && rule.until.is_none()
        && rule.stage != Some(Stage::Onboarding)
        && rule.at_risk.is_none()
}

/// All sorts of accounts of a segment, where ARR is one amount or uniform.
fn sorts(number: usize, segment: &Segment, rules: &[Rule]) -> Vec<Sort> {
    let amount = |p: f64| segment.arr.quantile(p).expect("an amount, or a uniform law");
    let (low, high) = (2.0 * amount(0.25) - amount(0.5), 2.0 * amount(0.75) - amount(0.5));
    let mut bounds: Vec<f64> = rules.iter().flat_map(|rule| [rule.arr_from, rule.arr_below]).collect();
    bounds.retain(|bound| low < *bound && *bound < high);
    bounds.extend([low, high]);
    bounds.sort_by(f64::total_cmp);
    let share = |habit: f64| [(true, habit), (false, 1.0 - habit)];
    let without = 1.0 - segment.verticals.iter().map(|(_, share)| share).sum::<f64>();
    let verticals: Vec<(Option<u8>, f64)> =
        segment.verticals.iter().map(|(vertical, share)| (Some(*vertical), *share)).chain([(None, without)]).collect();
    let habits = &segment.habits;
    let mut all = Vec::new();
    for band in bounds.windows(2) {
        let of_band = if high > low { (band[1] - band[0]) / (high - low) } else { 1.0 };
        for (named, by_contract) in share(segment.contract_named) {
            for (wants_human, by_wish) in share(habits.wants_human.unwrap_or(0.0)) {
                for (strategic, by_strategy) in share(habits.strategic) {
                    for (growing, by_growth) in share(habits.growth.map_or(0.0, |growth| growth.share)) {
                        all.extend(verticals.iter().map(|&(vertical, by_vertical)| Sort {
                            segment: number,
                            accounts: f64::from(segment.accounts)
                                * of_band
                                * (by_contract * by_wish * by_strategy * by_growth * by_vertical),
                            arr: (band[0] + band[1]) / 2.0,
                            named,
                            wants_human,
                            vertical,
                            strategic,
                            growing,
                        }));
                    }
                }
            }
        }
    }
    all
}

/// How many CSMs a team has under a design: for the accounts whose requests it answers, at least one; where its seats do not
/// change with the design, for those of before or of after, whichever are more.
pub fn csms(scenario: &Scenario, design: &Design, team: usize) -> u32 {
    let (ratio, of_arr) = match design.teams[team].staffing {
        Staffing::Csms(csms) => return csms,
        Staffing::AccountsPerCsm(ratio) => (ratio, false),
        Staffing::ArrPerCsm(ratio) => (ratio, true),
    };
    let covered = |rules: &[Rule]| -> f64 {
        let all = scenario.segments.iter().enumerate().flat_map(|(number, segment)| sorts(number, segment, rules));
        let of_team =
            all.filter(|sort| rules.iter().find(|rule| covers(rule, sort)).map(|r| r.coverage.team) == Some(team));
        of_team.map(|sort| sort.accounts * if of_arr { sort.arr } else { 1.0 }).sum()
    };
    let before = design.transition.filter(|_| design.seat_change.is_none());
    let before = before.map_or(0.0, |change| covered(&scenario.designs[change.from].rules));
    ((covered(&design.rules).max(before) / ratio).ceil() as u32).max(1)
}
