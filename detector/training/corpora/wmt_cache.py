"""The test sets of WMT as the package sacrebleu keeps them: what is in its cache, what is missing.

Once a test set was asked for, sacrebleu keeps it as plain files, one line a segment:
``FOLDER/wmt21/systems/wmt21_systems.de-en.FIELD``, where FIELD is ``src``, ``docid``,
``origlang``, ``domain``, ``ref-A`` (``ref`` or ``ref-0`` before 2021) or the name of a system.
Nothing else is read and nothing is ever fetched.
"""

from __future__ import annotations

import html
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from detector.training.corpora.labelled import CorpusError

Fields = dict[str, list[str]]

# The test sets that come with the output of every system; the older ones hold human text alone.
WITH_SYSTEMS = ("wmt21/systems", "wmt22", "wmt23")
METADATA_FIELDS = frozenset({"src", "docid", "origlang", "domain", "genre"})


class WmtTestSet(NamedTuple):
    """One test set in one language pair: its name, its pair, and its folder of the cache.

    ``refs`` names the references that sacrebleu holds to be sound; empty where it has no view.
    """

    testset: str
    pair: str
    folder: Path
    refs: tuple[str, ...] = ()

    @property
    def prefix(self) -> str:
        """What the names of its files begin with."""
        return f"{self.testset.replace('/', '_')}.{self.pair}."

    @property
    def year(self) -> int:
        """The year of the test set."""
        return 2000 + int(self.testset[3:5])

    @property
    def source(self) -> str:
        """The language that was translated from, by its code."""
        return self.pair.split("-")[0]

    def fields(self) -> dict[str, Path]:
        """The files that the cache holds, by field."""
        paths = sorted(self.folder.glob("*")) if self.folder.is_dir() else []
        return {
            path.name.removeprefix(self.prefix): path
            for path in paths
            if path.name.startswith(self.prefix) and path.is_file()
        }

    def missing(self) -> list[str]:
        """The fields that an article cannot do without and that the cache lacks."""
        held = set(self.fields())
        lacks = [field for field in ("src", "docid", "origlang") if field not in held]
        if self.pair.endswith("-en") and not any(map(is_reference, held)):
            lacks.append("ref")
        return lacks


def is_reference(field: str) -> bool:
    """Whether a field is a human translation.

    >>> [is_reference(field) for field in ("ref", "ref-A", "refiner")]
    [True, True, False]
    """
    return field == "ref" or field.startswith("ref-")


def is_system(field: str) -> bool:
    """Whether a field is the output of a system.

    >>> [is_system(field) for field in ("src", "ref-A", "Online-W")]
    [False, False, True]
    """
    return field not in METADATA_FIELDS and not is_reference(field)


def cache_folder(cache: Path | None = None) -> Path:
    """Where sacrebleu keeps its test sets: as given, or ``$SACREBLEU``, or ``~/.sacrebleu``."""
    return cache or Path(os.environ.get("SACREBLEU") or Path.home() / ".sacrebleu")


def wmt_sets(testsets: Sequence[str], cache: Path, pairs: Sequence[str] = ()) -> list[WmtTestSet]:
    """The shelves of test sets that have English on one side; ``pairs`` narrows them down.

    Raises
    ------
    CorpusError
        When sacrebleu is not installed, or knows no such test set or pair.
    """
    known = known_testsets()
    unknown = [name for name in testsets if name not in known]
    if unknown:
        raise CorpusError(
            f"sacrebleu has no WMT test set with document ids named {', '.join(unknown)}; "
            f"it has {', '.join(sorted(known))}"
        )
    selected = [
        WmtTestSet(name, pair, cache / name, preferred(known[name], pair))
        for name in testsets
        for pair in sorted(known[name].langpairs)
        if "en" in pair.split("-") and (not pairs or pair in pairs)
        if not is_discussion(known[name], pair)
    ]
    absent = sorted(set(pairs) - {wmt_set.pair for wmt_set in selected})
    if absent:
        raise CorpusError(f"no pair {', '.join(absent)} with English news in {', '.join(testsets)}")
    return selected


def known_testsets() -> dict[str, Any]:
    """The WMT test sets of sacrebleu that say which article a line belongs to."""
    try:
        from sacrebleu.dataset import DATASETS
        from sacrebleu.dataset.fake_sgml import FakeSGMLDataset
        from sacrebleu.dataset.wmt_xml import WMTXMLDataset
    except ImportError as error:
        raise CorpusError(
            "the package sacrebleu is not installed: install the extra `train`"
        ) from error
    # The files of 2008 have no document ids.
    return {
        name: data
        for name, data in DATASETS.items()
        if re.match(r"wmt(09|[12]\d)", name) and isinstance(data, FakeSGMLDataset | WMTXMLDataset)
    }


def is_discussion(testset: Any, pair: str) -> bool:
    """Whether a pair holds readers' comments: in 2015 French was no news (``newsdiscusstest``)."""
    return "discuss" in str(testset.langpairs[pair])


def preferred(testset: Any, pair: str) -> tuple[str, ...]:
    """The references that sacrebleu scores by: some others are known to be poor."""
    paths = testset.langpairs[pair]
    names = paths.get("refs") if isinstance(paths, dict) else None
    names = names if names is not None else testset.kwargs.get("refs", [])
    return tuple(f"ref-{name}" if name else "ref" for name in names)


def check(wanted: Iterable[WmtTestSet], cache: Path) -> None:
    """Make sure that the cache holds all that is wanted.

    Raises
    ------
    CorpusError
        When it does not: the message names every file, and the commands that fetch them.
    """
    lacking: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for wmt_set in wanted:
        if lacks := wmt_set.missing():
            lacking[wmt_set.testset].append((wmt_set.pair, lacks))
    if lacking:
        lists = "; ".join(f"{name} {describe(pairs)}" for name, pairs in lacking.items())
        commands = "; ".join(fetch_command(name, pairs) for name, pairs in lacking.items())
        raise CorpusError(
            f"the cache {cache} lacks {lists}. Where there is a network, fetch with: {commands}"
        )


def describe(pairs: Iterable[tuple[str, list[str]]]) -> str:
    """Which fields of which pairs are missing.

    >>> describe([("de-en", ["src", "docid"]), ("ja-en", ["src", "docid"]), ("zh-en", ["ref"])])
    'de-en ja-en (src, docid), zh-en (ref)'
    """
    by_fields: dict[str, list[str]] = defaultdict(list)
    for pair, fields in pairs:
        by_fields[", ".join(fields)].append(pair)
    return ", ".join(f"{' '.join(names)} ({fields})" for fields, names in by_fields.items())


def fetch_command(testset: str, pairs: Sequence[tuple[str, list[str]]]) -> str:
    """The command that makes sacrebleu fetch a test set and lay it out in its cache.

    >>> fetch_command("wmt22", [("de-en", ["src"])])
    'sacrebleu -t wmt22 -l de-en --echo src docid > /dev/null'
    """
    command = "sacrebleu -t {} -l {} --echo src docid > /dev/null"
    if len(pairs) == 1:
        return command.format(testset, pairs[0][0])
    names = " ".join(pair for pair, _ in pairs)
    return f"for pair in {names}; do {command.format(testset, '$pair')}; done"


def read_fields(wmt_set: WmtTestSet) -> tuple[Fields, list[str]]:
    """All fields of a shelf, line by line, and the systems that had to be left out.

    sacrebleu writes a system's lines without gaps: a system that skipped a document has fewer
    lines than the rest, and nobody can say which.

    Raises
    ------
    CorpusError
        When source, ids or references do not have the same number of lines.
    """
    lines = {field: read_lines(path, wmt_set.year) for field, path in wmt_set.fields().items()}
    count = len(lines["docid"])
    uneven = [field for field, segments in lines.items() if len(segments) != count]
    broken = [field for field in uneven if not is_system(field)]
    if broken:
        raise CorpusError(
            f"{wmt_set.folder}: {wmt_set.prefix}{broken[0]} and {wmt_set.prefix}docid do not "
            "have the same number of lines; remove the folder and fetch it again"
        )
    return {field: segments for field, segments in lines.items() if field not in uneven}, uneven


def read_lines(path: Path, year: int) -> list[str]:
    """The lines of one file of the cache; a segment may hold any other kind of line end.

    Up to 2020 the test sets come as SGML, and sacrebleu leaves its entities as they stand.
    """
    text = path.read_bytes().decode().removesuffix("\n")
    return [html.unescape(line) if year <= 2020 else line for line in text.split("\n")]
