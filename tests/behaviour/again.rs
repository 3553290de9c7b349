//! Accounts that ask again only after an answer.

use crate::world::{World, at};
use caseload::engine::Metric;
use caseload::model::demand::{Occurrence, What};
use caseload::model::{DemandSource, Scenario};
use caseload::streams::KeyRing;
use std::path::Path;

const TEXT: &str = r#"
[simulation]
warm_up = "0 days"
length = "2 weeks"
cool_down = "0 days"

[demand]
daily_dispersion = 1

[segments.s]
accounts = 2
arr = "$10k"
churn = "60% / year"

[requests.ask]
again_after = "2 h"
work = "30 min"
respond_within = "4 h"

[teams.t]
csms = 1
calendar = "always"
leave = "0 days / year"
sickness = "0 days / year"

[designs.d]
coverage = [ { pooled = "t" } ]
"#;

fn scenario(changes: &[(&str, &str)]) -> Scenario {
    let changes: Vec<(String, String)> = changes.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    Scenario::parse(TEXT, Path::new("again.toml"), &changes).expect("the firm is valid")
}

/// Each account of the beginning asks once within its first two hours; then one where the test has it.
fn world(firsts: &[(i64, u32)], changes: &[(&str, &str)]) -> World {
    let scenario = scenario(changes);
    let mut demand = DemandSource::new(&scenario).draw(&KeyRing::new(1, 0));
    let first: Vec<&Occurrence> = demand.occurrences.iter().filter(|o| o.what == What::Work).collect();
    assert_eq!(first.len(), 2);
    assert!(first.iter().all(|o| o.at < at(0, 2, 0) && o.work_content().ms() == 30 * 60_000), "{first:?}");
    demand.occurrences.retain(|o| o.what == What::Mark);
    let mut world = World { scenario, demand };
    for (minute, account) in firsts {
        world.work(at(0, 0, *minute), 0, *account, 30);
    }
    world
}

#[test]
fn the_next_request_comes_so_long_after_the_last_was_resolved() {
    // a1 waits for a0 to be done: its next request comes later as well.
    let (diary, record) = world(&[(0, 0), (10, 1)], &[]).live();
    assert_eq!(diary.begun[..4], ["0d00:00 c0 ask a0", "0d00:30 c0 ask a1", "0d02:30 c0 ask a0", "0d03:00 c0 ask a1"]);
    // Each account: 2.5 h from request to request, in 336 h.
    let each = 336.0 / 2.5;
    assert!((record.groups[0][Metric::RequestsPerAccountMonth] * 12.0 / 365.2425 * 14.0 - each).abs() < 1.0);
}

#[test]
fn a_faster_pace_divides_the_time_and_complexity_multiplies_the_work_too() {
    let begun = world(&[(0, 0)], &[("demand.load", "2")]).begun();
    assert_eq!(begun[..3], ["0d00:00 c0 ask a0", "0d01:30 c0 ask a0", "0d03:00 c0 ask a0"]);
    let scenario = scenario(&[("segments.s.complexity", "2")]);
    let demand = DemandSource::new(&scenario).draw(&KeyRing::new(1, 0));
    let mut first = demand.occurrences.iter().filter(|o| o.what == What::Work);
    assert!(first.all(|o| o.at < at(0, 1, 0) && o.work_content().ms() == 60 * 60_000));
}

#[test]
fn the_time_begins_when_the_conversation_is_over() {
    let mut world = world(&[(0, 0)], &[]);
    let back = "[requests.ask.follow_ups.back]\nshare = \"95%\"\nafter = \"1 h\"\nwork = \"6 min\"\n[teams.t]";
    let text = TEXT.replacen("[teams.t]", back, 1);
    world.scenario = Scenario::parse(&text, Path::new("again.toml"), &[]).expect("the firm is valid");
    let ended = world.live().0.ended;
    // Interactions follow each other after an hour, requests after two.
    let gap = |pair: &[String]| minutes(&pair[1]) - minutes(&pair[0]);
    let gaps: Vec<i64> = ended.windows(2).map(gap).collect();
    assert!(gaps.iter().all(|gap| [66, 150].contains(gap)) && gaps.contains(&66) && gaps.contains(&150), "{gaps:?}");
}

/// Minutes of a line such as `0d02:30 c0 ask a0`.
fn minutes(line: &str) -> i64 {
    let (day, time) = line.split(' ').next().and_then(|when| when.split_once('d')).expect("a line begins with a time");
    let (hour, minute) = time.split_once(':').expect("hours and minutes");
    let number = |text: &str| text.parse::<i64>().expect("a number");
    number(day) * 1440 + number(hour) * 60 + number(minute)
}

#[test]
fn nobody_asks_again_after_leaving() {
    let mut world = world(&[(0, 0), (0, 1)], &[]);
    world.renewal(at(0, 4, 0), 0, 0.0);
    let begun = world.begun();
    assert_eq!(begun.iter().filter(|line| line.ends_with("a0")).count(), 2);
    assert!(begun.iter().filter(|line| line.ends_with("a1")).count() > 100);
}

#[test]
fn two_kinds_are_asked_again_apart() {
    let other = "[requests.other]\nagain_after = \"5 h\"\nwork = \"6 min\"\nrespond_within = \"4 h\"\n[teams.t]";
    let text = TEXT.replacen("[teams.t]", other, 1).replace("accounts = 2", "accounts = 5");
    let scenario = Scenario::parse(&text, Path::new("again.toml"), &[]).expect("the firm is valid");
    let mut demand = DemandSource::new(&scenario).draw(&KeyRing::new(1, 0));
    demand.occurrences.retain(|o| o.what == What::Mark);
    let mut world = World { scenario, demand };
    world.work(at(0, 0, 0), 0, 4, 30).work(at(0, 1, 0), 1, 4, 6);
    // Questions every two and a half hours, the others five hours after an answer. (The diary calls them calls.)
    assert_eq!(
        world.begun()[..5],
        ["0d00:00 c0 ask a4", "0d01:00 c0 call a4", "0d02:30 c0 ask a4", "0d05:00 c0 ask a4", "0d06:06 c0 call a4"]
    );
}

#[test]
fn old_accounts_are_not_onboarded_again() {
    let onboarding = [("segments.s.onboarding.duration", "2 weeks"), ("segments.s.onboarding.request_factor", "2")];
    let begun = world(&[(0, 0)], &onboarding).begun();
    assert_eq!(begun[..3], ["0d00:00 c0 ask a0", "0d02:30 c0 ask a0", "0d05:00 c0 ask a0"]);
}

#[test]
fn each_time_between_requests_is_drawn_anew() {
    let changes = [("requests.ask.again_after", r#"{ values = ["2 h", "3 h", "4 h"] }"#)];
    let scenario = scenario(&changes);
    let mut demand = DemandSource::new(&scenario).draw(&KeyRing::new(1, 0));
    demand.occurrences.retain(|o| o.what == What::Mark);
    let mut world = World { scenario, demand };
    world.work(at(0, 0, 0), 0, 0, 30);
    let begun = world.begun();
    let gaps: Vec<i64> = begun.windows(2).map(|pair| minutes(&pair[1]) - minutes(&pair[0])).collect();
    let mut found = gaps.clone();
    found.sort_unstable();
    found.dedup();
    assert_eq!(found, [150, 210, 270], "{gaps:?}");
}
