//! `caseload demo`: a scenario, its report and a verdict, with no file needed.

use super::args;
use super::compare::{simulate, write};
use super::failure::Failure;
use super::new::write_new;
use super::presets::PRESETS;
use super::request::{Request, Wanted, check_folder};
use super::terminal::Terminal;
use crate::model::Scenario;
use crate::report;

/// Replications that take seconds.
const FEW: u32 = 40;

/// Does it.
pub fn demo(args: &args::Demo, terminal: &Terminal) -> Result<(), Failure> {
    let preset = &PRESETS[0];
    let path = args.output.join("scenario.toml");
    match std::fs::read_to_string(&path) {
        Ok(text) if text == preset.text => {}
        Ok(_) => {
            return Err(Failure::Usage(format!(
                "{0} has been edited and is not overwritten; run it with `caseload compare {0} -o {1}`, or \
                 give the demo \
                 another folder with -o",
                path.display(),
                args.output.display()
            )));
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(Failure::file(&path, "read", &error)),
    }
    check_folder(&args.output)?;
    let mut few = args.simulate.clone();
    few.replications = few.replications.or(Some(FEW));
    let scenario = Scenario::parse(preset.text, &path, &[])?;
    let request = Request::of(scenario, &few, Wanted::Several { names: &[], with_today: true })?;
    let comparison = simulate(&request, terminal)?;
    write(Some(&args.output), &comparison)?;
    if !path.exists() {
        write_new(&path, preset.text)?;
    }
    terminal.answer(&report::table::comparison(&comparison, terminal.width(), terminal.color()))?;
    terminal.remark(&format!(
        "\nThe report: {}\nThe scenario: {} (edit it)\nNext, with all its replications: caseload compare {} -o results",
        args.output.join("report.html").display(),
        path.display(),
        path.display()
    ));
    Ok(())
}
