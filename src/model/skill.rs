//! Verticals of accounts and skills that work calls for: which CSMs of a team have them, and what a match is worth.
//!
//! A vertical and a skill are the same thing to a CSM: something that one has or has not. A piece of work calls for the
//! vertical of its account and for the skill of its kind, where there are any; it is matched by who has all of that.

use super::team::Team;
use crate::time::Span;

/// Most verticals and skills of a scenario, all together.
pub const MOST_SKILLS: usize = 64;

/// What verticals and skills there are, and what a match is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Skills {
    /// Names of verticals and skills; work, accounts, teams and rules refer to them by their place here.
    pub names: Vec<String>,
    /// Time for a piece of work by somebody who has what it calls for, against the work content as stated.
    pub work_factor: f64,
    /// Chance that a play by such a CSM saves the account, against the chance as stated.
    pub save_factor: f64,
}

/// How many CSMs of a team have a skill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Seats {
    /// So many.
    Count(u32),
    /// A share of all, rounded to whole CSMs, one at least.
    Share(f64),
}

impl Seats {
    /// How many of so many.
    pub fn of(self, seats: u32) -> u32 {
        match self {
            Seats::Count(count) => count.min(seats),
            Seats::Share(share) if share <= 0.0 => 0,
            Seats::Share(share) => ((share * f64::from(seats) + 0.5) as u32).clamp(1.min(seats), seats),
        }
    }
}

/// What a rule does with who has what the work calls for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Matching {
    /// Nothing.
    #[default]
    Ignored,
    /// Of those who are free a match takes it; a named CSM is one who has the account's vertical.
    Preferred,
    /// The same, and where no match is free the work waits for one so long before others may take it.
    After(Span),
    /// Nobody else takes it.
    Required,
}

/// A set of skills, one bit each.
pub type SkillSet = u64;

impl Team {
    /// What each of so many seats of the team has. Skills are dealt out in the order of the file, each to the seats that
    /// follow the last one dealt to, and from the first seat again after the last.
    pub fn dealt(&self, seats: u32) -> Vec<SkillSet> {
        let mut sets = vec![0; seats as usize];
        let mut next = 0;
        for (skill, how_many) in &self.skills {
            for _ in 0..how_many.of(seats) {
                sets[next % seats as usize] |= 1 << skill;
                next += 1;
            }
        }
        sets
    }
}

/// Whether somebody with a set of skills has all that is needed.
#[inline]
pub fn has_all(set: SkillSet, need: SkillSet) -> bool {
    need & !set == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_to_whole_people_and_one_at_least() {
        let of = |share: f64, seats: u32| Seats::Share(share).of(seats);
        assert_eq!(
            [of(0.25, 10), of(0.24, 10), of(0.01, 10), of(0.0, 10), of(1.0, 10), of(0.5, 0)],
            [3, 2, 1, 0, 10, 0]
        );
        assert_eq!([Seats::Count(3).of(10), Seats::Count(3).of(2)], [3, 2]);
    }

    #[test]
    fn a_match_has_all_that_is_called_for() {
        assert!(has_all(0b101, 0b001) && has_all(0b101, 0b101) && has_all(0, 0));
        assert!(!has_all(0b101, 0b011));
    }
}
