//! Random streams by name, never by turn: (seed, replication, purpose, entity, ordinal) gives a generator.
//!
//! The whole name goes into the 256-bit state of a named portable generator (xoshiro256++, Blackman and Vigna,
//! "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021) through a mixing that is a bijection,
//! so two different names never start from the same state.

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

/// The generator of one stream.
pub type Stream = Xoshiro256PlusPlus;

/// What a stream's numbers are for. Each purpose has its own streams, so adding one disturbs no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Purpose {
    /// An account's lasting traits: revenue, contract, renewal date.
    Account = 1,
    /// How often an account asks (frailty), per request kind.
    Frailty = 2,
    /// When accounts arrive as new customers, per segment.
    NewAccounts = 3,
    /// When an account sends requests, and how much work each holds, per account and kind.
    Requests = 4,
    /// The random factor of one day, common to all accounts.
    Day = 5,
    /// Which weeks of a ticket log a replication replays.
    LogWeeks = 6,
    /// Work content of resampled tickets.
    LogWork = 7,
    /// Planned touches of an account: phase and work, per account and step.
    Touches = 8,
    /// Risks of an account, per account and kind.
    Risks = 9,
    /// Luck of an account's renewals.
    Renewals = 10,
    /// Leave of one CSM.
    Leave = 11,
    /// Sickness of one CSM.
    Sickness = 12,
    /// Placement of one CSM's non-customer time in the day.
    NonCustomer = 13,
    /// Whether an account renews at quarter ends, and how close to them.
    QuarterEnd = 14,
    /// When product incidents strike, per kind.
    Incidents = 15,
    /// Which incidents an account reports, and when, per account and kind.
    IncidentHits = 16,
    /// Which requests self-service answers, per account and kind.
    Deflection = 17,
    /// Whether an account prefers self-service.
    SelfService = 18,
    /// Whether an account grows in usage.
    Growth = 19,
    /// How fast a new account takes its seats into use, and when it would leave early.
    Activation = 32,
    /// Use of its licences by an account, week by week.
    Licences = 33,
    /// Errors of what is read of an account's use of licences.
    LicenceReadings = 34,
    /// How long a customer waits for a first response, per account, kind and instant of the request.
    Patience = 60,
    /// Whether, when and with how much work a customer comes back, per account, kind, request and interaction.
    FollowUp = 61,
    /// Who is given a piece of work where chance decides, per account and instant.
    Assignment = 62,
    /// Work content of what comes back from another team, per account, kind, request and interaction.
    HandBack = 63,
    /// When an account asks again after an answer, and how much work that holds, per account, kind and ordinal.
    AskAgain = 53,
    /// Length of the blocks of work that a CSM takes up in idle time, per CSM and ordinal.
    IdleWork = 54,
    /// When one CSM is called away, and for how long.
    CalledAway = 55,
    /// When one CSM resigns.
    Resignation = 40,
    /// When one CSM resigns besides because of a change.
    Unrest = 47,
    /// Whether a request goes astray after a change, per account, kind and instant.
    Misrouting = 48,
    /// When in its round an account's score and usage are updated.
    UpdatePhase = 49,
    /// Whether planned touches are answered, per account and step.
    Response = 20,
    /// Health of an account, week by week.
    Health = 21,
    /// When champions of an account leave.
    Champion = 22,
    /// Errors of an account's score.
    Score = 23,
    /// Errors of an account's usage.
    Usage = 24,
    /// Surveys of an account.
    Survey = 25,
    /// Luck and work content of alarms, per account and trigger.
    Alarms = 26,
    /// Whether an account wants a person.
    WantsHuman = 27,
    /// Whether an account comes to a session of a program, per account, program and session.
    Attendance = 28,
    /// Whether a request at a rate finds its channel open, per account and kind.
    Channel = 43,
    /// Which requests of an account go over to another channel, per account and kind.
    Moved = 44,
    /// Work content of requests that went over, per account, channel and kind that they came from.
    MovedWork = 46,
    /// Whether sales hands an account over poorly.
    PoorHandOff = 45,
    /// The vertical of an account.
    Vertical = 41,
    /// Whether an account is of strategic value.
    Strategic = 42,
    /// Whether a session answers a request before it is asked, per account, kind and instant.
    AnsweredBefore = 29,
    /// Luck and work content of alarms of low satisfaction, per account, trigger and ordinal.
    LowSatisfaction = 35,
    /// Whether the survey after a request is answered, per account, kind and instant of the request.
    SurveyAfterRequest = 36,
}

/// All streams of one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyRing {
    seed: u64,
    replication: u32,
}

/// Replications of pilot runs are numbered from here, so that they share nothing with the runs that are reported.
pub const FIRST_PILOT: u32 = 1 << 31;

impl KeyRing {
    /// The key ring of one replication under a master seed.
    pub fn new(seed: u64, replication: u32) -> KeyRing {
        KeyRing { seed, replication }
    }

    /// The generator of (purpose, entity, ordinal).
    #[inline]
    pub fn stream(&self, purpose: Purpose, entity: u64, ordinal: u64) -> Stream {
        let words = mix([self.seed, (u64::from(self.replication) << 32) | purpose as u64, entity, ordinal]);
        let mut bytes = [0; 32];
        for (chunk, word) in bytes.chunks_exact_mut(8).zip(words) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        Stream::from_seed(bytes)
    }
}

/// A bijection on 256 bits with full avalanche: rounds of odd multiplication, xor-shift and adding of neighbours.
/// The finaliser constants are those of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
#[inline]
fn mix(mut s: [u64; 4]) -> [u64; 4] {
    s[0] = s[0].wrapping_add(0x9e37_79b9_7f4a_7c15);
    s[1] = s[1].wrapping_add(0xd1b5_4a32_d192_ed03);
    s[2] = s[2].wrapping_add(0x8cb9_2ba7_2f3d_8dd7);
    s[3] = s[3].wrapping_add(0xaef1_7502_108e_f2d9);
    for _ in 0..2 {
        for i in 0..4 {
            let mut z = s[i];
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            s[i] = z ^ (z >> 31);
            s[(i + 1) % 4] = s[(i + 1) % 4].wrapping_add(s[i]);
        }
    }
    s
}

/// A name (of a team, a kind, a segment) as the entity word of a stream, so that a neighbour's presence or order in
/// the file changes nothing (FNV-1a, 64 bits).
pub fn entity_of_name(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// One uniform number in (0, 1): never 0 and never 1, so that a quantile function may be applied to it.
#[inline]
pub fn uniform(stream: &mut impl rand::Rng) -> f64 {
    ((stream.next_u64() >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    fn first(seed: u64, replication: u32, purpose: Purpose, entity: u64, ordinal: u64) -> u64 {
        KeyRing::new(seed, replication).stream(purpose, entity, ordinal).next_u64()
    }

    #[test]
    fn a_name_always_gives_the_same_numbers() {
        assert_eq!(first(1, 2, Purpose::Day, 3, 4), first(1, 2, Purpose::Day, 3, 4));
    }

    #[test]
    fn every_part_of_a_name_matters() {
        let base = first(1, 2, Purpose::Day, 3, 4);
        assert_ne!(base, first(2, 2, Purpose::Day, 3, 4));
        assert_ne!(base, first(1, 3, Purpose::Day, 3, 4));
        assert_ne!(base, first(1, 2, Purpose::Leave, 3, 4));
        assert_ne!(base, first(1, 2, Purpose::Day, 4, 4));
        assert_ne!(base, first(1, 2, Purpose::Day, 3, 5));
    }

    #[test]
    fn one_bit_of_the_name_flips_half_of_the_state() {
        let mut flipped = [0u64; 256];
        let names = 400;
        for name in 0..names {
            let words = [name, name << 32 | 7, name * 3, 11];
            let base = mix(words);
            for (bit, count) in flipped.iter_mut().enumerate() {
                let mut other = words;
                other[bit / 64] ^= 1 << (bit % 64);
                let changed = mix(other);
                *count += (0..4).map(|i| u64::from((base[i] ^ changed[i]).count_ones())).sum::<u64>();
            }
        }
        for count in flipped {
            // 256 bits a name, each with probability one half: standard deviation of the mean share 0.0016; 5 sigma.
            let share = count as f64 / (256.0 * names as f64);
            assert!((share - 0.5).abs() < 0.008, "share of flipped bits {share}");
        }
    }

    #[test]
    fn uniform_stays_inside_the_open_interval() {
        let mut stream = KeyRing::new(7, 0).stream(Purpose::Account, 0, 0);
        let mut sum = 0.0;
        for _ in 0..100_000 {
            let u = uniform(&mut stream);
            assert!(u > 0.0 && u < 1.0);
            sum += u;
        }
        // Standard error of the mean 0.00091; 4 sigma.
        assert!((sum / 100_000.0 - 0.5).abs() < 0.0037);
    }
}
