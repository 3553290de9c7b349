//! Queues as scenario files: customers, work and servers written as a user would write them, and how long to watch.

use crate::time::{HOUR, SECOND, YEAR};

/// How the work of a stream comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Customers ask and wait as long as it takes.
    Requests,
    /// Risks strike, and a play that waits for longer than this window is not begun \[ms\].
    Risks(i64),
    /// New customers arrive, each with so many first touches at once.
    Batches(u32),
}

/// A stream of customers with work of one kind, in a segment of its own. Times are in hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// How its work comes about.
    pub origin: Origin,
    /// Accounts that send it.
    pub accounts: u32,
    /// Pieces of work of one account [1/h].
    pub rate: f64,
    /// Work, as a scenario writes it.
    pub work: String,
    /// Squared coefficient of variation of the work.
    pub cv2: f64,
    /// Mean work \[h\].
    pub mean: f64,
    /// Urgency; 1 goes first.
    pub priority: u8,
    /// Whether it interrupts what is less urgent.
    pub interrupts: bool,
    /// Response target, as a scenario writes it.
    pub within: &'static str,
    /// Mean patience of those who give up \[h\].
    pub patience: Option<f64>,
    /// Share who come back after each visit.
    pub share_back: f64,
    /// How long after an answer each account asks again, as a scenario writes it, in place of a rate.
    pub again: Option<String>,
}

impl Stream {
    /// Exponential work of so many hours on average.
    pub fn exponential(rate: f64, mean: f64) -> Stream {
        Stream::new(rate, format!("{{ exponential = \"{mean} h\" }}"), mean, 1.0)
    }

    /// Constant work of so many hours.
    pub fn constant(rate: f64, mean: f64) -> Stream {
        Stream::new(rate, format!("\"{mean} h\""), mean, 0.0)
    }

    /// Log-normal work by mean \[h\] and coefficient of variation.
    pub fn log_normal(rate: f64, mean: f64, cv: f64) -> Stream {
        Stream::new(rate, format!("{{ lognormal = {{ mean = \"{mean} h\", cv = {cv} }} }}"), mean, cv * cv)
    }

    /// Gamma work by mean \[h\] and squared coefficient of variation.
    pub fn gamma(rate: f64, mean: f64, cv2: f64) -> Stream {
        Stream::new(rate, format!("{{ gamma = {{ mean = \"{mean} h\", cv = {} }} }}", cv2.sqrt()), mean, cv2)
    }

    /// Erlang work of so many phases by mean \[h\].
    pub fn erlang(rate: f64, mean: f64, phases: u32) -> Stream {
        let work = format!("{{ erlang = {{ shape = {phases}, mean = \"{mean} h\" }} }}");
        Stream::new(rate, work, mean, 1.0 / f64::from(phases))
    }

    /// Hyperexponential work of mean 1 h with balanced means: two exponentials that each carry half of the work.
    pub fn hyperexponential(rate: f64, cv2: f64) -> Stream {
        let p = (1.0 + ((cv2 - 1.0) / (cv2 + 1.0)).sqrt()) / 2.0;
        let part = |p: f64| format!("{{ weight = {p:.9}, work = {{ exponential = \"{:.9} h\" }} }}", 0.5 / p);
        Stream::new(rate, format!("{{ mixture = [ {}, {} ] }}", part(p), part(1.0 - p)), 1.0, cv2)
    }

    fn new(rate: f64, work: String, mean: f64, cv2: f64) -> Stream {
        Stream {
            origin: Origin::Requests,
            accounts: 1,
            rate,
            work,
            cv2,
            mean,
            priority: 1,
            interrupts: false,
            within: "1 h",
            patience: None,
            share_back: 0.0,
            again: None,
        }
    }

    /// The same work from risks that nobody takes up after a window \[ms\].
    pub fn lost_after(self, window: i64) -> Stream {
        Stream { origin: Origin::Risks(window), ..self }
    }

    /// The same work brought by new customers, so many pieces each.
    pub fn in_batches_of(self, size: u32) -> Stream {
        Stream { origin: Origin::Batches(size), ..self }
    }

    /// The same with another urgency.
    pub fn priority(self, priority: u8) -> Stream {
        Stream { priority, ..self }
    }

    /// The same, interrupting what is less urgent.
    pub fn interrupts(self) -> Stream {
        Stream { interrupts: true, ..self }
    }

    /// The same with another response target.
    pub fn within(self, within: &'static str) -> Stream {
        Stream { within, ..self }
    }

    /// The same from customers who give up after an exponential time \[h\].
    pub fn gives_up_after(self, mean: f64) -> Stream {
        Stream { patience: Some(mean), ..self }
    }

    /// The same from customers of whom a share come back a day after each visit, with as much work again.
    pub fn comes_back(self, share: f64) -> Stream {
        Stream { share_back: share, ..self }
    }

    /// The same from accounts that ask again so long after each answer, as a scenario writes it.
    pub fn asks_again(self, after: &str) -> Stream {
        Stream { again: Some(after.to_string()), ..self }
    }

    /// The same sent by each of so many accounts.
    pub fn accounts(self, accounts: u32) -> Stream {
        Stream { accounts, ..self }
    }

    fn arrivals(&self) -> f64 {
        self.rate * f64::from(self.accounts) / (1.0 - self.share_back)
    }

    /// Variance over mean of what comes in a long time, in pieces.
    fn burstiness(&self) -> f64 {
        if let Origin::Batches(size) = self.origin { f64::from(size) } else { 1.0 }
    }

    /// What customers do after a request, and whether it interrupts.
    fn conversation(&self, index: usize) -> String {
        let mut text = String::new();
        if self.interrupts {
            text += "interrupts = true\n";
        }
        if let Some(mean) = self.patience {
            text += &format!("gives_up = {{ exponential = \"{mean} h\" }}\n");
        }
        if self.share_back > 0.0 {
            text += &format!(
                "[requests.job{index}.follow_ups.back]\nshare = {}\nafter = {{ exponential = \"24 h\" }}\nwork = {}\n",
                self.share_back, self.work
            );
        }
        text
    }

    /// Its segment and its kind of work.
    fn toml(&self, index: usize) -> String {
        let Stream { accounts, rate, work, priority, within, .. } = self;
        // New customers are stated as a share of those there already, and at most ten times as many come in a year.
        let new = rate / self.burstiness() * YEAR as f64 / HOUR as f64;
        let accounts = if let Origin::Batches(_) = self.origin { libm::ceil(new / 10.0) } else { f64::from(*accounts) };
        let mut text =
            format!("[segments.class{index}]\naccounts = {accounts}\narr = \"$1k\"\nexpansion = \"0% / year\"\n");
        text += &match self.origin {
            Origin::Requests => {
                let source = self.again.as_ref().map_or(
                    format!("rate = \"{rate} / account / hour\"\nfrailty = \"none\"\nprofile = \"flat\""),
                    |after| format!("again_after = {after}"),
                );
                format!(
                    "[requests.job{index}]\nsegments = [\"class{index}\"]\n{source}\nwork = {work}\n\
                     respond_within = \"{within}\"\npriority = {priority}\n{}",
                    self.conversation(index)
                )
            }
            Origin::Risks(window) => format!(
                "[risks.job{index}]\nsegments = [\"class{index}\"]\nrate = \"{rate} / account / hour\"\n\
                 work = {work}\nwindow = \"{} s\"\npriority = {priority}\n",
                window as f64 / SECOND as f64
            ),
            Origin::Batches(size) => {
                let share = 100.0 * new / accounts;
                let step = format!("{{ after_start = \"0 days\", work = {work}, expires = \"never\" }}");
                let steps = vec![step; size as usize].join(", ");
                format!(
                    "new_accounts = \"{share:.9}% / year\"\n[playbooks.job{index}]\n\
                     segments = [\"class{index}\"]\nsteps = [ {steps} ]\npriority = {priority}\n"
                )
            }
        };
        text
    }
}

/// Servers and the customers who come to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// How many servers.
    pub servers: u32,
    /// Whether each account has a server of its own.
    pub named: bool,
    /// Who is next.
    pub discipline: &'static str,
    /// Who comes.
    pub streams: Vec<Stream>,
    /// Further keys of the team.
    pub more: String,
}

impl Station {
    /// Servers that share one queue.
    pub fn pooled(servers: u32, streams: Vec<Stream>) -> Station {
        Station { servers, named: false, discipline: "priority", streams, more: String::new() }
    }

    /// Servers who each own their accounts.
    pub fn named(servers: u32, streams: Vec<Stream>) -> Station {
        Station { servers, named: true, discipline: "priority", streams, more: String::new() }
    }

    /// The same with another rule for who is next.
    pub fn discipline(self, discipline: &'static str) -> Station {
        Station { discipline, ..self }
    }

    /// The same whose servers take up blocks of other work, of a law as a scenario writes it, when nobody waits.
    pub fn vacations(self, law: &str) -> Station {
        Station { more: format!("idle_work = {law}\n"), ..self }
    }

    /// The same whose servers take up one such block when nobody waits, and then wait.
    pub fn single_vacations(self, law: &str) -> Station {
        Station { more: format!("idle_work = {law}\nidle_work_once = true\n"), ..self }
    }

    /// The same whose servers go away after so many hours, for so many hours, both exponential.
    pub fn away(self, after: f64, back_after: f64) -> Station {
        let law = |mean: f64| format!("{{ exponential = \"{mean} h\" }}");
        Station {
            more: format!("called_away = {{ after = {}, back_after = {} }}\n", law(after), law(back_after)),
            ..self
        }
    }

    /// The scenario: everything that is not a queue switched off.
    pub fn toml(&self, title: &str) -> String {
        let (servers, discipline) = (self.servers, self.discipline);
        let mut text = format!(
            "title = \"{title}\"\n[demand]\ndaily_dispersion = 1\n[context]\npenalty = \"0%\"\n[teams.servers]\n\
             csms = {servers}\ncalendar = \"always\"\nleave = \"0 days / year\"\nsickness = \"0 days / year\"\n\
             non_customer = \"0%\"\ndiscipline = \"{discipline}\"\n"
        );
        text += &self.more;
        for (index, stream) in self.streams.iter().enumerate() {
            text += &stream.toml(index);
        }
        text += if self.named {
            "[designs.named]\ncoverage = [ { named = \"servers\", backup_after = \"never\" } ]\n"
        } else {
            "[designs.pooled]\ncoverage = [ { pooled = \"servers\" } ]\n"
        };
        text
    }

    /// How long to watch so that the standard error of a mean wait comes out near `AIM` of it; `effort` multiplies
    /// the time for what is harder to measure.
    ///
    /// From the asymptotic variance of reflected Brownian motion (Whitt, Management Science 35, 1989), which is right
    /// in heavy traffic; where only a share of customers waits, that share adds its own. For M/M/1 at loads from 0.5
    /// to 0.9 this is 83 to 99 % of the exact variance (Daley, 1968). The empty start is forgotten
    /// at least as fast as `exp(-t / relaxation)`, where the relaxation time of M/M/c is
    /// `(sqrt(c mu) - sqrt(lambda))^-2`.
    pub fn watch(&self, waits: f64, effort: f64) -> Watch {
        let copies = if self.named { f64::from(self.servers) } else { 1.0 };
        let servers = f64::from(self.servers) / copies;
        let arrivals = self.streams.iter().map(Stream::arrivals).sum::<f64>() / copies;
        let work = self.streams.iter().map(|s| s.arrivals() * s.mean).sum::<f64>() / copies;
        let squares = self.streams.iter().map(|s| s.arrivals() * s.mean * s.mean * (s.burstiness() + s.cv2));
        let squares = squares.sum::<f64>() / copies;
        let mean = work / arrivals;
        let spread = squares / (arrivals * mean * mean);
        let (capacity, slack) = (servers / mean, servers / mean - arrivals);
        let relaxation = spread / 2.0 / (capacity.sqrt() - arrivals.sqrt()) / (capacity.sqrt() - arrivals.sqrt());
        let hours = 2.0 * capacity * spread / (slack * slack) * (2.0 / waits - 1.0) * effort / (AIM * AIM) / copies;
        let warm_up = RELAXATIONS * relaxation + 5.0 * mean;
        let length = (hours / f64::from(REPLICATIONS)).max(3.0 * warm_up).min(LONGEST_HOURS);
        let replications = (hours / length).ceil().max(f64::from(FEWEST_REPLICATIONS)) as u32;
        Watch { replications, warm_up, length, cool_down: warm_up.min(LONGEST_COOL_DOWN) }
    }
}

impl Station {
    /// The same for the share of work that is lost, `lost` in theory. There is always room again after about a service,
    /// so that many customers tell as much as one drawn alone; `effort` says how many.
    pub fn watch_losses(&self, lost: f64, effort: f64) -> Watch {
        let arrivals = self.streams.iter().map(Stream::arrivals).sum::<f64>();
        let mean = self.streams.iter().map(|s| s.arrivals() * s.mean).sum::<f64>() / arrivals;
        let hours = effort * (1.0 - lost) / lost / (AIM * AIM) / arrivals;
        let warm_up = RELAXATIONS * mean;
        let length = (hours / f64::from(REPLICATIONS)).max(3.0 * warm_up).min(LONGEST_HOURS);
        let replications = (hours / length).ceil().max(f64::from(FEWEST_REPLICATIONS)) as u32;
        Watch { replications, warm_up, length, cool_down: warm_up }
    }
}

impl Station {
    /// The same for accounts that ask again after an answer: so many requests an hour in all, of which a share waits. Who
    /// waits asks nothing meanwhile, so queues are forgotten sooner than where requests come at a rate; `effort` says how
    /// soon.
    pub fn watch_again(&self, throughput: f64, waits: f64, effort: f64) -> Watch {
        let mean = self.streams.iter().map(|s| s.mean).fold(0.0, f64::max);
        let longest = self.streams.iter().map(|s| 1.0 / s.rate).fold(0.0, f64::max);
        let hours = effort * (2.0 / waits - 1.0) / (AIM * AIM) / throughput;
        let warm_up = RELAXATIONS * (mean + longest);
        let length = (hours / f64::from(REPLICATIONS)).max(3.0 * warm_up).min(LONGEST_HOURS);
        let replications = (hours / length).ceil().max(f64::from(FEWEST_REPLICATIONS)) as u32;
        Watch { replications, warm_up, length, cool_down: warm_up.min(LONGEST_COOL_DOWN) }
    }
}

/// Standard error aimed at, as a share of the mean: the gate is wider, because a plan is not exact.
const AIM: f64 = 0.004;
/// Relaxation times of warm-up, and of cool-down.
const RELAXATIONS: f64 = 15.0;
/// Replications into which the time is cut, where that leaves each much longer than its warm-up.
const REPLICATIONS: u32 = 64;
/// So few replications already give a standard error to within a tenth.
const FEWEST_REPLICATIONS: u32 = 48;
/// Longest replication: a scenario may measure 20 years \[h\].
const LONGEST_HOURS: f64 = 170_000.0;
/// Longest cool-down that a scenario may have, two years \[h\]: at a load of 0.95 still eleven relaxation times.
const LONGEST_COOL_DOWN: f64 = 17_500.0;

/// How long to watch a station.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Watch {
    /// Independent replications.
    pub replications: u32,
    /// Before measuring \[h\].
    pub warm_up: f64,
    /// Measuring \[h\].
    pub length: f64,
    /// After measuring, for those who still wait \[h\].
    pub cool_down: f64,
}

impl Watch {
    /// As values that take the place of those in the scenario.
    pub fn overrides(&self, seed: u64) -> Vec<(String, String)> {
        let hours = |hours: f64| format!("{:.0} h", hours.ceil());
        let pairs = [
            ("warm_up", hours(self.warm_up)),
            ("length", hours(self.length)),
            ("cool_down", hours(self.cool_down)),
            ("replications", self.replications.to_string()),
            ("seed", seed.to_string()),
        ];
        pairs.map(|(key, value)| (format!("simulation.{key}"), value)).to_vec()
    }
}
