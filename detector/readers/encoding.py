"""Bytes to characters: UTF-8 strictly, and only then anything else, with a remark.

Wrong guesses turn into mojibake, which looks to the signals like damage in the article;
so a guess is made late, in favour of what English newsrooms use, and always reported.
"""

from __future__ import annotations

import codecs
import io
import re

from detector.readers.byte_stream import ByteStream
from detector.readers.errors import ReadError
from detector.text.lazy_pattern import lazy_pattern

# UTF-32 before UTF-16: the little-endian mark of one begins with that of the other.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Windows and the old Macintosh: what is left in newsrooms' archives. A statistical guess takes
# a lone é or £ for Central European as readily; found so on nine sentences of ours.
WESTERN = ["cp1252", "mac_roman"]
# What is saved under a text's or a table's name by mistake. A packed document may look like text to
# the end.
ZIP = b"PK\x03\x04"
FOREIGN_OPENINGS = {
    ZIP: "a zip archive or an office document",
    b"%PDF-": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"{\\rtf": "a document in rich text (RTF)",
}
# A page or header may name any codec of the host language; only these hold text.
TEXT_CODEC_RE = lazy_pattern(r"(utf|iso|windows|cp\d|koi|gb|big5|shift|sjis|x-|euc|mac|latin|us-)")
LABELS_MEANING_CP1252 = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii"}
# A guess needs no more; the lines without accents tell nothing. Made up.
SAMPLE = 64 * 1024
# Text holds hardly a control character; of bytes drawn evenly 27 in 256 are (half of that).
MAX_CONTROL = 0.05
BINARY_CONTROL_RE = lazy_pattern(r"[\x00-\x08\x0e-\x1f]")
BEYOND_ASCII = bytes(range(0x80, 0x100))
# English, accents and curly marks included, stays below it. Made up; see as_guessed.
MAX_STRAY = 0.05
ESCAPED = re.compile(r"[\udc80-\udcff]")


def foreign_kind(data: bytes) -> str:
    """What a file is that holds no plain text, by its first eight bytes; ``""`` where it may.

    >>> foreign_kind(b"%PDF-1.7"), foreign_kind(b"PDF files")
    ('a PDF', '')
    """
    found = (name for opening, name in FOREIGN_OPENINGS.items() if data.startswith(opening))
    return next(found, "")


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    r"""Return the text and a remark, ``""`` for sound UTF-8 with or without its mark.

    ``declared`` is the encoding that a page or a server names; it is believed only when
    the bytes are not UTF-8.

    Raises
    ------
    ReadError
        When no encoding makes text of it.

    >>> decode("café".encode()), decode("café".encode("utf-16"))
    (('café', ''), ('café', 'read as utf-16'))
    >>> decode(b"\x93We waited,\x94 said Jos\xe9 Falk of the caf\xe9.")
    ('“We waited,” said José Falk of the café.', 'read as cp1252, not UTF-8')
    """
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace"), f"read as {name}"
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data and (name := unmarked_utf16(data)):
        return data.decode(name, "replace"), f"read as {name}, not UTF-8"
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return (
            decode_damaged_utf8(data)
            or decode_as_declared(data, declared)
            or decode_as_guessed(data)
        )


def unmarked_utf16(data: bytes) -> str:
    """UTF-16 that came without its mark, ``""`` if it is not: every other byte is NUL.

    Half of every other byte, and a tenth of the rest at most, leaves room for curly marks and
    names in other scripts. Made up.
    """
    for name, high in (("utf-16-le", 1), ("utf-16-be", 0)):
        half = len(data) // 2
        if data[high::2].count(0) > half / 2 and data[1 - high :: 2].count(0) < half / 10:
            return name
    return ""


def decode_damaged_utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8 that was cut or patched somewhere; the damage becomes U+FFFD and can be pointed at.

    In English one sound character beyond ASCII proves it, since Western encodings make none by
    chance. Elsewhere two thirds must be sound (made up): of a Chinese encoding about one pair
    of bytes in seven is.
    """
    text = data.decode("utf-8", "surrogateescape")
    bad = len(ESCAPED.findall(text))
    good = sum(character > "\x7f" for character in text) - bad
    if not good or (good < 2 * bad and not is_mostly_ascii(data)):
        return None
    return data.decode("utf-8", "replace"), f"UTF-8 with {bad} damaged bytes"


def decode_as_declared(data: bytes, declared: str) -> tuple[str, str] | None:
    """What the page or server says it is; None when that is wrong or not declared."""
    name = declared.strip().lower()
    if not TEXT_CODEC_RE.match(name):
        return None
    name = "cp1252" if name in LABELS_MEANING_CP1252 else name
    try:
        return data.decode(name), f"read as {name}, as declared"
    except (LookupError, UnicodeError):
        return None


def decode_as_guessed(data: bytes) -> tuple[str, str]:
    """What charset-normalizer takes it for; what fits nothing but is English is patched up.

    English has few bytes that are not ASCII, too few to tell alphabets apart: six stray bytes
    in two hundred once passed for Ukrainian. So only Western encodings are tried for it.
    """
    mostly_ascii = is_mostly_ascii(data)
    name = guess(non_ascii_lines(data), mostly_ascii=mostly_ascii)
    text = data.decode(name or "utf-8", "replace")
    if not (name or mostly_ascii) or len(BINARY_CONTROL_RE.findall(text)) > MAX_CONTROL * len(text):
        raise ReadError("not a text in any known encoding")
    return text, f"read as {name}, not UTF-8" if name else "UTF-8 with stray bytes"


def is_mostly_ascii(data: bytes) -> bool:
    """Whether the bytes are nearly all ASCII, whatever their encoding makes of the others."""
    return len(data) - len(data.translate(None, BEYOND_ASCII)) <= MAX_STRAY * len(data)


def guess(sample: bytes, *, mostly_ascii: bool) -> str:
    """Name of the encoding of bytes that are not UTF-8, ``""`` if nothing fits."""
    from charset_normalizer import from_bytes

    best = None if mostly_ascii else from_bytes(sample).best()
    if mostly_ascii or (best and all(c < "\u0250" or not c.isalpha() for c in str(best))):
        best = from_bytes(sample, cp_isolation=WESTERN).best() or best
    return best.encoding if best else ""


def non_ascii_lines(data: bytes) -> bytes:
    """The lines that are not plain ASCII; the beginning of what may be UTF-16."""
    if b"\0" in data:
        return data[:SAMPLE]
    lines = (line for line in data.splitlines(keepends=True) if not line.isascii())
    return b"".join(lines)[:SAMPLE]


class Recoded(ByteStream):
    """A UTF-16 or UTF-32 stream as UTF-8 bytes."""

    def __init__(self, inner: io.BufferedReader, name: str) -> None:
        self.inner = inner
        self.decoder = codecs.getincrementaldecoder(name)("replace")
        self.waiting = b""

    def next_bytes(self, size: int) -> bytes:
        """What comes next, in UTF-8."""
        while not self.waiting:
            data = self.inner.read1(size)
            self.waiting = self.decoder.decode(data, not data).encode()
            if not data:
                break
        data, self.waiting = self.waiting[:size], self.waiting[size:]
        return data


def utf8_stream(stream: io.BufferedReader) -> tuple[io.BufferedReader, str]:
    """The stream in UTF-8 without its mark, for readers that go line by line, and a remark.

    Only byte order marks are looked at; lines that are not UTF-8 remain for :func:`decode`.
    """
    head = stream.peek(4)
    for mark, name in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return io.BufferedReader(Recoded(stream, name)), f"read as {name}"
    if head.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
    return stream, ""
