"""Whatever the text: nothing escapes, offsets lie inside and cite exactly, outputs keep it."""

from __future__ import annotations

import csv
import io
import json
import math
from random import Random

import pytest
from hostility import PIECES, mixture
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsroom import article
from pyarrow import parquet

from detector import Article, Detector
from detector.runs.scoring import score_items
from detector.signals.catalogue import CATALOGUE
from detector.text.tokens import Tokens
from detector.writers import COLUMNS, open_writer
from detector.writers.cells import FORMULA
from detector.writers.review_rows import rank, row_of

ANY = st.text(st.characters(exclude_categories=()), max_size=300)
PIECEMEAL = st.lists(st.sampled_from(PIECES) | ANY, max_size=60).map("".join)


@st.composite
def damaged_news(draw):
    """An article into which pieces were put, or from which the end was cut."""
    text = article(draw(st.sampled_from(("news", "machine", "spun"))), draw(st.integers(0, 20)))
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(text)))
        times = draw(st.sampled_from((1, 1, 2, 50)))
        text = text[:at] + draw(st.sampled_from(PIECES)) * times + text[at:]
    return text[: draw(st.integers(0, len(text)))] if draw(st.booleans()) else text


TEXTS = ANY | PIECEMEAL | damaged_news()
MANY = settings(
    max_examples=120,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SOME = settings(MANY, max_examples=40)


@pytest.fixture(scope="module")
def detector():
    return Detector(wording=True)


@MANY
@given(TEXTS)
def test_tokens_are_stretches_of_the_text(text):
    tokens = Tokens(text)
    assert tokens.words == [text[a:b] for a, b in zip(tokens.starts, tokens.stops, strict=True)]
    ends = 0
    for sentence in tokens.sentences:
        assert ends <= sentence.start < sentence.end <= len(text)
        assert not text[sentence.start].isspace()
        paragraph = tokens.paragraphs[sentence.paragraph]
        assert paragraph.first <= sentence.first <= sentence.last <= paragraph.last
        ends = sentence.end
    for quote in tokens.quotes:
        assert 0 <= quote.start < quote.end <= len(text)
        assert text[quote.start] == quote.mark


@MANY
@given(TEXTS)
def test_signals_cite_the_text(text):
    tokens = Tokens(text)
    for signal in CATALOGUE:
        found = signal.read(tokens)
        assert math.isfinite(found.value) and found.value >= 0, signal.name
        for mark in found.marks:
            assert 0 <= mark.start < mark.end <= len(text), signal.name


@MANY
@given(text=TEXTS)
def test_a_verdict_cites_the_text(detector, text):
    verdict = detector.judge(text)
    for probability in (verdict.score, verdict.translation, verdict.spin, verdict.synthetic):
        assert 0 <= probability <= 1
    for mark in verdict.evidence:
        assert 0 <= mark.start < mark.end <= len(text), mark.signal
        assert mark.text == text[mark.start : mark.end]
    for start, end in verdict.figures_suspect:
        assert 0 <= start < end <= len(text)
    assert set(verdict.reasons) == {mark.signal for mark in verdict.evidence}


FIELDS = st.fixed_dictionaries(
    {name: ANY | st.sampled_from(PIECES) for name in ("id", "title", "outlet", "path", "remark")}
)


@SOME
@given(text=TEXTS, fields=FIELDS)
def test_outputs_keep_a_row(detector, tmp_path_factory, text, fields):
    one = Article(text, **fields)
    [row] = rank([row_of(one, detector.judge(one))])
    folder = tmp_path_factory.mktemp("out", numbered=True)
    for name in ("rows.csv", "rows.jsonl", "rows.parquet"):
        with open_writer(str(folder / name)) as writer:
            writer.write(row)
    check_csv((folder / "rows.csv").read_bytes())
    check_lines((folder / "rows.jsonl").read_bytes(), text, row)
    assert parquet.read_table(folder / "rows.parquet").num_rows == 1


def check_csv(data):
    """One line, as many cells as columns, none that a spreadsheet would run."""
    held = data.decode("utf-8-sig")
    header, cells = csv.reader(io.StringIO(held, newline=""), strict=True)
    assert header == list(COLUMNS) and len(cells) == len(COLUMNS)
    assert not any(FORMULA.match(cell) and not cell.startswith("'") for cell in cells)
    assert not set("\0\x1b\n\r") & set("".join(cells))


def check_lines(data, text, row):
    """One line of JSON whose offsets hold in the text that was put in."""
    assert data.count(b"\n") == 1
    held = json.loads(data)
    assert list(held) == list(COLUMNS)
    for mark in held["evidence"]:
        cited = text[mark["start"] : mark["end"]]
        assert mark["text"] == cited.encode("utf-16-le", "surrogatepass").decode(
            "utf-16-le", "replace"
        ) or len(mark["text"]) == len(cited)
    assert len(held["evidence"]) == len(row.evidence)


@SOME
@given(texts=st.lists(TEXTS, max_size=5))
def test_every_article_has_its_row(detector, texts):
    rows = list(score_items((Article(text, id=str(n)) for n, text in enumerate(texts)), detector))
    assert [row.id for row in rows] == [str(number) for number in range(len(texts))]
    assert not [row.error for row in rows if row.decision == "unreadable"]


HUGE = {
    "a line of ten million characters": lambda: "The mayor waited. " * 560_000,
    "no spaces": lambda: "a" * 1_500_000,
    "quotation marks": lambda: "“" * 300_000,
    "straight quotation marks": lambda: '"' * 300_000,
    "nested markup": lambda: "<div>" * 60_000 + "</div>" * 30_000,
    "nested brackets": lambda: "([{" * 300_000,
    "nulls": lambda: "\0" * 1_000_000,
    "lone surrogates": lambda: "\ud83d" * 1_000_000,
    "line ends": lambda: "\n" * 1_500_000,
    "a mixture": lambda: mixture(Random(5), 200_000),
}


@pytest.mark.parametrize("name", HUGE)
def test_a_huge_article_has_a_row(detector, name):
    text = HUGE[name]()
    [row] = score_items([Article(text, id="huge")], detector)
    too_long = len(text) > 2_000_000
    assert (row.decision == "unreadable") == too_long
    assert ("at most 2,000,000 are judged" in row.error) == too_long
    for mark in row.evidence:
        assert text[mark.start : mark.end] == mark.text
