//! Requests at a rate, with frailty and profile; and risks.

use super::channels::{Taker, Way};
use super::intensity::Intensity;
use super::{Accounts, Asked, Occurrence};
use crate::distribution::{exp1, gamma_unit_mean};
use crate::model::work::{Origin, RequestSource};
use crate::model::{Ramp, Scenario, Segment, WorkKind};
use crate::streams::{KeyRing, Purpose, Stream, uniform};
use crate::time::{SimTime, Working, YEAR};

/// What drawing one kind of work needs.
pub(super) struct KindDraw<'a> {
    pub scenario: &'a Scenario,
    pub accounts: &'a Accounts,
    pub ring: &'a KeyRing,
    pub number: u16,
    pub kind: &'a WorkKind,
    pub key: u64,
    /// Names of the segments, as words of streams.
    pub segment_keys: &'a [u64],
}

impl KindDraw<'_> {
    /// Accounts that cause this kind of work.
    pub(super) fn accounts(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.accounts.len()).filter(|&account| self.kind.segments[usize::from(self.accounts.segment[account])])
    }

    /// The stream of one account for this kind.
    pub(super) fn stream(&self, purpose: Purpose, account: usize) -> Stream {
        let segment = self.segment_keys[usize::from(self.accounts.segment[account])];
        // Segment and kind name the entity together; the rotation keeps (a, b) apart from (b, a).
        let entity = segment.rotate_left(23) ^ self.key;
        self.ring.stream(purpose, entity, u64::from(self.accounts.number[account]))
    }

    /// The segment of an account.
    pub(super) fn segment(&self, account: usize) -> &Segment {
        &self.scenario.segments[usize::from(self.accounts.segment[account])]
    }

    /// What complexity makes of the content of an account's work.
    pub(super) fn work_scale(&self, account: usize) -> f64 {
        self.segment(account).habits.complexity
    }

    /// One piece of work.
    #[inline(always)]
    pub(super) fn piece(&self, at: SimTime, account: usize, scale: f64, stream: &mut Stream) -> Occurrence {
        self.lucky_piece(at, account, scale, stream, 0.0)
    }

    /// One piece of work with its luck.
    #[inline(always)]
    pub(super) fn lucky_piece(
        &self,
        at: SimTime,
        account: usize,
        scale: f64,
        stream: &mut Stream,
        luck: f64,
    ) -> Occurrence {
        let work = Working::from_hours(self.kind.work.sample(stream) * scale);
        Occurrence::work(at, account as u32, self.number, work, luck)
    }
}

/// Requests of all accounts: for each a Poisson process at its own rate, on the clock of the intensity. Those that
/// self-service answers are drawn with all the rest and left out, so that deflection shifts none of the others.
pub(super) fn add_requests(
    draw: &KindDraw,
    per_year: f64,
    frailty: Option<f64>,
    intensity: Option<&Intensity>,
    takers: &[Taker<'_>],
    asked: &mut Asked,
    out: &mut Vec<Occurrence>,
) {
    for account in draw.accounts() {
        let factor = match frailty {
            Some(shape) => gamma_unit_mean(shape, &mut draw.stream(Purpose::Frailty, account)),
            None => 1.0,
        };
        let rate = per_year * factor * draw.segment(account).habits.complexity / YEAR as f64;
        if rate <= 0.0 {
            continue;
        }
        let mut stream = draw.stream(Purpose::Requests, account);
        let scale = draw.work_scale(account);
        let times = Times::new(draw, account, 1.0 / rate, intensity);
        let mut filter = Filter::new(draw, account);
        let mut way = Way::new(draw, takers, account);
        if filter.is_none() && way.is_none() {
            times.each(&mut stream, |at, stream| out.push(draw.piece(at, account, scale, stream)));
            continue;
        }
        times.each(&mut stream, |at, stream| {
            let piece = draw.piece(at, account, scale, stream);
            // A shut channel first: what is never sent nobody answers.
            if way.as_mut().is_some_and(|way| way.is_shut(at)) || filter.as_mut().is_some_and(|f| !f.passes(at, asked))
            {
                return;
            }
            out.push(way.as_mut().map_or(piece, |way| way.taken(piece, scale)));
        });
    }
}

/// When one account asks: at even gaps on average, on a clock that runs with the intensity and faster during
/// onboarding.
struct Times<'a> {
    begin: SimTime,
    end: SimTime,
    /// Mean gap on that clock \[ms\].
    gap: f64,
    intensity: Option<&'a Intensity>,
    /// Where the clock stands when the account starts.
    start: f64,
    /// Onboarding: from where to where, and how many times as fast; on the clock as it were without it.
    faster: Option<(f64, f64, f64)>,
}

impl<'a> Times<'a> {
    fn new(draw: &KindDraw, account: usize, gap: f64, intensity: Option<&'a Intensity>) -> Times<'a> {
        let simulation = &draw.scenario.simulation;
        let mut times =
            Times { begin: simulation.begin(), end: simulation.end(), gap, intensity, start: 0.0, faster: None };
        let start = draw.accounts.start[account];
        times.start = times.clock(start);
        let habits = &draw.segment(account).habits;
        if account >= draw.accounts.initial as usize
            && let Some(onboarding) = habits.onboarding
        {
            let from = start + habits.hand_off;
            let (from, until) = (from.min(times.end), (from + onboarding.duration).min(times.end));
            times.faster = Some((times.clock(from), times.clock(until), onboarding.request_factor));
        }
        times
    }

    /// What the clock shows at an instant, without onboarding.
    fn clock(&self, at: SimTime) -> f64 {
        self.intensity.map_or_else(|| (at - self.begin).ms() as f64, |intensity| intensity.at(at))
    }

    /// The clock without onboarding where the one with it shows `faster`.
    fn without_onboarding(&self, faster: f64) -> f64 {
        let Some((from, until, factor)) = self.faster else { return faster };
        let length = (until - from) * factor;
        if faster < from {
            faster
        } else if faster < from + length {
            from + (faster - from) / factor
        } else {
            faster - length + (until - from)
        }
    }

    /// Calls back for each request until the end, with the stream to draw what it holds. The common cases are loops of
    /// their own: this is the hottest loop of drawing.
    #[inline(always)]
    fn each(&self, stream: &mut Stream, found: impl FnMut(SimTime, &mut Stream)) {
        let even = (self.end - self.begin).ms() as f64;
        let begin = self.begin.ms();
        match (self.intensity, self.faster) {
            (None, None) => {
                self.run(
                    stream,
                    found,
                    |clock| {
                        if clock >= even { None } else { Some(SimTime::from_ms(begin + clock as i64)) }
                    },
                )
            }
            (Some(intensity), None) => self.run(stream, found, |clock| self.on_profile(intensity, clock)),
            (_, Some(_)) => self.run(stream, found, |faster| {
                let clock = self.without_onboarding(faster);
                match self.intensity {
                    Some(intensity) => self.on_profile(intensity, clock),
                    None if clock >= even => None,
                    None => Some(SimTime::from_ms(begin + clock as i64)),
                }
            }),
        }
    }

    /// The instant at which a profile's clock shows `clock`, unless that is after the end.
    #[inline(always)]
    fn on_profile(&self, intensity: &Intensity, clock: f64) -> Option<SimTime> {
        if clock >= intensity.total() {
            return None;
        }
        Some(intensity.instant(clock)).filter(|at| *at < self.end)
    }

    #[inline(always)]
    fn run(
        &self,
        stream: &mut Stream,
        mut found: impl FnMut(SimTime, &mut Stream),
        instant: impl Fn(f64) -> Option<SimTime>,
    ) {
        let (mut passed, gap) = (self.start, self.gap);
        loop {
            passed += exp1(stream) * gap;
            let Some(at) = instant(passed) else { break };
            found(at, stream);
        }
    }
}

/// Which requests of one account self-service answers.
struct Filter<'a> {
    scenario: &'a Scenario,
    stated: &'a Ramp,
    prefers: bool,
    luck: Stream,
    segment: usize,
}

impl<'a> Filter<'a> {
    /// `None` where it answers none.
    fn new(draw: &KindDraw<'a>, account: usize) -> Option<Filter<'a>> {
        let Origin::Request { source: RequestSource::Rate { deflection: Some(stated), .. }, .. } = &draw.kind.origin
        else {
            return None;
        };
        let segment = usize::from(draw.accounts.segment[account]);
        Some(Filter {
            scenario: draw.scenario,
            stated,
            prefers: draw.accounts.prefers_self_service(account),
            luck: draw.stream(Purpose::Deflection, account),
            segment,
        })
    }

    /// Whether a request reaches a person; counts it.
    fn passes(&mut self, at: SimTime, asked: &mut Asked) -> bool {
        let Scenario { simulation, self_service, .. } = self.scenario;
        let share = self_service.deflection(self.stated, self.prefers, simulation.begin(), at);
        let deflected = uniform(&mut self.luck) < share;
        if deflected && at >= SimTime::ZERO && at < simulation.end_of_measuring() {
            asked.deflected[self.segment] += 1;
        }
        !deflected
    }
}

/// Risks of all accounts: a Poisson process each, day and night, with the luck of the play.
pub(super) fn add_risks(draw: &KindDraw, per_year: f64, out: &mut Vec<Occurrence>) {
    if per_year <= 0.0 {
        return;
    }
    let end = draw.scenario.simulation.end();
    let gap = YEAR as f64 / per_year;
    for account in draw.accounts() {
        let mut stream = draw.stream(Purpose::Risks, account);
        let mut at = draw.accounts.start[account].ms() as f64;
        let scale = draw.work_scale(account);
        loop {
            at += exp1(&mut stream) * gap;
            if at >= end.ms() as f64 {
                break;
            }
            let luck = uniform(&mut stream);
            let work = Working::from_hours(draw.kind.work.sample(&mut stream) * scale);
            out.push(Occurrence::work(SimTime::from_ms(at as i64), account as u32, draw.number, work, luck));
        }
    }
}
