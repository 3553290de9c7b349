//! Quantities of time: durations by the clock, spans of working time.

pub use super::amounts::*;
use crate::time::{DAY, Elapsed, HOUR, MINUTE, MONTH, SECOND, WEEK, YEAR};

/// Why a quantity is refused, and what to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong with it.
    pub message: String,
    /// What is allowed.
    pub help: String,
}

/// Refuses with a message and what is allowed.
pub(super) fn refuse<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, Refused> {
    Err(Refused { message: message.into(), help: help.into() })
}

/// A length as written, before a calendar says how long a business day is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WrittenSpan {
    /// Clock time.
    Clock(Elapsed),
    /// Working time: hours, and days of the calendar that serves.
    Business {
        /// Hours of working time.
        hours: f64,
        /// Working days.
        days: f64,
    },
}

/// Longest duration that means anything here [years].
const LONGEST: f64 = 100.0;

const DURATION_HELP: &str =
    "write a number with a unit: \"30 min\", \"4 h\", \"2 days\", \"26 weeks\", \"1 month\", \"1 year\"";
const SPAN_HELP: &str = "write a number with a unit: \"4 h\" (clock), \"4 business hours\" or \"2 business days\"";

/// A duration by the clock: `15 min`, `2h 30m`, `26 weeks`.
pub fn duration(text: &str) -> Result<Elapsed, Refused> {
    match parse_span(text, false)? {
        WrittenSpan::Clock(length) => Ok(length),
        WrittenSpan::Business { .. } => refuse(
            format!("`{text}` is working time, and here the clock runs"),
            "write clock time: \"4 h\", \"2 days\", \"1 week\"",
        ),
    }
}

/// A duration by the clock or in working time: `4 h`, `4 business hours`, `2 bd`.
pub fn span(text: &str) -> Result<WrittenSpan, Refused> {
    parse_span(text, true)
}

fn parse_span(text: &str, business_allowed: bool) -> Result<WrittenSpan, Refused> {
    let help = if business_allowed { SPAN_HELP } else { DURATION_HELP };
    let parts = quantities(text, help)?;
    let (mut clock_ms, mut hours, mut days) = (0.0, 0.0, 0.0);
    let (mut any_clock, mut any_business) = (false, false);
    for (number, unit) in parts {
        if unit.is_empty() {
            return if business_allowed {
                refuse(
                    format!("`{text}` has no unit"),
                    format!("write \"{text} h\" (clock) or \"{text} business hours\""),
                )
            } else {
                refuse(
                    format!("`{text}` has no unit"),
                    format!("write \"{text} min\", \"{text} h\" or \"{text} days\""),
                )
            };
        }
        let (business, unit) = business_unit(&unit);
        let Some(ms) = unit_ms(unit) else {
            return refuse(format!("`{text}`: `{unit}` is not a unit of time"), help);
        };
        any_business |= business;
        any_clock |= !business;
        match (business, ms) {
            (false, ms) => clock_ms += number * ms as f64,
            (true, DAY) => days += number,
            (true, ms) if ms <= HOUR => hours += number * ms as f64 / HOUR as f64,
            (true, _) => {
                return refuse(
                    format!("`{text}`: working time has no business {unit}"),
                    "write business minutes, business hours or business days",
                );
            }
        }
    }
    if any_clock && any_business {
        return refuse(format!("`{text}` mixes clock time and working time"), help);
    }
    let years = clock_ms / YEAR as f64 + hours / 8766.0 + days / 365.2425;
    if !years.is_finite() || years > LONGEST {
        return refuse(format!("`{text}` is too long"), format!("at most {LONGEST} years"));
    }
    if any_business {
        Ok(WrittenSpan::Business { hours, days })
    } else {
        Ok(WrittenSpan::Clock(Elapsed::from_ms(clock_ms.round() as i64)))
    }
}

fn business_unit(unit: &str) -> (bool, &str) {
    match unit {
        "bh" => (true, "hours"),
        "bd" => (true, "days"),
        "bm" => (true, "minutes"),
        _ => match unit.strip_prefix("business").or_else(|| unit.strip_prefix("working")) {
            Some(rest) => (true, rest.trim()),
            None => (false, unit),
        },
    }
}

/// Milliseconds in a unit of time.
pub(super) fn unit_ms(unit: &str) -> Option<i64> {
    Some(match unit {
        "s" | "sec" | "secs" | "second" | "seconds" => SECOND,
        "m" | "min" | "mins" | "minute" | "minutes" => MINUTE,
        "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
        "d" | "day" | "days" => DAY,
        "w" | "wk" | "wks" | "week" | "weeks" => WEEK,
        "mo" | "month" | "months" => MONTH,
        "y" | "yr" | "yrs" | "year" | "years" => YEAR,
        _ => return None,
    })
}

/// Cuts `2h 30m` into numbers with the words that follow each.
fn quantities(text: &str, help: &str) -> Result<Vec<(f64, String)>, Refused> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return refuse("an empty string", help);
    }
    if rest.starts_with('-') {
        return refuse(format!("`{text}` is negative"), help);
    }
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(rest.len());
        let Some(number) = plain_number(&rest[..end]) else {
            return refuse(format!("`{text}` is not a quantity of time"), help);
        };
        rest = rest[end..].trim_start();
        let end = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let unit = rest[..end].trim().trim_end_matches(',').trim_end_matches(" and").trim();
        parts.push((number, unit.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()));
        rest = rest[end..].trim_start();
    }
    Ok(parts)
}

/// A number with optional thousands separators: `4,000`, `0.5`; no sign, no exponent.
pub fn plain_number(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() && fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let groups: Vec<&str> = whole.split(',').collect();
    let digits = groups.iter().all(|g| g.bytes().all(|b| b.is_ascii_digit()));
    let grouped = groups.len() == 1 || (!groups[0].is_empty() && groups[1..].iter().all(|g| g.len() == 3));
    if !digits || !grouped {
        return None;
    }
    format!("{}.{}", groups.concat(), fraction).trim_end_matches('.').parse().ok().filter(|x: &f64| x.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> i64 {
        duration(text).expect(text).ms()
    }

    #[test]
    fn durations_with_units() {
        assert_eq!(ms("15 min"), 15 * MINUTE);
        assert_eq!(ms("1.5 hours"), 90 * MINUTE);
        assert_eq!(ms("2h 30m"), 150 * MINUTE);
        assert_eq!(ms("90 s"), 90 * SECOND);
        assert_eq!(ms("26 weeks"), 26 * WEEK);
        assert_eq!(ms("12 months"), YEAR);
        assert_eq!(ms("2 years"), 2 * YEAR);
    }

    #[test]
    fn a_bare_number_is_refused_with_what_was_possible() {
        let refused = span("4").unwrap_err();
        assert_eq!(refused.message, "`4` has no unit");
        assert_eq!(refused.help, "write \"4 h\" (clock) or \"4 business hours\"");
    }

    #[test]
    fn working_time() {
        assert_eq!(span("4 business hours"), Ok(WrittenSpan::Business { hours: 4.0, days: 0.0 }));
        assert_eq!(span("30 business minutes"), Ok(WrittenSpan::Business { hours: 0.5, days: 0.0 }));
        assert_eq!(span("2 bd"), Ok(WrittenSpan::Business { hours: 0.0, days: 2.0 }));
        assert_eq!(span("4 bh"), span("4 business hours"));
        assert!(duration("4 business hours").unwrap_err().message.contains("is working time"));
        assert!(span("2 h 1 bh").unwrap_err().message.contains("mixes"));
    }

    #[test]
    fn numbers_that_are_none() {
        for text in ["", ".", "1,2", "1.2.3", ",5", "1e9", "nan", "inf"] {
            assert_eq!(plain_number(text), None, "{text}");
        }
        assert_eq!(plain_number(".5"), Some(0.5));
    }
}
