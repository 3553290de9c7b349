//! Replications: the demand of each is drawn once and replayed by every life, in parallel, folded in order.
//!
//! A *life* is one design under one scenario. A comparison has one life for each design; a sweep one for each design
//! at each point. Which thread did what cannot be told from the result: records are collected by replication number
//! and folded in that order.

use crate::engine::metric::Values;
use crate::engine::passage::WeekTally;
use crate::engine::record::AnchorSums;
use crate::engine::{self, Anchoring, Plan, Record, Workspace};
use crate::model::Scenario;
use crate::model::demand::{Demand, DemandSource};
use crate::statistics::Histogram;
use crate::streams::KeyRing;
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// Replications whose full records are held at a time.
const CHUNK: u32 = 64;

/// What is being worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Pilot replications that tie churn to today.
    Anchoring,
    /// The replications that are reported.
    Simulating,
}

/// How far the work has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being worked on.
    pub phase: Phase,
    /// Lives lived so far in this phase (replications times designs).
    pub done: u64,
    /// Lives in this phase, as far as known.
    pub total: u64,
}

/// Who wants to know how far the work has come; called from any thread.
pub type OnProgress<'a> = &'a (dyn Fn(Progress) + Sync);

/// What can be simulated: the seam behind which the engine stands, so that experiments can be tested without it.
pub trait World: Sync {
    /// All that customers do in one replication.
    type Demand: Send + Sync;
    /// Memory that one thread keeps between lives.
    type Workspace: Send + Default;

    /// How many lives each replication has.
    fn lives(&self) -> usize;

    /// Which source of demand a life replays. Lives next to each other with the same source share one drawing.
    fn source(&self, life: usize) -> usize;

    /// Draws the demand of one replication from one source.
    fn draw(&self, source: usize, replication: u32, workspace: &mut Self::Workspace) -> Self::Demand;

    /// Gives back a demand that is no longer needed, for its memory.
    fn recycle(&self, _demand: Self::Demand, _workspace: &mut Self::Workspace) {}

    /// Lives one demand through.
    fn replay(
        &self,
        life: usize,
        demand: &Self::Demand,
        replication: u32,
        anchoring: &Anchoring,
        workspace: &mut Self::Workspace,
    ) -> Record;
}

/// The engine behind the seam.
#[derive(Debug, Default)]
pub struct Engine {
    sources: Vec<(u64, DemandSource)>,
    lives: Vec<(usize, Plan)>,
}

impl Engine {
    /// Nothing to live yet.
    pub fn new() -> Engine {
        Engine::default()
    }

    /// The given designs of one scenario.
    pub fn of(scenario: &Scenario, designs: &[usize]) -> Engine {
        let mut engine = Engine::new();
        let source = engine.add_source(scenario);
        for &design in designs {
            engine.add_life(source, scenario, design);
        }
        engine
    }

    /// Adds a source of demand and returns its number.
    pub fn add_source(&mut self, scenario: &Scenario) -> usize {
        self.sources.push((scenario.simulation.seed, DemandSource::new(scenario)));
        self.sources.len() - 1
    }

    /// Adds the life of one design on the demand of `source`.
    pub fn add_life(&mut self, source: usize, scenario: &Scenario, design: usize) {
        self.lives.push((source, Plan::new(scenario, design)));
    }

    /// The plan of a life.
    pub fn plan(&self, life: usize) -> &Plan {
        &self.lives[life].1
    }
}

/// What one thread keeps from one replication to the next: memory.
#[derive(Debug, Default)]
pub struct Desk {
    workspace: Workspace,
    used: Option<Demand>,
}

impl World for Engine {
    type Demand = Demand;
    type Workspace = Desk;

    fn lives(&self) -> usize {
        self.lives.len()
    }

    fn source(&self, life: usize) -> usize {
        self.lives[life].0
    }

    fn draw(&self, source: usize, replication: u32, desk: &mut Desk) -> Demand {
        let (seed, source) = &self.sources[source];
        let ring = KeyRing::new(*seed, replication);
        match desk.used.take() {
            Some(used) => source.draw_again(&ring, used),
            None => source.draw(&ring),
        }
    }

    fn recycle(&self, demand: Demand, desk: &mut Desk) {
        desk.used = Some(demand);
    }

    fn replay(&self, life: usize, demand: &Demand, replication: u32, anchoring: &Anchoring, desk: &mut Desk) -> Record {
        let (source, plan) = &self.lives[life];
        let ring = KeyRing::new(self.sources[*source].0, replication);
        engine::run(demand, plan, anchoring, &ring, &mut desk.workspace)
    }
}

/// All replications of one life, with what need not be kept apart already merged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// By replication: metrics of all accounts, then of each segment.
    pub groups: Vec<Vec<Values>>,
    /// By replication: metrics of each team.
    pub teams: Vec<Vec<Values>>,
    /// First-response times over all replications.
    pub responses: Histogram,
    /// By replication: share of opening ARR retained at the end of each month.
    pub retained: Vec<Vec<f64>>,
    /// By replication: planned touches closed and begun in each month.
    pub planned: Vec<Vec<(u32, u32)>>,
    /// By replication: each week of measuring, where some design changes at a date.
    pub weeks: Vec<Vec<WeekTally>>,
    /// Pieces of work waiting in each week from the beginning of the warm-up, added up over replications.
    pub backlog: Vec<f64>,
    /// Utilisation of each CSM, added up over replications.
    pub csm_utilization: Vec<f64>,
    /// By replication and segment: expected churn and expansion.
    pub anchor: Vec<Vec<AnchorSums>>,
}

impl Rows {
    fn push(&mut self, record: Record) {
        self.groups.push(record.groups);
        self.teams.push(record.teams);
        self.responses.merge(&record.responses);
        self.retained.push(record.retained);
        self.planned.push(record.planned);
        self.weeks.push(record.weeks);
        add_up(&mut self.backlog, record.backlog);
        add_up(&mut self.csm_utilization, record.csm_utilization);
        self.anchor.push(record.anchor);
    }
}

fn add_up(sums: &mut Vec<f64>, values: Vec<f64>) {
    sums.resize(sums.len().max(values.len()), 0.0);
    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
}

/// Lives `replications` through in every life; `anchorings` holds one anchoring for each life. Call inside
/// [`on_threads`].
pub fn replicate<W: World>(
    world: &W,
    anchorings: &[Anchoring],
    replications: Range<u32>,
    progress: OnProgress,
) -> Vec<Rows> {
    assert_eq!(anchorings.len(), world.lives(), "one anchoring for each life");
    let total = u64::from(replications.end - replications.start) * world.lives() as u64;
    let mut rows = vec![Rows::default(); world.lives()];
    let counter = Counter::new(Phase::Simulating, total, progress);
    let mut first = replications.start;
    while first < replications.end {
        let next = replications.end.min(first.saturating_add(CHUNK));
        for records in records(world, &|life| &anchorings[life], first..next, &counter) {
            for (rows, record) in rows.iter_mut().zip(records) {
                rows.push(record);
            }
        }
        first = next;
    }
    rows
}

/// The full records of some replications: by replication, then by life.
pub fn records<'a, W: World>(
    world: &W,
    anchoring: &(dyn Fn(usize) -> &'a Anchoring + Sync),
    replications: Range<u32>,
    counter: &Counter,
) -> Vec<Vec<Record>> {
    let workspaces: Mutex<Vec<W::Workspace>> = Mutex::new(Vec::new());
    replications
        .into_par_iter()
        .map(|replication| {
            let spare = workspaces.lock().expect("no thread panics while it holds the list").pop();
            let mut workspace = spare.unwrap_or_default();
            let records = one_replication(world, anchoring, replication, counter, &mut workspace);
            workspaces.lock().expect("no thread panics while it holds the list").push(workspace);
            records
        })
        .collect()
}

fn one_replication<'a, W: World>(
    world: &W,
    anchoring: &(dyn Fn(usize) -> &'a Anchoring + Sync),
    replication: u32,
    counter: &Counter,
    workspace: &mut W::Workspace,
) -> Vec<Record> {
    let mut drawn: Option<(usize, W::Demand)> = None;
    let mut records = Vec::with_capacity(world.lives());
    for life in 0..world.lives() {
        let source = world.source(life);
        if drawn.as_ref().is_none_or(|(of, _)| *of != source) {
            if let Some((_, used)) = drawn.take() {
                world.recycle(used, workspace);
            }
            drawn = Some((source, world.draw(source, replication, workspace)));
        }
        let (_, demand) = drawn.as_ref().expect("drawn above");
        records.push(world.replay(life, demand, replication, anchoring(life), workspace));
        counter.one_more();
    }
    if let Some((_, used)) = drawn {
        world.recycle(used, workspace);
    }
    records
}

/// Counts lives from all threads and tells whoever wants to know.
pub struct Counter<'a> {
    phase: Phase,
    done: AtomicU64,
    total: u64,
    progress: OnProgress<'a>,
}

impl<'a> Counter<'a> {
    /// Nothing done of `total`; says so at once.
    pub fn new(phase: Phase, total: u64, progress: OnProgress<'a>) -> Counter<'a> {
        progress(Progress { phase, done: 0, total });
        Counter { phase, done: AtomicU64::new(0), total, progress }
    }

    fn one_more(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        (self.progress)(Progress { phase: self.phase, done, total: self.total.max(done) });
    }
}

/// Runs `work` on a pool of so many threads (`None`: one for each core). The answer does not depend on it.
pub fn on_threads<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T, ThreadsRefused> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()
        .map_err(|error| ThreadsRefused(error.to_string()))?;
    Ok(pool.install(work))
}

/// The operating system would not start the threads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadsRefused(pub String);

impl std::fmt::Display for ThreadsRefused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the threads could not be started ({}); ask for fewer with --threads", self.0)
    }
}

impl std::error::Error for ThreadsRefused {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Metric;

    /// A world whose records say which replication and life they come from, and that counts its drawings.
    #[derive(Default)]
    struct Counting {
        drawn: AtomicU64,
    }

    impl World for Counting {
        type Demand = f64;
        type Workspace = u64;

        fn lives(&self) -> usize {
            3
        }

        fn source(&self, life: usize) -> usize {
            life / 2
        }

        fn draw(&self, source: usize, replication: u32, _: &mut Self::Workspace) -> f64 {
            self.drawn.fetch_add(1, Ordering::Relaxed);
            f64::from(replication) * 10.0 + source as f64
        }

        fn replay(&self, life: usize, demand: &f64, _: u32, anchoring: &Anchoring, workspace: &mut u64) -> Record {
            *workspace += 1;
            let mut values = Values::default();
            values[Metric::WaitHoursMean] = demand + life as f64 / 10.0;
            Record {
                weeks: Vec::new(),
                groups: vec![values.clone()],
                teams: vec![values],
                responses: Histogram::default(),
                retained: vec![1.0, anchoring.churn_shift[0]],
                planned: vec![(2, 1)],
                backlog: vec![*demand],
                csm_utilization: vec![1.0 / (1.0 + demand)],
                anchor: Vec::new(),
            }
        }
    }

    fn rows(threads: usize, replications: Range<u32>) -> (Vec<Rows>, u64, u64) {
        let world = Counting::default();
        let anchorings: Vec<Anchoring> =
            (0..3).map(|i| Anchoring { churn_shift: vec![f64::from(i)], expansion_factor: vec![1.0] }).collect();
        let seen = AtomicU64::new(0);
        let note = |progress: Progress| {
            assert_eq!(progress.total, 3 * u64::from(replications.end));
            seen.fetch_max(progress.done, Ordering::Relaxed);
        };
        let rows = on_threads(Some(threads), || replicate(&world, &anchorings, replications.clone(), &note)).unwrap();
        (rows, world.drawn.into_inner(), seen.into_inner())
    }

    fn bits(rows: &[Rows]) -> Vec<u64> {
        let sums = rows.iter().flat_map(|rows| &rows.csm_utilization).map(|sum| sum.to_bits());
        let values = rows.iter().flat_map(|rows| &rows.groups).map(|groups| groups[0][Metric::WaitHoursMean].to_bits());
        sums.chain(values).collect()
    }

    #[test]
    fn any_number_of_threads_gives_the_same_bits_in_the_order_of_replications() {
        let (one, ..) = rows(1, 0..150);
        assert_eq!(one[2].groups[149][0][Metric::WaitHoursMean], 1491.2);
        assert_eq!(one[2].retained[0], [1.0, 2.0]);
        for threads in [2, 8] {
            assert_eq!(bits(&one), bits(&rows(threads, 0..150).0));
        }
    }

    #[test]
    fn more_replications_begin_with_the_fewer() {
        let (few, ..) = rows(2, 0..70);
        let (many, ..) = rows(2, 0..150);
        for (few, many) in few.iter().zip(&many) {
            assert!(
                few.groups
                    .iter()
                    .zip(&many.groups)
                    .all(|(a, b)| a[0][Metric::WaitHoursMean] == b[0][Metric::WaitHoursMean])
            );
        }
    }

    #[test]
    fn lives_with_one_source_share_a_drawing_and_every_life_is_counted() {
        let (_, drawn, seen) = rows(2, 0..10);
        assert_eq!(drawn, 20);
        assert_eq!(seen, 30);
    }
}
