//! The engine against theory: one row a check, the verdict last.

use super::Page;
use super::grid::{Column, lay, wrap};
use crate::experiment::validation::{BAND, Extent, Line, PRECISION, Validation, Verdict};

/// A validation as text of at most `width` columns.
pub fn validation(v: &Validation, width: usize, color: bool) -> String {
    let page = Page { width: width.max(40), color };
    let mut text = page.strong("The engine against queueing theory");
    text.push('\n');
    let mut families: Vec<&str> = v.lines.iter().map(|line| line.family).collect();
    families.dedup();
    for family in families {
        let lines: Vec<&Line> = v.lines.iter().filter(|line| line.family == family).collect();
        text.push_str(&page.heading(&capitalised(family)));
        text.push_str(&by_case(&lines, page));
    }
    text.push_str(&page.heading("Verdict"));
    text.push_str(&page.strong(&wrap(&sentence(v), page.width, "")));
    text.push('\n');
    text
}

/// Rows of checks, with a line for each case above its own.
fn by_case(lines: &[&Line], page: Page) -> String {
    let table = lay(columns(lines), page.width);
    let head = table.lines().count() - lines.len();
    let mut text = String::new();
    for (index, row) in table.lines().enumerate() {
        if let Some(at) = index.checked_sub(head)
            && (at == 0 || lines[at].case != lines[at - 1].case)
        {
            text.push_str(&wrap(&lines[at].case, page.width, "  "));
            text.push('\n');
        }
        text.push_str(row);
        text.push('\n');
    }
    text
}

fn columns(lines: &[&Line]) -> Vec<Column> {
    let cells = |text: &dyn Fn(&Line) -> String| lines.iter().map(|line| text(line)).collect::<Vec<_>>();
    vec![
        Column::text("case\n  quantity", 0, 32, cells(&|line| format!("  {}", line.check.quantity))),
        Column::numbers("theory", 0, cells(&|line| number(line.check.theory))),
        Column::numbers("simulated", 0, cells(&|line| number(line.simulated.mean))),
        Column::numbers("standard\nerror", 1, cells(&|line| number(line.simulated.std_error))),
        Column::numbers("distance,\nstd errors", 2, cells(&|line| format!("{:+.1}", line.distance()))),
        Column::text("verdict", 0, 9, cells(&|line| line.verdict.name().to_string())),
    ]
}

fn number(value: f64) -> String {
    format!("{value:.5}")
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + chars.as_str())
}

fn sentence(v: &Validation) -> String {
    let count = |verdict: Verdict| v.lines.iter().filter(|line| line.verdict == verdict).count();
    let (all, holds) = (v.lines.len(), count(Verdict::Holds));
    let gate = format!(
        "A check holds within {BAND:.0} standard errors of theory, with a standard error of at most {:.1} % of it.",
        PRECISION * 100.0
    );
    let more = if v.extent == Extent::Quick { " `--full` checks more queues." } else { "" };
    if v.holds() {
        return format!("All {all} checks hold (seed {}). {gate}{more}", v.seed);
    }
    format!(
        "{holds} of {all} checks hold (seed {}): {} differ from theory, {} are too noisy to say. {gate}",
        v.seed,
        count(Verdict::Differs),
        count(Verdict::TooNoisy)
    )
}
