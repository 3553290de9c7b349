//! Tables and text for a terminal; the verdict comes last, where the eye is.

mod context;
mod grid;
mod trace;
mod validation;

use super::format::{Format, is_clear, is_same};
use crate::engine::Metric;
use crate::engine::metric::Better;
use crate::experiment::{Comparison, DesignResult, Group, Sweep, frontier};
use crate::model::Scenario;
use crate::statistics::{Estimate, PairedDifference};
use grid::{Column, lay, wrap};

pub use trace::{fates, trace};
pub use validation::validation;

/// Longest name of a design in a table.
const NAME: usize = 22;

/// What one row a design shows, with a short heading and how soon a narrow terminal gives it up.
const OVERVIEW: [(Metric, &str, u8); 9] = [
    (Metric::Csms, "CSMs", 1),
    (Metric::FirstResponseHoursP90, "P90 first response\n(business time)", 0),
    (Metric::WithinTargetShare, "within\ntarget", 2),
    (Metric::PlannedDeliveredShare, "planned\ndelivered", 3),
    (Metric::Utilization, "utilis-\nation", 6),
    (Metric::LogoChurnAnnual, "logo\nchurn", 5),
    (Metric::GrrAnnual, "GRR\na year", 0),
    (Metric::NrrAnnual, "NRR\na year", 4),
    (Metric::CostAnnual, "cost\na year", 1),
];

/// What the paired differences show.
const DIFFERENCES: [(Metric, &str, u8); 7] = [
    (Metric::FirstResponseHoursP90, "P90 first\nresponse", 0),
    (Metric::WithinTargetShare, "within\ntarget", 3),
    (Metric::PlannedDeliveredShare, "planned\ndelivered", 2),
    (Metric::LogoChurnAnnual, "logo\nchurn", 4),
    (Metric::GrrAnnual, "GRR\na year", 0),
    (Metric::NrrAnnual, "NRR\na year", 5),
    (Metric::CostAnnual, "cost\na year", 1),
];

/// A comparison as text of at most `width` columns.
pub fn comparison(c: &Comparison, width: usize, color: bool) -> String {
    let page = Page { width: width.max(40), color };
    let format = Format { currency: &c.scenario.currency };
    let mut text = page.head(&c.scenario, &c.scenario.title);
    text.push_str(&lay(overview(c, format), page.width));
    text.push_str(&context::frontier(c, page));
    text.push_str(&differences(c, page, format));
    for index in segments(c) {
        let name = &c.designs[c.baseline].groups[index].name;
        text.push_str(&page.heading(&format!("Segment {name}")));
        text.push_str(&lay(segment(c, name, format), page.width));
    }
    text.push_str(&context::passages(c, page));
    text.push_str(&context::spreadsheet(&c.designs, page, format));
    text.push_str(&context::anchors(c, page));
    text.push_str(&context::assumptions(&c.scenario, page));
    text.push_str(&context::warnings(&c.warnings, page));
    text.push_str(&page.heading("Verdict"));
    text.push_str(&page.strong(&wrap(&c.verdict, page.width, "")));
    text.push('\n');
    text
}

/// One design: every metric with its interval.
pub fn run(scenario: &Scenario, design: &DesignResult, width: usize, color: bool) -> String {
    let page = Page { width: width.max(40), color };
    let format = Format { currency: &scenario.currency };
    let mut text = page.head(scenario, &format!("{}: {}", scenario.title, design.name));
    let designs = std::slice::from_ref(design);
    for group in design.groups.iter().filter(|g| g.name == "all" || design.groups.len() > 2) {
        let about = if group.name == "all" { "All accounts".to_string() } else { format!("Segment {}", group.name) };
        text.push_str(&page.heading(&about));
        text.push_str(&lay(all_metrics(group, format), page.width));
    }
    for team in &design.teams {
        text.push_str(&page.heading(&format!("Team {}", team.name)));
        text.push_str(&lay(all_metrics(team, format), page.width));
    }
    text.push_str(&context::spreadsheet(designs, page, format));
    text.push_str(&context::assumptions(scenario, page));
    text
}

/// A sweep: for each design, the grid points with the metrics that decide.
pub fn sweep(s: &Sweep, width: usize, color: bool) -> String {
    let page = Page { width: width.max(40), color };
    let format = Format { currency: &s.scenario.currency };
    let mut text = page.head(&s.scenario, &s.scenario.title);
    for (path, today) in s.paths.iter().zip(&s.today) {
        let today = today.as_deref().map_or(String::new(), |today| format!(" (today {today})"));
        text.push_str(&wrap(&format!("Varied: {path}{today}"), page.width, "  "));
        text.push('\n');
    }
    let designs = s.points.first().map_or(0, |point| point.designs.len());
    for design in 0..designs {
        let results: Vec<&DesignResult> = s.points.iter().filter_map(|point| point.designs.get(design)).collect();
        text.push_str(&page.heading(&results[0].name));
        let mut columns: Vec<Column> = s.paths.iter().enumerate().map(|(at, path)| path_column(s, at, path)).collect();
        columns.extend(overview_columns(&results, "all", format));
        text.push_str(&lay(columns, page.width));
    }
    text.push_str(&context::assumptions(&s.scenario, page));
    text.push_str(&context::warnings(&s.warnings, page));
    text
}

/// How wide, and whether with colour.
#[derive(Clone, Copy, Debug)]
struct Page {
    width: usize,
    color: bool,
}

impl Page {
    fn head(self, scenario: &Scenario, title: &str) -> String {
        let run = &scenario.simulation;
        let title = self.strong(&wrap(title, self.width, ""));
        let about = format!(
            "{} replications, seed {}, {:.0} % intervals, {} months measured",
            run.replications,
            run.seed,
            run.level * 100.0,
            super::format::count((run.length.years() * 12.0).round()),
        );
        format!("{title}\n{}\n\n", self.faint(&wrap(&about, self.width, "")))
    }

    fn heading(self, text: &str) -> String {
        format!("\n{}\n", self.strong(&wrap(text, self.width, "")))
    }

    fn strong(self, text: &str) -> String {
        self.paint(text, "1")
    }

    fn faint(self, text: &str) -> String {
        self.paint(text, "2")
    }

    /// Colours each line of its own, so that a pager that cuts lines cuts no colour.
    fn paint(self, text: &str, code: &str) -> String {
        if !self.color {
            return text.to_string();
        }
        text.lines().map(|line| format!("\u{1b}[{code}m{line}\u{1b}[0m")).collect::<Vec<_>>().join("\n")
    }
}

fn overview(c: &Comparison, format: Format) -> Vec<Column> {
    let name = |(index, design): (usize, &DesignResult)| match index == c.baseline {
        true => format!("{} (today)", grid::cut(&design.name, NAME - 8)),
        false => design.name.clone(),
    };
    let mut columns = vec![Column::text("design", 0, NAME, c.designs.iter().enumerate().map(name).collect())];
    columns.extend(overview_columns(&c.designs.iter().collect::<Vec<_>>(), "all", format));
    let dominated = frontier::dominated_by(c);
    if dominated.iter().any(Option::is_some) {
        let mark = |by: &Option<usize>| if by.is_some() { "no" } else { "yes" }.to_string();
        // The first to go: the sentence below the table says the same.
        columns.push(Column::text("on\nfrontier", 9, 8, dominated.iter().map(mark).collect()));
    }
    columns
}

fn overview_columns(designs: &[&DesignResult], group: &str, format: Format) -> Vec<Column> {
    let column = |(metric, heading, spare): (Metric, &str, u8)| {
        let cell = |design: &&DesignResult| cell(metric, group_of(design, group).and_then(|g| g.get(metric)), format);
        Column::numbers(heading, spare, designs.iter().map(cell).collect())
    };
    let columns = OVERVIEW.into_iter().map(column);
    columns.filter(|column| column.cells.iter().any(|cell| cell != super::format::MISSING)).collect()
}

/// A value; the response time, which the answer turns on, with its half width.
fn cell(metric: Metric, estimate: Option<&Estimate>, format: Format) -> String {
    let Some(e) = estimate else { return super::format::MISSING.to_string() };
    match metric {
        Metric::Csms => super::format::count(e.mean),
        Metric::FirstResponseHoursP90 => {
            format!("{} {}", format.metric(metric, e.mean), format.half_width(metric.unit(), e)).trim().to_string()
        }
        _ => format.metric(metric, e.mean),
    }
}

fn group_of<'a>(design: &'a DesignResult, name: &str) -> Option<&'a Group> {
    design.groups.iter().find(|group| group.name == name)
}

/// Groups that say more than `all` does: none where there is only one segment.
fn segments(c: &Comparison) -> std::ops::Range<usize> {
    let groups = c.designs.get(c.baseline).map_or(0, |design| design.groups.len());
    if groups > 2 { 1..groups } else { 0..0 }
}

fn segment(c: &Comparison, name: &str, format: Format) -> Vec<Column> {
    let names = c.designs.iter().map(|design| design.name.clone()).collect();
    let mut columns = vec![Column::text("design", 0, NAME, names)];
    columns.extend(overview_columns(&c.designs.iter().collect::<Vec<_>>(), name, format));
    columns
}

fn all_metrics(group: &Group, format: Format) -> Vec<Column> {
    let shown: Vec<&(Metric, Estimate)> = group.metrics.iter().filter(|(_, e)| e.mean.is_finite()).collect();
    let texts = |text: &dyn Fn(&(Metric, Estimate)) -> String| shown.iter().map(|row| text(row)).collect::<Vec<_>>();
    vec![
        Column::text("metric", 0, 42, texts(&|(metric, _)| metric.label().to_string())),
        Column::numbers("mean", 0, texts(&|(metric, e)| format.metric(*metric, e.mean))),
        Column::numbers("interval", 1, texts(&|(metric, e)| format.interval(metric.unit(), e.low, e.high))),
        Column::numbers("n", 2, texts(&|(_, e)| e.n.to_string())),
    ]
}

fn path_column(s: &Sweep, at: usize, path: &str) -> Column {
    let last = path.rsplit('.').next().unwrap_or(path);
    let value = |point: &crate::experiment::SweepPoint| {
        let value = point.values.get(at).cloned().unwrap_or_default();
        let today = s.today.get(at).is_some_and(|today| today.as_deref() == Some(value.as_str()));
        if today { format!("{value} *") } else { value }
    };
    Column { left: false, ..Column::text(last, 0, NAME, s.points.iter().map(value).collect()) }
}

fn differences(c: &Comparison, page: Page, format: Format) -> String {
    if c.differences.is_empty() {
        return String::new();
    }
    let name = |index: usize| c.designs.get(index).map_or("", |design| design.name.as_str());
    let mut text = page.heading(&format!("Difference to {} (today), paired on the same customers", name(c.baseline)));
    let names = c.differences.iter().map(|d| name(d.design).to_string()).collect();
    let mut columns = vec![Column::text("design", 0, NAME, names)];
    for (metric, heading, spare) in DIFFERENCES {
        let cells: Vec<String> = c
            .differences
            .iter()
            .map(|d| d.groups.iter().find(|g| g.name == "all").and_then(|g| g.get(metric)))
            .map(|d| difference_cell(metric, d, format))
            .collect();
        if cells.iter().any(|cell| cell != super::format::MISSING) {
            columns.push(Column::numbers(heading, spare, cells));
        }
    }
    text.push_str(&lay(columns, page.width));
    let legend = "+ clearly better, ! clearly worse: the interval excludes zero. ~ no clear difference. = the same.";
    text.push_str(&page.faint(&wrap(legend, page.width, "")));
    text.push('\n');
    text
}

/// The difference with its mark, its interval below.
fn difference_cell(metric: Metric, difference: Option<&PairedDifference>, format: Format) -> String {
    let Some(PairedDifference { estimate: e, .. }) = difference else { return super::format::MISSING.to_string() };
    if !e.mean.is_finite() {
        return super::format::MISSING.to_string();
    }
    let (value, interval) = format.difference_and_interval(metric.unit(), e);
    format!("{value} {}\n{interval}", mark(metric, e))
}

fn mark(metric: Metric, e: &Estimate) -> char {
    let better = match metric.better() {
        Better::Lower => e.mean < 0.0,
        Better::Higher => e.mean > 0.0,
        Better::Neither => true,
    };
    match (is_clear(e), better) {
        _ if is_same(e) => '=',
        (false, _) => '~',
        (true, true) => '+',
        (true, false) => '!',
    }
}
