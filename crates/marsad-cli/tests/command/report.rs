//! Is a situation report cited, safe and whole by itself?

use std::{collections::BTreeSet, fs};

use super::{folder, run, run_in};

fn mayadin(format: &str) -> String {
    let found = run(&[
        "report",
        "mayadin.jsonl",
        "--area",
        "al-Mayadin",
        "--at",
        "2017-10-17",
        "--format",
        format,
    ]);
    assert_eq!(found.code, 0, "{}", found.err);
    found.out
}

#[test]
fn what_happened_is_told_with_its_sources() {
    let text = mayadin("markdown");
    for words in [
        "# Al Mayādīn and 25 km around",
        "Al Mayādīn on 17 October 2017: held by the Syrian government of Bashar al-Assad and its allies, since 14 October 2017",
        "### 9 to 15 October 2017",
        "The Syrian Arab Army captured al-Mayadin, according to a Syrian military source",
        "in its own interest. Claimed, not confirmed.",
        "Denied by the Russian Defence Ministry",
        "“The Syrian army captured al-Mayadin on Saturday”",
        "*Army frees al-Mayadin*",
    ] {
        assert!(text.contains(words), "{words}:\n{text}");
    }
}

#[test]
fn every_number_of_a_source_leads_to_one_and_every_source_is_used() {
    let page = mayadin("html");
    let after = |mark: &str| -> BTreeSet<u32> {
        let parts = page.split(mark).skip(1);
        parts
            .map(|part| {
                let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
                digits.parse().unwrap()
            })
            .collect()
    };
    let (cited, given) = (after("href=\"#source-"), after("id=\"source-"));
    assert!(given.len() > 10, "{given:?}");
    assert!(cited.is_subset(&given), "{cited:?} {given:?}");
    assert_eq!(
        given.iter().copied().collect::<Vec<_>>(),
        (1..=given.len() as u32).collect::<Vec<_>>()
    );
}

#[test]
fn the_page_needs_nothing_but_itself() {
    let page = mayadin("html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    for outside in ["<script", "src=", "@import", "url(", "<link", "<iframe"] {
        assert!(!page.contains(outside), "{outside}");
    }
    for inside in [
        "<h1>",
        "<caption>",
        "scope=\"col\"",
        "role=\"img\" aria-label=\"Map of",
        "prefers-color-scheme: dark",
        "@media print",
        "class=\"whisker\"",
        "class=\"p1\"",
    ] {
        assert!(page.contains(inside), "{inside}");
    }
    assert!(!page.contains("{{"), "no blank is left");
}

#[test]
fn nothing_in_a_report_breaks_out_of_the_page() {
    let hostile = r#"{"id":"<x>","source":"<script>alert(1)</script>","title":"<img src=x onerror=alert(2)> | # *x*","url":"javascript:alert(3)","published":"2017-10-02","text":"Air strikes killed seven <b>civilians</b> in al-Mayadin on Sunday, a \"doctor\" [x](javascript:alert(4)) said."}"#;
    let folder = folder(&[("hostile.jsonl", hostile.as_bytes())]);
    let all = |format: &str| {
        let found = run_in(
            folder.path(),
            &[
                "report",
                "hostile.jsonl",
                "--area",
                "al-Mayadin",
                "--format",
                format,
            ],
            b"",
        );
        assert_eq!(found.code, 0, "{}", found.err);
        found.out
    };
    let page = all("html");
    assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
    for open in ["<script", "<img", "<b>civ", "href=\"javascript"] {
        assert!(!page.contains(open), "{open}");
    }
    let text = all("markdown");
    assert!(
        text.contains("\\<script\\>") && !text.contains("](javascript"),
        "{text}"
    );
}

#[test]
fn a_report_goes_into_a_file_in_the_form_of_its_name() {
    let folder = folder(&[]);
    let path = folder.path().join("town.html");
    let to = |path: &str, more: &[&str]| {
        let mut arguments = vec![
            "report",
            "mayadin.jsonl",
            "--area",
            "al-Mayadin",
            "--at",
            "2017-10-17",
            "--out",
            path,
        ];
        arguments.extend(more);
        run(&arguments)
    };
    let path = path.to_str().unwrap();
    let found = to(path, &[]);
    assert_eq!((found.code, found.out.as_str()), (0, ""), "{}", found.err);
    assert_eq!(fs::read_to_string(path).unwrap(), mayadin("html"));
    fs::write(path, "mine").unwrap();
    let again = to(path, &[]);
    assert_eq!(again.code, 2, "{}", again.err);
    assert!(again.err.contains("--force"), "{}", again.err);
    assert_eq!(fs::read_to_string(path).unwrap(), "mine");
    assert_eq!(to(path, &["--force"]).code, 0);
    assert_eq!(fs::read_to_string(path).unwrap(), mayadin("html"));
    let lost = to("no/such/folder.html", &[]);
    assert_eq!(lost.code, 2, "{}", lost.err);
    assert!(lost.err.contains("no such folder"), "{}", lost.err);
}

#[test]
fn where_nothing_is_told_the_report_says_so() {
    let found = run(&["report", "mayadin.jsonl", "--area", "Reykjavik"]);
    assert_eq!(found.code, 0, "{}", found.err);
    for words in [
        "No report that was given tells of an incident here",
        "Who holds what is unknown",
    ] {
        assert!(found.out.contains(words), "{words}: {}", found.out);
    }
}
