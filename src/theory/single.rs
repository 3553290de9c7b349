//! One server: general service (Pollaczek-Khinchine), batches, the way into the steady state, and how long to run.

/// Mean and standard deviation of the wait in M/G/1 \[time\], from the first three moments of the service time
/// (Pollaczek-Khinchine; second moment after Takacs, Operations Research 10, 1962):
/// `W = lambda m2 / 2(1 - rho)`, `E[W^2] = 2 W^2 + lambda m3 / 3(1 - rho)`. `lambda m1 < 1`.
pub fn pollaczek_khinchine(lambda: f64, moments: [f64; 3]) -> (f64, f64) {
    let [m1, m2, m3] = moments;
    let free = 1.0 - lambda * m1;
    let mean = lambda * m2 / (2.0 * free);
    (mean, (mean * mean + lambda * m3 / (3.0 * free)).sqrt())
}

/// First three moments of a log-normal by mean and coefficient of variation.
pub fn log_normal_moments(mean: f64, cv: f64) -> [f64; 3] {
    let spread = 1.0 + cv * cv;
    [mean, mean * mean * spread, mean * mean * mean * spread * spread * spread]
}

/// First three moments of an exponential.
pub fn exponential_moments(mean: f64) -> [f64; 3] {
    [mean, 2.0 * mean * mean, 6.0 * mean * mean * mean]
}

/// First three moments of a constant.
pub fn constant_moments(value: f64) -> [f64; 3] {
    [value, value * value, value * value * value]
}

/// Approximate mean wait in M/G/c \[time\] from that in M/M/c and the squared coefficient of variation of service
/// (Allen and Cunneen): off by 5 to 20 %, so a sanity band and never an acceptance value.
pub fn allen_cunneen(mean_wait_mmc: f64, cv2: f64) -> f64 {
    mean_wait_mmc * (1.0 + cv2) / 2.0
}

/// Mean number in the system and mean wait of a customer \[time\] in M^X/M/1, where batches of `X` customers arrive at
/// rate `lambda` (Gross and Harris): `L = rho (1 + E[X^2] / E[X]) / 2(1 - rho)`.
pub fn batch_arrivals(lambda: f64, mu: f64, batch_mean: f64, batch_second_moment: f64) -> (f64, f64) {
    let rate = lambda * batch_mean;
    let rho = rate / mu;
    let number = rho * (1.0 + batch_second_moment / batch_mean) / (2.0 * (1.0 - rho));
    (number, number / rate - 1.0 / mu)
}

/// Mean waits \[time\] of customers 1 to `n` of an M/M/1 that starts empty (Spitzer, 1956):
/// `E[W_n] = sum over k < n of E[S_k^+] / k`, where `S_k` is the sum of k services less k times between arrivals.
///
/// `E[S_k^+] = sum over j < k of C(k - 1 + j, j) p^j q^k (k - j) / mu`, `p = mu / (lambda + mu)`: of the
/// `k` services and `k` gaps, run as two racing Poisson processes, `k - j` services are still to come when the gaps
/// end; `p` is the chance that the next event ends a service, `q = 1 - p`.
pub fn transient_waits(lambda: f64, mu: f64, n: usize) -> Vec<f64> {
    // The chance that in a race of Poisson events the next one ends a service rather than a gap.
    let served = mu / (lambda + mu);
    let arrived = 1.0 - served;
    let mut waits = Vec::with_capacity(n);
    let mut wait = 0.0;
    for k in 1..=n {
        waits.push(wait);
        let k = k as f64;
        // Probability that exactly j services end before the k-th gap does: negative binomial.
        let mut log_probability = k * libm::log(arrived);
        let mut positive = 0.0;
        let mut j = 0.0;
        while j < k {
            positive += libm::exp(log_probability) * (k - j) / mu;
            j += 1.0;
            log_probability += libm::log((k - 1.0 + j) / j * served);
        }
        wait += positive / k;
    }
    waits
}

/// Asymptotic variance of the mean wait in M/M/1 with `mu = 1` (Daley, 1968): over `n` customers, the mean wait has a
/// standard error of `sqrt(this / n)`.
pub fn asymptotic_variance_of_waits(rho: f64) -> f64 {
    let free = (1.0 - rho) * (1.0 - rho);
    rho * (2.0 + 5.0 * rho - 4.0 * rho * rho + rho * rho * rho) / (free * free)
}

/// Asymptotic variance of the time average of the number in M/M/1 with `mu = 1` (Whitt, Management Science 35, 1989).
pub fn asymptotic_variance_of_number(rho: f64) -> f64 {
    let free = (1.0 - rho) * (1.0 - rho);
    2.0 * rho * (1.0 + rho) / (free * free)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::close;

    #[test]
    fn general_service_table() {
        let table = [
            (0.8, exponential_moments(1.0), 4.000000, 4.898979),
            (0.8, constant_moments(1.0), 2.000000, 2.309401),
            (0.8, log_normal_moments(1.0, 0.5), 2.500000, 2.975595),
            (0.8, log_normal_moments(1.0, 1.0), 4.000000, 5.163978),
            (0.8, log_normal_moments(1.0, 2.0), 10.000000, 16.329932),
            (0.9, log_normal_moments(1.0, 2.0), 22.500000, 29.685855),
            (0.7, log_normal_moments(1.0, 1.5), 3.791667, 6.409086),
            (0.9, constant_moments(1.0), 4.500000, 4.821825),
        ];
        for (lambda, moments, mean, sd) in table {
            let found = pollaczek_khinchine(lambda, moments);
            close(found.0, mean);
            close(found.1, sd);
        }
    }

    #[test]
    fn batch_table() {
        // Geometric batches of mean m from 1 on have the second moment 2 m^2 - m.
        let table = [
            (0.2, 2.0, 4.0, 1.0, 1.5),
            (0.1, 5.0, 25.0, 3.0, 5.0),
            (0.4, 2.0, 6.0, 8.0, 9.0),
            (0.15, 5.0, 45.0, 15.0, 19.0),
        ];
        for (lambda, mean, second, number, wait) in table {
            let found = batch_arrivals(lambda, 1.0, mean, second);
            close(found.0, number);
            close(found.1, wait);
        }
    }

    #[test]
    fn transient_table() {
        #[rustfmt::skip]
        let table = [
            (0.5, [0.333333, 0.720622, 0.907162, 0.993264, 0.999837, 1.000000], [0.646950, 0.841626, 0.920022, 0.960000]),
            (0.8, [0.444444, 1.188959, 1.859832, 2.797181, 3.410509, 3.810376], [1.148842, 1.919005, 2.541800, 3.100054]),
            (0.9, [0.473684, 1.329465, 2.195003, 3.667232, 4.998451, 6.399234], [1.311208, 2.360544, 3.392189, 4.593538]),
        ];
        for (rho, single, means) in table {
            let waits = transient_waits(rho, 1.0, 100);
            for (n, printed) in [2, 5, 10, 25, 50, 100].into_iter().zip(single) {
                close(waits[n - 1], printed);
            }
            for (n, printed) in [10, 25, 50, 100].into_iter().zip(means) {
                close(waits[..n].iter().sum::<f64>() / n as f64, printed);
            }
        }
        // A textbook's delay of the first 25 customers (Law, Simulation Modeling and Analysis, M/M/1 at 0.9).
        close(transient_waits(1.0, 1.0 / 0.9, 25).iter().sum::<f64>() / 25.0, 2.124489);
    }

    #[test]
    fn run_length_table() {
        for (rho, waits, number) in [(0.5, 29.0, 24.0), (0.8, 1976.0, 1800.0), (0.9, 35901.0, 34200.0)] {
            assert!((asymptotic_variance_of_waits(rho) - waits).abs() < 0.5);
            assert!((asymptotic_variance_of_number(rho) - number).abs() < 0.5);
        }
    }

    #[test]
    fn allen_cunneen_examples() {
        close(allen_cunneen(1.777_777_8, 0.0), 0.888889);
        close(allen_cunneen(0.554_112_6, 4.0), 1.385281);
    }
}
