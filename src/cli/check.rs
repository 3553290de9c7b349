//! `caseload check`: the scenario explained back in sentences with units, and what a spreadsheet would say of it.

use super::accounts;
use super::args;
use super::arithmetic;
use super::channels;
use super::exceptions;
use super::failure::Failure;
use super::hiring;
use super::leanings;
use super::programs;
use super::signs;
use super::terminal::Terminal;
use super::transitions;
use crate::experiment::wording::{self, count, list, money, percent};
use crate::experiment::{moments, spreadsheet};
use crate::model::team::{Change, Movement};
use crate::model::work::{Origin, RequestSource, Schedule};
use crate::model::{
    Class, Conversation, Coverage, Design, Habits, Months, Motion, Note, PodSize, Scenario, Segment, Stage, Team,
    WorkKind,
};
use crate::time::{Elapsed, Span};
use std::fmt::Write;

/// Does it.
pub fn check(args: &args::Check, terminal: &Terminal) -> Result<(), Failure> {
    if args.accounts {
        return accounts::list(args, terminal);
    }
    let scenario = Scenario::read(&args.scenario, &[])?;
    let mut text = format!("{}\n{} is valid.\n", scenario.title, args.scenario.display());
    customers(&mut text, &scenario);
    work(&mut text, &scenario);
    teams(&mut text, &scenario);
    designs(&mut text, &scenario);
    text.push_str(&arithmetic::table(&scenario));
    assumptions(&mut text, &scenario);
    terminal.answer(&text)
}

/// Adds formatted text to a string, which cannot fail.
macro_rules! say {
    ($text:expr, $($arg:tt)*) => {
        writeln!($text, $($arg)*).expect("a string takes any text")
    };
}

fn customers(text: &mut String, scenario: &Scenario) {
    say!(text, "\nCustomers");
    for segment in &scenario.segments {
        let arr = segment.arr.mean();
        let total = arr * f64::from(segment.accounts);
        let terms: Vec<String> = segment
            .contracts
            .iter()
            .map(|contract| match contract.share {
                1.0 => length(contract.term),
                share => format!("{} ({})", length(contract.term), percent(share)),
            })
            .collect();
        let churn = match segment.churn {
            Some(churn) => format!("{} leave in a year under today's design", percent(churn)),
            None => "nobody leaves".to_string(),
        };
        say!(
            text,
            "  {}: {} {} a year on average ({} in all); contracts of {}; {churn}.",
            segment.name,
            match segment.accounts {
                1 => "1 account that pays".to_string(),
                many => format!("{} accounts that pay", count(u64::from(many))),
            },
            money(&scenario.currency, arr),
            money(&scenario.currency, total),
            list(&terms)
        );
        habits(text, scenario, segment);
    }
}

/// What accounts of a segment do besides.
fn habits(text: &mut String, scenario: &Scenario, segment: &Segment) {
    let Habits { quarter_end, onboarding, hand_off, poor_hand_off, complexity, self_service, motion, growth, .. } =
        &segment.habits;
    let mut all = Vec::new();
    if let Some(habit) = quarter_end {
        all.push(format!("{} renew in the last {} of a quarter", percent(habit.share), length(habit.within)));
    }
    if *motion == Motion::ProductLed {
        all.push("product-led: no touches before renewals".to_string());
    }
    if *hand_off > Elapsed::ZERO {
        all.push(format!("handed over by sales after {}", length(*hand_off)));
    }
    if let Some(poor) = poor_hand_off {
        all.push(format!("{} of new accounts handed over poorly", percent(poor.share)));
    }
    if let Some(habit) = onboarding {
        all.push(format!("{} times the requests in the first {}", habit.request_factor, length(habit.duration)));
    }
    if *complexity != 1.0 {
        all.push(format!("complexity {complexity}, on requests and on work"));
    }
    if *self_service > 0.0 {
        all.push(format!("{} prefer self-service", percent(*self_service)));
    }
    all.extend(leanings::of_segment(scenario, segment));
    all.extend(signs::reviews(scenario, segment));
    if let Some(habit) = growth {
        let (share, over) = (percent(habit.share), length(habit.over));
        all.push(format!("{share} grow {} times as large in {over}", habit.factor));
    }
    if !all.is_empty() {
        say!(text, "    {}.", all.join("; "));
    }
}

fn work(text: &mut String, scenario: &Scenario) {
    say!(text, "\nWork");
    for kind in &scenario.kinds {
        let segments: Vec<usize> = (0..scenario.segments.len()).filter(|s| kind.segments[*s]).collect();
        let names: Vec<String> = segments.iter().map(|s| scenario.segments[*s].name.clone()).collect();
        let Some(&first) = segments.first() else { continue };
        let times = scenario.times_per_account(first, kind);
        let size = if kind.is_digital() {
            "sent by a program".to_string()
        } else {
            format!("{} of a CSM", hours(scenario.hours_per_piece(first, kind)))
        };
        say!(
            text,
            "  {} ({}): {times:.2} times per account of {} and year, {size}; {}{}{}{}.",
            kind.name,
            kind.class().name(),
            list(&names),
            when(kind),
            if kind.may_be_deflected() {
                format!("; self-service answers {} before that", percent(scenario.deflected_share(first, kind)))
            } else {
                String::new()
            },
            programs::of_kind(scenario, kind),
            channels::told(scenario, kind)
        );
    }
    for (index, segment) in scenario.segments.iter().enumerate() {
        // A sum of nothing is -0; adding 0 makes it 0.
        let each = Class::ALL.map(|class| scenario.hours_per_account(index, Some(class)) + 0.0);
        say!(
            text,
            "  An account of {} takes {:.2} h of CSM time a year: requests {:.2}, planned {:.2}, risks {:.2}.",
            segment.name,
            each.iter().sum::<f64>(),
            each[0],
            each[1],
            each[2]
        );
    }
}

/// What customers do after a request was sent.
fn talk(conversation: &Conversation) -> String {
    let mut text = String::new();
    if let Some(patience) = &conversation.gives_up {
        let hours = Elapsed::from_hours(patience.mean());
        text.push_str(&format!("; given up after {} on average", length(hours)));
    }
    if conversation.goes_on() > 0.0 {
        let count = 1.0 / (1.0 - conversation.goes_on());
        text.push_str(&format!("; {count:.2} interactions on average"));
    }
    text
}

fn when(kind: &WorkKind) -> String {
    match &kind.origin {
        Origin::Request { source, respond_within, interrupts, conversation } => {
            let interrupts = if *interrupts { "; interrupts less urgent work" } else { "" };
            let within = format!("to be answered within {}{interrupts}{}", span(*respond_within), talk(conversation));
            match source {
                RequestSource::Rate { frailty, profile, .. } => {
                    let differ = frailty.map(|shape| format!("; accounts differ (Gamma of shape {shape})"));
                    format!("{within}{}{}", differ.unwrap_or_default(), season(&profile.months))
                }
                RequestSource::Incidents(incidents) => format!(
                    "{within}; {} incidents a year, each reported by {} of the accounts within {}",
                    incidents.per_year,
                    percent(incidents.share),
                    length(incidents.spread)
                ),
                RequestSource::Again(after) => {
                    let after = length(Elapsed::from_hours(after.mean()));
                    format!("{within}; an account asks again {after} after its last answer, on average")
                }
                RequestSource::Log(log) => {
                    format!("{within}; resampled from {} weeks of {}", log.weeks.len(), log.path)
                }
            }
        }
        Origin::Step { schedule, expires, response, digital, condition, .. } => {
            let answered = if *digital { String::new() } else { format!("; {} answer", percent(*response)) };
            let begins = match schedule {
                Schedule::Every(every) => format!("every {}", length(*every)),
                Schedule::BeforeRenewal(ahead) => format!("{} before each renewal", length(*ahead)),
                Schedule::Farewell => "at each hand-off, for whoever leaves the account".to_string(),
                Schedule::Welcome => "at each hand-off, for whoever takes it over".to_string(),
                Schedule::AfterStart(after) => format!("{} after an account starts", length(*after)),
            };
            let begins = condition
                .as_ref()
                .map_or(begins.clone(), |condition| format!("{begins} if {}", signs::condition(condition)));
            let begins = begins + &signs::reviewed(kind);
            match expires {
                Some(expires) => format!("{begins}, missed if not begun {} later{answered}", length(*expires)),
                None => format!("{begins}{answered}"),
            }
        }
        Origin::Risk { window, save_at_once, save_at_end, churn_odds, response, .. } => format!(
            "a play at once saves {}, one at the end of the {} saves {}, {} answer; unsaved it multiplies the odds of \
             churn by {churn_odds}",
            percent(*save_at_once),
            length(*window),
            percent(*save_at_end),
            percent(*response)
        ),
        Origin::Trigger { .. } => signs::trigger(kind),
    }
}

/// The range of a season, if there is one.
fn season(months: &Months) -> String {
    let factors: Vec<f64> = (1..=12).map(|month| months.of(month)).collect();
    let (low, high) = factors.iter().fold((f64::MAX, 0.0_f64), |(low, high), x| (low.min(*x), high.max(*x)));
    if months.is_even() { String::new() } else { format!("; {low:.2} to {high:.2} times as often by month") }
}

fn teams(text: &mut String, scenario: &Scenario) {
    say!(text, "\nTeams");
    let Some(design) = scenario.designs.get(scenario.current) else { return };
    for team in &design.teams {
        let (scheduled, _) = spreadsheet::scheduled(scenario, team);
        let available = spreadsheet::available_hours(scenario, team);
        say!(
            text,
            "  {}: a CSM is scheduled {} h a year ({}) and has {} h of them for accounts, {:.1} a week: {} go to other \
             duties, {} days to leave, {} to sickness. One costs {} a year.",
            team.name,
            count(scheduled.round() as u64),
            scenario.calendars[team.calendar].0,
            count(available.round() as u64),
            available / 52.18,
            percent(team.non_customer),
            team.leave_days_per_year,
            team.sick_days_per_year,
            money(&scenario.currency, team.cost_per_year)
        );
        text.push_str(&leanings::of_team(scenario, team));
        comings_and_goings(text, &team.movement, &scenario.currency);
    }
    let costs: Vec<String> =
        design.costs.iter().map(|(name, a_year)| format!("{name} {}", money(&scenario.currency, *a_year))).collect();
    if !costs.is_empty() {
        say!(text, "  Beside the CSMs, a year: {}.", list(&costs));
    }
}

fn comings_and_goings(text: &mut String, movement: &Movement, currency: &str) {
    let seats = |changes: &[Change]| changes.iter().map(|change| change.csms).sum::<u32>();
    let mut parts = Vec::new();
    if movement.turnover > 0.0 {
        parts.push(format!("{} leave a year", percent(movement.turnover)));
    }
    for (what, number) in [
        ("known departures", movement.departures.len() as u32),
        ("seats opened later", seats(&movement.hires)),
        ("seats given up", seats(&movement.cuts)),
    ] {
        if number > 0 {
            parts.push(format!("{what}: {number}"));
        }
    }
    parts.extend(movement.hire_when.map(|rule| hiring::rule(rule, currency)));
    if movement.turnover > 0.0 || !movement.departures.is_empty() {
        parts.push(format!("a seat is empty for {:.0} days after a departure", movement.vacancy.days()));
    }
    if let (Some(ramp), true) = (movement.ramp, movement.any()) {
        parts.push(format!(
            "newcomers begin at {} of full pace and reach it in {:.0} days",
            percent(ramp.from),
            ramp.over.days()
        ));
    }
    if !parts.is_empty() {
        say!(text, "    People: {}.", parts.join("; "));
    }
}

fn designs(text: &mut String, scenario: &Scenario) {
    say!(text, "\nDesigns (the first rule that matches decides)");
    for (index, design) in scenario.designs.iter().enumerate() {
        let today = if index == scenario.current { " (today)" } else { "" };
        say!(text, "  {}{today}", design.name);
        text.push_str(&transitions::of_design(scenario, design));
        if index != scenario.current {
            text.push_str(&hiring::of_design(scenario, design));
        }
        for Note { of, settles, wait } in &design.notes {
            let (of, settles, wait) = (list(of), percent(*settles), length(*wait));
            say!(text, "    a program answers {of} first: that settles {settles}, and {wait} later somebody is called");
        }
        if let Some(look) = design.resegment {
            let when = look.every.map_or("each account at its renewals".to_string(), |every| {
                format!("all accounts every {}", length(every))
            });
            say!(text, "    looks at ARR again, {when}; over a line only by more than {}:", percent(look.hysteresis));
        }
        for rule in &design.rules {
            let segments: Vec<String> = (0..scenario.segments.len())
                .filter(|s| rule.segments[*s])
                .map(|s| scenario.segments[s].name.clone())
                .collect();
            let mut which = list(&segments);
            if rule.arr_from > 0.0 {
                which += &format!(" from {}", money(&scenario.currency, rule.arr_from));
            }
            if rule.arr_below.is_finite() {
                which += &format!(" below {}", money(&scenario.currency, rule.arr_below));
            }
            match rule.contract_named {
                Some(true) => which += " with a named CSM in the contract",
                Some(false) => which += " without a named CSM in the contract",
                None => {}
            }
            which += &leanings::of_rule(scenario, rule);
            let classes: Vec<String> =
                Class::ALL.iter().filter(|c| rule.classes[**c as usize]).map(|c| c.name().to_string()).collect();
            if rule.is_by_name() {
                let names: Vec<String> = rule.named_work.iter().map(|name| format!("`{name}`")).collect();
                which += &format!(", work of {}", list(&names));
            } else if classes.len() < 3 {
                which += &format!(", {} work", list(&classes));
            }
            match (rule.stage, rule.until) {
                (Some(Stage::Onboarding), _) => which += " until go-live",
                (Some(Stage::Live), _) => which += " from go-live on",
                (None, _) => {}
            }
            if let Some(until) = rule.until {
                which += &format!(" in their first {}", length(until));
            }
            let who = if rule.nobody { "nobody, by design".to_string() } else { covered(&rule.coverage, design) };
            let matching = leanings::of_matching(scenario, rule, &design.teams[rule.coverage.team], span);
            say!(text, "    {which}: {who}{matching}{}", programs::of_rule(rule));
        }
        for program in programs::of_design(scenario, design) {
            say!(text, "    {program}");
        }
        text.push_str(&leanings::of_overrides(scenario, design));
        text.push_str(&exceptions::of_design(scenario, design));
        for warning in moments::warnings(scenario, std::iter::once(design.name.as_str())) {
            say!(text, "    Warning: {} {}", warning.what, warning.advice);
        }
    }
}

fn covered(coverage: &Coverage, design: &Design) -> String {
    let team: &Team = &design.teams[coverage.team];
    let mut how = match coverage.pods {
        PodSize::One | PodSize::Of(1) => format!("each account has its own CSM of {}", team.name),
        PodSize::Of(size) => format!("pods of {size} CSMs of {}", team.name),
        PodSize::Everyone => format!("anyone of {}", team.name),
    };
    if let Some(sticky) = coverage.sticky {
        how += &format!(
            "; the last handler is preferred for {} and waited for {}",
            length(sticky.memory),
            span(sticky.patience)
        );
    }
    if let Some(after) = coverage.backup_after {
        how += &format!("; anyone of the team after {} or when the only CSM is away", span(after));
    }
    if let Some(overflow) = coverage.overflow {
        how += &format!("; team {} as well after {}", design.teams[overflow.team].name, span(overflow.after));
    }
    if let Some(triage) = coverage.triage {
        let when = if triage.every.is_zero() { "at once".to_string() } else { format!("every {}", span(triage.every)) };
        how += &format!("; requests are sorted {when}, at {} each", length(triage.work));
    }
    how
}

fn assumptions(text: &mut String, scenario: &Scenario) {
    if scenario.assumptions.is_empty() {
        return;
    }
    say!(text, "\nAssumed because the file does not say (evidence from A, strong, to E, our own guess)");
    for assumption in &scenario.assumptions {
        say!(
            text,
            "  {} = {}  [{}: {}]",
            assumption.key,
            assumption.value,
            assumption.grade.letter(),
            assumption.source
        );
    }
}

pub(super) fn span(span: Span) -> String {
    match span {
        Span::Clock(elapsed) => length(elapsed),
        Span::Business(working) => format!("{} of working time", hours(working.hours())),
    }
}

/// Hours, whole ones without a fraction: these are inputs, not results.
pub(super) fn hours(value: f64) -> String {
    wording::hours(value).replace(".0 h", " h")
}

/// A length of clock time in the largest unit that fits.
pub(super) fn length(elapsed: Elapsed) -> String {
    let months = elapsed.years() * 12.0;
    let days = elapsed.days();
    let (value, unit) = if months >= 0.999 && (months - months.round()).abs() < 0.02 {
        (months, "month")
    } else if days >= 13.999 && (days / 7.0 - (days / 7.0).round()).abs() < 0.001 {
        (days / 7.0, "week")
    } else if days >= 0.999 {
        (days, "day")
    } else {
        return hours(elapsed.hours());
    };
    let value = if (value - value.round()).abs() < 0.02 { format!("{value:.0}") } else { format!("{value:.1}") };
    format!("{value} {unit}{}", if value == "1" { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{DAY, HOUR, MONTH, WEEK};

    #[test]
    fn lengths_take_the_unit_that_a_person_would() {
        assert_eq!(length(Elapsed::from_ms(12 * MONTH)), "12 months");
        assert_eq!(length(Elapsed::from_ms(MONTH)), "1 month");
        assert_eq!(length(Elapsed::from_ms(90 * DAY)), "90 days");
        assert_eq!(length(Elapsed::from_ms(3 * WEEK)), "3 weeks");
        assert_eq!(length(Elapsed::from_ms(36 * HOUR)), "1.5 days");
        assert_eq!(length(Elapsed::from_ms(4 * HOUR)), "4 h");
    }
}
