"""The table of words is counted by outlet, and reads back as it was written."""

from __future__ import annotations

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
    write_words(rows, total, tmp_path / "words.tsv")
    lines = (tmp_path / "words.tsv").read_text("utf-8").splitlines()
    assert [line.split("\t")[0] for line in lines[2:]] == [row.word for row in rows]
    assert int(lines[1].split("\t")[1]) == total
