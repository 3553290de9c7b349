//! Who leaves the teams of a random firm, and who comes.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

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
}

pub fn any_people() -> impl Strategy<Value = People> {
    let (departures, hires) = (vec((0i64..14, 0u32..3), 0..4), vec((0i64..14, 1u32..3), 0..2));
    let ramp = (select(vec!["40%", "75%", "100%"]), 0i64..20);
    let factors = (select(vec!["1", "1.5"]), select(vec!["1", "0.5"]));
    let threshold = select(vec![
        "accounts_per_csm = 2",
        "accounts_per_csm = 4",
        r#"utilization = "3%", over = "1 day""#,
        r#"utilization = "15%", over = "2 days""#,
    ]);
    let rule = proptest::option::of((threshold, select(vec!["7 h", "1 day", "3 days"]), 0i64..3, 0u32..4));
    let all = (departures, 0i64..4, hires, rule, ramp, factors);
    all.prop_map(|(departures, vacancy, hires, rule, ramp, factors)| People {
        departures,
        vacancy,
        hires,
        rule,
        ramp,
        factors,
    })
}

impl People {
    /// Keys of a team.
    pub fn toml(&self, csms: u32) -> String {
        let list = |name: &str, entries: Vec<String>| match entries.is_empty() {
            true => String::new(),
            false => format!("{name} = [{}]\n", entries.join(", ")),
        };
        let departure = |(day, csm): &(i64, u32)| format!("{{ at = \"{day} days\", csm = {} }}", csm % csms + 1);
        let hire = |(day, csms): &(i64, u32)| format!("{{ at = \"{day} days\", csms = {csms} }}");
        let rule = self.rule.map_or(String::new(), |(threshold, every, lead, at_most)| {
            format!("hire_when = {{ {threshold}, every = \"{every}\", lead = \"{lead} days\", at_most = {at_most} }}\n")
        });
        let (ramp, factors) = (self.ramp, self.factors);
        list("departures", self.departures.iter().map(departure).collect())
            + &list("hires", self.hires.iter().map(hire).collect())
            + &rule
            + &format!("vacancy = \"{} days\"\n", self.vacancy)
            + &format!("work_factor = {}\nsave_factor = {}\n", factors.0, factors.1)
            + &format!("ramp = {{ from = \"{}\", over = \"{} days\" }}\n", ramp.0, ramp.1)
    }
}
