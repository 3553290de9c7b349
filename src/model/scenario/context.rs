//! What is collected while a scenario is read: problems, assumptions, the currency.

use super::error::Problem;
use super::{Assumption, Grade};
use std::cell::{Cell, RefCell};
use std::ops::Range;

/// What is collected while a scenario is read.
#[derive(Debug, Default)]
pub struct Context {
    pub(super) problems: RefCell<Vec<Problem>>,
    pub(super) assumptions: RefCell<Vec<Assumption>>,
    pub(super) currency: RefCell<Option<String>>,
    pub(super) silent: Cell<bool>,
    /// Names of verticals and skills that are called for.
    pub skills: Vec<String>,
}

impl Context {
    /// Notes a problem, once.
    pub fn problem(&self, span: Option<Range<usize>>, key: &str, message: impl Into<String>, help: impl Into<String>) {
        let problem = Problem { span, key: key.to_string(), message: message.into(), help: help.into() };
        let mut problems = self.problems.borrow_mut();
        // A table read again with a design's changes shows its own problems again.
        let again = self.silent.get();
        let known = |p: &Problem| match (&p.span, &problem.span) {
            (Some(a), Some(b)) => a == b && (again || p.message == problem.message),
            _ => p.key == problem.key && p.message == problem.message,
        };
        if !problems.iter().any(known) && problems.len() < 100 {
            problems.push(problem);
        }
    }

    /// The number of a vertical or skill that is called for.
    pub fn skill(&self, name: &str) -> Option<u8> {
        self.skills.iter().position(|known| known == name).map(|number| number as u8)
    }

    /// Notes a default that was used.
    pub fn assume(&self, key: &str, value: &str, grade: Grade, source: &str) {
        if !self.silent.get() && !self.assumptions.borrow().iter().any(|a| a.key == key) {
            let (key, value, source) = (key.to_string(), value.to_string(), source.to_string());
            self.assumptions.borrow_mut().push(Assumption { key, value, grade, source });
        }
    }

    /// Reads without noting defaults: those of a table that is read a second time.
    pub fn silently<T>(&self, read: impl FnOnce() -> T) -> T {
        let before = self.silent.replace(true);
        let value = read();
        self.silent.set(before);
        value
    }

    /// Whether anything was wrong so far.
    pub fn has_problems(&self) -> bool {
        !self.problems.borrow().is_empty()
    }

    /// The problems, in the order of the file.
    pub fn take_problems(&self) -> Vec<Problem> {
        let mut problems = self.problems.take();
        problems.sort_by_key(|p| p.span.as_ref().map_or(usize::MAX, |s| s.start));
        problems
    }

    /// The assumptions, in the order in which they were made.
    pub fn take_assumptions(&self) -> Vec<Assumption> {
        self.assumptions.take()
    }

    /// The currency of the file.
    pub fn currency(&self) -> String {
        self.currency.borrow().clone().unwrap_or_else(|| "$".into())
    }
}
