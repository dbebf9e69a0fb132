//! Is a store served whole, in the forms that others ask for, and to nobody's harm?

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use super::{folder, run_in, server::Server};

fn events_of(folder: &Path) -> usize {
    run_in(
        folder,
        &["events", "--store", "war.db", "--format", "jsonl", "--all"],
        b"",
    )
    .out
    .lines()
    .count()
}

#[test]
fn features_come_page_by_page_and_each_once() {
    let server = Server::of_examples();
    let landing = server.get("/api").json();
    assert!(
        landing["links"]
            .as_array()
            .unwrap()
            .iter()
            .any(|link| link["rel"] == "data")
    );
    let collections = server.get("/api/collections").json();
    assert_eq!(collections["collections"][0]["id"], "events");
    let (mut path, mut ids) = (
        "/api/collections/events/items?all=true&limit=40".to_owned(),
        Vec::new(),
    );
    let mut pages = 0;
    let matched = loop {
        let page = server.get(&path);
        assert_eq!(page.has("content-type"), Some("application/geo+json"));
        let page = page.json();
        pages += 1;
        let features = page["features"].as_array().unwrap();
        assert_eq!(page["numberReturned"], features.len());
        ids.extend(
            features
                .iter()
                .map(|feature| feature["id"].as_str().unwrap().to_owned()),
        );
        let links = page["links"].as_array().unwrap();
        match links.iter().find(|link| link["rel"] == "next") {
            None => break page["numberMatched"].as_u64().unwrap() as usize,
            Some(next) => {
                let next = next["href"].as_str().unwrap();
                path = next
                    .split_once(&server.address.to_string())
                    .unwrap()
                    .1
                    .to_owned();
            }
        }
    };
    assert!(pages > 2);
    assert_eq!(ids.len(), matched);
    assert_eq!(matched, events_of(server.folder.path()));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), matched, "each event once");
    let one = server
        .get(&format!("/api/collections/events/items/{}", ids[0]))
        .json();
    assert_eq!(one["id"], ids[0]);
    assert_eq!(server.get("/api/collections/tanks").status, 404);
}

#[test]
fn filters_hold_and_the_map_the_list_and_the_timeline_agree() {
    let server = Server::of_examples();
    let all = server.get("/api/list?limit=1").json()["matched"]
        .as_u64()
        .unwrap();
    let matched = |query: &str| server.get(&format!("/api/list?limit=1000&{query}")).json();
    let here = matched("bbox=38,34,42,36.5&datetime=2017-10-01/2017-10-31");
    let few = here["matched"].as_u64().unwrap();
    assert!(few > 3 && few < all, "{few} of {all}");
    for event in here["events"].as_array().unwrap() {
        let (lon, lat) = (
            event["point"]["lon"].as_f64().unwrap(),
            event["point"]["lat"].as_f64().unwrap(),
        );
        assert!(
            (38.0..=42.0).contains(&lon) && (34.0..=36.5).contains(&lat),
            "{event}"
        );
        assert!(
            event["to"].as_str().unwrap() >= "2017-10-01"
                && event["from"].as_str().unwrap() <= "2017-10-31"
        );
    }
    for query in [
        "grade=fair,confirmed",
        "family=strikes",
        "actor=Rapid%20Support%20Forces",
        "q=hospital",
        "killed=10",
        "disputed=true",
    ] {
        let own = matched(query)["matched"].as_u64().unwrap();
        assert!(own > 0 && own < all, "{query}: {own} of {all}");
        let timeline = server.get(&format!("/api/timeline?{query}")).json();
        let bins = timeline["bins"].as_array().unwrap();
        let dated: u64 = bins.iter().map(|bin| bin["events"].as_u64().unwrap()).sum();
        assert_eq!(
            dated + timeline["undated"].as_u64().unwrap() + timeline["outside"].as_u64().unwrap(),
            own,
            "{query}"
        );
        let map = server.get(&format!("/api/map?zoom=6&{query}")).json();
        let marks = map["features"].as_array().unwrap();
        let placed: u64 = marks
            .iter()
            .map(|mark| mark["properties"]["events"].as_u64().unwrap())
            .sum();
        assert!(
            placed <= own && map["numberMatched"] == own,
            "{query}: {placed} of {own}"
        );
    }
}

#[test]
fn an_event_comes_with_its_words_by_any_of_its_ids() {
    let server = Server::of_examples();
    let list = server.get("/api/list?q=Zamzam&limit=1").json();
    let id = list["events"][0]["id"].as_str().unwrap();
    let told = server.get(&format!("/api/events/{id}")).json();
    let claims = told["event"]["claims"].as_array().unwrap();
    let words = told["words"].as_array().unwrap();
    assert_eq!(claims.len(), words.len());
    assert!(
        words
            .iter()
            .all(|words| !words["parts"][2].as_str().unwrap().is_empty())
    );
    let by_claim = claims[0]["claim"].as_str().unwrap().replace('#', "%23");
    assert_eq!(
        server.get(&format!("/api/events/{by_claim}")).json()["event"]["id"],
        id
    );
    assert_eq!(server.get("/api/events/nothing@7").status, 404);
}

#[test]
fn what_makes_no_sense_is_told_as_a_problem() {
    let server = Server::of_examples();
    for (query, about) in [
        ("bbox=1,2,3", "bbox"),
        ("bbox=0,50,10,40", "bbox"),
        ("datetime=yesterday", "datetime"),
        ("datetime=2020-02-01/2020-01-01", "datetime"),
        ("grade=good", "grade"),
        ("family=tanks", "family"),
        ("action=tanks", "action"),
        ("actor=Nobody%20At%20All", "actor"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=x", "limit"),
        ("tanks=1", "tanks"),
        ("q=%22%22", "word"),
    ] {
        let answer = server.get(&format!("/api/list?{query}"));
        assert_eq!(answer.status, 400, "{query}");
        assert_eq!(
            answer.has("content-type"),
            Some("application/problem+json"),
            "{query}"
        );
        let problem = answer.json();
        let told = format!("{} {}", problem["detail"], problem["parameter"]);
        assert!(told.contains(about), "{query}: {told}");
    }
    // What an answer does not go by is not passed over.
    for path in [
        "/api/list?zoom=3",
        "/api/map?limit=3",
        "/api/timeline?offset=3",
        "/api/labels?family=strikes",
    ] {
        assert_eq!(server.get(path).status, 400, "{path}");
    }
    let long = "a".repeat(5000);
    assert_eq!(server.get(&format!("/api/list?q={long}")).status, 414);
}

#[test]
fn every_answer_keeps_a_browser_safe_and_no_path_leads_to_a_file() {
    let server = Server::of_examples();
    for path in [
        "/",
        "/page/main.mjs",
        "/api",
        "/api/list",
        "/api/docs",
        "/nothing",
        "/api/list?limit=0",
        &format!("/api/list?q={}", "a".repeat(5000)),
    ] {
        let answer = server.get(path);
        let policy = answer.has("content-security-policy").unwrap_or_default();
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{path}: {policy}"
        );
        assert_eq!(
            answer.has("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        assert!(
            answer.has("access-control-allow-origin").is_none(),
            "{path}"
        );
    }
    let page = String::from_utf8(server.get("/").body).unwrap();
    assert!(
        !page.contains("<style")
            && !page.contains("<script>")
            && !page.contains("http:")
            && !page.contains("https:")
    );
    for path in [
        "/page/..%2f..%2fwar.db",
        "/page/../war.db",
        "/page/%2e%2e/war.db",
        "/basemap/../war.db",
        "/page/Cargo.toml",
        "/war.db",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    let asked = format!(
        "POST /api/list HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{{}}",
        server.address
    );
    let posted = server.send(asked.as_bytes());
    assert!(posted.starts_with(b"HTTP/1.1 405"), "nothing can be posted");
}

#[test]
fn a_name_that_was_made_to_lead_here_leads_nowhere() {
    let server = Server::of_examples();
    let asked_as = |host: &str| {
        let asked = format!("GET /api/list HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let came = server.send(asked.as_bytes());
        String::from_utf8(came[9..12].to_vec()).unwrap()
    };
    let port = server.address.port();
    for own in [
        format!("127.0.0.1:{port}"),
        format!("localhost:{port}"),
        format!("[::1]:{port}"),
    ] {
        assert_eq!(asked_as(&own), "200", "{own}");
    }
    for other in [
        format!("evil.example:{port}"),
        "127.0.0.1.evil.example".into(),
        String::new(),
    ] {
        assert_eq!(asked_as(&other), "421", "{other}");
    }
}

#[test]
fn what_a_browser_has_is_not_sent_again() {
    let server = Server::of_examples();
    for path in ["/", "/api/map?zoom=3", "/page/maplibre-gl.mjs"] {
        let first = server.get(path);
        let tag = first.has("etag").expect("a tag");
        let again = server.get_with(path, &format!("If-None-Match: {tag}\r\n"));
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
    }
    let packed = server.get_with("/page/maplibre-gl.mjs", "Accept-Encoding: gzip\r\n");
    assert_eq!(packed.has("content-encoding"), Some("gzip"));
    assert!(packed.body.len() < 400_000);
    let map = server.get_with("/basemap/land.geojson", "Accept-Encoding: gzip\r\n");
    assert_eq!((map.status, &map.body[..2]), (200, &[0x1f, 0x8b][..]));
}

#[test]
fn all_that_a_page_loads_at_first_is_three_megabytes_at_most() {
    let server = Server::of_examples();
    let parts = [
        "/",
        "/page/page.css",
        "/page/main.mjs",
        "/page/api.mjs",
        "/page/map.mjs",
        "/page/timeline.mjs",
        "/page/panel.mjs",
        "/page/words.mjs",
        "/page/icon.svg",
        "/page/maplibre-gl.mjs",
        "/page/maplibre-gl-worker.mjs",
        "/page/maplibre-gl.css",
        "/basemap/land.geojson",
        "/basemap/lakes.geojson",
        "/basemap/rivers.geojson",
        "/basemap/borders.geojson",
        "/basemap/provinces.geojson",
    ];
    let size: usize = parts
        .iter()
        .map(|part| {
            let answer = server.get_with(part, "Accept-Encoding: gzip\r\n");
            assert_eq!(answer.status, 200, "{part}");
            answer.body.len()
        })
        .sum();
    assert!(size < 3_000_000, "{size} bytes");
}

#[test]
fn slow_broken_and_many_clients_leave_it_serving() {
    let server = Server::of_examples();
    // Two hundred that say nothing, or half of something.
    let idle: Vec<TcpStream> = (0..200)
        .map(|at| {
            let mut stream = server.connect();
            if at % 2 == 0 {
                stream.write_all(b"GET /api HTTP/1.1\r\nHo").unwrap();
            }
            stream
        })
        .collect();
    for broken in [
        &b"\x00\xff\x00\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /%zz%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ] {
        let came = server.send(broken);
        assert!(
            came.is_empty() || came.starts_with(b"HTTP/1.1 4"),
            "{:?}",
            String::from_utf8_lossy(&came)
        );
    }
    let begun = Instant::now();
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                for _ in 0..8 {
                    assert_eq!(server.get("/api/map?zoom=4").status, 200);
                }
            });
        }
    });
    assert!(begun.elapsed() < Duration::from_secs(20));
    drop(idle);
}

#[test]
fn whoever_asks_without_end_is_told_to_wait() {
    let server = Server::of_examples();
    let mut stream = server.connect();
    let one = format!(
        "GET /page/icon.svg HTTP/1.1\r\nHost: {}\r\n\r\n",
        server.address
    );
    let last = one.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    let asked = one.repeat(6000) + &last;
    let mut came = String::new();
    thread::scope(|scope| {
        let mut writing = stream.try_clone().unwrap();
        // Whoever is refused may be cut off.
        scope.spawn(move || writing.write_all(asked.as_bytes()));
        let _end = stream.read_to_string(&mut came);
    });
    assert!(came.matches("HTTP/1.1 200").count() >= 1000);
    assert!(came.contains("HTTP/1.1 429") && came.to_lowercase().contains("retry-after: 1"));
    thread::sleep(Duration::from_secs(2));
    assert_eq!(server.get("/api").status, 200);
}

#[test]
fn hostile_reports_stay_text() {
    let script = "</script><script>alert(1)</script>";
    let text = format!(
        "Troops shelled {script} Bakhmut on Friday, killing 5 people, the \u{202e}army said. {}",
        "x".repeat(200_000)
    );
    let line = serde_json::json!({ "id": script, "source": script, "title": script, "url": "javascript:alert(1)", "published": "2023-05-05", "text": text });
    let server = Server::of(&[("hostile.jsonl", format!("{line}\n").as_bytes())]);
    let list = server.get("/api/list?all=true").json();
    let id = list["events"][0]["id"].as_str().expect("an event");
    let event = server.get(&format!("/api/events/{id}"));
    assert_eq!(event.has("content-type"), Some("application/json"));
    assert!(
        event.body.len() < 100_000,
        "a claim is quoted, not its whole report"
    );
    let docs = String::from_utf8(server.get("/api/docs").body).unwrap();
    assert!(!docs.contains("<script"));
}

#[test]
fn what_is_ingested_meanwhile_shows() {
    let line = |number: u32| {
        format!(
            "{}\n",
            serde_json::json!({ "id": number.to_string(), "source": "Dnipro Courier", "published": "2023-05-05", "text": format!("Troops shelled the town of Bakhmut with {number} shells on Friday, killing a medic.") })
        )
    };
    let server = Server::of(&[("one.jsonl", line(1).as_bytes())]);
    let before = server.get("/api/about").json()["documents"].clone();
    assert_eq!(before, 1);
    let tag = server.get("/api/list").has("etag").unwrap().to_owned();
    let folder = server.folder.path();
    let more = run_in(
        folder,
        &["ingest", "--store", "war.db", "-"],
        "Rebels captured the town of Kupiansk on Monday, officials said.".as_bytes(),
    );
    assert_eq!(more.code, 0, "{}", more.err);
    let until = Instant::now() + Duration::from_secs(20);
    while server.get("/api/list?all=true").json()["matched"].as_u64() < Some(2) {
        assert!(Instant::now() < until, "it never shows");
        thread::sleep(Duration::from_millis(200));
    }
    assert_ne!(server.get("/api/list").has("etag"), Some(tag.as_str()));
}

#[test]
fn a_store_or_an_address_that_cannot_be_used_is_told() {
    let folder = folder(&[("no.db", b"this is no store")]);
    for store in ["no.db", "none.db"] {
        let told = run_in(
            folder.path(),
            &["serve", "--store", store, "--listen", "127.0.0.1:0"],
            b"",
        );
        assert_eq!(told.code, 2, "{}", told.err);
        assert!(
            told.err.contains(store) && told.err.contains("help:"),
            "{}",
            told.err
        );
    }
    let server = Server::of_examples();
    let at = server.address.to_string();
    let told = run_in(
        server.folder.path(),
        &["serve", "--store", "war.db", "--listen", &at],
        b"",
    );
    assert_eq!(told.code, 2, "{}", told.err);
    assert!(
        told.err.contains("cannot listen") && told.err.contains("--listen"),
        "{}",
        told.err
    );
}

#[test]
fn map_and_time_add_up_what_a_situation_would() {
    let report = |id: &str, text: &str| {
        let report =
            serde_json::json!({ "id": id, "source": id, "published": "2016-07-08", "text": text });
        format!("{report}\n")
    };
    let told = report(
        "a",
        "A bomb killed seven people at a market in Aleppo on Thursday, doctors said.",
    ) + &report(
        "b",
        "The war has killed more than 250,000 people in Aleppo since 2011, a monitor said.",
    ) + &report(
        "c",
        "Rebels feared that an air strike might have killed 40 people in Azaz on Wednesday.",
    );
    let server = Server::of(&[("war.jsonl", told.as_bytes())]);
    let sum = |path: &str, list: &str, killed: &str, which: usize| -> f64 {
        let told = server.get(path).json();
        let numbers = told[list].as_array().unwrap().iter();
        numbers
            .map(|one| one.pointer(killed).unwrap()[which].as_f64().unwrap())
            .sum()
    };
    // What is only feared counts from nothing to its most, and the sum of a war not at all.
    for (which, dead) in [(0, 7.0), (2, 47.0)] {
        assert_eq!(
            sum("/api/map?zoom=6", "features", "/properties/killed", which),
            dead
        );
        assert_eq!(sum("/api/timeline", "bins", "/killed", which), dead);
    }
    let sums = server.get("/api/list?killed=100000").json();
    assert_eq!(sums["matched"], 1, "the sum is told all the same");
}
