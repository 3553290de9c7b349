//! How many servers: exactly by Erlang C, roughly by the square-root rule, and named against pooled.

use super::erlang::ErlangC;

/// The fewest servers with `P(wait > t) <= share` in M/M/c; `None` with a negative or undefined load, or a `share`
/// that no number reaches.
pub fn servers_for_tail(lambda: f64, mu: f64, t: f64, share: f64) -> Option<u32> {
    let load = lambda / mu;
    if !(load >= 0.0 && load < f64::from(u32::MAX / 2) && share > 0.0) {
        return None;
    }
    (load as u32 + 1..u32::MAX)
        .find(|&c| ErlangC::new(lambda, mu, c).is_some_and(|queue| queue.waits_longer(t) <= share))
}

/// Servers by the square-root rule `a + beta sqrt(a)`, before rounding.
pub fn square_root_staffing(load: f64, beta: f64) -> f64 {
    load + beta * load.sqrt()
}

/// Limit of P(wait) under square-root staffing as the load grows (Halfin and Whitt, Operations Research 29(3), 1981):
/// `1 / (1 + beta Phi(beta) / phi(beta))`, `beta > 0`. A screening formula: with ten servers it is off by 7 to 100 %.
pub fn halfin_whitt(beta: f64) -> f64 {
    1.0 / (1.0 + beta / hazard(-beta))
}

/// Limit of P(wait) with patience of rate `theta` (Garnett, Mandelbaum and Reiman, M&SOM 4(3), 2002), any `beta`.
pub fn garnett(beta: f64, mu: f64, theta: f64) -> f64 {
    let root = (mu / theta).sqrt();
    1.0 / (1.0 + hazard(beta * root) / root / hazard(-beta))
}

/// The hazard rate of the standard normal, `phi(x) / (1 - Phi(x))`.
fn hazard(x: f64) -> f64 {
    let density = libm::exp(-x * x / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
    density / (0.5 * libm::erfc(x / std::f64::consts::SQRT_2))
}

/// What is compared when named and pooled service break even.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakEven {
    /// Mean wait before service.
    Wait,
    /// Mean time in the system.
    Sojourn,
}

/// The factor on service time at which `c` named M/M/1 queues equal one pool M/M/c of utilisation `rho`: a CSM who
/// knows the account must save more than one minus this for named to win. Found by bisection; `0 < rho < 1`.
pub fn familiarity_break_even(c: u32, rho: f64, what: BreakEven) -> Option<f64> {
    let pooled = ErlangC::new(rho * f64::from(c), 1.0, c)?;
    let service = if what == BreakEven::Sojourn { 1.0 } else { 0.0 };
    // Named service of f x the time: rate 1 / f, utilisation f rho.
    let named = |f: f64| f * f * rho / (1.0 - f * rho) + service * f;
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if named(middle) > pooled.mean_wait() + service { high = middle } else { low = middle }
    }
    Some((low + high) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::close;

    #[test]
    fn staffing_table() {
        let pool = |load: f64| servers_for_tail(load, 1.0, 1.0, 0.2).unwrap();
        assert_eq!([1.0, 2.0, 4.0, 8.0, 16.0, 32.0].map(pool), [2, 3, 6, 10, 18, 34]);
        // Ten groups with their own servers against one pool, then twenty.
        let sides = |load: f64, groups: u32| (groups * pool(load), pool(load * f64::from(groups)));
        assert_eq!(sides(0.5, 10), (20, 7));
        assert_eq!(sides(0.7, 10), (20, 9));
        assert_eq!(sides(0.8, 10), (20, 10));
        assert_eq!(sides(0.7, 20), (40, 16));
        assert_eq!(servers_for_tail(f64::NAN, 1.0, 1.0, 0.2), None);
        assert_eq!(servers_for_tail(1.0, 1.0, 1.0, 0.0), None);
    }

    #[test]
    fn square_root_table() {
        let table = [
            (0.5, [0.540021, 0.515981, 0.508179], 0.504539),
            (1.0, [0.270303, 0.237686, 0.227834], 0.223361),
            (2.0, [0.054614, 0.033865, 0.028928], 0.026881),
        ];
        for (beta, exact, limit) in table {
            close(halfin_whitt(beta), limit);
            for (c, printed) in [10u32, 100, 1000].into_iter().zip(exact) {
                let root = (-beta + (beta * beta + 4.0 * f64::from(c)).sqrt()) / 2.0;
                close(square_root_staffing(root * root, beta), f64::from(c));
                close(ErlangC::new(root * root, 1.0, c).unwrap().waits, printed);
            }
        }
        for (beta, theta, limit) in [(0.0, 1.0, 0.5), (0.0, 0.5, 0.585786), (1.0, 0.5, 0.178958), (-1.0, 0.5, 0.931226)]
        {
            close(garnett(beta, 1.0, theta), limit);
        }
    }

    #[test]
    fn familiarity_table() {
        let table = [
            (2, [0.785833, 0.846722, 0.914808], [0.826446, 0.862069, 0.917431]),
            (5, [0.487004, 0.600099, 0.746091], [0.667204, 0.692783, 0.771580]),
            (10, [0.290080, 0.413653, 0.590207], [0.613054, 0.613437, 0.666997]),
        ];
        for (c, waits, sojourns) in table {
            for (index, rho) in [0.7, 0.8, 0.9].into_iter().enumerate() {
                close(familiarity_break_even(c, rho, BreakEven::Wait).unwrap(), waits[index]);
                close(familiarity_break_even(c, rho, BreakEven::Sojourn).unwrap(), sojourns[index]);
            }
        }
    }
}
