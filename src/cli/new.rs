//! `caseload new`: commented scenarios to start from.

use super::args;
use super::failure::Failure;
use super::request::did_you_mean;
use super::terminal::Terminal;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A scenario that comes with the program.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// What to type.
    pub name: &'static str,
    /// The file.
    pub text: &'static str,
    /// Files that it names, with their content.
    pub beside: &'static [(&'static str, &'static str)],
}

/// All presets, the one for beginners first.
pub const PRESETS: &[Preset] = &[
    Preset { name: "pooled-vs-named", text: include_str!("../../scenarios/pooled-vs-named.toml"), beside: &[] },
    Preset { name: "hybrid-tiers", text: include_str!("../../scenarios/hybrid-tiers.toml"), beside: &[] },
    Preset { name: "two-million-rule", text: include_str!("../../scenarios/two-million-rule.toml"), beside: &[] },
    Preset {
        name: "helpdesk-log",
        text: include_str!("../../scenarios/helpdesk-log.toml"),
        beside: &[("helpdesk-tickets.csv", include_str!("../../scenarios/helpdesk-tickets.csv"))],
    },
    Preset { name: "theory/mm20-pooled", text: include_str!("../../scenarios/theory/mm20-pooled.toml"), beside: &[] },
    Preset { name: "theory/mm1-named", text: include_str!("../../scenarios/theory/mm1-named.toml"), beside: &[] },
    Preset { name: "theory/mg1", text: include_str!("../../scenarios/theory/mg1.toml"), beside: &[] },
    Preset { name: "theory/priorities", text: include_str!("../../scenarios/theory/priorities.toml"), beside: &[] },
];

impl Preset {
    /// The question it answers: the title in the file.
    pub fn question(&self) -> &'static str {
        let title = self.text.lines().find_map(|line| line.strip_prefix("title"));
        title.map_or("", |rest| rest.trim_start_matches([' ', '=']).trim_matches('"'))
    }
}

/// Does it.
pub fn new(args: &args::New, terminal: &Terminal) -> Result<(), Failure> {
    if args.list {
        return terminal.answer(&listing());
    }
    let preset = find(args.preset.as_deref())?;
    match &args.output {
        None => {
            if !preset.beside.is_empty() {
                let names: Vec<&str> = preset.beside.iter().map(|(name, _)| *name).collect();
                terminal.remark(&format!("it reads {}; `-o FILE` writes that file too", names.join(", ")));
            }
            terminal.answer(preset.text)
        }
        Some(path) => write_all(preset, path, terminal),
    }
}

fn listing() -> String {
    let width = PRESETS.iter().map(|preset| preset.name.len()).max().unwrap_or(0);
    let line = |preset: &Preset| format!("{:width$}  {}\n", preset.name, preset.question());
    PRESETS.iter().map(line).collect()
}

fn find(name: Option<&str>) -> Result<&'static Preset, Failure> {
    let Some(name) = name else { return Ok(&PRESETS[0]) };
    PRESETS.iter().find(|preset| preset.name == name).ok_or_else(|| {
        let meant = did_you_mean(name, PRESETS.iter().map(|preset| preset.name));
        Failure::Usage(format!("there is no preset `{name}`{meant}; `caseload new --list` shows them all"))
    })
}

fn write_all(preset: &Preset, path: &Path, terminal: &Terminal) -> Result<(), Failure> {
    let folder = path.parent().map_or(PathBuf::new(), Path::to_path_buf);
    let beside: Vec<(PathBuf, &str)> = preset.beside.iter().map(|(name, text)| (folder.join(name), *text)).collect();
    // A companion that is there already with the same content is as good as written.
    let missing = |(path, text): &&(PathBuf, &str)| std::fs::read_to_string(path).ok().as_deref() != Some(*text);
    let wanted: Vec<&(PathBuf, &str)> = beside.iter().filter(missing).collect();
    let main = (path.to_path_buf(), preset.text);
    if let Some((taken, _)) = wanted.iter().copied().chain([&main]).find(|(path, _)| path.exists()) {
        return Err(Failure::Usage(format!(
            "{} is there already and is never overwritten; choose another name with -o",
            taken.display()
        )));
    }
    for (path, text) in wanted.into_iter().chain([&main]) {
        write_new(path, text)?;
    }
    terminal.remark(&format!("written: {}\nnext: caseload check {}", path.display(), path.display()));
    Ok(())
}

/// Writes a file that must not exist.
pub fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| Failure::file(path, "written", &error))
}
