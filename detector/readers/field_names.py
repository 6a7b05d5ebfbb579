"""Which field of a record holds what: the names of our own, or those that archives and APIs use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

TEXT: Final = "text"
FIELDS: Final = ("id", "title", "url", "outlet", "published")
# Read for a field where it is missing, the likeliest first: the names of news APIs (NewsAPI,
# GDELT, MediaStack), of the scrapers newspaper3k and news-please, of schema.org's NewsArticle, and
# of the usual data sets. An id by another name is left alone: decisions are kept under it.
USUAL_NAMES: dict[str, tuple[str, ...]] = {
    TEXT: ("body", "content", "article_text", "full_text", "maintext", "articlebody", "article"),
    "title": ("headline", "heading"),
    "url": ("link",),
    "outlet": ("source", "publisher", "publication"),
    "published": (
        *("date", "published_at", "publishedat", "publish_date", "date_publish"),
        *("publication_date", "pubdate", "datepublished"),
    ),
}


class FieldNames(NamedTuple):
    """Fields that a user named; an empty one is looked for by the usual names."""

    text: str = ""
    title: str = ""


USUAL_FIELDS = FieldNames()


def plain_name(name: str) -> str:
    """A field's name as it is compared: people type them."""
    return name.strip().casefold()


@lru_cache(maxsize=256)
def find_fields(names: tuple[str, ...], chosen: FieldNames) -> Mapping[str, str]:
    """The name under which a record has each field; those that it lacks are left out.

    >>> find_fields(("Body", "Headline", "id"), FieldNames())
    {'text': 'Body', 'id': 'id', 'title': 'Headline'}
    >>> find_fields(("body", "text"), FieldNames(text="Body"))["text"]
    'body'
    """
    folded = {plain_name(name): name for name in reversed(names)}
    fields = {}
    for field in (TEXT, *FIELDS):
        named = plain_name(getattr(chosen, field, ""))
        wanted = (named,) if named else (field, *USUAL_NAMES.get(field, ()))
        name = next((folded[one] for one in wanted if one in folded), None)
        if name is not None:
            fields[field] = name
    return fields


def has_text(record: Mapping[str, object], chosen: FieldNames) -> bool:
    """Whether a record has a field that holds the text."""
    return TEXT in find_fields(tuple(record), chosen)


def name_remark(fields: Mapping[str, str], chosen: FieldNames) -> str:
    """Which fields were found by another name than ours, in words; empty where none was.

    >>> name_remark({"text": "body", "title": "Title"}, FieldNames())
    'text from `body`'
    """
    other = {
        field: name
        for field, name in fields.items()
        if plain_name(name) != field and not getattr(chosen, field, "")
    }
    return ", ".join(f"{field} from `{name}`" for field, name in other.items())
