//! Aligned columns of text that give up their least needed columns rather than overflow.

use crate::report::format::without_middle;

/// One column: its heading (one or two lines), its cells, and how soon it is given up on a narrow terminal.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Heading; `\n` parts its lines.
    pub heading: String,
    /// One cell a row; `\n` parts its lines.
    pub cells: Vec<String>,
    /// Columns with a higher number go first; 0 never goes.
    pub spare: u8,
    /// Text stands left, numbers right.
    pub left: bool,
}

impl Column {
    /// A column of numbers.
    pub fn numbers(heading: &str, spare: u8, cells: Vec<String>) -> Column {
        Column { heading: heading.to_string(), cells, spare, left: false }
    }

    /// A column of text, cut to at most `most` characters.
    pub fn text(heading: &str, spare: u8, most: usize, cells: Vec<String>) -> Column {
        let cells = cells.into_iter().map(|cell| cut(&cell, most)).collect();
        Column { heading: heading.to_string(), cells, spare, left: true }
    }

    fn width(&self) -> usize {
        let all = self.cells.iter().chain([&self.heading]);
        all.flat_map(|cell| cell.split('\n')).map(length).max().unwrap_or(0)
    }

    fn pad(&self, text: &str, width: usize) -> String {
        let gap = " ".repeat(width.saturating_sub(length(text)));
        if self.left { format!("{text}{gap}") } else { format!("{gap}{text}") }
    }
}

/// Cuts a text to `most` characters, showing that something is missing in its middle.
pub(super) fn cut(text: &str, most: usize) -> String {
    if length(text) <= most {
        return text.to_string();
    }
    without_middle(text, most.saturating_sub(1))
}

/// Width on the terminal, one cell a character.
pub(super) fn length(text: &str) -> usize {
    text.chars().count()
}

/// Lays columns side by side in at most `width` characters, dropping those that can be spared.
pub(super) fn lay(mut columns: Vec<Column>, width: usize) -> String {
    let total = |columns: &[Column]| columns.iter().map(|c| c.width() + 2).sum::<usize>().saturating_sub(2);
    while total(&columns) > width {
        let spare = columns.iter().enumerate().filter(|(_, c)| c.spare > 0).max_by_key(|(i, c)| (c.spare, *i));
        let Some((index, _)) = spare else { break };
        columns.remove(index);
    }
    let mut text = String::new();
    let headings: Vec<&str> = columns.iter().map(|c| c.heading.as_str()).collect();
    row(&mut text, &columns, &headings, true);
    let rule: Vec<String> = columns.iter().map(|c| "-".repeat(c.width())).collect();
    text.push_str(rule.join("  ").trim_end());
    text.push('\n');
    let rows = columns.iter().map(|c| c.cells.len()).max().unwrap_or(0);
    for index in 0..rows {
        let cells: Vec<&str> = columns.iter().map(|c| c.cells.get(index).map_or("", String::as_str)).collect();
        row(&mut text, &columns, &cells, false);
    }
    text
}

/// One row of perhaps several lines; headings stand at the foot of theirs, cells at the top.
fn row(text: &mut String, columns: &[Column], cells: &[&str], at_foot: bool) {
    let lines = cells.iter().map(|cell| cell.split('\n').count()).max().unwrap_or(1);
    for line in 0..lines {
        let part = |cell: &&str| {
            let skipped = if at_foot { lines - cell.split('\n').count() } else { 0 };
            line.checked_sub(skipped).and_then(|at| cell.split('\n').nth(at)).unwrap_or("").to_string()
        };
        let padded = columns.iter().zip(cells).map(|(column, cell)| column.pad(&part(cell), column.width()));
        text.push_str(padded.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
}

/// Breaks a text at spaces so that no line is longer than `width`, with `indent` before all lines but the first.
pub(super) fn wrap(text: &str, width: usize, indent: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        let line = &mut lines[last];
        if line.trim().is_empty() || length(line) + 1 + length(word) <= width {
            if !line.trim().is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        } else {
            lines.push(format!("{indent}{word}"));
        }
    }
    lines.join("\n")
}
