"""The table of words is counted by outlet, and reads back as it was written."""

from __future__ import annotations

import numpy as np

from benchmarks.tables.word_counts import count_words, write_words
from detector.article import Article

TEXTS = [
    "The mill of Lowick closed on Friday. Its owner, a Lowick man, blamed the flood.",
    "“The flood took the mill,” he said. Friday was the last day of the mill at Lowick.",
]


def test_counting_is_by_outlet_and_ignores_sentence_starts():
    articles = [
        Article(text, id=str(number), outlet=f"Outlet {number}")
        for number, text in enumerate(TEXTS)
    ]
    rows, total = count_words(articles)
    by_word = {row.word: row for row in rows}
    assert total == sum(len(text.split()) for text in TEXTS)
    # "The" twice at a start, "the" four times in mid sentence.
    assert by_word["the"].times == 6 and by_word["the"].capital_share == 0.0
    assert by_word["lowick"].capital_share == 1.0 and by_word["lowick"].outlets == 2
    assert "closed" not in by_word
    assert count_words(reversed(articles)) == (rows, total)


def test_written_table_reads_back(tmp_path):
    articles = [Article(TEXTS[0], id="1", outlet="A"), Article(TEXTS[0], id="2", outlet="B")]
    rows, total = count_words(articles)
    write_words(rows, total, tmp_path / "words.npz")
    with np.load(tmp_path / "words.npz") as table:
        words = table["words"].tobytes().decode().split("\n")
        shares = (table["hundredths"] / 100).tolist()
        read = zip(words, table["counts"].tolist(), shares, table["outlets"].tolist(), strict=True)
        assert list(read) == rows and table["total"] == total
