"""Texts and request bodies that were made to do harm, or look as if they were."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random

from newsroom import article

# What a text is made of when somebody means ill, or a scraper failed.
PIECES = (
    "“", "”", '"', "'", "‘", "’", "„", "«", "»", "(", ")", "[", "{", "{{", "}}", "<", "</p>",
    "&amp;", "\0", "\ud83d", "\udcff", "\ufeff", "\u202e", "\u2028", "\x85", "\x1b[31m",
    "\r\n", "\n\n", "\t", " ", "  ", "\xa0", "…", "...", ". ", ", ", ": ", "-", "—", "%",
    "% s", "$ 2", "1,000", "4: 15", "XNUMX", "⟦0⟧", "% 1 $ s", "{{ name }}", "{a|b}", "а", "П",
    "新", "年", "39", "ﬁ", "İ", "ß", "é", "e\u0301", "😀", "👨\u200d👩\u200d👧", "=cmd()",
    "@SUM(1)", "<script>alert(1)</script>", "Advertisement", "The", "the", "mayor", "said",
    "Putinalthough", "According to", "he can score, ", "closing week", "Ryabkov", "Riabkov",
    "https://a.example/b?c=d", "u003cbr", "â€™", "Ã©", "12th", "Monday (9)",
)  # fmt: skip


def mixture(random: Random, size: int) -> str:
    """A text of pieces, each now and then many times over."""
    parts: list[str] = []
    length = 0
    while length < size:
        times = random.choice((1, 1, 1, 1, 2, 40))
        parts.append(random.choice(PIECES) * times + random.choice(("", "", " ")))
        length += len(parts[-1])
    return "".join(parts)[:size]


def monotony(random: Random, size: int) -> str:
    """One piece, all over."""
    piece = random.choice(PIECES) + random.choice(("", " "))
    return (piece * size)[:size]


def hostile_bodies(random: Random, limit: int) -> Iterator[tuple[bytes, set[int]]]:
    """Request bodies without end, each with the statuses that are right for it."""
    while True:
        kind = random.randrange(10)
        if kind < 4:
            text = article(random.choice(("news", "machine", "spun")), random.randrange(99))
            yield json.dumps({"text": text}).encode(), {200}
        elif kind < 6:
            yield json.dumps({"text": mixture(random, random.randrange(4000))}).encode(), {200}
        elif kind == 6:
            texts = [{"text": monotony(random, 2000)} for _ in range(random.randrange(5))]
            yield json.dumps({"articles": [*texts, {}, None]}).encode(), {200}
        elif kind == 7:
            yield random.randbytes(random.randrange(1, 300)), {400, 422}
        elif kind == 8:
            body = json.dumps({"text": article("news", random.randrange(99))}).encode()
            yield body[: random.randrange(len(body) - 2)], {400, 422}
        else:
            yield b'{"text": "' + b"a" * (limit + 1) + b'"}', {413}
