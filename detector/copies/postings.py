"""Which known articles hold which rare keys: sorted segments that are merged as they grow.

Segments of days are merged into larger ones, as in a log-structured merge-tree (O'Neil and others
1996), so that a year is searched in few steps. What is read of each is checked by its digest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detector.copies.candidates import (
    ARTICLES_PER_CHUNK,
    MOST_HOLDERS,
    InvertedIndex,
    Pairs,
    key_worths,
    keys_of_all,
    nearest_neighbours,
)
from detector.copies.fingerprints import Fingerprint
from detector.copies.index_file import damaged
from detector.copies.known_article import digest

# Articles in the largest segments: 70 MB, which are held one at a time (measured on news: 283 keys
# an article).
LARGEST_SEGMENT = 20_000
# Known articles that a new one is compared with at most: one member leads to the whole story.
MOST_KNOWN = 8


class Postings(NamedTuple):
    """Sorted keys and the number of the article that holds each, both (n_postings,)."""

    keys: Pairs
    owners: NDArray[np.integer[Any]]


class KeyHolders(NamedTuple):
    """Which known articles hold some keys: ``places`` among the keys, ``numbers``, ``worth``.

    All have shape (n_shared,); ``worth`` is what sharing the key is worth, in parts of
    :data:`~detector.copies.candidates.WHOLE`.
    """

    places: Pairs
    numbers: Pairs
    worth: Pairs


def write_keys(connection: sqlite3.Connection, first: int, prints: Sequence[Fingerprint]) -> None:
    """Write the keys of articles that are numbered from ``first`` on."""
    owners, codes = keys_of_all(prints)
    order = np.argsort(owners, kind="stable")
    postings = sorted_postings(codes[order], owners[order] + first)
    add_segment(connection, first, len(prints), postings)


def add_segment(
    connection: sqlite3.Connection, first: int, articles: int, postings: Postings
) -> None:
    """Add the postings of some articles; the segment before that is no larger joins them."""
    last = connection.execute("SELECT * FROM segment ORDER BY first DESC LIMIT 1").fetchone()
    if last and last[1] <= articles and last[1] + articles <= LARGEST_SEGMENT:
        before = read_segment(connection, last)
        merged = sorted_postings(
            np.concatenate([before.keys, postings.keys]),
            np.concatenate([before.owners, postings.owners]),
        )
        connection.execute("DELETE FROM segment WHERE first = ?", last[:1])
        add_segment(connection, last[0], last[1] + articles, merged)
        return
    blobs = postings.keys.astype("<i8").tobytes(), postings.owners.astype("<i4").tobytes()
    row = (first, articles, digest(first, articles, *blobs), *blobs)
    connection.execute("INSERT INTO segment VALUES (?, ?, ?, ?, ?)", row)


def sorted_postings(keys: Pairs, owners: NDArray[np.integer[Any]]) -> Postings:
    """Postings by key; those of a key in the order of their articles."""
    order = np.argsort(keys, kind="stable")
    return Postings(keys[order], owners[order])


def segments(connection: sqlite3.Connection) -> Iterator[Postings]:
    """All segments, one at a time, from the first article on.

    Raises
    ------
    StoryIndexError
        When one is missing.
    """
    articles = 0
    for row in connection.execute("SELECT * FROM segment ORDER BY first"):
        yield read_segment(connection, row)
        articles += row[1]
    (count,) = connection.execute("SELECT count(*) FROM article").fetchone()
    if articles != count:
        raise damaged(connection)


def read_segment(
    connection: sqlite3.Connection, row: tuple[int, int, bytes, bytes, bytes]
) -> Postings:
    """The postings of a row of ``segment``.

    Raises
    ------
    StoryIndexError
        When they are not what was written.
    """
    first, articles, written, keys, owners = row
    if digest(first, articles, keys, owners) != written:
        raise damaged(connection)
    return Postings(np.frombuffer(keys, "<i8"), np.frombuffer(owners, "<i4"))


def known_candidates(
    connection: sqlite3.Connection, prints: Sequence[Fingerprint]
) -> tuple[Pairs, list[int]]:
    """Known articles worth comparing with new ones.

    Returns
    -------
    pairs : ndarray of shape (n_pairs, 2)
        Places of a new article, and of a known one behind all new ones.
    numbers : list of int
        The numbers of the known ones.
    """
    count = len(prints)
    owners, codes = keys_of_all(prints)
    distinct, columns, new = np.unique(codes, return_inverse=True, return_counts=True)
    known = find_holders(connection, distinct, new)
    columns_of_all = count + known.numbers.max(initial=0) + 1
    ones = np.ones(len(columns), np.int64)
    index = InvertedIndex(
        sparse.csr_array((ones, (owners, columns)), shape=(count, len(distinct))),
        sparse.csr_array(
            (known.worth, (known.places, count + known.numbers)),
            shape=(len(distinct), columns_of_all),
        ),
    )
    pairs = [np.empty((0, 2), np.int64)]
    for begin in range(0, count, ARTICLES_PER_CHUNK):
        end = min(begin + ARTICLES_PER_CHUNK, count)
        pairs.append(nearest_neighbours(*index.shared(begin, end), most=MOST_KNOWN))
    near = np.concatenate(pairs)
    numbers, places = np.unique(near[:, 1] - count, return_inverse=True)
    return np.column_stack([near[:, 0], count + places]), numbers.tolist()


def find_holders(connection: sqlite3.Connection, keys: Pairs, new: Pairs) -> KeyHolders:
    """The known articles that hold some of ``keys``, which are sorted and distinct.

    ``new`` says how many new articles hold each. Of the holders in a segment the first will do: the
    same members of a large story hold all of its keys.
    """
    places, numbers = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    totals = new.copy()
    for segment in segments(connection):
        begins = np.searchsorted(segment.keys, keys)
        here = np.flatnonzero(begins < len(segment.keys))
        here = here[segment.keys[begins[here]] == keys[here]]
        counts = np.searchsorted(segment.keys, keys[here], side="right") - begins[here]
        totals[here] += counts
        kept = np.minimum(counts, MOST_HOLDERS)
        within = np.arange(kept.sum()) - np.repeat(np.cumsum(kept) - kept, kept)
        places.append(np.repeat(here, kept))
        numbers.append(segment.owners[np.repeat(begins[here], kept) + within])
    place = np.concatenate(places)
    worth = key_worths(keys, totals)[place]
    useful = worth > 0
    return KeyHolders(place[useful], np.concatenate(numbers)[useful], worth[useful])
