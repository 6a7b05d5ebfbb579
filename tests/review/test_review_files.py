"""Review files come back whole, whatever a spreadsheet did to them since."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from detector.readers.row_files import RowFileError, is_review
from detector.readers.rows import read_rows
from detector.review.text_recovery import text_starts_with
from detector.verdict import Row
from detector.writers import COLUMNS, open_writer
from detector.writers.records import from_record, to_record

ROW = {
    "rank": 1,
    "decision": "review",
    "score": 0.8765,
    "translation": 0.87,
    "spin": 0.1,
    "synthetic": 0.02,
    "debris": 1.5,
    "why": "Machine translation: a mask.",
    "reasons": ["number_slot", "glued_stop"],
    "evidence": [
        {"signal": "number_slot", "cause": "translation", "start": 4, "end": 9, "text": "XNUMX"},
        {
            "signal": "glued_stop",
            "cause": "scrape",
            "start": 20,
            "end": 40,
            "text": "port.The\nquay",
        },
    ],
    "figures_suspect": [{"start": 2, "end": 30, "text": "XNUMX tons."}],
    "published": "2026-03-05T08:00:00Z",
    "url": "https://news.example/a?b=1",
    "title": "=Zürich – “Kraków”",
    "outlet": "Harwick Courier",
    "path": "incoming/a.txt",
    "id": "0012",
    "words": 320,
    "language": "en",
    "story": "",
    "copy_of": "",
    "model": "m",
    "version": "0",
    "error": "",
}
ROW = to_record(Row()) | ROW
FILLED = {"reviewer_decision": "pass", "reviewer_cause": "", "reviewer_note": "=1; “fine”, ok"}


def written(tmp_path, name, row=ROW):
    path = tmp_path / name
    with open_writer(str(path)) as writer:
        writer.write(from_record(row))
    return path


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.jsonl", "a.jsonl.gz", "a.parquet"])
def test_what_was_written_is_read(tmp_path, name):
    path = written(tmp_path, name, ROW | FILLED)
    assert is_review(path)
    row = to_record(*read_rows(path))
    if ".csv" in name:
        row["evidence"][1] |= {"text": "port.The\nquay", "cause": "scrape"}
    assert row == ROW | FILLED


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_spreadsheet_may_have_saved_it(tmp_path, delimiter, encoding):
    path = written(tmp_path, "a.csv", ROW | FILLED | {"title": "Zürich – “Krakow”"})
    with path.open(encoding="utf-8-sig", newline="") as stream:
        (cells,) = csv.DictReader(stream)
    # LibreOffice and Excel of half of Europe: decimal commas, columns moved and some taken out.
    cells["score"] = cells["score"].replace(".", ",")
    kept = [name for name in reversed(COLUMNS) if name not in ("debris", "model")]
    told = io.StringIO(newline="")
    writer = csv.DictWriter(told, kept, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerow(cells)
    path.write_bytes(told.getvalue().encode(encoding))
    row = to_record(*read_rows(path))
    assert row["score"] == 0.8765
    assert row["title"] == "Zürich – “Krakow”"
    assert row["id"] == "0012"
    assert {name: row[name] for name in FILLED} == FILLED
    assert row["debris"] == 0.0
    assert row["model"] == ""


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", "title,text\na,b\n", "lacks the column decision, id, score"),
        ("a.csv", "", "is empty"),
        ("a.jsonl", '{"id": 1\n', "line 1"),
        ("a.parquet", "no parquet", "not a Parquet file"),
    ],
)
def test_other_files_are_refused_in_words(tmp_path, name, content, says):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    assert not is_review(path)
    with pytest.raises(ValueError, match=says):
        read_rows(path)


def test_a_file_of_articles_is_no_review_file(tmp_path):
    path = tmp_path / "wire.jsonl"
    path.write_text('{"id": "a", "text": "Rain.", "score": 1, "decision": "x"}\n', "utf-8")
    assert not is_review(path)
    assert not is_review(Path(tmp_path))


@pytest.mark.parametrize(
    ("snippet", "text", "whether"),
    [
        ("XNUMX", "XNUMX tons", True),
        ("port. ¶ The quay", "port.\n\nThe quay was", True),
        ("a long one that was c…", "a long one that was cut there", True),
        ("XNUMX", "4,000 tons", False),
        ("XNUMX", "", False),
    ],
)
def test_a_snippet_is_found_in_the_text(snippet, text, whether):
    assert text_starts_with(snippet, text) is whether


@pytest.mark.parametrize("ending", ["\n", "\n\n", ""])
def test_a_review_file_without_its_rows_is_one_still(tmp_path, ending):
    """An analyst has deleted what was done."""
    path = tmp_path / "done.csv"
    path.write_text(f"\ufeff{';'.join(COLUMNS)}{ending}", "utf-8")
    assert is_review(path)
    with pytest.raises(RowFileError, match="has no rows"):
        read_rows(path)
