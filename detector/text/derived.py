"""Values computed once of an article or a batch, and kept with it.

Several signals and columns ask for the same intermediate result: the phrases of an article, the
surprisal of all words of a batch. Such a value hangs on the text that it describes, in its
``derived``, and goes when the text goes; no module holds on to texts.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Protocol, TypeVar, TypeVarTuple


class HasDerived(Protocol):
    """A text that carries the values derived from it, by function and further arguments."""

    derived: dict[Hashable, Any]


Text = TypeVar("Text", bound=HasDerived)
Further = TypeVarTuple("Further")
Value = TypeVar("Value")


def derived(
    compute: Callable[[Text, *Further], Value],
) -> Callable[[Text, *Further], Value]:
    """Let a function compute its value once for each article or batch.

    The value must depend on nothing but the text, the further arguments (hashable, given by
    position) and the files of the package: detectors with different settings share it. Two threads
    that ask for it at the same time may both compute it, and get equal values.

    >>> from detector.text.tokens import Tokens
    >>> @derived
    ... def longest(tokens):
    ...     print("looked up")
    ...     return max(tokens.words, key=len)
    >>> tokens = Tokens("The ferry waited.")
    >>> longest(tokens), longest(tokens)
    looked up
    ('waited', 'waited')
    """

    @wraps(compute)
    def kept(text: Text, *args: *Further) -> Value:
        key = (compute, *args) if args else compute
        values = text.derived
        if key in values:
            return values[key]
        value = values[key] = compute(text, *args)
        return value

    return kept
