//! What counts as a time, what is its value, and which days does it cover?

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::{
    mention::parsed::parsed,
    sentence::{Zone, ZoneKind},
};

/// A Friday.
const REPORT: Date = date(2017, 10, 6);

fn found(text: &str, published: Option<Date>) -> Vec<TimeMention> {
    find_with(
        &Times::english_for_tests(),
        &Amounts::english_for_tests(),
        published,
        &parsed(text),
    )
}

/// Each time as "words = value days", where the days are those that follow from a report on a Friday.
fn times(text: &str) -> Vec<String> {
    let days = |days: &Slot<Interval>| {
        days.value().map_or_else(
            || days.status().to_owned(),
            |days| {
                if days.from == days.to {
                    days.from.to_string()
                } else {
                    format!("{}..{}", days.from, days.to)
                }
            },
        )
    };
    found(text, Some(REPORT))
        .iter()
        .map(|time| {
            format!(
                "{} = {} {}",
                time.span.of(text),
                time.value,
                days(&time.days)
            )
        })
        .collect()
}

#[test]
fn what_a_participle_tells_has_happened() {
    assert_eq!(
        times("Both sides will honour a truce announced Monday."),
        ["Monday = 2017-10-02 2017-10-02"]
    );
    assert_eq!(
        times("The truce had been due to expire Wednesday."),
        ["Wednesday = 2017-10-04 2017-10-04"]
    );
    assert_eq!(
        times("The truce is due to expire Wednesday."),
        ["Wednesday = 2017-10-11 2017-10-11"]
    );
}

#[test]
fn a_year_ago_is_a_quarter_ago_where_quarters_are_compared() {
    assert_eq!(
        times("Losses fell in the third quarter from those of a year ago.")[1],
        "a year ago = 2016-Q3 2016-07-01..2016-09-30"
    );
    assert_eq!(
        times("The town fell a year ago."),
        ["a year ago = 2016 2016-01-01..2016-12-31"]
    );
}

#[test]
fn weekdays_follow_the_tense() {
    assert_eq!(
        times("The army entered the town on Wednesday."),
        ["Wednesday = 2017-10-04 2017-10-04"]
    );
    assert_eq!(
        times("Fighting went on near the city on Friday."),
        ["Friday = 2017-10-06 2017-10-06"]
    );
    assert_eq!(
        times("The army will enter the town on Tuesday."),
        ["Tuesday = 2017-10-10 2017-10-10"]
    );
    assert_eq!(
        times("They fled last Friday."),
        ["last Friday = 2017-09-29 2017-09-29"]
    );
    assert_eq!(
        times("They were killed on Monday night."),
        ["Monday night = 2017-10-02TNI 2017-10-02"]
    );
    assert_eq!(
        times("Troops have advanced since Thursday."),
        ["Thursday = 2017-10-05 2017-10-05..2017-10-06"]
    );
}

#[test]
fn units_are_counted_from_the_report() {
    assert_eq!(
        times("Last month the siege was lifted."),
        ["Last month = 2017-09 2017-09-01..2017-09-30"]
    );
    assert_eq!(
        times("He said this week that they had left."),
        ["this week = 2017-W40 2017-10-02..2017-10-06"]
    );
    assert_eq!(
        times("Talks will begin next week."),
        ["next week = 2017-W41 2017-10-09..2017-10-15"]
    );
    assert_eq!(
        times("Two men were shot yesterday."),
        ["yesterday = 2017-10-05 2017-10-05"]
    );
    assert_eq!(
        times("They left three days ago."),
        ["three days ago = 2017-10-03 2017-10-03"]
    );
    assert_eq!(
        times("In June they moved most of it."),
        ["June = 2017-06 2017-06-01..2017-06-30"]
    );
}

#[test]
fn vague_words_cover_the_days_of_the_published_rules() {
    assert_eq!(
        times("It lost ground in recent months."),
        ["recent months = PXM 2017-07-06..2017-10-06"]
    );
    assert_eq!(
        times("They shelled the town overnight."),
        ["overnight = 2017-10-05TNI 2017-10-05..2017-10-06"]
    );
    assert_eq!(
        times("In the past 48 hours ten people died."),
        ["the past 48 hours = PT48H 2017-10-04..2017-10-06"]
    );
    assert_eq!(
        times("He was killed recently."),
        ["recently = PAST_REF 2017-10-03..2017-10-05"]
    );
    assert_eq!(
        times("They left late last week."),
        ["late last week = 2017-W39 2017-09-29..2017-10-01"]
    );
    assert_eq!(
        times("They came in early March."),
        ["early March = 2017-03 2017-03-01..2017-03-10"]
    );
    assert_eq!(
        times("They fought in the first week of August."),
        ["the first week of August = 2017-08 2017-08-01..2017-08-07"]
    );
    assert_eq!(
        times("A five-day offensive ended."),
        ["five-day = P5D 2017-10-02..2017-10-06"]
    );
    assert_eq!(
        times("They fled in the night between Sunday and Monday."),
        ["the night between Sunday and Monday = 2017-10-01 2017-10-01..2017-10-02"]
    );
}

#[test]
fn lengths_and_repetitions_have_no_days() {
    assert_eq!(
        times("It ended a three-year-long siege."),
        ["three-year-long = P3Y unsaid"]
    );
    assert_eq!(
        times("Jets strike every Friday."),
        ["every Friday = XXXX-WXX-5 unsaid"]
    );
    assert_eq!(times("The 34-year-old man fled."), Vec::<String>::new());
}

#[test]
fn a_day_without_year_is_the_near_one() {
    assert_eq!(
        times("They left on 25 September."),
        ["25 September = 2017-09-25 2017-09-25"]
    );
    assert_eq!(
        times("They were invited to talks on October 12."),
        ["October 12 = 2017-10-12 2017-10-12"]
    );
    assert_eq!(
        times("Around 2 July they left."),
        ["2 July = 2017-07-02 2017-07-01..2017-07-03"]
    );
}

#[test]
fn without_a_report_day_only_full_dates_have_days() {
    let text = "On Friday they left the town, which fell on 3 May 2016.";
    let found = found(text, None);
    assert_eq!(found[0].value, "XXXX-WXX-5");
    assert_eq!(found[0].days, Slot::Unresolved);
    assert_eq!(found[1].days, Slot::Said(Interval::day(date(2016, 5, 3))));
}

#[test]
fn a_full_date_in_the_dateline_stands_in_for_publication() {
    let text = "BEIRUT, Oct 6, 2017 (Levant Newsroom) - Troops left on Thursday.";
    let start = text.find("Troops").expect("the sentence");
    let document = Document::from_text(text);
    let mut sentences = parsed(text);
    sentences
        .zones
        .push(Zone::new(ZoneKind::Dateline, Span::new(0, start)));
    let (times, amounts) = (Times::english_for_tests(), Amounts::english_for_tests());
    let filed = filing::filed(&times, &amounts, &document, &sentences);
    let report = filing::report(None, filed);
    assert_eq!(
        (report.value(), report.status()),
        (Some(&REPORT), "inferred")
    );
    let found = find_with(&times, &amounts, Some(REPORT), &sentences);
    let last = found.last().expect("Thursday");
    assert_eq!(
        (last.value.as_str(), last.span.of(text)),
        ("2017-10-05", "Thursday")
    );
}

#[test]
fn names_and_counts_are_no_times() {
    assert_eq!(
        times("The army may march on the city."),
        Vec::<String>::new()
    );
    assert_eq!(times("Some 2000 people fled."), Vec::<String>::new());
    assert_eq!(
        times("Three quarters of the town was destroyed."),
        Vec::<String>::new()
    );
}

#[test]
fn figures_that_can_be_read_twice_are_ambiguous() {
    let found = found("The town fell on 06/10/2017.", Some(REPORT));
    assert_eq!(
        found[0].days,
        Slot::Ambiguous(vec![
            Interval::day(REPORT),
            Interval::day(date(2017, 6, 10))
        ])
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_words_are_read_without_panic(
        text in "([0-9]{1,9}|Friday|last|the past|years|ago|Feb|29|9999|-|:|/|a|hundred|million|half|weeks|'|s|,|of|[\\PC]{0,6}| ){0,30}",
        year in 1_i16..9000,
    ) {
        for published in [None, Some(date(year, 12, 31)), Some(date(9999, 12, 31)), Some(date(-9999, 1, 1))] {
            let found = found(&text, published);
            for pair in found.windows(2) {
                prop_assert!(pair[0].tokens.end <= pair[1].tokens.start);
            }
            for time in &found {
                prop_assert!(text.get(time.span.start..time.span.end).is_some());
                prop_assert!(time.days.value().is_none_or(|days| days.from <= days.to));
            }
        }
    }
}
