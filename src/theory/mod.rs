//! Exact results of queueing theory that the engine is judged by. Shares no code with the engine.
//!
//! Notation throughout: `lambda` arrivals per unit of time, `mu` services per unit of time of one server, `c`
//! servers, `a = lambda / mu` the offered load \[Erlang\], `rho = a / c`. Times come out in the unit that the rates
//! are per.

pub mod absence;
pub mod birth_death;
pub mod erlang;
pub mod impatience;
pub mod priority;
pub mod single;
pub mod staffing;

#[cfg(test)]
pub(crate) fn close(found: f64, printed: f64) {
    // All tables are printed to six decimals.
    assert!((found - printed).abs() < 6e-7 * printed.abs().max(1.0), "{found} instead of {printed}");
}
