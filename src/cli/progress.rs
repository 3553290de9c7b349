//! The progress bar: drawn on a terminal, a plain line each 10 % elsewhere, or nothing.

use super::terminal::to_stderr;
use crate::experiment::wording::count;
use crate::experiment::{Phase, Progress};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Shows how far the work has come.
#[derive(Debug)]
pub struct Bar {
    way: Way,
}

#[derive(Debug)]
enum Way {
    Hidden,
    Plain { tenths: AtomicU64 },
    Drawn(ProgressBar),
}

impl Bar {
    /// Shows nothing.
    pub fn hidden() -> Bar {
        Bar { way: Way::Hidden }
    }

    /// A line each 10 %, for logs.
    pub fn plain() -> Bar {
        Bar { way: Way::Plain { tenths: AtomicU64::new(0) } }
    }

    /// A moving bar.
    pub fn drawn() -> Bar {
        let bar = ProgressBar::with_draw_target(Some(1), ProgressDrawTarget::stderr_with_hz(10));
        let style = ProgressStyle::with_template("{msg:11} [{bar:40}] {pos}/{len} {elapsed} (left: {eta})");
        bar.set_style(style.expect("the template is right").progress_chars("=> "));
        bar.enable_steady_tick(Duration::from_millis(200));
        Bar { way: Way::Drawn(bar) }
    }

    /// Takes note; callable from any thread.
    pub fn note(&self, progress: Progress) {
        match &self.way {
            Way::Hidden => {}
            Way::Plain { tenths } => plain_line(tenths, progress),
            Way::Drawn(bar) => {
                if progress.done == 0 {
                    bar.reset();
                    bar.set_message(name(progress.phase));
                }
                bar.set_length(progress.total);
                // Threads may report out of order; the bar only moves forward.
                if progress.done > bar.position() {
                    bar.set_position(progress.done);
                }
            }
        }
    }

    /// Clears the bar away.
    pub fn finish(&self) {
        if let Way::Drawn(bar) = &self.way {
            bar.finish_and_clear();
        }
    }
}

fn plain_line(tenths: &AtomicU64, progress: Progress) {
    if progress.done == 0 {
        tenths.store(0, Ordering::Relaxed);
        to_stderr(&format!("{}: {} runs\n", name(progress.phase), count(progress.total)));
        return;
    }
    let tenth = progress.done * 10 / progress.total.max(1);
    // How many pilots anchoring takes is known only at its end.
    if progress.phase == Phase::Simulating && tenths.fetch_max(tenth, Ordering::Relaxed) < tenth {
        to_stderr(&format!("{}: {} %\n", name(progress.phase), tenth * 10));
    }
}

fn name(phase: Phase) -> &'static str {
    match phase {
        Phase::Anchoring => "anchoring",
        Phase::Simulating => "simulating",
    }
}
