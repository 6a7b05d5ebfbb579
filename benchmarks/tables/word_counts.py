"""Count edited news: which words it prints, how often, and with a capital or not.

This makes the table ``detector/data/words.npz`` of :mod:`detector.english.lexicon` out of articles.
Only counts leave it, never a sentence.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from detector.article import Article
from detector.english.lexicon import fold
from detector.text.tokens import Sentence, Tokens
from detector.training.fitting.ngram_estimation import is_listed

# No outlet may hold more than this many of the counted words: the largest sources of public
# corpora are thirty times the median and would fill the table with their own style and names.
# Made up: about twice what the median of the forty largest outlets offers.
OUTLET_WORDS = 250_000
# A word is listed when it was seen this often, in this many outlets. Below, misprints and
# one desk's private spellings prevail (looked at by eye).
LEAST_COUNT = 3
LEAST_OUTLETS = 2
MOST_ROWS = 60_000
# What may stand before a word in mid sentence. After an opening mark, a colon or a dash
# a capital says nothing: desks differ.
MID_GAPS = frozenset((" ", ", ", "-", "\n", "  ", "; "))


class WordRow(NamedTuple):
    """One row of the table of words.

    ``times`` occurrences in all; ``capital_share`` of those in mid sentence that were
    printed with a capital, -1.0 where there was none; ``outlets`` that printed it.
    """

    word: str
    times: int
    capital_share: float
    outlets: int


def outlet_of(article: Article) -> str:
    """The outlet, or where none is known the source that the id begins with.

    >>> outlet_of(Article("Hail fell.", id="fnc1:12"))
    'fnc1'
    """
    return article.outlet or article.id.split(":")[0]


def cap_outlets(
    articles: Iterable[Article], most: int = OUTLET_WORDS
) -> Iterator[tuple[str, Tokens]]:
    """Yield outlet and tokens of each article until its outlet has had ``most`` words.

    Articles are taken in the order of a checksum of their ids, so that the choice does not
    depend on the order of the input.
    """
    had: Counter[str] = Counter()
    for article in sorted(
        articles, key=lambda article: (zlib.crc32(article.id.encode()), article.id)
    ):
        outlet = outlet_of(article)
        if had[outlet] < most:
            tokens = Tokens(article.text)
            had[outlet] += tokens.word_count
            yield outlet, tokens


def count_words(articles: Iterable[Article]) -> tuple[list[WordRow], int]:
    """Count the words of edited news.

    Returns
    -------
    rows : list of WordRow
        Sorted by word; at most :data:`MOST_ROWS`, the commonest.
    total : int
        Number of words counted, listed or not.
    """
    counts: Counter[str] = Counter()
    middle: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    outlets: dict[str, set[str]] = defaultdict(set)
    for outlet, tokens in cap_outlets(articles):
        folded = [fold(word) for word in tokens.words]
        counts.update(folded)
        for word in set(folded):
            outlets[word].add(outlet)
        inner = list(mid_sentence(tokens))
        middle.update(folded[index] for index in inner)
        capitals.update(folded[index] for index in inner if tokens.words[index][0].isupper())
    rows = [
        WordRow(word, count, share(capitals[word], middle[word]), len(outlets[word]))
        for word, count in counts.items()
        if count >= LEAST_COUNT and len(outlets[word]) >= LEAST_OUTLETS and is_listed(word)
    ]
    rows.sort(key=lambda row: (-row.times, row.word))
    return sorted(rows[:MOST_ROWS]), counts.total()


def share(part: int, whole: int) -> float:
    """Part of the whole to two decimals, -1.0 where the whole is nothing."""
    return round(part / whole, 2) if whole else -1.0


def mid_sentence(tokens: Tokens) -> Iterator[int]:
    """Yield the words of running prose that neither open a sentence nor stand in title case."""
    for sentence in tokens.sentences:
        if sentence.prose and not is_shouted(tokens, sentence):
            for index in range(sentence.first + 1, sentence.last):
                if tokens.gap(index) in MID_GAPS:
                    yield index


def is_shouted(tokens: Tokens, sentence: Sentence) -> bool:
    """Whether most words have capitals, as in headlines and bylines (more than half: made up)."""
    words = tokens.words[sentence.first : sentence.last]
    return sum(word[0].isupper() for word in words) * 2 > len(words)


def write_words(rows: Iterable[WordRow], total: int, path: Path) -> None:
    """Write the table as the package ships it, an archive of arrays.

    ``words``, shape (n_bytes,), are the words in UTF-8, parted by line feeds; ``counts``,
    ``hundredths`` (of the share of capitals) and ``outlets`` have shape (n_words,), and ``total``
    is the number of words counted.
    """
    words, times, shares, outlets = zip(*rows, strict=True)
    np.savez(
        path,
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        counts=np.array(times, np.uint32),
        hundredths=np.rint(np.multiply(shares, 100)).astype(np.int8),
        outlets=np.array(outlets, np.uint16),
        total=np.array(total, np.int64),
    )
