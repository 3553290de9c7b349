//! Erlang B and C (A. K. Erlang, 1917): c servers, Poisson arrivals, no room to wait (B) or a queue (C).

/// Probability that all `c` servers are busy where nobody waits (Erlang B), at an offered load `a` \[Erlang\]; holds
/// for every service law with the same mean. `B(0) = 1`, `B(k) = a B(k-1) / (k + a B(k-1))`.
pub fn erlang_b(c: u32, a: f64) -> f64 {
    (1..=c).fold(1.0, |b, k| a * b / (f64::from(k) + a * b))
}

/// Mean and variance of the traffic that overflows from a full group \[Erlang\] (Riordan, in Wilkinson, Bell System
/// Technical Journal 35, 1956).
pub fn overflow(c: u32, a: f64) -> (f64, f64) {
    let mean = a * erlang_b(c, a);
    (mean, mean * (1.0 - mean + a / (f64::from(c) + 1.0 + mean - a)))
}

/// The queue M/M/c in its steady state (Erlang C); `lambda < c mu`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangC {
    /// Arrivals per unit of time.
    pub lambda: f64,
    /// Probability that an arrival waits.
    pub waits: f64,
    /// Rate at which waits of those who wait end: `c mu - lambda` [1/time].
    pub drain: f64,
}

impl ErlangC {
    /// The steady state; `None` where there is none, at `lambda >= c mu`.
    pub fn new(lambda: f64, mu: f64, c: u32) -> Option<ErlangC> {
        let drain = f64::from(c) * mu - lambda;
        if drain <= 0.0 {
            return None;
        }
        let b = erlang_b(c, lambda / mu);
        let rho = lambda / (f64::from(c) * mu);
        Some(ErlangC { lambda, waits: b / (1.0 - rho * (1.0 - b)), drain })
    }

    /// Mean wait before service \[time\].
    pub fn mean_wait(&self) -> f64 {
        self.waits / self.drain
    }

    /// Standard deviation of the wait \[time\].
    pub fn sd_wait(&self) -> f64 {
        (self.waits * (2.0 - self.waits)).sqrt() / self.drain
    }

    /// Mean number waiting (Little).
    pub fn mean_queue(&self) -> f64 {
        self.lambda * self.mean_wait()
    }

    /// Probability of a wait longer than `t`.
    pub fn waits_longer(&self, t: f64) -> f64 {
        self.waits * libm::exp(-self.drain * t)
    }

    /// The wait that a share `p` of arrivals stays at or below \[time\].
    pub fn quantile(&self, p: f64) -> f64 {
        (libm::log(self.waits / (1.0 - p)) / self.drain).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::close;

    #[test]
    fn erlang_c_table() {
        // lambda, mu, c; P(wait), mean wait, sd, queue, P(wait > one service), quantiles .5 .8 .9 .95 .99.
        #[rustfmt::skip]
        let table = [
            (0.8, 1.0, 1, [0.800000, 4.000000, 4.898979, 3.200000, 0.654985, 2.350018, 6.931472, 10.397208, 13.862944, 21.910133]),
            (9.0, 5.0, 2, [0.852632, 0.852632, 0.989082, 7.673684, 0.698076, 0.533719, 1.450010, 2.143157, 2.836305, 4.445742]),
            (9.0, 5.0, 4, [0.128534, 0.011685, 0.044587, 0.105164, 0.014242, 0.0, 0.0, 0.022820, 0.085833, 0.232146]),
            (4.0, 1.0, 5, [0.554113, 0.554113, 0.895089, 2.216450, 0.203847, 0.102760, 1.019050, 1.712198, 2.405345, 4.014783]),
            (9.0, 1.0, 10, [0.668732, 0.668732, 0.943537, 6.018584, 0.246013, 0.290775, 1.207065, 1.900212, 2.593360, 4.202798]),
            (12.0, 1.0, 15, [0.319190, 0.106397, 0.244153, 1.276762, 0.015892, 0.0, 0.155824, 0.386873, 0.617922, 1.154401]),
            (45.0, 1.0, 50, [0.363864, 0.072773, 0.154315, 3.274780, 0.002452, 0.0, 0.119693, 0.258322, 0.396952, 0.718839]),
            (95.0, 1.0, 100, [0.506457, 0.101291, 0.173944, 9.622680, 0.003412, 0.002566, 0.185824, 0.324454, 0.463083, 0.784971]),
        ];
        for (lambda, mu, c, expected) in table {
            let queue = ErlangC::new(lambda, mu, c).unwrap();
            let [waits, mean, sd, length, tail, quantiles @ ..] = expected;
            close(queue.waits, waits);
            close(queue.mean_wait(), mean);
            close(queue.sd_wait(), sd);
            close(queue.mean_queue(), length);
            close(queue.waits_longer(1.0 / mu), tail);
            for (p, quantile) in [0.5, 0.8, 0.9, 0.95, 0.99].into_iter().zip(quantiles) {
                close(queue.quantile(p), quantile);
            }
        }
        assert_eq!(ErlangC::new(2.0, 1.0, 2), None);
    }

    #[test]
    fn erlang_b_table() {
        let table = [
            (1, 1.0, 0.500000),
            (2, 1.0, 0.200000),
            (5, 3.0, 0.110054),
            (10, 8.0, 0.121661),
            (10, 10.0, 0.214582),
            (15, 12.0, 0.085729),
            (100, 90.0, 0.026957),
            (100, 100.0, 0.075700),
        ];
        for (c, a, b) in table {
            close(erlang_b(c, a), b);
        }
    }

    #[test]
    fn overflow_table() {
        #[rustfmt::skip]
        let table = [
            (1, 0.8, 0.355556, 0.411993, 1.158730),
            (5, 4.0, 0.796267, 1.301269, 1.634211),
            (10, 10.0, 2.145823, 4.362447, 2.032995),
            (10, 8.0, 0.973289, 1.985661, 2.040157),
        ];
        for (c, a, mean, variance, peakedness) in table {
            let (found_mean, found_variance) = overflow(c, a);
            close(found_mean, mean);
            close(found_variance, variance);
            close(found_variance / found_mean, peakedness);
        }
    }

    #[test]
    fn one_pool_against_many_single_servers() {
        #[rustfmt::skip]
        let table = [
            (0.7, [2.333333, 0.960784, 0.251892, 0.073910, 0.015594]),
            (0.8, [4.000000, 1.777778, 0.554113, 0.204590, 0.064019]),
            (0.9, [9.000000, 4.263158, 1.524986, 0.668732, 0.275385]),
            (0.95, [19.000000, 9.256410, 3.511196, 1.651171, 0.755401]),
        ];
        for (rho, waits) in table {
            for (c, wait) in [1, 2, 5, 10, 20].into_iter().zip(waits) {
                close(ErlangC::new(rho * f64::from(c), 1.0, c).unwrap().mean_wait(), wait);
            }
        }
    }
}
