"""A spinner's vocabulary, mined from copies: what stands for what, and in how many stories."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from detector.copies.replacement import Replacement

HEADER = "old\tnew\tstories\ttimes\n"


class LexiconEntry(NamedTuple):
    """A replacement in lower case, the stories it was met in, and how often in all."""

    old: str
    new: str
    stories: int
    times: int


def mine_replacements(copies: Iterable[tuple[str, Iterable[Replacement]]]) -> list[LexiconEntry]:
    """Collect word replacements over stories; what recurs over most stories comes first.

    ``copies`` holds a story's id with the replacements of one of its copies. Names and
    figures are left out: they belong to their story.

    >>> from detector.article import Span
    >>> here = Replacement("Build-up", "construction", "word", Span(0, 8), Span(0, 12))
    >>> mine_replacements([("s1", [here]), ("s2", [here])])
    [LexiconEntry(old='build-up', new='construction', stories=2, times=2)]
    """
    times: Counter[tuple[str, str]] = Counter()
    stories: dict[tuple[str, str], set[str]] = defaultdict(set)
    for story, replacements in copies:
        for one in (one for one in replacements if one.kind == "word"):
            key = " ".join(one.old.lower().split()), " ".join(one.new.lower().split())
            times[key] += 1
            stories[key].add(story)
    entries = [LexiconEntry(*key, len(stories[key]), count) for key, count in times.items()]
    return sorted(entries, key=lambda entry: (-entry.stories, -entry.times, entry[:2]))


def lexicon_table(entries: Iterable[LexiconEntry]) -> str:
    """Entries as tab-separated text with a header."""
    lines = ("\t".join(map(str, entry)) for entry in entries)
    return HEADER + "".join(f"{line}\n" for line in lines)
