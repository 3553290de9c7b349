//! Teams of CSMs: size, hours, absence, cost, and who is served next.

/// A team of CSMs alike in hours and cost.
#[derive(Clone, Debug)]
pub struct Team {
    /// Name in the scenario. Absence is keyed by it, so it is the same people in every design.
    pub name: String,
    /// How many.
    pub staffing: Staffing,
    /// Index into `Scenario::calendars`.
    pub calendar: usize,
    /// Cost of one CSM, everything included [currency/year].
    pub cost_per_year: f64,
    /// Share of scheduled hours that goes to meetings, administration and training, as one block in each stretch of
    /// the day (0 to below 1).
    pub non_customer: f64,
    /// Days of leave of one CSM in a year, taken in blocks.
    pub leave_days_per_year: f64,
    /// Working days in one block of leave (1 to 20).
    pub leave_block_days: u32,
    /// Days of sickness of one CSM in a year.
    pub sick_days_per_year: f64,
    /// Mean length of one spell of sickness \[days\].
    pub sick_spell_days: f64,
    /// Who is served next.
    pub discipline: Discipline,
    /// Share of served time that planned work may claim ahead of the rest while any is waiting (0 to 1).
    pub protected_planned: f64,
}

/// How large a team is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Staffing {
    /// A fixed number.
    Csms(u32),
    /// One CSM for so many covered accounts, rounded up.
    AccountsPerCsm(f64),
    /// One CSM for so much covered ARR [currency/year], rounded up.
    ArrPerCsm(f64),
}

/// Who is served next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discipline {
    /// First come, first served.
    FirstCome,
    /// Lowest `priority` number first; within one, first come.
    Priority,
    /// Earliest due date first: target of a request, due date of a touch, end of a risk's window.
    EarliestDue,
    /// The account with the highest ARR first, by what it pays when the work begins to wait.
    HighestArr,
}
