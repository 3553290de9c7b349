//! Priorities: who goes first changes who waits, not how much waiting there is.

use super::erlang::ErlangC;

/// One priority class of an M/G/1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Class {
    /// Arrivals per unit of time.
    pub lambda: f64,
    /// Mean service \[time\].
    pub mean: f64,
    /// Squared coefficient of variation of service.
    pub cv2: f64,
}

impl Class {
    fn load(&self) -> f64 {
        self.lambda * self.mean
    }

    /// What an arrival finds left of the service under way, as far as this class causes it \[time\].
    fn residual(&self) -> f64 {
        self.lambda * self.mean * self.mean * (1.0 + self.cv2) / 2.0
    }
}

/// Mean wait of each class \[time\], first class first, in a non-preemptive M/M/c where all are served at the rate `mu`
/// (Cobham, Operations Research 2(1), 1954): `W_k = C / (c mu) / ((1 - s_{k-1})(1 - s_k))`. `None` in overload.
pub fn cobham(lambdas: &[f64], mu: f64, c: u32) -> Option<Vec<f64>> {
    let capacity = f64::from(c) * mu;
    let all = ErlangC::new(lambdas.iter().sum(), mu, c)?;
    let mut above = 0.0;
    let wait = |lambda: &f64| {
        let own = above + lambda / capacity;
        let wait = all.waits / capacity / ((1.0 - above) * (1.0 - own));
        above = own;
        wait
    };
    Some(lambdas.iter().map(wait).collect())
}

/// Mean wait of each class \[time\] in a non-preemptive M/G/1 (Cobham, 1954): `W_k = W_0 / ((1 - s_{k-1})(1 - s_k))`,
/// where `W_0 = sum of lambda E[S^2] / 2` over all classes. Total load below 1.
pub fn non_preemptive(classes: &[Class]) -> Vec<f64> {
    let residual: f64 = classes.iter().map(Class::residual).sum();
    let mut above = 0.0;
    let wait = |class: &Class| {
        let own = above + class.load();
        let wait = residual / ((1.0 - above) * (1.0 - own));
        above = own;
        wait
    };
    classes.iter().map(wait).collect()
}

/// Mean time in the system of each class \[time\] in M/G/1 where a higher class interrupts and work is resumed (White
/// and Christie, Operations Research 6, 1958). Total load below 1.
pub fn preemptive_resume(classes: &[Class]) -> Vec<f64> {
    let (mut above, mut residual) = (0.0, 0.0);
    let sojourn = |class: &Class| {
        let own = above + class.load();
        residual += class.residual();
        let sojourn = class.mean / (1.0 - above) + residual / ((1.0 - above) * (1.0 - own));
        above = own;
        sojourn
    };
    classes.iter().map(sojourn).collect()
}

/// Mean time in the system of each class \[time\] in a preemptive M/M/c with one rate `mu`: the top k classes alone are
/// an M/M/c, so the number of class k is a difference. `None` in overload.
pub fn preemptive_common(lambdas: &[f64], mu: f64, c: u32) -> Option<Vec<f64>> {
    let (mut rate, mut number) = (0.0, 0.0);
    let mut sojourns = Vec::with_capacity(lambdas.len());
    for lambda in lambdas {
        rate += lambda;
        let with_own = rate * (ErlangC::new(rate, mu, c)?.mean_wait() + 1.0 / mu);
        sojourns.push((with_own - number) / lambda);
        number = with_own;
    }
    Some(sojourns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::close;

    fn all_close(found: &[f64], printed: &[f64]) {
        assert_eq!(found.len(), printed.len());
        found.iter().zip(printed).for_each(|(&found, &printed)| close(found, printed));
    }

    fn classes(rows: &[(f64, f64, f64)]) -> Vec<Class> {
        rows.iter().map(|&(lambda, mean, cv2)| Class { lambda, mean, cv2 }).collect()
    }

    #[test]
    fn common_rate_table() {
        let table: [(&[f64], u32, &[f64], f64); 5] = [
            (&[0.2, 0.6], 1, &[1.000000, 5.000000], 4.000000),
            (&[0.3, 0.3, 0.2], 1, &[1.142857, 2.857143, 10.000000], 4.000000),
            (&[2.0, 5.0], 8, &[0.105886, 0.847088], 0.635316),
            (&[3.0, 3.0, 3.0], 10, &[0.095533, 0.238833, 1.671829], 0.668732),
            (&[0.5, 1.0], 2, &[0.428571, 1.714286], 1.285714),
        ];
        for (lambdas, c, waits, first_come) in table {
            let found = cobham(lambdas, 1.0, c).unwrap();
            all_close(&found, waits);
            let total: f64 = lambdas.iter().sum();
            close(lambdas.iter().zip(&found).map(|(lambda, wait)| lambda * wait).sum::<f64>() / total, first_come);
        }
        assert_eq!(cobham(&[1.0, 1.0], 1.0, 2), None);
    }

    #[test]
    fn unequal_service_table() {
        let wait = |rows: &[(f64, f64, f64)]| non_preemptive(&classes(rows));
        all_close(&wait(&[(0.4, 0.5, 1.0), (0.2, 2.0, 1.0)]), &[1.125000, 2.812500]);
        all_close(&wait(&[(0.2, 2.0, 1.0), (0.4, 0.5, 1.0)]), &[1.500000, 3.750000]);
        all_close(&wait(&[(0.3, 0.5, 0.0), (0.2, 1.0, 0.25), (0.1, 3.0, 1.0)]), &[1.250000, 1.923077, 4.670330]);
        all_close(&wait(&[(0.1, 1.0, 4.0), (0.3, 1.0, 4.0), (0.4, 1.0, 4.0)]), &[2.222222, 3.703704, 16.666667]);
    }

    #[test]
    fn preemptive_table() {
        let sojourn = |rows: &[(f64, f64, f64)]| preemptive_resume(&classes(rows));
        all_close(&sojourn(&[(0.2, 1.0, 1.0), (0.6, 1.0, 1.0)]), &[1.250000, 6.250000]);
        all_close(&sojourn(&[(0.3, 1.0, 1.0), (0.3, 1.0, 1.0), (0.2, 1.0, 1.0)]), &[1.428571, 3.571429, 12.500000]);
        all_close(&sojourn(&[(0.4, 0.5, 1.0), (0.2, 2.0, 1.0)]), &[0.625000, 5.312500]);
        all_close(&sojourn(&[(0.3, 0.5, 0.0), (0.2, 1.0, 0.25), (0.1, 3.0, 1.0)]), &[0.544118, 1.470588, 9.285714]);
        all_close(&preemptive_common(&[2.0, 5.0], 1.0, 8).unwrap(), &[1.000191, 1.889366]);
        all_close(&preemptive_common(&[3.0, 3.0, 3.0], 1.0, 10).unwrap(), &[1.000165, 1.050484, 2.955545]);
    }
}
