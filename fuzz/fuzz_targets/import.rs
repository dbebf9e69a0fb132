//! Any bytes as a list of places: rows are refused or kept, and what is kept is found.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marsad::knowledge::gazetteer::{
    CountryCode, Gazetteer,
    import::{Choice, Features, Importer},
};
use marsad_fuzz::import_rules;

fuzz_target!(|bytes: &[u8]| {
    // The first byte chooses what is wanted, so that every choice is tried.
    let (wanted, bytes) = bytes.split_first().unwrap_or((&0, bytes));
    let choice = Choice {
        country: (wanted & 1 == 1)
            .then(|| CountryCode::parse("SY"))
            .flatten(),
        features: if wanted & 2 == 2 {
            Features::All
        } else {
            Features::WherePeopleFight
        },
        areas: None,
    };
    let text = String::from_utf8_lossy(bytes);
    let mut importer = Importer::new(import_rules(), choice);
    importer.begin();
    let refused = text
        .lines()
        .filter(|line| importer.line(line).is_err())
        .count();
    let (world, tally) = importer.finish("any bytes");
    assert_eq!(
        tally.refused, refused as u64,
        "a row was refused in silence"
    );
    let kept: u64 = tally.kept.values().sum();
    assert_eq!(kept, world.places.len() as u64, "a place was lost");
    let file = world.assemble().expect("what is kept can be stored");
    let gazetteer = Gazetteer::from_bytes(file).expect("what was stored can be read");
    assert_eq!(
        gazetteer.len(),
        world.places.len(),
        "two places have one number"
    );
    for entry in &world.places {
        let found = gazetteer.find(&entry.name);
        assert!(
            found.iter().any(|found| found.place == entry.id),
            "{} is not found by its name",
            entry.id
        );
    }
});
