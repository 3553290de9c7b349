//! One design made ready to run: calendars compiled, teams sized, rules resolved.

use super::hand_off::HandOffPlan;
use super::seat_change::{self, SeatPlan};
use super::skills::SkillPlan;
use super::staff::{self, Seat};
use super::staffing::{all_rules, hours_per_account, staffing};
use super::tiers::TierPlan;
use super::{in_order, line, overtime, placing};
use crate::model::demand::{Accounts, months_of_measuring, years_of_measuring};
use crate::model::skill::{Matching, SkillSet};
use crate::model::{
    Assign, Attachment, Balance, Context, Digital, Discipline, HandOff, Health, Origin, Outcomes, PodSize, Program,
    Rule, Satisfaction, Scenario, Segment, Simulation, Sticky, Talker, Team, Threshold, Transition, Triage, WorkKind,
};
use crate::streams::entity_of_name;
use crate::time::calendar::Calendar;
use crate::time::{Elapsed, SimTime, Span, WEEK};
use std::sync::Arc;

/// One design made ready to run. Shared by all replications and threads.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) simulation: Simulation,
    pub(super) years: u32,
    pub(super) months: usize,
    pub(super) segments: Vec<Segment>,
    pub(super) kinds: Vec<WorkKind>,
    /// Kinds of requests whose senders ask again after an answer.
    pub(super) again_kinds: Vec<u16>,
    /// Multiplies how often customers ask.
    pub(super) load: f64,
    pub(super) context: Context,
    pub(super) attachment: Attachment,
    /// How long a saved account stays lifted out of risk.
    pub(super) lifted_for: Elapsed,
    /// Whether any step may only be done by a person.
    pub(super) moments: bool,
    /// Whether any work is an alarm, and so may be needless.
    pub(super) alarms: bool,
    /// Whether any of it is a sign of an expansion.
    pub(super) expansions: bool,
    pub(super) satisfaction: Option<Satisfaction>,
    /// Triggers on satisfaction that this design acts on, by kind.
    pub(super) watched: Vec<u16>,
    /// How scores that steps ask for hear of satisfaction; `None`: not at all.
    pub(super) hears: Option<Health>,
    /// Whether some step asks for references.
    pub(super) advocacy: bool,
    /// Kinds of work that nobody takes note of under this design.
    pub(super) ignored: Vec<bool>,
    /// Kinds of work that some rule of this design names.
    pub(super) by_name: Vec<bool>,
    /// By kind: what share a note settles, and how long the play waits behind it.
    pub(super) notes: Vec<Option<(f64, Elapsed)>>,
    /// Whether some design of the scenario sends notes.
    pub(super) counts_escalations: bool,
    pub(super) outcomes: Outcomes,
    /// The one-to-many programs that it runs, and their names as words of streams.
    pub(super) programs: Vec<Program>,
    pub(super) program_words: Vec<u64>,
    /// Whether any design may run one.
    pub(super) one_to_many: bool,
    /// Whether any new account takes its seats into use, and by segment what a step in time makes of the pace.
    pub(super) activates: bool,
    pub(super) step_factors: Vec<f64>,
    /// Whether some step looks at reviews of that.
    pub(super) reviews: bool,
    /// What touches that programs send do.
    pub(super) digital: Option<Digital>,
    pub(super) teams: Vec<TeamPlan>,
    pub(super) rules: Vec<RulePlan>,
    pub(super) matching: Vec<Rule>,
    /// How many of these are the design's own; those of the design with which it begins follow.
    pub(super) own_rules: usize,
    pub(super) transition: Option<Transition>,
    /// How its seats change then; `None`: they stay.
    pub(super) seat_plan: Option<SeatPlan>,
    /// How accounts cross lines by ARR; `None`: never.
    pub(super) tiers: Option<TierPlan>,
    /// Weeks of measuring to record one by one; 0 where no design of the scenario changes at a date.
    pub(super) weeks_watched: usize,
    pub(super) groupings: Vec<Grouping>,
    pub(super) queues: Vec<QueuePlan>,
    /// Reasons for which customers come back, of all kinds of requests together; for each kind, the number of its
    /// first.
    pub(super) reasons: usize,
    pub(super) first_reason: Vec<u32>,
    /// Names of segments and kinds as words of streams.
    pub(super) segment_words: Vec<u64>,
    pub(super) kind_words: Vec<u64>,
    /// Lines of each queue: one for each priority of work, planned work apart from the rest; twice as many where new
    /// requests stand apart.
    pub(super) lines: usize,
    /// Those of work that interrupts, one bit each.
    pub(super) urgent: u64,
    /// Queues that each CSM serves, by CSM: `serves[serves_from[c]..serves_from[c + 1]]`.
    pub(super) serves: Vec<u32>,
    pub(super) serves_from: Vec<u32>,
    pub(super) team_of_csm: Vec<u32>,
    /// Whether anybody's renewal depends on how it was served.
    pub(super) outcomes_matter: bool,
    /// Whether the work that waits of an account is kept in a list: where outcomes matter, accounts move or
    /// giving up calls for something.
    pub(super) lists_work: bool,
    /// Whether some design of the scenario moves accounts, so that hand-offs are counted.
    pub(super) counts_hand_offs: bool,
    /// Whether sales hands some accounts over poorly.
    pub(super) briefs: bool,
    /// Whether requests go astray after a change under some design.
    pub(super) counts_astray: bool,
    /// What a hand-off does, where accounts move.
    pub(super) hand_off: Option<HandOffPlan>,
    /// The kind of an old owner's part in a hand-off; no kind where accounts do not move.
    pub(super) farewell: u16,
    /// Ages at which rules are looked at again, by segment.
    pub(super) review_ages: Vec<Vec<Elapsed>>,
    pub(super) csms: Vec<u32>,
    /// Whether all teams are open every hour, so that time by the clock and working time are one.
    pub(super) clock_is_working: bool,
    /// Whether some requests are handed over to another team.
    pub(super) hands_over: bool,
    /// Whether some team limits open conversations; for each CSM how many.
    pub(super) limits_wip: bool,
    pub(super) wip_limit: Vec<u32>,
    /// Whether some rule gives work to whoever has least of it.
    pub(super) weighs_loads: bool,
    /// Whether anybody does in some design of the scenario, so that growth is held against growth.
    pub(super) counts_people: bool,
    /// Whether anybody ever comes or goes.
    pub(super) people_move: bool,
    /// Whether any team opens seats when its answers come late.
    pub(super) hires_when_late: bool,
    /// Whether anybody has work for idle time.
    pub(super) fills: bool,
    /// How long rules see accounts at risk after a risk or an alarm: each length once; none where no rule looks.
    pub(super) at_risk_for: Vec<Elapsed>,
    /// Whether anybody takes up only one block of such work at a time.
    pub(super) fills_once: bool,
    /// Verticals and skills, where work calls for any.
    pub(super) skills: Option<SkillPlan>,
    /// Whether anybody stays after hours.
    pub(super) overtime: bool,
    /// Whether anybody works at a pace of their own.
    pub(super) paced: bool,
    /// Cost a year of what is not a CSM [currency/year].
    pub(super) fixed_cost: f64,
    /// Whether the recursion for plain first come, first served applies.
    pub(super) in_order: bool,
    /// Expected hours of work of an account in a year, by segment: the weight of `balance = "work"`.
    pub(super) hours_per_account: Vec<f64>,
}

/// A team of the design with its compiled calendar.
#[derive(Clone, Debug)]
pub(super) struct TeamPlan {
    pub team: Team,
    pub calendar: Arc<Calendar>,
    pub first_csm: u32,
    /// Seats, those that open later included.
    pub csms: u32,
    pub seats: Vec<Seat>,
    /// When the hours of each day end, where its people stay after hours.
    pub ends_of_days: Vec<SimTime>,
    /// Hours of its calendar within measuring \[ms\].
    pub scheduled_ms: i64,
    /// Its calendar has no hour off.
    pub open_always: bool,
    /// No absence either: nothing to draw.
    pub always_there: bool,
}

/// Whole weeks of measuring, where some design changes at a date.
fn weeks_watched(scenario: &Scenario) -> usize {
    let changes = scenario.designs.iter().any(|design| design.transition.is_some());
    if changes { (scenario.simulation.length.ms() / WEEK) as usize } else { 0 }
}

/// For how long rules see an account at risk, each length once.
fn at_risk_for(rules: &[Rule]) -> Vec<Elapsed> {
    let mut lengths: Vec<Elapsed> = rules.iter().filter_map(|rule| rule.at_risk).collect();
    lengths.sort_unstable();
    lengths.dedup();
    lengths
}

/// A coverage as it comes to in this design.
#[derive(Clone, Debug)]
pub(super) struct RulePlan {
    pub team: u32,
    /// Grouping of ordinary accounts.
    pub grouping: u32,
    /// Grouping of accounts whose contract promises a named CSM.
    pub named_grouping: u32,
    pub backup_after: Option<Span>,
    pub sticky: Option<Sticky>,
    pub assign: Assign,
    pub matching: Matching,
    pub overflow: Option<OverflowPlan>,
    /// By kind, whether a program does it instead; empty where none does.
    pub sends: Vec<bool>,
    pub triage: Option<Triage>,
    /// How often the team looks at its alerts; `None`: at once.
    pub alerts: Option<Span>,
    /// Whether some work does not reach those who serve it at once.
    pub holds_back: bool,
}

impl RulePlan {
    /// The rule of work that is left to nobody.
    pub(super) fn of_nobody() -> RulePlan {
        RulePlan {
            team: u32::MAX,
            grouping: 0,
            named_grouping: 0,
            backup_after: None,
            sticky: None,
            assign: Assign::LongestIdle,
            matching: Matching::Ignored,
            overflow: None,
            sends: Vec::new(),
            triage: None,
            alerts: None,
            holds_back: false,
        }
    }

    /// Whether a program does a kind of work instead of a CSM.
    #[inline]
    pub(super) fn sends(&self, kind: u16) -> bool {
        self.sends.get(usize::from(kind)).copied().unwrap_or(false)
    }

    /// Whether work can only be taken from its home queue, in turn.
    pub(super) fn is_plain(&self) -> bool {
        self.backup_after.is_none()
            && self.sticky.is_none()
            && self.overflow.is_none()
            && !self.holds_back
            && self.assign == Assign::LongestIdle
    }
}

/// Help from another team.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct OverflowPlan {
    /// The queue that the whole other team serves.
    pub queue: u32,
    pub after: Span,
    pub at_once: bool,
}

/// A team cut into pods, with one book each.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grouping {
    pub team: u32,
    pub pods: PodSize,
    pub balance: Balance,
    pub sizes: Vec<u32>,
    /// Queue of the first pod; the others follow.
    pub first_queue: u32,
}

/// A queue and the CSMs who serve it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct QueuePlan {
    pub team: u32,
    pub first_csm: u32,
    pub csms: u32,
    /// Only those of them who have all of this.
    pub need: SkillSet,
    pub discipline: Discipline,
    /// Of its lines of planned work, and of those of other work, an earlier one goes before a later one.
    pub in_order_of_lines: bool,
}

impl Plan {
    /// Prepares design number `design` of a scenario.
    pub fn new(scenario: &Scenario, design: usize) -> Plan {
        let chosen = &scenario.designs[design];
        let simulation = &scenario.simulation;
        let calendars: Vec<Arc<Calendar>> = (scenario.calendars.iter())
            .map(|(_, hours)| {
                // Beyond the end, so that targets and releases set late in the run have an instant.
                let until = simulation.end() + Elapsed::from_ms(120 * crate::time::DAY);
                Arc::new(Calendar::compile(hours, simulation.start, simulation.begin(), until))
            })
            .collect();
        let csms = staffing(scenario, design);
        let (steps, conversions) = seat_change::steps(scenario, design, &csms);
        let programs: Vec<Program> =
            scenario.programs.iter().filter(|program| chosen.runs(&program.name)).cloned().collect();
        let mut first_csm = 0;
        let mut teams = Vec::new();
        let seats_change = chosen.seat_change.is_some();
        for (team, steps) in chosen.teams.iter().zip(&steps) {
            let calendar = Arc::clone(&calendars[team.calendar]);
            let scheduled_ms = calendar.working_between(SimTime::ZERO, simulation.end_of_measuring()).ms();
            let seats = staff::seats(&team.movement, steps, simulation.start, &calendar);
            let csms = seats.len() as u32;
            let no_days_off = team.leave_days_per_year == 0.0 && team.sick_days_per_year == 0.0;
            let comes_and_goes = team.movement.any() || seats_change;
            let never_away = no_days_off && !comes_and_goes && team.called_away.is_none();
            let open_always = calendar.is_always();
            let hosts = programs.iter().any(|program| program.team == teams.len());
            let always_there = open_always && never_away && !hosts;
            let stays = team.overtime > Elapsed::ZERO;
            let ends_of_days = if stays { overtime::ends_of_days(&calendar) } else { Vec::new() };
            let team = team.clone();
            teams.push(TeamPlan {
                team,
                calendar,
                ends_of_days,
                first_csm,
                csms,
                seats,
                scheduled_ms,
                open_always,
                always_there,
            });
            first_csm += csms;
        }
        seat_change::unsettle(scenario, design, &mut teams, (&steps, &conversions));
        let (mut reasons, mut first_reason) = (0, Vec::new());
        for kind in &scenario.kinds {
            first_reason.push(reasons as u32);
            reasons += kind.conversation().map_or(0, |conversation| conversation.follow_ups.len());
        }
        let limits_wip = teams.iter().any(|team| team.csms > 0 && team.team.wip_limit.is_some());
        let mut plan = Plan {
            weighs_loads: false,
            counts_people: scenario
                .designs
                .iter()
                .any(|design| design.seat_change.is_some() || design.teams.iter().any(|team| team.movement.any())),
            limits_wip,
            hands_over: scenario.kinds.iter().any(|kind| kind.handed_to().next().is_some()),
            wip_limit: Vec::new(),
            hires_when_late: teams.iter().any(|team| {
                let rule = team.team.movement.hire_when;
                team.csms > 0 && rule.is_some_and(|rule| matches!(rule.above, Threshold::LateResponses(..)))
            }),
            people_move: seats_change || teams.iter().any(|team| team.csms > 0 && team.team.movement.any()),
            fills: teams.iter().any(|team| team.csms > 0 && team.team.idle_work.is_some()),
            at_risk_for: at_risk_for(&chosen.rules),
            overtime: teams.iter().any(|team| team.csms > 0 && team.team.overtime > Elapsed::ZERO),
            skills: SkillPlan::new(scenario),
            paced: seats_change
                || scenario.skills.is_some()
                || teams.iter().any(|team| team.team.work_factor != 1.0 || team.team.movement.any()),
            fills_once: teams.iter().any(|team| team.csms > 0 && team.team.idle_work_once),
            fixed_cost: chosen.costs.iter().map(|(_, per_year)| per_year).sum(),
            clock_is_working: teams.iter().all(|team| team.open_always),
            simulation: simulation.clone(),
            years: years_of_measuring(scenario),
            months: months_of_measuring(scenario),
            segments: scenario.segments.clone(),
            kinds: scenario.kinds.clone(),
            again_kinds: (scenario.kinds.iter().zip(0..))
                .filter(|(k, _)| k.again_after().is_some())
                .map(|k| k.1)
                .collect(),
            load: scenario.load,
            context: scenario.context,
            attachment: scenario.attachment,
            lifted_for: scenario.health.map_or(Elapsed::ZERO, |health| health.memory),
            ignored: scenario.kinds.iter().map(|kind| chosen.ignores(kind)).collect(),
            moments: scenario.kinds.iter().any(|kind| kind.sending().is_some_and(|sending| sending.human_only)),
            by_name: (0..scenario.kinds.len()).map(|kind| chosen.rules.iter().any(|r| r.names(kind))).collect(),
            notes: (scenario.kinds.iter())
                .map(|kind| chosen.note(kind).map(|note| (note.settles, note.wait)))
                .collect(),
            counts_escalations: scenario.designs.iter().any(|design| !design.notes.is_empty()),
            alarms: scenario.kinds.iter().any(|kind| matches!(kind.origin, Origin::Trigger { .. })),
            satisfaction: scenario.satisfaction,
            hears: scenario.health.filter(Health::hears),
            watched: (scenario.kinds.iter().zip(0..))
                .filter(|(kind, _)| kind.of_answers().is_some() && !chosen.ignores(kind))
                .map(|(_, number)| number)
                .collect(),
            advocacy: scenario.kinds.iter().any(|kind| kind.sending().is_some_and(|sending| sending.advocacy)),
            expansions: scenario.kinds.iter().any(WorkKind::is_of_expansion),
            outcomes: scenario.outcomes,
            program_words: programs.iter().map(|program| entity_of_name(&program.name)).collect(),
            programs,
            one_to_many: !scenario.programs.is_empty(),
            activates: scenario.segments.iter().any(|segment| segment.habits.activation.is_some()),
            reviews: (scenario.kinds.iter()).any(WorkKind::is_reviewed),
            step_factors: (scenario.segments.iter())
                .map(|segment| segment.habits.activation.map_or(1.0, |activation| activation.step_factor))
                .map(|factor| libm::pow(factor, scenario.outcomes.strength))
                .collect(),
            digital: scenario.digital,
            seat_plan: SeatPlan::new(scenario, design, &teams, (&steps, &conversions)),
            teams,
            rules: Vec::new(),
            matching: all_rules(scenario, design),
            own_rules: chosen.rules.len(),
            transition: chosen.transition,
            tiers: chosen.resegment.map(|resegment| TierPlan::new(resegment, &all_rules(scenario, design))),
            weeks_watched: weeks_watched(scenario),
            groupings: Vec::new(),
            queues: Vec::new(),
            reasons,
            first_reason,
            segment_words: scenario.segments.iter().map(|segment| entity_of_name(&segment.name)).collect(),
            kind_words: scenario.kinds.iter().map(|kind| entity_of_name(&kind.name)).collect(),
            lines: line::count(&scenario.kinds, limits_wip),
            urgent: line::urgent(&scenario.kinds, limits_wip),
            serves: Vec::new(),
            serves_from: Vec::new(),
            team_of_csm: Vec::new(),
            outcomes_matter: scenario.segments.iter().any(|segment| !segment.accounts_never_change()),
            lists_work: false,
            counts_hand_offs: scenario.hand_off.is_some(),
            briefs: scenario.segments.iter().any(|segment| segment.habits.poor_hand_off.is_some()),
            counts_astray: (scenario.designs.iter())
                .any(|design| design.transition.is_some_and(|change| change.misrouting.is_some())),
            hand_off: None,
            farewell: u16::MAX,
            review_ages: Vec::new(),
            csms,
            in_order: false,
            hours_per_account: (0..scenario.segments.len())
                .map(|s| hours_per_account(scenario, s) - scenario.hours_spared(chosen, s))
                .collect(),
        };
        plan.lay_out_queues(plan.matching.iter().any(|rule| rule.coverage.sticky.is_some()));
        if chosen.moves_accounts() {
            let overlap = chosen.transition.and_then(|change| change.overlap);
            plan.hand_off = scenario.hand_off.map(|general| {
                let overlap = overlap.unwrap_or(general.overlap);
                HandOffPlan::new(&HandOff { overlap, ..general }, &plan.kinds)
            });
            plan.farewell = plan.hand_off.map_or(u16::MAX, |hand_off| hand_off.farewell);
        }
        plan.review_ages = placing::review_ages(&plan);
        plan.weighs_loads = plan.rules.iter().any(|rule| rule.assign == Assign::LeastLoaded);
        plan.lists_work = plan.outcomes_matter || chosen.moves_accounts() || !plan.watched.is_empty();
        plan.in_order = in_order::applies(&plan);
        plan
    }

    /// The same design, replayed through the event list even where a shorter way would do: the way to compare the two.
    pub fn with_event_list(mut self) -> Plan {
        self.in_order = false;
        self
    }

    /// Whether work of a kind is that of an old owner who hands an account over.
    #[inline]
    pub(super) fn is_farewell(&self, kind: u16) -> bool {
        self.farewell == kind
    }

    /// CSMs of each team at the beginning, as the staffing of this design comes out.
    pub fn csms(&self) -> &[u32] {
        &self.csms
    }

    /// Seats of each team, those that open later included.
    pub fn seats(&self) -> Vec<u32> {
        self.teams.iter().map(|team| team.csms).collect()
    }

    /// The grouping that a rule gives an account; none for no rule.
    pub(super) fn grouping_of(&self, rule: u16, contract_named: bool) -> u32 {
        match self.rules.get(usize::from(rule)) {
            Some(covered) if contract_named => covered.named_grouping,
            Some(covered) => covered.grouping,
            None => u32::MAX,
        }
    }

    /// Names an account and a program in the streams.
    pub(super) fn attendee(&self, program: usize, accounts: &Accounts, account: u32) -> u64 {
        let segment = self.segment_words[usize::from(accounts.segment[account as usize])];
        Talker::new(segment, self.program_words[program], accounts.number[account as usize]).word()
    }

    /// Whole weeks of the simulation, warm-up included and cool-down not.
    pub(super) fn weeks(&self) -> usize {
        ((self.simulation.warm_up + self.simulation.length).ms() / WEEK) as usize
    }

    /// All CSMs of the design.
    pub(super) fn csm_count(&self) -> usize {
        self.team_of_csm.len()
    }
}
