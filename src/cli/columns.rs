//! Tables of the command line: text to the left, numbers to the right.

/// Lays rows out in columns as wide as what they hold, each line behind an indent; `is_text` by column.
pub(super) fn columns<const N: usize>(rows: &[[String; N]], indent: &str, is_text: fn(usize) -> bool) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    let mut text = String::new();
    for row in rows {
        let pad = |(column, (cell, width)): (usize, (&String, usize))| {
            if is_text(column) { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        };
        let cells: Vec<String> = row.iter().zip(widths).enumerate().map(pad).collect();
        text += format!("{indent}{}", cells.join("  ")).trim_end();
        text.push('\n');
    }
    text
}
