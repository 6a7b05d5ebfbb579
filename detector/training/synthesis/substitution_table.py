"""Makes the table of rivals: for each form of a word, the forms that might stand in its place.

Rivals are synonyms in the same inflection, both ways: whoever prints "edifices" might have
printed "buildings". The table ``detector/data/rivals.npz`` is made by ``detector corpora
rivals`` from WordNet and read by :mod:`detector.ngrams.substitutes`.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

import numpy as np

from detector.resources.tables import read_table
from detector.training.synthesis.inflection import PROTECTED_WORDS, Form, inflect, read_tags
from detector.training.synthesis.thesaurus import Thesaurus

# Rivals kept of a form, commonest first: with 6 or 10 the figures that come of them set
# spun copies apart alike, and each costs time.
MOST_CANDIDATES = 6
# Letters below which a word's synonyms are noise ("am" for "ante meridiem"; made up).
FEWEST_LETTERS = 3
# British and American spellings of one word are no rivals: a desk keeps to its own. Each
# pattern is that of a British spelling with what America prints.
_SPELLINGS = [
    (re.compile(row["british"]), row["american"]) for row in read_table("spelling_patterns")
]
# What desks of other countries, and other style books, call one thing: no rivals either, or a
# British desk would be told that news prints "fall" where it wrote "autumn", and a Canadian one
# that its provinces are states. Their word, then what most American desks print.
REGIONAL_PAIRS = frozenset(
    frozenset((row["british"], american))
    for row in read_table("regional_words")
    for american in row["american"].split()
)


def substitution_candidates(
    thesaurus: Thesaurus, common: Mapping[str, int]
) -> dict[str, list[str]]:
    """The rivals of every form that has some: forms in alphabetical order, rivals by rank.

    Parameters
    ----------
    thesaurus : Thesaurus
    common : mapping
        Lower-case words that news prints, to their rank; only such words are rivals.

    Raises
    ------
    MissingPackagesError
        Where lemminflect or ``wordnet-base`` is absent.
    """
    rivals: dict[str, set[str]] = defaultdict(set)
    for word in common:
        for synonym in synonymous_forms(word, thesaurus):
            rivals[synonym].add(word)
            if synonym in common:
                rivals[word].add(synonym)
    return {word: commonest(rivals[word], common) for word in sorted(rivals)}


def packed(table: Mapping[str, Sequence[str]]) -> bytes:
    """The table as the package ships it, an archive of arrays.

    ``words``, shape (n_bytes,), are all words of the table in UTF-8, parted by line feeds;
    ``counts``, shape (n_words,), says how many rivals each has, and ``rivals`` are the places of
    those among the words, word by word.

    Raises
    ------
    OverflowError
        Where the table has more than 65,536 words.
    """
    words = sorted({*table, *chain.from_iterable(table.values())})
    places = {word: place for place, word in enumerate(words)}
    rivals = [places[rival] for word in words for rival in table.get(word, ())]
    archive = io.BytesIO()
    np.savez(
        archive,
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        counts=np.array([len(table.get(word, ())) for word in words], np.uint8),
        rivals=np.array(rivals, np.uint16),
    )
    return archive.getvalue()


def commonest(words: Collection[str], rank: Mapping[str, int]) -> list[str]:
    """The words of lowest rank, in order."""
    return sorted(words, key=rank.__getitem__)[:MOST_CANDIDATES]


def synonymous_forms(word: str, thesaurus: Thesaurus) -> Iterator[str]:
    """Single words that mean what a word may mean, in each form that the word may be."""
    if len(word) < FEWEST_LETTERS or not word.isalpha() or word in PROTECTED_WORDS:
        return
    for form in word_forms(word):
        for sense in thesaurus(form.lemma, form.pos):
            for synonym in sense:
                made = inflect(synonym, form)
                if made.isalpha() and made not in PROTECTED_WORDS and not is_same(made, word):
                    yield made


def is_same(word: str, other: str) -> bool:
    """Whether two words are what desks of two countries print for one thing.

    >>> is_same("autumn", "fall"), is_same("colours", "colors"), is_same("border", "boundary")
    (True, True, False)
    """
    spelled_alike = normalize_spelling(word) == normalize_spelling(other)
    return spelled_alike or frozenset((word, other)) in REGIONAL_PAIRS


def normalize_spelling(word: str) -> str:
    """A word with its spelling evened out, so that both of a pair come out alike.

    >>> (normalize_spelling("colours") == normalize_spelling("colors"),
    ...     normalize_spelling("organised") == normalize_spelling("organized"))
    (True, True)
    >>> (normalize_spelling("programme") == normalize_spelling("program"),
    ...     normalize_spelling("border") == normalize_spelling("boundary"))
    (True, False)
    """
    for british, american in _SPELLINGS:
        word = british.sub(american, word)
    return word


def word_forms(word: str) -> Iterator[Form]:
    """Every form that a word may be."""
    for lemma, pos, tags in read_tags(word):
        if lemma not in PROTECTED_WORDS:
            yield from (Form(lemma, pos, tag) for tag in tags)
