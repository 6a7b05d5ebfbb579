"""The articles that are timed: real news where it lies beside the repository, else the samples."""

from __future__ import annotations

import gzip
import random
from pathlib import Path
from typing import NamedTuple

import orjson

HERE = Path(__file__).resolve().parent.parent
SHARED = HERE.parent / "shared" / "data" / "human_news.jsonl.gz"
SAMPLES = HERE / "datasets" / "samples"
SEED = 20
# Longer articles are cut here: what the targets of speed are stated for.
MOST_WORDS = 450


class Corpus(NamedTuple):
    """Texts to warm up on, texts that are timed, and a word on where both come from.

    What is remembered of words must be known from *other* articles, as in a long run.
    """

    warm: list[str]
    timed: list[str]
    origin: str


def load(warm: int, timed: int, path: Path | None = None) -> Corpus:
    """So many articles for warming up, and so many others, of a file or of what is at hand."""
    news = path or SHARED
    texts, origin = (read_news(news), "edited news") if news.is_file() else (samples(), "samples")
    random.Random(SEED).shuffle(texts)
    texts = [" ".join(text.split(" ")[:MOST_WORDS]) for text in texts]
    if len(texts) >= warm + timed:
        return Corpus(texts[:warm], texts[warm : warm + timed], origin)
    # Too few for strangers: the same articles again, and a word that says so.
    many = [texts[number % len(texts)] for number in range(timed)]
    return Corpus(texts, many, f"{origin}, {len(texts)} articles over and over, all seen before")


def read_news(path: Path) -> list[str]:
    """The texts of a gzipped file of JSON Lines."""
    with gzip.open(path) as lines:
        return [orjson.loads(line)["text"] for line in lines]


def samples() -> list[str]:
    """The texts that the repository ships."""
    return [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt"))]


def write_jsonl(texts: list[str], path: Path) -> None:
    """One article a line, as ``detector score`` and the peers read it."""
    rows = (orjson.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts))
    path.write_bytes(b"\n".join(rows) + b"\n")
