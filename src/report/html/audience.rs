//! The same results once more for those who ask one thing of them: sales, finance, support, leaders of customer success.

use super::{minus, overview};
use crate::engine::Metric;
use crate::engine::metric::Unit;
use crate::experiment::warnings::OVERLOADED;
use crate::experiment::{Comparison, DesignResult, Group};
use crate::report::format::{Format, MISSING, count};
use maud::{Markup, html};

/// A reader, what they find, and the metrics that say it.
struct Audience {
    who: &'static str,
    what: &'static str,
    columns: &'static [(Metric, &'static str)],
    /// Whether teams are looked at one by one.
    teams: bool,
}

const AUDIENCES: [Audience; 4] = [
    Audience {
        who: "Sales",
        what: "renewals, expansion, and how often customers change hands",
        columns: &[
            (Metric::GrrAnnual, "GRR a year"),
            (Metric::NrrAnnual, "NRR a year"),
            (Metric::ExpansionArrAnnual, "Expansion ARR a year"),
            (Metric::ArrLostAnnual, "ARR lost a year"),
            (Metric::ContinuityShare, "Same person as before"),
            (Metric::HandoffsPerAccountYear, "Changes of person per account and year"),
            (Metric::ReassignmentsPerAccountYear, "Hand-offs per account and year"),
            (Metric::ActivatedOnTimeShare, "New accounts activated in time"),
        ],
        teams: false,
    },
    Audience {
        who: "Finance",
        what: "what serving costs",
        columns: &[
            (Metric::CostAnnual, "Cost a year"),
            (Metric::CostPerAccount, "Cost per account and year"),
            (Metric::CostPer1kArr, "Cost per 1k of ARR and year"),
            (Metric::ArrPerCsm, "ARR per CSM"),
            (Metric::AccountsPerCsm, "Accounts per CSM"),
            (Metric::ArrClosing, "ARR at the end"),
            (Metric::NamedFeesAnnual, "Fees for named service a year"),
            (Metric::CsCostGrowthOverArrGrowth, "Growth of cost over growth of ARR"),
        ],
        teams: false,
    },
    Audience {
        who: "Support",
        what: "requests, targets, and what is handed over",
        columns: &[
            (Metric::RequestsPerAccountMonth, "Requests per account and month"),
            (Metric::DeflectedShare, "Answered by self-service"),
            (Metric::WithinTargetShare, "Answered within target"),
            (Metric::FirstResponseHoursP50, "P50 first response, business time"),
            (Metric::FirstResponseHoursP90, "P90 first response, business time"),
            (Metric::ResolutionHoursP90, "P90 resolution, business time"),
            (Metric::InteractionsPerRequest, "Interactions per request"),
            (Metric::AbandonedShare, "Given up unanswered"),
        ],
        teams: true,
    },
    Audience {
        who: "Leaders of customer success",
        what: "load, planned work, and what keeps people from it",
        columns: &[
            (Metric::Utilization, "Utilisation"),
            (Metric::ReactiveShare, "Time on requests"),
            (Metric::PlannedShare, "Time on planned work"),
            (Metric::TriggeredShare, "Time on risks and alarms"),
            (Metric::IdleShare, "Free time"),
            (Metric::PlannedDeliveredShare, "Planned work delivered"),
            (Metric::PlannedLateDaysMean, "Planned work, days late"),
            (Metric::CtaSentShare, "Plays begun in time"),
        ],
        teams: true,
    },
];

/// A fold for each audience: closed, so that the page stays short.
pub(super) fn sections(c: &Comparison) -> Markup {
    html! {
        section.audiences aria-labelledby="audiences" {
            h2 id="audiences" { "By reader" }
            @for audience in &AUDIENCES {
                details {
                    summary { b { (audience.who) ":" } (audience.what) }
                    (overview::table(c, "all", &happening(c, audience.columns), &[]))
                    @if audience.teams { (teams(c)) }
                }
            }
        }
    }
}

/// The columns of what happens at all.
fn happening(c: &Comparison, columns: &[(Metric, &'static str)]) -> Vec<(Metric, &'static str)> {
    let happens = |metric: Metric| {
        let found = c.designs.iter().filter_map(|design| design.groups.first()?.get(metric));
        found.into_iter().any(|e| e.mean != 0.0)
    };
    columns.iter().copied().filter(|(metric, _)| happens(*metric)).collect()
}

/// Who is busy, team by team, and who has no slack left.
fn teams(c: &Comparison) -> Markup {
    html! {
        div.wide {
            table.cards {
                caption { "Team by team. No slack: busy " (format!("{:.0} %", OVERLOADED * 100.0)) " of the available time or more." }
                thead { tr {
                    th scope="col" { "Design" } th.text scope="col" { "Team" } th scope="col" { "CSMs" }
                    th scope="col" { "Utilisation" } th scope="col" { "Least busy CSM" } th scope="col" { "Busiest CSM" }
                    th scope="col" { "Free time" }
                } }
                tbody { @for design in &c.designs { @for team in &design.teams { (team_row(c, design, team)) } } }
            }
        }
    }
}

fn team_row(c: &Comparison, design: &DesignResult, team: &Group) -> Markup {
    let format = Format { currency: &c.scenario.currency };
    let share = |metric: Metric| match team.get(metric).filter(|e| e.mean.is_finite()) {
        Some(e) => html! {
            div { b { (minus(&format.value(Unit::Share, e.mean))) } " " span.half { (format.half_width(Unit::Share, e)) } }
        },
        None => html! { (minus(MISSING)) },
    };
    let full = team.get(Metric::Utilization).is_some_and(|e| e.mean >= OVERLOADED);
    html! {
        tr {
            th scope="row" { (overview::breakable(&design.name)) @if full { " " span.tag.bad { "no slack" } } }
            td.text data-label="Team" { (team.name) }
            td data-label="CSMs" { (team.get(Metric::Csms).map_or(MISSING.to_string(), |e| count(e.mean))) }
            td data-label="Utilisation" { (share(Metric::Utilization)) }
            td data-label="Least busy CSM" { (share(Metric::UtilizationLowest)) }
            td data-label="Busiest CSM" { (share(Metric::UtilizationHighest)) }
            td data-label="Free time" { (share(Metric::IdleShare)) }
        }
    }
}
