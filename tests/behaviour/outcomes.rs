//! What a stranger costs, and what is left of a risk.

use crate::world::{ASK, CARE, DROP, World, at};
use caseload::engine::Metric;

/// Half an hour of work for a0 at 00:00, 02:00 and 04:00; when each piece ends.
fn ended(coverage: &str, csms: &str, documentation: &str) -> Vec<String> {
    let changes = [("teams.t.csms", csms), ("context.penalty", "100%"), ("context.documentation", documentation)];
    let mut world = World::new(coverage, &changes);
    world.work(at(0, 0, 0), ASK, 0, 30).work(at(0, 2, 0), ASK, 0, 30).work(at(0, 4, 0), ASK, 0, 30);
    world.live().0.ended
}

#[test]
fn a_stranger_takes_longer_and_documentation_helps() {
    let pool = r#"{ pooled = "t" }"#;
    // Two in turn: each time the one who does not know the account. 30 min x (1 + 100 %) = 60 min.
    assert_eq!(ended(pool, "2", "0%"), ["0d01:00 c0 ask a0", "0d03:00 c1 ask a0", "0d05:00 c0 ask a0"]);
    // 30 min x (1 + 100 % x (1 - 40 %)) = 48 min.
    assert_eq!(ended(pool, "2", "40%"), ["0d00:48 c0 ask a0", "0d02:48 c1 ask a0", "0d04:48 c0 ask a0"]);
    assert_eq!(ended(pool, "2", "100%"), ["0d00:30 c0 ask a0", "0d02:30 c1 ask a0", "0d04:30 c0 ask a0"]);
}

#[test]
fn the_last_handler_and_the_owner_know_the_account() {
    let sticky = r#"{ pooled = "t", sticky = "30 days" }"#;
    // Only the first touch is a stranger's.
    assert_eq!(ended(sticky, "2", "0%"), ["0d01:00 c0 ask a0", "0d02:30 c0 ask a0", "0d04:30 c0 ask a0"]);
    // A named CSM knows the book from the beginning.
    let named = r#"{ named = "t" }"#;
    assert_eq!(ended(named, "2", "0%"), ["0d00:30 c0 ask a0", "0d02:30 c0 ask a0", "0d04:30 c0 ask a0"]);
}

#[test]
fn continuity_counts_touches_by_the_last_handler() {
    let mut world = World::new(r#"{ pooled = "t" }"#, &[("teams.t.csms", "2")]);
    // a0: c0, then c1 (idle longest), then c1 again (c0 is busy until 10:00). The first touch has nobody before it.
    world.work(at(0, 0, 0), ASK, 0, 5).work(at(0, 1, 0), ASK, 0, 5);
    world.work(at(0, 2, 0), ASK, 1, 480).work(at(0, 3, 0), ASK, 0, 5);
    let (diary, record) = world.live();
    assert_eq!(diary.begun, ["0d00:00 c0 ask a0", "0d01:00 c1 ask a0", "0d02:00 c0 ask a1", "0d03:00 c1 ask a0"]);
    assert_eq!(record.groups[0][Metric::ContinuityShare], 0.5);
}

/// Whether a play saves the account, when it begins after so many minutes of a window of 5 h.
fn saved(minutes: i64, luck: f64) -> bool {
    let mut world = World::new(r#"{ pooled = "t" }"#, &[]);
    if minutes > 0 {
        world.work(at(0, 0, 0), ASK, 1, minutes);
    }
    world.work_with_luck(at(0, 0, 0), DROP, 0, 10, luck);
    let (_, record) = world.live();
    assert_eq!(record.groups[0][Metric::CtaSentShare], 1.0);
    record.groups[0][Metric::CtaOutcomeShare] == 1.0
}

#[test]
fn the_chance_to_save_falls_with_the_delay() {
    // 80 % at once, 0 % at the end of the window, so 40 % after half of it, and 60 % after a quarter.
    assert!(saved(0, 0.79) && !saved(0, 0.81));
    assert!(saved(75, 0.59) && !saved(75, 0.61));
    assert!(saved(150, 0.39) && !saved(150, 0.41));
    assert!(!saved(300, 0.0));
}

/// Shares of plays sent, answered and successful when one play begins at once with such a luck.
fn three_ways(luck: f64, response: &str) -> [f64; 3] {
    let mut world = World::new(r#"{ pooled = "t" }"#, &[("risks.drop.response", response)]);
    world.work_with_luck(at(0, 0, 0), DROP, 0, 10, luck);
    let record = world.live().1;
    [Metric::CtaSentShare, Metric::CtaRespondedShare, Metric::CtaOutcomeShare].map(|metric| record.groups[0][metric])
}

#[test]
fn a_cta_is_sent_answered_and_successful() {
    // 80 % are saved at once and 90 % answer: the luckiest 80 % both, the next 10 % only answer.
    assert_eq!(three_ways(0.79, "90%"), [1.0, 1.0, 1.0]);
    assert_eq!(three_ways(0.85, "90%"), [1.0, 1.0, 0.0]);
    assert_eq!(three_ways(0.91, "90%"), [1.0, 0.0, 0.0]);
    // Who does not answer is not saved.
    assert_eq!(three_ways(0.59, "60%"), [1.0, 1.0, 1.0]);
    assert_eq!(three_ways(0.61, "60%"), [1.0, 0.0, 0.0]);
}

/// Attachment at a renewal after one answered request and then one touch with such a luck, and the share of planned
/// touches that were answered.
fn attachment_after_a_touch(luck: f64, unanswered: &str) -> (f64, f64) {
    let changes =
        [("segments.s.churn", "20% / year"), ("attachment.gain", "20%"), ("attachment.unanswered", unanswered)];
    let mut world = World::new(r#"{ named = "t" }"#, &changes);
    world.work(at(0, 0, 0), ASK, 0, 5).work_with_luck(at(1, 0, 0), CARE, 0, 5, luck);
    world.renewal(at(2, 0, 0), 0, 0.99);
    let record = world.live().1;
    (record.groups[0][Metric::AttachmentMean], record.groups[0][Metric::PlannedRespondedShare])
}

#[test]
fn a_touch_without_an_answer_does_its_part_for_attachment() {
    let is = |found: (f64, f64), attachment: f64, answered: f64| {
        assert!((found.0 - attachment).abs() < 1e-6 && found.1 == answered, "{found:?}");
    };
    // The request leaves 20 %. 35 % of touches are answered: those add 20 % of the gap, 0.2 + 0.8 x 0.2.
    is(attachment_after_a_touch(0.34, "0%"), 0.36, 1.0);
    is(attachment_after_a_touch(0.36, "0%"), 0.2, 0.0);
    is(attachment_after_a_touch(0.36, "50%"), 0.28, 0.0);
    is(attachment_after_a_touch(0.36, "100%"), 0.36, 0.0);
}
