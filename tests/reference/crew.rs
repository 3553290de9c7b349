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
    ramp: (&'static str, i64),
    factors: (&'static str, &'static str),
}

pub fn any_people() -> impl Strategy<Value = People> {
    let (departures, hires) = (vec((0i64..14, 0u32..3), 0..4), vec((0i64..14, 1u32..3), 0..2));
    let ramp = (select(vec!["40%", "75%", "100%"]), 0i64..20);
    let factors = (select(vec!["1", "1.5"]), select(vec!["1", "0.5"]));
    (departures, 0i64..4, hires, ramp, factors).prop_map(|(departures, vacancy, hires, ramp, factors)| People {
        departures,
        vacancy,
        hires,
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
        let (ramp, factors) = (self.ramp, self.factors);
        list("departures", self.departures.iter().map(departure).collect())
            + &list("hires", self.hires.iter().map(hire).collect())
            + &format!("vacancy = \"{} days\"\n", self.vacancy)
            + &format!("work_factor = {}\nsave_factor = {}\n", factors.0, factors.1)
            + &format!("ramp = {{ from = \"{}\", over = \"{} days\" }}\n", ramp.0, ramp.1)
    }
}
