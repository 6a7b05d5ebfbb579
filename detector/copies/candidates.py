"""Which pairs of articles are worth comparing: those that share something rare.

An inverted index of rare keys: pairs of facts, quoted words, a sample of the word runs, and
rare names and figures. A key that many articles hold is dropped, so the cost grows
with the number of articles and not with its square.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detector.copies.fingerprints import FAMILIES, Fingerprint

Pairs = NDArray[np.int64]

CODES = 2**30
# One word run in four is a key: two verbatim articles share a hundred of them (made up).
SAMPLED = 4
# Names and figures rarer than this are keys by themselves (made up: a name that edited news
# printed less than once in a million words, a figure of four digits).
RARE = 4.4
# So many holders of a key are compared with each other; a key in ten times as many articles
# tells of an event or of an outlet's furniture, not of a copy (made up).
MOST_HOLDERS = 60
FURNITURE = 600
# How many others an article is compared with at most, those first that share the rarest keys.
MOST_OTHERS = 24
# Shared keys, each worth one over the number of its holders, that make a pair worth a look.
LEAST_SHARED = 0.12
# Shares are counted in parts of this: thousands of keys still add up to less than 2**63.
WHOLE = 2**24
# Articles whose products are held at a time.
CHUNK = 4000


def keys(found: Fingerprint) -> NDArray[np.int64]:
    """The keys of one article, distinct within their family, shape (n_keys,)."""
    by_name = dict(zip(FAMILIES, found.families, strict=True))
    shingles = by_name["shingles"].codes
    parts = [shingles[shingles % SAMPLED == 0], by_name["quotations"].codes, by_name["facts"].codes]
    for name in ("names", "figures"):
        codes, weights = by_name[name]
        parts.append(codes[weights >= RARE])
    return np.concatenate(
        [codes.astype(np.int64) + CODES * number for number, codes in enumerate(parts)]
    )


class Table(NamedTuple):
    """Articles by keys: ``held`` says who holds which key, ``worth`` what sharing it is worth.

    Both have shape (n_articles, n_blocks) and whole numbers, whose sums do not depend on the order
    in which they are added: the same pairs come out however the keys are shared out.
    """

    held: sparse.csr_array
    worth: sparse.csr_array

    def shared(self, begin: int, end: int) -> tuple[Pairs, Pairs, Pairs]:
        """For some articles: rows, columns and what is shared, in parts of :data:`WHOLE`."""
        found = sparse.coo_array(self.held[begin:end] @ self.worth.T)
        rows, columns = found.coords[0] + begin, found.coords[1].astype(np.int64)
        apart = rows != columns
        return rows[apart], columns[apart], found.data[apart]


def tabulate(owners: Pairs, codes: Pairs, count: int) -> Table:
    """Make a table of (owner, key); only keys of two to 600 articles are taken.

    All holders of a key must be there, in their order; not all keys.
    """
    distinct, columns, holders = np.unique(codes, return_inverse=True, return_counts=True)
    useful = ((holders >= 2) & (holders <= FURNITURE))[columns]
    owners, columns = owners[useful], columns[useful]
    worth = (WHOLE // np.maximum(holders, 1))[columns]
    _, places = np.unique(blocks(columns, distinct), return_inverse=True)
    shape = (count, int(places.max()) + 1 if len(places) else 0)
    ones = np.ones(len(places), np.int64)
    return Table(
        sparse.csr_array((ones, (owners, places)), shape=shape),
        sparse.csr_array((worth.astype(np.int64), (owners, places)), shape=shape),
    )


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
    named: Pairs = columns * FURNITURE + (rank + shift[columns]) // MOST_HOLDERS
    return named


def candidates(prints: Sequence[Fingerprint]) -> Pairs:
    """Pairs of articles worth comparing, shape (n_pairs, 2), the smaller index first, sorted."""
    held = [keys(found) for found in prints]
    owners = np.repeat(np.arange(len(held)), [len(codes) for codes in held])
    table = tabulate(owners, np.concatenate([np.empty(0, np.int64), *held]), len(held))
    found = [np.empty((0, 2), np.int64)]
    for begin in range(0, len(prints), CHUNK):
        found.append(nearest(*table.shared(begin, begin + CHUNK)))
    both = np.sort(np.concatenate(found), axis=1)
    return np.unique(both, axis=0)


def nearest(rows: Pairs, columns: Pairs, shared: Pairs) -> Pairs:
    """For each row its :data:`MOST_OTHERS` columns with the greatest share, shape (n, 2)."""
    enough = shared >= LEAST_SHARED * WHOLE
    rows, columns, shared = rows[enough], columns[enough], shared[enough]
    order = np.lexsort((columns, -shared, rows))
    rows, columns = rows[order], columns[order]
    begins = np.searchsorted(rows, rows)
    first = np.arange(len(rows)) - begins < MOST_OTHERS
    return np.stack([rows[first], columns[first]], axis=1)
