//! Customers who wait only so long: exponential patience (Erlang A), or the same patience for everybody.

/// M/M/c with exponential patience (Palm, 1957; Garnett, Mandelbaum and Reiman, M&SOM 4(3), 2002), in its steady
/// state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangA {
    /// Probability that an arrival finds all servers busy.
    pub waits: f64,
    /// Share of arrivals that give up.
    pub abandons: f64,
    /// Mean wait of all arrivals, ended by service or by giving up \[time\].
    pub mean_wait: f64,
    /// Mean number waiting.
    pub mean_queue: f64,
    /// Busy share of a server.
    pub utilization: f64,
}

/// Erlang A with patience that runs out at rate `theta` [1/time] for everybody who waits; any `lambda`, `theta > 0`.
pub fn erlang_a(lambda: f64, mu: f64, c: u32, theta: f64) -> ErlangA {
    let servers = f64::from(c);
    let death = |n: f64| n.min(servers) * mu + (n - servers).max(0.0) * theta;
    // Probabilities relative to the empty system, rescaled when large; the tail falls faster than geometrically.
    let (mut total, mut busy, mut serving, mut queue) = (1.0, if c == 0 { 1.0 } else { 0.0 }, 0.0, 0.0);
    let (mut weight, mut n) = (1.0, 0.0);
    loop {
        n += 1.0;
        weight *= lambda / death(n);
        total += weight;
        serving += weight * n.min(servers);
        if n >= servers {
            busy += weight;
            queue += weight * (n - servers);
        }
        if weight > 1e200 {
            let down = 1e-200;
            (weight, total, busy, serving, queue) =
                (weight * down, total * down, busy * down, serving * down, queue * down);
        }
        if n > servers && lambda < death(n) && weight * n < 1e-16 * total {
            break;
        }
    }
    let mean_queue = queue / total;
    ErlangA {
        waits: busy / total,
        abandons: theta * mean_queue / lambda,
        mean_wait: mean_queue / lambda,
        mean_queue,
        utilization: serving / total / servers,
    }
}

/// How waits of Erlang A end by a time `t`; the three are shares of all arrivals and add up to one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WaitsBy {
    /// Served after a wait of at most `t`.
    pub served: f64,
    /// Gave up within `t`.
    pub gave_up: f64,
    /// Neither: waits longer than `t`.
    pub longer: f64,
}

/// How waits end by `t` in Erlang A.
///
/// Who finds `j` waiting ahead is served after `j + 1` departures at the rates `c mu + k theta`, `k = 0..=j`, if patient
/// for ever. With `a = c mu / theta` that time is `-ln(B) / theta`, where `B` is beta distributed with `(a, j + 1)`
/// (Renyi, 1953), so its tail is the incomplete beta `I_x(a, j + 1)` at `x = e^(-theta t)`; own patience outlasts it with
/// probability `B`. `I` grows with its second parameter by `x^a (1 - x)^b / (b B(a, b))`.
pub fn erlang_a_waits_by(lambda: f64, mu: f64, c: u32, theta: f64, t: f64) -> WaitsBy {
    let servers = f64::from(c);
    let (a, x) = (servers * mu / theta, libm::exp(-theta * t));
    // Weights of the states below c, relative to that of c - 1, going down.
    let (mut below, mut weight) = (0.0, 1.0);
    for n in (0..c).rev() {
        below += weight;
        weight *= f64::from(n) * mu / lambda;
    }
    // From c on: those who find j waiting. The tail of their wait, and that of the wait of those then served.
    let (mut total, mut longer, mut served_later) = (below, 0.0, 0.0);
    let (mut tail, mut step) = (libm::pow(x, a), a * libm::pow(x, a) * (1.0 - x));
    let (mut served_tail, mut served_step) = (x * tail, (a + 1.0) * x * tail * (1.0 - x));
    let mut gave_up = 0.0;
    let (mut weight, mut j) = (1.0, 0.0);
    loop {
        weight *= lambda / (servers * mu + j * theta);
        total += weight;
        longer += weight * x * tail;
        served_later += weight * a / (a + j + 1.0) * served_tail;
        gave_up += weight * (j + 1.0) / (a + j + 1.0);
        // The next j: the second parameter b = j + 1 becomes b + 1.
        let b = j + 1.0;
        tail += step;
        step *= (1.0 - x) * (a + b) / (b + 1.0);
        served_tail += served_step;
        served_step *= (1.0 - x) * (a + 1.0 + b) / (b + 1.0);
        j += 1.0;
        if lambda < servers * mu + j * theta && weight * (j + 1.0) < 1e-16 * total {
            break;
        }
    }
    let (longer, served_later, gave_up) = (longer / total, served_later / total, gave_up / total);
    let served = 1.0 - gave_up - served_later;
    WaitsBy { served, gave_up: 1.0 - longer - served, longer }
}

/// M/M/c in which everybody gives up after waiting the same time (Barrer, Operations Research 5, 1957), in its steady
/// state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EqualPatience {
    /// Probability that an arrival finds all servers busy.
    pub waits: f64,
    /// Share of arrivals that give up.
    pub abandons: f64,
    /// Mean wait of those who are served \[time\].
    pub mean_wait_served: f64,
}

/// M/M/c with the patience `patience` \[time\] for everybody, 0 or more; any `lambda`, `c` of 1 or more. No patience at
/// all is Erlang B.
///
/// Wait in view has the density `v(x) = lambda p e^(lambda min(x, patience) - c mu x)`, `p` the probability that `c - 1`
/// are busy, since work comes only from those who are served.
pub fn equal_patience(lambda: f64, mu: f64, c: u32, patience: f64) -> EqualPatience {
    let capacity = f64::from(c) * mu;
    // Relative to p: the states with a server free, those who wait in view of service, those who will give up.
    let (mut free, mut weight) = (0.0, 1.0);
    for n in (0..c).rev() {
        free += weight;
        weight *= f64::from(n) * mu / lambda;
    }
    // Integrals over 0 to patience of lambda e^(-d x), and of x times that.
    let d = (capacity - lambda) * patience;
    let (of_one, of_wait) = if d.abs() < 1e-4 {
        (1.0 - d / 2.0 + d * d / 6.0, 0.5 - d / 3.0 + d * d / 8.0)
    } else {
        (-libm::expm1(-d) / d, (-libm::expm1(-d) - d * libm::exp(-d)) / (d * d))
    };
    let served_later = lambda * patience * of_one;
    let given_up = lambda * libm::exp(-d) / capacity;
    let total = free + served_later + given_up;
    EqualPatience {
        waits: (served_later + given_up) / total,
        abandons: given_up / total,
        mean_wait_served: lambda * patience * patience * of_wait / (free + served_later),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::close;
    use crate::theory::erlang::{ErlangC, erlang_b};

    #[test]
    fn erlang_a_table() {
        #[rustfmt::skip]
        let table = [
            (48.0, 1.0, 50, 0.5, [0.467774, 0.030912, 0.061824, 2.967576, 0.930324]),
            (9.0, 1.0, 10, 0.2, [0.536272, 0.044428, 0.222142, 1.999282, 0.860014]),
            (10.0, 1.0, 10, 1.0, [0.542070, 0.125110, 0.125110, 1.251100, 0.874890]),
            (12.0, 1.0, 10, 0.5, [0.850385, 0.195656, 0.391312, 4.695743, 0.965213]),
            (0.9, 1.0, 1, 0.1, [0.757957, 0.157826, 1.578259, 1.420433, 0.757957]),
            (110.0, 1.0, 100, 1.0 / 3.0, [0.963882, 0.092799, 0.278397, 30.623696, 0.997921]),
            (10.0 / 3.0, 1.0 / 3.0, 14, 0.2, [0.145260, 0.013984, 0.069919, 0.233062, 0.704297]),
        ];
        for (lambda, mu, c, theta, [waits, abandons, wait, queue, utilization]) in table {
            let found = erlang_a(lambda, mu, c, theta);
            close(found.waits, waits);
            close(found.abandons, abandons);
            close(found.mean_wait, wait);
            close(found.mean_queue, queue);
            close(found.utilization, utilization);
        }
    }

    #[test]
    fn erlang_a_at_square_root_staffing() {
        let exact = |beta: f64, theta: f64| {
            [10u32, 100, 1000].map(|c| {
                // c = a + beta sqrt(a) solved for a.
                let root = (-beta + (beta * beta + 4.0 * f64::from(c)).sqrt()) / 2.0;
                erlang_a(root * root, 1.0, c, theta).waits
            })
        };
        let table = [
            (0.0, 1.0, [0.542070, 0.513299, 0.504205]),
            (0.0, 0.5, [0.619655, 0.596703, 0.589260]),
            (1.0, 0.5, [0.222100, 0.191886, 0.182973]),
            (-1.0, 0.5, [0.948751, 0.937362, 0.933230]),
        ];
        for (beta, theta, expected) in table {
            for (found, printed) in exact(beta, theta).into_iter().zip(expected) {
                close(found, printed);
            }
        }
    }

    #[test]
    fn erlang_a_tails() {
        #[rustfmt::skip]
        let table = [
            (48.0, 1.0, 50, 0.5, 0.25, [0.066376, 0.905625, 0.027999]),
            (9.0, 1.0, 10, 0.2, 0.5, [0.172089, 0.794998, 0.032913]),
            (12.0, 1.0, 10, 0.5, 0.5, [0.332279, 0.522232, 0.145489]),
            (110.0, 1.0, 100, 1.0 / 3.0, 0.25, [0.547647, 0.386748, 0.065605]),
        ];
        for (lambda, mu, c, theta, t, [longer, served, gave_up]) in table {
            let found = erlang_a_waits_by(lambda, mu, c, theta, t);
            close(found.longer, longer);
            close(found.served, served);
            close(found.gave_up, gave_up);
            // At once nobody has given up, and only who finds a server free is served; in the end all waits are over.
            let all = erlang_a(lambda, mu, c, theta);
            let at_once = erlang_a_waits_by(lambda, mu, c, theta, 0.0);
            assert!((at_once.longer - all.waits).abs() < 1e-12 && at_once.gave_up.abs() < 1e-12);
            let in_the_end = erlang_a_waits_by(lambda, mu, c, theta, 1e4);
            assert!((in_the_end.gave_up - all.abandons).abs() < 1e-12 && in_the_end.longer < 1e-12);
        }
    }

    /// Four numbers that are all called service level; the first is what a public package (pyworkforce) asserts.
    #[test]
    fn four_service_levels_of_one_queue() {
        let (lambda, mu, c, theta) = (10.0 / 3.0, 1.0 / 3.0, 14, 0.2);
        let by = erlang_a_waits_by(lambda, mu, c, theta, 1.0 / 3.0);
        let abandons = erlang_a(lambda, mu, c, theta).abandons;
        close(by.served, 0.916792);
        close(by.served + by.gave_up, 0.923956);
        close(by.served / (1.0 - abandons), 0.929794);
        close(by.served / (1.0 - by.gave_up), 0.923407);
    }

    /// Fifty agents with patience of two minutes (Garnett, Mandelbaum and Reiman, 2002), and a public simulator's
    /// test of the formula (A-Herzog/Callcenter-Simulator).
    #[test]
    fn published_call_centres() {
        let tail = |t: f64| erlang_a_waits_by(48.0, 1.0, 50, 0.5, t / 60.0).longer;
        assert!(tail(12.444) > 0.1 && tail(12.446) < 0.1);
        let patience = |c| erlang_a(3.5, 1.0 / 3.0, c, 0.2);
        assert!((patience(13).mean_wait * 60.0 - 9.912803).abs() < 5e-6);
        close(patience(13).abandons, 0.033043);
        assert!((patience(9).mean_wait * 60.0 - 56.618435).abs() < 5e-6);
    }

    #[test]
    fn equal_patience_lies_between_erlang_b_and_erlang_c() {
        for (lambda, c) in [(0.8, 1), (4.0, 5), (9.0, 10)] {
            let none = equal_patience(lambda, 1.0, c, 0.0);
            assert!((none.abandons - erlang_b(c, lambda)).abs() < 1e-12 && none.waits == none.abandons);
            let much = equal_patience(lambda, 1.0, c, 500.0);
            let queue = ErlangC::new(lambda, 1.0, c).expect("below capacity");
            assert!((much.waits - queue.waits).abs() < 1e-12 && much.abandons < 1e-12);
            assert!((much.mean_wait_served - queue.mean_wait()).abs() < 1e-9);
        }
        // At full load nothing in the density depends on time; the formula goes through that point smoothly. By hand for
        // one server and a patience of one service: 1 free, 1 served later, 1 given up.
        let full = equal_patience(1.0, 1.0, 1, 1.0);
        assert_eq!((full.waits, full.abandons, full.mean_wait_served), (2.0 / 3.0, 1.0 / 3.0, 0.25));
        let near = equal_patience(1.0 + 2e-4, 1.0, 1, 1.0);
        assert!((near.abandons - full.abandons).abs() < 1e-4 && (near.mean_wait_served - 0.25).abs() < 1e-4);
    }

    /// The density integrated by steps.
    #[test]
    fn equal_patience_agrees_with_its_density() {
        let (lambda, c, patience) = (5.5, 5u32, 0.4);
        let b = erlang_b(c - 1, lambda);
        // The probability of c - 1 busy, relative to all with a server free, is that of c - 1 in a group of c - 1.
        let (steps, mut served, mut waits) = (200_000, 0.0, 0.0);
        let h = patience / f64::from(steps);
        for i in 0..steps {
            let x = (f64::from(i) + 0.5) * h;
            let v = lambda * libm::exp((lambda - 5.0) * x) * h;
            served += v;
            waits += v * x;
        }
        let lost = lambda * libm::exp((lambda - 5.0) * patience) / 5.0;
        let total = 1.0 / b + served + lost;
        let found = equal_patience(lambda, 1.0, c, patience);
        assert!((found.abandons - lost / total).abs() < 1e-9);
        assert!((found.mean_wait_served - waits / (1.0 / b + served)).abs() < 1e-9);
    }
}
