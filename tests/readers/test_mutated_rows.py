"""Files of rows that somebody changed: a typed row or a reason in words, and never a traceback."""

from __future__ import annotations

import json
import math
from contextlib import suppress
from random import Random

import pyarrow as pa
import pytest
from pyarrow import parquet

from detector.causes import CAUSE_KEYS, HEADS
from detector.readers.row_files import RowFileError, is_review, records_of
from detector.readers.rows import read_rows
from detector.verdict import DECISION_ORDER, Evidence, Passage, Row
from detector.writers import open_writer
from detector.writers.columns import COLUMNS
from detector.writers.records import to_record

MUTANTS = 400
GOOD = Row(
    rank=1,
    decision="review",
    why="Machine translation: a number mask is left.",
    published="2026-03-05",
    url="https://news.example/silos",
    score=0.9,
    reasons=["number_slot"],
    evidence=[
        Evidence("number_slot", "translation", 4, 9, "XNUMX", "not to be trusted"),
        Evidence("copy_wording", "spin", 20, 26, "hamlet", original="village"),
    ],
    figures_suspect=[Passage(0, 12, "Held XNUMX t")],
    title="Silos are full",
    path="wire.jsonl",
    id="a1",
    words=320,
    out_of_domain=0.25,
    model="m1",
)
ODD = (
    None, True, -1, 0, 7, 2**53 + 2, 2**63, 2**80, -0.5, 1.5, 1e308, math.inf, -math.inf, math.nan,
    "", "x", "inf", "nan", "-1", "1e999", "0,5", "9" * 400, "\x00", "’;;", "a@1-2: “b”", "1-2: “",
    [], [1], [[]], [{}], [None], {}, {"start": "x"}, [{"signal": 3}], ["number_slot"],
    [{"signal": "s", "cause": "none", "start": 0, "end": 1, "text": "t"}],
    [{"signal": "s", "cause": "spin", "start": -1, "end": 1, "text": "t"}],
    [{"signal": "s", "cause": "spin", "start": 0, "end": 2**64, "text": "t"}],
    [{"signal": "s", "cause": "spin", "start": 0.5, "end": 1, "text": "t"}],
    [{"signal": "s", "cause": [], "start": 0, "end": 1, "text": "t"}],
    [{"cause": "spin", "start": 0, "end": 1, "text": "t"}],
    [{"signal": "s", "cause": "spin", "start": 0, "end": 1, "text": "t", "note": 4}],
    [{"start": 0, "end": -1, "text": "t"}], [{"start": 0, "end": 1, "text": []}],
    [{"signal": "s", "cause": "spin", "start": 0, "end": 1, "text": None, "original": 4}],
)  # fmt: skip


def assert_typed(row):
    assert row.decision in DECISION_ORDER
    for number in (row.score, row.out_of_domain, *row.probabilities.values()):
        assert isinstance(number, float) and 0.0 <= number <= 1.0
    assert tuple(row.probabilities) == HEADS
    assert isinstance(row.debris, float) and math.isfinite(row.debris) and row.debris >= 0
    for number in (row.rank, row.words):
        assert type(number) is int and 0 <= number < 2**63
    assert all(isinstance(name, str) and name for name in row.reasons)
    for mark in row.evidence:
        assert mark.signal and mark.cause in CAUSE_KEYS and isinstance(mark.text, str)
        assert 0 <= mark.start < 2**63 and 0 <= mark.end < 2**63
    assert all(isinstance(passage.text, str) for passage in row.figures_suspect)
    for name in (
        "why",
        "url",
        "published",
        "title",
        "outlet",
        "path",
        "id",
        "story",
        "model",
        "error",
        "reviewer_note",
    ):
        assert isinstance(getattr(row, name), str)
    json.dumps(to_record(row), allow_nan=False)


def read_mutant(path):
    """Rows and reasons of a file; a file that is refused says its own name."""
    reasons = []
    try:
        rows = read_rows(path, skipped=reasons.append)
    except ValueError as error:
        assert str(path) in str(error)
        return [], [str(error)]
    for row in rows:
        assert_typed(row)
    assert all(str(path) in reason and ("`" in reason or ", line " in reason) for reason in reasons)
    return rows, reasons


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rows")
    for name in ("a.csv", "a.jsonl", "a.parquet"):
        with open_writer(str(folder / name)) as writer:
            for _ in range(3):
                writer.write(GOOD)
    return folder


def test_fields_of_json_lines(tmp_path):
    random, refused = Random(18), 0
    path = tmp_path / "a.jsonl"
    for name in COLUMNS:
        for value in ODD:
            record = to_record(GOOD) | {name: value}
            other = random.choice(COLUMNS)
            if random.random() < 0.3:
                del record[other]
            lines = [json.dumps(to_record(GOOD)), json.dumps(record)]
            path.write_text("\n".join(lines), "utf-8")
            rows, reasons = read_mutant(path)
            # What is wrong with one line leaves its neighbour.
            assert rows[:1] == [GOOD]
            refused += bool(reasons)
    assert refused > len(ODD)


def test_fields_of_parquet(tmp_path):
    path = tmp_path / "a.parquet"
    tried = 0
    for values in values_by_type(ODD):
        for name in COLUMNS:
            records = [to_record(GOOD) | {name: value} for value in values]
            try:
                parquet.write_table(pa.Table.from_pylist(records), path)
            except pa.ArrowException:
                continue
            rows, reasons = read_mutant(path)
            assert len(rows) + len(reasons) == len(values) or not rows
            tried += len(values)
    assert tried > MUTANTS


def values_by_type(values):
    """The values that a column may hold, those of one type together: a file is a hundred reads."""
    groups = {}
    for value in values:
        with suppress(pa.ArrowException, OverflowError, TypeError):
            groups.setdefault(pa.array([value]).type, []).append(value)
    return groups.values()


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet"])
def test_bytes(originals, tmp_path, name):
    whole = (originals / name).read_bytes()
    path = tmp_path / name
    for seed in range(MUTANTS):
        random = Random(seed)
        data = bytearray(whole)
        for _ in range(random.randint(1, 4)):
            place = random.randrange(len(data))
            match random.randrange(4):
                case 0:
                    data[place] = random.randrange(256)
                case 1:
                    del data[place : place + random.randint(1, 40)]
                case 2:
                    data[place:place] = random.choice([b'"', b",", b"\n", b"\x00", b"]", b"\xff"])
                case 3:
                    data = data[: max(place, 1)]
            data = data or bytearray(b"\n")
        path.write_bytes(data)
        read_mutant(path)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("score", "inf", "`score` is 'inf': a number from 0 to 1"),
        ("score", -1, "`score` is -1"),
        ("words", 2**70, "`words` is"),
        ("rank", 0.5, "`rank` is 0.5: a whole number"),
        ("decision", "maybe", "`decision` is 'maybe': write one of review"),
        ("evidence", [4], "`evidence` holds 4"),
        (
            "evidence",
            [{"start": 0, "end": 1, "text": "t", "cause": "spin"}],
            "`evidence` holds {'start'",
        ),
    ],
)
def test_what_is_wrong_is_told_with_row_field_and_remedy(tmp_path, field, value, says):
    path = tmp_path / "a.jsonl"
    bad = json.dumps(to_record(GOOD) | {field: value})
    path.write_text(f"{json.dumps(to_record(GOOD))}\n{bad}\n", "utf-8")
    reasons = []
    assert read_rows(path, skipped=reasons.append) == [GOOD]
    assert len(reasons) == 1 and f"{path}, row 2: {says}" in reasons[0]
    path.write_text(bad, "utf-8")
    with pytest.raises(RowFileError, match="none of its 1 rows can be read"):
        read_rows(path)


def test_numbers_are_those_that_the_analyst_sees(originals):
    assert [number for number, _ in records_of(originals / "a.csv")] == [2, 3, 4]
    assert [number for number, _ in records_of(originals / "a.jsonl")] == [1, 2, 3]


@pytest.mark.parametrize("broken", ['{"id": "7", "deci', "7", "null", '{"score": }'])
@pytest.mark.parametrize("place", [0, 1])
def test_a_broken_line_leaves_the_others(tmp_path, broken, place):
    lines = [json.dumps(to_record(GOOD))] * 2
    lines.insert(place, broken)
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    reasons: list[str] = []
    assert is_review(path)
    assert read_rows(path, skipped=reasons.append) == [GOOD, GOOD]
    assert len(reasons) == 1 and f"{path}, line {place + 1}: " in reasons[0]
    with pytest.raises(RowFileError, match=f"line {place + 1}: "):
        list(records_of(path))


def test_a_line_that_is_too_long_leaves_the_others(tmp_path, monkeypatch):
    monkeypatch.setenv("DETECTOR_MAX_RECORD_MIB", "1")
    good, path = json.dumps(to_record(GOOD)), tmp_path / "a.jsonl"
    path.write_text("\n".join([good, f'"{"x" * (1 << 20)}"', good]), "utf-8")
    reasons: list[str] = []
    assert read_rows(path, skipped=reasons.append) == [GOOD, GOOD]
    (reason,) = reasons
    assert reason.startswith(f"{path}, line 2: longer than 1 MiB")
