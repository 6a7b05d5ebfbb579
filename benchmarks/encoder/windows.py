"""What the small reader is taught on: stretches of articles, and what each piece of them is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.encoder.replacement import Replacement
from detector.lm.encoder import PIECES
from detector.lm.word_pieces import WordPieces
from detector.text.arrays import Floats
from detector.training.corpora.labelled import Sample
from detector.training.dataset import REGIONAL_COUNTRIES, hash_fraction

Ids = NDArray[np.int64]
# Rows of a batch by kind; news twice over, since it is what a desk reads. Of some kinds there are
# rows from articles in doubt beside: those are what a false alarm comes from.
ROWS = {"human_translation": 4, "spun": 11, "news": 4, "regional": 3, "genre": 1, "replaced": 5}
ROWS_IN_DOUBT = {"human_translation": 2, "news": 3, "genre": 1}
REPLACED_IN = {"replaced": "news"}
CLEAN = ("human_translation", "news", "regional", "genre")
# Homes whose articles are kept for fitting what the figures add.
KEPT_APART = 0.3
SEED = 6
# Spinners that replace words: where original and copy are aligned, the replaced pieces are known.
THESAURI = ("wordnet", "mythes", "swaps")
MOST_REPLACED = 0.6
IN_DOUBT = " in doubt"


class Window(NamedTuple):
    """One row of a batch.

    ``spun`` says whether a spinner wrote it, nan where unknown; ``replaced`` for each piece whether
    it stands in the place of another, ``changed`` whether a round trip through another language put
    it there, None where unknown.
    """

    ids: Ids
    spun: float
    replaced: Floats | None = None
    changed: Floats | None = None


def taught(samples: Iterable[Sample]) -> list[Sample]:
    """The articles that the reader may learn from: those of its share of the homes."""
    return [one for one in samples if hash_fraction(one.split_group, SEED) >= KEPT_APART]


class Windows:
    """Draws batches of windows.

    Parameters
    ----------
    samples : sequence of Sample
        Clean and spun articles; a spun one's ``group`` is the id of its original.
    pieces : WordPieces
    replacement : Replacement
        Puts words in the place of others.
    seed : int
    doubted : container of str
        Ids of the clean articles that the fast model is in doubt about.
    """

    def __init__(
        self,
        samples: Sequence[Sample],
        pieces: WordPieces,
        replacement: Replacement,
        seed: int,
        doubted: Container[str] = (),
    ) -> None:
        self._pieces, self._replacement = pieces, replacement
        self._rng = np.random.default_rng(seed)
        self._pools: dict[str, list[list[Sample]]] = {}
        originals = {one.id: one for one in samples}
        by_pool: dict[str, dict[str, list[Sample]]] = defaultdict(lambda: defaultdict(list))
        for one in samples:
            regional = one.kind == "news" and one.country in REGIONAL_COUNTRIES
            # Outlets and spinners count alike, however many articles there are of each.
            home = one.system if one.kind == "spun" else one.outlet
            by_pool["regional" if regional else one.kind][home].append(one)
            if one.id in doubted:
                by_pool[one.kind + IN_DOUBT][home].append(one)
        self._pools = {name: [*homes.values()] for name, homes in by_pool.items()}
        self._originals = originals

    def batch(self) -> list[Window]:
        """The rows of one step; of a kind that the corpora lack there are none."""
        wanted = [(name, name, count) for name, count in ROWS.items()]
        wanted += [(name + IN_DOUBT, name, count) for name, count in ROWS_IN_DOUBT.items()]
        rows = []
        for own, name, count in wanted:
            # Words are replaced in news; without articles in doubt any of the kind will do.
            pool = own if own in self._pools else REPLACED_IN.get(name, name)
            if pool in self._pools:
                rows += [self._window(self._draw(pool), name) for _ in range(count)]
        return rows

    def _draw(self, pool: str) -> Sample:
        homes = self._pools[pool]
        chance = np.sqrt([len(home) for home in homes])
        home = homes[int(self._rng.choice(len(homes), p=chance / chance.sum()))]
        return home[int(self._rng.integers(len(home)))]

    def _window(self, sample: Sample, name: str) -> Window:
        ids = self._ids(sample.text)
        if name == "replaced":
            changed, replaced = self._replacement.applied(self._cut(ids)[0], self._rng)
            return Window(changed, np.nan, replaced)
        if name in CLEAN:
            own = self._cut(ids)[0]
            return Window(own, 0.0, np.zeros(len(own)), np.zeros(len(own)))
        own, start = self._cut(ids)
        labels = self._labels(sample, ids)
        if labels is None:
            return Window(own, 1.0)
        known = labels[start : start + PIECES]
        thesaurus = sample.system.startswith(THESAURI)
        return Window(own, 1.0, known) if thesaurus else Window(own, 1.0, None, known)

    def _ids(self, text: str) -> Ids:
        return np.array(self._pieces.encode(text, 0, 4 * PIECES)[0], dtype=np.int64)

    def _labels(self, sample: Sample, ids: Ids) -> Floats | None:
        """Which pieces of a copy are not in the original; None where too many are not."""
        original = self._originals.get(sample.group)
        if original is None:
            return None
        labels = np.ones(len(ids))
        matcher = SequenceMatcher(None, self._ids(original.text).tolist(), ids.tolist(), False)
        for _, start, size in matcher.get_matching_blocks():
            labels[start : start + size] = 0
        return labels if labels.mean() < MOST_REPLACED else None

    def _cut(self, ids: Ids) -> tuple[Ids, int]:
        """A stretch of the length that is read, begun at a place of chance."""
        start = int(self._rng.integers(max(1, len(ids) - PIECES + 1)))
        return ids[start : start + PIECES], start
