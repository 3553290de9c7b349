//! One test for each way in which channels that are added, and hand-offs from sales, can be wrong: what is said, and what
//! remedy is offered.

use crate::refused;

refused! {
    poor_hand_off_without_sales: "accounts = 100\n" => "accounts = 100\nmotion = \"product-led\"\npoor_hand_off = \"20%\"\n",
        "`segments.smb` is product-led and has hand-offs from sales", "remove `poor_hand_off`";
    rework_without_a_poor_hand_off: "accounts = 100\n" => "accounts = 100\nhand_off_rework = \"1 h\"\n",
        "`segments.smb` has `hand_off_rework`, and no hand-off is poor", "poor_hand_off = \"30%\"";
    channel_that_brings_nothing: "rate = \"0.5 / account / month\"" => "channel = { opens = \"2 weeks\" }",
        "`requests.question.channel` brings nothing", "takes = { email = \"40%\" } here";
    channel_after_measuring: "rate = \"0.5 / account / month\"" => "rate = \"0.5 / account / month\"\nchannel = { opens = \"60 weeks\" }",
        "`60 weeks` lies after measuring", "within the 364 days of measuring (simulation.length)";
    channel_before_measuring: "rate = \"0.5 / account / month\"" => "rate = \"0.5 / account / month\"\nchannel = { opens = \"2025-12-01\" }",
        "`2025-12-01` lies before measuring begins", "a date from 2026-01-05 on";
    channel_that_takes_of_itself: "rate = \"0.5 / account / month\"" => "rate = \"0.5 / account / month\"\nchannel = { opens = \"2 weeks\", takes = { question = \"10%\" } }",
        "`question` is no other kind of request at a rate", "";
    channel_that_takes_of_a_playbook: "rate = \"0.5 / account / month\"" => "rate = \"0.5 / account / month\"\nchannel = { opens = \"2 weeks\", takes = { check_in = \"10%\" } }",
        "`check_in` is no other kind of request at a rate", "";
    channel_that_takes_a_number: "rate = \"0.5 / account / month\"" => "rate = \"0.5 / account / month\"\nchannel = { opens = \"2 weeks\", takes = \"10%\" }",
        "`10%` is no table of requests", "write { email = \"40%\" }";
    channels_that_take_more_than_all: "[requests.question]" => "[requests.chat]\nwork = \"5 min\"\nrespond_within = \"1 h\"\nchannel = { opens = \"2 weeks\", takes = { question = \"60%\" } }\n\n[requests.phone]\nwork = \"5 min\"\nrespond_within = \"1 h\"\nchannel = { opens = \"2 weeks\", takes = { question = \"50%\" } }\n\n[requests.question]",
        "channels take 110.0% of `question` in all", "100% at most";
    channel_of_others_only: "[requests.question]\nsegments = [\"smb\", \"mid\"]" => "[requests.chat]\nsegments = \"mid\"\nwork = \"5 min\"\nrespond_within = \"1 h\"\nchannel = { opens = \"2 weeks\", takes = { question = \"60%\" } }\n\n[requests.question]\nsegments = \"smb\"",
        "no account sends both `question` and `chat`", "have one in common";
    channel_without_a_rate_of_its_own: "[requests.question]" => "[requests.chat]\nfrailty = 1\nwork = \"5 min\"\nrespond_within = \"1 h\"\nchannel = { opens = \"2 weeks\", takes = { question = \"60%\" } }\n\n[requests.question]",
        "`requests.chat` has `frailty`, and no rate of its own", "or add a rate";
    channel_of_who_asks_again: "rate = \"0.5 / account / month\"" => "again_after = \"3 weeks\"\nchannel = { opens = \"2 weeks\" }",
        "`requests.question` has `again_after` and `channel`", "keep one of the two keys";
}
