//! What goes out is complete, can be recomputed, fits, and never costs a user a file.

use caseload::engine::Metric;
use caseload::report::{bands, check_writable, csv, json, plots, table, write_comparison, write_sweep};
use std::fs;

mod fixture;

fn html() -> String {
    let c = fixture::comparison();
    caseload::report::html::comparison(&c, &plots::comparison(&c), "caseload compare scenario.toml")
}

/// Text without tags, styles and comments, as a reader sees it.
fn visible(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<').skip(1) {
        let Some((tag, rest)) = part.split_once('>') else { continue };
        if !tag.starts_with("style") {
            text.push(' ');
            text.push_str(rest);
        }
    }
    text
}

/// Panics where a tag is not closed, or closed out of turn.
fn assert_balanced(markup: &str) {
    const VOID: [&str; 3] = ["meta", "wbr", "!DOCTYPE"];
    let mut open: Vec<&str> = Vec::new();
    for part in markup.split('<').skip(1) {
        let (tag, _) = part.split_once('>').expect("a tag ends");
        let name = tag.split([' ', '/', '\n']).find(|piece| !piece.is_empty()).expect("a tag has a name");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
}

fn assert_no_odd_numbers(text: &str) {
    let odd = |word: &str| ["NaN", "inf", "-inf", "NaN%", "$NaN", "nan", "null"].contains(&word);
    let found: Vec<&str> = text.split([' ', '\n', ',', '(', ')']).filter(|word| odd(word)).collect();
    assert!(found.is_empty(), "{found:?}");
    assert!(!text.contains("NaN"));
}

#[test]
fn summary_has_the_keys_that_scripts_rely_on() {
    let summary = json::summary(&fixture::comparison());
    let keys: Vec<&String> = summary.as_object().expect("an object").keys().collect();
    let expected = [
        "version",
        "scenario",
        "scenario_hash",
        "seed",
        "replications",
        "level",
        "baseline",
        "designs",
        "differences",
        "trades",
        "frontier",
        "passages",
        "assumptions",
        "warnings",
        "anchors",
        "spreadsheet",
        "verdict",
    ];
    assert_eq!(keys, expected);
    let p90 = &summary["designs"][0]["segments"]["all"]["first_response_hours_p90"];
    let inner: Vec<&String> = p90.as_object().expect("an estimate").keys().collect();
    assert_eq!(inner, ["mean", "std_error", "low", "high", "n"]);
    assert!(summary["designs"][0]["teams"]["csms"]["utilization"]["mean"].is_number());
    let difference = &summary["differences"][0];
    assert_eq!((&difference["design"], &difference["baseline"]), (&"pooled_14".into(), &"named".into()));
    let cost = &difference["segments"]["all"]["cost_annual"];
    assert!(cost["variance_ratio"].is_null() && cost["mean"].is_number());
    assert_eq!(summary["assumptions"][0]["grade"], "E");
    let sweep = json::sweep_summary(&fixture::sweep(true));
    assert_eq!(sweep["points"].as_array().map(Vec::len), Some(28));
}

#[test]
fn replications_can_be_recomputed_into_every_estimate() {
    let c = fixture::comparison();
    let mut out = Vec::new();
    csv::replications(&c, &mut out).expect("a vector takes all");
    let text = String::from_utf8(out).expect("text");
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), c.designs.len() * 12 * 3);
    assert_eq!(header.len(), 3 + Metric::COUNT);
    for metric in [Metric::GrrAnnual, Metric::FirstResponseHoursP90, Metric::CostAnnual] {
        let column = header.iter().position(|name| *name == metric.name()).expect("a column");
        let of = |row: &&Vec<&str>| row[0] == "sticky_11" && row[2] == "all";
        let values: Vec<f64> = rows.iter().filter(of).map(|row| row[column].parse().expect("a number")).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        assert_eq!(Some(mean), c.designs[5].groups[0].get(metric).map(|e| e.mean));
    }
    let cost = header.iter().position(|name| *name == "cost_annual").expect("a column");
    assert!(rows.iter().filter(|row| row[2] == "smb").all(|row| row[cost].is_empty()));
    assert!(!text.contains("NaN"));
}

#[test]
fn sweep_rows_are_tidy() {
    let mut out = Vec::new();
    csv::sweep(&fixture::sweep(true), &mut out).expect("a vector takes all");
    let text = String::from_utf8(out).expect("text");
    let header = "teams.csms.csms,context.documentation,design,segment,metric,mean,std_error,low,high,n";
    assert_eq!(text.lines().next(), Some(header));
    assert!(text.lines().all(|line| line.split(',').count() == 10));
    assert!(text.contains("9,0.2,pooled,all,cost_annual,1485000,"));
}

#[test]
fn the_table_fits_and_ends_with_the_verdict() {
    let c = fixture::comparison();
    for width in [60, 80, 100, 140] {
        let text = table::comparison(&c, width, false);
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(width), "{widest:?} > {width}\n{text}");
        assert_no_odd_numbers(&text);
    }
    let text = table::comparison(&c, 100, false);
    let row = text.lines().find(|line| line.starts_with("sticky_11")).expect("a row");
    let cells: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(cells[..5], ["sticky_11", "11", "2.6", "h", "±0.1"]);
    assert!(text.contains("named (today)") && text.contains("-$495k +") && text.contains("and 3 more in the report"));
    assert!(text.trim_end().ends_with("74 % of planned work."));
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(bands::SOURCE));
    assert!(!text.contains('\u{1b}') && table::comparison(&c, 100, true).contains("\u{1b}[1m"));
}

#[test]
fn one_design_and_a_sweep_fit_too() {
    let c = fixture::comparison();
    let run = table::run(&c.scenario, &c.designs[0], 100, false);
    let sweep = table::sweep(&fixture::sweep(true), 100, false);
    for text in [&run, &sweep] {
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
        assert_no_odd_numbers(text);
    }
    assert!(run.contains("Segment smb") && run.contains("Team csms") && sweep.contains("14 *"));
}

#[test]
fn the_report_stands_alone_and_is_well_formed() {
    let page = html();
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
    assert_balanced(&page);
    assert_no_odd_numbers(&visible(&page));
    assert!(!page.contains("http") && !page.contains("<script") && !page.contains("url(") && !page.contains("@import"));
    assert!(!page.contains("scope=\"col\"></th>") && page.contains("scope=\"row\""));
    assert!(page.contains("SMB &amp; mid-market"));
    let headings: Vec<u8> =
        page.match_indices("<h").filter_map(|(at, _)| page.as_bytes().get(at + 2).copied()).collect();
    let levels: Vec<u8> = headings.into_iter().filter(u8::is_ascii_digit).collect();
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1) && levels[0] == b'1');
    for two in [false, true] {
        let s = fixture::sweep(two);
        let page = caseload::report::html::sweep(&s, &plots::sweep(&s), "caseload sweep");
        assert_balanced(&page);
        assert_no_odd_numbers(&visible(&page));
    }
}

#[test]
fn plots_have_titles_unique_ids_and_survive_what_is_not_a_number() {
    let mut c = fixture::comparison();
    for design in &mut c.designs {
        for group in design.groups.iter_mut().chain(&mut design.teams) {
            for (_, e) in &mut group.metrics {
                (e.std_error, e.low, e.high) = (f64::NAN, f64::NAN, f64::NAN);
            }
        }
    }
    c.designs[1].groups[0].metrics.clear();
    c.designs[2].retained.clear();
    let pictures = plots::comparison(&c);
    assert_eq!(pictures.len(), 5);
    let mut ids: Vec<&str> = pictures.iter().map(|p| p.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 5);
    for picture in &pictures {
        let svg = picture.standalone();
        assert_balanced(&svg);
        assert!(svg.contains("role=\"img\"") && svg.contains("<title") && !svg.contains("NaN"));
        assert_no_odd_numbers(&visible(&svg));
    }
    assert_no_odd_numbers(&table::comparison(&c, 100, false));
    let mut nothing = fixture::comparison();
    nothing.designs.iter_mut().for_each(|d| (d.groups, d.teams) = (Vec::new(), Vec::new()));
    nothing.differences.clear();
    assert_balanced(&caseload::report::html::comparison(&nothing, &plots::comparison(&nothing), ""));
    assert!(table::comparison(&nothing, 100, false).contains("Verdict"));
}

#[test]
fn results_appear_whole_and_replace_only_results() {
    let home = tempfile::tempdir().expect("a folder");
    let dir = home.path().join("deep/results");
    check_writable(&dir).expect("writable");
    let c = fixture::comparison();
    let files = write_comparison(&dir, &c, "caseload compare").expect("written");
    assert!(files.iter().all(|file| file.is_file()) && files.contains(&dir.join("report.html")));
    fs::write(dir.join("notes.txt"), "mine").expect("written");
    fs::write(dir.join("plots/mine.svg"), "mine").expect("written");
    let files = write_sweep(&dir, &fixture::sweep(false), "caseload sweep").expect("replaced");
    assert!(files.iter().all(|file| file.is_file()));
    assert!(!dir.join("replications.csv").exists() && !dir.join("plots/response-times.svg").exists());
    assert_eq!(fs::read_to_string(dir.join("notes.txt")).expect("kept"), "mine");
    assert_eq!(fs::read_to_string(dir.join("plots/mine.svg")).expect("kept"), "mine");
    let left: Vec<_> = fs::read_dir(home.path().join("deep")).expect("a folder").collect();
    assert_eq!(left.len(), 1, "no temporary folder stays behind");
}

#[test]
fn the_same_result_is_the_same_bytes() {
    let home = tempfile::tempdir().expect("a folder");
    let c = fixture::comparison();
    let write = |name: &str| write_comparison(&home.path().join(name), &c, "caseload compare").expect("written");
    for (a, b) in write("a").iter().zip(&write("b")) {
        assert_eq!(fs::read(a).expect("read"), fs::read(b).expect("read"));
    }
}

#[test]
fn foreign_folders_are_refused_and_left_alone() {
    let home = tempfile::tempdir().expect("a folder");
    let dir = home.path().join("thesis");
    fs::create_dir(&dir).expect("made");
    fs::write(dir.join("report.html"), "mine").expect("written");
    fs::write(dir.join("manifest.json"), "{\"program\": \"another\"}").expect("written");
    for refusal in [
        check_writable(&dir).expect_err("refused"),
        write_comparison(&dir, &fixture::comparison(), "").expect_err("refused"),
        write_sweep(&dir.join("report.html"), &fixture::sweep(false), "").expect_err("refused"),
    ] {
        let text = refusal.to_string();
        assert!(text.contains("thesis") && text.contains("name a"), "{text}");
    }
    assert_eq!(fs::read_to_string(dir.join("report.html")).expect("kept"), "mine");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_made_is_said_early() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("file");
    fs::write(&file, "").expect("written");
    let refusal = check_writable(&file.join("results")).expect_err("refused");
    assert!(refusal.to_string().contains("cannot create"), "{refusal}");
    // Permission bits do not bind root, so a folder of the kernel stands for one that nobody may write to.
    let refusal = check_writable(std::path::Path::new("/proc/results")).expect_err("refused");
    assert!(refusal.to_string().contains("/proc"), "{refusal}");
}
