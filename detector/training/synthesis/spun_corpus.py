"""Spun rows from clean rows: which originals, which seeds, and the pairs they make.

A row is a plain mapping with ``id, text`` and, where known, ``outlet, country, year, title,
source_dataset``. A spun row points to its original by ``pair_id``; a split must keep the two
together, and hold out a spinner whole.
"""

from __future__ import annotations

import random
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain, islice, zip_longest
from typing import Any

from detector.training.corpora.labelled import Row
from detector.training.synthesis.spinners import Spinner

# Lengths of an article worth spinning, in words: below, the error rates of any text model no
# longer hold; above, long reads that farms cut short. Made up.
FEWEST_SPIN_WORDS, MOST_SPIN_WORDS = 150, 900
# An original that has any of these is odd already, and its spun copy would teach the oddity:
# engines' own marks, replacement characters, mojibake, spaces that a tokeniser left, glue,
# link lists, gaps.
_ODD = re.compile(
    r"[*#|{}\\�]|â€|Ã.|\w ,|\w \.|&[a-z]+;|https?://|www\.|\n{3}"
    r"|[^\S\n]{2}|[a-z]{2}[.?!][A-Z][a-z]"
)
# Spun text that differs from its original in a smaller share of its words is not spun (made
# up: one word in fifty).
LEAST_CHANGED = 0.02


def is_spinnable(text: str) -> bool:
    """Whether an article is clean and of a fit length to be spun.

    >>> is_spinnable("Too short.")
    False
    """
    words = text.split()
    if not FEWEST_SPIN_WORDS <= len(words) <= MOST_SPIN_WORDS or _ODD.search(text):
        return False
    capitals = sum(word[0].isupper() for word in words) / len(words)
    letters = sum(char.isascii() for char in text) / len(text)
    mixed = '"' in text and ("“" in text or "”" in text)
    return 0.04 < capitals < 0.4 and letters > 0.97 and text.count(".") >= 5 and not mixed


def choose_originals(rows: Iterable[Mapping[str, Any]], count: int, seed: int) -> list[Row]:
    """Draw fit originals evenly: source by source in turn, within each outlet by outlet.

    Repeated texts are taken once. Fewer rows come back where fewer are fit.
    """
    rng = random.Random(f"originals {seed}")
    strata: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    seen: set[str] = set()
    for row in rows:
        opening = row["text"][:200]
        if is_spinnable(row["text"]) and opening not in seen:
            seen.add(opening)
            outlet = str(row.get("outlet"))
            strata[str(row.get("source_dataset"))][outlet].append(dict(row))
    turns = [_take_turns([*outlets.values()], rng) for outlets in strata.values()]
    return list(islice(_alternate(turns), count))


def _take_turns(groups: list[list[Row]], rng: random.Random) -> Iterator[Row]:
    for group in groups:
        rng.shuffle(group)
    rng.shuffle(groups)
    return _alternate(groups)


def _alternate(sources: Iterable[Iterable[Row]]) -> Iterator[Row]:
    """One from each source in turn until all are empty."""
    return (row for row in chain.from_iterable(zip_longest(*sources)) if row is not None)


def share_changed(original: str, spun: str) -> float:
    """Share of the original's words, 0 to 1, that the spun text does not keep in place.

    >>> share_changed("The year was dry.", "The yr was dry.")
    0.25
    """
    before, after = original.split(), spun.split()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    kept = sum(block.size for block in matcher.get_matching_blocks())
    return 1 - kept / max(1, len(before))


def seed_for(name: str, row_id: str, seed: int) -> int:
    """A seed of its own for each article and spinner, the same on every machine."""
    return zlib.crc32(f"{seed} {name} {row_id}".encode())


def spin_rows(rows: Sequence[Mapping[str, Any]], spinner: Spinner, seed: int) -> list[Row]:
    """Spin rows with one spinner; texts that came out all but unchanged are left out.

    Raises
    ------
    MissingPackagesError
        Where what the spinner needs is absent.
    """
    seeds = [seed_for(spinner.name, str(row["id"]), seed) for row in rows]
    spun = spinner.spin([row["text"] for row in rows], seeds)
    return [
        {
            "id": f"spun:{spinner.name}:{row['id']}",
            "pair_id": row["id"],
            "label": "spun",
            "system": spinner.name,
            "family": spinner.family,
            "rate": made.rate,
            **{key: row.get(key) for key in ("outlet", "country", "year", "title")},
            "source_dataset": row.get("source_dataset"),
            "text": made.text,
        }
        for row, made in zip(rows, spun, strict=True)
        if share_changed(row["text"], made.text) >= LEAST_CHANGED
    ]
