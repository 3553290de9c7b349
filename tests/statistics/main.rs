//! Whether samplers draw what they say, streams know nothing of each other, intervals cover as often as they say, and the
//! end of the start is found. Fixed seeds; every limit is derived.

mod intervals;
mod samplers;
mod streams;
mod warm_up;

use caseload::streams::{KeyRing, Purpose, Stream};

/// A stream of the tests' own.
fn stream(entity: u64) -> Stream {
    KeyRing::new(20_261_121, 0).stream(Purpose::Account, entity, 0)
}
