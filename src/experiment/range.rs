//! Ranges on the command line: `8..16`, `$5k..$30k..$5k`, `10%,20%,40%`, with their units kept.

/// One varied path and the values it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Path in the scenario: `teams.smb_csms.csms`.
    pub path: String,
    /// Values as one would write them in the file.
    pub values: Vec<String>,
}

/// Points on one axis at most.
const POINTS_AT_MOST: usize = 200;

impl Axis {
    /// Reads `PATH=RANGE`.
    pub fn parse(text: &str) -> Result<Axis, String> {
        let (path, range) = text
            .split_once('=')
            .ok_or_else(|| format!("`{text}` is not PATH=RANGE; write for example teams.smb_csms.csms=8..16"))?;
        let path = path.trim();
        if path.is_empty() || path.split('.').any(|key| key.trim().is_empty()) {
            return Err(format!("`{text}` names no path; write for example teams.smb_csms.csms=8..16"));
        }
        let values = values(range.trim()).map_err(|why| format!("the range of {path}: {why}"))?;
        Ok(Axis { path: path.to_string(), values })
    }

    /// Where each value stands on an axis: its number (money in units, per cent as a share, times in hours), or its
    /// index where the values are not all numbers of one sort.
    pub fn positions(&self) -> Vec<f64> {
        let quantities: Vec<Option<(f64, Sort)>> = self.values.iter().map(|value| position(value)).collect();
        let sort = quantities.first().and_then(|first| first.map(|(_, sort)| sort));
        if sort.is_some() && quantities.iter().all(|q| q.map(|(_, sort)| sort) == sort) {
            quantities.into_iter().flatten().map(|(value, _)| value).collect()
        } else {
            (0..self.values.len()).map(|index| index as f64).collect()
        }
    }

    /// Where another value, such as today's, stands on this axis.
    pub fn position_of(&self, value: &str) -> Option<f64> {
        let (place, sort) = position(value)?;
        // A share may be written 0.5 here and 50 % there.
        let number = |sort| matches!(sort, Sort::Number | Sort::Share);
        if position(&self.values[0]).is_some_and(|(_, own)| own == sort || (number(own) && number(sort))) {
            return Some(place);
        }
        self.values.iter().position(|own| own == value).map(|index| index as f64)
    }
}

/// The values that a range stands for.
fn values(range: &str) -> Result<Vec<String>, String> {
    if range.is_empty() {
        return Err("it is empty; write 8..16, 0..1..0.25 or 5k,15k,30k".to_string());
    }
    if !range.contains("..") {
        let values: Vec<String> = range.split(',').map(|value| value.trim().to_string()).collect();
        return match values.iter().any(String::is_empty) {
            true => Err(format!("`{range}` has an empty place between commas")),
            false => Ok(values),
        };
    }
    let parts: Vec<&str> = range.split("..").map(str::trim).collect();
    let (first, last, step) = match parts[..] {
        [first, last] => (Quantity::parse(first)?, Quantity::parse(last)?, None),
        [first, last, step] => (Quantity::parse(first)?, Quantity::parse(last)?, Some(Quantity::parse(step)?)),
        _ => return Err(format!("`{range}` has too many `..`; write FIRST..LAST or FIRST..LAST..STEP")),
    };
    let step = match step {
        Some(step) => step,
        None if first.decimals == 0 && last.decimals == 0 && first.is_plain() && last.is_plain() => {
            Quantity { number: 1.0, ..last.clone() }
        }
        None => return Err(format!("`{range}` needs a step: {range}..STEP")),
    };
    steps(range, &first, &last, &step)
}

fn steps(range: &str, first: &Quantity, last: &Quantity, step: &Quantity) -> Result<Vec<String>, String> {
    if !first.same_unit(last) || !step.same_unit(last) {
        return Err(format!("`{range}` mixes units; use one unit throughout, or a list: 2 days,1 week"));
    }
    if step.number <= 0.0 {
        return Err(format!("the step of `{range}` must be above zero"));
    }
    if last.number < first.number {
        return Err(format!("`{range}` runs backwards; write the smaller end first"));
    }
    let count = ((last.number - first.number) / step.number + 1e-9).floor() + 1.0;
    if count > POINTS_AT_MOST as f64 {
        return Err(format!("`{range}` has {count:.0} points; at most {POINTS_AT_MOST} are allowed: widen the step"));
    }
    let decimals = first.decimals.max(last.decimals).max(step.decimals);
    let number = |index: usize| first.number + index as f64 * step.number;
    Ok((0..count as usize).map(|index| format!("{}{:.decimals$}{}", last.prefix, number(index), last.suffix)).collect())
}

/// A number with what stands before and after it.
#[derive(Clone, Debug, PartialEq)]
struct Quantity {
    prefix: String,
    number: f64,
    decimals: usize,
    suffix: String,
}

impl Quantity {
    fn parse(text: &str) -> Result<Quantity, String> {
        let bad = || format!("`{text}` is not a number with a unit; write for example 8, 0.25, $5k, 10% or 2 days");
        let start = text.find(|c: char| c.is_ascii_digit() || c == '-' || c == '.').ok_or_else(bad)?;
        let rest = &text[start..];
        let numeric = |c: char| c.is_ascii_digit() || c == '-' || c == '.' || c == '_' || c == ',';
        let end = rest.find(|c| !numeric(c)).unwrap_or(rest.len());
        let digits = rest[..end].replace(['_', ','], "");
        let number: f64 = digits.parse().map_err(|_| bad())?;
        let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        Ok(Quantity { prefix: text[..start].to_string(), number, decimals, suffix: rest[end..].to_string() })
    }

    fn is_plain(&self) -> bool {
        self.prefix.is_empty() && self.suffix.is_empty()
    }

    /// `5` and `1 day` go with `5%` and `2 days`: the end of a range may carry the unit for all.
    fn same_unit(&self, with: &Quantity) -> bool {
        let stem = |suffix: &str| suffix.trim().trim_end_matches('s').to_string();
        self.is_plain() || (self.prefix == with.prefix && stem(&self.suffix) == stem(&with.suffix))
    }
}

/// What a value measures, as far as its unit tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Number,
    Share,
    Hours,
}

/// The number in a value and what it measures.
fn position(value: &str) -> Option<(f64, Sort)> {
    let quantity = Quantity::parse(value.trim().trim_matches('"')).ok()?;
    let unit = quantity.suffix.split('/').next().unwrap_or("").trim();
    let unit = unit.strip_prefix("business").map_or(unit, str::trim_start);
    let (factor, sort) = match unit {
        "" => (1.0, Sort::Number),
        "k" | "K" => (1e3, Sort::Number),
        "M" => (1e6, Sort::Number),
        "%" => (0.01, Sort::Share),
        "min" | "minute" | "minutes" | "m" => (1.0 / 60.0, Sort::Hours),
        "h" | "hour" | "hours" => (1.0, Sort::Hours),
        "d" | "day" | "days" => (24.0, Sort::Hours),
        "week" | "weeks" => (168.0, Sort::Hours),
        "month" | "months" => (730.485, Sort::Hours),
        "year" | "years" => (8765.82, Sort::Hours),
        _ => return None,
    };
    Some((quantity.number * factor, sort))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(range: &str) -> Vec<String> {
        values(range).unwrap()
    }

    #[test]
    fn whole_numbers_step_by_one() {
        assert_eq!(of("8..11"), ["8", "9", "10", "11"]);
        assert_eq!(of("8..16..4"), ["8", "12", "16"]);
        assert_eq!(of("8..15..4"), ["8", "12"]);
        assert_eq!(of("9..9"), ["9"]);
    }

    #[test]
    fn units_and_decimals_are_kept() {
        assert_eq!(of("0..1..0.25"), ["0.00", "0.25", "0.50", "0.75", "1.00"]);
        assert_eq!(of("5k..15k..5k"), ["5k", "10k", "15k"]);
        assert_eq!(of("$5k..$15k..$5k"), ["$5k", "$10k", "$15k"]);
        assert_eq!(of("10%..50%..20%"), ["10%", "30%", "50%"]);
        assert_eq!(of("1 day..3 days..1 day"), ["1 days", "2 days", "3 days"]);
        assert_eq!(of("0.1..0.3..0.1"), ["0.1", "0.2", "0.3"]);
    }

    #[test]
    fn lists_are_taken_as_they_stand() {
        assert_eq!(of("$5k,$15k, $30k"), ["$5k", "$15k", "$30k"]);
        assert_eq!(of("2 days,1 day"), ["2 days", "1 day"]);
        assert_eq!(of("first_come,priority"), ["first_come", "priority"]);
    }

    #[test]
    fn what_cannot_be_a_range_is_refused_with_a_remedy() {
        for (range, part) in [
            ("", "empty"),
            ("8..", "is not a number"),
            ("16..8", "backwards"),
            ("0..1..0", "above zero"),
            ("0.1..0.5", "needs a step"),
            ("5k..30%..5k", "mixes units"),
            ("1..2..3..4", "too many"),
            ("1..100000", "at most"),
            ("1,,2", "empty place"),
        ] {
            let error = values(range).unwrap_err();
            assert!(error.contains(part), "{range}: {error}");
        }
        assert!(Axis::parse("csms").unwrap_err().contains("PATH=RANGE"));
        assert!(Axis::parse("=8..9").unwrap_err().contains("names no path"));
    }

    #[test]
    fn positions_are_numbers_of_one_sort_or_else_indices() {
        let positions = |text: &str| Axis::parse(text).unwrap().positions();
        assert_eq!(positions("a.b=$5k,$15k"), [5_000.0, 15_000.0]);
        assert_eq!(positions("a.b=2 days,12 h"), [48.0, 12.0]);
        assert_eq!(positions("a.b=x,y,z"), [0.0, 1.0, 2.0]);
        assert_eq!(positions("a.b=10%,2"), [0.0, 1.0]);
        let axis = Axis::parse("a.b=8..16").unwrap();
        assert_eq!(axis.position_of("14"), Some(14.0));
        assert_eq!(axis.position_of("14 days"), None);
    }
}
