//! Reads designs that begin as other ones, and checks that the two go together.

use super::Scenario;
use super::calendars::Calendars;
use super::designs::{Surroundings, resolve};
use super::keys::{CONVERSION, MISROUTING, TRANSITION};
use super::people::moment;
use super::reader::{Context, TableReader, suggestion};
use crate::model::coverage::{Design, Rule};
use crate::model::team::{RampUp, Staffing, Team};
use crate::model::transition::{Conversion, Misrouting, SeatChange, Transition, Unrest};
use crate::time::{DAY, Elapsed};
use std::ops::Range;

/// Reads when and how a design changes.
pub fn read(
    design: &TableReader<'_>,
    around: &Surroundings<'_>,
    calendars: &Calendars,
    teams: &[Team],
) -> (Option<Transition>, Option<SeatChange>) {
    if !design.has("transition") {
        return (None, None);
    }
    let node = design.section("transition");
    let table = TableReader::new(design.ctx, &TRANSITION, &design.key_path("transition"), &node);
    let at = table.item("at").and_then(|item| moment(&item, around.start));
    let by_renewal = table.choice("cohorts") == Some("by_renewal");
    let overlap = table.item("overlap").and_then(|i| i.duration());
    let (unrest, misrouting) = (unrest(&table), misrouting(&table, calendars, teams));
    let seats = seat_change(&table, teams, at);
    let from = table.item("from").and_then(|item| {
        let name = item.text()?;
        let from = around.names.iter().position(|n| *n == name);
        if from.is_none() {
            item.fail(format!("no design is called `{name}`"), suggestion(&name, around.names));
        }
        from
    });
    let (Some(from), Some(at)) = (from, at) else { return (None, None) };
    (Some(Transition { from, at, by_renewal, overlap, unrest, misrouting }), seats)
}

fn unrest(table: &TableReader<'_>) -> Option<Unrest> {
    let factor = table.number("turnover_factor");
    for key in ["turnover_for", "announced"] {
        if table.has(key) && !table.has("turnover_factor") {
            let message = format!("`{}` has `{key}`, and turnover is not raised", table.path);
            table.fail(message, "give turnover_factor, or remove it");
        }
    }
    let raised = factor > 1.0;
    raised.then(|| Unrest {
        factor,
        announced: table.duration("announced"),
        lasts: table.positive_duration("turnover_for"),
    })
}

fn misrouting(transition: &TableReader<'_>, calendars: &Calendars, teams: &[Team]) -> Option<Misrouting> {
    if !transition.has("misrouting") {
        return None;
    }
    let node = transition.section("misrouting");
    let table = TableReader::new(transition.ctx, &MISROUTING, &transition.key_path("misrouting"), &node);
    let share = table.share("share");
    let (over, work) = (table.positive_duration("over"), table.duration("work"));
    let delay = table.item("delay").and_then(|i| i.span())?;
    let delay = resolve(delay, calendars, teams.first().map_or(0, |team| team.calendar));
    if delay.is_zero() && work == Elapsed::ZERO {
        table.fail(format!("`{}` costs nothing", table.path), "give delay or work above zero, or share = \"0%\"");
    }
    (share > 0.0).then_some(Misrouting { share, over, delay, work })
}

fn seat_change(table: &TableReader<'_>, teams: &[Team], at: Option<Elapsed>) -> Option<SeatChange> {
    if table.choice("seats") != Some("change") {
        for key in ["over", "conversions"] {
            if table.has(key) {
                let message = format!("`{}` has `{key}`, and its seats stay", table.path);
                table.fail(message, "write seats = \"change\", or remove it");
            }
        }
        return None;
    }
    if at.is_some_and(|at| at.ms() % DAY != 0)
        && let Some(item) = table.item("at")
    {
        item.fail(format!("`{}` is no whole number of days", item.node.text()), "seats change on whole days");
    }
    let mut conversions = Vec::new();
    if table.has("conversions") {
        for (number, node) in table.list("conversions").into_iter().enumerate() {
            let path = format!("{}.{}", table.key_path("conversions"), number + 1);
            conversions.extend(conversion(&TableReader::new(table.ctx, &CONVERSION, &path, node), teams));
        }
    }
    Some(SeatChange { over: table.duration("over"), conversions })
}

fn conversion(table: &TableReader<'_>, teams: &[Team]) -> Option<Conversion> {
    let team = |key: &str| {
        let item = table.item(key)?;
        let name = item.text()?;
        let found = teams.iter().position(|team| team.name == name);
        if found.is_none() {
            let names: Vec<&str> = teams.iter().map(|team| team.name.as_str()).collect();
            item.fail(format!("no team is called `{name}`"), suggestion(&name, &names));
        }
        found
    };
    let (from, to, csms) = (team("from"), team("to"), table.optional_count("csms"));
    let (pace, over) = (table.share("productivity"), table.duration("ramp"));
    if pace < 0.01
        && let Some(item) = table.item("productivity")
    {
        item.fail(format!("`{}` is no productivity at all", item.node.text()), "from 1% to 100%");
    }
    if from.is_some() && from == to {
        table.fail(format!("`{}` goes from a team to itself", table.path), "name two teams");
    }
    let ramp = RampUp { from: pace.max(0.01), over };
    Some(Conversion { from: from?, to: to?, csms: csms? as u32, ramp })
}

/// Checks that a design and the one with which it begins go together.
pub fn check(ctx: &Context, scenario: &Scenario, design: &Design, span: Option<Range<usize>>) {
    let Some(transition) = design.transition else { return };
    let from = &scenario.designs[transition.from];
    let refuse = |message: String, help: &str| {
        ctx.problem(span.clone(), &format!("designs.{}.transition", design.name), message, help);
    };
    if scenario.designs[scenario.current].name == design.name {
        let help = "let current be the design that holds before the change";
        refuse(format!("design `{}` is today's and changes at a date", design.name), help);
    }
    if from.transition.is_some() {
        refuse(
            format!("design `{}` begins as `{}`, which changes itself", design.name, from.name),
            "one change at most",
        );
    }
    if transition.at >= scenario.simulation.length {
        let message = format!("design `{}` changes only after measuring ends", design.name);
        refuse(message, "let transition.at be below simulation.length");
    }
    if design.rules.iter().chain(&from.rules).any(Rule::is_by_name) {
        let message = format!("design `{}` changes at a date and has rules for work by name", design.name);
        refuse(message, "before and after a change of rules work goes by class: work = [\"planned\"]");
    }
    if transition.unrest.is_some() && !serving(design, from).any(|team| team.movement.turnover > 0.0) {
        let message = format!("design `{}` raises turnover, and no team that serves before has any", design.name);
        refuse(message, "give teams.NAME.turnover, or remove turnover_factor");
    }
    if let Some(lost) = transition.misrouting
        && !scenario.kinds.iter().any(|kind| kind.class() == crate::model::Class::Reactive)
    {
        let message = format!("design `{}` misroutes {} of the requests, and there are none", design.name, lost.share);
        refuse(message, "remove misrouting");
    }
    for (team, before) in design.teams.iter().zip(&from.teams) {
        let seats = |team: &Team| match design.seat_change {
            Some(_) => Team { staffing: Staffing::Csms(0), ..team.clone() },
            None => team.clone(),
        };
        if format!("{:?}", seats(team)) != format!("{:?}", seats(before)) {
            let message = format!(
                "design `{}` changes team `{}` against `{}`, from which it begins",
                design.name, team.name, from.name
            );
            refuse(
                message,
                match design.seat_change {
                    Some(_) => "only seats change with it; all else about a team is the same in both designs",
                    None => "give both designs the same team, or write seats = \"change\" where only its seats differ",
                },
            );
        }
    }
    if let Some(change) = &design.seat_change {
        check_seats(scenario, design, change, transition, &refuse);
    }
}

/// Teams that serve accounts before the change.
fn serving<'a>(design: &'a Design, from: &'a Design) -> impl Iterator<Item = &'a Team> {
    let serves = |(index, _): &(usize, &Team)| from.rules.iter().any(|rule| rule.is_served_by(*index));
    design.teams.iter().enumerate().filter(serves).map(|(_, team)| team)
}

fn check_seats(
    scenario: &Scenario,
    design: &Design,
    change: &SeatChange,
    transition: Transition,
    refuse: &impl Fn(String, &str),
) {
    let end = transition.at + change.over;
    if end > scenario.simulation.length {
        let message = format!("seats of design `{}` still change when measuring ends", design.name);
        refuse(message, "let `at` and `over` together be at most simulation.length");
    }
    let from = &scenario.designs[transition.from];
    let seats: Vec<Option<(i64, i64)>> = (0..design.teams.len())
        .map(|team| Some((fixed(scenario, from, team)?, fixed(scenario, design, team)?)))
        .collect();
    if seats.iter().all(|seats| seats.is_some_and(|(before, after)| before == after)) {
        let message = format!("no team has other seats in `{}` than in `{}`", design.name, from.name);
        refuse(message, "give a team other csms in one of the two, or remove seats = \"change\"");
    }
    for (team, seats) in seats.into_iter().enumerate() {
        let Some((before, after)) = seats else { continue };
        let (name, all) = (&design.teams[team].name, &change.conversions);
        let leaving: i64 = all.iter().filter(|c| c.from == team).map(|c| i64::from(c.csms)).sum();
        let joining: i64 = all.iter().filter(|c| c.to == team).map(|c| i64::from(c.csms)).sum();
        if leaving > (before - after).max(0) {
            let message =
                format!("{leaving} people convert from team `{name}`, which goes from {before} to {after} seats");
            refuse(message, "let its seats be fewer by at least so many, or fewer people convert");
        }
        if joining > (after - before).max(0) {
            let message =
                format!("{joining} people convert to team `{name}`, which goes from {before} to {after} seats");
            refuse(message, "let its seats be more by at least so many, or fewer people convert");
        }
    }
}

/// Seats of a team under a design where they are a number; none where nobody needs it.
fn fixed(scenario: &Scenario, design: &Design, team: usize) -> Option<i64> {
    let needed = design.rules.iter().any(|rule| rule.mentions(team))
        || scenario.hosts(design, team)
        || scenario.takes_over(team);
    match design.teams[team].staffing {
        _ if !needed => Some(0),
        Staffing::Csms(csms) => Some(i64::from(csms)),
        Staffing::AccountsPerCsm(_) | Staffing::ArrPerCsm(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Scenario;
    use std::path::Path;

    const RIGHT: &str = r#"
[simulation]
current = "named"
[segments.smb]
accounts = 100
arr = "$4k"
[requests.question]
rate = "1 / account / month"
work = "1 h"
respond_within = "4 h"
[teams.csms]
csms = 4
[teams.pool]
csms = 3
[designs.named]
coverage = [ { named = "csms" } ]
[designs.pooled]
coverage = [ { pooled = "pool" } ]
transition = { from = "named", at = "26 weeks", MORE }
"#;

    fn refuses(more: &str, message: &str, help: &str) {
        let text = RIGHT.replace("MORE", more);
        let error = Scenario::parse(&text, Path::new("test.toml"), &[]).expect_err("the scenario is wrong and passes");
        let found = error.problems().iter().find(|problem| problem.message == message);
        let problem = found.unwrap_or_else(|| panic!("expected: {message}\n{error}"));
        assert!(problem.help.contains(help), "expected help: {help}\n{error}");
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        let change = |more: &str| format!("seats = \"change\", {more}");
        let convert = |from: &str, to: &str, csms: u32| {
            change(&format!("conversions = [ {{ from = \"{from}\", to = \"{to}\", csms = {csms} }} ]"))
        };
        let table = "`designs.pooled.transition`";
        refuses("over = \"9 days\"", &format!("{table} has `over`, and its seats stay"), "seats = \"change\"");
        refuses("seats = \"chang\"", "`chang` is not a seats", "did you mean `change`?");
        refuses(&convert("csm", "pool", 1), "no team is called `csm`", "did you mean `csms`?");
        refuses(
            &convert("csms", "csms", 1),
            "`designs.pooled.transition.conversions.1` goes from a team to itself",
            "name two teams",
        );
        refuses(
            &convert("csms", "pool", 4),
            "4 people convert to team `pool`, which goes from 0 to 3 seats",
            "fewer people convert",
        );
        refuses(
            &convert("pool", "csms", 1),
            "1 people convert from team `pool`, which goes from 0 to 3 seats",
            "fewer people convert",
        );
        let idle = convert("csms", "pool", 1).replace("csms = 1", "csms = 1, productivity = \"0%\"");
        refuses(&idle, "`0%` is no productivity at all", "from 1%");
        refuses(
            &change("over = \"90 weeks\""),
            "seats of design `pooled` still change when measuring ends",
            "at most simulation.length",
        );
        refuses(
            "announced = \"9 days\"",
            &format!("{table} has `announced`, and turnover is not raised"),
            "turnover_factor",
        );
        refuses(
            "turnover_factor = 2",
            "design `pooled` raises turnover, and no team that serves before has any",
            "give teams.NAME.turnover",
        );
        refuses("turnover_factor = 0.5", "`0.5` is out of range", "1 to 100");
        refuses(
            "misrouting = { share = \"9%\", delay = \"0 h\" }",
            "`designs.pooled.transition.misrouting` costs nothing",
            "above zero",
        );
    }

    #[test]
    fn dates_lie_in_measuring_and_seats_change_on_whole_days() {
        let at = |at: &str| RIGHT.replace("26 weeks\", MORE", &format!("{at}\", seats = \"change\""));
        for (written, message) in [
            ("2025-12-01", "`2025-12-01` lies before measuring begins"),
            ("2026-02-30", "`2026-02-30` is not a date from 1990 to 2100"),
            ("30 h", "`30 h` is no whole number of days"),
        ] {
            let error = Scenario::parse(&at(written), Path::new("test.toml"), &[]).expect_err(written);
            assert!(error.problems().iter().any(|problem| problem.message == message), "{error}");
        }
        assert!(Scenario::parse(&at("2026-07-06"), Path::new("test.toml"), &[]).is_ok());
    }

    #[test]
    fn seats_that_change_differ_in_some_team() {
        let same = RIGHT.replace("pooled = \"pool\"", "pooled = \"csms\"").replace("MORE", "seats = \"change\"");
        let error = Scenario::parse(&same, Path::new("test.toml"), &[]).expect_err("nothing changes");
        let message = "no team has other seats in `pooled` than in `named`";
        assert!(error.problems().iter().any(|problem| problem.message == message), "{error}");
    }
}
