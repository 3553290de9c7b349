//! A folder of results: it appears whole or not at all, and never costs a user a file.

use serde_json::Value;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The file by which a folder is known to hold a result.
const MANIFEST: &str = "manifest.json";
/// What a result may hold beside its plots.
const OWN: [&str; 5] = ["report.html", "summary.json", "replications.csv", "sweep.csv", MANIFEST];
/// Where plots stand.
const PLOTS: &str = "plots";

/// One file of a result: its path inside the folder, with `/`, and what it holds.
pub(super) type File<'a> = (String, Content<'a>);

/// What a file holds.
pub(super) enum Content<'a> {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A table, written row by row: with many replications its text is far larger than the numbers in it.
    Table(&'a dyn Fn(&mut dyn Write) -> io::Result<()>),
}

impl Content<'_> {
    fn write_to(&self, path: &Path) -> io::Result<()> {
        match self {
            Content::Bytes(bytes) => fs::write(path, bytes),
            Content::Table(write) => {
                let mut out = BufWriter::new(fs::File::create(path)?);
                write(&mut out)?;
                out.flush()
            }
        }
    }
}

/// Fails early, before a long simulation, where [`write`] would fail late.
pub fn check_writable(dir: &Path) -> io::Result<()> {
    if dir.exists() {
        refuse_foreign(dir)?;
        return probe(dir);
    }
    let mut above = parent(dir);
    while !above.exists() {
        above = parent(&above);
    }
    if !above.is_dir() {
        let text = format!("cannot create {}: {} is a file", dir.display(), above.display());
        return Err(io::Error::new(io::ErrorKind::NotADirectory, text));
    }
    probe(&above)
}

/// Writes all files to a temporary folder beside `dir`, then moves them into place.
pub(super) fn write(dir: &Path, files: &[File]) -> io::Result<Vec<PathBuf>> {
    let parent = parent(dir);
    fs::create_dir_all(&parent).map_err(|e| explain(e, "cannot create", &parent))?;
    if dir.exists() {
        refuse_foreign(dir)?;
    }
    let fresh = tempfile::Builder::new()
        .prefix(".caseload-")
        .tempdir_in(&parent)
        .map_err(|e| explain(e, "cannot write to", &parent))?;
    for (name, content) in files {
        let path = fresh.path().join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        content.write_to(&path).map_err(|e| explain(e, "cannot write", &path))?;
    }
    if dir.exists() {
        replace(dir, fresh.path(), files)?;
    } else {
        open_to_others(fresh.path(), &parent);
        fs::rename(fresh.path(), dir).map_err(|e| explain(e, "cannot create", dir))?;
        // The folder has its final name now: there is nothing left for the guard to delete.
        let _ = fresh.keep();
    }
    Ok(files.iter().map(|(name, _)| dir.join(name)).collect())
}

/// Replaces what an earlier result wrote, all of it ready beside the folder. The manifest comes last, so that a
/// folder caught half way still names the earlier result and may be replaced again.
fn replace(dir: &Path, fresh: &Path, files: &[File]) -> io::Result<()> {
    let old = earlier(dir)?;
    let stale = old.iter().filter(|name| !files.iter().any(|(new, _)| new == *name));
    for name in stale {
        fs::remove_file(dir.join(name)).map_err(|e| explain(e, "cannot replace", &dir.join(name)))?;
    }
    let (last, first): (Vec<_>, Vec<_>) = files.iter().partition(|(name, _)| name == MANIFEST);
    for (name, _) in first.into_iter().chain(last) {
        let target = dir.join(name);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::rename(fresh.join(name), &target).map_err(|e| explain(e, "cannot replace", &target))?;
    }
    Ok(())
}

/// Files of an earlier result in `dir`: known names, and the plots that its manifest lists.
fn earlier(dir: &Path) -> io::Result<Vec<String>> {
    let Some(manifest) = manifest(dir)? else { return Ok(Vec::new()) };
    let listed = manifest["files"].as_array().cloned().unwrap_or_default();
    let plots = listed.iter().filter_map(Value::as_str).filter(|name| is_plot(name)).map(str::to_string);
    Ok(OWN.into_iter().map(str::to_string).chain(plots).filter(|name| dir.join(name).is_file()).collect())
}

/// A manifest may have been edited: only plain names of plots may lead to a file that goes.
fn is_plot(name: &str) -> bool {
    let plain = |stem: &str| !stem.is_empty() && stem.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    name.strip_prefix(PLOTS).and_then(|n| n.strip_prefix('/')).and_then(|n| n.strip_suffix(".svg")).is_some_and(plain)
}

/// The manifest of an earlier result, if that is what the folder holds.
fn manifest(dir: &Path) -> io::Result<Option<Value>> {
    let text = match fs::read(dir.join(MANIFEST)) {
        Ok(text) => text,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(explain(e, "cannot read", &dir.join(MANIFEST))),
    };
    let value: Option<Value> = serde_json::from_slice(&text).ok();
    Ok(value.filter(|value| value["program"] == "caseload"))
}

/// A folder may be used if it is empty or holds an earlier result.
fn refuse_foreign(dir: &Path) -> io::Result<()> {
    if !dir.is_dir() {
        let text = format!("{} is a file; name a folder for the results", dir.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, text));
    }
    let empty = fs::read_dir(dir).map_err(|e| explain(e, "cannot read", dir))?.next().is_none();
    if empty || manifest(dir)?.is_some() {
        return Ok(());
    }
    let text =
        format!("{} holds other files and no earlier caseload result; name a new or an empty folder", dir.display());
    Err(io::Error::new(io::ErrorKind::AlreadyExists, text))
}

/// Tries to write, which says more than permission bits do.
fn probe(dir: &Path) -> io::Result<()> {
    tempfile::Builder::new()
        .prefix(".caseload-")
        .tempfile_in(dir)
        .map(drop)
        .map_err(|e| explain(e, "cannot write to", dir))
}

/// Temporary folders are private; a result is as readable as the folder around it.
fn open_to_others(dir: &Path, parent: &Path) {
    #[cfg(unix)]
    if let Ok(metadata) = fs::metadata(parent) {
        use std::os::unix::fs::PermissionsExt;
        let mode = metadata.permissions().mode() & 0o755 | 0o700;
        let _ = fs::set_permissions(dir, fs::Permissions::from_mode(mode));
    }
}

fn parent(dir: &Path) -> PathBuf {
    match dir.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

fn explain(e: io::Error, what: &str, path: &Path) -> io::Error {
    io::Error::new(e.kind(), format!("{what} {}: {e}", path.display()))
}
