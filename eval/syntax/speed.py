"""Sets the speed of marsad's pipeline, and of the whole way to claims, beside spaCy's, on the same texts in one run.

Both use the same trained pipeline. spaCy reads the texts with `nlp.pipe` in one
process and one thread; marsad-syntax with one thread and with two; `marsad read` with
one thread, its start included. The rounds
alternate, so that a busy machine is unfair to neither; the best round counts.
Needs spaCy 3.8 with en_core_web_sm (or the path of a pipeline) and cargo.

    python eval/syntax/speed.py texts.jsonl --limit 500
"""

import argparse
import json
import os
import subprocess
import tempfile
import time
from itertools import islice
from pathlib import Path

for variable in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"]:
    os.environ[variable] = "1"

import spacy  # noqa: E402  (it reads the variables above)

from analyse import texts  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "data/models/en/en_core_web_sm-3.8.0.marsad"


def main():
    """Reads the arguments, runs the rounds and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path, help="one text a line, or JSONL")
    parser.add_argument("--limit", type=int, default=500, help="read only so many texts")
    parser.add_argument("--pipeline", default="en_core_web_sm", help="spaCy's pipeline")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--program", type=Path, help="the example `speed`, if built already")
    arguments = parser.parse_args()

    program = arguments.program
    if program is None:
        build = ["cargo", "build", "--release", "-p", "marsad-syntax", "--example", "speed"]
        subprocess.run(build, cwd=ROOT, check=True)
        program = ROOT / "target/release/examples/speed"
    build = ["cargo", "build", "--release", "-p", "marsad-cli"]
    subprocess.run(build, cwd=ROOT, check=True)
    marsad = [ROOT / "target/release/marsad", "read", "--threads", "1", "--format", "jsonl"]
    read = list(islice(texts(arguments.texts), arguments.limit))
    nlp = spacy.load(arguments.pipeline)
    list(nlp.pipe(read[:20]))

    times = {}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text}) + "\n" for text in read)
        file.flush()
        for _ in range(arguments.rounds):
            start = time.perf_counter()
            tokens = sum(len(doc) for doc in nlp.pipe(read))
            times.setdefault("spaCy, 1 thread", []).append(time.perf_counter() - start)
            for threads in [1, 2]:
                command = [program, MODEL, file.name, str(threads)]
                answer = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
                assert answer["tokens"] == tokens, "both must cut the texts alike"
                name = f"marsad-syntax, {threads} thread{'s' * (threads > 1)}"
                times.setdefault(f"{name}, first pass", []).append(answer["first"])
                times.setdefault(f"{name}, later pass", []).append(answer["again"])

            start = time.perf_counter()
            subprocess.run([*marsad, file.name], check=True, capture_output=True)
            whole = "marsad read, 1 thread, to claims"
            times.setdefault(whole, []).append(time.perf_counter() - start)

    reference = min(times["spaCy, 1 thread"])
    print(f"{len(read)} texts, {tokens} tokens, best of {arguments.rounds} rounds")
    for name, rounds in times.items():
        best = min(rounds)
        print(
            f"{name:36} {tokens / best:9.0f} tokens/s {1e6 * best / tokens:8.2f} µs/token"
            f" {best:7.2f} s {reference / best:7.2f} x"
        )


if __name__ == "__main__":
    main()
