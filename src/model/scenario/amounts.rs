//! Quantities other than time: rates, shares, money.

use super::units::{Refused, plain_number, refuse, unit_ms};
use crate::time::YEAR;

/// An amount of money as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Money {
    /// The amount.
    pub amount: f64,
    /// `$`, `€`, `EUR`...
    pub currency: String,
}

/// Divides text at slashes or the word `per`.
fn per(text: &str) -> Vec<String> {
    text.replace(" per ", " / ").split('/').map(|p| p.trim().to_lowercase()).collect()
}

fn periods_per_year(period: &str) -> Option<f64> {
    let ms = match period {
        "business hour" | "business day" => return None,
        _ => unit_ms(period)?,
    };
    Some(YEAR as f64 / ms as f64)
}

/// A rate per account: `0.5 / account / month` [1/year].
pub fn rate(text: &str) -> Result<f64, Refused> {
    let help = "write a rate per account and time: \"0.5 / account / month\", \"6 / account / year\"";
    let parts = per(text);
    if parts[0].starts_with('-') {
        return refuse(format!("`{text}` is negative"), "a rate is 0 or more");
    }
    let Some(number) = plain_number(&parts[0]) else {
        return refuse(format!("`{text}` is not a rate"), help);
    };
    match &parts[1..] {
        [] => refuse(
            format!("`{text}` has no unit"),
            format!("write \"{text} / account / month\" or \"{text} / account / year\""),
        ),
        [account, period] if account == "account" => match periods_per_year(period) {
            Some(periods) => Ok(number * periods),
            None => refuse(format!("`{text}`: `{period}` is not a unit of time"), help),
        },
        _ => refuse(format!("`{text}` is not a rate per account"), help),
    }
}

/// How often something happens for all accounts together: `4 / year` [1/year].
pub fn rate_of_all(text: &str) -> Result<f64, Refused> {
    let help = "write how often in what time: \"4 / year\", \"0.5 / month\"";
    let parts = per(text);
    if parts[0].starts_with('-') {
        return refuse(format!("`{text}` is negative"), "a rate is 0 or more");
    }
    let Some(number) = plain_number(&parts[0]) else {
        return refuse(format!("`{text}` is not a rate"), help);
    };
    match &parts[1..] {
        [] => refuse(format!("`{text}` has no unit"), format!("write \"{text} / year\" or \"{text} / month\"")),
        [account, ..] if account == "account" => {
            refuse(format!("`{text}` is a rate per account, and here one for all accounts together is meant"), help)
        }
        [period] => match periods_per_year(period) {
            Some(periods) if number * periods <= 10_000.0 => Ok(number * periods),
            Some(_) => refuse(format!("`{text}` is out of range"), "at most 10,000 a year"),
            None => refuse(format!("`{text}`: `{period}` is not a unit of time"), help),
        },
        _ => refuse(format!("`{text}` is not a rate"), help),
    }
}

/// A share: `18%` or 0.18.
pub fn share(text: &str) -> Result<f64, Refused> {
    let trimmed = text.trim();
    if trimmed.starts_with('-') {
        return refuse(format!("`{text}` is negative"), "a share is from 0% to 100%");
    }
    if let Some(number) = trimmed.strip_suffix('%').and_then(|n| plain_number(n.trim())) {
        return share_number(number / 100.0, text);
    }
    match plain_number(trimmed) {
        Some(number) => share_number(number, text),
        None => refuse(format!("`{text}` is not a share"), "write a share as \"18%\" or 0.18"),
    }
}

/// A share given as a number; above 1 it was probably meant as per cent.
pub fn share_number(number: f64, text: &str) -> Result<f64, Refused> {
    if (0.0..=1.0).contains(&number) {
        Ok(number)
    } else if number > 1.0 && number <= 100.0 && !text.contains('%') {
        refuse(
            format!("`{text}` is above 1"),
            format!("write \"{text}%\" for {text} per cent; a bare share is from 0 to 1"),
        )
    } else {
        refuse(format!("`{text}` is out of range"), "a share is from 0% to 100%")
    }
}

/// A share a year and how it was written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum YearlyShare {
    /// A share a year.
    PerYear(f64),
    /// A share a month.
    PerMonth(f64),
}

impl YearlyShare {
    /// As growth: twelve times the monthly share.
    pub fn linear(self) -> f64 {
        match self {
            YearlyShare::PerYear(x) => x,
            YearlyShare::PerMonth(x) => 12.0 * x,
        }
    }

    /// As loss: what is gone after twelve months.
    pub fn compound(self) -> f64 {
        match self {
            YearlyShare::PerYear(x) => x,
            YearlyShare::PerMonth(x) => 1.0 - libm::pow(1.0 - x, 12.0),
        }
    }
}

/// A share a year: `18% / year`, `1% / month`. Not limited to 100% a year: bases can double.
pub fn yearly_share(text: &str) -> Result<YearlyShare, Refused> {
    let help = "write a share and a time: \"18% / year\" or \"1.5% / month\"";
    let parts = per(text);
    if parts[0].starts_with('-') {
        return refuse(format!("`{text}` is negative"), "a share a year is 0% or more");
    }
    let (number, percent) = match parts[0].strip_suffix('%') {
        Some(number) => (plain_number(number.trim()).map(|n| n / 100.0), true),
        None => (plain_number(&parts[0]), false),
    };
    let Some(number) = number else {
        return refuse(format!("`{text}` is not a share a year"), help);
    };
    if !percent && number > 1.0 {
        return refuse(format!("`{text}` is above 1"), format!("write \"{number}% / year\" for {number} per cent"));
    }
    if number > 10.0 {
        return refuse(format!("`{text}` is out of range"), "at most 1000% a year");
    }
    match parts[1..].iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => refuse(format!("`{text}` has no time"), format!("write \"{text} / year\" or \"{text} / month\"")),
        ["year"] | ["yr"] | ["y"] => Ok(YearlyShare::PerYear(number)),
        ["month"] | ["mo"] => Ok(YearlyShare::PerMonth(number)),
        _ => refuse(format!("`{text}` is not a share a year"), help),
    }
}

/// Days a year: `25 days / year`.
pub fn days_per_year(text: &str) -> Result<f64, Refused> {
    let help = "write days and a time: \"25 days / year\"";
    let parts = per(text);
    if parts[0].starts_with('-') {
        return refuse(format!("`{text}` is negative"), help);
    }
    let number = parts[0].strip_suffix("days").or_else(|| parts[0].strip_suffix("day")).unwrap_or("");
    match (plain_number(number.trim()), parts.get(1).map(String::as_str)) {
        (Some(days), Some("year")) if parts.len() == 2 && days <= 250.0 => Ok(days),
        (Some(_), Some("year")) if parts.len() == 2 => {
            refuse(format!("`{text}` is out of range"), "at most 250 days / year")
        }
        _ => match plain_number(parts[0].trim()) {
            Some(_) if parts.len() == 1 => {
                refuse(format!("`{text}` has no unit"), format!("write \"{text} days / year\""))
            }
            _ => refuse(format!("`{text}` is not a number of days a year"), help),
        },
    }
}

/// An amount of money: `$3k`, `EUR 95k`, `€1.2M`.
pub fn money(text: &str) -> Result<Money, Refused> {
    let help = "write a currency and an amount: \"$4000\", \"$3k\", \"EUR 95k\", \"€1.2M\"";
    let trimmed = text.trim();
    if trimmed.starts_with('-') || trimmed.contains("$-") || trimmed.starts_with("-$") {
        return refuse(format!("`{text}` is negative"), "an amount of money is 0 or more");
    }
    let is_amount = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let Some(first) = trimmed.find(is_amount) else {
        return refuse(format!("`{text}` is not an amount of money"), help);
    };
    let end = trimmed[first..].find(|c| !is_amount(c)).map_or(trimmed.len(), |i| first + i);
    let (before, after) = (trimmed[..first].trim(), trimmed[end..].trim());
    let Some(number) = plain_number(&trimmed[first..end]) else {
        return refuse(format!("`{text}` is not an amount of money"), help);
    };
    let (factor, after) = multiplier(after);
    let currency = match (before, after) {
        ("", "") => {
            return refuse(format!("`{text}` has no currency"), format!("write \"${trimmed}\" or \"EUR {trimmed}\""));
        }
        (sign, "") | ("", sign) => sign,
        _ => return refuse(format!("`{text}` is not an amount of money"), help),
    };
    let code = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase());
    if !code && !["$", "€", "£", "¥", "US$", "A$", "C$"].contains(&currency) {
        return refuse(format!("`{text}`: `{currency}` is not a currency"), help);
    }
    let amount = number * factor;
    if amount > 1e15 {
        return refuse(format!("`{text}` is too much"), "at most 10^15");
    }
    Ok(Money { amount, currency: currency.to_string() })
}

fn multiplier(after: &str) -> (f64, &str) {
    for (suffix, factor) in [("k", 1e3), ("K", 1e3), ("M", 1e6), ("m", 1e6), ("B", 1e9), ("bn", 1e9)] {
        if let Some(rest) = after.strip_prefix(suffix)
            && (rest.is_empty() || rest.starts_with(|c: char| !c.is_ascii_alphabetic()))
        {
            return (factor, rest.trim());
        }
    }
    (1.0, after)
}

/// An amount of money a year; `/ year` may be left out.
pub fn money_per_year(text: &str) -> Result<Money, Refused> {
    let mut parts = text.replace(" per ", " / ");
    if let Some((amount, period)) = parts.clone().split_once('/') {
        let factor = match period.trim() {
            "year" | "yr" | "y" => 1.0,
            "month" | "mo" => 12.0,
            other => {
                return refuse(format!("`{text}`: `{other}` is not `year` or `month`"), "write \"$165k / year\"");
            }
        };
        parts = amount.to_string();
        return money(&parts).map(|m| Money { amount: m.amount * factor, ..m });
    }
    money(&parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_per_account() {
        assert_eq!(rate("0.5 / account / month"), Ok(6.0));
        assert_eq!(rate("6 per account per year"), Ok(6.0));
        assert!((rate("1 / account / week").unwrap() - 52.1775).abs() < 1e-9);
        assert!((rate("1/account/hour").unwrap() - 8765.82).abs() < 1e-9);
        assert!(rate("-1 / account / year").unwrap_err().message.contains("negative"));
        assert!(rate("0.5").unwrap_err().help.contains("0.5 / account / month"));
    }

    #[test]
    fn shares() {
        assert_eq!(share("18%"), Ok(0.18));
        assert_eq!(share("0.18"), Ok(0.18));
        assert!(share("18").unwrap_err().help.contains("\"18%\""));
        assert!(share("118%").unwrap_err().message.contains("out of range"));
        assert_eq!(yearly_share("1% / month").unwrap().linear(), 0.12);
        assert!((yearly_share("1% / month").unwrap().compound() - 0.11361512828387077).abs() < 1e-12);
        assert!(yearly_share("18%").unwrap_err().help.contains("18% / year"));
    }

    #[test]
    fn amounts_of_money() {
        let m = |text: &str| money(text).map(|m| (m.amount, m.currency)).expect(text);
        assert_eq!(m("$3k"), (3000.0, "$".into()));
        assert_eq!(m("$2.4M"), (2.4e6, "$".into()));
        assert_eq!(m("EUR 95k"), (95e3, "EUR".into()));
        assert_eq!(m("€4,000"), (4000.0, "€".into()));
        assert_eq!(money_per_year("$165k / year").unwrap().amount, 165e3);
        assert!(money("4,000").unwrap_err().help.contains("$4,000"));
        assert!(money("-$3").unwrap_err().message.contains("negative"));
    }
}
