"""Sorted rows are ranked, counted and written the same whoever makes their lines."""

from __future__ import annotations

import io
import json

import pytest

from detector.runs import single_file_run
from detector.runs.executor import InProcess
from detector.runs.external_sort import pack
from detector.runs.scoring import RunCounts
from detector.runs.single_file_run import PREVIEW_ROWS, Outcome, RunOptions, write_rows
from detector.verdict import Row
from detector.writers import LineWriter
from detector.writers.jsonl import json_lines

COUNT = 14


class RowList(list):
    write = list.append


class Elsewhere(InProcess):
    """Remembers the blocks that it is given."""

    def __init__(self):
        self.blocks = []

    def imap(self, job, inputs):
        for block in inputs:
            self.blocks.append(block)
            yield job(block)


@pytest.mark.parametrize(("top", "written"), [(None, COUNT), (5, 5), (6, 6), (100, COUNT)])
def test_lines_are_made_in_blocks_elsewhere_and_rows_here(monkeypatch, top, written):
    monkeypatch.setattr(single_file_run, "BLOCK_ROWS", 3)
    rows = [Row(decision="pass", score=1 - n / COUNT, error="cut" * (n % 2)) for n in range(COUNT)]
    stream, kept, elsewhere = io.BytesIO(), RowList(), Elsewhere()
    for writer in (LineWriter(stream, json_lines), kept):
        packed = (pack(number, row) for number, row in enumerate(rows))
        outcome = Outcome(RunCounts())
        write_rows(packed, elsewhere, writer, RunOptions(budget=4, top=top), outcome)
        assert outcome.tally.decisions == {"review": 4, "pass": COUNT - 4}
        assert outcome.tally.remarks == {"cut": COUNT // 2}
        assert [row.rank for row in outcome.worst] == list(range(1, PREVIEW_ROWS + 1))
    assert [len(block) for _, block in elsewhere.blocks] == [3, 3, 3, 3, 2]
    assert json_lines(kept) == stream.getvalue()
    ranks = [json.loads(line)["rank"] for line in stream.getvalue().splitlines()]
    assert ranks == list(range(1, written + 1))
