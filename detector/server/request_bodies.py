"""What a request's body holds: one article, or many, or a word on what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from starlette.exceptions import HTTPException

from detector.article import Article, Unreadable
from detector.readers.errors import ReadError
from detector.readers.field_names import FIELDS, TEXT, USUAL_NAMES
from detector.readers.jsonl import CONTAINER, parse
from detector.readers.records import article, json_type_name
from detector.readers.source import Source
from detector.text.batches import LONGEST_ARTICLE

# Articles of one request: half a minute's work on one core (made up).
MOST_ARTICLES = 1000
PLACE = Source("", "article", "json")
MEDIA_TYPE = "application/json"
KEYS = (TEXT, *FIELDS)
GZIP = b"\x1f\x8b"


class ScoreRequest(NamedTuple):
    """What a request wants judged; ``many`` says that it came as a list."""

    items: list[Article | Unreadable]
    many: bool


def check_type(content_type: str) -> None:
    """Refuse what is not sent as JSON; a form in a stranger's web page cannot send it.

    Raises
    ------
    HTTPException
        415.
    """
    if content_type.partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise HTTPException(415, f"send the article as JSON, with Content-Type: {MEDIA_TYPE}")


def check_unpacked(body: bytes, content_encoding: str) -> None:
    """Refuse a packed body, whether it says so or not.

    Raises
    ------
    HTTPException
        415.
    """
    packing = content_encoding.strip().lower()
    if packing in ("", "identity") and not body.startswith(GZIP):
        return
    named = f"Content-Encoding: {packing}" if packing else "gzip"
    raise HTTPException(
        415, f"send the body uncompressed, without Content-Encoding (this one is {named})"
    )


def check_query(names: Iterable[str]) -> None:
    """Refuse parameters in the address: a client that sets one counts on it.

    Raises
    ------
    HTTPException
        422, with the first name.
    """
    if name := next(iter(names), ""):
        raise HTTPException(
            422,
            f"unknown parameter `{name}`: the address takes none; thresholds are those that "
            "`detector serve` was started with",
        )


def check_encoding(body: bytes) -> None:
    r"""Refuse what is not UTF-8, the only encoding of JSON between programs (RFC 8259, 8.1).

    A file on disk may come from anywhere, and its encoding is guessed; whoever calls a server can
    be told to correct the call.

    Raises
    ------
    HTTPException
        400, with the place of the first byte that is wrong.

    >>> check_encoding(b'{"text": "caf\xe9"}')
    Traceback (most recent call last):
    ...
    starlette.exceptions.HTTPException: 400: the body is not UTF-8: byte 0xe9 at offset 13
    """
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        where = f"byte 0x{body[error.start]:02x} at offset {error.start}"
        raise HTTPException(400, f"the body is not UTF-8: {where}") from error


def parse_body(body: bytes) -> ScoreRequest:
    """Read a body: an article object, or ``{"articles": [...]}``.

    Raises
    ------
    HTTPException
        400 for what is not UTF-8 or not JSON, 422 for JSON of another shape, 413 for too much.

    >>> parse_body(b'{"text": "Kyiv was quiet.", "id": 7}').items[0].id
    '7'
    >>> parse_body(b'{"articles": [{"text": "One."}, {}]}').items[1].reason
    'record 2: no field `text`; fields found: none'
    """
    check_encoding(body)
    try:
        value, _ = parse(body)
    except ReadError as refusal:
        raise HTTPException(400, str(refusal) if body.strip() else "the body is empty") from refusal
    if not isinstance(value, dict):
        raise HTTPException(422, f"the body holds {json_type_name(value)}, not an object; {how()}")
    if CONTAINER in value and TEXT in value:
        raise HTTPException(422, f"the object has both `{TEXT}` and `{CONTAINER}`; {how()}")
    known = (CONTAINER,) if CONTAINER in value else (*KEYS, CONTAINER)
    if wrong := unknown_key(value, known):
        raise HTTPException(422, f"{wrong}; {how()}")
    if TEXT in value:
        return ScoreRequest([parse_single(value)], many=False)
    records = value.get(CONTAINER)
    if not isinstance(records, list):
        raise HTTPException(
            422, f"the object has neither `{TEXT}` nor a list `{CONTAINER}`; {how()}"
        )
    if len(records) > MOST_ARTICLES:
        reason = f"{len(records):,} articles in one request; send at most {MOST_ARTICLES:,}"
        raise HTTPException(413, reason)
    return ScoreRequest(
        [parse_list_item(record, at) for at, record in enumerate(records, 1)], many=True
    )


def parse_single(record: Mapping[str, object]) -> Article:
    """The one article of a request; what is wrong with it is the request's fault.

    Raises
    ------
    HTTPException
        422 where its text or another field is no text, 413 where the text is too long.
    """
    if wrong := wrong_field(record):
        raise HTTPException(422, wrong)
    item = article(record, PLACE, None)
    if isinstance(item, Unreadable):
        raise HTTPException(422, item.reason)
    if len(item.text) > LONGEST_ARTICLE:
        length = f"the text has {len(item.text):,} characters"
        raise HTTPException(413, f"{length}; at most {LONGEST_ARTICLE:,} are judged")
    return item


def parse_list_item(record: object, number: int) -> Article | Unreadable:
    """One article of many; what is wrong with it goes into its row, and the others are judged."""
    if isinstance(record, dict):
        wrong = unknown_key(record, KEYS) or wrong_field(record)
        at = f"{PLACE.id}#{number}"
        return (
            Unreadable("", f"record {number}: {wrong}", at)
            if wrong
            else article(record, PLACE, number)
        )
    reason = f"record {number} is {json_type_name(record)}, not an object with a field `{TEXT}`"
    return Unreadable("", reason, f"{PLACE.id}#{number}")


def unknown_key(record: Mapping[str, object], known: Sequence[str]) -> str:
    """What is wrong with the first key that nobody would read; empty where all are known.

    >>> unknown_key({"text": "One.", "headline": "Two"}, KEYS)
    'unknown key `headline`: did you mean `title`?'
    >>> unknown_key({"txt": "One."}, KEYS), unknown_key({"x": 1}, KEYS)
    ('unknown key `txt`: did you mean `text`?', 'unknown key `x`')
    """
    key = next((key for key in record if key not in known), None)
    if key is None:
        return ""
    meant = {usual: field for field, names in USUAL_NAMES.items() for usual in names}
    meant = {usual: field for usual, field in meant.items() if field in known}
    near = get_close_matches(key.casefold(), [*known, *meant], 1)
    hint = f": did you mean `{meant.get(near[0], near[0])}`?" if near else ""
    return f"unknown key `{key}`{hint}"


def wrong_field(record: Mapping[str, object]) -> str:
    """What is wrong with the first field beside the text that cannot stand in a row; else empty.

    A number becomes text, as in files, and null is no field; files leave out what is neither,
    but a program that sends it can be corrected.

    >>> wrong_field({"id": 7, "url": None}), wrong_field({"title": ["One."]})
    ('', '`title` is a list, not a text')
    """
    for field in FIELDS:
        value = record.get(field)
        if isinstance(value, bool) or not isinstance(value, str | int | float | None):
            return f"`{field}` is {json_type_name(value)}, not a text"
    return ""


def how() -> str:
    """The shapes that are understood, in words."""
    fields = ", ".join(FIELDS)
    return f'send {{"{TEXT}": "…"}} ({fields} may be added) or {{"{CONTAINER}": [...]}}'
