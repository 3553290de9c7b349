//! A random firm as a scenario file.

use super::*;
use crate::crew::ALL_SKILLS;

impl Firm {
    /// The scenario as a file.
    pub(super) fn toml(&self) -> String {
        let requests_only = FIRM.split("[playbooks").next().unwrap_or_default();
        let mut text = if self.plain { requests_only } else { FIRM }.to_string();
        if self.urgent.3 && !self.plain {
            text = text
                .replace("[requests.ping]\nrate = \"1 / account / year\"", "[requests.ping]\nagain_after = \"5 h\"");
        }
        let mut add = |line: std::fmt::Arguments| text.write_fmt(line).expect("text takes any text");
        add(format_args!("{}", self.talks()));
        if let (Some((.., cooldown)), false) = (self.mood, self.plain) {
            add(format_args!(
                "[triggers.unhappy]\nsatisfaction_below = 47.3\nhysteresis = 3.1\ncooldown = \"{cooldown}\"\n"
            ));
            add(format_args!("work = \"35 min\"\nwindow = \"6 h\"\nresponse = \"70%\"\nrestores = 20\n"));
        }
        add(format_args!("[context]\npenalty = \"{}\"\ndocumentation = \"20%\"\n", self.penalty));
        let capped = self.rules.iter().any(|rule| rule.filter.contains("cap"));
        // Teams that hold sessions, or take requests over, have people even where they answer for no accounts.
        let fixed = [self.program.is_some(), self.talk.is_some_and(|talk| talk.4.is_some())];
        for (number, team) in self.teams.iter().enumerate() {
            let team = Team { ratio: team.ratio.filter(|_| !capped && !fixed[number]), ..team.clone() };
            let asked = self.rules.iter().any(|rule| rule.team == number && self.has_requests(rule));
            add(format_args!(
                "{}",
                team.toml(
                    number,
                    asked,
                    self.talk.is_some() && !self.plain,
                    (self.skilled(), number == 0 && self.program.is_some() && !self.plain)
                )
            ));
        }
        add(format_args!("[designs.d]\ncoverage = [\n"));
        for (number, rule) in self.rules.iter().enumerate() {
            let last = number + 1 == self.rules.len();
            let filter = match rule.filter {
                _ if last => "",
                filter if filter.contains("vertical") && !self.skilled() => "accounts = \"large\", ",
                filter if filter.contains("unhappy") && self.mood.is_none() => "work = [\"care\"], ",
                filter => filter,
            };
            add(format_args!("  {{ {filter}{} }},\n", self.coverage(rule, last)));
        }
        add(format_args!("]\n"));
        if let (Some((settles, wait)), false) = (self.note, self.plain) {
            let of = if self.mood.is_some() { r#"["drop", "alarm", "unhappy"]"# } else { r#"["drop", "alarm"]"# };
            add(format_args!("notes = [ {{ of = {of}, settles = \"{settles}\", wait = \"{wait}\" }} ]\n"));
        }
        // Some triggers and programs are not for this design.
        if self.seed % 11 < 3 && !self.plain && !self.rules.iter().any(|rule| rule.filter.contains("full")) {
            let unhappy = if self.mood.is_some() { r#", "unhappy""# } else { "" };
            add(format_args!("triggers = [\"alarm\"{unhappy}]\n"));
        }
        if self.seed % 13 < 3 && self.program.is_some() && !self.plain {
            add(format_args!("programs = [\"{}\"]\n", if self.seed.is_multiple_of(2) { "desk" } else { "class" }));
        }
        if let Some((hours, hysteresis)) = self.looking() {
            let every = if hours > 0 { format!("every = \"{hours} h\", ") } else { String::new() };
            add(format_args!("resegment = {{ {every}hysteresis = \"{hysteresis}\" }}\n"));
        }
        if let (Some((every, work, counts_for, covers)), false) = (self.program, self.plain) {
            add(format_args!("[programs.desk]\nteam = \"t0\"\nevery = \"{every}\"\nwork = \"{work}\"\n"));
            add(format_args!("counts_for = \"{counts_for}\"\ncovers = {covers}\nattendance = \"50%\"\n"));
            add(format_args!("requests = \"ask\"\nanswers = \"40%\"\n"));
            // A second program of the same team, for some, on the same dates.
            add(format_args!("[programs.class]\nteam = \"t0\"\nsegments = \"large\"\nevery = \"{every}\"\n"));
            add(format_args!("work = \"30 min\"\nattendance = \"100%\"\ncounts_for = \"1 h\"\ncovers = \"care.2\"\n"));
        }
        text
    }

    /// How accounts are looked at again, where a rule looks at ARR.
    fn looking(&self) -> Option<(i64, &'static str)> {
        let filtered = &self.rules[..self.rules.len() - 1];
        self.looks.filter(|_| !self.plain && filtered.iter().any(|rule| rule.filter.contains("arr_")))
    }

    fn coverage(&self, rule: &Rule, last: bool) -> String {
        if self.is_nobodys(rule) {
            return "nobody = true".to_string();
        }
        // Work by name goes to a pool.
        let by_name = !last && (rule.filter.contains("care") || rule.filter.contains("ask"));
        let size = if by_name { 0 } else { rule.pods.min(self.teams[rule.team].csms) };
        let mut text = match size {
            0 => format!("pooled = \"t{}\"", rule.team),
            1 => format!("named = \"t{}\"", rule.team),
            _ => format!("pods = \"t{}\", pod_size = {size}", rule.team),
        };
        let matching = self.matching(rule, size);
        let required = matching == Some("required");
        text += &format!(", balance = \"{}\"", rule.balance);
        if let Some(matching) = matching {
            text += &format!(", match = \"{matching}\"");
        }
        if !required {
            text += &format!(", backup_after = \"{}\"", rule.backup);
        }
        if let (Some((memory, patience)), true) = (rule.sticky, size != 1 && !required) {
            text += &format!(", sticky = {{ memory = \"{memory}\", patience = \"{patience}\" }}");
        }
        let planned = last || !rule.filter.contains("work") || rule.filter.contains("planned");
        if let (Some(digital), true, false) = (rule.digital, planned, self.plain) {
            text += &format!(", digital = {digital}");
        }
        if size != 1 && matching.is_none_or(|matching| matching == "ignored") {
            text += &format!(", assign = \"{}\"", rule.assign);
        }
        let requests = by_name || self.has_requests(rule);
        if let Some((every, work)) = rule.triage.filter(|_| size != 1 && requests) {
            text += &format!(", triage = {{ every = \"{every}\", work = \"{work}\" }}");
        }
        if let Some(after) = rule.overflow.filter(|_| !required) {
            text += &format!(", overflow = {{ team = \"t{}\", after = \"{after}\" }}", 1 - rule.team);
        }
        text
    }

    /// Whether a rule leaves its work, which is no requests, to nobody.
    fn is_nobodys(&self, rule: &Rule) -> bool {
        rule.nobody && !self.has_requests(rule)
    }

    /// Whether requests come to the team of a rule.
    fn has_requests(&self, rule: &Rule) -> bool {
        let named = ["work", "reactive", "\"ask\""].map(|word| rule.filter.contains(word));
        std::ptr::eq(rule, &self.rules[self.rules.len() - 1]) || !named[0] || named[1] || named[2]
    }

    /// Whether work calls for verticals and skills.
    pub(super) fn skilled(&self) -> bool {
        self.skills.is_some() && !self.plain
    }

    /// What a rule says about a match.
    fn matching(&self, rule: &Rule, size: u32) -> Option<&'static str> {
        if !self.skilled() {
            return None;
        }
        let everybody = size == 0 && self.teams[rule.team].skills_of(rule.team) == ALL_SKILLS;
        match rule.matching {
            "required" if !everybody => Some("preferred"),
            "preferred" | "ignored" | "required" => Some(rule.matching),
            // A named CSM is not waited for.
            _ if size == 1 => None,
            span => Some(span),
        }
    }

    /// What customers do about questions, and about calls, after the first answer.
    fn talks(&self) -> String {
        let Some((_, share, after, handler, handed)) = self.talk.filter(|_| !self.plain) else { return String::new() };
        let quoted = |text: &str| if text.starts_with('{') { text.to_string() } else { format!("\"{text}\"") };
        let one = |name: &str, share: &str, after: &str, work: &str, handler: &str| {
            let times = format!("after = {}\nwork = {}\n", quoted(after), quoted(work));
            format!("[requests.{name}]\nshare = \"{share}\"\n{times}to_handler_for = \"{handler}\"\n")
        };
        let support = handed.map_or(String::new(), |(share, back)| {
            let to = "[requests.ask.follow_ups.support]\nto = \"t1\"\nafter = \"15 min\"\nwork = \"40 min\"\n";
            let back = if back { "back = { exponential = \"20 min\" }\nto_handler_for = \"30 min\"\n" } else { "" };
            format!("{to}share = \"{share}\"\n{back}")
        });
        support
            + &one("ask.follow_ups.answer", share, after, "20 min", handler)
            + &one("ask.follow_ups.reopened", "10%", "5 h", "{ exponential = \"1 h\" }", "0 h")
            + &one("call.follow_ups.again", "20%", "1 h", "20 min", "1 h")
    }

    /// The checked scenario.
    pub fn scenario(&self) -> Scenario {
        Scenario::parse(&self.toml(), Path::new(FOLDER).join("firm.toml").as_path(), &self.changes())
            .expect("every firm is valid")
    }

    /// Values set by path.
    pub(super) fn changes(&self) -> Vec<(String, String)> {
        let set = |key: &str, value: String| (key.to_string(), value);
        let mut changes = vec![
            set("simulation.start", self.start.to_string()),
            set("simulation.length", format!("{} weeks", self.weeks)),
            set("simulation.warm_up", format!("{} days", self.warm_up)),
            set("simulation.cool_down", format!("{} days", self.cool_down)),
            set("simulation.seed", (self.seed >> 1).to_string()),
            set("hand_off.work", self.hand_off.0.to_string()),
            set("hand_off.loss", self.hand_off.1.to_string()),
            set("attachment.unanswered", self.unanswered.to_string()),
        ];
        if !self.plain {
            changes.push(set("risks.drop.response", self.response.to_string()));
            changes.push(set("requests.call.interrupts", self.urgent.0.to_string()));
            changes.push(set("requests.ask.interrupts", self.urgent.1.to_string()));
            if self.urgent.0 || self.urgent.1 {
                changes.push(set("context.interruption", self.urgent.2.to_string()));
            }
        }
        if let (Some((work_factor, save_factor)), false) = (self.skills, self.plain) {
            changes.extend([
                set("segments.small.verticals", r#"{ va = "40%", vb = "30%" }"#.to_string()),
                set("segments.large.verticals", r#"{ vb = "60%" }"#.to_string()),
                set("requests.ask.skill", "tech".to_string()),
                set("risks.drop.skill", "tech".to_string()),
                set("skills.work_factor", work_factor.to_string()),
                set("skills.save_factor", save_factor.to_string()),
            ]);
        }
        let filtered = |word: &str| self.rules[..self.rules.len() - 1].iter().any(|rule| rule.filter.contains(word));
        if !self.plain {
            if self.drawn && self.seed.is_multiple_of(3) {
                changes.push(set("segments.large.complexity", "1.4".to_string()));
            }
            if self.seed % 5 < 2 {
                changes.push(set("outcomes.late_onboarding", "1.8".to_string()));
            }
            if self.seed % 7 < 2 {
                let growing = r#"{ from = "0%", to = "80%", over = "9 days" }"#;
                changes.push(set("context.documentation", growing.to_string()));
                changes.push(set("hand_off.overlap", "45 days".to_string()));
            }
            let (strength, growth, poor) = self.effects;
            changes.push(set("outcomes.strength", strength.to_string()));
            // Rules that look at growth need some.
            if let Some(over) = growth.or(filtered("growing").then_some("20 days")) {
                changes.push(set("segments.small.growth.share", "50%".to_string()));
                changes.push(set("segments.small.growth.over", over.to_string()));
                changes.push(set("segments.large.growth.share", "30%".to_string()));
            }
            if let Some(rework) = poor.filter(|_| self.drawn) {
                changes.push(set("segments.large.poor_hand_off", "60%".to_string()));
                changes.push(set("segments.large.hand_off_rework", rework.to_string()));
            }
            if filtered("stage") {
                changes.push(set("segments.small.onboarding.duration", "1 day".to_string()));
                changes.push(set("segments.large.onboarding.duration", "9 h".to_string()));
                changes.push(set("segments.large.hand_off", "5 h".to_string()));
            }
        }
        if !self.plain && filtered("strategic") {
            changes.push(set("segments.small.strategic", "40%".to_string()));
            changes.push(set("segments.large.strategic", "40%".to_string()));
        }
        if !self.plain {
            changes.push(set("segments.small.wants_human", "40%".to_string()));
            changes.push(set("segments.large.wants_human", "60%".to_string()));
            changes.push(set("attachment.indifferent", self.wishes.0.to_string()));
        }
        if let (Some((quality, half_life)), false) = (self.digital, self.plain) {
            changes.extend([
                set("digital.quality", quality.to_string()),
                set("digital.half_life", half_life.to_string()),
                set("digital.response", "60%".to_string()),
                set("digital.fading", "50%".to_string()),
                set("digital.unwanted", self.wishes.1.to_string()),
                set("playbooks.care.steps.3.lifts", "15".to_string()),
                set("digital.lift_at_most", "20".to_string()),
                set("outcomes.helpful_touch", "0.7".to_string()),
                set("outcomes.digital_fatigue", "1.3".to_string()),
            ]);
        }
        if let Some((half_life, response, _)) = self.mood.filter(|_| !self.plain) {
            changes.extend([
                set("satisfaction.half_life", half_life.to_string()),
                set("satisfaction.usual", "60".to_string()),
                set("satisfaction.in_time", "6".to_string()),
                set("satisfaction.late", "25".to_string()),
                set("satisfaction.stranger", "10".to_string()),
                set("outcomes.low_satisfaction", "2".to_string()),
                set("satisfaction.survey_response", response.to_string()),
            ]);
            if response == "60%" {
                changes.push(set("health.satisfaction", "12".to_string()));
                changes.push(set("playbooks.care.steps.1.only_if_score_below", "68".to_string()));
                changes.push(set("playbooks.care.steps.2.only_if_score_above", "66".to_string()));
            }
        }
        if let Some((gives_up, ..)) = self.talk.filter(|_| !self.plain) {
            changes.push(set("requests.ask.gives_up", gives_up.to_string()));
        }
        if !self.plain {
            for segment in ["small", "large"] {
                changes.push(set(&format!("segments.{segment}.activation.half_in"), "6 h".to_string()));
                changes.push(set(&format!("segments.{segment}.activation.step_factor"), "2".to_string()));
                changes.push(set(&format!("segments.{segment}.activation.review"), self.reviews.0.to_string()));
                changes.push(set(&format!("segments.{segment}.activation.review_over"), self.reviews.1.to_string()));
                if !self.drawn {
                    // Nobody comes but those that are placed.
                    changes.push(set(&format!("segments.{segment}.new_accounts"), "0.0000001% / year".to_string()));
                }
            }
            changes.push(set("playbooks.care.steps.6.human_if_activated_below", self.reviews.2.to_string()));
            if let Some(below) = self.reviews.3 {
                changes.push(set("playbooks.care.steps.5.only_if_activated_below", below.to_string()));
            }
        }
        if self.plain {
            changes.push(set("requests.call.priority", "2".to_string()));
        }
        for segment in ["small", "large"] {
            if self.drawn {
                changes.push(set(&format!("segments.{segment}.new_accounts"), "400% / year".to_string()));
                changes.push(set(
                    &format!("segments.{segment}.arr"),
                    r#"{ uniform = { low = "$1k", high = "$9k" } }"#.to_string(),
                ));
            }
            if self.plain {
                changes.push(set(&format!("segments.{segment}.expansion"), "0% / year".to_string()));
            }
            if self.looking().is_some() {
                changes.push(set(&format!("segments.{segment}.contraction"), "30% / year".to_string()));
            }
            if self.churn {
                changes.push(set(&format!("segments.{segment}.churn"), "60% / year".to_string()));
            }
            if self.promised.contains(&true) {
                changes.push(set(&format!("segments.{segment}.contract_named"), "50%".to_string()));
            }
        }
        changes
    }
}
