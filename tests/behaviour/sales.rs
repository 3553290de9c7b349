//! Hand-offs from sales: what was left out is found out by whoever first has to do with the account.

use caseload::engine::{Anchoring, Observer, Piece, Plan, Workspace, run_observed};
use caseload::model::{DemandSource, Scenario};
use caseload::streams::KeyRing;
use caseload::time::{MINUTE, SimTime};
use std::collections::BTreeMap;
use std::path::Path;

const FIRM: &str = r#"
[simulation]
warm_up = "1 week"
length = "20 weeks"
time_zone = "UTC"
current = "people"

[segments.smb]
accounts = 40
arr = "$4k"
new_accounts = "300% / year"
poor_hand_off = "40%"
hand_off_rework = "50 min"

[requests.question]
rate = "1 / account / month"
work = "20 min"
respond_within = "1 h"

[playbooks.start]
steps = [ { after_start = "4 days", work = "20 min" }, { after_start = "9 days", work = "20 min" } ]

[context]
penalty = "0%"

[teams.csms]
csms = 3
calendar = "always"
non_customer = "0%"
leave = "0 days / year"
sickness = "0 days / year"

[designs.people]
coverage = [ { pooled = "csms" } ]

[designs.mails]
coverage = [ { pooled = "csms", digital = "start" } ]
"#;

/// By account, how long each piece of work took, in order of beginning \[ms\].
#[derive(Default)]
struct Lengths {
    open: BTreeMap<u32, (SimTime, Piece)>,
    taken: BTreeMap<u32, Vec<i64>>,
}

impl Observer for Lengths {
    fn begins(&mut self, at: SimTime, csm: u32, piece: Piece) {
        self.open.insert(csm, (at, piece));
    }
    fn ends(&mut self, at: SimTime, csm: u32, piece: Piece) {
        let (began, begun) = self.open.remove(&csm).expect("it was begun");
        assert_eq!(begun, piece);
        self.taken.entry(piece.account).or_default().push((at - began).ms());
    }
}

#[test]
fn the_first_piece_of_work_for_an_account_handed_over_poorly_takes_longer_under_every_design() {
    let scenario = Scenario::parse(FIRM, Path::new("firm.toml"), &[]).unwrap_or_else(|error| panic!("{error}"));
    let ring = KeyRing::new(1, 0);
    let demand = DemandSource::new(&scenario).draw(&ring);
    for design in 0..2 {
        let mut lengths = Lengths::default();
        let (plan, anchoring) = (Plan::new(&scenario, design), Anchoring::neutral(&scenario));
        run_observed(&demand, &plan, &anchoring, &ring, &mut Workspace::default(), &mut lengths);
        let (mut poor, mut well) = (0, 0);
        for (account, taken) in &lengths.taken {
            let first = if demand.accounts.poorly_handed_off(*account as usize) { 70 } else { 20 };
            assert_eq!(taken[0], first * MINUTE, "account {account} of design {design}");
            assert!(taken[1..].iter().all(|length| *length == 20 * MINUTE), "account {account}: {taken:?}");
            *if first == 70 { &mut poor } else { &mut well } += 1;
        }
        assert!(poor > 5 && well > 20, "{poor} accounts were handed over poorly, {well} well");
    }
}
