"""Do the field's readers open what `marsad export` writes?

In: the program, and reports. Out: a line for each form that pandas, pyarrow or the standard library has read, with its rows and columns.
Ends with an error where a reader refuses a file or finds other columns, types or counts than it should.

    python eval/exports/read.py target/release/marsad examples/el-fasher.jsonl examples/mayadin.jsonl

Needs pandas and pyarrow.
"""

import json
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas
import pyarrow.parquet

FORMS = ["geojson", "csv", "parquet", "geoparquet", "acled", "ged", "plover", "gdelt", "matrix"]


def export(program, reports, form, folder):
    path = Path(folder) / form
    command = [program, "export", *reports, "--format", form, "--out", path, "--no-progress"]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return path


def read(form, path):
    """The file as a table."""
    if form == "geojson":
        features = json.loads(path.read_text())["features"]
        for feature in features:
            point = feature["geometry"]
            own = feature["properties"]
            assert point is None or point["coordinates"] == [own["longitude"], own["latitude"]]
        return pandas.DataFrame([feature["properties"] for feature in features])
    if form == "plover":
        return pandas.read_json(path, lines=True)
    if form == "gdelt":
        return pandas.read_csv(path, sep="\t", header=None)
    if form in ("parquet", "geoparquet"):
        return pandas.read_parquet(path)
    return pandas.read_csv(path)


def check(form, table, path, events):
    if form == "acled":
        assert table.shape[1] == 31
        pandas.to_datetime(table["event_date"], format="%Y-%m-%d")
        assert table["fatalities"].dropna().ge(0).all()
    elif form == "ged":
        assert table.shape[1] == 41
        parts = table[["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]]
        assert (parts.sum(axis=1) == table["best"]).all()
        assert (table["low"] <= table["best"]).all() and (table["best"] <= table["high"]).all()
        assert table["id"].is_unique
    elif form == "gdelt":
        assert table.shape[1] == 61
        pandas.to_datetime(table[1].astype(str), format="%Y%m%d")
    elif form == "plover":
        assert {"id", "date", "actor", "event"} <= set(table.columns)
    elif form == "matrix":
        marks = table[[name for name in table.columns if name.startswith("in_")]]
        assert marks.isin([0, 1]).all(axis=None)
        assert marks.any(axis=1).all() and marks.any(axis=0).all()
    else:
        assert len(table) == events, "every event has a row in our own forms"
    if form == "geoparquet":
        geo = json.loads(pyarrow.parquet.read_metadata(path).metadata[b"geo"])
        assert geo["version"] == "1.1.0" and geo["columns"]["geometry"]["encoding"] == "WKB"
        for point, lon, lat in zip(table["geometry"], table["longitude"], table["latitude"]):
            if point is not None:
                order, kind, x, y = struct.unpack("<BIdd", point)
                assert (order, kind, x, y) == (1, 1, lon, lat)


def main():
    program, *reports = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        events = len(read("csv", export(program, reports, "csv", folder)))
        assert events > 0
        Path(folder, "csv").unlink()
        for form in FORMS:
            path = export(program, reports, form, folder)
            table = read(form, path)
            check(form, table, path, events)
            print(f"{form}: {table.shape[0]} rows, {table.shape[1]} columns")


main()
