//! The metrics: every number that a result can hold, with its name, unit and meaning.

/// A number about one segment (or all accounts) or one team in one replication. Units stand last in the names;
/// shares are 0 to 1; money is in the scenario's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Metric {
    FirstResponseHoursMean,
    FirstResponseHoursP50,
    FirstResponseHoursP90,
    FirstResponseHoursP95,
    FirstResponseCalendarHoursMean,
    FirstResponseCalendarHoursP50,
    FirstResponseCalendarHoursP90,
    FirstResponseCalendarHoursP95,
    ResolutionHoursMean,
    ResolutionHoursP50,
    ResolutionHoursP90,
    ResolutionHoursP95,
    ResolutionCalendarHoursMean,
    ResolutionCalendarHoursP50,
    ResolutionCalendarHoursP90,
    ResolutionCalendarHoursP95,
    WaitHoursMean,
    WithinTargetShare,
    UnansweredShare,
    AbandonedShare,
    InteractionsPerRequest,
    PlannedDeliveredShare,
    PlannedLateDaysMean,
    OnboardingOnTimeShare,
    ActivatedOnTimeShare,
    EarlyChurnShare,
    PlannedRespondedShare,
    CtaSentShare,
    CtaRespondedShare,
    CtaOutcomeShare,
    TriggerPrecisionShare,
    FalseAlarmsPerAccountYear,
    ExpansionCtasPerAccountYear,
    ExpansionWonShare,
    ExpansionCtaArrAnnual,
    ReferencesAnnual,
    SatisfactionMean,
    DigitalTouchesPerAccountYear,
    DigitalHelpedShare,
    DigitalFatigueMean,
    AutomatedMomentsPerAccountYear,
    OneToManyShare,
    AnsweredInSessionsShare,
    EscalationsPerAccountYear,
    ContinuityShare,
    MatchedShare,
    AttachmentMean,
    HandoffsPerAccountYear,
    ReassignmentsPerAccountYear,
    MisroutedShare,
    RequestsPerAccountMonth,
    DeflectedShare,
    WorkHoursPerAccountYear,
    LogoChurnAnnual,
    GrrAnnual,
    NrrAnnual,
    ExpansionArrAnnual,
    ArrLostAnnual,
    ArrClosing,
    NamedFeesAnnual,
    CostAnnual,
    CostPerAccount,
    CostPer1kArr,
    Csms,
    AccountsPerCsm,
    ArrPerCsm,
    CsmsClosing,
    ArrPerCsmClosing,
    CsCostGrowthOverArrGrowth,
    Utilization,
    ReactiveShare,
    PlannedShare,
    TriggeredShare,
    IdleShare,
    NonCustomerShare,
    AbsentShare,
    VacantShare,
    UtilizationLowest,
    UtilizationHighest,
    InterruptionsPerCsmDay,
    IdleWorkShare,
    OvertimeShare,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Less is better.
    Lower,
    /// More is better.
    Higher,
    /// It depends.
    Neither,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// A share, 0 to 1, shown in per cent.
    Share,
    /// Money in the scenario's currency.
    Money,
    /// A plain number.
    Number,
}

impl Metric {
    /// All metrics, in the order in which results list them.
    pub const ALL: [Metric; 82] = {
        use Metric::*;
        [
            FirstResponseHoursMean,
            FirstResponseHoursP50,
            FirstResponseHoursP90,
            FirstResponseHoursP95,
            FirstResponseCalendarHoursMean,
            FirstResponseCalendarHoursP50,
            FirstResponseCalendarHoursP90,
            FirstResponseCalendarHoursP95,
            ResolutionHoursMean,
            ResolutionHoursP50,
            ResolutionHoursP90,
            ResolutionHoursP95,
            ResolutionCalendarHoursMean,
            ResolutionCalendarHoursP50,
            ResolutionCalendarHoursP90,
            ResolutionCalendarHoursP95,
            WaitHoursMean,
            WithinTargetShare,
            UnansweredShare,
            AbandonedShare,
            InteractionsPerRequest,
            PlannedDeliveredShare,
            PlannedLateDaysMean,
            OnboardingOnTimeShare,
            ActivatedOnTimeShare,
            EarlyChurnShare,
            PlannedRespondedShare,
            CtaSentShare,
            CtaRespondedShare,
            CtaOutcomeShare,
            TriggerPrecisionShare,
            FalseAlarmsPerAccountYear,
            ExpansionCtasPerAccountYear,
            ExpansionWonShare,
            ExpansionCtaArrAnnual,
            ReferencesAnnual,
            SatisfactionMean,
            DigitalTouchesPerAccountYear,
            DigitalHelpedShare,
            DigitalFatigueMean,
            AutomatedMomentsPerAccountYear,
            OneToManyShare,
            AnsweredInSessionsShare,
            EscalationsPerAccountYear,
            ContinuityShare,
            MatchedShare,
            AttachmentMean,
            HandoffsPerAccountYear,
            ReassignmentsPerAccountYear,
            MisroutedShare,
            RequestsPerAccountMonth,
            DeflectedShare,
            WorkHoursPerAccountYear,
            LogoChurnAnnual,
            GrrAnnual,
            NrrAnnual,
            ExpansionArrAnnual,
            ArrLostAnnual,
            ArrClosing,
            NamedFeesAnnual,
            CostAnnual,
            CostPerAccount,
            CostPer1kArr,
            Csms,
            AccountsPerCsm,
            ArrPerCsm,
            CsmsClosing,
            ArrPerCsmClosing,
            CsCostGrowthOverArrGrowth,
            Utilization,
            ReactiveShare,
            PlannedShare,
            TriggeredShare,
            IdleShare,
            NonCustomerShare,
            AbsentShare,
            VacantShare,
            UtilizationLowest,
            UtilizationHighest,
            InterruptionsPerCsmDay,
            IdleWorkShare,
            OvertimeShare,
        ]
    };

    /// How many metrics there are.
    pub const COUNT: usize = Metric::ALL.len();

    /// The key in `summary.json` and the column in `replications.csv`.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// How a value is written.
    pub fn unit(self) -> Unit {
        self.row().1
    }

    /// Which way is better.
    pub fn better(self) -> Better {
        self.row().2
    }

    /// A short label for tables and plots.
    pub fn label(self) -> &'static str {
        self.row().3
    }

    /// What it measures, in a sentence.
    pub fn meaning(self) -> &'static str {
        self.row().4
    }

    /// The metric with this name.
    pub fn from_name(name: &str) -> Option<Metric> {
        Metric::ALL.into_iter().find(|metric| metric.name() == name)
    }

    #[rustfmt::skip]
    fn row(self) -> (&'static str, Unit, Better, &'static str, &'static str) {
        use Better::*;
        use Metric::*;
        use Unit::*;
        match self {
            FirstResponseHoursMean => ("first_response_hours_mean", Hours, Lower, "first response, mean", "working hours of the serving team from a request to its first human touch"),
            FirstResponseHoursP50 => ("first_response_hours_p50", Hours, Lower, "first response, P50", "half of the requests are answered within this many working hours"),
            FirstResponseHoursP90 => ("first_response_hours_p90", Hours, Lower, "first response, P90", "nine of ten requests are answered within this many working hours"),
            FirstResponseHoursP95 => ("first_response_hours_p95", Hours, Lower, "first response, P95", "19 of 20 requests are answered within this many working hours"),
            FirstResponseCalendarHoursMean => ("first_response_calendar_hours_mean", Hours, Lower, "first response by the clock, mean", "clock hours from a request to its first human touch"),
            FirstResponseCalendarHoursP50 => ("first_response_calendar_hours_p50", Hours, Lower, "first response by the clock, P50", "half of the requests are answered within this many clock hours"),
            FirstResponseCalendarHoursP90 => ("first_response_calendar_hours_p90", Hours, Lower, "first response by the clock, P90", "nine of ten requests are answered within this many clock hours"),
            FirstResponseCalendarHoursP95 => ("first_response_calendar_hours_p95", Hours, Lower, "first response by the clock, P95", "19 of 20 requests are answered within this many clock hours"),
            ResolutionHoursMean => ("resolution_hours_mean", Hours, Lower, "resolution, mean", "working hours from a request to the end of the work on it"),
            ResolutionHoursP50 => ("resolution_hours_p50", Hours, Lower, "resolution, P50", "half of the requests are resolved within this many working hours"),
            ResolutionHoursP90 => ("resolution_hours_p90", Hours, Lower, "resolution, P90", "nine of ten requests are resolved within this many working hours"),
            ResolutionHoursP95 => ("resolution_hours_p95", Hours, Lower, "resolution, P95", "19 of 20 requests are resolved within this many working hours"),
            ResolutionCalendarHoursMean => ("resolution_calendar_hours_mean", Hours, Lower, "resolution by the clock, mean", "clock hours from a request to the end of the work on it"),
            ResolutionCalendarHoursP50 => ("resolution_calendar_hours_p50", Hours, Lower, "resolution by the clock, P50", "half of the requests are resolved within this many clock hours"),
            ResolutionCalendarHoursP90 => ("resolution_calendar_hours_p90", Hours, Lower, "resolution by the clock, P90", "nine of ten requests are resolved within this many clock hours"),
            ResolutionCalendarHoursP95 => ("resolution_calendar_hours_p95", Hours, Lower, "resolution by the clock, P95", "19 of 20 requests are resolved within this many clock hours"),
            WaitHoursMean => ("wait_hours_mean", Hours, Lower, "wait of all work, mean", "working hours from when any piece of human work could begin to when it did"),
            WithinTargetShare => ("within_target_share", Share, Higher, "answered within target", "share of requests whose first response came within the target, of all requests (unanswered ones count as late)"),
            UnansweredShare => ("unanswered_share", Share, Lower, "unanswered at the end", "share of requests still without a response when the simulation ended"),
            AbandonedShare => ("abandoned_share", Share, Lower, "given up unanswered", "share of requests whose customer gave up before the first response, of all requests"),
            InteractionsPerRequest => ("interactions_per_request", Number, Neither, "interactions per request", "pieces of work that a resolved request took, mean"),
            PlannedDeliveredShare => ("planned_delivered_share", Share, Higher, "planned work delivered", "share of planned human touches that were begun before they expired, of those that fell due"),
            PlannedLateDaysMean => ("planned_late_days_mean", Days, Lower, "planned work, days late", "clock days after the due date at which a delivered planned touch began (0 where in time), mean"),
            OnboardingOnTimeShare => ("onboarding_on_time_share", Share, Higher, "onboarded in time", "share of new accounts at their first renewal whose human steps after the start were all begun by their due dates; only with `outcomes.late_onboarding`"),
            ActivatedOnTimeShare => ("activated_on_time_share", Share, Higher, "activated in time", "share of new accounts that had taken the seats of `activation.seats` into use by `activation.within`, of those due, whether or not they are still there; only with `segments.activation`"),
            EarlyChurnShare => ("early_churn_share", Share, Lower, "left before activation", "new accounts that left before they were activated, over new accounts that came; only with `segments.activation`"),
            PlannedRespondedShare => ("planned_responded_share", Share, Higher, "planned work answered", "share of planned human touches that were begun before they expired and answered by the customer, of those that fell due"),
            CtaSentShare => ("cta_sent_share", Share, Higher, "CTAs sent", "share of triggered CTAs whose play began within the window, of all that were raised"),
            CtaRespondedShare => ("cta_responded_share", Share, Higher, "CTAs answered", "share of triggered CTAs whose play began within the window and was answered by the customer, of all that were raised"),
            CtaOutcomeShare => ("cta_outcome_share", Share, Higher, "CTAs that saved or won", "share of triggered CTAs whose play saved the account, or won it where it was about an expansion, of all that were raised"),
            TriggerPrecisionShare => ("trigger_precision_share", Share, Higher, "alarms that were true", "share of alarms of triggers whose account really was at risk, or ready to expand where the sign is of that"),
            FalseAlarmsPerAccountYear => ("false_alarms_per_account_year", Number, Lower, "false alarms per account and year", "alarms of triggers on accounts that were not at risk, or not ready to expand where the sign is of that, per account and year"),
            ExpansionCtasPerAccountYear => ("expansion_ctas_per_account_year", Number, Neither, "expansion CTAs per account and year", "CTAs of triggers with `licences_over`, per account and year"),
            ExpansionWonShare => ("expansion_won_share", Share, Higher, "expansion CTAs that won", "share of CTAs of triggers with `licences_over` whose talk was won, of all that were raised"),
            ExpansionCtaArrAnnual => ("expansion_cta_arr_annual", Money, Higher, "ARR expanded through CTAs a year", "ARR gained in a year at renewals of accounts with which a talk on such a CTA was won since the renewal before; growth in usage not counted"),
            ReferencesAnnual => ("references_annual", Number, Higher, "references a year", "references and reviews that customers gave in a year, of steps with `advocacy`"),
            SatisfactionMean => ("satisfaction_mean", Number, Higher, "satisfaction", "satisfaction with how requests were answered, 0 to 100 points, mean of accounts at their renewals; only with `[satisfaction]`"),
            DigitalTouchesPerAccountYear => ("digital_touches_per_account_year", Number, Neither, "digital touches per account and year", "touches that programs made, per account and year; only with `[digital]`"),
            DigitalHelpedShare => ("digital_helped_share", Share, Higher, "digital touches that helped", "share of touches by programs that were good and that the customer acted on; only with `[digital]`"),
            DigitalFatigueMean => ("digital_fatigue_mean", Number, Lower, "digital fatigue", "digital touches that were no good and are not forgotten yet, mean of accounts at their renewals; only with `[digital]`"),
            AutomatedMomentsPerAccountYear => ("automated_moments_per_account_year", Number, Lower, "moments automated or left out", "`human_only` steps that a program sent or that were left to nobody by design, per account and year; only where a step is `human_only`"),
            OneToManyShare => ("one_to_many_share", Share, Neither, "delivered one to many", "share of planned touches for people that a session of a program delivered, of those that fell due; only with `[programs]`"),
            AnsweredInSessionsShare => ("answered_in_sessions_share", Share, Neither, "answered in sessions", "share of requests that a session of a program answered before they were asked; only with `[programs]`"),
            EscalationsPerAccountYear => ("escalations_per_account_year", Number, Neither, "escalations per account and year", "plays called for after an automatic note settled nothing, per account and year; only where some design sends notes"),
            ContinuityShare => ("continuity_share", Share, Higher, "continuity", "share of human touches by the same CSM as the account's touch before"),
            MatchedShare => ("matched_share", Share, Higher, "work done by a match", "share of pieces of work that call for a vertical or a skill begun by a CSM who has it; only where work calls for any"),
            AttachmentMean => ("attachment_mean", Share, Higher, "attachment", "attachment of accounts to one person at their renewals, mean"),
            HandoffsPerAccountYear => ("handoffs_per_account_year", Number, Lower, "changes of person per account and year", "human touches by another CSM than the account's touch before, per account and year"),
            ReassignmentsPerAccountYear => ("reassignments_per_account_year", Number, Lower, "hand-offs per account and year", "accounts handed to another owner or queue, per account and year; only where some design moves accounts"),
            MisroutedShare => ("misrouted_share", Share, Lower, "gone astray", "share of requests that reached somebody first who was not in charge any more; only where some design has `transition.misrouting`"),
            RequestsPerAccountMonth => ("requests_per_account_month", Number, Neither, "requests per account and month", "requests of an account in a month"),
            DeflectedShare => ("deflected_share", Share, Neither, "answered by self-service", "share of requests that self-service answered, of all that accounts would make if they stayed"),
            WorkHoursPerAccountYear => ("work_hours_per_account_year", Hours, Neither, "hours of work per account and year", "CSM hours spent on an account in a year"),
            LogoChurnAnnual => ("logo_churn_annual", Share, Lower, "logo churn a year", "share of accounts lost in a year, of those there at its beginning"),
            GrrAnnual => ("grr_annual", Share, Higher, "GRR a year", "revenue kept after a year without expansion, of the accounts there at its beginning"),
            NrrAnnual => ("nrr_annual", Share, Higher, "NRR a year", "revenue kept after a year with expansion, of the accounts there at its beginning"),
            ExpansionArrAnnual => ("expansion_arr_annual", Money, Higher, "expansion ARR a year", "ARR won from existing accounts in a year"),
            ArrLostAnnual => ("arr_lost_annual", Money, Lower, "ARR lost a year", "ARR lost to churn and contraction in a year"),
            ArrClosing => ("arr_closing", Money, Higher, "ARR at the end", "ARR of all accounts when measuring ends, those won meanwhile included"),
            NamedFeesAnnual => ("named_fees_annual", Money, Higher, "fees for named service a year", "what accounts pay in a year for the named CSM that their contract promises, on top of ARR; only with `segments.NAME.named_fee`"),
            CostAnnual => ("cost_annual", Money, Lower, "cost a year", "cost of the CSMs in a year"),
            CostPerAccount => ("cost_per_account", Money, Lower, "cost per account and year", "cost of the CSMs in a year for each account, at the mean number of accounts"),
            CostPer1kArr => ("cost_per_1k_arr", Money, Lower, "cost per 1k ARR and year", "cost of the CSMs in a year for each thousand of ARR, at the mean ARR"),
            Csms => ("csms", Number, Neither, "CSMs", "CSMs employed, the mean over measured time"),
            AccountsPerCsm => ("accounts_per_csm", Number, Neither, "accounts per CSM", "mean number of accounts for each CSM"),
            ArrPerCsm => ("arr_per_csm", Money, Neither, "ARR per CSM", "mean ARR for each CSM"),
            CsmsClosing => ("csms_closing", Number, Neither, "CSMs at the end", "CSMs employed when measuring ends; only where people come and go"),
            ArrPerCsmClosing => ("arr_per_csm_closing", Money, Neither, "ARR per CSM at the end", "ARR for each CSM employed when measuring ends; only where people come and go"),
            CsCostGrowthOverArrGrowth => ("cs_cost_growth_over_arr_growth", Number, Lower, "growth of CS cost over growth of ARR", "growth of the cost of CSMs and of what is paid beside them from the first three months of measuring to the last three, over the growth of ARR; below 1 CS grows slower than revenue; only where people come and go, over six months or more and a change of ARR by 1% or more"),
            Utilization => ("utilization", Share, Neither, "utilisation", "busy time over available time (hours scheduled less absence and non-customer time)"),
            ReactiveShare => ("reactive_share", Share, Neither, "time on requests", "share of scheduled hours spent on requests"),
            PlannedShare => ("planned_share", Share, Neither, "time on planned work", "share of scheduled hours spent on planned touches"),
            TriggeredShare => ("triggered_share", Share, Neither, "time on triggered work", "share of scheduled hours spent on triggered CTAs"),
            IdleShare => ("idle_share", Share, Neither, "free time", "share of scheduled hours available and unused"),
            NonCustomerShare => ("non_customer_share", Share, Neither, "other duties", "share of scheduled hours spent on meetings, administration and training"),
            AbsentShare => ("absent_share", Share, Neither, "absent", "share of scheduled hours lost to leave and sickness"),
            VacantShare => ("vacant_share", Share, Neither, "vacant", "share of the hours of all seats with nobody employed; only where people come and go"),
            UtilizationLowest => ("utilization_lowest", Share, Neither, "utilisation, lowest CSM", "utilisation of the least busy CSM"),
            UtilizationHighest => ("utilization_highest", Share, Neither, "utilisation, highest CSM", "utilisation of the busiest CSM"),
            InterruptionsPerCsmDay => ("interruptions_per_csm_day", Number, Lower, "interruptions per CSM and day", "how often urgent work interrupts a CSM in 8 available hours; only where requests interrupt"),
            IdleWorkShare => ("idle_work_share", Share, Neither, "time on idle work", "share of scheduled hours spent on `idle_work`, a part of the free time; only where a team has any"),
            OvertimeShare => ("overtime_share", Share, Lower, "overtime", "hours worked after the end of the day, over available hours; only where a team works overtime"),
        }
    }
}

/// One value for each metric; NaN where a metric is not defined (no requests, no churn, a team's metric for a
/// segment).
#[derive(Clone, Debug, PartialEq)]
pub struct Values([f64; Metric::COUNT]);

impl Default for Values {
    fn default() -> Values {
        Values([f64::NAN; Metric::COUNT])
    }
}

impl std::ops::Index<Metric> for Values {
    type Output = f64;
    fn index(&self, metric: Metric) -> &f64 {
        &self.0[metric as usize]
    }
}

impl std::ops::IndexMut<Metric> for Values {
    fn index_mut(&mut self, metric: Metric) -> &mut f64 {
        &mut self.0[metric as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_stand_in_the_order_of_their_numbers_and_names_are_unique() {
        for (index, metric) in Metric::ALL.into_iter().enumerate() {
            assert_eq!(metric as usize, index);
            assert_eq!(Metric::from_name(metric.name()), Some(metric));
        }
    }

    #[test]
    fn each_metric_is_described_in_words_of_its_own() {
        for word in [Metric::label, Metric::meaning] {
            let words: std::collections::BTreeSet<&str> = Metric::ALL.into_iter().map(word).collect();
            assert!(words.len() == Metric::COUNT && !words.contains(""));
        }
    }
}
