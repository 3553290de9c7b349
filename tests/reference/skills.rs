//! Verticals and skills, the slow way: who has what is dealt out, and what work calls for is looked up, when it matters.

use crate::rules::{Coverage, Place, Queue};
use crate::simulator::World;
use crate::state::{Alarm, Item};
use caseload::model::skill::{Matching, Seats};
use caseload::model::{Demand, PodSize, Scenario, Team};

/// What the people of a team have: skill after skill, to one seat after the other.
pub fn dealt(team: &Team, seats: usize) -> Vec<Vec<u8>> {
    let mut people = vec![Vec::new(); seats];
    let mut turn = (0..seats).cycle();
    for &(skill, asked) in &team.skills {
        let count = match asked {
            Seats::Count(count) => (count as usize).min(seats),
            Seats::Share(share) if share > 0.0 => ((share * seats as f64).round() as usize).clamp(1.min(seats), seats),
            Seats::Share(_) => 0,
        };
        turn.by_ref().take(count).for_each(|seat| people[seat].push(skill));
    }
    people
}

/// All that a kind of work of an account may call for together, in the order in which verticals and skills appear.
fn called_for(scenario: &Scenario) -> Vec<Vec<u8>> {
    let mut verticals = vec![None];
    let mut skills = vec![None];
    let note = |list: &mut Vec<Option<u8>>, one: u8| {
        if !list.contains(&Some(one)) {
            list.push(Some(one));
        }
    };
    scenario.segments.iter().flat_map(|s| &s.verticals).for_each(|(vertical, _)| note(&mut verticals, *vertical));
    scenario.kinds.iter().filter_map(|kind| kind.skill).for_each(|skill| note(&mut skills, skill));
    let all = verticals.iter().flat_map(|vertical| skills.iter().map(move |skill| [*vertical, *skill]));
    all.map(|pair| pair.into_iter().flatten().collect()).collect()
}

impl Coverage<'_> {
    /// What a kind of work of an account calls for.
    pub fn need(&self, demand: &Demand, account: usize, kind: u16) -> Vec<u8> {
        let vertical = demand.accounts.vertical(account);
        vertical.into_iter().chain(self.scenario.kinds[usize::from(kind)].skill).collect()
    }

    pub fn has(&self, csm: usize, need: &[u8]) -> bool {
        need.iter().all(|skill| self.skills[csm].contains(skill))
    }

    /// The queues of those who match, in the order of the rules.
    pub fn find_matches(&mut self) {
        let needs = called_for(self.scenario);
        for rule in self.rules.iter().filter(|rule| rule.coverage.matching != Matching::Ignored) {
            let grouping = self.grouping(rule, false);
            let pods = self.groupings[grouping].members.len();
            let queues: Vec<Queue> = match self.pods(rule, false) {
                PodSize::One => continue,
                PodSize::Everyone => vec![Queue::Team(rule.coverage.team)],
                PodSize::Of(_) => (0..pods).map(|pod| Queue::Pod(grouping, pod)).collect(),
            };
            for queue in queues {
                for need in needs.iter().filter(|need| !need.is_empty()) {
                    let known = self.matches.iter().any(|(of, other)| *of == queue && other == need);
                    if !known && self.members(queue).iter().any(|csm| self.has(*csm, need)) {
                        self.matches.push((queue, need.clone()));
                    }
                }
            }
        }
    }

    /// The queue of those of a queue who match.
    fn matches_of(&self, queue: Queue, need: &[u8]) -> Option<Queue> {
        self.matches.iter().position(|(of, other)| *of == queue && other == need).map(Queue::Match)
    }

    fn matching(&self, place: Place) -> Matching {
        self.rules[place.rule].coverage.matching
    }
}

impl World<'_> {
    fn need_of(&self, item: &Item) -> Vec<u8> {
        self.coverage.need(self.demand, item.account, item.kind)
    }

    /// Whether work calls for something that a CSM has.
    pub fn is_match(&self, csm: usize, item: &Item) -> bool {
        let need = self.need_of(item);
        !need.is_empty() && self.coverage.has(csm, &need)
    }

    /// Work goes to a match, waits for one, or is given back.
    pub fn goes_to_match(&mut self, item: Item, place: Place) -> Option<Item> {
        let matching = self.coverage.matching(place);
        let queue = self.coverage.matches_of(place.queue, &self.need_of(&item));
        let (Some(queue), true) = (queue, matching != Matching::Ignored) else { return Some(item) };
        if let Some(csm) = self.idle_longest(queue, self.opens(&item)) {
            self.start(csm, item);
            return None;
        }
        match matching {
            Matching::After(span) if !self.interrupts(item.kind) => {
                let at = self.after(self.team_of(place), span);
                self.wait(item, &[queue], &[(at, Alarm::ToPod)]);
                None
            }
            Matching::Required => {
                self.wait_for(item, queue, false);
                None
            }
            _ => Some(item),
        }
    }

    /// Where work waits whose place this is.
    pub fn queue_at_home(&self, item: &Item, place: Place) -> Queue {
        let matches = self.coverage.matches_of(place.queue, &self.need_of(item));
        matches.filter(|_| self.coverage.matching(place) == Matching::Required).unwrap_or(place.queue)
    }
}
