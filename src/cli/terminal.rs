//! The two streams: the answer on stdout, everything else on stderr.

use super::args::Color;
use super::failure::Failure;
use super::progress::Bar;
use crate::experiment::Warning;
use std::io::{self, IsTerminal, Write};

/// Width of tables where the terminal does not say.
const USUAL_WIDTH: usize = 100;

/// How to talk to whoever called.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    color_out: bool,
    color_err: bool,
    quiet: bool,
}

impl Terminal {
    /// Decides on colours once.
    pub fn new(color: Color, quiet: bool) -> Terminal {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let decide = |is_terminal: bool| match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && !no_color && !dumb,
        };
        Terminal { color_out: decide(io::stdout().is_terminal()), color_err: decide(io::stderr().is_terminal()), quiet }
    }

    /// Whether answers are coloured.
    pub fn color(&self) -> bool {
        self.color_out
    }

    /// Columns for tables.
    pub fn width(&self) -> usize {
        self.width_or(USUAL_WIDTH)
    }

    /// Columns for a table that would be so wide where the terminal does not say.
    pub fn width_or(&self, usual: usize) -> usize {
        let columns = std::env::var("COLUMNS").ok().and_then(|value| value.parse().ok());
        columns.filter(|columns| *columns >= 40).unwrap_or(usual)
    }

    /// Writes the answer, with a line end.
    pub fn answer(&self, text: &str) -> Result<(), Failure> {
        let mut text = text.trim_end_matches('\n').to_string();
        text.push('\n');
        self.answer_bytes(text.as_bytes())
    }

    /// Writes the answer as JSON.
    pub fn json(&self, value: &serde_json::Value) -> Result<(), Failure> {
        self.answer(&format!("{value:#}"))
    }

    /// Writes the answer as it is.
    pub fn answer_bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::NobodyReads,
            _ => Failure::World(format!("stdout cannot be written: {error}")),
        })
    }

    /// A remark on stderr, unless quiet.
    pub fn remark(&self, text: &str) {
        if !self.quiet {
            to_stderr(&format!("{text}\n"));
        }
    }

    /// Warnings on stderr, unless quiet.
    pub fn warn(&self, warnings: &[Warning]) {
        for warning in warnings {
            let head = if self.color_err { "\x1b[1;33mwarning\x1b[0m" } else { "warning" };
            self.remark(&format!("{head}: {}\n  {}", warning.what, warning.advice));
        }
    }

    /// Why there is no answer.
    pub fn fail(&self, failure: &Failure) {
        let head = if self.color_err { "\x1b[1;31merror\x1b[0m" } else { "error" };
        match failure {
            Failure::NobodyReads | Failure::No => {}
            Failure::Usage(text) | Failure::World(text) => to_stderr(&format!("{head}: {text}\n")),
            Failure::Scenario { point, error } => {
                if let Some(point) = point {
                    to_stderr(&format!("{head}: the scenario is not valid at {point}\n"));
                }
                to_stderr(&error.render(self.color_err));
            }
        }
    }

    /// A progress bar fit for stderr.
    pub fn bar(&self) -> Bar {
        match (self.quiet, io::stderr().is_terminal()) {
            (true, _) => Bar::hidden(),
            (false, true) => Bar::drawn(),
            (false, false) => Bar::plain(),
        }
    }
}

/// Writes to stderr; that it is closed is nobody's concern.
pub fn to_stderr(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
