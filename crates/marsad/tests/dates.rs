//! When do claims say that it happened: UCDP's rules for vague times, and dates that cannot be.
//!
//! Each of the rules of appendix 2 of the GED codebook is a test of its name, seen from a
//! report of Friday, 6 October 2017: the days, UCDP's `date_prec` and ACLED's time precision.

mod support;

use jiff::civil::{Date, date};
use marsad::{
    claim::{Claim, When},
    document::Document,
    reading::{DoubtKind, Reader, Reading},
    terms::Slot,
};

const REPORT: Date = date(2017, 10, 6);

fn read(text: &str, published: Option<Date>) -> Reading {
    let document = Document {
        published,
        ..Document::from_text(text)
    };
    Reader::new(support::knowledge()).read(&document)
}

/// The days of a time with both codes: "2017-10-03..2017-10-05 2/2".
fn told(when: &When) -> String {
    let days = when.days.map_or("none".to_owned(), |days| {
        if days.from == days.to {
            days.from.to_string()
        } else {
            format!("{}..{}", days.from, days.to)
        }
    });
    let code = |code: Option<u8>| code.map_or("-".to_owned(), |code| code.to_string());
    let (ucdp, acled) = (code(when.precision), code(when.time_precision()));
    format!("{days} {ucdp}/{acled}")
}

fn first(reading: &Reading) -> &Claim {
    reading.claims.first().expect("a claim")
}

/// When the first claim of a report of that Friday happened.
fn when(text: &str) -> String {
    let reading = read(text, Some(REPORT));
    first(&reading)
        .when
        .value()
        .map_or("unsaid".to_owned(), told)
}

fn doubts(text: &str, published: Option<Date>) -> Vec<(DoubtKind, String)> {
    let dates = [
        DoubtKind::NoSuchDay,
        DoubtKind::OtherWeekday,
        DoubtKind::ImplausibleDate,
        DoubtKind::OtherDateline,
    ];
    let found = read(text, published).doubts.into_iter();
    found
        .filter(|doubt| dates.contains(&doubt.kind))
        .map(|doubt| (doubt.kind, doubt.span.of(text).to_owned()))
        .collect()
}

macro_rules! rules {
    ($($name:ident: $($time:literal)|+ => $days:literal;)*) => {
        $(#[test]
        fn $name() {
            $(
                let text = concat!("Gunmen killed ten people in Homs ", $time, ".");
                assert_eq!(when(text), $days, "{text}");
            )+
        })*
    };
}

rules! {
    ucdp_exact_day: "on Tuesday" | "on 3 October" => "2017-10-03 1/1";
    ucdp_today: "today" => "2017-10-06 1/1";
    ucdp_yesterday: "yesterday" => "2017-10-05 1/1";
    ucdp_last_tuesday: "last Tuesday" => "2017-10-03 1/1";
    ucdp_last_night: "last night" => "2017-10-05 1/1";
    ucdp_the_other_day: "the other day" => "2017-10-05 1/1";
    ucdp_monday_night: "on Monday night" => "2017-10-02 1/1";
    ucdp_recently: "recently" => "2017-10-03..2017-10-05 2/2";
    ucdp_past_few_days: "in the past few days" | "in recent days" => "2017-10-03..2017-10-05 2/2";
    ucdp_around_a_date: "around 2 July" => "2017-07-01..2017-07-03 2/2";
    ucdp_over_the_weekend: "over the weekend" => "2017-09-30..2017-10-01 2/2";
    ucdp_this_week: "this week" | "since the beginning of the week" => "2017-10-02..2017-10-06 2/2";
    ucdp_night_between: "in the night between Sunday and Monday" => "2017-10-01..2017-10-02 2/2";
    ucdp_night_long: "in a night-long battle" => "2017-10-05..2017-10-06 2/2";
    ucdp_past_24_hours: "in the past 24 hours" | "in the past day" => "2017-10-05..2017-10-06 2/2";
    ucdp_past_48_hours: "in the past 48 hours" => "2017-10-04..2017-10-06 2/2";
    ucdp_past_two_days: "in the past two days" => "2017-10-04..2017-10-05 2/2";
    ucdp_since_thursday: "since Thursday" => "2017-10-05..2017-10-06 2/2";
    ucdp_five_day_offensive: "in a five-day offensive" => "2017-10-02..2017-10-06 2/2";
    ucdp_late_last_week: "late last week" => "2017-09-29..2017-10-01 2/2";
    ucdp_last_week: "last week" => "2017-09-25..2017-10-01 3/2";
    ucdp_past_week: "in the past week" => "2017-09-30..2017-10-06 3/2";
    ucdp_first_week_of_a_month: "in the first week of August" => "2017-08-01..2017-08-07 3/2";
    ucdp_early_in_a_month: "in early March" => "2017-03-01..2017-03-10 4/3";
    ucdp_middle_of_a_month: "in the middle of March" | "in mid-March" => "2017-03-10..2017-03-20 4/3";
    ucdp_late_in_a_month: "in late March" => "2017-03-15..2017-03-31 4/3";
    ucdp_recent_weeks: "in recent weeks" | "in several weeks of fighting" => "2017-09-16..2017-10-06 4/3";
    ucdp_earlier_this_month: "earlier this month" => "2017-10-01..2017-10-05 4/3";
    ucdp_last_month: "last month" => "2017-09-01..2017-09-30 4/3";
    ucdp_a_fortnight_ago: "a fortnight ago" => "2017-09-23..2017-10-06 4/3";
    ucdp_early_in_a_year: "in early 1999" => "1999-01-01..1999-04-30 5/-";
    ucdp_middle_of_a_year: "in mid-1999" => "1999-05-01..1999-08-31 5/-";
    ucdp_late_in_a_year: "in late 1999" => "1999-09-01..1999-12-31 5/-";
    ucdp_past_months: "in the past few months" | "in recent months" => "2017-07-06..2017-10-06 5/-";
}

#[test]
fn ucdp_past_months_do_not_reach_into_the_year_before() {
    let text = "Gunmen killed ten people in Homs in the past few months.";
    let reading = read(text, Some(date(2017, 1, 20)));
    let when = first(&reading).when.value().map(told);
    assert_eq!(when.as_deref(), Some("2017-01-01..2017-01-20 5/-"));
}

#[test]
fn ucdp_no_time_given() {
    let reading = read("Gunmen killed ten people in Homs.", Some(REPORT));
    let Slot::Inferred { value, reason } = &first(&reading).when else {
        panic!("help: it is inferred from the day of the report");
    };
    // The codebook leaves out the report's own day, on which it may well have happened.
    assert_eq!(told(value), "2017-10-03..2017-10-06 2/2");
    let coded = value.coded.expect("the codebook's days");
    assert_eq!(
        format!("{}..{}", coded.from, coded.to),
        "2017-10-03..2017-10-05"
    );
    assert!(value.span.is_none() && reason.contains("UCDP"), "{reason}");
}

#[test]
fn what_is_told_as_of_now_can_have_happened_today() {
    for text in [
        "Gunmen have killed ten people in Homs.",
        "Police say gunmen killed ten people in Homs.",
    ] {
        assert_eq!(when(text), "2017-10-03..2017-10-06 2/2", "{text}");
    }
}

#[test]
fn what_is_not_told_as_done_has_no_day_by_rule() {
    for text in [
        "Gunmen will attack Homs.",
        "The rebels threatened to attack Homs.",
    ] {
        let reading = read(text, Some(REPORT));
        let attack = reading.claims.last().expect("the attack");
        assert_eq!(attack.when, Slot::Unsaid, "{text}");
    }
}

#[test]
fn without_an_anchor_nothing_has_days() {
    let reading = read(
        "Gunmen killed ten people in Homs on Friday. A shop burned.",
        None,
    );
    for claim in &reading.claims {
        assert!(claim.when.value().is_none_or(|when| when.days.is_none()));
    }
    assert_eq!(reading.mentions.times[0].value, "XXXX-WXX-5");
    assert_eq!(reading.mentions.report, Slot::Unsaid);
}

#[test]
fn the_date_of_the_dateline_stands_in_for_publication_and_is_marked() {
    let text =
        "BEIRUT, Oct 6, 2017 (Levant Newsroom) - Gunmen killed ten people in Homs on Thursday.";
    let reading = read(text, None);
    assert_eq!(reading.mentions.report.value(), Some(&REPORT));
    assert_eq!(reading.mentions.report.status(), "inferred");
    let when = first(&reading).when.value().map(told);
    assert_eq!(when.as_deref(), Some("2017-10-05 1/1"));
}

#[test]
fn a_date_that_can_be_read_twice_keeps_both_days() {
    let reading = read(
        "Gunmen killed ten people in Homs on 06/10/2017.",
        Some(REPORT),
    );
    let Slot::Ambiguous(both) = &first(&reading).when else {
        panic!("help: day and month may be swapped");
    };
    let both: Vec<String> = both.iter().map(told).collect();
    assert_eq!(both, ["2017-10-06 1/1", "2017-06-10 1/1"]);
}

#[test]
fn a_day_that_there_is_not_is_a_doubt() {
    for (text, words) in [
        (
            "Gunmen killed ten people in Homs on 31 February.",
            "31 February",
        ),
        (
            "Gunmen killed ten people in Homs on 31/02/2017.",
            "31/02/2017",
        ),
    ] {
        assert_eq!(
            doubts(text, Some(REPORT)),
            [(DoubtKind::NoSuchDay, words.to_owned())]
        );
        let reading = read(text, Some(REPORT));
        assert_eq!(
            first(&reading).when.value().and_then(|when| when.days),
            None
        );
    }
    let leap = "Gunmen killed ten people in Homs on 29 February 2016.";
    assert_eq!(doubts(leap, Some(REPORT)), []);
}

#[test]
fn a_date_on_another_weekday_is_a_doubt_and_still_that_date() {
    let text = "Gunmen killed ten people in Homs on Monday, 3 October 2017.";
    assert_eq!(
        doubts(text, Some(REPORT)),
        [(DoubtKind::OtherWeekday, "Monday, 3 October 2017".to_owned())]
    );
    assert_eq!(when(text), "2017-10-03 1/1");
}

#[test]
fn a_day_of_news_centuries_ago_or_still_to_come_is_a_doubt() {
    for (text, words) in [
        (
            "Gunmen killed ten people in Homs on 3 October 1017.",
            "3 October 1017",
        ),
        (
            "Gunmen killed ten people in Homs on 3 December 2017.",
            "3 December 2017",
        ),
    ] {
        assert_eq!(
            doubts(text, Some(REPORT)),
            [(DoubtKind::ImplausibleDate, words.to_owned())]
        );
    }
    let background = "Crusaders captured Jerusalem in 1099.";
    assert_eq!(doubts(background, Some(REPORT)), []);
}

#[test]
fn a_dateline_that_contradicts_publication_is_a_doubt() {
    let text = "BEIRUT, May 2, 2016 (Levant Newsroom) - Gunmen killed ten people in Homs.";
    let found = doubts(text, Some(REPORT));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, DoubtKind::OtherDateline);
    let day_before = "BEIRUT, Oct 5 (Levant Newsroom) - Gunmen killed ten people in Homs.";
    assert_eq!(doubts(day_before, Some(REPORT)), []);
}

#[test]
fn a_weekday_that_is_past_and_tomorrow_keeps_both_days() {
    let reading = read(
        "Gunmen killed ten people in Homs on Saturday.",
        Some(REPORT),
    );
    let Slot::Ambiguous(both) = &first(&reading).when else {
        panic!("help: a report can be dated a day early");
    };
    let both: Vec<String> = both.iter().map(told).collect();
    assert_eq!(both, ["2017-10-07 1/1", "2017-09-30 1/1"]);
    assert_eq!(
        when("Gunmen have held Homs since Saturday."),
        "2017-09-30..2017-10-06 3/2"
    );
}
