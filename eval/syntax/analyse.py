"""Writes down what spaCy says about some texts, one token a line.

In: a trained pipeline (a directory or an installed package) and texts, either a text
file with one text a line or a JSONL file whose objects have a `text`. Out: for each
text a line `# text = ` with the text as JSON, then the table that `Doc::table` of
marsad-syntax describes, then an empty line. Needs spaCy 3.8; nothing of marsad.

    python eval/syntax/analyse.py en_core_web_sm eval/syntax/sentences.txt eval/syntax/golden.tsv
"""

import argparse
import json
from itertools import islice
from pathlib import Path

import spacy

ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def texts(path):
    """The texts of a file in order."""
    with open(path, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            if path.suffix == ".jsonl":
                yield json.loads(line)["text"]
            elif line.strip():
                yield line.rstrip("\n")


def table(doc):
    """The lines of one document."""
    for token in doc:
        words = [token.text, token.norm_, token.tag_, token.pos_, str(token.morph), token.lemma_]
        entity = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "-"
        start = "S" if token.is_sent_start else "-"
        fields = [word.translate(ESCAPES) for word in words]
        yield "\t".join([*fields, str(token.head.i), token.dep_, start, entity])


def main():
    """Reads the arguments and writes the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pipeline", help="a trained pipeline of spaCy 3.8")
    parser.add_argument("texts", type=Path, help="one text a line, or JSONL")
    parser.add_argument("out", type=Path, help="the file to write")
    parser.add_argument("--limit", type=int, help="read only so many texts")
    arguments = parser.parse_args()

    nlp = spacy.load(arguments.pipeline)
    with open(arguments.out, "w", encoding="utf-8", newline="\n") as out:
        name = f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
        out.write(f"# What spaCy {spacy.__version__} with {name} says about {arguments.texts.name},\n")
        out.write("# written down by eval/syntax/analyse.py. One token a line:\n")
        out.write("# form norm tag pos morph lemma head dep sentence-start entity\n\n")
        for doc in nlp.pipe(islice(texts(arguments.texts), arguments.limit)):
            out.write(f"# text = {json.dumps(doc.text, ensure_ascii=False)}\n")
            out.writelines(line + "\n" for line in table(doc))
            out.write("\n")


if __name__ == "__main__":
    main()
