//! Who covers whom, the slow way: rules, pods, books.

use crate::load::hours_a_year;
use crate::seats::{Seat, seats};
use crate::skills::dealt;
use caseload::model::skill::Matching;
use caseload::model::{Balance, Demand, PodSize, Rule, Scenario};

/// Where work waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// For one CSM.
    Own(usize),
    /// For a pod: its grouping, and which of its pods.
    Pod(usize, usize),
    /// For anyone of a team.
    Team(usize),
    /// For those of a pod or team who match, by number among such queues.
    Match(usize),
}

/// A team cut up for some accounts, with what each book weighs so far.
#[derive(Debug)]
pub struct Grouping {
    team: usize,
    pub pods: PodSize,
    balance: Balance,
    /// CSMs of each pod.
    pub members: Vec<Vec<usize>>,
    weights: Vec<i64>,
}

/// Where an account's work of one class goes.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub rule: usize,
    pub queue: Queue,
    pub grouping: usize,
    pub book: usize,
}

/// All coverage of one design.
#[derive(Debug)]
pub struct Coverage<'a> {
    pub scenario: &'a Scenario,
    /// Those of the design, and behind them those of the one with which it begins.
    pub rules: &'a [Rule],
    /// How many of them are its own.
    own: usize,
    /// Accounts that are under the design with which this one begins.
    pub old: Vec<bool>,
    /// Seats of each team as planned.
    pub seats: Vec<Vec<Seat>>,
    /// CSMs of each team, numbered through.
    pub teams: Vec<Vec<usize>>,
    pub groupings: Vec<Grouping>,
    /// The ARR by which rules see each account [hundredths].
    pub seen: Vec<i64>,
    /// Who is there now, by number; everybody where that says nothing.
    pub there: Vec<bool>,
    /// When a risk last struck each account, and in which capped rules it has a place.
    pub struck: Vec<Option<i64>>,
    pub places: Vec<Vec<usize>>,
    /// What each CSM has.
    pub skills: Vec<Vec<u8>>,
    /// Queues of those who match: of which queue, and what they have.
    pub matches: Vec<(Queue, Vec<u8>)>,
}

impl<'a> Coverage<'a> {
    /// The first design of a scenario.
    pub fn new(scenario: &'a Scenario) -> Coverage<'a> {
        let design = &scenario.designs[0];
        let rules = crate::transition::rules(scenario);
        let seats = seats(scenario, rules);
        let mut teams: Vec<Vec<usize>> = Vec::new();
        for seats in &seats {
            let first = teams.iter().map(Vec::len).sum();
            teams.push((first..first + seats.len()).collect());
        }
        let people = teams.iter().zip(&design.teams);
        let skills = people.flat_map(|(csms, team)| dealt(team, csms.len())).collect();
        let mut coverage = Coverage {
            skills,
            matches: Vec::new(),
            struck: Vec::new(),
            places: Vec::new(),
            scenario,
            rules,
            own: design.rules.len(),
            old: Vec::new(),
            seats,
            teams,
            groupings: Vec::new(),
            seen: Vec::new(),
            there: Vec::new(),
        };
        for rule in coverage.rules.iter().filter(|rule| !rule.nobody) {
            coverage.grouping(rule, false);
            coverage.grouping(rule, true);
        }
        coverage.find_matches();
        coverage
    }

    /// The pods of a rule: one pod of everyone is a pool, pods of one are named CSMs, and so is a team of one.
    pub fn pods(&self, rule: &Rule, promised: bool) -> PodSize {
        let csms = self.teams[rule.coverage.team].len() as u32;
        match rule.coverage.pods {
            _ if promised || csms <= 1 => PodSize::One,
            PodSize::Of(1) => PodSize::One,
            PodSize::Of(size) if size >= csms => PodSize::Everyone,
            pods => pods,
        }
    }

    /// The grouping for a rule, made if it is not there yet.
    pub fn grouping(&mut self, rule: &Rule, promised: bool) -> usize {
        let (team, pods, balance) = (rule.coverage.team, self.pods(rule, promised), rule.coverage.balance);
        let same =
            |g: &Grouping| g.team == team && g.pods == pods && (g.balance == balance || pods == PodSize::Everyone);
        if let Some(found) = self.groupings.iter().position(same) {
            return found;
        }
        let everyone = &self.teams[team];
        let count = match pods {
            PodSize::One => everyone.len(),
            PodSize::Of(size) => everyone.len().div_ceil(size as usize),
            PodSize::Everyone => 1,
        };
        // As even as can be, larger pods first.
        let mut members = vec![Vec::new(); count];
        let mut next = everyone.iter().copied();
        for (pod, members) in members.iter_mut().enumerate() {
            let size = everyone.len() / count + usize::from(pod < everyone.len() % count);
            members.extend(next.by_ref().take(size));
        }
        self.groupings.push(Grouping { team, pods, balance, weights: vec![0; count], members });
        self.groupings.len() - 1
    }

    /// What an account weighs in a book.
    pub fn weight(&self, demand: &Demand, balance: Balance, account: usize) -> i64 {
        match balance {
            Balance::Accounts => 1,
            Balance::Arr => demand.accounts.arr_cents[account].max(1),
            Balance::Work => {
                ((hours_a_year(self.scenario, usize::from(demand.accounts.segment[account])) * 3_600.0) as i64).max(1)
            }
        }
    }

    /// Gives an account of an age its place for each class of work that somebody does: a book that it has already, else the
    /// lightest for its size, the first of equals.
    pub fn place(
        &mut self,
        demand: &Demand,
        account: usize,
        (now, age): (i64, i64),
        had: &[Option<Place>; 3],
        owner: Option<usize>,
    ) -> [Option<Place>; 3] {
        let promised = demand.accounts.contract_named[account];
        let mut places: [Option<Place>; 3] = [None; 3];
        for class in 0..3 {
            let matches = |rule: &&Rule| rule.classes[class] && self.covers(demand, account, (now, age), rule);
            let (own, old) = self.rules.split_at(self.own);
            let rules = if self.old[account] { old } else { own };
            let rule = rules.iter().filter(|rule| !rule.is_by_name()).find(matches);
            let rule = rule.expect("a checked design covers everyone");
            if rule.nobody {
                continue;
            }
            let number = self.rules.iter().position(|other| std::ptr::eq(other, rule)).expect("it was found there");
            let grouping = self.grouping(rule, promised);
            let earlier =
                places.iter().chain(had).flatten().find(|place| place.grouping == grouping).map(|place| place.book);
            let looks = rule.coverage.matching != Matching::Ignored;
            let vertical = demand.accounts.vertical(account).filter(|_| looks);
            // Where seats change an account stays with the CSM who knows it.
            let kept = owner.filter(|_| self.scenario.designs[0].seat_change.is_some());
            let kept = kept.and_then(|owner| self.own_book(grouping, owner));
            let book = earlier.or(kept).unwrap_or_else(|| self.lightest(grouping, vertical));
            if earlier.is_none() {
                self.groupings[grouping].weights[book] +=
                    self.weight(demand, self.groupings[grouping].balance, account);
            }
            places[class] = Some(Place { rule: number, queue: self.queue_of(grouping, book), grouping, book });
        }
        places
    }

    /// Where the work of a book waits.
    fn queue_of(&self, grouping: usize, book: usize) -> Queue {
        let of = &self.groupings[grouping];
        match of.pods {
            PodSize::One => Queue::Own(of.members[book][0]),
            PodSize::Of(_) => Queue::Pod(grouping, book),
            PodSize::Everyone => Queue::Team(of.team),
        }
    }

    /// The book of one CSM alone.
    fn own_book(&self, grouping: usize, csm: usize) -> Option<usize> {
        let of = &self.groupings[grouping];
        of.members.iter().position(|members| of.pods == PodSize::One && members[0] == csm)
    }

    /// The lightest book of a grouping in which an account stands.
    pub fn lightest_of(&self, demand: &Demand, account: usize, had: &[Option<Place>; 3], grouping: usize) -> usize {
        let here = had.iter().flatten().find(|place| place.grouping == grouping).expect("it stands there");
        let looks = self.rules[here.rule].coverage.matching != Matching::Ignored;
        self.lightest(grouping, demand.accounts.vertical(account).filter(|_| looks))
    }

    /// Moves an account from its book of a grouping to another one.
    pub fn move_to(&mut self, demand: &Demand, account: usize, had: &mut [Option<Place>; 3], to: (usize, usize)) {
        let here = |place: &&mut Place| place.grouping == to.0;
        let before = had.iter_mut().flatten().find(here).map(|place| place.book).expect("it stands there");
        let weight = self.weight(demand, self.groupings[to.0].balance, account);
        self.groupings[to.0].weights[before] -= weight;
        self.groupings[to.0].weights[to.1] += weight;
        let queue = self.queue_of(to.0, to.1);
        had.iter_mut().flatten().filter(here).for_each(|place| *place = Place { queue, book: to.1, ..*place });
    }

    /// How many of those behind a book are there.
    fn size(&self, grouping: usize, book: usize) -> i64 {
        let members = &self.groupings[grouping].members[book];
        members.iter().filter(|csm| self.there.get(**csm).copied().unwrap_or(true)).count() as i64
    }

    /// The heaviest book for its size, the first of equals, other than one.
    pub fn heaviest_but(&self, grouping: usize, not: usize) -> Option<usize> {
        let weights = &self.groupings[grouping].weights;
        let filled = (0..weights.len()).filter(|book| *book != not && self.size(grouping, *book) > 0);
        let heavier = |b: usize, a: usize| weights[b] * self.size(grouping, a) > weights[a] * self.size(grouping, b);
        filled.reduce(|a, b| if heavier(b, a) { b } else { a })
    }

    /// Whether the giver is no lighter for its size than the taker once an account has moved.
    pub fn evens_out(&self, demand: &Demand, account: usize, grouping: usize, (from, to): (usize, usize)) -> bool {
        let of = &self.groupings[grouping];
        let weight = self.weight(demand, of.balance, account);
        let (giver, taker) = (of.weights[from] - weight, of.weights[to] + weight);
        taker * self.size(grouping, from) <= giver * self.size(grouping, to)
    }

    /// The pool for a kind of work of an account of an age, where a rule names it before any other applies; or nobody.
    pub fn place_by_name(
        &self,
        demand: &Demand,
        account: usize,
        (now, age): (i64, i64),
        (class, kind): (usize, u16),
    ) -> Option<Option<Place>> {
        let number = self.rules.iter().position(|rule| {
            (rule.classes[class] || rule.names(usize::from(kind))) && self.covers(demand, account, (now, age), rule)
        })?;
        let rule = &self.rules[number];
        if !rule.is_by_name() {
            return None;
        } else if rule.nobody {
            return Some(None);
        }
        let team = rule.coverage.team;
        let queue = if self.teams[team].len() == 1 { Queue::Own(self.teams[team][0]) } else { Queue::Team(team) };
        Some(Some(Place { rule: number, queue, grouping: usize::MAX, book: 0 }))
    }

    /// The lightest book, of those in which somebody has a vertical where there are any.
    fn lightest(&self, grouping: usize, vertical: Option<u8>) -> usize {
        let Grouping { weights, members, .. } = &self.groupings[grouping];
        let size = |book: usize| self.size(grouping, book);
        let suits = |book: usize| vertical.is_some_and(|v| members[book].iter().any(|csm| self.has(*csm, &[v])));
        let some = (0..weights.len()).any(|book| size(book) > 0 && suits(book));
        let mut best = 0;
        for book in 0..weights.len() {
            if size(book) == 0 || some && !suits(book) {
                continue;
            }
            // weight / size, multiplied out.
            if size(best) == 0 || some && !suits(best) || weights[book] * size(best) < weights[best] * size(book) {
                best = book;
            }
        }
        best
    }

    /// Takes an account out of the books that it had, save those that it keeps.
    pub fn leave(&mut self, demand: &Demand, account: usize, had: &[Option<Place>; 3], kept: &[Option<Place>; 3]) {
        let places = had;
        let mut seen: Vec<usize> = kept.iter().flatten().map(|place| place.grouping).collect();
        for place in places.iter().flatten().filter(|place| {
            let new = !seen.contains(&place.grouping);
            seen.push(place.grouping);
            new
        }) {
            let weight = self.weight(demand, self.groupings[place.grouping].balance, account);
            self.groupings[place.grouping].weights[place.book] -= weight;
        }
    }

    /// Everybody who serves a queue.
    pub fn members(&self, queue: Queue) -> Vec<usize> {
        match queue {
            Queue::Own(csm) => vec![csm],
            Queue::Pod(grouping, pod) => self.groupings[grouping].members[pod].clone(),
            Queue::Team(team) => self.teams[team].clone(),
            Queue::Match(number) => {
                let (queue, need) = &self.matches[number];
                self.members(*queue).into_iter().filter(|csm| self.has(*csm, need)).collect()
            }
        }
    }
}
