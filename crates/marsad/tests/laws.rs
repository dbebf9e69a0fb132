//! What must hold for any text and any claims.

mod support;

use marsad::{
    document::Document,
    event::{Report, reconcile},
    reading::{Reader, Reading},
    terms::Span,
};
use proptest::prelude::*;

/// Pieces from which texts are made that look like reports, and some that do not.
const PIECES: &[&str] = &[
    "BEIRUT (Reuters) - ",
    "the army",
    "Government forces",
    " shelled ",
    " captured ",
    "Bakhmut",
    " al-Mayadin",
    " on Friday",
    ", a war monitor,",
    " said",
    " according to ",
    "two officials",
    " told AFP ",
    "he",
    "it",
    " was killed",
    " by ",
    "rebels",
    "'s",
    " s ",
    " ( ",
    " ) ",
    " . ",
    ".",
    "\n",
    "\r\n",
    "\n\n",
    "\u{a0}",
    "“",
    "”",
    "\"",
    "10 km (7 miles)",
    " within ",
    " of ",
    "U.S.-backed",
    "at least 12",
    " civilians",
    "الجيش",
    "й",
    "e\u{301}",
    "🚀",
    "\u{200f}",
    "\u{0}",
    "\t",
    "-",
    "—",
    "IN THE CITY OF ",
    "",
];

fn report() -> impl Strategy<Value = String> {
    let piece =
        prop_oneof![9 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,8}"];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn spans(reading: &Reading) -> Vec<Span> {
    let mut spans: Vec<Span> = reading
        .sentences
        .tokens
        .iter()
        .map(|token| token.span)
        .collect();
    spans.extend(
        reading
            .sentences
            .sentences
            .iter()
            .map(|sentence| sentence.span),
    );
    spans.extend(reading.mentions.actors.iter().map(|mention| mention.span));
    spans.extend(reading.mentions.places.iter().map(|mention| mention.span));
    spans.extend(reading.mentions.times.iter().map(|mention| mention.span));
    spans.extend(reading.mentions.amounts.iter().map(|mention| mention.span));
    for claim in &reading.claims {
        spans.extend([claim.evidence.trigger, claim.evidence.span]);
        spans.extend(
            claim
                .actors
                .iter()
                .chain(&claim.targets)
                .map(|party| party.span),
        );
        spans.extend(claim.places.iter().map(|place| place.span));
        spans.extend(claim.amounts.iter().map(|amount| amount.span));
        spans.extend(
            claim
                .voices
                .iter()
                .flat_map(|voice| [&voice.source, &voice.cue, &voice.content])
                .flatten(),
        );
    }
    spans.extend(reading.doubts.iter().map(|doubt| doubt.span));
    spans
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_span_points_into_the_text(text in report()) {
        let document = Document::from_text(text);
        let reading = Reader::new(support::knowledge()).read(&document);
        for span in spans(&reading) {
            prop_assert!(document.text.get(span.start..span.end).is_some(), "{span:?} of {:?}", document.text);
        }
    }

    #[test]
    fn tokens_stand_in_order_and_hang_within_their_sentence(text in report()) {
        let reading = Reader::new(support::knowledge()).read(&Document::from_text(text));
        let sentences = &reading.sentences;
        for pair in sentences.tokens.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start);
        }
        let mut next = 0;
        for sentence in &sentences.sentences {
            prop_assert_eq!(sentence.tokens.start, next);
            next = sentence.tokens.end;
            for at in sentence.tokens.clone() {
                prop_assert!(sentence.tokens.contains(&sentences.tokens[at].head));
            }
        }
        prop_assert_eq!(next, sentences.tokens.len());
    }

    #[test]
    fn reading_twice_gives_equal_readings(text in report()) {
        let reader = Reader::new(support::knowledge());
        let document = Document::from_text(text);
        prop_assert_eq!(reader.read(&document), reader.read(&document));
    }

    #[test]
    fn claims_stand_in_order_and_their_evidence_holds_their_trigger(text in report()) {
        let reading = Reader::new(support::knowledge()).read(&Document::from_text(text));
        for pair in reading.claims.windows(2) {
            prop_assert!(pair[0].evidence.trigger <= pair[1].evidence.trigger);
        }
        for claim in &reading.claims {
            prop_assert!(claim.evidence.span.contains(claim.evidence.trigger));
            prop_assert!(!claim.voices.is_empty());
        }
    }

    #[test]
    fn every_claim_is_in_one_event_whatever_the_order(
        texts in prop::collection::vec(report(), 1..5),
        turn in 0usize..20,
    ) {
        let knowledge = support::knowledge();
        let reader = Reader::new(knowledge);
        let mut claims: Vec<String> = Vec::new();
        let mut reports: Vec<Report> = Vec::new();
        for text in texts {
            let mut document = Document::from_text(text);
            document.published = Some(jiff::civil::date(2023, 3, 8));
            let reading = reader.read(&document);
            claims.extend(reading.claims.iter().map(|claim| claim.id.clone()));
            reports.push(Report::of(knowledge, &reading));
        }
        claims.sort_unstable();
        claims.dedup();
        let events = reconcile(knowledge, reports.clone());
        let told = events.iter().flat_map(|event| &event.tellings);
        let mut told: Vec<String> = told.map(|(_, telling)| telling.claim.clone()).collect();
        told.sort_unstable();
        prop_assert_eq!(told, claims);
        for count in events.iter().flat_map(|event| event.account.counts.values()) {
            prop_assert!(count.low <= count.best && count.best <= count.high);
        }
        let mut turned = reports.clone();
        let by = turn % turned.len();
        turned.rotate_left(by);
        turned.push(turned[0].clone());
        prop_assert_eq!(reconcile(knowledge, turned), events);
    }
}
