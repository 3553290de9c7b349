//! A value on its way into the scenario: read as what its key holds, or refused with what is allowed.

use super::context::Context;
use super::reader::join;
use super::tree::{Node, Value};
use super::units::{self, Money, Refused, WrittenSpan};
use crate::time::Elapsed;
use std::borrow::Cow;

/// A value on its way into the scenario.
#[derive(Debug)]
pub struct Item<'a> {
    /// Where problems go.
    pub ctx: &'a Context,
    /// The value.
    pub node: Cow<'a, Node>,
    /// Full path of its key.
    pub path: String,
    /// Whether it is a default.
    pub default: bool,
}

impl<'a> Item<'a> {
    /// A value of the file.
    pub fn new(ctx: &'a Context, node: &'a Node, path: String) -> Item<'a> {
        Item { ctx, node: Cow::Borrowed(node), path, default: false }
    }

    /// Notes that this value is refused.
    pub fn fail(&self, message: impl Into<String>, help: impl Into<String>) {
        self.ctx.problem(self.node.span.clone(), &self.path, message, help);
    }

    fn checked<T>(&self, result: Result<T, Refused>) -> Option<T> {
        result.map_err(|refused| self.fail(refused.message, refused.help)).ok()
    }

    /// The value as text where a quantity may be a string or a bare number.
    fn quantity(&self, help: &str) -> Option<String> {
        match &self.node.value {
            Value::Str(s) => Some(s.clone()),
            Value::Int(_) | Value::Float(_) => Some(self.node.text()),
            _ => {
                self.fail(format!("{} where a quantity is meant", self.node.sort()), help);
                None
            }
        }
    }

    /// The values of a table of whatever names, each at its path; `what` says of what it is a table.
    pub fn entries(&self, what: &str, help: &str) -> Vec<(&str, Item<'_>)> {
        let Some(table) = self.node.table() else {
            self.fail(format!("`{}` is no table of {what}", self.node.text()), help);
            return Vec::new();
        };
        let at = |key: &str| join(&self.path, key);
        table.entries.iter().map(|one| (one.key.as_str(), Item::new(self.ctx, &one.value, at(&one.key)))).collect()
    }

    /// Text.
    pub fn text(&self) -> Option<String> {
        match &self.node.value {
            Value::Str(s) => Some(s.clone()),
            _ => {
                self.fail(format!("{} where text is meant", self.node.sort()), "write it in quotes");
                None
            }
        }
    }

    /// A finite number within bounds.
    pub fn number(&self, low: f64, high: f64) -> Option<f64> {
        let help = format!("a number from {low} to {high}");
        let number = match &self.node.value {
            Value::Int(n) => Some(*n as f64),
            Value::Float(x) => Some(*x),
            Value::Str(s) => match s.trim().strip_suffix('%') {
                Some(percent) => units::plain_number(percent.trim()).map(|x| x / 100.0),
                None => units::plain_number(s.trim()),
            },
            _ => None,
        };
        match number {
            Some(x) if (low..=high).contains(&x) => Some(x),
            Some(_) => {
                self.fail(format!("`{}` is out of range", self.node.text()), help);
                None
            }
            None => {
                self.fail(format!("`{}` is not a number", self.node.text()), help);
                None
            }
        }
    }

    /// Points of a score within bounds.
    pub fn points(&self, low: f64, high: f64) -> Option<f64> {
        if matches!(&self.node.value, Value::Str(s) if s.trim().ends_with('%')) {
            let message = format!("`{}` is a share, and points are meant", self.node.text());
            self.fail(message, format!("a number from {low} to {high}, without %"));
            return None;
        }
        self.number(low, high)
    }

    /// A whole number within bounds.
    pub fn count(&self, low: i64, high: i64) -> Option<i64> {
        let help = format!("a whole number from {low} to {high}");
        let text = self.node.text();
        let number = match &self.node.value {
            Value::Int(n) => Some(*n),
            Value::Float(x) if x.fract() == 0.0 && x.abs() < 9e15 => Some(*x as i64),
            Value::Float(x) if x.is_infinite() || x.abs() >= 9e15 => {
                self.fail(format!("`{text}` is out of range"), help);
                return None;
            }
            Value::Str(s) => units::plain_number(s.trim()).filter(|x| x.fract() == 0.0 && *x < 9e15).map(|x| x as i64),
            _ => None,
        };
        match number {
            Some(n) if (low..=high).contains(&n) => Some(n),
            Some(_) => {
                self.fail(format!("`{text}` is out of range"), help);
                None
            }
            None => {
                self.fail(format!("`{text}` is not a whole number"), help);
                None
            }
        }
    }

    /// A duration by the clock.
    pub fn duration(&self) -> Option<Elapsed> {
        let text = self.quantity("write a duration: \"30 min\", \"2 days\"")?;
        self.checked(units::duration(&text))
    }

    /// A duration by the clock or in working time.
    pub fn span(&self) -> Option<WrittenSpan> {
        let text = self.quantity("write \"4 h\" (clock) or \"4 business hours\"")?;
        self.checked(units::span(&text))
    }

    /// Whether the value is that word.
    pub fn is_word(&self, word: &str) -> bool {
        matches!(&self.node.value, Value::Str(s) if s.trim() == word)
    }

    /// A share.
    pub fn share(&self) -> Option<f64> {
        let text = self.quantity("write a share: \"18%\" or 0.18")?;
        self.checked(units::share(&text))
    }

    /// A share a year.
    pub fn yearly_share(&self) -> Option<units::YearlyShare> {
        let text = self.quantity("write a share a year: \"18% / year\"")?;
        self.checked(units::yearly_share(&text))
    }

    /// A rate per account [1/year].
    pub fn rate(&self) -> Option<f64> {
        let text = self.quantity("write a rate: \"0.5 / account / month\"")?;
        self.checked(units::rate(&text))
    }

    /// How often for all accounts together [1/year].
    pub fn rate_of_all(&self) -> Option<f64> {
        let text = self.quantity("write how often in what time: \"4 / year\"")?;
        self.checked(units::rate_of_all(&text))
    }

    /// Days a year.
    pub fn days_per_year(&self) -> Option<f64> {
        let text = self.quantity("write \"25 days / year\"")?;
        self.checked(units::days_per_year(&text))
    }

    /// Money, in the currency of the file.
    pub fn money(&self, per_year: bool) -> Option<f64> {
        let text = self.quantity("write an amount of money: \"$3k\"")?;
        let money = self.checked(if per_year { units::money_per_year(&text) } else { units::money(&text) })?;
        self.same_currency(&money, &text)
    }

    fn same_currency(&self, money: &Money, text: &str) -> Option<f64> {
        if self.default {
            return Some(money.amount);
        }
        let known = self.ctx.currency.borrow().clone();
        match known {
            Some(currency) if currency != money.currency => {
                self.fail(
                    format!("`{text}` is in {}, and amounts before it are in {currency}", money.currency),
                    "write all amounts of a scenario in one currency",
                );
                None
            }
            _ => {
                *self.ctx.currency.borrow_mut() = Some(money.currency.clone());
                Some(money.amount)
            }
        }
    }
}
