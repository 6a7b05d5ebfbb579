"""How two copies of one story differ: what shows their relation, and which of them came first.

A desk drops whole sentences and changes little words; a thesaurus spinner swaps content words one
by one and leaves the frame; an engine rebuilds the sentence. The original's wording is the one
that edited news would print: of two words in one place the likelier, in the usual company.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.copies.aligned_text import EncodedText
from detector.copies.alignment import Alignment, Replacement, align
from detector.copies.fingerprints import WORD_KEYS, classify_word
from detector.copies.sentence_codes import FUNCTION
from detector.english.lexicon import fold, zipf
from detector.ngrams.ngram_model import NgramModel
from detector.ngrams.surprisal import Surprisal, shipped_ngram_model, surprisal_by_article
from detector.text.tokens import Tokens, batch_of, tokenize

Matrix = NDArray[np.float64]

# What an engine or a spinner leaves of ``a`` and ``an`` when it changes the word behind it.
ARTICLE_RE = re.compile(r"\b(?:a [aeio]\w|an [b-df-gj-np-tv-z]\w)", re.IGNORECASE)
# An odder word than one in ten million says no more than that (the n-gram model's own floor is 8).
MOST_SURPRISE = 7.0
RELATION_COLUMNS = (
    "swapped", "small", "phrases", "inflected", "names", "figures", "inserted", "deleted",
    "rebuilt", "dropped", "added", "moved", "same", "odder", "rarer",
)  # fmt: skip
DIRECTION_COLUMNS = (
    "odder", "odder_share", "odder_sum", "rarer", "inflected", "surprise", "unseen", "longer",
    "own", "foreign", "articles", "lower_starts", "unknown",
)  # fmt: skip


class ScoredText(NamedTuple):
    """A text as it is compared: its words, and how odd each is to a model of edited news.

    ``running`` adds up ``log10`` up to each word, from 0.
    """

    encoded: EncodedText
    log10: NDArray[np.float32]
    running: list[float]
    unseen: float
    slips: float
    lower_starts: float
    unknown: float

    @property
    def tokens(self) -> Tokens:
        """The words."""
        return self.encoded.tokens


class Difference(NamedTuple):
    """How the second text departs from the first, and the two rows of figures about it.

    ``costs`` says how much odder each replacement reads, in log10. ``relation`` has shape (15,),
    ``direction`` (13,): mostly positive where the first is the better copy.
    """

    alignment: Alignment
    costs: Matrix
    relation: Matrix
    direction: Matrix


def read(text: str, model: NgramModel | None = None) -> ScoredText:
    """Cut a text and score it with the model; all shares are per word or sentence."""
    return score_texts([text], model)[0]


def score_texts(texts: Sequence[str], model: NgramModel | None = None) -> list[ScoredText]:
    """The same for some texts at once, which takes the model half of the time."""
    articles = tokenize(texts)
    surprise = surprisal_by_article(batch_of(articles), model or shipped_ngram_model())
    return [read_with(tokens, one) for tokens, one in zip(articles, surprise, strict=True)]


def read_with(tokens: Tokens, surprise: Surprisal) -> ScoredText:
    """A text with what the model said of it."""
    starts = [tokens.text[sentence.start] for sentence in tokens.sentences if sentence.prose]
    count = max(tokens.word_count, 1)
    # Names misspelt, words glued: what no paper of the word table printed.
    unknown = sum(map(is_unknown, tokens.word_types))
    log10 = np.maximum(surprise.log10, -MOST_SURPRISE)
    return ScoredText(
        EncodedText(tokens),
        log10,
        [0.0, *np.cumsum(log10, dtype=np.float64).tolist()],
        float(surprise.unseen.mean()) if tokens.words else 0.0,
        len(ARTICLE_RE.findall(tokens.text)) / count,
        sum(letter.islower() for letter in starts) / max(len(starts), 1),
        unknown / count,
    )


@lru_cache(maxsize=200_000)
def is_unknown(word: str) -> bool:
    """Whether the word table lacks a word as printed; the same words come again and again."""
    return word.isalpha() and zipf(word) == 0.0


def compare_texts(first: ScoredText, second: ScoredText) -> Difference:
    """Compare two texts word by word.

    >>> old = read("The hospital bought an ambulance. Nobody objected to the purchase on Monday.")
    >>> new = read("The hospital bought an truck. No one objected to the acquisition on Monday.")
    >>> difference = compare_texts(old, new)
    >>> [f"{one.old} -> {one.new}" for one in difference.alignment.replacements]
    ['ambulance -> truck', 'Nobody -> No one', 'purchase -> acquisition']
    """
    alignment = align(first.encoded, second.encoded)
    costs = extra_costs(first, second, alignment.replacements)
    rarer = extra_rarity(alignment.replacements)
    return Difference(
        alignment,
        costs,
        relation_figures(first.tokens, second.tokens, alignment, costs, rarer),
        direction_figures(first, second, alignment, costs, rarer),
    )


def extra_costs(first: ScoredText, second: ScoredText, replaced: Sequence[Replacement]) -> Matrix:
    """How much odder each replacement reads than what it stands for, in log10, (n_replaced,).

    The word behind it is counted in: a wrong word spoils its right neighbour too.
    """
    return np.array(
        [
            span_surprisal(second, *one.new_span) - span_surprisal(first, *one.old_span)
            for one in replaced
        ],
        np.float64,
    )


def span_surprisal(text: ScoredText, start: int, end: int) -> float:
    """How odd a stretch reads, with the word behind it."""
    first, last = text.tokens.words_between(start, end)
    return text.running[first] - text.running[min(last + 1, len(text.running) - 1)]


def extra_rarity(replaced: Sequence[Replacement]) -> Matrix:
    """How much rarer each single word is than the one it stands for, on the zipf scale."""
    return np.array(
        [
            commonness(one.old) - commonness(one.new)
            for one in replaced
            if one.kind == "word" and " " not in one.old + one.new
        ],
        np.float64,
    )


@lru_cache(maxsize=200_000)
def commonness(word: str) -> float:
    """How common a word is on the zipf scale, at least 1."""
    return max(zipf(word), 1.0)


def is_small(one: Replacement) -> bool:
    """Whether a little word stands on either side."""
    return any(is_function(word) for word in (one.old, one.new) if " " not in word)


@lru_cache(maxsize=50_000)
def is_function(word: str) -> bool:
    """Whether a word as printed is a little word."""
    return classify_word(word)[0] == FUNCTION


def is_inflected(one: Replacement) -> bool:
    """Whether both sides begin alike: ``reported`` for ``reports`` (four letters, made up)."""
    if one.old[:1].lower() != one.new[:1].lower():
        return False
    old, new = fold(one.old), fold(one.new)
    return old != new and old[:4] == new[:4]


def relation_figures(
    first: Tokens, second: Tokens, alignment: Alignment, costs: Matrix, rarer: Matrix
) -> Matrix:
    """The row of :data:`RELATION_COLUMNS`: shares of the kept words, or of all."""
    counts, replaced = alignment.counts, alignment.replacements
    words = [one for one in replaced if one.kind == "word"]
    single = [one for one in words if " " not in one.old + one.new]
    small = sum(map(is_small, words))
    kept = counts.kept + len(replaced) + 1
    return np.array(
        [
            sum(not is_small(one) for one in single) / kept,
            small / kept,
            (len(words) - len(single)) / kept,
            sum(map(is_inflected, words)) / (len(words) + 1),
            sum(one.kind == "name" for one in replaced) / kept,
            sum(one.kind == "figure" for one in replaced) / kept,
            counts.inserted / kept,
            counts.deleted / kept,
            counts.rebuilt / kept,
            count_words(first, alignment.dropped) / max(first.word_count, 1),
            count_words(second, alignment.added) / max(second.word_count, 1),
            len(alignment.moved) / (len(alignment.matched) + 1),
            counts.same / (len(alignment.matched) + 1),
            mean(costs),
            mean(rarer),
        ]
    )


def direction_figures(
    first: ScoredText, second: ScoredText, alignment: Alignment, costs: Matrix, rarer: Matrix
) -> Matrix:
    """The row of :data:`DIRECTION_COLUMNS`; the other way round all signs turn."""
    inflected = [
        c for one, c in zip(alignment.replacements, costs, strict=True) if is_inflected(one)
    ]
    words = first.tokens.word_count + 1, second.tokens.word_count + 1
    dropped, added = (
        own_and_foreign_words(first.tokens, alignment.dropped),
        own_and_foreign_words(second.tokens, alignment.added),
    )
    return np.array(
        [
            mean(np.clip(costs, -4, 4)),
            mean(np.sign(costs)),
            float(np.tanh(costs.sum() / 20)),
            mean(rarer),
            mean(np.array(inflected)),
            mean(first.log10) - mean(second.log10),
            second.unseen - first.unseen,
            float(np.log(words[0] / words[1])),
            (dropped[0] - added[0]) / min(words),
            (dropped[1] - added[1]) / min(words),
            second.slips - first.slips,
            second.lower_starts - first.lower_starts,
            second.unknown - first.unknown,
        ]
    )


def own_and_foreign_words(tokens: Tokens, numbers: Sequence[int]) -> tuple[float, float]:
    """Words in these sentences that belong to the story, and those that were put under it.

    A sentence belongs as far as its names and content words stand elsewhere in the text too:
    teasers and another story's background share nothing with what they were put under.
    """
    if not numbers:
        return 0.0, 0.0
    words = tokens.word_properties(WORD_KEYS)
    codes = np.where(words["kind"] > FUNCTION, words["codes"][:, 2].astype(np.int64), -1)
    apart = np.zeros(len(codes), np.bool_)
    for number in numbers:
        apart[tokens.sentences[number].first : tokens.sentences[number].last] = True
    telling = apart & (codes >= 0)
    at_home = np.isin(codes, codes[~apart]) & telling
    total = count_words(tokens, numbers)
    own = total * float(at_home.sum()) / max(int(telling.sum()), 1)
    return own, total - own


def count_words(tokens: Tokens, numbers: Sequence[int]) -> int:
    """Words in these sentences."""
    return sum(tokens.sentences[n].last - tokens.sentences[n].first for n in numbers)


def mean(values: NDArray[np.floating]) -> float:
    """The mean; 0 of nothing."""
    return float(values.mean()) if len(values) else 0.0
