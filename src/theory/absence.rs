//! Servers that go away: vacations between customers, and interruptions in the middle of a service.

use super::single::pollaczek_khinchine;

/// Mean wait \[time\] in M/G/1 whose server leaves whenever nobody is there, again and again until somebody is
/// (multiple vacations; Levy and Yechiali, Management Science 22, 1975): that of M/G/1 plus the residual vacation.
pub fn multiple_vacations(lambda: f64, service: [f64; 3], vacation_mean: f64, vacation_second_moment: f64) -> f64 {
    pollaczek_khinchine(lambda, service).0 + vacation_second_moment / (2.0 * vacation_mean)
}

/// The same with one vacation after each busy period. `no_arrival` is the probability that nobody arrives during a
/// vacation, its Laplace transform at `lambda`.
pub fn single_vacation(
    lambda: f64,
    service: [f64; 3],
    vacation_mean: f64,
    vacation_second_moment: f64,
    no_arrival: f64,
) -> f64 {
    let more = lambda * vacation_second_moment / (2.0 * (no_arrival + lambda * vacation_mean));
    pollaczek_khinchine(lambda, service).0 + more
}

/// Mean number in an M/M/1 whose server leaves at rate `leave` (also in the middle of a service, which is resumed)
/// and comes back at rate `back` (White and Christie, Operations Research 6, 1958). `lambda < mu back / (leave +
/// back)`.
pub fn on_off_server(lambda: f64, mu: f64, leave: f64, back: f64) -> f64 {
    let both = leave + back;
    lambda * (both * both + leave * mu) / (both * (back * mu - lambda * both))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::close;

    #[test]
    fn vacation_table() {
        let gamma = |cv2: f64| [1.0, 1.0 + cv2, (1.0 + cv2) * (1.0 + 2.0 * cv2)];
        // lambda, cv2 of service, mean and second moment of the vacation, probability of no arrival in it.
        let table = [
            (0.5, 1.0, 2.0, 4.0, libm::exp(-1.0), 2.000000, 1.731059),
            (0.8, 1.0, 1.0, 2.0, 1.0 / 1.8, 5.000000, 4.590164),
            (0.7, 4.0, 5.0, 25.0, libm::exp(-3.5), 8.333333, 8.311948),
            (0.6, 0.25, 16.0, 256.0, libm::exp(-9.6), 8.937500, 8.937444),
        ];
        for (lambda, cv2, mean, second, none, multiple, single) in table {
            close(multiple_vacations(lambda, gamma(cv2), mean, second), multiple);
            close(single_vacation(lambda, gamma(cv2), mean, second, none), single);
        }
    }

    #[test]
    fn on_off_table() {
        let table = [
            (0.5, 0.1, 0.4, 2.333333, 4.666667),
            (0.6, 0.02, 0.1, 6.142857, 10.238095),
            (0.3, 0.5, 0.5, 2.250000, 7.500000),
            (0.7, 0.01, 0.1, 6.114625, 8.735178),
        ];
        for (lambda, leave, back, number, sojourn) in table {
            let found = on_off_server(lambda, 1.0, leave, back);
            close(found, number);
            close(found / lambda, sojourn);
        }
    }
}
