//! How wide a text will be, without a font at hand: widths of DejaVu Sans, which is wider than what most systems
//! have, so a label that fits here fits there.

use crate::report::format::without_middle;

/// Width in pixels of a text in a size.
pub(super) fn width_of(text: &str, size: f64, bold: bool) -> f64 {
    let em: f64 = text.chars().map(width).sum();
    em * size * if bold { 1.1 } else { 1.0 }
}

/// Width of a character in em.
fn width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' => 0.28,
        'I' | '.' | ',' | ':' | ';' | ' ' | '|' => 0.33,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '/' | '-' | '!' => 0.41,
        'm' | 'M' | 'W' | '@' | '%' => 0.98,
        'w' | '+' | '=' | '±' | '<' | '>' => 0.84,
        's' | 'c' | 'z' | 'k' | 'v' | 'x' | 'y' => 0.59,
        'A'..='Z' => 0.75,
        'a'..='z' | '0'..='9' | '$' | '_' => 0.64,
        _ => 1.0,
    }
}

/// Cuts a text so that it fits a width, with an ellipsis in its middle: names of designs often differ at their ends.
pub(super) fn fit(text: &str, size: f64, most: f64) -> String {
    if width_of(text, size, false) <= most {
        return text.to_string();
    }
    for kept in (1..text.chars().count()).rev() {
        let cut = without_middle(text, kept);
        if width_of(&cut, size, false) <= most {
            return cut;
        }
    }
    "…".to_string()
}

/// Moves heights apart so that each is at least `gap` from the next and all lie in `[top, bottom]`, each as near as
/// may be to where it wants to be. The answer is in the order of the question.
pub(super) fn spread(wanted: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let gap = gap.min((bottom - top) / (wanted.len().max(2) - 1) as f64);
    let mut placed = vec![0.0; wanted.len()];
    // Clusters of labels that touch share their shift: merge neighbours until none overlap.
    let mut clusters: Vec<(f64, usize)> = Vec::new();
    for index in &order {
        clusters.push((wanted[*index], 1));
        while let [.., (above, a), (below, b)] = clusters[..] {
            if below - above >= gap * (a + b) as f64 / 2.0 {
                break;
            }
            clusters.truncate(clusters.len() - 2);
            clusters.push(((above * a as f64 + below * b as f64) / (a + b) as f64, a + b));
        }
    }
    let mut at = 0;
    for (center, members) in clusters {
        for member in 0..members {
            placed[order[at]] = center + gap * (member as f64 - (members - 1) as f64 / 2.0);
            at += 1;
        }
    }
    let mut floor = top;
    for index in &order {
        placed[*index] = placed[*index].max(floor);
        floor = placed[*index] + gap;
    }
    let mut ceiling = bottom;
    for index in order.iter().rev() {
        placed[*index] = placed[*index].min(ceiling);
        ceiling = placed[*index] - gap;
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_moved_apart_and_stay_inside() {
        let placed = spread(&[50.0, 51.0, 52.0, 10.0, 99.0, 99.5], 10.0, 0.0, 100.0);
        let mut sorted = placed.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= 10.0 - 1e-9), "{placed:?}");
        assert!(sorted[0] >= 0.0 && sorted[5] <= 100.0);
        assert_eq!(placed[3], 10.0);
    }

    #[test]
    fn a_cut_text_fits() {
        let cut = fit("a_design_with_a_very_long_name", 13.0, 100.0);
        assert!(cut.contains('…') && width_of(&cut, 13.0, false) <= 100.0, "{cut}");
        assert!(cut.starts_with("a_des") && cut.ends_with("name"), "{cut}");
        assert_eq!(fit("name", 13.0, 100.0), "name");
        assert_ne!(fit("all_at_once_30", 13.0, 70.0), fit("all_at_once_60", 13.0, 70.0));
    }
}
