//! Everything that can happen inside a replay and is not in the demand: a closed set of small copied records.

/// An event of the replay. At one instant they happen in the order of their classes, and all of them before what the
/// demand has for that instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// A CSM finishes the work in hand.
    Completion { csm: u32 },
    /// The same, where work may be interrupted: nothing where it was since.
    Finish { csm: u32, spell: u16 },
    /// A CSM who was found off duty while work was waiting comes back.
    Wake { csm: u32 },
    /// A CSM who went off duty in the middle of work comes back, and more urgent work has come meanwhile.
    BackAtWork { csm: u32 },
    /// A CSM ends a block of work for idle time.
    BlockEnds { csm: u32 },
    /// The first timer of a lane goes off.
    Timer { lane: u32 },
    /// A customer of an account has waited long enough, where it matters when; nothing where somebody has answered.
    GivesUp { account: u32 },
    /// The first of the alarms of low satisfaction that are due.
    Alarm,
    /// A customer comes back with the next interaction of a conversation.
    Reply { thread: u32 },
    /// The wait behind a note is over.
    Call { kind: u16 },
    /// An account asks again some time after its last answer.
    Asks { asker: u32 },
    /// A CSM's last day is over.
    Leaves { csm: u32 },
    /// The first day of somebody new in a CSM's seat.
    Joins { csm: u32 },
    /// A team looks whether it has people enough.
    Look { team: u32 },
    /// The design becomes itself.
    Change,
    /// The ARR of all accounts is looked at again.
    Tiers,
    /// An account's rules are looked at again.
    Review { account: u32 },
}

impl Event {
    /// The class for ties: a CSM who becomes free at an instant can still take work that would expire at that
    /// instant. People come and go, and seats open, before anything else.
    #[inline]
    pub(super) fn class(self) -> u8 {
        match self {
            Event::Leaves { .. } | Event::Joins { .. } => 0,
            Event::Look { .. } => 1,
            Event::Completion { .. } | Event::Finish { .. } | Event::BlockEnds { .. } => 2,
            Event::Wake { .. } | Event::BackAtWork { .. } => 3,
            Event::Timer { .. } => 4,
            Event::GivesUp { .. } => 5,
            Event::Alarm => 6,
            Event::Reply { .. } | Event::Asks { .. } | Event::Call { .. } => 7,
            Event::Change | Event::Tiers | Event::Review { .. } => 8,
        }
    }
}
