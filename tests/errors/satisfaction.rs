//! One test for each way in which satisfaction, lifts of health and licences can be wrong: what is said, and what remedy is
//! offered.

use crate::refused;

refused! {
    points_written_as_a_share: "[context]" => "[satisfaction]\nusual = \"60%\"\n\n[context]",
        "`60%` is a share, and points are meant", "a number from 0 to 100, without %";
    satisfied_without_asking: "[context]" => "[outcomes]\nlow_satisfaction = 2\n\n[context]",
        "`outcomes.low_satisfaction` is given, and satisfaction is not", "add a table [satisfaction]";
    unhappy_without_satisfaction: "[context]" => "[triggers.low]\nwork = \"1 h\"\nsatisfaction_below = 60\n\n[context]",
        "`triggers.low` watches satisfaction, and there is none", "add a table [satisfaction]";
    a_trigger_that_falls_silent: "[context]" => "[satisfaction]\n[triggers.low]\nwork = \"1 h\"\nsatisfaction_below = 72\n\n[context]",
        "`triggers.low` alarms again only above 77 points, and satisfaction is restored to 75 at most", "at most satisfaction.usual";
    a_recovery_that_saves: "[context]" => "[satisfaction]\n[triggers.low]\nwork = \"1 h\"\nsatisfaction_below = 60\nsave_at_once = \"30%\"\n\n[context]",
        "`triggers.low` watches satisfaction and has `save_at_once`", "write restores";
    a_save_that_restores: "[context]" => "[triggers.low]\nwork = \"1 h\"\nscore_below = 50\nrestores = 15\n\n[context]",
        "`triggers.low` watches no satisfaction and has `restores`", "satisfaction_below";
    surveys_that_nobody_reads: "[context]" => "[satisfaction]\nsurvey_response = \"30%\"\n\n[context]",
        "`satisfaction.survey_response` is given, and no trigger acts on surveys after requests", "satisfaction_below";
    a_score_that_nobody_asks_for: "[context]" => "[satisfaction]\n[health]\nsatisfaction = 5\n\n[context]",
        "`health.satisfaction` is given, and no step asks for the score", "only_if_score_below";
    a_score_without_satisfaction: "[context]" => "[health]\nsatisfaction = 5\n\n[context]",
        "`health.satisfaction` is given, and satisfaction is not", "add a table [satisfaction]";
    a_score_or_licences: "[context]" => "[satisfaction]\n[health]\nsatisfaction = 5\n[playbooks.both]\nsteps = [ { every = \"1 month\", work = \"1 h\", only_if_score_below = 60, only_if_licences_over = \"80%\" } ]\n\n[context]",
        "`both.1` asks for score or licences, and `health.satisfaction` is given", "write two steps";
    a_person_who_lifts: "work = \"20 min\" }" => "work = \"20 min\", lifts = 2 }",
        "`playbooks.check_in.steps.1` lifts health, and no program sends it", "digital = true";
    a_lift_of_nothing: "work = \"20 min\" }" => "work = \"20 min\", digital = true, lifts = 2 }",
        "`playbooks.check_in.steps.1` lifts health, and digital touches do nothing", "add a table [digital]";
    lifts_to_nowhere: "[context]" => "[digital]\nlift_at_most = 2\n\n[context]",
        "`digital.lift_at_most` is given, and no step lifts health", "write lifts";
    licences_that_nobody_looks_at: "[context]" => "[licences]\nmean = \"60%\"\n\n[context]",
        "`licences` is given, and nothing looks at licences", "licences_over";
    a_talk_that_saves: "[context]" => "[triggers.full]\nwork = \"1 h\"\nlicences_over = \"85%\"\nsave_at_once = \"30%\"\n\n[context]",
        "`triggers.full` looks for expansions and has `save_at_once`", "write win_at_once";
    a_play_that_wins: "[context]" => "[triggers.low]\nwork = \"1 h\"\nscore_below = 50\nwin_at_end = \"30%\"\n\n[context]",
        "`triggers.low` looks for risks and has `win_at_end`", "write save_at_end";
    a_note_that_talks: "[designs.pooled]\n" => "[triggers.full]\nwork = \"1 h\"\nlicences_over = \"85%\"\n\n[designs.pooled]\nnotes = [ { of = \"full\", settles = \"10%\", wait = \"3 days\" } ]\n",
        "design `pooled` has a note on `full`, which looks for expansions", "for people";
    an_expansion_of_nobody: "accounts = 100\n" => "accounts = 100\narr = \"$4k\"\nexpansion = \"0% / year\"\n\n[triggers.full]\nsegments = [\"smb\"]\nwork = \"1 h\"\nlicences_over = \"85%\"\n\n[segments.other]\naccounts = 1\nexpansion = \"0% / year\"\n",
        "`triggers.full` looks for expansions, and no account that it watches expands", "expansion = ";
    won_without_a_trigger: "[context]" => "[outcomes]\nexpansion_won = 2\n\n[context]",
        "`outcomes.expansion_won` is given, and no trigger looks for expansions", "licences_over";
}
