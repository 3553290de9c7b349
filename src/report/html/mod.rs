//! The one-page report: a single file that needs no network and no script, for a screen, a phone and paper.

mod audience;
mod depth;
mod overview;

use super::json::manifest;
use super::plots::Picture;
use crate::experiment::{Comparison, Sweep, Warning};
use crate::model::Scenario;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// All styling; light and dark, wide and narrow, screen and paper.
const STYLE: &str = include_str!("style.css");

/// The report of a comparison.
pub fn comparison(c: &Comparison, pictures: &[Picture], command_line: &str) -> String {
    let body = html! {
        (head(&c.scenario))
        section.verdict aria-labelledby="verdict" {
            h2 id="verdict" { "Verdict" }
            p { (minus(&c.verdict)) }
        }
        (warnings(&c.warnings))
        (overview::designs(c))
        (passages(c))
        (figures(pictures))
        (audience::sections(c))
        (depth::segments(c))
        (depth::spreadsheet(&c.scenario, &c.designs))
        (depth::assumptions(&c.scenario))
        div.columns {
            (depth::anchors(c))
            (how(&c.scenario, command_line, true))
        }
    };
    page(&c.scenario, body)
}

/// The report of a sweep.
pub fn sweep(s: &Sweep, pictures: &[Picture], command_line: &str) -> String {
    let body = html! {
        (head(&s.scenario))
        (overview::varied(s))
        (warnings(&s.warnings))
        (figures(pictures))
        (overview::points(s))
        (depth::assumptions(&s.scenario))
        (how(&s.scenario, command_line, false))
    };
    page(&s.scenario, body)
}

fn page(scenario: &Scenario, body: Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "caseload " (env!("CARGO_PKG_VERSION")) };
                title { (scenario.title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (body) } }
        }
    };
    page.into_string()
}

fn head(scenario: &Scenario) -> Markup {
    let run = &scenario.simulation;
    let months = (run.length.years() * 12.0).round();
    html! {
        header {
            h1 { (scenario.title) }
            p.kicker {
                (run.replications) " simulated replications of " (months) " months, the same customers for every design; "
                (format!("{:.0}", run.level * 100.0)) " % intervals."
            }
        }
    }
}

fn warnings(warnings: &[Warning]) -> Markup {
    html! {
        @if !warnings.is_empty() {
            section.warnings aria-labelledby="warnings" {
                h2 id="warnings" { "Before acting" }
                ul { @for warning in warnings { li { (warning.what) " " b { (warning.advice) } } } }
            }
        }
    }
}

/// What the changes of designs do on their way.
fn passages(c: &Comparison) -> Markup {
    let name = |index: usize| c.designs.get(index).map_or("", |design| design.name.as_str());
    html! {
        @if !c.passages.is_empty() {
            section aria-labelledby="passages" {
                h2 id="passages" { "On the way" }
                ul { @for passage in &c.passages { li { (minus(&passage.sentence(name(passage.design)))) } } }
                p.note {
                    "The worst four weeks after the change, against the design with which it begins in the same weeks where that "
                    "was run, else against the time before."
                }
            }
        }
    }
}

fn figures(pictures: &[Picture]) -> Markup {
    html! {
        @if !pictures.is_empty() {
            section aria-labelledby="pictures" {
                h2 id="pictures" { "In pictures" }
                div.figures {
                    @for picture in pictures {
                        figure {
                            figcaption { (picture.title) }
                            div.plot tabindex="0" role="group" aria-label=(picture.title) { (PreEscaped(picture.inline())) }
                        }
                    }
                }
            }
        }
    }
}

fn how(scenario: &Scenario, command_line: &str, paired: bool) -> Markup {
    let kind = if paired { "comparison" } else { "sweep" };
    let manifest = manifest(scenario, kind, command_line);
    let text = |key: &str| manifest[key].as_str().unwrap_or_default().to_string();
    html! {
        section aria-labelledby="how" {
            h2 id="how" { "How this was computed, and how to repeat it" }
            p {
                "A discrete-event simulation draws every customer's requests, risks and renewals once in each replication and "
                "replays them under each design. Means carry t intervals over replications; quantiles are taken in "
                "each replication and averaged. "
                @if paired { "Differences are paired: both designs served the same customers. " }
                "Response times count the working hours of the team that serves. Churn under today's design is anchored to the "
                "churn that the scenario states, so only differences between designs rest on assumed effects."
            }
            p {
                "How do we know it is right? " code { "caseload validate" } " runs the same engine on queues with exact answers "
                "(Erlang, Pollaczek and Khinchine, Cobham and others) and shows theory, result and distance row by row; it fails "
                "if any row differs or is too noisy to say."
            }
            dl {
                dt { "Version" } dd { "caseload " (text("version")) }
                dt { "Scenario" } dd { code { (text("scenario_hash")) } " (SHA-256)" }
                dt { "Seed" } dd { (scenario.simulation.seed) }
                dt { "Replications" } dd { (scenario.simulation.replications) }
                dt { "Measured from" } dd { (text("start")) }
                dt { "Command" } dd { code { (command_line) } }
            }
        }
    }
}

/// A true minus sign before figures, which a hyphen is too short for.
fn minus(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let characters: Vec<char> = text.chars().collect();
    for (index, c) in characters.iter().enumerate() {
        let before = index.checked_sub(1).map(|i| characters[i]);
        let starts = before.is_none_or(|b| b == ' ' || b == '(');
        out.push(if *c == '-' && starts && index + 1 < characters.len() { '\u{2212}' } else { *c });
    }
    if out == super::format::MISSING { "\u{2013}".to_string() } else { out }
}
