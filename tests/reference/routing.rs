//! Routing, the slow way: who is asked in which order, and who may take work later.

use crate::calendar::NEVER;
use crate::renewals::is_onboarding;
use crate::rules::{Place, Queue};
use crate::simulator::World;
use crate::state::{Alarm, Doing, Item, Joined};
use caseload::model::conversation::Talker;
use caseload::model::work::Origin;
use caseload::model::{Assign, Class, Overflow};
use caseload::streams::{Purpose, uniform};
use caseload::time::{Elapsed, Span, Working};

impl World<'_> {
    pub fn absent(&self, csm: usize) -> bool {
        self.csms[csm].absent.iter().any(|&(gone, back)| gone <= self.now && self.now < back)
    }

    /// Somebody who had to do with the account at an instant, if to be asked again for work that goes to a queue.
    pub fn may_be_asked(&self, handler: (usize, i64), queue: Queue) -> Option<usize> {
        let handler = self.now_at(handler)?;
        let in_pod = !matches!(queue, Queue::Own(_)) && self.coverage.members(queue).contains(&handler);
        (in_pod && !self.absent(handler)).then_some(handler)
    }

    /// The last handler, if the rule remembers.
    fn remembered(&self, item: &Item, place: Place) -> Option<(usize, Span)> {
        let sticky = self.coverage.rules[place.rule].coverage.sticky?;
        let (handler, at) = self.accounts[item.account].last?;
        let nothing = sticky.patience == Span::Clock(Elapsed::ZERO) || sticky.patience == Span::Business(Working::ZERO);
        let fresh = self.now - at <= sticky.memory.ms();
        let handler = self.may_be_asked((handler, at), place.queue)?;
        (!nothing && fresh).then_some((handler, sticky.patience))
    }

    /// Where a piece of work that somebody does belongs now.
    pub fn place_of(&self, item: &Item) -> Place {
        self.place_of_kind(item.account, item.class, item.kind).expect("somebody does it")
    }

    /// Whether a piece of work is left to nobody by now.
    pub fn is_nobodys(&self, item: &Item) -> bool {
        self.place_of_kind(item.account, item.class, item.kind).is_none()
    }

    /// How long an account has been there; those of the beginning for ever.
    pub fn age(&self, account: usize) -> i64 {
        let old = account < self.demand.accounts.initial as usize;
        if old { NEVER } else { self.now - self.demand.accounts.start[account].ms() }
    }

    /// Where work of a class and kind of an account belongs now: to the pool of a rule that names it, or with its class;
    /// nowhere where it is left to nobody.
    pub fn place_of_kind(&self, account: usize, class: usize, kind: u16) -> Option<Place> {
        let named = self.coverage.place_by_name(self.demand, account, (self.now, self.age(account)), (class, kind));
        named.unwrap_or(self.accounts[account].places[class])
    }

    pub fn team_of(&self, place: Place) -> usize {
        self.coverage.rules[place.rule].coverage.team
    }

    fn backup(&self, place: Place) -> Option<Span> {
        let rule = &self.coverage.rules[place.rule].coverage;
        rule.backup_after.filter(|_| self.coverage.teams[rule.team].len() > 1)
    }

    /// Help from another team: who, whether at once, and after how long.
    fn help(&self, place: Place) -> Option<(Queue, bool, Span)> {
        let Overflow { team, after } = self.coverage.rules[place.rule].coverage.overflow?;
        let at_once = after == Span::Clock(Elapsed::ZERO) || after == Span::Business(Working::ZERO);
        Some((Queue::Team(team), at_once, after))
    }

    pub fn route(&mut self, mut item: Item) {
        let place = self.place_of(&item);
        item.rule = place.rule;
        if let Some((handler, patience)) = self.remembered(&item, place) {
            return self.prefer(item, handler, patience);
        }
        self.route_home(item, place);
    }

    fn route_home(&mut self, item: Item, place: Place) {
        let Some(item) = self.goes_to_match(item, place) else { return };
        let assign = self.coverage.rules[place.rule].coverage.assign;
        match place.queue {
            Queue::Own(owner) => self.route_to_one(item, owner),
            queue if assign == Assign::LongestIdle => match self.idle_longest(queue, self.opens(&item)) {
                Some(csm) => self.start(csm, item),
                None => self.wait_for(item, queue, false),
            },
            queue => {
                let csm = self.give(&item, queue, assign);
                self.route_to_one(Item { given_to: Some(csm), ..item }, csm);
            }
        }
    }

    /// One CSM is asked, and waited for as long as said; then it is everybody's of the queue.
    pub fn prefer(&mut self, item: Item, handler: usize, patience: Span) {
        if self.is_free_for(handler, self.opens(&item)) {
            return self.start(handler, item);
        }
        let place = self.place_of(&item);
        if self.interrupts(item.kind) {
            // It waits for nobody in particular.
            return self.route_home(item, place);
        }
        let at = self.after(self.team_of(place), patience);
        self.wait(Item { rule: place.rule, ..item }, &[Queue::Own(handler)], &[(at, Alarm::ToPod)]);
    }

    fn route_to_one(&mut self, item: Item, csm: usize) {
        if self.is_free_for(csm, self.opens(&item)) {
            return self.start(csm, item);
        }
        let place = self.place_of(&item);
        let away = self.backup(place).is_some() && self.absent(csm);
        let wide = Queue::Team(self.team_of(place));
        match if away { self.idle_longest(wide, self.opens(&item)) } else { None } {
            Some(other) => self.start(other, item),
            None => self.wait_for(item, Queue::Own(csm), away),
        }
    }

    pub fn wait_for(&mut self, item: Item, queue: Queue, away: bool) {
        let place = self.place_of(&item);
        let team = self.team_of(place);
        let wide = Queue::Team(team);
        let (mut queues, mut alarms) = (vec![queue], Vec::new());
        if let Some((other, true, _)) = self.help(place)
            && let Some(csm) = self.idle_longest(other, self.opens(&item))
        {
            return self.start(csm, item);
        }
        queues.extend(away.then_some(wide));
        queues.extend(self.help(place).filter(|(_, at_once, _)| *at_once).map(|(other, ..)| other));
        if let Some(csm) = self.whom_to_interrupt(&queues, item.kind) {
            self.set_aside(csm);
            return self.start(csm, item);
        }
        self.interrupt_on_return(&queues, item.kind);
        if let Some(span) = self.backup(place).filter(|_| queue != wide && !away) {
            alarms.push((self.after(team, span), Alarm::ToTeam(wide)));
        }
        if let Some((_, false, span)) = self.help(place) {
            alarms.push((self.after(team, span), Alarm::ToHelp));
        }
        self.wait(item, &queues, &alarms);
    }

    /// Work that is given out as it comes: by lot, in turn, or to whoever has least in hand and waiting.
    fn give(&mut self, item: &Item, queue: Queue, assign: Assign) -> usize {
        let members = self.coverage.members(queue);
        if !self.turns.iter().any(|(of, _)| *of == queue) {
            self.turns.push((queue, 0));
        }
        let turn = self.turns.iter().position(|(of, _)| *of == queue).expect("it is there now");
        let next = self.turns[turn].1;
        let place = match assign {
            Assign::Random => {
                let word = self.talker(item.account, item.kind).word();
                let mut stream = self.ring.stream(Purpose::Assignment, word, item.arrived as u64);
                (uniform(&mut stream) * members.len() as f64) as usize
            }
            Assign::LeastLoaded => {
                let load = |place: &usize| {
                    let csm = members[*place];
                    let given = |other: &&Item| other.given_to == Some(csm) && self.accounts[other.account].alive;
                    let busy = matches!(self.csms[csm].doing, Doing::Busy { .. });
                    (
                        self.absent(csm),
                        self.waiting.iter().filter(given).count() + usize::from(busy) + self.csms[csm].aside.len(),
                    )
                };
                let in_turn = (next..members.len()).chain(0..next);
                in_turn.min_by_key(load).expect("a queue has members")
            }
            Assign::RoundRobin | Assign::LongestIdle => next,
        };
        self.turns[turn].1 = (place + 1) % members.len();
        members[place]
    }

    pub fn talker(&self, account: usize, kind: u16) -> Talker {
        let accounts = &self.demand.accounts;
        let segment = &self.scenario.segments[usize::from(accounts.segment[account])].name;
        Talker::named(segment, &self.scenario.kinds[usize::from(kind)].name, accounts.number[account])
    }

    /// What an account makes of the content of its work.
    pub fn complexity(&self, account: usize) -> f64 {
        self.scenario.segments[usize::from(self.demand.accounts.segment[account])].habits.complexity
    }

    pub fn wait(&mut self, mut item: Item, queues: &[Queue], alarms: &[(i64, Alarm)]) {
        for &queue in queues {
            let (order, account) = (self.next_order(), self.standing(item.account));
            item.waits_in.push(Joined { queue, order, account });
        }
        item.number = self.next_order();
        match self.scenario.kinds[usize::from(item.kind)].origin {
            _ if item.moved || item.talk.is_some() => {}
            Origin::Request { respond_within, ref conversation, .. } => {
                // The first instant at which an answer is late: a tick more than the target has passed.
                let tick = match respond_within {
                    Span::Clock(target) => Span::Clock(target + Elapsed::from_ms(1)),
                    Span::Business(target) => Span::Business(target + Working::from_ms(1)),
                };
                let team = self.team_of(self.place_of(&item));
                let late = self.after_from(team, item.arrived, tick);
                item.timers.push((late, self.next_order(), Alarm::Late));
                let talker = self.talker(item.account, item.kind);
                let sent = caseload::time::SimTime::from_ms(item.arrived);
                if let Some(patience) = conversation.patience(self.ring, talker, sent) {
                    item.timers.push((item.arrived + patience.ms(), self.next_order(), Alarm::Expire));
                }
            }
            Origin::Step { expires: Some(length), .. }
            | Origin::Risk { window: length, .. }
            | Origin::Trigger { window: length, .. } => {
                // The window of a play runs from what raised it.
                let from = if item.class == Class::Triggered as usize { item.raised } else { item.arrived };
                item.timers.push((from + length.ms(), self.next_order(), Alarm::Expire));
            }
            Origin::Step { .. } => {}
        }
        for &(at, alarm) in alarms {
            item.timers.push((at, self.next_order(), alarm));
        }
        self.waiting.push(item);
    }

    pub fn ring(&mut self, place: usize, alarm: Alarm) {
        let account = self.waiting[place].account;
        let home = |world: &World| world.place_of(&world.waiting[place]);
        let meets_somebody = !matches!(alarm, Alarm::Late | Alarm::Expire);
        if meets_somebody && self.is_nobodys(&self.waiting[place]) {
            let item = self.waiting.remove(place);
            return self.tell("withdrawn", None, &item);
        }
        match alarm {
            Alarm::Seen => {
                let item = self.waiting.remove(place);
                self.route(Item { moved: true, waits_in: Vec::new(), ..item });
            }
            Alarm::Found => {
                let item = self.waiting.remove(place);
                self.deliver(Item { moved: true, waits_in: Vec::new(), ..item });
            }
            Alarm::Late => self.accounts[account].late.push(self.now),
            Alarm::Expire => {
                let item = self.waiting.remove(place);
                let unnoticed = item.timers.iter().any(|(_, _, alarm)| *alarm == Alarm::Late);
                if let (Some(model), 0) = (self.scenario.satisfaction, item.class) {
                    self.accounts[account].moves.push((self.now, -model.late));
                    self.hear(&item, model.late > 0.0);
                }
                match item.class {
                    // Who gives up was answered too late.
                    0 if unnoticed => self.accounts[account].late.push(self.now),
                    1 => {
                        self.accounts[account].missed.push(self.now);
                        let origin = &self.scenario.kinds[usize::from(item.kind)].origin;
                        self.accounts[account].late_start |= is_onboarding(origin);
                    }
                    _ => {}
                }
                self.tell("expires", None, &item);
            }
            Alarm::ToTeam(queue) => {
                self.release(place, queue);
            }
            Alarm::ToHelp => {
                let home = home(self);
                if let Some((other, ..)) = self.help(home) {
                    self.release(place, other);
                }
            }
            Alarm::ToPod => {
                let home = home(self);
                let queue = self.queue_at_home(&self.waiting[place], home);
                if self.release(place, queue) {
                    return;
                }
                let team = self.team_of(home);
                if let Some(span) = self.backup(home).filter(|_| queue != Queue::Team(team)) {
                    let timer = (self.after(team, span), self.next_order(), Alarm::ToTeam(Queue::Team(team)));
                    self.waiting[place].timers.push(timer);
                }
                match self.help(home) {
                    Some((other, true, _)) => {
                        self.release(place, other);
                    }
                    Some((_, false, span)) => {
                        let timer = (self.after(team, span), self.next_order(), Alarm::ToHelp);
                        self.waiting[place].timers.push(timer);
                    }
                    None => {}
                }
            }
        }
    }

    /// Waiting work joins a further queue. Whether somebody there took something.
    fn release(&mut self, place: usize, queue: Queue) -> bool {
        let (order, account) = (self.next_order(), self.standing(self.waiting[place].account));
        self.waiting[place].waits_in.push(Joined { queue, order, account });
        let free = self.idle_longest(queue, self.opens(&self.waiting[place]));
        if let Some(csm) = free {
            self.look_for_work(csm);
        }
        if free.is_some() {
            return true;
        }
        let kind = self.waiting[place].kind;
        if let Some(csm) = self.whom_to_interrupt(&[queue], kind) {
            let item = self.waiting.remove(place);
            self.set_aside(csm);
            self.start(csm, item);
            return true;
        }
        self.interrupt_on_return(&[queue], kind);
        false
    }
}
