"""Byte-level BPE of SmolLM2, with the vocabulary of the weight file.

Text is pre-tokenized by GPT-2's pattern with every digit a piece of its own. Special tokens are
never read from text: no merge produces one, so ``<|endoftext|>`` in an article is plain
characters. White space is folded to single spaces; spans point into the untouched text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

# Letters are \w without digits and the underscore; numerals of other scripts were replaced by "0".
PIECE = re.compile(r"'(?:s|t|re|ve|m|ll|d)| ?[^\W\d_]+|\d| ?(?:[^\s\w]|_)+|\s+(?=\d)|\s+(?!\S)|\s+")
# The most characters merged as one piece. The longest English words have thirty; merging takes
# quadratic time, and some texts have no space in two million characters.
LONGEST_PIECE = 128
# Characters read for each token of the budget: an English token has 4.5, the longest some 20.
CHARACTERS_A_TOKEN = 20
MOST_CACHED = 1 << 16
# The letter that stands for a space in the vocabulary.
SPACE = "Ġ"


class Encoded(NamedTuple):
    """Tokens of the opening of a text.

    Attributes
    ----------
    ids : list of int
    spans : list of (int, int)
        Half-open offsets of characters in the untouched text, without the space before a word.
    """

    ids: list[int]
    spans: list[tuple[int, int]]


def byte_letters() -> dict[int, str]:
    """The printable letter that stands for each byte in the vocabulary (GPT-2's table)."""
    shown = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [byte for byte in range(256) if byte not in set(shown)]
    return {**{b: chr(b) for b in shown}, **{b: chr(256 + n) for n, b in enumerate(hidden)}}


class Tokenizer:
    """Encodes text.

    Parameters
    ----------
    tokens : sequence of str
        The vocabulary, by id.
    merges : sequence of str
        Pairs with a space between, the first merged first.
    """

    def __init__(self, tokens: Sequence[str], merges: Sequence[str]) -> None:
        self.tokens = tokens
        self._ids = {token: number for number, token in enumerate(tokens)}
        self._ranks = {tuple(pair.split(" ")): rank for rank, pair in enumerate(merges)}
        self._letters = byte_letters()
        self._bytes = {letter: byte for byte, letter in self._letters.items()}
        self._merged = lru_cache(maxsize=MOST_CACHED)(self._merge)

    def encode(self, text: str, budget: int) -> Encoded:
        """The first ``budget`` tokens of a text; the rest of it is not read."""
        folded, places = fold(text, budget * CHARACTERS_A_TOKEN)
        encoded = Encoded([], [])
        for start, piece in pieces(folded):
            for token, first, last in self._placed(piece, start):
                if len(encoded.ids) == budget:
                    return encoded
                encoded.ids.append(self._ids[token])
                encoded.spans.append((places[first], places[last] + 1))
        return encoded

    def text_of(self, number: int) -> str:
        """The text of a token; part of a character gives U+FFFD."""
        return bytes(self._bytes[letter] for letter in self.tokens[number]).decode(
            "utf-8", "replace"
        )

    def _placed(self, piece: str, start: int) -> Iterator[tuple[str, int, int]]:
        """The tokens of a piece with the places of their first and last character."""
        owners: Sequence[int] = range(start, start + len(piece))
        if not piece.isascii():
            owners = [start + n for n, char in enumerate(piece) for _ in char.encode()]
        at = 0
        for token in self._merged(piece):
            end = at + len(token)
            # A token that begins a word includes the space before it; its span does not.
            spaced = token[0] == SPACE and len(token) > 1
            yield token, owners[at] + spaced, owners[end - 1]
            at = end

    def _merge(self, piece: str) -> list[str]:
        """The tokens of a piece, in letters that stand for bytes.

        The pair of lowest rank is merged wherever it occurs, until no known pair is left.
        """
        parts = [self._letters[byte] for byte in piece.encode()]
        while len(parts) > 1:
            rank, best = min(
                (self._ranks.get(pair, len(self._ranks)), pair) for pair in pairwise(parts)
            )
            if rank == len(self._ranks):
                break
            parts = joined(parts, best)
        return parts


def joined(parts: list[str], pair: tuple[str, str]) -> list[str]:
    """Join every occurrence of a pair, from the left.

    >>> joined(["a", "b", "a", "b", "b"], ("a", "b"))
    ['ab', 'ab', 'b']
    """
    merged: list[str] = []
    at = 0
    while at < len(parts):
        if parts[at] == pair[0] and at + 1 < len(parts) and parts[at + 1] == pair[1]:
            merged.append(parts[at] + parts[at + 1])
            at += 2
        else:
            merged.append(parts[at])
            at += 1
    return merged


def fold(text: str, limit: int) -> tuple[str, list[int]]:
    """Fold white space to single spaces and lone surrogates to U+FFFD, up to ``limit`` characters.

    Returns
    -------
    folded : str
        Without white space at its ends.
    places : list of int
        Where each of its characters stands in the text.

    Examples
    --------
    >>> fold(" a  b", 10)
    ('a b', [1, 3, 4])
    """
    parts: list[str] = []
    places: list[int] = []
    for word in re.finditer(r"\S+", text):
        room = limit - len(places)
        if room <= 1:
            break
        start, end = word.start(), min(word.end(), word.start() + room - 1)
        gap = int(bool(places))
        parts.append(" " * gap + text[start:end])
        places += range(start - gap, end)
    whole = "".join(parts)
    if not whole.isascii():
        whole = whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole, places


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """The pieces that are merged separately, with their starts."""
    shadow = text
    if not text.isascii():
        # Numerals of every script are pieces of their own; `re` has no class for all of them.
        shadow = "".join("0" if c.isalnum() and not c.isalpha() else c for c in text)
    for match in PIECE.finditer(shadow):
        for start in range(match.start(), match.end(), LONGEST_PIECE):
            yield start, text[start : min(start + LONGEST_PIECE, match.end())]
