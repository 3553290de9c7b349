//! One test for each way in which a scenario can be wrong: what is said, and what remedy is offered.

mod channels;
mod people;
mod reviews;
mod satisfaction;

use caseload::model::Scenario;
use caseload::model::scenario::ScenarioError;
use std::path::Path;

/// A small scenario that is right; each test spoils one thing.
const RIGHT: &str = include_str!("../data/right.toml");

fn parse(text: &str, overrides: &[(&str, &str)]) -> Result<Scenario, ScenarioError> {
    let overrides: Vec<_> = overrides.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    Scenario::parse(text, Path::new("tests/data/test.toml"), &overrides)
}

/// A scenario must be refused with exactly this message, and help that contains these words.
fn refuses_text(text: &str, sets: &[(&str, &str)], message: &str, help: &str) {
    let error = parse(text, sets).expect_err("the scenario is wrong and passes");
    assert!(!error.is_world());
    let found = error.problems().iter().find(|p| p.message == message);
    let Some(problem) = found else { panic!("expected: {message}\n{error}") };
    assert!(problem.help.contains(help), "expected help: {help}\n{error}");
    assert!(error.render(false).contains("test.toml"));
}

/// The scenario spoilt in one place must be.
fn refuses(from: &str, to: &str, message: &str, help: &str) {
    assert!(RIGHT.contains(from), "the scenario of this test has no {from:?}");
    refuses_text(&RIGHT.replacen(from, to, 1), &[], message, help);
}

/// The scenario with values set must be.
fn refuses_with(sets: &[(&str, &str)], message: &str, help: &str) {
    refuses_text(RIGHT, sets, message, help);
}

macro_rules! refused {
    ($($name:ident: $from:expr => $to:expr, $message:expr, $help:expr;)*) => {
        $(#[test] fn $name() { $crate::refuses($from, $to, $message, $help); })*
    };
}
use refused;

refused! {
    unknown_key_with_suggestion: "csms = 4" => "csms = 4\naccount_per_csm = 100",
        "unknown key `account_per_csm` in `teams.csms`", "did you mean `accounts_per_csm`?";
    unknown_key_lists_what_is_allowed: "penalty = \"15%\"" => "xyz = 1",
        "unknown key `xyz` in `context`", "allowed: penalty, documentation, interruption";
    unknown_section: "[context]" => "[contxt]", "unknown key `contxt` in the file", "did you mean `context`?";
    missing_required_key: "accounts = 100\n" => "", "`segments.smb` has no `accounts`", "Accounts at the start";
    missing_segments: "[segments.smb]" => "[calendars.smb]", "unknown key `accounts` in `calendars.smb`", "allowed: time_zone, hours, holidays";
    duration_without_unit: "length = \"52 weeks\"" => "length = 52", "`52` has no unit", "\"52 days\"";
    span_without_unit: "respond_within = \"4 business hours\"" => "respond_within = 4",
        "`4` has no unit", "write \"4 h\" (clock) or \"4 business hours\"";
    unknown_unit_of_time: "work = \"1 h\"" => "work = \"1 fortnight\"", "`1 fortnight`: `fortnight` is not a unit of time", "\"4 h\"";
    working_time_where_the_clock_runs: "work = \"1 h\"" => "work = \"1 business hour\"",
        "`1 business hour` is working time, and here the clock runs", "clock time";
    negative_duration: "work = \"1 h\"" => "work = \"-1 h\"", "`-1 h` is negative", "with a unit";
    duration_too_long: "contract = \"2 years\"" => "contract = \"200 years\"", "`200 years` is too long", "at most 100 years";
    rate_without_unit: "rate = \"0.5 / account / month\"" => "rate = 0.5",
        "`0.5` has no unit", "write \"0.5 / account / month\"";
    rate_with_wrong_unit: "rate = \"0.5 / account / month\"" => "rate = \"0.5 / month\"",
        "`0.5 / month` is not a rate per account", "\"0.5 / account / month\"";
    negative_rate: "rate = \"0.5 / account / month\"" => "rate = \"-0.5 / account / month\"",
        "`-0.5 / account / month` is negative", "a rate is 0 or more";
    share_above_one: "save_at_once = \"45%\"" => "save_at_once = 45", "`45` is above 1", "write \"45%\" for 45 per cent";
    share_out_of_range: "save_at_once = \"45%\"" => "save_at_once = \"145%\"", "`145%` is out of range", "from 0% to 100%";
    share_negative: "save_at_once = \"45%\"" => "save_at_once = -0.1", "`-0.1` is negative", "from 0% to 100%";
    churn_without_time: "churn = \"18% / year\"" => "churn = \"18%\"", "`18%` has no time", "write \"18% / year\" or \"18% / month\"";
    churn_of_everybody: "churn = \"18% / year\"" => "churn = \"100% / year\"", "`100% / year` loses everybody", "below 100% / year";
    churn_over_a_long_term: "contract = \"2 years\"" => "contract = \"2 years\"\nchurn = \"60% / year\"",
        "`60% / year` over a term of 2 years loses everybody", "churn is below 50% / year";
    money_without_currency: "arr = \"$4k\"" => "arr = 4000", "`4000` has no currency", "write \"$4000\"";
    money_in_two_currencies: "arr = \"$4k\"" => "arr = \"€4k\"",
        "`$20k` is in $, and amounts before it are in €", "one currency";
    money_of_no_currency: "arr = \"$4k\"" => "arr = \"4k wampum\"", "`4k wampum`: `wampum` is not a currency", "EUR 95k";
    negative_money: "arr = \"$4k\"" => "arr = \"-$4k\"", "`-$4k` is negative", "0 or more";
    too_many_accounts: "accounts = 100" => "accounts = 1000000000000",
        "`1000000000000` is out of range", "a whole number from 1 to 5000000";
    no_accounts: "accounts = 100" => "accounts = 0", "`0` is out of range", "from 1 to 5000000";
    half_an_account: "accounts = 100" => "accounts = 100.5", "`100.5` is not a whole number", "a whole number";
    integer_beyond_all_bounds: "accounts = 100" => "accounts = 99999999999999999999999", "`100000000000000000000000` is out of range", "5000000";
    nan: "penalty = \"15%\"" => "penalty = nan", "`NaN` is out of range", "a number from 0 to 10";
    infinite: "penalty = \"15%\"" => "penalty = inf", "`inf` is out of range", "a number from 0 to 10";
    term_of_zero: "contract = \"2 years\"" => "contract = \"0 days\"", "a contract term of zero", "at least 1 day";
    terms_that_do_not_add_up: "contract = \"2 years\"" => "contract = { \"1 month\" = \"30%\", \"1 year\" = \"60%\" }",
        "the shares of contract terms add up to 90.0%", "add up to 100%";
    unknown_segment: "segments = [\"smb\", \"mid\"]" => "segments = [\"smb\", \"mids\"]", "no segment is called `mids`", "did you mean `mid`?";
    interruptions_of_nothing: "respond_within = \"4 business hours\"" => "respond_within = \"4 business hours\"\ninterrupts = true\npriority = 3",
        "`question` interrupts, and no work is less urgent", "give other work a higher number";
    the_way_back_from_no_interruption: "penalty = \"15%\"" => "interruption = \"5 min\"",
        "no work interrupts other work", "interrupts = true";
    asking_again_and_a_rate: "respond_within = \"4 business hours\"" => "respond_within = \"4 business hours\"\nagain_after = \"3 weeks\"",
        "`requests.question` has `again_after` and `rate`", "keep one of the two keys";
    asking_again_at_once: "rate = \"0.5 / account / month\"" => "again_after = \"10 s\"",
        "`requests.question` asks again at once", "at least 1 min";
    idle_work_of_seconds: "csms = 4" => "csms = 4\nidle_work = \"5 s\"", "`5 s` of idle work", "at least 1 min on average";
    one_block_of_nothing: "csms = 4" => "csms = 4\nidle_work_once = true", "`idle_work_once` without `idle_work`", "idle_work = ";
    called_away_without_return: "csms = 4" => "csms = 4\ncalled_away = { after = \"3 weeks\" }",
        "`teams.csms.called_away` has no `back_after`", "How long one is away";
    called_away_for_nothing: "csms = 4" => "csms = 4\ncalled_away = { after = \"3 weeks\", back_after = \"1 s\" }",
        "`1 s` is too short", "at least 1 min";
    conversations_that_never_end: "respond_within = \"4 business hours\"" => "respond_within = \"4 business hours\"\nfollow_ups.back = { share = \"99%\", after = \"1 day\", work = \"5 min\" }",
        "conversations of `requests.question` go on with 99%", "come to 95% at most";
    patience_in_working_time: "respond_within = \"4 business hours\"" => "respond_within = \"4 business hours\"\ngives_up = \"2 business hours\"",
        "`2 business hours` is working time, and here the clock runs", "clock time";
    a_ramp_without_an_end: "penalty = \"15%\"" => "documentation = { from = \"10%\", over = \"1 year\" }",
        "`context.documentation` has no `to`", "Share";
    segment_named_twice: "segments = [\"smb\", \"mid\"]" => "segments = [\"smb\", \"smb\"]", "segment `smb` is named twice", "once";
    empty_list_of_segments: "segments = [\"smb\", \"mid\"]" => "segments = []", "the list of segments is empty", "\"all\"";
    unknown_team: "named = \"csms\"" => "named = \"csm\"", "no team is called `csm`", "did you mean `csms`?";
    unknown_team_in_a_design: "teams.csms.csms = 3" => "teams.reps.csms = 3", "no team is called `reps`", "allowed: csms";
    unknown_calendar: "csms = 4" => "csms = 4\ncalendar = \"desks\"", "no calendar is called `desks`", "did you mean `desk`?";
    unknown_profile: "rate = \"0.5 / account / month\"" => "rate = \"0.5 / account / month\"\nprofile = \"morning\"",
        "no profile is called `morning`", "did you mean `mornings`?";
    unknown_design: "current = \"named\"" => "current = \"name\"", "no design is called `name`", "did you mean `named`?";
    current_missing: "current = \"named\"\n" => "", "the scenario does not say which design is today's", "write current = \"named\"";
    nobody_staffs_a_team: "teams.csms.csms = 3" => "teams.csms.csms = 0",
        "design `pooled` relies on team `csms`, and nobody staffs it", "at least 1";
    two_ways_of_staffing: "csms = 4" => "csms = 4\naccounts_per_csm = 25",
        "`teams.csms` says how large it is in 2 ways: csms, accounts_per_csm", "exactly one of";
    no_staffing: "csms = 4" => "leave = \"20 days / year\"", "`teams.csms` does not say how large the team is", "one of csms";
    segment_left_out: "accounts = \"all\", named" => "accounts = \"smb\", named",
        "design `named` leaves reactive work of `mid` accounts to nobody", "add a last rule";
    class_left_out: "accounts = \"all\", named" => "work = [\"reactive\", \"triggered\"], named",
        "design `named` leaves planned work of `smb` accounts to nobody", "add a last rule";
    arr_band_left_out: "accounts = \"all\", named = \"csms\" }" => "arr_from = \"$30k\", named = \"csms\" }, { arr_below = \"$10k\", pooled = \"csms\" }",
        "design `named` leaves reactive work of `smb` accounts with ARR from $10000 to $30000 to nobody", "add a last rule";
    arr_band_upside_down: "accounts = \"all\", named" => "arr_from = \"$30k\", arr_below = \"$10k\", named",
        "`designs.named.coverage.1` covers nobody: arr_from is not below arr_below", "the smaller";
    no_coverage: "coverage = [ { accounts = \"all\", pooled = \"csms\" } ]" => "coverage = []", "`coverage` is empty", "at least one";
    nobody_serves: "accounts = \"all\", named = \"csms\"" => "accounts = \"all\"",
        "`designs.named.coverage.1` does not say who serves", "exactly one of named";
    two_forms_of_coverage: "accounts = \"all\", named" => "pooled = \"csms\", named",
        "`designs.named.coverage.1` says who serves in 2 ways: named, pooled", "exactly one of named";
    pods_without_size: "accounts = \"all\", pooled" => "pods", "`designs.pooled.coverage.1` has pods and no `pod_size`", "pod_size = 4";
    pods_of_nobody: "accounts = \"all\", pooled = \"csms\"" => "pods = \"csms\", pod_size = 0", "`0` is out of range", "from 1";
    pods_larger_than_the_team: "accounts = \"all\", pooled = \"csms\"" => "pods = \"csms\", pod_size = 4",
        "design `pooled`: pods of 4 in team `csms` of 3", "from 1 to 3";
    pod_size_without_pods: "accounts = \"all\", pooled = \"csms\"" => "pooled = \"csms\", pod_size = 4", "`pod_size` is only for pods", "remove it";
    handed_out_by_name: "accounts = \"all\", named = \"csms\"" => "named = \"csms\", assign = \"random\"", "`assign` is only for pools and pods", "remove it";
    inbox_of_a_named_csm: "accounts = \"all\", named = \"csms\"" => "named = \"csms\", triage = { every = \"1 h\" }",
        "`triage` is only for pools and pods", "remove it";
    inbox_without_requests: "accounts = \"all\", pooled = \"csms\"" => "pooled = \"csms\" }, { work = \"planned\", pooled = \"csms\", triage = { every = \"1 h\" }",
        "`triage` is only for requests, and this rule covers none", "the rule's `work`";
    handed_to_nobody: "respond_within = \"4 business hours\"" => "respond_within = \"4 business hours\"\nfollow_ups.x = { share = \"9%\", after = \"1 h\", work = \"1 h\", to = \"csmz\" }",
        "no team is called `csmz`", "did you mean `csms`";
    back_from_nowhere: "respond_within = \"4 business hours\"" => "respond_within = \"4 business hours\"\nfollow_ups.x = { share = \"9%\", after = \"1 h\", work = \"1 h\", back = \"1 h\" }",
        "`requests.question.follow_ups.x` has `back` and no `to`", "write to = TEAM";
    waits_for_what_never_comes: "respond_within = \"4 business hours\"" => "respond_within = \"4 business hours\"\nfollow_ups.x = { share = \"9%\", after = \"1 h\", work = \"1 h\", to = \"csms\", to_handler_for = \"1 h\" }",
        "`requests.question.follow_ups.x` has `to_handler_for`, and nothing comes back", "write back";
    limit_without_conversations: "csms = 4" => "csms = 4\nwip_limit = 3", "team `csms` has a wip_limit, and no request goes on as a conversation", "follow_ups";
    overflow_to_itself: "accounts = \"all\", named = \"csms\"" => "named = \"csms\", overflow = { team = \"csms\" }",
        "`csms` cannot help itself", "backup_after";
    overflow_to_nobody: "accounts = \"all\", named = \"csms\"" => "named = \"csms\", overflow = { team = \"csmz\" }",
        "no team is called `csmz`", "did you mean `csms`?";
    sticky_named: "accounts = \"all\", named = \"csms\"" => "named = \"csms\", sticky = \"30 days\"", "`sticky` is only for pools and pods", "remove it";
    unknown_class: "accounts = \"all\", named" => "work = [\"reactiv\"], named", "`reactiv` is not a class of work", "did you mean `reactive`?";
    classes_and_names: "accounts = \"all\", pooled" => "work = [\"planned\", \"question\"], pooled",
        "classes of work and names of work in one rule", "two rules";
    work_by_name_to_owners: "accounts = \"all\", named" => "work = \"check_in\", named",
        "`designs.named.coverage.1` is for work by name and has `named`", "pooled = TEAM";
    requests_by_name_to_nobody: "accounts = \"all\", pooled = \"csms\" }" => "work = \"question\", nobody = true }, { pooled = \"csms\" }",
        "design `pooled` leaves requests `question` to nobody", "pooled = TEAM";
    work_by_name_at_a_change: "accounts = \"all\", pooled = \"csms\" } ]" => "work = \"check_in\", pooled = \"csms\" }, { pooled = \"csms\" } ]\ntransition = { from = \"named\", at = \"20 weeks\" }",
        "design `pooled` changes at a date and has rules for work by name", "goes by class";
    note_on_nothing: "accounts = \"all\", pooled = \"csms\" } ]" => "pooled = \"csms\" } ]\nnotes = [ { of = \"usage_drip\", wait = \"3 days\" } ]",
        "no risk or trigger is called `usage_drip`", "did you mean `usage_drop`?";
    note_that_waits_too_long: "accounts = \"all\", pooled = \"csms\" } ]" => "pooled = \"csms\" } ]\nnotes = [ { of = \"usage_drop\", wait = \"30 days\" } ]",
        "design `pooled` waits for its note on `usage_drop` until the window closes", "below 30 days";
    two_notes: "accounts = \"all\", pooled = \"csms\" } ]" => "pooled = \"csms\" } ]\nnotes = [ { of = \"usage_drop\", wait = \"3 days\" }, { of = \"usage_drop\", wait = \"2 days\" } ]",
        "`usage_drop` has two notes", "one note for each";
    note_without_wait: "accounts = \"all\", pooled = \"csms\" } ]" => "pooled = \"csms\" } ]\nnotes = [ { of = \"usage_drop\" } ]",
        "`designs.pooled.notes.1` has no `wait`", "Practitioners wait 3 days";
    note_on_what_is_not_acted_on: "accounts = \"all\", pooled = \"csms\" } ]" => "pooled = \"csms\" } ]\ntriggers = []\nnotes = [ { of = \"low\", wait = \"3 days\" } ]\n[triggers.low]\nscore_below = 50\nwork = \"1 h\"",
        "design `pooled` has a note on `low`, on which it does not act", "to its triggers";
    activation_of_nobody: "churn = \"18% / year\"" => "churn = \"18% / year\"\nactivation = { seats = \"70%\" }",
        "`segments.smb.activation` is given, and no new account comes", "new_accounts";
    activation_by_no_step: "churn = \"18% / year\"" => "churn = \"18% / year\"\nnew_accounts = \"10% / year\"\nactivation = { step_factor = 2 }",
        "`segments.smb.activation` has a step_factor, and no human step comes after a start", "after_start";
    activation_of_all_seats: "churn = \"18% / year\"" => "churn = \"18% / year\"\nnew_accounts = \"10% / year\"\nactivation = { seats = \"100%\" }",
        "`100%` of the seats are never in use", "below 100%";
    early_churn_where_nobody_leaves: "churn = \"18% / year\"" => "new_accounts = \"10% / year\"\nactivation = { early_churn = \"5% / year\" }",
        "`segments.smb.activation` has an early churn, and nobody of the segment ever leaves", "give the segment a churn";
    rate_and_log: "rate = \"0.5 / account / month\"" => "rate = \"0.5 / account / month\"\nlog = \"t.csv\"",
        "`requests.question` has both `rate` and `log`", "exactly one";
    neither_rate_nor_log: "rate = \"0.5 / account / month\"" => "", "`requests.question` has neither `rate` nor `log`", "log = \"tickets.csv\"";
    step_without_time: "{ every = \"1 month\", work" => "{ work", "`playbooks.check_in.steps.1` does not say when", "one of every";
    step_with_two_times: "{ every = \"1 month\", work" => "{ every = \"1 month\", after_start = \"1 day\", work",
        "`playbooks.check_in.steps.1` says when in 2 ways: every, after_start", "exactly one";
    step_every_no_time: "{ every = \"1 month\", work" => "{ every = \"0 days\", work", "`0 days` is no time at all", "above zero";
    no_replications: "replications = 20" => "replications = 0", "`0` is out of range", "from 2 to 1000000";
    too_many_replications: "replications = 20" => "replications = 2000000", "`2000000` is out of range", "from 2 to 1000000";
    length_zero: "length = \"52 weeks\"" => "length = \"0 weeks\"", "`0 weeks` is no time at all", "above zero";
    length_too_long: "length = \"52 weeks\"" => "length = \"21 years\"", "`21 years` is too long", "at most 20 years";
    more_work_than_can_be_simulated: "rate = \"0.5 / account / month\"" => "rate = \"100000 / account / hour\"",
        "about 1.7e11 pieces of work in each replication", "at most 5e8";
    duplicate_key: "csms = 4" => "csms = 4\ncsms = 5", "duplicate key", "only once";
    not_toml: "csms = 4" => "csms = four", "invalid boolean, expected `false`", "not TOML";
    hours_overlap: "\"13:00-17:30\"" => "\"12:00-17:30\"", "hours overlap at 12:00", "at or after the end";
    hours_reversed: "\"13:00-17:30\"" => "\"17:30-13:00\"", "`17:30-13:00` ends before it begins", "earlier time first";
    hours_malformed: "\"13:00-17:30\"" => "\"1pm-5pm\"", "`1pm-5pm` is not a stretch of hours", "09:00-12:30";
    no_hours: "hours = { mon-fri = [\"09:00-12:30\", \"13:00-17:30\"] }" => "hours = { mon = [] }", "the calendar has no hours at all", "mon-fri";
    unknown_weekday: "mon-fri" => "monday", "`monday` is not a weekday", "mon, tue";
    weekday_twice: "mon-fri = [" => "tue = [\"08:00-10:00\"], mon-fri = [", "the hours of tue are given twice", "once";
    unknown_time_zone: "Europe/Berlin" => "Europe/Berlim", "`Europe/Berlim` is not a time zone", "did you mean `Europe/Berlin`?";
    date_that_does_not_exist: "2026-12-25" => "2026-02-30", "`2026-02-30` is not a date from 1990 to 2100", "that exists";
    always_with_meetings: "csms = 4" => "csms = 4\ncalendar = \"always\"\nnon_customer = \"30%\"",
        "a team with the calendar `always` has no working day to hold meetings in", "non_customer = \"0%\"";
    always_cannot_be_defined: "[calendars.desk]" => "[calendars.always]", "the calendar `always` cannot be defined", "another name";
    unknown_distribution: "{ lognormal = { median = \"15 min\"" => "{ lognormall = { median = \"15 min\"",
        "`lognormall` is not a distribution", "did you mean `lognormal`?";
    distribution_parameter_missing: "median = \"15 min\", mean = \"25 min\"" => "median = \"15 min\"", "`mean` is missing", "median = .., mean = ..";
    distribution_parameter_unknown: "median = \"15 min\", mean" => "median = \"15 min\", sd = 3, mean", "unknown parameter `sd`", "median, mean";
    distribution_impossible: "median = \"15 min\", mean = \"25 min\"" => "median = \"25 min\", mean = \"15 min\"",
        "`{ median = \"25 min\", mean = \"15 min\" }` is no distribution", "median";
    two_families: "{ lognormal = {" => "{ exponential = \"1 h\", lognormal = {",
        "a distribution has one family, not 2 (exponential, lognormal)", "lognormal";
    odds_as_text: "save_at_once = \"45%\"" => "churn_odds = \"high\"", "`high` is not a number", "from 0.001 to 1000";
    flag_as_text: "work = \"20 min\" }" => "work = \"20 min\", digital = \"yes\" }", "`yes` is neither true nor false", "without quotes";
    turnover_of_weeks: "csms = 4" => "csms = 4\nturnover = \"500% / year\"", "`500% / year` is out of range", "from 0% to 400%";
    vacancy_of_years: "csms = 4" => "csms = 4\nvacancy = \"2 years\"", "`2 years` is too long", "belongs in `cuts`";
    departure_of_nobody: "csms = 4" => "csms = 4\ndepartures = [ { at = \"13 weeks\", csm = 5 } ]",
        "`teams.csms` has no CSM number 5: it begins with 4", "csm is from 1 to 4";
    departure_without_a_day: "csms = 4" => "csms = 4\ndepartures = [ { csm = 1 } ]",
        "`teams.csms.departures.1` has no `at`", "The first day without that CSM";
    departure_on_no_day: "csms = 4" => "csms = 4\ndepartures = [ { at = \"2026-02-30\", csm = 1 } ]",
        "`2026-02-30` is not a date from 1990 to 2100", "a date that exists";
    hire_without_unit: "csms = 4" => "csms = 4\nhires = [ { at = 26, csms = 1 } ]", "`26` has no unit", "write";
    hire_of_nobody: "csms = 4" => "csms = 4\nhires = [ { at = \"26 weeks\", csms = 0 } ]", "`0` is out of range", "from 1";
    hiring_without_threshold: "csms = 4" => "csms = 4\nhire_when = { at_most = 2 }",
        "`teams.csms.hire_when` has no threshold", "arr_per_csm, accounts_per_csm, utilization";
    hiring_by_two_thresholds: "csms = 4" => "csms = 4\nhire_when = { accounts_per_csm = 50, utilization = \"80%\", at_most = 2 }",
        "`teams.csms.hire_when` has 2 thresholds: accounts_per_csm, utilization", "exactly one";
    hiring_without_a_cap: "csms = 4" => "csms = 4\nhire_when = { accounts_per_csm = 50 }", "`teams.csms.hire_when` has no `at_most`", "Most seats";
    hiring_at_any_arr: "csms = 4" => "csms = 4\nhire_when = { arr_per_csm = \"$0\", at_most = 2 }", "`$0` is always passed", "above zero";
    hiring_by_arr_over_a_time: "csms = 4" => "csms = 4\nhire_when = { arr_per_csm = \"$1M\", over = \"90 days\", at_most = 2 }",
        "`teams.csms.hire_when` looks at arr_per_csm as it stands, and has `over`", "remove `over`";
    hiring_in_two_years: "csms = 4" => "csms = 4\nhire_when = { accounts_per_csm = 9, lead = \"2 years\", at_most = 2 }",
        "`2 years` is too long", "at most 360 days";
    everybody_is_cut: "csms = 4" => "csms = 4\ncuts = [ { at = \"26 weeks\", csms = 3 }, { at = \"1 year\", csms = 1 } ]",
        "`teams.csms.cuts` gives up 4 of 4 seats", "leave at least one";
    newcomers_who_do_nothing: "csms = 4" => "csms = 4\nramp = { from = \"0%\" }", "`0%` is no productivity at all", "from 1% to 100%";
    work_factor_of_nothing: "csms = 4" => "csms = 4\nwork_factor = 0", "`0` is out of range", "from 0.1 to 10";
    cost_without_amount: "[teams.csms]" => "[costs.ops]\n\n[teams.csms]", "`costs.ops` has no `per_year`", "by their share of accounts";
    cost_of_a_design_in_other_money: "teams.csms.csms = 3" => "costs.ops.per_year = \"€9k / year\"",
        "`€9k / year` is in €, and amounts before it are in $", "one currency";
    leave_without_unit: "csms = 4" => "csms = 4\nleave = 25", "`25` has no unit", "write \"25 days / year\"";
    away_all_year: "csms = 4" => "csms = 4\nleave = \"200 days / year\"\nsickness = \"60 days / year\"",
        "`teams.csms` is away 260 days a year", "at most 250 days / year";
    ratio_that_hires_everybody: "csms = 4" => "arr_per_csm = \"$1\"",
        "design `named`: the ratio of team `csms` means 880000 CSMs", "raise the ratio";
    unknown_discipline: "csms = 4" => "csms = 4\ndiscipline = \"fifo\"", "`fifo` is not a discipline", "allowed: priority, first_come, earliest_due";
    table_expected: "[context]\npenalty = \"15%\"" => "[demand]\nload = { a = 1 }", "`{ a = 1 }` is not a number", "from 0 to 100";
    log_not_there: "rate = \"0.5 / account / month\"" => "log = \"no-such-file.csv\"",
        "cannot read `no-such-file.csv`: No such file or directory (os error 2)", "relative to the scenario file";
    log_row_wrong: "rate = \"0.5 / account / month\"" => "log = \"bad-tickets.csv\"",
        "bad-tickets.csv, row 4, column created_at: `last Tuesday` is not a time", "2026-01-31T13:45:00";
    log_column_missing: "rate = \"0.5 / account / month\"" => "log = { file = \"bad-tickets.csv\", account_id = \"customer\" }",
        "bad-tickets.csv: no column `customer`", "ticket_id, account_id, created_at";
    log_with_deflection: "rate = \"0.5 / account / month\"" => "log = \"bad-tickets.csv\"\ndeflection = \"10%\"",
        "`requests.question` has a log and `deflection`", "remove the key";
    month_that_is_none: "[context]" => "[demand]\nmonths = { jan-nov = 1, december = 2 }\n\n[context]",
        "`december` is not a month", "jul-aug = 0.7";
    month_left_out: "[context]" => "[demand]\nmonths = { jan-jun = 1, aug-nov = 2 }\n\n[context]",
        "`demand.months` says nothing of jul, dec", "each of the twelve months";
    months_of_nothing: "hours = { \"8\" = 1, \"9\" = 2 }" => "months = { jan-dec = 0 }",
        "`profiles.mornings.months` has no weight in any month", "above 0";
    months_as_a_number: "accounts = 100\n" => "accounts = 100\nnew_accounts_months = 3\n",
        "a number where weights are meant", "each of the twelve months";
    quarter_longer_than_it_is: "accounts = 100\n" => "accounts = 100\nquarter_end = { share = \"50%\", within = \"120 days\" }\n",
        "`120 days` is longer than a quarter", "at most 90 days";
    quarter_end_of_monthly_terms: "contract = \"2 years\"" => "contract = \"1 month\"\nquarter_end = { share = \"50%\" }",
        "`segments.mid.quarter_end`: no contract of this segment lasts a whole number of quarters", "\"12 months\"";
    quarter_end_without_share: "accounts = 100\n" => "accounts = 100\nquarter_end = { within = \"5 days\" }\n",
        "`segments.smb.quarter_end` has no `share`", "Share of accounts";
    onboarding_is_a_table: "accounts = 100\n" => "accounts = 100\nonboarding = \"90 days\"\n",
        "a string where a table is meant", "duration, request_factor";
    complexity_of_nothing: "accounts = 100\n" => "accounts = 100\ncomplexity = 0\n", "`0` is out of range", "from 0.01 to 100";
    motion_unknown: "accounts = 100\n" => "accounts = 100\nmotion = \"plg\"\n", "`plg` is not a motion", "product-led";
    hand_off_without_sales: "accounts = 100\n" => "accounts = 100\nmotion = \"product-led\"\nhand_off = \"5 days\"\n",
        "`segments.smb` is product-led and has a hand-off from sales", "remove `hand_off`";
    growth_that_shrinks: "accounts = 100\n" => "accounts = 100\ngrowth = { share = \"20%\", factor = 0.5 }\n",
        "`0.5` is out of range", "from 1 to 100";
    growth_in_no_time: "accounts = 100\n" => "accounts = 100\ngrowth = { share = \"20%\", over = \"0 days\" }\n",
        "`0 days` is no time at all", "above zero";
    only_human_and_deflected: "segments = [\"smb\", \"mid\"]" => "human_only = true\ndeflection = \"20%\"",
        "`requests.question` is only for humans and has a `deflection`", "keep one";
    ramp_without_length: "segments = [\"smb\", \"mid\"]" => "deflection = { from = \"10%\", to = \"20%\" }",
        "`requests.question.deflection` has no `over`", "How long";
    transition_from_nowhere: "teams.csms.csms = 3" => "transition = { from = \"name\", at = \"26 weeks\" }", "no design is called `name`", "did you mean `named`?";
    transition_of_today: "[designs.named]\n" => "[designs.named]\ntransition = { from = \"pooled\", at = \"26 weeks\" }\n",
        "design `named` is today's and changes at a date", "before the change";
    transition_after_the_end: "teams.csms.csms = 3" => "transition = { from = \"named\", at = \"60 weeks\" }",
        "design `pooled` changes only after measuring ends", "below simulation.length";
    transition_with_other_teams: "teams.csms.csms = 3" => "teams.csms.csms = 3\ntransition = { from = \"named\", at = \"26 weeks\" }",
        "design `pooled` changes team `csms` against `named`, from which it begins", "the same team";
    transition_of_transitions: "teams.csms.csms = 3" => "transition = { from = \"pooled\", at = \"26 weeks\" }",
        "design `pooled` begins as `pooled`, which changes itself", "one change at most";
    transition_without_date: "teams.csms.csms = 3" => "transition = { from = \"named\" }", "`designs.pooled.transition` has no `at`", "When it changes";
    requests_for_nobody: "accounts = \"all\", named = \"csms\"" => "nobody = true", "`designs.named.coverage.1` leaves requests to nobody", "work = \"planned\"";
    nobody_and_somebody: "accounts = \"all\", named = \"csms\"" => "work = \"planned\", nobody = true, named = \"csms\"",
        "`designs.named.coverage.1` has nobody = true and `named`", "remove one";
    somebody_must_be_said: "accounts = \"all\", named = \"csms\"" => "nobody = false", "`designs.named.coverage.1` does not say who serves", "nobody = true";
    stage_without_onboarding: "accounts = \"all\", named = \"csms\"" => "stage = \"live\", named = \"csms\"",
        "no segment that this rule covers is onboarded, so all accounts are live at once", "[segments.NAME.onboarding]";
    stage_unknown: "accounts = \"all\", named = \"csms\"" => "stage = \"young\", named = \"csms\"", "`young` is not a stage", "onboarding, live";
    the_old_are_left_out: "accounts = \"all\", named = \"csms\"" => "until = \"90 days\", named = \"csms\"",
        "design `named` leaves reactive work of `smb` accounts to nobody", "add a last rule";
    the_young_are_left_out: "arr = \"$4k\"\nchurn = \"18% / year\"\n" => "arr = \"$4k\"\nnew_accounts = \"10% / year\"\nonboarding = { duration = \"30 days\" }\n\n[designs.live]\ncoverage = [ { stage = \"live\", named = \"csms\" } ]\n",
        "design `live` leaves reactive work of `smb` accounts to nobody for part of their life", "add a last rule";
    overlap_without_unit: "[context]" => "[hand_off]\noverlap = 30\n\n[context]", "`30` has no unit", "30";
    half_life_of_nothing: "[context]" => "[self_service]\nhalf_life = \"0 days\"\n\n[context]", "`0 days` is no time at all", "above zero";
    incident_per_account: "[context]" => "[incidents.outage]\nrate = \"1 / account / year\"\nshare = \"10%\"\nwork = \"1 h\"\nrespond_within = \"1 h\"\n\n[context]",
        "`1 / account / year` is a rate per account, and here one for all accounts together is meant", "\"4 / year\"";
    trigger_without_sign: "[context]" => "[triggers.alarm]\nwork = \"1 h\"\npriority = 1\n\n[context]",
        "`triggers.alarm` does not say which sign it watches", "give one of score_below";
    trigger_with_two_signs: "[context]" => "[triggers.alarm]\nwork = \"1 h\"\nscore_below = 50\nnps_below = 6\n\n[context]",
        "`triggers.alarm` watches 2 signs: score_below, nps_below", "keep exactly one";
    trigger_off: "[context]" => "[triggers.alarm]\nwork = \"1 h\"\nchampion_gone = false\n\n[context]",
        "`triggers.alarm` does not say which sign it watches", "give one of";
    either_of_three: "work = \"20 min\" }" => "work = \"20 min\", digital = true, only_if_licences_over = \"80%\", human_if_score_below = 50 }",
        "`playbooks.check_in.steps.1` has human_if_score_below and only_if_licences_over", "two steps";
    design_with_unknown_trigger: "[designs.pooled]\n" => "[designs.pooled]\ntriggers = [\"lo_score\"]\n",
        "no trigger is called `lo_score`", "";
    score_without_health: "work = \"20 min\" }" => "work = \"20 min\", only_if_score_below = 50 }",
        "`playbooks.check_in.steps.1` asks for a score, and there is none", "add a table [health]";
    step_in_for_a_person: "work = \"20 min\" }" => "work = \"20 min\", human_if_score_below = 50 }",
        "`playbooks.check_in.steps.1` is not digital and has `human_if_score_below`", "digital = true";
    two_conditions: "work = \"20 min\" }" => "work = \"20 min\", digital = true, only_if_score_below = 50, human_if_score_below = 50 }",
        "`playbooks.check_in.steps.1` has two conditions on the score", "keep one";
    preset_and_steps: "[playbooks.check_in]\n" => "[playbooks.check_in]\npreset = \"renewal\"\n",
        "`playbooks.check_in` has both `preset` and `steps`", "keep one";
    preset_unknown: "[context]" => "[playbooks.x]\npreset = \"renewals\"\n\n[context]", "`renewals` is not a preset", "renewal";
    within_without_drop: "[context]" => "[triggers.alarm]\nwork = \"1 h\"\nscore_below = 50\nwithin = \"7 days\"\n\n[context]",
        "`triggers.alarm` watches no drop and has `within`", "remove `within`";
    score_beyond_its_scale: "[context]" => "[triggers.alarm]\nwork = \"1 h\"\nscore_below = 150\n\n[context]",
        "`150` is out of range", "from 0 to 100";
    usage_beyond_all: "[context]" => "[triggers.alarm]\nwork = \"1 h\"\nusage_below = \"150%\"\n\n[context]",
        "`150%` is out of range", "0% to 100%";
    score_every_minute: "[context]" => "[health]\nupdate = \"1 min\"\n\n[context]", "`1 min` is less than an hour", "1 day";
    memory_of_nothing: "[context]" => "[health]\nmemory = \"0 days\"\n\n[context]", "`0 days` is no time at all", "above zero";
    health_of_a_segment: "accounts = 100\n" => "accounts = 100\nhealth_mean = 170\n", "`170` is out of range", "from 0 to 100";
    response_to_a_program: "work = \"20 min\" }" => "work = \"20 min\", digital = true, response = \"40%\" }",
        "`playbooks.check_in.steps.1` is digital and has a `response`", "remove `response`";
    quality_without_effect: "work = \"20 min\" }" => "work = \"20 min\", digital = true, quality = \"40%\" }",
        "`playbooks.check_in.steps.1` has a `quality`, and digital touches do nothing", "add a table [digital]";
    quality_of_a_person: "work = \"20 min\" }" => "work = \"20 min\", quality = \"40%\" }",
        "`playbooks.check_in.steps.1` has a `quality`, and no program sends it", "digital = true";
    help_without_digital: "[context]" => "[outcomes]\nhelpful_touch = 0.9\n\n[context]",
        "`outcomes.helpful_touch` is given, and digital touches do nothing", "add a table [digital]";
    damage_without_moments: "[context]" => "[outcomes]\nautomated_moment = 2\n\n[context]",
        "`outcomes.automated_moment` is given, and no step is human_only", "human_only = true";
    fatigue_that_never_halves: "[context]" => "[digital]\nhalf_life = \"0 days\"\n\n[context]", "`0 days` is no time at all", "above zero";
    program_of_no_playbook: "pooled = \"csms\" }" => "pooled = \"csms\", digital = \"chek_in\" }",
        "design `pooled`: no playbook or step is called `chek_in`", "did you mean `check_in`?";
    program_for_a_program: "work = \"20 min\" } ]" => "work = \"20 min\", digital = true } ]\n\n[designs.more]\ncoverage = [ { pooled = \"csms\", digital = \"check_in\" } ]",
        "design `more`: programs send all of `check_in` already", "remove it";
    program_without_planned_work: "pooled = \"csms\" }" => "work = \"reactive\", pooled = \"csms\", digital = \"all\" }, { pooled = \"csms\" }",
        "`designs.pooled.coverage.1` has `digital` and covers no planned work", "remove one";
    program_and_nobody: "pooled = \"csms\" }" => "work = \"planned\", nobody = true, digital = \"all\" }, { pooled = \"csms\" }",
        "`designs.pooled.coverage.1` has nobody = true and `digital`", "remove one";
    program_of_no_use: "[context]" => "[programs.desk]\nteam = \"csms\"\nevery = \"1 week\"\nwork = \"1 h\"\nattendance = \"10%\"\n\n[context]",
        "`programs.desk` spares nobody anything", "covers = ";
    host_who_is_not_refilled: "[context]" => "[teams.csms.hire_when]\naccounts_per_csm = 90\nat_most = 0\nrefill = \"if_needed\"\n\n[programs.desk]\nteam = \"csms\"\nevery = \"1 week\"\nwork = \"1 h\"\nattendance = \"10%\"\ncovers = \"all\"\n\n[context]",
        "design `named`: team `csms` hosts the program `desk`, and gives up seats of people who leave", "refill = \"always\"";
    program_of_no_team: "[context]" => "[programs.desk]\nteam = \"csm\"\nevery = \"1 week\"\nwork = \"1 h\"\nattendance = \"10%\"\ncovers = \"all\"\n\n[context]",
        "no team is called `csm`", "did you mean `csms`?";
    program_for_another_playbook: "[context]" => "[programs.desk]\nteam = \"csms\"\nevery = \"1 week\"\nwork = \"1 h\"\nattendance = \"10%\"\ncovers = \"check_out\"\n\n[context]",
        "no step for people is called `check_out`", "did you mean `check_in`?";
    program_for_another_request: "[context]" => "[programs.desk]\nteam = \"csms\"\nevery = \"1 week\"\nwork = \"1 h\"\nattendance = \"10%\"\nrequests = \"check_in\"\n\n[context]",
        "no request is called `check_in`", "question";
    program_all_the_time: "[context]" => "[programs.desk]\nteam = \"csms\"\nevery = \"1 min\"\nwork = \"1 h\"\nattendance = \"10%\"\ncovers = \"all\"\n\n[context]",
        "`1 min` is less than an hour", "2 weeks";
    answers_to_nothing: "[context]" => "[programs.desk]\nteam = \"csms\"\nevery = \"1 week\"\nwork = \"1 h\"\nattendance = \"10%\"\ncovers = \"all\"\nanswers = \"10%\"\n\n[context]",
        "`programs.desk` has `answers` and no `requests`", "requests = ";
    design_with_unknown_program: "[designs.pooled]\n" => "[designs.pooled]\nprograms = [\"desk\"]\n",
        "no program is called `desk`", "none is defined";
    program_without_host: "[context]" => "[programs.desk]\nteam = \"hosts\"\nevery = \"1 week\"\nwork = \"1 h\"\nattendance = \"10%\"\ncovers = \"all\"\n\n[teams.hosts]\ncsms = 0\n\n[context]",
        "design `named` runs program `desk`, and nobody is in team `hosts`", "at least 1";
    wish_that_nobody_has: "named = \"csms\" }" => "wants_human = true, named = \"csms\" }, { pooled = \"csms\" }",
        "no segment that this rule covers says who wants a person", "wants_human = ";
    indifference_of_nobody: "[context]" => "[attachment]\nindifferent = \"50%\"\n\n[context]",
        "`attachment.indifferent` is given, and no segment says who wants a person", "wants_human = ";
    wishes_left_to_nobody: "[context]" => "[segments.fans]\naccounts = 10\narr = \"$1k\"\nwants_human = \"30%\"\n\n[designs.wanted]\ncoverage = [ { wants_human = true, named = \"csms\" }, { accounts = [\"smb\", \"mid\"], pooled = \"csms\" } ]\n\n[context]",
        "design `wanted` leaves reactive work of `fans` accounts that do not want a person to nobody", "add a last rule";
    response_above_all: "save_at_once = \"45%\"" => "response = \"140%\"", "`140%` is out of range", "0% to 100%";
    incident_without_unit: "[context]" => "[incidents.outage]\nrate = 4\nshare = \"10%\"\nwork = \"1 h\"\nrespond_within = \"1 h\"\n\n[context]",
        "`4` has no unit", "\"4 / year\"";
    incident_all_the_time: "[context]" => "[incidents.outage]\nrate = \"1 / s\"\nshare = \"10%\"\nwork = \"1 h\"\nrespond_within = \"1 h\"\n\n[context]",
        "`1 / s` is out of range", "at most 10,000 a year";
    incident_without_share: "[context]" => "[incidents.outage]\nrate = \"4 / year\"\nwork = \"1 h\"\nrespond_within = \"1 h\"\n\n[context]",
        "`incidents.outage` has no `share`", "Share of these accounts";
}

#[test]
fn the_right_one_is_right() {
    let scenario = parse(RIGHT, &[]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(scenario.designs.len(), 2);
    assert_eq!(scenario.kinds.len(), 3);
    assert_eq!(scenario.currency, "$");
}

#[test]
fn all_problems_are_found_at_once() {
    let text =
        RIGHT.replace("accounts = 100", "accounts = 0").replace("csms = 4", "csm = 4").replace("\"1 h\"", "\"1\"");
    let error = parse(&text, &[]).unwrap_err();
    assert_eq!(error.problems().len(), 4, "{error}");
    assert!(error.render(false).contains("4 problems in tests/data/test.toml"));
}

#[test]
fn the_line_is_shown() {
    let text = RIGHT.replace("respond_within = \"4 business hours\"", "respond_within = 4");
    let shown = parse(&text, &[]).unwrap_err().render(false);
    assert!(shown.contains("error: `4` has no unit"), "{shown}");
    assert!(shown.contains("tests/data/test.toml:31:18"), "{shown}");
    assert!(shown.contains("31 | respond_within = 4"), "{shown}");
    assert!(shown.contains("help: write \"4 h\" (clock) or \"4 business hours\""), "{shown}");
    assert!(!shown.contains('\u{1b}'));
    assert!(parse(&text, &[]).unwrap_err().render(true).contains('\u{1b}'));
}

#[test]
fn a_missing_file_is_the_worlds_fault() {
    let error = Scenario::read(Path::new("tests/data/none.toml"), &[]).unwrap_err();
    assert!(error.is_world());
    assert!(error.render(false).starts_with("error: cannot read tests/data/none.toml: No such file"));
}

#[test]
fn overrides_that_cannot_be() {
    let refused = |path: &str, value: &str| {
        let error = parse(RIGHT, &[(path, value)]).unwrap_err();
        let problem = error.problems()[0].clone();
        assert!(!error.render(false).is_empty());
        (problem.message, problem.help)
    };
    let pair = |m: &str, h: &str| (m.to_string(), h.to_string());
    assert_eq!(refused("teams.csms.csm", "3"), pair("no key `csm`", "did you mean `csms`?"));
    assert_eq!(refused("teams.smb.csms", "3"), pair("nothing is called `smb`", "allowed: csms"));
    assert_eq!(refused("teams.csms", "3"), pair("the path stops at a table", "go on to a key of it"));
    assert_eq!(refused("playbooks.check_in.steps.2.work", "1 h").0, "no entry `2` in the list");
    assert_eq!(refused("teams.csms.csms", "many").0, "`many` is not a whole number");
    assert_eq!(refused("designs.pooled.teams.rep.csms", "3"), pair("no team is called `rep`", "allowed: csms"));
}

#[test]
fn overrides_that_can() {
    let scenario = parse(
        RIGHT,
        &[
            ("teams.csms.accounts_per_csm", "40"),
            ("requests.question.rate", "1 / account / month"),
            ("requests.question.work.lognormal.mean", "30 min"),
            ("designs.named.teams.csms.leave", "20 days / year"),
            ("simulation.seed", "7"),
            ("demand.load", "120%"),
        ],
    );
    let scenario = scenario.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(scenario.simulation.seed, 7);
    assert_eq!(scenario.load, 1.2, "a factor may be written as a share");
    assert_eq!(scenario.designs[0].teams[0].staffing, caseload::model::Staffing::AccountsPerCsm(40.0));
    assert_eq!(scenario.designs[0].teams[0].leave_days_per_year, 20.0);
    assert_eq!(scenario.designs[1].teams[0].staffing, caseload::model::Staffing::Csms(3));
    assert_ne!(scenario.hash, parse(RIGHT, &[]).unwrap().hash);
}

#[test]
fn a_currency_without_a_default_cost() {
    let text = RIGHT.replace('$', "€");
    let error = parse(&text, &[]).unwrap_err();
    let message = "team `csms` has no `cost`, and the default is in dollars while amounts here are in €";
    assert_eq!(error.problems()[0].message, message);
    assert!(error.problems()[0].help.contains("write cost = "));
}
