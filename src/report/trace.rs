//! Traces as JSON: keys that scripts may rely on, as those of `summary.json`.

use crate::experiment::trace::{Account, Cover, Fate, Fates, Happening, Person, Row, Served, Trace, zoned};
use crate::model::Scenario;
use crate::model::digital::Effect;
use crate::time::SimTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

/// The life of one account.
pub fn life(t: &Trace) -> Value {
    let lives: Vec<Value> = (t.lives.iter())
        .map(|life| {
            json!({
                "name": t.scenario.designs[life.design].name,
                "covered_by": life.covered,
                "left_at": life.left.map(|left| instant(t, left)),
                "touches": life.touches,
                "handovers": life.handovers,
                "late": life.late,
                "missed": life.missed,
            })
        })
        .collect();
    let mut value = head(&t.scenario, t.replication);
    value.insert("accounts".into(), json!(t.accounts));
    value.insert("account".into(), account(&t.scenario, &t.account));
    value.insert("time_zone".into(), json!(t.time_zone.iana_name().unwrap_or("UTC")));
    value.insert("designs".into(), json!(lives));
    value.insert("rows".into(), t.rows.iter().map(|row| happening(t, row)).collect());
    Value::Object(value)
}

/// The accounts whose outcome differs between designs.
pub fn fates(scenario: &Scenario, fates: &Fates, replication: u32) -> Value {
    let differing = (fates.differing().into_iter()).map(|index| {
        let designs = fates.designs.iter().zip(&fates.left[index]);
        let left = designs.map(|(design, left)| (scenario.designs[*design].name.clone(), at(scenario, *left)));
        let mut value = account(scenario, &fates.accounts[index]);
        value["left_at"] = Value::Object(left.collect());
        value
    });
    let mut value = head(scenario, replication);
    value.insert("accounts".into(), json!(fates.accounts.len()));
    value.insert("differing".into(), differing.collect());
    Value::Object(value)
}

fn head(scenario: &Scenario, replication: u32) -> Map<String, Value> {
    Map::from_iter([
        ("version".to_string(), json!(env!("CARGO_PKG_VERSION"))),
        ("scenario".to_string(), json!(scenario.title)),
        ("scenario_hash".to_string(), json!(scenario.hash)),
        ("seed".to_string(), json!(scenario.simulation.seed)),
        ("replication".to_string(), json!(replication)),
    ])
}

fn at(scenario: &Scenario, at: Option<SimTime>) -> Value {
    json!(at.map(|at| zoned(scenario, at, &TimeZone::UTC).timestamp().to_string()))
}

fn account(scenario: &Scenario, account: &Account) -> Value {
    let skills = scenario.skills.as_ref().zip(account.leanings.vertical);
    let mut told = json!({
        "number": account.number,
        "segment": scenario.segments[account.segment].name,
        "arr": account.arr,
        "start": at(scenario, Some(account.start)),
        "new": account.is_new,
        "contract_days": account.term.days(),
        "contract_named": account.contract_named,
        "wants_human": account.leanings.wants_human,
    });
    if scenario.segments[account.segment].habits.poor_hand_off.is_some() {
        told["poorly_handed_off"] = json!(account.poorly_handed_off);
    }
    if let Some((skills, vertical)) = skills {
        told["vertical"] = json!(skills.names[usize::from(vertical)]);
    }
    told
}

fn instant(t: &Trace, at: SimTime) -> String {
    t.zoned(at).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn happening(t: &Trace, row: &Row) -> Value {
    let fates = (t.lives.iter().zip(&row.fates)).map(|(life, fates)| {
        let told: Vec<Value> = fates.iter().map(|fate| told(t, fate)).collect();
        (t.scenario.designs[life.design].name.clone(), json!(told))
    });
    let fates = Value::Object(fates.collect());
    let when = instant(t, row.at);
    match row.what {
        Happening::Comes => json!({ "at": when, "what": "comes" }),
        Happening::Measuring(true) => json!({ "at": when, "what": "measuring_begins" }),
        Happening::Measuring(false) => json!({ "at": when, "what": "measuring_ends" }),
        Happening::Adoption(leaves) => {
            let what = if leaves { "early_churn" } else { "activation_due" };
            json!({ "at": when, "what": what, "designs": fates })
        }
        Happening::Renewal(luck) => json!({ "at": when, "what": "renewal", "luck": luck, "designs": fates }),
        Happening::GoesOver => json!({ "at": when, "what": "goes_over", "designs": fates }),
        Happening::Work(kind, work) => {
            let kind = &t.scenario.kinds[kind];
            json!({
                "at": when,
                "what": "work",
                "kind": kind.name,
                "class": kind.class().name(),
                "work_hours": work.hours(),
                "designs": fates,
            })
        }
    }
}

fn told(t: &Trace, fate: &Fate) -> Value {
    match fate {
        Fate::Served(served) => serving(t, served),
        Fate::Missed(at) => json!({ "fate": "missed", "at": instant(t, *at) }),
        Fate::GaveUp(at) => json!({ "fate": "gave_up", "at": instant(t, *at) }),
        Fate::Dropped => json!({ "fate": "dropped" }),
        Fate::Sent(Effect::None) => json!({ "fate": "sent" }),
        Fate::Sent(effect) => json!({ "fate": "sent", "helped": *effect == Effect::Helps }),
        Fate::LeftOut(found) => json!({ "fate": "left_out", "activated_on_time_share": found }),
        Fate::Met => json!({ "fate": "met_in_session" }),
        Fate::Noted(settled) => json!({ "fate": "noted", "settled": settled }),
        Fate::NotCalledFor => json!({ "fate": "not_called_for" }),
        Fate::Dissatisfied(points) => json!({ "fate": "dissatisfied", "satisfaction": points }),
        Fate::Restored(points) => json!({ "fate": "restored", "satisfaction": points }),
        Fate::Activated(activated, leaves) => json!({ "fate": "adoption", "activated": activated, "leaves": leaves }),
        Fate::Astray => json!({ "fate": "astray" }),
        Fate::SetAside(at, again) => {
            json!({ "fate": "set_aside", "at": instant(t, *at), "resumed_at": again.map(|again| instant(t, again)) })
        }
        Fate::GoesTo(cover) => {
            let name = |team: usize| &t.scenario.designs[t.lives[0].design].teams[team].name;
            match cover {
                Cover::Own(csm) => json!({ "fate": "goes_over", "own": person(t, *csm) }),
                Cover::Pod(team, csms) => json!({ "fate": "goes_over", "pod_of": name(*team), "csms": csms }),
                Cover::Pool(team) => json!({ "fate": "goes_over", "pool": name(*team) }),
                Cover::Nobody => json!({ "fate": "goes_over", "nobody": true }),
            }
        }
        Fate::Uncovered => json!({ "fate": "uncovered" }),
        Fate::Waiting => json!({ "fate": "waiting" }),
        Fate::Renewed(churn, stays) => json!({ "fate": if *stays { "stays" } else { "leaves" }, "churn": churn }),
        Fate::Gone => json!({ "fate": "gone" }),
    }
}

fn serving(t: &Trace, served: &Served) -> Value {
    let mut told = json!({
        "fate": "served",
        "begun_at": instant(t, served.begun),
        "by": person(t, served.by),
        "waited_hours": served.waited.hours(),
        "late": served.late,
        "handover_from": served.instead_of.map(|before| person(t, before)),
        "done_at": served.done.map(|done| instant(t, done)),
        "saved": served.saved,
    });
    if let Some(points) = served.restored {
        told["satisfaction"] = json!(points);
    }
    told
}

fn person(t: &Trace, person: Person) -> Value {
    let team = t.lives.first().and_then(|life| t.scenario.designs[life.design].teams.get(person.team));
    let mut told = json!({ "team": team.map(|team| &team.name), "csm": person.number });
    if person.predecessors > 0 {
        told["predecessors"] = json!(person.predecessors);
    }
    told
}
