"""Words cut into the pieces that an uncased encoder was trained on.

Source: WordPiece as BERT has it (Devlin et al. 2019, arXiv:1810.04805): a word is cut greedily
from the left into the longest pieces of the vocabulary.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

# Digits say which facts a text states, not how it is worded; typographic marks say which newsroom
# set it. Neither may tell the encoder where an article comes from.
PLAIN = str.maketrans(
    dict.fromkeys("“”„«»", '"') | dict.fromkeys("’‘`", "'") | dict.fromkeys("–—", "-") | {"…": "."}
)
DIGIT = "5"
CONTINUES = "##"
UNKNOWN = "[UNK]"
# A longer run of letters is no word, and must not fill a cache.
LONGEST_WORD = 100
WORD = re.compile(r"\w+|[^\w\s]")


class WordPieces:
    """Cuts texts into ids of a vocabulary.

    Parameters
    ----------
    ids : mapping of str to int
        Piece -> id; pieces that continue a word begin with ``##``.
    """

    def __init__(self, ids: Mapping[str, int]) -> None:
        self._ids = ids
        self._unknown = (ids[UNKNOWN],)
        self._of_word = lru_cache(maxsize=20_000)(self._pieces)

    def encode(self, text: str, start: int, most: int) -> tuple[list[int], list[tuple[int, int]]]:
        """The ids of the first pieces from a place on, at most so many, and the span of each word.

        Pieces of one word share its span. Of a text that is all accents the end is not looked for.

        >>> WordPieces({"[UNK]": 0, "fer": 1, "##ries": 2, "55": 3}).encode("Ferries 12 ♥", 0, 4)
        ([1, 2, 3, 0], [(0, 7), (0, 7), (8, 10), (11, 12)])
        """
        ids: list[int] = []
        spans: list[tuple[int, int]] = []
        for match in WORD.finditer(text, start, start + most * LONGEST_WORD):
            word = match.group()
            own = self._of_word(plain(word)) if len(word) <= LONGEST_WORD else self._unknown
            ids += own
            spans += [match.span()] * len(own)
            if len(ids) >= most:
                break
        return ids[:most], spans[:most]

    def _pieces(self, word: str) -> tuple[int, ...]:
        """The ids of one word; that of the unknown piece where it cannot be cut."""
        found, start, prefix = [], 0, ""
        while start < len(word):
            end = len(word)
            while end > start and prefix + word[start:end] not in self._ids:
                end -= 1
            if end == start:
                return self._unknown
            found.append(self._ids[prefix + word[start:end]])
            start, prefix = end, CONTINUES
        return tuple(found)


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """One word without case and accents; every digit is the same.

    >>> [*map(plain, ("Café", "2,5", "“"))]
    ['cafe', '5,5', '"']
    """
    lowered = word.translate(PLAIN).lower()
    if not lowered.isascii():
        decomposed = unicodedata.normalize("NFD", lowered)
        lowered = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    return re.sub(r"\d", DIGIT, lowered)
