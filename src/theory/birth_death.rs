//! Queues that are birth-death chains: a finite number of customers, a finite room.

/// M/M/c with `sources` customers, each asking at a rate while it has nothing open; holds for every law of the time
/// between requests with the same mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FiniteSource {
    /// Probability that nobody has anything open.
    pub empty: f64,
    /// Mean number of customers with something open.
    pub mean_open: f64,
    /// Mean number waiting.
    pub mean_queue: f64,
    /// Requests per unit of time.
    pub throughput: f64,
    /// Mean wait \[time\].
    pub mean_wait: f64,
    /// Busy share of a server.
    pub utilization: f64,
    /// Probability that a request waits.
    pub waits: f64,
}

/// A finite source (Palm's machine repair): `rate` requests per unit of time of one customer with nothing open.
pub fn finite_source(rate: f64, mu: f64, c: u32, sources: u32) -> FiniteSource {
    let p = finite_source_states(rate, mu, c, sources);
    let servers = f64::from(c);
    let mean = |f: &dyn Fn(f64) -> f64| p.iter().enumerate().map(|(n, p)| p * f(n as f64)).sum::<f64>();
    let mean_open = mean(&|n| n);
    let mean_queue = mean(&|n| (n - servers).max(0.0));
    let throughput = rate * (f64::from(sources) - mean_open);
    // A request sees the system as it would be without its sender (arrival theorem).
    let seen = finite_source_states(rate, mu, c, sources.saturating_sub(1));
    FiniteSource {
        empty: p[0],
        mean_open,
        mean_queue,
        throughput,
        mean_wait: mean_queue / throughput,
        utilization: throughput / (servers * mu),
        waits: seen.iter().skip(c as usize).sum(),
    }
}

/// Probability of each number of customers with something open.
fn finite_source_states(rate: f64, mu: f64, c: u32, sources: u32) -> Vec<f64> {
    let mut p = vec![1.0];
    for n in 1..=sources {
        let birth = f64::from(sources - n + 1) * rate;
        p.push(p[n as usize - 1] * birth / (f64::from(n.min(c)) * mu));
        if p[n as usize] > 1e200 {
            p.iter_mut().for_each(|weight| *weight *= 1e-200);
        }
    }
    let total: f64 = p.iter().sum();
    p.iter_mut().for_each(|weight| *weight /= total);
    p
}

/// M/M/c with room for so many customers in all; others are turned away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimitedRoom {
    /// Probability of an empty system.
    pub empty: f64,
    /// Probability that an arrival is turned away.
    pub blocked: f64,
    /// Mean number in the system.
    pub mean_number: f64,
    /// Mean time in the system of those let in \[time\].
    pub sojourn: f64,
    /// Mean wait of those let in \[time\].
    pub mean_wait: f64,
}

/// The steady state of M/M/c/K, with `room` for K customers, those in service included.
pub fn limited_room(lambda: f64, mu: f64, c: u32, room: u32) -> LimitedRoom {
    let mut p = vec![1.0];
    for n in 1..=room {
        p.push(p[n as usize - 1] * lambda / (f64::from(n.min(c)) * mu));
    }
    let total: f64 = p.iter().sum();
    let blocked = p[room as usize] / total;
    let mean_number = p.iter().enumerate().map(|(n, weight)| n as f64 * weight).sum::<f64>() / total;
    let sojourn = mean_number / (lambda * (1.0 - blocked));
    LimitedRoom { empty: 1.0 / total, blocked, mean_number, sojourn, mean_wait: sojourn - 1.0 / mu }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::close;

    #[test]
    fn finite_source_table() {
        #[rustfmt::skip]
        let table = [
            (0.25, 4.0, 1, 2, [0.882759, 0.124138, 0.006897, 0.468966, 0.014706, 0.117241, 0.058824]),
            (0.05, 1.0, 1, 20, [0.158892, 3.177839, 2.336731, 0.841108, 2.778158, 0.841108, 0.811092]),
            (0.02, 1.0, 1, 40, [0.249792, 2.489620, 1.739412, 0.750208, 2.318574, 0.750208, 0.733629]),
            (0.01, 1.0, 1, 100, [0.075700, 7.570045, 6.645746, 0.924300, 7.190035, 0.924300, 0.918100]),
            (0.02, 1.0, 3, 120, [0.063932, 4.063033, 1.744294, 2.318739, 0.752260, 0.772913, 0.590497]),
            (0.02, 1.0, 5, 200, [0.014550, 5.468395, 1.577763, 3.890632, 0.405529, 0.778126, 0.501070]),
            (8.0, 2.0, 5, 12, [f64::NAN, 10.750013, 5.750066, 9.999894, 0.575013, 0.999989, 0.999692]),
        ];
        for (rate, mu, c, sources, [empty, open, queue, throughput, wait, utilization, waits]) in table {
            let found = finite_source(rate, mu, c, sources);
            if !empty.is_nan() {
                close(found.empty, empty);
            }
            close(found.mean_open, open);
            close(found.mean_queue, queue);
            close(found.throughput, throughput);
            close(found.mean_wait, wait);
            close(found.utilization, utilization);
            close(found.waits, waits);
        }
    }

    #[test]
    fn limited_room_examples() {
        let first = limited_room(40.0, 30.0, 3, 7);
        close(first.empty, 0.255037);
        close(first.sojourn, 0.036517);
        close(limited_room(50.0, 10.0, 4, 6).blocked, 0.293543);
        let last = limited_room(3.0, 2.0, 2, 5);
        close(last.empty, 0.179334);
        // By hand: weights 1, 1.5, 1.125, 0.84375, 0.6328125, 0.474609375.
        close(last.blocked, 0.474609375 / 5.576171875);
        assert!((last.mean_number - 2.00595).abs() < 6e-6);
        close(last.mean_wait, 0.230857);
    }
}
