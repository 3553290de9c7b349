//! How numbers are written for people: at most three significant digits, with their unit, never "NaN".

use crate::engine::metric::{Metric, Unit};
use crate::statistics::Estimate;

/// What stands where a number is not defined.
pub const MISSING: &str = "-";

/// Writes numbers of one scenario; holds its currency sign.
#[derive(Clone, Copy, Debug)]
pub struct Format<'a> {
    /// Sign before amounts of money.
    pub currency: &'a str,
}

impl Format<'_> {
    /// A value with its unit: `5.4 h`, `93.1%`, `$165k`.
    pub fn value(&self, unit: Unit, value: f64) -> String {
        self.scaled(unit, value, value.abs(), false)
    }

    /// A difference with its sign and unit: `-3.3 h`, `+0.4 pts`, `-$495k`.
    pub fn difference(&self, unit: Unit, value: f64) -> String {
        self.scaled(unit, value, value.abs(), true)
    }

    /// The value of a metric; heads are counted, so they lose the decimals of other plain numbers.
    pub fn metric(&self, metric: Metric, value: f64) -> String {
        self.value(metric.unit(), value)
    }

    /// Half of an interval's width as `±0.3`, in the unit in which the mean is written; empty where there is none.
    pub fn half_width(&self, unit: Unit, estimate: &Estimate) -> String {
        let half = (estimate.high - estimate.low) / 2.0;
        if !half.is_finite() || !estimate.mean.is_finite() || half <= 0.0 {
            return String::new();
        }
        let written = match unit {
            Unit::Hours if estimate.mean.abs() < 1.0 && estimate.mean.abs() * 60.0 >= 9.95 => {
                (half * 60.0).ceil().to_string()
            }
            Unit::Hours if estimate.mean.abs() < 1.0 => tenths_up(half * 60.0),
            Unit::Share => tenths_up(half * 100.0),
            Unit::Money => money(self.currency, half, false),
            Unit::Hours | Unit::Days => tenths_up(half),
            Unit::Number => plain(half),
        };
        format!("±{written}")
    }

    /// An interval as `4.9 to 5.8 h`; the unit stands once. Of few or rare values it may reach below zero, where neither a
    /// time nor a share can be: there it is cut.
    pub fn interval(&self, unit: Unit, low: f64, high: f64) -> String {
        let cut = matches!(unit, Unit::Hours | Unit::Days | Unit::Share) && low < 0.0 && high > 0.0;
        let low = if cut { 0.0 } else { low };
        self.range(unit, low, high, false)
    }

    /// An interval of a difference as `-0.9 to +0.1 pts`; `exactly` where its ends are one number.
    pub fn difference_interval(&self, unit: Unit, low: f64, high: f64) -> String {
        self.range(unit, low, high, true)
    }

    /// A difference and its interval without the unit, both written in the unit that suits the larger end.
    pub fn difference_and_interval(&self, unit: Unit, e: &Estimate) -> (String, String) {
        let size = [e.mean, e.low, e.high].into_iter().filter(|v| v.is_finite()).map(f64::abs).fold(0.0, f64::max);
        let interval = self.range(unit, e.low, e.high, true);
        let bare = [" min", " h", " d", " pts"].iter().find_map(|suffix| interval.strip_suffix(suffix));
        (self.scaled(unit, e.mean, size, true), bare.unwrap_or(&interval).to_string())
    }

    fn range(&self, unit: Unit, low: f64, high: f64, signed: bool) -> String {
        if !low.is_finite() || !high.is_finite() {
            return MISSING.to_string();
        }
        let (exact, size) = (low == high, low.abs().max(high.abs()));
        if unit == Unit::Share && signed && !exact && (hides(low) || hides(high)) {
            return format!("{:+.2} to {:+.2} pts", low * 100.0, high * 100.0);
        }
        let (low, high) = (self.scaled(unit, low, size, signed), self.scaled(unit, high, size, signed));
        if exact {
            return "exact".to_string();
        }
        let suffix = match unit {
            Unit::Hours if size < 1.0 => " min",
            Unit::Hours => " h",
            Unit::Days => " d",
            Unit::Share if signed => " pts",
            Unit::Share => "%",
            Unit::Money | Unit::Number => "",
        };
        let low = low.strip_suffix(suffix).unwrap_or(&low);
        format!("{low} to {high}")
    }

    /// One value written in the unit that suits `size`, so that both ends of an interval share it.
    fn scaled(&self, unit: Unit, value: f64, size: f64, signed: bool) -> String {
        if !value.is_finite() {
            return MISSING.to_string();
        }
        let plus = |text: String| match text.starts_with('-') || is_zero(&text) || !signed {
            true => text,
            false => format!("+{text}"),
        };
        match unit {
            Unit::Hours if size < 1.0 => plus(minutes(value * 60.0)),
            Unit::Hours => plus(format!("{} h", tenths(value))),
            Unit::Days => plus(format!("{} d", tenths(value))),
            Unit::Share if signed => plus(format!("{} pts", points(value))),
            Unit::Share => format!("{}%", points(value)),
            Unit::Money => money(self.currency, value, signed),
            Unit::Number => plus(plain(value)),
        }
    }
}

/// Whether an interval leaves zero out: the difference is more than luck.
pub fn is_clear(estimate: &Estimate) -> bool {
    estimate.low > 0.0 || estimate.high < 0.0
}

/// Whether two designs are the same in this on every customer: neither better nor unclear.
pub fn is_same(estimate: &Estimate) -> bool {
    estimate.mean == 0.0 && estimate.low == 0.0 && estimate.high == 0.0
}

/// A plain number: `1,420`, `140`, `12.3`, `5.4`, `0.45`.
pub fn plain(value: f64) -> String {
    if !value.is_finite() {
        return MISSING.to_string();
    }
    let size = value.abs();
    let text = match size {
        s if s >= 999.5 => return thousands(value),
        s if s >= 99.95 => format!("{value:.0}"),
        s if s >= 0.9995 => format!("{value:.1}"),
        0.0 => "0".to_string(),
        _ => format!("{value:.2}"),
    };
    unsigned_zero(trim(&text))
}

/// One decimal below a hundred, none above, so that a column lines up.
fn tenths(value: f64) -> String {
    match value.abs() {
        size if size >= 99.95 => plain(value),
        _ => unsigned_zero(format!("{value:.1}")),
    }
}

/// Half of a width, rounded up: an interval must not look narrower than it is.
fn tenths_up(half: f64) -> String {
    tenths((half * 10.0 - 1e-9).ceil() / 10.0)
}

/// Minutes of an hour: whole ones from ten on.
fn minutes(value: f64) -> String {
    match value.abs() {
        size if size >= 9.95 || size == 0.0 => format!("{value:.0} min"),
        _ => format!("{} min", tenths(value)),
    }
}

/// Whether an end of an interval would be written as zero although it is not, which decides what is clear.
fn hides(share: f64) -> bool {
    share != 0.0 && share.abs() < 0.0005
}

/// A count: no decimals where it is a whole number.
pub fn count(value: f64) -> String {
    if value.is_finite() && (value - value.round()).abs() < 1e-9 { format!("{value:.0}") } else { plain(value) }
}

/// A share in per cent without the sign, with one decimal: `93.1`.
fn points(share: f64) -> String {
    let percent = share * 100.0;
    let text = if percent.abs() >= 99.95 { format!("{percent:.0}") } else { format!("{percent:.1}") };
    unsigned_zero(text)
}

/// Money: `$1.98M`, `$165k`, `-$495k`, `$4.20`.
pub fn money(currency: &str, value: f64, signed: bool) -> String {
    if !value.is_finite() {
        return MISSING.to_string();
    }
    let size = value.abs();
    let (scaled, suffix) = match size {
        s if s >= 999.5e6 => (s / 1e9, "B"),
        s if s >= 999.5e3 => (s / 1e6, "M"),
        s if s >= 999.5 => (s / 1e3, "k"),
        s => (s, ""),
    };
    let digits = match scaled {
        s if s >= 99.95 => format!("{s:.0}"),
        s if s >= 9.995 => trim(&format!("{s:.1}")),
        s => trim(&format!("{s:.2}")),
    };
    let zero = is_zero(&digits);
    let sign = match value < 0.0 {
        _ if zero => "",
        true => "-",
        false if signed => "+",
        false => "",
    };
    format!("{sign}{currency}{digits}{suffix}")
}

/// Three significant digits with a comma between thousands.
fn thousands(value: f64) -> String {
    let step = 10f64.powi(value.abs().log10().floor() as i32 - 2);
    let digits = format!("{:.0}", (value.abs() / step).round() * step);
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 { format!("-{text}") } else { text }
}

fn trim(text: &str) -> String {
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => text.to_string(),
    }
}

fn unsigned_zero(text: String) -> String {
    if is_zero(&text) { text.trim_start_matches('-').to_string() } else { text }
}

fn is_zero(text: &str) -> bool {
    !text.chars().any(|c| ('1'..='9').contains(&c))
}

/// So many characters of a text that is longer, from both ends, with an ellipsis between: names of designs often differ
/// at their ends.
pub fn without_middle(text: &str, kept: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    let behind = kept / 2;
    let (before, after) = (&characters[..kept - behind], &characters[characters.len() - behind..]);
    before.iter().chain(&['…']).chain(after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const F: Format<'static> = Format { currency: "$" };

    #[test]
    fn values_carry_their_unit_and_at_most_three_digits() {
        let cases = [
            (Unit::Hours, 5.4321, "5.4 h"),
            (Unit::Hours, 123.4, "123 h"),
            (Unit::Hours, 0.2, "12 min"),
            (Unit::Hours, 0.0, "0 min"),
            (Unit::Share, 0.93123, "93.1%"),
            (Unit::Share, 1.0, "100%"),
            (Unit::Share, -0.00001, "0.0%"),
            (Unit::Money, 1_980_000.0, "$1.98M"),
            (Unit::Money, 999_999.0, "$1M"),
            (Unit::Money, 165_000.0, "$165k"),
            (Unit::Money, -495_000.0, "-$495k"),
            (Unit::Number, 1423.0, "1,420"),
            (Unit::Number, f64::NAN, "-"),
            (Unit::Money, f64::INFINITY, "-"),
        ];
        for (unit, value, text) in cases {
            assert_eq!(F.value(unit, value), text);
        }
    }

    #[test]
    fn differences_are_signed_and_shares_become_points() {
        assert_eq!(F.difference(Unit::Share, 0.004), "+0.4 pts");
        assert_eq!(F.difference(Unit::Share, -0.0001), "0.0 pts");
        assert_eq!(F.difference(Unit::Money, -495_000.0), "-$495k");
        assert_eq!(F.difference(Unit::Hours, -0.5), "-30 min");
    }

    #[test]
    fn both_ends_of_an_interval_share_a_unit() {
        assert_eq!(F.interval(Unit::Hours, 0.9, 1.2), "0.9 to 1.2 h");
        assert_eq!(F.interval(Unit::Hours, -3.0, 1.2), "0.0 to 1.2 h", "no time is below zero");
        assert_eq!(F.interval(Unit::Number, -3.0, 1.2), "-3 to 1.2");
        assert_eq!(F.difference_interval(Unit::Share, -0.009, 0.001), "-0.9 to +0.1 pts");
        assert_eq!(F.difference_interval(Unit::Money, -495e3, -495e3), "exact");
        assert_eq!(F.difference_interval(Unit::Share, -0.0053, -0.0001), "-0.53 to -0.01 pts");
        assert_eq!(F.interval(Unit::Share, f64::NAN, 0.1), "-");
    }
}
