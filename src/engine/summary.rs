//! From sums to metrics: the record of one replay.

use super::expansion::ExpansionTally;
use super::growth;
use super::hiring;
use super::metric::{Metric, Values};
use super::monitor::{Monitor, SegmentTally, Stock, YearTally};
use super::plan::Plan;
use super::record::{AnchorSums, Record};
use super::roster::Away;
use super::staff::empty_ms;
use super::state::State;
use crate::model::demand::Asked;
use crate::statistics::Histogram;
use crate::time::{DAY, HOUR, MONTH, SimTime, WEEK, YEAR};

/// Builds the record of a replay that has ended.
pub(super) fn record(plan: &Plan, state: &State, monitor: &Monitor, away: &[Away]) -> Record {
    let segments = &monitor.segments;
    let all = merge(segments);
    let heads = employed_by_team(plan, away);
    let mut groups = vec![group_values(plan, &all, &heads, CostBase::All { monitor })];
    for (index, tally) in segments.iter().enumerate() {
        let share = ratio(tally.stock.count_area as f64, all.stock.count_area as f64);
        groups.push(group_values(plan, tally, &heads, CostBase::Segment { monitor, index, share }));
    }
    let mut csm_utilization = Vec::with_capacity(plan.csm_count());
    for (csm, busy) in state.csms.iter().zip(&monitor.busy) {
        csm_utilization.push(ratio(busy.iter().sum::<i64>() as f64, (csm.window.1 - csm.window.0) as f64));
    }
    let teams: Vec<Values> = (0..plan.teams.len())
        .map(|team| team_values(plan, state, monitor, away, team, heads[team], &csm_utilization))
        .collect();
    // Over all teams, utilisation is that of all available hours together.
    let everyone = all_hands(plan, state, monitor, away, 0..plan.csm_count(), &csm_utilization);
    let mut opening = vec![1.0];
    opening.extend(monitor.kept_by_month.iter().map(|kept| ratio(*kept as f64, monitor.opening_arr as f64)));
    for metric in SHARED_WITH_TEAMS {
        groups[0][metric] = everyone[metric];
    }
    growth::note_growth(&mut groups[0], plan, monitor, away);
    if plan.people_move {
        // A seat that was empty all the time was not busy.
        csm_utilization.iter_mut().filter(|share| share.is_nan()).for_each(|share| *share = 0.0);
    }
    Record {
        groups,
        teams,
        responses: all.response_working,
        retained: opening,
        planned: monitor.planned.clone(),
        weeks: monitor.passage.clone(),
        backlog: monitor.backlog[..plan.weeks()].iter().map(|area| *area as f64 / WEEK as f64).collect(),
        csm_utilization,
        anchor: segments.iter().map(|tally| anchor_sums(plan, tally)).collect(),
    }
}

/// Adds how much self-service answered, which no design can change.
pub(super) fn note_deflection(record: &mut Record, asked: &Asked) {
    let share = |deflected: u64, reached: u64| ratio(deflected as f64, (deflected + reached) as f64);
    record.groups[0][Metric::DeflectedShare] = share(asked.deflected.iter().sum(), asked.reached.iter().sum());
    for (group, (deflected, reached)) in record.groups[1..].iter_mut().zip(asked.deflected.iter().zip(&asked.reached)) {
        group[Metric::DeflectedShare] = share(*deflected, *reached);
    }
}

/// Metrics of teams that also stand for all teams together.
const SHARED_WITH_TEAMS: [Metric; 13] = [
    Metric::Utilization,
    Metric::ReactiveShare,
    Metric::PlannedShare,
    Metric::TriggeredShare,
    Metric::IdleShare,
    Metric::NonCustomerShare,
    Metric::AbsentShare,
    Metric::VacantShare,
    Metric::UtilizationLowest,
    Metric::UtilizationHighest,
    Metric::InterruptionsPerCsmDay,
    Metric::IdleWorkShare,
    Metric::OvertimeShare,
];

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { f64::NAN }
}

fn merge(segments: &[SegmentTally]) -> SegmentTally {
    let mut all = SegmentTally::default();
    for tally in segments {
        all.stock.count_area += tally.stock.count_area;
        all.stock.arr_area += tally.stock.arr_area;
        all.stock.arr += tally.stock.arr;
        all.fees.arr_area += tally.fees.arr_area;
        for class in 0..3 {
            all.arrivals[class] += tally.arrivals[class];
        }
        all.unanswered += tally.unanswered;
        all.abandoned += tally.abandoned;
        all.interactions += tally.interactions;
        all.resolved += tally.resolved;
        all.within_target += tally.within_target;
        all.response_working.merge(&tally.response_working);
        all.response_clock.merge(&tally.response_clock);
        all.resolution_working.merge(&tally.resolution_working);
        all.resolution_clock.merge(&tally.resolution_clock);
        all.wait_ms += tally.wait_ms;
        all.begun += tally.begun;
        all.planned_closed += tally.planned_closed;
        all.planned_begun += tally.planned_begun;
        all.planned_late_ms += tally.planned_late_ms;
        all.planned_answered += tally.planned_answered;
        all.alarms += tally.alarms;
        all.false_alarms += tally.false_alarms;
        all.sends.add(&tally.sends);
        all.expansion.add(&tally.expansion);
        all.sessions.add(&tally.sessions);
        all.escalations += tally.escalations;
        all.plays_sent += tally.plays_sent;
        all.plays_answered += tally.plays_answered;
        all.risks_saved += tally.risks_saved;
        all.touches_same += tally.touches_same;
        all.touches_other += tally.touches_other;
        all.calling += tally.calling;
        all.matched += tally.matched;
        all.hand_offs += tally.hand_offs;
        all.astray += tally.astray;
        all.onboarded += tally.onboarded;
        all.onboarded_in_time += tally.onboarded_in_time;
        all.adoption.add(&tally.adoption);
        all.attachment_sum += tally.attachment_sum;
        all.satisfaction_sum += tally.satisfaction_sum;
        all.references += tally.references;
        all.renewals += tally.renewals;
        all.arr_expanded += tally.arr_expanded;
        all.arr_lost += tally.arr_lost;
        all.years.resize(tally.years.len(), YearTally::default());
        for (sum, year) in all.years.iter_mut().zip(&tally.years) {
            sum.opening += year.opening;
            sum.opening_arr += year.opening_arr;
            sum.lost += year.lost;
            sum.kept_gross += year.kept_gross;
            sum.kept_net += year.kept_net;
        }
    }
    all
}

/// Whose CSMs pay for a group.
enum CostBase<'a> {
    /// All of them.
    All { monitor: &'a Monitor },
    /// Each team's in proportion to the hours it spent on the segment; what is not a CSM by the share of accounts.
    Segment { monitor: &'a Monitor, index: usize, share: f64 },
}

/// CSMs of each team, the mean over measured time of those employed.
fn employed_by_team(plan: &Plan, away: &[Away]) -> Vec<f64> {
    let length = plan.simulation.length.ms() as f64;
    let empty = |csm: u32| empty_ms(&away[csm as usize].vacant, SimTime::ZERO, plan.simulation.end_of_measuring());
    (plan.teams.iter())
        .map(|team| {
            let empty: i64 = (team.first_csm..team.first_csm + team.csms).map(empty).sum();
            f64::from(team.csms) - empty as f64 / length
        })
        .collect()
}

fn group_values(plan: &Plan, tally: &SegmentTally, heads: &[f64], cost: CostBase) -> Values {
    use Metric::*;
    let mut v = Values::default();
    histogram(
        &mut v,
        &tally.response_working,
        [FirstResponseHoursMean, FirstResponseHoursP50, FirstResponseHoursP90, FirstResponseHoursP95],
    );
    histogram(
        &mut v,
        if plan.clock_is_working { &tally.response_working } else { &tally.response_clock },
        [
            FirstResponseCalendarHoursMean,
            FirstResponseCalendarHoursP50,
            FirstResponseCalendarHoursP90,
            FirstResponseCalendarHoursP95,
        ],
    );
    histogram(
        &mut v,
        &tally.resolution_working,
        [ResolutionHoursMean, ResolutionHoursP50, ResolutionHoursP90, ResolutionHoursP95],
    );
    histogram(
        &mut v,
        if plan.clock_is_working { &tally.resolution_working } else { &tally.resolution_clock },
        [
            ResolutionCalendarHoursMean,
            ResolutionCalendarHoursP50,
            ResolutionCalendarHoursP90,
            ResolutionCalendarHoursP95,
        ],
    );
    v[WaitHoursMean] = ratio(tally.wait_ms as f64 / HOUR as f64, tally.begun as f64);
    let requests = tally.arrivals[0] as f64;
    v[WithinTargetShare] = ratio(tally.within_target as f64, requests);
    v[UnansweredShare] = ratio(tally.unanswered as f64, requests);
    v[AbandonedShare] = ratio(tally.abandoned as f64, requests);
    v[InteractionsPerRequest] = ratio(tally.interactions as f64, tally.resolved as f64);
    v[PlannedDeliveredShare] = ratio(tally.planned_begun as f64, tally.planned_closed as f64);
    v[PlannedLateDaysMean] = ratio(tally.planned_late_ms as f64 / DAY as f64, tally.planned_begun as f64);
    v[OnboardingOnTimeShare] = ratio(tally.onboarded_in_time as f64, tally.onboarded as f64);
    v[ActivatedOnTimeShare] = ratio(tally.adoption.in_time as f64, tally.adoption.due as f64);
    v[EarlyChurnShare] = ratio(tally.adoption.left as f64, tally.adoption.came as f64);
    v[PlannedRespondedShare] = ratio(tally.planned_answered as f64, tally.planned_closed as f64);
    v[CtaSentShare] = ratio(tally.plays_sent as f64, tally.arrivals[2] as f64);
    v[CtaRespondedShare] = ratio(tally.plays_answered as f64, tally.arrivals[2] as f64);
    v[CtaOutcomeShare] = ratio(tally.risks_saved as f64, tally.arrivals[2] as f64);
    if plan.alarms {
        v[TriggerPrecisionShare] = ratio((tally.alarms - tally.false_alarms) as f64, tally.alarms as f64);
        v[FalseAlarmsPerAccountYear] = ratio(tally.false_alarms as f64, tally.stock.count_area as f64 / YEAR as f64);
    }
    if plan.digital.is_some() {
        let sends = &tally.sends;
        v[DigitalTouchesPerAccountYear] = ratio(sends.sent as f64, tally.stock.count_area as f64 / YEAR as f64);
        v[DigitalHelpedShare] = ratio(sends.helped as f64, sends.sent as f64);
        v[DigitalFatigueMean] = ratio(sends.fatigue, tally.renewals as f64);
    }
    if plan.satisfaction.is_some() {
        v[SatisfactionMean] = ratio(tally.satisfaction_sum, tally.renewals as f64);
    }
    if plan.advocacy {
        v[ReferencesAnnual] = tally.references as f64 / plan.simulation.length.years();
    }
    if plan.expansions {
        let ExpansionTally { raised, won, arr } = tally.expansion;
        v[ExpansionCtasPerAccountYear] = ratio(raised as f64, tally.stock.count_area as f64 / YEAR as f64);
        v[ExpansionWonShare] = ratio(won as f64, raised as f64);
        v[ExpansionCtaArrAnnual] = arr as f64 / 100.0 / plan.simulation.length.years();
    }
    if plan.one_to_many {
        let answered = tally.sessions.answered as f64;
        v[OneToManyShare] = ratio(tally.sessions.delivered as f64, tally.planned_closed as f64);
        v[AnsweredInSessionsShare] = ratio(answered, answered + requests);
    }
    if plan.moments {
        let moments = tally.sends.moments as f64;
        v[AutomatedMomentsPerAccountYear] = ratio(moments, tally.stock.count_area as f64 / YEAR as f64);
    }
    v[ContinuityShare] = ratio(tally.touches_same as f64, (tally.touches_same + tally.touches_other) as f64);
    if plan.skills.is_some() {
        v[MatchedShare] = ratio(tally.matched as f64, tally.calling as f64);
    }
    v[AttachmentMean] = ratio(tally.attachment_sum, tally.renewals as f64);
    let account_years = tally.stock.count_area as f64 / YEAR as f64;
    v[HandoffsPerAccountYear] = ratio(tally.touches_other as f64, account_years);
    if plan.counts_escalations {
        v[EscalationsPerAccountYear] = ratio(tally.escalations as f64, account_years);
    }
    if plan.counts_hand_offs {
        v[ReassignmentsPerAccountYear] = ratio(tally.hand_offs as f64, account_years);
    }
    if plan.counts_astray {
        v[MisroutedShare] = ratio(tally.astray as f64, requests);
    }
    v[RequestsPerAccountMonth] = ratio(requests * MONTH as f64, tally.stock.count_area as f64);
    years(plan, tally, &mut v);
    money(plan, tally, employed(plan, heads, cost), account_years, &mut v);
    v
}

fn histogram(v: &mut Values, histogram: &Histogram, [mean, p50, p90, p95]: [Metric; 4]) {
    if histogram.count() == 0 {
        return;
    }
    let hours = |ms: Option<f64>| ms.map_or(f64::NAN, |ms| ms / HOUR as f64);
    v[mean] = hours(histogram.mean());
    v[p50] = hours(histogram.quantile(0.50));
    v[p90] = hours(histogram.quantile(0.90));
    v[p95] = hours(histogram.quantile(0.95));
}

/// Annual shares, each the mean over the years of measuring; a year not quite as long as a year is scaled as a power.
fn years(plan: &Plan, tally: &SegmentTally, v: &mut Values) {
    let length = year_length(plan);
    let mean_over_years = |share_kept: &dyn Fn(&YearTally) -> f64| {
        let kept: f64 = tally.years.iter().map(|year| libm::pow(share_kept(year), 1.0 / length)).sum();
        kept / tally.years.len() as f64
    };
    v[Metric::LogoChurnAnnual] = 1.0 - mean_over_years(&|year| 1.0 - ratio(year.lost as f64, year.opening as f64));
    v[Metric::GrrAnnual] = mean_over_years(&|year| ratio(year.kept_gross as f64, year.opening_arr as f64));
    v[Metric::NrrAnnual] = mean_over_years(&|year| ratio(year.kept_net as f64, year.opening_arr as f64));
}

/// Length of one of the years of measuring \[yr\].
fn year_length(plan: &Plan) -> f64 {
    plan.simulation.length.years() / f64::from(plan.years)
}

fn money(plan: &Plan, tally: &SegmentTally, employed: (f64, f64, Option<f64>), account_years: f64, v: &mut Values) {
    use Metric::*;
    let length = plan.simulation.length.years();
    let cents = |amount: i64| amount as f64 / 100.0;
    v[ExpansionArrAnnual] = cents(tally.arr_expanded) / length;
    v[ArrLostAnnual] = cents(tally.arr_lost) / length;
    v[ArrClosing] = cents(tally.stock.arr);
    if plan.segments.iter().any(|segment| segment.habits.named_fee.is_some()) {
        v[NamedFeesAnnual] = tally.fees.arr_area as f64 / 100.0 / YEAR as f64 / length;
    }
    let (csms, cost, worked_ms) = employed;
    let accounts = account_years / length;
    let arr = tally.stock.arr_area as f64 / 100.0 / YEAR as f64 / length;
    v[Csms] = csms;
    v[CostAnnual] = cost;
    v[CostPerAccount] = ratio(cost, accounts);
    v[CostPer1kArr] = ratio(cost * 1_000.0, arr);
    v[AccountsPerCsm] = ratio(accounts, csms);
    v[ArrPerCsm] = ratio(arr, csms);
    if let Some(worked_ms) = worked_ms {
        v[WorkHoursPerAccountYear] = ratio(worked_ms / HOUR as f64, account_years);
    }
}

/// CSMs, their cost a year, and (for a segment) the time they spent on it \[ms\].
fn employed(plan: &Plan, heads: &[f64], cost: CostBase) -> (f64, f64, Option<f64>) {
    match cost {
        CostBase::All { monitor } => {
            let csms = heads.iter().sum();
            let cost: f64 = plan.teams.iter().zip(heads).map(|(team, heads)| heads * team.team.cost_per_year).sum();
            let late: f64 =
                (0..plan.teams.len()).map(|team| plan.overtime_cost(team, overtime(plan, monitor, team))).sum();
            (csms, cost + late + plan.fixed_cost, None)
        }
        CostBase::Segment { monitor, index, share } => {
            let segments = plan.segments.len();
            let (mut csms, mut cost, mut worked) = (0.0, 0.0, 0.0);
            for (number, team) in plan.teams.iter().enumerate() {
                let row = &monitor.work[number * segments..(number + 1) * segments];
                let total: i64 = row.iter().sum();
                if total > 0 {
                    let heads = heads[number] * row[index] as f64 / total as f64;
                    csms += heads;
                    cost += heads * team.team.cost_per_year;
                    worked += row[index] as f64;
                }
                if plan.overtime {
                    let late = monitor.overtime_on[number * segments + index];
                    cost += plan.overtime_cost(number, late);
                    worked += late as f64;
                }
            }
            // Without accounts there is no share of anything.
            let fixed = if share.is_finite() { share * plan.fixed_cost } else { 0.0 };
            (csms, cost + fixed, Some(worked))
        }
    }
}

fn team_values(
    plan: &Plan,
    state: &State,
    monitor: &Monitor,
    away: &[Away],
    team: usize,
    csms: f64,
    utilization: &[f64],
) -> Values {
    use Metric::*;
    let facts = &plan.teams[team];
    let members = facts.first_csm as usize..(facts.first_csm + facts.csms) as usize;
    let mut v = all_hands(plan, state, monitor, away, members, utilization);
    let Stock { count_area, arr_area, .. } = monitor.teams[team];
    let length_ms = plan.simulation.length.ms() as f64;
    v[Csms] = csms;
    v[CostAnnual] = csms * facts.team.cost_per_year + plan.overtime_cost(team, overtime(plan, monitor, team));
    v[AccountsPerCsm] = ratio(count_area as f64 / length_ms, csms);
    v[ArrPerCsm] = ratio(arr_area as f64 / 100.0 / length_ms, csms);
    v
}

/// Overtime of a team \[ms\].
fn overtime(plan: &Plan, monitor: &Monitor, team: usize) -> i64 {
    let of_csm = monitor.overtime.iter().zip(&plan.team_of_csm);
    of_csm.filter(|(_, of)| **of as usize == team).map(|(ms, _)| ms).sum()
}

/// What the hours of some CSMs went to.
fn all_hands(
    plan: &Plan,
    state: &State,
    monitor: &Monitor,
    away: &[Away],
    members: std::ops::Range<usize>,
    utilization: &[f64],
) -> Values {
    use Metric::*;
    let mut v = Values::default();
    let (mut scheduled, mut available, mut absent, mut vacant, mut duties) = (0, 0, 0, 0, 0);
    let mut busy = [0i64; 3];
    for csm in members.clone() {
        let team = &plan.teams[plan.team_of_csm[csm] as usize];
        let window = state.csms[csm].window;
        let gone = away[csm].roster_time(&team.calendar, SimTime::ZERO, plan.simulation.end_of_measuring());
        scheduled += team.scheduled_ms - gone.vacant.ms();
        let place = plan.team_of_csm[csm] as usize;
        let on_call = csm as u32 >= plan.first_on_call(place);
        // A seat that nobody has thought of yet is not empty.
        vacant += gone.vacant.ms()
            - if on_call {
                let until = hiring::unthought_of(plan, state, csm as u32);
                team.calendar.working_between(SimTime::ZERO, until).ms()
            } else {
                plan.unplanned_ms(csm as u32)
            };
        available += window.1 - window.0;
        absent += gone.absent.ms();
        duties += gone.duties.ms();
        for (sum, spent) in busy.iter_mut().zip(monitor.busy[csm]) {
            *sum += spent;
        }
    }
    let busy_all: i64 = busy.iter().sum();
    let share = |ms: i64| ratio(ms as f64, scheduled as f64);
    v[Utilization] = ratio(busy_all as f64, available as f64);
    v[ReactiveShare] = share(busy[0]);
    v[PlannedShare] = share(busy[1]);
    v[TriggeredShare] = share(busy[2]);
    v[IdleShare] = share(available - busy_all);
    v[NonCustomerShare] = share(duties);
    v[AbsentShare] = share(absent);
    if plan.people_move {
        v[VacantShare] = ratio(vacant as f64, (scheduled + vacant) as f64);
    }
    if plan.overtime {
        v[OvertimeShare] = ratio(monitor.overtime[members.clone()].iter().sum::<i64>() as f64, available as f64);
    }
    if plan.fills {
        v[IdleWorkShare] = share(members.clone().map(|csm| state.fillers.spent(csm)).sum());
    }
    if plan.urgent != 0 {
        let count: u32 = monitor.interruptions[members.clone()].iter().sum();
        v[InterruptionsPerCsmDay] = ratio(f64::from(count) * 8.0 * HOUR as f64, available as f64);
    }
    let members = &utilization[members];
    v[UtilizationLowest] = members.iter().copied().fold(f64::NAN, f64::min);
    v[UtilizationHighest] = members.iter().copied().fold(f64::NAN, f64::max);
    v
}

fn anchor_sums(plan: &Plan, tally: &SegmentTally) -> AnchorSums {
    let power = 1.0 / year_length(plan);
    let mut sums = AnchorSums {
        expansion_multiplier: ratio(tally.expansion_multiplier, tally.expansion_weight),
        ..AnchorSums::default()
    };
    let years = tally.years.len() as f64;
    for year in &tally.years {
        let opening = year.opening as f64;
        let kept = (1.0 - ratio(year.expected, opening)).max(1e-9);
        sums.churn_annual += (1.0 - libm::pow(kept, power)) / years;
        sums.churn_slope += power * libm::pow(kept, power - 1.0) * ratio(year.slope, opening) / years;
    }
    sums
}
