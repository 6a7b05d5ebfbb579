"""Labelled articles: one layout for every source, and a digest that says which were used.

A folder holds JSON Lines, gzipped or not, one file per kind (``datasets/README.md``):

* ``mt_news``: machine output beside human translations and originals, tied by ``group``;
* ``human_news``: edited news of many outlets;
* ``synthetic_news``: language-model news beside human news, tied by ``pair_id``;
* ``spun``: what ``detector corpora spin`` makes of clean articles, tied by ``pair_id``.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal, cast

import orjson

from detector.writers.destination import atomic_file

Row = dict[str, Any]
Kind = Literal[
    "machine",
    "human_translation",
    "human_original",
    "news",
    "generated",
    "human_pair",
    "spun",
    "genre",
]
FILES = ("mt_news", "human_news", "synthetic_news", "spun")
KIND_OF_LABEL = {
    ("mt_news", "mt"): "machine",
    ("mt_news", "human_translation"): "human_translation",
    ("mt_news", "human_original"): "human_original",
    ("human_news", "human_original"): "news",
    ("synthetic_news", "llm"): "generated",
    ("synthetic_news", "human_original"): "human_pair",
    ("spun", "spun"): "spun",
}
# Some collections lower-cased what people wrote; that tells the classes apart for no reason of
# language. Engines may do it too, so machine output is left as it is. Three letters before the
# stop, so that "U.S. troops" begins no sentence.
LOWER_START_RE = re.compile(r"[a-z]{3} ?[.!?] +[a-z]")
START_RE = re.compile(r"[a-z]{3} ?[.!?] +[A-Za-z]")
FEWEST_STARTS = 3


class CorpusError(ValueError):
    """A source that cannot be used; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One labelled article.

    ``group`` ties all versions of one story; ``outlet`` is ``""`` where unknown. ``quality`` is
    what human judges gave, by measure; ``year`` is 0 where unknown. ``opening`` is how the article
    began that ``text`` was cut from, ``""`` where it was not cut.
    """

    id: str
    text: str
    kind: Kind
    group: str
    outlet: str = ""
    country: str = ""
    year: int = 0
    language: str = ""
    system: str = ""
    source: str = ""
    quality: dict[str, float] = field(default_factory=dict)
    opening: str = ""

    @property
    def split_group(self) -> str:
        """What a split must not cut through: the outlet of news, the story of all else."""
        return self.outlet or self.group


def open_lines(path: Path) -> IO[bytes]:
    """Open a file of lines, gzipped or not."""
    return cast("IO[bytes]", gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def find_file(folder: Path, name: str) -> Path | None:
    """The file of one kind in a folder, if it is there."""
    candidates = (folder / f"{name}.jsonl.gz", folder / f"{name}.jsonl")
    return next((path for path in candidates if path.is_file()), None)


def read_folder(folder: Path) -> Iterator[Sample]:
    """Read every labelled article of a folder in the layout.

    Raises
    ------
    CorpusError
        When the folder holds none of the files.
    """
    paths = {name: find_file(folder, name) for name in FILES}
    if not any(paths.values()):
        wanted = ", ".join(f"{name}.jsonl.gz" for name in FILES)
        raise CorpusError(f"{folder} holds none of {wanted}: see datasets/README.md")
    for name, path in paths.items():
        if path is not None:
            with open_lines(path) as lines:
                for line in lines:
                    sample = sample_of(name, orjson.loads(line))
                    if sample is not None:
                        yield sample


def sample_of(name: str, row: dict[str, Any]) -> Sample | None:
    """One row of the layout as a sample; None where it is not fit to learn from."""
    kind = KIND_OF_LABEL.get((name, row.get("label") or "spun"))
    text = row["text"]
    if kind is None or (kind not in ("machine", "spun") and is_lowered(text)):
        return None
    group = row.get("group") or row.get("pair_id") or row["id"]
    return Sample(
        id=row["id"],
        text=text,
        kind=cast("Kind", kind),
        group=repair_group(group, row["id"]),
        outlet=row.get("outlet") or "",
        country=row.get("country") or "",
        year=int(row.get("year") or 0),
        language=row.get("src_lang") or "",
        system=row.get("system") or "",
        source=row.get("source_dataset") or "",
        quality=row.get("quality") or {},
    )


def repair_group(group: str, name: str) -> str:
    """The story of an article, where a whole test set was put down as one story.

    >>> repair_group("newstest2021:zh-en:ALL", "WMT21:zh-en:ps-145:UF")
    'newstest2021:zh-en:ps-145'
    """
    if not group.endswith(":ALL"):
        return group
    return f"{group.removesuffix(':ALL')}:{name.split(':')[2]}"


def is_lowered(text: str) -> bool:
    """Whether a text was put in lower case on its way: most of its sentences begin so.

    >>> is_lowered("the bridge is shut . it stays shut . the mayor said that . he left .")
    True
    """
    starts = len(START_RE.findall(text))
    return starts >= FEWEST_STARTS and 2 * len(LOWER_START_RE.findall(text)) > starts


def write_rows(rows: Iterable[Row], destination: Path, by: str = "label") -> Counter[str]:
    """Write rows as JSON Lines, gzipped where the name ends so; the count by one column."""
    counts: Counter[str] = Counter()
    with atomic_file(str(destination)) as file:
        for row in rows:
            file.write(orjson.dumps(row) + b"\n")
            counts[row[by]] += 1
    return counts


def digest(samples: list[Sample]) -> str:
    """SHA-256 over names, kinds and texts: it does not depend on the order of the articles."""
    total = hashlib.sha256()
    for sample in sorted(samples, key=lambda sample: (sample.id, sample.kind)):
        total.update(f"{sample.id}\t{sample.kind}\t{sample.text}\n".encode())
    return total.hexdigest()
