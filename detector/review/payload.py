"""What the page receives: an index of all articles, and one article at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from detector.causes import CAUSE_KEYS
from detector.copies.membership import BEST
from detector.features.readability import readability_scores
from detector.review.aligned_copies import Pair, align_entries
from detector.review.entries import Entry, ReviewCollection, ScoreBreakdown
from detector.review.summary import day_of, summarise
from detector.review.wording import strongest
from detector.signals.why import is_strong, meaning
from detector.verdict import DECISION_ORDER, JUDGED, Evidence, Row
from detector.writers.columns import replace_lone_surrogates
from detector.writers.records import evidence_record

# Other copies of a story named beside an article (made up): a wire story can have hundreds.
MOST_COPIES = 20
# Characters of a first line that stands for a title (made up).
LONGEST_HEADLINE = 160
# Probabilities are not known better than this.
DECIMALS = 4


def index_of(collection: ReviewCollection) -> dict[str, Any]:
    """All that the list and the overview need: ``{"meta": …, "entries": [summary, …]}``."""
    copies = collection.copies()
    index = {
        "meta": meta(collection),
        "entries": [
            brief(n, entry, len(copies.get(entry.row.story, ())))
            | {"limit": collection.thresholds.limit(entry.row)}
            for n, entry in enumerate(collection.entries)
        ],
    }
    return replace_lone_surrogates(index)


def meta(collection: ReviewCollection) -> dict[str, Any]:
    """What holds for all articles."""
    signals = {mark.signal for entry in collection.entries for mark in entry.marks}
    signals |= {name for entry in collection.entries for name in entry.row.reasons}
    return {
        "key": key_of(collection.entries),
        "sources": [PurePath(path).name or path for path in collection.sources],
        "model": collection.model,
        "version": collection.version,
        "made": collection.made,
        "queue": collection.queue,
        "thresholds": collection.thresholds._asdict(),
        "causes": CAUSE_KEYS,
        "decisions": DECISION_ORDER,
        "signals": {name: meaning(name) for name in sorted(signals)},
        "summary": summarise(collection),
    }


def key_of(entries: Iterable[Entry]) -> str:
    """A name for this set of articles, in any order: decisions are kept in the browser under it."""
    names = sorted(f"{entry.row.path}\n{entry.row.id}" for entry in entries)
    return hashlib.sha256("\0".join(names).encode("utf-8", "replace")).hexdigest()[:16]


def brief(n: int, entry: Entry, copies: int) -> dict[str, Any]:
    """One line of the list."""
    row = entry.row
    names = ("id", "path", "outlet", "url", "decision", "words", "language", "rank", "error")
    payload: dict[str, Any] = {name: getattr(row, name) for name in names}
    numbers = (
        *(("deciding", row.deciding_probability), ("score", row.score), ("debris", row.debris)),
        *(*row.probabilities.items(), ("out_of_domain", row.out_of_domain)),
    )
    day = day_of(row.published)
    return payload | {
        "n": n,
        "title": headline(entry),
        "published": day.isoformat() if day else "",
        **{name: round(value, DECIMALS) for name, value in numbers},
        "cause": entry.cause,
        "marked": sorted({mark.cause for mark in entry.marks}),
        "strong": len({mark.signal for mark in entry.marks if is_strong(mark)}),
        "reasons": row.reasons,
        "story": row.story if copies else "",
        "copies": copies,
        "digest": digest_of(entry),
        "reviewer": reviewed(row),
    }


def digest_of(entry: Entry) -> str:
    """What an analyst is shown, in 16 hexadecimal digits (SHA-256, cut).

    A decision is kept with the words it was made about: the page returns the digest, and the
    server refuses a decision on an article that has become another since.
    """
    row = entry.row
    shown = "\0".join((row.path, row.id, row.title, entry.text))
    return hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def headline(entry: Entry) -> str:
    """The title, or the first line of the text, or the name of the file.

    A line that the text strikes out as the page's debris (a temperature, a credit) is neither,
    even where a scraper took it for the title.
    """
    row = entry.row
    struck = [mark for mark in entry.marks if mark.cause == "scrape"]
    debris = {" ".join(mark.text.split()) for mark in struck}
    lines = (" ".join(line.split()) for line in (row.title, *entry.text.split("\n")))
    first = next((line for line in lines if line and line not in debris), "")
    if first != " ".join(row.title.split()):
        first = first[:LONGEST_HEADLINE]
    return first or row.title or row.id or PurePath(row.path).name


def reviewed(row: Row) -> dict[str, str] | None:
    """What an analyst had entered in the row; None where nothing is."""
    said = {
        "decision": row.reviewer_decision,
        "cause": row.reviewer_cause,
        "note": row.reviewer_note,
    }
    return said if any(said.values()) else None


def detail_of(collection: ReviewCollection, n: int) -> dict[str, Any]:
    """One article: its text, marks, figures not to be trusted, sum and copies.

    Offsets count characters (code points), not the UTF-16 units of a browser.

    Raises
    ------
    IndexError
        When there is no such article.
    """
    copies = collection.copies().get(collection.entries[n].row.story, [])
    aligned = align_entries(collection.entries, aligned_pairs(collection.entries, [n], copies))
    return replace_lone_surrogates(payload(collection.entries[n], n, collection, copies, aligned))


def details_of(collection: ReviewCollection) -> list[dict[str, Any]]:
    """All articles, each as :func:`detail_of` gives it."""
    stories = collection.copies()
    aligned: dict[Pair, dict[str, Any] | None] = {}
    for copies in stories.values():
        pairs = aligned_pairs(collection.entries, copies, copies)
        aligned |= align_entries(collection.entries, pairs)
    return [
        replace_lone_surrogates(payload(e, n, collection, stories.get(e.row.story, []), aligned))
        for n, e in enumerate(collection.entries)
    ]


def shown_copies(entries: Sequence[Entry], n: int, copies: Sequence[int]) -> list[int]:
    """The other copies of an article's story that are named beside it, the best one first."""
    others = sorted(copies, key=lambda m: entries[m].relation != BEST)
    return [m for m in others if m != n][:MOST_COPIES]


def aligned_pairs(
    entries: Sequence[Entry], articles: Iterable[int], copies: Sequence[int]
) -> Iterator[Pair]:
    """Each article with the copies that can be set beside it; of a large story the best alone."""
    most = MOST_COPIES if len(copies) <= MOST_COPIES + 1 else 1
    for n in articles:
        yield from ((n, m) for m in shown_copies(entries, n, copies)[:most])


def payload(
    entry: Entry,
    n: int,
    collection: ReviewCollection,
    copies: Sequence[int],
    aligned: Mapping[Pair, dict[str, Any] | None],
) -> dict[str, Any]:
    """What the page shows of one article; ``copies`` are the articles of its story."""
    return {
        "n": n,
        "digest": digest_of(entry),
        "text": entry.text,
        "remark": entry.remark,
        "readability": readability_payload(entry),
        "why": entry.row.why,
        "marks": [mark_payload(mark) for mark in entry.marks],
        "suspects": [list(span) for span in entry.suspects],
        "figures": [] if entry.text else [passage.text for passage in entry.row.figures_suspect],
        "adding": breakdown_payload(entry.breakdown) if entry.breakdown else None,
        "strip": [[*sentence, sentence.level] for sentence in entry.strip],
        "relation": entry.relation,
        "because": entry.relation_reason,
        "copies": [
            {"n": m, "relation": collection.entries[m].relation, "aligned": aligned.get((n, m))}
            for m in shown_copies(collection.entries, n, copies)
        ],
        "more_copies": max(len(copies) - 1 - MOST_COPIES, 0),
    }


def readability_payload(entry: Entry) -> dict[str, float] | None:
    """How hard a judged article is to read; None where no row says so and the text is gone."""
    known = entry.row.readability
    if known is None and entry.text and entry.row.decision in JUDGED:
        known = readability_scores(entry.text)
    return {name: round(v, DECIMALS) for name, v in known._asdict().items()} if known else None


def mark_payload(mark: Evidence) -> dict[str, Any]:
    """A mark as the page shows it: with what is odd there, or what the best copy has."""
    note = mark.note or mark.original or ""
    return evidence_record(mark) | {"note": note, "strong": is_strong(mark)}


def breakdown_payload(breakdown: ScoreBreakdown) -> dict[str, Any]:
    """How a score adds up, by family; what is too small to matter is one part."""
    shown, rest = strongest(breakdown.parts)
    parts = [{"name": name, "means": means, "adds": round(v, 3)} for name, means, v in shown]
    return {
        "cause": breakdown.cause,
        "parts": parts,
        "rest": round(rest, 3),
        "total": round(breakdown.total, 3),
    }
