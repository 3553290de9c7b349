//! A random firm that begins with other rules, and maybe other seats, and changes at a date.

use super::*;

impl Firm {
    /// The same firm, which begins with other rules and changes at a date; nothing where the two do not go together. What
    /// is added to its file.
    pub fn changing(&self) -> Option<(Scenario, String)> {
        let pick = |shift: u32, count: u64| (self.seed >> shift) % count;
        let (sizes, old) = ([self.teams[0].csms, self.teams[1].csms], (self.rules.len() + pick(2, 2) as usize) % 2);
        let form = match pick(4, 3) {
            0 => format!("pooled = \"t{old}\""),
            1 => format!("named = \"t{old}\", backup_after = \"2 h\""),
            _ => format!("pods = \"t{old}\", pod_size = {}", sizes[old].clamp(2, 3) - 1),
        };
        let mut text = self.toml();
        // Conversations that go on with another team need somebody there under both designs.
        text += &format!("[designs.old]\ncoverage = [ {{ {form} }} ]\n");
        let change = 1 + pick(8, 6);
        let cohorts = if pick(6, 2) == 0 { "all_at_once" } else { "by_renewal" };
        text += &format!("[designs.d.transition]\nfrom = \"old\"\nat = \"{change} days\"\ncohorts = \"{cohorts}\"\n");
        if pick(26, 2) == 0 {
            text += "misrouting = { share = \"50%\", delay = \"3 h\", work = \"10 min\" }\n";
        }
        if pick(27, 2) == 0 {
            text += &format!("overlap = \"{} days\"\n", 45 * pick(28, 2));
        }
        if self.teams[old].people.as_ref().is_some_and(|people| people.turnover.is_some()) && pick(30, 4) > 0 {
            let (factor, lasts) = (2 + 90 * pick(32, 2), 1 + pick(33, 9));
            text += &format!(
                "turnover_factor = {factor}\nturnover_for = \"{lasts} days\"\nannounced = \"{} days\"\n",
                pick(37, 5)
            );
        }
        if pick(12, 4) > 0 {
            text += &format!("seats = \"change\"\nover = \"{} days\"\n", pick(14, 6));
            // The seats before, and people who convert to the other team: as many as there is room for.
            let before = if pick(42, 2) == 0 { u64::from(sizes[old]) + pick(22, 3) } else { 1 + pick(22, 4) };
            let table = format!("[designs.old.teams.t{old}]\ncsms = {before}\n");
            let pace = format!("productivity = \"{}%\", ramp = \"3 days\"", 40 + 30 * pick(40, 3));
            let one = |csms: u64| format!("{{ from = \"t{old}\", to = \"t{}\", csms = {csms}, {pace} }}", 1 - old);
            let all = [format!("{}, {}", one(1), one(2)), format!("{}, {}", one(1), one(1)), one(2), one(1)];
            let some = all.iter().skip(pick(24, 5) as usize).map(|list| format!("conversions = [ {list} ]\n"));
            let mut tried = some.chain([String::new()]).map(|list| format!("{text}{list}{table}"));
            return tried.find_map(|text| self.parsed(&text)).or_else(|| self.parsed(&text));
        }
        self.parsed(&text)
    }

    /// The checked scenario of a text, if there is nothing wrong with it.
    fn parsed(&self, text: &str) -> Option<(Scenario, String)> {
        let mut changes = self.changes();
        changes.push(("simulation.current".to_string(), "old".to_string()));
        let path = Path::new(FOLDER).join("firm.toml");
        let change = text[text.find("[designs.old]")?..].to_string();
        Some((Scenario::parse(text, path.as_path(), &changes).ok()?, change))
    }
}
