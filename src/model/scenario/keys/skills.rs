//! Keys of verticals and skills.

use super::Need::Assumed;
use super::{Kind, TableSpec, key};
use crate::model::scenario::Grade::E;

/// What work by somebody who has the vertical and the skill is worth.
pub static SKILLS: TableSpec = TableSpec {
    name: "skills",
    doc: "What it is worth that work is done by a CSM who has the vertical of the account and the skill that the work calls \
          for, where there are any.",
    keys: &[
        key(
            "work_factor",
            Kind::Number(0.1, 10.0),
            Assumed(
                "0.9",
                E,
                "people who repeat one sort of work are faster at it (Staats and Gino 2012, a bank; grade A); by how much in CS \
                 is a guess",
            ),
            "How long such work takes, against `work` as stated.",
        ),
        key(
            "save_factor",
            Kind::Number(0.0, 10.0),
            Assumed("1.2", E, "nothing public exists"),
            "How likely such a play saves an account, against the shares as stated.",
        ),
    ],
};

/// What `skill` of a kind of work means.
pub const SKILL: &str = "A skill that the work calls for, one of those in `teams.NAME.skills`.";

/// What `skills` of a team means.
pub const TEAM_SKILLS: &str = "How many of its CSMs, or what share, have a vertical or a skill: { health = 3, technical = \"20%\" }. Dealt \
    to seats in the order of the file, from the first seat on, each from where the last one ended; whoever follows in a seat has \
    the same.";

/// What `verticals` of a segment means.
pub const VERTICALS: &str =
    "Shares of its accounts by vertical: { health = \"20%\", finance = \"30%\" }; the others have none.";

/// What `vertical` of a rule means.
pub const VERTICAL: &str = "Only accounts of this vertical.";

/// What `match` of a rule means.
pub const MATCH: &str = "What becomes of work that calls for a vertical or a skill: of those who are free one who has it takes it \
    (`preferred`); it waits so long for such a CSM before others take it (a span); nobody else takes it (`required`); nobody looks \
    (`ignored`). Preferred unless stated; with `assign` other than `longest_idle` nobody looks. A named CSM, or pod, is the \
    lightest with the account's vertical.";
