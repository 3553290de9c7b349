//! House rules, read from the sources themselves: who may import whom, and what does not belong where.

use std::fs;
use std::path::{Path, PathBuf};

/// Floors of the house, from the ground up. A room imports from lower floors only.
const FLOORS: [(&str, u32); 14] = [
    ("time", 0),
    ("streams", 0),
    ("distribution", 0),
    ("event_list", 0),
    ("statistics", 0),
    ("theory", 0),
    ("model", 1),
    ("policy", 2),
    ("engine", 3),
    ("experiment", 4),
    ("calibration", 5),
    ("report", 5),
    ("cli", 6),
    ("web", 6),
];

/// On the ground floor, the few imports that are allowed all the same.
const GROUND: [(&str, &str); 3] = [("distribution", "streams"), ("event_list", "time"), ("statistics", "time")];

/// Words with the rooms where they may stand, and why they may not stand elsewhere.
const WORDS: [(&str, &[&str], &str); 15] = [
    ("HashMap", &[], "it iterates in random order; use BTreeMap, a sorted Vec or indices"),
    ("HashSet", &[], "it iterates in random order; use BTreeSet or a sorted Vec"),
    ("StdRng", &[], "its algorithm may change in any release; use crate::streams"),
    ("SmallRng", &[], "its algorithm may change in any release; use crate::streams"),
    ("thread_rng", &[], "nobody can repeat its numbers; use crate::streams"),
    ("Instant::now", &["cli"], "results must not depend on the clock; only the doors know it"),
    ("SystemTime", &["cli"], "results must not depend on the clock; only the doors know it"),
    ("println!", &["cli", "main"], "only the doors print; return the text"),
    ("eprintln!", &["cli", "main"], "only the doors print; return the text"),
    ("plotters", &["report"], "only the report draws"),
    ("rayon", &["experiment"], "only experiment knows threads"),
    ("todo!", &[], "unfinished code is not committed"),
    ("FIXME", &[], "unfinished code is not committed"),
    ("unimplemented!", &[], "unfinished code is not committed"),
    (".unwrap()", &[], "say in expect(..) why it cannot fail, or return an error"),
];

const LONGEST_LINE: usize = 140;
const LONGEST_FILE: usize = 500;

/// One source file: its room, and its lines before the tests.
struct Source {
    path: PathBuf,
    room: String,
    text: String,
}

impl Source {
    /// Lines of code with their numbers, up to the test module, without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.take_while(|(_, line)| line.trim() != "#[cfg(test)]").filter(|(_, line)| !line.trim().starts_with("//"))
    }

    /// A finding, as the reader of a failure needs it.
    fn finding(&self, line: usize, rule: &str) -> String {
        format!("{}:{line}: {rule}", self.path.display())
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a source file can be read");
        let inside = path.strip_prefix(&root).expect("found under src");
        let first = inside.iter().next().expect("a file has a name").to_string_lossy();
        let room = first.trim_end_matches(".rs").to_string();
        Source { path: Path::new("src").join(inside), room, text }
    };
    paths.into_iter().map(read).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder can be listed") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Rooms named after `crate::` in code, with the position of each in bytes; groups `crate::{a::.., b}` are opened.
fn imports(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let preceded = code[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$');
        if preceded {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let start = at + "crate::{".len();
            let (mut depth, mut expects_name) = (0, true);
            for (offset, c) in group.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => expects_name = true,
                    c if depth == 0 && expects_name && !c.is_whitespace() => {
                        found.push((start + offset, name(&group[offset..])));
                        expects_name = false;
                    }
                    _ => {}
                }
            }
        } else {
            found.push((at, name(rest)));
        }
    }
    found
}

fn name(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn floor(room: &str) -> Option<u32> {
    FLOORS.iter().find(|(name, _)| *name == room).map(|&(_, floor)| floor)
}

/// Why `room` may not import `other`, if it may not.
fn objection(room: &str, other: &str) -> Option<String> {
    let (Some(own), Some(others)) = (floor(room), floor(other)) else { return None };
    if room == other || GROUND.contains(&(room, other)) || (others < own && (room, other) != ("model", "theory")) {
        return None;
    }
    Some(format!(
        "`{room}` (floor {own}) must not import `{other}` (floor {others}): imports point downward, so that each room \
         can be read, tested and replaced without those above it"
    ))
}

fn report(findings: Vec<String>) {
    assert!(findings.is_empty(), "{} finding(s):\n{}", findings.len(), findings.join("\n"));
}

#[test]
fn imports_point_downward() {
    let mut findings = Vec::new();
    for source in sources().iter().filter(|source| !["lib", "main"].contains(&source.room.as_str())) {
        if floor(&source.room).is_none() {
            findings.push(source.finding(1, "this room has no floor: add it to FLOORS in tests/tidy.rs"));
            continue;
        }
        // Joined, because a group of imports may span lines; comments become empty lines, so line numbers hold.
        let kept: std::collections::BTreeMap<usize, &str> = source.code().collect();
        let last = kept.keys().next_back().copied().unwrap_or(0);
        let lines: Vec<&str> = (1..=last).map(|line| kept.get(&line).copied().unwrap_or("")).collect();
        let code = lines.join("\n");
        for (at, other) in imports(&code) {
            if let Some(objection) = objection(&source.room, &other) {
                findings.push(source.finding(code[..at].matches('\n').count() + 1, &objection));
            }
        }
    }
    report(findings);
}

#[test]
fn words_stand_where_they_belong() {
    let mut findings = Vec::new();
    for source in sources() {
        for (line, code) in source.code() {
            for (word, rooms, why) in WORDS {
                if contains_word(code, word) && !rooms.contains(&source.room.as_str()) {
                    findings.push(source.finding(line, &format!("`{word}` does not belong here: {why}")));
                }
            }
        }
    }
    report(findings);
}

/// Whether `word` stands in `code` on its own, not as the end of a longer name and not within a string.
fn contains_word(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = &code[..at];
        let longer = before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
        let quoted = before.matches('"').count() % 2 == 1;
        (word.starts_with('.') || !longer) && !quoted
    })
}

#[test]
fn files_say_what_they_are_and_stay_short() {
    let mut findings = Vec::new();
    for source in sources() {
        if !source.text.starts_with("//!") {
            findings.push(source.finding(1, "a file begins with //! and says in a line what it is for"));
        }
        let lines = source.text.lines().count();
        if lines >= LONGEST_FILE {
            let rule =
                format!("{lines} lines; a file stays under {LONGEST_FILE}, so that it can be read in one sitting");
            findings.push(source.finding(lines, &rule));
        }
        let tables: Vec<bool> = in_table(&source.text);
        for (index, line) in source.text.lines().enumerate() {
            let width = line.chars().count();
            if width > LONGEST_LINE && !tables[index] {
                let rule =
                    format!("{width} characters; a line has {LONGEST_LINE} at most, except in a #[rustfmt::skip]");
                findings.push(source.finding(index + 1, &rule));
            }
        }
    }
    report(findings);
}

/// For each line, whether it belongs to an item or statement marked `#[rustfmt::skip]`: up to the line that closes
/// it, at the indentation of the mark.
fn in_table(text: &str) -> Vec<bool> {
    let mut skipping: Option<usize> = None;
    let mark = |line: &str| {
        let indentation = line.len() - line.trim_start().len();
        if line.trim() == "#[rustfmt::skip]" {
            skipping = Some(indentation);
        }
        let skipped = skipping.is_some();
        let closes = ["}", "];", ");", "};"].contains(&line.trim());
        if closes && skipping == Some(indentation) {
            skipping = None;
        }
        skipped
    };
    text.lines().map(mark).collect()
}

#[test]
fn the_reader_of_imports_opens_groups() {
    let names = |code: &str| imports(code).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    assert_eq!(names("use crate::{time::{SimTime, DAY}, model::work::Class};"), ["time", "model"]);
    assert_eq!(names("use crate::engine::Metric; let x = crate::cli::run();"), ["engine", "cli"]);
    assert_eq!(names("use $crate::time; my_crate::cli"), Vec::<String>::new());
}

#[test]
fn the_ladder_refuses_what_points_upward() {
    assert!(objection("engine", "experiment").is_some());
    assert!(objection("report", "calibration").is_some());
    assert!(objection("theory", "statistics").is_some());
    assert!(objection("model", "theory").is_some());
    assert!(objection("streams", "time").is_some());
    assert!(objection("engine", "time").is_none());
    assert!(objection("distribution", "streams").is_none());
    assert!(objection("engine", "engine").is_none());
}

#[test]
fn words_are_seen_whole_and_outside_strings() {
    assert!(contains_word("let x: HashMap<u32, u32>;", "HashMap"));
    assert!(!contains_word("let x = \"a HashMap\";", "HashMap"));
    assert!(!contains_word("eprintln!(\"x\")", "println!"));
    assert!(contains_word("value.unwrap()", ".unwrap()"));
}
