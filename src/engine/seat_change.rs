//! Seats that change with the design: which open and close when, who goes from one to another, and what becomes of
//! accounts and work behind a seat that closes.

use super::event::Event;
use super::observer::Observer;
use super::plan::{Plan, TeamPlan};
use super::replay::Replay;
use super::roster::Away;
use super::staffing::staffing;
use super::state::{Item, NONE, Waiting};
use crate::model::team::RampUp;
use crate::model::{Class, PodSize, Scenario, SeatChange};
use crate::time::{Elapsed, SimTime};

/// The seats of one team as the change of the design has them: how many there are before it, when further ones open, and
/// when the last of those before close, both as instants of the change and in the order of their numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Steps {
    pub before: u32,
    pub opens: Vec<SimTime>,
    pub closes: Vec<SimTime>,
}

impl Steps {
    /// So many seats throughout.
    pub(super) fn none(csms: u32) -> Steps {
        Steps { before: csms, ..Steps::default() }
    }
}

/// Somebody who goes from one team to another, by team and number within it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Conversion {
    from: (usize, u32),
    to: (usize, u32),
    ramp: RampUp,
}

/// The steps of every team of a design, and who goes from one to another.
pub(super) fn steps(scenario: &Scenario, design: usize, after: &[u32]) -> (Vec<Steps>, Vec<Conversion>) {
    let chosen = &scenario.designs[design];
    let (Some(transition), Some(change)) = (chosen.transition, &chosen.seat_change) else {
        return (after.iter().map(|csms| Steps::none(*csms)).collect(), Vec::new());
    };
    let before = staffing(scenario, transition.from);
    let mut steps: Vec<Steps> = before.iter().map(|csms| Steps::none(*csms)).collect();
    let at = |after: Elapsed| transition.instant() + after;
    let mut conversions = Vec::new();
    for conversion in &change.conversions {
        let (from, to, ramp) = (conversion.from, conversion.to, conversion.ramp);
        for number in 0..conversion.csms {
            let leaving = steps[from].closes.len() as u32;
            let joining = steps[to].opens.len() as u32;
            // Ratios of accounts may leave fewer seats than are meant to convert.
            if leaving + after[from] >= before[from] || joining + before[to] >= after[to] {
                break;
            }
            let day = at(change.opened(number, conversion.csms, transition.by_renewal));
            steps[from].closes.push(day);
            steps[to].opens.push(day);
            conversions.push(Conversion { from: (from, after[from] + leaving), to: (to, before[to] + joining), ramp });
        }
    }
    for (team, steps) in steps.iter_mut().enumerate() {
        let given_up = before[team].saturating_sub(after[team]) - steps.closes.len() as u32;
        let new = after[team].saturating_sub(before[team]) - steps.opens.len() as u32;
        // The last one first.
        steps.closes.extend((0..given_up).rev().map(|number| at(change.given_up(number, given_up))));
        steps.opens.extend((0..new).map(|number| at(change.opened(number, new, transition.by_renewal))));
    }
    (steps, conversions)
}

/// Notes in whose seats more people resign around the change: those of teams that serve accounts before it, but for seats
/// that the change opens to newcomers, and those to which such people go.
pub(super) fn unsettle(
    scenario: &Scenario,
    design: usize,
    teams: &mut [TeamPlan],
    (steps, conversions): (&[Steps], &[Conversion]),
) {
    let Some(transition) = scenario.designs[design].transition else { return };
    let Some(unrest) = transition.unrest else { return };
    let (from, to) = transition.window_of(&unrest);
    let raised = Some((from, to, unrest.factor));
    let before = &scenario.designs[transition.from].rules;
    let concerned = |team: usize| before.iter().any(|rule| rule.is_served_by(team));
    for (number, team) in teams.iter_mut().enumerate().filter(|(number, _)| concerned(*number)) {
        let joins = |seat: usize| conversions.iter().any(|c| c.to == (number, seat as u32));
        let Steps { before, opens, .. } = &steps[number];
        let opened = *before as usize..*before as usize + opens.len();
        for (place, seat) in team.seats.iter_mut().enumerate() {
            if !opened.contains(&place) || joins(place) {
                seat.unrest = raised;
            }
        }
    }
    for conversion in conversions.iter().filter(|c| concerned(c.from.0)) {
        let (team, seat) = conversion.to;
        teams[team].seats[seat as usize].unrest = raised;
    }
}

/// What a replay needs of the change.
#[derive(Clone, Debug)]
pub(super) struct SeatPlan {
    /// Who goes from which seat to which, numbered through all teams.
    conversions: Vec<(u32, u32, RampUp)>,
    /// Seats that close, and when.
    closing: Vec<(SimTime, u32)>,
    /// When accounts are to be looked at.
    looks: Vec<SimTime>,
}

impl SeatPlan {
    pub(super) fn new(
        scenario: &Scenario,
        design: usize,
        teams: &[TeamPlan],
        (steps, conversions): (&[Steps], &[Conversion]),
    ) -> Option<SeatPlan> {
        let chosen = &scenario.designs[design];
        let (Some(transition), Some(SeatChange { .. })) = (chosen.transition, &chosen.seat_change) else { return None };
        let seat = |(team, number): (usize, u32)| teams[team].first_csm + number;
        let closing: Vec<(SimTime, u32)> = (teams.iter().zip(steps))
            .flat_map(|(team, steps)| {
                let first = steps.before - steps.closes.len() as u32;
                (first..steps.before).map(|number| (team.seats[number as usize].closes, team.first_csm + number))
            })
            .collect();
        let mut looks: Vec<SimTime> = closing.iter().map(|(at, _)| *at).collect();
        looks.push(transition.instant());
        looks.sort_unstable();
        looks.dedup();
        let conversions = conversions.iter().map(|c| (seat(c.from), seat(c.to), c.ramp)).collect();
        Some(SeatPlan { conversions, closing, looks })
    }

    /// Whether somebody joins a team from another.
    pub(super) fn joins(&self, team: &TeamPlan) -> bool {
        self.conversions.iter().any(|(_, to, _)| (team.first_csm..team.first_csm + team.csms).contains(to))
    }
}

impl Plan {
    /// The seat from which somebody comes to this one.
    pub(super) fn comes_from(&self, csm: u32) -> Option<u32> {
        let all = &self.seat_plan.as_ref()?.conversions;
        all.iter().find(|(_, to, _)| *to == csm).map(|(from, ..)| *from)
    }

    /// The seat to which whoever is in this one goes.
    pub(super) fn goes_to(&self, csm: u32) -> Option<u32> {
        let all = &self.seat_plan.as_ref()?.conversions;
        all.iter().find(|(from, ..)| *from == csm).map(|(_, to, _)| *to)
    }

    /// Whether a seat closes at an instant because the design changes.
    pub(super) fn closes(&self, csm: u32, at: SimTime) -> bool {
        self.seat_plan.as_ref().is_some_and(|plan| plan.closing.contains(&(at, csm)))
    }

    /// How whoever came to a seat from another team on a day finds the pace; `empty`: when the seats of all are.
    pub(super) fn pace_of_convert(&self, csm: u32, since: SimTime, empty: &[Away]) -> Option<RampUp> {
        let all = &self.seat_plan.as_ref()?.conversions;
        let (from, _, ramp) = all.iter().find(|(_, to, _)| *to == csm)?;
        // Who left before the seat closed has a successor, who is new to the firm.
        let came = empty[*from as usize].vacant.last().is_some_and(|last| last.0 == self.seat(*from).closes);
        (came && self.seat(csm).opens == since).then_some(*ramp)
    }

    /// A seat as planned.
    fn seat(&self, csm: u32) -> &super::staff::Seat {
        let team = &self.teams[self.team_of_csm[csm as usize] as usize];
        &team.seats[(csm - team.first_csm) as usize]
    }

    /// Open hours of a team's calendar within measuring in which a seat is not planned to be there \[ms\].
    pub(super) fn unplanned_ms(&self, csm: u32) -> i64 {
        if self.seat_plan.is_none() {
            return 0;
        }
        let (zero, end) = (SimTime::ZERO, self.simulation.end_of_measuring());
        let (seat, calendar) = (self.seat(csm), &self.teams[self.team_of_csm[csm as usize] as usize].calendar);
        let within = |from: SimTime, to: SimTime| if from < to { calendar.working_between(from, to).ms() } else { 0 };
        within(zero, seat.opens.min(end)) + within(seat.closes.max(zero), end)
    }
}

impl<O: Observer> Replay<'_, O> {
    /// Sets when accounts go over, but for those that do so at their renewals.
    pub(super) fn set_changes(&mut self) {
        let plan = self.plan;
        match (&plan.seat_plan, plan.transition) {
            (Some(seats), _) => seats.looks.iter().for_each(|at| self.schedule(*at, Event::Change)),
            (None, Some(change)) if !change.by_renewal => self.schedule(change.instant(), Event::Change),
            _ => {}
        }
    }

    /// The design becomes itself for all accounts at once, or for those that nobody has any more who is there to stay.
    pub(super) fn change_all(&mut self) {
        let (now, plan) = (self.state.now, self.plan);
        let all = plan.transition.is_some_and(|change| !change.by_renewal && change.instant() <= now);
        for account in 0..self.state.accounts.len() as u32 {
            if all || self.is_left_behind(account) {
                self.change(account);
            }
        }
        let closing = || plan.seat_plan.iter().flat_map(|seats| &seats.closing).filter(|(at, _)| *at == now);
        closing().for_each(|(_, csm)| self.leave_closed_books(*csm));
        closing().for_each(|(_, csm)| self.clear_seat(*csm));
    }

    /// Accounts that stand in a book of the design itself whose seats are all closed go to the lightest books of the team.
    fn leave_closed_books(&mut self, csm: u32) {
        for (number, grouping) in self.plan.groupings.iter().enumerate().filter(|(_, g)| g.pods != PodSize::Everyone) {
            let Some(book) = grouping.book_of(self.plan, csm) else { continue };
            let queue = self.plan.queues[grouping.first_queue as usize + book];
            if (queue.first_csm..queue.first_csm + queue.csms).all(|csm| self.plan.seat(csm).closes <= self.state.now) {
                self.hand_over_book(number, book);
            }
        }
    }

    /// Whether the seats of all who serve an account, for some class of work, are closed for good.
    fn is_left_behind(&self, account: u32) -> bool {
        let (now, state) = (self.state.now, &self.state.accounts[account as usize]);
        let closed = |queue: &u32| {
            let queue = self.plan.queues[*queue as usize];
            (queue.first_csm..queue.first_csm + queue.csms).all(|csm| self.plan.seat(csm).closes <= now)
        };
        state.alive && state.old && state.queue.iter().filter(|queue| **queue != NONE).any(closed)
    }

    /// The book of a named CSM who has come along from another team with an account.
    pub(super) fn book_of_convert(&self, index: usize, grouping: u32) -> Option<usize> {
        let plan = &self.plan.groupings[grouping as usize];
        let owner = self.state.accounts[index].owner;
        self.plan.seat_plan.as_ref()?;
        // Only books of one are numbered like CSMs.
        let book = owner.checked_sub(plan.first_queue).filter(|book| *book < plan.sizes.len() as u32);
        book.map(|book| book as usize)
    }

    /// What waits for nobody but whoever was in a seat that has closed: the part in a hand-off goes along to the new seat
    /// or is missed, everything else goes to whoever serves the account now.
    fn clear_seat(&mut self, csm: u32) {
        let mut waiting = Vec::new();
        for line in 0..self.plan.lines {
            let line = &mut self.state.lines[csm as usize * self.plan.lines + line];
            while let Some((_, one)) = line.first() {
                waiting.push(one);
                line.leave();
            }
        }
        self.state.queues[csm as usize].filled = 0;
        waiting.into_iter().for_each(|one| self.clear(csm, one));
    }

    fn clear(&mut self, csm: u32, waiting: Waiting) {
        let now = self.state.now;
        if !self.state.items.still_waits(waiting) {
            return;
        }
        let held = self.state.items[waiting.item];
        let class = self.kinds[usize::from(held.kind)].class;
        if held.expires <= now {
            return self.expire(waiting);
        }
        if !self.plan.is_farewell(held.kind) {
            let (queue, rule) = self.place_of(held.account, held.kind, class);
            let item = Item { assigned: NONE, rule, ..self.leave(waiting) };
            return self.route_again(&item, class, (queue, rule));
        }
        match self.plan.goes_to(csm) {
            Some(heir) if self.is_free(heir) => {
                let item = self.leave(waiting);
                self.monitor.waits(item.arrived, now);
                self.start(heir, &item, Class::Planned);
            }
            Some(heir) => self.join(waiting, &held, Class::Planned, heir),
            None => {
                self.state.items[waiting.item].expires = now;
                self.expire(waiting);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::fixture::plan;

    #[test]
    fn who_comes_for_a_new_seat_is_calm_and_who_converts_is_not() {
        let more = r#"
teams.t.csms = 3
[designs.d.transition]
from = "old"
at = "4 weeks"
seats = "change"
conversions = [ { from = "u", to = "t", csms = 1 } ]
turnover_factor = 2
[designs.old]
coverage = [ { work = ["reactive"], pooled = "u" }, { pooled = "t" } ]
[teams.u]
csms = 1
"#;
        let changes = [("simulation.current", "old"), ("teams.t.csms", "1"), ("teams.t.turnover", "20% / year")];
        let plan = plan(r#"{ pooled = "t" }"#, more, &changes);
        let conversions = &plan.seat_plan.as_ref().expect("seats change").conversions;
        assert_eq!(conversions.iter().map(|(_, to, _)| to - plan.teams[0].first_csm).collect::<Vec<_>>(), [1]);
        let restless: Vec<bool> = plan.teams[0].seats.iter().map(|seat| seat.unrest.is_some()).collect();
        assert_eq!(restless, [true, true, false]);
    }
}
