//! Any text through the shipped pipeline: tokens make up the text, trees are trees.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marsad_fuzz::{assert_tokens_cover, assert_trees_and_entities_fit, pipeline};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let doc = pipeline().parse(&text);
    assert_eq!(doc.text, text, "the text came back changed");
    assert_tokens_cover(&doc.text, &doc.tokens);
    assert_trees_and_entities_fit(&doc);
});
