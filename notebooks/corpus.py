"""Articles for the notebooks: real corpora where they lie beside the repository, else the samples.

The real ones may be measured and not printed: nothing here or in a notebook shows their text.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "datasets" / "samples"
CORPORA = ROOT.parent / "shared" / "data"
KINDS = {
    "garbled_translation": "machine translation",
    "back_translated_spin": "spun",
    "synonym_spin": "spun",
    "filler": "language model",
    "clean_native": "news",
    "clean_regional": "news",
    "debris": "news",
}
COLUMNS = ["text", "kind", "damaged", "group", "country", "system", "language"]


def articles(each: int = 150, seed: int = 0) -> pd.DataFrame:
    """At most ``each`` articles of a kind, with the columns of :data:`COLUMNS`.

    ``group`` is the outlet or the story: what must not stand on both sides of a split.
    """
    rows = list(real() if CORPORA.is_dir() else samples())
    Random(seed).shuffle(rows)
    frame = pd.DataFrame(rows, columns=COLUMNS)
    long = frame[frame["text"].str.split().str.len() >= 100]
    return long.groupby("kind").head(each).sort_values("kind").reset_index(drop=True)


def samples() -> Iterator[dict[str, Any]]:
    """The articles written for the project, with what is said of each."""
    for row in pd.read_csv(ROOT / "datasets" / "labels.csv").to_dict("records"):
        path = SAMPLES / row["file"]
        if row["label"] in KINDS and path.suffix in (".txt", ".md"):
            kind = KINDS[row["label"]]
            yield described(path.read_text("utf-8"), kind, group=path.stem)


def real() -> Iterator[dict[str, Any]]:
    """News, machine translation of 2021 with its human translations, language models' news."""
    for row in records("human_news"):
        yield described(row["text"], "news", row.get("outlet", row["id"]), row.get("country"))
    for row in records("mt_news"):
        if row["year"] == 2021:
            kind = {"mt": "machine translation"}.get(row["label"], "human translation")
            if row["label"] != "human_original":
                source = row.get("src_lang", "")
                yield described(row["text"], kind, row["group"], "", row.get("system", ""), source)
    for row in records("synthetic_news"):
        if row["label"] == "llm":
            yield described(row["text"], "language model", row["pair_id"], "", row["system"])


def records(name: str) -> Iterator[dict[str, Any]]:
    """The rows of one corpus."""
    with gzip.open(CORPORA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def described(
    text: str,
    kind: str,
    group: str = "",
    country: str | None = "",
    system: str = "",
    language: str = "",
) -> dict[str, Any]:
    """One row."""
    damaged = int(kind in ("machine translation", "spun"))
    row = (text, kind, damaged, group, country or "", system, language)
    return dict(zip(COLUMNS, row, strict=True))
