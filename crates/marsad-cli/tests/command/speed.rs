//! Is a search quick where there are very many claims?
//!
//! A million claims are made up, with words, places, days and people spread as unevenly as they are
//! in reports. It takes minutes, so it is asked for by name:
//! `cargo test --release -p marsad-cli --test command speed -- --ignored --nocapture`.
//! With `MARSAD_SPEED_STORE` set to a path, the store is kept there for the next time.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rusqlite::{Connection, params};

use super::{folder, run_in};

const DOCUMENTS: u64 = 500_000;
const CLAIMS_EACH: i64 = 2;
const WORDS_EACH: usize = 40;

/// The longest that a search may take.
const BAR: Duration = Duration::from_millis(100);

/// Numbers without a pattern, the same ones every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    /// A number below `end` of which small ones are far more frequent, as with words and names.
    fn uneven(&mut self, end: u64) -> u64 {
        let fine = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((end as f64 + 1.0).powf(fine) - 1.0) as u64
    }
}

const LINE: &str = r#"{"v":1,"document":{"id":"x","source":null,"published":null,"report_day":{"day":null,"status":"unsaid","reason":null},"title":null,"url":null,"language":null},"sentences":[],"places":[],"times":[],"actors":[],"voices":[],"claims":[CLAIM,CLAIM],"doubts":[]}"#;
const CLAIM: &str = r#"{"id":"x#1","action":"attack","plover":{"event":null},"modality":"asserted","span":[0,1],"actors":[],"targets":[],"place":[],"when":null,"voices":[],"certainty":{"grade":"stated"}}"#;

fn fill(path: &Path) {
    let parent = path.parent().unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    assert_eq!(
        run_in(
            parent,
            &["ingest", "--store", name, "-"],
            b"Troops shelled Bakhmut."
        )
        .code,
        0
    );
    let mut connection = Connection::open(path).unwrap();
    connection
        .pragma_update(None, "synchronous", "off")
        .unwrap();
    connection
        .pragma_update(None, "cache_size", -400_000)
        .unwrap();
    let all = connection.transaction().unwrap();
    let packed = zstd::bulk::compress(LINE.replace("CLAIM", CLAIM).as_bytes(), 3).unwrap();
    for number in 0..5_000 {
        all.execute(
            "INSERT INTO voices VALUES (?1, ?2, ?3, 'Voice ' || ?1, ' voice ' || ?1 || ' ')",
            params![
                number + 100,
                format!("x.{number}"),
                ["official", "monitor", "agency"][number % 3]
            ],
        )
        .unwrap();
    }
    let mut numbers = Numbers(7);
    let grades = [
        "stated",
        "stated",
        "stated",
        "alleged",
        "alleged",
        "supposed",
        "unverified",
        "verified",
    ];
    let sql = |sql| all.prepare(sql).unwrap();
    let mut document = sql(
        "INSERT INTO documents VALUES (?1, printf('%016x', ?1), NULL, NULL, NULL, NULL, NULL, NULL, ?2)",
    );
    let mut words = sql("INSERT INTO documents_words (rowid, text) VALUES (?, ?)");
    let mut reading = sql("INSERT INTO readings VALUES (?, 1, '1', 0, ?)");
    let mut claim = sql(
        "INSERT INTO claims VALUES (?1, ?2, 'x#1', ?3, ?4, 'asserted', ?5, ?6, date(?7, 'unixepoch'), date(?8, 'unixepoch'), ?9, ?10, 5.0, 'a clause of some ten words that tells what was done')",
    );
    let mut point = sql("INSERT INTO claim_points VALUES (?1, ?2, ?2, ?3, ?3)");
    let mut days = sql("INSERT INTO claim_days VALUES (?, ?, ?)");
    let mut actor = sql(
        "INSERT OR IGNORE INTO claim_actors SELECT number, ?2, ?3, action, day_from FROM claims WHERE number = ?1",
    );
    let mut voice = sql(
        "INSERT OR IGNORE INTO claim_voices SELECT number, ?2, day_from FROM claims WHERE number = ?1",
    );
    for number in 10..DOCUMENTS as i64 + 10 {
        let text: Vec<String> = (0..WORDS_EACH)
            .map(|_| format!("word{}", numbers.uneven(100_000)))
            .collect();
        let text = text.join(" ");
        document.execute(params![number, text]).unwrap();
        words.execute(params![number, text]).unwrap();
        reading.execute(params![number, packed]).unwrap();
        for at in 0..CLAIMS_EACH {
            let claim_number = number * (1 << 20) + at;
            let first = 15_000 + numbers.below(5_000) as i64;
            let last = first + numbers.below(4) as i64;
            let near = numbers.uneven(1_000) as f64;
            let (lon, lat) = (
                30.0 + near.sin() * 15.0 + numbers.below(100) as f64 / 400.0,
                30.0 + near.cos() * 15.0,
            );
            claim
                .execute(params![
                    claim_number,
                    number,
                    format!("action{}", numbers.uneven(100)),
                    format!("TYPE{}", numbers.uneven(15)),
                    grades[numbers.below(8) as usize],
                    numbers.below(2),
                    first * 86_400,
                    last * 86_400,
                    lon,
                    lat,
                ])
                .unwrap();
            point.execute(params![claim_number, lon, lat]).unwrap();
            days.execute(params![claim_number, first, last]).unwrap();
            actor
                .execute(params![
                    claim_number,
                    "actor",
                    format!("a.{}", numbers.uneven(900))
                ])
                .unwrap();
            actor
                .execute(params![
                    claim_number,
                    "target",
                    format!("a.{}", numbers.uneven(900))
                ])
                .unwrap();
            for _ in 0..2 {
                voice
                    .execute(params![claim_number, 100 + numbers.uneven(5_000)])
                    .unwrap();
            }
        }
    }
    drop((document, words, reading, claim, point, days, actor, voice));
    all.commit().unwrap();
}

#[test]
#[ignore = "it makes up a million claims first, which takes minutes"]
fn a_search_among_a_million_claims_is_quick() {
    let made = folder(&[]);
    let path = std::env::var_os("MARSAD_SPEED_STORE")
        .map_or_else(|| made.path().join("war.db"), PathBuf::from);
    if !path.exists() {
        let begun = Instant::now();
        fill(&path);
        println!("made a store in {:.0?}", begun.elapsed());
    }
    let mut slow = Vec::new();
    for search in [
        "",
        "word0",
        "word90000",
        "word0 word1 word2",
        "word50*",
        "--near 45.0,30.0 --radius 30",
        "--near 45.0,30.0 --radius 1000",
        "--near 45.0,30.0 --radius 10 --from 2015-01-01 --to 2015-12-31",
        "--from 2015-03-01 --to 2015-03-03",
        "--from 2012-01-01 --to 2012-12-31",
        "--to 2011-06-01",
        "--actor a.0",
        "--actor a.0 --target a.1 --to 2012-01-01",
        "--actor a.700",
        "--actor a.3 --near 45.0,30.0 --radius 300",
        "--action action0 --grade verified",
        "--action action90",
        "--action TYPE3 --grade alleged --from 2016-01-01",
        "--voice official",
        "--voice x.0",
        "--voice 4000 word7",
        "--grade stated word0 --near 45.0,30.0 --radius 2000",
        "--action action1 --actor a.1 --voice x.1 --grade verified --from 2013-01-01 --to 2017-01-01 word3",
    ] {
        let store = path.to_str().unwrap();
        let arguments: Vec<&str> = ["search", "--store", store, "--format", "csv"]
            .into_iter()
            .chain(search.split_whitespace())
            .collect();
        let mut found = 0;
        // The quickest of several tells of the search, the others of what else the machine does.
        let quickest = (0..7).map(|_| {
            let begun = Instant::now();
            let answer = run_in(Path::new("."), &arguments, b"");
            let took = begun.elapsed();
            assert_eq!(answer.code, 0, "{}", answer.err);
            found = answer.out.lines().count() - 1;
            took
        });
        let quickest = quickest.min().unwrap_or_default();
        println!("{quickest:>8.1?} {found:>3} found  {search}");
        if quickest > BAR {
            slow.push(search);
        }
    }
    assert_eq!(slow, [""; 0], "these took longer than {BAR:?}");
}
