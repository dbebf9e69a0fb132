//! How fast is the pipeline on this machine?
//!
//!     cargo run --release -p marsad-syntax --example speed -- MODEL TEXTS [THREADS]
//!
//! In: a model file, and texts one a line or as JSONL objects with a `text`.
//! Out: one line of JSON with the number of tokens and, for a first pass with an
//! empty memory and for the best of two more, the seconds it took.
//! `eval/syntax/speed.py` sets it beside spaCy.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use marsad_syntax::Pipeline;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let model = arguments.next().ok_or("which model file?")?;
    let path = arguments.next().ok_or("which texts?")?;
    let threads = arguments.next().map_or(Ok(1), |threads| threads.parse())?;

    let bytes: &'static [u8] = std::fs::read(model)?.leak();
    let start = Instant::now();
    let pipeline = Pipeline::load(bytes)?;
    let load = start.elapsed().as_secs_f64();
    let texts: Vec<String> = std::fs::read_to_string(path)?
        .split_terminator('\n')
        .map(
            |line| match serde_json::from_str::<serde_json::Value>(line) {
                Ok(value) => value["text"].as_str().unwrap_or(line).to_owned(),
                Err(_) => line.to_owned(),
            },
        )
        .collect();

    let (tokens, first) = pass(&pipeline, &texts, threads);
    let again = (0..2)
        .map(|_| pass(&pipeline, &texts, threads).1)
        .fold(f64::MAX, f64::min);
    println!(
        "{}",
        serde_json::json!({
            "tokens": tokens, "threads": threads, "load": load, "first": first, "again": again
        })
    );
    Ok(())
}

/// Parses all texts and gives the number of tokens and the seconds it took.
fn pass(pipeline: &Pipeline, texts: &[String], threads: usize) -> (usize, f64) {
    let start = Instant::now();
    let next = AtomicUsize::new(0);
    let count = || {
        let mut tokens = 0;
        while let Some(text) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
            tokens += pipeline.parse(text).tokens.len();
        }
        tokens
    };
    let tokens = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(count)).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().expect("no text makes it panic"))
            .sum()
    });
    (tokens, start.elapsed().as_secs_f64())
}
