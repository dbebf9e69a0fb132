//! Any bytes as a report: it is read, every span fits, every claim has a voice.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marsad::{document::Document, reading::Reader};
use marsad_fuzz::{assert_spans_fit, knowledge};

fuzz_target!(|bytes: &[u8]| {
    let document = Document::from_text(String::from_utf8_lossy(bytes));
    let reading = Reader::new(knowledge()).read(&document);
    assert_eq!(reading.document, document, "the document came back changed");
    assert_spans_fit(&reading);
    for claim in &reading.claims {
        assert!(!claim.voices.is_empty(), "a claim that nobody makes");
        assert!(
            claim.evidence.span.contains(claim.evidence.trigger),
            "evidence without its trigger"
        );
    }
});
