//! Anchoring: the intercepts at which today's design reproduces today's churn and expansion.
//!
//! Solved on pilot replications of their own, whose numbers start at [`FIRST_PILOT`], by Newton's method on each
//! segment's intercept. The pilots give the expected churn (sums of probabilities, no luck) and its slope, so few are
//! enough. What was reached is then measured elsewhere, because those solved on fit too well: on the replications of
//! today's design that are reported anyway, or where these are fewer than the pilots, on as many fresh pilots.

use super::replications::{Counter, OnProgress, Phase, Rows, World, records};
use super::result::Anchor;
use crate::engine::Anchoring;
use crate::engine::record::AnchorSums;
use crate::model::Scenario;
use crate::statistics::Estimate;
use crate::streams::FIRST_PILOT;
use std::ops::Range;

/// Pilots of the first attempt: so many that they hold about this many accounts.
const ACCOUNTS_AT_FIRST: u32 = 17_000;
/// But at least enough to see how they spread, and no more than help.
const PILOTS_AT_FIRST: std::ops::RangeInclusive<u32> = 2..=12;
/// Accounts that all pilots together may hold: small scenarios are noisy but cheap, and get more pilots.
const ACCOUNTS_IN_ALL: u32 = 300_000;
/// Pilots at most, whatever the size; the fresh ones are numbered behind the largest number.
const PILOTS_AT_MOST: std::ops::RangeInclusive<u32> = 192..=4096;
/// Difference between reached and stated churn whose step is the last on so many pilots \[share/year\].
const LAST_STEP: f64 = 0.005;
/// Standard error of the reached churn at which pilots suffice [share/year].
const PRECISE_ENOUGH: f64 = 0.0004;
/// Rounds of Newton's method at most; two or three are usual.
const ROUNDS_AT_MOST: usize = 12;
/// Longest step of one round [log odds].
const LONGEST_STEP: f64 = 2.0;
/// Error above which the reader is warned [share/year].
pub const TOLERATED_ERROR: f64 = 0.001;

/// An anchoring with the proof of how well it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Anchored {
    /// The intercepts.
    pub anchoring: Anchoring,
    /// Stated against reached churn, for each segment that states one.
    pub anchors: Vec<Anchor>,
}

/// What to reproduce in one segment.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Name of the segment.
    pub segment: String,
    /// Accounts in it at the beginning.
    pub accounts: u32,
    /// Stated churn [share/year]; `None` where nobody leaves.
    pub churn: Option<f64>,
}

/// What a scenario states, by segment.
pub fn targets(scenario: &Scenario) -> Vec<Target> {
    let target = |s: &crate::model::Segment| Target { segment: s.name.clone(), accounts: s.accounts, churn: s.churn };
    scenario.segments.iter().map(target).collect()
}

/// An anchoring that nobody has checked yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Solved {
    /// The intercepts.
    pub anchoring: Anchoring,
    /// How many pilots it took; 0 where there is nothing to anchor.
    pub pilots: u32,
}

/// Solves the anchoring on the only life of `world`, which is today's design.
pub fn solve<W: World>(world: &W, targets: &[Target], progress: OnProgress) -> Solved {
    let neutral = Anchoring { churn_shift: vec![0.0; targets.len()], expansion_factor: vec![1.0; targets.len()] };
    if targets.iter().all(|target| target.churn.is_none()) && !anything_expands(world, &neutral, targets.len()) {
        return Solved { anchoring: neutral, pilots: 0 };
    }
    // Usual: three rounds on the first pilots, then one on more of them.
    let counter = Counter::new(Phase::Anchoring, u64::from(pilots_at_first(targets)) * 4, progress);
    let (anchoring, pilots) = newton(neutral, targets, |anchoring, pilots| {
        pilot_sums(world, anchoring, FIRST_PILOT..FIRST_PILOT + pilots, &counter)
    });
    Solved { anchoring, pilots }
}

/// Measures an anchoring on as many fresh pilots as it was solved on.
pub fn check<W: World>(world: &W, solved: Solved, targets: &[Target], level: f64, progress: OnProgress) -> Anchored {
    let counter = Counter::new(Phase::Anchoring, u64::from(solved.pilots), progress);
    let fresh = FIRST_PILOT + PILOTS_AT_MOST.end();
    let sums = pilot_sums(world, &solved.anchoring, fresh..fresh + solved.pilots, &counter);
    Anchored { anchors: anchors(targets, &sums, level), anchoring: solved.anchoring }
}

/// Measures an anchoring on the replications of today's design, where they are as many as its pilots.
pub fn check_on_rows(solved: &Solved, today: &Rows, targets: &[Target], level: f64) -> Option<Anchored> {
    (today.anchor.len() >= solved.pilots as usize)
        .then(|| Anchored { anchors: anchors(targets, &today.anchor, level), anchoring: solved.anchoring.clone() })
}

/// Whether one pilot shows an expansion multiplier other than 1 anywhere.
fn anything_expands<W: World>(world: &W, neutral: &Anchoring, segments: usize) -> bool {
    let silent = |_: super::Progress| {};
    let counter = Counter::new(Phase::Anchoring, 1, &silent);
    let sums = pilot_sums(world, neutral, FIRST_PILOT..FIRST_PILOT + 1, &counter);
    (0..segments).any(|segment| {
        let multiplier = sums[0][segment].expansion_multiplier;
        multiplier.is_finite() && multiplier > 0.0 && multiplier != 1.0
    })
}

fn pilot_sums<W: World>(
    world: &W,
    anchoring: &Anchoring,
    pilots: Range<u32>,
    counter: &Counter,
) -> Vec<Vec<AnchorSums>> {
    assert_eq!(world.lives(), 1, "only today's design is anchored");
    let records = records(world, &|_| anchoring, pilots, counter);
    records.into_iter().map(|mut lives| lives.swap_remove(0).anchor).collect()
}

/// Newton's method on every segment at once; `pilot(anchoring, n)` gives the sums of the first `n` pilots, by pilot
/// and segment. Returns the anchoring and the number of pilots it took.
fn newton(
    mut anchoring: Anchoring,
    targets: &[Target],
    mut pilot: impl FnMut(&Anchoring, u32) -> Vec<Vec<AnchorSums>>,
) -> (Anchoring, u32) {
    let at_most = pilots_holding(targets, ACCOUNTS_IN_ALL, PILOTS_AT_MOST);
    let mut pilots = pilots_at_first(targets);
    let mut enough = false;
    for _ in 0..ROUNDS_AT_MOST {
        let sums = pilot(&anchoring, pilots);
        let mut close = true;
        let mut worst = 0.0f64;
        for (segment, target) in targets.iter().enumerate() {
            let of = |part: fn(&AnchorSums) -> f64| mean_and_error(sums.iter().map(|pilot| part(&pilot[segment])));
            let (multiplier, _) = of(|s| s.expansion_multiplier);
            if multiplier.is_finite() && multiplier > 0.0 {
                anchoring.expansion_factor[segment] = 1.0 / multiplier;
            }
            let Some(stated) = target.churn else { continue };
            let (reached, error) = of(|s| s.churn_annual);
            let (slope, _) = of(|s| s.churn_slope);
            if slope.is_nan() || slope <= 1e-9 {
                continue;
            }
            // On the scale of log odds churn is nearly straight in the intercept, so a step goes far.
            let spread = reached * (1.0 - reached);
            let step = (log_odds(stated) - log_odds(reached)) * spread / slope;
            anchoring.churn_shift[segment] += step.clamp(-LONGEST_STEP, LONGEST_STEP);
            // So near, what the step just taken leaves is of second order: no need to look again.
            close &= (stated - reached).abs() < LAST_STEP;
            worst = worst.max(error);
        }
        if close {
            let needed = f64::from(pilots) * (worst / PRECISE_ENOUGH) * (worst / PRECISE_ENOUGH);
            if enough || needed <= f64::from(pilots) {
                break;
            }
            enough = true;
            pilots = (needed.ceil() as u32).min(at_most).max(pilots);
        }
    }
    (anchoring, pilots)
}

fn log_odds(share: f64) -> f64 {
    let share = share.clamp(1e-9, 1.0 - 1e-9);
    libm::log(share / (1.0 - share))
}

fn pilots_at_first(targets: &[Target]) -> u32 {
    pilots_holding(targets, ACCOUNTS_AT_FIRST, PILOTS_AT_FIRST)
}

/// How many pilots hold so many accounts together, within limits.
fn pilots_holding(targets: &[Target], accounts: u32, limits: std::ops::RangeInclusive<u32>) -> u32 {
    let each: u64 = targets.iter().map(|target| u64::from(target.accounts)).sum();
    let pilots = u64::from(accounts) / each.max(1);
    pilots.clamp(u64::from(*limits.start()), u64::from(*limits.end())) as u32
}

/// Mean and its standard error over the finite values; NaN without any.
fn mean_and_error(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let values: Vec<f64> = values.filter(|v| v.is_finite()).collect();
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (mean, if values.len() < 2 { f64::INFINITY } else { (squares / (n - 1.0) / n).sqrt() })
}

fn anchors(targets: &[Target], sums: &[Vec<AnchorSums>], level: f64) -> Vec<Anchor> {
    let mut anchors = Vec::new();
    if sums.is_empty() {
        return anchors;
    }
    for (segment, target) in targets.iter().enumerate() {
        if let Some(stated) = target.churn {
            let values = sums.iter().map(|pilot| pilot[segment].churn_annual);
            let reached = Estimate::from_values(values, level);
            anchors.push(Anchor { segment: target.segment.clone(), stated, reached });
        }
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A logistic segment: 1,000 accounts whose log odds spread around `centre`, and a little noise by pilot.
    fn logistic(centre: f64, noise: f64) -> impl FnMut(&Anchoring, u32) -> Vec<Vec<AnchorSums>> {
        move |anchoring, pilots| {
            (0..pilots)
                .map(|pilot| {
                    let (mut churn, mut slope) = (0.0, 0.0);
                    for account in 0..1000 {
                        let wobble = (f64::from(pilot * 7919 % 13) - 6.0) * noise;
                        let odds = centre + f64::from(account) / 1000.0 - 0.5 + anchoring.churn_shift[0] + wobble;
                        let p = 1.0 / (1.0 + libm::exp(-odds));
                        churn += p / 1000.0;
                        slope += p * (1.0 - p) / 1000.0;
                    }
                    vec![AnchorSums { churn_annual: churn, churn_slope: slope, expansion_multiplier: 0.8 }]
                })
                .collect()
        }
    }

    fn start() -> Anchoring {
        Anchoring { churn_shift: vec![0.0], expansion_factor: vec![1.0] }
    }

    fn stating(churn: f64) -> Vec<Target> {
        vec![Target { segment: "smb".into(), accounts: 1_400, churn: Some(churn) }]
    }

    fn churn_at(anchoring: &Anchoring, mut pilot: impl FnMut(&Anchoring, u32) -> Vec<Vec<AnchorSums>>) -> f64 {
        mean_and_error(pilot(anchoring, 12).iter().map(|sums| sums[0].churn_annual)).0
    }

    #[test]
    fn newton_reaches_the_stated_churn_from_far_away() {
        for (stated, centre) in [(0.18, 0.0), (0.02, 1.0), (0.6, -4.0), (0.005, -2.0)] {
            let (anchoring, pilots) = newton(start(), &stating(stated), logistic(centre, 0.0));
            let reached = churn_at(&anchoring, logistic(centre, 0.0));
            assert!((reached - stated).abs() < 2e-5, "stated {stated}, reached {reached}");
            assert_eq!(pilots, 12);
        }
    }

    #[test]
    fn expansion_is_divided_by_the_mean_multiplier() {
        let (anchoring, _) = newton(start(), &stating(0.1), logistic(0.0, 0.0));
        assert!((anchoring.expansion_factor[0] - 1.25).abs() < 1e-12);
    }

    #[test]
    fn noisy_pilots_grow_until_precise_or_as_many_as_affordable() {
        let (_, few) = newton(start(), &stating(0.18), logistic(0.0, 0.004));
        let (_, many) = newton(start(), &stating(0.18), logistic(0.0, 0.05));
        assert!(few > 12 && few < 192, "{few}");
        assert_eq!(many, 214);
    }

    #[test]
    fn a_segment_without_churn_or_without_renewals_keeps_its_intercept() {
        let nobody = |_: &Anchoring, pilots: u32| vec![vec![AnchorSums::default()]; pilots as usize];
        let (anchoring, _) = newton(start(), &stating(0.1), nobody);
        assert_eq!(anchoring.churn_shift, [0.0]);
        let none = vec![Target { segment: "smb".into(), accounts: 1_400, churn: None }];
        let (anchoring, _) = newton(start(), &none, logistic(0.0, 0.0));
        assert_eq!(anchoring.churn_shift, [0.0]);
    }
}
