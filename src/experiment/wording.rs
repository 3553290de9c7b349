//! Numbers in words, for the sentences of verdicts and warnings.

/// Hours: `2.1 h`, `45 min`, `0 min`.
pub fn hours(value: f64) -> String {
    if value < 0.995 {
        format!("{:.0} min", value * 60.0)
    } else if value < 99.5 {
        format!("{value:.1} h")
    } else {
        format!("{} h", count(value.round() as u64))
    }
}

/// A share in per cent: `97 %`, `0.4 %`.
pub fn percent(share: f64) -> String {
    let value = share * 100.0;
    let digits = if value.abs() >= 9.95 { 0 } else { 1 };
    format!("{} %", short(format!("{value:.digits$}")))
}

/// Without a `.0` at the end.
fn short(number: String) -> String {
    match number.strip_suffix(".0") {
        Some(whole) => whole.to_string(),
        None => number,
    }
}

/// A difference of shares in points with its sign: `-0.4`, `+1.2`, `0.0`; two digits where one would hide it.
pub fn points(difference: f64) -> String {
    let value = difference * 100.0;
    if value.abs() >= 0.095 {
        format!("{value:+.1}")
    } else if value.abs() >= 0.005 {
        format!("{value:+.2}")
    } else {
        "0.0".to_string()
    }
}

/// Money: `$495k`, `$2.1M`, `$87`.
pub fn money(currency: &str, value: f64) -> String {
    let sign = if value < 0.0 { "-" } else { "" };
    let size = value.abs();
    let amount = if size >= 9_995_000.0 {
        format!("{:.0}M", size / 1e6)
    } else if size >= 999_500.0 {
        format!("{}M", short(format!("{:.1}", size / 1e6)))
    } else if size >= 9_995.0 {
        format!("{:.0}k", size / 1e3)
    } else if size >= 999.5 {
        format!("{}k", short(format!("{:.1}", size / 1e3)))
    } else {
        format!("{size:.0}")
    };
    if currency.chars().count() > 1 {
        format!("{sign}{currency} {amount}")
    } else {
        format!("{sign}{currency}{amount}")
    }
}

/// A count with the thousands set apart: `1,400`.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count to two digits, rounded up: `430` for 425.
pub fn about(value: u32) -> String {
    let value = u64::from(value);
    let unit = 10u64.pow(value.checked_ilog10().unwrap_or(0).saturating_sub(1));
    count(value.div_ceil(unit) * unit)
}

/// `1.2 h instead of 2.1 h`; `None` where both would read the same.
pub fn instead(new: f64, old: f64, write: impl Fn(f64) -> String) -> Option<String> {
    let (new, old) = (write(new), write(old));
    (new != old).then(|| format!("{new} instead of {old}"))
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_a_person_would_say_them() {
        assert_eq!(hours(0.75), "45 min");
        assert_eq!(hours(2.14), "2.1 h");
        assert_eq!(percent(0.973), "97 %");
        assert_eq!(percent(0.004), "0.4 %");
        assert_eq!(percent(0.07), "7 %");
        assert_eq!(money("$", 4_000.0), "$4k");
        assert_eq!(points(-0.004), "-0.4");
        assert_eq!(points(0.0004), "+0.04");
        assert_eq!(points(-0.00001), "0.0");
        assert_eq!(money("$", 495_000.0), "$495k");
        assert_eq!(money("EUR", -2_140_000.0), "-EUR 2.1M");
        assert_eq!(money("$", 87.4), "$87");
        assert_eq!(instead(1.2, 2.1, hours).as_deref(), Some("1.2 h instead of 2.1 h"));
        assert_eq!(instead(2.51, 2.49, hours), None);
        assert_eq!(count(1_400), "1,400");
        assert_eq!(count(12), "12");
        assert_eq!((about(425), about(7), about(12_001)), ("430".into(), "7".into(), "13,000".into()));
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
