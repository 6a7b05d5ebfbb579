"""How two copies of one story differ: what shows their relation, and which of them came first.

A desk drops whole sentences and changes little words; a thesaurus spinner swaps content words one
by one and leaves the frame; an engine rebuilds the sentence. The original's wording is the one
that edited news would print: of two words in one place the likelier, in the usual company.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.copies.aligned_text import EncodedText
from detector.copies.alignment import Alignment, align
from detector.copies.replacement import WORD_KIND
from detector.copies.sentence_codes import FUNCTION
from detector.english.lexicon import fold
from detector.ngrams.ngram_model import NgramModel
from detector.ngrams.surprisal import Surprisal, shipped_ngram_model, surprisal_by_article
from detector.text.arrays import Flags, Ids
from detector.text.tokens import Tokens, batch_of, tokenize

Matrix = NDArray[np.float64]

# What an engine or a spinner leaves of ``a`` and ``an`` when it changes the word behind it.
ARTICLE_RE = re.compile(r"\b(?:a [aeio]\w|an [b-df-gj-np-tv-z]\w)", re.IGNORECASE)
# An odder word than one in ten million says no more than that (the n-gram model's own floor is 8).
MOST_SURPRISE = 7.0
# Rarer words than this are equally rare, on the zipf scale (made up).
LEAST_ZIPF = 1.0
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

    ``running`` adds up ``log10`` up to each word, from 0, shape (n_words + 1,).
    """

    encoded: EncodedText
    log10: NDArray[np.float32]
    running: Matrix
    unseen: float
    slips: float
    lower_starts: float
    unknown: float

    @property
    def tokens(self) -> Tokens:
        """The words."""
        return self.encoded.tokens

    def span_surprisal(self, first: Ids, last: Ids) -> Matrix:
        """How odd ranges of words read, in log10, with the word behind each, (n_ranges,).

        A wrong word spoils its right neighbour too.
        """
        behind = np.minimum(last + 1, len(self.running) - 1)
        odd: Matrix = self.running[first] - self.running[behind]
        return odd


@dataclass(frozen=True)
class Difference:
    """How the second text departs from the first; what is not asked for is not worked out."""

    first: ScoredText
    second: ScoredText
    alignment: Alignment

    def reversed(self) -> Difference:
        """The same texts the other way round."""
        return Difference(self.second, self.first, self.alignment.reversed())

    @cached_property
    def costs(self) -> Matrix:
        """How much odder each replacement reads than what it stands for, log10, (n_replaced,)."""
        a, b, c, d = self.alignment.ranges.T
        return self.second.span_surprisal(c, d) - self.first.span_surprisal(a, b)

    @cached_property
    def single(self) -> Flags:
        """The replacements of one word, no name or figure, by one word, (n_replaced,)."""
        a, b, c, d = self.alignment.ranges.T
        single: Flags = (self.alignment.kinds == WORD_KIND) & (b - a == 1) & (d - c == 1)
        return single

    @cached_property
    def small(self) -> Flags:
        """The replacements with a little word by itself on either side, (n_replaced,)."""
        a, b, c, d = self.alignment.ranges.T
        old = (b - a == 1) & (self.first.encoded.kinds[a] == FUNCTION)
        new = (d - c == 1) & (self.second.encoded.kinds[c] == FUNCTION)
        small: Flags = old | new
        return small

    @cached_property
    def inflected(self) -> Flags:
        """The replacements whose sides begin alike: ``reported`` for ``reports``."""
        a, _, c, _ = self.alignment.ranges.T
        old, new = self.first.encoded.words, self.second.encoded.words
        alike: Flags = old["initial"][a] == new["initial"][c]
        replacements = self.alignment.replacements
        for place in np.flatnonzero(alike).tolist():
            alike[place] = begin_alike(replacements[place].old, replacements[place].new)
        return alike

    @cached_property
    def rarer(self) -> Matrix:
        """How much rarer each single word is than the one it stands for, on the zipf scale."""
        a, _, c, _ = self.alignment.ranges[self.single].T
        old, new = self.first.encoded.words["zipf"][a], self.second.encoded.words["zipf"][c]
        rarer: Matrix = np.maximum(old, LEAST_ZIPF) - np.maximum(new, LEAST_ZIPF).astype(np.float64)
        return rarer

    @cached_property
    def relation(self) -> Matrix:
        """The row of :data:`RELATION_COLUMNS`: shares of the kept words, or of all."""
        alignment, counts = self.alignment, self.alignment.counts
        words = alignment.kinds == WORD_KIND
        kept = counts.kept + len(words) + 1
        by_kind = np.bincount(alignment.kinds, minlength=3)
        return np.array(
            [
                (self.single & ~self.small).sum() / kept,
                (words & self.small).sum() / kept,
                (by_kind[WORD_KIND] - self.single.sum()) / kept,
                (words & self.inflected).sum() / (by_kind[WORD_KIND] + 1),
                *(by_kind[1:] / kept),
                counts.inserted / kept,
                counts.deleted / kept,
                counts.rebuilt / kept,
                count_words(self.first.tokens, alignment.dropped)
                / max(self.first.tokens.word_count, 1),
                count_words(self.second.tokens, alignment.added)
                / max(self.second.tokens.word_count, 1),
                len(alignment.moved) / (len(alignment.matched) + 1),
                counts.same / (len(alignment.matched) + 1),
                mean(self.costs),
                mean(self.rarer),
            ]
        )

    @cached_property
    def direction(self) -> Matrix:
        """The row of :data:`DIRECTION_COLUMNS`, mostly positive where the first is the better copy.

        The other way round all signs turn.
        """
        first, second, costs = self.first, self.second, self.costs
        words = first.tokens.word_count + 1, second.tokens.word_count + 1
        dropped = own_and_foreign_words(first.encoded, self.alignment.dropped)
        added = own_and_foreign_words(second.encoded, self.alignment.added)
        return np.array(
            [
                mean(np.clip(costs, -4, 4)),
                mean(np.sign(costs)),
                float(np.tanh(costs.sum() / 20)),
                mean(self.rarer),
                mean(costs[self.inflected]),
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
    encoded = EncodedText(tokens)
    # Names misspelt, words glued: what no paper of the word table printed.
    rare = np.flatnonzero(encoded.words["zipf"] == 0).tolist()
    unknown = {tokens.text[slice(*tokens.word_span(n))] for n in rare}
    log10 = np.maximum(surprise.log10, -MOST_SURPRISE)
    return ScoredText(
        encoded,
        log10,
        np.concatenate([[0.0], np.cumsum(log10, dtype=np.float64)]),
        float(surprise.unseen.mean()) if tokens.word_count else 0.0,
        len(ARTICLE_RE.findall(tokens.text)) / count,
        sum(letter.islower() for letter in starts) / max(len(starts), 1),
        sum(map(str.isalpha, unknown)) / count,
    )


def compare_texts(first: ScoredText, second: ScoredText) -> Difference:
    """Compare two texts word by word.

    >>> old = read("The hospital bought an ambulance. Nobody objected to the purchase on Monday.")
    >>> new = read("The hospital bought an truck. No one objected to the acquisition on Monday.")
    >>> difference = compare_texts(old, new)
    >>> [f"{one.old} -> {one.new}" for one in difference.alignment.replacements]
    ['ambulance -> truck', 'Nobody -> No one', 'purchase -> acquisition']
    """
    return Difference(first, second, align(first.encoded, second.encoded))


def begin_alike(old: str, new: str) -> bool:
    """Whether two words that begin with one letter are forms of one (four letters, made up).

    >>> begin_alike("reported", "reports"), begin_alike("reported", "Reported")
    (True, False)
    """
    old, new = fold(old), fold(new)
    return old != new and old[:4] == new[:4]


def own_and_foreign_words(text: EncodedText, numbers: Sequence[int]) -> tuple[float, float]:
    """Words in these sentences that belong to the story, and those that were put under it.

    A sentence belongs as far as its names and content words stand elsewhere in the text too:
    teasers and another story's background share nothing with what they were put under.
    """
    if not numbers:
        return 0.0, 0.0
    codes = np.where(text.kinds > FUNCTION, text.words["codes"][:, 2].astype(np.int64), -1)
    apart = np.zeros(len(codes), np.bool_)
    for number in numbers:
        apart[text.tokens.sentences[number].first : text.tokens.sentences[number].last] = True
    telling = apart & (codes >= 0)
    at_home = np.isin(codes, codes[~apart]) & telling
    total = count_words(text.tokens, numbers)
    own = total * float(at_home.sum()) / max(int(telling.sum()), 1)
    return own, total - own


def count_words(tokens: Tokens, numbers: Sequence[int]) -> int:
    """Words in these sentences."""
    return sum(tokens.sentences[n].last - tokens.sentences[n].first for n in numbers)


def mean(values: NDArray[np.floating]) -> float:
    """The mean; 0 of nothing."""
    return float(values.mean()) if len(values) else 0.0
