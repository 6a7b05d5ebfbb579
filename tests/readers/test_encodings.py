"""Bytes to characters."""

from __future__ import annotations

import pytest

from detector.readers.encoding import decode
from detector.readers.errors import ReadError

CAFE = "José Núñez, who owns the café, called Tuesday’s vote “a farce”. It cost £4.5m.\n"
CHINESE = "外交部发言人周二在例行记者会上表示，中方将继续推动对话，促进地区和平与稳定。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_with_or_without_its_mark_needs_no_remark(put, read_all, encoding):
    [article], _ = read_all(put("a.txt", CAFE.encode(encoding)))
    assert (article.text, article.remark) == (CAFE, "")


@pytest.mark.parametrize(
    ("encoding", "remark"),
    [
        ("utf-16", "read as utf-16"),
        ("utf-32", "read as utf-32"),
        ("utf-16-le", "read as utf-16-le, not UTF-8"),
        ("utf-16-be", "read as utf-16-be, not UTF-8"),
        ("cp1252", "read as cp1252, not UTF-8"),
        ("mac_roman", "read as mac_roman, not UTF-8"),
    ],
)
def test_other_encodings_are_told(put, read_all, encoding, remark):
    [article], _ = read_all(put("a.txt", CAFE.encode(encoding)))
    assert (article.text, article.remark) == (CAFE, remark)


def test_latin_1(put, read_all):
    text = "José Núñez, who owns the café, said no.\n" * 3
    [article], _ = read_all(put("a.txt", text.encode("latin-1")))
    assert (article.text, article.remark) == (text, "read as cp1252, not UTF-8")


def test_the_accent_far_down_a_long_file_decides():
    text = "The port reopened on Tuesday after repairs.\n" * 5000 + "José Núñez said so.\n"
    assert decode(text.encode("cp1252")) == (text, "read as cp1252, not UTF-8")


def test_other_scripts_are_not_forced_into_the_western_ones():
    assert decode(CHINESE.encode("gb18030"))[0] == CHINESE


def test_utf8_cut_in_the_middle_of_a_character_is_still_utf8():
    text, remark = decode(CAFE.encode()[: CAFE.encode().index("”".encode()) + 1])
    assert text.startswith("José Núñez")
    assert text.endswith("a farce\N{REPLACEMENT CHARACTER}")
    assert remark == "UTF-8 with 1 damaged bytes"


def test_a_declared_encoding_is_believed_after_utf8_only():
    polish = "Wałęsa z Gdańska"
    assert decode(polish.encode(), "cp1250") == (polish, "")
    assert decode(polish.encode("cp1250"), "cp1250") == (polish, "read as cp1250, as declared")
    assert decode("“Józef”".encode("cp1252"), "ISO-8859-1")[0] == "“Józef”"


@pytest.mark.parametrize("declared", ["unicode_escape", "rot13", "hex", "idna", "x-nothing"])
def test_codecs_that_hold_no_text_are_not_believed(declared):
    assert decode("café “ole”, said José".encode("cp1252"), declared)[0] == "café “ole”, said José"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_plain_english_in_unmarked_utf16_is_not_taken_for_ascii(encoding):
    text = "The port reopened on Tuesday."
    assert decode(text.encode(encoding)) == (text, f"read as {encoding}, not UTF-8")


@pytest.mark.parametrize(
    "stray",
    ["’外".encode()[:-1] + b"\x81\x00\xff\x8d", b"\x81\xff\x8d\x90\x9d", b"\x81\x82\x83", b"\xff"],
)
def test_stray_bytes_in_english_do_not_lose_the_article(stray):
    data = b"The port reopened on Tuesday after nine weeks of repairs. " * 3
    text, remark = decode(data + stray + data)
    assert text.count("The port reopened") == 6
    assert not any("\u0370" <= character < "\u2000" for character in text)  # no other script
    assert remark


def test_one_sound_character_proves_utf8_in_english():
    said = "José said that the port would reopen on Tuesday, or Wednesday at the latest. "
    data = said.encode() * 2 + b"\xe2\x80 \xff \xc3"
    text, remark = decode(data)
    assert text.startswith("José said")
    assert remark == "UTF-8 with 4 damaged bytes"


def test_bytes_that_fit_no_encoding_do_not_lose_the_article():
    news = b"The port reopened on Tuesday after nine weeks of repairs. " * 3
    text, remark = decode(news + b"\x00\x81\x01\x02\x03\xfe\xff\x90" + news)
    assert text.count("The port reopened") == 6
    assert text.count("\N{REPLACEMENT CHARACTER}") == 4
    assert remark == "UTF-8 with stray bytes"


def test_a_picture_is_no_text():
    picture = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20
    with pytest.raises(ReadError, match="not a text"):
        decode(picture)


def test_a_program_under_a_text_name_becomes_a_row(put, read_all):
    articles, [bad] = read_all(put("a.txt", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 9))
    assert not articles
    assert "not a text" in bad.reason
