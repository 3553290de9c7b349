//! Teams at random, and who comes and goes.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::fmt::Write;

/// A team.
#[derive(Clone, Debug)]
pub struct Team {
    pub csms: u32,
    /// Accounts or ARR for each CSM, in place of a number.
    pub ratio: Option<&'static str>,
    pub calendar: &'static str,
    pub discipline: &'static str,
    pub protected: &'static str,
    pub away: bool,
    pub people: Option<People>,
    /// Open conversations of each CSM.
    pub limit: Option<u32>,
    /// Work for idle time.
    pub block: Option<(&'static str, bool)>,
    /// When people are called away, and for how long.
    pub calls: Option<(&'static str, &'static str)>,
    /// How long people stay after hours.
    pub overtime: Option<&'static str>,
    /// Who has what, where anything is called for; the first is of the first team, whose people together have all.
    pub skills: (&'static str, &'static str),
    /// How often alerts are looked at.
    pub alerts: Option<&'static str>,
}

/// Who leaves a team and who comes, in days, and how they work.
#[derive(Clone, Debug)]
pub struct People {
    /// Day and seat.
    departures: Vec<(i64, u32)>,
    vacancy: i64,
    hires: Vec<(i64, u32)>,
    /// Threshold, time between looks, lead, most seats.
    rule: Option<(&'static str, &'static str, i64, u32)>,
    ramp: (&'static str, i64),
    factors: (&'static str, &'static str),
    pub turnover: Option<&'static str>,
    /// Day of each cut.
    cuts: Vec<i64>,
    /// Whether books even out when a seat opens, and whether who leaves is succeeded only where needed.
    evens: (bool, bool),
}

fn any_people() -> impl Strategy<Value = People> {
    let (departures, hires) = (vec((0i64..14, 0u32..3), 0..4), vec((0i64..14, 1u32..3), 0..2));
    let ramp = (select(vec!["40%", "75%", "100%"]), 0i64..20);
    let factors = (select(vec!["1", "1.5"]), select(vec!["1", "0.5"]));
    let threshold = select(vec![
        "accounts_per_csm = 2",
        "accounts_per_csm = 4",
        r#"arr_per_csm = "$8k""#,
        r#"utilization = "3%", over = "1 day""#,
        r#"utilization = "15%", over = "2 days""#,
        r#"late_responses = "0%", over = "2 days""#,
        r#"late_responses = "30%", over = "1 day""#,
    ]);
    let rule = proptest::option::of((threshold, select(vec!["7 h", "1 day", "3 days"]), 0i64..3, 0u32..4));
    let turnover = proptest::option::weighted(0.4, select(vec!["100% / year", "400% / year"]));
    let more = (turnover, vec(0i64..12, 0..3), (any::<bool>(), any::<bool>()));
    let all = (departures, 0i64..4, hires, rule, ramp, factors, more);
    all.prop_map(|(departures, vacancy, hires, rule, ramp, factors, (turnover, cuts, evens))| People {
        departures,
        vacancy,
        hires,
        rule,
        ramp,
        factors,
        turnover,
        cuts,
        evens,
    })
}

/// Skills of a team in which somebody has all of them.
pub const ALL_SKILLS: &str = r#"va = 1, vb = "100%", tech = "100%""#;

pub fn any_team() -> impl Strategy<Value = Team> {
    let calendar = select(vec!["always", "desk", "new_york"]);
    let discipline =
        select(vec!["first_come", "priority", "earliest_due", "highest_arr", "soonest_renewal", "arr_at_risk"]);
    let people = proptest::option::weighted(0.3, any_people());
    let law = select(vec!["25 min", "{ exponential = \"40 min\" }"]);
    let block = proptest::option::weighted(0.25, (law, any::<bool>()));
    let calls = proptest::option::weighted(0.2, (select(vec!["7 h", "2 days"]), select(vec!["45 min", "9 h"])));
    let alerts = proptest::option::weighted(0.3, select(vec!["1 h", "1 day", "3 business hours"]));
    let protected = select(vec!["0%", "25%", "60%"]);
    let all = select(vec![ALL_SKILLS, r#"va = 1, vb = "50%", tech = "50%""#, r#"tech = "60%", va = "30%", vb = 1"#]);
    let some = select(vec!["", ALL_SKILLS, "vb = 1", r#"tech = "100%", va = "50%""#]);
    let overtime = proptest::option::weighted(0.3, select(vec!["20 min", "1 h", "5 h"]));
    let limit = proptest::option::weighted(0.3, 1u32..3);
    // No round figures: a ratio that comes out even may be one CSM more by rounding.
    let ratio = select(vec![
        "accounts_per_csm = 3.3719",
        "accounts_per_csm = 41",
        "arr_per_csm = \"$37191\"",
        "arr_per_csm = \"$19173\"",
    ]);
    let ratio = proptest::option::weighted(0.2, ratio);
    let more = (block, calls, overtime, (all, some), (alerts, ratio));
    (1u32..=3, calendar, discipline, protected, any::<bool>(), people, limit, more).prop_map(
        |(
            csms,
            calendar,
            discipline,
            protected,
            away,
            people,
            limit,
            (block, calls, overtime, skills, (alerts, ratio)),
        )| Team {
            csms,
            ratio,
            calendar,
            discipline,
            protected,
            away,
            people,
            limit,
            block,
            calls,
            overtime,
            skills,
            alerts,
        },
    )
}

impl People {
    /// For a team of so many seats.
    fn toml(&self, csms: u32, asked: bool, hosts: bool) -> String {
        let list = |name: &str, entries: Vec<String>| match entries.is_empty() {
            true => String::new(),
            false => format!("{name} = [{}]\n", entries.join(", ")),
        };
        let departure = |(day, csm): &(i64, u32)| format!("{{ at = \"{day} days\", csm = {} }}", csm % csms + 1);
        let hire = |(day, csms): &(i64, u32)| format!("{{ at = \"{day} days\", csms = {csms} }}");
        let rule = self.rule.map_or(String::new(), |(threshold, every, lead, at_most)| {
            let threshold = if asked || !threshold.contains("late") { threshold } else { "accounts_per_csm = 3" };
            // No share of late answers says that fewer are enough, and hosts of sessions are succeeded.
            let if_needed = self.evens.1 && !threshold.contains("late") && !hosts;
            let refill = if if_needed { ", refill = \"if_needed\"" } else { "" };
            let when = format!("every = \"{every}\", lead = \"{lead} days\", at_most = {at_most}{refill}");
            format!("hire_when = {{ {threshold}, {when} }}\n")
        });
        let turnover = self.turnover.map_or(String::new(), |turnover| format!("turnover = \"{turnover}\"\n"));
        let (ramp, factors) = (self.ramp, self.factors);
        let cut = |day: &i64| format!("{{ at = \"{day} days\", csms = 1 }}");
        let cuts = self.cuts.iter().take(csms as usize - 1).map(cut).collect();
        list("cuts", cuts)
            + &format!("rebalance = {}\n", self.evens.0)
            + &list("departures", self.departures.iter().map(departure).collect())
            + &list("hires", self.hires.iter().map(hire).collect())
            + &rule
            + &turnover
            + &format!("vacancy = \"{} days\"\n", self.vacancy)
            + &format!("work_factor = {}\nsave_factor = {}\n", factors.0, factors.1)
            + &format!("ramp = {{ from = \"{}\", over = \"{} days\" }}\n", ramp.0, ramp.1)
    }
}

impl Team {
    /// What its people have.
    pub fn skills_of(&self, number: usize) -> &'static str {
        if number == 0 { self.skills.0 } else { self.skills.1 }
    }

    /// Its table in the scenario.
    pub fn toml(&self, number: usize, asked: bool, limits: bool, (skilled, hosts): (bool, bool)) -> String {
        let mut text = String::new();
        let mut add = |line: std::fmt::Arguments| text.write_fmt(line).expect("text takes any text");
        let away = if self.away { 1 } else { 0 };
        let duties = if self.calendar == "always" { 0 } else { 20 * away };
        let seats = self.ratio.map_or(format!("csms = {}", self.csms), str::to_string);
        add(format_args!("[teams.t{number}]\n{seats}\ncalendar = \"{}\"\n", self.calendar));
        add(format_args!("discipline = \"{}\"\nprotected_planned = \"{}\"\n", self.discipline, self.protected));
        add(format_args!("non_customer = \"{duties}%\"\nleave = \"{} days / year\"\n", 60 * away));
        add(format_args!("sickness = \"{} days / year\"\n", 40 * away));
        if let Some(limit) = self.limit.filter(|_| limits) {
            add(format_args!("wip_limit = {limit}\n"));
        }
        if let Some((block, once)) = self.block {
            let quoted = if block.starts_with('{') { block.to_string() } else { format!("\"{block}\"") };
            add(format_args!("idle_work = {quoted}\nidle_work_once = {once}\n"));
        }
        if let Some((after, back_after)) = self.calls {
            add(format_args!("called_away = {{ after = \"{after}\", back_after = \"{back_after}\" }}\n"));
        }
        if let Some(overtime) = self.overtime.filter(|_| self.calendar != "always") {
            add(format_args!("overtime = \"{overtime}\"\n"));
        }
        if skilled {
            add(format_args!("skills = {{ {} }}\n", self.skills_of(number)));
        }
        if let Some(every) = self.alerts {
            add(format_args!("alerts_every = \"{every}\"\n"));
        }
        if let Some(people) = &self.people {
            // Some seat is there, whatever the ratio.
            let csms = if self.ratio.is_some() { 1 } else { self.csms };
            add(format_args!("{}", people.toml(csms, asked, hosts)));
        }
        text
    }
}
