"""Records with named fields to articles: what JSON, tables and Parquet have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from detector.article import Article, Unreadable
from detector.readers.errors import ReadError
from detector.readers.field_names import FIELDS, TEXT, find_fields, has_text, name_remark
from detector.readers.source import Source

Item = Article | Unreadable

# When so many records in a row lack a text, the whole file does. Made up: enough to pass a
# run of picture captions, and read in a fraction of a second.
MAX_RECORDS_WITHOUT_TEXT = 10_000
# A message names so many fields; there are files with hundreds. Made up.
NAMED_FIELDS = 12
# Of records without a text so many field names are held for that message. Made up.
MAX_FIELDS = 10_000


def article(
    record: Mapping[str, object], source: Source, number: int | None, remark: str = ""
) -> Item:
    """Make an article of a record; an Unreadable with a reason where its text is no text.

    ``number`` counts from 1 and becomes part of the id of a record that has none of its own;
    None for a file of one record.
    """
    names = find_fields(tuple(record), source.fields)
    values = {field: record[name] for field, name in names.items()}
    identity = as_text(values.get("id")) or record_id(source, number)
    text = values.get(TEXT)
    if not isinstance(text, str):
        return Unreadable(source.path, why_no_text(record, values, number), identity)
    remarks = (remark, name_remark(names, source.fields))
    return Article(
        text,
        identity,
        **{field: as_text(values.get(field)) for field in FIELDS if field != "id"},
        path=source.path,
        remark=", ".join(filter(None, remarks)),
    )


def record_id(source: Source, number: int | None) -> str:
    """The id of a record without one: ``week/wire.jsonl#12``."""
    return source.id if number is None else f"{source.id}#{number}"


def why_no_text(
    record: Mapping[str, object], values: Mapping[str, object], number: int | None
) -> str:
    """The reason, in words."""
    where = "" if number is None else f"record {number}: "
    if TEXT not in values:
        return f"{where}no field `text`; fields found: {join_names(record)}"
    value = values[TEXT]
    return (
        f"{where}`text` is {'empty (null)' if value is None else json_type_name(value)}, not a text"
    )


def json_type_name(value: object) -> str:
    """What a JSON value is, for people.

    >>> json_type_name([1]), json_type_name(2.5), json_type_name({})
    ('a list', 'a number', 'an object')
    """
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, str):
        return "a string"
    return "a truth value" if isinstance(value, bool) else "a number" if value else "nothing"


def as_text(value: object) -> str:
    """A field as text; what has no plain text, and not-a-number, is left out.

    NewsAPI's sources and the publishers of schema.org are objects with a name.

    >>> as_text(12), as_text(None), as_text(["a"]), as_text(float("nan"))
    ('12', '', '', '')
    >>> as_text({"id": None, "name": "Valley Post"}), as_text({"@id": "#us"})
    ('Valley Post', '')
    """
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, str):
        return value
    if value is None or value != value or isinstance(value, (dict, list, tuple, bytes)):
        return ""
    return str(value)


def join_names(fields: Iterable[str]) -> str:
    """Field names for a message, cut where there are many."""
    names = [str(name) for name in fields]
    more = f" and {len(names) - NAMED_FIELDS} more" if len(names) > NAMED_FIELDS else ""
    return ", ".join(names[:NAMED_FIELDS]) + more or "none"


def articles(
    records: Iterable[tuple[int, object, str]], source: Source, unit: str, *, some: bool = False
) -> Iterator[Item]:
    """Turn numbered records into articles.

    ``records`` yields number, parsed value (or the :class:`ReadError` that kept it from being
    parsed) and remark; ``unit`` is what a record is called (``"line"``); ``some`` says that
    records before these had a text.

    Raises
    ------
    ReadError
        When none of the first 10,000 records has a text: one reason for the file, not
        one for every line.
    """
    without: list[Item] = []
    fields: dict[str, None] = {}
    number = int(some)
    for number, value, remark in records:
        if not isinstance(value, dict):
            reason = why_no_object(value, number, unit)
            yield Unreadable(source.path, reason, record_id(source, number))
            continue
        some = some or has_text(value, source.fields)
        if some:
            yield from without
            without.clear()
            yield article(value, source, number, remark)
            continue
        without.append(article(value, source, number, remark))
        fields.update(dict.fromkeys(islice(value, MAX_FIELDS - len(fields))))
        if len(without) == MAX_RECORDS_WITHOUT_TEXT:
            break
    if not number:
        raise ReadError("the list is empty" if unit == "record" else "the file is empty")
    if without:
        given_up = len(without) == MAX_RECORDS_WITHOUT_TEXT
        count = f"first {len(without):,}" if given_up else f"{len(without)}"
        raise ReadError(f"none of its {count} {unit}s has a {no_text(fields, source, 'field')}")


def no_text(names: Iterable[str], source: Source, unit: str) -> str:
    """What a whole file lacks, and how to say where its text is."""
    wanted = source.fields.text or TEXT
    message = f"{unit} `{wanted}`; {unit}s found: {join_names(names)}"
    return (
        message
        if source.fields.text
        else f"{message}; name the one that holds the text with --text-column"
    )


def why_no_object(value: object, number: int, unit: str) -> str:
    """The reason why one record of many is none."""
    if isinstance(value, ReadError):
        return f"{unit} {number}: {value}"
    return f"{unit} {number} is {json_type_name(value)}, not an object with a field `text`"
