"""Honest English of other kinds than news, out of packages: what a detector must leave alone.

A control set: old novels and speeches, letters, verse, manuals, standards, licences, essays, pages
in two languages. The texts belong to their authors and stay out of this repository; anybody makes
the same file from the same packages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, zip_longest
from pathlib import Path
from typing import NamedTuple

import orjson

from detector.resources.tables import read_table
from detector.training.corpora import package_files as files
from detector.training.corpora.labelled import (
    CorpusError,
    Sample,
    find_file,
    open_lines,
    write_rows,
)

Paragraphs = Callable[[bytes], list[str]]
# Words of a text, and texts of a genre, evenly spaced through its source (made up).
FEWEST_WORDS, MOST_WORDS, TEXTS = 200, 500, 200
SENTENCE_END_RE = re.compile(r"(?<=[.!?;]) +(?=[“\"A-Z])")


class Genre(NamedTuple):
    """A kind of honest text: the package that holds it, which of its files, and their licence.

    ``detector/data/genres.tsv`` has them all. ``joined`` puts the files together before they are
    cut: entries, sayings and items too short to stand alone.
    """

    name: str
    fetch: str
    wanted: str
    licence: str
    paragraphs: Paragraphs
    joined: bool

    @property
    def package(self) -> str:
        """The name of the package, as its file begins."""
        return self.fetch.split()[-1].removeprefix("@").replace("/", "-")


GENRES = tuple(
    Genre(
        row["name"],
        row["fetch"],
        row["wanted"],
        row["licence"],
        getattr(files, f"{row['paragraphs']}_paragraphs"),
        bool(row["joined"]),
    )
    for row in read_table("genres")
)
# What the genres are named in a folder of the layout.
FILE = "honest_genres"


def write_genres(packages: Path, destination: Path) -> Counter[str]:
    """Write the texts of every genre as JSON Lines; how many of each.

    ``packages`` is a folder of packages as their registries' clients fetched them.

    Raises
    ------
    CorpusError
        When packages are missing; the message has the commands that fetch them.
    """
    held = {genre: find_package(packages, genre.package) for genre in GENRES}
    missing = dict.fromkeys(genre.fetch for genre, package in held.items() if package is None)
    if missing:
        raise CorpusError(f"{packages} lacks packages; in it run: {'; '.join(missing)}")
    rows = (
        {"id": f"{genre.name}:{n}", "genre": genre.name, "text": text, "licence": genre.licence}
        for genre, package in held.items()
        if package is not None
        for n, text in enumerate(spaced_out(list(texts_of(genre, package))))
    )
    return write_rows(rows, destination, by="genre")


def read_genres(folder: Path) -> Iterator[Sample]:
    """What :func:`write_genres` wrote into a folder.

    Raises
    ------
    CorpusError
        When it is not there.
    """
    path = find_file(folder, FILE)
    if path is None:
        raise CorpusError(f"{folder} has no {FILE}.jsonl: make it with `detector corpora genres`")
    with open_lines(path) as lines:
        for row in map(orjson.loads, lines):
            genre = row["genre"]
            yield Sample(row["id"], row["text"], "genre", row["id"], outlet=genre, source=genre)


def find_package(folder: Path, name: str) -> Path | None:
    """The file of a package, whatever its version."""
    return next(iter(sorted(folder.glob(f"{name}[_-][0-9]*"))), None)


def texts_of(genre: Genre, package: Path) -> Iterator[str]:
    """All texts of a genre."""
    contents = dict(files.members(package, re.compile(genre.wanted)))
    pages = {name: genre.paragraphs(data) for name, data in contents.items()}
    if genre.name == "pages in two languages":
        groups = list(beside_each_other(pages))
    else:
        groups = [list(chain(*pages.values()))] if genre.joined else list(pages.values())
    for paragraphs in groups:
        yield from pieces(paragraphs)


def beside_each_other(pages: dict[str, list[str]]) -> Iterator[list[str]]:
    """Pages of one name in two languages, paragraph by paragraph."""
    names = dict.fromkeys(name.rsplit("/")[-1] for name in pages)
    for name in names:
        versions = [page for path, page in pages.items() if path.endswith(f"/{name}")]
        yield [text for pair in zip_longest(*versions) for text in pair if text]


def pieces(paragraphs: Iterable[str]) -> Iterator[str]:
    """Cut paragraphs into texts of 200 to 500 words, long paragraphs after a sentence."""
    held: list[str] = []
    count = 0
    for paragraph in chain(*map(shortened, paragraphs)):
        words = len(paragraph.split())
        if words < 4:
            continue
        if count + words > MOST_WORDS:
            held, count = [], 0
        held.append(paragraph)
        count += words
        if count >= FEWEST_WORDS:
            yield "\n\n".join(held)
            held, count = [], 0


def shortened(paragraph: str) -> Iterator[str]:
    """A paragraph, or where it is too long parts of it that end with a sentence."""
    if len(paragraph.split()) <= MOST_WORDS // 2:
        yield paragraph
        return
    part = ""
    for sentence in SENTENCE_END_RE.split(paragraph):
        part = f"{part} {sentence}".strip()
        if len(part.split()) >= FEWEST_WORDS // 2:
            yield part
            part = ""
    yield part


def spaced_out(texts: list[str]) -> list[str]:
    """So many texts, from the first to the last in equal steps."""
    step = max(len(texts) / TEXTS, 1.0)
    return [texts[int(n * step)] for n in range(min(len(texts), TEXTS))]
