//! What is wrong with a scenario, and how it is shown: the file, the line, the value, what is allowed, the remedy.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::fmt;
use std::ops::Range;

/// One thing that is wrong with a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the scenario's text it is about; `None` where the value came from an override or is missing
    /// altogether.
    pub span: Option<Range<usize>>,
    /// Full path of the key: `segments.smb.churn`; empty for the file as a whole.
    pub key: String,
    /// What is wrong, with the value.
    pub message: String,
    /// What is allowed, or what to do.
    pub help: String,
}

/// Why a scenario could not be read.
#[derive(Clone, Debug)]
pub enum ScenarioError {
    /// The world is at fault: no such file, no permission, not text.
    World {
        /// The file.
        path: String,
        /// What the system says.
        message: String,
    },
    /// The scenario is at fault.
    Wrong {
        /// Name of the file, for display.
        path: String,
        /// Its text.
        text: String,
        /// All problems found, in the order of the file.
        problems: Vec<Problem>,
    },
}

impl ScenarioError {
    /// Whether the world is at fault (no file, no permission) and not the scenario.
    pub fn is_world(&self) -> bool {
        matches!(self, ScenarioError::World { .. })
    }

    /// The problems; empty where the world is at fault.
    pub fn problems(&self) -> &[Problem] {
        match self {
            ScenarioError::World { .. } => &[],
            ScenarioError::Wrong { problems, .. } => problems,
        }
    }

    /// The text to print: each problem with the line it is on.
    pub fn render(&self, color: bool) -> String {
        match self {
            ScenarioError::World { path, message } => format!("error: cannot read {path}: {message}\n"),
            ScenarioError::Wrong { path, text, problems } => {
                let mut out = String::new();
                for problem in problems {
                    out.push_str(&render_problem(path, text, problem, color));
                    out.push_str("\n\n");
                }
                let n = problems.len();
                let noun = if n == 1 { "problem" } else { "problems" };
                out.push_str(&format!("{n} {noun} in {path}\n"));
                out
            }
        }
    }
}

fn render_problem(path: &str, text: &str, problem: &Problem, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let label = if problem.key.is_empty() { String::new() } else { format!("`{}`", problem.key) };
    let title = printable(&problem.message);
    let help = printable(&problem.help);
    let mut group = match within(text, problem.span.clone()) {
        Some(span) => {
            let snippet = Snippet::source(text).path(path);
            let mark = AnnotationKind::Primary.span(span).label(label);
            Level::ERROR.primary_title(&title).element(snippet.annotation(mark))
        }
        None => {
            let place = if label.is_empty() { format!("in {path}") } else { format!("{label} in {path}") };
            Level::ERROR.primary_title(&title).element(Level::NOTE.message(place))
        }
    };
    if !help.is_empty() {
        group = group.element(Level::HELP.message(&help));
    }
    renderer.render(&[group])
}

/// Control characters of a file never reach the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// The span cut to the text, to whole characters and to its first line.
fn within(text: &str, span: Option<Range<usize>>) -> Option<Range<usize>> {
    let span = span?;
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let end = text[start..end].find('\n').map_or(end, |i| start + i);
    Some(start..end.max(start))
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for ScenarioError {}
