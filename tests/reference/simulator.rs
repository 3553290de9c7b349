//! The reference: at every step it looks at everything there is and does what comes first.
//!
//! At one instant: people come and go, teams look whether they have enough of them, then completions, returns to duty,
//! timers, alarms of low satisfaction, replies, reviews, then the demand; within each, in the order in which they were set
//! up. A CSM is asleep from when work looked for one who is off duty until the return; who comes back, or ends
//! a piece of work and finds no other, is last in the order of idleness.

use crate::asking::Ask;
use crate::calendar::{NEVER, Open};
use crate::conversations::Reply;
use crate::people::everybody;
use crate::rules::{Coverage, Queue};
use crate::state::{Account, Alarm, Csm, Doing, Happening, Item, Talked};
use crate::tiers::ALL;
use crate::transition::CHANGE;
use caseload::model::demand::{Occurrence, What};
use caseload::model::work::{Origin, RequestSource};
use caseload::model::{Class, Demand, Scenario};
use caseload::streams::KeyRing;
use caseload::time::calendar::Calendar;
use caseload::time::{DAY, Elapsed, SimTime, Span};

/// A life under way.
pub struct World<'a> {
    pub scenario: &'a Scenario,
    pub demand: &'a Demand,
    pub coverage: Coverage<'a>,
    /// Open hours of each team's calendar.
    pub hours: Vec<Open>,
    pub calendars: Vec<Calendar>,
    pub ring: &'a KeyRing,
    pub csms: Vec<Csm>,
    pub accounts: Vec<Account>,
    pub waiting: Vec<Item>,
    pub now: i64,
    order: u64,
    pub told: Vec<Happening>,
    /// When those who went off duty in the middle of work look for more urgent work: in which order set, for whom.
    pub returns: Vec<(i64, u64, usize)>,
    /// Requests to come, and those that were resolved before.
    pub asks: Vec<Ask>,
    pub answered: Vec<(usize, u16)>,
    /// When rules are looked at again: in which order set, for which account.
    pub reviews: Vec<(i64, u64, usize)>,
    /// Sessions held: program, when, and number.
    pub sessions: Vec<(usize, i64, u64)>,
    /// Customers who will be back: when, in which order set.
    pub replies: Vec<(i64, u64, Reply)>,
    /// When people leave, or come to seats that open: first of all that happens at an instant.
    pub departures: Vec<(i64, usize, bool)>,
    /// Who is next in turn, by queue.
    pub turns: Vec<(Queue, usize)>,
    /// Plays that will be called for: when, in which order set.
    pub calls: Vec<(i64, u64, Item)>,
    /// Alarms of low satisfaction: when, of which kind, for which account, and the how manyth.
    pub alarms: Vec<(i64, u16, usize, u32)>,
    /// When teams look whether they have people enough.
    pub looks: Vec<(i64, usize)>,
    /// Dates by which accounts should have been activated: of which segment, when, and whether they were.
    pub due: Vec<(u16, i64, bool)>,
    /// First responses: to which team the request came, when it was answered, and whether too late.
    pub responses: Vec<(usize, i64, bool)>,
    /// First days in seats that rules have opened, by team.
    pub opened: Vec<(usize, i64)>,
    /// All work begun: who, from when, until when.
    pub works: Vec<(usize, i64, i64)>,
}

/// What comes next.
#[derive(Clone, Copy, Debug)]
enum Next {
    Completion(usize),
    Return(usize),
    Timer(usize, usize),
    Reply(usize),
    Departure(usize, bool),
    Review(usize),
    BackAtWork(usize),
    Call(usize),
    Unhappy(usize),
    Look,
    Ask(usize),
    BlockEnds(usize),
}

/// Lives a demand through under the first design.
pub fn live(scenario: &Scenario, demand: &Demand, ring: &KeyRing) -> Vec<Happening> {
    let mut world = World::new(scenario, demand, ring);
    let end = scenario.simulation.end().ms();
    for occurrence in &demand.occurrences {
        while let Some((at, next)) = world.next().filter(|(at, _)| *at <= occurrence.at.ms() && *at < end) {
            world.step(at, next);
        }
        world.now = occurrence.at.ms();
        world.customer(occurrence);
    }
    while let Some((at, next)) = world.next().filter(|(at, _)| *at < end) {
        world.step(at, next);
    }
    world.told
}

impl<'a> World<'a> {
    fn new(scenario: &'a Scenario, demand: &'a Demand, ring: &'a KeyRing) -> World<'a> {
        let mut coverage = Coverage::new(scenario);
        coverage.seen.clone_from(&demand.accounts.arr_cents);
        coverage.struck = vec![None; demand.accounts.len()];
        coverage.places = vec![Vec::new(); demand.accounts.len()];
        coverage.old = vec![false; demand.accounts.len()];
        let simulation = &scenario.simulation;
        let until = simulation.end() + Elapsed::from_ms(120 * DAY);
        let ms = |list: &[(SimTime, SimTime)]| list.iter().map(|(a, b)| (a.ms(), b.ms())).collect::<Vec<_>>();
        let (mut hours, mut calendars) = (Vec::new(), Vec::new());
        for team in &scenario.designs[0].teams {
            let of_week = &scenario.calendars[team.calendar].1;
            let calendar = Calendar::compile(of_week, simulation.start, simulation.begin(), until);
            let open = Open(ms(calendar.intervals()));
            hours.push(open);
            calendars.push(calendar);
        }
        let csms = everybody(&coverage, &hours, &calendars, ring);
        let with = |arr: &i64| Account { arr: *arr, ..Account::default() };
        let accounts = demand.accounts.arr_cents.iter().map(with).collect();
        let now = simulation.begin().ms();
        let (waiting, told) = (Vec::new(), Vec::new());
        let mut world = World {
            scenario,
            demand,
            coverage,
            hours,
            calendars,
            ring,
            csms,
            accounts,
            waiting,
            now,
            order: 0,
            told,
            reviews: Vec::new(),
            returns: Vec::new(),
            sessions: Vec::new(),
            replies: Vec::new(),
            turns: Vec::new(),
            calls: Vec::new(),
            alarms: Vec::new(),
            looks: Vec::new(),
            due: Vec::new(),
            responses: Vec::new(),
            opened: Vec::new(),
            works: Vec::new(),
            departures: Vec::new(),
            asks: Vec::new(),
            answered: Vec::new(),
        };
        world.hold_sessions();
        world.set_departures();
        for csm in 0..world.csms.len() {
            world.look_for_work(csm);
        }
        world.set_looks();
        world.set_change();
        world.set_tier_dates();
        world.place_initial_accounts();
        world
    }

    /// Heaviest first where some rule balances by ARR or work.
    fn place_initial_accounts(&mut self) {
        self.coverage.hand_out_places(self.demand, self.now);
        let balances = self.coverage.rules.iter().map(|rule| rule.coverage.balance);
        let heaviest = balances.into_iter().find(|balance| *balance != caseload::model::Balance::Accounts);
        let mut order: Vec<usize> = (0..self.demand.accounts.initial as usize).collect();
        if let Some(balance) = heaviest {
            order.sort_by_key(|account| -self.coverage.weight(self.demand, balance, *account));
        }
        order.into_iter().for_each(|account| self.place(account));
    }

    pub fn next_order(&mut self) -> u64 {
        self.order += 1;
        self.order
    }

    fn place(&mut self, account: usize) {
        self.coverage.there = self.csms.iter().map(|csm| csm.is_there(self.now)).collect();
        let old = account < self.demand.accounts.initial as usize;
        let when = (self.now, if old { NEVER } else { 0 });
        self.coverage.old[account] = self.is_before_the_change();
        self.coverage.look_at_places(self.demand, account, when);
        let places = self.coverage.place(self.demand, account, when, &[None; 3], None);
        if !old {
            self.set_reviews(account);
        }
        for place in places.iter().flatten() {
            if let Queue::Own(csm) = place.queue {
                self.accounts[account].owner = Some(csm);
                self.accounts[account].met = Some(self.now);
            }
        }
        self.accounts[account].places = places;
        self.accounts[account].alive = true;
    }

    /// The first of everything that will happen by itself.
    fn next(&self) -> Option<(i64, Next)> {
        let people = self.csms.iter().enumerate().filter_map(|(csm, state)| match state.doing {
            Doing::Busy { until, order, .. } => Some((until, 0, order, Next::Completion(csm))),
            Doing::Asleep { until, order } => Some((until, 1, order, Next::Return(csm))),
            Doing::Filling { until, order } => Some((until, 0, order, Next::BlockEnds(csm))),
            Doing::Idle(_) => None,
        });
        let timers = self.waiting.iter().enumerate().flat_map(|(place, item)| {
            let timers = item.timers.iter().enumerate();
            timers.map(move |(timer, (at, order, _))| (*at, 2, *order, Next::Timer(place, timer)))
        });
        let reviews = self.reviews.iter().enumerate().map(|(n, (at, order, _))| (*at, 5, *order, Next::Review(n)));
        let replies = self.replies.iter().enumerate().map(|(n, (at, order, _))| (*at, 4, *order, Next::Reply(n)));
        let asks = self.asks.iter().enumerate().map(|(n, ask)| (ask.occurrence.at.ms(), 4, ask.order, Next::Ask(n)));
        let returns = self.returns.iter().enumerate().map(|(n, (at, order, _))| (*at, 1, *order, Next::BackAtWork(n)));
        let calls = self.calls.iter().enumerate().map(|(n, (at, order, _))| (*at, 4, *order, Next::Call(n)));
        // By kind and account.
        let key = |kind: u16, account: usize| u64::from(kind) << 32 | account as u64;
        let alarms = self.alarms.iter().enumerate();
        let alarms = alarms.map(|(n, &(at, kind, account, _))| (at, 3, key(kind, account), Next::Unhappy(n)));
        // Whose seat opens at an instant may still take what would expire then.
        let looks = self.looks.first().map(|(at, _)| (*at, -1, 0, Next::Look));
        let departures = self.departures.iter().enumerate();
        let departures = departures.map(|(n, &(at, csm, comes))| (at, -2, n as u64, Next::Departure(csm, comes)));
        let first = people
            .chain(returns)
            .chain(asks)
            .chain(timers)
            .chain(replies)
            .chain(calls)
            .chain(alarms)
            .chain(departures)
            .chain(reviews)
            .chain(looks)
            .filter(|(at, ..)| *at < NEVER)
            .min_by_key(|(at, class, order, _)| (*at, *class, *order));
        first.map(|(at, _, _, next)| (at, next))
    }

    fn step(&mut self, at: i64, next: Next) {
        self.now = at;
        match next {
            Next::Completion(csm) => self.complete(csm),
            Next::Return(csm) => self.look_for_work(csm),
            Next::BlockEnds(csm) => self.look_for_work(csm),
            Next::BackAtWork(number) => {
                let (_, _, csm) = self.returns.remove(number);
                self.back_at_work(csm);
            }
            Next::Departure(csm, comes) => {
                self.departures.retain(|one| *one != (at, csm, comes));
                if comes { self.somebody_came(csm) } else { self.somebody_left(csm) }
            }
            Next::Reply(number) => {
                let (_, _, reply) = self.replies.remove(number);
                self.reply(&reply);
            }
            Next::Look => {
                let (_, team) = self.looks.remove(0);
                self.look(team);
            }
            Next::Ask(number) => {
                let ask = self.asks.remove(number);
                self.customer(&ask.occurrence);
            }
            Next::Review(number) => {
                let (_, _, account) = self.reviews.remove(number);
                match account {
                    ALL => self.look_at_all_tiers(),
                    CHANGE => self.change_all(),
                    account => self.review(account),
                }
            }
            Next::Unhappy(number) => {
                let alarm = self.alarms.remove(number);
                self.raise_alarm(alarm);
            }
            Next::Call(number) => {
                let (_, _, item) = self.calls.remove(number);
                if self.accounts[item.account].alive {
                    self.alert(Item { arrived: at, ..item });
                }
            }
            Next::Timer(place, timer) => {
                let (_, _, alarm) = self.waiting[place].timers.remove(timer);
                if self.accounts[self.waiting[place].account].alive {
                    self.ring(place, alarm);
                }
            }
        }
    }

    fn customer(&mut self, occurrence: &Occurrence) {
        let account = occurrence.account as usize;
        match occurrence.what {
            What::Mark => {}
            What::Start => {
                self.place(account);
                self.accounts[account].half_times = Some(occurrence.half_times());
            }
            What::Adoption => self.look_at_adoption(occurrence),
            What::Renewal if self.accounts[account].alive => {
                self.renew(account, occurrence.renewal_lucks(), occurrence.missing_health())
            }
            What::Work if self.accounts[account].alive => self.arrive(occurrence),
            _ => {}
        }
    }

    pub fn arrive(&mut self, occurrence: &Occurrence) {
        let kind = &self.scenario.kinds[usize::from(occurrence.kind)];
        if self.is_not_called_for(occurrence, kind) {
            return;
        }
        if kind.is_of_expansion() && occurrence.luck() >= 0.5 {
            self.accounts[occurrence.account as usize].talks.push(Talked::Nothing);
        }
        if self.is_left_out(occurrence, kind) || self.scenario.designs[0].ignores(kind) {
            return;
        }
        // A program sends it; nobody does anything.
        if self.is_sent(occurrence, kind) {
            return self.send(occurrence, kind);
        }
        let nobodys = self.place_of_kind(occurrence.account as usize, kind.class() as usize, occurrence.kind).is_none();
        if kind.class() == Class::Planned && nobodys {
            return self.lose_moment(occurrence.account as usize, kind);
        }
        if self.is_met(occurrence, kind) {
            self.meet_in_session(occurrence, kind);
            return self.ask_again(occurrence.account as usize, occurrence.kind);
        }
        if kind.class() == Class::Triggered && !kind.is_of_expansion() {
            self.is_struck(occurrence.account as usize);
        }
        let account = &mut self.accounts[occurrence.account as usize];
        let mut item = Item {
            number: 0,
            account: occurrence.account as usize,
            kind: occurrence.kind,
            class: kind.class() as usize,
            arrived: self.now,
            work: occurrence.work_content().ms(),
            luck: occurrence.luck(),
            term: account.term,
            waits_in: Vec::new(),
            timers: Vec::new(),
            moved: false,
            talk: None,
            began: 0,
            given_to: None,
            rule: 0,
            raised: self.now,
            came_to: 0,
        };
        match kind.origin {
            Origin::Request { ref source, .. } => {
                account.requests.push(self.now);
                if let RequestSource::Incidents(incidents) = source {
                    account.risk += libm::log(incidents.churn_odds);
                }
            }
            Origin::Risk { churn_odds, .. } => account.risk += libm::log(churn_odds),
            Origin::Step { .. } | Origin::Trigger { .. } => {}
        }
        if kind.class() == Class::Reactive {
            let place = self.place_of(&item);
            item.came_to = self.coverage.rules[place.rule].coverage.team;
            return match self.astray(&item) {
                Some(lost) => self.go_astray(item, place, lost),
                None => self.deliver(item),
            };
        }
        let Some(note) = self.scenario.designs[0].note(kind) else { return self.alert(item) };
        // The luck of an alarm is told on its own half.
        let alarm = matches!(kind.origin, Origin::Trigger { .. });
        let (needed, luck) = if alarm { (item.luck >= 0.5, (2.0 * item.luck).fract()) } else { (true, item.luck) };
        if luck >= note.settles && note.wait == Elapsed::ZERO {
            self.alert(item);
        } else if luck >= note.settles {
            let order = self.next_order();
            self.calls.push((self.now + note.wait.ms(), order, item));
        } else if let Origin::Risk { churn_odds, .. } = kind.origin {
            self.accounts[item.account].risk -= libm::log(churn_odds);
        } else if let Some(trigger) = kind.of_answers() {
            self.restore(item.account, trigger.restores);
        } else if needed {
            self.accounts[item.account].lifted = Some(self.now);
        }
    }

    /// A request comes into an inbox, where there is one.
    pub fn deliver(&mut self, mut item: Item) {
        let place = self.place_of(&item);
        if let Some(triage) = self.coverage.rules[place.rule].coverage.triage {
            item.work += triage.work.ms();
            let seen = self.seen_at(place, triage.every);
            if seen > self.now {
                return self.wait(Item { rule: place.rule, ..item }, &[], &[(seen, Alarm::Seen)]);
            }
        }
        self.route(item);
    }

    /// When a span that begins now is over, on a team's calendar.
    pub fn after(&self, team: usize, span: Span) -> i64 {
        self.after_from(team, self.now, span)
    }

    pub fn after_from(&self, team: usize, from: i64, span: Span) -> i64 {
        match span {
            Span::Clock(length) => from + length.ms(),
            Span::Business(length) => self.hours[team].after(from, length.ms()),
        }
    }

    /// As [`World::is_free`], unless the CSM is full and the work may begin a conversation.
    pub fn is_free_for(&mut self, csm: usize, opens: bool) -> bool {
        !(opens && self.is_full(csm)) && self.is_free(csm)
    }

    pub fn is_free(&mut self, csm: usize) -> bool {
        if !matches!(self.csms[csm].doing, Doing::Idle(_)) {
            return false;
        }
        let open = self.csms[csm].open.is_open(self.now);
        if !open {
            self.sleep(csm);
        }
        open
    }

    pub fn sleep(&mut self, csm: usize) {
        let until = self.csms[csm].open.next_open(self.now);
        self.csms[csm].doing = Doing::Asleep { until, order: self.next_order() };
    }

    /// Asks everybody of a queue in the order of idleness until one is free.
    pub fn idle_longest(&mut self, queue: Queue, opens: bool) -> Option<usize> {
        let mut idle: Vec<(u64, usize)> = (self.coverage.members(queue).into_iter())
            .filter_map(|csm| if let Doing::Idle(since) = self.csms[csm].doing { Some((since, csm)) } else { None })
            .collect();
        idle.sort_unstable();
        idle.into_iter().map(|(_, csm)| csm).find(|csm| self.is_free_for(*csm, opens))
    }

    pub fn tell(&mut self, what: &'static str, csm: Option<usize>, item: &Item) {
        self.told.push(Happening {
            at: self.now,
            what,
            csm: csm.map(|csm| csm as u32),
            account: item.account as u32,
            kind: Some((item.kind, item.arrived)),
            churn: None,
        });
    }
}
