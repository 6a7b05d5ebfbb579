"""What may stand in a cell of the review CSV, so that spreadsheets show it and do no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from detector.text.lazy_pattern import lazy_pattern
from detector.writers.columns import REPLACEMENT, SURROGATE, ColumnType

# A cell that begins with one of these is run as a formula by Excel, LibreOffice or
# Google Sheets (OWASP, "CSV Injection"; the wide forms are how Japanese keyboards type them). The
# apostrophes let an escaped cell be told from one that began so.
# What nobody sees and what turns the direction of reading would hide such a sign behind itself.
UNSEEN = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
FORMULA = re.compile(
    r"'*[=+\-@\t\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    rf"\N{{FULLWIDTH HYPHEN-MINUS}}\N{{FULLWIDTH COMMERCIAL AT}}{UNSEEN}]"
)
# Ids that a spreadsheet would rewrite: leading zeros, more digits than it shows (12 and up),
# powers of ten, dates, times.
REWRITTEN = re.compile(r"'*(?:0\d+|\d{12,}|\d+[eE]\d+|\d+[-/.:,]\d+(?:[-/.:,]\d+)*)\Z")
# Most cells are one line of printable characters that nothing has to be done about.
PLAIN = re.compile(r"[0-9A-Za-z][ -~\u00a1-\u02af\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*\Z")
PARAGRAPH = " ¶ "
# Escape codes that a terminal would obey, and NUL, which cuts a cell short.
CELL_CONTROL_RE = lazy_pattern(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
# Excel's own limit is 32,767 characters a cell; what is longer spills over.
MOST_CHARACTERS = 32_000
# Marks that fit an analyst's screen; JSON Lines has them all. Made up.
MAX_EVIDENCE_PER_CELL = 8
MOST_SNIPPET = 120
# Probabilities are not known better than this.
DECIMALS = 4


def format_cell(value: Any, dtype: ColumnType = "text") -> str:
    r"""One value as a CSV cell.

    Numbers stand as they are; text is made into one line and kept from being a formula.

    >>> (format_cell(0.87654, "number"), format_cell("=2+3"), format_cell("NATO.\nNext"),
    ...     format_cell("0012", "id"))
    ('0.8765', "'=2+3", 'NATO. ¶ Next', "'0012")
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)) and dtype not in ("id", "text"):
        return str(round(value, DECIMALS))
    text = join_list(value, dtype) if dtype in FORMATS else str(value)
    if not text or (dtype != "id" and len(text) <= MOST_CHARACTERS and PLAIN.match(text)):
        return text
    line = one_line(shorten(text, MOST_CHARACTERS))
    return escape_formula(shorten(line, MOST_CHARACTERS), dtype)


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
    return CELL_CONTROL_RE.sub(REPLACEMENT, SURROGATE.sub(REPLACEMENT, text))


def escape_formula(text: str, dtype: ColumnType = "text") -> str:
    """Put an apostrophe before what a spreadsheet would run (undo: :func:`unescape_formula`)."""
    risky = FORMULA.match(text) or (dtype == "id" and REWRITTEN.match(text))
    return f"'{text}" if risky else text


def unescape_formula(text: str, dtype: ColumnType = "text") -> str:
    """Undo :func:`escape_formula`: what an analyst's file says is what was written.

    >>> (unescape_formula(escape_formula("'=1")), unescape_formula(escape_formula("’Tis")),
    ...     unescape_formula("'0012", "id"))
    ("'=1", '’Tis', '0012')
    """
    return text[1:] if text.startswith("'") and escape_formula(text, dtype) != text else text


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, the last an ellipsis where something was cut."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def join_list(values: Sequence[Any], dtype: ColumnType) -> str:
    """A list in one string: names by semicolons, passages and marks by bars.

    Of the marks, which come strongest first, a cell holds :data:`MAX_EVIDENCE_PER_CELL`.

    >>> join_list(["glue", "number_slot"], "names")
    'glue;number_slot'
    >>> join_list([{"start": 4, "end": 9, "text": "4,00m"}], "passages")
    '4-9: “4,00m”'
    """
    if dtype == "names":
        return ";".join(values)
    shown = values[:MAX_EVIDENCE_PER_CELL] if dtype == "evidence" else values
    more = len(values) - len(shown)
    joined = " | ".join(map(FORMATS[dtype], shown))
    return f"{joined} | and {more} more" if more else joined


def format_passage(passage: Mapping[str, Any]) -> str:
    """A stretch of an article with its offsets."""
    return f"{passage['start']}-{passage['end']}: “{passage['text']}”"


def format_mark(mark: Mapping[str, Any]) -> str:
    """One mark as an analyst reads it, its signal and place at the end.

    Beside mangled wording stands that of the best copy.

    >>> format_mark({"signal": "spaced_time", "start": 4, "end": 9, "text": "4: 15"})
    '“4: 15”: a space follows the colon of a time of day [spaced_time@4-9]'
    """
    # The catalogue takes half a second to load: what writes no mark does not wait for it.
    from detector.signals.why import meaning

    shown = f"“{shorten(mark['text'], MOST_SNIPPET)}”"
    if mark.get("original"):
        shown += f" for “{shorten(mark['original'], MOST_SNIPPET)}”"
    note = f" ({shorten(mark['note'], MOST_SNIPPET)})" if mark.get("note") else ""
    place = f"[{mark['signal']}@{mark['start']}-{mark['end']}]"
    return f"{shown}: {meaning(mark['signal'])}{note} {place}"


# Lists are joined; each entry of these columns is written so.
FORMATS: dict[str, Callable[[Any], str]] = {
    "names": str,
    "passages": format_passage,
    "evidence": format_mark,
}
