"""What may stand in a cell of the review CSV, so that spreadsheets show it and do no more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from detector.writers.columns import REPLACEMENT, SURROGATE, Sort

# A cell that begins with one of these is run as a formula by Excel, LibreOffice or
# Google Sheets (OWASP, "CSV Injection"; the wide forms are how Japanese keyboards type them). The
# apostrophes let an escaped cell be told from one that began so.
FORMULA = re.compile(
    r"'*[=+\-@\t\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    r"\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}]"
)
# Ids that a spreadsheet would rewrite: leading zeros, more digits than it shows (12 and up),
# powers of ten, dates, times.
REWRITTEN = re.compile(r"'*(?:0\d+|\d{12,}|\d+[eE]\d+|\d+[-/.:,]\d+(?:[-/.:,]\d+)*)\Z")
PARAGRAPH = " ¶ "
# Escape codes that a terminal would obey, and NUL, which cuts a cell short.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
# Excel's own limit is 32,767 characters a cell; what is longer spills over.
MOST_CHARACTERS = 32_000
# Marks that fit an analyst's screen; JSON Lines has them all. Made up.
MOST_MARKS = 8
MOST_SNIPPET = 120
# Probabilities are not known better than this.
DECIMALS = 4


def cell(value: Any, sort: Sort = "text") -> str:
    r"""One value as a CSV cell.

    Numbers stand as they are; text is made into one line and kept from being a formula.

    >>> cell(0.87654, "number"), cell("=2+3"), cell("NATO.\nNext"), cell("0012", "id")
    ('0.8765', "'=2+3", 'NATO. ¶ Next', "'0012")
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)) and sort not in ("id", "text"):
        return str(round(value, DECIMALS))
    text = summary(value) if sort == "evidence" else str(value)
    line = one_line(shorten(text, MOST_CHARACTERS))
    return neutralise(shorten(line, MOST_CHARACTERS), sort)


def one_line(text: str) -> str:
    r"""Text without line ends, which are shown as ``¶``, and without unprintable characters.

    >>> one_line("a\r\n\r\nb\x00")
    'a ¶ b�'
    """
    if text.isascii() and text.isprintable():
        return text
    lines = text.splitlines()
    if len(lines) > 1 or text[-1:] != lines[0][-1:]:
        text = PARAGRAPH.join(line.strip() for line in lines if not line.isspace() and line)
    return CONTROL.sub(REPLACEMENT, SURROGATE.sub(REPLACEMENT, text))


def neutralise(text: str, sort: Sort = "text") -> str:
    """Put an apostrophe before what a spreadsheet would run or rewrite; see :func:`restore`."""
    risky = FORMULA.match(text) or (sort == "id" and REWRITTEN.match(text))
    return f"'{text}" if risky else text


def restore(text: str, sort: Sort = "text") -> str:
    """Undo :func:`neutralise`: what an analyst's file says is what was written.

    >>> restore(neutralise("'=1")), restore(neutralise("’Tis")), restore("'0012", "id")
    ("'=1", '’Tis', '0012')
    """
    return text[1:] if text.startswith("'") and neutralise(text, sort) != text else text


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, the last an ellipsis where something was cut."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def summary(evidence: Sequence[Mapping[str, Any]]) -> str:
    """The first marks (they come strongest first): ``signal@start-end: “snippet” | …``.

    >>> summary([{"signal": "placeholder", "start": 120, "end": 125, "text": "XNUMX"}])
    'placeholder@120-125: “XNUMX”'
    """
    shown = " | ".join(map(snippet, evidence[:MOST_MARKS]))
    more = len(evidence) - MOST_MARKS
    return f"{shown} | and {more} more" if more > 0 else shown


def snippet(mark: Mapping[str, Any]) -> str:
    """One mark with its place; beside mangled wording stands that of the best copy.

    >>> snippet({"signal": "copy_wording", "start": 4, "end": 10, "text": "hamlet",
    ...          "original": "village"})
    'copy_wording@4-10: “hamlet” for “village”'
    """
    shown = (
        f"{mark['signal']}@{mark['start']}-{mark['end']}: “{shorten(mark['text'], MOST_SNIPPET)}”"
    )
    if mark.get("original"):
        shown += f" for “{shorten(mark['original'], MOST_SNIPPET)}”"
    return shown
