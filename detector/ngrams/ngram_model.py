"""An n-gram model as a row of arrays: how it is kept, read and looked up.

An interpolated model of order 3 with absolute discounting (Ney, Essen and Kneser 1994).
Probabilities are kept as costs in one byte. Pairs and triples lie in hash buckets, so that
all words of an article are looked up by a handful of numpy gathers. Reading the
file runs no code.
"""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detector.text.arrays import Ids
from detector.text.segments import positions

# Ids below this are classes, not words.
START_ID, BREAK_ID, NUMBER_ID, NAME_ID, RARE_ID = range(5)
N_CLASS_IDS = 5
# Ids go by frequency: the 200 commonest words are those of grammar, which join anything.
FIRST_CONTENT_ID = N_CLASS_IDS + 200
# A cost is -32 * log10 of a probability: one byte reaches down to 10 ** -7.97, and rounding
# changes a probability by less than 4 %.
COST_SCALE = 32.0
HIGHEST_COST = 255
# Keys of pairs have 32 bits (two ids), those of triples 37 (a pair's place and an id).
PAIR_BITS, TRIPLE_BITS = 32, 37
# A bucket has fewer entries than these bits can tell (about one on average).
SIZE_BITS = 5
# An entry shows the lower bits of its key's hash; the bucket stands for the upper ones, and
# together they are all of it, so that no key is taken for another.
PAIR_PRINT, TRIPLE_PRINT = 16, 24
# An odd multiplier permutes the keys; this one is the golden ratio's (Knuth, TAOCP 3, 6.4).
SPREADER = np.uint64(0x9E3779B97F4A7C15)
Hashes = NDArray[np.unsignedinteger]


class DamagedModelError(ValueError):
    """A model file that is not what it should be."""


class BucketTable(NamedTuple):
    """Entries sorted by the hash of their keys, in buckets and within them.

    ``heads`` says of each bucket where it begins, and in the lower :data:`SIZE_BITS` how many
    entries it has; above these 32 bits stands the first entry. An entry holds its print above and
    what it says in the remaining lower bits. ``entries`` are padded by as many zeros as the fullest
    bucket has entries.
    """

    key_bits: int
    print_bits: int
    heads: NDArray[np.uint64]
    entries: NDArray[np.uint32]


class Lookup(NamedTuple):
    """What was found for keys, arrays of shape (n_keys,).

    ``known`` whether a key is there; ``place`` of its entry and the ``entry`` itself, which
    mean nothing where it is not.
    """

    known: NDArray[np.bool_]
    place: NDArray[np.int64]
    entry: NDArray[np.uint32]


class Costs(NamedTuple):
    """What each step of a sequence costs, arrays of shape (n - 1,) for n ids.

    ``cost`` in 1/32 of log10, ``pair`` that of the word after one word only; ``seen`` whether the
    pair that ends there occurred in training; where it did, ``place`` says where it is kept, and
    ``backoff`` what it costs to leave it as a context.
    """

    cost: NDArray[np.int16]
    seen: NDArray[np.bool_]
    place: NDArray[np.int64]
    pair: NDArray[np.int16]
    backoff: NDArray[np.int16]

    def between(self, first: int, last: int) -> Costs:
        """Those of a part of the sequence."""
        own = slice(first, last)
        cost, seen, place, pair, backoff = self
        return Costs(cost[own], seen[own], place[own], pair[own], backoff[own])


@dataclass(frozen=True, eq=False)
class NgramModel:
    """A model of three orders: words, pairs, triples. One model is equal to itself alone.

    Attributes
    ----------
    vocabulary : ndarray of uint8
        The words in order of frequency, in UTF-8, parted by line feeds; the first has id 5.
    word_cost, word_backoff : ndarray of uint8, shape (n_ids,)
        Cost of a word alone, and of leaving it as a context.
    pair_sizes : ndarray of uint8, shape (n_buckets,)
        Entries in each bucket.
    pair_entries : ndarray of uint32, shape (n_pairs,)
        16 bits of print, 8 of the cost of leaving the pair as a context, 8 of the cost of the
        second word after the first.
    triple_sizes : ndarray of uint8, shape (n_buckets,)
    triple_entries : ndarray of uint32, shape (n_triples,)
        24 bits of print, 8 of the cost of a third word after a pair.
    """

    vocabulary: NDArray[np.uint8]
    word_cost: NDArray[np.uint8]
    word_backoff: NDArray[np.uint8]
    pair_sizes: NDArray[np.uint8]
    pair_entries: NDArray[np.uint32]
    triple_sizes: NDArray[np.uint8]
    triple_entries: NDArray[np.uint32]

    @cached_property
    def words(self) -> list[str]:
        """Lower-case words in the order of their ids. Names are not listed: they have a class."""
        return self.vocabulary.tobytes().decode("utf-8").split("\n")

    @cached_property
    def ids(self) -> dict[str, int]:
        """Lower-case word to id."""
        return {word: number for number, word in enumerate(self.words, N_CLASS_IDS)}

    def word_of(self, number: int) -> str:
        """The word of an id."""
        return self.words[number - N_CLASS_IDS]

    @cached_property
    def pairs(self) -> BucketTable:
        """Where pairs are found."""
        return buckets(self.pair_sizes, self.pair_entries, PAIR_BITS, PAIR_PRINT)

    @cached_property
    def triples(self) -> BucketTable:
        """Where triples are found."""
        return buckets(self.triple_sizes, self.triple_entries, TRIPLE_BITS, TRIPLE_PRINT)

    @cached_property
    def alone(self) -> NDArray[np.float32]:
        """log10 probability of each id on its own, shape (n_ids,)."""
        return (self.word_cost / -COST_SCALE).astype(np.float32)

    @cached_property
    def unigram_cost(self) -> NDArray[np.int16]:
        """Cost of each id on its own, shape (n_ids,), wide enough to be taken from another."""
        return self.word_cost.astype(np.int16)

    def costs(self, sequence: Ids, parted: Ids | slice = slice(0)) -> Costs:
        """What each word costs after the words before it.

        Parameters
        ----------
        sequence : ndarray of int64, shape (n,)
            Ids of words and classes.
        parted : ndarray of int64, optional
            Steps from one article to the next, whose cost means nothing.
        """
        pairs = self.pair_costs(sequence[:-1], sequence[1:])
        pairs.seen[parted] = False
        cost = pairs.pair.copy()
        # The pair that ends one step earlier is the context of the triple.
        without = cost[1:] + pairs.backoff[:-1]
        third = self.triple_costs(pairs.place[:-1], sequence[2:], without)
        np.copyto(cost[1:], third, where=pairs.seen[:-1])
        return pairs._replace(cost=cost)

    def pair_costs(self, before: NDArray[Any], after: NDArray[Any]) -> Costs:
        """What words cost after one word each, arrays of shape (n_pairs,).

        Ids may have 32 bits, which a pair fits into.
        """
        pair = find(self.pairs, (before << 16) | after)
        cost = (pair.entry & 0xFF).astype(np.int16)
        new = positions(~pair.known)
        backed_off = self.word_backoff.take(before.take(new))
        cost[new] = self.unigram_cost.take(after.take(new)) + backed_off
        backoff = ((pair.entry >> 8) & 0xFF).astype(np.int16)
        return Costs(cost, pair.known, pair.place, cost, backoff)

    def triple_costs(
        self, context: Ids, after: Ids, without: NDArray[np.int16]
    ) -> NDArray[np.int16]:
        """What words cost after pairs, given the pairs' places; means nothing after unknown ones.

        ``without`` is what they cost where the three never occurred together.
        """
        triple = find(self.triples, (context << 16) | after)
        return np.where(triple.known, (triple.entry & 0xFF).astype(np.int16), without)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def save(self, path: Path) -> None:
        """Write the arrays; compressed ones take four times as long to read, at every start."""
        arrays: dict[str, Any] = self.arrays()
        np.savez(path, **arrays)

    def digest(self) -> str:
        """SHA-256 over names and contents of the arrays, however the file was packed."""
        total = hashlib.sha256()
        for name, array in self.arrays().items():
            total.update(name.encode())
            total.update(array.tobytes())
        return total.hexdigest()


def hashed(keys: NDArray[Any], bits: int) -> Hashes:
    """Permute numbers of so many bits; neighbours end up far apart."""
    if bits == 32:
        # Of 32 bits the product loses the upper ones by itself.
        return keys.astype(np.uint32, copy=False) * SPREADER.astype(np.uint32)
    spread = keys.view(np.uint64) * SPREADER
    spread &= np.uint64((1 << bits) - 1)
    return spread


def upper(mixed: Hashes, key_bits: int, n_buckets: int) -> Ids:
    """The bucket of a hash, of a power of two of them."""
    return (mixed >> (key_bits - (n_buckets.bit_length() - 1))).astype(np.int64)


def lower(mixed: Hashes, print_bits: int) -> NDArray[np.uint32]:
    """The print of a hash, where an entry shows it."""
    return mixed.astype(np.uint32, copy=False) << np.uint32(32 - print_bits)


def buckets(
    sizes: NDArray[np.uint8], entries: NDArray[np.uint32], key_bits: int, print_bits: int
) -> BucketTable:
    """Prepare entries for :func:`find`."""
    reach = int(sizes.max(initial=1))
    if reach >> SIZE_BITS or len(entries) >> (32 - SIZE_BITS):
        raise DamagedModelError(f"a bucket of {reach} entries, or {len(entries)} in all: too many")
    padded = np.concatenate([entries, np.zeros(reach, np.uint32)])
    # One number a bucket: a look-up waits for memory more than for anything else.
    heads = sizes.astype(np.uint32)
    heads.cumsum(dtype=np.uint32, out=heads)
    heads -= sizes
    first = padded.take(heads)
    heads <<= np.uint32(SIZE_BITS)
    heads |= sizes
    joined = np.stack([heads, first], axis=1).astype("<u4", copy=False)
    return BucketTable(key_bits, print_bits, joined.view("<u8")[:, 0], padded)


def find(table: BucketTable, keys: NDArray[Any]) -> Lookup:
    """Look keys up, all at once."""
    mixed = hashed(keys, table.key_bits)
    heads = table.heads.take(upper(mixed, table.key_bits, len(table.heads)))
    head, entry = heads.view("<u4").reshape(-1, 2).T
    prints = lower(mixed, table.print_bits)
    place = (head >> SIZE_BITS).astype(np.int64)
    size = head & ((1 << SIZE_BITS) - 1)
    # In a bucket of several, go on to the next as long as the print is lower than that looked for.
    left = positions((entry < prints) & (size > 1))
    at, sought, remaining = place.take(left), prints.take(left), size.take(left)
    while len(left):
        at += 1
        remaining -= 1
        found = table.entries.take(at)
        place[left], entry[left] = at, found
        on = positions((found < sought) & (remaining > 1))
        left, at, sought = left.take(on), at.take(on), sought.take(on)
        remaining = remaining.take(on)
    # Two prints are the same when nothing is left of their difference above what entries say.
    known = (entry ^ prints) < (1 << (32 - table.print_bits))
    known &= size > 0
    return Lookup(known, place, entry)


def load(path: Path, digest: str | None = None) -> NgramModel:
    """Read a model.

    Parameters
    ----------
    path : Path
    digest : str, optional
        What :meth:`NgramModel.digest` must give.

    Raises
    ------
    DamagedModelError
        Where the file is no such model, holds objects, or differs from the digest.
    """
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            model = NgramModel(**{name: file[name] for name in file.files})
    except (ValueError, TypeError, KeyError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise DamagedModelError(f"{path} is not an n-gram model: {error}") from error
    if digest is not None and model.digest() != digest:
        raise DamagedModelError(f"{path} is not the model that was shipped: its digest differs")
    return model
