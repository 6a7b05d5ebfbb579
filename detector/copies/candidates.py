"""Which pairs of articles are worth comparing: those that share something rare.

An inverted index of rare keys: pairs of facts, quoted words, a sample of the word runs, and
rare names and figures. A key that many articles hold is dropped, so the cost grows
with the number of articles and not with its square. What thousands printed word for word is
found by bands of MinHash values (Broder 1997), which are never dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, starmap
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detector.copies.code_sets import CODE_BITS, PRIMES, Codes, Weights
from detector.copies.fingerprints import FAMILIES, Fingerprint
from detector.ngrams.ngram_model import SPREADER
from detector.text.arrays import Ids

Pairs = NDArray[np.int64]

CODES = 2**CODE_BITS
# One word run in eight is a key: two verbatim articles share fifty of them (made up).
SAMPLED = 8
# Bands of two MinHash values each: of articles that share nine word runs in ten, 99 in 100 share a
# band.
BANDS = 3
ROWS = 2
# Names and figures rarer than this are keys by themselves (made up: a name that edited news
# printed less than once in a million words, a figure of four digits).
MIN_KEY_RARITY = 4.4
# So many holders of a key are compared with each other; a key in ten times as many articles
# points to an event or an outlet's furniture, not to a copy (made up).
MOST_HOLDERS = 60
MAX_DOCUMENT_FREQUENCY = 600
# How many others an article is compared with at most, those first that share the rarest keys.
MOST_OTHERS = 24
# Shared keys, each worth one over the number of its holders, that make a pair worth a look: of
# 11,334 pairs of versions of 272 stories, none lies below .5; of pairs of strangers, four in five
# of those above .12 lie below .5. A story that hundreds printed has blocks of 60 to a key.
LEAST_SHARED = 0.3
# Shares are counted in parts of this: thousands of keys still add up to less than 2**63.
WHOLE = 2**24
# Keys that are sorted out at a time, some tens of megabytes (made up).
KEYS_AT_A_TIME = 1_000_000
# Articles whose products are held at a time.
ARTICLES_PER_CHUNK = 2000


def keys(fingerprint: Fingerprint) -> Ids:
    """The keys of one article, distinct within their family, shape (n_keys,)."""
    return keys_of_all([fingerprint])[1]


def keys_of_all(prints: Sequence[Fingerprint]) -> tuple[Ids, Ids]:
    """The keys of some articles: whose each is, and the key; both (n_keys,)."""
    parts = [family_keys(prints, number) for number in range(len(KEY_FAMILIES))]
    owners, codes = (np.concatenate(part) for part in zip(*parts, strict=True))
    return owners, codes


def family_keys(prints: Sequence[Fingerprint], number: int) -> tuple[Ids, Ids]:
    """The same of one family, those of an article distinct."""
    owners, codes = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for begin in range(0, len(prints), ARTICLES_PER_CHUNK):
        held, keys = KEY_FAMILIES[number](prints[begin : begin + ARTICLES_PER_CHUNK])
        owners.append(held + begin)
        codes.append(keys.astype(np.int64) + CODES * number)
    return np.concatenate(owners), np.concatenate(codes)


class FamilyCodes(NamedTuple):
    """One family of some articles laid end to end, all of shape (n_codes,)."""

    owners: Ids
    codes: Codes
    weights: Weights


def gathered(prints: Sequence[Fingerprint], name: str) -> FamilyCodes:
    """One family of some articles."""
    number = FAMILIES.index(name)
    held = [fingerprint.families[number] for fingerprint in prints]
    owners = np.repeat(np.arange(len(held)), [len(one.codes) for one in held])
    codes = np.concatenate([np.empty(0, np.int32), *(one.codes for one in held)])
    weights = np.concatenate([np.empty(0, np.float32), *(one.weights for one in held)])
    return FamilyCodes(owners, codes, weights)


def sampled_runs(prints: Sequence[Fingerprint]) -> tuple[Ids, Codes]:
    """Whose each key is, and the key: a sample of the word runs, both (n_keys,)."""
    owners, codes, _ = gathered(prints, "shingles")
    sampled = codes % SAMPLED == 0
    return owners[sampled], codes[sampled]


def all_codes(name: str, prints: Sequence[Fingerprint]) -> tuple[Ids, Codes]:
    """The same: every code of a family."""
    return gathered(prints, name)[:2]


def rare_codes(name: str, prints: Sequence[Fingerprint]) -> tuple[Ids, Codes]:
    """The same: the rare ones of a family."""
    owners, codes, weights = gathered(prints, name)
    rare = weights >= MIN_KEY_RARITY
    return owners[rare], codes[rare]


def band_codes(prints: Sequence[Fingerprint]) -> tuple[Ids, Codes]:
    """The same: the bands of the word runs."""
    owners, codes, _ = gathered(prints, "shingles")
    return bands(codes, owners)


def bands(shingles: Codes, owners: Ids) -> tuple[Ids, Codes]:
    """Whose each band is, and its code, both (n_bands,); none where word runs are too few.

    ``owners`` says whose the word runs are, in order.
    """
    begins = np.flatnonzero(np.diff(owners, prepend=-1))
    runs = np.diff(begins, append=len(owners))
    enough = np.repeat(runs >= ROWS, runs)
    shingles, owners = shingles[enough], owners[enough]
    begins = np.flatnonzero(np.diff(owners, prepend=-1))
    if not len(begins):
        return owners, shingles
    codes = []
    for prime in PRIMES[:BANDS]:
        orders = (shingles.astype(np.uint64) * prime) & np.uint64(CODES - 1)
        mixed = np.zeros(len(begins), np.uint64)
        for row in range(ROWS):
            least = np.minimum.reduceat(orders, begins)
            mixed += least * PRIMES[row]
            orders[orders == np.repeat(least, np.diff(begins, append=len(orders)))] = CODES
        codes.append((mixed * SPREADER >> np.uint64(64 - CODE_BITS)).astype(np.int32))
    return np.tile(owners[begins], BANDS), np.concatenate(codes)


# The kinds of keys; the bands come last.
KEY_FAMILIES: tuple[Callable[[Sequence[Fingerprint]], tuple[Ids, Codes]], ...] = (
    sampled_runs,
    partial(all_codes, "quotations"),
    partial(all_codes, "facts"),
    partial(rare_codes, "names"),
    partial(rare_codes, "figures"),
    band_codes,
)
BAND_FAMILY = KEY_FAMILIES.index(band_codes)


class InvertedIndex(NamedTuple):
    """Articles by keys.

    ``article_keys``, shape (n_articles, n_blocks), says who holds which key, and ``key_worths``,
    (n_blocks, n_articles), what sharing it is worth in whole numbers, whose sums do not depend on
    the order in which they are added: the same pairs come out however the keys are shared out.
    """

    article_keys: sparse.csr_array
    key_worths: sparse.csr_array

    def shared(self, begin: int, end: int) -> tuple[Pairs, Pairs, Pairs]:
        """For some articles: rows, columns and what is shared, in parts of :data:`WHOLE`."""
        products = sparse.coo_array(self.article_keys[begin:end] @ self.key_worths)
        rows = products.coords[0].astype(np.int64) + begin
        columns = products.coords[1].astype(np.int64)
        apart = rows != columns
        return rows[apart], columns[apart], products.data[apart]


def in_portions(owners: Pairs, codes: Pairs) -> Iterator[tuple[Pairs, Pairs]]:
    """Keys and their owners in portions of about :data:`KEYS_AT_A_TIME`; a key stands in one."""
    portions = 1 + len(codes) // KEYS_AT_A_TIME
    for portion in range(portions):
        mine = codes % portions == portion
        yield owners[mine], codes[mine]


def build_index(portions: Iterable[tuple[Pairs, Pairs]], count: int) -> InvertedIndex:
    """Make a table of (owner, key); only keys of two to 600 articles are taken, and all bands.

    All holders of a key must be there, in their order; not all keys.
    """
    held, places, worths = [np.empty(0, np.int32)], [np.empty(0, np.int32)], [np.empty(0, np.int64)]
    width = 0
    for owners, codes in portions:
        holders, blocks, worth = index_entries(owners, codes)
        held.append(holders.astype(np.int32))
        places.append((blocks + width).astype(np.int32))
        worths.append(worth)
        width += int(blocks.max(initial=-1)) + 1
    owner, place = np.concatenate(held), np.concatenate(places)
    ones = np.ones(len(owner), np.int8)
    return InvertedIndex(
        sparse.csr_array((ones, (owner, place)), shape=(count, width)),
        sparse.csr_array((np.concatenate(worths), (place, owner)), shape=(width, count)),
    )


def index_entries(owners: Pairs, codes: Pairs) -> tuple[Pairs, Pairs, Pairs]:
    """The useful keys of a portion: who holds each, in which block, and its worth, (n_keys,)."""
    distinct, columns, holders = np.unique(codes, return_inverse=True, return_counts=True)
    worth = key_worths(distinct, holders)
    useful = ((holders >= 2) & (worth > 0))[columns]
    owners, columns = owners[useful], columns[useful]
    _, places = np.unique(blocks(columns, distinct), return_inverse=True)
    return owners, places, worth[columns]


def key_worths(codes: Pairs, holders: Pairs) -> Pairs:
    """What sharing each key is worth, in parts of :data:`WHOLE`, (n_keys,).

    A key that very many hold says nothing, unless it is a band: whoever shares one is compared.
    """
    worth = np.where(holders > MAX_DOCUMENT_FREQUENCY, 0, WHOLE // np.maximum(holders, 1))
    band = codes >= BAND_FAMILY * CODES
    worth[band] = np.maximum(worth[band], int(np.ceil(WHOLE * LEAST_SHARED)))
    return worth


def blocks(columns: Pairs, distinct: Pairs) -> Pairs:
    """Cut the holders of each key, in their order, into blocks of at most 60.

    Where the cuts fall differs from key to key, so that neighbouring blocks of one story that
    hundreds printed are still held together by its other keys.
    """
    order = np.argsort(columns, kind="stable")
    ordered = columns[order]
    rank = np.empty(len(columns), np.int64)
    rank[order] = np.arange(len(columns)) - np.searchsorted(ordered, ordered)
    many = np.bincount(columns, minlength=len(distinct)) > MOST_HOLDERS
    shift = np.where(many, distinct % MOST_HOLDERS, 0)
    places = (rank + shift[columns]) // MOST_HOLDERS
    return columns * (int(places.max(initial=0)) + 1) + places


def candidates(prints: Sequence[Fingerprint]) -> Pairs:
    """Pairs of articles worth comparing, shape (n_pairs, 2), the smaller index first, sorted."""
    families = (family_keys(prints, number) for number in range(len(KEY_FAMILIES)))
    table = build_index(chain.from_iterable(starmap(in_portions, families)), len(prints))
    neighbours = [np.empty((0, 2), np.int64)]
    for begin in range(0, len(prints), ARTICLES_PER_CHUNK):
        neighbours.append(nearest_neighbours(*table.shared(begin, begin + ARTICLES_PER_CHUNK)))
    both = np.sort(np.concatenate(neighbours), axis=1)
    return np.unique(both, axis=0)


def nearest_neighbours(
    rows: Pairs, columns: Pairs, shared: Pairs, most: int = MOST_OTHERS
) -> Pairs:
    """For each row its ``most`` columns with the greatest share, shape (n, 2)."""
    enough = shared >= LEAST_SHARED * WHOLE
    rows, columns, shared = rows[enough], columns[enough], shared[enough]
    order = np.lexsort((columns, -shared, rows))
    rows, columns = rows[order], columns[order]
    begins = np.searchsorted(rows, rows)
    first = np.arange(len(rows)) - begins < most
    return np.stack([rows[first], columns[first]], axis=1)
