//! `caseload new`: commented scenarios to start from.

use super::args;
use super::failure::Failure;
use super::presets::{PRESETS, Preset, listing};
use super::request::did_you_mean;
use super::terminal::Terminal;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Does it.
pub fn new(args: &args::New, terminal: &Terminal) -> Result<(), Failure> {
    if args.list {
        terminal.answer(&listing())?;
        terminal.remark("next: caseload new PRESET -o FILE; the comments in it say where its numbers come from");
        return Ok(());
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
