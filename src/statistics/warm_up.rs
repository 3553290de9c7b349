//! Where the influence of the start ends: the marginal standard error rule on batch means (MSER-5).

/// Observations in one batch.
const BATCH: usize = 5;

/// What the rule says of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Truncation {
    /// Observations to leave out at the beginning, a multiple of the batch size.
    pub observations: usize,
    /// The statistic that is least there: squared standard error of what is kept, as though it were independent.
    pub statistic: f64,
    /// Mean of the batches kept.
    pub mean: f64,
    /// Whether the least lies at the last cut looked at: the series may not have settled at all.
    pub unsettled: bool,
}

/// How much of the beginning of a series to leave out (White 1997, "An effective truncation heuristic for bias reduction
/// in simulation output", Simulation 69(6); batches of five after Spratt 1998).
///
/// Means of batches of five are cut where `sum (z - mean)^2 / m^2` over the `m` batches kept is least; cuts are looked for
/// in the first half, and the first of equal ones wins. `None` for a series of fewer than four batches.
pub fn mser5(series: &[f64]) -> Option<Truncation> {
    let batches: Vec<f64> = series.chunks_exact(BATCH).map(|batch| batch.iter().sum::<f64>() / BATCH as f64).collect();
    if batches.len() < 4 {
        return None;
    }
    let last = batches.len() / 2;
    let mut best: Option<Truncation> = None;
    for cut in 0..=last {
        let kept = &batches[cut..];
        let m = kept.len() as f64;
        let mean = kept.iter().sum::<f64>() / m;
        let squares: f64 = kept.iter().map(|z| (z - mean) * (z - mean)).sum();
        let statistic = squares / (m * m);
        if best.is_none_or(|best| statistic < best.statistic) {
            best = Some(Truncation { observations: cut * BATCH, statistic, mean, unsettled: cut == last });
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(f: impl Fn(f64) -> f64) -> Vec<f64> {
        (0..1000).map(|t| f(f64::from(t))).collect()
    }

    #[test]
    fn a_decaying_start_is_cut_off() {
        let truncation = mser5(&series(|t| 10.0 * libm::exp(-t / 50.0) + libm::sin(t))).expect("200 batches");
        assert_eq!(truncation.observations, 205);
        assert!((truncation.statistic - 1.98722e-4).abs() < 1e-9, "{}", truncation.statistic);
        assert!((truncation.mean - 0.008106).abs() < 1e-6);
    }

    #[test]
    fn a_start_from_below_is_cut_off_earlier() {
        let noise = |t: f64| ((37.0 * t) % 101.0) / 101.0;
        let truncation = mser5(&series(|t| -5.0 * libm::exp(-t / 20.0) + noise(t))).expect("200 batches");
        assert_eq!(truncation.observations, 75);
        assert!((truncation.mean - 0.493139).abs() < 1e-6);
    }

    #[test]
    fn a_series_that_has_settled_loses_next_to_nothing() {
        let truncation = mser5(&series(|t| ((37.0 * t) % 101.0) / 101.0)).expect("200 batches");
        assert_eq!((truncation.observations, truncation.unsettled), (5, false));
    }

    #[test]
    fn of_equal_cuts_the_first_wins() {
        let truncation = mser5(&[1.0; 100]).expect("20 batches");
        assert_eq!((truncation.observations, truncation.statistic, truncation.unsettled), (0, 0.0, false));
        assert!(mser5(&[1.0; 20]).is_some(), "four batches are enough");
    }

    #[test]
    fn a_growing_series_has_not_settled() {
        assert!(mser5(&series(|t| t)).expect("200 batches").unsettled);
        assert_eq!(mser5(&[1.0; 19]), None);
    }
}
