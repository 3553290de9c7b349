//! The scenarios that come with the program. A new one is a file in `scenarios/` and a line here.

/// A scenario that comes with the program.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// What to type.
    pub name: &'static str,
    /// The file.
    pub text: &'static str,
    /// Files that it names, with their content.
    pub beside: &'static [(&'static str, &'static str)],
}

/// The preset in `scenarios/NAME.toml`, with the files beside it.
macro_rules! preset {
    ($name:literal $(, $beside:literal)*) => {
        Preset {
            name: $name,
            text: include_str!(concat!("../../scenarios/", $name, ".toml")),
            beside: &[$(($beside, include_str!(concat!("../../scenarios/", $beside)))),*],
        }
    };
}

/// All presets, the one for beginners first.
pub const PRESETS: &[Preset] = &[
    preset!("pooled-vs-named"),
    preset!("hybrid-tiers"),
    preset!("acv-tiers"),
    preset!("three-bands"),
    preset!("on-request-pool"),
    preset!("named-until-go-live"),
    preset!("named-to-pool-transition"),
    preset!("at-risk-only"),
    preset!("accounts-that-outgrow"),
    preset!("cut-20-percent"),
    preset!("shared-inbox"),
    preset!("channel-added"),
    preset!("seat-activation"),
    preset!("two-million-rule"),
    preset!("startup-over-invested"),
    preset!("growth-first-csm"),
    preset!("scaling-specialise"),
    preset!("mature-predictive"),
    preset!("ratio-contradiction"),
    preset!("digital-long-tail"),
    preset!("seasonal-renewals"),
    preset!("digital-deflection"),
    preset!("digital-touch"),
    preset!("one-csm-leaves"),
    preset!("growth-hiring-lag"),
    preset!("growth-hiring-trigger"),
    preset!("maturity-ramp"),
    preset!("follow-the-sun"),
    preset!("vertical-pools"),
    preset!("strategic-overrides"),
    preset!("health-triggers"),
    preset!("expansion-signals"),
    preset!("risk-escalation"),
    preset!("service-recovery"),
    preset!("sales-owns-renewals"),
    preset!("helpdesk-log", "helpdesk-tickets.csv"),
    preset!("theory/mm20-pooled"),
    preset!("theory/mm1-named"),
    preset!("theory/mg1"),
    preset!("theory/priorities"),
    preset!("theory/interruptions"),
    preset!("theory/finite-source"),
    preset!("theory/vacations"),
    preset!("theory/single-vacation"),
    preset!("theory/breakdowns"),
    preset!("theory/erlang-a"),
    preset!("theory/feedback"),
];

impl Preset {
    /// The question it answers: the title in the file.
    pub fn question(&self) -> &'static str {
        let title = self.text.lines().find_map(|line| line.strip_prefix("title"));
        title.map_or("", |rest| rest.trim_start_matches([' ', '=']).trim_matches('"'))
    }
}

/// Name and question of each, a line each.
pub fn listing() -> String {
    let width = PRESETS.iter().map(|preset| preset.name.len()).max().unwrap_or(0);
    let line = |preset: &Preset| format!("{:width$}  {}\n", preset.name, preset.question());
    PRESETS.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_asks_a_question_of_its_own() {
        for (index, preset) in PRESETS.iter().enumerate() {
            assert!(!preset.question().is_empty(), "{}", preset.name);
            let others = PRESETS.iter().enumerate().filter(|(other, _)| *other != index);
            for (_, other) in others {
                assert!(other.name != preset.name && other.question() != preset.question(), "{}", preset.name);
            }
        }
    }
}
