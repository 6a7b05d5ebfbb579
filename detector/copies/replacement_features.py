"""What the replacements of many pairs of copies are: forms of a word, little or odder words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.copies.aligned_text import STEM, STEM_LETTERS, TextPairs
from detector.copies.alignment import Alignment
from detector.copies.replacement import WORD_KIND
from detector.copies.scored_text import ScoredText
from detector.copies.sentence_codes import FUNCTION
from detector.english.lexicon import fold
from detector.text.arrays import Flags, Floats, Ids

ScoredPairs = Sequence[tuple[ScoredText, ScoredText]]

# Rarer words than this are equally rare, on the zipf scale (made up).
LEAST_ZIPF = 1.0


class Edits(NamedTuple):
    """The replacements of many pairs of texts; all but ``pairs`` have shape (n_replaced,).

    ``owners`` says whose each is. ``single`` is a word, no name or figure, for a word; ``small``
    has a little word by itself on either side; the sides of ``inflected`` ones begin alike:
    ``reported`` for ``reports``. ``costs`` and ``rarer`` say how much odder (log10), and single
    words how much rarer (zipf), each is than what it stands for.
    """

    pairs: int
    owners: Ids
    kinds: NDArray[np.int8]
    single: Flags
    small: Flags
    inflected: Flags
    costs: Floats
    rarer: Floats

    def number(self, where: Flags) -> Floats:
        """How many of each pair, (n_pairs,)."""
        return np.bincount(self.owners[where], minlength=self.pairs).astype(np.float64)

    def mean(self, values: Floats, where: Flags | None = None) -> Floats:
        """The mean of each pair, (n_pairs,); 0 of nothing."""
        chosen = slice(None) if where is None else where
        owners = self.owners[chosen]
        sums = np.bincount(owners, values[chosen], self.pairs)
        return sums / np.maximum(np.bincount(owners, minlength=self.pairs), 1)


def edits_of(pairs: ScoredPairs, alignments: Sequence[Alignment]) -> Edits:
    """Look up in the texts what the replacements are."""
    texts = TextPairs([(first.encoded, second.encoded) for first, second in pairs])
    owners = np.repeat(np.arange(len(pairs)), [len(one.kinds) for one in alignments])
    ranges = np.concatenate([np.empty((0, 4), np.int64), *(one.ranges for one in alignments)])
    kinds = np.concatenate([np.empty(0, np.int8), *(one.kinds for one in alignments)])
    a, b, c, d = texts.located(ranges, owners)
    function = texts.column(lambda text: text.kinds) == FUNCTION
    one_old, one_new = b - a == 1, d - c == 1
    zipf = np.maximum(texts.column(lambda text: text.words["zipf"]), LEAST_ZIPF)
    return Edits(
        len(pairs),
        owners,
        kinds,
        (kinds == WORD_KIND) & one_old & one_new,
        (one_old & function[a]) | (one_new & function[c]),
        inflected(texts, alignments, a, c),
        surprisals(pairs, 1, owners, ranges[:, 2:]) - surprisals(pairs, 0, owners, ranges[:, :2]),
        zipf[a] - zipf[c].astype(np.float64),
    )


def surprisals(pairs: ScoredPairs, side: int, owners: Ids, ranges: Ids) -> Floats:
    """How odd ranges of words of one side read, in log10, with the word behind each, (n_ranges,).

    A wrong word spoils its right neighbour too.
    """
    running = [pair[side].running for pair in pairs]
    ends = np.cumsum([len(one) for one in running]) - 1
    begins = np.concatenate([[0], ends[:-1] + 1])[owners]
    together = np.concatenate([np.empty(0), *running])
    behind = np.minimum(begins + ranges[:, 1] + 1, ends[owners])
    return together[begins + ranges[:, 0]] - together[behind]


def inflected(texts: TextPairs, alignments: Sequence[Alignment], old: Ids, new: Ids) -> Flags:
    """The replacements whose sides are forms of one word, (n_replaced,).

    ``old`` and ``new`` are their first words, of which most begin with other letters.
    """
    initials = texts.column(lambda text: text.words["initial"])
    stems = texts.column(lambda text: text.tokens.word_properties(STEM))
    alike: Flags = (initials[old] == initials[new]) & (stems[old] == stems[new])
    begins = np.cumsum([0, *(len(one.kinds) for one in alignments)])
    for place in np.flatnonzero(alike).tolist():
        owner = int(np.searchsorted(begins, place, side="right")) - 1
        one = alignments[owner].replacements[place - int(begins[owner])]
        alike[place] = begin_alike(one.old, one.new)
    return alike


def begin_alike(old: str, new: str) -> bool:
    """Whether two words that begin with one letter are forms of one.

    >>> begin_alike("reported", "reports"), begin_alike("reported", "Reported")
    (True, False)
    """
    old, new = fold(old), fold(new)
    return old != new and old[:STEM_LETTERS] == new[:STEM_LETTERS]
