"""The description of the interface in OpenAPI 3.1, made from the columns of the review row."""

from __future__ import annotations

from typing import Any, get_args

from detector.causes import CAUSE_KEYS, PROBABILITIES
from detector.readers.field_names import FIELDS, TEXT
from detector.readers.jsonl import CONTAINER
from detector.server.request_bodies import MEDIA_TYPE, MOST_ARTICLES
from detector.text.batches import LONGEST_ARTICLE
from detector.verdict import JUDGED, Decision
from detector.version import VERSION
from detector.writers.columns import RARE_MARK_FIELDS, ROW, Column, ColumnType

Schema = dict[str, Any]

SCHEMA_OF_TYPE: dict[ColumnType, Schema] = {
    "text": {"type": "string"},
    "id": {"type": "string"},
    "whole": {"type": "integer", "minimum": 0},
    "number": {"type": "number"},
    "names": {"type": "array", "items": {"type": "string"}},
    "passages": {"type": "array", "items": {"$ref": "#/components/schemas/Passage"}},
    "evidence": {"type": "array", "items": {"$ref": "#/components/schemas/Mark"}},
}
OFFSET = {"type": "integer", "minimum": 0}
# A stretch of the text that was sent: half-open character offsets.
PASSAGE: dict[str, Schema] = {"start": OFFSET, "end": OFFSET, "text": {"type": "string"}}
ERRORS = {
    "400": "The body is not UTF-8, or not JSON.",
    "401": "The token is missing or wrong.",
    "403": "Sent by a web page of another origin.",
    "408": "The body did not arrive in time.",
    "413": "The body, the article or the list is too long.",
    "415": "The body is compressed, or not declared as JSON.",
    "422": "The JSON does not have the expected shape, or the address has a parameter.",
    "503": "Too many articles are waiting; the header Retry-After says when to come back.",
}


def openapi_document(most_bytes: int) -> Schema:
    """The whole document; ``most_bytes`` is the longest body that the server takes."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "garble-detector",
            "version": VERSION,
            "summary": "Finds news articles that a translation engine or a spinner has mangled.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {
            "/score": {"post": score_operation(most_bytes)},
            "/health": {"get": get_operation("Whether the server is up.", "Health")},
            "/version": {"get": get_operation("Which detector and model answer.", "Version")},
            "/openapi.json": {"get": openapi_operation()},
        },
        "components": {
            "schemas": {
                "Article": article_schema(),
                "Articles": articles_schema(),
                "Row": object_schema({column.name: column_schema(column) for column in ROW}),
                "Rows": object_schema(
                    {"rows": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}}}
                ),
                "Mark": mark_schema(),
                "Passage": object_schema(PASSAGE),
                "Health": object_schema(
                    {"status": {"const": "ok"}, "waiting_characters": {"type": "integer"}}
                ),
                "Version": version(),
                "Error": object_schema({"error": {"type": "string"}}),
            },
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def object_schema(properties: dict[str, Schema], required: list[str] | None = None) -> Schema:
    """An object that has all of some properties, or at least the ``required`` ones."""
    wanted = list(properties) if required is None else required
    return {"type": "object", "properties": properties, "required": wanted}


def reference(*names: str) -> Schema:
    """One of our schemas, or one of several, as JSON."""
    schemas = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    return {MEDIA_TYPE: {"schema": schemas[0] if len(schemas) == 1 else {"oneOf": schemas}}}


def get_operation(summary: str, name: str) -> Schema:
    """An operation that is answered with one schema."""
    return {
        "operationId": name.lower(),
        "summary": summary,
        "responses": {"200": {"description": summary, "content": reference(name)}},
    }


def openapi_operation() -> Schema:
    """The operation that gives this document."""
    operation = get_operation("This document.", "Version") | {"operationId": "openapi"}
    operation["responses"]["200"]["content"] = {MEDIA_TYPE: {"schema": {"type": "object"}}}
    return operation


def score_operation(most_bytes: int) -> Schema:
    """The operation that judges."""
    errors = {
        status: {"description": reason, "content": reference("Error")}
        for status, reason in ERRORS.items()
    }
    return {
        "operationId": "score",
        "summary": "Judge one article, or many.",
        "description": f"The body holds at most {most_bytes:,} bytes, a list at most "
        f"{MOST_ARTICLES:,} articles, a text at most {LONGEST_ARTICLE:,} characters.",
        "security": [{}, {"token": []}],
        "requestBody": {"required": True, "content": reference("Article", "Articles")},
        "responses": {
            "200": {
                "description": "One row for one article; for many, as many rows in their order.",
                "content": reference("Row", "Rows"),
            }
        }
        | errors,
    }


def article_schema() -> Schema:
    """An article as it is sent."""
    text = {"type": "string", "maxLength": LONGEST_ARTICLE}
    fields: dict[str, Schema] = {field: {"type": ["string", "number", "null"]} for field in FIELDS}
    return object_schema({TEXT: text, **fields}, [TEXT]) | {"additionalProperties": False}


def articles_schema() -> Schema:
    """Many articles; one that has no text becomes a row that says so."""
    one = {"$ref": "#/components/schemas/Article"}
    return object_schema({CONTAINER: {"type": "array", "items": one, "maxItems": MOST_ARTICLES}})


def column_schema(column: Column) -> Schema:
    """What one column holds."""
    if column.name == "decision":
        return {"type": "string", "enum": list(get_args(Decision))}
    if column.name in PROBABILITIES:
        null_unless = f"Null unless decision is {' or '.join(JUDGED)}."
        return {"type": ["number", "null"], "description": null_unless}
    return SCHEMA_OF_TYPE[column.dtype]


def mark_schema() -> Schema:
    """One piece of evidence; some marks have a note, or the wording of the best copy."""
    text: Schema = {"type": "string"}
    cause: Schema = {"type": "string", "enum": list(CAUSE_KEYS)}
    required = {"signal": text, "cause": cause} | PASSAGE
    return object_schema(required | dict.fromkeys(RARE_MARK_FIELDS, text), list(required))


def version() -> Schema:
    """Which detector and model answer, and from which scores on an article goes to review."""
    number = {"type": "number"}
    thresholds = object_schema({"score": number, "synthetic": number})
    text = {"type": "string"}
    return object_schema({"version": text, "model": text, "thresholds": thresholds})
