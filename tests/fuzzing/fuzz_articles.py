"""Coverage-guided fuzzing of readers, signals, verdict and writers: ``make fuzz``.

Run as a script it takes libFuzzer's options: ``fuzz_articles.py -max_total_time=600 CORPUS``. What
is found is printed and kept as ``crash-*``; it becomes a case in tests/test_properties.py.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["detector"]):
    from detector.article import Article, Unreadable
    from detector.detector import Detector
    from detector.readers import Source, read_source
    from detector.readers.source import KIND_OF_SUFFIX, FileKind
    from detector.runs.scoring import score_items
    from detector.verdict import Row
    from detector.writers.csv_file import csv_writer
    from detector.writers.jsonl import json_lines
    from detector.writers.line_writer import LineWriter
    from detector.writers.review_rows import rank

KINDS_TRIED: tuple[FileKind, ...] = tuple(sorted({*KIND_OF_SUFFIX.values(), "unnamed"}))
DETECTOR = Detector(wording=True)


def check(data: bytes) -> None:
    """Read bytes as one kind of file, judge what they hold, write the rows, check what is cited."""
    provider = atheris.FuzzedDataProvider(data)
    kind = KINDS_TRIED[provider.ConsumeIntInRange(0, len(KINDS_TRIED) - 1)]
    if provider.ConsumeBool():
        items: list[Article | Unreadable] = [Article(provider.ConsumeUnicode(4000))]
    else:
        rest = provider.ConsumeBytes(4000)
        items = list(read_source(Source("-", "fuzzed", kind), io.BytesIO(rest)))
    rows = rank(score_items(items, DETECTOR))
    assert len(rows) == len(items)
    texts = {item.id: item.text for item in items if isinstance(item, Article)}
    for row in rows:
        assert "could not be judged" not in row.error, row.error
        for mark in row.evidence:
            assert 0 <= mark.start < mark.end
            if len(texts) == len(items):
                assert texts[row.id][mark.start : mark.end] == mark.text
    write(rows)


def write(rows: list[Row]) -> None:
    """Write rows as CSV and JSON Lines: a line each, and the header."""
    table, lines = io.BytesIO(), io.BytesIO()
    for writer in (csv_writer(table, plain=True), LineWriter(lines, json_lines)):
        for row in rows:
            writer.write(row)
        writer.finish()
    assert table.getvalue().count(b"\n") == len(rows) + 1
    assert lines.getvalue().count(b"\n") == len(rows)


def seeds(folder: Path, samples: Path) -> None:
    """Begin with the sample articles and with every example of the catalogue."""
    from detector.signals.catalogue import CATALOGUE

    folder.mkdir(parents=True, exist_ok=True)
    for path in samples.iterdir():
        (folder / path.name).write_bytes(b"\0\0" + path.read_bytes()[:3000])
    for signal in CATALOGUE:
        (folder / signal.name).write_bytes(json.dumps({"text": signal.example}).encode() + b"\0\0")


if __name__ == "__main__":
    corpus = next((Path(part) for part in sys.argv[1:] if not part.startswith("-")), None)
    if corpus is not None:
        seeds(corpus, Path(__file__).parents[2] / "datasets" / "samples")
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()
