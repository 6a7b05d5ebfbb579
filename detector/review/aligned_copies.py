"""Copies of a story beside each other on the desk, aligned as ``detector compare`` aligns them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from detector.copies.aligned_text import EncodedText
from detector.copies.alignment import Alignment, align
from detector.copies.side_by_side import lines, parted_facts
from detector.review.entries import Entry
from detector.text.tokens import Sentence, tokenize

Pair = tuple[int, int]


def align_entries(entries: list[Entry], pairs: Iterable[Pair]) -> dict[Pair, dict[str, Any] | None]:
    """What the page shows of each pair of a story's copies; None where a text is not at hand.

    Each text is read once, and each two are aligned once, whichever comes first.
    """
    pairs = list(pairs)
    used = sorted({n for pair in pairs for n in pair})
    texts = dict(
        zip(used, map(EncodedText, tokenize([entries[n].text for n in used])), strict=True)
    )
    made: dict[Pair, Alignment] = {}
    shown: dict[Pair, dict[str, Any] | None] = {}
    for n, m in pairs:
        if not (entries[n].text and entries[m].text):
            shown[n, m] = None
            continue
        known = made.get((m, n))
        made[n, m] = known.reversed() if known else align(texts[n], texts[m])
        shown[n, m] = alignment_payload(made[n, m])
    return shown


def alignment_payload(alignment: Alignment) -> dict[str, Any]:
    """An alignment as offsets into both texts, in characters.

    ``lines`` are rows of begin and end in the first text, in the second, and a remark; -1 where a
    text lacks the sentence. ``replaced`` has such rows with the kind of what was replaced, and
    ``facts`` by kind what the first and the second copy alone print.
    """
    first, second = (text.tokens.sentences for text in (alignment.first, alignment.second))
    return {
        "lines": [
            [*span_of(first, line.left), *span_of(second, line.right), line.remark]
            for line in lines(alignment)
        ],
        "replaced": [[*one.old_span, *one.new_span, one.kind] for one in alignment.replacements],
        "facts": {kind: [*parted] for kind, parted in parted_facts(alignment).items()},
    }


def span_of(sentences: Sequence[Sentence], number: int) -> tuple[int, int]:
    """Where a sentence begins and ends; -1 twice where there is none."""
    return (-1, -1) if number < 0 else (sentences[number].start, sentences[number].end)
