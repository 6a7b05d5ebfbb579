"""Full-text search over what lies on the desk."""

from __future__ import annotations

from detector.review.entries import Entry, ReviewCollection


def search(collection: ReviewCollection, query: str) -> list[int]:
    """The places of the articles that hold every word of a query, in queue order.

    Words are found within words, without regard to case; an empty query finds everything.
    """
    words = query.casefold().split()
    return [
        n
        for n, entry in enumerate(collection.entries)
        if all(word in haystack for haystack in [haystack_of(entry)] for word in words)
    ]


def haystack_of(entry: Entry) -> str:
    """All that can be searched of an article."""
    row = entry.row
    parts = (row.title, row.outlet, row.id, row.path, ";".join(row.reasons), entry.text)
    return "\n".join(parts).casefold()
