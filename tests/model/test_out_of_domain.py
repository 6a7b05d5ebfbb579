"""How far from news a text is, and what a row says of it."""

from __future__ import annotations

import json

import pytest

from detector import Article, Detector
from detector.english.news_register import out_of_domain_shares
from detector.readers.rows import read_rows
from detector.text.tokens import Tokens
from detector.writers import open_writer
from detector.writers.review_rows import row_of

NEWS = (
    "The council of Harwick voted on Monday to close 3 of its 11 libraries from September. "
    "Councillor Mary Osgood said the county would save 400,000 pounds a year."
)
LETTER = (
    "My dear friend, I have thought of you so often that the pen is half ashamed of its "
    "idleness. The garden is a wilderness, and I sit in it as one sits in an old coat."
)


@pytest.mark.parametrize(("text", "far"), [(NEWS, False), (LETTER, True), ("", False)])
def test_news_names_counts_dates_and_attributes(text, far):
    (share,) = out_of_domain_shares(Tokens(text).batch)
    assert 0.0 <= share <= 1.0
    assert bool(share >= 0.5) is far


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_a_row_keeps_the_share(tmp_path, ending):
    article = Article(LETTER, id="a")
    row = row_of(article, Detector(second_reading="never").judge(article))
    path = tmp_path / f"rows.{ending}"
    with open_writer(str(path)) as writer:
        writer.write(row)
    (read,) = read_rows(path)
    assert read.out_of_domain == pytest.approx(row.out_of_domain, abs=1e-4)
    assert read.out_of_domain > 0.5


def test_a_file_of_an_older_version_has_no_share(tmp_path):
    path = tmp_path / "old.jsonl"
    path.write_text(json.dumps({"id": "a", "decision": "pass", "score": 0.1}), "utf-8")
    assert read_rows(path)[0].out_of_domain == 0.0
