"""Words folded to one spelling of their letters: lower case, a straight apostrophe."""

from __future__ import annotations


def lowercase(word: str) -> str:
    """A word in lower case, its apostrophe straight; the same string where it is so printed.

    >>> lowercase("Don’t")
    "don't"
    """
    lowered = word.lower().replace("’", "'")
    return word if lowered == word else lowered
