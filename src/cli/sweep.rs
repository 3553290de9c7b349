//! `caseload sweep`: curves and heat maps over values of the scenario.

use super::args;
use super::compare::say_where;
use super::failure::Failure;
use super::request::{Request, Wanted, check_output, command_line};
use super::terminal::Terminal;
use crate::experiment::{self, Axis, Sweep, SweepRequest};
use crate::model::Scenario;
use crate::model::scenario::value_at;
use crate::report;

/// Does it.
pub fn sweep(args: &args::Sweep, terminal: &Terminal) -> Result<(), Failure> {
    let axes = axes(&args.vary)?;
    let wanted = Wanted::Several { names: &args.design, with_today: false };
    let request = Request::new(&args.scenario, &args.simulate, wanted)?;
    check_output(&args.output)?;
    let text =
        std::fs::read_to_string(&args.scenario).map_err(|error| Failure::file(&args.scenario, "read", &error))?;
    let today = axes.iter().map(|axis| value_at(&text, &axis.path)).collect();
    let sweep_request = SweepRequest { axes, today, options: request.options };
    let read = |overrides: &[(String, String)]| Scenario::read(&args.scenario, overrides);
    let prepared = experiment::prepare(request.scenario, sweep_request, read)
        .map_err(|refused| Failure::Scenario { point: Some(refused.point), error: Box::new(refused.error) })?;
    let bar = terminal.bar();
    let sweep: Result<Sweep, _> = experiment::sweep(prepared, &|progress| bar.note(progress));
    bar.finish();
    let sweep = sweep?;
    let written = match &args.output.output {
        Some(dir) => {
            report::write_sweep(dir, &sweep, &command_line()).map_err(|error| Failure::World(error.to_string()))?
        }
        None => Vec::new(),
    };
    if args.output.json {
        terminal.warn(&sweep.warnings);
        terminal.json(&report::json::sweep_summary(&sweep))?;
    } else {
        terminal.answer(&report::table::sweep(&sweep, terminal.width(), terminal.color()))?;
    }
    say_where(terminal, &written);
    Ok(())
}

fn axes(vary: &[String]) -> Result<Vec<Axis>, Failure> {
    if vary.len() > 2 {
        return Err(Failure::Usage(format!("{} paths are varied; at most two can be", vary.len())));
    }
    let axes: Vec<Axis> =
        vary.iter().map(|text| Axis::parse(text).map_err(Failure::Usage)).collect::<Result<_, _>>()?;
    match &axes[..] {
        [a, b] if a.path == b.path => Err(Failure::Usage(format!("{} is varied twice; give one range for it", a.path))),
        _ => Ok(axes),
    }
}
